//! Settings of the record, such as its working CRS.

use rusqlite::{OptionalExtension, params};

use crate::{Fault, Store, Writing};

impl Store {
    /// A setting.
    ///
    /// # Errors
    /// When the database fails.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Fault> {
        let sql = "SELECT value FROM setting WHERE key = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
    }
}

impl Writing<'_> {
    /// Sets a setting; the audit tells what it was set to.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Fault> {
        self.about_the_district()?;
        let sql = "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.transaction.execute(sql, params![key, value])?;
        self.note(key, value)
    }
}
