//! Scale bar, representative fraction and north arrow.

use geo_types::Rect;

use super::{Desk, Type, grouped, pair, write};
use crate::ink::{Ink, Mm};
use crate::palette as p;

/// Scale and north in the panel; gives the height they take.
pub(crate) fn scale(desk: &Desk<'_>, ink: &mut Ink, x: f64, y: f64, width: f64) -> f64 {
    let zoom = desk.layout.zoom;
    let style = desk.style(2.9);
    ink.open("g", &[("class", &"scale")]);
    north(desk, ink, x + width - 6.5 * zoom, y + 2.0 * zoom);
    let caption = y + 4.0 * zoom;
    pair(ink, &desk.say("map-scale"), &desk.beside("map-scale"), [x, caption], style, width * 0.5);
    let paper = desk.sheet.page.is_paper();
    if paper {
        let fraction = format!("1:{}", grouped(desk.view.denominator()));
        write(ink, &fraction, x, caption + 6.4 * zoom, Type { bold: true, ..desk.style(5.2) });
    }
    bar(desk, ink, x, caption + if paper { 9.6 } else { 3.2 } * zoom, width * 0.68);
    ink.close("g");
    20.0 * zoom
}

/// The small bar in the corner of a bare map; gives the box it takes.
pub(crate) fn small(desk: &Desk<'_>, ink: &mut Ink) -> Rect<f64> {
    let (min, max) = (desk.view.frame.min(), desk.view.frame.max());
    let (x, y) = (min.x + 3.0, max.y - 7.0);
    let room = (desk.view.frame.width() * 0.3).clamp(12.0, 50.0);
    ink.open("g", &[("class", &"scale")]);
    bar(desk, ink, x, y, room);
    ink.close("g");
    Rect::new((min.x, y - 2.0), (x + room + 8.0, max.y))
}

/// A round length in metres that is at most `room` mm long on the page.
fn round_length(room: f64, scale: f64) -> f64 {
    let most = (room / scale).max(1e-9);
    let decade = 10f64.powf(most.log10().floor());
    [5.0, 4.0, 2.0, 1.0].into_iter().map(|m| m * decade).find(|length| *length <= most).unwrap_or(decade)
}

/// A bar of four parts with its length at both ends and in the middle.
fn bar(desk: &Desk<'_>, ink: &mut Ink, x: f64, y: f64, room: f64) {
    let (zoom, scale) = (desk.layout.zoom, desk.view.scale);
    let metres = round_length(room, scale);
    let (long, high) = (metres * scale, 1.1 * zoom);
    for part in 0..4 {
        let fill = if part % 2 == 0 { p::INK } else { p::PAPER };
        let (left, part_long) = (Mm(x + long * f64::from(part) / 4.0), Mm(long / 4.0));
        let (top, high) = (Mm(y), Mm(high));
        ink.empty(
            "rect",
            &[
                ("x", &left),
                ("y", &top),
                ("width", &part_long),
                ("height", &high),
                ("fill", &fill),
                ("stroke", &p::INK),
                ("stroke-width", &".15"),
            ],
        );
    }
    let style = Type { anchor: "middle", ..desk.style(2.2) };
    let below = y + high + 2.6 * zoom;
    let kilometres = metres >= 2000.0;
    let figure = |m: f64| {
        if kilometres { format!("{}", (m / 10.0).round() / 100.0) } else { format!("{}", (m * 100.0).round() / 100.0) }
    };
    write(ink, "0", x, below, Type { anchor: "start", ..style });
    write(ink, &figure(metres / 2.0), x + long / 2.0, below, style);
    let unit = desk.say(if kilometres { "map-unit-km" } else { "map-unit-m" });
    write(ink, &format!("{} {unit}", figure(metres)), x + long, below, style);
}

/// A north arrow: grid north of the working CRS, which is up.
fn north(desk: &Desk<'_>, ink: &mut Ink, x: f64, y: f64) {
    let zoom = desk.layout.zoom;
    let at = |dx: f64, dy: f64| format!("{} {}", Mm(x + dx * zoom), Mm(y + dy * zoom));
    let left = format!("M{}L{}L{}z", at(0.0, 4.2), at(-3.4, 17.0), at(0.0, 14.2));
    let right = format!("M{}L{}L{}z", at(0.0, 4.2), at(3.4, 17.0), at(0.0, 14.2));
    ink.open("g", &[("class", &"north"), ("stroke", &p::INK), ("stroke-width", &".2"), ("stroke-linejoin", &"round")]);
    ink.empty("path", &[("d", &left), ("fill", &p::INK)]);
    ink.empty("path", &[("d", &right), ("fill", &p::PAPER)]);
    ink.close("g");
    let style = Type { anchor: "middle", bold: true, ..desk.style(3.4) };
    write(ink, &desk.say("map-north"), x, y + 2.6 * zoom, style);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_round_and_fits() {
        let check = |room, denominator: f64, expect: f64| assert_eq!(round_length(room, 1000.0 / denominator), expect);
        check(45.0, 5000.0, 200.0);
        check(45.0, 10_000.0, 400.0);
        check(45.0, 25_000.0, 1000.0);
        check(39.0, 2500.0, 50.0);
    }
}
