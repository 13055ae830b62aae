//! Problems that cannot be read are refused by name; nothing panics.

mod common;

use common::problems;
use proptest::prelude::*;
use regionalization::{
    Barrier, Constraints, Count, Edge, Effort, Graph, InvalidProblem, Problem, explain, report, solve,
};

fn base() -> Problem {
    let edges = [
        Edge { a: 0, b: 1, length_mm: 10, barrier: Barrier::None },
        Edge { a: 1, b: 2, length_mm: 10, barrier: Barrier::Wall },
    ];
    Problem {
        graph: Graph::new(3, &edges).unwrap(),
        households: vec![5, 5, 5],
        community: vec![0, 0, 0],
        shapes: vec![],
        previous: None,
        constraints: Constraints::default(),
        objectives: vec![],
    }
}

#[test]
fn each_fault_is_named() {
    type Break = fn(&mut Problem);
    let cases: [(&str, Break); 16] = [
        ("households has 1 entries for 3 units", |p| p.households = vec![1]),
        ("community has 0 entries for 3 units", |p| p.community = vec![]),
        ("previous has 0 entries for 3 units", |p| p.previous = Some(vec![])),
        ("no unit is in community 1, but a later number is used", |p| p.community = vec![0, 0, 2]),
        ("no unit is in community 3, but a later number is used", |p| p.community = vec![0, 0, u32::MAX - 1]),
        ("the minimum of 9 households is above the maximum of 8", |p| {
            (p.constraints.minimum, p.constraints.maximum) = (9, Some(8));
        }),
        ("keep_together names unit 3, but there are only 3", |p| p.constraints.keep_together = vec![vec![0, 3]]),
        ("keep_apart names unit 9, but there are only 3", |p| p.constraints.keep_apart = vec![(9, 0)]),
        ("locked names unit 7, but there are only 3", |p| p.constraints.locked = vec![vec![7]]),
        ("unit 1: locked contradicts locked", |p| p.constraints.locked = vec![vec![0, 1], vec![1]]),
        ("unit 2: keep together contradicts inside one community", |p| {
            p.community = vec![0, 0, 1];
            p.constraints.keep_together = vec![vec![1, 2]];
        }),
        ("unit 2: keep together contradicts connected without crossing barriers", |p| {
            p.constraints.not_crossed = vec![Barrier::Wall];
            p.constraints.keep_together = vec![vec![1, 2]];
        }),
        ("unit 0: keep apart contradicts keep together", |p| {
            p.constraints.keep_together = vec![vec![0, 1]];
            p.constraints.keep_apart = vec![(0, 1)];
        }),
        ("numbers of grids are given for 2 communities, but there are 1", |p| {
            p.constraints.count = Count::PerCommunity(vec![1, 1]);
        }),
        ("a deviation must be a share of 0 or more, together with a number of grids", |p| {
            p.constraints.deviation = Some(f64::NAN);
        }),
        ("households: the figure of unit 1 is absurdly large", |p| p.households[1] = u32::MAX),
    ];
    for (expected, spoil) in cases {
        let mut problem = base();
        spoil(&mut problem);
        let fault = solve(&problem, &Effort::default(), &()).unwrap_err();
        assert_eq!(fault.to_string(), expected);
    }
}

#[test]
fn questions_about_nothing_are_refused() {
    let problem = base();
    assert!(matches!(report(&problem, &[0], &Default::default()), Err(InvalidProblem::Length { list: "labels", .. })));
    assert!(matches!(explain(&problem, &[0, 0, 0], 3), Err(InvalidProblem::UnitUnknown { list: "unit", .. })));
}

#[test]
fn an_empty_map_has_an_empty_plan() {
    let empty = Problem { graph: Graph::empty(0), households: vec![], community: vec![], ..base() };
    for count in [Count::Most, Count::Total(3), Count::PerCommunity(vec![])] {
        let problem = Problem { constraints: Constraints { count, ..Constraints::default() }, ..empty.clone() };
        assert!(solve(&problem, &Effort::default(), &()).unwrap().labels.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(
        problem in problems(1..=9), minimum in any::<u32>(), maximum in proptest::option::of(any::<u32>()),
        households in proptest::collection::vec(prop_oneof![12 => 0u32..30, 1 => 0u32..=10_000_001], 9),
        total in prop_oneof![any::<u32>(), 0u32..9], steps in prop_oneof![0u64..5000, Just(10_000_000)],
        groups in proptest::collection::vec(proptest::collection::vec(0u32..10, 0..4), 0..3),
        apart in proptest::collection::vec((0u32..10, 0u32..10), 0..3), deviation in proptest::option::of(-0.1f64..2.0),
        which in 0u8..8, unit in 0u32..9, strays in prop::bool::weighted(0.1),
    ) {
        let mut problem = problem;
        let n = problem.graph.n_units();
        problem.households = households[..n].to_vec();
        let minimum = if which & 1 == 0 { minimum % 20 } else { minimum };
        let inside = |unit: u32| if strays { unit } else { unit % n as u32 };
        let groups: Vec<Vec<u32>> =
            groups.into_iter().map(|group| group.into_iter().map(inside).collect()).collect();
        let apart: Vec<(u32, u32)> = apart.into_iter().map(|(a, b)| (inside(a), inside(b))).collect();
        let maximum = maximum.map(|maximum| if strays { maximum } else { maximum.max(minimum) });
        let count = if which & 2 == 0 || deviation.is_some() { Count::Total(total) } else { Count::Most };
        problem.constraints = Constraints {
            minimum, maximum, count,
            keep_apart: apart, deviation, inside_communities: which & 4 == 0, ..Constraints::default()
        };
        if which & 1 == 0 { problem.constraints.keep_together = groups } else { problem.constraints.locked = groups }
        problem.objectives = vec![regionalization::Objective::Balance, regionalization::Objective::Stability];
        if let Ok(solution) = solve(&problem, &Effort { steps, seed: 1 }, &()) {
            // Locked grids may be exceptions to the rule that no grid crosses a community line.
            let locked = !problem.constraints.locked.is_empty();
            let judged = if locked { Problem { community: vec![0; n], ..problem.clone() } } else { problem.clone() };
            common::check_labels(&judged, &solution.labels);
            prop_assert!(report(&problem, &solution.labels, &Default::default()).is_ok());
            if (unit as usize) < n && steps > 5000 {
                prop_assert!(explain(&problem, &solution.labels, unit).is_ok());
            }
        }
    }
}
