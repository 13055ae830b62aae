//! Merges units from two CSV files and prints the figures as JSON, for side-by-side runs with other programs.
//!
//! `merge_csv UNITS EDGES [flags]`; units: `uid,households,community[,previous]`; edges: `u,v,shared` (metres) with an
//! optional `barrier` (wall, road or water).
//! Flags: `--minimum N --maximum N --count most|total:K --inside --free --deviation F --steps N --seed N`
//! `--objectives balance,cut,barriers,stability --labels FILE --detail`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use regionalization::{
    Barrier, Certificate, Constraints, Count, Edge, Effort, Graph, Objective, Problem, Solution, solve,
};
use std::collections::BTreeMap;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [units, edges, flags @ ..] = arguments.as_slice() else {
        return Err("usage: merge_csv UNITS EDGES [flags]".into());
    };
    let mut request = Request::default();
    request.read(flags)?;
    let problem = problem(units, edges, &request)?;
    let start = Instant::now();
    let solution = solve(&problem, &request.effort, &())?;
    let seconds = start.elapsed().as_secs_f64();
    if let Some(path) = &request.labels {
        let lines: String = solution.labels.iter().map(|label| format!("{label}\n")).collect();
        std::fs::write(path, lines)?;
    }
    if request.detail {
        for (community, certificate) in solution.certificates.iter().enumerate() {
            eprintln!("{community}: {certificate:?}");
        }
    }
    println!("{}", figures(&problem, &solution, seconds));
    Ok(())
}

#[derive(Default)]
struct Request {
    constraints: Constraints,
    objectives: Vec<Objective>,
    effort: Effort,
    labels: Option<String>,
    detail: bool,
}

impl Request {
    fn read(&mut self, flags: &[String]) -> Result<(), Failure> {
        self.objectives = vec![Objective::CutLength];
        let mut flags = flags.iter();
        while let Some(flag) = flags.next() {
            let mut value = || flags.next().map(String::as_str).ok_or(format!("{flag} needs a value"));
            match flag.as_str() {
                "--minimum" => self.constraints.minimum = value()?.parse()?,
                "--maximum" => self.constraints.maximum = Some(value()?.parse()?),
                "--count" => self.constraints.count = count(value()?)?,
                "--inside" => self.constraints.inside_communities = true,
                "--free" => self.constraints.inside_communities = false,
                "--deviation" => self.constraints.deviation = Some(value()?.parse()?),
                "--steps" | "--effort" => self.effort.steps = value()?.parse()?,
                "--seed" => self.effort.seed = value()?.parse()?,
                "--labels" => self.labels = Some(value()?.to_owned()),
                "--objectives" => self.objectives = value()?.split(',').map(objective).collect::<Result<_, _>>()?,
                "--detail" => self.detail = true,
                other => return Err(format!("unknown flag {other}").into()),
            }
        }
        Ok(())
    }
}

fn count(text: &str) -> Result<Count, Failure> {
    match text.split_once(':') {
        None if text == "most" => Ok(Count::Most),
        Some(("total", number)) => Ok(Count::Total(number.parse()?)),
        _ => Err(format!("unknown count {text}").into()),
    }
}

fn objective(text: &str) -> Result<Objective, Failure> {
    Ok(match text {
        "balance" => Objective::Balance,
        "cut" => Objective::CutLength,
        "edges" => Objective::CutEdges,
        "barriers" => Objective::Barriers,
        "stability" => Objective::Stability,
        other => return Err(format!("unknown objective {other}").into()),
    })
}

fn rows(path: &str) -> Result<Vec<Vec<String>>, Failure> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

fn problem(units: &str, edges: &str, request: &Request) -> Result<Problem, Failure> {
    let units = rows(units)?;
    let mut communities = BTreeMap::new();
    for row in &units {
        let next = communities.len() as u32;
        communities.entry(row[2].clone()).or_insert(next);
    }
    let mut list = Vec::new();
    for row in rows(edges)? {
        let length_mm = (row[2].parse::<f64>()? * 1000.0).round() as u64;
        let barrier = match row.get(3).map(String::as_str) {
            Some("wall") => Barrier::Wall,
            Some("road") => Barrier::MainRoad,
            Some("water") => Barrier::Water,
            _ => Barrier::None,
        };
        list.push(Edge { a: row[0].parse()?, b: row[1].parse()?, length_mm, barrier });
    }
    let previous: Option<Vec<u32>> = units.iter().map(|row| row.get(3)?.parse().ok()).collect();
    Ok(Problem {
        graph: Graph::new(units.len(), &list)?,
        households: units
            .iter()
            .map(|row| row[1].parse::<f64>().map(|value| value as u32))
            .collect::<Result<_, _>>()?,
        community: units.iter().map(|row| communities[&row[2]]).collect(),
        shapes: Vec::new(),
        previous,
        constraints: request.constraints.clone(),
        objectives: request.objectives.clone(),
    })
}

fn figures(problem: &Problem, solution: &Solution, seconds: f64) -> String {
    let grids = solution.labels.iter().max().map_or(0, |last| *last as usize + 1);
    let mut sums = vec![0u64; grids];
    for (unit, &label) in solution.labels.iter().enumerate() {
        sums[label as usize] += u64::from(problem.households[unit]);
    }
    let cut: u64 = problem
        .graph
        .edges()
        .iter()
        .filter(|edge| solution.labels[edge.a as usize] != solution.labels[edge.b as usize])
        .map(|edge| edge.length_mm)
        .sum();
    let mean = sums.iter().sum::<u64>() as f64 / grids.max(1) as f64;
    let spread = sums.iter().map(|&sum| (sum as f64 - mean).powi(2)).sum::<f64>() / grids.max(1) as f64;
    let below = sums.iter().filter(|&&sum| sum < u64::from(problem.constraints.minimum)).count();
    let above = problem.constraints.maximum.map_or(0, |most| sums.iter().filter(|&&sum| sum > u64::from(most)).count());
    let (mut optimal, mut infeasible, mut open) = (0, 0, 0);
    for certificate in &solution.certificates {
        match certificate {
            Certificate::Optimal { .. } => optimal += 1,
            Certificate::Infeasible { proven: true, .. } => infeasible += 1,
            Certificate::Infeasible { .. } | Certificate::Bounded { .. } => open += 1,
        }
    }
    format!(
        "{{\"grids\":{grids},\"below\":{below},\"above\":{above},\"cut_km\":{:.3},\"cv\":{:.4},\"bound\":{},\
         \"optimal\":{optimal},\"infeasible_proven\":{infeasible},\"open\":{open},\"shares_proven\":{},\"seconds\":{seconds:.3}}}",
        cut as f64 / 1e6,
        spread.sqrt() / mean.max(1e-9),
        solution.grid_bound,
        solution.shares_proven
    )
}
