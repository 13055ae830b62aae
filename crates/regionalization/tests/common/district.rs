//! A made-up district: communities of 28 units in rows of seven, household counts as in an old town.

use regionalization::{Barrier, Constraints, Count, Edge, Graph, Objective, Problem};

const COLUMNS: u32 = 7;
const ROWS: u32 = 4;

/// A district of `communities` communities; 12 to 220 households a unit, about 92 in the mean.
pub(crate) fn district(communities: u32, count: Count) -> Problem {
    let each = COLUMNS * ROWS;
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut dice = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1u64 << 24) as f64
    };
    let n = communities * each;
    let households = (0..n).map(|_| (12.0 + 208.0 * dice().powf(1.6)) as u32).collect();
    let mut edges = Vec::new();
    for unit in 0..n {
        let (column, row) = (unit % COLUMNS, unit / COLUMNS % ROWS);
        let mut link = |b: u32, base: f64| {
            let barrier = if dice() < 0.1 { Barrier::Wall } else { Barrier::None };
            edges.push(Edge { a: unit, b, length_mm: (base * (0.6 + 0.8 * dice())) as u64, barrier });
        };
        if column + 1 < COLUMNS {
            link(unit + 1, 60_000.0);
        }
        if row + 1 < ROWS {
            link(unit + COLUMNS, 80_000.0);
            if column + 1 < COLUMNS && unit % 3 == 0 {
                link(unit + COLUMNS + 1, 15_000.0);
            }
        } else if unit + COLUMNS < n {
            link(unit + COLUMNS, 80_000.0);
        }
    }
    Problem {
        graph: Graph::new(n as usize, &edges).unwrap(),
        households,
        community: (0..n).map(|unit| unit / each).collect(),
        shapes: Vec::new(),
        previous: Some((0..n).map(|unit| unit / 4).collect()),
        constraints: Constraints { minimum: 300, maximum: Some(600), count, ..Constraints::default() },
        objectives: vec![Objective::CutLength],
    }
}
