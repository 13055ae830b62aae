//! The legend: one row for each thing that the map shows, with its sign, its name in two languages and its count.

use std::fmt::Display;

use geo::{CoordsIter, InteriorPoint, Intersects};
use geo_types::MultiPolygon;

use super::{Desk, Type, grouped, pair, write};
use crate::draw::lines;
use crate::feature::{Area, AreaRole, Content, Layer, LineRole, RoadClass};
use crate::ink::{Ink, Mm};
use crate::palette as p;
use crate::style::weight;

/// Width of a sign at A3, mm.
const SIGN: f64 = 10.0;

/// A row of the legend.
struct Row {
    sign: Sign,
    main: String,
    second: String,
    count: Option<usize>,
    /// Place in the legend: boundaries first, the ground last.
    order: u8,
}

enum Sign {
    Grids,
    Fill(String),
    Area(&'static str),
    Boundary(&'static str),
    Road(RoadClass),
    Railway,
    Barrier,
    Spot,
}

/// Draws the legend in a box `[x, y, width, most height]`; gives the height it takes.
pub(crate) fn legend(desk: &Desk<'_>, ink: &mut Ink, [x, y, width, room]: [f64; 4], columns: usize) -> f64 {
    let rows = rows(desk);
    let zoom = desk.layout.zoom;
    if rows.is_empty() {
        return 0.0;
    }
    let head = 7.5 * zoom;
    let lines = rows.len().div_ceil(columns);
    let pitch = (6.1 * zoom).min((room - head).max(20.0 * zoom) / lines as f64);
    ink.open("g", &[("class", &"legend")]);
    let heading = Type { bold: true, ..desk.style(3.6) };
    pair(ink, &desk.say("map-legend"), &desk.beside("map-legend"), [x, y + 3.6 * zoom], heading, width);
    let gap = 5.0 * zoom;
    let column = (width - gap * (columns - 1) as f64) / columns as f64;
    for (i, row) in rows.iter().enumerate() {
        let left = x + (i / lines) as f64 * (column + gap);
        let middle = y + head + pitch * ((i % lines) as f64 + 0.5);
        one(desk, ink, row, [left, middle], column, (pitch / (6.1 * zoom)).min(1.0));
    }
    ink.close("g");
    head + pitch * lines as f64
}

fn one(desk: &Desk<'_>, ink: &mut Ink, row: &Row, [x, middle]: [f64; 2], width: f64, tight: f64) {
    let zoom = desk.layout.zoom;
    let style = desk.style(2.8 * tight.max(0.7));
    sign(desk, ink, &row.sign, [x, middle], [SIGN * zoom, 3.9 * zoom * tight]);
    let baseline = middle + style.size * 0.36;
    let left = x + (SIGN + 3.0) * zoom;
    let count = row.count.map(|count| grouped(count as f64)).unwrap_or_default();
    let count_width = crate::label::text::width(&count, style.size, 0.0) + 1.5 * zoom;
    pair(ink, &row.main, &row.second, [left, baseline], style, x + width - left - count_width);
    write(ink, &count, x + width, baseline, Type { anchor: "end", colour: p::QUIET, ..style });
}

fn rows(desk: &Desk<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for layer in desk.sheet.layers.iter().filter(|layer| !layer.is_empty() && layer.caption.as_deref() != Some("")) {
        match &layer.content {
            Content::Areas(role, _) if !role.is_shown(desk.view.denominator()) => {}
            Content::Areas(AreaRole::Green | AreaRole::Water | AreaRole::Sea, areas) if !is_seen(desk, areas) => {}
            Content::Areas(role, areas) => area_rows(desk, layer, role, areas, &mut rows),
            Content::Lines(LineRole::Road, lines) => {
                let used = RoadClass::ALL.iter().rev().filter(|class| {
                    class.is_shown(desk.view.denominator()) && lines.iter().any(|line| line.class == **class)
                });
                rows.extend(used.map(|class| {
                    let id = format!("map-road-{}", class.style().id);
                    Row {
                        sign: Sign::Road(*class),
                        main: desk.say(&id),
                        second: desk.beside(&id),
                        count: None,
                        order: 50,
                    }
                }));
            }
            Content::Lines(LineRole::Railway, _) => rows.push(row(desk, layer, Sign::Railway, None, 51)),
            Content::Lines(LineRole::Barrier, _) => rows.push(row(desk, layer, Sign::Barrier, None, 52)),
            Content::Spots(spots) => rows.push(row(desk, layer, Sign::Spot, Some(spots.len()), 40)),
        }
    }
    rows.sort_by_key(|row| row.order);
    rows
}

fn area_rows(desk: &Desk<'_>, layer: &Layer, role: &AreaRole, areas: &[Area], rows: &mut Vec<Row>) {
    let count = Some(in_focus(desk.sheet.focus.as_ref(), areas)).filter(|count| *count > 0);
    match role {
        AreaRole::District => rows.push(row(desk, layer, Sign::Boundary("district"), None, 0)),
        AreaRole::Street => rows.push(row(desk, layer, Sign::Boundary("street"), count, 1)),
        AreaRole::Community => rows.push(row(desk, layer, Sign::Boundary("community"), count, 2)),
        AreaRole::Grid => rows.push(row(desk, layer, Sign::Grids, count, 3)),
        AreaRole::Choropleth(classes) => {
            let known = || areas.iter().filter_map(|area| area.value.filter(|value| value.is_finite()));
            for (class, caption) in classes.captions().iter().enumerate() {
                let count = known().filter(|value| classes.class_of(*value) == class).count();
                let fill = Sign::Fill(classes.fill(class).to_owned());
                rows.push(Row {
                    sign: fill,
                    main: caption.clone(),
                    second: String::new(),
                    count: Some(count),
                    order: 4,
                });
            }
            let unknown = areas.len() - known().count();
            if unknown > 0 {
                let (main, second) = (desk.say("map-unknown"), desk.beside("map-unknown"));
                let fill = Sign::Fill(format!("url(#{}-unknown)", desk.prefix));
                rows.push(Row { sign: fill, main, second, count: Some(unknown), order: 4 });
            }
        }
        AreaRole::Compound => rows.push(row(desk, layer, Sign::Area("compound"), count, 10)),
        AreaRole::Exclusive => {
            let fill = crate::draw::areas::paint(role, desk.prefix);
            rows.push(row(desk, layer, Sign::Fill(fill), count, 10));
        }
        AreaRole::Courtyard => rows.push(row(desk, layer, Sign::Area("courtyard"), count, 11)),
        AreaRole::Building => rows.push(row(desk, layer, Sign::Area("building"), count, 12)),
        AreaRole::Green => rows.push(row(desk, layer, Sign::Area("green"), None, 60)),
        AreaRole::Water => rows.push(row(desk, layer, Sign::Area("water"), None, 61)),
        AreaRole::Sea => rows.push(row(desk, layer, Sign::Area("sea"), None, 62)),
    }
}

/// Whether one of the areas reaches into the frame.
fn is_seen(desk: &Desk<'_>, areas: &[Area]) -> bool {
    areas.iter().any(|area| !desk.view.visible(&area.shape).is_empty())
}

/// The number of areas in the focus, by a point in each; of all without a focus.
fn in_focus(focus: Option<&MultiPolygon<f64>>, areas: &[Area]) -> usize {
    let Some(focus) = focus else { return areas.len() };
    let finite = |area: &&Area| area.shape.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite());
    let inside =
        |area: &&Area| finite(area) && area.shape.interior_point().is_some_and(|point| focus.intersects(&point));
    areas.iter().filter(inside).count()
}

fn row(desk: &Desk<'_>, layer: &Layer, sign: Sign, count: Option<usize>, order: u8) -> Row {
    let id = format!("map-layer-{}", layer.id());
    let (main, second) = match &layer.caption {
        Some(caption) => (caption.clone(), String::new()),
        None => (desk.say(&id), desk.beside(&id)),
    };
    Row { sign, main, second, count, order }
}

/// Draws a sign of a size, its left middle at a position.
fn sign(desk: &Desk<'_>, ink: &mut Ink, sign: &Sign, [x, y]: [f64; 2], [width, height]: [f64; 2]) {
    let line = format!("M{} {}h{}", Mm(x), Mm(y), Mm(width));
    match sign {
        Sign::Grids => {
            for (i, fill) in [p::GRID[1], p::GRID[0], p::GRID[5]].iter().enumerate() {
                patch(
                    ink,
                    [x + width / 3.0 * i as f64, y],
                    [width / 3.0, height],
                    &[("fill", fill), ("stroke", &p::INK), ("stroke-width", &".2")],
                );
            }
        }
        Sign::Fill(fill) => {
            patch(ink, [x, y], [width, height], &[("fill", fill), ("stroke", &p::INK), ("stroke-width", &".15")])
        }
        Sign::Area(id) => area_sign(ink, id, [x, y], [width, height]),
        Sign::Boundary(id) => lines::boundary(ink, id, &line, weight(desk.view)),
        Sign::Road(class) => {
            let style = class.style();
            let wide = style.width(desk.view.scale).min(height * 0.7);
            ink.open("g", &[("fill", &"none")]);
            // Roads are white on the coloured ground; the sign gets a ground too.
            lines::stroke(ink, &line, p::GROUND, height * 0.94, "", "butt");
            if style.casing_width(desk.view.scale).is_some() {
                lines::stroke(ink, &line, style.casing, wide + 0.24, "", "butt");
            }
            lines::stroke(ink, &line, style.fill, wide, "", "butt");
            ink.close("g");
        }
        Sign::Railway => {
            ink.open("g", &[("fill", &"none")]);
            lines::stroke(ink, &line, p::QUIET, 0.7, "", "butt");
            lines::stroke(ink, &line, p::PAPER, 0.4, "1.6 1.6", "butt");
            ink.close("g");
        }
        Sign::Barrier => {
            ink.open("g", &[("fill", &"none")]);
            lines::barrier(ink, &line);
            ink.close("g");
        }
        Sign::Spot => {
            let (cx, cy, r) = (Mm(x + width / 2.0), Mm(y), Mm(crate::draw::SPOT));
            ink.empty("circle", &[("cx", &cx), ("cy", &cy), ("r", &r), ("fill", &p::STAMP)]);
        }
    }
}

fn area_sign(ink: &mut Ink, id: &str, at: [f64; 2], size: [f64; 2]) {
    let role =
        [AreaRole::Compound, AreaRole::Courtyard, AreaRole::Building, AreaRole::Green, AreaRole::Water, AreaRole::Sea];
    let Some(style) = role.iter().find(|role| role.id() == id).map(AreaRole::fill) else { return };
    // White, half transparent, is only seen on the ground that it lies on.
    if style.opacity < 1.0 && style.fill == p::PAPER {
        patch(ink, at, size, &[("fill", &p::GRID[3])]);
    }
    let inset = if style.fill == p::BUILDING { size[0] * 0.2 } else { size[0] * 0.06 };
    let inner = ([at[0] + inset, at[1]], [size[0] - 2.0 * inset, size[1] * 0.72]);
    let full = style.fill != p::PAPER && style.fill != p::BUILDING;
    let (at, size) = if full { (at, size) } else { inner };
    let (opacity, width) = (Mm(style.opacity), Mm(style.width));
    patch(
        ink,
        at,
        size,
        &[("fill", &style.fill), ("fill-opacity", &opacity), ("stroke", &style.stroke), ("stroke-width", &width)],
    );
}

/// A rectangle with its left middle at a position.
fn patch(ink: &mut Ink, [x, y]: [f64; 2], [width, height]: [f64; 2], paint: &[(&str, &dyn Display)]) {
    let (x, y, w, h) = (Mm(x), Mm(y - height / 2.0), Mm(width), Mm(height));
    let mut attributes: Vec<(&str, &dyn Display)> = vec![("x", &x), ("y", &y), ("width", &w), ("height", &h)];
    attributes.extend_from_slice(paint);
    ink.empty("rect", &attributes);
}
