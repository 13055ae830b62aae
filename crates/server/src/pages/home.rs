//! The first page: find a place, see how the district stands.

use maud::{Markup, html};
use model::Level;

use super::bar::{bar, in_words, patterns, share};
use super::page::Page;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::html;
use crate::problem::Problem;

/// Figures that stand on the first page.
const SHOWN: usize = 3;

/// The first page.
pub(crate) fn home(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["date"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view_for(asked, page.as_of())?;
    let district = dressed.view.of_level(Level::District).next();
    let title = district.map_or_else(|| page.say("service-title"), |place| page.name(place).to_owned());
    let body = html! {
        (patterns())
        section.hero {
            h1 { (title) }
            p { (page.say("page-home-about")) }
            form.search.large action="/search" role="search" {
                input type="search" name="q" placeholder=(page.say("page-search-hint"))
                    aria-label=(page.say("page-search"));
                (html::kept(&page))
                button { (page.say("page-search")) }
            }
            p {
                a.button href=(page.link("/near")) { (page.say("page-near")) }
                @if asked.reader.may(Action::ReadDrafts) {
                    " " a.button href=(page.link("/plans")) { (page.say("plan-plans")) }
                }
            }
        }
        (figures(&page, &dressed)?)
        (streets(&page, &dressed))
    };
    Ok(page.answer_about(&title, &body, dressed.view.revision()))
}

fn figures(page: &Page<'_>, dressed: &Dressed) -> Result<Markup, Problem> {
    let counted = dressed.counted(page.app)?;
    let asked = counted.metrics.metrics.iter().zip(&counted.figures).filter(|(_, figure)| figure.denominator() > 0);
    Ok(html! {
        h2 {
            a href=(page.link("/coverage")) { (page.say("page-coverage")) } " "
            small.quiet { (page.say_with("page-as-of", &[("day", page.day.to_string())])) }
        }
        div.tiles { @for (metric, figure) in asked.take(SHOWN) {
            a.tile href=(page.link(&format!("/coverage/{}", metric.id))) {
                h3 { (page.either(&metric.title.zh, &metric.title.en)) }
                p.figure {
                    span.big { (share(figure.tally, figure.rounding)) } " "
                    span { b { (figure.tally.yes) } " / " (figure.denominator()) }
                }
                (bar(page, figure.tally))
                p.quiet { (in_words(page, figure.tally)) }
            }
        } }
    })
}

fn streets(page: &Page<'_>, dressed: &Dressed) -> Markup {
    let count = |level: Level| dressed.view.of_level(level).count();
    let levels = [Level::Community, Level::Grid, Level::Courtyard, Level::Compound, Level::Site, Level::Building];
    html! {
        section.card {
            h2 { (page.level(Level::Subdistrict)) }
            ul.inner {
                @for street in dressed.view.of_level(Level::Subdistrict) {
                    li { a href=(page.place_link(street)) { (page.name(street)) } }
                }
            }
            p.quiet {
                @for level in levels.into_iter().filter(|level| count(*level) > 0) {
                    (page.level(level)) " " (count(level)) " "
                }
            }
        }
    }
}
