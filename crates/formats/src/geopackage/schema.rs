//! The tables every GeoPackage has (12-128r18 annex C), and one layer's.

use model::{FieldKind, Table};

use super::quoted;

/// Core tables, and the first three systems that clause 1.1.2.1.2 demands; `?1` of the insert is WGS 84's definition.
pub(super) const CORE: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined',
  'undefined Cartesian coordinate reference system');
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined',
  'undefined geographic coordinate reference system');
";

/// Tables of the schema extension (annex F.9), for titles of fields.
pub(super) const DATA_COLUMNS: &str = "
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema',
  'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
INSERT INTO gpkg_extensions VALUES ('gpkg_data_column_constraints', NULL, 'gpkg_schema',
  'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
";

/// The statement that makes a layer's table.
pub(super) fn layer(table: &Table, name: &str, key: &str, geometry: Option<(&str, &str)>) -> String {
    let mut columns = vec![format!("{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", quoted(key))];
    if let Some((column, kind)) = geometry {
        columns.push(format!("{} {}", quoted(column), kind.to_ascii_uppercase()));
    }
    columns.extend(table.fields.iter().map(|field| format!("{} {}", quoted(&field.name), sql_type(field.kind))));
    format!("CREATE TABLE {} ({})", quoted(name), columns.join(", "))
}

fn sql_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Bool => "BOOLEAN",
        FieldKind::Int => "INTEGER",
        FieldKind::Real => "REAL",
        FieldKind::Text => "TEXT",
        FieldKind::Date => "DATE",
    }
}

/// The R*Tree of a layer (annex F.3) with the triggers that keep it in step when other programs edit.
pub(super) fn rtree(name: &str, column: &str, key: &str) -> String {
    let (table, geometry, id) = (quoted(name), quoted(column), quoted(key));
    let plain = format!("rtree_{name}_{column}");
    let tree = quoted(&plain);
    let trigger = |suffix: &str| quoted(&format!("{plain}_{suffix}"));
    let values = |row: &str| {
        format!(
            "INSERT OR REPLACE INTO {tree} VALUES ({row}.{id}, ST_MinX({row}.{geometry}), ST_MaxX({row}.{geometry}), \
             ST_MinY({row}.{geometry}), ST_MaxY({row}.{geometry}));"
        )
    };
    let some = |row: &str| format!("({row}.{geometry} NOT NULL AND NOT ST_IsEmpty({row}.{geometry}))");
    let none = |row: &str| format!("({row}.{geometry} ISNULL OR ST_IsEmpty({row}.{geometry}))");
    let (insert, some_new, none_new) = (values("NEW"), some("NEW"), none("NEW"));
    format!(
        "CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy);\n\
         CREATE TRIGGER {} AFTER INSERT ON {table} WHEN {some_new} BEGIN {insert} END;\n\
         CREATE TRIGGER {} AFTER UPDATE OF {geometry} ON {table} WHEN OLD.{id} = NEW.{id} AND {some_new} \
         BEGIN {insert} END;\n\
         CREATE TRIGGER {} AFTER UPDATE OF {geometry} ON {table} WHEN OLD.{id} = NEW.{id} AND {none_new} \
         BEGIN DELETE FROM {tree} WHERE id = OLD.{id}; END;\n\
         CREATE TRIGGER {} AFTER UPDATE ON {table} WHEN OLD.{id} != NEW.{id} AND {some_new} \
         BEGIN DELETE FROM {tree} WHERE id = OLD.{id}; {insert} END;\n\
         CREATE TRIGGER {} AFTER UPDATE ON {table} WHEN OLD.{id} != NEW.{id} AND {none_new} \
         BEGIN DELETE FROM {tree} WHERE id IN (OLD.{id}, NEW.{id}); END;\n\
         CREATE TRIGGER {} AFTER DELETE ON {table} WHEN old.{geometry} NOT NULL \
         BEGIN DELETE FROM {tree} WHERE id = OLD.{id}; END;",
        trigger("insert"),
        trigger("update1"),
        trigger("update2"),
        trigger("update3"),
        trigger("update4"),
        trigger("delete"),
    )
}
