//! Reading every feature layer and attribute table.

use std::borrow::Cow;

use crs::Crs;
use model::{Field, FieldKind, Finding, Place, Row, Rule, Severity, Table, Value};
use rusqlite::{Connection, OptionalExtension, types::ValueRef};

use super::{blob, memory::Database, quoted, wal};
use crate::{
    Bundle,
    columns::{is_date, settle_column},
    notes::Notes,
    reading::Reading,
    reference,
};

/// Reads the file at `path`; a log of a program that has it open (`-wal`) is taken into account.
pub(crate) fn read(bundle: &Bundle, path: &str, bytes: &[u8], reading: &mut Reading) {
    let log = bundle.find(&format!("{path}-wal")).map(|(_, log)| &log[..]).unwrap_or_default();
    let bytes = if wal::is_wal(bytes) { Cow::Owned(wal::merged(bytes, log)) } else { Cow::Borrowed(bytes) };
    let mut tables = Vec::new();
    let mut notes = Notes::new(reading, path);
    if let Err(fault) = read_database(&bytes, &mut tables, &mut notes) {
        notes.damaged(fault);
    }
    reading.tables.append(&mut tables);
}

fn read_database(bytes: &[u8], tables: &mut Vec<Table>, notes: &mut Notes<'_>) -> rusqlite::Result<()> {
    let database = Database::open(bytes)?;
    let connection = database.connection();
    for layer in layers(connection, notes)? {
        tables.push(read_table(connection, &layer, notes));
    }
    Ok(())
}

/// A whole layer; what cannot be read of it is noted.
pub(super) fn read_table(connection: &Connection, layer: &Layer, notes: &mut Notes<'_>) -> Table {
    notes.set_layer(&layer.name);
    let mut table = Table { name: layer.name.clone(), ..Table::default() };
    let outcome = read_layer(connection, layer, &mut table, notes);
    if let Err(fault) = outcome {
        let announced = count(connection, &layer.name).unwrap_or(0);
        notes.rows_lost(announced.saturating_sub(table.rows.len()), fault);
    }
    for (at, field) in table.fields.iter_mut().enumerate() {
        table.rows.iter_mut().for_each(|row| row.values.resize(row.values.len().max(at + 1), Value::Null));
        field.kind = settle_column(&mut table.rows, at, field.kind);
    }
    table
}

pub(super) struct Layer {
    pub(super) name: String,
    /// Geometry column and SRS, for feature layers.
    pub(super) geometry: Option<(String, i64)>,
    contents_srs: Option<i64>,
}

pub(super) fn layers(connection: &Connection, notes: &mut Notes<'_>) -> rusqlite::Result<Vec<Layer>> {
    let has = |table: &str| -> rusqlite::Result<bool> {
        let sql = "SELECT 1 FROM sqlite_master WHERE name = ?1 COLLATE NOCASE";
        Ok(connection.query_row(sql, [table], |_| Ok(())).optional()?.is_some())
    };
    if !has("gpkg_contents")? {
        let finding = Finding::new(Rule::FormatUnknown, Severity::Error, notes.place());
        notes.push(finding.with("name", "SQLite"));
        return Ok(Vec::new());
    }
    let sql = if has("gpkg_geometry_columns")? {
        "SELECT c.table_name, c.data_type, c.srs_id, g.column_name, g.srs_id FROM gpkg_contents c \
         LEFT JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name) ORDER BY c.rowid"
    } else {
        "SELECT table_name, data_type, srs_id, NULL, NULL FROM gpkg_contents ORDER BY rowid"
    };
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut layers = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, kind): (String, String) = (row.get(0)?, row.get(1)?);
        let column: Option<String> = row.get(3)?;
        match kind.as_str() {
            "features" | "attributes" | "aspatial" => layers.push(Layer {
                name,
                geometry: column.zip(row.get::<_, Option<i64>>(4)?),
                contents_srs: row.get(2)?,
            }),
            other => {
                let place = Place { layer: Some(name), ..notes.place() };
                notes.push(Finding::new(Rule::FormatUnknown, Severity::Note, place).with("name", other));
            }
        }
    }
    Ok(layers)
}

fn count(connection: &Connection, table: &str) -> rusqlite::Result<usize> {
    connection.query_row(&format!("SELECT count(*) FROM {}", quoted(table)), [], |row| row.get(0))
}

/// A column of a layer's table.
struct Column {
    name: String,
    declared: String,
    is_key: bool,
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let mut statement = connection.prepare(&format!("PRAGMA table_info({})", quoted(table)))?;
    let column = |row: &rusqlite::Row<'_>| {
        let declared: String = row.get::<_, Option<String>>(2)?.unwrap_or_default().to_ascii_uppercase();
        let is_key = row.get::<_, i64>(5)? > 0 && declared.contains("INT");
        Ok(Column { name: row.get(1)?, declared, is_key })
    };
    statement.query_map([], column)?.collect()
}

fn read_layer(
    connection: &Connection,
    layer: &Layer,
    table: &mut Table,
    notes: &mut Notes<'_>,
) -> rusqlite::Result<()> {
    if let Some((_, srs)) = layer.geometry {
        if let Some(contents) = layer.contents_srs.filter(|&contents| contents != srs) {
            notes.crs_contradiction(&format!("gpkg_contents {contents}"), &format!("gpkg_geometry_columns {srs}"));
        }
        table.crs = declared_crs(connection, srs, notes)?;
    }
    let geometry = layer.geometry.as_ref().map(|(name, _)| name.as_str());
    let all = columns(connection, &layer.name)?;
    let is_geometry = |column: &&Column| geometry.is_some_and(|name| name.eq_ignore_ascii_case(&column.name));
    let key = all.iter().find(|column| column.is_key);
    let hidden =
        |column: &Column| column.is_key && ["fid", "ogc_fid"].contains(&column.name.to_ascii_lowercase().as_str());
    let attributes: Vec<&Column> = all.iter().filter(|column| !is_geometry(column) && !hidden(column)).collect();
    table.fields =
        attributes.iter().map(|column| Field { name: column.name.clone(), kind: kind(&column.declared) }).collect();
    let mut selected = vec![key.map_or_else(|| "NULL".to_owned(), |column| quoted(&column.name))];
    selected.push(all.iter().find(is_geometry).map_or_else(|| "NULL".to_owned(), |column| quoted(&column.name)));
    selected.extend(attributes.iter().map(|column| quoted(&column.name)));
    let sql = format!("SELECT {} FROM {}", selected.join(", "), quoted(&layer.name));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut blobs = vec![0_usize; attributes.len()];
    while let Some(row) = rows.next()? {
        let number = match row.get_ref(0)? {
            ValueRef::Integer(fid) => usize::try_from(fid).ok().filter(|&fid| fid > 0),
            _ => None,
        };
        let number = number.unwrap_or(table.rows.len() + 1);
        let read = match row.get_ref(1)? {
            ValueRef::Blob(bytes) => blob::read(bytes, number, notes),
            _ => Ok(None),
        };
        let geometry = notes.geometry(number, read);
        let mut values = Vec::with_capacity(attributes.len());
        for (at, column) in attributes.iter().enumerate() {
            let cell = row.get_ref(at + 2)?;
            blobs[at] += usize::from(matches!(cell, ValueRef::Blob(_)));
            values.push(value(cell, column, table.fields[at].kind, number, notes));
        }
        table.rows.push(Row { number, geometry, values });
    }
    for (column, &count) in attributes.iter().zip(&blobs).filter(|(_, count)| **count > 0) {
        let place = Place { field: Some(column.name.clone()), ..notes.place() };
        let finding = Finding::new(Rule::ValueInvalid, Severity::Warning, place).with("value", "BLOB");
        notes.push(finding.with("expected", "TEXT").with("count", count));
    }
    Ok(())
}

/// Kinds of 12-128r18 table 1; other declarations by SQLite's own rules.
fn kind(declared: &str) -> FieldKind {
    let is = |names: &[&str]| names.iter().any(|name| declared.starts_with(name));
    if declared.starts_with("BOOL") {
        FieldKind::Bool
    } else if declared == "DATE" {
        FieldKind::Date
    } else if declared.contains("INT") {
        FieldKind::Int
    } else if is(&["REAL", "DOUBLE", "FLOAT", "NUMERIC", "DECIMAL"]) {
        FieldKind::Real
    } else {
        FieldKind::Text
    }
}

fn value(cell: ValueRef<'_>, column: &Column, kind: FieldKind, number: usize, notes: &mut Notes<'_>) -> Value {
    match (cell, kind) {
        (ValueRef::Null | ValueRef::Blob(_), _) => Value::Null,
        (ValueRef::Integer(flag @ (0 | 1)), FieldKind::Bool) => Value::Bool(flag == 1),
        (ValueRef::Integer(whole), FieldKind::Real) if whole.unsigned_abs() <= 1 << 53 => Value::Real(whole as f64),
        (ValueRef::Integer(whole), _) => Value::Int(whole),
        (ValueRef::Real(real), _) => Value::Real(real),
        (ValueRef::Text(bytes), _) => match std::str::from_utf8(bytes) {
            Ok(text) if kind == FieldKind::Date && is_date(text) => Value::Date(text.to_owned()),
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => {
                // SQLite stores what it is given: careless programs give it GBK.
                let (text, lossy) = crate::encoding::decode(bytes, encoding_rs::GB18030);
                let severity = if lossy { Severity::Error } else { Severity::Warning };
                let place = notes.cell(number, &column.name);
                let shown: String = text.chars().take(80).collect();
                let finding = Finding::new(Rule::TextUnreadable, severity, place);
                notes.push(finding.with("encoding", "GB18030").with("value", shown));
                Value::Text(text.into_owned())
            }
        },
    }
}

/// The SRS by its organization's code, held against its own definition.
pub(super) fn declared_crs(connection: &Connection, srs: i64, notes: &mut Notes<'_>) -> rusqlite::Result<Option<Crs>> {
    if srs <= 0 {
        notes.crs_missing();
        return Ok(None);
    }
    let sql = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let found = connection.query_row(sql, [srs], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<String>>(2)?))
    });
    let Some((organization, code, definition)) = found.optional()? else {
        notes.crs_unknown(&format!("srs_id {srs}"), "not in gpkg_spatial_ref_sys");
        return Ok(None);
    };
    let definition = definition.filter(|text| !text.trim().is_empty() && text.trim() != "undefined");
    if !organization.eq_ignore_ascii_case("epsg") {
        return Ok(match definition {
            Some(text) => reference::declared(&text, notes),
            None => {
                notes.crs_unknown(&format!("{organization}:{code}"), "no definition");
                None
            }
        });
    }
    let by_code = reference::declared(&format!("EPSG:{code}"), notes);
    Ok(match (by_code, definition) {
        (Some(by_code), Some(text)) => Some(reference::settle(by_code, &text, notes)),
        (by_code, _) => by_code,
    })
}
