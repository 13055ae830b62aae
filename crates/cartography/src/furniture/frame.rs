//! Neat lines and the coordinate frame.

use geo_types::coord;

use super::{Desk, Type, grouped};
use crate::ink::{Ink, Mm};
use crate::palette as p;
use crate::sheet::Furniture;
use crate::view::View;

/// The round step of coordinate lines, metres: three to eight of them along the longer side of the map.
fn step(view: &View) -> f64 {
    let wanted = view.ground.width().max(view.ground.height()) / 8.0;
    let decade = 10f64.powf(wanted.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * decade).find(|step| *step >= wanted).unwrap_or(10.0 * decade)
}

/// Multiples of the step between two coordinates.
fn stops(from: f64, to: f64, step: f64) -> Vec<f64> {
    let (first, last) = ((from / step).ceil() as i64, (to / step).floor() as i64);
    (first..=last.min(first.saturating_add(100))).map(|i| i as f64 * step).collect()
}

/// Small crosses in the map where coordinate lines cross.
pub(crate) fn crosses(desk: &Desk<'_>, ink: &mut Ink) {
    let (view, step) = (desk.view, step(desk.view));
    let mut data = String::new();
    for x in stops(view.ground.min().x, view.ground.max().x, step) {
        for y in stops(view.ground.min().y, view.ground.max().y, step) {
            let at = view.to_page(coord! { x: x, y: y });
            data.push_str(&format!("M{} {}h3m-1.5-1.5v3", Mm(at.x - 1.5), Mm(at.y)));
        }
    }
    if !data.is_empty() && desk.sheet.furniture == Furniture::Full {
        ink.empty(
            "path",
            &[("class", &"crosses"), ("d", &data), ("stroke", &p::QUIET), ("stroke-width", &".12"), ("fill", &"none")],
        );
    }
}

/// The two neat lines with ticks and coordinates between them.
pub(crate) fn coordinates(desk: &Desk<'_>, ink: &mut Ink) {
    if desk.sheet.furniture == Furniture::Bare {
        return;
    }
    let band = desk.layout.band;
    ink.open("g", &[("class", &"frame"), ("fill", &"none"), ("stroke", &p::INK)]);
    neat_line(desk, ink, 0.0, 0.2);
    neat_line(desk, ink, band, 0.5);
    let (frame, step) = (desk.view.frame, step(desk.view));
    let (min, max) = (frame.min(), frame.max());
    let mut ticks = String::new();
    let mut labels = Ink::default();
    let style =
        Type { size: (2.1 * desk.layout.zoom).min(band * 0.62), colour: p::QUIET, bold: false, anchor: "middle" };
    let clear = 9.0 * desk.layout.zoom;
    for x in stops(desk.view.ground.min().x, desk.view.ground.max().x, step) {
        let at = desk.view.to_page(coord! { x: x, y: 0.0 }).x;
        ticks.push_str(&format!("M{} {}v{}M{} {}v{}", Mm(at), Mm(min.y), Mm(-band), Mm(at), Mm(max.y), Mm(band)));
        if at > min.x + clear && at < max.x - clear {
            super::write(
                &mut labels,
                &grouped(x),
                at + 0.3 * band,
                min.y - band * 0.3,
                Type { anchor: "start", ..style },
            );
            super::write(
                &mut labels,
                &grouped(x),
                at + 0.3 * band,
                max.y + band * 0.68,
                Type { anchor: "start", ..style },
            );
        }
    }
    for y in stops(desk.view.ground.min().y, desk.view.ground.max().y, step) {
        let at = desk.view.to_page(coord! { x: 0.0, y: y }).y;
        ticks.push_str(&format!("M{} {}h{}M{} {}h{}", Mm(min.x), Mm(at), Mm(-band), Mm(max.x), Mm(at), Mm(band)));
        if at > min.y + clear && at < max.y - clear {
            turned(&mut labels, &grouped(y), min.x - band * 0.3, at - 0.3 * band, style);
            turned(&mut labels, &grouped(y), max.x + band * 0.68, at - 0.3 * band, style);
        }
    }
    if !ticks.is_empty() {
        ink.empty("path", &[("d", &ticks), ("stroke-width", &".15")]);
    }
    ink.open("g", &[("stroke", &"none")]);
    ink.append(labels);
    ink.close("g");
    ink.close("g");
}

fn neat_line(desk: &Desk<'_>, ink: &mut Ink, out: f64, width: f64) {
    let frame = desk.view.frame;
    let (x, y) = (Mm(frame.min().x - out), Mm(frame.min().y - out));
    let (w, h) = (Mm(frame.width() + 2.0 * out), Mm(frame.height() + 2.0 * out));
    ink.empty("rect", &[("x", &x), ("y", &y), ("width", &w), ("height", &h), ("stroke-width", &Mm(width))]);
}

fn turned(ink: &mut Ink, text: &str, x: f64, y: f64, style: Type) {
    let turn = format!("translate({} {})rotate(-90)", Mm(x), Mm(y));
    ink.element("text", &[("transform", &turn), ("font-size", &Mm(style.size)), ("fill", &style.colour)], text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_stand_at_multiples_of_the_step() {
        assert_eq!(stops(-12.0, 21.0, 10.0), [-10.0, 0.0, 10.0, 20.0]);
        assert_eq!(stops(1.0, 2.0, 10.0), [] as [f64; 0]);
    }

    #[test]
    fn figures_have_their_thousands_apart() {
        assert_eq!(grouped(525_500.0), "525\u{2009}500");
        assert_eq!(grouped(-1000.0), "−1\u{2009}000");
        assert_eq!(grouped(0.0), "0");
    }
}
