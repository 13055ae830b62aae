//! How many grids each piece gets when their number in all is given: exact, by dynamic programming over the pieces.
//!
//! A piece's best cost for a number of grids is only found when the shares that look best need it: until then a bound
//! stands for it. When the best shares use no bound any more they are proven best.

use super::Work;
use super::part::{Kind, Part, Plan, Proof};
use crate::{Count, Infeasibility};
use rayon::prelude::*;

/// Most objectives that are told apart when shares are compared, and the distance from the fair share, which decides
/// between equal ones.
const LEVELS: usize = 5;

type Cost = [i64; LEVELS];

/// The numbers of grids that cannot be met.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// The number for the whole map cannot be met.
    pub(super) whole: Option<Infeasibility>,
    /// The numbers of these communities cannot be met.
    pub(super) communities: Vec<(u32, Infeasibility)>,
    /// Some share rests on a search, not on a proof.
    pub(super) unproven: bool,
}

/// What is known of a piece with a number of grids.
#[derive(Clone)]
enum Entry {
    Bound(Cost),
    Solved(Plan),
    Impossible,
}

/// The numbers of grids of one piece from `first` on, with its fair share.
struct Row {
    share: u32,
    first: u32,
    entries: Vec<Entry>,
}

impl<'a> Work<'a> {
    /// Shares out `total` grids among all parts and locked grids.
    pub(super) fn allocate_total(&self, parts: &'a [Part<'a>], total: u32) -> (Vec<Plan>, Counted) {
        let locked = self.problem.constraints.locked.iter().filter(|units| !units.is_empty()).count() as u32;
        let all: Vec<&Part> = parts.iter().collect();
        let (plans, whole, proven) = self.share(&all, total.saturating_sub(locked), locked);
        (plans, Counted { whole, communities: Vec::new(), unproven: !proven })
    }

    /// Shares out each community's number among its parts.
    pub(super) fn allocate_each(&self, parts: &'a [Part<'a>], counts: &[u32]) -> (Vec<Plan>, Counted) {
        let mut locked = vec![0u32; counts.len()];
        for group in &self.problem.constraints.locked {
            if let Some(&unit) = group.first() {
                locked[self.problem.community[unit as usize] as usize] += 1;
            }
        }
        if !self.problem.constraints.inside_communities {
            let total = counts.iter().fold(0u32, |sum, count| sum.saturating_add(*count));
            return self.allocate_total(parts, total);
        }
        let groups: Vec<&[Part]> = parts.chunk_by(|a, b| a.piece.community == b.piece.community).collect();
        let shared: Vec<(Vec<Plan>, Option<Infeasibility>, bool)> = groups
            .par_iter()
            .map(|group| {
                let community = group[0].piece.community as usize;
                let members: Vec<&Part> = group.iter().collect();
                self.share(&members, counts[community].saturating_sub(locked[community]), locked[community])
            })
            .collect();
        let mut counted = Counted::default();
        let mut plans = Vec::with_capacity(parts.len());
        for (group, (mut found, reason, proven)) in groups.iter().zip(shared) {
            plans.append(&mut found);
            counted.unproven |= !proven;
            counted.communities.extend(reason.map(|reason| (group[0].piece.community, reason)));
        }
        (plans, counted)
    }

    /// The best plans of the parts with `total` grids in all, or with the nearest number that can be met and the reason;
    /// and whether the shares are proven best.
    fn share(&self, parts: &[&'a Part<'a>], total: u32, locked: u32) -> (Vec<Plan>, Option<Infeasibility>, bool) {
        let share = |part: &Part| {
            let all: u64 = parts.iter().map(|part| part.piece.total()).sum();
            (u64::from(total) * part.piece.total() + all / 2).checked_div(all).unwrap_or(1) as u32
        };
        let mut rows: Vec<Row> = parts.par_iter().map(|part| self.row(part, share(part), parts.len(), total)).collect();
        let mut proven = parts.iter().all(|part| matches!(part.kind, Kind::Pocket | Kind::Exact(_)));
        loop {
            let found = best_shares(&rows, total);
            let Some((shares, met)) = found else {
                return (parts.iter().map(|part| self.most(part)).collect(), self.reason(&rows, locked), proven);
            };
            let open: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].is_open(shares[at])).collect();
            if open.is_empty() {
                let plans = rows.iter().zip(&shares).map(|(row, &count)| row.plan(count)).collect::<Option<Vec<_>>>();
                let plans = plans.unwrap_or_else(|| parts.iter().map(|part| self.most(part)).collect());
                return (plans, if met == total { None } else { self.reason(&rows, locked) }, proven);
            }
            let solved: Vec<(Entry, bool)> = open.par_iter().map(|&at| self.entry(parts[at], shares[at])).collect();
            for (at, (entry, sure)) in open.into_iter().zip(solved) {
                proven &= sure;
                let slot = (shares[at] - rows[at].first) as usize;
                rows[at].entries[slot] = entry;
            }
        }
    }

    /// What a part comes to with a number of grids, and whether that is proven.
    fn entry(&self, part: &Part<'a>, count: u32) -> (Entry, bool) {
        match &part.kind {
            Kind::Pocket => (Entry::Solved(self.one_grid(part.piece)), true),
            Kind::Exact(listed) => match self.exact(part.piece, listed, count) {
                (Some(plan), _) => {
                    let sure = plan.proof == Proof::Best;
                    (Entry::Solved(plan), sure)
                }
                (None, sure) => (Entry::Impossible, sure),
            },
            Kind::Hopeless | Kind::Large => {
                let plan = self.searched(part.piece, Count::Total(count));
                let met = plan.units.len() == count as usize;
                (if met { Entry::Solved(plan) } else { Entry::Impossible }, false)
            }
        }
    }

    /// The numbers that a part may have, with bounds of their cost.
    fn row(&self, part: &Part<'a>, share: u32, n_parts: usize, total: u32) -> Row {
        match &part.kind {
            Kind::Pocket => Row { share, first: 1, entries: vec![Entry::Bound([0; LEVELS])] },
            Kind::Exact(listed) => {
                let shared = share.clamp(listed.fewest, listed.most);
                let lines = listed.engine.as_ref().map(|engine| engine.bound_lines(shared)).unwrap_or_default();
                let bound = |count: u32| {
                    let mut cost = [0; LEVELS];
                    cost.iter_mut().zip(&lines).take(LEVELS - 1).for_each(|(slot, line)| *slot = line.at(count));
                    Entry::Bound(cost)
                };
                let entries = (listed.fewest..=listed.most).map(bound);
                Row { share, first: listed.fewest, entries: entries.collect() }
            }
            Kind::Hopeless | Kind::Large if n_parts == 1 => {
                let first = total.clamp(1, part.piece.atoms.len() as u32);
                Row { share, first, entries: vec![Entry::Bound([0; LEVELS])] }
            }
            // Only numbers near the fair share are tried: each try is a search.
            Kind::Hopeless | Kind::Large => {
                let atoms = part.piece.atoms.len() as u32;
                let (first, last) = (share.saturating_sub(1).clamp(1, atoms), (share + 1).clamp(1, atoms));
                Row { share, first, entries: vec![Entry::Bound([0; LEVELS]); (last - first + 1) as usize] }
            }
        }
    }

    fn reason(&self, rows: &[Row], locked: u32) -> Option<Infeasibility> {
        let sum = |of: fn(&Row) -> Option<u32>| rows.iter().map(of).sum::<Option<u32>>().map(|sum| sum + locked);
        let fewest = sum(|row| row.possible().next());
        let most = sum(|row| row.possible().last());
        Some(Infeasibility::CountImpossible { fewest, most })
    }
}

impl Row {
    fn is_open(&self, count: u32) -> bool {
        matches!(self.entries[(count - self.first) as usize], Entry::Bound(_))
    }

    fn plan(&self, count: u32) -> Option<Plan> {
        match &self.entries[(count - self.first) as usize] {
            Entry::Solved(plan) => Some(plan.clone()),
            Entry::Bound(_) | Entry::Impossible => None,
        }
    }

    fn possible(&self) -> impl Iterator<Item = u32> + '_ {
        let numbered = self.entries.iter().enumerate();
        numbered.filter(|(_, entry)| !matches!(entry, Entry::Impossible)).map(|(at, _)| self.first + at as u32)
    }

    fn cost(&self, count: u32) -> Option<Cost> {
        let mut cost = match &self.entries[(count - self.first) as usize] {
            Entry::Bound(cost) => *cost,
            Entry::Solved(plan) => {
                let mut cost = [0; LEVELS];
                cost.iter_mut().zip(&plan.values).take(LEVELS - 1).for_each(|(slot, value)| *slot = *value);
                cost
            }
            Entry::Impossible => return None,
        };
        cost[LEVELS - 1] = i64::from(count.abs_diff(self.share));
        Some(cost)
    }
}

/// The cheapest shares that add up to `total`, or to the nearest sum that can be reached (the lower of two), with that
/// sum; `None` when some row has no number at all.
fn best_shares(rows: &[Row], total: u32) -> Option<(Vec<u32>, u32)> {
    let most: usize = rows.iter().map(|row| row.first as usize + row.entries.len()).sum();
    let mut tables: Vec<Vec<Option<(Cost, u32)>>> = Vec::with_capacity(rows.len());
    let mut costs: Vec<Option<Cost>> = vec![None; most + 1];
    costs[0] = Some([0; LEVELS]);
    let mut reach = 0;
    for row in rows {
        let mut next: Vec<Option<(Cost, u32)>> = vec![None; most + 1];
        for (sum, cost) in costs[..=reach].iter().enumerate().filter_map(|(sum, cost)| cost.map(|cost| (sum, cost))) {
            for count in row.possible() {
                let Some(own) = row.cost(count) else { continue };
                let joined = std::array::from_fn(|level| cost[level].saturating_add(own[level]));
                let slot = &mut next[sum + count as usize];
                if slot.is_none_or(|(best, _)| joined < best) {
                    *slot = Some((joined, count));
                }
            }
        }
        reach += row.possible().last().unwrap_or(0) as usize;
        costs = next.iter().map(|slot| slot.map(|(cost, _)| cost)).collect();
        tables.push(next);
    }
    let reachable = (0..=most).filter(|&sum| costs[sum].is_some());
    let met = reachable.min_by_key(|&sum| (sum.abs_diff(total as usize), sum))?;
    let mut left = met;
    let mut shares = Vec::with_capacity(rows.len());
    for table in tables.iter().rev() {
        let (_, count) = table[left]?;
        shares.push(count);
        left -= count as usize;
    }
    shares.reverse();
    Some((shares, met as u32))
}
