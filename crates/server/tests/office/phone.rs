//! What a phone keeps: the application, the own cards, the language.

use crate::office::{Client, Office};

#[test]
fn the_application_names_only_what_is_there() {
    let office = Office::new();
    let public = Client::default();
    let manifest = office.get(&public, "/manifest.webmanifest");
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest.text).expect("JSON");
    for icon in manifest["icons"].as_array().expect("icons") {
        let reply = office.get(&public, icon["src"].as_str().expect("an address"));
        assert_eq!((reply.status, reply.header("content-type")), (200, "image/svg+xml"));
    }
    let worker = office.get(&public, "/worker.js");
    assert!(worker.header("content-type").starts_with("text/javascript"));
    let shell = worker.text.lines().next().and_then(|line| line.strip_prefix("const SHELL = ")).expect("the shell");
    let shell: Vec<String> = serde_json::from_str(shell.trim_end_matches(';')).expect("a list");
    assert_eq!(shell.len(), 5);
    for address in shell {
        assert_eq!(office.get(&public, &address).status, 200, "{address}");
    }
}

#[test]
fn a_grid_worker_takes_the_own_area_along_and_nobody_more() {
    let office = Office::new();
    let check = |role: &str, expect: u16| {
        let client = if role.is_empty() { Client::default() } else { office.session(role) };
        assert_eq!(office.get(&client, "/api/take-along").status, expect, "{role}");
        assert_eq!(office.get(&client, "/take-along").status, expect, "{role}");
    };
    check("", 401);
    check("leader", 403);
    check("planner", 403);
    check("street-cadre", 403);
    check("grid-worker", 200);
    let worker = office.session("grid-worker");
    let told = office.get(&worker, "/api/take-along");
    assert!(told.text.contains("/place/courtyard/Y1") && !told.text.contains("Y2"), "{}", told.text);
    let told: serde_json::Value = serde_json::from_str(&told.text).expect("JSON");
    for card in told["cards"].as_array().expect("cards") {
        for address in ["href", "correct"] {
            assert_eq!(office.get(&worker, card[address].as_str().expect("an address")).status, 200, "{card}");
        }
    }
}

#[test]
fn signing_out_clears_the_device() {
    let office = Office::new();
    let worker = office.session("grid-worker");
    let page = office.get(&worker, "/near").text;
    assert!(page.contains("data-account=\"grid-worker\"") && page.contains("action=\"/sign-out\""), "{page}");
    let reply = office.post(&worker, "/sign-out", &[]);
    assert_eq!((reply.status, reply.header("clear-site-data")), (303, "\"cache\", \"storage\""));
}

#[test]
fn a_language_that_was_chosen_stays() {
    let office = Office::new();
    let check = |path: &str, cookie: &str, expect: &str, kept: &str| {
        let mut client = Client::default();
        client.headers.push(("accept-language", "zh-CN".to_owned()));
        client.headers.push(("cookie", cookie.to_owned()));
        let reply = office.get(&client, path);
        assert!(reply.text.contains(&format!("<html lang=\"{expect}\"")), "{path} {cookie}");
        assert_eq!(reply.header("set-cookie"), kept, "{path} {cookie}");
    };
    check("/near", "", "zh-CN", "");
    check("/near?lang=en", "", "en", "lang=en; Path=/; SameSite=Lax; Max-Age=31536000");
    check("/near", "a=b; lang=en", "en", "");
    check("/near?lang=en", "lang=en", "en", "");
    check("/near?lang=zh", "lang=en", "zh-CN", "lang=zh; Path=/; SameSite=Lax; Max-Age=31536000");
    check("/near", "lang=<script>", "zh-CN", "");
}
