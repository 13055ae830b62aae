//! What does not hold in a draft, by rule, with the places.

use std::collections::BTreeMap;

use maud::{Markup, html};
use model::{Finding, Level, PlaceKey, Severity};
use plan::Checker;

use crate::dressed::Dressed;
use crate::pages::Page;
use crate::plans::check::{grid, said, severity};
use crate::plans::desk::Opened;
use crate::plans::one::label;

/// Most places of a rule on the page; the API tells all.
const MOST: usize = 100;

/// All findings, errors first.
pub(super) fn grouped(page: &Page<'_>, dressed: &Dressed, opened: &Opened, checker: &Checker) -> Markup {
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
    let found = checker.findings();
    for finding in &found {
        groups.entry((std::cmp::Reverse(finding.severity), finding.rule.id())).or_default().push(finding);
    }
    html! { section.card #findings {
        h2 { (page.say("plan-findings")) " " span.chip { (found.len()) } }
        @if found.is_empty() { p { (page.say("plan-findings-none")) } }
        @for ((level, rule), list) in &groups {
            details open[level.0 == Severity::Error] {
                summary {
                    span.mark .(if level.0 == Severity::Error { "no" } else { "unknown" }) {
                        (page.say(&format!("severity-{}", severity(level.0))))
                    }
                    " " (page.say(&format!("plan-rule-{rule}"))) " " span.chip { (list.len()) }
                }
                @if let Some(first) = list.first() { p.quiet { (said(page.words, first).1) } }
                ul.terms { @for finding in list.iter().take(MOST) { (row(page, dressed, opened, finding)) } }
                @if list.len() > MOST {
                    p.quiet { (page.say_with("page-further", &[("count", (list.len() - MOST).to_string())])) }
                }
            }
        }
    } }
}

fn row(page: &Page<'_>, dressed: &Dressed, opened: &Opened, finding: &Finding) -> Markup {
    let index = dressed.view.places();
    let id = grid(finding).map(plan::GridId);
    let code = finding.place.code.as_deref().and_then(|code| model::Code::new(code).ok());
    let yard = code.and_then(|code| index.by_key(&PlaceKey { level: Level::Courtyard, code }));
    let place = yard.or_else(|| index.by_id(&format!("grid:{}", id?)));
    let named = match (yard, id) {
        (Some(yard), _) => page.name(yard).to_owned(),
        (None, Some(id)) => label(opened, id),
        (None, None) => finding.place.code.clone().unwrap_or_default(),
    };
    html! { li {
        @match place {
            Some(place) => a href=(page.place_link(place)) { (named) },
            None => span { (named) },
        }
        " " span.quiet { (said(page.words, finding).0) }
    } }
}
