//! Headers that every answer has.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use tower::util::MapResponseLayer;

/// Name and value; an answer that sets one itself keeps its own.
const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(self), microphone=()"),
    // Scripts and styles are files of this service; forms send here only; nobody frames a page.
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
    ),
];

/// What answers depend on besides their address.
const VARY: &str = "accept, accept-language, authorization, cookie";

/// Sets them, and over https that browsers come by https only.
pub(crate) fn security_headers<B>(https: bool) -> MapResponseLayer<impl Fn(Response<B>) -> Response<B> + Clone> {
    MapResponseLayer::new(move |mut response: Response<B>| {
        let headers = response.headers_mut();
        for (name, value) in ALWAYS {
            set(headers, name, value);
        }
        if https {
            set(headers, "strict-transport-security", "max-age=31536000");
        }
        headers.append("vary", HeaderValue::from_static(VARY));
        response
    })
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
}
