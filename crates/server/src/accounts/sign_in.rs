//! Signing in and out; works without JavaScript.

use jiff::Timestamp;
use maud::{Markup, html};
use registry::{fresh_secret, secret_hash};

use super::fields::Fields;
use super::lock::try_password;
use super::session::cookie_name;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::door::own_session;
use crate::html::shell;
use crate::problem::{Kind, Problem};

/// `GET /sign-in`
pub(crate) fn sign_in_page(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["next"])?;
    Ok(page(app, asked, asked.parameter("next").unwrap_or("/"), None))
}

/// `POST /sign-in`
pub(crate) fn sign_in(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let fields = Fields::of(asked)?;
    let name = fields.get("name").unwrap_or_default().to_lowercase();
    let secret = fresh_secret()?;
    let tried = try_password(app, asked, &name, fields.typed("password"), Some(secret_hash(&secret)));
    let account = match tried {
        Ok(Some(account)) => account,
        Ok(None) => {
            let said = app.words(asked.language()).say("account-wrong");
            return Ok(page(app, asked, fields.typed("next"), Some(&said)).with_status(422));
        }
        Err(problem) if problem.kind == Kind::TooOften => {
            let said = problem.detail(app.words(asked.language()));
            let seconds = problem.figures.first().map_or_else(String::new, |(_, value)| value.clone());
            let locked = page(app, asked, fields.typed("next"), Some(&said)).with_status(429);
            return Ok(locked.with("retry-after", seconds));
        }
        Err(problem) => return Err(problem),
    };
    let next = if account.must_change { "/account" } else { local(fields.typed("next")) };
    Ok(Answer::see_other(next).with("set-cookie", cookie(app, &secret)))
}

/// `POST /sign-out`
pub(crate) fn sign_out(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    let session = own_session(asked)?;
    app.write(|store| {
        let mut writing = store.write_aside(&session.account, "sign-out", Timestamp::now())?;
        writing.drop_pass(&session.account, session.id)?;
        writing.note(&session.account, "")?;
        writing.commit()
    })?;
    app.sessions.forget();
    let gone = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", cookie_name(app), secure(app));
    // Cards and corrections that were kept on the device go too, whether or not a script runs.
    Ok(Answer::see_other("/").with("set-cookie", gone).with("clear-site-data", "\"cache\", \"storage\""))
}

/// The cookie of a new session.
pub(super) fn cookie(app: &App, secret: &str) -> String {
    let lasts = app.config.entry.session.as_secs();
    format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts}{}", cookie_name(app), secure(app))
}

fn secure(app: &App) -> &'static str {
    if app.config.is_https() { "; Secure" } else { "" }
}

/// An address of this service: a link from elsewhere must not lead on to another site.
pub(super) fn local(next: &str) -> &str {
    let elsewhere = !next.starts_with('/') || next.starts_with("//") || next.contains(['\\', '\r', '\n', '\t']);
    if elsewhere { "/" } else { next }
}

fn page(app: &App, asked: &Asked, next: &str, said: Option<&str>) -> Answer {
    let words = app.words(asked.language());
    let title = words.say("account-sign-in");
    let body: Markup = html! {
        h1 { (title) }
        @if let Some(said) = said { p role="alert" { strong { (said) } } }
        form method="post" action="/sign-in" {
            input type="hidden" name="next" value=(local(next));
            p {
                label for="name" { (words.say("account-name")) } br;
                input id="name" name="name" autocomplete="username" autocapitalize="none" required autofocus;
            }
            p {
                label for="password" { (words.say("account-password")) } br;
                input id="password" name="password" type="password" autocomplete="current-password" required;
            }
            p { button type="submit" { (title) } }
        }
        @if let Some(provider) = &app.provider {
            @let onwards = form_urlencoded::byte_serialize(local(next).as_bytes()).collect::<String>();
            p { a href={ "/sign-in/sso?next=" (onwards) } {
                (words.say_with("account-sso", &[("name", provider.name().to_owned())]))
            } }
        }
    };
    Answer::page(shell(words, &title, &body)).with("cache-control", "no-store")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_on_within_the_service_only() {
        let check = |next: &str, expect: &str| assert_eq!(local(next), expect, "{next}");
        check("/collections?f=html", "/collections?f=html");
        check("https://elsewhere.example/", "/");
        check("//elsewhere.example/", "/");
        check("/\\elsewhere.example", "/");
        check("/a\r\nset-cookie: b", "/");
        check("", "/");
    }
}
