//! The door that every request comes through: who asks, whether it may be a write, and what the answer may be kept for.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::RequestExt;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, header};
use axum::routing::{MethodRouter, on};

use crate::accounts::{self, Session};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::body::{most, take};
use crate::problem::{Kind, Problem};
use crate::refused::refused;
use crate::routes::{Route, internal};

/// A route's handler behind its method, on a thread of its own: it reads or writes the record and makes text.
pub(crate) fn door(route: &'static Route) -> MethodRouter<Arc<App>> {
    on(route.method.filter(), async move |State(app): State<Arc<App>>, request: Request| {
        answer(app, request, route).await
    })
}

/// The answer of a route to a request, measured by the route and not by the path that was asked.
pub(crate) async fn answer(app: Arc<App>, request: Request, route: &'static Route) -> Response<Body> {
    let begun = std::time::Instant::now();
    let answer = made(Arc::clone(&app), request, route).await;
    app.measures.answered(route, answer.status().as_u16(), begun.elapsed());
    answer
}

async fn made(app: Arc<App>, mut request: Request, route: &'static Route) -> Response<Body> {
    let parts = request.extract_parts::<Path<BTreeMap<String, String>>>().await;
    let parts = parts.map(|Path(parts)| parts).unwrap_or_default();
    let (head, body) = request.into_parts();
    let mut asked = Asked::new(parts, &head.uri, &head.headers, &app.config);
    asked.address = address(&head, app.config.behind_proxy);
    let body = if route.method.writes() { take(body, most(&app.config, &head.headers)).await } else { Ok(Vec::new()) };
    let Ok(turn) = Arc::clone(&app.turns).try_acquire_owned() else { return overloaded(&app, &asked) };
    let (longest, slow) = (app.config.longest, timed_out(&app, &asked));
    let at_work = Arc::clone(&app);
    let work = move || {
        let (_turn, app) = (turn, at_work);
        let answer = body.and_then(|body| {
            asked.body = body;
            handle(&app, &mut asked, &head.headers, route)
        });
        let answer = answer.unwrap_or_else(|problem| refused(&app, &asked, &problem, !route.method.writes()));
        let answer = answer.unless_known(asked.if_none_match.as_deref());
        let answer = match asked.keeps_language().filter(|_| answer.media_type.starts_with("text/html")) {
            Some(cookie) => answer.with("set-cookie", cookie),
            None => answer,
        };
        kept_by_caches(answer, asked.session.is_some()).into_response()
    };
    match tokio::time::timeout(longest, tokio::task::spawn_blocking(work)).await {
        Ok(done) => done.unwrap_or_else(|_| internal()),
        Err(_) => {
            app.measures.shed(Kind::TimedOut);
            slow.into_response()
        }
    }
}

fn overloaded(app: &App, asked: &Asked) -> Response<Body> {
    app.measures.shed(Kind::Busy);
    Problem::new(Kind::Busy).answer(&app.words, asked.language()).with("retry-after", "1").into_response()
}

fn timed_out(app: &App, asked: &Asked) -> Answer {
    Problem::new(Kind::TimedOut).answer(&app.words, asked.language())
}

fn handle(app: &App, asked: &mut Asked, headers: &HeaderMap, route: &Route) -> Result<Answer, Problem> {
    asked.session = accounts::session(app, headers)?;
    // An account that must choose a password first reads what the public reads.
    if let Some(session) = asked.session.as_ref().filter(|session| !session.must_change) {
        asked.reader = session.reader.clone();
    }
    // The own API is JSON; a reader of other forms is told so.
    if let Some(form) = asked.parameter("f").filter(|form| route.path.starts_with("/api/") && *form != "json") {
        return Err(Problem::parameter("f", form, "json"));
    }
    if route.method.writes() {
        let known = route.takes.contains(&asked.media_type.as_str());
        let nothing = asked.body.is_empty() && asked.media_type.is_empty();
        if !known && !nothing {
            return Err(Problem::new(Kind::MediaType).with("expected", route.takes.join(", ")));
        }
        accounts::from_here(app, asked, headers)?;
    }
    app.kept.answer(app, asked, route)
}

/// Who is at the other end: the last hop that the proxy names, else the socket's peer.
fn address(head: &Parts, behind_proxy: bool) -> String {
    let peer = || head.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_string());
    let forwarded = || {
        let last = head.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse::<std::net::IpAddr>().ok().map(|address| address.to_string())
    };
    let named = if behind_proxy { forwarded() } else { None };
    named.or_else(peer).unwrap_or_default()
}

/// What somebody who has signed in gets is nobody else's; pages are not kept at all, for computers are shared.
fn kept_by_caches(answer: Answer, signed_in: bool) -> Answer {
    if !signed_in || answer.has(header::CACHE_CONTROL.as_str()) {
        return answer;
    }
    let rule = if answer.media_type.starts_with("text/html") { "private, no-store" } else { "private, no-cache" };
    answer.with("cache-control", rule)
}

/// The session of a handler that only accounts may call, whatever their role, and only from a browser.
pub(crate) fn own_session(asked: &Asked) -> Result<&Arc<Session>, Problem> {
    asked.session.as_ref().filter(|session| !session.is_token).ok_or(Problem::new(Kind::SignIn))
}
