//! The whole town in local metres, before it becomes tables.

use crate::dice::Dice;
use crate::fabric::WayClass;
use crate::furnish::{self, House, SiteKind};
use crate::plane::{Pt, area, centroid};
use crate::plots::{Lane, parcel};
use crate::quarters::{Purpose, Quarter, apportion, assign};
use crate::streets::{Fashion, Streets, lay_out};
use crate::territory::Territory;

/// Communities of the district.
pub const COMMUNITIES: usize = 50;
/// Subdistricts of the district.
pub const SUBDISTRICTS: usize = 10;
/// Fewest and most households of a courtyard.
pub const COURTYARD_HOUSEHOLDS: (i64, i64) = (12, 220);
/// The range of households of a grid that the reference list keeps, and for which 349 grids are feasible.
pub const GRID_HOUSEHOLDS: (i64, i64) = (200, 600);

/// A courtyard or a compound.
#[derive(Debug, Clone)]
pub(crate) struct Plot {
    pub(crate) ring: Vec<Pt>,
    pub(crate) quarter: usize,
    pub(crate) households: i64,
    pub(crate) built: i64,
    pub(crate) houses: Vec<House>,
}

/// An exclusive site.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) ring: Vec<Pt>,
    pub(crate) quarter: usize,
    pub(crate) kind: SiteKind,
    pub(crate) houses: Vec<House>,
}

/// Everything that was laid out.
pub(crate) struct Town {
    pub(crate) streets: Streets,
    pub(crate) territory: Territory,
    pub(crate) quarters: Vec<Quarter>,
    pub(crate) courtyards: Vec<Plot>,
    pub(crate) compounds: Vec<Plot>,
    pub(crate) sites: Vec<Site>,
    /// Lanes with the quarter they lie in.
    pub(crate) lanes: Vec<(usize, Lane)>,
}

/// Lays out the town of a seed.
pub(crate) fn build(seed: u64) -> Town {
    let wanted = crate::quarters::OPEN_GRIDS
        + crate::quarters::COMPOUND_GRIDS
        + crate::quarters::EXCLUSIVE_GRIDS
        + crate::quarters::EXCLUSIVE_EXTRA
        + crate::quarters::SQUARES;
    let streets = lay_out(seed, wanted);
    let territory = Territory::grow(seed, &streets, COMMUNITIES, SUBDISTRICTS);
    let quarters = assign(seed, &streets, &territory);
    let mut town = Town {
        streets,
        territory,
        quarters,
        courtyards: Vec::new(),
        compounds: Vec::new(),
        sites: Vec::new(),
        lanes: Vec::new(),
    };
    town.parcel_out(seed);
    town.settle(seed);
    town
}

impl Town {
    fn parcel_out(&mut self, seed: u64) {
        let mut dice = Dice::new(seed, "plots");
        let mut kinds = site_kinds(&mut dice);
        for number in 0..self.quarters.len() {
            let quarter = self.quarters[number].clone();
            match quarter.purpose {
                Purpose::Open => {
                    let plots = parcel(&quarter.land, quarter.plots, quarter.fashion, (330.0, 11_700.0), &mut dice);
                    self.lanes.extend(plots.lanes.into_iter().map(|lane| (number, lane)));
                    for ring in west_to_east(plots.rings) {
                        let houses = furnish::courtyard(&ring, quarter.fashion, &mut dice);
                        let built = year(quarter.fashion, &mut dice);
                        self.courtyards.push(Plot { ring, quarter: number, households: 0, built, houses });
                    }
                }
                Purpose::Compound => {
                    let plots = parcel(&quarter.land, quarter.plots, Fashion::Modern, (2_000.0, 60_000.0), &mut dice);
                    let lanes = plots.lanes.into_iter().filter(|lane| lane.class != WayClass::Party);
                    self.lanes.extend(lanes.map(|lane| (number, lane)));
                    for ring in west_to_east(plots.rings) {
                        let houses = furnish::compound(&ring, quarter.fashion, &mut dice);
                        let built = dice.int(1994, 2019);
                        self.compounds.push(Plot { ring, quarter: number, households: 0, built, houses });
                    }
                }
                Purpose::Exclusive => {
                    let kind = match number {
                        _ if quarter.wharf => SiteKind::Wharf,
                        _ if quarter.head != number => {
                            *dice.pick(&[SiteKind::Office, SiteKind::Office, SiteKind::Campus, SiteKind::Mall])
                        }
                        _ => kinds.pop().unwrap_or(SiteKind::Primary),
                    };
                    let houses = furnish::site(&quarter.land, kind, &mut dice);
                    self.sites.push(Site { ring: quarter.land, quarter: number, kind, houses });
                }
                Purpose::Square => {}
            }
        }
    }

    /// Households: what the floor area suggests, brought into each grid's range.
    fn settle(&mut self, seed: u64) {
        let mut dice = Dice::new(seed, "households");
        for number in 0..self.quarters.len() {
            let fashion = self.quarters[number].fashion;
            let members: Vec<usize> =
                (0..self.courtyards.len()).filter(|&c| self.courtyards[c].quarter == number).collect();
            if members.is_empty() {
                continue;
            }
            let wishes: Vec<(f64, usize, usize)> = members
                .iter()
                .map(|&c| {
                    let homes = floor_area(&self.courtyards[c].houses) * 0.8 / home_size(fashion) * dice.real(0.8, 1.2);
                    let (least, most) = COURTYARD_HOUSEHOLDS;
                    // However dense, about five square metres of ground a household.
                    let room = (area(&self.courtyards[c].ring) * 0.2) as i64;
                    (homes.max(4.0), least as usize, most.min(room + 20).max(least) as usize)
                })
                .collect();
            let room = wishes.iter().map(|w| w.2).sum();
            let target = grid_target(wishes.iter().map(|w| w.0).sum(), members.len(), &mut dice).min(room);
            for (&c, households) in members.iter().zip(apportion(&wishes, target)) {
                self.courtyards[c].households = households as i64;
            }
        }
        for compound in &mut self.compounds {
            let homes = floor_area(&compound.houses) * 0.8 / dice.real(85.0, 110.0);
            compound.households = (homes.round() as i64).clamp(24, 900).min((area(&compound.ring) * 0.2) as i64);
        }
    }
}

/// Households of a grid of `members` courtyards whose floor area suggests `homes`.
fn grid_target(homes: f64, members: usize, dice: &mut Dice) -> usize {
    let pulled = 385.0 + (homes - 400.0) * 0.42 + dice.real(-40.0, 40.0);
    let most = (members as f64 * 205.0).min(585.0);
    let least = 206.0_f64.max(members as f64 * 14.0);
    let target = pulled.clamp(215.0_f64.max(least), 585.0).min(most);
    if members == 1 { dice.int(204, 219) as usize } else { target.round() as usize }
}

pub(crate) fn floor_area(houses: &[House]) -> f64 {
    houses.iter().map(House::floor_area).sum()
}

fn home_size(fashion: Fashion) -> f64 {
    match fashion {
        Fashion::Liyuan => 30.0,
        Fashion::Republic => 46.0,
        Fashion::Villa => 60.0,
        Fashion::Slab => 56.0,
        Fashion::Modern => 74.0,
    }
}

fn year(fashion: Fashion, dice: &mut Dice) -> i64 {
    match fashion {
        Fashion::Liyuan => dice.int(1904, 1937),
        Fashion::Republic => dice.int(1910, 1948),
        Fashion::Villa => dice.int(1922, 1938),
        Fashion::Slab => dice.int(1954, 1989),
        Fashion::Modern => dice.int(1984, 1999),
    }
}

fn west_to_east(mut rings: Vec<Vec<Pt>>) -> Vec<Vec<Pt>> {
    rings.sort_by(|a, b| centroid(a)[0].total_cmp(&centroid(b)[0]));
    rings
}

fn site_kinds(dice: &mut Dice) -> Vec<SiteKind> {
    use SiteKind::{Church, Culture, Hospital, Market, Middle, Primary};
    let mut kinds = Vec::new();
    for (kind, count) in [(Primary, 10), (Middle, 5), (Hospital, 4), (Market, 5), (Culture, 3), (Church, 3)] {
        kinds.extend(std::iter::repeat_n(kind, count));
    }
    dice.shuffle(&mut kinds);
    kinds
}
