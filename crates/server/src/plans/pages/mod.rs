//! The pages of plans: all drafts, one with its findings, maps, forms and comments, and the comparison to print.

mod breaks;
mod changes;
mod comments;
mod compare;
mod editing;
mod findings;
mod history;
mod list;
mod maps;
mod plan;
mod steps;
mod streets;

use maud::{Markup, html};

use super::list::address;
use crate::asked::Asked;
use crate::pages::Page;

pub(super) use compare::compare;
pub(super) use list::list;
pub(super) use plan::plan;

/// A form about a draft: where it is sent, and what was seen of the draft.
fn form(page: &Page<'_>, action: &str, revision: i64, content: &Markup) -> Markup {
    html! { form.act method="post" action=(page.link(action)) {
        (csrf(page.asked))
        input type="hidden" name="revision" value=(revision);
        (content)
    } }
}

/// The field that every form of a signed-in page has.
fn csrf(asked: &Asked) -> Markup {
    html! { input type="hidden" name="csrf" value=(asked.csrf()); }
}

/// A moment as people in China read it.
fn moment(at: jiff::Timestamp) -> String {
    jiff::tz::Offset::constant(8).to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A path of the API about a draft.
fn api(name: &str, what: &str) -> String {
    format!("{}/{what}", address("/api/plans/", name))
}

/// A state in words.
fn state(page: &Page<'_>, id: &str) -> Markup {
    html! { span.chip { (page.say(&format!("state-{id}"))) } }
}
