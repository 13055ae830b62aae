//! Assignments, contracts and committees that a draft breaks.

use maud::{Markup, html};
use registry::{Break, Difference};

use crate::dressed::Dressed;
use crate::pages::Page;
use crate::people::People;
use crate::plans::differing::name_shown;

/// Those of a street.
pub(super) fn table(page: &Page<'_>, dressed: &Dressed, people: &People, found: &Difference, street: &str) -> Markup {
    let breaks: Vec<&Break> = found.breaks.iter().filter(|one| one.street == street).collect();
    html! { @if !breaks.is_empty() {
        h3 { (page.say("plan-breaks")) " " span.chip { (breaks.len()) } }
        div.scroll tabindex="0" { table {
            thead { tr { @for head in ["kind", "duty", "who", "grid", "heirs"] {
                th scope="col" { (page.say(&format!("head-{head}"))) }
            } } }
            tbody { @for one in breaks { (row(page, dressed, people, one)) } }
        } }
    } }
}

fn row(page: &Page<'_>, dressed: &Dressed, people: &People, one: &Break) -> Markup {
    let role = people.config.roles.iter().find(|role| role.name.0 == one.role);
    let role = role.map_or(one.role.as_str(), |role| page.either(&role.zh, &role.en));
    let name = name_shown(page.asked, dressed.view.places(), one);
    let heir = |(grid, share): &(registry::GridRef, f64)| format!("{} {:.0}%", grid.label(), share * 100.0);
    let heirs: Vec<String> = one.heirs.iter().map(heir).collect();
    html! { tr {
        td { (page.say(&format!("break-{}", one.kind.id()))) }
        td { (role) }
        td { (name) }
        td { (one.grid.label()) }
        td { (heirs.join(page.either("、", ", "))) }
    } }
}
