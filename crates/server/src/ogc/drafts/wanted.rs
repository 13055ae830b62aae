//! What a client wants a grid to be, and the edits that make it so.

use plan::{Edit, GridId, GridInfo, GridKind};
use registry::{DraftFault, GridRef, OpenDraft};
use serde_json::{Map, Value};

use super::properties::MEMBERS;
use crate::plans::{fault_problem, short};
use crate::problem::{Kind, Problem};

/// What a body wants of a grid; `None`: as it is.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) members: Option<Vec<String>>,
    pub(super) name: Option<String>,
    pub(super) code: Option<Option<String>>,
    pub(super) exception: Option<Option<String>>,
    pub(super) locked: Option<bool>,
    kind: Option<GridKind>,
}

impl Wanted {
    /// Reads a feature.
    pub(super) fn of(body: &Value) -> Result<Self, Problem> {
        let Some(properties) = body["properties"].as_object() else { return Ok(Wanted::default()) };
        let text = |name: &str| optional(properties, name);
        let wrong = |name: &str, value: &Value, expected: &str| Problem::parameter(name, &short(value), expected);
        let members = match properties.get(MEMBERS) {
            None => None,
            Some(value) => Some(listed(value).ok_or_else(|| wrong(MEMBERS, value, r#"["…"]"#))?),
        };
        let locked = match properties.get("locked") {
            None => None,
            Some(Value::Null) => Some(false),
            Some(value) => Some(value.as_bool().ok_or_else(|| wrong("locked", value, "true, false"))?),
        };
        let kinds = || GridKind::ALL.map(GridKind::id).join(", ");
        let kind = text("kind")?
            .flatten()
            .map(|id| GridKind::from_id(&id).ok_or_else(|| Problem::parameter("kind", &id, &kinds())));
        // A grid without a code goes by # and its number.
        let code = text("code")?.map(|code| code.filter(|code| !code.starts_with('#')));
        let (name, exception) = (text("name")?.map(Option::unwrap_or_default), text("exception")?);
        Ok(Wanted { members, name, code, exception, locked, kind: kind.transpose()? })
    }

    /// The edits that found a grid with this number.
    pub(super) fn founding(&self, id: GridId) -> Result<Vec<Edit>, Problem> {
        let courtyards = self.members.clone().filter(|list| !list.is_empty());
        let courtyards = courtyards.ok_or_else(|| Problem::parameter(MEMBERS, "", r#"["…"]"#))?;
        let mut edits = vec![Edit::New {
            courtyards,
            cells: Vec::new(),
            name: self.name.clone().unwrap_or_default(),
            kind: self.kind.unwrap_or_default(),
            exception: self.exception.clone().flatten(),
        }];
        edits.extend(self.code.clone().flatten().map(|code| Edit::Recode { grid: id, code: Some(code) }));
        edits.extend(self.locked.filter(|&locked| locked).map(|locked| Edit::Lock { grid: id, locked }));
        Ok(edits)
    }

    /// The edits that make a grid what is wanted: unlocking first, locking last.
    pub(super) fn edits(&self, draft: &OpenDraft, id: GridId) -> Result<Vec<Edit>, Problem> {
        let plan = draft.plan();
        let info = plan.grid(id).map(|grid| grid.info.clone()).ok_or(Problem::new(Kind::NotFound))?;
        if self.kind.is_some_and(|kind| kind != info.kind) {
            return Err(Problem::because(Kind::Refused, "plan-property-derived").with("name", "kind"));
        }
        let GridInfo { code, name, locked, exception, .. } = info;
        let lock = |wanted: bool| (self.locked == Some(wanted) && locked != wanted).then_some(wanted);
        let mut edits: Vec<Edit> = lock(false).map(|locked| Edit::Lock { grid: id, locked }).into_iter().collect();
        let document = self.exception.clone().filter(|wanted| *wanted != exception);
        edits.extend(document.map(|document| Edit::Exception { grid: id, document }));
        let added = self.added(draft, id)?;
        edits.extend((!added.is_empty()).then_some(Edit::Move { courtyards: added, to: id }));
        let renamed = self.name.clone().filter(|wanted| *wanted != name);
        edits.extend(renamed.map(|name| Edit::Rename { grid: id, name }));
        let recoded = self.code.clone().filter(|wanted| *wanted != code);
        edits.extend(recoded.map(|code| Edit::Recode { grid: id, code }));
        edits.extend(lock(true).map(|locked| Edit::Lock { grid: id, locked }));
        Ok(edits)
    }

    /// Courtyards that come to a grid. None leaves without a grid to go to: it is added there.
    fn added(&self, draft: &OpenDraft, id: GridId) -> Result<Vec<String>, Problem> {
        let Some(members) = &self.members else { return Ok(Vec::new()) };
        let (plan, territory) = (draft.plan(), draft.territory());
        let own: Vec<&str> =
            plan.courtyards_of(territory, id).map(|idx| territory.courtyards()[idx].code.as_str()).collect();
        if let Some(left) = own.iter().find(|code| !members.iter().any(|one| one == *code)) {
            let problem = Problem::because(Kind::Refused, "plan-member-left").with("code", left);
            return Err(problem.with("grid", GridRef::of(plan, id).label()));
        }
        if let Some(unknown) = members.iter().find(|code| territory.courtyard(code).is_none()) {
            let fault = DraftFault::Refused(plan::Refused::CourtyardUnknown(unknown.clone()));
            return Err(fault_problem(fault, Some(plan)));
        }
        Ok(members.iter().filter(|code| !own.contains(&code.as_str())).cloned().collect())
    }
}

/// A text that may be null; `None` where it is not named.
fn optional(properties: &Map<String, Value>, name: &str) -> Result<Option<Option<String>>, Problem> {
    match properties.get(name) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(Value::String(text)) => Ok(Some(Some(text.clone()).filter(|text| !text.is_empty()))),
        Some(other) => Err(Problem::parameter(name, &short(other), "\"…\", null")),
    }
}

/// A list of codes; clients without lists send a text with commas.
fn listed(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(list) => list.iter().map(|one| one.as_str().map(str::to_owned)).collect(),
        Value::String(text) => {
            Some(text.split(',').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect())
        }
        _ => None,
    }
}
