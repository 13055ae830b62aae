//! What the commands about people have in common: refusals in words, labels, tables of assignments.

use model::{Code, Holder, Level};
use registry::{ChoiceProblem, Held, Place, PlaceIndex, RosterFault, Staff, shown_phone};
use roster::{Config, HolderRecord, Role};
use serde_json::{Value, json};
use store::{AsOf, Store};
use words::Language;

use crate::failure::Failure;
use crate::record::Desk;
use crate::say::Voice;

/// A refusal, in words.
pub(crate) fn refused(desk: &Desk, fault: &RosterFault) -> Failure {
    let value = |id, value: &str| Failure::usage(id, &[("value", value.to_owned())]);
    match fault {
        RosterFault::Registry(fault) => desk.refused(fault),
        RosterFault::District { first, count } => {
            Failure::usage("roster-district-wrong", &[("detail", first.clone()), ("count", count.to_string())])
        }
        RosterFault::Mapping(fault) => value("roster-mappings-wrong", &fault.to_string()),
        RosterFault::NoRole(role) => value("roster-no-role", role),
        RosterFault::NotSo { role, how } => value(misfit(*how), role),
        RosterFault::NoHolder(holder) => value("roster-no-holder", holder),
        RosterFault::HeldAlready { role, holder } => {
            Failure::usage("roster-held-already", &[("value", role.clone()), ("holder", holder.clone())])
        }
        RosterFault::NoSheet(sheet) => value("roster-no-sheet", sheet),
        RosterFault::NoColumn(title) => value("roster-no-column", title),
        RosterFault::Choice { row, problem } => choice(*row, problem),
        RosterFault::NotHeld { id, from } => {
            Failure::usage("assignment-not-held", &[("value", id.clone()), ("day", from.to_string())])
        }
    }
}

fn misfit(how: registry::Misfit) -> &'static str {
    match how {
        registry::Misfit::Level => "roster-misfit-level",
        registry::Misfit::Holder => "roster-misfit-holder",
    }
}

fn choice(row: usize, problem: &ChoiceProblem) -> Failure {
    let (id, value) = match problem {
        ChoiceProblem::Header => ("choice-header", ""),
        ChoiceProblem::Cell(cell) => ("choice-cell", cell.as_str()),
        ChoiceProblem::NoRow => ("choice-no-row", ""),
        ChoiceProblem::SeveralFiles => ("choice-several-files", ""),
        ChoiceProblem::NoTarget(code) => ("choice-no-target", code.as_str()),
    };
    Failure::usage(id, &[("row", row.to_string()), ("value", value.to_owned())])
}

/// A role in the reader's language.
pub(crate) fn role_label(role: &Role, voice: &Voice) -> String {
    let label = if voice.words.language() == Language::Chinese { &role.zh } else { &role.en };
    if label.is_empty() { role.name.0.clone() } else { label.clone() }
}

/// A level in words.
pub(crate) fn level_label(level: Level, voice: &Voice) -> String {
    voice.words.say(&format!("place-level-{}", level.id()))
}

/// A place in a cell: level, code, name.
pub(crate) fn place_label(place: &Place, voice: &Voice) -> String {
    let level = level_label(place.key.level, voice);
    [level.as_str(), place.key.code.as_str(), &place.name].join(" ").trim_end().to_owned()
}

/// A place as JSON.
pub(crate) fn place_json(place: &Place) -> Value {
    json!({ "level": place.key.level.id(), "code": place.key.code.as_str(), "name": place.name, "kind": place.kind })
}

/// A holder in a cell: name and code; organisations without a code of their own go by their name.
pub(crate) fn holder_label(name: &str, holder: &Holder) -> String {
    let code = holder.code().as_str();
    if name.is_empty() || name == code { code.to_owned() } else { format!("{name} {code}") }
}

/// Assignments beside who holds them and where.
pub(crate) struct Listing<'a> {
    pub(crate) config: &'a Config,
    pub(crate) index: &'a PlaceIndex,
    pub(crate) staff: &'a Staff,
}

/// Titles of the columns of [`Listing::row`].
pub(crate) const HEADS: [&str; 8] = [
    "head-number",
    "assignment-head-role",
    "assignment-head-place",
    "assignment-head-holder",
    "assignment-head-unit",
    "assignment-head-phone",
    "head-from",
    "head-to",
];

impl Listing<'_> {
    /// What is known of a holder.
    pub(crate) fn record(&self, holder: &Holder) -> Option<&HolderRecord> {
        self.staff.record(holder)
    }

    /// A row of a table.
    pub(crate) fn row(&self, held: &Held, voice: &Voice) -> Vec<String> {
        let one = &held.assignment;
        let role = self.config.role(&one.role);
        let place = self.index.by_key(&one.place);
        let gone = || format!("{} {}", level_label(one.place.level, voice), one.place.code);
        let record = self.record(&one.holder);
        let text = |field: fn(&HolderRecord) -> &String| record.map(field).cloned().unwrap_or_default();
        vec![
            held.version.to_string(),
            role.map_or_else(|| one.role.0.clone(), |role| role_label(role, voice)),
            place.map_or_else(gone, |place| place_label(place, voice)),
            holder_label(&text(|record| &record.name), &one.holder),
            text(|record| &record.unit),
            record.map(|record| shown_phone(role, record)).unwrap_or_default(),
            one.period.from().to_string(),
            one.period.to().map(|day| day.to_string()).unwrap_or_default(),
        ]
    }

    /// The same as JSON.
    pub(crate) fn json(&self, held: &Held) -> Value {
        let one = &held.assignment;
        let name = self.index.by_key(&one.place).map(|place| place.name.clone());
        let mut document = holder_json(held, self.record(&one.holder), self.config.role(&one.role));
        document["role"] = json!(one.role.0);
        document["place"] = json!({ "level": one.place.level.id(), "code": one.place.code.as_str(), "name": name });
        document
    }
}

/// Who holds an assignment and when, as JSON.
pub(crate) fn holder_json(held: &Held, record: Option<&HolderRecord>, role: Option<&Role>) -> Value {
    let one = &held.assignment;
    let details: serde_json::Map<String, Value> =
        one.details.iter().map(|(field, text)| (field.clone(), json!(text))).collect();
    let kind = if matches!(one.holder, Holder::Person(_)) { "person" } else { "organisation" };
    json!({
        "id": held.id,
        "number": held.version,
        "holder": { "kind": kind, "code": one.holder.code().as_str() },
        "name": record.map(|record| record.name.clone()),
        "unit": record.map(|record| record.unit.clone()),
        "post": record.map(|record| record.post.clone()),
        "phone": record.map(|record| shown_phone(role, record)),
        "from": one.period.from().to_string(),
        "to": one.period.to().map(|day| day.to_string()),
        "details": details,
    })
}

/// Everybody and everything of a day.
pub(crate) struct People {
    pub(crate) config: Config,
    pub(crate) index: PlaceIndex,
    pub(crate) staff: Staff,
    pub(crate) as_of: AsOf,
}

impl People {
    /// Reads them.
    pub(crate) fn read(store: &Store, as_of: AsOf, desk: &Desk) -> Result<Self, Failure> {
        let config = registry::district(store).map_err(|fault| refused(desk, &fault))?;
        let failed = |fault: registry::Fault| desk.refused(&fault);
        let index = PlaceIndex::read(store, as_of).map_err(failed)?;
        if index.list().is_empty() {
            return Err(failed(registry::Fault::NoTerritory(as_of.valid)));
        }
        let held = registry::assignments(store, &index, as_of.known).map_err(failed)?;
        let book = registry::holder_book(store, as_of).map_err(failed)?;
        Ok(People { config, index, staff: Staff::new(held, book), as_of })
    }

    /// The role with this stable name or label.
    pub(crate) fn role(&self, name: &str) -> Result<&Role, Failure> {
        let missing = || Failure::usage("roster-no-role", &[("value", name.to_owned())]);
        self.config.role_called(name).ok_or_else(missing)
    }

    /// The code that was asked for.
    pub(crate) fn code(&self, text: &str) -> Result<Code, Failure> {
        Code::new(text).map_err(|_| self.nothing(text))
    }

    /// Nothing is called so on the day.
    pub(crate) fn nothing(&self, text: &str) -> Failure {
        Failure::usage("nothing-then", &[("value", text.to_owned()), ("day", self.as_of.valid.to_string())])
    }

    /// Assignments beside who holds them.
    pub(crate) fn listing(&self) -> Listing<'_> {
        Listing { config: &self.config, index: &self.index, staff: &self.staff }
    }
}
