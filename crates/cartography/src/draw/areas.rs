//! Areas: fills by colour class, by value, or plain.

use crate::classes::Classes;
use crate::colouring::Neighbours;
use crate::draw::shore;
use crate::feature::{Area, AreaRole};
use crate::ink::{Ink, Mm};
use crate::palette as p;
use crate::path::{Dot, closed};
use crate::view::View;

/// Draws a layer of areas; the boundary levels have no fill of their own and are drawn elsewhere.
pub(crate) fn draw(ink: &mut Ink, role: &AreaRole, areas: &[Area], view: &View, prefix: &str) {
    let rings: Vec<Vec<Vec<Dot>>> = areas.iter().map(|area| view.rings(&area.shape)).collect();
    match role {
        AreaRole::Grid => {
            let colours = grid_colours(areas, &rings);
            let fills = colours.iter().map(|colour| p::GRID[*colour].to_owned()).collect::<Vec<_>>();
            filled(ink, role, areas, &rings, &fills);
        }
        AreaRole::Choropleth(classes) => {
            let fill = |area: &Area| value_fill(classes, area, prefix);
            filled(ink, role, areas, &rings, &areas.iter().map(fill).collect::<Vec<_>>());
        }
        AreaRole::Community | AreaRole::Street | AreaRole::District => {}
        _ if !role.is_shown(view.denominator()) => {}
        _ => {
            plain(ink, role, areas, &rings, prefix);
            if *role == AreaRole::Sea {
                shore::fade(ink, areas, view, prefix);
            }
        }
    }
}

/// Colour classes of grids, below the size of the palette.
pub(crate) fn grid_colours(areas: &[Area], rings: &[Vec<Vec<Dot>>]) -> Vec<usize> {
    let fixed: Vec<Option<usize>> = areas.iter().map(|area| area.class.map(|c| c % p::GRID.len())).collect();
    Neighbours::of(rings).colours(p::GRID.len(), &fixed)
}

fn value_fill(classes: &Classes, area: &Area, prefix: &str) -> String {
    match area.value.filter(|value| value.is_finite()) {
        Some(value) => classes.fill(classes.class_of(value)).to_owned(),
        None => format!("url(#{prefix}-unknown)"),
    }
}

/// Areas with a fill each. Each has a stroke of its own colour, so that no paper shows between neighbours.
fn filled(ink: &mut Ink, role: &AreaRole, areas: &[Area], rings: &[Vec<Vec<Dot>>], fills: &[String]) {
    ink.open("g", &[("class", &role.id()), ("stroke-width", &".1")]);
    for ((area, rings), fill) in areas.iter().zip(rings).zip(fills) {
        let data = closed(rings);
        if !data.is_empty() {
            let stroke = if fill.starts_with('#') { fill.as_str() } else { "none" };
            ink.open("path", &[("data-code", &area.code), ("fill", fill), ("stroke", &stroke), ("d", &data)]);
            ink.element("title", &[], &hover(area));
            ink.close("path");
        }
    }
    ink.close("g");
}

fn hover(area: &Area) -> String {
    let fallback = || [area.label.name.as_str(), area.label.detail.as_str()].join(" ").trim().to_owned();
    if area.hover.is_empty() { fallback() } else { area.hover.clone() }
}

/// The fill of a plain role: a colour, or the hatching of exclusive sites.
pub(crate) fn paint(role: &AreaRole, prefix: &str) -> String {
    if *role == AreaRole::Exclusive { format!("url(#{prefix}-exclusive)") } else { role.fill().fill.to_owned() }
}

fn plain(ink: &mut Ink, role: &AreaRole, areas: &[Area], rings: &[Vec<Vec<Dot>>], prefix: &str) {
    let (style, fill) = (role.fill(), paint(role, prefix));
    let attributes: &[(&str, &dyn std::fmt::Display)] = &[
        ("class", &role.id()),
        ("fill", &fill),
        ("fill-opacity", &Mm(style.opacity)),
        ("stroke", &style.stroke),
        ("stroke-width", &Mm(style.width)),
        ("stroke-linejoin", &"round"),
    ];
    ink.open("g", attributes);
    if !style.single {
        // One path for all: thousands of elements would make a page slow and help nobody.
        let data: String = rings.iter().map(|rings| closed(rings)).collect();
        if !data.is_empty() {
            ink.empty("path", &[("d", &data)]);
        }
    } else {
        for (area, rings) in areas.iter().zip(rings) {
            let data = closed(rings);
            if !data.is_empty() && area.hover.is_empty() {
                ink.empty("path", &[("data-code", &area.code), ("d", &data)]);
            } else if !data.is_empty() {
                ink.open("path", &[("data-code", &area.code), ("d", &data)]);
                ink.element("title", &[], &area.hover);
                ink.close("path");
            }
        }
    }
    ink.close("g");
}
