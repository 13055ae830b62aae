//! Writing texts that have their place.

use std::fmt::{Display, Write};

use geo_types::{Coord, coord};

use super::text::DETAIL;
use super::{Place, Placed};
use crate::ink::{Ink, Mm};
use crate::palette as p;

/// Height of the middle of a letter above the baseline, in parts of its size, for ideographs and figures.
const MIDDLE: f64 = 0.37;

/// Writes all texts, a group for each style.
pub(crate) fn placed(ink: &mut Ink, placed: &[Placed]) {
    let mut placed: Vec<&Placed> = placed.iter().collect();
    // Small lettering first, so that large names stand on top.
    placed.sort_by(|a, b| b.letters.order.cmp(&a.letters.order).then(a.class.cmp(b.class)));
    ink.open("g", &[("class", &"lettering"), ("text-anchor", &"middle"), ("stroke-linejoin", &"round")]);
    let same = |a: &&Placed, b: &&Placed| a.class == b.class && style(a) == style(b);
    for group in placed.chunk_by(same) {
        let first = group[0];
        let (halo, weight) = (Mm(first.letters.halo), if first.letters.bold { "700" } else { "400" });
        let attributes: &[(&str, &dyn Display)] = &[
            ("class", &format!("lettering-{}", first.class)),
            ("fill", &first.letters.colour),
            ("stroke", &p::PAPER),
            ("stroke-opacity", &".85"),
            ("stroke-width", &halo),
            ("paint-order", &"stroke"),
            ("font-weight", &weight),
        ];
        ink.open("g", attributes);
        group.iter().for_each(|text| one(ink, text));
        ink.close("g");
    }
    ink.close("g");
}

fn style(placed: &Placed) -> (&'static str, bool, u64) {
    (placed.letters.colour, placed.letters.bold, placed.letters.halo.to_bits())
}

fn one(ink: &mut Ink, text: &Placed) {
    match &text.place {
        Place::Centre(centre) => centred(ink, text, *centre),
        Place::Turned(centre, angle) => {
            let turn = format!("translate({} {}) rotate({})", Mm(centre.x), Mm(centre.y), Mm(*angle));
            let (y, size) = (Mm(text.size * MIDDLE), Mm(text.size));
            ink.element("text", &[("transform", &turn), ("y", &y), ("font-size", &size)], &text.lines[0]);
        }
        Place::Letters(stops) => by_letter(ink, text, stops),
    }
}

fn centred(ink: &mut Ink, text: &Placed, centre: Coord<f64>) {
    let (_, height) = super::text::block(&text.lines, text.size, text.letters.spread);
    let mut baseline = centre.y - height / 2.0 + text.size * 0.93;
    for (i, line) in text.lines.iter().enumerate() {
        let size = if i == 0 { text.size } else { text.size * DETAIL };
        if i > 0 {
            baseline += size * 1.22;
        }
        let spread = if super::text::can_spread(line) { text.letters.spread } else { 0.0 };
        // Viewers disagree on letter-spacing in centred text, so spread letters have a place each.
        let left = centre.x - super::text::width(line, size, spread) / 2.0;
        let place = |i: usize| Mm(left + size * (1.0 + spread) * i as f64).to_string();
        let spread_out = spread > 0.0;
        let xs = match spread_out {
            true => (0..line.chars().count()).map(place).collect::<Vec<_>>().join(" "),
            false => Mm(centre.x).to_string(),
        };
        let (y, size) = (Mm(baseline), Mm(size));
        let mut attributes: Vec<(&str, &dyn Display)> = vec![("x", &xs), ("y", &y), ("font-size", &size)];
        if spread_out {
            attributes.push(("text-anchor", &"start"));
        }
        if i > 0 {
            attributes.push(("font-weight", &"400"));
        }
        ink.element("text", &attributes, line);
    }
}

fn by_letter(ink: &mut Ink, text: &Placed, stops: &[(Coord<f64>, f64)]) {
    let (mut xs, mut ys, mut turns) = (String::new(), String::new(), String::new());
    for (i, (centre, angle)) in stops.iter().enumerate() {
        let (sine, cosine) = angle.to_radians().sin_cos();
        // From the middle of the letter to the left end of its baseline, turned with it.
        let shift = coord! { x: -0.5 * text.size, y: MIDDLE * text.size };
        let origin = *centre + coord! { x: shift.x * cosine - shift.y * sine, y: shift.x * sine + shift.y * cosine };
        let gap = if i == 0 { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = write!(xs, "{gap}{}", Mm(origin.x));
        let _ = write!(ys, "{gap}{}", Mm(origin.y));
        let _ = write!(turns, "{gap}{}", Mm((angle * 10.0).round() / 10.0));
    }
    let size = Mm(text.size);
    let attributes: &[(&str, &dyn Display)] =
        &[("x", &xs), ("y", &ys), ("rotate", &turns), ("font-size", &size), ("text-anchor", &"start")];
    ink.element("text", attributes, &text.lines[0]);
}
