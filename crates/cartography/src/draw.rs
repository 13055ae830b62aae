//! The ground: areas, roads, boundaries and symbols.

pub(crate) mod areas;
pub(crate) mod lines;
mod shore;

use crate::feature::{Content, Layer, LineRole, Spot};
use crate::ink::{Ink, Mm};
use crate::palette as p;
use crate::sheet::MapSheet;
use crate::style;
use crate::view::View;

/// Radius of a symbol, mm.
pub(crate) const SPOT: f64 = 0.9;

/// Draws all layers in map order.
pub(crate) fn ground(ink: &mut Ink, sheet: &MapSheet, view: &View, prefix: &str) {
    let mut layers: Vec<&Layer> = sheet.layers.iter().collect();
    layers.sort_by_key(|layer| rank(layer));
    let split = layers.partition_point(|layer| rank(layer) < VEIL);
    for layer in &layers[..split] {
        draw(ink, layer, view, prefix);
    }
    lines::boundaries(ink, &sheet.layers, view);
    veil(ink, sheet, view);
    for layer in &layers[split..] {
        draw(ink, layer, view, prefix);
    }
}

/// What is drawn below this rank, and the boundaries, fade outside the focus.
const VEIL: u8 = 70;

fn rank(layer: &Layer) -> u8 {
    match &layer.content {
        Content::Areas(role, _) => role.rank(),
        Content::Lines(LineRole::Road, _) => 50,
        Content::Lines(LineRole::Railway, _) => 51,
        Content::Lines(LineRole::Barrier, _) => 55,
        Content::Spots(_) => 80,
    }
}

fn draw(ink: &mut Ink, layer: &Layer, view: &View, prefix: &str) {
    match &layer.content {
        Content::Areas(role, areas) => areas::draw(ink, role, areas, view, prefix),
        Content::Lines(role, lines) => lines::draw(ink, *role, lines, view),
        Content::Spots(spots) => symbols(ink, spots, view),
    }
}

fn symbols(ink: &mut Ink, spots: &[Spot], view: &View) {
    ink.open("g", &[("class", &"spot"), ("fill", &p::STAMP), ("stroke", &p::PAPER), ("stroke-width", &".3")]);
    for spot in spots {
        let at = view.to_page(spot.at.0);
        if crate::clip::inside(at, view.frame) {
            let (x, y) = (Mm(at.x), Mm(at.y));
            ink.open("circle", &[("data-code", &spot.code), ("cx", &x), ("cy", &y), ("r", &Mm(SPOT))]);
            ink.element("title", &[], &spot.name);
            ink.close("circle");
        }
    }
    ink.close("g");
}

fn veil(ink: &mut Ink, sheet: &MapSheet, view: &View) {
    let Some(focus) = &sheet.focus else { return };
    let (min, max) = (view.frame.min(), view.frame.max());
    let mut data = format!("M{} {}H{}V{}H{}z", Mm(min.x), Mm(min.y), Mm(max.x), Mm(max.y), Mm(min.x));
    let edge = crate::path::closed(&view.rings(focus));
    data.push_str(&edge);
    let attributes: &[(&str, &dyn std::fmt::Display)] =
        &[("class", &"veil"), ("d", &data), ("fill", &p::PAPER), ("fill-opacity", &".66"), ("fill-rule", &"evenodd")];
    ink.empty("path", attributes);
    ink.open("g", &[("class", &"focus"), ("fill", &"none"), ("stroke-linejoin", &"round")]);
    lines::stroke(ink, &edge, p::DISTRICT, 0.9 * style::weight(view), "", "butt");
    ink.close("g");
}
