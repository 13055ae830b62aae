//! The quality report of a plan: figures, proofs and findings, from labels alone, whoever made them.

mod compactness;
mod contiguity;
mod findings;
mod proofs;
mod stability;

pub use compactness::{Compactness, Summary};
pub use contiguity::{ContiguityFault, verify_contiguity};
pub use proofs::Proofs;
pub use stability::Stability;

use crate::{Barrier, InvalidProblem, Problem, canonical_labels, members};
use geo_types::MultiPolygon;
use model::Finding;

/// Outlines of the grids for the compactness figures, in the order of the canonical labels, in metres; empty when
/// they are not known.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportShapes<'a> {
    /// One dissolved outline for each grid.
    pub grids: &'a [MultiPolygon<f64>],
}

/// What a plan is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Labels numbered in order of first unit: grid `i` below is label `i` here.
    pub labels: Vec<u32>,
    /// Each grid.
    pub grids: Vec<GridFigures>,
    /// Households over the grids.
    pub households: Spread,
    /// Compactness over the grids: Polsby-Popper, Reock, convex hull; `None` without outlines.
    pub compactness: Option<[Summary; 3]>,
    /// Borders between different grids, and their length in millimetres.
    pub cut_edges: usize,
    /// See above.
    pub cut_length_mm: u64,
    /// Millimetres of walls, roads, rail and water inside grids.
    pub barrier_mm: u64,
    /// Contiguity proof: for each unit its parent in a spanning tree of its grid, for [`verify_contiguity`].
    pub parents: Vec<u32>,
    /// Indices of keep-together groups that are split.
    pub together_broken: Vec<usize>,
    /// Keep-apart pairs that share a grid.
    pub apart_broken: Vec<(u32, u32)>,
    /// Indices of locked groups that are not exactly one grid.
    pub locked_broken: Vec<usize>,
    /// Against the previous plan, if there is one.
    pub stability: Option<Stability>,
    /// What does not hold; `figures` name `grid` (label) and `unit` by index.
    pub findings: Vec<Finding>,
}

/// Figures of one grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridFigures {
    /// Its units, ascending.
    pub units: Vec<u32>,
    /// Its households.
    pub households: u64,
    /// Its communities, ascending; more than one only when grids may cross.
    pub communities: Vec<u32>,
    /// Connected parts; 1 for a contiguous grid. Barriers that may not be crossed do not connect.
    pub parts: usize,
    /// Millimetres of barrier inside.
    pub barrier_mm: u64,
    /// Millimetres of border to other grids.
    pub border_mm: u64,
    /// Compactness, if its outline is known.
    pub compactness: Option<Compactness>,
}

/// How a number spreads over the grids.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// Smallest.
    pub min: u64,
    /// Mean.
    pub mean: f64,
    /// Largest.
    pub max: u64,
    /// Standard deviation of the population divided by the mean.
    pub cv: f64,
    /// Largest distance from the mean, divided by the mean.
    pub max_deviation: f64,
}

/// Judges any plan of a problem.
///
/// # Errors
/// When a list has the wrong length or names an unknown unit. Contradictory constraints are no error here.
pub fn report(problem: &Problem, labels: &[u32], shapes: &ReportShapes) -> Result<Report, InvalidProblem> {
    problem.check_lists()?;
    problem.check_labels(labels)?;
    let (labels, _) = canonical_labels(labels);
    let parents = contiguity::parents(problem, &labels, false);
    let grids = grids(problem, &labels, &parents, shapes);
    let (cut_edges, cut_length_mm) = cut(problem, &labels);
    let rules = &problem.constraints;
    let same = |group: &[u32]| group.windows(2).all(|pair| labels[pair[0] as usize] == labels[pair[1] as usize]);
    let exact = |group: &Vec<u32>| {
        let Some(&first) = group.first() else { return true };
        let mut sorted = group.clone();
        sorted.sort_unstable();
        sorted.dedup();
        grids[labels[first as usize] as usize].units == sorted
    };
    let broken = |groups: &[Vec<u32>], holds: &dyn Fn(&Vec<u32>) -> bool| -> Vec<usize> {
        groups.iter().enumerate().filter(|(_, group)| !holds(group)).map(|(at, _)| at).collect()
    };
    let mut report = Report {
        households: Spread::of(grids.iter().map(|grid| grid.households)),
        compactness: summaries(&grids),
        cut_edges,
        cut_length_mm,
        barrier_mm: grids.iter().map(|grid| grid.barrier_mm).sum(),
        together_broken: broken(&rules.keep_together, &|group| same(group)),
        locked_broken: broken(&rules.locked, &exact),
        apart_broken: rules.keep_apart.iter().filter(|(a, b)| same(&[*a, *b])).copied().collect(),
        stability: problem.previous.as_ref().map(|previous| Stability::of(problem, previous, &grids, &labels)),
        findings: Vec::new(),
        grids,
        parents,
        labels,
    };
    report.findings = findings::findings(problem, &report);
    Ok(report)
}

fn grids(problem: &Problem, labels: &[u32], parents: &[u32], shapes: &ReportShapes) -> Vec<GridFigures> {
    let mut grids: Vec<GridFigures> = members(labels)
        .into_iter()
        .enumerate()
        .map(|(at, units)| {
            let mut communities: Vec<u32> = units.iter().map(|&unit| problem.community[unit as usize]).collect();
            communities.sort_unstable();
            communities.dedup();
            GridFigures {
                households: units.iter().map(|&unit| u64::from(problem.households[unit as usize])).sum(),
                communities,
                parts: units.iter().filter(|&&unit| parents[unit as usize] == unit).count(),
                barrier_mm: 0,
                border_mm: 0,
                compactness: shapes.grids.get(at).map(Compactness::of),
                units,
            }
        })
        .collect();
    for edge in problem.graph.edges() {
        let (a, b) = (labels[edge.a as usize] as usize, labels[edge.b as usize] as usize);
        if a != b {
            grids[a].border_mm += edge.length_mm;
            grids[b].border_mm += edge.length_mm;
        } else if edge.barrier != Barrier::None {
            grids[a].barrier_mm += edge.length_mm;
        }
    }
    grids
}

fn cut(problem: &Problem, labels: &[u32]) -> (usize, u64) {
    let cut = problem.graph.edges().iter().filter(|edge| labels[edge.a as usize] != labels[edge.b as usize]);
    cut.fold((0, 0), |(edges, length), edge| (edges + 1, length + edge.length_mm))
}

fn summaries(grids: &[GridFigures]) -> Option<[Summary; 3]> {
    let known: Vec<Compactness> = grids.iter().filter_map(|grid| grid.compactness).collect();
    let summary = |figure: fn(&Compactness) -> f64| Summary::of(known.iter().map(|grid| (figure(grid), grid.area_m2)));
    let polsby_popper = summary(|grid| grid.polsby_popper)?;
    Some([polsby_popper, summary(|grid| grid.reock)?, summary(|grid| grid.convex_hull)?])
}

impl Spread {
    /// The spread of some numbers; zeros when there are none.
    pub fn of(values: impl Iterator<Item = u64> + Clone) -> Self {
        let n = values.clone().count();
        let (Some(min), Some(max)) = (values.clone().min(), values.clone().max()) else { return Spread::default() };
        let mean = values.clone().sum::<u64>() as f64 / n as f64;
        let variance = values.map(|value| (value as f64 - mean).powi(2)).sum::<f64>() / n as f64;
        let relative = |value: f64| if mean > 0.0 { value / mean } else { 0.0 };
        let farthest = (max as f64 - mean).max(mean - min as f64);
        Spread { min, mean, max, cv: relative(variance.sqrt()), max_deviation: relative(farthest) }
    }
}
