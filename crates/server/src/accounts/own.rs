//! The own page: password, tokens, sessions.

use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use registry::{AccountFault, By};
use store::{Pass, PassKind};
use words::Words;

use super::fields::Fields;
use super::lock::try_password;
use super::session::Session;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::door::own_session;
use crate::html::office;
use crate::problem::{Kind, Problem};

/// Days for which a token works when nothing else is asked for.
const TOKEN_DAYS: i64 = 90;

/// `GET /account`
pub(crate) fn own_page(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    page(app, asked, None)
}

/// `POST /account/password`
pub(crate) fn own_password(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let session = own_session(asked)?;
    let fields = Fields::of(asked)?;
    let say = |id: &str| html! { p role="alert" { strong { (app.words(asked.language()).say(id)) } } };
    let refused = |said: Markup| Ok(page(app, asked, Some(said))?.with_status(422));
    let password = fields.typed("password");
    if password != fields.typed("again") {
        return refused(say("account-passwords-differ"));
    }
    if try_password(app, asked, &session.account, fields.typed("old"), None)?.is_none() {
        return refused(say("account-wrong"));
    }
    let rules = app.config.entry.passwords;
    let by = by(session);
    let changed =
        app.write(|store| registry::change_password(store, &session.account, password, rules, Some(session.id), by));
    app.sessions.forget();
    match changed {
        Ok(()) => Ok(Answer::see_other("/account")),
        Err(fault @ (AccountFault::Record(_) | AccountFault::NoRandom)) => Err(fault.into()),
        Err(fault) => {
            let (message, figures) = fault.words();
            let said = app.words(asked.language()).say_with(message, &figures);
            refused(html! { p role="alert" { strong { (said) } } })
        }
    }
}

/// `POST /account/tokens`: the token is shown on the page that answers, and never again.
pub(crate) fn own_token(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let session = own_session(asked)?;
    if session.must_change {
        return Err(Problem::new(Kind::Forbidden).with("role", session.reader.role.id()));
    }
    let fields = Fields::of(asked)?;
    let longest = i64::try_from(app.config.entry.token.as_secs() / 86_400).unwrap_or(i64::MAX);
    let told = fields.get("days").filter(|days| !days.is_empty());
    let days = told.map_or(Some(TOKEN_DAYS.min(longest)), |days| days.parse().ok());
    let days = days.filter(|days| (1..=longest).contains(days));
    let days = days.ok_or_else(|| Problem::parameter("days", told.unwrap_or_default(), &format!("1–{longest}")))?;
    let name: String = fields.get("name").unwrap_or_default().chars().take(60).collect();
    let lasts = SignedDuration::from_hours(24 * days);
    let by = by(session);
    let token = app.write(|store| registry::add_token(store, &session.account, &name, lasts, by))?;
    let words = app.words(asked.language());
    let said = html! { p role="status" { (words.say("account-token-once")) br; code { (token) } } };
    page(app, asked, Some(said))
}

/// `POST /account/revoke`: one of the own tokens or sessions.
pub(crate) fn own_revoke(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let session = own_session(asked)?;
    let fields = Fields::of(asked)?;
    let id = fields.get("id").unwrap_or_default();
    let number: i64 = id.parse().map_err(|_| Problem::parameter("id", id, "1, 2, 3 …"))?;
    app.write(|store| registry::revoke(store, &session.account, number, by(session)))?;
    app.sessions.forget();
    Ok(Answer::see_other("/account"))
}

fn by(session: &Session) -> By<'_> {
    By { author: &session.account, at: Timestamp::now() }
}

fn page(app: &App, asked: &Asked, said: Option<Markup>) -> Result<Answer, Problem> {
    let session = own_session(asked)?;
    let passes = app.readers.ask(|store| store.passes(&session.account))?;
    let words = app.words(asked.language());
    let title = words.say("account-own");
    let body = html! {
        h1 { (session.display) }
        p { (words.say(&format!("account-role-{}", session.reader.role.id()))) " · " (session.account) }
        @if session.must_change { p role="alert" { strong { (words.say("account-must-change")) } } }
        @if let Some(said) = said { (said) }
        (password_form(app, asked, words))
        @if !session.must_change { (passes_table(asked, words, &passes, session)) (token_form(asked, words)) }
    };
    Ok(Answer::page(office(app, asked, &title, &body)).with("cache-control", "private, no-store"))
}

/// The field that every form of a signed-in page has.
pub(super) fn csrf(asked: &Asked) -> Markup {
    html! { input type="hidden" name="csrf" value=(asked.csrf()); }
}

fn password_form(app: &App, asked: &Asked, words: &Words) -> Markup {
    let rules = words.say_with("account-rules", &[("shortest", app.config.entry.passwords.shortest.to_string())]);
    let field = |name: &str, label: &str, fill: &str| {
        html! { p { label for=(name) { (words.say(label)) } br; input id=(name) name=(name) type="password" autocomplete=(fill) required; } }
    };
    html! {
        h2 { (words.say("account-change-password")) }
        form method="post" action="/account/password" {
            (csrf(asked))
            (field("old", "account-old-password", "current-password"))
            (field("password", "account-new-password", "new-password"))
            p { small { (rules) } }
            (field("again", "account-again", "new-password"))
            p { button type="submit" { (words.say("account-change-password")) } }
        }
    }
}

fn token_form(asked: &Asked, words: &Words) -> Markup {
    html! {
        h2 { (words.say("account-new-token")) }
        form method="post" action="/account/tokens" {
            (csrf(asked))
            p { label for="token-name" { (words.say("account-token-name")) } br; input id="token-name" name="name" maxlength="60" required; }
            p { label for="days" { (words.say("account-days")) } br; input id="days" name="days" type="number" min="1" value=(TOKEN_DAYS); }
            p { button type="submit" { (words.say("account-new-token")) } }
        }
    }
}

fn passes_table(asked: &Asked, words: &Words, passes: &[Pass], session: &Session) -> Markup {
    let day = |moment: Timestamp| crate::app::day_of(moment).to_string();
    html! {
        h2 { (words.say("account-passes")) }
        div.scroll tabindex="0" { table {
            tr { @for head in ["kind", "pass-name", "expires", "used"] { th scope="col" { (words.say(&format!("account-{head}"))) } } th {} }
            @for pass in passes.iter().filter(|pass| pass.kind != PassKind::Link) {
                tr {
                    td { (words.say(&format!("account-pass-{}", pass.kind.id()))) }
                    td { (pass.name) @if pass.id == session.id { " ✓" } }
                    td { (day(pass.expires)) }
                    td { (day(pass.used)) }
                    td { form method="post" action="/account/revoke" {
                        (csrf(asked))
                        input type="hidden" name="id" value=(pass.id);
                        button type="submit" { (words.say("account-revoke")) }
                    } }
                }
            }
        } }
    }
}
