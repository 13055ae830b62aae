//! `jingwei assignments`: who holds what, gaps, load, terms.

use model::{Day, Holder};
use registry::{Held, Place, RoleGaps, Wanted};
use roster::{Load, Role};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::people::{HEADS, People, level_label, place_json, place_label, refused, role_label};
use crate::record::{self, Desk};
use crate::roster_args as args;
use crate::say::Voice;

pub(crate) fn run(args: &args::Assignments, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let people = |on: Option<Day>| People::read(&desk.read()?, record::on(on), desk);
    match args {
        args::Assignments::List(args) => list(args, &people(args.on)?, voice),
        args::Assignments::Gaps(args) => gaps(args, &people(args.on)?, voice),
        args::Assignments::Load { on, role } => load(role.as_deref(), &people(*on)?, voice),
        args::Assignments::Ending { within, on } => {
            ending(*within, &people(*on)?, voice);
            Ok(())
        }
        args::Assignments::End { id, from } => end(id, *from, desk, voice),
    }
}

fn list(args: &args::AssignmentList, people: &People, voice: &Voice) -> Result<(), Failure> {
    let code = |text: &Option<String>| text.as_deref().map(|text| people.code(text)).transpose();
    let wanted = Wanted {
        place: code(&args.place)?,
        holder: code(&args.holder)?,
        role: args.role.as_deref().map(|name| people.role(name)).transpose()?.map(|role| role.name.clone()),
        on: (!args.all).then_some(people.as_of.valid),
    };
    let found = registry::wanted(people.staff.held(), &wanted);
    voice.table(&HEADS, rows(&found, people, voice));
    voice.line("assignments-counted", &[("count", found.len().to_string())]);
    let on = wanted.on.map(|day| day.to_string());
    voice.answer(&json!({ "on": on, "assignments": documents(&found, people) }));
    Ok(())
}

fn gaps(args: &args::Gaps, people: &People, voice: &Voice) -> Result<(), Failure> {
    let within = match &args.street {
        Some(text) => {
            let found = people.index.by_code(&people.code(text)?);
            Some(found.first().ok_or_else(|| people.nothing(text))?.key.clone())
        }
        None => None,
    };
    let role = args.role.as_deref().map(|name| people.role(name)).transpose()?;
    let mut found =
        registry::gaps(&people.config, &people.index, people.staff.held(), people.as_of.valid, within.as_ref());
    found.retain(|one| role.is_none_or(|role| role.name == one.role.name));
    let heads = ["assignment-head-role", "head-kind", "head-of", "assignment-head-held", "assignment-head-gaps"];
    voice.table(&heads, found.iter().map(|one| total(one, voice)).collect());
    let of_role = |one| -> Vec<Vec<String>> { gap_rows(one, people, voice) };
    let rows: Vec<Vec<String>> = found.iter().flat_map(of_role).collect();
    if !rows.is_empty() {
        let heads = ["assignment-head-role", "head-kind", "head-code", "head-name", "head-community"];
        voice.table(&heads, rows);
    }
    let roles: Vec<Value> = found.iter().map(|one| gaps_json(one, people)).collect();
    voice.answer(&json!({ "on": people.as_of.valid.to_string(), "roles": roles }));
    Ok(())
}

fn gap_rows(one: &RoleGaps<'_>, people: &People, voice: &Voice) -> Vec<Vec<String>> {
    one.gaps.iter().map(|place| gap(one, place, people, voice)).collect()
}

fn gaps_json(one: &RoleGaps<'_>, people: &People) -> Value {
    let places: Vec<Value> = one.gaps.iter().map(|place| gap_json(place, people)).collect();
    json!({
        "role": one.role.name.0, "level": one.level.id(), "places": one.places, "held": one.places - one.gaps.len(),
        "gaps": places,
    })
}

fn total(one: &RoleGaps<'_>, voice: &Voice) -> Vec<String> {
    let numbers = [one.places, one.places - one.gaps.len(), one.gaps.len()].map(|number| number.to_string());
    [vec![role_label(one.role, voice), level_label(one.level, voice)], numbers.to_vec()].concat()
}

fn gap(one: &RoleGaps<'_>, place: &Place, people: &People, voice: &Voice) -> Vec<String> {
    let community = people.index.at_level(place, model::Level::Community);
    vec![
        role_label(one.role, voice),
        level_label(one.level, voice),
        place.key.code.to_string(),
        place.name.clone(),
        community.map(|outer| format!("{} {}", outer.key.code, outer.name)).unwrap_or_default(),
    ]
}

fn gap_json(place: &Place, people: &People) -> Value {
    let mut document = place_json(place);
    for level in [model::Level::Community, model::Level::Subdistrict] {
        document[level.id()] = people.index.at_level(place, level).map(place_json).unwrap_or_default();
    }
    document
}

fn load(role: Option<&str>, people: &People, voice: &Voice) -> Result<(), Failure> {
    let role = role.map(|name| people.role(name)).transpose()?;
    let mut loads = registry::loads(&people.config, people.staff.held(), people.as_of.valid);
    loads.retain(|(of, _)| role.is_none_or(|role| role.name == of.name));
    let heads = ["assignment-head-role", "assignment-head-holders", "assignment-head-places", "head-histogram"];
    voice.table(&heads, loads.iter().map(|(role, load)| load_row(role, load, voice)).collect());
    if role.is_some() {
        let heads = ["head-code", "head-name", "assignment-head-unit", "assignment-head-places"];
        voice.table(&heads, loads.iter().flat_map(|(_, load)| holder_rows(load, people)).collect());
    }
    let roles: Vec<Value> = loads.iter().map(|(role, load)| load_json(role, load, people)).collect();
    voice.answer(&json!({ "on": people.as_of.valid.to_string(), "roles": roles }));
    Ok(())
}

fn load_row(role: &Role, load: &Load, voice: &Voice) -> Vec<String> {
    let parts: Vec<String> = load.histogram.iter().map(|(places, holders)| format!("{places}:{holders}")).collect();
    let (places, holders) = (load.places.values().sum::<usize>(), load.places.len());
    vec![role_label(role, voice), holders.to_string(), places.to_string(), parts.join(" ")]
}

/// The holders of a role, who has the most places first.
fn holder_rows(load: &Load, people: &People) -> Vec<Vec<String>> {
    let mut holders: Vec<(&Holder, usize)> = load.places.iter().map(|(holder, places)| (holder, *places)).collect();
    holders.sort_by_key(|(_, places)| std::cmp::Reverse(*places));
    let row = |(holder, places): (&Holder, usize)| {
        let record = people.listing().record(holder).cloned();
        let (name, unit) = record.map(|record| (record.name, record.unit)).unwrap_or_default();
        vec![holder.code().to_string(), name, unit, places.to_string()]
    };
    holders.into_iter().map(row).collect()
}

fn load_json(role: &Role, load: &Load, people: &People) -> Value {
    let listing = people.listing();
    let holder = |(holder, places): (&Holder, &usize)| {
        let name = listing.record(holder).map(|record| record.name.clone());
        json!({ "holder": registry::holder_id(holder), "name": name, "places": places })
    };
    let holders: Vec<Value> = load.places.iter().map(holder).collect();
    json!({ "role": role.name.0, "histogram": load.histogram, "holders": holders })
}

fn ending(within: u32, people: &People, voice: &Voice) {
    let ends = registry::term_ends(people.staff.held(), people.as_of.valid, within);
    let figures = [("count", ends.ending.len().to_string()), ("days", within.to_string())];
    voice.line("assignments-ending", &[&figures[..], &[("day", people.as_of.valid.to_string())]].concat());
    if !ends.ending.is_empty() {
        voice.table(&HEADS, rows(&ends.ending, people, voice));
    }
    voice.line("assignments-expired", &[("count", ends.expired.len().to_string())]);
    if !ends.expired.is_empty() {
        voice.table(&HEADS, rows(&ends.expired, people, voice));
    }
    voice.answer(&json!({
        "on": people.as_of.valid.to_string(),
        "within": within,
        "ending": documents(&ends.ending, people),
        "expired": documents(&ends.expired, people),
    }));
}

fn end(id: &str, from: Day, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let mut store = desk.open()?;
    let people = People::read(&store, record::on(from.yesterday().ok()), desk)?;
    let failed = |fault: store::Fault| desk.failed(&fault);
    let mut writing = store.write(&desk.author, "assignment ended", record::now()).map_err(failed)?;
    let ended =
        registry::end_held(&mut writing, people.staff.held(), id, from).map_err(|fault| refused(desk, &fault))?;
    writing.note(&ended.id, &format!("ends before {from}")).map_err(failed)?;
    writing.commit().map_err(failed)?;
    tell_end(&ended, from, &people, voice);
    Ok(())
}

fn tell_end(ended: &Held, from: Day, people: &People, voice: &Voice) {
    let one = &ended.assignment;
    let place = people.index.by_key(&one.place).map(|place| place_label(place, voice));
    let role = people.config.role(&one.role).map(|role| role_label(role, voice));
    let figures = [
        ("role", role.unwrap_or_else(|| one.role.0.clone())),
        ("holder", people.listing().record(&one.holder).map(|record| record.name.clone()).unwrap_or_default()),
        ("place", place.unwrap_or_else(|| one.place.code.to_string())),
        ("day", from.to_string()),
    ];
    voice.line("assignment-ended", &figures);
    voice.answer(&json!({ "ended": people.listing().json(ended), "from": from.to_string() }));
}

fn rows(found: &[&Held], people: &People, voice: &Voice) -> Vec<Vec<String>> {
    let listing = people.listing();
    found.iter().map(|held| listing.row(held, voice)).collect()
}

fn documents(found: &[&Held], people: &People) -> Vec<Value> {
    let listing = people.listing();
    found.iter().map(|held| listing.json(held)).collect()
}
