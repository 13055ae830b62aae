//! Whether a problem can be read at all.

use crate::{Count, InvalidProblem, Problem, split::Unions};

/// Most households of a unit and longest border in millimetres that are believed (a town; 100,000 km).
const MOST_HOUSEHOLDS: u32 = 10_000_000;
const LONGEST_BORDER_MM: u64 = 100_000_000_000;

impl Problem {
    /// Checks lengths, indices, ranges and contradictions between constraints.
    ///
    /// # Errors
    /// The first fault found, in the order of [`InvalidProblem`]'s cases.
    pub fn check(&self) -> Result<(), InvalidProblem> {
        self.check_lists()?;
        self.check_groups()
    }

    /// Checks everything but contradictions: enough to judge a plan that exists.
    pub(crate) fn check_lists(&self) -> Result<(), InvalidProblem> {
        self.check_lengths()?;
        self.check_range()?;
        self.check_units()?;
        self.check_sizes()
    }

    /// Checks that labels name a grid for each unit.
    pub(crate) fn check_labels(&self, labels: &[u32]) -> Result<(), InvalidProblem> {
        let n_units = self.graph.n_units();
        let fits = labels.len() == n_units;
        if fits { Ok(()) } else { Err(InvalidProblem::Length { list: "labels", found: labels.len(), n_units }) }
    }

    fn check_lengths(&self) -> Result<(), InvalidProblem> {
        let n_units = self.graph.n_units();
        let length = |list: &'static str, found: usize, may_be_empty: bool| {
            let fits = found == n_units || (may_be_empty && found == 0);
            if fits { Ok(()) } else { Err(InvalidProblem::Length { list, found, n_units }) }
        };
        length("households", self.households.len(), false)?;
        length("community", self.community.len(), false)?;
        length("shapes", self.shapes.len(), true)?;
        if let Some(previous) = &self.previous {
            length("previous", previous.len(), false)?;
        }
        if let Count::PerCommunity(counts) = &self.constraints.count {
            let communities = self.n_communities();
            if counts.len() != communities {
                return Err(InvalidProblem::Communities { found: counts.len(), communities });
            }
        }
        let mut seen = vec![false; self.n_communities().min(n_units + 1)];
        for &community in &self.community {
            match seen.get_mut(community as usize) {
                Some(slot) => *slot = true,
                None => return Err(InvalidProblem::CommunityMissing { community: n_units as u32 }),
            }
        }
        match seen.iter().position(|found| !found) {
            Some(hole) => Err(InvalidProblem::CommunityMissing { community: hole as u32 }),
            None => Ok(()),
        }
    }

    fn check_range(&self) -> Result<(), InvalidProblem> {
        let rules = &self.constraints;
        if let Some(maximum) = rules.maximum
            && maximum < rules.minimum.max(1)
        {
            return Err(InvalidProblem::EmptyRange { minimum: rules.minimum, maximum });
        }
        match rules.deviation {
            Some(deviation) if !(deviation.is_finite() && deviation >= 0.0) => Err(InvalidProblem::Deviation),
            Some(_) if rules.count == Count::Most => Err(InvalidProblem::Deviation),
            _ => Ok(()),
        }
    }

    fn check_units(&self) -> Result<(), InvalidProblem> {
        let n_units = self.graph.n_units();
        let known = |list: &'static str, unit: u32| {
            let fits = (unit as usize) < n_units;
            if fits { Ok(()) } else { Err(InvalidProblem::UnitUnknown { list, unit, n_units }) }
        };
        let rules = &self.constraints;
        for &unit in rules.keep_together.iter().flatten() {
            known("keep_together", unit)?;
        }
        for &(a, b) in &rules.keep_apart {
            known("keep_apart", a)?;
            known("keep_apart", b)?;
        }
        rules.locked.iter().flatten().try_for_each(|&unit| known("locked", unit))
    }

    fn check_sizes(&self) -> Result<(), InvalidProblem> {
        if let Some(unit) = self.households.iter().position(|&households| households > MOST_HOUSEHOLDS) {
            return Err(InvalidProblem::TooLarge { list: "households", unit: unit as u32 });
        }
        let long = self.graph.edges().iter().find(|edge| edge.length_mm > LONGEST_BORDER_MM);
        long.map_or(Ok(()), |edge| Err(InvalidProblem::TooLarge { list: "borders", unit: edge.a }))
    }

    fn check_groups(&self) -> Result<(), InvalidProblem> {
        let n_units = self.graph.n_units();
        let rules = &self.constraints;
        let clash = |unit, first, second| Err(InvalidProblem::Contradiction { unit, first, second });
        let mut locked = vec![u32::MAX; n_units];
        for (group, units) in rules.locked.iter().enumerate() {
            for &unit in units {
                if locked[unit as usize] != u32::MAX {
                    return clash(unit, "locked", "locked");
                }
                locked[unit as usize] = group as u32;
            }
        }
        let mut together = Unions::new(n_units);
        for group in &rules.keep_together {
            for pair in group.windows(2) {
                together.join(pair[0], pair[1]);
            }
        }
        let open = self.components();
        for unit in 0..n_units as u32 {
            let first = together.find(unit) as usize;
            let at = unit as usize;
            if locked[at] != locked[first] {
                return clash(unit, "keep together", "locked");
            }
            if locked[at] != u32::MAX {
                continue;
            }
            if rules.inside_communities && self.community[at] != self.community[first] {
                return clash(unit, "keep together", "inside one community");
            }
            if open[at] != open[first] {
                return clash(unit, "keep together", "connected without crossing barriers");
            }
        }
        for &(a, b) in &rules.keep_apart {
            if together.find(a) == together.find(b) {
                return clash(a, "keep apart", "keep together");
            }
            if locked[a as usize] != u32::MAX && locked[a as usize] == locked[b as usize] {
                return clash(a, "keep apart", "locked");
            }
        }
        Ok(())
    }

    /// For each unit the first unit of its component once barriers, community lines and locked grids are taken out.
    fn components(&self) -> Vec<u32> {
        let rules = &self.constraints;
        let mut free = vec![true; self.graph.n_units()];
        rules.locked.iter().flatten().for_each(|&unit| free[unit as usize] = false);
        let mut components = Unions::new(free.len());
        for edge in self.graph.edges() {
            if free[edge.a as usize] && free[edge.b as usize] && self.is_open(edge) {
                components.join(edge.a, edge.b);
            }
        }
        (0..free.len() as u32).map(|unit| components.find(unit)).collect()
    }
}
