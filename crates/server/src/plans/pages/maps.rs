//! Before and after, side by side: the grids that change stand out by colour, pattern and label.

use std::collections::BTreeSet;

use geo::InteriorPoint;
use geo_types::MultiPolygon;
use maud::{Markup, html};
use model::Level;
use plan::GridId;
use registry::{Change, ChangedGrid};

use crate::dressed::Dressed;
use crate::pages::{Page, Plane, length};
use crate::plans::desk::{Opened, Shapes};
use crate::problem::Problem;

/// Width of a drawing in units.
const WIDTH: i32 = 600;
/// Least side of the ground that is shown, metres, and room around what changes as a share of it.
const LEAST: f64 = 400.0;
const ROOM: f64 = 0.06;
/// Labels of changed grids are left out where there are more.
const LABELS: usize = 40;

/// One side of the comparison.
struct Drawn<'a> {
    title: String,
    plane: &'a Plane,
    /// Shapes of grids with whether they change, and how.
    grids: Vec<(GridId, &'a MultiPolygon<f64>, Option<&'a ChangedGrid>)>,
    after: bool,
}

/// The plan in force and the draft, in the window of what changes.
pub(super) fn both(
    page: &Page<'_>,
    dressed: &Dressed,
    opened: &Opened,
    changed: &[&ChangedGrid],
) -> Result<Markup, Problem> {
    let shapes = opened.shapes()?;
    let Some(plane) = window(dressed, &shapes, changed) else { return Ok(html! {}) };
    let change = |id: GridId| changed.iter().copied().find(|one| one.id == id);
    let old = dressed.view.of_level(Level::Grid).filter_map(|place| {
        let id = GridId(place.id.strip_prefix("grid:")?.parse().ok()?);
        Some((id, dressed.view.shape(place)?, change(id)))
    });
    let new = shapes.iter().map(|(&id, shape)| (id, shape.as_ref(), change(id)));
    let title = |id: &str| page.say(id);
    let before = Drawn { title: title("plan-before"), plane: &plane, grids: old.collect(), after: false };
    let after = Drawn { title: title("plan-after"), plane: &plane, grids: new.collect(), after: true };
    Ok(html! {
        div.sides { (side(page, dressed, &before)) (side(page, dressed, &after)) }
        (legend(page))
    })
}

/// What holds every grid that changes, before and after.
fn window(dressed: &Dressed, shapes: &Shapes, changed: &[&ChangedGrid]) -> Option<Plane> {
    let mut boxes = Vec::new();
    for one in changed {
        boxes.extend(shapes.get(&one.id).and_then(|shape| store::bounds(shape)));
        let place = dressed.view.places().by_id(&format!("grid:{}", one.id));
        boxes.extend(place.and_then(|place| store::bounds(dressed.view.shape(place)?)));
    }
    let all = boxes.into_iter().reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
    let [wide, high] = [all[2] - all[0], all[3] - all[1]].map(|side| side.max(LEAST) * (0.5 + ROOM));
    let (x, y) = (f64::midpoint(all[0], all[2]), f64::midpoint(all[1], all[3]));
    Some(Plane::fitting([x - wide, y - high, x + wide, y + high], WIDTH))
}

fn side(page: &Page<'_>, dressed: &Dressed, drawn: &Drawn<'_>) -> Markup {
    let plane = drawn.plane;
    let [west, south, east, north] = plane.ground();
    let seen = |shape: &MultiPolygon<f64>| {
        store::bounds(shape).is_some_and(|[a, b, c, d]| a <= east && c >= west && b <= north && d >= south)
    };
    let visible: Vec<_> = drawn.grids.iter().filter(|(_, shape, _)| seen(shape)).collect();
    let same: String = visible.iter().filter(|one| one.2.is_none()).map(|one| plane.path(one.1)).collect();
    let other: Vec<_> = visible.iter().filter_map(|(id, shape, change)| Some((*id, *shape, (*change)?))).collect();
    let outer = |level: Level| {
        let places = dressed.view.of_level(level).filter_map(|place| dressed.view.shape(place));
        places.filter(|shape| seen(shape)).map(|shape| plane.path(shape)).collect::<String>()
    };
    let (metres, long) = plane.bar();
    let y = plane.height - 20;
    html! { figure.side {
        figcaption { b { (drawn.title) } }
        svg.map.changes viewBox=(format!("0 0 {} {}", plane.width, plane.height)) role="img" aria-label=(drawn.title) {
            rect.land width=(plane.width) height=(plane.height) {}
            path.still d=(same) {}
            @for (_, shape, one) in &other {
                path .(class(one, drawn.after)) d=(plane.path(shape)) { title { (label(one, drawn.after)) " " (words(page, one)) } }
            }
            path.community d=(outer(Level::Community)) {}
            path.strong d=(outer(Level::Subdistrict)) {}
            @if other.len() <= LABELS { g.names aria-hidden="true" { @for (_, shape, one) in &other {
                @if let Some(at) = shape.interior_point().map(|point| plane.at(point.0)) {
                    text x=(at.0) y=(at.1) { (short(&label(one, drawn.after))) }
                }
            } } }
            g.furniture { path d=(format!("M18 {}v8h{long}v-8", y - 8)) {} text x=(26 + long) y=(y) { (length(metres)) } }
        }
    } }
}

/// What happened to it, in words.
pub(super) fn words(page: &Page<'_>, one: &ChangedGrid) -> String {
    let all: Vec<String> = one.changes.iter().map(|change| page.say(&format!("change-{}", change.id()))).collect();
    all.join(page.either("、", ", "))
}

/// What people call it on this side.
fn label(one: &ChangedGrid, after: bool) -> String {
    let side = if after { &one.after } else { &one.before };
    side.as_ref().or(one.before.as_ref()).or(one.after.as_ref()).map(|side| side.grid.label()).unwrap_or_default()
}

/// The end of a long code: what differs between neighbours.
fn short(label: &str) -> String {
    let count = label.chars().count();
    if count > 9 { label.chars().skip(count - 6).collect() } else { label.to_owned() }
}

fn class(one: &ChangedGrid, after: bool) -> &'static str {
    let only = |changes: &[Change]| one.changes.iter().all(|change| changes.contains(change));
    let changes: &BTreeSet<Change> = &one.changes;
    match (changes.contains(&Change::New), changes.contains(&Change::Gone)) {
        (true, _) if after => "come",
        (_, true) if !after => "gone",
        _ if only(&[Change::Renamed, Change::Recoded]) => "told",
        _ => "moved",
    }
}

fn legend(page: &Page<'_>) -> Markup {
    html! { ul.legend { @for class in ["come", "gone", "moved", "told"] { li {
        svg.changes viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" { rect .(class) width="24" height="16" {} }
        " " (page.say(&format!("plan-legend-{class}")))
    } } } }
}
