//! What streets say about a draft.

use maud::{Markup, html};
use model::{Code, Level, PlaceKey};
use registry::Place;
use store::Comment;

use super::{api, csrf, moment};
use crate::access::Action;
use crate::dressed::Dressed;
use crate::pages::Page;
use crate::plans::comments::of;
use crate::plans::desk::Opened;
use crate::problem::Problem;

/// The comments street by street, and the form for those who may say something.
pub(super) fn section(page: &Page<'_>, dressed: &Dressed, opened: &Opened) -> Result<Markup, Problem> {
    let said = of(page.app, &opened.head.name)?;
    let index = dressed.view.places();
    let reader = &page.asked.reader;
    let streets: Vec<&Place> = dressed.view.of_level(Level::Subdistrict).collect();
    // Who covers a part of a street only speaks about that part.
    let covered: Vec<&Place> = match reader.areas.is_empty() {
        true => streets.clone(),
        false => reader.areas.iter().filter_map(|area| index.by_key(area)).collect(),
    };
    let street_of = |comment: &Comment| {
        let place = place(dressed, &comment.place)?;
        index.at_level(place, Level::Subdistrict).map(|street| street.id.clone())
    };
    let of_street =
        |street: &Place| said.iter().filter(|one| street_of(one).as_ref() == Some(&street.id)).collect::<Vec<_>>();
    let elsewhere: Vec<&Comment> = said.iter().filter(|one| street_of(one).is_none()).collect();
    Ok(html! { section.card #comments {
        h2 { (page.say("plan-comments")) " " span.chip { (said.len()) } }
        @for street in &streets { @let list = of_street(street); @if !list.is_empty() {
            h3 { (page.name(street)) }
            ul.comments { @for one in list { (row(page, dressed, one)) } }
        } }
        @if !elsewhere.is_empty() { ul.comments { @for one in elsewhere { (row(page, dressed, one)) } } }
        @if reader.may(Action::Comment) && !covered.is_empty() {
            form.act.no-print method="post" action=(page.link(&api(&opened.head.name, "comments"))) {
                (csrf(page.asked))
                label { (page.say("plan-comment-place")) " " select name="place" { @for place in &covered {
                    option value=(format!("{}:{}", place.key.level.id(), place.key.code)) { (page.name(place)) }
                } } }
                label.long { (page.say("plan-comment-text")) textarea name="text" rows="3" maxlength="4000" required {} }
                button { (page.say("plan-comment-send")) }
            }
        }
    } })
}

fn row(page: &Page<'_>, dressed: &Dressed, one: &Comment) -> Markup {
    let named = place(dressed, &one.place).map_or(one.place.as_str(), |place| page.name(place));
    html! { li { p { (one.text) } p.quiet { (named) " · " (one.author) " · " (moment(one.at)) } } }
}

fn place<'d>(dressed: &'d Dressed, text: &str) -> Option<&'d Place> {
    let (level, code) = text.split_once(':')?;
    dressed.view.places().by_key(&PlaceKey { level: Level::from_id(level)?, code: Code::new(code).ok()? })
}
