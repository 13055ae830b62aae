//! From the land to quarters: main roads cut blocks, branch roads cut quarters. A quarter later is one grid.

use crate::chord::{Style, cut};
use crate::dice::Dice;
use crate::fabric::{Fabric, Way, WayClass};
use crate::plane::{Pt, area, centroid, dist, inside, perimeter, scale};
use crate::shore::{self, HILLS, SCALE};

/// What a block is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ground {
    /// Built up, cut into quarters.
    Urban(Fashion),
    /// Wooded hill.
    Hill,
    /// Strip between the sea-front road and the water.
    Waterfront,
    /// Quays of the old harbour.
    Wharf,
}

/// How a part of town was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fashion {
    /// 里院: narrow lanes and perimeter houses around yards, 1900s to 1930s.
    Liyuan,
    /// Straight streets of the concession and Republican years.
    Republic,
    /// Garden houses on slopes.
    Villa,
    /// 行列式 walk-ups, 1950s to 1980s.
    Slab,
    /// 1990s and later.
    Modern,
}

/// A block between main roads, with its quarters.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) ground: Ground,
    /// Faces of the map.
    pub(crate) quarters: Vec<usize>,
    pub(crate) centre: Pt,
}

/// The map with its blocks.
pub(crate) struct Streets {
    pub(crate) fabric: Fabric,
    pub(crate) blocks: Vec<Block>,
}

/// Cuts the land until urban and wharf blocks together hold exactly `quarters` quarters.
pub(crate) fn lay_out(seed: u64, quarters: usize) -> Streets {
    let mut fabric = shore::land(seed);
    let mut street = shore::street_count();
    let mut dice = Dice::new(seed, "streets");
    cut_blocks(&mut fabric, &mut street, &mut dice);
    let mut blocks: Vec<Block> = fabric.alive().into_iter().map(|face| block(&fabric, face)).collect();
    let wharves = blocks.iter().filter(|block| block.ground == Ground::Wharf).count();
    cut_quarters(&mut fabric, &mut blocks, quarters.saturating_sub(wharves), &mut street, &mut dice);
    Streets { fabric, blocks }
}

fn block(fabric: &Fabric, face: usize) -> Block {
    let ring = fabric.ring(face);
    Block { ground: ground(fabric, face), quarters: vec![face], centre: centroid(&ring) }
}

fn ground(fabric: &Fabric, face: usize) -> Ground {
    let ring = fabric.ring(face);
    let centre = centroid(&ring);
    if HILLS.iter().any(|&(hill, _)| inside(&ring, scale(hill, SCALE)) && area(&ring) > 90_000.0) {
        return Ground::Hill;
    }
    let shore = (0..ring.len()).any(|i| fabric.side_class(face, i) == WayClass::Coast);
    let width = 2.0 * area(&ring) / perimeter(&ring);
    match shore {
        true if centre[0] < 620.0 * SCALE && centre[1] > 2350.0 * SCALE => Ground::Wharf,
        true if width < 120.0 => Ground::Waterfront,
        _ => Ground::Urban(fashion(centre)),
    }
}

/// Which fashion ruled where, by the drawing's coordinates.
fn fashion(p: Pt) -> Fashion {
    let [x, y] = scale(p, 1.0 / SCALE);
    let near = |hill: usize, reach: f64| dist([x, y], HILLS[hill].0) < HILLS[hill].1 + reach;
    match () {
        () if x < 1330.0 || (x < 2150.0 && y > 2250.0) => Fashion::Liyuan,
        () if near(3, 480.0) || (near(1, 230.0) && y < 2500.0) || (x > 2560.0 && x < 3500.0 && y < 1250.0) => {
            Fashion::Villa
        }
        () if x < 3650.0 && y < 2700.0 => Fashion::Republic,
        () if x < 4900.0 && y < 1800.0 => Fashion::Republic,
        () if y > 2500.0 && x < 6500.0 => Fashion::Slab,
        () if x > 6300.0 && y < 1500.0 => Fashion::Modern,
        () if x > 8200.0 && y < 2000.0 => Fashion::Modern,
        () => Fashion::Slab,
    }
}

fn cut_blocks(fabric: &mut Fabric, street: &mut usize, dice: &mut Dice) {
    let mut open = fabric.alive();
    while let Some(face) = open.pop() {
        let Ground::Urban(fashion) = ground(fabric, face) else { continue };
        let limit = match fashion {
            Fashion::Liyuan | Fashion::Republic => 105_000.0,
            Fashion::Villa => 140_000.0,
            Fashion::Slab => 135_000.0,
            Fashion::Modern => 160_000.0,
        } * dice.real(0.8, 1.3);
        if area(&fabric.ring(face)) < limit {
            continue;
        }
        let style = Style {
            share: (dice.real(0.4, 0.5), 0.16),
            bow: bow(fashion),
            snap: 16.0,
            jog: 0.0,
            skew: 0.06,
            axis: axis(fashion, centroid(&fabric.ring(face))),
        };
        let way = Way { class: WayClass::Secondary, street: *street };
        if let Some((a, b)) = cut(fabric, face, way, style, dice) {
            *street += 1;
            open.extend([a, b]);
        }
    }
}

/// The slanted street grids of the planned quarters: two plans of different years.
fn axis(fashion: Fashion, p: Pt) -> Option<Pt> {
    let west = p[0] < 2_450.0 * SCALE;
    (fashion == Fashion::Republic).then(|| crate::plane::unit(if west { [0.94, 0.34] } else { [0.96, -0.28] }))
}

fn bow(fashion: Fashion) -> f64 {
    match fashion {
        Fashion::Liyuan => 0.035,
        Fashion::Republic => 0.008,
        Fashion::Villa => 0.09,
        Fashion::Slab => 0.012,
        Fashion::Modern => 0.025,
    }
}

/// Always cuts the quarter that is largest for its fashion.
fn cut_quarters(fabric: &mut Fabric, blocks: &mut [Block], wanted: usize, street: &mut usize, dice: &mut Dice) {
    let mut open: Vec<(f64, usize, usize, Fashion)> = Vec::new();
    let size = |fabric: &Fabric, face: usize, fashion: Fashion, dice: &mut Dice| {
        let usual = match fashion {
            Fashion::Liyuan => 0.62,
            Fashion::Republic => 0.75,
            Fashion::Villa => 1.1,
            Fashion::Slab => 1.0,
            Fashion::Modern => 1.7,
        };
        area(&fabric.ring(face)) / usual * dice.real(0.7, 1.35)
    };
    for (number, block) in blocks.iter().enumerate() {
        if let Ground::Urban(fashion) = block.ground {
            open.push((size(fabric, block.quarters[0], fashion, dice), block.quarters[0], number, fashion));
        }
    }
    while open.len() < wanted {
        let Some(largest) = (0..open.len()).max_by(|&a, &b| open[a].0.total_cmp(&open[b].0)) else { break };
        let (weight, face, block, fashion) = open.swap_remove(largest);
        if weight <= 0.0 {
            break;
        }
        let axis = axis(fashion, centroid(&fabric.ring(face)));
        let style =
            Style { share: (dice.real(0.36, 0.5), 0.16), bow: bow(fashion), snap: 9.0, jog: 0.0, skew: 0.05, axis };
        let way = Way { class: WayClass::Branch, street: *street };
        match cut(fabric, face, way, style, dice) {
            Some((a, b)) => {
                *street += 1;
                blocks[block].quarters.retain(|&q| q != face);
                blocks[block].quarters.extend([a, b]);
                open.push((size(fabric, a, fashion, dice), a, block, fashion));
                open.push((size(fabric, b, fashion, dice), b, block, fashion));
            }
            None => open.push((0.0, face, block, fashion)),
        }
    }
    for block in blocks {
        block.quarters.sort_unstable();
    }
}
