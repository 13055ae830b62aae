//! Where a place is: a small map of it and what lies around it.

use geo::InteriorPoint;
use geo_types::MultiPolygon;
use maud::{Markup, html};
use model::Level;
use registry::Place;

use super::page::Page;
use super::plane::{Plane, length};
use crate::dressed::Dressed;

/// Most footprints of buildings on a map; a wider view shows none.
const MOST_BUILDINGS: usize = 450;
/// Most names on a map.
const MOST_NAMES: usize = 14;
/// Height of lettering in units of the drawing.
const LETTERS: i32 = 21;

const LOTS: [Level; 3] = [Level::Courtyard, Level::Compound, Level::Site];

/// What a map of a place of a level shows.
struct Look {
    /// Neighbours that can be tapped.
    peers: &'static [Level],
    /// Outlined thinly.
    fine: &'static [Level],
    /// Outlined strongly.
    strong: Level,
    /// Least width of the ground in metres, and how much wider than the place it is.
    least: f64,
    room: f64,
}

impl Look {
    fn of(level: Level) -> Look {
        let look = |peers, fine, strong, least, room| Look { peers, fine, strong, least, room };
        match level {
            Level::District => look(&[], &[Level::Community], Level::Subdistrict, 1000.0, 1.05),
            Level::Subdistrict => look(&[Level::Subdistrict], &[Level::Community], Level::Subdistrict, 500.0, 1.3),
            Level::Community => look(&[Level::Community], &[Level::Grid], Level::Community, 300.0, 1.3),
            Level::Grid => look(&[Level::Grid], &LOTS, Level::Grid, 150.0, 1.45),
            Level::Building => look(&LOTS, &[], Level::Grid, 45.0, 2.4),
            _ => look(&LOTS, &[], Level::Grid, 70.0, 2.0),
        }
    }
}

/// The map; nothing of a place without a shape.
pub(crate) fn surroundings(page: &Page<'_>, dressed: &Dressed, place: &Place) -> Option<Markup> {
    let shape = dressed.view.shape(place)?;
    let look = Look::of(place.key.level);
    let plane = Plane::around(store::bounds(shape)?, look.least, look.room, (720, 540));
    let near = dressed.view.within(plane.ground());
    let of = |levels: &[Level]| near.iter().copied().filter(|one| levels.contains(&one.key.level)).collect::<Vec<_>>();
    let mut peers = of(look.peers);
    peers.retain(|peer| peer.id != place.id);
    let mut buildings = if place.key.level >= Level::Grid { of(&[Level::Building]) } else { Vec::new() };
    buildings.truncate(if buildings.len() > MOST_BUILDINGS { 0 } else { MOST_BUILDINGS });
    let label = page.say_with("page-map-of", &[("place", page.name(place).to_owned())]);
    Some(html! {
        svg.map viewBox=(format!("0 0 {} {}", plane.width, plane.height)) role="group" aria-label=(label) {
            rect.ground width=(plane.width) height=(plane.height) {}
            @for peer in &peers { (tappable(page, dressed, &plane, peer)) }
            @if place.key.level != Level::Building { path.here d=(plane.path(shape)) {} }
            path.fine d=(paths(dressed, &plane, &of(look.fine))) {}
            path.building d=(paths(dressed, &plane, &buildings)) {}
            path.strong d=(paths(dressed, &plane, &of(&[look.strong]))) {}
            path.rim d=(plane.path(shape)) .solid[place.key.level == Level::Building] {}
            (names(page, dressed, &plane, place, &peers))
            (furniture(page, &plane))
        }
    })
}

fn tappable(page: &Page<'_>, dressed: &Dressed, plane: &Plane, peer: &Place) -> Markup {
    let path = dressed.view.shape(peer).map(|shape| plane.path(shape)).unwrap_or_default();
    html! {
        @if !path.is_empty() { a href=(page.place_link(peer)) { path.peer d=(path) { title { (page.name(peer)) } } } }
    }
}

fn paths(dressed: &Dressed, plane: &Plane, places: &[&Place]) -> String {
    places.iter().filter_map(|place| dressed.view.shape(place)).map(|shape| plane.path(shape)).collect()
}

/// Names where they do not cover each other, the place's own first.
fn names(page: &Page<'_>, dressed: &Dressed, plane: &Plane, place: &Place, peers: &[&Place]) -> Markup {
    let mut taken: Vec<[i32; 4]> =
        vec![[0, plane.height - 60, 260, plane.height], [plane.width - 60, 0, plane.width, 70]];
    let mut placed = Vec::new();
    for one in std::iter::once(&place).chain(peers).filter(|one| !one.name.is_empty()) {
        let Some((x, y)) = dressed.view.shape(one).and_then(|shape| middle(shape, plane)) else { continue };
        let half = one.name.chars().map(|c| if c.is_ascii() { LETTERS * 5 / 9 } else { LETTERS }).sum::<i32>() / 2;
        let space = [x - half - 3, y - LETTERS, x + half + 3, y + LETTERS / 2];
        let inside = space[0] >= 0 && space[1] >= 0 && space[2] <= plane.width && space[3] <= plane.height;
        let free = taken.iter().all(|t| space[2] < t[0] || space[0] > t[2] || space[3] < t[1] || space[1] > t[3]);
        if inside && free && placed.len() < MOST_NAMES {
            taken.push(space);
            placed.push((page.name(one), x, y + LETTERS / 3, one.id == place.id));
        }
    }
    html! { g.names aria-hidden="true" { @for (name, x, y, own) in placed { text x=(x) y=(y) .own[own] { (name) } } } }
}

fn middle(shape: &MultiPolygon<f64>, plane: &Plane) -> Option<(i32, i32)> {
    shape.interior_point().map(|point| plane.at(point.0))
}

/// Bar of lengths and north.
fn furniture(page: &Page<'_>, plane: &Plane) -> Markup {
    let (metres, long) = plane.bar();
    let (y, right) = (plane.height - 18, plane.width - 30);
    html! { g.furniture {
        path d=(format!("M18 {}v8h{long}v-8", y - 8)) {}
        text x=(26 + long) y=(y) { (length(metres)) }
        path.north d=(format!("M{right} 16l9 26-9-6-9 6z")) {}
        text x=(right) y="60" text-anchor="middle" { (page.say("page-north")) }
    } }
}
