//! Writing a table with a WKT column, `.csvt` and `.prj`.

use model::{FieldKind, Table, Value};

use crate::{
    Encoding,
    geometry::checked,
    reference,
    sheet::{free_wkt_name, to_wkt},
    writing::{WriteError, WriteOptions, Written, library, unfit},
};

/// Adds `.csv` (UTF-8 with its mark, since Excel reads it as GBK without; or GBK, GB 18030), `.csvt` and `.prj`.
pub(crate) fn write(
    table: &Table,
    stem: &str,
    options: &WriteOptions,
    written: &mut Written,
) -> Result<(), WriteError> {
    let spatial = table.crs.is_some() || table.rows.iter().any(|row| row.geometry.is_some());
    let encoding = options.encoding;
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |fault: ::csv::Error| library("CSV", fault);
    let geometry_name = spatial.then(|| free_wkt_name(table));
    let header = geometry_name.iter().chain(table.fields.iter().map(|field| &field.name));
    let header = header.map(|name| encode(name, encoding, table, 0, name)).collect::<Result<Vec<_>, _>>()?;
    writer.write_record(header).map_err(failed)?;
    for at in 0..table.rows.len() {
        writer.write_record(record(table, at, spatial, encoding)?).map_err(failed)?;
    }
    let body = writer.into_inner().map_err(|fault| library("CSV", fault.error()))?;
    let mut bytes = if encoding == Encoding::Utf8 { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
    bytes.extend_from_slice(&body);
    let kinds = table.fields.iter().map(|field| kind_name(field.kind));
    let kinds: Vec<&str> = spatial.then_some("WKT").into_iter().chain(kinds).collect();
    written.bundle.files.push((format!("{stem}.csv"), bytes));
    written.bundle.files.push((format!("{stem}.csvt"), kinds.join(",").into_bytes()));
    if let Some(crs) = &table.crs {
        let wkt = reference::esri_wkt(crs).map_err(|reason| WriteError::Crs { layer: table.name.clone(), reason })?;
        written.bundle.files.push((format!("{stem}.prj"), wkt.into_bytes()));
    }
    Ok(())
}

fn record(table: &Table, at: usize, spatial: bool, encoding: Encoding) -> Result<Vec<Vec<u8>>, WriteError> {
    let row = &table.rows[at];
    let mut cells = Vec::with_capacity(row.values.len() + 1);
    if spatial {
        let finite = row.geometry.clone().map(checked).transpose();
        let shape = finite.map_err(|_| WriteError::NotFinite { layer: table.name.clone(), row: row.number })?.flatten();
        cells.push(shape.as_ref().map(to_wkt).unwrap_or_default().into_bytes());
    }
    for (field, value) in row.values.iter().enumerate() {
        let text = match (table.fields[field].kind, value) {
            (_, Value::Null) => String::new(),
            (FieldKind::Bool, Value::Bool(flag)) => u8::from(*flag).to_string(),
            (FieldKind::Int, Value::Int(number)) => number.to_string(),
            (FieldKind::Real, Value::Real(number)) if number.is_finite() => format!("{number:?}"),
            (FieldKind::Real, Value::Int(number)) => format!("{:?}", *number as f64),
            (FieldKind::Date, Value::Date(text)) => text.clone(),
            (FieldKind::Text, value) => value.to_text().unwrap_or_default(),
            _ => return Err(unfit(table, at, field, value)),
        };
        cells.push(encode(&text, encoding, table, row.number, &table.fields[field].name)?);
    }
    Ok(cells)
}

fn encode(text: &str, encoding: Encoding, table: &Table, row: usize, field: &str) -> Result<Vec<u8>, WriteError> {
    let bytes = encoding.encode(text).map_err(|character| WriteError::Unencodable {
        layer: table.name.clone(),
        row,
        field: field.to_owned(),
        character,
        encoding: encoding.name(),
    })?;
    Ok(bytes.into_owned())
}

fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Bool => "Integer(Boolean)",
        FieldKind::Int => "Integer64",
        FieldKind::Real => "Real",
        FieldKind::Text => "String",
        FieldKind::Date => "Date",
    }
}
