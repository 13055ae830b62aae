//! Three numbers as a bar: told apart by colour, by pattern, and in words.

use coverage::{Rate, Rounding, Tally};
use maud::{Markup, html};

use super::page::Page;

/// The patterns that bars and maps of a page fill with; once a page.
pub(crate) fn patterns() -> Markup {
    html! { svg.defs width="0" height="0" aria-hidden="true" focusable="false" { defs {
        pattern id="p-no" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
            rect.no-ground width="9" height="9" {} rect.no-line width="2.6" height="9" {}
        }
        pattern id="p-unknown" width="8" height="8" patternUnits="userSpaceOnUse" {
            rect.unknown-ground width="8" height="8" {} circle.unknown-dot cx="4" cy="4" r="1.3" {}
        }
    } } }
}

/// The bar: yes, no, unknown from left to right. Lengths are shares of whatever width there is, so that patterns keep
/// their form.
pub(crate) fn bar(page: &Page<'_>, tally: Tally) -> Markup {
    let share = |number: usize| number as f64 * 100.0 / tally.denominator().max(1) as f64;
    let percent = |number: usize| format!("{:.2}%", share(number));
    html! { svg.bar role="img" aria-label=(in_words(page, tally)) {
        rect.none width="100%" height="100%" {}
        @if tally.yes > 0 { rect.yes width=(percent(tally.yes)) height="100%" {} }
        @if tally.no > 0 { rect x=(percent(tally.yes)) width=(percent(tally.no)) height="100%" fill="url(#p-no)" {} }
        @if tally.unknown > 0 {
            rect x=(percent(tally.yes + tally.no)) width=(percent(tally.unknown)) height="100%" fill="url(#p-unknown)"
                {}
        }
    } }
}

/// What the fills mean.
pub(crate) fn legend(page: &Page<'_>) -> Markup {
    let key = |class: &str, fill: Option<&str>, word: &str| {
        html! {
            li {
                svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" {
                    rect .(class) width="24" height="16" fill=[fill] {}
                } " "
                (page.say(word))
            }
        }
    };
    html! { ul.legend {
        (key("yes", None, "head-yes"))
        (key("hatched", Some("url(#p-no)"), "head-no"))
        (key("dotted", Some("url(#p-unknown)"), "head-unknown"))
    } }
}

/// "有 12 · 无 3 · 未知 5 · 共 20".
pub(crate) fn in_words(page: &Page<'_>, tally: Tally) -> String {
    let [yes, no, unknown, of] =
        [tally.yes, tally.no, tally.unknown, tally.denominator()].map(|number| number.to_string());
    page.say_with("page-tally", &[("yes", yes), ("no", no), ("unknown", unknown), ("of", of)])
}

/// The share for a headline: one percentage only where all is known, else its bounds.
pub(crate) fn share(tally: Tally, rounding: Rounding) -> String {
    match tally.rate(rounding) {
        Some(Rate::Exact(percent)) => format!("{percent}%"),
        Some(Rate::Between(least, most)) => format!("{least}–{most}%"),
        None => "—".to_owned(),
    }
}
