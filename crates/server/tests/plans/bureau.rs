//! A service with planners and others at their desks.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response};
use jiff::{SignedDuration, Timestamp};
use registry::{By, NewAccount, PasswordRules};
use serde_json::{Value, json};
use server::App;
use store::Store;
use tower::ServiceExt;

use crate::district::District;

/// Name, role and areas of the accounts.
const ACCOUNTS: [(&str, &str, &[&str]); 5] = [
    ("wang", "planner", &[]),
    ("li", "planner", &[]),
    ("zhao", "planner", &["community:990101001001"]),
    ("cadre", "street-cadre", &["subdistrict:990101001"]),
    ("worker", "grid-worker", &[]),
];

pub(crate) struct Bureau {
    pub(crate) district: District,
    pub(crate) runtime: tokio::runtime::Runtime,
    router: axum::Router,
    tokens: BTreeMap<&'static str, String>,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Bureau {
    pub(crate) fn new() -> Self {
        let district = District::new();
        let mut store = Store::open(district.folder()).expect("a record");
        let by = || By { author: "test", at: Timestamp::now() };
        let mut token = |(name, role, areas): (&'static str, &str, &[&str])| {
            let areas = areas.iter().map(|area| (*area).to_owned()).collect();
            let new = NewAccount { name: name.into(), display: String::new(), role: role.into(), areas };
            registry::add_account(&mut store, &new, None, false, PasswordRules::default(), by()).expect("an account");
            let day = SignedDuration::from_hours(24);
            (name, registry::add_token(&mut store, name, "test", day, by()).expect("a token"))
        };
        let tokens = ACCOUNTS.into_iter().map(&mut token).collect();
        let app = district.app();
        let router = server::router(app);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Bureau { district, runtime, router, tokens }
    }

    /// The same record in a service that has just started.
    pub(crate) fn again(self) -> Self {
        self.again_with(|_| {})
    }

    /// The same with other settings.
    pub(crate) fn again_with(self, set: impl FnOnce(&mut server::Config)) -> Self {
        let mut config = server::Config::of(self.district.folder());
        set(&mut config);
        let app = Arc::new(App::open(config).expect("a service"));
        Bureau { router: server::router(app), ..self }
    }

    pub(crate) fn store(&self) -> Store {
        Store::open(self.district.folder()).expect("a record")
    }

    /// A request; `who` is nobody where the name is empty.
    pub(crate) fn request(
        &self,
        who: &str,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
        if let Some(token) = self.tokens.get(who) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        request.body(body.map_or_else(Body::empty, |body| Body::from(body.to_string()))).expect("a request")
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    pub(crate) fn ask(&self, who: &str, what: (&str, &str), headers: &[(&str, &str)], body: Option<&Value>) -> Reply {
        self.read(self.request(who, what, headers, body))
    }

    fn read(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(async {
            let (head, body) = self.send(request).await.into_parts();
            let bytes = to_bytes(body, 64 << 20).await.expect("a body");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Reply { status: head.status.as_u16(), headers: head.headers, text }
        })
    }

    pub(crate) fn get(&self, who: &str, path: &str) -> Reply {
        self.ask(who, ("GET", path), &[], None)
    }

    /// A write on a revision.
    pub(crate) fn post(&self, who: &str, path: &str, tag: &str, body: &Value) -> Reply {
        self.ask(who, ("POST", path), &[("if-match", tag)], Some(body))
    }

    /// A page's form.
    pub(crate) fn form(&self, who: &str, path: &str, form: String) -> Reply {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let (mut head, _) = self.request(who, ("POST", path), &[kind], None).into_parts();
        head.headers.remove("content-length");
        self.read(Request::from_parts(head, Body::from(form)))
    }

    /// A draft of the plan in force, begun by Wang.
    pub(crate) fn begin(&self, name: &str) {
        let begun = self.ask("wang", ("POST", "/api/plans"), &[], Some(&json!({ "name": name })));
        assert_eq!((begun.status, begun.header("etag")), (201, "\"1\""), "{}", begun.text);
    }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|fault| panic!("{fault}: {}", self.text))
    }
}
