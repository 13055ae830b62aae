//! Signing in at the district's own identity provider (OpenID Connect Core 1.0, authorization code with PKCE).
//!
//! The provider says who somebody is; which account that is, and what it may, stays in the record: nobody gets an
//! account by signing in elsewhere.

use maud::html;
use registry::{fresh_secret, secret_hash};

use super::lock::let_in;
use super::sign_in::{cookie, local};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::shell;
use crate::identity_provider::{Begun, Refusal};
use crate::problem::{Kind, Problem};

/// Binds the way back to the browser that began; `__Host-` would need the root path, which this one does not.
const COOKIE: &str = "jingwei-sso";

/// `GET /sign-in/sso`: on to the provider.
pub(crate) fn begin(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["next"])?;
    let provider = app.provider.as_ref().ok_or(Problem::new(Kind::NotFound))?;
    let browser = fresh_secret()?;
    let begun =
        Begun { next: local(asked.parameter("next").unwrap_or("/")).to_owned(), browser: secret_hash(&browser) };
    match provider.begin(&back(asked), begun) {
        Ok(address) => {
            let secure = if app.config.is_https() { "; Secure" } else { "" };
            let cookie = format!("{COOKIE}={browser}; Path=/sign-in/sso; HttpOnly; SameSite=Lax; Max-Age=600{secure}");
            Ok(Answer::see_other(address).with("set-cookie", cookie).with("cache-control", "no-store"))
        }
        Err(refusal) => Ok(refused(app, asked, refusal)),
    }
}

/// `GET /sign-in/sso/back`: the provider has sent the browser back.
pub(crate) fn finish(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let provider = app.provider.as_ref().ok_or(Problem::new(Kind::NotFound))?;
    let browser = asked.cookie(COOKIE).map(secret_hash);
    let code = asked.parameter("code").zip(asked.parameter("state"));
    let known = code.zip(browser).ok_or(Refusal::NotBegun);
    let known = known.and_then(|((code, state), browser)| provider.finish(&back(asked), code, state, browser));
    match known {
        Ok((name, next)) => arrive(app, asked, &name.to_lowercase(), &next),
        Err(refusal) => Ok(refused(app, asked, refusal)),
    }
}

/// Opens a session for the account of that name.
fn arrive(app: &App, asked: &Asked, name: &str, next: &str) -> Result<Answer, Problem> {
    let account = app.readers.ask(|store| store.account(name))?.filter(|account| !account.disabled);
    let Some(account) = account else { return Ok(refused(app, asked, Refusal::NoAccount)) };
    let secret = fresh_secret()?;
    let_in(app, asked, &account, secret_hash(&secret), "single sign-on")?;
    Ok(Answer::see_other(next).with("set-cookie", cookie(app, &secret)))
}

/// Where the provider sends browsers back to.
fn back(asked: &Asked) -> String {
    format!("{}/sign-in/sso/back", asked.base)
}

fn refused(app: &App, asked: &Asked, refusal: Refusal) -> Answer {
    let words = app.words(asked.language());
    let title = words.say("account-sign-in");
    let body = html! {
        h1 { (title) }
        p role="alert" { strong { (words.say(refusal.words())) } }
        p { a href="/sign-in" { (title) } }
    };
    let status = if refusal == Refusal::Unreachable { 502 } else { 422 };
    Answer::page(shell(words, &title, &body)).with("cache-control", "no-store").with_status(status)
}
