//! One figure: the map, the streets, how it is counted, the places behind it.

use coverage::{Figure, Metric};
use maud::{Markup, html};
use model::{Code, Level, PlaceKey};

use super::bar::{bar, in_words, legend, patterns, share};
use super::behind::{Choice, Listed, lists};
use super::choropleth;
use super::coverage::{numbers, street_field};
use super::page::Page;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::problem::{Kind, Problem};

/// `/coverage/{figure}`
pub(crate) fn figure(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date", "street", "kind", "by"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view_for(asked, page.as_of())?;
    let counted = dressed.counted(app)?;
    let at = counted.metrics.metrics.iter().position(|metric| metric.id == asked.part("figure"));
    let at = at.ok_or(Problem::new(Kind::NotFound))?;
    let (metric, figure) = (&counted.metrics.metrics[at], &counted.figures[at]);
    let choice = choice(&page, &dressed)?;
    let listed = Listed::of(&dressed, figure, choice);
    let title = page.either(&metric.title.zh, &metric.title.en).to_owned();
    let body = html! {
        (patterns())
        nav.chain aria-label=(page.say("page-chain")) { ol { li { a href=(page.link("/coverage")) { (page.say("page-coverage")) } } } }
        header.title {
            h1 { (title) }
            p { (page.say_with("page-as-of", &[("day", page.day.to_string())])) }
        }
        (filter(&page, &dressed, figure, choice))
        section.card {
            (numbers(&page, listed.tally(), figure)) (bar(&page, listed.tally()))
            p { (in_words(&page, listed.tally())) }
        }
        (map(&page, &dressed, figure, &listed, choice))
        div.columns {
            div.main { (lists(&page, &dressed, &listed)) }
            div.side { (streets(&page, &dressed, figure)) (caption(&page, metric, figure)) }
        }
    };
    Ok(page.answer_about(&title, &body, dressed.view.revision()))
}

fn choice<'a>(page: &Page<'a>, dressed: &Dressed) -> Result<Choice<'a>, Problem> {
    let given = |name: &str| page.asked.parameter(name).filter(|text| !text.is_empty());
    let choice = Choice { street: given("street"), kind: given("kind") };
    let known = |code: &str| dressed.view.of_level(Level::Subdistrict).any(|street| street.key.code.as_str() == code);
    match choice.street.filter(|code| !known(code)) {
        Some(street) => Err(Problem::parameter("street", street, &page.level(Level::Subdistrict))),
        None => Ok(choice),
    }
}

fn filter(page: &Page<'_>, dressed: &Dressed, figure: &Figure, choice: Choice<'_>) -> Markup {
    let kinds: Vec<&str> = figure.by_kind.iter().filter_map(|part| part.key.as_deref()).collect();
    html! { form.filter action=(page.asked.path) {
        (street_field(page, dressed, choice.street))
        @if kinds.len() > 1 { label { (page.say("property-kind")) " " select name="kind" {
            option value="" { (page.say("page-all")) }
            @for kind in kinds {
                option value=(kind) selected[choice.kind == Some(kind)] { (kind_name(page, figure, kind)) }
            }
        } } }
        label { (page.say("page-day")) " " input type="date" name="date" value=(page.day); }
        @for name in ["lang", "by"] {
            @if let Some(value) = page.asked.parameter(name) { input type="hidden" name=(name) value=(value); }
        }
        button { (page.say("page-show")) }
    } }
}

fn kind_name(page: &Page<'_>, figure: &Figure, kind: &str) -> String {
    if figure.level == Level::Grid { page.say(&format!("grid-kind-{kind}")) } else { kind.to_owned() }
}

fn map(page: &Page<'_>, dressed: &Dressed, figure: &Figure, listed: &Listed<'_>, choice: Choice<'_>) -> Markup {
    let by_community = page.asked.parameter("by") == Some("community");
    let tab = |by: &str, word: &str, on: bool| {
        let link = page.asked.address_with(&[("by", by)]);
        html! { a href=(link) aria-current=[on.then_some("true")] { (page.say(word)) } }
    };
    html! { figure.card.mapped {
        nav.tabs aria-label=(page.say("page-map")) { (tab("", "page-by-place", !by_community)) (tab("community", "page-by-community", by_community)) }
        @if by_community { (choropleth::by_community(page, dressed, figure, choice.street)) }
        @else { (choropleth::by_place(page, dressed, listed, choice.street)) (legend(page)) }
    } }
}

fn streets(page: &Page<'_>, dressed: &Dressed, figure: &Figure) -> Markup {
    let name = |code: &str| {
        let key = Code::new(code).ok().map(|code| PlaceKey { level: Level::Subdistrict, code });
        let place = key.and_then(|key| dressed.view.places().by_key(&key));
        place.map_or_else(|| code.to_owned(), |place| page.name(place).to_owned())
    };
    html! { section.card {
        h2 { (page.say("page-by-street")) }
        table.parts {
            thead { tr {
                th scope="col" { (page.level(Level::Subdistrict)) }
                th scope="col" { (page.say("head-yes")) " / " (page.say("head-of")) }
                th scope="col" { (page.say("head-unknown")) }
                th scope="col" { (page.say("head-share")) }
            } }
            tbody { @for part in &figure.by_street { @let code = part.key.clone().unwrap_or_default(); tr {
                th scope="row" {
                    a href=(page.asked.address_with(&[("street", &code)])) { (name(&code)) } (bar(page, part.tally))
                }
                td.number { (part.tally.yes) " / " (part.tally.denominator()) }
                td.number { (part.tally.unknown) }
                td.number { (share(part.tally, figure.rounding)) }
            } } }
        }
    } }
}

fn caption(page: &Page<'_>, metric: &Metric, figure: &Figure) -> Markup {
    html! { section.card {
        h2 { (page.say("page-caption")) }
        p { (page.either(&metric.caption.zh, &metric.caption.en)) }
        @if !figure.contradicted.is_empty() {
            p.quiet { (page.say_with("page-contradicted", &[("count", figure.contradicted.len().to_string())])) }
        }
    } }
}
