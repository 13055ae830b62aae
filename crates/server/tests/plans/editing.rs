//! Edits through the API: all or nothing, on what was seen, taken back and made again.

use serde_json::{Value, json};

use crate::bureau::Bureau;

#[test]
fn two_clients_edit_and_the_stale_one_loses_nothing() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let edits = "/api/plans/2026/edits";
    let (wang, li) =
        (json!({ "edit": "rename", "grid": "G1", "name": "东" }), json!({ "edit": "rename", "grid": 2, "name": "西" }));
    let first = bureau.post("wang", edits, "\"1\"", &wang);
    assert_eq!((first.status, first.header("etag")), (200, "\"2\""), "{}", first.text);
    let stale = bureau.post("li", edits, "\"1\"", &li);
    let told = stale.json();
    assert_eq!((stale.status, &told["author"], &told["revision"]), (412, &json!("wang"), &json!("2")), "{told}");
    let again = bureau.post("li", edits, "\"2\"", &li);
    assert_eq!((again.status, again.header("etag")), (200, "\"3\""), "{}", again.text);
    let log = bureau.get("wang", "/api/plans/2026/log").json();
    let authors: Vec<&Value> = log["done"].as_array().expect("edits").iter().map(|one| &one["author"]).collect();
    assert_eq!(authors, ["wang", "li"]);
    let draft = bureau.get("cadre", "/api/plans/2026").json();
    assert_eq!((&draft["author"], &draft["edits"], &draft["state"]), (&json!("li"), &json!(2), &json!("draft")));
}

#[test]
fn a_write_says_what_it_was_made_on() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let body = json!({ "edit": "rename", "grid": "G1", "name": "东" });
    let check = |headers: &[(&str, &str)], expected: u16| {
        let reply = bureau.ask("wang", ("POST", "/api/plans/2026/edits"), headers, Some(&body));
        assert_eq!(reply.status, expected, "{headers:?}: {}", reply.text);
    };
    check(&[], 428);
    check(&[("if-match", "W/\"1\"")], 412);
    check(&[("if-match", "\"7\"")], 412);
    check(&[("if-match", "\"7\", \"1\"")], 200);
}

#[test]
fn several_edits_are_made_all_or_none() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let path = "/api/plans/2026/edits";
    let good = json!({ "edit": "move", "courtyards": ["C16"], "to": "G1" });
    let check = |bad: Value, status: u16, reason: &str| {
        let reply = bureau.post("wang", path, "\"1\"", &json!({ "edits": [good, bad] }));
        assert_eq!(reply.status, status, "{}", reply.text);
        assert!(reply.text.contains(reason), "{bad}: {}", reply.text);
        assert_eq!(bureau.get("wang", "/api/plans/2026").json()["revision"], 1);
    };
    check(json!({ "edit": "rename", "grid": "G999", "name": "x" }), 422, "G999");
    check(json!({ "edit": "rename", "grid": 999, "name": "x" }), 422, "\"edit\":\"1\"");
    check(json!({ "edit": "move", "courtyards": ["C4"], "to": "G1" }), 422, "社区");
    check(json!({ "edit": "sing", "grid": "G1" }), 400, "rename");
    check(json!({ "edit": "rename", "grid": "G1" }), 400, "edits/1");
    check(json!(7), 400, "edits/1");
    let both = json!([good, { "edit": "lock", "grid": "G1", "locked": true }]);
    let done = bureau.post("wang", path, "\"1\"", &both).json();
    assert_eq!((&done["revision"], &done["numbers"], &done["touched"]), (&json!(2), &json!([1, 2]), &json!([1, 5])));
    let locked = bureau.post("wang", path, "\"2\"", &json!({ "edit": "dissolve", "grid": "G1" }));
    assert!(locked.status == 422 && locked.text.contains("G1"), "{}", locked.text);
}

#[test]
fn everybody_takes_back_their_own() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let path = |what: &str| format!("/api/plans/2026/{what}");
    bureau.post("wang", &path("edits"), "\"1\"", &json!({ "edit": "rename", "grid": "G1", "name": "东" }));
    bureau.post("li", &path("edits"), "\"2\"", &json!({ "edit": "rename", "grid": "G2", "name": "西" }));
    let undone = bureau.post("wang", &path("undo"), "\"3\"", &json!({}));
    assert_eq!((undone.status, &undone.json()["undone"]), (200, &json!(1)), "{}", undone.text);
    let nothing = bureau.post("wang", &path("undo"), "\"4\"", &json!({}));
    assert_eq!(nothing.status, 422, "{}", nothing.text);
    let redone = bureau.post("wang", &path("redo"), "\"4\"", &json!({}));
    assert_eq!((redone.status, &redone.json()["edits"]), (200, &json!(2)), "{}", redone.text);
}

/// What is looked at again after edits is what a look from the beginning finds.
#[test]
fn findings_follow_the_edits() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let path = "/api/plans/2026/check";
    bureau.get("wang", path);
    let edits = json!([
        { "edit": "split", "grid": "G1", "by": { "by": "list", "courtyards": ["C1"] } },
        { "edit": "merge", "grids": ["G2"], "into": "G6" },
        { "edit": "rename", "grid": "G6", "name": "" },
        { "edit": "move", "courtyards": ["C20"], "to": "G10" },
    ]);
    let done = bureau.post("wang", "/api/plans/2026/edits", "\"1\"", &edits);
    assert_eq!(done.status, 200, "{}", done.text);
    let kept = bureau.get("wang", path).json();
    let fresh = bureau.again();
    let anew = fresh.get("wang", path).json();
    assert_eq!(kept, anew);
    assert_eq!(done.json()["counts"], anew["counts"]);
    let rules: Vec<&str> =
        anew["findings"].as_array().expect("findings").iter().filter_map(|one| one["rule"].as_str()).collect();
    for rule in ["code-missing", "grid-not-contiguous", "name-empty"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
    let first = &anew["findings"][0];
    assert_eq!(first["severity"], "error");
    assert!(first["position"][0].as_f64().is_some_and(|lon| (117.0..122.0).contains(&lon)), "{first}");
}

#[test]
fn ground_outside_the_area_stays_as_it_is() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let check = |edit: Value, tag: &str, expected: u16| {
        let reply = bureau.post("zhao", "/api/plans/2026/edits", tag, &edit);
        assert_eq!(reply.status, expected, "{edit}: {}", reply.text);
    };
    check(json!({ "edit": "move", "courtyards": ["C16"], "to": "G1" }), "\"1\"", 200);
    check(json!({ "edit": "move", "courtyards": ["C20"], "to": "G2" }), "\"2\"", 403);
    check(json!({ "edit": "rename", "grid": "G2", "name": "x" }), "\"2\"", 403);
    check(json!([{ "edit": "rename", "grid": "G1", "name": "x" }]), "\"2\"", 200);
    let begin = bureau.ask("zhao", ("POST", "/api/plans"), &[], Some(&json!({ "name": "other" })));
    assert_eq!(begin.status, 403, "{}", begin.text);
}

#[test]
fn edits_do_not_make_views_anew() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let before = bureau.store().last_change().expect("asked");
    bureau.post("wang", "/api/plans/2026/edits", "\"1\"", &json!({ "edit": "rename", "grid": "G1", "name": "东" }));
    assert_eq!(bureau.store().last_change().expect("asked"), before);
    bureau.store().verify_audit().expect("the audit holds");
}
