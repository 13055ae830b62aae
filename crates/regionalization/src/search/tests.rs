//! What must hold of every result, on random and on hostile maps.

use proptest::prelude::*;

use super::{MinimumCut, SearchResult, grid_bound, improve, minimum_cut_partition};
use crate::{Barrier, Constraints, Count, Edge, Graph, Objective, Problem};

/// A map of `width` columns; `households` row by row.
fn lattice(width: usize, households: Vec<u32>, constraints: Constraints) -> Problem {
    let n = households.len();
    let mut edges = Vec::new();
    for unit in 0..n {
        let mut link = |other: usize| {
            let barrier = if unit % 7 == 3 { Barrier::Wall } else { Barrier::None };
            edges.push(Edge { a: unit as u32, b: other as u32, length_mm: 1, barrier });
        };
        if (unit + 1) % width != 0 && unit + 1 < n {
            link(unit + 1);
        }
        if unit + width < n {
            link(unit + width);
        }
    }
    let community = (0..n).map(|unit| u32::from(unit >= n / 2)).collect();
    let graph = Graph::new(n, &edges).expect("a lattice is a graph");
    Problem { graph, households, community, shapes: vec![], previous: None, constraints, objectives: vec![] }
}

/// Checks contiguity, range figures and bound of a result against the problem, by other means than the search's own.
fn check(problem: &Problem, found: &SearchResult) {
    let n = problem.graph.n_units();
    assert_eq!(found.labels.len(), n);
    let grids = found.labels.iter().max().map_or(0, |last| *last as usize + 1);
    let mut piece: Vec<usize> = (0..n).collect();
    for _ in 0..n {
        for edge in problem.graph.edges().iter().filter(|edge| problem.is_open(edge)) {
            let (a, b) = (edge.a as usize, edge.b as usize);
            if found.labels[a] == found.labels[b] {
                let least = piece[a].min(piece[b]);
                (piece[a], piece[b]) = (least, least);
            }
        }
    }
    let mut pieces = piece.clone();
    pieces.sort_unstable();
    pieces.dedup();
    assert_eq!(pieces.len(), grids, "every grid is one contiguous piece");
    let mut sums = vec![0u64; grids];
    found.labels.iter().zip(&problem.households).for_each(|(&grid, &units)| sums[grid as usize] += u64::from(units));
    if problem.constraints.deviation.is_none() {
        let meets = sums.iter().filter(|sum| **sum >= u64::from(problem.constraints.minimum)).count();
        assert_eq!(found.grids as usize, meets);
    }
    assert!(found.grids <= grid_bound(problem).max(found.grids) && found.bound >= found.grids);
    let broken = |pair: &&(u32, u32)| found.labels[pair.0 as usize] == found.labels[pair.1 as usize];
    assert_eq!(found.broken_pairs as usize, problem.constraints.keep_apart.iter().filter(broken).count());
}

/// The most grids by trying every set partition: for maps of at most nine units.
fn most_by_trial(problem: &Problem) -> u32 {
    let n = problem.graph.n_units();
    let feasible: Vec<u32> = (1u32..1 << n)
        .filter(|set| {
            let sum: u64 = (0..n).filter(|&unit| set >> unit & 1 == 1).map(|u| u64::from(problem.households[u])).sum();
            let mut seen = set & set.wrapping_neg();
            for _ in 0..n {
                for edge in problem.graph.edges().iter().filter(|edge| problem.is_open(edge)) {
                    if set >> edge.a & 1 == 1 && set >> edge.b & 1 == 1 && (seen >> edge.a | seen >> edge.b) & 1 == 1 {
                        seen |= 1 << edge.a | 1 << edge.b;
                    }
                }
            }
            seen == *set && sum >= u64::from(problem.constraints.minimum)
        })
        .collect();
    let mut most = vec![0u32; 1 << n];
    for set in 1u32..1 << n {
        let fits = feasible.iter().filter(|grid| *grid & set == **grid);
        most[set as usize] = fits.map(|grid| 1 + most[(set & !grid) as usize]).max().unwrap_or(0);
    }
    most[(1 << n) - 1]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_result_is_a_contiguous_partition(
        households in prop::collection::vec(prop_oneof![Just(0u32), 0u32..200, 100u32..900], 1..60),
        width in 1usize..9,
        minimum in 0u32..500,
        over in prop::option::of(1u32..400),
        inside_communities: bool,
        walls: bool,
        count in prop_oneof![Just(Count::Most), (1u32..9).prop_map(Count::Total)],
        seed: u64,
    ) {
        let maximum = over.map(|over| minimum + over);
        let not_crossed = if walls { vec![Barrier::Wall] } else { vec![] };
        let keep_apart = if households.len() > 2 { vec![(0, 1)] } else { vec![] };
        let rules =
            Constraints { minimum, maximum, inside_communities, count, not_crossed, keep_apart, ..Constraints::default() };
        let mut problem = lattice(width, households, rules);
        problem.objectives = vec![Objective::Balance, Objective::CutLength, Objective::Barriers];
        let found = improve(&problem, None, 200_000, seed, &());
        check(&problem, &found);
        prop_assert_eq!(&found, &improve(&problem, None, 200_000, seed, &()), "same seed, same plan");
        let again = improve(&problem, Some(&found.labels), 50_000, seed, &());
        check(&problem, &again);
        if problem.constraints.count == Count::Most && maximum.is_none() {
            prop_assert!(again.grids >= found.grids, "a start is never made worse");
        }
    }

    #[test]
    fn small_maps_get_the_most_grids(households in prop::collection::vec(0u32..100, 2..9), width in 1usize..4) {
        let rules = Constraints { minimum: 70, inside_communities: false, ..Constraints::default() };
        let problem = lattice(width, households, rules);
        let (found, most) = (improve(&problem, None, 400_000, 1, &()), most_by_trial(&problem));
        prop_assert_eq!(found.grids, most);
        prop_assert!(grid_bound(&problem) >= most);
    }

    #[test]
    fn the_least_cut_is_least(households in prop::collection::vec(1u32..20, 4..10), width in 2usize..4, k in 2u32..4) {
        let rules = Constraints {
            deviation: Some(0.4),
            count: Count::Total(k),
            inside_communities: false,
            ..Constraints::default()
        };
        let problem = lattice(width, households, rules);
        let MinimumCut { labels, cut_mm, proven, .. } = minimum_cut_partition(&problem, k, None, u64::MAX, &());
        prop_assert!(proven);
        prop_assert_eq!((!labels.is_empty()).then_some(cut_mm), least_cut_by_trial(&problem, k));
    }
}

/// The least cut of all labellings with k contiguous grids within the deviation.
fn least_cut_by_trial(problem: &Problem, k: u32) -> Option<u64> {
    let n = problem.graph.n_units();
    let mean = problem.households.iter().sum::<u32>() as f64 / f64::from(k);
    let mut least = None;
    for code in 0..u64::from(k).pow(n as u32) {
        let labels: Vec<u32> =
            (0..n as u32).map(|unit| (code / u64::from(k).pow(unit) % u64::from(k)) as u32).collect();
        let sum = |grid: u32| -> u32 { (0..n).filter(|&u| labels[u] == grid).map(|u| problem.households[u]).sum() };
        if (0..k).any(|grid| (f64::from(sum(grid)) - mean).abs() > 0.4 * mean + 1e-9) {
            continue;
        }
        let mut piece: Vec<usize> = (0..n).collect();
        for _ in 0..n {
            for edge in problem.graph.edges().iter().filter(|e| labels[e.a as usize] == labels[e.b as usize]) {
                let to = piece[edge.a as usize].min(piece[edge.b as usize]);
                (piece[edge.a as usize], piece[edge.b as usize]) = (to, to);
            }
        }
        piece.sort_unstable();
        piece.dedup();
        let cut = problem.graph.edges().iter().filter(|e| labels[e.a as usize] != labels[e.b as usize]).count() as u64;
        if piece.len() == k as usize {
            least = Some(least.map_or(cut, |least: u64| least.min(cut)));
        }
    }
    least
}

#[test]
fn hostile_maps_are_survived() {
    let most = |minimum, maximum| Constraints { minimum, maximum, inside_communities: false, ..Constraints::default() };
    let isolated = |households: Vec<u32>, rules| {
        let n = households.len();
        Problem { graph: Graph::new(n, &[]).expect("no edges"), ..lattice(n.max(1), households, rules) }
    };
    let cases = [
        ("no unit", isolated(vec![], most(300, None)), 0, 0),
        ("one unit below", isolated(vec![10], most(300, None)), 0, 1),
        ("isolated", isolated(vec![400, 0, 10], most(300, None)), 1, 3),
        ("nobody lives here", lattice(4, vec![0; 20], most(300, None)), 0, 1),
        ("all above the maximum", lattice(4, vec![900; 12], most(300, Some(600))), 12, 12),
        ("huge", lattice(3, vec![u32::MAX; 9], most(u32::MAX, None)), 9, 9),
    ];
    for (name, problem, grids, all) in cases {
        let found = improve(&problem, None, 100_000, 7, &());
        check(&problem, &found);
        let labels = found.labels.iter().max().map_or(0, |last| last + 1);
        assert_eq!((found.grids, labels), (grids, all), "{name}");
    }
}

#[test]
fn constraints_hold() {
    let rules = Constraints {
        minimum: 300,
        maximum: Some(700),
        inside_communities: false,
        keep_together: vec![vec![0, 3], vec![40, 41]],
        keep_apart: vec![(20, 21), (50, 58)],
        locked: vec![vec![60, 61, 62, 63]],
        ..Constraints::default()
    };
    let problem = lattice(8, (0..64).map(|unit| 60 + unit * 37 % 90).collect(), rules);
    let found = improve(&problem, None, 2_000_000, 3, &());
    check(&problem, &found);
    assert_eq!((found.outside, found.broken_pairs), (0, 0));
    let label = |unit: usize| found.labels[unit];
    assert_eq!((label(0), label(40)), (label(3), label(41)));
    assert!((0..64).all(|unit| (label(unit) == label(60)) == (unit >= 60)), "a locked grid stays alone");
}

#[test]
fn balanced_plans_keep_their_deviation() {
    let rules = Constraints { deviation: Some(0.05), count: Count::Total(8), ..Constraints::default() };
    let rules = Constraints { inside_communities: false, ..rules };
    let problem = lattice(40, (0..1600).map(|unit| 10 + unit * 13 % 11).collect(), rules);
    let found = improve(&problem, None, 5_000_000, 1, &());
    check(&problem, &found);
    assert_eq!((found.grids, found.outside), (8, 0));
    let cut = problem.graph.edges().iter().filter(|e| found.labels[e.a as usize] != found.labels[e.b as usize]).count();
    assert!(cut <= 210, "eight blocks of a lattice of 40 x 40 need about 200 borders, found {cut}");
}

#[test]
fn a_stopped_search_gives_a_plan() {
    struct Stop;
    impl crate::Watch for Stop {
        fn progress(&self, _done: f64) {}
        fn stopped(&self) -> bool {
            true
        }
    }
    let rules = Constraints { minimum: 100, ..Constraints::default() };
    let problem = lattice(10, vec![30; 100], rules);
    let found = improve(&problem, None, u64::MAX / 1000, 1, &Stop);
    check(&problem, &found);
    assert!(found.stopped && found.grids > 10);
}
