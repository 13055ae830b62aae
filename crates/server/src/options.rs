//! `OPTIONS`: what can be done with a resource. Editors ask before they offer to edit.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, Response, header};
use axum::middleware::Next;

use crate::answer::Answer;
use crate::ogc::drafts::draft_of;
use crate::routes::{Verb, every};

/// Answers `OPTIONS`, unless a browser asks whether another site's page may (that is `cors`'s to say).
pub(crate) async fn options(request: Request, next: Next) -> Response<Body> {
    let preflight = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if request.method() != Method::OPTIONS || preflight {
        return next.run(request).await;
    }
    match allowed(request.uri().path()) {
        Some(methods) => Answer::nothing().with("allow", methods).into_response(),
        None => next.run(request).await,
    }
}

/// The methods of a path, as `Allow` lists them; `None` where there is nothing.
pub(crate) fn allowed(path: &str) -> Option<String> {
    let verbs: Vec<Verb> = every().filter(|route| fits(route.path, path)).map(|route| route.method).collect();
    let possible = |verb: &Verb| !verb.writes() || is_edited(path);
    let mut names = vec!["OPTIONS"];
    for verb in verbs.iter().filter(|verb| possible(verb)) {
        names.push(verb.id());
        names.extend((*verb == Verb::Get).then_some("HEAD"));
    }
    (!verbs.is_empty()).then(|| names.join(", "))
}

/// Of collections only drafts are edited.
fn is_edited(path: &str) -> bool {
    let mut parts = path.trim_start_matches('/').split('/');
    parts.next() != Some("collections") || parts.next().is_some_and(|name| draft_of(name).is_some())
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given || (wanted.starts_with('{') && !given.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_drafts_are_edited() {
        let check = |path: &str, expected: Option<&str>| assert_eq!(allowed(path).as_deref(), expected, "{path}");
        check("/collections/courtyards/items", Some("OPTIONS, GET, HEAD"));
        check("/collections/draft-2026/items", Some("OPTIONS, GET, HEAD, POST"));
        check("/collections/draft-2026/items/7", Some("OPTIONS, GET, HEAD, PUT, PATCH, DELETE"));
        check("/api/plans/2026/edits", Some("OPTIONS, POST"));
        check("/nowhere", None);
    }
}
