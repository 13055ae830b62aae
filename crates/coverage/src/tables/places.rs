//! Places: subdistricts, communities, compounds and grids.

use std::collections::BTreeMap;

use model::{Code, Day, Level, Period, PlaceKey, Row, Rule};

use super::Intake;
use super::sheet::Sheet;
use crate::rows::{Fact, PlaceRow};

/// What a table of places is called, and its columns of code and name.
type Layer = (&'static str, Level, &'static str, &'static str);

pub(super) fn read(intake: &mut Intake<'_>) {
    let mut streets: BTreeMap<Code, Code> = BTreeMap::new();
    layer(intake, ("街道", Level::Subdistrict, "编码", "名称"), &[], |_, _, place, _| {
        place.street = Some(place.key.code.clone());
    });
    layer(intake, ("社区", Level::Community, "编码", "名称"), &["街道编码"], |sheet, row, place, _| {
        place.street = sheet.text(row, "街道编码").and_then(|text| Code::new(&text).ok());
        place.community = Some(place.key.code.clone());
        streets.extend(place.street.clone().map(|street| (place.key.code.clone(), street)));
    });
    layer(intake, ("封闭小区", Level::Compound, "编号", "名称"), &["社区编码"], |sheet, row, place, _| {
        within(sheet, row, place, &streets);
        place.kind = Some("compound".to_owned());
    });
    let renovated = renovated(intake);
    layer(
        intake,
        ("网格", Level::Grid, "网格编号", "网格名称"),
        &["社区编码", "类型"],
        |sheet, row, place, findings| {
            within(sheet, row, place, &streets);
            let kind = sheet.text(row, "类型").unwrap_or_default();
            place.kind = kind_of(&kind).map(str::to_owned);
            if place.kind.is_none() {
                findings.push(sheet.fault(Rule::ValueInvalid, row, "类型", &kind));
            }
            place.attributes.extend(households(sheet, row));
            place.attributes.extend(renovated.get(&place.key.code).map(|fact| ("renovated".to_owned(), fact.clone())));
        },
    );
}

fn layer(
    intake: &mut Intake<'_>,
    (name, level, code, title): Layer,
    columns: &[&'static str],
    mut fill: impl FnMut(&Sheet<'_>, &Row, &mut PlaceRow, &mut Vec<model::Finding>),
) {
    let columns: Vec<&str> = [code, title].into_iter().chain(columns.iter().copied()).collect();
    let Some(sheet) = intake.sheet(name, &columns) else { return };
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    for row in &sheet.table.rows {
        let Some(found) = sheet.code(row, code, &mut intake.findings) else { continue };
        if let Some(other) = seen.insert(found.clone(), row.number) {
            let fault = sheet.fault(Rule::DuplicateCode, row, code, found.as_str());
            intake.findings.push(fault.with("other_row", other));
            continue;
        }
        let mut place = PlaceRow {
            key: PlaceKey { level, code: found },
            name: sheet.text(row, title).unwrap_or_default(),
            street: None,
            community: None,
            kind: None,
            attributes: BTreeMap::new(),
            // The tables tell the places of their own day, and no day from which on.
            period: Period::since(Day::MIN),
        };
        fill(&sheet, row, &mut place, &mut intake.findings);
        intake.rows.places.push(place);
    }
}

fn within(sheet: &Sheet<'_>, row: &Row, place: &mut PlaceRow, streets: &BTreeMap<Code, Code>) {
    place.community = sheet.text(row, "社区编码").and_then(|text| Code::new(&text).ok());
    place.street = place.community.as_ref().and_then(|community| streets.get(community)).cloned();
}

fn kind_of(text: &str) -> Option<&'static str> {
    match text {
        "开放楼院" => Some("open"),
        "封闭小区" => Some("compound"),
        "专属" => Some("exclusive"),
        _ => None,
    }
}

fn households(sheet: &Sheet<'_>, row: &Row) -> Option<(String, Fact)> {
    let number = sheet.number(row, "户数").filter(|number| number.fract() == 0.0 && number.abs() < 1e9)?;
    Some(("households".to_owned(), Fact::Number(number as i64)))
}

/// Year of renovation by grid; its other columns are read as evidence.
fn renovated(intake: &mut Intake<'_>) -> BTreeMap<Code, Fact> {
    let mut years = BTreeMap::new();
    // A table that is absent is told once, where evidence is read.
    let Some(table) = intake.tables.iter().find(|table| table.name.trim() == "网格覆盖") else { return years };
    let sheet = Sheet { table };
    for row in &table.rows {
        let (Some(code), Some(text)) = (sheet.text(row, "网格编号"), sheet.text(row, "改造年份")) else {
            continue;
        };
        let Ok(code) = Code::new(&code) else { continue };
        let year = sheet.number(row, "改造年份").filter(|year| year.fract() == 0.0 && (1900.0..2200.0).contains(year));
        match year {
            Some(year) => drop(years.insert(code, Fact::Year(year as i16))),
            None => intake.findings.push(sheet.fault(Rule::ValueInvalid, row, "改造年份", &text)),
        }
    }
    years
}
