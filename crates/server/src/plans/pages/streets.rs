//! What differs, street by street.

use maud::{Markup, html};
use model::{Code, Level, PlaceKey};
use registry::{BreakKind, Difference};

use crate::dressed::Dressed;
use crate::pages::Page;

/// The table of the streets in which something changes.
pub(super) fn table(page: &Page<'_>, dressed: &Dressed, found: &Difference) -> Markup {
    let changed: Vec<_> = changed(found).collect();
    let heads = ["new", "gone", "moved", "courtyards", "households", "assignments", "contracts", "committees"];
    html! { @if !changed.is_empty() { section.card.wide {
        h2 { (page.say("plan-by-street")) }
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { (page.say("diff-street")) }
                @for head in heads { th.number scope="col" { (page.say(&format!("diff-{head}"))) } }
            } }
            tbody { @for one in changed { tr {
                th scope="row" { (name(page, dressed, &one.street)) }
                @for number in [one.new, one.gone, one.moved, one.courtyards] { td.number { (number) } }
                td.number { (one.households) }
                @for kind in BreakKind::ALL { td.number { (found.broken(kind, Some(&one.street))) } }
            } } }
        } }
    } } }
}

/// The streets in which something changes.
pub(super) fn changed(found: &Difference) -> impl Iterator<Item = &plan::StreetChange> {
    found.comparison.streets.iter().filter(|one| one.new + one.gone + one.moved + one.courtyards > 0)
}

/// What people call a street.
pub(super) fn name(page: &Page<'_>, dressed: &Dressed, code: &str) -> String {
    let key = Code::new(code).ok().map(|code| PlaceKey { level: Level::Subdistrict, code });
    let place = key.and_then(|key| dressed.view.places().by_key(&key));
    place.map_or_else(|| code.to_owned(), |place| page.name(place).to_owned())
}
