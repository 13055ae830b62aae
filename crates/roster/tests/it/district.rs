//! The figures of the demo district out of its rosters.

use std::collections::BTreeMap;

use model::{Assignment, Holder, Level, PlaceKey, RoleName};
use roster::{Config, ImportPlan, Known, completeness, ending, expired, import, load, overlaps};

use crate::demo::{CONFIG, Demo, as_of, day, demo};

fn known(demo: &Demo) -> Known {
    let known = Known::default();
    let import = import(&demo.sheets, &demo.request(&known));
    ImportPlan::new(&import, &known, as_of(), &[]).apply(&known, as_of())
}

fn role(name: &str) -> RoleName {
    RoleName(name.into())
}

#[test]
fn every_required_place_is_held() {
    let demo = demo(1);
    let known = known(&demo);
    let places: Vec<PlaceKey> = demo.places.list().iter().map(|place| place.key.clone()).collect();
    let all = completeness(&demo.config, &places, &known.assignments, as_of());
    let figures: Vec<_> = all.iter().map(|one| (one.role.0.as_str(), one.level, one.held, one.places)).collect();
    let expect = [
        ("district-leader", Level::Community, 50, 50),
        ("street-cadre", Level::Grid, 505, 505),
        ("street-cadre", Level::Compound, 238, 238),
        ("grid-worker", Level::Grid, 505, 505),
        ("paired-department", Level::Community, 50, 50),
    ];
    assert_eq!(figures, expect);
    let mut without = known.assignments.clone();
    let gone = without.iter().position(|one| one.role == role("grid-worker")).unwrap();
    let place = without.remove(gone).place;
    let gaps = completeness(&demo.config, &places, &without, as_of());
    assert_eq!(gaps[3].gaps, [place], "a row less is a gap more");
}

#[test]
fn loads_are_histograms() {
    let demo = demo(1);
    let known = known(&demo);
    let check = |name: &str, expect: &[(usize, usize)]| {
        let load = load(&role(name), &[], &known.assignments, as_of());
        assert_eq!(load.histogram, expect.iter().copied().collect::<BTreeMap<_, _>>(), "{name}");
    };
    check("district-leader", &[(1, 10), (2, 20)]);
    check("street-cadre", &[(3, 165), (4, 62)]);
    let idle: Vec<Holder> = known.holders.iter().map(|record| record.holder.clone()).collect();
    let load = load(&role("district-leader"), &idle[..1], &[], as_of());
    assert_eq!(load.histogram, BTreeMap::from([(0, 1)]), "who has nothing counts with nothing");
}

#[test]
fn contracts_end_and_overlap() {
    let demo = demo(1);
    let known = known(&demo);
    assert_eq!(expired(&known.assignments, as_of()).len(), 0, "the last day is still a day of the contract");
    assert_eq!(expired(&known.assignments, day("2026-01-01")).len(), 219);
    let check = |at: &str, days, expect| assert_eq!(ending(&known.assignments, day(at), days).len(), expect, "{at}");
    check("2025-12-01", 30, 219);
    check("2025-12-01", 29, 0);
    check("2025-12-31", 0, 219);
    assert_eq!(overlaps(&demo.config, &known.assignments), []);
    let mut two: Vec<Assignment> = known.assignments.clone();
    let at = two.iter().position(|one| one.role == role("property-company")).unwrap();
    let mut other = two[at].clone();
    other.holder = Holder::Organisation(model::Code::new("另一公司").unwrap());
    two.push(other);
    assert_eq!(overlaps(&demo.config, &two), [(at, two.len() - 1)]);
}

#[test]
fn the_configuration_is_read_whole() {
    let config = Config::parse(CONFIG).unwrap();
    let property = config.role(&role("property-company")).unwrap();
    let counts: Vec<_> = property.details.iter().flat_map(|one| &one.values).filter(|value| !value.counts).collect();
    assert_eq!(counts.iter().map(|value| value.name.as_str()).collect::<Vec<_>>(), ["trial"]);
    assert_eq!(config.role_called("业委会").map(|role| role.name.0.as_str()), Some("owners-committee"));
    assert_eq!(config.role_of_sheet("2025年网格员名册").map(|role| role.name.0.as_str()), Some("grid-worker"));
}

#[test]
fn every_fault_of_a_configuration_is_told_with_its_line() {
    let text = "district = 7\n[[role]]\nname = \"Grid Worker\"\nzh = \"网格员\"\nholder = \"robot\"\nlevels = [\"grid\", \"moon\"]\n\
                required = [\"community\"]\nmask = true\nsingle = 1\n";
    let faults = Config::parse(text).unwrap_err();
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    let expect = [
        "line 1: district must be a text",
        "line 2: en is missing",
        "line 3: \"Grid Worker\" is no stable name (small letters, digits, hyphens)",
        "line 5: a holder is a person or an organisation, not \"robot\"",
        "line 6: there is no level \"moon\"",
        "line 7: required at community, which is not among the levels",
        "line 8: unknown key mask",
        "line 9: single must be true or false",
    ];
    assert_eq!(lines, expect);
    assert!(Config::parse("district = \"a\"\n[[role\n").is_err());
}
