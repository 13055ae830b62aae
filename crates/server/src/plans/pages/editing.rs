//! Simple edits as forms; they work without a script.

use maud::{Markup, html};
use plan::State;

use super::{api, form};
use crate::access::Action;
use crate::pages::Page;
use crate::plans::desk::Opened;

/// Kinds of edits and their fields: name, message, whether it may be left out.
const FORMS: [(&str, &[(&str, &str)]); 6] = [
    ("move", &[("courtyards", "plan-field-courtyards"), ("to", "plan-field-to")]),
    ("merge", &[("grids", "plan-field-grids"), ("into", "plan-field-into")]),
    ("split", &[("grid", "plan-field-grid"), ("courtyards", "plan-field-split")]),
    ("new", &[("courtyards", "plan-field-courtyards"), ("name", "plan-field-name")]),
    ("rename", &[("grid", "plan-field-grid"), ("name", "plan-field-name")]),
    ("dissolve", &[("grid", "plan-field-grid")]),
];

/// The forms, for those who may edit what can be edited.
pub(super) fn forms(page: &Page<'_>, opened: &Opened) -> Markup {
    let open = matches!(opened.draft.standing().state, State::Draft | State::Checked);
    if !open || !page.asked.reader.may(Action::EditDrafts) {
        return html! {};
    }
    let action = api(&opened.head.name, "edits");
    html! { section.card.no-print #edit {
        h2 { (page.say("plan-edit")) }
        p.quiet { (page.say("plan-edit-about")) }
        @for (kind, fields) in FORMS { details {
            summary { (page.say(&format!("plan-edit-{kind}"))) }
            (form(page, &action, opened.head.revision, &html! {
                input type="hidden" name="edit" value=(kind);
                @for (name, label) in fields { label { (page.say(label)) " "
                    input name=(name) list=[grid_list(name)] required[*name != "name"];
                } }
                button { (page.say(&format!("plan-edit-{kind}"))) }
            }))
        } }
        (form(page, &api(&opened.head.name, "number"), opened.head.revision, &html! {
            button { (page.say("plan-do-number")) }
        }))
        datalist id="grids-of-draft" { @for grid in opened.draft.plan().grids().keys() {
            option value=(crate::plans::one::label(opened, *grid)) { (opened.draft.plan().grid(*grid).map(|grid| grid.info.name.as_str()).unwrap_or_default()) }
        } }
    } }
}

/// Fields that name one grid offer those of the draft.
fn grid_list(name: &str) -> Option<&'static str> {
    ["grid", "to", "into"].contains(&name).then_some("grids-of-draft")
}
