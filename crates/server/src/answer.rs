//! What a handler gives back.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};

/// An answer: status, body, and the headers that differ from answer to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type of the body.
    pub media_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// A body that goes on while there is something to tell, in place of the other.
    pub flow: Option<Flow>,
}

/// A body that is not finished when the answer begins. It is sent once.
#[derive(Clone)]
pub struct Flow(Arc<Mutex<Option<Body>>>);

impl Answer {
    /// A body of a media type, status 200.
    pub fn of(media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Answer { status: 200, media_type, body: body.into(), headers: Vec::new(), flow: None }
    }

    /// A body that goes on.
    pub fn flowing(media_type: &'static str, body: Body) -> Self {
        Answer { flow: Some(Flow(Arc::new(Mutex::new(Some(body))))), ..Answer::of(media_type, "") }
    }

    /// A JSON document.
    pub fn json(media_type: &'static str, document: &serde_json::Value) -> Self {
        Answer::of(media_type, document.to_string())
    }

    /// A page.
    pub fn page(markup: maud::Markup) -> Self {
        Answer::of("text/html; charset=utf-8", markup.into_string())
    }

    /// Go there next, with GET; after a form was taken.
    pub fn see_other(address: impl Into<String>) -> Self {
        let mut answer = Answer::of("text/plain; charset=utf-8", "").with("location", address);
        answer.status = 303;
        answer
    }

    /// Done, and nothing to say.
    pub fn nothing() -> Self {
        let mut answer = Answer::of("text/plain; charset=utf-8", "");
        answer.status = 204;
        answer
    }

    /// With another status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Whether a header is set.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| *known == name)
    }

    /// With another header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With a validator, for caches and for editing.
    #[must_use]
    pub fn tagged(self, etag: impl Into<String>) -> Self {
        self.with("etag", etag)
    }

    /// The answer, or 304 where the client has it already (RFC 9110 §13.1.2).
    pub(crate) fn unless_known(self, if_none_match: Option<&str>) -> Self {
        let etag = self.headers.iter().find(|(name, _)| *name == "etag").map(|(_, tag)| tag.trim_start_matches("W/"));
        let known = |list: &str| {
            let has = |tag: &str| tag.trim() == "*" || Some(tag.trim().trim_start_matches("W/")) == etag;
            etag.is_some() && list.split(',').any(has)
        };
        if self.status == 200 && if_none_match.is_some_and(known) {
            return Answer { status: 304, body: Vec::new(), ..self };
        }
        self
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let empty = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let flow = self.flow.and_then(|flow| flow.0.lock().unwrap_or_else(PoisonError::into_inner).take());
        let mut response = Response::new(flow.unwrap_or_else(|| Body::from(self.body)));
        *response.status_mut() = status;
        if !empty {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flow")
    }
}

impl PartialEq for Flow {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
