//! Every format gives back what it was given.

use formats::{Encoding, Format, GeoJsonCrs, ReadOptions, WriteError, WriteOptions, write};
use model::{Rule, Table, Value};

use crate::tables::{assert_same_shape, only_table, tricky, written};

/// Rows in the order of their codes: FlatGeobuf sorts by place.
fn by_code(mut table: Table) -> Table {
    table.rows.sort_by_key(|row| row.values[0].to_text());
    table
}

fn check(format: Format, options: &WriteOptions, empty_is_null: bool) {
    let table = tricky();
    let written = written(&table, format, options);
    let (back, reading) = only_table(&written.bundle, &ReadOptions::default());
    let (table, back) = (by_code(table), by_code(back));
    assert_eq!(back.fields, table.fields, "{format:?} {options:?}");
    assert_eq!(back.crs, table.crs, "{format:?}");
    assert_eq!(reading.rows_unread, 0);
    assert_eq!(back.rows.len(), table.rows.len());
    for (a, b) in table.rows.iter().zip(&back.rows) {
        let mut expect = a.values.clone();
        for value in expect.iter_mut().filter(|value| empty_is_null && **value == Value::Text(String::new())) {
            *value = Value::Null;
        }
        assert_eq!(b.values, expect, "{format:?} {options:?}");
        assert_same_shape(&a.geometry, &b.geometry, 0.0);
    }
}

#[test]
fn every_format_keeps_everything() {
    let plain = WriteOptions::default();
    let native = WriteOptions { geojson_crs: GeoJsonCrs::Native, ..plain.clone() };
    let zipped = WriteOptions { zip: true, ..plain.clone() };
    let gb = WriteOptions { encoding: Encoding::Gb18030, ..plain.clone() };
    check(Format::GeoPackage, &plain, false);
    check(Format::GeoPackage, &WriteOptions { index: false, ..plain.clone() }, false);
    check(Format::Shapefile, &plain, false);
    check(Format::Shapefile, &gb, false);
    check(Format::Shapefile, &zipped, false);
    check(Format::GeoJson, &native, false);
    check(Format::FlatGeobuf, &plain, false);
    check(Format::FlatGeobuf, &WriteOptions { index: false, ..plain.clone() }, false);
    check(Format::Csv, &plain, true);
    check(Format::Csv, &gb, true);
}

/// Excel has no whole numbers beyond 15 digits and no empty texts.
#[test]
fn workbooks_keep_all_that_excel_can_hold() {
    let mut table = tricky();
    table.rows[3].values[2] = Value::Int(999_999_999_999_999);
    let written = written(&table, Format::Xlsx, &WriteOptions::default());
    let (back, _) = only_table(&written.bundle, &ReadOptions::default());
    assert_eq!(back.fields, table.fields);
    table.rows[1].values[1] = Value::Null;
    for (a, b) in table.rows.iter().zip(&back.rows) {
        assert_eq!(a.values, b.values);
        assert_same_shape(&a.geometry, &b.geometry, 0.0);
    }
}

#[test]
fn geojson_in_lon_lat_is_the_same_place() {
    let table = tricky();
    let written = written(&table, Format::GeoJson, &WriteOptions::default());
    let (back, _) = only_table(&written.bundle, &ReadOptions::default());
    assert_eq!(back.crs, Some(crs::Crs::WGS84_LONLAT));
    let there = crs::Transform::new(&crs::Crs::WGS84_LONLAT, &crs::Crs::Epsg(4549)).expect("a transformation");
    for (a, b) in table.rows.iter().zip(&back.rows) {
        let project = |geometry: &geo_types::Geometry<f64>| {
            use geo::MapCoords;
            geometry.map_coords(|c| {
                let [x, y] = there.point([c.x, c.y]).expect("inside the zone");
                geo_types::Coord { x, y }
            })
        };
        assert_same_shape(&a.geometry, &b.geometry.as_ref().map(project), 1e-3);
        assert_eq!(a.values, b.values);
    }
}

#[test]
fn long_names_survive_a_shapefile_and_are_told() {
    let mut table = tricky();
    table.fields[0].name = "所属网格统一编码".into();
    table.fields[2].name = "所属网格统一户数".into();
    let written = written(&table, Format::Shapefile, &WriteOptions::default());
    assert_eq!(written.findings.iter().filter(|finding| finding.rule == Rule::FieldNameCut).count(), 3);
    let (back, _) = only_table(&written.bundle, &ReadOptions::default());
    assert_eq!(back.fields, table.fields);
}

#[test]
fn what_a_format_cannot_hold_is_an_error() {
    let check = |table: &Table, format: Format, encoding: Encoding, expect: &str| {
        let options = WriteOptions { encoding, ..WriteOptions::default() };
        let fault = write(std::slice::from_ref(table), format, &options).expect_err(expect);
        assert!(format!("{fault:?}").starts_with(expect), "{fault:?}");
    };
    check(&tricky(), Format::Shapefile, Encoding::Gbk, "Unencodable");
    let mut long = tricky();
    long.rows[0].values[1] = Value::Text("长".repeat(100));
    check(&long, Format::Shapefile, Encoding::Utf8, "TextTooLong");
    let mut nan = tricky();
    nan.rows[0].values[3] = Value::Real(f64::NAN);
    check(&nan, Format::GeoJson, Encoding::Utf8, "ValueUnfit");
    let mut mixed = tricky();
    mixed.rows[2].geometry = Some(geo_types::Point::new(1.0, 2.0).into());
    check(&mixed, Format::Shapefile, Encoding::Utf8, "GeometryUnfit");
    let mut infinite = tricky();
    infinite.rows[2].geometry = Some(geo_types::Point::new(f64::INFINITY, 2.0).into());
    check(&infinite, Format::GeoPackage, Encoding::Utf8, "NotFinite");
    assert_eq!(write(&[], Format::Csv, &WriteOptions::default()), Err(WriteError::Empty));
}

#[test]
fn several_layers_keep_their_names() {
    let mut first = tricky();
    first.rows[3].values[2] = Value::Int(5);
    let second = Table { name: "围墙 2".into(), ..first.clone() };
    for format in [Format::GeoPackage, Format::Shapefile, Format::FlatGeobuf, Format::Csv, Format::Xlsx] {
        let options = WriteOptions { name: Some("市南".into()), zip: true, ..WriteOptions::default() };
        let tables = [first.clone(), second.clone()];
        let written = write(&tables, format, &options).expect("writable");
        let mut names: Vec<String> = formats::read(&written.bundle, &ReadOptions::default())
            .tables
            .into_iter()
            .map(|table| table.name)
            .collect();
        names.sort();
        assert_eq!(names, ["围墙 2", "院落"], "{format:?}");
    }
}
