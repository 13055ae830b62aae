//! Title, key figures, notes, the marks a map must carry, and the small map.

use geo::BoundingRect;
use geo_types::{Coord, Rect, coord};

use super::{Desk, Type, grouped, pair, rule, write};
use crate::ink::{Ink, Mm};
use crate::label::text;
use crate::palette as p;
use crate::path::closed;
use crate::sheet::Furniture;
use crate::view::View;

/// Title and subtitle, with a rule below.
pub(crate) fn header(desk: &Desk<'_>, ink: &mut Ink) {
    let (header, zoom) = (desk.layout.header, desk.layout.zoom);
    let (x, right) = (header.min().x, header.max().x);
    let baseline = header.min().y + 7.6 * zoom;
    ink.open("g", &[("class", &"title")]);
    let room = header.width();
    let wanted = Type { bold: true, ..desk.style(8.6) };
    // Letter-spacing widens every letter, whatever its script.
    let long = text::width(&desk.sheet.title, 1.0, 0.0) + 0.06 * desk.sheet.title.chars().count() as f64;
    let title = Type { size: wanted.size.min(room * 0.96 / long.max(1.0)), ..wanted };
    let (tx, ty, size, spread) = (Mm(x), Mm(baseline), Mm(title.size), Mm(title.size * 0.06));
    let attributes: &[(&str, &dyn std::fmt::Display)] = &[
        ("x", &tx),
        ("y", &ty),
        ("font-size", &size),
        ("letter-spacing", &spread),
        ("font-weight", &"700"),
        ("fill", &p::INK),
    ];
    ink.element("text", attributes, &desk.sheet.title);
    let after = x + long * title.size + 4.0 * zoom;
    let subtitle = Type { colour: p::QUIET, ..desk.style(3.9) };
    let wide = text::width(&desk.sheet.subtitle, subtitle.size, 0.0);
    let date = match desk.sheet.notes.date.as_str() {
        "" => String::new(),
        date => format!("{}  {date}", desk.both("map-date")),
    };
    let date = date.as_str();
    let date_style = Type { anchor: "end", colour: p::QUIET, ..desk.style(3.0) };
    let date_wide = text::width(date, date_style.size, 0.0);
    if after + wide + date_wide + 4.0 * zoom < right {
        write(ink, &desk.sheet.subtitle, after, baseline, subtitle);
        write(ink, date, right, baseline, date_style);
    } else {
        let fit = (room - date_wide - 4.0 * zoom) / wide.max(1.0);
        let small = Type { size: subtitle.size * fit.clamp(0.4, 0.86), ..subtitle };
        write(ink, &desk.sheet.subtitle, x, baseline + 4.9 * zoom, small);
        write(ink, date, right, baseline + 4.9 * zoom, Type { size: small.size.max(2.4 * zoom), ..date_style });
    }
    ink.close("g");
}

/// Key figures in one row, their thousands apart; gives the height they take.
pub(crate) fn figures(desk: &Desk<'_>, ink: &mut Ink, x: f64, y: f64, width: f64) -> f64 {
    let zoom = desk.layout.zoom;
    let figures = &desk.sheet.figures;
    if figures.is_empty() {
        return 0.0;
    }
    let (large, small) = (desk.style(7.2), Type { colour: p::QUIET, ..desk.style(2.5) });
    let values: Vec<String> = figures.iter().map(|(value, _)| thousands(value)).collect();
    // Bold figures are a little wider than the widths of `text`.
    let wide = |value: &str, caption: &str| {
        (text::width(value, large.size, 0.0) * 1.06).max(text::width(caption, small.size, 0.0))
    };
    let widths: Vec<f64> = values.iter().zip(figures).map(|(value, figure)| wide(value, &figure.1)).collect();
    let gap = 6.0 * zoom;
    let fit = ((width - gap * (widths.len() - 1) as f64).max(width * 0.4) / widths.iter().sum::<f64>()).min(1.0);
    ink.open("g", &[("class", &"figures")]);
    let mut left = x;
    for ((value, (_, caption)), wide) in values.iter().zip(figures).zip(widths) {
        let value_style = Type { bold: true, size: large.size * fit, ..large };
        write(ink, value, left, y + 6.2 * zoom, value_style);
        write(ink, caption, left, y + 10.2 * zoom, Type { size: small.size * fit.max(0.8), ..small });
        left += wide * fit + gap;
    }
    ink.close("g");
    let height = 16.5 * zoom;
    rule(ink, x, y + height - 3.4 * zoom, width, p::FAINT);
    height
}

/// A whole number written in digits alone with its thousands apart; any other text as it is.
fn thousands(value: &str) -> String {
    let number = value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse::<u32>().ok()).flatten();
    number.map_or_else(|| value.to_owned(), |number| grouped(f64::from(number)))
}

/// CRS, source, remarks and standing; gives the height they take.
pub(crate) fn notes(desk: &Desk<'_>, ink: &mut Ink, x: f64, y: f64, width: f64) -> f64 {
    let notes = &desk.sheet.notes;
    let style = Type { colour: p::QUIET, ..desk.style(2.25) };
    let line = style.size * 1.5;
    let entry = |id: &str, text: &str| (!text.is_empty()).then(|| format!("{}  {text}", desk.both(id)));
    let mut texts: Vec<String> = [("map-crs", &notes.crs), ("map-source", &notes.source)]
        .into_iter()
        .filter_map(|(id, text)| entry(id, text))
        .collect();
    texts.extend(notes.remarks.iter().cloned());
    ink.open("g", &[("class", &"notes")]);
    rule(ink, x, y, width, p::FAINT);
    let mut baseline = y + line * 1.25;
    for text in texts.iter().flat_map(|text| text::wrap(text, style.size, width)) {
        write(ink, &text, x, baseline, style);
        baseline += line;
    }
    let marked = Type { colour: p::STAMP, bold: true, ..desk.style(2.6) };
    let (standing, standing_second) = desk.standing();
    let mut marks = vec![(standing, standing_second)];
    if notes.synthetic {
        marks.insert(0, (desk.say("map-synthetic"), desk.beside("map-synthetic")));
    }
    baseline += line * 0.35;
    for (main, second) in marks {
        pair(ink, &main, &second, [x, baseline], marked, width);
        baseline += line * 1.2;
    }
    ink.close("g");
    baseline - y - line * 0.9
}

/// The marks in the corner of the map: not for the public, and invented data. Gives the boxes they take.
pub(crate) fn marks(desk: &Desk<'_>, ink: &mut Ink) -> Vec<Rect<f64>> {
    let frame = desk.view.frame;
    let size = if desk.sheet.furniture == Furniture::Bare { 2.6 } else { 3.2 * desk.layout.zoom };
    let mut texts = vec![desk.standing().0];
    if desk.sheet.notes.synthetic {
        texts.push(desk.say("map-synthetic-short"));
    }
    let mut right = frame.max().x - size * 0.9;
    let mut taken = Vec::new();
    ink.open("g", &[("class", &"marks")]);
    for text in texts {
        let (wide, high) = (text::width(&text, size, 0.0) + size * 1.3, size * 1.8);
        let mark = Rect::new((right - wide, frame.min().y + size * 0.9), (right, frame.min().y + size * 0.9 + high));
        stamp(ink, &text, mark, size);
        taken.push(mark);
        right -= wide + size * 0.6;
    }
    ink.close("g");
    taken
}

fn stamp(ink: &mut Ink, text: &str, mark: Rect<f64>, size: f64) {
    let (x, y, w, h) = (Mm(mark.min().x), Mm(mark.min().y), Mm(mark.width()), Mm(mark.height()));
    let attributes: &[(&str, &dyn std::fmt::Display)] = &[
        ("x", &x),
        ("y", &y),
        ("width", &w),
        ("height", &h),
        ("rx", &".6"),
        ("fill", &p::PAPER),
        ("fill-opacity", &".88"),
        ("stroke", &p::STAMP),
        ("stroke-width", &".3"),
    ];
    ink.empty("rect", attributes);
    let style = Type { size, colour: p::STAMP, bold: true, anchor: "middle" };
    write(ink, text, mark.center().x, mark.center().y + size * 0.37, style);
}

/// The small map in a box; nothing when there is none or the box is too small for it.
pub(crate) fn inset(desk: &Desk<'_>, ink: &mut Ink, place: Rect<f64>) {
    let zoom = desk.layout.zoom;
    let Some(inset) = &desk.sheet.inset else { return };
    let head = 6.0 * zoom;
    if place.height() < head + 14.0 * zoom {
        return;
    }
    let bounds = |c: Rect<f64>, d: Rect<f64>| Rect::new(least(c.min(), d.min()), most(c.max(), d.max()));
    let extent = inset.areas.iter().filter_map(|area| area.shape.bounding_rect()).reduce(bounds);
    let view = View::fit(extent, Rect::new(place.min() + coord! { x: 0.0, y: head }, place.max()), false);
    ink.open(
        "g",
        &[("class", &"inset"), ("stroke", &p::STREET), ("stroke-width", &".14"), ("stroke-linejoin", &"round")],
    );
    for area in &inset.areas {
        let here = inset.highlight.contains(&area.code);
        let fill = if here { p::HERE } else { p::LAND };
        let data = closed(&view.rings(&area.shape));
        if !data.is_empty() {
            ink.empty("path", &[("data-code", &area.code), ("d", &data), ("fill", &fill)]);
        }
    }
    ink.close("g");
    let at = [place.min().x, place.min().y + 3.6 * zoom];
    let heading = Type { bold: true, ..desk.style(2.9) };
    pair(ink, &desk.say("map-inset"), &desk.beside("map-inset"), at, heading, place.width());
}

fn least(a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    coord! { x: a.x.min(b.x), y: a.y.min(b.y) }
}

fn most(a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    coord! { x: a.x.max(b.x), y: a.y.max(b.y) }
}
