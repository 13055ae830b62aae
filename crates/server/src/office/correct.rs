//! The form by which somebody says that something is wrong at a place. It works without JavaScript; with it, what is
//! written without a network is kept and sent later.

use maud::{Markup, html};
use model::Level;
use registry::Place;

use super::body::Body;
use super::corrections::{LONGEST, fresh_id, keep, sender};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::pages::{Page, named};
use crate::problem::{Kind, Problem};

/// `GET /correct/{level}/{id}`
pub(super) fn page(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    sender(asked)?;
    asked.only(&["date", "sent"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view(page.as_of())?;
    let level = Level::from_id(asked.part("level")).ok_or(Problem::new(Kind::NotFound))?;
    let place = named(&dressed, level, asked.part("id")).ok_or(Problem::new(Kind::NotFound))?;
    let title = page.say("correction-title");
    let body = html! {
        nav.chain aria-label=(page.say("page-chain")) { ol { li { a href=(page.place_link(place)) {
            (page.level(level)) " " (page.name(place))
        } } } }
        h1 { (title) }
        @if asked.parameter("sent").is_some() {
            section.card role="status" {
                p { b { (page.say("correction-sent")) } }
                p { a.button href=(page.place_link(place)) { (page.say("correction-back")) } }
                @if asked.reader.may(Action::Correct) { p { a href=(page.link("/corrections")) { (page.say("correction-own")) } } }
            }
        } @else { (form(&page, place)?) }
    };
    Ok(page.answer(&format!("{title} {}", page.name(place)), &body))
}

/// `POST /correct/{level}/{id}`
pub(super) fn send(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let dressed = app.view(store::AsOf::day(app.today()))?;
    let level = Level::from_id(asked.part("level")).ok_or(Problem::new(Kind::NotFound))?;
    let place = named(&dressed, level, asked.part("id")).ok_or(Problem::new(Kind::NotFound))?;
    let taken = keep(app, asked, place, &Body::of(asked)?)?;
    Ok(Answer::see_other(format!("{}?sent={}", asked.path, taken.id)))
}

fn form(page: &Page<'_>, place: &Place) -> Result<Markup, Problem> {
    let signed_in = page.asked.reader.may(Action::Correct);
    Ok(html! {
        form.card.written method="post" action=(page.asked.path) enctype="multipart/form-data" data-correction=(place.id)
            data-kept=(page.say("correction-kept")) data-back=(page.place_link(place)) {
            input type="hidden" name="csrf" value=(page.asked.csrf());
            input type="hidden" name="id" value=(fresh_id()?);
            label for="text" { (page.say("correction-what")) }
            textarea #text name="text" rows="5" required maxlength=(LONGEST) aria-describedby="about" {}
            p.quiet #about { (page.say(if signed_in { "correction-about" } else { "correction-about-public" })) }
            @if signed_in {
                label for="photo" { (page.say("correction-photo")) }
                input #photo type="file" name="photo" accept="image/jpeg,image/png,image/webp" capture="environment";
            }
            p { button.send { (page.say("correction-send")) } }
            p data-said role="status" {}
        }
    })
}
