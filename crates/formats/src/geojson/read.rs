//! Reading: a feature collection, one feature, a bare geometry, a list of features, or one feature a line.

use std::{borrow::Cow, collections::BTreeMap};

use crs::Crs;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use geo_types::{Coord, Geometry, Polygon};
use model::{Finding, Place, Row, Rule, Severity, Table, Value};
use serde_json::value::RawValue;

use super::{
    feature::{Feature, geometry, value},
    parse::{self, Root},
};
use crate::{
    bundle::stem,
    columns::{settle, unique_names},
    geometry::signed_area2,
    notes::Notes,
    reading::Reading,
    reference,
};

/// Reads a GeoJSON file as one table.
pub(crate) fn read(path: &str, bytes: &[u8], reading: &mut Reading) {
    let mut notes = Notes::new(reading, path);
    let text = decode(bytes, &mut notes);
    let mut root = Root::default();
    let outcome = parse::root(&text, &mut root);
    if outcome.is_err() || (root.features.is_empty() && root.kind.as_deref() != Some("FeatureCollection")) {
        let values = sequence(&text);
        if values.len() > root.features.len() {
            root.features = values;
        }
    }
    if !is_geojson(&root) {
        let finding = Finding::new(Rule::FormatUnknown, Severity::Error, notes.place());
        return notes.push(finding.with("name", "JSON"));
    }
    let name = root.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(stem(path)).to_owned();
    notes.set_layer(&name);
    if let Err(fault) = outcome
        && !is_sequence(&text, &root)
    {
        notes.rows_lost(usize::from(fault.is_eof()), fault);
    }
    let crs = declared_crs(root.crs, &mut notes);
    let mut layer = Layer::default();
    for (at, raw) in root.features.iter().enumerate() {
        layer.add(raw, at + 1, &mut notes);
    }
    layer.report_ring_order(&mut notes);
    let table = layer.into_table(name, crs);
    reading.tables.push(table);
}

/// RFC 8259 demands UTF-8; files from Windows programs are met in GBK and UTF-16 as well.
fn decode<'a>(bytes: &'a [u8], notes: &mut Notes<'_>) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text.trim_start_matches('\u{feff}'));
    }
    let codec = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] => UTF_16BE,
        _ => GB18030,
    };
    let (text, _, lossy) = codec.decode(bytes);
    let (rule, severity) =
        if lossy { (Rule::TextUnreadable, Severity::Error) } else { (Rule::EncodingWrong, Severity::Warning) };
    let place = notes.place();
    notes.push(Finding::new(rule, severity, place).with("declared", "UTF-8").with("encoding", codec.name()));
    text
}

/// The values of a sequence of JSON texts (GeoJSON Text Sequences, or one feature a line).
fn sequence(text: &str) -> Vec<&RawValue> {
    let values = |text| serde_json::Deserializer::from_str(text).into_iter::<&RawValue>().map_while(Result::ok);
    if text.contains('\u{1e}') { text.split('\u{1e}').flat_map(values).collect() } else { values(text).collect() }
}

/// Other JSON (a list of names, a style) is no layer; what broke off early is.
fn is_geojson(root: &Root<'_>) -> bool {
    let collection = root.kind.as_deref() == Some("FeatureCollection");
    collection || root.features.iter().take(20).any(|raw| raw.get().contains("\"type\""))
}

fn is_sequence(text: &str, root: &Root<'_>) -> bool {
    let last = root.features.last().map(|raw| raw.get());
    root.kind.as_deref() != Some("FeatureCollection") && last.is_some_and(|last| text.trim_end().ends_with(last))
}

fn declared_crs(raw: Option<&RawValue>, notes: &mut Notes<'_>) -> Option<Crs> {
    // RFC 7946 §4: without the old member the system is WGS 84 in longitude and latitude.
    let Some(raw) = raw else { return Some(Crs::WGS84_LONLAT) };
    let parsed: Option<serde_json::Value> = serde_json::from_str(raw.get()).ok();
    let properties = parsed.as_ref().and_then(|crs| crs.get("properties"));
    let name = properties.and_then(|properties| properties.get("name")).and_then(|name| name.as_str());
    let code = properties.and_then(|properties| properties.get("code")).and_then(serde_json::Value::as_u64);
    let text = name.map(str::to_owned).or_else(|| code.map(|code| format!("EPSG:{code}")));
    let Some(text) = text else {
        notes.crs_unknown(raw.get(), "the crs member names no system");
        return None;
    };
    reference::declared(&text, notes)
}

#[derive(Default)]
struct Layer {
    names: Vec<String>,
    at: BTreeMap<String, usize>,
    rows: Vec<Row>,
    ids: Vec<Value>,
    polygons: usize,
    /// Rows whose outer ring runs clockwise, with its first point.
    clockwise: Vec<(usize, [f64; 2])>,
}

impl Layer {
    fn add(&mut self, raw: &RawValue, number: usize, notes: &mut Notes<'_>) {
        let feature: Feature<'_> = match serde_json::from_str(raw.get()) {
            Ok(feature) => feature,
            Err(fault) => return notes.row_lost(number, fault),
        };
        let source = if feature.is_geometry() { Some(raw) } else { feature.geometry };
        if source.is_none() && feature.properties.is_none() && feature.kind.as_deref() != Some("Feature") {
            return notes.row_lost(number, "neither a feature nor a geometry");
        }
        let read = source.map_or(Ok(None), |raw| geometry(raw.get(), number, notes));
        let geometry = notes.geometry(number, read);
        self.note_direction(geometry.as_ref(), number);
        let mut values = vec![Value::Null; self.names.len()];
        for (expected, (key, raw)) in feature.properties.unwrap_or_default().0.into_iter().enumerate() {
            let column = self.column(expected, &key);
            values.resize(self.names.len(), Value::Null);
            values[column] = value(raw);
        }
        self.ids.push(feature.id.map_or(Value::Null, value));
        self.rows.push(Row { number, geometry, values });
    }

    /// The column of a key; features mostly list their keys in the same order.
    fn column(&mut self, expected: usize, key: &str) -> usize {
        if self.names.get(expected).is_some_and(|name| name == key) {
            return expected;
        }
        if let Some(&column) = self.at.get(key) {
            return column;
        }
        self.names.push(key.to_owned());
        self.at.insert(key.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }

    fn note_direction(&mut self, geometry: Option<&Geometry<f64>>, number: usize) {
        let outer: Vec<&Polygon<f64>> = match geometry {
            Some(Geometry::Polygon(polygon)) => vec![polygon],
            Some(Geometry::MultiPolygon(many)) => many.0.iter().collect(),
            _ => return,
        };
        self.polygons += 1;
        let clockwise = |polygon: &&&Polygon<f64>| signed_area2(&polygon.exterior().0) < 0.0;
        if let Some(polygon) = outer.iter().find(clockwise)
            && let Some(&Coord { x, y }) = polygon.exterior().0.first()
        {
            self.clockwise.push((number, [x, y]));
        }
    }

    /// Whole files that run the other way (the 2008 format had no rule) are one note; single rows are named.
    fn report_ring_order(&self, notes: &mut Notes<'_>) {
        if self.clockwise.len() * 2 > self.polygons && self.clockwise.len() > 1 {
            let place = notes.place();
            let finding = Finding::new(Rule::RingOrder, Severity::Note, place).safe();
            return notes.push(finding.with("count", self.clockwise.len()));
        }
        for &(number, position) in &self.clockwise {
            let place = Place { position: Some(position), ..notes.row(number) };
            notes.push(Finding::new(Rule::RingOrder, Severity::Note, place).safe().with("count", 1));
        }
    }

    /// The features' own ids become a column `id`, unless the properties carry one: then `feature_id` when it differs.
    fn into_table(mut self, name: String, crs: Option<Crs>) -> Table {
        let same = self.at.get("id").is_some_and(|&column| {
            let told = |row: &Row| row.values.get(column).and_then(Value::to_text);
            self.rows.iter().zip(&self.ids).all(|(row, id)| told(row) == id.to_text())
        });
        if !same && self.ids.iter().any(|id| *id != Value::Null) {
            let column = if self.at.contains_key("id") { "feature_id" } else { "id" };
            self.names.insert(0, column.to_owned());
            for (row, id) in self.rows.iter_mut().zip(self.ids) {
                row.values.insert(0, id);
            }
        }
        let fields = settle(unique_names(self.names), &mut self.rows);
        Table { name, crs, fields, rows: self.rows }
    }
}
