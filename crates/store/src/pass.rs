//! What lets a request in: sessions, API tokens and one-time links. Only the hash of each secret is kept.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use crate::{Account, Fault, Store, Writing};

/// What a secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassKind {
    /// A browser that has signed in.
    Session,
    /// A program.
    Token,
    /// A link to choose a password; without an account it creates the first one.
    Link,
}

/// A secret, but for the secret itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Number.
    pub id: i64,
    /// What it is for.
    pub kind: PassKind,
    /// Whose it is.
    pub account: Option<String>,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub created: Timestamp,
    /// Until when at the latest.
    pub expires: Timestamp,
    /// When it was used last, to a few minutes.
    pub used: Timestamp,
}

/// A secret to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPass<'a> {
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// What it is for.
    pub kind: PassKind,
    /// Whose it is.
    pub account: Option<&'a str>,
    /// What its owner calls it.
    pub name: &'a str,
    /// Until when.
    pub expires: Timestamp,
}

impl PassKind {
    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            PassKind::Session => "session",
            PassKind::Token => "token",
            PassKind::Link => "link",
        }
    }

    fn from_id(id: &str) -> Self {
        [PassKind::Session, PassKind::Token].into_iter().find(|kind| kind.id() == id).unwrap_or(PassKind::Link)
    }
}

const COLUMNS: &str = "p.id, p.kind, p.account, p.name, p.created_at, p.expires_at, p.used_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Pass> {
    let moment = |at| Ok::<_, rusqlite::Error>(Timestamp::from_microsecond(row.get(at)?).unwrap_or(Timestamp::MIN));
    let kind: String = row.get(1)?;
    Ok(Pass {
        id: row.get(0)?,
        kind: PassKind::from_id(&kind),
        account: row.get(2)?,
        name: row.get(3)?,
        created: moment(4)?,
        expires: moment(5)?,
        used: moment(6)?,
    })
}

impl Store {
    /// The pass with this hash, expired or not, and its account.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pass(&self, hash: &[u8; 32]) -> Result<Option<(Pass, Option<Account>)>, Fault> {
        let sql = format!(
            "SELECT {COLUMNS}, {} FROM pass p LEFT JOIN account a ON a.name = p.account WHERE p.hash = ?1",
            Account::COLUMNS
        );
        let found = self.connection.prepare_cached(&sql)?.query_row([hash.as_slice()], |row| {
            let pass = read(row)?;
            let account = pass.account.is_some().then(|| Account::read(row, 7)).transpose()?;
            Ok((pass, account))
        });
        Ok(found.optional()?)
    }

    /// The passes of an account, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passes(&self, account: &str) -> Result<Vec<Pass>, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM pass p WHERE p.account = ?1 ORDER BY p.id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_map([account], read)?.collect::<Result<_, _>>()?)
    }

    /// Keeps when a pass was used. No transaction of the audit: it says nothing but that somebody still reads.
    ///
    /// # Errors
    /// When the database fails.
    pub fn touch_pass(&mut self, id: i64, now: Timestamp) -> Result<(), Fault> {
        let sql = "UPDATE pass SET used_at = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id, now.as_microsecond()])?;
        Ok(())
    }
}

impl Writing<'_> {
    /// Keeps a pass and forgets those that have expired. Returns its number.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_pass(&mut self, pass: &NewPass<'_>) -> Result<i64, Fault> {
        self.transaction.execute("DELETE FROM pass WHERE expires_at <= ?1", [self.at])?;
        let sql = "INSERT INTO pass (hash, kind, account, name, created_at, expires_at, used_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5)";
        let NewPass { hash, kind, account, name, expires } = pass;
        let row = params![hash.as_slice(), kind.id(), account, name, self.at, expires.as_microsecond()];
        self.transaction.execute(sql, row)?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Takes a link that has not expired: it is found once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn take_link(&mut self, hash: &[u8; 32]) -> Result<Option<Pass>, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM pass p WHERE p.hash = ?1 AND p.kind = 'link' AND p.expires_at > ?2");
        let found = self.transaction.query_row(&sql, params![hash.as_slice(), self.at], read).optional()?;
        self.transaction.execute("DELETE FROM pass WHERE id = ?1", [found.as_ref().map(|pass| pass.id)])?;
        Ok(found)
    }

    /// Revokes a pass of an account; whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drop_pass(&mut self, account: &str, id: i64) -> Result<bool, Fault> {
        let sql = "DELETE FROM pass WHERE account = ?1 AND id = ?2";
        Ok(self.transaction.execute(sql, params![account, id])? == 1)
    }

    /// Revokes every pass there is; how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drop_all_passes(&mut self) -> Result<usize, Fault> {
        Ok(self.transaction.execute("DELETE FROM pass", [])?)
    }

    /// Revokes all passes of a kind of an account but one; without an account the links of the first start.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drop_passes(&mut self, account: Option<&str>, kind: PassKind, but: Option<i64>) -> Result<usize, Fault> {
        let sql = "DELETE FROM pass WHERE account IS ?1 AND kind = ?2 AND id IS NOT ?3";
        Ok(self.transaction.execute(sql, params![account, kind.id(), but])?)
    }
}
