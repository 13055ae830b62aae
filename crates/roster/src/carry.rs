//! Carry-over: what becomes of assignments when grids are redrawn. Nothing vanishes silently.

use std::collections::{BTreeMap, BTreeSet};

use model::{Assignment, Code, Level, PlaceKey};

/// A part of an old grid became part of a new one.
#[derive(Debug, Clone, PartialEq)]
pub struct Descent {
    /// The old grid.
    pub old: Code,
    /// The new grid.
    pub new: Code,
    /// Share of the old grid's households, 0 to 1.
    pub share: f64,
}

/// A redraw of the grids.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Redraw {
    /// Where the households of old grids went. A grid that did not change needs no line.
    pub descents: Vec<Descent>,
    /// The grids of the new plan.
    pub grids: BTreeSet<Code>,
}

/// What becomes of assignments: each is in exactly one list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CarryOver {
    /// As they are: not on a grid, or on a grid that goes on.
    pub kept: Vec<Assignment>,
    /// To the grid that took over most of the old one.
    pub moved: Vec<Moved>,
    /// For a person to decide.
    pub to_decide: Vec<ToDecide>,
}

/// An assignment that goes to another grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// As it was.
    pub assignment: Assignment,
    /// The grid it goes to.
    pub to: PlaceKey,
    /// The share of households that went there.
    pub share: f64,
}

/// An assignment that no share decides.
#[derive(Debug, Clone, PartialEq)]
pub struct ToDecide {
    /// As it was.
    pub assignment: Assignment,
    /// The grids that its grid went to with their shares, the largest first; none where it just went.
    pub shares: Vec<(Code, f64)>,
}

/// Takes assignments over a redraw. One on a grid stays with the new grid that has the largest share of the old one's
/// households, where that share is at or above `threshold` and no other is as large.
pub fn carry_over(assignments: &[Assignment], redraw: &Redraw, threshold: f64) -> CarryOver {
    let mut descents: BTreeMap<&Code, BTreeMap<&Code, f64>> = BTreeMap::new();
    for descent in &redraw.descents {
        *descents.entry(&descent.old).or_default().entry(&descent.new).or_default() += descent.share;
    }
    let mut out = CarryOver::default();
    for assignment in assignments {
        let assignment = assignment.clone();
        match fate(&assignment.place, &descents, redraw, threshold) {
            Fate::Kept => out.kept.push(assignment),
            Fate::Moved(to, share) => {
                let to = PlaceKey { level: Level::Grid, code: to };
                out.moved.push(Moved { assignment, to, share });
            }
            Fate::ToDecide(shares) => out.to_decide.push(ToDecide { assignment, shares }),
        }
    }
    out
}

enum Fate {
    Kept,
    Moved(Code, f64),
    ToDecide(Vec<(Code, f64)>),
}

fn fate(place: &PlaceKey, descents: &BTreeMap<&Code, BTreeMap<&Code, f64>>, redraw: &Redraw, threshold: f64) -> Fate {
    if place.level != Level::Grid {
        return Fate::Kept;
    }
    let Some(heirs) = descents.get(&place.code) else {
        let goes_on = redraw.grids.contains(&place.code);
        return if goes_on { Fate::Kept } else { Fate::ToDecide(Vec::new()) };
    };
    let mut shares: Vec<(Code, f64)> = heirs.iter().map(|(&code, &share)| (code.clone(), share)).collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (largest, share) = shares[0].clone();
    let tied = shares.get(1).is_some_and(|(_, other)| *other >= share);
    let known = redraw.grids.contains(&largest);
    match share >= threshold && !tied && known {
        true if largest == place.code => Fate::Kept,
        true => Fate::Moved(largest, share),
        false => Fate::ToDecide(shares),
    }
}
