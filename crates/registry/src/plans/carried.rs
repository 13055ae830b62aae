//! What became of an assignment in a redraw, as a document of the record.

use model::{Day, Period};
use plan::{GridId, Plan};
use serde_json::{Value, json};
use store::{Class, Record, Store, Writing};

use super::carry::{grid_of_key, rest};
use crate::{DraftFault, Fault, Signature};

/// The kind of these documents.
const KIND: &str = "carry-over";

/// What became of an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It went to the grid that took over most households.
    Moved,
    /// Its holder has the same role at that grid already; it ended there.
    Joined,
    /// Nobody can say but a person.
    ToDecide,
    /// A person decided.
    Settled,
}

/// A grid as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRef {
    /// Its number.
    pub id: GridId,
    /// Its code.
    pub code: Option<String>,
    /// Its name; may be empty.
    pub name: String,
}

/// What became of one assignment in a redraw.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Key of the document that says so.
    pub key: String,
    /// The draft that was published.
    pub draft: String,
    /// The day on which it takes effect.
    pub day: Day,
    /// What became of it.
    pub outcome: Outcome,
    /// Id of the assignment.
    pub assignment: String,
    /// Its role.
    pub role: String,
    /// Id of its holder.
    pub holder: String,
    /// The grid that it was at.
    pub from: GridRef,
    /// The grid that it is at now; `None` while it is to be decided or when it ended.
    pub to: Option<GridRef>,
    /// Where the households of its grid went, with their shares.
    pub shares: Vec<(GridRef, f64)>,
    /// Its days before the redraw.
    pub period: Period,
    /// Whether the old assignment ends on the day.
    pub ended: bool,
    /// Id of the assignment that goes on in its place.
    pub made: Option<String>,
    /// What the record said of it, to bring it back when the publication is withdrawn.
    pub(crate) record: Record,
}

/// What a person decides about an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// It goes on at a grid.
    At(GridRef),
    /// It ends on the day.
    End,
}

/// What became of assignments in redraws, by draft; `to_decide`: only what waits for a person.
///
/// # Errors
/// When the record fails or a document does not read back.
pub fn decisions(store: &Store, to_decide: bool) -> Result<Vec<Carried>, Fault> {
    let known = store.believed(Class::Document, None)?;
    let mut found = Vec::new();
    for version in known.into_iter().filter(|version| version.record.kind == KIND) {
        found.push(read(&version.record).ok_or_else(|| unreadable(&version.record.key))?);
    }
    found.retain(|one| !to_decide || one.outcome == Outcome::ToDecide);
    found.sort_by(|a, b| (a.day, &a.draft, a.from.id, &a.role).cmp(&(b.day, &b.draft, b.from.id, &b.role)));
    Ok(found)
}

/// Decides about an assignment that a redraw left open.
///
/// # Errors
/// When nothing waits under the key, or the record fails.
pub fn settle(store: &mut Store, by: &Signature, key: &str, how: Settlement) -> Result<Carried, DraftFault> {
    let mut writing = store.write(&by.author, "plan decide", by.at)?;
    let mut open = documents(&writing)?.into_iter().filter(|one| one.outcome == Outcome::ToDecide);
    let mut one = open.find(|one| one.key == key).ok_or_else(|| DraftFault::NoDecision(key.to_owned()))?;
    if !one.ended {
        match writing.end(Class::Assignment, &one.assignment, one.first()) {
            // Somebody ended it since; that is decided then.
            Ok(()) | Err(store::Fault::NothingToEnd { .. }) => one.ended = true,
            Err(fault) => return Err(fault.into()),
        }
    }
    one.outcome = Outcome::Settled;
    if let Settlement::At(grid) = how {
        one.to = Some(grid);
        one.go_on(&mut writing)?;
    }
    one.note(&mut writing)?;
    writing.commit()?;
    Ok(one)
}

/// All of them, as a transaction has them.
pub(crate) fn documents(writing: &Writing<'_>) -> Result<Vec<Carried>, Fault> {
    let all = writing.believed_now(Class::Document)?.into_iter().filter(|version| version.record.kind == KIND);
    all.map(|version| read(&version.record).ok_or_else(|| unreadable(&version.record.key))).collect()
}

/// Brings everything back that a publication carried over.
pub(crate) fn bring_back(writing: &mut Writing<'_>, draft: &str) -> Result<usize, Fault> {
    let all: Vec<Carried> = documents(writing)?.into_iter().filter(|one| one.draft == draft).collect();
    for one in &all {
        if let Some(made) = one.made.as_ref() {
            for period in writing.periods(Class::Assignment, made)? {
                writing.end(Class::Assignment, made, period.from())?;
            }
        }
        if let Some(rest) = rest(one.period, one.day).filter(|_| one.ended) {
            writing.put(Class::Assignment, &one.record, rest)?;
        }
        writing.end(Class::Document, &one.key, one.day)?;
    }
    Ok(all.len())
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 4] = [Outcome::Moved, Outcome::Joined, Outcome::ToDecide, Outcome::Settled];

    /// Stable name in the record and `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Moved => "moved",
            Outcome::Joined => "joined",
            Outcome::ToDecide => "to-decide",
            Outcome::Settled => "settled",
        }
    }
}

impl GridRef {
    /// A grid of a plan.
    pub fn of(plan: &Plan, id: GridId) -> Self {
        let info = plan.grid(id).map(|grid| &grid.info);
        let name = info.map(|info| info.name.clone()).unwrap_or_default();
        GridRef { id, code: info.and_then(|info| info.code.clone()), name }
    }

    /// Its code, or # and its number.
    pub fn label(&self) -> String {
        self.code.clone().unwrap_or_else(|| format!("#{}", self.id))
    }

    fn json(&self) -> Value {
        json!({ "id": self.id.0, "code": self.code, "name": self.name })
    }

    fn read(value: &Value) -> Option<Self> {
        let id = GridId(u32::try_from(value["id"].as_u64()?).ok()?);
        let code = value["code"].as_str().map(str::to_owned);
        Some(GridRef { id, code, name: value["name"].as_str()?.to_owned() })
    }
}

impl Carried {
    /// The first day on which it is elsewhere.
    fn first(&self) -> Day {
        self.day.max(self.period.from())
    }

    /// Puts what became of it on record.
    pub(crate) fn take_effect(&mut self, writing: &mut Writing<'_>) -> Result<(), Fault> {
        if self.ended {
            writing.end(Class::Assignment, &self.assignment, self.first())?;
        }
        if self.outcome == Outcome::Moved {
            self.go_on(writing)?;
        }
        self.note(writing)
    }

    /// Begins the assignment that goes on in its place.
    fn go_on(&mut self, writing: &mut Writing<'_>) -> Result<(), Fault> {
        let (Some(to), Some(period)) = (&self.to, rest(self.period, self.day)) else { return Ok(()) };
        let place = format!("grid:{}", to.id);
        let id = format!("{}|{}|{place}|{}", self.role, self.holder, period.from());
        let record = Record { key: id.clone(), parent: Some(place), ..self.record.clone() };
        writing.put(Class::Assignment, &record, period)?;
        self.made = Some(id);
        Ok(())
    }

    fn note(&self, writing: &mut Writing<'_>) -> Result<(), Fault> {
        let record = &self.record;
        let shares: Vec<Value> = self.shares.iter().map(|(grid, share)| json!([grid.json(), share])).collect();
        let body = json!({
            "draft": self.draft, "day": self.day.to_string(), "outcome": self.outcome.id(),
            "assignment": self.assignment, "role": self.role, "holder": self.holder,
            "grid": self.from.json(), "to": self.to.as_ref().map(GridRef::json), "shares": shares,
            "from": self.period.from().to_string(), "until": self.period.to().map(|day| day.to_string()),
            "ended": self.ended, "made": self.made, "said": record.body,
        });
        let document = Record::new(&self.key, KIND, body).within(format!("grid:{}", self.from.id));
        writing.put(Class::Document, &document, Period::since(self.day))?;
        Ok(())
    }
}

fn read(document: &Record) -> Option<Carried> {
    let body = &document.body;
    let text = |field: &str| body[field].as_str().map(str::to_owned);
    let day = |field: &str| body[field].as_str()?.parse::<Day>().ok();
    let outcome = text("outcome")?;
    let (role, assignment) = (text("role")?, text("assignment")?);
    let share = |pair: &Value| Some((GridRef::read(&pair[0])?, pair[1].as_f64()?));
    let grid = document.parent.as_deref().and_then(grid_of_key)?;
    let record = Record::new(&assignment, &role, body["said"].clone()).within(format!("grid:{grid}"));
    Some(Carried {
        key: document.key.clone(),
        draft: text("draft")?,
        day: day("day")?,
        outcome: Outcome::ALL.into_iter().find(|one| one.id() == outcome)?,
        assignment,
        role,
        holder: text("holder")?,
        from: GridRef::read(&body["grid"])?,
        to: GridRef::read(&body["to"]),
        shares: body["shares"].as_array()?.iter().map(share).collect::<Option<_>>()?,
        period: Period::new(day("from")?, day("until")).ok()?,
        ended: body["ended"].as_bool()?,
        made: text("made"),
        record,
    })
}

fn unreadable(key: &str) -> Fault {
    Fault::Unreadable { key: key.to_owned(), reason: KIND.to_owned() }
}
