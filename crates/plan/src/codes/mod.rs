//! Codes of grids: schemes, numbering, and that a code is never used again.

mod history;
mod scheme;

use std::collections::{BTreeMap, BTreeSet};

use model::reading_order;

use crate::{GridId, GridKind, Plan, Territory};
pub use history::CodeHistory;
pub use scheme::Scheme;
use scheme::Template;

/// Which grids get a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbering {
    /// Those that have none; all others keep theirs.
    Missing,
    /// These, whether or not they have one.
    These(BTreeSet<GridId>),
    /// All.
    All,
}

/// Why codes cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// The scheme needs communities with codes of 12 digits.
    #[error("community {0} has no code of 12 digits")]
    CommunityCode(String),
    /// The pattern has an unknown part, or not exactly one number.
    #[error(
        "the pattern {0:?} needs exactly one {{n}} and knows only {{county}}, {{street}} and {{community}} besides"
    )]
    Pattern(String),
    /// The object prefix is not 6 digits.
    #[error("the object code {0:?} is not 6 digits")]
    Object(String),
    /// All numbers of the community were used.
    #[error("all numbers of community {0} were used")]
    Exhausted(String),
}

/// New codes for grids, as rows for recoding edits: in each community from west to east and then from north to south by
/// the centre of the grid, with the numbers after the last that was ever used.
///
/// # Errors
/// When the scheme does not fit the communities' codes or a community has no number left.
pub fn number(
    territory: &Territory,
    plan: &Plan,
    scheme: &Scheme,
    history: &CodeHistory,
    which: &Numbering,
) -> Result<Vec<(GridId, String)>, CodeFault> {
    let chosen = |id: GridId| match which {
        Numbering::Missing => plan.grid(id).is_some_and(|grid| grid.info.code.is_none()),
        Numbering::These(grids) => grids.contains(&id),
        Numbering::All => true,
    };
    let mut waiting: BTreeMap<usize, Vec<GridId>> = BTreeMap::new();
    for &id in plan.grids().keys().filter(|&&id| chosen(id)) {
        waiting.entry(plan.community_of(territory, id).unwrap_or(0)).or_default().push(id);
    }
    let kept = plan.grids().iter().filter(|(id, _)| !chosen(**id));
    let taken: BTreeSet<&str> = history.codes().chain(kept.filter_map(|(_, grid)| grid.info.code.as_deref())).collect();
    let mut given = Vec::new();
    for (community, grids) in waiting {
        let template = scheme.template(&territory.communities()[community])?;
        let whole = is_whole(territory, plan, community);
        given.extend(in_community(territory, plan, &template, &taken, &grids, whole)?);
    }
    Ok(given)
}

fn in_community(
    territory: &Territory,
    plan: &Plan,
    template: &Template,
    taken: &BTreeSet<&str>,
    grids: &[GridId],
    whole: bool,
) -> Result<Vec<(GridId, String)>, CodeFault> {
    let used: BTreeSet<u32> = taken.iter().filter_map(|code| template.number_in(code)).collect();
    let zero = whole && template.zero_for_whole && grids.len() == 1 && !used.contains(&0);
    let last = used.last().copied().unwrap_or(0);
    let after = last + 1..=template.most();
    let before = (1..=last.min(template.most())).filter(|number| !used.contains(number));
    let mut free = zero.then_some(0).into_iter().chain(after).chain(before);
    let centres: Vec<[f64; 2]> = grids.iter().map(|&id| centre(territory, plan, id)).collect();
    let mut codes = Vec::with_capacity(grids.len());
    for place in reading_order(&centres) {
        let number = free.next().ok_or_else(|| CodeFault::Exhausted(template.community.clone()))?;
        codes.push((grids[place], template.code(number)));
    }
    Ok(codes)
}

/// Whether a community is one governance grid.
fn is_whole(territory: &Territory, plan: &Plan, community: usize) -> bool {
    let governance = plan.grids().iter().filter(|(_, grid)| grid.info.kind == GridKind::Governance);
    governance.filter(|&(&id, _)| plan.community_of(territory, id) == Some(community)).count() == 1
}

/// Mean of the points of a grid's cells, weighted by their ground.
fn centre(territory: &Territory, plan: &Plan, id: GridId) -> [f64; 2] {
    let mut sums = [0.0; 3];
    for &cell in plan.grid(id).map_or(&[][..], |grid| grid.cells()) {
        let (area, [x, y]) = (territory.area_m2(cell), territory.point(cell));
        sums = [sums[0] + x * area, sums[1] + y * area, sums[2] + area];
    }
    [sums[0] / sums[2].max(f64::MIN_POSITIVE), sums[1] / sums[2].max(f64::MIN_POSITIVE)]
}
