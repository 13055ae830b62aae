//! Places, cards, who is responsible, coverage; and boxes of the map.

use serde_json::{Value, json};

use crate::district::{self, District};
use crate::office::{Client, Office};

fn get(office: &Office, client: &Client, path: &str) -> Value {
    let reply = office.get(client, path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    serde_json::from_str(&reply.text).expect("JSON")
}

#[test]
fn places_are_listed_in_pages() {
    let office = Office::new();
    let (mut found, mut path) = (Vec::new(), "/api/places?limit=2".to_owned());
    loop {
        let page = get(&office, &Client::default(), &path);
        let places = page["places"].as_array().expect("places").clone();
        assert!(!places.is_empty() && places.len() <= 2);
        found.extend(places.iter().map(|one| one["place"]["code"].as_str().expect("a code").to_owned()));
        let Some(next) = page["links"][0]["href"].as_str() else { break };
        path = next.strip_prefix("http://grids.example").expect("the own address").to_owned();
    }
    assert_eq!(found, ["C1", "C2", "Y1", "Y2", "S1"]);
}

#[test]
fn places_are_found() {
    let office = Office::new();
    let check = |query: &str, expect: &[&str]| {
        let page = get(&office, &Client::default(), &format!("/api/places?{query}"));
        let codes: Vec<&str> =
            page["places"].as_array().expect("places").iter().filter_map(|one| one["place"]["code"].as_str()).collect();
        assert_eq!(codes, expect, "{query}");
    };
    check("level=courtyard", &["Y1", "Y2"]);
    check("within=C1", &["C1", "Y1"]);
    check("within=community:C2&level=courtyard", &["Y2"]);
    check("q=Y2&level=courtyard&limit=1", &["Y2"]);
    check("at=0,0", &[]);
    check("level=courtyard&after=courtyard:Y1", &["Y2"]);
}

#[test]
fn who_is_responsible_is_never_guessed() {
    let office = Office::new();
    let check = |query: &str, outcome: &str, code: Value| {
        let who = get(&office, &Client::default(), &format!("/api/who?{query}"));
        assert_eq!((&who["outcome"], &who["place"]["code"]), (&json!(outcome), &code), "{query}");
        assert!(!who["text"].as_str().expect("words").is_empty());
    };
    check("code=Y1", "one", json!("Y1"));
    check("qr=Y1", "one", json!("Y1"));
    check("code=community:C1", "one", json!("C1"));
    check("code=Y9", "nothing", Value::Null);
    check("qr=Y9", "nothing", Value::Null);
    check("at=0,0", "outside", Value::Null);
    check("address=Y", "nothing", Value::Null);
    check("code=Y1&datetime=2020-01-01", "nothing", Value::Null);
    let wrong =
        |query: &str| assert_eq!(office.get(&Client::default(), &format!("/api/who?{query}")).status, 400, "{query}");
    wrong("");
    wrong("code=Y1&qr=Y1");
    wrong("at=here");
    wrong("at=200,100");
    wrong("code=Y1&datetime=soon");
}

#[test]
fn the_holder_is_masked_for_the_public_and_whole_for_those_of_the_area() {
    let office = Office::new();
    let holder = |client: &Client, path: &str| {
        let card = get(&office, client, path);
        let duties = card["responsible"][0]["duties"].as_array().expect("duties").clone();
        duties.iter().find(|duty| duty["role"] == "building-head").expect("the role")["holders"][0].clone()
    };
    for path in ["/api/places/courtyard/Y1", "/api/who?code=Y1"] {
        let public = holder(&Client::default(), path);
        assert_eq!(public["phone"], Value::Null);
        assert!(public["name"].as_str().expect("a name").contains('*'));
        assert_eq!((&public["holder"], &public["assignment"]), (&Value::Null, &Value::Null));
        let worker = holder(&office.session("grid-worker"), path);
        assert_eq!((&worker["phone"], &worker["phone-whole"]), (&json!("13900001111"), &json!(true)));
    }
    let told = get(&office, &office.session("auditor"), "/api/audit?action=read%20phones&author=grid-worker");
    assert_eq!(told["lines"].as_array().expect("lines").len(), 2);
}

#[test]
fn answers_that_are_known_are_not_sent_again() {
    let office = Office::new();
    for path in ["/api/places/courtyard/Y1", "/api/coverage", "/api/coverage/worker-grids", "/api/places", "/api"] {
        let first = office.get(&Client::default(), path);
        let mut client = Client::default();
        client.headers.push(("if-none-match", first.header("etag").to_owned()));
        assert_eq!(office.get(&client, path).status, 304, "{path}");
        // Another language is another answer, where there are words in it.
        let expect = if path == "/api/places" { 304 } else { 200 };
        assert_eq!(office.get(&client, &format!("{path}?lang=en")).status, expect, "{path}");
    }
}

#[test]
fn parts_of_a_figure_add_up() {
    let office = Office::new();
    for by in ["subdistrict", "community", "layer"] {
        let coverage = get(&office, &Client::default(), &format!("/api/coverage?by={by}"));
        for figure in coverage["figures"].as_array().expect("figures") {
            for number in ["yes", "no", "unknown", "of"] {
                let parts = figure["parts"].as_array().expect("parts").iter();
                let sum: u64 = parts.filter_map(|part| part["tally"][number].as_u64()).sum();
                assert_eq!(Some(sum), figure["tally"][number].as_u64(), "{} by {by}: {number}", figure["id"]);
            }
        }
    }
}

#[test]
fn rows_of_a_figure_tell_why() {
    let office = Office::new();
    let coverage = get(&office, &Client::default(), "/api/coverage");
    for figure in coverage["figures"].as_array().expect("figures") {
        let id = figure["id"].as_str().expect("an id");
        let rows = get(&office, &Client::default(), &format!("/api/coverage/{id}"));
        let count = |answer: &str| {
            rows["rows"].as_array().expect("rows").iter().filter(|row| row["answer"] == answer).count() as u64
        };
        for answer in ["yes", "no", "unknown"] {
            assert_eq!(Some(count(answer)), figure["tally"][answer].as_u64(), "{id} {answer}");
        }
        for row in rows["rows"].as_array().expect("rows") {
            assert!(!row["reason"]["text"].as_str().expect("words").is_empty(), "{id}");
        }
    }
}

/// A box that meets the box around a courtyard but not the courtyard is not answered with it.
#[test]
fn boxes_mean_what_they_say() {
    let district = District::new();
    let app = district.app();
    let all = district::get(&app, "/collections/buildings/items?limit=10000", &[]).json();
    for feature in all["features"].as_array().expect("features").iter().step_by(40) {
        let ring = feature["geometry"]["coordinates"][0].as_array().expect("a ring");
        let at = |point: &Value, axis: usize| point[axis].as_f64().expect("a number");
        let edge = |axis: usize, pick: fn(f64, f64) -> f64, start: f64| {
            ring.iter().map(|point| at(point, axis)).fold(start, pick)
        };
        let (west, south) = (edge(0, f64::min, f64::INFINITY), edge(1, f64::min, f64::INFINITY));
        let (east, north) = (edge(0, f64::max, f64::NEG_INFINITY), edge(1, f64::max, f64::NEG_INFINITY));
        let (dx, dy) = ((east - west) * 0.01, (north - south) * 0.01);
        // Houses stand a little turned: the corners of their boxes are empty.
        let id = &feature["id"];
        let check = |[a, b, c, d]: [f64; 4], expect: bool| {
            let path = format!("/collections/buildings/items?bbox={a:.9},{b:.9},{c:.9},{d:.9}");
            let found = district::get(&app, &path, &[]).json();
            let has = found["features"].as_array().expect("features").iter().any(|one| one["id"] == *id);
            assert_eq!(has, expect, "{path}");
        };
        check([west, south, west + dx, south + dy], false);
        check([east - dx, north - dy, east, north], false);
        check([west, south, east, north], true);
        let (x, y) = (f64::midpoint(west, east), f64::midpoint(south, north));
        check([x - dx, y - dy, x + dx, y + dy], true);
    }
}
