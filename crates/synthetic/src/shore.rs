//! The invented lie of the land: shore, borders, hills and the main roads between them, in local metres.
//!
//! The control points were drawn by hand for no real place; the seed moves each of them a little.

mod drawing;

pub(crate) use drawing::HILLS;
use drawing::{
    EAST_BORDER, EAST_SHORE, FIRST_BAY, HARBOUR, MARINA, MIDDLE_SHORE, MOLE, NORTH_BORDER, PIER, ROADS, WEST_SHORE,
};

use crate::dice::Dice;
use crate::fabric::WayClass::{self, Arterial};
use crate::fabric::{Fabric, Way};
use crate::plane::{Pt, add, dist, left, lerp, scale, spline, sub, unit};

/// Local metres are the drawing's metres times this.
pub(crate) const SCALE: f64 = 1.0;

/// Street numbers of the outline.
pub(crate) const SHORE: usize = 0;
const EAST: usize = 1;
const NORTH: usize = 2;
/// Streets numbered from here on are the main roads of [`ROADS`].
pub(crate) const FIRST_ROAD: usize = 3;

/// The land in one face with the main roads drawn in.
pub(crate) fn land(seed: u64) -> Fabric {
    let mut dice = Dice::new(seed, "shore");
    let mut ring: Vec<Pt> = Vec::new();
    let mut streets: Vec<usize> = Vec::new();
    let pieces: [(&[Pt], usize, f64); 10] = [
        (HARBOUR, SHORE, 0.0),
        (WEST_SHORE, SHORE, 5.0),
        (MOLE, SHORE, 0.0),
        (FIRST_BAY, SHORE, 0.5),
        (PIER, SHORE, 0.0),
        (MIDDLE_SHORE, SHORE, 4.0),
        (MARINA, SHORE, 0.0),
        (EAST_SHORE, SHORE, 3.0),
        (EAST_BORDER, EAST, 0.0),
        (NORTH_BORDER, NORTH, 0.0),
    ];
    for (points, street, rough) in pieces {
        let line = match (street, rough > 0.0) {
            (SHORE, false) => points.to_vec(),
            (SHORE, true) => roughen(&spline(&shaken(points, 12.0, &mut dice), 22.0), rough, &mut dice),
            _ => spline(&shaken(points, 20.0, &mut dice), 28.0),
        };
        streets.extend(std::iter::repeat_n(street, line.len() - 1));
        ring.extend(&line[..line.len() - 1]);
    }
    let ring: Vec<Pt> = ring.into_iter().map(|p| scale(p, SCALE)).collect();
    let ways = [(WayClass::Coast, SHORE), (Arterial, EAST), (Arterial, NORTH)];
    let ways = ways.into_iter().map(|(class, street)| Way { class, street }).collect();
    let mut fabric = Fabric::new(&ring, ways, |i| streets[i]);
    for (number, &(class, points)) in ROADS.iter().enumerate() {
        let line: Vec<Pt> =
            spline(&shaken(points, 18.0, &mut dice), 26.0).into_iter().map(|p| scale(p, SCALE)).collect();
        fabric.draw(&line, class, FIRST_ROAD + number);
    }
    fabric
}

/// Number of streets that the land has.
pub(crate) fn street_count() -> usize {
    FIRST_ROAD + ROADS.len()
}

/// Inner control points moved by up to `reach`.
fn shaken(points: &[Pt], reach: f64, dice: &mut Dice) -> Vec<Pt> {
    let last = points.len() - 1;
    let shake = |(i, &p): (usize, &Pt)| {
        let d = [dice.real(-reach, reach), dice.real(-reach, reach)];
        if i == 0 || i == last { p } else { add(p, d) }
    };
    points.iter().enumerate().map(shake).collect()
}

/// Rocks: every vertex but the ends is pushed sideways; stretches of sand stay smooth.
fn roughen(line: &[Pt], reach: f64, dice: &mut Dice) -> Vec<Pt> {
    let mut out = line.to_vec();
    for i in 1..line.len() - 1 {
        // Bays open to the south hold the sand: there the shore runs nearly east.
        let u = unit(sub(line[i + 1], line[i - 1]));
        let rocky = u[0] < 0.93;
        let push = dice.real(-reach, reach) * if rocky { 1.6 } else { 0.25 };
        out[i] = add(line[i], scale(left(u), push));
        if rocky && dist(line[i], line[i + 1]) > 18.0 && i % 3 == 0 {
            out[i] = lerp(out[i], line[i - 1], 0.3);
        }
    }
    out
}
