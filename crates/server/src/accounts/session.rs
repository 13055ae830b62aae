//! What let a request in: a session or a token, looked up once a second.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp};
use model::{Code, Level, PlaceKey};
use moka::sync::Cache;
use registry::secret_hash;
use store::{Account, Pass, PassKind};

use crate::access::{Reader, Role};
use crate::app::App;
use crate::problem::{Kind, Problem};

/// How long a looked-up session is believed: revocation by another process works within this time.
const BELIEVED: Duration = Duration::from_secs(1);
/// Sessions remembered at once.
const REMEMBERED: u64 = 10_000;

/// Somebody who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Number of the session or token.
    pub id: i64,
    /// Name of the account.
    pub account: String,
    /// What the account is called.
    pub display: String,
    /// What it may read and do.
    pub reader: Reader,
    /// It may do nothing yet but choose a password.
    pub must_change: bool,
    /// A program with a token, not a person with a browser.
    pub is_token: bool,
    /// What forms of this session's pages send along.
    pub csrf: String,
}

/// Sessions looked up lately; `None` of secrets that open nothing.
pub(crate) struct Sessions(Cache<[u8; 32], Option<Arc<Session>>>);

impl Sessions {
    pub(crate) fn new() -> Self {
        Sessions(Cache::builder().max_capacity(REMEMBERED).time_to_live(BELIEVED).build())
    }

    /// Sessions and tokens that were used within the last second.
    pub(crate) fn in_use(&self) -> u64 {
        self.0.run_pending_tasks();
        self.0.iter().filter(|(_, session)| session.is_some()).count() as u64
    }

    /// Something about accounts has changed: everybody is looked up anew.
    pub(crate) fn forget(&self) {
        self.0.invalidate_all();
    }
}

/// Who asks. A wrong token is refused; a cookie that opens nothing is the public's.
pub(crate) fn session(app: &App, headers: &HeaderMap) -> Result<Option<Arc<Session>>, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|value| value.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let found = token.map(|token| look_up(app, token, PassKind::Token)).transpose()?.flatten();
        return found.map(Some).ok_or(Problem::new(Kind::SignIn));
    }
    cookie(app, headers).map_or(Ok(None), |secret| look_up(app, &secret, PassKind::Session))
}

/// Name of the cookie; over https one that no other site of the domain can set.
pub(crate) fn cookie_name(app: &App) -> &'static str {
    if app.config.is_https() { "__Host-jingwei" } else { "jingwei" }
}

fn cookie(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(app);
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

fn look_up(app: &App, secret: &str, kind: PassKind) -> Result<Option<Arc<Session>>, Problem> {
    let hash = secret_hash(secret);
    let make = || {
        let found = app.readers.ask(|store| store.pass(&hash))?;
        let found = found.and_then(|(pass, account)| open(app, secret, &pass, &account?));
        if let Some((session, used)) = &found {
            keep_use(app, session.id, *used)?;
        }
        Ok::<_, store::Fault>(found.map(|(session, _)| Arc::new(session)))
    };
    let found = app.sessions.0.try_get_with(hash, make).map_err(|_| Problem::new(Kind::Internal))?;
    Ok(found.filter(|session| session.is_token == (kind == PassKind::Token)))
}

/// What a pass opens now, if anything, and when it was used last.
fn open(app: &App, secret: &str, pass: &Pass, account: &Account) -> Option<(Session, Timestamp)> {
    let now = Timestamp::now();
    let idle = SignedDuration::try_from(app.config.entry.idle).unwrap_or(SignedDuration::MAX);
    let slept = pass.kind == PassKind::Session && now.duration_since(pass.used) >= idle;
    if pass.kind == PassKind::Link || pass.expires <= now || slept || account.disabled {
        return None;
    }
    let areas: Option<Vec<PlaceKey>> = account.areas.iter().map(|area| place_key(area)).collect();
    // An area or a role that does not read must not become the whole district or more rights.
    let (role, areas) = (Role::from_id(&account.role)?, areas?);
    let session = Session {
        id: pass.id,
        account: account.name.clone(),
        display: account.display.clone(),
        reader: Reader { account: Some(account.name.clone()), role, areas },
        // Somebody without a password signs in elsewhere and has none to change.
        must_change: account.must_change && account.password.is_some(),
        is_token: pass.kind == PassKind::Token,
        csrf: csrf(secret),
    };
    Some((session, pass.used))
}

/// Keeps that the session is in use, now and then.
fn keep_use(app: &App, id: i64, used: Timestamp) -> Result<(), store::Fault> {
    let now = Timestamp::now();
    let seldom = (app.config.entry.idle / 8).min(Duration::from_secs(300));
    if now.duration_since(used).unsigned_abs() < seldom {
        return Ok(());
    }
    app.write(|store| store.touch_pass(id, now))
}

/// Follows from the secret, so that it needs no keeping, and does not tell it.
fn csrf(secret: &str) -> String {
    secret_hash(&format!("form {secret}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A place as accounts name it: `community:990101001001`.
pub(super) fn place_key(text: &str) -> Option<PlaceKey> {
    let (level, code) = text.split_once(':')?;
    Some(PlaceKey { level: Level::from_id(level)?, code: Code::new(code).ok()? })
}
