//! Writes come from pages of this service, or carry a token: nobody else's page makes a browser write for its user.

use axum::http::{HeaderMap, header};

use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// Field and header that carry the value of [`Asked::csrf`].
const FIELD: &str = "csrf";
const HEADER: &str = "x-csrf-token";

/// Refuses a write that another site's page made a browser send. A request with a token needs nothing: browsers send
/// none by themselves. With a session's cookie it must also bring the session's value, as the field `csrf` of a form
/// or the header `X-CSRF-Token`.
pub(crate) fn from_here(app: &App, asked: &Asked, headers: &HeaderMap) -> Result<(), Problem> {
    let refused = || Problem::new(Kind::NotFromHere);
    if asked.session.as_ref().is_some_and(|session| session.is_token) {
        return Ok(());
    }
    if !same_site(app, headers) {
        return Err(refused());
    }
    match &asked.session {
        None => Ok(()),
        Some(session) if brought(asked, headers).is_some_and(|value| equal(&value, &session.csrf)) => Ok(()),
        Some(_) => Err(refused()),
    }
}

/// What the browser says about the page; programs that are no browser say nothing.
fn same_site(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    match &app.config.public_url {
        Some(public) => origin.eq_ignore_ascii_case(public),
        None => origin.split_once("://").map(|(_, host)| host) == text(header::HOST.as_str()),
    }
}

fn brought(asked: &Asked, headers: &HeaderMap) -> Option<String> {
    if let Some(value) = headers.get(HEADER) {
        return value.to_str().ok().map(str::to_owned);
    }
    if asked.media_type == "multipart/form-data" {
        return of_multipart(&asked.body);
    }
    asked.form().into_iter().find(|(name, _)| name == FIELD).map(|(_, value)| value)
}

/// The field of a form with files; such a form has it before its files, so only the beginning is looked at.
fn of_multipart(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(2048)]);
    let (_, rest) = text.split_once(&format!("name=\"{FIELD}\"\r\n\r\n"))?;
    rest.split("\r\n").next().map(str::to_owned)
}

/// Compares without telling by the time how much of it fits.
fn equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_found_in_a_form_with_files() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--x\r\nrest";
        assert_eq!(of_multipart(body).as_deref(), Some("abc"));
        assert_eq!(of_multipart(b"--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nabc\r\n"), None);
    }

    #[test]
    fn only_the_same_value_is_equal() {
        let check = |a: &str, b: &str, expect: bool| assert_eq!(equal(a, b), expect, "{a} {b}");
        check("abc", "abc", true);
        check("abc", "abd", false);
        check("abc", "ab", false);
        check("", "a", false);
    }
}
