//! Accounts: who may sign in, as what, and where. Role, areas and password hash are the caller's texts.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{Fault, Store, Writing};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What is typed to sign in; unique.
    pub name: String,
    /// What others read.
    pub display: String,
    /// Stable name of its role.
    pub role: String,
    /// The places that it is limited to; none is the whole district.
    pub areas: Vec<String>,
    /// Hash of its password; `None` until it has chosen one.
    pub password: Option<String>,
    /// It cannot sign in.
    pub disabled: bool,
    /// Somebody else chose the password: it opens nothing but the page to choose another.
    pub must_change: bool,
    /// When it was changed last; the record sets it.
    pub changed: Timestamp,
}

impl Account {
    pub(crate) const COLUMNS: &str =
        "a.name, a.display, a.role, a.areas, a.password, a.disabled, a.must_change, a.changed_at";

    /// Reads [`Account::COLUMNS`] from a column on.
    pub(crate) fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        let areas: String = row.get(first + 3)?;
        Ok(Account {
            name: row.get(first)?,
            display: row.get(first + 1)?,
            role: row.get(first + 2)?,
            areas: areas.split_whitespace().map(str::to_owned).collect(),
            password: row.get(first + 4)?,
            disabled: row.get(first + 5)?,
            must_change: row.get(first + 6)?,
            changed: Timestamp::from_microsecond(row.get(first + 7)?).unwrap_or(Timestamp::MIN),
        })
    }
}

impl Store {
    /// All accounts by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn accounts(&self) -> Result<Vec<Account>, Fault> {
        all(&self.connection)
    }

    /// An account by its name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn account(&self, name: &str) -> Result<Option<Account>, Fault> {
        one(&self.connection, name)
    }
}

impl Writing<'_> {
    /// All accounts, as this transaction has them so far.
    ///
    /// # Errors
    /// When the database fails.
    pub fn accounts(&self) -> Result<Vec<Account>, Fault> {
        all(&self.transaction)
    }

    /// An account, as this transaction has it so far.
    ///
    /// # Errors
    /// When the database fails.
    pub fn account(&self, name: &str) -> Result<Option<Account>, Fault> {
        one(&self.transaction, name)
    }

    /// Puts an account in place of the one of its name, if there is one; `detail` says in the audit what was done.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_account(&mut self, account: &Account, detail: &str) -> Result<(), Fault> {
        let Account { name, display, role, areas, password, disabled, must_change, .. } = account;
        let sql = "INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (name) DO UPDATE SET \
                   display = ?2, role = ?3, areas = ?4, password = ?5, disabled = ?6, must_change = ?7, changed_at = ?8";
        let row = params![name, display, role, areas.join(" "), password, disabled, must_change, self.at];
        self.transaction.execute(sql, row)?;
        self.note(name, detail)
    }
}

fn all(connection: &Connection) -> Result<Vec<Account>, Fault> {
    let sql = format!("SELECT {} FROM account a ORDER BY a.name", Account::COLUMNS);
    let mut statement = connection.prepare_cached(&sql)?;
    let accounts = statement.query_map([], |row| Account::read(row, 0))?;
    Ok(accounts.collect::<Result<_, _>>()?)
}

fn one(connection: &Connection, name: &str) -> Result<Option<Account>, Fault> {
    let sql = format!("SELECT {} FROM account a WHERE a.name = ?1", Account::COLUMNS);
    Ok(connection.prepare_cached(&sql)?.query_row([name], |row| Account::read(row, 0)).optional()?)
}
