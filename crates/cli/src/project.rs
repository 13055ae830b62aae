//! A project: one GeoPackage that holds the district's layers, its plan, its settings and the log of what was done.
//!
//! Every command that changes it writes the whole file anew and renames it over the old one, so a crash leaves the
//! project as it was. QGIS and GDAL open it as it is.

use std::path::{Path, PathBuf};

use formats::{Bundle, Format, ReadOptions, WriteOptions};
use intake::{Layer, Role, Survey};
use model::{FieldKind, Table, Value};

use crate::failure::Failure;
use crate::files;

/// Layers that commands add to those of the import.
pub(crate) const CELLS: &str = "cells";
pub(crate) const ADJACENCY: &str = "adjacency";
pub(crate) const GRIDS: &str = "grids";
pub(crate) const MEMBERSHIP: &str = "grid_membership";
const SETTINGS: &str = "jingwei_settings";
const LOG: &str = "jingwei_log";

/// An open project.
pub(crate) struct Project {
    path: PathBuf,
    tables: Vec<Table>,
}

impl Project {
    /// A project that is not on the disk yet.
    pub(crate) fn new(path: &Path) -> Self {
        Project { path: path.to_owned(), tables: Vec::new() }
    }

    /// Opens a project file.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        // By its name alone: readers pass over what lies in hidden folders.
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let bundle = Bundle::from_file(name, files::read(path)?);
        let reading = formats::read(&bundle, &ReadOptions::default());
        let project = Project { path: path.to_owned(), tables: reading.tables };
        if project.table(SETTINGS).is_none() {
            return Err(Failure::usage("not-a-project", &[("path", path.display().to_string())]));
        }
        Ok(project)
    }

    /// Writes the project: whole or not at all.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        let written = formats::write(&self.tables, Format::GeoPackage, &WriteOptions::default())
            .map_err(|fault| Failure::file(&self.path, fault))?;
        let (_, bytes) = &written.bundle.files[0];
        files::write_whole(&self.path, bytes)
    }

    /// A layer or list by name.
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// All layers and lists that are the district's, not the project's own book-keeping.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| table.name != SETTINGS && table.name != LOG)
    }

    /// A layer that an earlier command must have made.
    pub(crate) fn need(&self, name: &str, command: &str) -> Result<&Table, Failure> {
        let missing = || Failure::usage("step-missing", &[("layer", name.to_owned()), ("command", command.to_owned())]);
        self.table(name).ok_or_else(missing)
    }

    /// Adds a layer, in place of one of the same name.
    pub(crate) fn put(&mut self, table: Table) {
        match self.tables.iter_mut().find(|known| known.name == table.name) {
            Some(known) => *known = table,
            None => self.tables.push(table),
        }
    }

    /// Takes layers out, because what they were made from has changed.
    pub(crate) fn drop(&mut self, names: &[&str]) {
        self.tables.retain(|table| !names.contains(&table.name.as_str()));
    }

    /// A setting.
    pub(crate) fn setting(&self, key: &str) -> Option<String> {
        let table = self.table(SETTINGS)?;
        let row = table.rows.iter().find(|row| row.values[0].to_text().as_deref() == Some(key))?;
        row.values[1].to_text()
    }

    /// Sets a setting.
    pub(crate) fn set(&mut self, key: &str, value: &str) {
        let mut table = self.table(SETTINGS).cloned().unwrap_or_else(|| two_columns(SETTINGS, "key", "value"));
        table.rows.retain(|row| row.values[0].to_text().as_deref() != Some(key));
        table.push(None, vec![key.into(), value.into()]);
        self.put(table);
    }

    /// Appends to the log.
    pub(crate) fn log(&mut self, action: &str, detail: &str) {
        let fields = [("at", FieldKind::Text), ("action", FieldKind::Text), ("detail", FieldKind::Text)];
        let mut table = self.table(LOG).cloned().unwrap_or_else(|| Table::new(LOG, None, &fields));
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        table.push(None, vec![Value::Text(now), action.into(), detail.into()]);
        self.put(table);
    }

    /// The district in types.
    pub(crate) fn survey(&self) -> Result<Survey, Failure> {
        let layers: Vec<Layer> = Role::ALL
            .iter()
            .filter_map(|&role| Some(Layer::new(role, self.path.display().to_string(), self.table(role.id())?.clone())))
            .collect();
        Survey::new(&layers).map_err(|fault| Failure::file(&self.path, fault))
    }

    /// The working CRS, as the layers declare it.
    pub(crate) fn crs(&self) -> Option<crs::Crs> {
        self.table(Role::Courtyards.id()).and_then(|table| table.crs.clone())
    }
}

fn two_columns(name: &str, first: &str, second: &str) -> Table {
    Table::new(name, None, &[(first, FieldKind::Text), (second, FieldKind::Text)])
}
