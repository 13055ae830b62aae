//! QR codes of short addresses.

use fast_qr::{ECL, QRBuilder};
use maud::{Markup, html};
use model::Level;
use registry::Place;

use super::page::Page;
use crate::ogc::feature;

/// The short address of a place. It names what makes the place the same over time, so a printed sheet stays right when a
/// plan gives other codes.
pub(crate) fn address(page: &Page<'_>, place: &Place) -> String {
    short_address(&page.asked.base, place)
}

/// The same, for whoever has no page.
pub(crate) fn short_address(base: &str, place: &Place) -> String {
    let short = if place.key.level == Level::Grid { place.id.as_str() } else { feature::id(place) };
    format!("{base}/p/{short}")
}

/// A text as a QR code with its quiet zone; nothing of a text that is too long for one.
pub(crate) fn code(text: &str, title: &str) -> Markup {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return html! {} };
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let run = (column..code.size).take_while(|&at| code[row][at].value()).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", column + 4, row + 4));
            }
            column += run.max(1);
        }
    }
    let side = code.size + 8;
    html! { svg.qr viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(title) shape-rendering="crispEdges" {
        rect width=(side) height=(side) fill="#fff" {} path d=(path) fill="#000" {}
    } }
}
