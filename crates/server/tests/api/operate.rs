//! Health, metrics, kept figures.

use serde_json::{Value, json};

use crate::office::{Client, Office};

#[test]
fn health_is_told_to_everybody() {
    let office = Office::new();
    let reply = office.get(&Client::default(), "/api/health");
    let health: Value = serde_json::from_str(&reply.text).expect("JSON");
    assert_eq!((reply.status, &health["ok"], &health["schema"]), (200, &json!(true), &json!(3)));
    std::fs::remove_file(store::Store::file(office.folder())).expect("removed");
    let reply = office.get(&Client::default(), "/api/health");
    assert_eq!(reply.status, 503, "{}", reply.text);
    assert!(reply.header("content-type").starts_with("application/problem+json"));
}

#[test]
fn requests_are_counted_by_route() {
    let office = Office::new();
    office.get(&Client::default(), "/api/places/courtyard/Y1");
    office.get(&Client::default(), "/api/places/courtyard/Y2");
    office.get(&Client::default(), "/nowhere/Y1");
    let reply = office.get(&office.session("system-administrator"), "/api/metrics");
    assert_eq!(reply.status, 200, "{}", reply.text);
    let has = |line: &str| assert!(reply.text.contains(line), "{line}\n{}", reply.text);
    has(r#"jingwei_requests_total{route="/api/places/{level}/{id}",method="GET",status="2xx"} 2"#);
    has(r#"jingwei_requests_total{route="none",method="GET",status="4xx"} 1"#);
    has("jingwei_request_duration_seconds_bucket");
    has("jingwei_views_kept 1");
    // What people ask for is nobody's business here.
    assert!(!reply.text.contains("Y1"));
}

#[test]
fn figures_are_kept_and_counted_again() {
    let office = Office::new();
    let leader = office.program("leader");
    let keep =
        |body: Value| office.ask(&leader, "POST", "/api/snapshots", Some(("application/json", body.to_string())));
    let reply = keep(json!({ "name": "2026 Q1/季报", "day": "2026-01-01" }));
    assert_eq!(reply.status, 201, "{}", reply.text);
    let path = reply.header("location").strip_prefix("http://grids.example").expect("the own address").to_owned();
    assert_eq!(keep(json!({ "name": "2026 Q1/季报" })).status, 409);
    assert_eq!(keep(json!({ "day": "2026-01-01" })).status, 400);
    assert_eq!(keep(json!({ "name": "x", "day": "soon" })).status, 400);
    let get = |path: &str| -> Value {
        let reply = office.get(&Client::default(), path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        serde_json::from_str(&reply.text).expect("JSON")
    };
    assert_eq!(get("/api/snapshots")["snapshots"][0]["name"], "2026 Q1/季报");
    let (kept, now) = (get(&path), get("/api/coverage?datetime=2026-01-01"));
    let pairs = kept["figures"].as_array().expect("figures").iter().zip(now["figures"].as_array().expect("figures"));
    for (kept, now) in pairs {
        assert_eq!((&kept["id"], &kept["tally"]["of"]), (&now["id"], &now["tally"]["of"]));
    }
    let again = get(&format!("{path}/recount"));
    assert_eq!((&again["agrees"], &again["differs"]), (&json!(true), &json!([])));
}
