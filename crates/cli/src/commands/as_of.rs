//! `jingwei as-of`: what held on a day, as known now or at a moment.

use serde_json::json;
use store::{AsOf, Class, Store, Version};

use crate::failure::Failure;
use crate::record::{self, Desk};
use crate::record_args as args;
use crate::say::Voice;

pub(crate) fn run(args: &args::AsOf, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    let as_of = AsOf { known: args.known, ..record::on(args.on) };
    let mut found = Vec::new();
    if let Some(code) = &args.grid {
        found = store.by_code(Class::Grid, code, as_of).map_err(|fault| desk.failed(&fault))?;
    } else if let Some(code) = &args.courtyard {
        found = courtyard(&store, code, as_of, desk)?;
    }
    if found.is_empty() {
        let value = args.grid.clone().or_else(|| args.courtyard.clone()).unwrap_or_default();
        return Err(Failure::usage("nothing-then", &[("value", value), ("day", as_of.valid.to_string())]));
    }
    tell(&found, as_of, voice);
    Ok(())
}

/// The courtyard, and the grid that it belonged to.
fn courtyard(store: &Store, code: &str, as_of: AsOf, desk: &Desk) -> Result<Vec<Version>, Failure> {
    let failed = |fault: store::Fault| desk.failed(&fault);
    let key = format!("courtyard:{code}");
    let place = store.get(Class::Place, &key, as_of).map_err(failed)?;
    let member = store.get(Class::Membership, &key, as_of).map_err(failed)?;
    let grid = match member.and_then(|member| member.record.parent) {
        Some(grid) => store.get(Class::Grid, &grid, as_of).map_err(failed)?,
        None => None,
    };
    Ok(place.into_iter().chain(grid).collect())
}

fn tell(found: &[Version], as_of: AsOf, voice: &Voice) {
    let row = |version: &Version| {
        let record = &version.record;
        let name = record.body["name"].as_str().unwrap_or_default().to_owned();
        let code = record.code.clone().unwrap_or_default();
        let to = version.valid.to().map(|day| day.to_string()).unwrap_or_default();
        let (from, recorded) = (version.valid.from().to_string(), version.recorded.to_string());
        vec![record.kind.clone(), code, name, from, to, recorded, version.author.clone()]
    };
    let heads = ["head-kind", "head-code", "head-name", "head-from", "head-to", "head-recorded", "head-author"];
    voice.table(&heads, found.iter().map(row).collect());
    let one = |version: &Version| {
        let record = &version.record;
        json!({
            "key": record.key,
            "kind": record.kind,
            "code": record.code,
            "within": record.parent,
            "properties": record.body,
            "from": version.valid.from().to_string(),
            "to": version.valid.to().map(|day| day.to_string()),
            "recorded": version.recorded.to_string(),
            "superseded": version.superseded.map(|at| at.to_string()),
            "author": version.author,
        })
    };
    let list: Vec<_> = found.iter().map(one).collect();
    voice.answer(&json!({ "on": as_of.valid.to_string(), "found": list }));
}
