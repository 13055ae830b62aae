//! Measures the search on units and borders read from CSV files; prints one JSON line a run.
//!
//! `search_bench UNITS.csv EDGES.csv [key=value]...` with a header line in both files and the columns
//! `uid,households,area_m2,perim_m,community` and `u,v,shared` (metres). Keys: `minimum`, `maximum`, `k`, `deviation`,
//! `steps`, `seed`, `tiles` (copies of the map side by side), `joined` (links between copies), `inside` (1: inside
//! communities), `edges` (1: count borders instead of metres).

use std::collections::HashMap;
use std::io::Write;
use std::time::Instant;

use regionalization::search::{SearchResult, improve};
use regionalization::{Barrier, Constraints, Count, Edge, Graph, Problem};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let units = arguments.next().ok_or("first argument: units CSV")?;
    let edges = arguments.next().ok_or("second argument: edges CSV")?;
    let keys: HashMap<String, f64> = arguments
        .filter_map(|argument| argument.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())))
        .map(|(key, value)| value.parse().map(|value| (key, value)))
        .collect::<Result<_, _>>()?;
    let get = |key: &str, default: f64| keys.get(key).copied().unwrap_or(default);
    let problem = read(&units, &edges, &get)?;
    let clock = Instant::now();
    let steps = get("steps", 200e6) as u64;
    let found = improve(&problem, None, steps, get("seed", 1.0) as u64, &());
    let seconds = clock.elapsed().as_secs_f64();
    let (cut_edges, cut_mm) = cut(&problem, &found.labels);
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{{\"units\":{},\"grids\":{},\"all\":{},\"bound\":{},\"outside\":{},\"stray\":{},\"cut_edges\":{cut_edges},\
         \"cut_km\":{:.2},\"steps\":{steps},\"seconds\":{seconds:.2}}}",
        problem.graph.n_units(),
        found.grids,
        found.labels.iter().max().map_or(0, |last| last + 1),
        found.bound,
        found.outside,
        stray(&problem, &found),
        cut_mm as f64 / 1e6,
    )?;
    Ok(())
}

fn rows(path: &str) -> Result<Vec<Vec<f64>>, Failure> {
    let text = std::fs::read_to_string(path)?;
    let row = |line: &str| line.split(',').map(|field| field.trim().parse::<f64>()).collect::<Result<Vec<_>, _>>();
    Ok(text.lines().skip(1).map(row).collect::<Result<_, _>>()?)
}

fn read(units: &str, edges: &str, get: &dyn Fn(&str, f64) -> f64) -> Result<Problem, Failure> {
    let (units, borders) = (rows(units)?, rows(edges)?);
    let (n, communities) = (units.len(), units.iter().map(|row| row[4] as u32 + 1).max().unwrap_or(0));
    let (tiles, joined) = (get("tiles", 1.0) as usize, get("joined", 0.0) as usize);
    let (mut households, mut community, mut list) = (Vec::new(), Vec::new(), Vec::new());
    for tile in 0..tiles {
        let base = (tile * n) as u32;
        households.extend(units.iter().map(|row| row[1] as u32));
        community.extend(units.iter().map(|row| row[4] as u32 + tile as u32 * communities));
        let edge = |a: u32, b: u32, metres: f64| {
            let length_mm = if get("edges", 0.0) > 0.0 { 1 } else { (metres * 1000.0).round() as u64 };
            Edge { a, b, length_mm, barrier: Barrier::None }
        };
        list.extend(borders.iter().map(|row| edge(base + row[0] as u32, base + row[1] as u32, row[2])));
        if tile > 0 {
            let other = |link: usize| base - 1 - (link * 11 % n) as u32;
            list.extend((0..joined).map(|link| edge(base + (link * 7 % n) as u32, other(link), 20.0)));
        }
    }
    let count = if get("k", 0.0) > 0.0 { Count::Total(get("k", 0.0) as u32) } else { Count::Most };
    let constraints = Constraints {
        minimum: get("minimum", 300.0) as u32,
        maximum: Some(get("maximum", 0.0) as u32).filter(|maximum| *maximum > 0),
        inside_communities: get("inside", 0.0) > 0.0,
        deviation: Some(get("deviation", 0.0)).filter(|deviation| *deviation > 0.0),
        count,
        ..Constraints::default()
    };
    let graph = Graph::new(households.len(), &list)?;
    Ok(Problem { graph, households, community, shapes: vec![], previous: None, constraints, objectives: vec![] })
}

fn cut(problem: &Problem, labels: &[u32]) -> (usize, u64) {
    let cut = problem.graph.edges().iter().filter(|edge| labels[edge.a as usize] != labels[edge.b as usize]);
    cut.fold((0, 0), |(count, length), edge| (count + 1, length + edge.length_mm))
}

/// Pieces beyond one for each grid.
fn stray(problem: &Problem, found: &SearchResult) -> usize {
    let labels = &found.labels;
    let mut seen = vec![false; labels.len()];
    let mut pieces = 0;
    for start in 0..labels.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        pieces += 1;
        let mut stack = vec![start as u32];
        while let Some(unit) = stack.pop() {
            for &(next, edge) in problem.graph.neighbours(unit) {
                let inside = labels[next as usize] == labels[unit as usize];
                if inside && problem.is_open(&problem.graph.edges()[edge as usize]) && !seen[next as usize] {
                    seen[next as usize] = true;
                    stack.push(next);
                }
            }
        }
    }
    pieces - labels.iter().max().map_or(0, |last| *last as usize + 1)
}
