//! How lists of surveys are read, from the tables of the text.

use model::Level;

use super::fault::FaultKind;
use super::fields::Fields;
use super::metrics::LEVELS;
use crate::survey::{Finds, Form, Survey, Tells};

pub(super) fn survey(fields: &Fields<'_>) -> Option<Survey> {
    let level = fields.parsed("level", LEVELS, Level::from_id);
    if fields.get("level").is_none() {
        fields.fault("level", FaultKind::Missing);
    }
    let sheets = fields.texts("sheets");
    let (place, day) = (headers(fields, "place"), headers(fields, "day"));
    let finds = fields.tables("finds").iter().filter_map(finds).collect();
    let tells = fields.tables("tells").iter().filter_map(tells).collect();
    fields.finish();
    Some(Survey { sheets, level: level?, place, day, finds, tells })
}

fn headers(fields: &Fields<'_>, key: &'static str) -> Vec<String> {
    let list = fields.texts(key);
    if list.is_empty() {
        fields.fault(key, FaultKind::Missing);
    }
    list
}

fn finds(fields: &Fields<'_>) -> Option<Finds> {
    let (kind, columns) = (fields.needed("kind"), headers(fields, "columns"));
    let (yes, no, unknown) = (headers(fields, "yes"), headers(fields, "no"), fields.texts("unknown"));
    fields.finish();
    Some(Finds { kind: kind?, columns, yes, no, unknown })
}

fn tells(fields: &Fields<'_>) -> Option<Tells> {
    let (attribute, columns) = (fields.needed("attribute"), headers(fields, "columns"));
    let form = fields.parsed("form", "year, day, number or text", |text| {
        [Form::Year, Form::Day, Form::Number, Form::Text].into_iter().find(|form| form.id() == text)
    });
    fields.finish();
    Some(Tells { attribute: attribute?, columns, form: form.unwrap_or(Form::Text) })
}
