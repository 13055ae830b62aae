//! Reading a file as one table, in the order of the file.

use ::flatgeobuf::{ColumnType, Crs as HeaderCrs, Header, size_prefixed_root_as_feature, size_prefixed_root_as_header};
use crs::Crs;
use model::{Field, Row, Table, Value};

use super::{MAGIC, geometry, properties};
use crate::{
    bundle::stem,
    columns::{settle_column, unique_names},
    geometry::GeometryFault,
    notes::Notes,
    reading::Reading,
    reference,
};

/// Reads the file at `path`.
pub(crate) fn read(path: &str, bytes: &[u8], reading: &mut Reading) {
    let mut notes = Notes::new(reading, path);
    notes.set_layer(stem(path));
    let Some((head, body)) = split_prefixed(bytes.get(MAGIC.len()..).unwrap_or_default()) else {
        return notes.damaged("the header is cut short");
    };
    let header = match size_prefixed_root_as_header(head) {
        Ok(header) => header,
        Err(fault) => return notes.damaged(fault),
    };
    let name = header.name().filter(|name| !name.is_empty()).unwrap_or(stem(path)).to_owned();
    notes.set_layer(&name);
    let crs = declared_crs(header.crs(), &mut notes);
    let columns: Vec<_> = header.columns().into_iter().flat_map(|columns| columns.iter()).collect();
    let names = unique_names(columns.iter().map(|column| column.name().to_owned()).collect());
    let types: Vec<ColumnType> = columns.iter().map(|column| column.type_()).collect();
    let Some(features) = index_size(&header).and_then(|size| body.get(size..)) else {
        let announced = usize::try_from(header.features_count()).unwrap_or(usize::MAX);
        return notes.rows_lost(announced, "the spatial index is cut short");
    };
    let mut rows = Vec::new();
    read_features(features, &header, &types, &mut rows, &mut notes);
    let column = |(at, (name, type_)): (usize, (String, &ColumnType))| Field {
        name,
        kind: settle_column(&mut rows, at, properties::kind(*type_)),
    };
    let fields = names.into_iter().zip(&types).enumerate().map(column).collect();
    reading.tables.push(Table { name, crs, fields, rows });
}

/// The buffer with its length in front, and what follows it.
fn split_prefixed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = u32::from_le_bytes(*bytes.first_chunk()?) as usize;
    bytes.split_at_checked(length.checked_add(4)?)
}

/// Bytes of the packed R-tree; `None` when the header's figures cannot be true.
fn index_size(header: &Header<'_>) -> Option<usize> {
    let (count, node) = (header.features_count(), u64::from(header.index_node_size()));
    if count == 0 || node == 0 {
        return Some(0);
    }
    if node < 2 {
        return None;
    }
    let (mut level, mut nodes) = (count, count);
    while level > 1 {
        level = level.div_ceil(node);
        nodes = nodes.checked_add(level)?;
    }
    // A single feature still has a root above it.
    let nodes = if count == 1 { 2 } else { nodes };
    usize::try_from(nodes.checked_mul(40)?).ok()
}

fn read_features(
    mut bytes: &[u8],
    header: &Header<'_>,
    types: &[ColumnType],
    rows: &mut Vec<Row>,
    notes: &mut Notes<'_>,
) {
    let announced = usize::try_from(header.features_count()).unwrap_or(usize::MAX);
    let mut number = 0;
    while !bytes.is_empty() {
        let Some((buffer, rest)) = split_prefixed(bytes) else {
            break;
        };
        bytes = rest;
        number += 1;
        let feature = match size_prefixed_root_as_feature(buffer) {
            Ok(feature) => feature,
            Err(fault) => {
                notes.row_lost(number, fault);
                continue;
            }
        };
        let read = feature
            .geometry()
            .map_or(Ok(None), |geometry| geometry::read(&geometry, header.geometry_type(), number, notes));
        let geometry = notes.geometry(number, read);
        let mut values = vec![Value::Null; types.len()];
        let own = feature.properties().map(|vector| vector.bytes()).unwrap_or_default();
        if let Err(fault) = properties::read(own, types, &mut values) {
            notes.geometry(number, Err(GeometryFault::Malformed(fault)));
        }
        rows.push(Row { number, geometry, values });
    }
    if number < announced && announced > 0 {
        notes.rows_lost(announced - number, "the file ends before its last feature");
    } else if !bytes.is_empty() {
        notes.damaged(format!("{} bytes at the end hold no whole feature", bytes.len()));
    }
}

fn declared_crs(declared: Option<HeaderCrs<'_>>, notes: &mut Notes<'_>) -> Option<Crs> {
    let wkt = declared.and_then(|crs| crs.wkt()).filter(|wkt| !wkt.trim().is_empty());
    let code = declared.and_then(|crs| {
        let organization = crs.org().filter(|org| !org.is_empty()).unwrap_or("EPSG");
        let text = crs.code_string().filter(|code| !code.is_empty()).map(str::to_owned);
        let number = (crs.code() > 0).then(|| crs.code().to_string());
        text.or(number).map(|code| format!("{organization}:{code}"))
    });
    match (code, wkt) {
        (None, None) => {
            notes.crs_missing();
            None
        }
        (None, Some(wkt)) => reference::declared(wkt, notes),
        (Some(code), None) => reference::declared(&code, notes),
        (Some(code), Some(wkt)) => match Crs::from_user_input(&code) {
            Ok(by_code) => Some(reference::settle(by_code, wkt, notes)),
            Err(_) => reference::declared(wkt, notes),
        },
    }
}
