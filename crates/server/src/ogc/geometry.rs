//! Shapes as GeoJSON text.

use std::fmt::Write;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// A GeoJSON geometry with so many decimals; one polygon is written as a polygon.
pub(crate) fn text(shape: &MultiPolygon<f64>, decimals: usize) -> String {
    let mut out = String::new();
    match &shape.0[..] {
        [one] => {
            out.push_str(r#"{"type":"Polygon","coordinates":"#);
            polygon(&mut out, one, decimals);
        }
        several => {
            out.push_str(r#"{"type":"MultiPolygon","coordinates":["#);
            separated(&mut out, several.iter(), |out, one| polygon(out, one, decimals));
            out.push(']');
        }
    }
    out.push('}');
    out
}

fn polygon(out: &mut String, polygon: &Polygon<f64>, decimals: usize) {
    out.push('[');
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    separated(out, rings, |out, one| ring(out, one, decimals));
    out.push(']');
}

fn ring(out: &mut String, ring: &LineString<f64>, decimals: usize) {
    out.push('[');
    separated(out, ring.coords(), |out, at| point(out, *at, decimals));
    out.push(']');
}

fn point(out: &mut String, Coord { x, y }: Coord<f64>, decimals: usize) {
    // Writing to a string cannot fail.
    let _ = write!(out, "[{x:.decimals$},{y:.decimals$}]");
}

fn separated<T>(out: &mut String, list: impl Iterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    for (number, one) in list.enumerate() {
        if number > 0 {
            out.push(',');
        }
        write(out, one);
    }
}
