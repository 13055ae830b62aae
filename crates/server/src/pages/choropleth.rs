//! A figure on the map: each place by its answer, or each community by its share.

use coverage::{Figure, Known, Tally};
use geo::InteriorPoint;
use maud::{Markup, html};
use model::{Code, Level, PlaceKey};
use registry::Place;

use super::bar::{in_words, share};
use super::behind::Listed;
use super::page::Page;
use super::plane::{Plane, length};
use crate::dressed::Dressed;

/// Width of the drawing in units.
const WIDTH: i32 = 1000;
/// Shares at which the classes of communities begin, in percent.
const CLASSES: [usize; 5] = [20, 40, 60, 80, 100];

/// The places by their answers.
pub(crate) fn by_place(page: &Page<'_>, dressed: &Dressed, listed: &Listed<'_>, street: Option<&str>) -> Markup {
    let Some(plane) = plane(dressed, street) else { return html! {} };
    let fill = |known: Known| match known {
        Known::Yes => None,
        Known::No => Some("url(#p-no)"),
        Known::Unknown => Some("url(#p-unknown)"),
    };
    let class = |known: Known| if known == Known::Yes { "yes" } else { "other" };
    let content = html! {
        @for (known, places) in &listed.0 {
            g .(class(*known)) fill=[fill(*known)] { @for place in places { (tappable(page, dressed, &plane, place)) } }
        }
    };
    whole(page, dressed, &plane, &content)
}

/// The communities by the share of their places that have it; by the least that it can be. Where most are
/// unknown no share is shown.
pub(crate) fn by_community(page: &Page<'_>, dressed: &Dressed, figure: &Figure, street: Option<&str>) -> Markup {
    let Some(plane) = plane(dressed, street) else { return html! {} };
    let index = dressed.view.places();
    let community = |code: &Option<String>| {
        let code = Code::new(code.as_deref()?).ok()?;
        index.by_key(&PlaceKey { level: Level::Community, code })
    };
    let content = html! {
        @for part in &figure.by_community { @if let Some(place) = community(&part.key) {
            a href=(page.place_link(place)) {
                @let (class, fill) = look(part.tally);
                path .(class) fill=[fill] d=(path(dressed, &plane, place)) {
                    title {
                        (page.name(place)) " " (share(part.tally, figure.rounding)) " " (in_words(page, part.tally))
                    }
                }
            }
        } }
    };
    html! { (whole(page, dressed, &plane, &content)) (classes(page)) }
}

fn look(tally: Tally) -> (String, Option<&'static str>) {
    if tally.unknown * 2 > tally.denominator() {
        return ("vague".to_owned(), Some("url(#p-unknown)"));
    }
    (format!("c{}", class_of(tally)), None)
}

fn class_of(tally: Tally) -> usize {
    let percent = tally.yes * 100 / tally.denominator().max(1);
    CLASSES.iter().filter(|least| percent >= **least).count()
}

fn classes(page: &Page<'_>) -> Markup {
    let caption = |class: usize| match class {
        0 => format!("< {}%", CLASSES[0]),
        5 => "100%".to_owned(),
        class => format!("{}–{}%", CLASSES[class - 1], CLASSES[class]),
    };
    html! { ul.legend aria-label=(page.say("head-share")) { @for class in 0..=CLASSES.len() {
        li {
            svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" {
                rect .(format!("c{class}")) width="24" height="16" {}
            } " "
            (caption(class))
        }
    }
        li {
            svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" {
                rect width="24" height="16" fill="url(#p-unknown)" {}
            } " "
            (page.say("page-mostly-unknown"))
        }
    } }
}

/// The district, or a street of it.
fn plane(dressed: &Dressed, street: Option<&str>) -> Option<Plane> {
    let of_street = |place: &&Place| street.is_none_or(|code| place.key.code.as_str() == code);
    let streets = dressed.view.of_level(Level::Subdistrict).filter(of_street);
    let boxes = streets.filter_map(|place| store::bounds(dressed.view.shape(place)?));
    let all = boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
    let room = (all[2] - all[0]) * 0.02;
    Some(Plane::fitting([all[0] - room, all[1] - room, all[2] + room, all[3] + room], WIDTH))
}

fn whole(page: &Page<'_>, dressed: &Dressed, plane: &Plane, content: &Markup) -> Markup {
    let of = |level: Level| dressed.view.of_level(level).map(|place| path(dressed, plane, place)).collect::<String>();
    let streets = of(Level::Subdistrict);
    let (metres, long) = plane.bar();
    let y = plane.height - 20;
    let window = format!("0 0 {} {}", plane.width, plane.height);
    html! { svg.map.choropleth viewBox=(window) role="group" aria-label=(page.say("page-map")) {
        path.land d=(streets) {}
        (content)
        path.community d=(of(Level::Community)) {}
        path.strong d=(streets) {}
        (names(page, dressed, plane))
        g.furniture { path d=(format!("M18 {}v8h{long}v-8", y - 8)) {} text x=(26 + long) y=(y) { (length(metres)) } }
    } }
}

fn names(page: &Page<'_>, dressed: &Dressed, plane: &Plane) -> Markup {
    let spot = |place: &Place| dressed.view.shape(place)?.interior_point().map(|point| plane.at(point.0));
    let named = dressed.view.of_level(Level::Subdistrict).filter_map(|place| Some((page.name(place), spot(place)?)));
    html! { g.names aria-hidden="true" { @for (name, (x, y)) in named { text x=(x) y=(y) { (name) } } } }
}

fn tappable(page: &Page<'_>, dressed: &Dressed, plane: &Plane, place: &Place) -> Markup {
    html! { a href=(page.place_link(place)) { path d=(path(dressed, plane, place)) { title { (page.name(place)) } } } }
}

fn path(dressed: &Dressed, plane: &Plane, place: &Place) -> String {
    dressed.view.shape(place).map(|shape| plane.path(shape)).unwrap_or_default()
}
