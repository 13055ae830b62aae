//! Roads, railways, barriers and boundaries.

use std::fmt::Display;

use crate::feature::{Content, Layer, Line, LineRole, RoadClass};
use crate::ink::{Ink, Mm};
use crate::outline;
use crate::palette as p;
use crate::path::{Dot, open};
use crate::style::{BOUNDARIES, weight};
use crate::view::View;

/// Draws a layer of lines.
pub(crate) fn draw(ink: &mut Ink, role: LineRole, lines: &[Line], view: &View) {
    match role {
        LineRole::Road => roads(ink, lines, view),
        LineRole::Railway => {
            let data = data(lines.iter(), view);
            ink.open("g", &[("class", &"railway"), ("fill", &"none")]);
            stroke(ink, &data, p::QUIET, 0.7, "", "butt");
            stroke(ink, &data, p::PAPER, 0.4, "1.6 1.6", "butt");
            ink.close("g");
        }
        LineRole::Barrier => {
            let data = data(lines.iter(), view);
            ink.open("g", &[("class", &"barrier"), ("fill", &"none")]);
            barrier(ink, &data);
            ink.close("g");
        }
    }
}

/// A wall: a thin line with ticks.
pub(crate) fn barrier(ink: &mut Ink, data: &str) {
    stroke(ink, data, p::BARRIER, 0.2, "", "butt");
    stroke(ink, data, p::BARRIER, 0.8, ".2 1.8", "butt");
}

/// Casings first and then fills, the least class first, so that roads join at crossings.
fn roads(ink: &mut Ink, lines: &[Line], view: &View) {
    let of = |class: RoadClass| data(lines.iter().filter(move |line| line.class == class), view);
    let classes: Vec<(RoadClass, String)> = RoadClass::ALL.map(|class| (class, of(class))).into();
    let classes: Vec<_> = classes.into_iter().filter(|(class, _)| class.is_shown(view.denominator())).collect();
    ink.open("g", &[("class", &"road"), ("fill", &"none"), ("stroke-linejoin", &"round")]);
    for (class, data) in &classes {
        if let Some(width) = class.style().casing_width(view.scale) {
            stroke(ink, data, class.style().casing, width, "", "round");
        }
    }
    for (class, data) in &classes {
        stroke(ink, data, class.style().fill, class.style().width(view.scale), "", "round");
    }
    ink.close("g");
}

fn data<'a>(lines: impl Iterator<Item = &'a Line>, view: &View) -> String {
    lines.map(|line| open(&view.pieces(&line.shape))).collect()
}

/// Draws the boundary levels, the lowest first, each line part once and in its highest level.
pub(crate) fn boundaries(ink: &mut Ink, layers: &[Layer], view: &View) {
    let mut rings: Vec<(usize, Vec<Dot>)> = Vec::new();
    for layer in layers {
        if let Content::Areas(role, areas) = &layer.content
            && let Some(rank) = role.boundary()
        {
            rings.extend(areas.iter().flat_map(|area| view.rings(&area.shape)).map(|ring| (rank, ring)));
        }
    }
    let lines = outline::lines(&rings, BOUNDARIES.len());
    ink.open("g", &[("class", &"boundary"), ("fill", &"none"), ("stroke-linejoin", &"round")]);
    for (level, lines) in BOUNDARIES.iter().zip(&lines) {
        boundary(ink, level.id, &open(lines), weight(view));
    }
    ink.close("g");
}

/// Draws path data as a boundary of the level with this id; `weight` is a factor on its width.
pub(crate) fn boundary(ink: &mut Ink, id: &str, data: &str, weight: f64) {
    let Some(level) = BOUNDARIES.iter().find(|level| level.id == id).filter(|_| !data.is_empty()) else { return };
    ink.open("g", &[("class", &format!("boundary-{id}"))]);
    if level.band > 0.0 {
        let attributes: &[(&str, &dyn Display)] = &[
            ("d", &data),
            ("stroke", &level.colour),
            ("stroke-width", &Mm(level.band * weight)),
            ("stroke-opacity", &".16"),
        ];
        ink.empty("path", attributes);
    }
    stroke(ink, data, level.colour, level.width * weight, &level.dashes(weight), "butt");
    ink.close("g");
}

/// A stroked path; nothing when it has no data.
pub(crate) fn stroke(ink: &mut Ink, data: &str, colour: &str, width: f64, dash: &str, cap: &str) {
    let width = Mm(width);
    let mut attributes: Vec<(&str, &dyn Display)> = vec![("d", &data), ("stroke", &colour), ("stroke-width", &width)];
    if cap != "butt" {
        attributes.push(("stroke-linecap", &cap));
    }
    if !dash.is_empty() {
        attributes.push(("stroke-dasharray", &dash));
    }
    if !data.is_empty() {
        ink.empty("path", &attributes);
    }
}
