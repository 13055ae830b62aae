//! An SQLite database over borrowed bytes, without a copy: a city's file may have half a gigabyte.
#![allow(unsafe_code)] // rusqlite takes `&'static [u8]` only; the lifetime is held by the type here instead.

use std::marker::PhantomData;

use rusqlite::{Connection, config::DbConfig};

/// A read-only connection that does not outlive its bytes.
pub(super) struct Database<'a> {
    connection: Connection,
    bytes: PhantomData<&'a [u8]>,
}

impl<'a> Database<'a> {
    /// Opens the bytes as the main database. Schemas from outside are not trusted: no functions with side effects run,
    /// and work is bounded by the size of the file.
    pub(super) fn open(bytes: &'a [u8]) -> rusqlite::Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        // SAFETY: SQLite reads the bytes only through this connection, which lives in the returned value, is never
        // handed out by value, and is closed when that value is dropped, before `'a` ends.
        let lasting: &'static [u8] = unsafe { std::mem::transmute::<&'a [u8], &'static [u8]>(bytes) };
        connection.deserialize_bytes("main", lasting)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        let mut left = 2_000 + bytes.len() / 25;
        let spent = move || {
            left = left.saturating_sub(1);
            left == 0
        };
        connection.progress_handler(10_000, Some(spent));
        Ok(Database { connection, bytes: PhantomData })
    }

    /// The connection.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }
}
