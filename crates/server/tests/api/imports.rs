//! Imports: checked first, taken whole, and only on the record that they were checked against.

use serde_json::Value;

use crate::office::{Client, Office, Reply};

fn send(office: &Office, client: &Client, fields: &[(&str, &str)], file: (&str, &str)) -> Reply {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    let (name, text) = file;
    let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv");
    body.push_str(&format!("--x\r\n{head}\r\n\r\n{text}\r\n--x--\r\n"));
    office.ask(client, "POST", "/api/imports", Some(("multipart/form-data; boundary=x", body)))
}

fn check(office: &Office, client: &Client, text: &str) -> Value {
    let reply = send(office, client, &[("kind", "roster"), ("as-of", "2026-01-01")], ("楼组长.csv", text));
    assert_eq!(reply.status, 201, "{}", reply.text);
    serde_json::from_str(&reply.text).expect("JSON")
}

fn take(office: &Office, client: &Client, id: &Value, body: &str) -> Reply {
    office.ask(client, "POST", &format!("/api/imports/{id}/take"), Some(("application/json", body.to_owned())))
}

/// The building heads of both courtyards, one of them new.
const GOOD: &str = "姓名,电话,楼院\n司马青衫,13800003333,Y1\n";

#[test]
fn a_checked_roster_is_taken_once() {
    let office = Office::new();
    let planner = office.program("planner");
    let import = check(&office, &planner, GOOD);
    assert_eq!((&import["state"], &import["can-be-taken"]), (&"checked".into(), &true.into()), "{import}");
    // Nothing is on record yet.
    assert!(!office.get(&planner, "/api/assignments").text.contains("司马青衫"));
    let reply = take(&office, &planner, &import["id"], r#"{"accept-matched":true}"#);
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert!(office.get(&planner, "/api/assignments").text.contains("司马青衫"));
    let reply = take(&office, &planner, &import["id"], "{}");
    assert_eq!(reply.status, 409, "{}", reply.text);
    let list = office.get(&planner, "/api/imports").text;
    assert!(list.contains("taken") && list.contains("楼组长.csv"), "{list}");
}

#[test]
fn an_import_is_not_taken_on_another_record() {
    let office = Office::new();
    let planner = office.program("planner");
    let (first, second) = (check(&office, &planner, GOOD), check(&office, &planner, GOOD));
    assert_eq!(take(&office, &planner, &first["id"], r#"{"accept-matched":true}"#).status, 200);
    let reply = take(&office, &planner, &second["id"], r#"{"accept-matched":true}"#);
    assert_eq!(reply.status, 409, "{}", reply.text);
}

#[test]
fn every_fault_is_kept_with_its_row_and_its_remedy() {
    let office = Office::new();
    let planner = office.program("planner");
    let import = check(&office, &planner, "姓名,电话,楼院\n司马青衫,13800003333,Y1\n东方白,13800004444,没有的楼院名\n");
    assert_eq!(import["settled"], false, "{import}");
    let findings = import["findings"].as_array().expect("findings");
    let third = findings.iter().find(|one| one["row"] == 3).unwrap_or_else(|| panic!("{import}"));
    for field in ["message", "remedy", "file"] {
        assert!(!third[field].as_str().expect("words").is_empty(), "{third}");
    }
    let reply = take(&office, &planner, &import["id"], "{}");
    assert_eq!(reply.status, 422, "{}", reply.text);
    // The same a page at a time.
    let mut seen = 0;
    let mut path = format!("/api/imports/{}?limit=1", import["id"]);
    loop {
        let page: Value = serde_json::from_str(&office.get(&planner, &path).text).expect("JSON");
        seen += page["findings"].as_array().expect("findings").len();
        let Some(next) = page["links"][0]["href"].as_str() else { break };
        path = next.strip_prefix("http://grids.example").expect("the own address").to_owned();
    }
    assert_eq!(seen, findings.len());
}

#[test]
fn what_is_no_import_is_refused() {
    let office = Office::new();
    let planner = office.program("planner");
    let check = |fields: &[(&str, &str)], file: (&str, &str), expect: u16| {
        let reply = send(&office, &planner, fields, file);
        assert_eq!(reply.status, expect, "{fields:?} {file:?}: {}", reply.text);
    };
    let roster = ("kind", "roster");
    check(&[], ("a.csv", GOOD), 400);
    check(&[("kind", "poem")], ("a.csv", GOOD), 400);
    check(&[roster, ("as-of", "soon")], ("a.csv", GOOD), 400);
    check(&[roster, ("whole", "nobody")], ("a.csv", GOOD), 422);
    check(&[roster, ("another", "1")], ("a.csv", GOOD), 400);
    check(&[roster], ("a.zip", "no archive"), 422);
    check(&[("kind", "evidence")], ("a.csv", "1,2\n3,4\n"), 422);
    // Nothing in it that is understood: kept with what was found, not taken.
    let reply = send(&office, &planner, &[roster], ("a.csv", "1,2\n3,4\n"));
    let import: Value = serde_json::from_str(&reply.text).expect("JSON");
    assert_eq!(import["state"], "faulty", "{import}");
    assert_eq!(take(&office, &planner, &import["id"], "{}").status, 422);
    assert_eq!(take(&office, &planner, &99.into(), "{}").status, 404);
}
