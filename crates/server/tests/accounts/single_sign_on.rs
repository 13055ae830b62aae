//! Signing in at an identity provider: ours, on the loopback, with faults on demand.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use server::{NameClaim, SingleSignOn};

use crate::office::{Client, Office, Reply};

/// A provider that says of whoever comes what `claims` holds.
#[derive(Clone)]
struct Provider {
    address: SocketAddr,
    claims: Arc<Mutex<Value>>,
    /// Fields of the last question for a token.
    asked: Arc<Mutex<Value>>,
}

fn key(seed: u8) -> CoreEdDsaPrivateSigningKey {
    // PKCS #8 of an Ed25519 key is a fixed head and the key's 32 bytes (RFC 8410 §7).
    let head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let text = STANDARD.encode([&head[..], &[seed; 32]].concat());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new("one".to_owned()))).expect("a key")
}

fn signed(claims: &Value, seed: u8) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&json!({ "alg": "EdDSA", "kid": "one" })), part(claims));
    let signature = key(seed).sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes()).expect("a signature");
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

impl Provider {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let provider = Provider { address, claims: Arc::default(), asked: Arc::default() };
        let router = provider.router();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                axum::serve(listener, router).await.expect("a provider");
            });
        });
        provider
    }

    fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    fn router(&self) -> Router {
        let issuer = self.issuer();
        let about = json!({
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
        });
        let keys = json!({ "keys": [key(1).as_verification_key()] });
        let (claims, asked) = (Arc::clone(&self.claims), Arc::clone(&self.asked));
        let token = move |Form(fields): Form<Value>| async move {
            *asked.lock().expect("a question") = fields;
            let claims = claims.lock().expect("claims").clone();
            let seed = claims["seed"].as_u64().unwrap_or(1) as u8;
            Json(json!({ "access_token": "a", "token_type": "Bearer", "id_token": signed(&claims, seed) }))
        };
        Router::new()
            .route("/.well-known/openid-configuration", get(|| async { Json(about) }))
            .route("/keys", get(|| async { Json(keys) }))
            .route("/token", post(token))
    }
}

fn office(provider: &Provider) -> Office {
    Office::new().again(|config| {
        config.public_url = Some("http://grids.example".to_owned());
        config.single_sign_on = Some(SingleSignOn {
            issuer: provider.issuer(),
            client: "jingwei".to_owned(),
            secret: Some("between us".to_owned()),
            claim: NameClaim::PreferredUsername,
            authorities: None,
            name: "统一身份认证".to_owned(),
        });
    })
}

/// Goes to the provider: the parameters of its address, and the browser.
fn begin(office: &Office) -> (Vec<(String, String)>, Client) {
    let reply = office.get(&Client::default(), "/sign-in/sso?next=/account");
    assert_eq!(reply.status, 303, "{}", reply.text);
    let cookie = reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let (_, query) = reply.header("location").split_once('?').expect("parameters");
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    (pairs, Client { headers: vec![("cookie", cookie)], csrf: String::new() })
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

fn back(office: &Office, browser: &Client, state: &str) -> Reply {
    office.get(browser, &format!("/sign-in/sso/back?code=c&state={state}&session_state=x"))
}

/// What the provider says of somebody who began with this nonce.
fn claims(provider: &Provider, nonce: &str, changes: &[(&str, Value)]) {
    let now = Timestamp::now().as_second();
    let mut claims = json!({
        "iss": provider.issuer(), "aud": "jingwei", "sub": "17", "iat": now, "exp": now + 60, "nonce": nonce,
        "preferred_username": "Planner",
    });
    changes.iter().for_each(|(name, value)| claims[*name] = value.clone());
    *provider.claims.lock().expect("claims") = claims;
}

#[test]
fn whom_the_provider_knows_is_let_in() {
    let provider = Provider::start();
    let office = office(&provider);
    assert!(office.get(&Client::default(), "/sign-in").text.contains("统一身份认证"));
    let (pairs, browser) = begin(&office);
    assert_eq!(value(&pairs, "redirect_uri"), "http://grids.example/sign-in/sso/back");
    assert_eq!((value(&pairs, "response_type"), value(&pairs, "code_challenge_method")), ("code", "S256"));
    claims(&provider, value(&pairs, "nonce"), &[]);
    let reply = back(&office, &browser, value(&pairs, "state"));
    assert_eq!((reply.status, reply.header("location")), (303, "/account"), "{}", reply.text);
    let asked = provider.asked.lock().expect("a question").clone();
    assert!(asked["code_verifier"].as_str().is_some_and(|verifier| verifier.len() >= 43), "{asked}");
    let cookie = reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let page = office.get(&Client { headers: vec![("cookie", cookie)], csrf: String::new() }, "/account");
    assert!(page.status == 200 && page.text.contains("planner"), "{}", page.text);
    // The way back works once.
    assert_eq!(back(&office, &browser, value(&pairs, "state")).status, 422);
}

#[test]
fn what_is_not_proven_lets_nobody_in() {
    let provider = Provider::start();
    let office = office(&provider);
    let check = |changes: &[(&str, Value)]| {
        let (pairs, browser) = begin(&office);
        claims(&provider, value(&pairs, "nonce"), changes);
        let reply = back(&office, &browser, value(&pairs, "state"));
        assert_eq!((reply.status, reply.header("set-cookie")), (422, ""), "{changes:?} {}", reply.text);
    };
    let past = Timestamp::now().as_second() - 1000;
    check(&[("nonce", json!("another"))]);
    check(&[("aud", json!("another"))]);
    check(&[("iss", json!("http://elsewhere.example"))]);
    check(&[("exp", json!(past))]);
    check(&[("seed", json!(2))]);
    check(&[("preferred_username", json!("nobody"))]);
    check(&[("preferred_username", Value::Null)]);
}

#[test]
fn only_the_browser_that_began_comes_back() {
    let provider = Provider::start();
    let office = office(&provider);
    let ((pairs, _), (_, other)) = (begin(&office), begin(&office));
    claims(&provider, value(&pairs, "nonce"), &[]);
    let check = |browser: &Client, state: &str| assert_eq!(back(&office, browser, state).status, 422, "{state}");
    check(&other, value(&pairs, "state"));
    check(&Client::default(), value(&pairs, "state"));
    check(&other, "invented");
    assert_eq!(office.get(&other, "/sign-in/sso/back?error=access_denied&state=x").status, 422);
}

#[test]
fn a_provider_that_does_not_answer_is_said_to_be_away() {
    let provider = Provider { address: ([127, 0, 0, 1], 9).into(), claims: Arc::default(), asked: Arc::default() };
    let office = office(&provider);
    assert_eq!(office.get(&Client::default(), "/sign-in/sso").status, 502);
    // Local accounts stay what they are.
    assert_eq!(office.try_sign_in("planner", crate::office::PASSWORD).status, 303);
}
