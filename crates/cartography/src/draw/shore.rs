//! Where the data of the sea end inside the frame: the fill fades out there, so that no shore seems to be drawn.

use std::fmt::Display;

use geo::BoundingRect;
use geo_types::{Rect, coord};

use crate::feature::Area;
use crate::ink::{Ink, Mm};
use crate::palette as p;
use crate::view::View;

/// Width of the strip in which the sea fades, mm.
const FADE: f64 = 14.0;
/// The strip reaches this far over the edge, so that no line of the fill stays, mm.
const OVER: f64 = 0.3;

/// Fades the straight ends of the data: the sides of the bounding box that lie within the frame.
///
/// The land at a side is drawn later and covers the strip; nothing is added to what the data show.
pub(crate) fn fade(ink: &mut Ink, areas: &[Area], view: &View, prefix: &str) {
    let bounds = areas.iter().filter_map(|area| area.shape.bounding_rect()).filter(is_finite);
    let Some(bounds) = bounds.reduce(joined) else { return };
    let low = view.to_page(coord! { x: bounds.min().x, y: bounds.max().y });
    let high = view.to_page(coord! { x: bounds.max().x, y: bounds.min().y });
    let (min, max) = (view.frame.min(), view.frame.max());
    // The gradient runs from the end of the data (0) into the sea.
    let strips = [
        ("w", low.x > min.x, Rect::new((low.x - OVER, min.y), (low.x + FADE, max.y)), [0, 0, 1, 0]),
        ("e", high.x < max.x, Rect::new((high.x - FADE, min.y), (high.x + OVER, max.y)), [1, 0, 0, 0]),
        ("n", low.y > min.y, Rect::new((min.x, low.y - OVER), (max.x, low.y + FADE)), [0, 0, 0, 1]),
        ("s", high.y < max.y, Rect::new((min.x, high.y - FADE), (max.x, high.y + OVER)), [0, 1, 0, 0]),
    ];
    for (side, _, strip, way) in strips.iter().filter(|(_, within, strip, _)| *within && meets(strip, &view.frame)) {
        // Told apart by place, should a sheet have several seas.
        let place = crate::path::dot(strip.min());
        one(ink, &format!("{prefix}-fade-{side}{}-{}", place[0], place[1]), *strip, *way);
    }
}

fn one(ink: &mut Ink, id: &str, strip: Rect<f64>, [x1, y1, x2, y2]: [u8; 4]) {
    ink.open("linearGradient", &[("id", &id), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
    ink.empty("stop", &[("offset", &".03"), ("stop-color", &p::LAND)]);
    ink.empty("stop", &[("offset", &"1"), ("stop-color", &p::LAND), ("stop-opacity", &"0")]);
    ink.close("linearGradient");
    let (x, y, width, height) = (Mm(strip.min().x), Mm(strip.min().y), Mm(strip.width()), Mm(strip.height()));
    let fill = format!("url(#{id})");
    let attributes: &[(&str, &dyn Display)] =
        &[("x", &x), ("y", &y), ("width", &width), ("height", &height), ("fill", &fill)];
    ink.empty("rect", attributes);
}

fn is_finite(rect: &Rect<f64>) -> bool {
    [rect.min().x, rect.min().y, rect.max().x, rect.max().y].iter().all(|value| value.is_finite())
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = coord! { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    Rect::new(low, coord! { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
}

fn meets(strip: &Rect<f64>, frame: &Rect<f64>) -> bool {
    strip.min().x < frame.max().x
        && strip.max().x > frame.min().x
        && strip.min().y < frame.max().y
        && strip.max().y > frame.min().y
}
