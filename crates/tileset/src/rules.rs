//! What a tileset must keep so that every client shows it: CesiumJS, three.js, QGIS, ArcGIS, our viewer.
//!
//! The standard allows more than its readers do. QGIS turns regions into eight corners, knows one content a tile and
//! keeps the referring tile's box, error and transform where a tileset stands in its place; others stop refining
//! where an error grows on the way down, or show holes above an empty root.

use crate::json::{BoundingVolume, Tile, Tileset};

/// A rule that a tile breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The file says that it is another version than 1.0 or 1.1.
    Version,
    /// The bounding volume is a box.
    Box,
    /// The box has finite numbers and some extent.
    BoxSound,
    /// A tile's box holds the boxes of the tiles below it.
    BoxHolds,
    /// Errors are finite and not negative.
    Error,
    /// No tile has a larger error than the one above it, the root none larger than the tileset.
    ErrorGrows,
    /// A tile with nothing below it has the error 0.
    LeafError,
    /// One content a tile, in `content`.
    OneContent,
    /// The root shows something.
    EmptyRoot,
    /// The root says how it is refined.
    Refine,
    /// A transform moves, turns and scales, and is finite.
    Transform,
    /// Tiles are listed, not made by a formula.
    Implicit,
    /// A tileset in a tile's place repeats its box.
    ExternalBox,
    /// A tileset in a tile's place repeats its error.
    ExternalError,
    /// A tileset in a tile's place has no transform at its root.
    ExternalTransform,
    /// A tile with a tileset in its place has nothing else below it.
    ExternalChildren,
}

/// A rule broken, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule.
    pub rule: Rule,
    /// The tile: numbers of children from the root on; empty for the root and the whole.
    pub path: Vec<usize>,
}

/// How far, in metres, a box may reach out of the one above it: rounding of f64 at the Earth's radius, and some.
const SLACK: f64 = 1e-3;

/// All faults of a tileset, from the root down.
pub fn check(tileset: &Tileset) -> Vec<Fault> {
    let mut walk = Walk { faults: Vec::new(), path: Vec::new() };
    walk.expect(matches!(tileset.asset.version.as_str(), "1.0" | "1.1"), Rule::Version);
    let error = tileset.geometric_error.0;
    walk.expect(error.is_finite() && error >= 0.0, Rule::Error);
    walk.expect(tileset.root.geometric_error.0 <= error, Rule::ErrorGrows);
    walk.expect(tileset.root.refine.is_some(), Rule::Refine);
    walk.expect(tileset.root.content.is_some() || !tileset.root.contents.is_empty(), Rule::EmptyRoot);
    walk.tile(&tileset.root);
    walk.faults
}

/// All faults between a tile and the tileset that stands in its place.
pub fn check_external(referring: &Tile, tileset: &Tileset) -> Vec<Fault> {
    let mut walk = Walk { faults: Vec::new(), path: Vec::new() };
    let root = &tileset.root;
    walk.expect(root.bounding_volume == referring.bounding_volume, Rule::ExternalBox);
    walk.expect(root.geometric_error == referring.geometric_error, Rule::ExternalError);
    walk.expect(root.transform.is_none_or(|own| own.map(|number| number.0) == IDENTITY), Rule::ExternalTransform);
    walk.faults
}

const IDENTITY: [f64; 16] = [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0];

struct Walk {
    faults: Vec<Fault>,
    path: Vec<usize>,
}

impl Walk {
    fn expect(&mut self, holds: bool, rule: Rule) {
        if !holds {
            self.faults.push(Fault { rule, path: self.path.clone() });
        }
    }

    /// Tiles nest as deep as the reader allows, so this may call itself.
    fn tile(&mut self, tile: &Tile) {
        self.volume(&tile.bounding_volume);
        let error = tile.geometric_error.0;
        self.expect(error.is_finite() && error >= 0.0, Rule::Error);
        self.expect(tile.contents.is_empty(), Rule::OneContent);
        self.expect(tile.implicit_tiling.is_none(), Rule::Implicit);
        self.expect(tile.transform.is_none_or(|own| sound(&own.map(|number| number.0))), Rule::Transform);
        let external = tile.content.as_ref().is_some_and(|content| content.is_tileset());
        if external {
            self.expect(tile.children.is_empty(), Rule::ExternalChildren);
        } else if tile.children.is_empty() {
            self.expect(error == 0.0, Rule::LeafError);
        }
        for (number, child) in tile.children.iter().enumerate() {
            self.path.push(number);
            self.expect(child.geometric_error.0 <= error, Rule::ErrorGrows);
            self.expect(holds(&tile.bounding_volume, child), Rule::BoxHolds);
            self.tile(child);
            self.path.pop();
        }
    }

    fn volume(&mut self, volume: &BoundingVolume) {
        self.expect(volume.cuboid.is_some() && volume.region.is_none() && volume.sphere.is_none(), Rule::Box);
        if let Some(cuboid) = volume.cuboid {
            let numbers = cuboid.map(|number| number.0);
            let extent = numbers[3..].iter().any(|part| *part != 0.0);
            self.expect(extent && numbers.iter().all(|part| part.is_finite()), Rule::BoxSound);
        }
    }
}

fn sound(matrix: &[f64; 16]) -> bool {
    let [a, b, c, _, d, e, f, _, g, h, i, ..] = *matrix;
    let volume = a * (e * i - f * h) - d * (b * i - c * h) + g * (b * f - c * e);
    let affine = matrix[3] == 0.0 && matrix[7] == 0.0 && matrix[11] == 0.0 && matrix[15] == 1.0;
    affine && matrix.iter().all(|part| part.is_finite()) && volume > 0.0
}

/// Whether a child's box lies in the box above it; true where one of them is no box, which is another fault.
fn holds(outer: &BoundingVolume, child: &Tile) -> bool {
    let (Some(cuboid), Some(corners)) = (outer.cuboid, child.bounding_volume.corners()) else { return true };
    let numbers = cuboid.map(|number| number.0);
    let axes = [3, 6, 9].map(|at| [numbers[at], numbers[at + 1], numbers[at + 2]]);
    corners.iter().all(|corner| {
        let place = child.transform.map_or(*corner, |matrix| moved(&matrix.map(|number| number.0), *corner));
        let away: [f64; 3] = std::array::from_fn(|i| place[i] - numbers[i]);
        axes.iter().all(|axis| {
            let length = dot(axis, axis).sqrt();
            // A flat box's short axis tells no direction; the others still do.
            length == 0.0 || dot(axis, &away).abs() / length <= length + SLACK
        })
    })
}

fn moved(m: &[f64; 16], [x, y, z]: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| m[i] * x + m[4 + i] * y + m[8 + i] * z + m[12 + i])
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
