//! The document: ground, lettering and furniture in their order.

use std::fmt::Display;

use geo::BoundingRect;
use geo_types::{Rect, coord};
use words::Language;

use crate::draw;
use crate::feature::{AreaRole, Content, Layer};
use crate::furniture::{self, Desk};
use crate::ink::{Ink, Mm};
use crate::label;
use crate::page::Layout;
use crate::palette as p;
use crate::png::FAMILIES;
use crate::sheet::MapSheet;
use crate::view::View;

/// Share of the extent that is added on every side when the sheet names none.
const MARGIN: f64 = 0.03;
/// The same on paper.
const MARGIN_ON_PAPER: f64 = 0.002;

/// Draws a sheet as an SVG document.
///
/// Units are millimetres with at most two decimals; `width` and `height` carry the size of the page. Layers are groups
/// with the class of their role; grids, courtyards, compounds and symbols carry `data-code`, and a `<title>` that shows
/// when a pointer rests on them. Vertices that cannot be seen and whatever lies off the page are left out; a feature
/// with a coordinate that is not finite is not drawn. Ids start with a prefix made from the sheet, so that several
/// maps can stand in one page.
pub fn svg(sheet: &MapSheet) -> String {
    let extent = sheet.extent.or_else(|| extent(&sheet.layers, sheet.page.is_paper()));
    let layout = Layout::new(sheet.page, sheet.furniture, extent);
    let view = View::fit(extent, layout.map, sheet.page.is_paper());
    let prefix = prefix(sheet, &view);
    let desk = Desk::new(sheet, &view, &layout, &prefix);
    let mut ink = Ink::default();
    root(&mut ink, &desk);
    definitions(&mut ink, &desk);
    let (width, height) = (Mm(layout.size.x), Mm(layout.size.y));
    ink.empty("rect", &[("width", &width), ("height", &height), ("fill", &p::PAPER)]);
    ink.open("g", &[("class", &"map"), ("clip-path", &format!("url(#{prefix}-frame)"))]);
    frame(&mut ink, &view, &[("fill", &p::LAND)]);
    draw::ground(&mut ink, sheet, &view, &prefix);
    furniture::crosses(&desk, &mut ink);
    let mut marks = Ink::default();
    let taken = desk.on_map(&mut marks);
    label::lettering(&mut ink, sheet, &view, &taken);
    ink.append(marks);
    ink.close("g");
    furniture::coordinates(&desk, &mut ink);
    desk.around(&mut ink);
    ink.close("svg");
    ink.finish()
}

fn root(ink: &mut Ink, desk: &Desk<'_>) {
    let language = match desk.sheet.language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let size = desk.layout.size;
    let (width, height) = (format!("{}mm", Mm(size.x)), format!("{}mm", Mm(size.y)));
    let view_box = format!("0 0 {} {}", Mm(size.x), Mm(size.y));
    let families = FAMILIES.map(|family| format!("'{family}'")).join(",") + ",sans-serif";
    let named = format!("{0}-title {0}-about", desk.prefix);
    let attributes: &[(&str, &dyn Display)] = &[
        ("xmlns", &"http://www.w3.org/2000/svg"),
        ("width", &width),
        ("height", &height),
        ("viewBox", &view_box),
        ("lang", &language),
        ("role", &"img"),
        ("aria-labelledby", &named),
        ("font-family", &families),
    ];
    ink.open("svg", attributes);
    ink.element("title", &[("id", &format!("{}-title", desk.prefix))], &desk.sheet.title);
    ink.element("desc", &[("id", &format!("{}-about", desk.prefix))], &about(desk));
}

/// What the map shows, in words: its layers with their counts, and its standing.
fn about(desk: &Desk<'_>) -> String {
    let layer = |layer: &Layer| {
        let name = layer.caption.clone().unwrap_or_else(|| desk.say(&format!("map-layer-{}", layer.id())));
        (!name.is_empty() && !layer.is_empty()).then(|| format!("{name} {}", layer.len()))
    };
    let mut parts: Vec<String> = desk.sheet.layers.iter().filter_map(layer).collect();
    if desk.sheet.notes.synthetic {
        parts.push(desk.say("map-synthetic"));
    }
    parts.push(desk.standing().0);
    parts.join(desk.say("map-list-comma").trim_end_matches('|'))
}

/// The frame to cut the map at, and the hatching of unknown values.
fn definitions(ink: &mut Ink, desk: &Desk<'_>) {
    ink.open("defs", &[]);
    ink.open("clipPath", &[("id", &format!("{}-frame", desk.prefix))]);
    frame(ink, desk.view, &[]);
    ink.close("clipPath");
    let is_choropleth = |layer: &Layer| matches!(&layer.content, Content::Areas(AreaRole::Choropleth(_), _));
    if desk.sheet.layers.iter().any(is_choropleth) {
        hatching(ink, &format!("{}-unknown", desk.prefix), p::PAPER, "#A9A39A", ["1.6", ".45"]);
    }
    let is_exclusive = |layer: &Layer| matches!(&layer.content, Content::Areas(AreaRole::Exclusive, _));
    if desk.sheet.layers.iter().any(is_exclusive) {
        hatching(ink, &format!("{}-exclusive", desk.prefix), p::COMPOUND, p::HATCH, ["1.3", ".3"]);
    }
    ink.close("defs");
}

/// A pattern of slanting lines: colours of ground and lines, distance and width of the lines, mm.
fn hatching(ink: &mut Ink, id: &str, ground: &str, line: &str, [pitch, width]: [&str; 2]) {
    let attributes: &[(&str, &dyn Display)] = &[
        ("id", &id),
        ("width", &pitch),
        ("height", &pitch),
        ("patternUnits", &"userSpaceOnUse"),
        ("patternTransform", &"rotate(45)"),
    ];
    ink.open("pattern", attributes);
    ink.empty("rect", &[("width", &pitch), ("height", &pitch), ("fill", &ground)]);
    ink.empty("rect", &[("width", &width), ("height", &pitch), ("fill", &line)]);
    ink.close("pattern");
}

fn frame(ink: &mut Ink, view: &View, paint: &[(&str, &dyn Display)]) {
    let (min, w, h) = (view.frame.min(), Mm(view.frame.width()), Mm(view.frame.height()));
    let (x, y) = (Mm(min.x), Mm(min.y));
    let mut attributes: Vec<(&str, &dyn Display)> = vec![("x", &x), ("y", &y), ("width", &w), ("height", &h)];
    attributes.extend_from_slice(paint);
    ink.empty("rect", &attributes);
}

/// The extent of what the map is about: all but sea, water, green and lines; of all layers where that is nothing.
fn extent(layers: &[Layer], paper: bool) -> Option<Rect<f64>> {
    let is_ground = |role: &AreaRole| matches!(role, AreaRole::Sea | AreaRole::Water | AreaRole::Green);
    let subject = |layer: &&Layer| match &layer.content {
        Content::Areas(role, _) => !is_ground(role),
        Content::Lines(..) => false,
        Content::Spots(_) => true,
    };
    let found = union(layers.iter().filter(subject)).or_else(|| union(layers.iter()))?;
    // On paper the round scale leaves a margin anyhow; a share of the extent could cost the next larger one.
    let share = if paper { MARGIN_ON_PAPER } else { MARGIN };
    let margin = coord! { x: found.width() * share, y: found.height() * share };
    Some(Rect::new(found.min() - margin, found.max() + margin))
}

fn union<'a>(layers: impl Iterator<Item = &'a Layer>) -> Option<Rect<f64>> {
    let bounds = |layer: &Layer| -> Vec<Rect<f64>> {
        match &layer.content {
            Content::Areas(_, areas) => areas.iter().filter_map(|area| area.shape.bounding_rect()).collect(),
            Content::Lines(_, lines) => lines.iter().filter_map(|line| line.shape.bounding_rect()).collect(),
            Content::Spots(spots) => spots.iter().map(|spot| spot.at.bounding_rect()).collect(),
        }
    };
    let all = layers.flat_map(bounds).filter(|rect| {
        let (min, max) = (rect.min(), rect.max());
        [min.x, min.y, max.x, max.y].iter().all(|value| value.is_finite())
    });
    all.reduce(|a, b| {
        let low = coord! { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
        Rect::new(low, coord! { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
    })
}

/// A short id made from title, frame and ground (FNV-1a), the same for the same sheet.
fn prefix(sheet: &MapSheet, view: &View) -> String {
    let corners =
        [view.ground.min().x, view.ground.min().y, view.ground.max().x, view.frame.max().x, view.frame.max().y];
    let numbers = corners.iter().flat_map(|value| value.to_bits().to_le_bytes());
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = sheet.title.bytes().chain(numbers).fold(0x811c_9dc5, mix);
    format!("m{hash:08x}")
}
