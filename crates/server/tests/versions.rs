//! Versions of features: what was is still there, and each is told with its neighbours.
#![allow(unused_crate_dependencies)]

#[allow(dead_code)]
#[path = "support/district.rs"]
mod district;
#[allow(dead_code)]
#[path = "../../plan/tests/plan/lattice.rs"]
mod lattice;

use district::{District, get};
use serde_json::Value;

#[test]
fn versions_are_listed_and_kept() {
    let district = District::new();
    let before = get(&district.app(), "/collections/grids/items/1?f=json", &[]);
    district.change();
    let app = district.app();
    let document = get(&app, "/collections/grids/items/1/versions", &[]).json();
    let versions = document["versions"].as_array().expect("versions");
    let days = |one: &Value| (one["validFrom"].clone(), one["validTo"].clone());
    let wanted = [("2024-01-01".into(), "2025-07-01".into()), ("2025-07-01".into(), Value::Null)];
    assert_eq!(versions.iter().map(days).collect::<Vec<_>>(), wanted);
    // Unchanged places have one version, and the list of those believed before the change has one.
    let count = |path: &str| get(&app, path, &[]).json()["versions"].as_array().map(Vec::len);
    assert_eq!(count("/collections/grids/items/9/versions"), Some(1));
    assert_eq!(count("/collections/grids/items/1/versions?known=1970-01-02T00:00:00Z"), Some(1));
    let path = |one: &Value| {
        let href = one["links"][0]["href"].as_str().expect("an address");
        href.trim_start_matches("http://localhost").to_owned()
    };
    let old = get(&app, &path(&versions[0]), &[]);
    assert_eq!(old.status, 200, "{}", old.text());
    assert_eq!(old.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(old.header("memento-datetime"), "Sun, 31 Dec 2023 16:00:00 GMT");
    assert!(old.header("link").contains("rel=\"timemap\""));
    let (old, new, before) = (old.json(), get(&app, &path(&versions[1]), &[]).json(), before.json());
    assert_eq!(old["geometry"], before["geometry"], "the version before has the shape that it had");
    assert_ne!(old["geometry"], new["geometry"]);
    assert_eq!((&old["id"], &old["properties"]["community"]), (&before["id"], &before["properties"]["community"]));
}

#[test]
fn items_of_a_day_say_which_version_they_are() {
    let district = District::new();
    district.change();
    let app = district.app();
    let first = get(&app, "/collections/grids/items/1?datetime=2024-06-30", &[]);
    assert_eq!(first.header("memento-datetime"), "Sun, 31 Dec 2023 16:00:00 GMT");
    let link = first.header("link");
    assert!(link.contains("rel=\"successor-version\"") && !link.contains("rel=\"predecessor-version\""), "{link}");
    assert!(link.contains("rel=\"original\"") && link.contains("rel=\"timemap\""), "{link}");
    let second = get(&app, "/collections/grids/items/1?datetime=2025-07-01", &[]);
    assert_eq!(second.header("memento-datetime"), "Mon, 30 Jun 2025 16:00:00 GMT");
    let link = second.header("link");
    assert!(!link.contains("rel=\"successor-version\"") && link.contains("rel=\"predecessor-version\""), "{link}");
    let plain = get(&app, "/collections/grids/items/1", &[]);
    assert_eq!(plain.header("memento-datetime"), "");
    assert!(plain.header("link").contains("rel=\"timemap\""));
}

#[test]
fn addresses_of_versions_are_told_apart() {
    let district = District::new();
    district.change();
    let app = district.app();
    let check = |path: &str, status: u16| {
        let got = get(&app, path, &[]);
        assert_eq!(got.status, status, "{path}: {}", got.text());
    };
    check("/collections/grids/items/1/versions?f=link", 200);
    check("/collections/grids/items/1/versions?f=fgb", 400);
    check("/collections/grids/items/1/versions?colour=red", 400);
    check("/collections/grids/items/99999/versions", 404);
    check("/collections/rivers/items/1/versions", 404);
    check("/collections/grids/items/1/versions/999999", 404);
    check("/collections/grids/items/1/versions/x", 404);
    // A number of another grid's version is no version of this one.
    let other = get(&app, "/collections/grids/items/9/versions", &[]).json()["versions"][0]["version"].clone();
    check(&format!("/collections/grids/items/9/versions/{other}"), 200);
    check(&format!("/collections/grids/items/1/versions/{other}"), 404);
    let text = get(&app, "/collections/grids/items/1/versions?f=link", &[]);
    assert_eq!(text.header("content-type"), "application/link-format");
    assert_eq!(text.text().matches("rel=\"memento\"").count(), 2);
}
