//! Problems as answers: JSON for programs, a page for people.

use maud::html;

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::shell;
use crate::options::allowed;
use crate::problem::{Kind, Problem};

/// The answer to somebody whose request has a problem. A browser that must sign in is led there and back.
pub(crate) fn refused(app: &App, asked: &Asked, problem: &Problem, reading: bool) -> Answer {
    let answer = if !asked.is_browser() {
        problem.answer(&app.words, asked.language())
    } else if problem.kind == Kind::SignIn && reading {
        let next = asked.address_with(&[]);
        let next = next.strip_prefix(&asked.base).unwrap_or("/");
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        return Answer::see_other(format!("/sign-in?{query}"));
    } else {
        page(app, asked, problem)
    };
    let seconds = problem.figures.iter().find(|(name, _)| *name == "seconds").map(|(_, value)| value.clone());
    match (problem.kind, seconds) {
        (Kind::SignIn, _) => answer.with("www-authenticate", "Bearer"),
        (Kind::MethodNotAllowed, _) => answer.with("allow", allowed(&asked.path).unwrap_or_default()),
        (Kind::TooOften, Some(seconds)) => answer.with("retry-after", seconds),
        _ => answer,
    }
}

fn page(app: &App, asked: &Asked, problem: &Problem) -> Answer {
    let words = app.words(asked.language());
    let title = problem.title(words);
    let body = html! {
        section.card.problem {
            p.big aria-hidden="true" { (problem.kind.status()) }
            h1 { (title) }
            p { (problem.detail(words)) }
            p { a.button href="/" { (words.say("page-home")) } }
        }
    };
    Answer::page(shell(words, &title, &body))
        .with_status(problem.kind.status())
        .with("cache-control", "private, no-cache")
}
