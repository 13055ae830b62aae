//! `jingwei record export`: the record of a day as a GeoPackage for QGIS and GDAL.

use std::collections::BTreeMap;
use std::path::Path;

use crs::Crs;
use formats::{Format, WriteOptions};
use geo_types::Geometry;
use model::{FieldKind, Period, Table, Value};
use serde_json::json;
use store::{AsOf, Class, Fault, Filter, Record, Store, Version};

use crate::commands::export;
use crate::failure::Failure;
use crate::files;
use crate::record::{self, Desk};
use crate::record_args as args;
use crate::say::Voice;

/// Columns of every layer, with the titles that GIS programs show.
const COLUMNS: [(&str, &str, FieldKind); 8] = [
    ("code", "编码 Code", FieldKind::Text),
    ("name", "名称 Name", FieldKind::Text),
    ("kind", "类别 Kind", FieldKind::Text),
    ("within", "所属 Within", FieldKind::Text),
    ("households", "户数 Households", FieldKind::Int),
    ("valid_from", "起 Valid from", FieldKind::Date),
    ("valid_to", "止（不含） Valid before", FieldKind::Date),
    ("recorded_at", "记录时间 Recorded at", FieldKind::Text),
];

pub(crate) fn run(args: &args::Snapshot, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    let as_of = AsOf { known: args.known, ..record::on(args.on) };
    let crs = working_crs(&store, desk)?;
    let mut tables = Vec::new();
    let failed = |fault: Fault| desk.failed(&fault);
    let layers = [
        ("subdistricts", "subdistrict"),
        ("communities", "community"),
        ("courtyards", "courtyard"),
        ("compounds", "compound"),
        ("exclusive", "site"),
        ("buildings", "building"),
    ];
    for (layer, kind) in layers {
        let filter = Filter { kind: Some(kind.to_owned()), ..Filter::default() };
        tables.push(table(layer, &crs, &store.list(Class::Place, &filter, as_of).map_err(failed)?));
    }
    let grids = store.list(Class::Grid, &Filter::default(), as_of).map_err(failed)?;
    tables.push(table("grids", &crs, &grids));
    if let Some(target) = &args.crs {
        let target = crate::reading::crs(target)?;
        for table in &mut tables {
            export::transform(table, &target)?;
        }
    }
    tables.push(membership(&store.list(Class::Membership, &Filter::default(), as_of).map_err(failed)?, &grids));
    let features: usize = tables.iter().map(|table| table.rows.len()).sum();
    write(&tables, &args.output)?;
    let path = args.output.display().to_string();
    let figures = [("path", path), ("layers", tables.len().to_string()), ("features", features.to_string())];
    voice.line("exported", &figures);
    voice.answer(&json!({ "path": args.output, "on": as_of.valid.to_string(), "features": features }));
    Ok(())
}

/// The CRS that the record is kept in.
pub(crate) fn working_crs(store: &Store, desk: &Desk) -> Result<Crs, Failure> {
    let text = store.setting(record::WORKING_CRS).map_err(|fault| desk.failed(&fault))?.unwrap_or_default();
    Crs::from_user_input(&text).map_err(|fault| Failure::file(desk.folder(), fault))
}

/// An empty layer with the columns that all have.
pub(crate) fn layer(name: &str, crs: &Crs) -> Table {
    Table::new(name, Some(crs.clone()), &COLUMNS.map(|(field, _, kind)| (field, kind)))
}

/// Adds a record; its days and when it was recorded, if it is on record.
pub(crate) fn push(table: &mut Table, record: &Record, times: Option<(Period, jiff::Timestamp)>) {
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::Text(text.to_owned()));
    let day = |day: Option<model::Day>| day.map_or(Value::Null, |day| Value::Date(day.to_string()));
    let values = vec![
        text(record.code.as_deref()),
        text(record.body["name"].as_str()),
        text(Some(&record.kind)),
        text(record.parent.as_deref().map(|key| key.split_once(':').map_or(key, |(_, code)| code))),
        record.body["households"].as_i64().map_or(Value::Null, Value::Int),
        day(times.map(|(valid, _)| valid.from())),
        day(times.and_then(|(valid, _)| valid.to())),
        times.map_or(Value::Null, |(_, recorded)| Value::Text(recorded.to_string())),
    ];
    table.push(record.shape.clone().map(Geometry::MultiPolygon), values);
}

fn table(name: &str, crs: &Crs, versions: &[Version]) -> Table {
    let mut table = layer(name, crs);
    for version in versions {
        push(&mut table, &version.record, Some((version.valid, version.recorded)));
    }
    table
}

fn membership(versions: &[Version], grids: &[Version]) -> Table {
    let codes: BTreeMap<&str, &str> =
        grids.iter().filter_map(|grid| Some((grid.record.key.as_str(), grid.record.code.as_deref()?))).collect();
    let fields = [("courtyard", FieldKind::Text), ("grid", FieldKind::Text)];
    let mut table = Table::new("grid_membership", None, &fields);
    for version in versions {
        let courtyard = version.record.key.strip_prefix("courtyard:").unwrap_or_default();
        let grid = version.record.parent.as_deref().and_then(|key| codes.get(key).copied());
        table.push(None, vec![courtyard.into(), grid.map_or(Value::Null, Value::from)]);
    }
    table
}

/// Writes layers with the titles of their columns.
pub(crate) fn write(tables: &[Table], output: &Path) -> Result<(), Failure> {
    let now = record::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let aliases = COLUMNS.iter().map(|(field, title, _)| ((*field).to_owned(), (*title).to_owned())).collect();
    let options = WriteOptions { changed: Some(now), aliases, ..WriteOptions::default() };
    let written = formats::write(tables, Format::GeoPackage, &options).map_err(|fault| Failure::file(output, fault))?;
    files::write_whole(output, &written.bundle.files[0].1)
}
