//! One-time links: the first account, and choosing a password.

use jiff::{SignedDuration, Timestamp};
use maud::html;
use registry::{AccountFault, By, link_account, use_link};

use super::fields::Fields;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::shell;
use crate::problem::Problem;

/// The secret of the link that creates the security administrator, while there is no account.
pub(crate) fn first_link(app: &App) -> Result<Option<String>, AccountFault> {
    let lasts = SignedDuration::try_from(app.config.entry.link).unwrap_or(SignedDuration::MAX);
    app.write(|store| registry::first_link(store, lasts, by("service")))
}

/// `GET /begin`
pub(crate) fn begin_page(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["key"])?;
    page(app, asked, asked.parameter("key").unwrap_or_default(), "", None)
}

/// `POST /begin`
pub(crate) fn begin(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let fields = Fields::of(asked)?;
    let (key, name, password) = (fields.typed("key"), fields.get("name").unwrap_or_default(), fields.typed("password"));
    if password != fields.typed("again") {
        let said = app.words(asked.language()).say("account-passwords-differ");
        return page(app, asked, key, name, Some(&said));
    }
    let _turn = app.gate.turn()?;
    let used = app.write(|store| use_link(store, key, name, password, app.config.entry.passwords, by("link")));
    match used {
        Ok(_) => {
            app.sessions.forget();
            Ok(Answer::see_other("/sign-in"))
        }
        Err(fault @ (AccountFault::LinkSpent | AccountFault::Record(_) | AccountFault::NoRandom)) => Err(fault.into()),
        Err(fault) => {
            let (message, figures) = fault.words();
            page(app, asked, key, name, Some(&app.words(asked.language()).say_with(message, &figures)))
        }
    }
}

fn by(author: &str) -> By<'_> {
    By { author, at: Timestamp::now() }
}

fn page(app: &App, asked: &Asked, key: &str, name: &str, said: Option<&str>) -> Result<Answer, Problem> {
    let owner = app.readers.ask(|store| link_account(store, key, by("link")))?;
    let words = app.words(asked.language());
    let title = words.say(if owner.is_some() { "account-choose-password" } else { "account-first" });
    let rules = words.say_with("account-rules", &[("shortest", app.config.entry.passwords.shortest.to_string())]);
    let body = html! {
        h1 { (title) }
        @if owner.is_none() { p { (words.say("account-first-about")) } }
        @if let Some(said) = said { p role="alert" { strong { (said) } } }
        form method="post" action="/begin" {
            input type="hidden" name="key" value=(key);
            p {
                label for="name" { (words.say("account-name")) } br;
                @match &owner {
                    Some(owner) => input id="name" name="name" autocomplete="username" value=(owner.name) readonly;,
                    None => input id="name" name="name" autocomplete="username" autocapitalize="none" value=(name) required;,
                }
            }
            p {
                label for="password" { (words.say("account-new-password")) } br;
                input id="password" name="password" type="password" autocomplete="new-password" required;
                br; small { (rules) }
            }
            p {
                label for="again" { (words.say("account-again")) } br;
                input id="again" name="again" type="password" autocomplete="new-password" required;
            }
            p { button type="submit" { (title) } }
        }
    };
    let answer = Answer::page(shell(words, &title, &body)).with("cache-control", "no-store");
    Ok(if said.is_some() { answer.with_status(422) } else { answer })
}
