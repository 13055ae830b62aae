//! Sheets to print for a whole community: codes to cut out, or one notice a page.

use maud::{Markup, html};
use model::Level;
use registry::Place;

use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::pages::{Page, notice_sheet, qr};
use crate::problem::Problem;

/// Labels of a sheet: three columns of four.
const LABELS: usize = 12;
/// Most places that are printed at once.
const MOST: usize = 400;

/// `GET /notices?within=community:…&form=labels|sheets`
pub(super) fn notices(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadAssignments)?;
    asked.only(&["within", "form", "date"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view(page.as_of())?;
    let title = page.say("notices-title");
    let Some(name) = asked.parameter("within").filter(|name| !name.is_empty()) else {
        return Ok(page.answer(&title, &html! { h1 { (title) } (choose(&page, &dressed, "")) }));
    };
    let form = asked.parameter("form").unwrap_or("labels");
    if !["labels", "sheets"].contains(&form) {
        return Err(Problem::parameter("form", form, "labels, sheets"));
    }
    let within = dressed.view.places().by_id(name);
    let within = within.ok_or_else(|| Problem::parameter("within", name, "community:…"))?;
    let lots = lots(&dressed, within);
    let heading = format!("{title} · {}", page.name(within));
    let body = html! {
        div.no-print {
            h1 { (heading) }
            (choose(&page, &dressed, name))
            p { (page.say_with("notices-about", &[("count", lots.len().to_string())])) }
        }
        @if form == "labels" { (labels(&page, &dressed, &lots)) } @else { (sheets(&page, &dressed, &lots)?) }
    };
    Ok(page.answer(&heading, &body))
}

/// Courtyards, compounds and sites in a place, by name; itself if it is one.
fn lots<'a>(dressed: &'a Dressed, within: &'a Place) -> Vec<&'a Place> {
    let index = dressed.view.places();
    let is_lot = |one: &&Place| matches!(one.key.level, Level::Courtyard | Level::Compound | Level::Site);
    let inside = |one: &&Place| one.id == within.id || index.around(one).iter().any(|outer| outer.id == within.id);
    let mut lots: Vec<&Place> = index.list().iter().filter(is_lot).filter(inside).take(MOST).collect();
    lots.sort_by(|a, b| (&a.name, &a.key).cmp(&(&b.name, &b.key)));
    lots
}

fn choose(page: &Page<'_>, dressed: &Dressed, chosen: &str) -> Markup {
    let index = dressed.view.places();
    let covered = |place: &&Place| page.asked.reader.covers(index, place);
    html! { form.filter action="/notices" {
        label { (page.level(Level::Community)) " " select name="within" {
            @for street in dressed.view.of_level(Level::Subdistrict) {
                optgroup label=(page.name(street)) {
                    @let inside = |one: &&Place| index.at_level(one, Level::Subdistrict).is_some_and(|at| at.id == street.id);
                    @for one in dressed.view.of_level(Level::Community).filter(inside).filter(covered) {
                        option value=(one.id) selected[one.id == chosen] { (page.name(one)) }
                    }
                }
            }
        } }
        label { (page.say("notices-form")) " " select name="form" {
            @for form in ["labels", "sheets"] {
                option value=(form) selected[page.asked.parameter("form") == Some(form)] {
                    (page.say(&format!("notices-{form}")))
                }
            }
        } }
        @if let Some(lang) = page.asked.parameter("lang") { input type="hidden" name="lang" value=(lang); }
        button { (page.say("page-show")) }
    } }
}

fn labels(page: &Page<'_>, dressed: &Dressed, lots: &[&Place]) -> Markup {
    html! { @for sheet in lots.chunks(LABELS) { section.labels { @for place in sheet {
        @let address = qr::address(page, place);
        div.label {
            b { (page.name(place)) }
            (qr::code(&address, &page.say_with("page-qr-of", &[("place", page.name(place).to_owned())])))
            small { (around(page, dressed, place)) br; (page.say("page-notice-scan")) br; (address) }
        }
    } } } }
}

fn around(page: &Page<'_>, dressed: &Dressed, place: &Place) -> String {
    let community = dressed.view.places().at_level(place, Level::Community);
    community.map(|community| page.name(community).to_owned()).unwrap_or_default()
}

fn sheets(page: &Page<'_>, dressed: &Dressed, lots: &[&Place]) -> Result<Markup, Problem> {
    let people = dressed.people(page.app)?;
    Ok(html! { @for place in lots { (notice_sheet(page, dressed.view.places(), people, place)) } })
}
