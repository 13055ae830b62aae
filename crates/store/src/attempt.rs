//! Attempts to sign in, for locking those who guess.

use jiff::Timestamp;
use rusqlite::params;

use crate::{Fault, Store, Writing};

/// Failed attempts in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// The last of them.
    pub last: Option<Timestamp>,
}

impl Store {
    /// Failed attempts on an account since a moment and since it was last signed in.
    ///
    /// # Errors
    /// When the database fails.
    pub fn failures_of_account(&self, account: &str, since: Timestamp) -> Result<Failures, Fault> {
        let sql = "SELECT count(*), max(at) FROM attempt WHERE account = ?1 AND at >= ?2 AND NOT succeeded AND id > \
                   coalesce((SELECT max(id) FROM attempt WHERE account = ?1 AND at >= ?2 AND succeeded), 0)";
        self.failures(sql, account, since)
    }

    /// Failed attempts from a network address since a moment. A success does not clear them: whoever has an account
    /// could go on guessing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn failures_of_address(&self, address: &str, since: Timestamp) -> Result<Failures, Fault> {
        let sql = "SELECT count(*), max(at) FROM attempt WHERE address = ?1 AND at >= ?2 AND NOT succeeded";
        self.failures(sql, address, since)
    }

    fn failures(&self, sql: &str, of: &str, since: Timestamp) -> Result<Failures, Fault> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let (count, last): (u32, Option<i64>) =
            statement.query_row(params![of, since.as_microsecond()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Failures { count, last: last.and_then(|at| Timestamp::from_microsecond(at).ok()) })
    }
}

impl Writing<'_> {
    /// Keeps an attempt, and forgets those before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep_attempt(
        &mut self,
        account: &str,
        address: &str,
        succeeded: bool,
        before: Timestamp,
    ) -> Result<(), Fault> {
        let sql = "INSERT INTO attempt (at, account, address, succeeded) VALUES (?1, ?2, ?3, ?4)";
        self.transaction.execute(sql, params![self.at, account, address, succeeded])?;
        self.transaction.execute("DELETE FROM attempt WHERE at < ?1", [before.as_microsecond()])?;
        Ok(())
    }
}
