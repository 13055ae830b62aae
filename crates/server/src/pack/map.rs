//! The district with the places of a figure by their answers.

use geo::{InteriorPoint, Simplify};
use geo_types::{LineString, MultiPolygon};
use krilla::geom::{Path, PathBuilder};
use model::Level;
use registry::{Place, View};

use super::paper::{Colour, GAP, Look, MARGIN, Paper, WIDE, rectangle};
use crate::pages::{Plane, length};

/// Units of the drawing for a point of the paper.
const FINE: f32 = 10.0;

pub(super) const YES: Colour = (35, 111, 128);
pub(super) const NO: Colour = (217, 138, 78);
pub(super) const NO_LINE: Colour = (138, 59, 18);
pub(super) const UNKNOWN: Colour = (241, 241, 238);
pub(super) const DOT: Colour = (115, 127, 134);
const LAND: Colour = (238, 240, 234);
const INK: Colour = (31, 45, 54);

/// How an area is filled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    Yes,
    No,
    Unknown,
}

/// The ground on the paper.
struct Ground<'v> {
    view: &'v View,
    plane: Plane,
    top: f32,
}

/// Draws the map where the paper stands, at most so high; nothing of a district without shapes.
pub(super) fn map(paper: &mut Paper<'_>, view: &View, places: &[(Filled, Vec<&Place>)], most: f32) {
    let streets: Vec<&Place> = view.of_level(Level::Subdistrict).collect();
    let boxes = streets.iter().filter_map(|place| store::bounds(view.shape(place)?));
    let all = boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let Some([west, south, east, north]) = all else { return };
    // Not higher than there is room: a tall district becomes narrower.
    let wide = (WIDE * FINE).min(most * FINE * ((east - west) / (north - south).max(1.0)) as f32);
    let plane = Plane::fitting([west, south, east, north], wide as i32);
    let height = plane.height as f32 / FINE;
    paper.need(height);
    let ground = Ground { view, plane, top: paper.y };
    ground.path(&streets).into_iter().for_each(|path| paper.area(path, LAND));
    for (filled, places) in places {
        if let Some(path) = ground.path(places) {
            fill(paper, path, *filled, (MARGIN, ground.top, WIDE, height));
        }
        ground.path(places).into_iter().for_each(|path| paper.line(path, (255, 255, 255), 0.25));
    }
    let communities: Vec<&Place> = view.of_level(Level::Community).collect();
    ground.path(&communities).into_iter().for_each(|path| paper.line(path, DOT, 0.35));
    ground.path(&streets).into_iter().for_each(|path| paper.line(path, INK, 0.8));
    ground.names(paper, &streets);
    ground.bar(paper, height);
    paper.y += height + 8.0;
}

/// Fills an area the way the legend says; colours alone tell nothing on a grey printer.
pub(super) fn fill(paper: &mut Paper<'_>, path: Path, filled: Filled, within: (f32, f32, f32, f32)) {
    match filled {
        Filled::Yes => paper.area(path, YES),
        Filled::No => {
            if let Some(over) = hatch(within) {
                paper.patterned(path, NO, over, (NO_LINE, false));
            }
        }
        Filled::Unknown => {
            if let Some(over) = dots(within) {
                paper.patterned(path, UNKNOWN, over, (DOT, true));
            }
        }
    }
}

impl Ground<'_> {
    fn path(&self, places: &[&Place]) -> Option<Path> {
        let mut path = PathBuilder::new();
        for shape in places.iter().filter_map(|place| self.view.shape(place)) {
            self.shape(&mut path, shape);
        }
        path.finish()
    }

    fn shape(&self, path: &mut PathBuilder, shape: &MultiPolygon<f64>) {
        for polygon in shape {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                self.ring(path, &ring.simplify(self.plane.metres(2.0)));
            }
        }
    }

    fn ring(&self, path: &mut PathBuilder, ring: &LineString<f64>) {
        for (number, at) in ring.coords().enumerate() {
            let (x, y) = self.at(self.plane.at(*at));
            if number == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
        }
        path.close();
    }

    fn at(&self, (x, y): (i32, i32)) -> (f32, f32) {
        (MARGIN + x as f32 / FINE, self.top + y as f32 / FINE)
    }

    fn names(&self, paper: &mut Paper<'_>, streets: &[&Place]) {
        let look = Look { size: 8.0, bold: true, colour: INK };
        for street in streets {
            let Some(spot) = self.view.shape(street).and_then(InteriorPoint::interior_point) else { continue };
            let (x, y) = self.at(self.plane.at(spot.0));
            let half = paper.measure(&street.name, look) / 2.0;
            if let Some(plate) = rectangle(x - half - 2.0, y - 8.0, half * 2.0 + 4.0, 11.0) {
                paper.area(plate, (255, 255, 255));
            }
            paper.text(x - half, y, &street.name, look);
        }
    }

    /// The bar of lengths below on the left.
    fn bar(&self, paper: &mut Paper<'_>, height: f32) {
        let (metres, long) = self.plane.bar();
        let (y, long) = (self.top + height + 2.0, long as f32 / FINE);
        let mut path = PathBuilder::new();
        path.move_to(MARGIN, y);
        path.line_to(MARGIN, y + 4.0);
        path.line_to(MARGIN + long, y + 4.0);
        path.line_to(MARGIN + long, y);
        path.finish().into_iter().for_each(|path| paper.line(path, INK, 0.8));
        let look = Look { size: 7.0, bold: false, colour: INK };
        paper.text(MARGIN + long + 4.0, y + 5.0, &length(metres), look);
    }
}

/// Slanting lines over a window.
fn hatch((x, y, wide, high): (f32, f32, f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    let mut from = x - high;
    while from < x + wide {
        path.move_to(from, y + high);
        path.line_to(from + high, y);
        from += 3.6;
    }
    path.finish()
}

/// Lines over a window that become rows of dots.
fn dots((x, y, wide, high): (f32, f32, f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    for row in 0..(high / (GAP + 0.9)) as u32 + 1 {
        let y = y + row as f32 * (GAP + 0.9) + 1.5;
        path.move_to(x, y);
        path.line_to(x + wide, y);
    }
    path.finish()
}
