//! A whole district: every community proven, a number of grids met exactly, and the real map of the measurements.
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

#[path = "common/district.rs"]
mod district;

use district::district;
use regionalization::{
    Barrier, Certificate, Constraints, Count, Edge, Effort, Graph, Objective, Problem, Proofs, Solution, report, solve,
    verify_contiguity,
};
use std::collections::BTreeMap;
use std::path::Path;

fn check_plan(problem: &Problem, solution: &Solution, grids: usize) {
    let report = report(problem, &solution.labels, &Default::default()).unwrap();
    assert_eq!(report.grids.len(), grids);
    assert_eq!(verify_contiguity(&problem.graph, &solution.labels, &report.parents), Ok(()));
    assert!(report.grids.iter().all(|grid| grid.communities.len() == 1));
}

#[test]
fn a_total_is_shared_out_with_proof() {
    // With barriers first nearly all plans cost the same, so the shares may stay unproven; each community is not.
    for (objectives, shares_proven) in [
        (vec![Objective::CutLength], true),
        (vec![Objective::Balance, Objective::CutLength], true),
        (vec![Objective::Barriers, Objective::CutLength], false),
    ] {
        let mut problem = district(50, Count::Total(349));
        problem.objectives = objectives;
        let solution = solve(&problem, &Effort::default(), &()).unwrap();
        let proofs = Proofs::of(&solution);
        assert_eq!((proofs.optimal, proofs.infeasible, proofs.open, proofs.grids), (50, 0, 0, 349));
        assert!(solution.count.is_none());
        assert!(solution.shares_proven || !shares_proven, "{:?}", problem.objectives);
        check_plan(&problem, &solution, 349);
    }
}

/// The old city as units with households, communities and borders; `None` when the data is not there.
fn old_city() -> Option<Problem> {
    let folder = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR")?).join("../../../shared/data/regions");
    let text = std::fs::read_to_string(folder.join("taipei_oldcity_gapped.geojson")).ok()?;
    let map: serde_json::Value = serde_json::from_str(&text).ok()?;
    let mut units: Vec<(u64, u32, String)> = Vec::new();
    for feature in map["features"].as_array()? {
        let fields = &feature["properties"];
        let households = fields["households"].as_f64()? as u32;
        units.push((fields["uid"].as_u64()?, households, fields["CODE2"].as_str()?.to_owned()));
    }
    units.sort();
    let names: BTreeMap<&str, u32> = units.iter().map(|unit| (unit.2.as_str(), 0)).collect();
    let names: BTreeMap<&str, u32> = names.into_keys().zip(0..).collect();
    let mut edges = Vec::new();
    for line in std::fs::read_to_string(folder.join("taipei_oldcity_edges.csv")).ok()?.lines().skip(1) {
        let mut cells = line.split(',');
        let mut number = || cells.next()?.parse::<f64>().ok();
        let (a, b, metres) = (number()?, number()?, number()?);
        let length_mm = (metres * 1000.0).round() as u64;
        edges.push(Edge { a: a as u32, b: b as u32, length_mm, barrier: Barrier::None });
    }
    Some(Problem {
        graph: Graph::new(units.len(), &edges).ok()?,
        households: units.iter().map(|unit| unit.1).collect(),
        community: units.iter().map(|unit| names[unit.2.as_str()]).collect(),
        shapes: Vec::new(),
        previous: None,
        constraints: Constraints { minimum: 300, ..Constraints::default() },
        objectives: vec![Objective::CutLength],
    })
}

fn kilometres(problem: &Problem, solution: &Solution) -> f64 {
    report(problem, &solution.labels, &Default::default()).unwrap().cut_length_mm as f64 / 1e6
}

#[test]
fn the_old_city_is_proven_throughout() {
    let Some(mut problem) = old_city() else {
        println!("skipped: ../shared/data/regions is not there");
        return;
    };
    // At least 300 households: 334 grids and four communities that have fewer in all.
    let most = solve(&problem, &Effort::default(), &()).unwrap();
    let proofs = Proofs::of(&most);
    assert_eq!((proofs.optimal, proofs.infeasible, proofs.open), (108, 4, 0));
    assert_eq!((proofs.grids, most.grid_bound), (338, 334));
    check_plan(&problem, &most, 338);
    // 300 to 600: seven communities more cannot be within the range, five because of single units.
    problem.constraints.maximum = Some(600);
    let ranged = solve(&problem, &Effort::default(), &()).unwrap();
    let proofs = Proofs::of(&ranged);
    assert_eq!((proofs.optimal, proofs.infeasible, proofs.open), (101, 11, 0));
    let no_cover = |certificate: &&Certificate| {
        matches!(certificate, Certificate::Infeasible { reason: regionalization::Infeasibility::NoCover, .. })
    };
    assert_eq!(ranged.certificates.iter().filter(no_cover).count(), 2);
    let met = report(&problem, &ranged.labels, &Default::default()).unwrap();
    assert_eq!(met.grids.iter().filter(|grid| grid.households >= 300).count(), 334);
    // The same number of grids as the best earlier plan, whose borders were 116.3 km long.
    problem.constraints.count = Count::Total(334);
    let total = solve(&problem, &Effort::default(), &()).unwrap();
    let proofs = Proofs::of(&total);
    assert_eq!((proofs.grids, proofs.open), (334, 0));
    assert!(kilometres(&problem, &total) <= 116.3);
}
