//! Figures as they were kept: the same for good.

use coverage::{FrozenFigure, Rounding, Tally};
use maud::{Markup, html};

use super::bar::{bar, legend, patterns};
use super::page::Page;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::{App, day_of};
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// `/packs`
pub(crate) fn packs(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date"])?;
    let page = Page::of(app, asked)?;
    let mut kept = app.readers.ask(registry::kept_snapshots)?;
    kept.sort_by_key(|(_, day, recorded)| std::cmp::Reverse((*day, *recorded)));
    let title = page.say("page-packs");
    let body = html! {
        header.title { h1 { (title) } p { (page.say("page-packs-about")) } }
        section.card {
            @if kept.is_empty() { p { (page.say("page-packs-none")) } }
            ul.choices { @for (name, day, recorded) in &kept {
                li { a href=(page.link(&path(name))) { b { (name) } " " span.quiet {
                    (page.say_with("page-as-of", &[("day", day.to_string())])) " "
                    (page.say_with("page-kept-on", &[("day", day_of(*recorded).to_string())]))
                } } }
            } }
        }
        @if asked.reader.may(Action::KeepFigures) { (keep(&page)) }
    };
    Ok(page.answer(&title, &body))
}

/// The form that freezes a day.
fn keep(page: &Page<'_>) -> Markup {
    html! { section.card {
        h2 { (page.say("pack-keep")) }
        form.written method="post" action="/packs" {
            input type="hidden" name="csrf" value=(page.asked.csrf());
            label { (page.say("pack-name")) input name="name" required maxlength="60"; }
            label { (page.say("pack-as-of")) input type="date" name="as_of" required max=(page.app.today()) value=(page.day); }
            p { button { (page.say("pack-keep-button")) } }
        }
    } }
}

/// `/packs/{name}`
pub(crate) fn pack(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date"])?;
    let page = Page::of(app, asked)?;
    let name = asked.part("name");
    let kept = app.readers.ask(|store| registry::kept_snapshot(store, name))?;
    let kept = kept.ok_or(Problem::new(Kind::NotFound))?.snapshot;
    let body = html! {
        (patterns())
        nav.chain aria-label=(page.say("page-chain")) { ol { li { a href=(page.link("/packs")) { (page.say("page-packs")) } } } }
        header.title {
            h1 { (name) }
            p {
                (page.say_with("page-as-of", &[("day", kept.as_of.clone())])) " · "
                (page.say_with("page-definitions", &[("version", kept.definitions.clone())]))
            }
            p.no-print { a.button href=(format!("{}/pdf", path(name))) { (page.say("pack-pdf")) } }
        }
        (legend(&page))
        div.tiles { @for figure in &kept.figures { (frozen(&page, figure)) } }
    };
    Ok(page.answer(name, &body).tagged(format!("W/\"{:x}\"", super::assets::fingerprint(body.0.as_bytes()))))
}

/// The address of a pack.
pub(crate) fn path(name: &str) -> String {
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("/packs/{}", name.replace('+', "%20"))
}

fn frozen(page: &Page<'_>, figure: &FrozenFigure) -> Markup {
    let tally = Tally { yes: figure.yes.len(), no: figure.no.len(), unknown: figure.unknown.len() };
    let rate = if figure.rate.is_empty() {
        super::bar::share(tally, Rounding::TENTH)
    } else {
        format!("{}%", figure.rate.join("–"))
    };
    html! { section.tile {
        h2 { (page.either(&figure.zh, &figure.en)) }
        p.figure { span.big { (rate) } " " span { b { (tally.yes) } " / " (figure.denominator) } }
        (bar(page, tally))
        p.quiet { (super::bar::in_words(page, tally)) }
        p.quiet { (page.either(&figure.caption_zh, &figure.caption_en)) }
    } }
}
