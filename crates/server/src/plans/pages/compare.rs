//! Before and after, street by street, to read and to print.

use maud::html;
use registry::{ChangedGrid, Difference};
use store::AsOf;

use super::{breaks, changes, maps, state, streets};
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::pages::Page;
use crate::plans::desk::open;
use crate::plans::differing::against;
use crate::plans::list::address;
use crate::problem::Problem;

/// `GET /plans/{plan}/compare`: against the plan in force on `against`, else today.
pub(in crate::plans) fn compare(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ReadDrafts)?;
    asked.only(&["against"])?;
    let page = Page::of(app, asked)?;
    let opened = open(app, asked.part("plan"))?;
    let day = against(asked)?.unwrap_or_else(|| opened.usual_day(app));
    let dressed = app.view_for(asked, AsOf::day(day))?;
    let people = dressed.people(app)?;
    let found = opened.difference(app, day)?;
    let changed = found.changed()?;
    let title = page.say_with("plan-compare-title", &[("name", opened.head.name.clone())]);
    let body = html! {
        nav.chain.no-print { ol {
            li { a href=(page.link("/plans")) { (page.say("plan-plans")) } }
            li { a href=(page.link(&address("/plans/", &opened.head.name))) { (opened.head.name) } }
        } }
        header.title {
            h1 { (title) }
            p { (state(&page, opened.draft.standing().state.id()))
                span { (page.say_with("plan-against", &[("day", day.to_string())])) }
                span { (page.say_with("plan-revision", &[("revision", opened.head.revision.to_string())])) } }
        }
        (streets::table(&page, &dressed, &found))
        @if changed.is_empty() { p { (page.say("plan-no-change")) } }
        @for one in streets::changed(&found) {
            @let own = of_street(&found, &changed, &one.street);
            section.card.street {
                h2 { (streets::name(&page, &dressed, &one.street)) }
                (maps::both(&page, &dressed, &opened, &own)?)
                (changes::rows(&page, &dressed, &own))
                (breaks::table(&page, &dressed, people, &found, &one.street))
            }
        }
    };
    Ok(page.answer(&title, &body))
}

/// The grids of a street that change, by where they were, else by where they are.
fn of_street<'c>(found: &Difference, changed: &'c [ChangedGrid], street: &str) -> Vec<&'c ChangedGrid> {
    let lies = |one: &&ChangedGrid| {
        let plan = if one.before.is_some() { &found.old } else { &found.new };
        let community = plan.community_of(&found.territory, one.id);
        community.is_some_and(|idx| found.territory.communities()[idx].street == street)
    };
    changed.iter().filter(lies).collect()
}
