//! Documents and photos of places.

use crate::office::{Client, Office};
use crate::parts::{Part, jpeg, send};

const PDF: &[u8] = b"%PDF-1.7\nnothing much";

fn add(office: &Office, client: &Client, more: &[Part<'_>]) -> crate::office::Reply {
    let mut parts = vec![Part::Field("place", "courtyard:Y1"), Part::Field("title", "物业合同")];
    parts.extend(more.iter().map(|part| match part {
        Part::Field(name, value) => Part::Field(name, value),
        Part::File(name, file, bytes) => Part::File(name, file, bytes),
    }));
    send(office, client, "/api/documents", &parts)
}

#[test]
fn a_document_is_seen_by_the_offices_and_by_all_only_if_marked() {
    let office = Office::new();
    let planner = office.session("planner");
    let check = |public: &[Part<'_>], bytes: &[u8], title: &str, seen: bool| {
        let file = Part::File("file", "合同 1.pdf", bytes);
        let mut more = vec![Part::Field("title", title), Part::Field("kind", "contract"), file];
        more.extend(public.iter().map(|part| match part {
            Part::Field(name, value) => Part::Field(name, value),
            Part::File(..) => unreachable!("fields only"),
        }));
        let reply = add(&office, &planner, &more);
        assert_eq!(reply.status, 201, "{}", reply.text);
        let address = reply.document()["href"].as_str().expect("an address").to_owned();
        for (client, sees) in [
            (office.session("grid-worker"), true),
            (office.session("leader"), true),
            (office.session("system-administrator"), seen),
            (Client::default(), seen),
        ] {
            let expect = if sees { 200 } else { 404 };
            assert_eq!(office.get(&client, &address).status, expect, "{title}");
            let list = office.get(&client, "/api/documents?place=courtyard:Y1").text;
            assert_eq!(list.contains(title), sees, "{title}");
            assert_eq!(office.get(&client, "/place/courtyard/Y1").text.contains(title), sees, "{title}");
        }
        let got = office.get(&planner, &address);
        assert_eq!(got.header("content-disposition"), "inline; filename*=UTF-8''%E5%90%88%E5%90%8C%201.pdf");
        assert_eq!(got.header("content-type"), "application/pdf");
    };
    check(&[], PDF, "内部合同", false);
    check(&[Part::Field("public", "true")], b"%PDF-1.4 other", "公开合同", true);
}

#[test]
fn a_photo_stands_small_on_the_card_and_tells_no_place() {
    let office = Office::new();
    let planner = office.session("planner");
    let photo = jpeg();
    let more = [Part::Field("kind", "photo"), Part::Field("back", "1"), Part::File("file", "a.jpg", &photo)];
    let reply = add(&office, &planner, &more);
    assert_eq!((reply.status, reply.header("location")), (303, "/place/courtyard/Y1"));
    let card = office.get(&planner, "/place/courtyard/Y1").text;
    assert!(card.contains("loading=\"lazy\"") && card.len() < 60_000, "{}", card.len());
    let address = card.split("src=\"/files/").nth(1).and_then(|rest| rest.split('"').next()).expect("a picture");
    assert!(!office.get(&planner, &format!("/files/{address}")).text.contains("GPS"));
}

#[test]
fn what_is_no_document_is_refused() {
    let office = Office::new();
    let planner = office.session("planner");
    let check = |more: &[Part<'_>], expect: u16| {
        let reply = add(&office, &planner, more);
        assert_eq!(reply.status, expect, "{}", reply.text);
    };
    check(&[], 400);
    check(&[Part::File("file", "a.html", b"<script>alert(1)</script>")], 415);
    check(&[Part::File("file", "a.pdf", b"")], 400);
    check(&[Part::File("file", "a.jpg", &[0xFF, 0xD8, 0xFF, 0xE1])], 415);
    check(&[Part::File("file", "a.pdf", PDF), Part::Field("kind", "poem")], 400);
    check(&[Part::File("file", "a.pdf", PDF), Part::Field("day", "tomorrow")], 400);
    check(&[Part::File("file", "a.pdf", PDF), Part::Field("place", "courtyard:none")], 400);
    assert_eq!(add(&office, &office.session("leader"), &[Part::File("file", "a.pdf", PDF)]).status, 403);
    let check = |hash: &str| assert_eq!(office.get(&planner, &format!("/files/{hash}")).status, 404, "{hash}");
    check("0");
    check(&"0".repeat(64));
    check(&"é".repeat(32));
}
