//! The district's rules as they are written.

use registry::{CARRY_THRESHOLD, DistrictRules, DraftFault, RulesFault, set_rules};

use crate::world::{TODAY, World};

const EXAMPLE: &str = include_str!("../../../../data/plan-rules.toml");

#[test]
fn the_example_reads_and_says_what_it_says() {
    let rules = DistrictRules::parse(EXAMPLE).unwrap();
    assert_eq!((rules.households.minimum, rules.households.maximum), (Some(200), Some(600)));
    assert_eq!((rules.codes.clone(), rules.carry_threshold), (plan::Scheme::Digits15, CARRY_THRESHOLD));
    // The commented lines are as good as the others.
    let uncommented: String = EXAMPLE
        .lines()
        .map(|line| line.strip_prefix("# [").map_or(line.into(), |rest| format!("[{rest}")))
        .collect::<Vec<String>>()
        .join("\n");
    assert!(DistrictRules::parse(&uncommented).unwrap().households_in.contains_key("990101001003"));
    assert_eq!(DistrictRules::parse("").unwrap(), DistrictRules::default());
}

#[test]
fn faults_are_named() {
    let check = |text: &str, expect: &[RulesFault]| {
        assert_eq!(DistrictRules::parse(text).expect_err(text), expect, "{text}");
    };
    let text = "[households]\nminimum = 9\nmaximum = 3\n[severity]\nno-such = \"note\"\n[carry]\nthreshold = 2.0\n";
    let range = RulesFault::Range { minimum: 9, maximum: 3 };
    check(text, &[range, RulesFault::RuleUnknown("no-such".into()), RulesFault::OutOfRange("carry.threshold")]);
    let line = |text: &str| match DistrictRules::parse(text).expect_err(text).as_slice() {
        [RulesFault::Text { line, .. }] => *line,
        other => panic!("{other:?}"),
    };
    assert_eq!(line("[households]\nminimum = \"many\"\n"), 2);
    assert_eq!(line("\n\n[housholds]\n"), 3);
    assert_eq!(line("[severity]\ngrid-hole = \"bad\"\n"), 2);
    assert_eq!(line("[codes]\nscheme = \"digits16\"\n"), 2);
}

#[test]
fn what_does_not_fit_the_district_is_not_set() {
    let mut world = World::new();
    let by = world.by("Wang");
    let wrong = "[households.in.\"990101001009\"]\nminimum = 1\n[codes]\nscheme = \"digits20\"\nobject = \"12\"\n";
    let refused = set_rules(&mut world.store, &by, wrong);
    assert!(matches!(&refused, Err(DraftFault::Rules(faults)) if faults.len() == 2), "{refused:?}");
    assert_eq!(registry::rules_text(&world.store).unwrap(), None);
    let own = "[households.in.\"990101001001\"]\nminimum = 25\n[severity]\ngrid-below-minimum = \"error\"\n";
    set_rules(&mut world.store, &by, own).unwrap();
    let draft = world.draft("checked");
    assert_eq!(draft.plan().grids().len(), 3, "{TODAY}");
    let found = draft.findings(&world.store, &DistrictRules::read(&world.store).unwrap()).unwrap();
    let errors: Vec<&str> = found.iter().map(|finding| finding.severity.id()).collect();
    assert_eq!(errors, ["error", "error"]);
}
