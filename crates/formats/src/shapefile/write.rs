//! Writing a table as a set of files.

use model::{Finding, Place, Rule, Severity, Table};

use super::{dbf_write, names, shp_write};
use crate::{
    reference,
    writing::{WriteError, WriteOptions, Written, library},
};

/// Adds `.shp`, `.shx`, `.dbf`, `.cpg`, `.prj` where the CRS is known, and the list of full names where some were cut.
pub(crate) fn write(
    table: &Table,
    stem: &str,
    options: &WriteOptions,
    written: &mut Written,
) -> Result<(), WriteError> {
    let encoding = options.encoding;
    let all = table.fields.iter().map(|field| field.name.clone());
    let (names, cut) = names::shorten(all, encoding).map_err(|(field, character)| WriteError::Unencodable {
        layer: table.name.clone(),
        row: 0,
        field,
        character,
        encoding: encoding.name(),
    })?;
    let (shp, shx) = shp_write::write(table)?;
    let dbf = dbf_write::write(table, &names, encoding)?;
    let mut add = |extension: &str, bytes: Vec<u8>| written.bundle.files.push((format!("{stem}.{extension}"), bytes));
    add("shp", shp);
    add("shx", shx);
    add("dbf", dbf);
    add("cpg", encoding.name().as_bytes().to_vec());
    if let Some(crs) = &table.crs {
        let wkt = reference::esri_wkt(crs).map_err(|reason| WriteError::Crs { layer: table.name.clone(), reason })?;
        add("prj", wkt.into_bytes());
    }
    if !cut.is_empty() {
        add(names::SIDECAR, names::to_sidecar(&cut).map_err(|fault| library("CSV", fault))?);
    }
    for (short, full) in cut {
        let place = Place {
            file: format!("{stem}.dbf"),
            layer: Some(table.name.clone()),
            field: Some(full.clone()),
            ..Place::default()
        };
        let finding = Finding::new(Rule::FieldNameCut, Severity::Note, place);
        written.findings.push(finding.with("full_name", full).with("cut_name", short));
    }
    Ok(())
}
