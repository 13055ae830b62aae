//! A project: one GeoPackage that holds the district's layers, its plan, its settings and the log of what was done.
//!
//! What a command changes is one transaction, so a crash leaves the project as it was. QGIS and GDAL open it as it is.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use formats::{FileFault, GeoPackageFile, WriteOptions};
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

/// An open project. Layers are read when they are asked for.
pub(crate) struct Project {
    path: PathBuf,
    /// `None` for a project that is not on the disk yet.
    file: Option<GeoPackageFile>,
    /// Layers in the order of the file, those changed since behind.
    layers: Vec<Stored>,
    dropped: Vec<String>,
}

/// A layer, in memory once it was needed.
struct Stored {
    name: String,
    table: OnceCell<Table>,
    changed: bool,
}

impl Project {
    /// A project that is not on the disk yet.
    pub(crate) fn new(path: &Path) -> Self {
        Project { path: path.to_owned(), file: None, layers: Vec::new(), dropped: Vec::new() }
    }

    /// Opens a project file.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        // SQLite takes any empty file for an empty database.
        let length = std::fs::metadata(path).map_err(|fault| Failure::file(path, fault))?.len();
        let no_project = || Failure::usage("not-a-project", &[("path", path.display().to_string())]);
        let file = GeoPackageFile::open(path).map_err(|fault| Failure::file(path, fault))?;
        let names = file.layers().map_err(|_| no_project())?;
        if length == 0 || !names.iter().any(|name| name == SETTINGS) {
            return Err(no_project());
        }
        let stored = |name| Stored { name, table: OnceCell::new(), changed: false };
        let layers = names.into_iter().map(stored).collect();
        let project = Project { path: path.to_owned(), file: Some(file), layers, dropped: Vec::new() };
        // What every command reads is read here, where a fault can be told.
        project.load(SETTINGS)?;
        Ok(project)
    }

    /// Writes what has changed: all of it or nothing.
    pub(crate) fn save(&mut self) -> Result<(), Failure> {
        let failed = |fault: FileFault| Failure::file(&self.path, fault);
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let options = WriteOptions { changed: Some(now), ..WriteOptions::default() };
        let changed = self.layers.iter().filter(|layer| layer.changed).filter_map(|layer| layer.table.get());
        let changed: Vec<&Table> = changed.collect();
        let dropped: Vec<&str> = self.dropped.iter().map(String::as_str).collect();
        match &mut self.file {
            Some(file) => file.change(&changed, &dropped, &options).map_err(failed)?,
            None => files::write_whole_by(&self.path, |path| {
                GeoPackageFile::create(path).and_then(|mut file| file.change(&changed, &[], &options)).map_err(failed)
            })?,
        }
        self.dropped.clear();
        self.layers.iter_mut().for_each(|layer| layer.changed = false);
        Ok(())
    }

    /// A layer or list by name.
    pub(crate) fn table(&self, name: &str) -> Result<Option<&Table>, Failure> {
        self.load(name)
    }

    /// A layer that was asked for before, so that a fault in it has been told.
    pub(crate) fn known(&self, name: &str) -> Option<&Table> {
        self.load(name).ok().flatten()
    }

    /// A layer or list by name, for one use: it does not stay in memory.
    pub(crate) fn take(&mut self, name: &str) -> Result<Option<Table>, Failure> {
        self.load(name)?;
        let found = self.layers.iter_mut().find(|layer| layer.name == name);
        Ok(found.and_then(|layer| if layer.changed { layer.table.get().cloned() } else { layer.table.take() }))
    }

    fn load(&self, name: &str) -> Result<Option<&Table>, Failure> {
        let Some(layer) = self.layers.iter().find(|layer| layer.name == name) else { return Ok(None) };
        if layer.table.get().is_none()
            && let Some(file) = &self.file
        {
            let read = file.read(name).map_err(|fault| Failure::file(&self.path, fault))?;
            let _ = layer.table.set(read.unwrap_or_default());
        }
        Ok(layer.table.get())
    }

    /// Names of all layers and lists that are the district's, not the project's own book-keeping.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(|layer| layer.name.as_str()).filter(|name| *name != SETTINGS && *name != LOG)
    }

    /// A layer that an earlier command must have made.
    pub(crate) fn need(&self, name: &str, command: &str) -> Result<&Table, Failure> {
        let missing = || Failure::usage("step-missing", &[("layer", name.to_owned()), ("command", command.to_owned())]);
        self.table(name)?.ok_or_else(missing)
    }

    /// Adds a layer, in place of one of the same name.
    pub(crate) fn put(&mut self, table: Table) {
        self.layers.retain(|layer| layer.name != table.name);
        self.layers.push(Stored { name: table.name.clone(), table: OnceCell::from(table), changed: true });
    }

    /// Takes layers out, because what they were made from has changed.
    pub(crate) fn drop(&mut self, names: &[&str]) {
        self.layers.retain(|layer| !names.contains(&layer.name.as_str()));
        self.dropped.extend(names.iter().map(|&name| name.to_owned()));
    }

    /// A setting.
    pub(crate) fn setting(&self, key: &str) -> Option<String> {
        let table = self.known(SETTINGS)?;
        let row = table.rows.iter().find(|row| row.values[0].to_text().as_deref() == Some(key))?;
        row.values[1].to_text()
    }

    /// Sets a setting.
    pub(crate) fn set(&mut self, key: &str, value: &str) {
        let mut table = self.known(SETTINGS).cloned().unwrap_or_else(|| two_columns(SETTINGS, "key", "value"));
        table.rows.retain(|row| row.values[0].to_text().as_deref() != Some(key));
        table.push(None, vec![key.into(), value.into()]);
        self.put(table);
    }

    /// Appends to the log.
    pub(crate) fn log(&mut self, action: &str, detail: &str) {
        let fields = [("at", FieldKind::Text), ("action", FieldKind::Text), ("detail", FieldKind::Text)];
        let mut table = self.known(LOG).cloned().unwrap_or_else(|| Table::new(LOG, None, &fields));
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        table.push(None, vec![Value::Text(now), action.into(), detail.into()]);
        self.put(table);
    }

    /// The district in types.
    pub(crate) fn survey(&mut self) -> Result<Survey, Failure> {
        let mut layers = Vec::new();
        for &role in Role::ALL {
            if let Some(table) = self.take(role.id())? {
                layers.push(Layer::new(role, self.path.display().to_string(), table));
            }
        }
        Survey::new(layers).map_err(|fault| Failure::file(&self.path, fault))
    }

    /// The working CRS, as the layers declare it.
    pub(crate) fn crs(&self) -> Option<crs::Crs> {
        self.file.as_ref()?.crs(Role::Courtyards.id()).ok()?
    }
}

fn two_columns(name: &str, first: &str, second: &str) -> Table {
    Table::new(name, None, &[(first, FieldKind::Text), (second, FieldKind::Text)])
}
