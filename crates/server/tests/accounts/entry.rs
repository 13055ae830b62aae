//! Signing in and out, sessions, tokens, forms.

use axum::body::Body;
use axum::http::Request;
use registry::secret_hash;

use crate::office::{Client, Office, PASSWORD, by};

#[test]
fn a_session_lasts_until_its_user_signs_out() {
    let office = Office::new();
    let reply = office.try_sign_in("Planner", PASSWORD);
    let cookie = reply.header("set-cookie").to_owned();
    assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("; Path=/;"), "{cookie}");
    assert!(!cookie.contains("Secure"), "the address is no https");
    let browser = office.sign_in("planner");
    let page = office.get(&browser, "/account");
    assert_eq!((page.status, page.header("cache-control")), (200, "private, no-store"));
    assert_eq!(office.post(&browser, "/sign-out", &[]).status, 303);
    assert_eq!(office.get(&browser, "/account").status, 401);
}

#[test]
fn over_https_the_cookie_is_for_https_only() {
    let office = Office::new().again(|config| config.public_url = Some("https://grids.example".to_owned()));
    let reply = office.try_sign_in("planner", PASSWORD);
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-jingwei=") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(!reply.header("strict-transport-security").is_empty());
}

#[test]
fn the_record_keeps_no_secret() {
    let office = Office::new();
    let browser = office.sign_in("planner");
    let secret = browser.headers[0].1.strip_prefix("jingwei=").expect("a secret").to_owned();
    let store = office.store();
    assert!(store.pass(&secret_hash(&secret)).expect("a question").is_some());
    let file = std::fs::read(store::Store::file(store.folder())).expect("a file");
    let log = std::fs::read(store::Store::file(store.folder()).with_extension("db-wal")).unwrap_or_default();
    let holds =
        |text: &str| [&file, &log].iter().any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()));
    assert!(holds("planner") && !holds(&secret) && !holds(PASSWORD));
}

#[test]
fn sessions_end_by_time_and_by_rest() {
    use std::time::Duration;
    let check = |set: fn(&mut server::Entry), expect: u16| {
        let office = Office::new().again(|config| set(&mut config.entry));
        let reply = office.try_sign_in("planner", PASSWORD);
        let cookie = reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let browser = Client { headers: vec![("cookie", cookie)], csrf: String::new() };
        assert_eq!(office.get(&browser, "/account").status, expect);
    };
    check(|_| {}, 200);
    check(|entry| entry.session = Duration::ZERO, 401);
    check(|entry| entry.idle = Duration::ZERO, 401);
}

#[test]
fn a_token_opens_the_service_until_it_is_revoked() {
    let office = Office::new();
    let program = office.program("auditor");
    assert_eq!(office.get(&program, "/audit").status, 200);
    // A token does not reach the own page: whoever finds one must not make others.
    assert_eq!(office.get(&program, "/account").status, 401);
    let id = office.store().passes("auditor").expect("passes")[0].id.to_string();
    let browser = office.session("auditor");
    assert_eq!(office.post(&browser, "/account/revoke", &[("id", &id)]).status, 303);
    let refused = office.get(&program, "/audit");
    assert_eq!((refused.status, refused.header("www-authenticate")), (401, "Bearer"));
    // A wrong token is not read as the public.
    assert_eq!(office.get(&program, "/collections").status, 401);
}

#[test]
fn a_token_that_has_expired_opens_nothing() {
    let office = Office::new();
    let token =
        registry::add_token(&mut office.store(), "auditor", "", jiff::SignedDuration::ZERO, by()).expect("made");
    let program = Client { headers: vec![("authorization", format!("Bearer {token}"))], csrf: String::new() };
    assert_eq!(office.get(&program, "/audit").status, 401);
}

#[test]
fn a_token_is_made_on_the_own_page_and_shown_once() {
    let office = Office::new();
    let browser = office.session("auditor");
    let page = office.post(&browser, "/account/tokens", &[("name", "monthly"), ("days", "30")]);
    let token = page.text.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    let program = Client { headers: vec![("authorization", format!("Bearer {token}"))], csrf: String::new() };
    assert_eq!(office.get(&program, "/audit").status, 200, "{}", page.text);
    assert!(!office.get(&browser, "/account").text.contains(token));
    assert_eq!(office.post(&browser, "/account/tokens", &[("name", "x"), ("days", "100000")]).status, 400);
}

#[test]
fn a_new_password_ends_the_other_sessions() {
    let office = Office::new();
    let (browser, other) = (office.sign_in("planner"), office.sign_in("planner"));
    let change = |old: &str, new: &str, again: &str| {
        let fields = [("old", old), ("password", new), ("again", again)];
        office.post(&browser, "/account/password", &fields).status
    };
    assert_eq!(change("wrong", "seven paper boats", "seven paper boats"), 422);
    assert_eq!(change(PASSWORD, "seven paper boats", "seven paper boat"), 422);
    assert_eq!(change(PASSWORD, "planner-planner", "planner-planner"), 422);
    assert_eq!(office.get(&other, "/account").status, 200);
    assert_eq!(change(PASSWORD, "seven paper boats", "seven paper boats"), 303);
    assert_eq!((office.get(&browser, "/account").status, office.get(&other, "/account").status), (200, 401));
    assert_eq!(office.try_sign_in("planner", PASSWORD).status, 422);
    assert_eq!(office.try_sign_in("planner", "seven paper boats").status, 303);
}

#[test]
fn writes_come_from_pages_of_the_service_or_carry_a_token() {
    let office = Office::new();
    let browser = office.session("security-administrator");
    let path = "/accounts/leader/revoke";
    let check = |what: &str, csrf: &str, headers: &[(&'static str, &str)], expect: u16| {
        let mut client = Client { csrf: csrf.to_owned(), ..browser.clone() };
        client.headers.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let reply = office.post(&client, path, &[]);
        assert_eq!(reply.status, expect, "{what}: {}", reply.text);
    };
    let other = office.session("security-administrator").csrf;
    check("a form of a page", &browser.csrf, &[], 303);
    check("no value", "", &[], 403);
    check("another session's value", &other, &[], 403);
    check("the value as a header", "", &[("x-csrf-token", &browser.csrf)], 303);
    check("another site's page", &browser.csrf, &[("origin", "https://elsewhere.example")], 403);
    check("another site's page, a new browser", &browser.csrf, &[("sec-fetch-site", "cross-site")], 403);
    check("a neighbouring site's page", &browser.csrf, &[("sec-fetch-site", "same-site")], 403);
    check("the own page", &browser.csrf, &[("origin", "http://grids.example")], 303);
    check("the own page, a new browser", &browser.csrf, &[("sec-fetch-site", "same-origin")], 303);
    let program = office.program("security-administrator");
    assert_eq!(office.ask(&program, "POST", path, Some(("application/json", "{}".to_owned()))).status, 204);
    let mut foreign = Client::default();
    foreign.headers.push(("sec-fetch-site", "cross-site".to_owned()));
    let forged = office.post(&foreign, "/sign-in", &[("name", "planner"), ("password", PASSWORD)]);
    assert_eq!(forged.status, 403, "signing somebody in from elsewhere");
}

#[test]
fn bodies_are_measured_and_of_a_known_type() {
    let office = Office::new().again(|config| config.most_body = 1000);
    let program = office.program("security-administrator");
    let check = |kind: &str, body: String, expect: u16| {
        let reply = office.ask(&program, "POST", "/accounts", Some((kind, body)));
        assert_eq!((reply.status, reply.header("content-type")), (expect, "application/problem+json"), "{kind}");
    };
    check("text/plain", "role=planner".to_owned(), 415);
    check("application/json", "{".to_owned(), 400);
    check("application/json", format!("\"{}\"", "x".repeat(2000)), 413);
    check("application/json; charset=utf-8", "{\"role\": \"nobody\"}".to_owned(), 400);
}

#[test]
fn a_browser_is_led_to_sign_in_and_back() {
    let office = Office::new();
    let request = Request::get("/audit?limit=5").header("accept", "text/html,*/*").body(Body::empty());
    let led = office.send(request.expect("a request"));
    assert_eq!((led.status, led.header("location")), (303, "/sign-in?next=%2Faudit%3Flimit%3D5"));
    let fields = [("name", "planner"), ("password", PASSWORD), ("next", "/audit?limit=5")];
    let back = office.post(&Client::default(), "/sign-in", &fields);
    assert_eq!((back.status, back.header("location")), (303, "/audit?limit=5"));
}
