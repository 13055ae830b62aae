//! The exact engine of one piece: most and fewest grids, and the best plan for a number of grids.

use super::budget::{Budget, Exhausted};
use super::columns::{Columns, enumerate};
use super::costs::{Claims, additive};
use super::cover::Cover;
use super::duals::{Duals, FAR, Program, Side, duals};
use super::shape::{Set, Shape, bits};
use crate::{Objective, Problem, range::Range, split::Piece};
use std::sync::OnceLock;

/// A plan of a piece: units of each grid and the value of each objective, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grids {
    pub(crate) units: Vec<Vec<u32>>,
    pub(crate) values: Vec<i64>,
}

/// What a search for the best plan with a number of grids came to.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// No plan is better.
    Best(Grids),
    /// There is no such plan.
    Impossible,
    /// Steps ran out; the best plan met, and a bound of the first objective.
    Open(Option<Grids>, i64),
}

/// All sets of one piece that may be grids.
pub(crate) struct Engine<'a> {
    problem: &'a Problem,
    piece: &'a Piece,
    shape: Shape,
    columns: Columns,
    range: Range,
    total: u64,
    /// Prices of the program for the most grids, found when first needed.
    most_duals: OnceLock<Duals>,
}

/// A bound of an objective that is linear in the number of grids, as a fraction.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Line {
    base: i128,
    slope: i128,
    scale: i128,
}

impl Line {
    /// The objective is at least this with `count` grids.
    pub(crate) fn at(&self, count: u32) -> i64 {
        let value = self.base + self.slope * i128::from(count);
        let scale = self.scale.max(1);
        (value.div_euclid(scale) + i128::from(value.rem_euclid(scale) > 0)).clamp(0, 1 << 60) as i64
    }
}

/// Sets still in play, with the column each comes from and the households of each.
#[derive(Clone)]
struct Active {
    sets: Vec<Set>,
    source: Vec<u32>,
    households: Vec<u64>,
    sides: Vec<Side>,
    claims: usize,
}

/// What one level of the lexicographic search found.
enum Level {
    Solved { spent: i64, path: Vec<u32> },
    Impossible,
    Open(Option<Vec<u32>>),
}

impl<'a> Engine<'a> {
    /// Lists the sets of a piece.
    ///
    /// # Errors
    /// When the piece has more than 128 atoms, more than `limit` sets, or the steps do not suffice.
    pub(crate) fn new(
        problem: &'a Problem,
        piece: &'a Piece,
        range: Range,
        unsplit: bool,
        limit: usize,
        budget: &mut Budget,
    ) -> Result<Self, Exhausted> {
        let shape = Shape::new(piece).ok_or(Exhausted)?;
        let columns = enumerate(problem, piece, &shape, range, unsplit, limit, budget)?;
        let total = piece.total();
        Ok(Engine { problem, piece, shape, columns, range, total, most_duals: OnceLock::new() })
    }

    fn active(&self, sides: &[Side]) -> Active {
        let sources = (0..self.columns.sets.len() as u32)
            .filter(|&at| sides.iter().all(|side| side.weights[at as usize] <= side.total));
        let source: Vec<u32> = sources.collect();
        let pick = |weights: &[i64]| source.iter().map(|&at| weights[at as usize]).collect();
        Active {
            sets: source.iter().map(|&at| self.columns.sets[at as usize]).collect(),
            households: source.iter().map(|&at| self.columns.households[at as usize]).collect(),
            sides: sides.iter().map(|side| Side { weights: pick(&side.weights), ..*side }).collect(),
            source,
            claims: 0,
        }
    }

    fn duals(&self, active: &Active, costs: &[i64], count: Option<u32>) -> Duals {
        let n = self.shape.n;
        duals(&Program { n, claims: active.claims, sets: &active.sets, costs, count, sides: &active.sides })
    }

    /// Steps that a linear program over the sets is worth.
    fn price(&self) -> u64 {
        20_000 + 10 * self.columns.sets.len() as u64
    }

    /// The most grids of any plan; `None` proves that there is no plan at all.
    pub(crate) fn most(&self, sides: &[Side], budget: &mut Budget) -> Result<Option<u32>, Exhausted> {
        budget.spend(self.price())?;
        let active = self.active(sides);
        let own;
        let duals = if sides.is_empty() {
            self.most_duals()
        } else {
            own = self.duals(&active, &vec![-1; active.sets.len()], None);
            &own
        };
        if duals.empty {
            return Ok(None);
        }
        let mut cover = self.cover(&active, duals, None);
        for value in ceil_div(duals.bound, duals.scale).max(-(self.shape.n as i64))..0 {
            if cover.search(value * duals.scale - duals.bound, self.total, budget)?.is_some() {
                return Ok(Some(value.unsigned_abs() as u32));
            }
        }
        Ok(None)
    }

    fn most_duals(&self) -> &Duals {
        self.most_duals.get_or_init(|| {
            let active = self.active(&[]);
            self.duals(&active, &vec![-1; active.sets.len()], None)
        })
    }

    /// The side sum of the number of grids: limits the search to sets that a plan of `count` grids can use.
    pub(crate) fn count_side(&self, count: u32) -> Option<Side> {
        let duals = self.most_duals();
        let total = -i64::from(count) * duals.scale - duals.bound;
        (!duals.empty && total >= 0).then(|| Side { weights: duals.reduced.clone(), total, priced: false })
    }

    /// No plan has fewer grids: the bound of the linear program, without search.
    pub(crate) fn fewest_bound(&self, sides: &[Side]) -> u32 {
        let active = self.active(sides);
        let duals = self.duals(&active, &vec![1; active.sets.len()], None);
        ceil_div(duals.bound, duals.scale).clamp(1, self.shape.n as i64) as u32
    }

    /// The side sum of grids outside a narrower range: the fewest any plan has; `None` when there is no plan.
    pub(crate) fn outside_side(&self, range: Range, budget: &mut Budget) -> Result<Option<Side>, Exhausted> {
        let outside = |&households: &u64| i64::from(households < range.minimum || households > range.maximum);
        let weights: Vec<i64> = self.columns.households.iter().map(outside).collect();
        budget.spend(self.price())?;
        let active = self.active(&[]);
        let duals = self.duals(&active, &weights, None);
        if duals.empty {
            return Ok(None);
        }
        let mut cover = self.cover(&active, &duals, None);
        for total in ceil_div(duals.bound, duals.scale).max(0)..=self.shape.n as i64 {
            if cover.search(total * duals.scale - duals.bound, self.total, budget)?.is_some() {
                return Ok(Some(Side { weights, total, priced: false }));
            }
        }
        Ok(None)
    }

    /// Bounds of each objective by itself for every number of grids, from the prices of one number: prices of atoms and
    /// of a grid more are valid whatever the number of grids.
    pub(crate) fn bound_lines(&self, count: u32) -> Vec<Line> {
        let active = self.active(&[]);
        let line = |&objective: &Objective| {
            let expanded = if objective == Objective::Stability { self.expand(&active) } else { None };
            let (active, costs) = match &expanded {
                Some((expanded, costs)) => (expanded, costs.clone()),
                None if objective == Objective::Stability => return Line::default(),
                None => (&active, additive(objective, self.piece, &self.shape, &active.sets)),
            };
            let duals = self.duals(active, &costs, Some(count));
            let twice = i128::from(counted(objective));
            if duals.empty {
                return Line::default();
            }
            let base = i128::from(duals.bound) - i128::from(duals.count) * i128::from(count);
            Line { base, slope: duals.count.into(), scale: i128::from(duals.scale) * twice }
        };
        self.problem.objectives.iter().map(line).collect()
    }

    /// The best plan of `count` grids: objectives one after the other, each among the plans best so far.
    pub(crate) fn best(&self, count: u32, sides: &[Side], budget: &mut Budget) -> Outcome {
        let mut active = self.active(sides);
        let mut plan: Option<Vec<u32>> = None;
        let mut bound = 0;
        for objective in self.levels() {
            let costs = match objective {
                Some(Objective::Stability) => match self.expand(&active) {
                    Some((expanded, costs)) => {
                        plan = None;
                        active = expanded;
                        costs
                    }
                    None => return Outcome::Open(plan.map(|path| self.grids(&active, &path)), bound),
                },
                Some(objective) => additive(objective, self.piece, &self.shape, &self.plain(&active)),
                None => vec![0; active.sets.len()],
            };
            if budget.spend(self.price()).is_err() {
                return Outcome::Open(plan.map(|path| self.grids(&active, &path)), bound);
            }
            let duals = self.duals(&active, &costs, Some(count));
            if duals.empty {
                return Outcome::Impossible;
            }
            if plan.is_none() && objective != Some(Objective::Stability) {
                let half = objective.map_or(1, counted);
                bound = ceil_div(duals.bound, duals.scale * half).max(0);
            }
            match self.level(&active, &costs, &duals, count, plan.as_deref(), budget) {
                Level::Solved { spent, path } => {
                    let total = path.iter().map(|&at| costs[at as usize]).sum();
                    plan = Some(self.narrow(&mut active, &duals, &costs, spent, total, &path));
                }
                Level::Impossible => return Outcome::Impossible,
                Level::Open(found) => {
                    let path = found.or(plan);
                    return Outcome::Open(path.map(|path| self.grids(&active, &path)), bound);
                }
            }
        }
        match plan {
            Some(path) => Outcome::Best(self.grids(&active, &path)),
            None => Outcome::Open(None, bound),
        }
    }

    /// The objectives, each once; one without costs when there are none.
    fn levels(&self) -> Vec<Option<Objective>> {
        let mut levels: Vec<Option<Objective>> = Vec::new();
        for &objective in &self.problem.objectives {
            let idle = objective == Objective::Stability && self.problem.previous.is_none();
            if !idle && !levels.contains(&Some(objective)) {
                levels.push(Some(objective));
            }
        }
        if levels.is_empty() { vec![None] } else { levels }
    }

    /// One objective: slack is widened until a plan is found, which is then the best.
    fn level(
        &self,
        active: &Active,
        costs: &[i64],
        duals: &Duals,
        count: u32,
        plan: Option<&[u32]>,
        budget: &mut Budget,
    ) -> Level {
        let mut sorted = duals.reduced.clone();
        sorted.sort_unstable();
        let known = plan.map(|path| {
            let cost: i64 = path.iter().map(|&at| costs[at as usize]).sum();
            (cost * duals.scale - duals.bound, path)
        });
        let mut cover = self.cover(active, duals, Some(count));
        let mut wanted = 64.max(4 * self.shape.n);
        loop {
            let slack = sorted.get(wanted).copied().unwrap_or(FAR - 1).min(FAR - 1);
            let capped = known.map_or(slack, |(spent, _)| slack.min(spent - 1));
            let searched = if capped < 0 { Ok(None) } else { cover.search(capped, self.total, budget) };
            match searched {
                Ok(Some((spent, path))) => return Level::Solved { spent, path },
                Ok(None) => match known {
                    Some((spent, path)) if spent <= slack + 1 => return Level::Solved { spent, path: path.to_vec() },
                    _ if wanted >= sorted.len() => return Level::Impossible,
                    _ => wanted *= 3,
                },
                Err(Exhausted) => {
                    let found = cover.best().map(|(_, path)| path.clone());
                    return Level::Open(found.or(plan.map(<[u32]>::to_vec)));
                }
            }
        }
    }

    /// Keeps the sets that plans as good as the one found can use, and remembers the objective's value as a side sum;
    /// returns the plan in the new numbers.
    fn narrow(
        &self,
        active: &mut Active,
        duals: &Duals,
        costs: &[i64],
        spent: i64,
        total: i64,
        path: &[u32],
    ) -> Vec<u32> {
        let keep: Vec<usize> = (0..active.sets.len()).filter(|&at| duals.reduced[at] <= spent).collect();
        let pick = |weights: &[i64]| keep.iter().map(|&at| weights[at]).collect();
        let mut sides: Vec<Side> =
            active.sides.iter().map(|side| Side { weights: pick(&side.weights), ..*side }).collect();
        let (weights, total) = if active.claims == 0 { (pick(&duals.reduced), spent) } else { (pick(costs), total) };
        sides.push(Side { weights, total, priced: true });
        active.sides = sides;
        active.source = keep.iter().map(|&at| active.source[at]).collect();
        active.households = keep.iter().map(|&at| active.households[at]).collect();
        active.sets = keep.iter().map(|&at| active.sets[at]).collect();
        path.iter().filter_map(|&at| keep.binary_search(&(at as usize)).ok()).map(|at| at as u32).collect()
    }

    /// Each set once for each previous grid that it may claim, with the households that move.
    fn expand(&self, active: &Active) -> Option<(Active, Vec<i64>)> {
        self.problem.previous.as_ref()?;
        let claims = Claims::new(self.problem, self.piece);
        if self.shape.n + claims.len() > 128 || active.claims > 0 {
            return None;
        }
        let mut wide = Active { sets: vec![], source: vec![], households: vec![], sides: vec![], claims: claims.len() };
        let mut costs = Vec::new();
        let mut from = Vec::new();
        for (at, &set) in active.sets.iter().enumerate() {
            for (claim, moved) in claims.ways(&self.shape, set) {
                let bit = claim.map_or(0, |claim| (1 as Set) << (self.shape.n + claim));
                wide.sets.push(set | bit);
                wide.source.push(active.source[at]);
                wide.households.push(active.households[at]);
                costs.push(moved);
                from.push(at);
            }
        }
        let spread = |side: &Side| Side { weights: from.iter().map(|&at| side.weights[at]).collect(), ..*side };
        wide.sides = active.sides.iter().map(spread).collect();
        Some((wide, costs))
    }

    fn plain(&self, active: &Active) -> Vec<Set> {
        active.source.iter().map(|&at| self.columns.sets[at as usize]).collect()
    }

    fn cover<'b>(&'b self, active: &'b Active, duals: &'b Duals, count: Option<u32>) -> Cover<'b> {
        let minimum = self.range.minimum;
        Cover::new(self.shape.n, &active.sets, &active.households, duals, &active.sides, count, minimum)
    }

    fn grids(&self, active: &Active, path: &[u32]) -> Grids {
        let sets = path.iter().map(|&at| self.columns.sets[active.source[at as usize] as usize]);
        let mut units: Vec<Vec<u32>> = sets
            .map(|set| {
                let mut units: Vec<u32> = bits(set).flat_map(|atom| self.piece.atoms[atom].iter().copied()).collect();
                units.sort_unstable();
                units
            })
            .collect();
        units.sort_unstable();
        let values = crate::values::values(self.problem, self.piece, &units);
        Grids { units, values }
    }
}

/// How often the sum over a plan's sets counts what the objective counts once: borders from both sides.
fn counted(objective: Objective) -> i64 {
    match objective {
        Objective::CutLength | Objective::CutEdges => 2,
        Objective::Balance | Objective::Barriers | Objective::Stability => 1,
    }
}

/// Rounds up; the divisor is positive.
fn ceil_div(value: i64, by: i64) -> i64 {
    value.div_euclid(by) + i64::from(value.rem_euclid(by) > 0)
}
