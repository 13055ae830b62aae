//! A pack is made once and stays as it was made.

use axum::http::Request;
use serde_json::json;

use crate::office::{Client, Office, by, place};
use crate::parts::json as post;

#[test]
fn a_pack_is_frozen_and_its_document_stays_the_same() {
    let office = Office::new();
    let leader = office.session("leader");
    let freeze = |client: &Client, name: &str, day: &str| {
        post(&office, client, "/packs", &json!({ "name": name, "as_of": day }))
    };
    let kept = freeze(&leader, "2025Q4", "2025-12-31");
    assert_eq!(kept.status, 201, "{}", kept.text);
    assert_eq!(kept.header("location"), "/packs/2025Q4");
    assert_eq!(freeze(&leader, "2025Q4", "2025-12-31").status, 409);
    assert_eq!(freeze(&leader, "later", "2999-12-31").status, 400);
    assert_eq!(freeze(&leader, "", "2025-12-31").status, 400);
    assert_eq!(freeze(&office.session("grid-worker"), "mine", "2025-12-31").status, 403);
    let pdf = |name: &str| {
        let request = Request::get(format!("/packs/{name}/pdf")).header("host", "grids.example");
        office.send(request.body(axum::body::Body::empty()).expect("a request"))
    };
    assert_eq!(pdf("none").status, 404);
    let first = pdf("2025Q4");
    if kept.document()["pdf"].is_null() {
        // A machine without a Chinese font says what to do.
        assert_eq!(first.status, 422);
        assert!(first.text.contains("fonts-noto-cjk"));
        return;
    }
    assert_eq!((first.status, first.header("content-type")), (200, "application/pdf"));
    assert!(first.text.starts_with("%PDF-"));
    let anew = server::made_pack(&office.store(), "2025Q4", None).expect("a pack");
    let again = server::made_pack(&office.store(), "2025Q4", None).expect("a pack");
    assert!(anew == again, "the same snapshot gives the same bytes");
    change(&office);
    assert_eq!(pdf("2025Q4").text, first.text);
    assert!(server::made_pack(&office.store(), "2025Q4", None).expect("a pack") == anew, "what was known then");
}

#[test]
fn without_a_font_the_figures_are_kept_and_the_remedy_is_told() {
    let office = Office::new().again(|config| config.font = Some("no-such-font.ttf".into()));
    let leader = office.session("leader");
    let kept = post(&office, &leader, "/packs", &json!({ "name": "2025Q4", "as_of": "2025-12-31" }));
    assert_eq!((kept.status, kept.document()["pdf"].is_null()), (201, true));
    let reply = office.get(&leader, "/packs/2025Q4/pdf");
    assert_eq!(reply.status, 422);
    assert!(reply.text.contains("fonts-noto-cjk") && !reply.text.contains("no-such-font"), "{}", reply.text);
}

/// The courtyards get other names.
fn change(office: &Office) {
    let mut store = office.store();
    let row = registry::PlaceRow {
        key: place(model::Level::Courtyard, "Y1"),
        parent: Some(place(model::Level::Community, "C1")),
        body: json!({ "name": "改了名" }),
        shape: None,
    };
    let mut writing = store.write("test", "load", by().at).expect("a transaction");
    registry::put_places(&mut writing, &[row], model::Day::constant(2024, 1, 1)).expect("places");
    writing.commit().expect("kept");
}
