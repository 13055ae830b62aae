//! What is new in the record since a moment.

use std::collections::BTreeMap;

use plan::State;
use registry::DraftStanding;
use serde_json::{Value, json};
use store::{DraftHead, Pulse};

/// What happened at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct News {
    /// Microseconds since 1970; moments of the record rise.
    pub(super) moment: i64,
    pub(super) told: Vec<Told>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// Name of the event.
    pub(super) event: &'static str,
    /// Whether everybody may know.
    pub(super) open: bool,
    pub(super) data: Value,
}

/// The newest moment.
pub(super) fn newest(pulse: &Pulse) -> i64 {
    let drafts = pulse.drafts.iter().map(|head| head.changed.as_microsecond());
    drafts.chain(pulse.record.map(|at| at.as_microsecond())).max().unwrap_or(0)
}

/// Everything after a moment, in order; of one moment the publication comes last.
pub(super) fn since(pulse: &Pulse, moment: i64) -> Vec<News> {
    let mut found: BTreeMap<i64, Vec<Told>> = BTreeMap::new();
    let record = pulse.record.map(|at| at.as_microsecond());
    if let Some(at) = record.filter(|&at| at > moment) {
        let data = json!({ "revision": at });
        found.entry(at).or_default().push(Told { event: "record", open: false, data });
    }
    for head in pulse.drafts.iter().filter(|head| head.changed.as_microsecond() > moment) {
        let at = head.changed.as_microsecond();
        let told = found.entry(at).or_default();
        told.push(draft(head));
        told.extend(publication(head, at, record == Some(at)));
    }
    found.into_iter().map(|(moment, told)| News { moment, told }).collect()
}

fn draft(head: &DraftHead) -> Told {
    let state = DraftStanding::parse(&head.state).map(|standing| standing.state.id());
    let data = json!({ "plan": head.name, "revision": head.revision, "author": head.author, "state": state });
    Told { event: "draft", open: false, data }
}

/// A plan that was put in force, or taken back before its day: what is in force is different.
fn publication(head: &DraftHead, at: i64, with_record: bool) -> Option<Told> {
    let day = match DraftStanding::parse(&head.state)?.state {
        State::Published { from, .. } => Some(from.to_string()),
        State::Withdrawn if with_record => None,
        _ => return None,
    };
    Some(Told { event: "publication", open: true, data: json!({ "revision": at, "day": day }) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use model::Day;

    fn head(name: &str, state: State, changed: i64) -> DraftHead {
        let standing = DraftStanding { state, ..DraftStanding::begun(Day::constant(2026, 1, 1)) };
        let changed = Timestamp::from_microsecond(changed).unwrap();
        DraftHead { name: name.into(), state: standing.text(), revision: 3, author: "Wang".into(), changed }
    }

    #[test]
    fn each_moment_tells_what_it_changed_once() {
        let from = Day::constant(2026, 7, 1);
        let published = State::Published { document: "7".into(), from };
        let drafts = vec![
            head("old", State::Draft, 10),
            head("edited", State::Draft, 30),
            head("published", published, 40),
            head("given up", State::Withdrawn, 50),
        ];
        let pulse = Pulse { drafts, record: Some(Timestamp::from_microsecond(40).unwrap()) };
        let check = |moment: i64, expected: &[(i64, &[&str])]| {
            let found = since(&pulse, moment);
            let names = |news: &News| news.told.iter().map(|told| told.event).collect::<Vec<_>>();
            let found: Vec<_> = found.iter().map(|news| (news.moment, names(news))).collect();
            let expected: Vec<_> = expected.iter().map(|(at, names)| (*at, names.to_vec())).collect();
            assert_eq!(found, expected, "since {moment}");
        };
        check(20, &[(30, &["draft"]), (40, &["record", "draft", "publication"]), (50, &["draft"])]);
        check(40, &[(50, &["draft"])]);
        check(50, &[]);
        assert_eq!(newest(&pulse), 50);
    }
}
