//! The pages of the security administrator.

use maud::{Markup, html};
use store::Account;
use words::Words;

use super::admin::address;
use super::own::csrf;
use crate::access::Role;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::office;

/// All accounts, and a form for another.
pub(super) fn list(app: &App, asked: &Asked, accounts: &[Account]) -> Answer {
    let words = app.words(asked.language());
    let title = words.say("account-all");
    let body = html! {
        h1 { (title) }
        table {
            tr { @for head in ["name", "display", "role", "areas", "state"] { th scope="col" { (words.say(&format!("account-{head}"))) } } }
            @for account in accounts {
                tr {
                    td { a href=(format!("/accounts/{}", address(&account.name))) { (account.name) } }
                    td { (account.display) }
                    td { (words.say(&format!("account-role-{}", account.role))) }
                    td { (account.areas.join(" ")) }
                    td { (state(words, account)) }
                }
            }
        }
        h2 { (words.say("account-add")) }
        form method="post" action="/accounts" {
            (csrf(asked))
            p { label for="name" { (words.say("account-name")) } br; input id="name" name="name" autocomplete="off" required; }
            (about(words, None))
            p { button type="submit" { (words.say("account-add")) } }
        }
    };
    Answer::page(office(app, asked, &title, &body))
}

/// One account; with the one-time link that was just made for it.
pub(super) fn one(app: &App, asked: &Asked, account: &Account, link: Option<&str>) -> Answer {
    let words = app.words(asked.language());
    let here = format!("/accounts/{}", address(&account.name));
    let button = |action: String, fields: Markup, label: &str| {
        html! { form method="post" action=(action) { (csrf(asked)) (fields) button type="submit" { (words.say(label)) } } }
    };
    let (turn, to) = if account.disabled { ("account-enable", "false") } else { ("account-disable", "true") };
    let body = html! {
        p { a href="/accounts" { (words.say("account-all")) } }
        h1 { (account.display) " · " (account.name) }
        p { (state(words, account)) }
        @if let Some(link) = link { p role="status" { (words.say("account-link-once")) br; code { (link) } } }
        form method="post" action=(here) {
            (csrf(asked))
            (about(words, Some(account)))
            p { button type="submit" { (words.say("account-save")) } }
        }
        (button(format!("{here}/reset"), html! {}, "account-reset"))
        (button(format!("{here}/revoke"), html! {}, "account-revoke-all"))
        (button(here.clone(), html! { input type="hidden" name="disabled" value=(to); }, turn))
    };
    Answer::page(office(app, asked, &account.display, &body))
}

/// What an account is called, may and covers, as fields of a form.
fn about(words: &Words, account: Option<&Account>) -> Markup {
    let (display, areas) =
        account.map_or_else(Default::default, |account| (account.display.clone(), account.areas.join(" ")));
    let is = |role: &Role| account.is_some_and(|account| account.role == role.id());
    html! {
        p { label for="display" { (words.say("account-display")) } br; input id="display" name="display" value=(display); }
        p {
            label for="role" { (words.say("account-role")) } br;
            select id="role" name="role" {
                @for role in &Role::ALL[1..] {
                    option value=(role.id()) selected[is(role)] { (words.say(&format!("account-role-{}", role.id()))) }
                }
            }
        }
        p {
            label for="areas" { (words.say("account-areas")) } br;
            input id="areas" name="areas" value=(areas) aria-describedby="areas-about";
            br; small id="areas-about" { (words.say("account-areas-about")) }
        }
    }
}

fn state(words: &Words, account: &Account) -> String {
    words.say(match account {
        Account { disabled: true, .. } => "account-state-disabled",
        Account { password: None, .. } => "account-state-no-password",
        Account { must_change: true, .. } => "account-state-must-change",
        _ => "account-state-open",
    })
}
