//! The report and the explanation say what is true of any plan, good or bad.

mod common;

use common::{check_labels, problems, sums, worth};
use model::Rule;
use proptest::prelude::*;
use regionalization::{
    Alternative, Barrier, Certificate, Change, Constraints, ContiguityFault, Count, Edge, Effort, Forbidden, Graph,
    Objective, Problem, Proofs, Reason, ReportShapes, canonical_labels, explain, report, solve, verify_contiguity,
};

/// Two rows of three units, 10 households each, borders 10 m, between the last two columns 9 m; a main road between
/// unit 1 and 4; communities by row when `two`.
fn ladder(two: bool) -> Problem {
    let edge = |a, b, barrier| {
        let length_mm = if b == a + 1 && a % 3 == 1 { 9_000 } else { 10_000 };
        Edge { a, b, length_mm, barrier }
    };
    let none = Barrier::None;
    let edges = [
        edge(0, 1, none),
        edge(1, 2, none),
        edge(3, 4, none),
        edge(4, 5, none),
        edge(0, 3, none),
        edge(1, 4, Barrier::MainRoad),
        edge(2, 5, none),
    ];
    Problem {
        graph: Graph::new(6, &edges).unwrap(),
        households: vec![10; 6],
        community: if two { vec![0, 0, 0, 1, 1, 1] } else { vec![0; 6] },
        shapes: vec![],
        previous: Some(vec![7, 7, 7, 9, 9, 9]),
        constraints: Constraints { minimum: 20, maximum: Some(30), ..Constraints::default() },
        objectives: vec![Objective::CutLength],
    }
}

fn rules(problem: &Problem, labels: &[u32]) -> Vec<Rule> {
    report(problem, labels, &ReportShapes::default()).unwrap().findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn each_rule_that_does_not_hold_is_found() {
    use Rule::*;
    let mut problem = ladder(false);
    assert_eq!(rules(&problem, &[0, 0, 0, 1, 1, 1]), []);
    assert_eq!(rules(&problem, &[0, 0, 0, 0, 1, 1]), [GridAboveMaximum]);
    assert_eq!(rules(&problem, &[0, 0, 1, 2, 2, 2]), [GridBelowMinimum]);
    assert_eq!(rules(&problem, &[0, 1, 0, 1, 2, 2]), [GridNotContiguous, GridNotContiguous]);
    problem.constraints.not_crossed = vec![Barrier::MainRoad];
    assert_eq!(rules(&problem, &[0, 1, 0, 2, 1, 2]), [GridNotContiguous, GridAcrossBarrier, GridNotContiguous]);
    problem.constraints.keep_together = vec![vec![0, 3]];
    problem.constraints.keep_apart = vec![(1, 2)];
    assert_eq!(rules(&problem, &[0, 0, 0, 1, 1, 1]), [KeepTogetherBroken, KeepApartBroken]);
    problem = ladder(true);
    assert_eq!(rules(&problem, &[0, 1, 1, 0, 2, 2]), [GridAcrossCommunities, GridNotContiguous]);
    problem.households[0] = 31;
    assert_eq!(rules(&problem, &[0, 1, 1, 2, 2, 2]), [GridAboveMaximum, UnitAboveMaximum]);
}

#[test]
fn figures_of_a_plan_by_hand() {
    let problem = ladder(false);
    let report = report(&problem, &[5, 5, 4, 5, 4, 4], &ReportShapes::default()).unwrap();
    assert_eq!(report.labels, [0, 0, 1, 0, 1, 1]);
    assert_eq!((report.cut_edges, report.cut_length_mm, report.barrier_mm), (3, 29_000, 0));
    assert_eq!((report.households.min, report.households.max, report.households.cv), (30, 30, 0.0));
    let stability = report.stability.unwrap();
    assert_eq!((stability.households_moved, stability.unchanged_grids, stability.previous_grids), (20, 0, 2));
    assert_eq!(stability.matching, [(0, 7), (1, 9)]);
    assert!((stability.adjusted_rand - -1.0 / 9.0).abs() < 1e-12, "{}", stability.adjusted_rand);
}

#[test]
fn a_false_contiguity_proof_is_refused() {
    let problem = ladder(false);
    let labels = [0, 0, 0, 1, 1, 1];
    let check = |parents: &[u32]| verify_contiguity(&problem.graph, &labels, parents);
    assert_eq!(check(&[0, 0, 1, 3, 3, 4]), Ok(()));
    assert_eq!(check(&[0, 0, 1, 3, 3]), Err(ContiguityFault::Length { found: 5, n_units: 6 }));
    assert_eq!(check(&[0, 0, 0, 3, 3, 4]), Err(ContiguityFault::NoNeighbour { unit: 2 }));
    assert_eq!(check(&[3, 0, 1, 3, 3, 4]), Err(ContiguityFault::NoNeighbour { unit: 0 }));
    assert_eq!(check(&[0, 0, 1, 4, 3, 4]), Err(ContiguityFault::Circle { unit: 3 }));
    assert_eq!(check(&[0, 0, 2, 3, 3, 4]), Err(ContiguityFault::SecondRoot { grid: 0, unit: 2 }));
    assert_eq!(check(&[0, 0, 99, 3, 3, 4]), Err(ContiguityFault::NoNeighbour { unit: 2 }));
}

#[test]
fn an_explanation_names_reasons_alternatives_and_the_price() {
    let mut problem = ladder(false);
    problem.constraints = Constraints { minimum: 20, maximum: Some(40), count: Count::Total(2), ..Default::default() };
    let solution = solve(&problem, &Effort::default(), &()).unwrap();
    assert_eq!(solution.labels, [0, 0, 1, 0, 0, 1]);
    let told = explain(&problem, &solution.labels, 1).unwrap();
    let border = Reason::Border { own_mm: 20_000, other: Some((1, 9_000)) };
    assert_eq!(told.reasons, [border, Reason::StaysWithPreviousGrid { previous: 7 }]);
    let best = &told.alternatives[0];
    assert_eq!((best.change, best.to, best.leaving.as_slice()), (Change::Move, 1, [1].as_slice()));
    assert_eq!((best.own_households, best.other_households), ((40, 30), (20, 30)));
    assert_eq!((best.cut_delta_mm, best.deltas.as_slice()), (11_000, [11_000].as_slice()));
    // With unit 1 beside unit 2 the plan is best cut between the first two columns: 20 m instead of 18 m.
    assert_eq!(told.forced.len(), 1);
    assert_eq!((told.forced[0].with, told.forced[0].price.clone()), (2, Some(vec![2_000.0])));

    let corner = explain(&problem, &solution.labels, 2).unwrap();
    assert!(corner.reasons.contains(&Reason::NeededForMinimum { without: 10, minimum: 20 }));
    let below = Forbidden::BelowMinimum { grid: 1, households: 10 };
    assert!(corner.alternatives.iter().any(|way| way.change == Change::Move && way.forbidden.contains(&below)));
}

/// Does what an alternative says.
fn apply(labels: &[u32], way: &Alternative, from: u32) -> Vec<u32> {
    let mut labels = labels.to_vec();
    way.leaving.iter().for_each(|&unit| labels[unit as usize] = way.to);
    way.coming.iter().for_each(|&unit| labels[unit as usize] = from);
    canonical_labels(&labels).0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn alternatives_do_what_they_say(
        problem in problems(2..=9), minimum in 1u32..12, room in 0u32..30, unit in 0u32..9,
    ) {
        let mut problem = problem;
        let unit = unit % problem.graph.n_units() as u32;
        problem.community.fill(0);
        problem.objectives =
            vec![Objective::CutLength, Objective::Balance, Objective::Barriers, Objective::Stability];
        problem.constraints.minimum = minimum;
        problem.constraints.maximum = Some(minimum + room);
        let labels = solve(&problem, &Effort::default(), &()).unwrap().labels;
        let before = worth(&problem, &labels);
        let told = explain(&problem, &labels, unit).unwrap();
        for way in &told.alternatives {
            let after = apply(&labels, way, told.grid);
            let allowed = worth(&problem, &after);
            if let (Some((grids, old)), Some((same, new))) = (&before, &allowed)
                && grids == same
            {
                let deltas: Vec<i64> = new.iter().zip(old).map(|(new, old)| new - old).collect();
                prop_assert_eq!(&way.deltas, &deltas);
                prop_assert!(way.forbidden.is_empty() || !problem.constraints.locked.is_empty(), "{:?}", way);
            }
            if before.is_some() && way.forbidden.is_empty() {
                prop_assert!(allowed.is_some() || heavy(&problem), "{:?}", way);
            }
        }
        for choice in &told.forced {
            prop_assert!(choice.price.iter().all(|price| price[0] >= 0.0), "{:?}", choice);
            let proven = matches!(choice.certificate, Certificate::Optimal { .. });
            prop_assert!(choice.grids_delta <= 0 || !proven);
        }
    }

    #[test]
    fn figures_of_any_labels_add_up(problem in problems(1..=10), labels in proptest::collection::vec(0u32..4, 10)) {
        let labels = &labels[..problem.graph.n_units()];
        let told = report(&problem, labels, &ReportShapes::default()).unwrap();
        check_labels(&Problem { community: vec![0; labels.len()], ..problem.clone() }, &told.labels);
        prop_assert_eq!(told.grids.iter().map(|grid| grid.households).collect::<Vec<_>>(), sums(&problem, &told.labels));
        prop_assert_eq!(told.grids.iter().map(|grid| grid.border_mm).sum::<u64>(), 2 * told.cut_length_mm);
        let whole = told.grids.iter().all(|grid| grid.parts == 1);
        prop_assert_eq!(verify_contiguity(&problem.graph, &told.labels, &told.parents).is_ok(), whole);
    }
}

fn heavy(problem: &Problem) -> bool {
    problem.households.iter().any(|&sum| Some(sum) > problem.constraints.maximum)
}

#[test]
fn proofs_are_counted() {
    let mut problem = ladder(true);
    problem.households[3..].fill(1);
    let proofs = Proofs::of(&solve(&problem, &Effort::default(), &()).unwrap());
    assert_eq!((proofs.optimal, proofs.infeasible, proofs.open, proofs.grids), (1, 1, 0, 2));
    assert_eq!(proofs.infeasible_communities, [1]);
}
