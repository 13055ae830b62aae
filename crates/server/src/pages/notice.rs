//! The sheet that is printed and put up at a place: who is responsible, and a code that leads to the card.

use maud::{Markup, html};
use model::{Holder, Level};
use registry::{Duty, Place, PlaceIndex};
use roster::{HolderKind, Role};

use super::page::Page;
use super::qr;
use super::short::meant;
use crate::access::Reader;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::people::{People, shown_name, shown_phone};
use crate::problem::{Kind, Problem};

/// `/notice/{code}`
pub(crate) fn notice(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view_for(asked, page.as_of())?;
    let found = meant(&dressed, asked.part("code"));
    let place = found.last().ok_or(Problem::new(Kind::NotFound))?;
    let people = dressed.people(app)?;
    let body = html! {
        p.no-print { (page.say("page-notice-about")) " " a href=(page.place_link(place)) { (page.name(place)) } }
        (sheet(&page, dressed.view.places(), people, place))
    };
    Ok(page.answer(&format!("{} {}", page.say("page-notice"), page.name(place)), &body))
}

/// The sheet of a place, to put up in the street.
pub(crate) fn sheet(page: &Page<'_>, index: &PlaceIndex, people: &People, place: &Place) -> Markup {
    let chain = registry::chain(index, place, &[]);
    let address = qr::address(page, place);
    let around: Vec<&str> = chain.iter().rev().filter(|one| one.id != place.id).map(|one| page.name(one)).collect();
    html! {
        article.sheet {
            header { p { (around.join(" · ")) } h1 { (page.name(place)) }
                @if let Some(address) = place.body["address"].as_str() { p { (address) } } }
            table { tbody { @for standing in people.responsible(&chain, page.day) { @for duty in &standing.duties {
                (row(page, index, people, standing.place, duty))
            } } } }
            footer {
                (qr::code(&address, &page.say_with("page-qr-of", &[("place", page.name(place).to_owned())])))
                div {
                    p { b { (page.say("page-notice-scan")) } }
                    p { (address) }
                    p { (page.say_with("page-as-of", &[("day", page.day.to_string())])) }
                }
            }
        }
    }
}

/// Roles of offices and organisations; those of residents, which no level must have, do not hang in the street.
fn is_posted(role: &Role) -> bool {
    role.holder == HolderKind::Organisation || !role.required.is_empty()
}

fn row(page: &Page<'_>, index: &PlaceIndex, people: &People, place: &Place, duty: &Duty<'_>) -> Markup {
    let posted =
        is_posted(duty.role) && place.key.level != Level::District && (duty.is_vacant() || !duty.holders.is_empty());
    let shown = page.asked.reader.names(index, place);
    let name =
        |holder: &Holder| shown_name(shown, holder, people.record(holder)).unwrap_or_else(|| page.say("page-filled"));
    html! { @if posted { tr {
        th scope="row" {
            (page.either(&duty.role.zh, &duty.role.en)) br;
            span.quiet { (page.level(place.key.level)) " " (page.name(place)) }
        }
        td {
            @if duty.holders.is_empty() { span.vacant { (page.say("page-vacant")) } }
            @for (held, record) in &duty.holders {
                p { b { (name(&held.assignment.holder)) }
                    // Whoever prints it: in the street hangs what everybody may see.
                    @if let Some((phone, true)) = shown_phone(&Reader::default(), index, place, duty.role, *record) {
                        " " span.phone { (phone) }
                    }
                }
            }
        }
    } } }
}
