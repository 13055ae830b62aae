//! Corrections are taken once, listed for planners, answered once.

use serde_json::{Value, json};

use crate::office::{Client, Office};
use crate::parts::{Part, jpeg, json as post, send};

const ID: &str = "6f1c2b1e-53a4-4c8e-9f37-2f0f4f7d9a01";

fn listed(office: &Office, client: &Client, query: &str) -> Vec<Value> {
    let reply = office.get(client, &format!("/corrections{query}"));
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.document()["corrections"].as_array().expect("a list").clone()
}

#[test]
fn the_same_id_is_taken_once_and_answered_the_same() {
    let office = Office::new();
    let (worker, planner) = (office.session("grid-worker"), office.session("planner"));
    let letter = json!({ "id": ID, "place": "courtyard:Y1", "text": "门牌应为 3 号" });
    let first = post(&office, &worker, "/api/corrections", &letter);
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(first.document()["state"], "open");
    let changed = json!({ "id": ID, "place": "courtyard:Y1", "text": "另一句" });
    let again = post(&office, &worker, "/api/corrections", &changed);
    assert_eq!((again.status, again.document()), (201, first.document()));
    assert_eq!(listed(&office, &planner, "").len(), 1);
    // Nobody else's, and nowhere else.
    assert_eq!(post(&office, &office.session("street-cadre"), "/api/corrections", &letter).status, 409);
    let elsewhere = json!({ "id": ID, "place": "courtyard:Y2", "text": "门牌" });
    assert_eq!(post(&office, &worker, "/api/corrections", &elsewhere).status, 409);
}

#[test]
fn what_is_not_understood_names_the_field() {
    let office = Office::new();
    let worker = office.session("grid-worker");
    let check = |body: Value, field: &str| {
        let reply = post(&office, &worker, "/api/corrections", &body);
        assert_eq!((reply.status, reply.document()["name"].as_str()), (400, Some(field)), "{body}");
    };
    check(json!({ "text": "a" }), "place");
    check(json!({ "place": "courtyard:none", "text": "a" }), "place");
    check(json!({ "place": "courtyard:Y1" }), "text");
    check(json!({ "place": "courtyard:Y1", "text": " " }), "text");
    check(json!({ "place": "courtyard:Y1", "text": "a".repeat(2001) }), "text");
    check(json!({ "place": "courtyard:Y1", "text": "a", "id": "1" }), "id");
    check(json!({ "place": ["courtyard:Y1"], "text": "a" }), "place");
}

#[test]
fn the_public_sends_a_few_a_day_without_photos() {
    let office = Office::new();
    let public = Client::default();
    let letter = json!({ "place": "courtyard:Y1", "text": "门牌" });
    let statuses: Vec<u16> = (0..6).map(|_| post(&office, &public, "/api/corrections", &letter).status).collect();
    assert_eq!(statuses, [201, 201, 201, 201, 201, 429]);
    let parts =
        [Part::Field("place", "courtyard:Y1"), Part::Field("text", "门牌"), Part::File("photo", "a.jpg", &jpeg())];
    assert_eq!(send(&office, &public, "/api/corrections", &parts).status, 401);
    assert_eq!(office.get(&public, "/corrections").status, 401);
    assert_eq!(listed(&office, &office.session("planner"), "?state=open").len(), 5);
    assert_eq!(listed(&office, &office.session("grid-worker"), "").len(), 0, "only the own ones");
}

#[test]
fn a_photo_is_for_its_sender_and_for_planners_and_tells_no_place() {
    let office = Office::new();
    let worker = office.session("grid-worker");
    let photo = jpeg();
    let parts = [Part::Field("id", ID), Part::Field("text", "墙上的牌子错了"), Part::File("photo", "IMG.jpg", &photo)];
    let reply = send(&office, &worker, "/correct/courtyard/Y1", &parts);
    assert_eq!((reply.status, reply.header("location")), (303, format!("/correct/courtyard/Y1?sent={ID}").as_str()));
    let told = listed(&office, &worker, "").remove(0);
    let address = told["photo"].as_str().expect("a photo").to_owned();
    let check = |client: &Client, expect: u16| assert_eq!(office.get(client, &address).status, expect);
    check(&worker, 200);
    check(&office.session("planner"), 200);
    check(&office.session("leader"), 404);
    check(&office.session("street-cadre"), 404);
    check(&Client::default(), 404);
    let kept = office.get(&worker, &address);
    assert!(!kept.text.contains("GPS"), "{:?}", kept.text);
    assert_eq!(kept.header("content-type"), "image/jpeg");
    assert_eq!(kept.header("x-content-type-options"), "nosniff");
    let text = [Part::Field("text", "a"), Part::File("photo", "a.jpg", b"<svg onload=alert(1)>")];
    assert_eq!(send(&office, &worker, "/correct/courtyard/Y1", &text).status, 415);
    let large = vec![0xFF; (8 << 20) + 1];
    let text = [Part::Field("text", "a"), Part::File("photo", "a.jpg", &large)];
    assert_eq!(send(&office, &worker, "/correct/courtyard/Y1", &text).status, 413);
}

#[test]
fn a_planner_answers_once_and_the_audit_tells() {
    let office = Office::new();
    let (worker, planner) = (office.session("grid-worker"), office.session("planner"));
    post(&office, &worker, "/api/corrections", &json!({ "id": ID, "place": "courtyard:Y1", "text": "门牌" }));
    let path = format!("/corrections/{ID}");
    let answer = |client: &Client, state: &str, words: &str| {
        post(&office, client, &path, &json!({ "state": state, "answer": words })).status
    };
    assert_eq!(answer(&worker, "done", ""), 403);
    assert_eq!(answer(&planner, "maybe", ""), 400);
    assert_eq!(answer(&planner, "refused", ""), 400, "a refusal says why");
    assert_eq!(answer(&planner, "done", "已改"), 200);
    assert_eq!(answer(&planner, "done", "已改"), 200, "the same once more");
    assert_eq!(answer(&planner, "refused", "不改"), 412);
    let told = listed(&office, &worker, "?state=done").remove(0);
    assert_eq!((told["answer"].as_str(), told["answered_by"].as_str()), (Some("已改"), Some("planner")));
    assert_eq!(post(&office, &planner, "/corrections/none", &json!({ "state": "done" })).status, 404);
    let audit = office.get(&office.session("auditor"), "/audit?action=correction%20answered").document();
    assert_eq!(audit["lines"][0]["object"], ID);
}

#[test]
fn the_card_leads_to_the_form_for_those_who_may() {
    let office = Office::new();
    let check = |role: &str, expect: bool| {
        let client = if role.is_empty() { Client::default() } else { office.session(role) };
        let card = office.get(&client, "/place/courtyard/Y1").text;
        assert_eq!(card.contains("href=\"/correct/courtyard/Y1\""), expect, "{role}");
    };
    check("", true);
    check("grid-worker", true);
    check("leader", false);
    let form = office.get(&office.session("grid-worker"), "/correct/courtyard/Y1").text;
    assert!(form.contains("type=\"file\"") && form.contains("multipart/form-data"));
    assert!(!office.get(&Client::default(), "/correct/courtyard/Y1").text.contains("type=\"file\""));
}
