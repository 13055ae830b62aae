//! Codes, names and addresses of everything in the town.

use std::collections::{BTreeMap, BTreeSet};

use crate::dice::Dice;
use crate::fabric::{Node, WayClass};
use crate::names::{Names, street_names};
use crate::plane::{Pt, centroid, dist_to_segment};
use crate::quarters::Purpose;
use crate::streets::Fashion;
use crate::strokes::strokes;
use crate::town::{COMMUNITIES, SUBDISTRICTS, Town};

/// The county code: no county has it.
pub const COUNTY: &str = "990101";

/// A code with a name and, for plots, an address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) address: String,
}

/// The registers of the town.
pub(crate) struct Register {
    pub(crate) subdistricts: Vec<Entry>,
    pub(crate) communities: Vec<Entry>,
    /// By quarter; empty code where the quarter is no grid.
    pub(crate) grids: Vec<Entry>,
    pub(crate) courtyards: Vec<Entry>,
    pub(crate) compounds: Vec<Entry>,
    pub(crate) sites: Vec<Entry>,
    /// By way of the map.
    pub(crate) street_of_way: Vec<String>,
    pub(crate) strokes: Vec<Vec<Node>>,
}

impl Register {
    /// Registers a town.
    pub(crate) fn of(seed: u64, town: &Town) -> Self {
        let mut names = Names::new(seed);
        let strokes = strokes(&town.streets.fabric);
        let street_of_way = street_names(&town.streets.fabric, &strokes, &mut names);
        let (subdistricts, communities) = territory_entries(town, &mut names);
        let mut register = Register {
            grids: Vec::new(),
            courtyards: Vec::new(),
            compounds: Vec::new(),
            sites: Vec::new(),
            subdistricts,
            communities,
            street_of_way,
            strokes,
        };
        register.number_grids(town);
        register.number_plots(seed, town, &mut names);
        register
    }

    fn number_grids(&mut self, town: &Town) {
        let mut next: BTreeMap<usize, usize> = BTreeMap::new();
        for quarter in &town.quarters {
            let number = self.grids.len();
            if quarter.purpose == Purpose::Square || quarter.head != number {
                self.grids.push(Entry::default());
                continue;
            }
            let number = next.entry(quarter.community).and_modify(|n| *n += 1).or_insert(1);
            let community = &self.communities[quarter.community];
            let code = format!("{}{number:03}", community.code);
            let name = format!("{}第{number}网格", community.name.trim_end_matches("社区"));
            self.grids.push(Entry { code, name, address: String::new() });
        }
    }

    /// The code of the grid that a quarter belongs to.
    pub(crate) fn grid_code(&self, town: &Town, quarter: usize) -> &str {
        &self.grids[town.quarters[quarter].head].code
    }

    fn number_plots(&mut self, seed: u64, town: &Town, names: &mut Names) {
        let mut addresses =
            Addresses { dice: Dice::new(seed, "addresses"), next: BTreeMap::new(), used: BTreeSet::new() };
        let mut next: BTreeMap<(usize, char), usize> = BTreeMap::new();
        let mut code = |community: usize, letter: char, register: &Register| {
            let number = next.entry((community, letter)).and_modify(|n| *n += 1).or_insert(1);
            format!("{}{letter}{number:03}", register.communities[community].code)
        };
        for plot in &town.courtyards {
            let quarter = &town.quarters[plot.quarter];
            let address = addresses.give(town, self, plot.quarter, &plot.ring);
            let name = match quarter.fashion {
                Fashion::Liyuan => names.yard(""),
                Fashion::Republic if addresses.dice.chance(0.35) => names.yard(""),
                Fashion::Villa => address.clone(),
                _ => format!("{address}院"),
            };
            let code = code(quarter.community, 'Y', self);
            self.courtyards.push(Entry { code, name, address });
        }
        for plot in &town.compounds {
            let address = addresses.give(town, self, plot.quarter, &plot.ring);
            let code = code(town.quarters[plot.quarter].community, 'X', self);
            self.compounds.push(Entry { code, name: names.estate(), address });
        }
        for site in &town.sites {
            let address = addresses.give(town, self, site.quarter, &site.ring);
            let code = code(town.quarters[site.quarter].community, 'Z', self);
            self.sites.push(Entry { code, name: format!("{}{}", names.place(), site.kind.label()), address });
        }
    }
}

fn territory_entries(town: &Town, names: &mut Names) -> (Vec<Entry>, Vec<Entry>) {
    let subdistricts: Vec<Entry> = (0..SUBDISTRICTS)
        .map(|s| Entry {
            code: format!("{COUNTY}{:03}", s + 1),
            name: format!("{}街道", names.place()),
            address: String::new(),
        })
        .collect();
    let mut next = [0usize; SUBDISTRICTS];
    let communities = (0..COMMUNITIES)
        .map(|c| {
            let s = town.territory.subdistrict_of[c];
            next[s] += 1;
            let code = format!("{}{:03}", subdistricts[s].code, next[s]);
            Entry { code, name: format!("{}社区", names.place()), address: String::new() }
        })
        .collect();
    (subdistricts, communities)
}

/// House numbers along the streets.
struct Addresses {
    dice: Dice,
    next: BTreeMap<String, i64>,
    used: BTreeSet<String>,
}

impl Addresses {
    /// A number in the street nearest to the plot.
    fn give(&mut self, town: &Town, register: &Register, quarter: usize, ring: &[Pt]) -> String {
        let (fabric, face) = (&town.streets.fabric, town.quarters[quarter].face);
        let around = fabric.ring(face);
        let c = centroid(ring);
        let side = (0..around.len())
            .filter(|&i| !matches!(fabric.side_class(face, i), WayClass::Coast | WayClass::River))
            .min_by(|&i, &j| {
                let gap = |k: usize| dist_to_segment(c, around[k], around[(k + 1) % around.len()]);
                gap(i).total_cmp(&gap(j))
            });
        let street = side.map_or("滨海", |i| register.street_of_way[fabric.side(face, i).0].as_str());
        loop {
            let step = self.dice.int(1, 3);
            let number = self.next.entry(street.to_owned()).and_modify(|n| *n += step).or_insert(step);
            let address = format!("{street}{number}号");
            if self.used.insert(address.clone()) {
                return address;
            }
        }
    }
}
