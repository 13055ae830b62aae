//! What a person should know about the input of a tiling.

use super::ground::Ground;
use crate::lattice::apart;
use crate::mesh::NONE;
use crate::regions::Regions;
use crate::territory::{LineKinds, Note, Territory, TerritoryError};
use std::collections::BTreeMap;

/// Square metres from twice the area in mm².
pub(crate) fn square_metres(area2: i128) -> f64 {
    area2 as f64 / 2e6
}

/// Notes on overlaps, courtyards that reach out, and barriers through courtyards.
pub(crate) fn of_input(ground: &Ground, regions: &Regions, territory: &Territory) -> Result<Vec<Note>, TerritoryError> {
    let areas2 = regions.areas2(&ground.mesh);
    let mut sum = Sums::default();
    for (set, &area2) in regions.sets.iter().zip(&areas2).filter(|(_, a)| **a > 0) {
        sum.add(set, area2, territory);
    }
    if let Some(area) = (0..territory.areas.len()).find(|a| !sum.grounds.contains_key(a)) {
        return Err(TerritoryError::EmptyArea { area });
    }
    let mut notes = sum.notes();
    notes.extend(
        (0..territory.seeds.len()).filter(|s| !sum.seeds.contains_key(s)).map(|seed| Note::SeedWithoutCell { seed }),
    );
    notes.extend(lines_through_seeds(ground));
    Ok(notes)
}

#[derive(Default)]
struct Sums {
    grounds: BTreeMap<usize, i128>,
    seeds: BTreeMap<usize, i128>,
    area_pairs: BTreeMap<(usize, usize), i128>,
    seed_pairs: BTreeMap<(usize, usize), i128>,
    outside: BTreeMap<usize, i128>,
}

impl Sums {
    fn add(&mut self, set: &[u32], area2: i128, territory: &Territory) {
        let n = territory.areas.len();
        let split = set.partition_point(|&tag| (tag as usize) < n);
        let (areas, seeds) = set.split_at(split);
        let owner = areas.first().map(|&a| a as usize);
        if let Some(owner) = owner {
            *self.grounds.entry(owner).or_default() += area2;
            for &cut in &areas[1..] {
                *self.area_pairs.entry((owner, cut as usize)).or_default() += area2;
            }
        }
        let mut keeper = None;
        for seed in seeds.iter().map(|&s| s as usize - n) {
            if owner != Some(territory.seeds[seed].area) {
                *self.outside.entry(seed).or_default() += area2;
            } else if let Some(kept) = keeper {
                *self.seed_pairs.entry((kept, seed)).or_default() += area2;
            } else {
                keeper = Some(seed);
                *self.seeds.entry(seed).or_default() += area2;
            }
        }
    }

    fn notes(&self) -> Vec<Note> {
        let areas = self.area_pairs.iter().map(|(&(kept, cut), &a)| Note::AreasOverlap {
            kept,
            cut,
            area_m2: square_metres(a),
        });
        let seeds = self.seed_pairs.iter().map(|(&(kept, cut), &a)| Note::SeedsOverlap {
            kept,
            cut,
            area_m2: square_metres(a),
        });
        let outside = self.outside.iter().map(|(&seed, &a)| Note::SeedOutside { seed, area_m2: square_metres(a) });
        areas.chain(seeds).chain(outside).collect()
    }
}

fn lines_through_seeds(ground: &Ground) -> Vec<Note> {
    let mut lengths: BTreeMap<u32, f64> = BTreeMap::new();
    for h in 0..ground.mesh.origin.len() {
        let Some(g) = ground.mesh.across(h).filter(|&g| g > h) else { continue };
        let seed = ground.seed[h / 3];
        if seed != NONE && seed == ground.seed[g / 3] && ground.kinds(h) != LineKinds::OPEN {
            let [a, b] = ground.mesh.ends(h).map(|p| p.float());
            *lengths.entry(seed).or_default() += apart(a, b) / 1000.0;
        }
    }
    lengths.into_iter().map(|(s, length_m)| Note::LineThroughSeed { seed: s as usize, length_m }).collect()
}
