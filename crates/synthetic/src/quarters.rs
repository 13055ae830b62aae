//! What each quarter is used for, and into how many plots it is cut: the counts of the district are met exactly.

use crate::dice::Dice;
use crate::plane::{Pt, area, centroid, dist};
use crate::plots::building_land;
use crate::streets::{Fashion, Ground, Streets};
use crate::territory::Territory;

/// Grids of open courtyards.
pub const OPEN_GRIDS: usize = 349;
/// Open courtyards.
pub const COURTYARDS: usize = 1418;
/// Closed compounds.
pub const COMPOUNDS: usize = 238;
/// Grids of compounds.
pub const COMPOUND_GRIDS: usize = 126;
/// Exclusive grids: schools, hospitals, markets, wharves.
pub const EXCLUSIVE_GRIDS: usize = 30;
/// Squares and neighbourhood parks, which are no grids.
pub(crate) const SQUARES: usize = 30;
/// Quarters that exclusive grids have beyond one each: campuses and business quarters.
pub(crate) const EXCLUSIVE_EXTRA: usize = 66;

/// Grids of open courtyards that every community keeps at least, and the share of its quarters that stay open.
const LEAST_OPEN: (usize, f64) = (3, 0.42);

/// What stands in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// Open courtyards of one grid.
    Open,
    /// Closed compounds of one grid.
    Compound,
    /// Sites of one exclusive grid.
    Exclusive,
    /// Square or small park.
    Square,
}

/// A quarter between streets.
#[derive(Debug, Clone)]
pub(crate) struct Quarter {
    pub(crate) face: usize,
    pub(crate) community: usize,
    pub(crate) fashion: Fashion,
    pub(crate) purpose: Purpose,
    /// Inside the streets around it.
    pub(crate) land: Vec<Pt>,
    /// Number of courtyards or compounds; 1 otherwise.
    pub(crate) plots: usize,
    /// On the quays.
    pub(crate) wharf: bool,
    /// The first quarter of the grid: another one for the further quarters of an exclusive grid, else its own number.
    pub(crate) head: usize,
}

/// Quarters in the order of communities, then from west to east and from north to south.
pub(crate) fn assign(seed: u64, streets: &Streets, territory: &Territory) -> Vec<Quarter> {
    let mut dice = Dice::new(seed, "quarters");
    let mut quarters = collect(streets, territory, &mut dice);
    choose_compounds(&mut quarters, &mut dice);
    choose_exclusive(&mut quarters, &mut dice);
    choose_squares(&mut quarters);
    for (number, quarter) in quarters.iter_mut().enumerate() {
        quarter.head = number;
    }
    widen_exclusive(&mut quarters);
    plot_counts(&mut quarters, &mut dice);
    quarters
}

fn collect(streets: &Streets, territory: &Territory, dice: &mut Dice) -> Vec<Quarter> {
    let mut quarters = Vec::new();
    for (number, block) in streets.blocks.iter().enumerate() {
        let (fashion, wharf) = match block.ground {
            Ground::Urban(fashion) => (fashion, false),
            Ground::Wharf => (Fashion::Slab, true),
            Ground::Hill | Ground::Waterfront => continue,
        };
        for &face in &block.quarters {
            let land = building_land(&streets.fabric, face, fashion, wharf, dice);
            let purpose = if wharf { Purpose::Exclusive } else { Purpose::Open };
            let community = territory.community_of[number];
            quarters.push(Quarter { face, community, fashion, purpose, land, plots: 1, wharf, head: 0 });
        }
    }
    // West to east, then north to south, in bands as people number them.
    let place = |q: &Quarter| {
        let c = if q.land.is_empty() { [0.0, 0.0] } else { centroid(&q.land) };
        (q.community, (c[0] / 150.0).floor() as i64, (-c[1] * 1000.0) as i64, q.face)
    };
    quarters.sort_by_key(place);
    quarters
}

/// Whether a community has open quarters to spare.
fn spare_in(quarters: &[Quarter], community: usize) -> bool {
    let own = quarters.iter().filter(|q| q.community == community);
    let open = own.clone().filter(|q| q.purpose == Purpose::Open).count();
    open > LEAST_OPEN.0 && open as f64 > own.count() as f64 * LEAST_OPEN.1
}

/// Turns the open quarters with the best marks, but leaves every community some open ones.
fn turn(quarters: &mut [Quarter], marks: &[f64], count: usize, purpose: Purpose) {
    let mut order: Vec<usize> = (0..quarters.len()).collect();
    order.sort_by(|&a, &b| marks[b].total_cmp(&marks[a]).then(a.cmp(&b)));
    let mut left = count;
    for i in order {
        if left > 0 && quarters[i].purpose == Purpose::Open && spare_in(quarters, quarters[i].community) {
            quarters[i].purpose = purpose;
            left -= 1;
        }
    }
}

fn choose_compounds(quarters: &mut [Quarter], dice: &mut Dice) {
    let marks: Vec<f64> = quarters
        .iter()
        .map(|q| {
            let usual = match q.fashion {
                Fashion::Modern => 0.8,
                Fashion::Slab => 0.42,
                Fashion::Villa => 0.2,
                Fashion::Republic => 0.1,
                Fashion::Liyuan => 0.05,
            };
            usual + dice.real(0.0, 0.45) + (area(&q.land) / 30_000.0).min(1.0) * 0.15
        })
        .collect();
    turn(quarters, &marks, COMPOUND_GRIDS, Purpose::Compound);
}

/// Sites spread over the town: each next one far from those before.
fn choose_exclusive(quarters: &mut [Quarter], dice: &mut Dice) {
    let taken = quarters.iter().filter(|q| q.purpose == Purpose::Exclusive).count();
    for _ in taken..EXCLUSIVE_GRIDS {
        let sites: Vec<Pt> =
            quarters.iter().filter(|q| q.purpose == Purpose::Exclusive).map(|q| centroid(&q.land)).collect();
        let marks: Vec<f64> = quarters
            .iter()
            .map(|q| {
                if q.land.len() < 4 {
                    return -1.0;
                }
                let c = centroid(&q.land);
                let far = sites.iter().map(|&s| dist(s, c)).fold(1500.0, f64::min);
                let size = area(&q.land);
                far * if (9_000.0..26_000.0).contains(&size) { 1.0 } else { 0.5 } * dice.real(0.8, 1.0)
            })
            .collect();
        turn(quarters, &marks, 1, Purpose::Exclusive);
    }
}

/// Exclusive grids take in the open quarters nearest to them in their community, four quarters a grid at most.
fn widen_exclusive(quarters: &mut [Quarter]) {
    for _ in 0..EXCLUSIVE_EXTRA {
        let size = |head: usize| quarters.iter().filter(|q| q.purpose == Purpose::Exclusive && q.head == head).count();
        let mut best: Option<(f64, usize, usize)> = None;
        for head in (0..quarters.len()).filter(|&h| quarters[h].purpose == Purpose::Exclusive && quarters[h].head == h)
        {
            let site = &quarters[head];
            if size(head) >= 5 || !spare_in(quarters, site.community) || site.wharf {
                continue;
            }
            let at = centroid(&site.land);
            let near = |q: &Quarter| dist(at, centroid(&q.land)) * (1.0 + 0.2 * size(head) as f64);
            let open = quarters
                .iter()
                .enumerate()
                .filter(|(_, q)| q.community == site.community && q.purpose == Purpose::Open && q.land.len() > 3);
            for (number, quarter) in open {
                if best.is_none_or(|(d, ..)| near(quarter) < d) {
                    best = Some((near(quarter), number, head));
                }
            }
        }
        let Some((_, number, head)) = best else { return };
        quarters[number].purpose = Purpose::Exclusive;
        quarters[number].head = head;
    }
}

/// Squares take what is too small or too odd for courtyards, not all in one place.
fn choose_squares(quarters: &mut [Quarter]) {
    for _ in 0..SQUARES {
        let squares: Vec<Pt> = quarters
            .iter()
            .filter(|q| q.purpose == Purpose::Square && q.land.len() > 3)
            .map(|q| centroid(&q.land))
            .collect();
        let mark = |q: &Quarter| {
            if q.land.len() < 4 || area(&q.land) < 1_500.0 {
                return 9.0;
            }
            let odd = (0.6 - crate::plane::roundness(&q.land)).max(0.0) * 2.5;
            let far = squares.iter().map(|&s| dist(s, centroid(&q.land))).fold(1200.0, f64::min) / 1200.0;
            1.0 - (area(&q.land) / 15_000.0).min(1.0) + odd + 1.2 * far
        };
        let marks: Vec<f64> = quarters.iter().map(mark).collect();
        turn(quarters, &marks, 1, Purpose::Square);
    }
}

/// Courtyards and compounds of each quarter.
fn plot_counts(quarters: &mut [Quarter], dice: &mut Dice) {
    for (purpose, total) in [(Purpose::Open, COURTYARDS), (Purpose::Compound, COMPOUNDS)] {
        let members: Vec<usize> = (0..quarters.len()).filter(|&i| quarters[i].purpose == purpose).collect();
        let wishes: Vec<(f64, usize, usize)> = members.iter().map(|&i| wish(&quarters[i], purpose, dice)).collect();
        for (&i, count) in members.iter().zip(apportion(&wishes, total)) {
            quarters[i].plots = count;
        }
    }
}

/// Wished number of plots, fewest and most.
fn wish(quarter: &Quarter, purpose: Purpose, dice: &mut Dice) -> (f64, usize, usize) {
    let size = area(&quarter.land);
    if purpose == Purpose::Compound {
        return (size / 11_000.0 * dice.real(0.6, 1.4), 1, (size / 3_500.0).clamp(1.0, 5.0) as usize);
    }
    let usual = match quarter.fashion {
        Fashion::Liyuan => 750.0,
        Fashion::Republic => 1_800.0,
        Fashion::Villa => 6_500.0,
        Fashion::Slab => 7_500.0,
        Fashion::Modern => 9_000.0,
    };
    let fewest = (size / 8_300.0).ceil().max(1.0) as usize;
    let most = (size / 480.0).floor().clamp(fewest as f64, 15.0) as usize;
    (size / usual * dice.real(0.45, 1.8), fewest, most)
}

/// Whole numbers within each one's bounds, as near to a common multiple of the wishes as can be, with the given total.
pub(crate) fn apportion(wishes: &[(f64, usize, usize)], total: usize) -> Vec<usize> {
    let at = |factor: f64| -> Vec<usize> {
        let fit = |&(wish, low, high): &(f64, usize, usize)| ((wish * factor).round() as usize).clamp(low, high);
        wishes.iter().map(fit).collect()
    };
    let (mut low, mut high) = (0.0, 1.0);
    while at(high).iter().sum::<usize>() < total && high < 1e6 {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if at(middle).iter().sum::<usize>() <= total { low = middle } else { high = middle }
    }
    let mut counts = at(low);
    let mut missing = total.saturating_sub(counts.iter().sum());
    for (count, wish) in counts.iter_mut().zip(wishes) {
        if missing > 0 && *count < wish.2 {
            *count += 1;
            missing -= 1;
        }
    }
    counts
}
