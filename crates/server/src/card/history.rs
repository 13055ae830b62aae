//! What a place was before: versions that are believed, and the grids that it belonged to.

use model::{Day, Level};
use registry::Place;
use store::{Class, Store, Version};

/// Something that happened to a place.
pub(crate) struct Event {
    pub(crate) day: Day,
    pub(crate) kinds: Vec<EventKind>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// First on record.
    First,
    /// Another name: before, now.
    Name(String, String),
    /// Another code: before, now.
    Code(String, String),
    /// Another extent.
    Shape,
    /// Something else about it.
    Facts,
    /// No more there.
    Ended,
    /// Put into the grid with this id.
    Member(String),
    /// Taken out of its grid.
    Left,
}

/// What happened to a place, the newest first.
///
/// # Errors
/// When the record fails.
pub(crate) fn history(store: &Store, place: &Place) -> Result<Vec<Event>, store::Fault> {
    let class = if place.key.level == Level::Grid { Class::Grid } else { Class::Place };
    let mut events = versions(&believed(store.history(class, &place.id)?));
    for version in believed(store.history(Class::Membership, &place.id)?) {
        let grid = version.record.parent.unwrap_or_default();
        events.push(Event { day: version.valid.from(), kinds: vec![EventKind::Member(grid)] });
        events.extend(version.valid.to().map(|day| Event { day, kinds: vec![EventKind::Left] }));
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.day));
    // Leaving a grid on the day on which the next one is entered is one event.
    let left = |event: &Event| event.kinds == [EventKind::Left];
    let days: Vec<Day> = events.iter().filter(|event| !left(event)).map(|event| event.day).collect();
    events.retain(|event| !left(event) || !days.contains(&event.day));
    Ok(events)
}

fn believed(versions: Vec<Version>) -> Vec<Version> {
    let mut believed: Vec<Version> = versions.into_iter().filter(|version| version.superseded.is_none()).collect();
    believed.sort_by_key(|version| version.valid.from());
    believed
}

/// What changed from version to version.
fn versions(versions: &[Version]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut before: Option<&Version> = None;
    for version in versions {
        let kinds = before.map_or_else(|| vec![EventKind::First], |before| changes(before, version));
        events.push(Event { day: version.valid.from(), kinds });
        before = Some(version);
    }
    let end = versions.last().and_then(|last| last.valid.to());
    events.extend(end.map(|day| Event { day, kinds: vec![EventKind::Ended] }));
    events
}

fn changes(before: &Version, now: &Version) -> Vec<EventKind> {
    let name = |version: &Version| version.record.body["name"].as_str().unwrap_or_default().to_owned();
    let code = |version: &Version| version.record.code.clone().unwrap_or_default();
    let mut found = Vec::new();
    if name(before) != name(now) {
        found.push(EventKind::Name(name(before), name(now)));
    }
    if code(before) != code(now) {
        found.push(EventKind::Code(code(before), code(now)));
    }
    if before.record.shape != now.record.shape {
        found.push(EventKind::Shape);
    }
    if found.is_empty() {
        found.push(EventKind::Facts);
    }
    found
}

impl EventKind {
    /// Stable name.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            EventKind::First => "first",
            EventKind::Name(..) => "name",
            EventKind::Code(..) => "code",
            EventKind::Shape => "shape",
            EventKind::Facts => "facts",
            EventKind::Ended => "ended",
            EventKind::Member(_) => "member",
            EventKind::Left => "left",
        }
    }

    /// Its message and figures; `grid` names a grid by its id.
    pub(crate) fn told(&self, grid: impl Fn(&str) -> String) -> (String, Vec<(&'static str, String)>) {
        let figures = match self {
            EventKind::Name(before, now) | EventKind::Code(before, now) => {
                vec![("before", before.clone()), ("now", now.clone())]
            }
            EventKind::Member(id) => vec![("grid", grid(id))],
            _ => Vec::new(),
        };
        (format!("page-history-{}", self.id()), figures)
    }
}
