//! The city from afar: boxes in place of buildings, and in place of boxes, with a bound of what that is off.

use serde::{Deserialize, Serialize};
use tileset::frame::Frame;

use crate::Shape;
use crate::footprint::distance;
use crate::shape::STEP;

/// A box along the axes of a local frame, metres; f32 is good to a millimetre across a block.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mass {
    /// Least east, north, up.
    pub low: [f32; 3],
    /// Greatest east, north, up.
    pub high: [f32; 3],
    /// Built volume that it stands for, m³.
    pub volume: f32,
    /// The surfaces that it stands for and its own are no farther apart than this, metres.
    pub error: f32,
}

/// Samples along each side of a box when it is held against what it stands for.
const SAMPLES: usize = 6;

impl Mass {
    /// The box around a building. `flat` is its block, or a shape that is one; `error` is what that is off already.
    pub(crate) fn of_building(low: [f64; 3], high: [f64; 3], flat: &Shape, error: f32) -> Self {
        let (bottom, top) = flat
            .bounds()
            .map_or((low[2], high[2]), |[least, greatest]| (f64::from(least[2]) * STEP, f64::from(greatest[2]) * STEP));
        let faces: Vec<[[i32; 3]; 3]> = flat.faces.iter().map(|face| flat.triangle(face)).collect();
        let to_faces = |[x, y]: [f64; 2]| distance([x, y].map(|metres| (metres / STEP) as i32), &faces) * STEP;
        let gap = gap([low[0], low[1]], [high[0], high[1]], to_faces);
        let volume = area(&faces) * (top - bottom);
        Mass::new([low[0], low[1], bottom], [high[0], high[1], top], volume, gap + f64::from(error))
    }

    /// One box for some: around them all, as high as they are on average by volume. `None` for none.
    pub(crate) fn around(masses: &[Mass]) -> Option<Self> {
        let [first, ..] = masses else { return None };
        let [mut low, mut high] = first.bounds();
        for [least, greatest] in masses.iter().map(Mass::bounds) {
            for axis in 0..3 {
                low[axis] = low[axis].min(least[axis]);
                high[axis] = high[axis].max(greatest[axis]);
            }
        }
        let volume: f64 = masses.iter().map(|mass| f64::from(mass.volume)).sum();
        let weighted: f64 = masses.iter().map(|mass| f64::from(mass.volume) * f64::from(mass.high[2])).sum();
        high[2] = if volume > 0.0 { weighted / volume } else { high[2] };
        let off = |[least, greatest]: [[f64; 3]; 2]| (greatest[2] - high[2]).abs().max(least[2] - low[2]);
        let up = masses.iter().map(Mass::bounds).map(off).fold(0.0, f64::max);
        let to_masses = |at: [f64; 2]| masses.iter().map(|mass| mass.distance(at)).fold(f64::INFINITY, f64::min);
        let gap = gap([low[0], low[1]], [high[0], high[1]], to_masses);
        let before = masses.iter().map(|mass| mass.error).fold(0.0, f32::max);
        Some(Mass::new(low, high, volume, up.hypot(gap) + f64::from(before)))
    }

    /// The same box along the axes of another frame: around its corners there.
    pub(crate) fn seen_from(&self, own: &Frame, other: &Frame) -> Self {
        let before = self.bounds();
        let [low, high] = seen_from(before, own, other);
        let wider = |axis: usize| (high[axis] - low[axis]) - (before[1][axis] - before[0][axis]);
        let off = (0..3).map(|axis| wider(axis).max(0.0)).sum::<f64>();
        Mass::new(low, high, f64::from(self.volume), f64::from(self.error) + off)
    }

    /// Least and greatest corner, metres.
    pub fn bounds(&self) -> [[f64; 3]; 2] {
        [self.low, self.high].map(|corner| corner.map(f64::from))
    }

    fn new(low: [f64; 3], high: [f64; 3], volume: f64, error: f64) -> Self {
        let short = |corner: [f64; 3]| corner.map(|metres| metres as f32);
        Mass { low: short(low), high: short(high), volume: volume as f32, error: error as f32 }
    }

    fn distance(&self, at: [f64; 2]) -> f64 {
        let [low, high] = self.bounds();
        let away = |axis: usize| (low[axis] - at[axis]).max(at[axis] - high[axis]).max(0.0);
        away(0).hypot(away(1))
    }
}

/// The box around a box, along the axes of another frame.
pub(crate) fn seen_from(bounds: [[f64; 3]; 2], own: &Frame, other: &Frame) -> [[f64; 3]; 2] {
    let corner = |number: usize| {
        let pick = |axis: usize| bounds[number >> axis & 1][axis];
        other.from_ecef(own.to_ecef([pick(0), pick(1), pick(2)]))
    };
    let corners: [[f64; 3]; 8] = std::array::from_fn(corner);
    let most = |pick: fn(f64, f64) -> f64| {
        std::array::from_fn(|axis| corners.iter().map(|at| at[axis]).reduce(pick).unwrap_or_default())
    };
    [most(f64::min), most(f64::max)]
}

/// A bound of how far a point of a rectangle is from what it stands for: the farthest sample, and from there to the next.
fn gap(low: [f64; 2], high: [f64; 2], distance: impl Fn([f64; 2]) -> f64) -> f64 {
    let sides = [high[0] - low[0], high[1] - low[1]];
    let at = |axis: usize, step: usize| low[axis] + sides[axis] * (step as f64 + 0.5) / SAMPLES as f64;
    let steps = (0..SAMPLES).flat_map(|x| (0..SAMPLES).map(move |y| [x, y]));
    let most = steps.map(|[x, y]| distance([at(0, x), at(1, y)])).fold(0.0, f64::max);
    if most == 0.0 && sides.iter().all(|side| *side < 1e-6) {
        return 0.0;
    }
    most + sides[0].hypot(sides[1]) / (2 * SAMPLES) as f64
}

/// Area on the map of what looks up, m².
fn area(faces: &[[[i32; 3]; 3]]) -> f64 {
    let twice = |[a, b, c]: &[[i32; 3]; 3]| {
        let away = |at: &[i32; 3]| [f64::from(at[0]) - f64::from(a[0]), f64::from(at[1]) - f64::from(a[1])];
        let ([bx, by], [cx, cy]) = (away(b), away(c));
        (bx * cy - by * cx).max(0.0)
    };
    faces.iter().map(twice).sum::<f64>() / 2.0 * STEP * STEP
}

/// Boxes by quarters of quarters: one for each cell of a grid of `side` by `side` over a rectangle in which some lie.
pub(crate) fn gathered(masses: &[Mass], [low, high]: [[f64; 2]; 2], side: u32) -> Vec<Mass> {
    let mut cells: std::collections::BTreeMap<[u32; 2], Vec<Mass>> = std::collections::BTreeMap::new();
    for mass in masses {
        let cell = |axis: usize| {
            let [least, greatest] = mass.bounds();
            let middle = f64::midpoint(least[axis], greatest[axis]);
            let share = (middle - low[axis]) / (high[axis] - low[axis]);
            ((share * f64::from(side)).max(0.0) as u32).min(side - 1)
        };
        cells.entry([cell(0), cell(1)]).or_default().push(*mass);
    }
    cells.values().filter_map(|list| Mass::around(list)).collect()
}
