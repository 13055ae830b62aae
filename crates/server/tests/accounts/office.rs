//! A service over a small record, asked without a socket.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use futures_util::StreamExt;
use geo_types::{MultiPolygon, polygon};
use jiff::{SignedDuration, Timestamp};
use model::{Assignment, Code, Day, Holder, Level, Period, PlaceKey, RoleName};
use registry::{By, NewAccount, PasswordRules, PlaceIndex, PlaceRow, fresh_secret, secret_hash};
use roster::HolderRecord;
use serde_json::json;
use server::{App, Config, Role};
use store::{AsOf, NewPass, PassKind, Store};
use tower::ServiceExt;

pub(crate) const PASSWORD: &str = "nine stone benches";
/// The area of those who have one.
pub(crate) const AREA: &str = "community:C1";
/// A courtyard in the area and one outside, with the telephone and the name of who is responsible there.
pub(crate) const INSIDE: (&str, &str, &str) = ("Y1", "13900001111", "欧阳锦程");
pub(crate) const OUTSIDE: (&str, &str, &str) = ("Y2", "13900002222", "上官若水");
const SINCE: Day = Day::constant(2024, 1, 1);

pub(crate) struct Office {
    folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
    app: Arc<App>,
    router: axum::Router,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// Somebody who asks: nobody known, a browser with a cookie, or a program with a token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Client {
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) csrf: String,
}

impl Office {
    /// One account a role, named like it; street cadre and grid worker with [`AREA`].
    pub(crate) fn new() -> Self {
        let office = Office::empty(|_| {});
        let hash_once = PasswordRules::default();
        let mut store = office.store();
        for role in &Role::ALL[1..] {
            let limited = matches!(role, Role::StreetCadre | Role::GridWorker);
            let areas = if limited { vec![AREA.to_owned()] } else { vec![] };
            let new =
                NewAccount { name: role.id().to_owned(), display: String::new(), role: role.id().to_owned(), areas };
            let password = matches!(role, Role::Planner | Role::SecurityAdministrator).then_some(PASSWORD);
            registry::add_account(&mut store, &new, password, false, hash_once, by()).expect("an account");
        }
        office
    }

    /// Without accounts.
    pub(crate) fn empty(set: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fill(&mut Store::open(folder.path()).expect("a record"));
        let mut config = Config::of(folder.path());
        set(&mut config);
        let app = Arc::new(App::open(config).expect("a service"));
        let router = server::router(Arc::clone(&app));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Office { folder, runtime, app, router }
    }

    /// The same record, served with other settings.
    pub(crate) fn again(self, set: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::of(self.folder.path());
        set(&mut config);
        let app = Arc::new(App::open(config).expect("a service"));
        Office { router: server::router(Arc::clone(&app)), app, ..self }
    }

    pub(crate) fn store(&self) -> Store {
        Store::open(self.folder.path()).expect("a record")
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("an answer");
            let (head, body) = response.into_parts();
            // A stream of changes has no end: its beginning tells enough.
            let is_stream = head.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
            let bytes = match is_stream {
                true => body.into_data_stream().next().await.expect("a beginning").expect("bytes"),
                false => to_bytes(body, 64 << 20).await.expect("a body"),
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Reply { status: head.status.as_u16(), headers: head.headers, text }
        })
    }

    pub(crate) fn ask(&self, client: &Client, method: &str, path: &str, body: Option<(&str, String)>) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "grids.example");
        for (name, value) in &client.headers {
            request = request.header(*name, value);
        }
        if let Some((kind, _)) = &body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        self.send(request.body(Body::from(body.map(|(_, text)| text).unwrap_or_default())).expect("a request"))
    }

    pub(crate) fn get(&self, client: &Client, path: &str) -> Reply {
        self.ask(client, "GET", path, None)
    }

    /// Sends a form, with the value that the client's pages carry.
    pub(crate) fn post(&self, client: &Client, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        if !client.csrf.is_empty() {
            form.append_pair("csrf", &client.csrf);
        }
        self.ask(client, "POST", path, Some(("application/x-www-form-urlencoded", form.finish())))
    }

    pub(crate) fn try_sign_in(&self, name: &str, password: &str) -> Reply {
        self.post(&Client::default(), "/sign-in", &[("name", name), ("password", password)])
    }

    /// A browser whose user has typed name and password.
    pub(crate) fn sign_in(&self, name: &str) -> Client {
        let reply = self.try_sign_in(name, PASSWORD);
        assert_eq!(reply.status, 303, "{}", reply.text);
        self.browser(reply.header("set-cookie").split(';').next().expect("a cookie"))
    }

    /// A browser with a session that was begun without a password.
    pub(crate) fn session(&self, name: &str) -> Client {
        let secret = fresh_secret().expect("random numbers");
        let mut store = self.store();
        let mut writing = store.write_aside(name, "sign-in", Timestamp::now()).expect("a transaction");
        let expires = Timestamp::now() + SignedDuration::from_hours(1);
        let (hash, kind, account) = (secret_hash(&secret), PassKind::Session, Some(name));
        writing.add_pass(&NewPass { hash, kind, account, name: "", expires }).expect("a session");
        writing.commit().expect("kept");
        self.browser(&format!("jingwei={secret}"))
    }

    fn browser(&self, cookie: &str) -> Client {
        let mut client = Client { headers: vec![("cookie", cookie.to_owned())], csrf: String::new() };
        let page = self.get(&client, "/account").text;
        let value = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        client.csrf = value.unwrap_or_default().to_owned();
        client
    }

    /// A program with a token.
    pub(crate) fn program(&self, name: &str) -> Client {
        let day = SignedDuration::from_hours(24);
        let token = registry::add_token(&mut self.store(), name, "test", day, by()).expect("a token");
        Client { headers: vec![("authorization", format!("Bearer {token}"))], csrf: String::new() }
    }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

pub(crate) fn by() -> By<'static> {
    By { author: "test", at: Timestamp::now() }
}

pub(crate) fn place(level: Level, text: &str) -> PlaceKey {
    PlaceKey { level, code: Code::new(text).expect("a code") }
}

fn fill(store: &mut Store) {
    let row = |level, code: &str, parent: Option<PlaceKey>, x: Option<f64>| PlaceRow {
        key: place(level, code),
        parent,
        body: json!({ "name": code }),
        shape: x.map(|x| {
            let corners =
                polygon![(x: x, y: 4.0e6), (x: x + 50.0, y: 4.0e6), (x: x + 50.0, y: 4.00005e6), (x: x, y: 4.00005e6)];
            MultiPolygon(vec![corners])
        }),
    };
    let street = || Some(place(Level::Subdistrict, "S1"));
    let rows = [
        row(Level::Subdistrict, "S1", None, None),
        row(Level::Community, "C1", street(), None),
        row(Level::Community, "C2", street(), None),
        row(Level::Courtyard, "Y1", Some(place(Level::Community, "C1")), Some(530_000.0)),
        row(Level::Courtyard, "Y2", Some(place(Level::Community, "C2")), Some(530_100.0)),
    ];
    let mut writing = store.write("test", "load", Timestamp::UNIX_EPOCH).expect("a transaction");
    writing.set("working_crs", "EPSG:4549").expect("a setting");
    registry::put_places(&mut writing, &rows, SINCE).expect("places");
    writing.commit().expect("kept");
    let index = PlaceIndex::read(store, AsOf::day(SINCE)).expect("places");
    let mut writing = store.write("test", "roster", Timestamp::UNIX_EPOCH).expect("a transaction");
    for ((yard, phone, name), number) in [INSIDE, OUTSIDE].into_iter().zip(1..) {
        let holder = Holder::Person(Code::new(&format!("H{number}")).expect("a code"));
        let (unit, post) = ("街道".to_owned(), "网格员".to_owned());
        let record =
            HolderRecord { holder: holder.clone(), name: name.to_owned(), unit, post, phone: phone.to_owned() };
        registry::put_holder(&mut writing, &record, SINCE).expect("a holder");
        let assignment = Assignment {
            holder,
            role: RoleName("building-head".to_owned()),
            place: place(Level::Courtyard, yard),
            period: Period::since(SINCE),
            details: Vec::new(),
        };
        registry::put_assignment(&mut writing, &index, &assignment).expect("an assignment");
    }
    writing.commit().expect("kept");
}
