//! Writing all layers into one database in memory.

use std::collections::BTreeSet;

use crs::Crs;
use geo_types::Geometry;
use model::{FieldKind, Table, Value};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, params, params_from_iter, types::Value as Sql};

use super::{blob, quoted, schema};
use crate::{
    columns::unique_names,
    geometry::{bounds, checked, common_type, join, promoted},
    reference,
    writing::{WriteError, WriteOptions, library, unfit},
};

/// The file's bytes. Coordinates are x first, as clause 1.1.2 of 12-128r18 demands of every CRS; a layer with single
/// and multi parts is written as the multi type.
pub(crate) fn write(tables: &[Table], options: &WriteOptions) -> Result<Vec<u8>, WriteError> {
    let failed = |fault: rusqlite::Error| library("GeoPackage", fault);
    let mut connection = Connection::open_in_memory().map_err(failed)?;
    prepare(&connection).map_err(failed)?;
    let transaction = connection.transaction().map_err(failed)?;
    let names = unique_names(tables.iter().map(|table| layer_name(&table.name)).collect());
    write_layers(&transaction, tables.iter().zip(names), options)?;
    transaction.commit().map_err(failed)?;
    let bytes = connection.serialize("main").map_err(failed)?;
    Ok(bytes.to_vec())
}

/// Writes layers under the names given, which must be free.
pub(super) fn write_layers<'t>(
    transaction: &Transaction<'_>,
    layers: impl Iterator<Item = (&'t Table, String)>,
    options: &WriteOptions,
) -> Result<(), WriteError> {
    let aliased = transaction.table_exists(None, "gpkg_data_columns");
    let aliased = aliased.map_err(|fault| library("GeoPackage", fault))?;
    let mut writer = Writer { transaction, options, aliased };
    for (table, name) in layers {
        let srs = system(table, transaction)?;
        writer.layer(table, &name, srs)?;
    }
    Ok(())
}

/// Makes an empty database a GeoPackage without layers.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;")?;
    connection.execute_batch(schema::CORE)
}

/// Names of the standard's own tables cannot be layers.
pub(super) fn layer_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let taken = ["gpkg_", "rtree_", "sqlite_"].iter().any(|prefix| lower.starts_with(prefix));
    if taken { format!("layer_{name}") } else { name.to_owned() }
}

/// The id of a table's system in `gpkg_spatial_ref_sys`: its EPSG code, 100000 and up for others, -1 for none.
fn system(table: &Table, transaction: &Transaction<'_>) -> Result<i32, WriteError> {
    let fault = |reason: String| WriteError::Crs { layer: table.name.clone(), reason };
    add_system(&Crs::WGS84_LONLAT, Some(4326), transaction).map_err(fault)?;
    let Some(crs) = &table.crs else { return Ok(-1) };
    let code = crs.epsg().map(|code| i32::try_from(code).map_err(|_| fault(format!("EPSG:{code}")))).transpose()?;
    add_system(crs, code, transaction).map_err(fault)
}

/// Adds a system that is not there yet; its id.
fn add_system(crs: &Crs, code: Option<i32>, transaction: &Transaction<'_>) -> Result<i32, String> {
    let words = |fault: rusqlite::Error| fault.to_string();
    if let Some(code) = code {
        let sql = "SELECT 1 FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
        if transaction.query_row(sql, [code], |_| Ok(())).optional().map_err(words)?.is_some() {
            return Ok(code);
        }
    }
    let definition = reference::ogc_wkt(crs)?;
    let (id, organization) = match code {
        Some(code) => (code, "EPSG"),
        None => {
            let sql = "SELECT srs_id FROM gpkg_spatial_ref_sys WHERE organization = 'NONE' AND definition = ?1";
            let known: Option<i32> =
                transaction.query_row(sql, [&definition], |row| row.get(0)).optional().map_err(words)?;
            if let Some(id) = known {
                return Ok(id);
            }
            let sql = "SELECT max(99999, max(srs_id)) + 1 FROM gpkg_spatial_ref_sys";
            (transaction.query_row(sql, [], |row| row.get(0)).map_err(words)?, "NONE")
        }
    };
    let sql = "INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?2, ?4, NULL)";
    transaction.execute(sql, params![crs.name(), id, organization, definition]).map_err(words)?;
    Ok(id)
}

struct Writer<'a> {
    transaction: &'a Transaction<'a>,
    options: &'a WriteOptions,
    aliased: bool,
}

impl Writer<'_> {
    fn layer(&mut self, table: &Table, name: &str, srs: i32) -> Result<(), WriteError> {
        let mut taken = BTreeSet::new();
        for field in &table.fields {
            if !taken.insert(field.name.to_ascii_lowercase()) {
                return Err(WriteError::FieldTwice { layer: table.name.clone(), field: field.name.clone() });
            }
        }
        let free = |wanted: &str| {
            let mut names = std::iter::once(wanted.to_owned()).chain((1..).map(|number| format!("{wanted}_{number}")));
            names.find(|name| !taken.contains(name)).unwrap_or_else(|| wanted.to_owned())
        };
        let (key, column) = (free("fid"), free("geom"));
        // A table of attributes: no geometries and no system.
        let kind = common_type(table.rows.iter().filter_map(|row| row.geometry.as_ref()));
        let kind = kind.or(table.crs.as_ref().map(|_| "Geometry"));
        let geometry = kind.map(|kind| (column.as_str(), kind));
        let failed = |fault: rusqlite::Error| library("GeoPackage", fault);
        self.transaction.execute_batch(&schema::layer(table, name, &key, geometry)).map_err(failed)?;
        let boxes = self.rows(table, name, geometry.map(|(_, kind)| (kind, srs)))?;
        self.register(name, geometry, srs, &boxes).map_err(failed)?;
        if let Some((column, _)) = geometry
            && self.options.index
        {
            self.index(name, column, &key, &boxes).map_err(failed)?;
        }
        self.titles(table, name).map_err(failed)
    }

    /// Inserts the rows; gives the box of each.
    fn rows(
        &self,
        table: &Table,
        name: &str,
        geometry: Option<(&str, i32)>,
    ) -> Result<Vec<Option<[f64; 4]>>, WriteError> {
        let failed = |fault: rusqlite::Error| library("GeoPackage", fault);
        let columns = 1 + usize::from(geometry.is_some()) + table.fields.len();
        let sql = format!("INSERT INTO {} VALUES ({})", quoted(name), vec!["?"; columns].join(","));
        let mut statement = self.transaction.prepare(&sql).map_err(failed)?;
        let mut boxes = Vec::with_capacity(table.rows.len());
        for (at, row) in table.rows.iter().enumerate() {
            let mut cells = Vec::with_capacity(columns);
            cells.push(Sql::Integer(at as i64 + 1));
            let finite = row.geometry.clone().map(checked).transpose();
            let shape =
                finite.map_err(|_| WriteError::NotFinite { layer: table.name.clone(), row: row.number })?.flatten();
            boxes.push(shape.as_ref().and_then(bounds));
            if let Some((kind, srs)) = geometry {
                let stored = |shape: Geometry<f64>| Sql::Blob(blob::write(&promoted(&shape, kind), srs));
                cells.push(shape.map_or(Sql::Null, stored));
            }
            for (field, value) in row.values.iter().enumerate() {
                let cell = cell(table.fields[field].kind, value).ok_or_else(|| unfit(table, at, field, value))?;
                cells.push(cell);
            }
            statement.execute(params_from_iter(cells)).map_err(failed)?;
        }
        Ok(boxes)
    }

    fn register(
        &self,
        name: &str,
        geometry: Option<(&str, &str)>,
        srs: i32,
        boxes: &[Option<[f64; 4]>],
    ) -> rusqlite::Result<()> {
        let extent = boxes.iter().fold(None, |all, one| join(all, *one));
        let side = |at: usize| extent.map(|extent: [f64; 4]| extent[at]);
        let kind = if geometry.is_some() { "features" } else { "attributes" };
        let changed = self.options.changed.as_deref().unwrap_or("1970-01-01T00:00:00.000Z");
        self.transaction.execute(
            "INSERT INTO gpkg_contents VALUES (?1, ?2, ?1, '', ?3, ?4, ?5, ?6, ?7, ?8)",
            params![name, kind, changed, side(0), side(1), side(2), side(3), geometry.map(|_| srs)],
        )?;
        if let Some((column, kind)) = geometry {
            self.transaction.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, ?4, 0, 0)",
                params![name, column, kind.to_ascii_uppercase(), srs],
            )?;
        }
        Ok(())
    }

    fn index(&self, name: &str, column: &str, key: &str, boxes: &[Option<[f64; 4]>]) -> rusqlite::Result<()> {
        self.transaction.execute_batch(&schema::rtree(name, column, key))?;
        let tree = quoted(&format!("rtree_{name}_{column}"));
        let mut statement = self.transaction.prepare(&format!("INSERT INTO {tree} VALUES (?1, ?2, ?3, ?4, ?5)"))?;
        for (at, [min_x, min_y, max_x, max_y]) in boxes.iter().enumerate().filter_map(|(at, b)| Some((at, (*b)?))) {
            statement.execute(params![at as i64 + 1, min_x, max_x, min_y, max_y])?;
        }
        self.transaction.execute(
            "INSERT INTO gpkg_extensions VALUES (?1, ?2, 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            params![name, column],
        )?;
        Ok(())
    }

    fn titles(&mut self, table: &Table, name: &str) -> rusqlite::Result<()> {
        for (field, title) in self.options.aliases.iter().filter(|(field, _)| table.field_idx(field).is_some()) {
            if !self.aliased {
                self.transaction.execute_batch(schema::DATA_COLUMNS)?;
                self.aliased = true;
            }
            let row: [&dyn ToSql; 3] = [&name, field, title];
            self.transaction.execute(
                "INSERT OR IGNORE INTO gpkg_data_columns (table_name, column_name, name) VALUES (?1, ?2, ?3)",
                row,
            )?;
        }
        Ok(())
    }
}

/// `None` when the value is of another kind than its field.
fn cell(kind: FieldKind, value: &Value) -> Option<Sql> {
    Some(match (kind, value) {
        (_, Value::Null) => Sql::Null,
        (FieldKind::Bool, Value::Bool(flag)) => Sql::Integer((*flag).into()),
        (FieldKind::Int, Value::Int(number)) => Sql::Integer(*number),
        // SQLite turns NaN into null.
        (FieldKind::Real, Value::Real(number)) if !number.is_nan() => Sql::Real(*number),
        (FieldKind::Real, Value::Int(number)) => Sql::Real(*number as f64),
        (FieldKind::Date, Value::Date(text)) => Sql::Text(text.clone()),
        (FieldKind::Text, other) => Sql::Text(other.to_text()?),
        _ => return None,
    })
}
