//! From a quarter to plots: lanes and party walls cut it into exactly so many courtyards or compounds.

use crate::chord::{Style, cut};
use crate::clip::{chamfer, inset, intersect, is_simple};
use crate::dice::Dice;
use crate::fabric::{Fabric, Way, WayClass};
use crate::plane::{Pt, area, dist, dist_to_segment, perimeter, roundness};
use crate::streets::Fashion;

/// A lane between plots, or the line of a party wall.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) line: Vec<Pt>,
    pub(crate) class: WayClass,
}

/// The plots of one quarter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plots {
    /// Counter-clockwise, on the lattice.
    pub(crate) rings: Vec<Vec<Pt>>,
    pub(crate) lanes: Vec<Lane>,
}

/// The land of a quarter inside the streets around it, corners cut. Quays are built on nearly to the water.
pub(crate) fn building_land(fabric: &Fabric, face: usize, fashion: Fashion, quay: bool, dice: &mut Dice) -> Vec<Pt> {
    let mut land = inset(&fabric.ring(face), |i| match fabric.side_class(face, i) {
        WayClass::Coast if quay => 14.0,
        class => class.setback(),
    });
    if (0..fabric.faces[face].len()).any(|i| fabric.side_class(face, i) == WayClass::Coast) {
        // Walls do not follow every rock.
        land = crate::clip::tidy(&land, 9.0);
    }
    let cut = match fashion {
        Fashion::Liyuan => dice.real(1.5, 3.5),
        Fashion::Republic => dice.real(2.5, 6.0),
        Fashion::Villa => dice.real(3.0, 7.0),
        Fashion::Slab => dice.real(2.0, 5.0),
        Fashion::Modern => dice.real(5.0, 10.0),
    };
    chamfer(&land, || cut)
}

/// Cuts `land` into `count` plots; of several tries the one with the best plots.
pub(crate) fn parcel(land: &[Pt], count: usize, fashion: Fashion, limits: (f64, f64), dice: &mut Dice) -> Plots {
    let mut best: Option<(f64, Plots)> = None;
    for attempt in 0..24 {
        let Some(plots) = attempt_parcel(land, count, fashion, attempt > 12, dice) else { continue };
        let score = quality(&plots, limits);
        if best.as_ref().is_none_or(|(s, _)| score > *s) {
            best = Some((score, plots));
        }
        if attempt >= 3 && best.as_ref().is_some_and(|(s, _)| *s > 0.0) {
            break;
        }
    }
    best.map(|(_, plots)| plots).unwrap_or_default()
}

/// Worst roundness of the plots, less a penalty for plots out of bounds.
fn quality(plots: &Plots, limits: (f64, f64)) -> f64 {
    let worst = plots.rings.iter().map(|ring| roundness(ring)).fold(1.0, f64::min) - 0.33;
    let out = plots.rings.iter().filter(|ring| {
        let size = area(ring);
        size < limits.0 || size > limits.1 || 2.0 * size / perimeter(ring) < 5.0 || ring.len() > 12
    });
    worst - 10.0 * out.count() as f64
}

fn attempt_parcel(land: &[Pt], count: usize, fashion: Fashion, plain: bool, dice: &mut Dice) -> Option<Plots> {
    let rim = Way { class: WayClass::Rim, street: 0 };
    let mut fabric = Fabric::new(land, vec![rim], |_| 0);
    let mut open = vec![(0usize, count)];
    let mut done = Vec::new();
    while let Some((face, count)) = open.pop() {
        if count == 1 {
            done.push(face);
            continue;
        }
        let (first, style, class) = manner(count, fashion, plain, dice);
        let way = Way { class, street: fabric.ways.len() };
        let (a, b) = cut(&mut fabric, face, way, style, dice)?;
        let (small, large) = if area(&fabric.ring(a)) < area(&fabric.ring(b)) { (a, b) } else { (b, a) };
        open.push((small, first));
        open.push((large, count - first));
    }
    done.sort_unstable();
    let mut rings: Vec<Vec<Pt>> =
        done.iter().map(|&face| inset(&fabric.ring(face), |i| fabric.side_class(face, i).setback())).collect();
    for ring in &mut rings {
        // A courtyard of more than twelve corners is drawn too finely.
        for tolerance in [0.8, 1.4, 2.2] {
            if ring.len() > 12 {
                *ring = crate::clip::tidy(ring, tolerance);
            }
        }
    }
    weld(&mut rings);
    if !stand_alone(&rings) {
        return None;
    }
    let lanes = lanes(&fabric);
    Some(Plots { rings, lanes })
}

/// Whether all rings are simple and no two share ground.
fn stand_alone(rings: &[Vec<Pt>]) -> bool {
    const NOTHING: f64 = 1e-6;
    rings.iter().enumerate().all(|(i, ring)| {
        let shared: f64 = intersect(ring, &rings[i + 1..]).iter().map(|part| area(part).abs()).sum();
        ring.len() >= 4 && is_simple(ring) && shared < NOTHING
    })
}

/// How to cut a piece that is to become `count` plots: plots of the smaller part, the cut's style and class.
fn manner(count: usize, fashion: Fashion, plain: bool, dice: &mut Dice) -> (usize, Style, WayClass) {
    let first = match count {
        2 | 3 => 1,
        _ => (count as f64 * dice.real(0.34, 0.5)).round().max(1.0) as usize,
    };
    let (party, lane, bow, jog, skew) = match fashion {
        Fashion::Liyuan => (0.32, (3.0, 4.6), 0.03, 0.3, 0.12),
        Fashion::Republic => (0.4, (3.2, 5.5), 0.0, 0.12, 0.04),
        Fashion::Villa => (0.15, (4.0, 6.5), 0.06, 0.05, 0.12),
        Fashion::Slab => (0.2, (4.5, 7.5), 0.0, 0.14, 0.02),
        Fashion::Modern => (0.1, (5.5, 8.0), 0.02, 0.1, 0.03),
    };
    let uneven = if fashion == Fashion::Liyuan { 0.4 } else { 0.6 };
    let share = (first as f64 / count as f64 * dice.real(uneven, 1.12), 0.1);
    if count <= 3 && !plain && dice.chance(party) {
        let style = Style { share, bow: 0.0, snap: 3.0, jog: 0.0, skew, axis: None };
        return (first, style, WayClass::Party);
    }
    let wider = if count >= 4 { 1.2 } else { 0.0 };
    let width = ((dice.real(lane.0, lane.1) + wider) * 10.0).round().min(80.0) as u8;
    let jog = if plain { 0.0 } else { jog };
    (first, Style { share, bow, snap: 4.0, jog, skew, axis: None }, WayClass::Lane(width))
}

/// Gives plots wall to wall the very same vertices: near ones are joined, and a corner on a neighbour's side is put
/// into that side.
fn weld(rings: &mut [Vec<Pt>]) {
    const REACH: f64 = 0.02;
    let mut known: Vec<Pt> = Vec::new();
    for ring in rings.iter_mut() {
        for p in ring.iter_mut() {
            match known.iter().find(|&&q| dist(*p, q) < REACH) {
                Some(&q) => *p = q,
                None => known.push(*p),
            }
        }
    }
    for ring in rings.iter_mut() {
        let mut i = 0;
        while i < ring.len() {
            let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
            let between = known.iter().copied().filter(|&p| p != a && p != b && dist_to_segment(p, a, b) < REACH);
            match between.min_by(|&p, &q| dist(a, p).total_cmp(&dist(a, q))) {
                Some(p) if !ring.contains(&p) => ring.insert(i + 1, p),
                _ => i += 1,
            }
        }
    }
}

fn lanes(fabric: &Fabric) -> Vec<Lane> {
    (1..fabric.ways.len())
        .map(|way| Lane { line: crate::strokes::stroke(fabric, way), class: fabric.ways[way].class })
        .filter(|lane| lane.line.len() > 1)
        .collect()
}
