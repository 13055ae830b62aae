//! All drafts.

use maud::{Markup, html};

use super::{csrf, moment, state};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::pages::Page;
use crate::plans::list::{Line, address, lines};
use crate::problem::Problem;

/// `GET /plans`
pub(in crate::plans) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&[])?;
    let page = Page::of(app, asked)?;
    let mut lines = lines(app)?;
    lines.sort_by_key(|(_, head)| std::cmp::Reverse(head.changed));
    let title = page.say("plan-plans");
    let body = html! {
        header.title { h1 { (title) } p { (page.say("plan-plans-about")) } }
        section.card {
            @if lines.is_empty() { p { (page.say("plan-list-none")) } }
            ul.choices { @for line in &lines { (row(&page, line)) } }
        }
        @if asked.reader.may(Action::EditDrafts) { (begin(&page)) }
    };
    Ok(page.answer(&title, &body))
}

fn row(page: &Page<'_>, (line, head): &Line) -> Markup {
    let day = |day: Option<model::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    html! { li { a href=(page.link(&address("/plans/", &line.name))) {
        b { (line.name) } " " (state(page, line.state.id()))
        span.quiet {
            @if let Some(document) = &line.document { (document) " · " }
            @if line.from.is_some() { (page.say_with("plan-from", &[("day", day(line.from))])) " · " }
            @if line.until.is_some() { (page.say_with("plan-until", &[("day", day(line.until))])) " · " }
            (page.say_with("plan-edited", &[("author", head.author.clone()), ("time", moment(head.changed))]))
        }
    } } }
}

fn begin(page: &Page<'_>) -> Markup {
    html! { section.card {
        h2 { (page.say("plan-begin")) }
        form.act method="post" action=(page.link("/api/plans")) {
            (csrf(page.asked))
            label { (page.say("plan-name-label")) " " input name="name" maxlength="60" required; }
            label { (page.say("plan-origin")) " " select name="origin" {
                option value="in-force" { (page.say("plan-origin-in-force")) }
                option value="courtyards" { (page.say("plan-origin-courtyards")) }
            } }
            label { (page.say("page-day")) " " input type="date" name="day" value=(page.day); }
            button { (page.say("plan-begin")) }
        }
    } }
}
