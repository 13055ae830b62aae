//! Search as people type: candidates, best first; none is taken for the person.

use maud::html;
use registry::Place;

use super::page::Page;
use super::place::choices;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::Problem;

/// Candidates of a page.
const OFFERED: usize = 20;
/// What is read of a question; nobody types more than an address.
const LONGEST: usize = 80;

/// `/search`
pub(crate) fn search(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["q", "date"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view_for(asked, page.as_of())?;
    let question: String = asked.parameter("q").unwrap_or_default().trim().chars().take(LONGEST).collect();
    let hits = dressed.search().search(&question, OFFERED);
    let found: Vec<(&Place, String)> =
        hits.iter().filter_map(|hit| Some((dressed.view.places().by_id(&hit.id)?, String::new()))).collect();
    let title = if question.is_empty() { page.say("page-search") } else { question.clone() };
    let body = html! {
        section.card {
            h1 { (title) }
            @if question.is_empty() {
                p { (page.say("page-search-about")) }
            } @else if found.is_empty() {
                p { (page.say_with("search-nothing", &[("text", question)])) }
            } @else {
                p.quiet { (page.say("page-which")) }
                (choices(&page, &dressed, &found))
            }
        }
    };
    Ok(page.answer(&title, &body))
}
