//! A pack is the same to the byte a year later; what fell though it only adds up is told.

mod support;

use coverage::{Snapshot, SnapshotFault, changes, falls};
use model::{Level, Rule};
use support::{AS_OF, day, definitions, district, grid, key, until};

fn freeze(rows: &coverage::Rows, as_of: &str) -> Snapshot {
    Snapshot::freeze(&definitions(), rows, day(as_of), "2026-01-04T09:30:00Z")
}

#[test]
fn the_pack_is_the_same_a_year_later() {
    let issued = district(1);
    let text = freeze(&issued, AS_OF).to_text().expect("a text");
    assert_eq!(Snapshot::parse(&text).expect("a snapshot").to_text().expect("a text"), text);
    // A year later there are more rows, none of which was known then: the store leaves them out, order may differ.
    let mut again = district(1);
    again.assignments.rotate_left(100);
    again.places.rotate_left(50);
    again.evidence.reverse();
    assert_eq!(freeze(&again, AS_OF).to_text().expect("a text"), text);
    // Live figures move on, the pack does not.
    let contract = |row: &&mut model::Assignment| row.role.0 == "property-company" && row.period.contains(day(AS_OF));
    let row = again.assignments.iter_mut().find(contract).expect("a contract");
    row.period = until("2023-01-01", "2025-06-30");
    let live = freeze(&again, AS_OF);
    assert_eq!(live.get("property-renovated").expect("a figure").yes.len(), 218);
    assert_eq!(Snapshot::parse(&text).expect("a snapshot").get("property-renovated").expect("a figure").yes.len(), 219);
}

#[test]
fn the_pack_holds_figures_lists_and_definitions() {
    let pack = freeze(&district(1), AS_OF);
    assert_eq!((pack.definitions.as_str(), pack.as_of.as_str()), ("2025-12-31", AS_OF));
    let committee = pack.get("committee-renovated").expect("a figure");
    assert_eq!(
        (committee.yes.len(), committee.denominator, committee.rate.as_slice()),
        (258, 260, &["99.2".to_owned()][..])
    );
    assert_eq!(committee.no, [grid(0, 258), grid(0, 259)]);
    assert!(committee.counting.contains("renovated last 5 years"), "{}", committee.counting);
    assert_eq!(pack.get("committee-open").expect("a figure").rate, ["73.9", "99.4"]);
    assert_eq!(
        pack.loads[0].histogram.iter().map(|(&n, &holders)| (n, holders)).collect::<Vec<_>>(),
        [(1, 10), (2, 20)]
    );
    assert_eq!(pack.terms[0].ending.len(), 32);
}

#[test]
fn texts_that_were_altered_are_refused() {
    let text = freeze(&district(1), AS_OF).to_text().expect("a text");
    let fault = |text: &str| Snapshot::parse(text).expect_err("an altered text");
    let number = text.replacen("\"denominator\": 260", "\"denominator\": 261", 1);
    assert!(matches!(fault(&number), SnapshotFault::Sums(id) if id == "committee-renovated"));
    assert!(matches!(fault(&text.replacen("\n  ", "\n   ", 1)), SnapshotFault::Altered));
    assert!(matches!(fault(&text.replacen("\"format\": 1", "\"format\": 2", 1)), SnapshotFault::Format { found: 2 }));
    assert!(matches!(fault("{}"), SnapshotFault::Json(_)));
}

#[test]
fn a_counter_that_falls_is_a_finding() {
    let rows = district(1);
    let before = freeze(&rows, "2025-09-30");
    assert_eq!(falls(&before, &freeze(&rows, AS_OF)), []);
    // A correction: the contracts of one grid never were.
    let mut corrected = rows.clone();
    let place = key(Level::Grid, &grid(0, 1));
    corrected.assignments.retain(|row| !(row.place == place && row.role.0 == "property-company"));
    let after = freeze(&corrected, AS_OF);
    for found in [falls(&before, &after), falls(&after, &before)] {
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rule, found[0].place.field.as_deref()), (Rule::CounterFell, Some("property-since-2021")));
        let figures: Vec<(&str, &str)> = found[0].figures.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(figures, [("before", "219"), ("after", "218"), ("since", "2025-09-30"), ("places", &grid(0, 1))]);
    }
    let change =
        changes(&before, &after).into_iter().find(|change| change.metric == "property-open").expect("a change");
    assert_eq!((change.yes, change.gained.len(), change.lost), ((219, 218), 0, vec![grid(0, 1)]));
    assert!(!change.redefined);
}

#[test]
fn a_figure_that_is_counted_otherwise_says_so() {
    let rows = district(1);
    let mut other = definitions();
    other.metrics[1].counts.truncate(0);
    let now = Snapshot::freeze(&other, &rows, day(AS_OF), "t");
    let redefined: Vec<String> = changes(&freeze(&rows, AS_OF), &now)
        .into_iter()
        .filter(|change| change.redefined)
        .map(|change| change.metric)
        .collect();
    assert_eq!(redefined, ["property-renovated"]);
}
