//! A draft from its beginning to publication, with comments on the way.

use serde_json::{Value, json};

use crate::bureau::Bureau;

#[test]
fn a_draft_goes_from_hand_to_hand() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let step = |what: &str, revision: i64, body: Value, expected: u16| {
        let reply = bureau.post("wang", &format!("/api/plans/2026/{what}"), &format!("\"{revision}\""), &body);
        assert_eq!(reply.status, expected, "{what}: {}", reply.text);
        reply.json()
    };
    let moved = json!([{ "edit": "move", "courtyards": ["C16"], "to": "G1" }, { "edit": "new", "courtyards": ["C32"], "name": "新" }]);
    step("edits", 1, moved, 200);
    let errors = step("submit", 2, json!({}), 422);
    assert!(errors["rules"].as_str().is_some_and(|rules| rules.contains("code-missing")), "{errors}");
    assert_eq!(step("number", 2, json!({ "pattern": "N{n:3}" }), 200)["numbered"], 1);
    step("approve", 3, json!({ "document": "7" }), 409);
    let submitted = step("submit", 3, json!({}), 200);
    assert_eq!(submitted["state"], "submitted");
    let revision = submitted["revision"].as_i64().expect("a number");
    step("edits", revision, json!({ "edit": "rename", "grid": "G1", "name": "x" }), 409);
    step("approve", revision, json!({}), 422);
    let approved = step("approve", revision, json!({ "document": "2026-7" }), 200);
    assert_eq!((&approved["state"], &approved["document"]), (&json!("approved"), &json!("2026-7")));
    step("publish", revision + 1, json!({ "from": "2020-01-01" }), 422);
    step("publish", revision + 1, json!({ "from": "soon" }), 400);
    let published = step("publish", revision + 1, json!({ "from": "2200-01-01" }), 200);
    assert_eq!((&published["state"], &published["from"]), (&json!("published"), &json!("2200-01-01")));
    assert_eq!(published["moved_courtyards"], 2);
    let later = bureau.get("", "/collections/grids/items?f=json&datetime=2200-01-01&limit=1000").json();
    let now = bureau.get("", "/collections/grids/items?f=json&limit=1000").json();
    assert_eq!(later["numberMatched"].as_u64(), now["numberMatched"].as_u64().map(|count| count + 1));
    assert_eq!(bureau.get("wang", "/api/plans/2026/decisions").json()["decisions"], json!([]));
    let given_up = step("withdraw", revision + 2, json!({}), 200);
    assert_eq!(given_up["state"], "withdrawn");
    step("withdraw", revision + 3, json!({}), 409);
}

#[test]
fn what_differs_is_told_by_street_and_grid() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let none = bureau.get("wang", "/api/plans/2026/difference").json();
    assert_eq!((&none["grids"], &none["figures"]["moved"]), (&json!([]), &json!(0)));
    bureau.post("wang", "/api/plans/2026/edits", "\"1\"", &json!({ "edit": "merge", "grids": ["G1"], "into": "G5" }));
    let found = bureau.get("leader", "/api/plans/2026/difference");
    assert_eq!(found.status, 401, "nobody's token");
    let found = bureau.get("cadre", "/api/plans/2026/difference").json();
    let figures = &found["figures"];
    assert_eq!(
        (&figures["gone"], &figures["merged"], &figures["courtyards"]),
        (&json!(1), &json!(1), &json!(4)),
        "{found}"
    );
    let changes: Vec<_> =
        found["grids"].as_array().expect("grids").iter().map(|one| (&one["grid"], &one["changes"])).collect();
    let (one, five) = (json!(1), json!(5));
    assert_eq!(changes, [(&one, &json!(["gone", "merged"])), (&five, &json!(["merged", "moved"]))]);
    assert_eq!(found["streets"][0]["courtyards"], 4);
    let wrong = bureau.get("cadre", "/api/plans/2026/difference?against=then");
    assert_eq!(wrong.status, 400);
}

#[test]
fn a_draft_is_begun_from_a_list_and_listed() {
    let bureau = Bureau::new();
    let begin = |body: Value| bureau.ask("wang", ("POST", "/api/plans"), &[], Some(&body));
    let all: serde_json::Map<String, Value> =
        (0..crate::district::COURTYARDS).map(|cell| (format!("C{cell}"), json!(format!("L{}", cell / 8)))).collect();
    let begun = begin(json!({ "name": "名单 1", "grids": all }));
    assert_eq!(
        (begun.status, begun.header("location")),
        (201, "http://localhost/api/plans/%E5%90%8D%E5%8D%95%201"),
        "{}",
        begun.text
    );
    let check = |body: Value, expected: u16| {
        let reply = begin(body);
        assert_eq!(reply.status, expected, "{}", reply.text);
    };
    check(json!({ "name": "名单 1" }), 409);
    check(json!({ "name": "a/b" }), 422);
    check(json!({}), 400);
    check(json!({ "name": "x", "grids": { "C0": "L0" } }), 422);
    check(json!({ "name": "x", "grids": { "nowhere": "L0" } }), 422);
    check(json!({ "name": "x", "day": "1900-01-01" }), 422);
    check(json!({ "name": "yards", "origin": "courtyards" }), 201);
    let listed = bureau.get("cadre", "/api/plans").json();
    let names: Vec<_> =
        listed["plans"].as_array().expect("plans").iter().map(|one| (&one["plan"], &one["author"])).collect();
    let (first, second, wang) = (json!("名单 1"), json!("yards"), json!("wang"));
    assert_eq!(names, [(&first, &wang), (&second, &wang)]);
}

#[test]
fn streets_comment_on_their_own() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let say = |who: &str, place: &str, text: &str| {
        let body = json!({ "place": place, "text": text });
        bureau.ask(who, ("POST", "/api/plans/2026/comments"), &[], Some(&body)).status
    };
    assert_eq!(say("cadre", "subdistrict:990101001", "边界应沿河"), 201);
    assert_eq!(say("cadre", "subdistrict:1", "x"), 400);
    assert_eq!(say("cadre", "subdistrict:990101001", ""), 400);
    assert_eq!(say("zhao", "subdistrict:990101001", "x"), 403);
    assert_eq!(say("zhao", "community:990101001001", "好"), 201);
    assert_eq!(say("worker", "community:990101001001", "x"), 403);
    let said = bureau.get("wang", "/api/plans/2026/comments").json();
    let texts: Vec<_> = said["comments"].as_array().expect("comments").iter().map(|one| &one["text"]).collect();
    assert_eq!(texts, ["边界应沿河", "好"]);
}
