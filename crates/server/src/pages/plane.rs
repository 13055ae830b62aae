//! A piece of ground on a drawing: metres to whole units, shapes to path texts.

use std::fmt::Write;

use geo::Simplify;
use geo_types::{Coord, LineString, MultiPolygon};

/// A window on the ground.
pub(crate) struct Plane {
    west: f64,
    north: f64,
    /// Units of the drawing for a metre.
    scale: f64,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Plane {
    /// A window of this size around a box, whose sides are at least `least` metres, with room around it.
    pub(crate) fn around(
        [west, south, east, north]: [f64; 4],
        least: f64,
        room: f64,
        (width, height): (i32, i32),
    ) -> Self {
        let (mid_x, mid_y) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let (wide, high) = ((east - west).max(least) * room, (north - south).max(least) * room);
        let scale = (f64::from(width) / wide).min(f64::from(height) / high);
        let west = mid_x - f64::from(width) / scale / 2.0;
        let north = mid_y + f64::from(height) / scale / 2.0;
        Plane { west, north, scale, width, height }
    }

    /// A window of this width that just holds a box.
    pub(crate) fn fitting([west, south, east, north]: [f64; 4], width: i32) -> Self {
        let scale = f64::from(width) / (east - west).max(1.0);
        let height = ((north - south) * scale).ceil().clamp(1.0, f64::from(width) * 2.0) as i32;
        Plane { west, north, scale, width, height }
    }

    /// The ground that it shows.
    pub(crate) fn ground(&self) -> [f64; 4] {
        let (wide, high) = (f64::from(self.width) / self.scale, f64::from(self.height) / self.scale);
        [self.west, self.north - high, self.west + wide, self.north]
    }

    /// A point of the ground on the drawing.
    pub(crate) fn at(&self, Coord { x, y }: Coord<f64>) -> (i32, i32) {
        let unit = |metres: f64| (metres * self.scale).round() as i32;
        (unit(x - self.west), unit(self.north - y))
    }

    /// A shape as the text of a path. Detail below a unit is left out; neighbours keep their common points.
    pub(crate) fn path(&self, shape: &MultiPolygon<f64>) -> String {
        let mut out = String::new();
        for polygon in shape {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                self.ring(&mut out, &ring.simplify(0.6 / self.scale));
            }
        }
        out
    }

    /// So many units of the drawing on the ground.
    pub(crate) fn metres(&self, units: f64) -> f64 {
        units / self.scale
    }

    /// A round length of ground of about a fifth of the width, and how many units it takes.
    pub(crate) fn bar(&self) -> (u32, i32) {
        let most = f64::from(self.width) / self.scale / 4.0;
        let power = 10f64.powf(most.max(1.0).log10().floor());
        let length =
            [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|length| *length <= most).unwrap_or(power);
        (length as u32, (length * self.scale).round() as i32)
    }

    fn ring(&self, out: &mut String, ring: &LineString<f64>) {
        let mut points: Vec<(i32, i32)> = ring.coords().map(|at| self.at(*at)).collect();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        let [first, rest @ ..] = &points[..] else { return };
        if rest.len() < 2 {
            return;
        }
        // Writing to a string cannot fail.
        let _ = write!(out, "M{} {}l", first.0, first.1);
        let mut last = *first;
        for (number, at) in rest.iter().enumerate() {
            let (dx, dy) = (at.0 - last.0, at.1 - last.1);
            let gap = if number == 0 || dx < 0 { "" } else { " " };
            let comma = if dy < 0 { "" } else { " " };
            let _ = write!(out, "{gap}{dx}{comma}{dy}");
            last = *at;
        }
        out.push('z');
    }
}

/// A length of ground in words of maps.
pub(crate) fn length(metres: u32) -> String {
    if metres >= 1000 { format!("{} km", metres / 1000) } else { format!("{metres} m") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn paths_are_short_and_closed() {
        let plane = Plane::fitting([0.0, 0.0, 100.0, 50.0], 200);
        let shape =
            MultiPolygon(vec![polygon![(x: 0.0, y: 0.0), (x: 50.0, y: 0.01), (x: 100.0, y: 0.0), (x: 100.0, y: 50.0)]]);
        assert_eq!(plane.path(&shape), "M0 100l200 0 0-100z");
        assert_eq!((plane.height, plane.bar()), (100, (20, 40)));
    }
}
