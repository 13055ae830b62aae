//! Assignments: lists, and one that begins or ends.

use serde_json::{Value, json};

use crate::office::{Client, Office, Reply};

fn post(office: &Office, client: &Client, path: &str, body: &str) -> Reply {
    office.ask(client, "POST", path, Some(("application/json", body.to_owned())))
}

fn ids(office: &Office, client: &Client, query: &str) -> Vec<String> {
    let reply = office.get(client, &format!("/api/assignments?{query}"));
    assert_eq!(reply.status, 200, "{query}: {}", reply.text);
    let page: Value = serde_json::from_str(&reply.text).expect("JSON");
    let rows = page["assignments"].as_array().expect("rows").clone();
    rows.iter().map(|row| format!("{} {}", row["place"]["code"], row["role"]).replace('"', "")).collect()
}

#[test]
fn assignments_are_listed() {
    let office = Office::new();
    let planner = office.program("planner");
    let check = |query: &str, expect: &[&str]| assert_eq!(ids(&office, &planner, query), expect, "{query}");
    check("", &["Y1 building-head", "Y2 building-head"]);
    check("place=Y1", &["Y1 building-head"]);
    check("within=C2", &["Y2 building-head"]);
    check("holder=H2", &["Y2 building-head"]);
    check("holder=person:H1", &["Y1 building-head"]);
    check("limit=1", &["Y1 building-head"]);
    check("state=ending", &[]);
    check("datetime=2020-01-01", &[]);
    let vacant = ids(&office, &planner, "state=vacant");
    assert!(!vacant.is_empty());
    assert!(!vacant.contains(&"Y1 building-head".to_owned()));
}

#[test]
fn an_assignment_begins_and_ends() {
    let office = Office::new();
    let planner = office.program("planner");
    let begin = |holder: &str, role: &str, name: &str| {
        let mut body = json!({ "holder": holder, "role": role, "place": "courtyard:Y1", "from": "2026-01-01" });
        if !name.is_empty() {
            body["name"] = json!(name);
        }
        let reply = post(&office, &planner, "/api/assignments", &body.to_string());
        (reply.status, reply.text)
    };
    // Who holds it does not begin to hold it once more, until the time before has ended.
    assert_eq!(begin("person:H1", "building-head", "").0, 409);
    let page = office.get(&planner, "/api/assignments?place=Y1").text;
    let page: Value = serde_json::from_str(&page).expect("JSON");
    let number = page["assignments"][0]["number"].to_string();
    let end = format!("/api/assignments/{number}/end");
    let reply = post(&office, &planner, &end, r#"{"last-day":"2025-12-31"}"#);
    assert_eq!(reply.status, 200, "{}", reply.text);
    let (status, text) = begin("person:H2", "building-head", "");
    assert_eq!(status, 201, "{text}");
    // Of some roles a place has one holder.
    assert_eq!(begin("organisation:O1", "owners-committee", "第一业委会").0, 201);
    assert_eq!(begin("organisation:O2", "owners-committee", "第二业委会").0, 409);
    let holder = |day: &str| {
        let reply = office.get(&planner, &format!("/api/assignments?place=Y1&role=building-head&datetime={day}"));
        let page: Value = serde_json::from_str(&reply.text).expect("JSON");
        page["assignments"][0]["holder"].clone()
    };
    assert_eq!((holder("2025-12-31"), holder("2026-01-01")), (json!("person:H1"), json!("person:H2")));
}

#[test]
fn wrong_bodies_are_refused() {
    let office = Office::new();
    let planner = office.program("planner");
    let good = json!({ "holder": "person:H2", "role": "building-head", "place": "courtyard:Y2", "from": "2026-01-01" });
    let check = |path: &str, change: Value, expect: u16| {
        let mut body = good.clone();
        for (name, value) in change.as_object().expect("an object") {
            body[name] = value.clone();
        }
        let reply = post(&office, &planner, path, &body.to_string());
        assert_eq!(reply.status, expect, "{body}: {}", reply.text);
    };
    let begin = "/api/assignments";
    check(begin, json!({ "holder": "H2" }), 400);
    check(begin, json!({ "holder": "person:H9" }), 422);
    check(begin, json!({ "holder": "organisation:O1", "name": "某单位" }), 422);
    check(begin, json!({ "role": "nobody" }), 422);
    check(begin, json!({ "role": 1 }), 400);
    check(begin, json!({ "place": "courtyard:Y9" }), 400);
    check(begin, json!({ "place": "community:C1" }), 422);
    check(begin, json!({ "from": "soon" }), 400);
    check(begin, json!({ "from": "2026-02-01", "last-day": "2026-01-01" }), 400);
    check(begin, json!({ "details": 5 }), 400);
    check(begin, json!({ "another": 5 }), 400);
    check(begin, json!({ "phone": "1" }), 400);
    // The members of one that begins are none of one that ends.
    check("/api/assignments/1/end", json!({}), 400);
}

/// No write answers nothing, nonsense or another kind of body with a fault of its own.
#[test]
fn nonsense_is_never_the_services_fault() {
    let office = Office::new();
    let parts = [("{id}", "1"), ("{number}", "1"), ("{account}", "leader"), ("{name}", "x"), ("{level}", "grid")];
    let bodies: [Option<(&str, &str)>; 9] = [
        None,
        Some(("application/json", "")),
        Some(("application/json", "{")),
        Some(("application/json", "[1]")),
        Some(("application/json", "{\"a\": {\"b\": [null]}}")),
        Some(("application/x-www-form-urlencoded", "a=%FF&&=")),
        Some(("multipart/form-data", "--")),
        Some(("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n")),
        Some(("text/plain", "x")),
    ];
    for role in ["planner", "security-administrator", "street-cadre"] {
        let client = office.program(role);
        for (method, path) in server::routes().filter(|(method, _)| *method != "GET") {
            let path = parts.into_iter().fold(path.to_owned(), |path, (part, value)| path.replace(part, value));
            for body in &bodies {
                let body = body.map(|(kind, text)| (kind, text.to_owned()));
                let reply = office.ask(&client, method, &path, body);
                assert!(reply.status < 500, "{method} {path}: {} {}", reply.status, reply.text);
            }
        }
    }
}
