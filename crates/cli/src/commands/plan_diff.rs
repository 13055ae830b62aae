//! `jingwei plan diff`: two drafts or days side by side, and what breaks.

use std::collections::BTreeMap;

use crs::Crs;
use geo_types::Geometry;
use model::{FieldKind, Table, Value};
use registry::{Break, BreakKind, ChangedGrid, Difference, DraftFault, GridRef, GridSide, Side};
use serde_json::json;
use store::{AsOf, Store};

use crate::commands::plan_decisions::{shares, shares_json};
use crate::commands::plan_words::Teller;
use crate::commands::{export, record_export};
use crate::failure::Failure;
use crate::plan_args as args;
use crate::record::{self, Desk};
use crate::say::Voice;

/// Lines of a table that people read through.
const SHOWN: usize = 40;

pub(crate) fn run(args: &args::Diff, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    let (found, changed) = compared(args, &store).map_err(|fault| {
        let teller = Teller { desk, voice, name: &args.first, plan: None };
        teller.failure(&fault)
    })?;
    let figures = found.figures();
    let row = |(name, number): &(&str, u64)| vec![voice.words.say(&format!("diff-{name}")), number.to_string()];
    voice.table(&["head-figure", "head-value"], figures.iter().map(row).collect());
    let names = street_names(&store, desk)?;
    streets(&found, &names, voice);
    let most = if args.all { usize::MAX } else { SHOWN };
    grids(&changed, most, voice);
    breaks(&found.breaks, most, voice);
    if let Some(path) = &args.geojson {
        let crs = record_export::working_crs(&store, desk)?;
        export::write(&[layer(&found, &changed, &crs)], path, "utf-8", voice)?;
    }
    let figures: serde_json::Map<String, serde_json::Value> =
        figures.iter().map(|(name, number)| ((*name).to_owned(), json!(number))).collect();
    voice.answer(&json!({
        "figures": figures,
        "streets": found.comparison.streets.iter().map(|street| street_json(street, &found, &names)).collect::<Vec<_>>(),
        "grids": changed.iter().map(grid_json).collect::<Vec<_>>(),
        "breaks": found.breaks.iter().map(break_json).collect::<Vec<_>>(),
    }));
    Ok(())
}

/// The sides that are asked for, compared: a day is what reads as one.
fn compared(args: &args::Diff, store: &Store) -> Result<(Difference, Vec<ChangedGrid>), DraftFault> {
    let side = |text: &String| text.parse().map_or_else(|_| Side::Draft(text.clone()), Side::Day);
    let today = record::today();
    let first = side(&args.first);
    let (old, new) = match (&args.second, &args.against, args.on) {
        (Some(second), _, _) => (first, side(second)),
        (None, Some(against), _) => (side(against), first),
        (None, None, Some(on)) => (Side::Day(on), first),
        (None, None, None) => (first.usual_old(store, today)?, first),
    };
    let found = registry::difference(store, &old, &new, today)?;
    let changed = found.changed()?;
    Ok((found, changed))
}

fn street_names(store: &Store, desk: &Desk) -> Result<BTreeMap<String, String>, Failure> {
    let filter = store::Filter { kind: Some("subdistrict".into()), bare: true, ..store::Filter::default() };
    let all =
        store.list(store::Class::Place, &filter, AsOf::day(record::today())).map_err(|fault| desk.failed(&fault))?;
    let name = |record: store::Record| Some((record.code?, record.body["name"].as_str()?.to_owned()));
    Ok(all.into_iter().filter_map(|version| name(version.record)).collect())
}

/// Street by street, those in which something changes.
fn streets(found: &Difference, names: &BTreeMap<String, String>, voice: &Voice) {
    let changed = found.comparison.streets.iter().filter(|one| one.new + one.gone + one.moved + one.courtyards > 0);
    let row = |one: &plan::StreetChange| {
        let name = names.get(&one.street).cloned().unwrap_or_default();
        let mut row = vec![format!("{} {name}", one.street).trim().to_owned()];
        row.extend([one.new, one.gone, one.moved, one.courtyards].map(|number| number.to_string()));
        row.extend([one.households.to_string(), format!("{:.0}", one.area_m2)]);
        row.extend(BreakKind::ALL.map(|kind| found.broken(kind, Some(&one.street)).to_string()));
        row
    };
    let rows: Vec<Vec<String>> = changed.map(row).collect();
    if !rows.is_empty() {
        let heads =
            ["street", "new", "gone", "moved", "courtyards", "households", "area"].map(|name| format!("diff-{name}"));
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let broken = ["diff-assignments", "diff-contracts", "diff-committees"];
        voice.table(&[&heads[..], &broken].concat(), rows);
    }
}

fn grids(changed: &[ChangedGrid], most: usize, voice: &Voice) {
    let label = |side: &Option<GridSide>| side.as_ref().map(|side| side.grid.label()).unwrap_or_default();
    let households = |side: &Option<GridSide>| side.as_ref().map_or(0, |side| side.households).to_string();
    let row = |one: &ChangedGrid| {
        let changes = one.changes.iter().map(|change| voice.words.say(&format!("change-{}", change.id())));
        vec![
            if one.after.is_some() { label(&one.after) } else { label(&one.before) },
            changes.collect::<Vec<_>>().join(" "),
            format!("{} → {}", households(&one.before), households(&one.after)),
            format!("+{:.0} −{:.0}", one.gained_m2.abs(), one.lost_m2.abs()),
        ]
    };
    if !changed.is_empty() {
        let heads = ["head-grid", "head-change", "head-households", "diff-area"];
        voice.table(&heads, changed.iter().take(most).map(row).collect());
        more(changed.len(), most, voice);
    }
}

fn breaks(breaks: &[Break], most: usize, voice: &Voice) {
    let row = |one: &Break| {
        let kind = voice.words.say(&format!("break-{}", one.kind.id()));
        let holder = format!("{} {}", one.holder_name, one.holder).trim().to_owned();
        vec![kind, one.role.clone(), holder, one.grid.label(), shares(&one.heirs)]
    };
    if !breaks.is_empty() {
        let heads = ["head-kind", "head-duty", "head-who", "head-grid", "head-heirs"];
        voice.table(&heads, breaks.iter().take(most).map(row).collect());
        more(breaks.len(), most, voice);
    }
}

/// How many lines a table leaves out.
fn more(all: usize, most: usize, voice: &Voice) {
    if all > most {
        voice.line("table-more", &[("more", (all - most).to_string())]);
    }
}

/// Every grid that changed as a feature: its ground after; where it ended, before.
fn layer(found: &Difference, changed: &[ChangedGrid], crs: &Crs) -> Table {
    let text = |name| (name, FieldKind::Text);
    let (int, real) = (|name| (name, FieldKind::Int), |name| (name, FieldKind::Real));
    let fields = [
        ("grid", FieldKind::Int),
        text("change"),
        text("code_before"),
        text("code_after"),
        text("name_before"),
        text("name_after"),
        int("households_before"),
        int("households_after"),
        int("courtyards_before"),
        int("courtyards_after"),
        real("gained_m2"),
        real("lost_m2"),
        int("breaks"),
    ];
    let mut table = Table::new("changes", Some(crs.clone()), &fields);
    for one in changed {
        let sides = [&one.before, &one.after];
        let texts = |field: fn(&GridRef) -> Option<String>| {
            sides.map(|side| side.as_ref().and_then(|side| field(&side.grid)).map_or(Value::Null, Value::Text))
        };
        let numbers = |field: fn(&GridSide) -> i64| {
            sides.map(|side| side.as_ref().map_or(Value::Null, |side| Value::Int(field(side))))
        };
        let changes: Vec<&str> = one.changes.iter().map(|change| change.id()).collect();
        let mut values = vec![Value::Int(one.id.0.into()), Value::Text(changes.join(" "))];
        values.extend(texts(|grid| grid.code.clone()));
        values.extend(texts(|grid| Some(grid.name.clone())));
        values.extend(numbers(|side| side.households as i64));
        values.extend(numbers(|side| side.courtyards as i64));
        values.extend([Value::Real(one.gained_m2), Value::Real(one.lost_m2)]);
        values.push(Value::Int(found.breaks.iter().filter(|broken| broken.grid.id == one.id).count() as i64));
        table.push(Some(Geometry::MultiPolygon(one.shape.clone())), values);
    }
    table
}

fn street_json(one: &plan::StreetChange, found: &Difference, names: &BTreeMap<String, String>) -> serde_json::Value {
    let [assignments, contracts, committees] = BreakKind::ALL.map(|kind| found.broken(kind, Some(&one.street)));
    json!({
        "street": one.street, "name": names.get(&one.street), "new": one.new, "gone": one.gone, "moved": one.moved,
        "kept": one.kept, "courtyards": one.courtyards, "households": one.households, "area_m2": one.area_m2,
        "assignments": assignments, "contracts": contracts, "committees": committees,
    })
}

fn grid_json(one: &ChangedGrid) -> serde_json::Value {
    let side = |side: &Option<GridSide>| {
        side.as_ref().map(|side| {
            json!({ "code": side.grid.code, "name": side.grid.name, "courtyards": side.courtyards,
                "households": side.households, "area_m2": side.area_m2 })
        })
    };
    json!({
        "grid": one.id.0, "changes": one.changes.iter().map(|change| change.id()).collect::<Vec<_>>(),
        "before": side(&one.before), "after": side(&one.after), "gained_m2": one.gained_m2, "lost_m2": one.lost_m2,
    })
}

fn break_json(one: &Break) -> serde_json::Value {
    json!({
        "kind": one.kind.id(), "assignment": one.assignment, "role": one.role, "holder": one.holder,
        "name": one.holder_name, "grid": one.grid.label(), "ends": one.ends, "heirs": shares_json(&one.heirs),
        "street": one.street, "from": one.period.from().to_string(), "to": one.period.to().map(|day| day.to_string()),
    })
}
