//! The OpenAPI document: every route is in it and nothing else, and answers are as it says.

use std::collections::BTreeSet;

use serde_json::Value;
use server::Role;

use crate::office::{Client, Office, Reply};
use crate::schema::faults;

const COLLECTIONS: [&str; 7] =
    ["subdistricts", "communities", "grids", "courtyards", "compounds", "sites", "buildings"];

fn document(office: &Office) -> Value {
    serde_json::from_str(&office.get(&Client::default(), "/api").text).expect("JSON")
}

/// Method and path of every operation that the routes have.
fn expected() -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for (method, path) in server::routes() {
        let method = method.to_lowercase();
        // Of collections only drafts are written, whatever they are called.
        if path.contains("{collection}") && method == "get" {
            all.extend(COLLECTIONS.map(|name| (method.clone(), path.replace("{collection}", name))));
        } else {
            all.insert((method, path.to_owned()));
        }
    }
    all
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let document = document(&Office::new());
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        described.extend(methods.as_object().expect("methods").keys().map(|method| (method.clone(), path.clone())));
    }
    let missing: Vec<_> = expected().difference(&described).cloned().collect();
    let further: Vec<_> = described.difference(&expected()).cloned().collect();
    assert_eq!((missing, further), (vec![], vec![]));
}

#[test]
fn the_document_is_whole() {
    let document = document(&Office::new());
    let mut ids = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            assert!(ids.insert(operation["operationId"].to_string()), "{method} {path}: the id stands twice");
            let parts: BTreeSet<&str> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            let parameters = operation["parameters"].as_array().expect("parameters");
            let told: BTreeSet<&str> =
                parameters.iter().filter(|one| one["in"] == "path").filter_map(|one| one["name"].as_str()).collect();
            assert_eq!(parts, told, "{method} {path}");
            let names: Vec<String> = parameters.iter().map(|one| format!("{} {}", one["in"], one["name"])).collect();
            assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len(), "{method} {path}: {names:?}");
        }
    }
    references(&document, &document);
}

fn references(document: &Value, value: &Value) {
    match value {
        Value::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target}");
            }
            members.values().for_each(|one| references(document, one));
        }
        Value::Array(list) => list.iter().for_each(|one| references(document, one)),
        _ => {}
    }
}

/// What the answers of all reads are, for every role, as programs and browsers ask, and with wrong parameters.
#[test]
fn answers_are_as_described() {
    let office = Office::new();
    let document = document(&office);
    for (_, path) in expected().into_iter().filter(|(method, _)| method == "get") {
        for role in [Role::Public, Role::Planner, Role::SystemAdministrator, Role::SecurityAdministrator, Role::Auditor]
        {
            let base = if role == Role::Public { Client::default() } else { office.session(role.id()) };
            for accept in ["application/json", "text/html", "image/png"] {
                let mut client = base.clone();
                client.headers.push(("accept", accept.to_owned()));
                for query in queries(&path) {
                    let address = format!("{}{query}", filled(&path));
                    described(&document, &path, &address, &office.get(&client, &address));
                }
            }
        }
    }
}

fn queries(path: &str) -> Vec<&'static str> {
    let mut queries = vec!["", "?nobody-reads-this=1", "?datetime=yesterday", "?limit=0"];
    match path {
        "/api/who" => {
            queries.extend(["?code=Y1", "?at=120.3,36.1", "?at=0,0", "?qr=Y2", "?address=Y1", "?code=nothing"])
        }
        "/api/coverage" => queries.extend(["?by=community", "?by=layer&within=C1", "?within=C9"]),
        "/api/assignments" => queries.extend(["?state=vacant", "?state=ending", "?holder=H1", "?role=nobody"]),
        "/api/places" => queries.extend(["?q=Y1", "?level=courtyard&limit=1", "?within=community:C1", "?at=1"]),
        _ => {}
    }
    queries
}

/// A path with something of the record in place of its parts.
fn filled(path: &str) -> String {
    let parts = [
        ("{item}", "Y1"),
        ("{account}", "leader"),
        ("{plan}", "2026"),
        ("{level}", "courtyard"),
        ("{id}", "Y1"),
        ("{code}", "Y1"),
        ("{figure}", "worker-grids"),
        ("{name}", "style.css"),
        ("{set}", "WebMercatorQuad"),
        ("{zoom}/{row}/{col}", "0/0/0"),
        ("{number}", "1"),
        ("{version}", "4"),
        ("{revision}", "1"),
    ];
    parts.into_iter().fold(path.to_owned(), |path, (part, value)| path.replace(part, value))
}

fn described(document: &Value, path: &str, address: &str, reply: &Reply) {
    let told = &document["paths"][path]["get"]["responses"][reply.status.to_string()];
    assert!(!told.is_null(), "{address}: {} is not described: {}", reply.status, reply.text);
    let media = reply.header("content-type").split(';').next().unwrap_or_default();
    if reply.text.is_empty() {
        return;
    }
    let schema = &told["content"][media]["schema"];
    assert!(!schema.is_null(), "{address}: {} as {media} is not described", reply.status);
    if media.contains("json") {
        let value: Value = serde_json::from_str(&reply.text).expect("JSON");
        let found = faults(document, schema, &value);
        assert!(found.is_empty(), "{address}: {found:?}\n{}", reply.text);
    }
}
