//! Drafts as collections that clients edit.

use serde_json::{Value, json};

use crate::bureau::{Bureau, Reply};

const ITEMS: &str = "/collections/draft-2026/items";

fn item(grid: u32) -> String {
    format!("{ITEMS}/{grid}")
}

fn write(bureau: &Bureau, who: &str, what: (&str, &str), tag: Option<&str>, properties: Value) -> Reply {
    let body = json!({ "type": "Feature", "geometry": null, "properties": properties });
    let tag: Vec<(&str, &str)> = tag.map(|tag| ("if-match", tag)).into_iter().collect();
    bureau.ask(who, what, &tag, Some(&body))
}

#[test]
fn grids_of_a_draft_are_read_as_features() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let listed = |who: &str| {
        let all = bureau.get(who, "/collections?f=json").json()["collections"].to_string();
        all.contains("draft-2026")
    };
    assert!(listed("cadre") && !listed("worker") && !listed(""));
    assert_eq!((bureau.get("", ITEMS).status, bureau.get("worker", ITEMS).status), (401, 403));
    let check = |query: &str, expected: u64| {
        let got = bureau.get("cadre", &format!("{ITEMS}?f=json&{query}"));
        assert_eq!(got.status, 200, "{query}: {}", got.text);
        assert_eq!(got.json()["numberMatched"], expected, "{query}");
    };
    check("", 56);
    check("code=G7", 1);
    check("locked=true", 0);
    check("filter=courtyards%20%3D%204%20AND%20code%20LIKE%20%27G1%25%27", 11);
    check("bbox=0,0,1,1", 0);
    let page = bureau.get("cadre", &format!("{ITEMS}?f=json&limit=40")).json();
    let next = page["links"].as_array().expect("links").iter().find(|link| link["rel"] == "next").expect("more");
    let rest = bureau.get("cadre", next["href"].as_str().expect("an address").trim_start_matches("http://localhost"));
    assert_eq!(
        (page["features"].as_array().map(Vec::len), rest.json()["features"].as_array().map(Vec::len)),
        (Some(40), Some(16))
    );
    let one = bureau.get("cadre", &item(1)).json();
    assert_eq!(one["properties"]["members"], json!(["C0", "C1", "C2", "C3"]));
    assert_eq!(one["geometry"], bureau.get("", "/collections/grids/items/1?f=json").json()["geometry"]);
    let flat = bureau.get("cadre", &format!("{ITEMS}?f=fgb"));
    assert_eq!((flat.status, flat.header("content-type")), (200, "application/flatgeobuf"));
    assert_eq!(bureau.get("cadre", &item(999)).status, 404);
    assert_eq!(bureau.get("cadre", "/collections/draft-nothing/items").status, 404);
    assert!(bureau.get("", "/conformance?f=json").text.contains("ogcapi-features-4/1.0/conf/optimistic-locking-etags"));
}

#[test]
fn the_stale_editor_of_a_grid_loses_nothing() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let seen = bureau.get("wang", &item(1)).header("etag").to_owned();
    let rename = |who: &str, tag: Option<&str>, name: &str| {
        write(&bureau, who, ("PATCH", &item(1)), tag, json!({ "name": name }))
    };
    assert_eq!(rename("wang", None, "东").status, 428);
    let first = rename("wang", Some(&seen), "东");
    assert_eq!((first.status, &first.json()["properties"]["name"]), (200, &json!("东")), "{}", first.text);
    let stale = rename("li", Some(&seen), "西");
    assert_eq!((stale.status, &stale.json()["author"]), (412, &json!("wang")), "{}", stale.text);
    // Somebody else's edit of another grid is no reason to refuse.
    let other = bureau.get("li", &item(2)).header("etag").to_owned();
    let elsewhere = write(&bureau, "wang", ("PATCH", &item(5)), Some("*"), json!({ "name": "中" }));
    assert_eq!(elsewhere.status, 200, "{}", elsewhere.text);
    let second = write(&bureau, "li", ("PATCH", &item(2)), Some(&other), json!({ "name": "南" }));
    assert_eq!(second.status, 200, "{}", second.text);
    let again = rename("li", Some(bureau.get("li", &item(1)).header("etag")), "西");
    assert_eq!(again.status, 200, "{}", again.text);
    let log = bureau.get("wang", "/api/plans/2026/log").json();
    let names: Vec<&Value> = log["done"].as_array().expect("edits").iter().map(|one| &one["edit"]["name"]).collect();
    assert_eq!(names, ["东", "中", "南", "西"]);
}

#[test]
fn grids_are_made_replaced_and_dissolved() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let made =
        write(&bureau, "wang", ("POST", ITEMS), None, json!({ "members": ["C0", "C1"], "name": "新", "code": "N1" }));
    assert_eq!(
        (made.status, made.header("location")),
        (201, "http://localhost/collections/draft-2026/items/57"),
        "{}",
        made.text
    );
    assert_eq!(made.json()["properties"]["code"], "N1");
    let tag = made.header("etag").to_owned();
    assert_eq!(bureau.get("wang", &item(57)).header("etag"), tag, "the tag that was told is the tag that it has");
    let put = |tag: &str, properties: Value| write(&bureau, "wang", ("PUT", &item(57)), Some(tag), properties);
    let left = put(&tag, json!({ "members": ["C0"], "name": "新" }));
    assert!(left.status == 422 && left.text.contains("C1"), "{}", left.text);
    assert_eq!(put(&tag, json!({ "name": "新" })).status, 400, "members must be there");
    assert_eq!(put(&tag, json!({ "members": ["C0", "C1"], "households": 1 })).status, 422);
    assert_eq!(put(&tag, json!({ "members": ["C0", "C1"], "colour": "red" })).status, 422);
    let replaced = put(&tag, json!({ "members": ["C0", "C1", "C2"], "locked": true }));
    let properties = &replaced.json()["properties"];
    assert_eq!(replaced.status, 200, "{}", replaced.text);
    assert_eq!(
        (&properties["name"], &properties["code"], &properties["locked"]),
        (&json!(""), &json!("#57"), &json!(true))
    );
    // What was read goes back as it is and changes nothing.
    let read = bureau.get("wang", &item(57));
    let whole = bureau.ask("wang", ("PUT", &item(57)), &[("if-match", read.header("etag"))], Some(&read.json()));
    assert_eq!((whole.status, whole.header("etag")), (200, read.header("etag")), "{}", whole.text);
    let unlocked = write(&bureau, "wang", ("PATCH", &item(57)), Some(read.header("etag")), json!({ "locked": false }));
    let gone = bureau.ask("wang", ("DELETE", &item(57)), &[("if-match", unlocked.header("etag"))], None);
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(bureau.get("wang", &item(57)).status, 404);
    let late = write(&bureau, "li", ("PATCH", &item(57)), Some(unlocked.header("etag")), json!({ "name": "x" }));
    assert_eq!((late.status, &late.json()["author"]), (412, &json!("wang")), "{}", late.text);
}

#[test]
fn an_area_of_ones_own_is_refused() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let (one, two) = (bureau.get("wang", &item(1)), bureau.get("wang", &item(2)).json());
    let send = |geometry: &Value, name: &str, expected: u16| {
        let body = json!({ "type": "Feature", "geometry": geometry, "properties": { "name": name } });
        let tag = bureau.get("wang", &item(1)).header("etag").to_owned();
        let reply = bureau.ask("wang", ("PATCH", &item(1)), &[("if-match", &tag)], Some(&body));
        assert_eq!(reply.status, expected, "{}", reply.text);
    };
    send(&two["geometry"], "东", 422);
    send(&two["geometry"], "Grid 1", 422);
    send(&one.json()["geometry"], "东", 200);
}

#[test]
fn clients_learn_what_they_may_do() {
    let bureau = Bureau::new();
    bureau.begin("2026");
    let check = |path: &str, expected: &str| {
        let reply = bureau.ask("wang", ("OPTIONS", path), &[], None);
        assert_eq!((reply.status, reply.header("allow")), (204, expected), "{path}");
    };
    check(ITEMS, "OPTIONS, GET, HEAD, POST");
    check(&item(1), "OPTIONS, GET, HEAD, PUT, PATCH, DELETE");
    check("/collections/grids/items", "OPTIONS, GET, HEAD");
    let refused = write(&bureau, "wang", ("POST", "/collections/grids/items"), None, json!({ "members": ["C0"] }));
    assert_eq!((refused.status, refused.header("allow")), (405, "OPTIONS, GET, HEAD"), "{}", refused.text);
    let cadre = write(&bureau, "cadre", ("POST", ITEMS), None, json!({ "members": ["C0"] }));
    assert_eq!(cadre.status, 403);
}
