//! Filters in CQL2: text and JSON mean the same, and what is wrong is named.
#![allow(unused_crate_dependencies)]

#[allow(dead_code)]
#[path = "support/district.rs"]
mod district;
#[allow(dead_code)]
#[path = "../../plan/tests/plan/lattice.rs"]
mod lattice;

use std::sync::Arc;

use district::{COURTYARDS, District, get, query};
use geo::Intersects;
use geo_types::{LineString, Polygon};
use proptest::prelude::*;
use serde_json::{Value, json};
use server::App;

const PATH: &str = "/collections/courtyards/items";

fn courtyards(app: &Arc<App>, parameters: &[(&str, &str)]) -> Vec<Value> {
    let all: Vec<_> = parameters.iter().copied().chain([("limit", "10000")]).collect();
    let got = get(app, &query(PATH, &all), &[]);
    assert_eq!(got.status, 200, "{parameters:?}: {}", got.text());
    got.json()["features"].as_array().expect("features").clone()
}

/// The corners of the whole, in longitude and latitude.
fn extent(app: &Arc<App>) -> [f64; 4] {
    let document = get(app, "/collections/courtyards", &[]).json();
    let numbers = document["extent"]["spatial"]["bbox"][0].as_array().expect("a box").clone();
    std::array::from_fn(|at| numbers[at].as_f64().expect("a number"))
}

/// The shape of a feature, in longitude and latitude.
fn polygon(feature: &Value) -> Polygon<f64> {
    let number = |value: &Value| value.as_f64().expect("a number");
    let ring = feature["geometry"]["coordinates"][0].as_array().expect("a ring");
    let ring: LineString<f64> = ring.iter().map(|at| (number(&at[0]), number(&at[1]))).collect();
    Polygon::new(ring, Vec::new())
}

#[test]
fn filters_choose_what_they_say() {
    let district = District::new();
    let app = district.app();
    let all = courtyards(&app, &[]);
    assert_eq!(all.len(), COURTYARDS);
    let check = |filter: &str, passes: &dyn Fn(&Value) -> bool| {
        let ids = |list: &[Value]| list.iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
        let wanted: Vec<Value> = all.iter().filter(|one| passes(&one["properties"])).cloned().collect();
        let found = courtyards(&app, &[("filter", filter)]);
        assert_eq!(ids(&found), ids(&wanted), "{filter}");
        assert!(!found.is_empty() || filter.contains("nobody"), "{filter}");
    };
    let households = |one: &Value| one["households"].as_f64().expect("households");
    let built = |one: &Value| one["built_year"].as_f64();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    check("households > 100", &|one| households(one) > 100.0);
    check("100 < households", &|one| households(one) > 100.0);
    check("households>=100 AND households<150", &|one| (100.0..150.0).contains(&households(one)));
    check("NOT households > 100", &|one| households(one) <= 100.0);
    check("households <> 20", &|one| households(one) != 20.0);
    check("households BETWEEN 50 AND 60", &|one| (50.0..=60.0).contains(&households(one)));
    check("households NOT BETWEEN 50 AND 60", &|one| !(50.0..=60.0).contains(&households(one)));
    check("households IN (20, 57, 94)", &|one| [20.0, 57.0, 94.0].contains(&households(one)));
    check("name = 'Yard 7'", &|one| text(one, "name") == "Yard 7");
    check("name = 'nobody''s'", &|_| false);
    check("name LIKE 'Yard 1%'", &|one| text(one, "name").starts_with("Yard 1"));
    check("name LIKE 'Yard _'", &|one| text(one, "name").len() == 6);
    check("name NOT LIKE 'Yard 1%'", &|one| !text(one, "name").starts_with("Yard 1"));
    check("CASEI(name) = CASEI('yArD 12')", &|one| text(one, "name") == "Yard 12");
    check("casei(name) LIKE 'yard%'", &|_| true);
    check("\"name\" IN ('Yard 1', 'Yard 2')", &|one| ["Yard 1", "Yard 2"].contains(&text(one, "name").as_str()));
    check("built_year IS NULL", &|one| built(one).is_none());
    check("built_year IS NOT NULL", &|one| built(one).is_some());
    // A comparison with nothing is neither true nor false, and its negation is neither.
    check("built_year < 1970", &|one| built(one).is_some_and(|year| year < 1970.0));
    check("NOT (built_year < 1970)", &|one| built(one).is_some_and(|year| year >= 1970.0));
    check("built_year < 1970 OR households > 0", &|_| true);
    check("built_year > households", &|one| built(one).is_some_and(|year| year > households(one)));
    check("community = '990101001001' OR community='990101001002' AND households<50", &|one| {
        text(one, "community") == "990101001001" || text(one, "community") == "990101001002" && households(one) < 50.0
    });
    check("(community = '990101001001' OR community='990101001002') AND households<50", &|one| {
        ["990101001001", "990101001002"].contains(&text(one, "community").as_str()) && households(one) < 50.0
    });
    check("street = '990101001' AND grid LIKE 'G1%'", &|one| text(one, "grid").starts_with("G1"));
    check("valid_from = DATE('2024-01-01')", &|_| true);
    check("valid_from >= TIMESTAMP('2023-12-31T16:00:00Z')", &|_| true);
    check("valid_from > TIMESTAMP('2023-12-31T16:00:00Z') OR name='nobody'", &|_| false);
    check("valid_from <= '2024-01-01' AND valid_to IS NULL", &|_| true);
    check("T_AFTER(valid_from, DATE('2023-06-30'))", &|_| true);
    check("T_DURING(valid_from, INTERVAL('2023-01-01', '..'))", &|_| true);
    check("T_INTERSECTS(INTERVAL(valid_from, valid_to), INTERVAL('..', '2024-06-30'))", &|_| true);
    check("T_BEFORE(valid_to, DATE('2030-01-01')) OR name = 'nobody'", &|_| false);
    check("FALSE OR code = 'nobody'", &|_| false);
}

#[test]
fn shapes_are_compared() {
    let district = District::new();
    let app = district.app();
    let [west, south, east, north] = extent(&app);
    let (x, y) = ((west + east) / 2.0, (south + north) / 2.0);
    let count = |filter: &str| courtyards(&app, &[("filter", filter)]).len();
    let whole = format!("{} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}", west);
    let half = format!("BBOX({west}, {south}, {x}, {north})");
    let window = geo_types::Rect::new((west, south), (x, north)).to_polygon();
    let boxed = courtyards(&app, &[]).iter().filter(|one| window.intersects(&polygon(one))).count();
    assert!(boxed > COURTYARDS / 3 && boxed < COURTYARDS);
    assert_eq!(count(&format!("S_INTERSECTS(geometry, {half})")), boxed);
    assert_eq!(count(&format!("S_INTERSECTS({half}, geometry)")), boxed);
    assert_eq!(count(&format!("S_DISJOINT(geometry, {half})")), COURTYARDS - boxed);
    assert_eq!(count(&format!("NOT S_INTERSECTS(geometry, {half})")), COURTYARDS - boxed);
    let crossed = count(&format!("S_OVERLAPS(geometry, {half})"));
    assert_eq!(count(&format!("S_WITHIN(geometry, {half})")) + crossed, boxed);
    assert_eq!(count(&format!("S_CONTAINS({half}, geometry)")) + crossed, boxed);
    assert_eq!(count(&format!("S_INTERSECTS(geometry, POLYGON(({whole})))")), COURTYARDS);
    assert!((1..=4).contains(&count(&format!("S_CONTAINS(geometry, POINT({} {}))", x + 1e-5, y + 1e-5))));
    let row = count(&format!("S_CROSSES(LINESTRING({west} {}, {east} {}), geometry)", y + 1e-4, y + 1e-4));
    assert!((14..=40).contains(&row), "{row}");
    // The same box in the system of the authority: latitude first.
    let crs = "http://www.opengis.net/def/crs/EPSG/0/4490";
    let filter = format!("S_INTERSECTS(geometry, BBOX({south}, {west}, {north}, {x}))");
    assert_eq!(courtyards(&app, &[("filter", &filter), ("filter-crs", crs)]).len(), boxed);
    let polygon = json!({ "type": "Polygon", "coordinates": [[[west, south], [x, south], [x, north], [west, north], [west, south]]] });
    let document = json!({ "op": "s_intersects", "args": [{ "property": "geometry" }, polygon] }).to_string();
    assert_eq!(courtyards(&app, &[("filter", &document), ("filter-lang", "cql2-json")]).len(), boxed);
}

#[test]
fn text_and_json_mean_the_same() {
    let district = District::new();
    let app = district.app();
    let check = |text: &str, document: Value| {
        let plain = courtyards(&app, &[("filter", text), ("filter-lang", "cql2-text")]);
        let document = document.to_string();
        assert_eq!(plain, courtyards(&app, &[("filter", &document), ("filter-lang", "cql2-json")]), "{text}");
        assert!(!plain.is_empty() && plain.len() < COURTYARDS, "{text}");
    };
    let of = |name: &str| json!({ "property": name });
    check("households > 100", json!({ "op": ">", "args": [of("households"), 100] }));
    check(
        "name LIKE 'Yard 1%' AND NOT built_year IS NULL",
        json!({ "op": "and", "args": [
            { "op": "like", "args": [of("name"), "Yard 1%"] },
            { "op": "not", "args": [{ "op": "isNull", "args": [of("built_year")] }] },
        ] }),
    );
    check("households IN (20, 57)", json!({ "op": "in", "args": [of("households"), [20, 57]] }));
    check("households BETWEEN 20 AND 57", json!({ "op": "between", "args": [of("households"), 20, 57] }));
    check("CASEI(name) = 'yard 3'", json!({ "op": "=", "args": [{ "op": "casei", "args": [of("name")] }, "yard 3"] }));
    check(
        "T_AFTER(valid_from, DATE('2020-01-01')) AND households < 50",
        json!({ "op": "and", "args": [
            { "op": "t_after", "args": [of("valid_from"), { "date": "2020-01-01" }] },
            { "op": "<", "args": [of("households"), 50] },
        ] }),
    );
}

#[test]
fn what_is_wrong_is_named() {
    let district = District::new();
    let app = district.app();
    let refuse = |parameters: &[(&str, &str)], name: &str, value: &str, expected: &str| {
        let got = get(&app, &query(PATH, parameters), &[]);
        let document = got.json();
        assert_eq!(got.status, 400, "{parameters:?}");
        let field = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(field("name"), name, "{document}");
        assert!(field("value").contains(value), "{document}");
        assert!(field("expected").contains(expected), "{document}");
        assert!(!field("detail").is_empty() && !field("detail-other").is_empty());
    };
    let check = |filter: &str, value: &str, expected: &str| refuse(&[("filter", filter)], "filter", value, expected);
    check("", "", "code");
    check("colour = 'red'", "colour", "code, name, kind");
    check("households = 'many'", "many", "1.5");
    check("name > 5", "5", "'text'");
    check("households LIKE '1%'", "households", "'text'");
    check("households BETWEEN 1 AND 'b'", "b", "1.5");
    check("name IN ('a', 5)", "5", "'text'");
    check("valid_from > 'yesterday'", "yesterday", "DATE");
    check("valid_from > DATE('2025-02-30')", "2025-02-30", "DATE");
    check("households", "", "IS NULL");
    check("households =", "", "code");
    check("households = 1 households = 2", "households = 2", "AND");
    check("(households = 1", "", ")");
    check("name = 'open", "'open", "'");
    check("households # 1", "# 1", "CQL2");
    check("S_NEAR(geometry, POINT(1 2))", "s_near", "s_intersects");
    check("S_INTERSECTS(name, POINT(1 2))", "name", "geometry");
    check("S_INTERSECTS(geometry, name)", "name", "POLYGON");
    check("S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "Polygon", "POLYGON");
    check("S_INTERSECTS(geometry, POINT(1))", ")", "x y");
    check("geometry = 'x'", "geometry", "code");
    check("upper(name) = 'X'", "upper", "CASEI");
    check(&format!("{}name = 'x'{}", "(".repeat(5_000), ")".repeat(5_000)), "((", "32");
    check(&format!("{}name = 'x'", "NOT ".repeat(5_000)), "NOT", "32");
    check(&format!("{}name{} = 'x'", "casei(".repeat(2_000), ")".repeat(2_000)), "casei", "32");
    refuse(&[("filter", "name = 'x'"), ("filter-lang", "ecql")], "filter-lang", "ecql", "cql2-text");
    refuse(&[("filter", "name = 'x'"), ("filter-crs", "EPSG:1")], "filter-crs", "EPSG:1", "CRS84");
    let json = |filter: &str, value: &str, expected: &str| {
        refuse(&[("filter", filter), ("filter-lang", "cql2-json")], "filter", value, expected);
    };
    json("{", "", "JSON");
    json("[]", "[]", "and, or");
    json(r#"{"op":"and","args":[true]}"#, "and", "and, or");
    json(r#"{"op":"=","args":[{"property":"colour"},1]}"#, "colour", "code");
    let deep = format!("{}true{}", r#"{"op":"not","args":["#.repeat(60), "]}".repeat(60));
    assert_eq!(get(&app, &query(PATH, &[("filter", &deep), ("filter-lang", "cql2-json")]), &[]).status, 200);
    let deeper = format!("{}true{}", r#"{"op":"not","args":["#.repeat(1_000), "]}".repeat(1_000));
    assert_eq!(get(&app, &query(PATH, &[("filter", &deeper), ("filter-lang", "cql2-json")]), &[]).status, 400);
}

#[test]
fn pages_keep_the_filter() {
    let district = District::new();
    let app = district.app();
    let first = get(&app, &query(PATH, &[("filter", "households > 100"), ("limit", "5")]), &[]).json();
    let links = first["links"].as_array().expect("links");
    let next =
        links.iter().find(|one| one["rel"] == "next").expect("a next page")["href"].as_str().expect("an address");
    let second = get(&app, next.trim_start_matches("http://localhost"), &[]).json();
    assert_eq!(first["numberMatched"], second["numberMatched"]);
    let all = second["features"].as_array().expect("features");
    assert!(all.len() == 5 && all.iter().all(|one| one["properties"]["households"].as_u64() > Some(100)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is sent is answered: with items, or with what is wrong.
    #[test]
    fn nonsense_is_refused(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..14)) {
        let filter = words.join(" ");
        let app = APP.with(|(_, app)| Arc::clone(app));
        for language in ["cql2-text", "cql2-json"] {
            let got = get(&app, &query(PATH, &[("filter", &filter), ("filter-lang", language), ("limit", "1")]), &[]);
            prop_assert!([200, 400].contains(&got.status), "{} {filter}", got.status);
        }
    }
}

thread_local! {
    static APP: (District, Arc<App>) = {
        let district = District::new();
        let app = district.app();
        (district, app)
    };
}

const WORDS: &[&str] = &[
    "(",
    ")",
    ",",
    "=",
    "<>",
    ">=",
    "AND",
    "OR",
    "NOT",
    "IS",
    "NULL",
    "LIKE",
    "BETWEEN",
    "IN",
    "name",
    "households",
    "geometry",
    "'x'",
    "''",
    "'",
    "\"",
    "1",
    "-1e400",
    "-",
    ".",
    "TRUE",
    "CASEI(",
    "DATE(",
    "'2025-01-01'",
    "INTERVAL(",
    "'..'",
    "POINT(",
    "POLYGON((",
    "0 0",
    "BBOX(",
    "S_INTERSECTS(",
    "T_AFTER(",
    "valid_from",
    "网格",
    "é",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\"op\"",
];
