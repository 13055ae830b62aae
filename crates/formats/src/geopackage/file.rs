//! A GeoPackage on the disk that is worked on layer by layer: a large one need not fit into memory.

use std::path::{Path, PathBuf};

use model::Table;
use rusqlite::{Connection, OpenFlags, Transaction, config::DbConfig, params};

use super::{quoted, read, write};
use crate::{Reading, WriteError, WriteOptions, notes::Notes};

/// An open GeoPackage file. Changes are transactions: after a crash the file holds all of a change or nothing of it.
pub struct GeoPackageFile {
    connection: Connection,
    path: PathBuf,
}

/// Why a GeoPackage file cannot be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// SQLite's words: the disk is full, the file is no database, another program holds it.
    #[error("{0}")]
    Database(String),
    /// The layer does not fit the format.
    #[error("{0}")]
    Write(#[from] WriteError),
    /// Rows of a layer are damaged.
    #[error("layer {layer}: {rows} rows cannot be read")]
    Damaged {
        /// Layer.
        layer: String,
        /// Rows lost.
        rows: usize,
    },
}

impl From<rusqlite::Error> for FileFault {
    fn from(fault: rusqlite::Error) -> Self {
        FileFault::Database(fault.to_string())
    }
}

impl GeoPackageFile {
    /// Makes a GeoPackage without layers of an empty file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(path: &Path) -> Result<Self, FileFault> {
        let connection = Connection::open(path)?;
        // The file counts only once it is complete and renamed, so nothing needs to be undone in it.
        connection.pragma_update(None, "journal_mode", "OFF")?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        write::prepare(&connection)?;
        Ok(GeoPackageFile { connection, path: path.to_owned() })
    }

    /// Opens a GeoPackage; a change that a crash has cut off is rolled back.
    ///
    /// # Errors
    /// When there is no such file or it is no database.
    pub fn open(path: &Path) -> Result<Self, FileFault> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        Ok(GeoPackageFile { connection, path: path.to_owned() })
    }

    /// Names of the layers and attribute tables.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn layers(&self) -> Result<Vec<String>, FileFault> {
        let mut reading = Reading::default();
        Ok(self.list(&mut reading)?.into_iter().map(|layer| layer.name).collect())
    }

    /// A whole layer, `None` if there is none of this name.
    ///
    /// # Errors
    /// When the file or some row of the layer cannot be read.
    pub fn read(&self, layer: &str) -> Result<Option<Table>, FileFault> {
        let mut reading = Reading::default();
        let Some(found) = self.list(&mut reading)?.into_iter().find(|found| found.name == layer) else {
            return Ok(None);
        };
        let table = read::read_table(&self.connection, &found, &mut Notes::new(&mut reading, &self.name()));
        match reading.rows_unread {
            0 => Ok(Some(table)),
            rows => Err(FileFault::Damaged { layer: layer.to_owned(), rows }),
        }
    }

    /// The system of a layer, as far as the file tells it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn crs(&self, layer: &str) -> Result<Option<crs::Crs>, FileFault> {
        let mut reading = Reading::default();
        let found = self.list(&mut reading)?.into_iter().find(|found| found.name == layer);
        let Some((_, srs)) = found.and_then(|found| found.geometry) else { return Ok(None) };
        Ok(read::declared_crs(&self.connection, srs, &mut Notes::new(&mut reading, &self.name()))?)
    }

    /// Takes layers out and puts others in, in place of those of the same names, in one transaction.
    ///
    /// # Errors
    /// When a table does not fit the format or the file cannot be written; the file is then as it was.
    pub fn change(&mut self, tables: &[&Table], dropped: &[&str], options: &WriteOptions) -> Result<(), FileFault> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let named = || tables.iter().map(|table| (*table, write::layer_name(&table.name)));
        for name in named().map(|(_, name)| name).chain(dropped.iter().map(|&name| name.to_owned())) {
            drop_layer(&transaction, &name)?;
        }
        write::write_layers(&transaction, named(), options)?;
        Ok(transaction.commit()?)
    }

    fn list(&self, reading: &mut Reading) -> Result<Vec<read::Layer>, FileFault> {
        Ok(read::layers(&self.connection, &mut Notes::new(reading, &self.name()))?)
    }

    fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }
}

/// Drops a layer with its index and everything that names it.
fn drop_layer(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<()> {
    let sql = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?1";
    let columns: Vec<String> =
        transaction.prepare(sql)?.query_map([name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for column in columns {
        let index = quoted(&format!("rtree_{name}_{column}"));
        transaction.execute_batch(&format!("DROP TABLE IF EXISTS {index}"))?;
    }
    for table in ["gpkg_data_columns", "gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents"] {
        if transaction.table_exists(None, table)? {
            transaction.execute(&format!("DELETE FROM {table} WHERE table_name = ?1"), params![name])?;
        }
    }
    transaction.execute_batch(&format!("DROP TABLE IF EXISTS {}", quoted(name)))
}
