//! Communities as unions of blocks, subdistricts as unions of communities; both connected, both exact.

use std::collections::BTreeSet;

use crate::dice::Dice;
use crate::fabric::Node;
use crate::plane::{Pt, add, dist, scale};
use crate::streets::{Ground, Streets};
use crate::strokes::outline;

/// Which blocks make a community, which communities a subdistrict.
pub(crate) struct Territory {
    /// Community of each block.
    pub(crate) community_of: Vec<usize>,
    /// Subdistrict of each community.
    pub(crate) subdistrict_of: Vec<usize>,
}

/// Pieces of a map with their neighbours.
struct Pieces {
    weight: Vec<f64>,
    centre: Vec<Pt>,
    neighbours: Vec<BTreeSet<usize>>,
}

impl Territory {
    /// Grows `communities` communities and `subdistricts` subdistricts, numbered from west to east.
    pub(crate) fn grow(seed: u64, streets: &Streets, communities: usize, subdistricts: usize) -> Self {
        let mut dice = Dice::new(seed, "territory");
        let blocks = block_pieces(streets);
        let community_of = by_longitude(&blocks, grow(&blocks, communities, 0.55, &mut dice));
        let merged = merge(&blocks, &community_of, communities);
        let subdistrict_of = by_longitude(&merged, grow(&merged, subdistricts, 0.2, &mut dice));
        // Community numbers run inside subdistricts.
        let mut order: Vec<usize> = (0..communities).collect();
        order.sort_by_key(|&c| (subdistrict_of[c], c));
        let mut rank = vec![0; communities];
        for (position, &community) in order.iter().enumerate() {
            rank[community] = position;
        }
        Territory {
            community_of: community_of.into_iter().map(|c| rank[c]).collect(),
            subdistrict_of: order.iter().map(|&c| subdistrict_of[c]).collect(),
        }
    }

    /// The outline of the blocks for which `belongs` holds.
    pub(crate) fn outline(streets: &Streets, belongs: impl Fn(usize) -> bool) -> Vec<Vec<Node>> {
        let blocks = streets.blocks.iter().enumerate().filter(|&(number, _)| belongs(number));
        let faces: BTreeSet<usize> = blocks.flat_map(|(_, block)| block.quarters.iter().copied()).collect();
        outline(&streets.fabric, &faces)
    }
}

fn block_pieces(streets: &Streets) -> Pieces {
    let fabric = &streets.fabric;
    let mut block_of = vec![usize::MAX; fabric.faces.len()];
    for (number, block) in streets.blocks.iter().enumerate() {
        for &face in &block.quarters {
            block_of[face] = number;
        }
    }
    let mut neighbours = vec![BTreeSet::new(); streets.blocks.len()];
    for face in fabric.alive() {
        for i in 0..fabric.faces[face].len() {
            if let (_, Some(beyond)) = fabric.side(face, i)
                && block_of[beyond] != block_of[face]
            {
                neighbours[block_of[face]].insert(block_of[beyond]);
            }
        }
    }
    let weight = |block: &crate::streets::Block| match block.ground {
        Ground::Urban(_) => block.quarters.len() as f64,
        _ => 0.3,
    };
    Pieces {
        weight: streets.blocks.iter().map(weight).collect(),
        centre: streets.blocks.iter().map(|block| block.centre).collect(),
        neighbours,
    }
}

/// Regions grow by turns; the one furthest below its share takes the neighbour nearest to its seed.
fn grow(pieces: &Pieces, count: usize, variety: f64, dice: &mut Dice) -> Vec<usize> {
    let seeds = seeds(pieces, count, dice);
    let share: Vec<f64> = (0..count).map(|_| dice.real(1.0 - variety, 1.0 + variety)).collect();
    let mut region = vec![usize::MAX; pieces.weight.len()];
    let mut held = vec![0.0; count];
    for (number, &piece) in seeds.iter().enumerate() {
        region[piece] = number;
        held[number] = pieces.weight[piece];
    }
    loop {
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| (held[a] / share[a]).total_cmp(&(held[b] / share[b])).then(a.cmp(&b)));
        let step = order.into_iter().find_map(|number| {
            let border = (0..region.len())
                .filter(|&p| region[p] == usize::MAX && pieces.neighbours[p].iter().any(|&q| region[q] == number));
            let pull = |p: usize| {
                let ties = pieces.neighbours[p].iter().filter(|&&q| region[q] == number).count() as f64;
                dist(pieces.centre[p], pieces.centre[seeds[number]]) / (1.0 + 0.5 * ties)
            };
            border.min_by(|&a, &b| pull(a).total_cmp(&pull(b))).map(|piece| (number, piece))
        });
        let Some((number, piece)) = step else { return region };
        region[piece] = number;
        held[number] += pieces.weight[piece];
    }
}

/// Seeds far from each other, preferring heavy pieces.
fn seeds(pieces: &Pieces, count: usize, dice: &mut Dice) -> Vec<usize> {
    let heavy: Vec<usize> = (0..pieces.weight.len()).filter(|&p| pieces.weight[p] >= 1.0).collect();
    let mut seeds = vec![*dice.pick(&heavy)];
    while seeds.len() < count {
        let gap = |p: usize| {
            let near = seeds.iter().map(|&s| dist(pieces.centre[p], pieces.centre[s])).fold(f64::INFINITY, f64::min);
            near * (1.0 + pieces.weight[p].min(6.0) / 6.0)
        };
        let Some(&next) = heavy.iter().max_by(|&&a, &&b| gap(a).total_cmp(&gap(b))) else { break };
        seeds.push(next);
    }
    seeds
}

fn centre(pieces: &Pieces, member: impl Fn(usize) -> bool) -> Pt {
    let (mut sum, mut weight) = ([0.0, 0.0], 0.0);
    for p in (0..pieces.weight.len()).filter(|&p| member(p)) {
        sum = add(sum, scale(pieces.centre[p], pieces.weight[p]));
        weight += pieces.weight[p];
    }
    scale(sum, 1.0 / weight.max(1e-9))
}

/// Renumbers regions from west to east.
fn by_longitude(pieces: &Pieces, region: Vec<usize>) -> Vec<usize> {
    let count = region.iter().max().map_or(0, |&r| r + 1);
    let centres: Vec<Pt> = (0..count).map(|r| centre(pieces, |p| region[p] == r)).collect();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| centres[a][0].total_cmp(&centres[b][0]));
    let rank = |r: usize| order.iter().position(|&o| o == r).unwrap_or(r);
    region.into_iter().map(rank).collect()
}

fn merge(pieces: &Pieces, region: &[usize], count: usize) -> Pieces {
    let mut neighbours = vec![BTreeSet::new(); count];
    let mut weight = vec![0.0; count];
    for (p, list) in pieces.neighbours.iter().enumerate() {
        weight[region[p]] += pieces.weight[p];
        neighbours[region[p]].extend(list.iter().map(|&q| region[q]).filter(|&r| r != region[p]));
    }
    let centre = (0..count).map(|r| centre(pieces, |p| region[p] == r)).collect();
    Pieces { weight, centre, neighbours }
}
