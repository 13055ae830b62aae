//! What holds for all rows: parts add up to the whole, order means nothing, no row of another day counts.

mod support;

use std::collections::BTreeMap;

use coverage::{Evidence, Fact, Figure, Known, Metrics, Part, PlaceRow, Rows, Snapshot, Standing};
use model::{Assignment, Day, Holder, Level, Period, RoleName};
use proptest::prelude::*;
use support::{code, day, definitions, key};

const ROLES: [&str; 4] = ["owners-committee", "compound-serves-open", "property-company", "street-cadre"];

fn when() -> impl Strategy<Value = Period> {
    (0..30i64, prop::option::of(1..30i64)).prop_map(|(from, length)| {
        let plus = |days: i64| day("2025-12-15").checked_add(model_days(days)).expect("a day");
        Period::new(plus(from), length.map(|length| plus(from + length))).expect("a period")
    })
}

fn model_days(days: i64) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).expect("not negative") * 86_400)
}

fn number() -> impl Strategy<Value = usize> {
    0..12usize
}

fn place() -> impl Strategy<Value = PlaceRow> {
    let level = prop::sample::select(vec![Level::Grid, Level::Compound]);
    let kind = prop::option::of(prop::sample::select(vec!["governance", "compound"]));
    (number(), level, kind, prop::option::of(0..3usize), prop::option::of(2019..2026i16)).prop_map(
        |(n, level, kind, part, year)| PlaceRow {
            key: key(level, &format!("P{n}")),
            name: String::new(),
            street: part.map(|part| code(&format!("S{part}"))),
            community: part.map(|part| code(&format!("C{}", part + n % 2))),
            kind: kind.map(str::to_owned),
            attributes: year.map(|year| ("renovated".to_owned(), Fact::Year(year))).into_iter().collect(),
            period: Period::since(day("2025-12-20")),
        },
    )
}

fn assignment() -> impl Strategy<Value = Assignment> {
    let stage = prop::option::of(prop::sample::select(vec!["trial", "contract"]));
    (number(), prop::sample::select(ROLES.to_vec()), when(), stage, any::<bool>()).prop_map(
        |(n, role, period, stage, grid)| Assignment {
            holder: Holder::Organisation(code(&format!("H{}", n % 3))),
            role: RoleName(role.to_owned()),
            place: key(if grid { Level::Grid } else { Level::Compound }, &format!("P{n}")),
            period,
            details: stage.map(|stage| ("stage".to_owned(), stage.to_owned())).into_iter().collect(),
        },
    )
}

fn evidence() -> impl Strategy<Value = Evidence> {
    let value = prop::sample::select(vec![Known::Yes, Known::No, Known::Unknown]);
    (number(), any::<bool>(), value, when(), 1..28i8).prop_map(|(n, committee, value, period, recorded)| Evidence {
        place: key(Level::Grid, &format!("P{n}")),
        kind: if committee { "committee" } else { "property" }.to_owned(),
        value,
        period,
        source: String::new(),
        recorded: Day::new(2025, 12, recorded).expect("a day"),
    })
}

fn rows() -> impl Strategy<Value = Rows> {
    let places = prop::collection::vec(place(), 0..24).prop_map(|list| {
        // One row a place: two at a time would be a fault of the store.
        let unique: BTreeMap<_, _> = list.into_iter().map(|place| (place.key.clone(), place)).collect();
        unique.into_values().collect::<Vec<_>>()
    });
    let assignments = prop::collection::vec(assignment(), 0..40);
    (places, assignments, prop::collection::vec(evidence(), 0..30)).prop_map(|(places, assignments, evidence)| Rows {
        places,
        assignments,
        evidence,
        rostered: Vec::new(),
    })
}

fn sums(parts: &[Part]) -> [usize; 3] {
    let sum = |number: fn(&Part) -> usize| parts.iter().map(number).sum();
    [sum(|part| part.tally.yes), sum(|part| part.tally.no), sum(|part| part.tally.unknown)]
}

fn figures(metrics: &Metrics, rows: &Rows, as_of: Day) -> Vec<Figure> {
    let standing = Standing::on(rows, as_of);
    metrics.metrics.iter().map(|metric| standing.figure(metric)).collect()
}

fn as_of() -> impl Strategy<Value = Day> {
    (15..32i8).prop_map(|number| Day::new(2025, 12, number).expect("a day"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn parts_add_up_to_the_whole(rows in rows(), as_of in as_of()) {
        for figure in figures(&definitions(), &rows, as_of) {
            let tally = [figure.tally.yes, figure.tally.no, figure.tally.unknown];
            for parts in [&figure.by_street, &figure.by_community, &figure.by_kind] {
                prop_assert_eq!(sums(parts), tally);
            }
            let mut codes = [figure.behind.yes, figure.behind.no, figure.behind.unknown].concat();
            prop_assert_eq!(codes.len(), tally.iter().sum::<usize>());
            codes.sort();
            codes.dedup();
            prop_assert_eq!(codes.len(), tally.iter().sum::<usize>(), "no place stands in two lists");
        }
    }

    #[test]
    fn order_means_nothing(rows in rows(), as_of in as_of()) {
        let metrics = definitions();
        let mut turned = rows.clone();
        turned.places.reverse();
        turned.assignments.reverse();
        turned.evidence.reverse();
        let text = |rows: &Rows| Snapshot::freeze(&metrics, rows, as_of, "t").to_text().expect("a text");
        prop_assert_eq!(text(&rows), text(&turned));
    }

    #[test]
    fn rows_of_other_days_count_nowhere(rows in rows(), as_of in as_of()) {
        let metrics = definitions();
        let mut now = rows.clone();
        now.places.retain(|row| row.period.contains(as_of));
        now.assignments.retain(|row| row.period.contains(as_of));
        now.evidence.retain(|row| row.period.contains(as_of));
        let momentary = Metrics { metrics: metrics.metrics.into_iter().filter(|m| m.since.is_none()).collect(), ..metrics };
        prop_assert_eq!(figures(&momentary, &rows, as_of), figures(&momentary, &now, as_of));
    }

    #[test]
    fn unknown_is_never_no(rows in rows(), as_of in as_of()) {
        // Without rows of any kind about a place nothing but a complete list makes it a no.
        let silent = Rows { assignments: Vec::new(), evidence: Vec::new(), ..rows };
        for (metric, figure) in definitions().metrics.iter().zip(figures(&definitions(), &silent, as_of)) {
            let (no, unknown) = (figure.tally.no, figure.tally.unknown);
            let gap = metric.absence == coverage::Absence::No;
            prop_assert_eq!(if gap { unknown } else { no }, 0);
            prop_assert_eq!(if gap { no } else { unknown }, figure.denominator());
        }
    }

    #[test]
    fn counters_never_fall_as_days_pass(rows in rows(), as_of in as_of()) {
        let metrics = definitions();
        let at = |day| Snapshot::freeze(&metrics, &rows, day, "t");
        // Places that have begun stay; contracts end.
        let later = as_of.saturating_add(model_days(9));
        prop_assert_eq!(coverage::falls(&at(as_of), &at(later)), Vec::new());
    }
}
