//! One piece on its way through the solver.

use super::Work;
use crate::Count;
use crate::exact::{Budget, Engine, Exhausted, Grids, Outcome, Relaxation, Side};
use crate::range::Range;
use crate::split::Piece;

/// Most sets that are listed for one piece.
const MOST_SETS: usize = 1_200_000;

/// A piece with what is known before its number of grids is chosen.
pub(super) struct Part<'a> {
    pub(super) piece: &'a Piece,
    pub(super) range: Range,
    pub(super) kind: Kind<'a>,
}

impl Part<'_> {
    /// The units of atoms that alone are above the maximum.
    pub(super) fn heavy_units(&self) -> Vec<u32> {
        let heavy = self.piece.households.iter().zip(&self.piece.atoms);
        heavy.filter(|(sum, _)| **sum > self.range.maximum).flat_map(|(_, atom)| atom.iter().copied()).collect()
    }

    /// Whether the number of its possible grids leaves only a search.
    pub(super) fn needs_search(&self) -> bool {
        matches!(self.kind, Kind::Hopeless | Kind::Large)
    }

    /// No plan has more grids with the minimum than this: each either holds an atom that has it alone or takes it from
    /// the others' households.
    pub(super) fn simple_bound(&self) -> u32 {
        let minimum = self.range.minimum;
        let (alone, rest): (Vec<u64>, Vec<u64>) = self.piece.households.iter().partition(|&&sum| sum >= minimum);
        alone.len() as u32 + u32::try_from(rest.iter().sum::<u64>() / minimum).unwrap_or(u32::MAX / 2)
    }
}

/// How a piece is solved.
pub(super) enum Kind<'a> {
    /// Fewer households than the minimum: one grid.
    Pocket,
    /// Every possible grid is listed.
    Exact(Box<Listed<'a>>),
    /// Proven to have no plan in any range: units that must stay together cannot be connected.
    Hopeless,
    /// Too large to list.
    Large,
}

/// A piece whose possible grids are listed.
pub(super) struct Listed<'a> {
    /// `None` once the piece is solved: the lists of all pieces together would fill the memory.
    pub(super) engine: Option<Engine<'a>>,
    /// No plan has fewer grids.
    pub(super) fewest: u32,
    pub(super) most: u32,
    /// The range of the smallest relaxation, when the range itself has no plan.
    pub(super) relaxed: Option<Range>,
    sides: Vec<Side>,
}

/// The plan of a piece and what is known about it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) units: Vec<Vec<u32>>,
    pub(super) values: Vec<i64>,
    pub(super) proof: Proof,
}

/// What is known about a piece's plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Proof {
    /// No plan with this number of grids is better.
    Best,
    /// Found; the first objective is at least `bound`.
    Open { bound: Option<i64> },
}

impl<'a> Work<'a> {
    /// Lists the possible grids of a piece and finds how many grids it can have.
    pub(super) fn prepare(&self, piece: &'a Piece) -> Part<'a> {
        let range = self.range(piece);
        let split_by_rule = !piece.apart.is_empty();
        if (piece.total() < range.minimum && !split_by_rule) || piece.total() == 0 {
            return Part { piece, range, kind: Kind::Pocket };
        }
        let kind = match self.list(piece, range) {
            Ok(Some(listed)) => Kind::Exact(Box::new(listed)),
            Ok(None) => Kind::Hopeless,
            Err(Exhausted) => Kind::Large,
        };
        Part { piece, range, kind }
    }

    fn list(&self, piece: &'a Piece, range: Range) -> Result<Option<Listed<'a>>, Exhausted> {
        let mut budget = self.budget(piece);
        let engine = Engine::new(self.problem, piece, range, true, MOST_SETS, &mut budget)?;
        if let Some(most) = engine.most(&[], &mut budget)? {
            return self.listed(piece, engine, most, None, Vec::new(), &mut budget).map(Some);
        }
        let relaxation = Relaxation { problem: self.problem, piece, limit: MOST_SETS };
        let Some(relaxed) = relaxation.smallest(range, &mut budget)? else { return Ok(None) };
        let engine = Engine::new(self.problem, piece, relaxed, false, MOST_SETS, &mut budget)?;
        let sides: Vec<Side> = engine.outside_side(range, &mut budget)?.into_iter().collect();
        let most = engine.most(&sides, &mut budget)?.ok_or(Exhausted)?;
        self.listed(piece, engine, most, Some(relaxed), sides, &mut budget).map(Some)
    }

    /// For plans with fewer grids than possible all sets are needed, also those that could be split.
    fn listed(
        &self,
        piece: &'a Piece,
        engine: Engine<'a>,
        most: u32,
        relaxed: Option<Range>,
        sides: Vec<Side>,
        budget: &mut Budget,
    ) -> Result<Listed<'a>, Exhausted> {
        if self.problem.constraints.count == Count::Most {
            return Ok(Listed { engine: Some(engine), fewest: most, most, relaxed, sides });
        }
        let engine = match relaxed {
            Some(_) => engine,
            None => Engine::new(self.problem, piece, self.range(piece), false, MOST_SETS, budget)?,
        };
        Ok(Listed { fewest: engine.fewest_bound(&sides).min(most), engine: Some(engine), most, relaxed, sides })
    }

    /// The plan of a part with as many grids as possible.
    pub(super) fn most(&self, part: &Part<'a>) -> Plan {
        match &part.kind {
            Kind::Pocket => self.one_grid(part.piece),
            Kind::Exact(listed) => {
                let (plan, _) = self.exact(part.piece, listed, listed.most);
                plan.unwrap_or_else(|| self.searched(part.piece, Count::Most))
            }
            Kind::Hopeless | Kind::Large => self.searched(part.piece, Count::Most),
        }
    }

    /// Prepares a piece and solves it with as many grids as possible, unless that takes a search.
    pub(super) fn prepare_most(&self, piece: &'a Piece) -> (Part<'a>, Option<Plan>) {
        let mut part = self.prepare(piece);
        if part.needs_search() {
            return (part, None);
        }
        let plan = self.most(&part);
        if let Kind::Exact(listed) = &mut part.kind {
            (listed.engine, listed.sides) = (None, Vec::new());
        }
        (part, Some(plan))
    }

    /// The best plan of a listed piece with a number of grids, or none and whether that is proven.
    pub(super) fn exact(&self, piece: &Piece, listed: &Listed, count: u32) -> (Option<Plan>, bool) {
        let Some(engine) = &listed.engine else { return (None, false) };
        let mut sides = listed.sides.clone();
        sides.extend(engine.count_side(count));
        let mut budget = self.budget(piece);
        let plan = |grids: Grids, proof| Some(Plan { units: grids.units, values: grids.values, proof });
        match engine.best(count, &sides, &mut budget) {
            Outcome::Best(grids) => (plan(grids, Proof::Best), true),
            Outcome::Impossible => (None, true),
            Outcome::Open(Some(grids), bound) => (plan(grids, Proof::Open { bound: Some(bound) }), false),
            Outcome::Open(None, bound) => {
                let found = self.searched(piece, Count::Total(count));
                let met = found.units.len() == count as usize || self.problem.constraints.count == Count::Most;
                (met.then_some(Plan { proof: Proof::Open { bound: Some(bound) }, ..found }), false)
            }
        }
    }

    /// The whole piece as one grid.
    pub(super) fn one_grid(&self, piece: &Piece) -> Plan {
        let units = vec![piece.units()];
        let values = crate::values::values(self.problem, piece, &units);
        Plan { units, values, proof: Proof::Best }
    }
}
