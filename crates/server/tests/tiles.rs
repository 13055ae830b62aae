//! Vector tiles: nothing is lost, nothing is covered twice, and only what changed is made anew.
#![allow(unused_crate_dependencies)]

#[allow(dead_code)]
#[path = "support/district.rs"]
mod district;
#[allow(dead_code)]
#[path = "../../plan/tests/plan/lattice.rs"]
mod lattice;

use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::PI;
use std::sync::Arc;

use district::{COURTYARDS, District, GRIDS, get};
use fast_mvt::MvtReaderRef;
use geo::{Area, BooleanOps, MapCoords, Validation};
use geo_types::{Geometry, MultiPolygon, Polygon, Rect};
use serde_json::Value;
use server::App;

/// Address parts of the tiles of a zoom that the district lies in.
fn addresses(app: &Arc<App>, zoom: u8) -> Vec<(u64, u64)> {
    let document = get(app, "/tiles/WebMercatorQuad", &[]).json();
    let limits = document["tileMatrixSetLimits"].as_array().expect("limits");
    let limit =
        limits.iter().find(|one| one["tileMatrix"].as_str() == Some(zoom.to_string().as_str())).expect("the zoom");
    let number = |name: &str| limit[name].as_u64().expect("a number");
    let columns = number("minTileCol")..=number("maxTileCol");
    (number("minTileRow")..=number("maxTileRow")).flat_map(|row| columns.clone().map(move |col| (row, col))).collect()
}

/// Features of a tile: layer, number, id, shape.
fn features(bytes: &[u8]) -> Vec<(String, u64, String, MultiPolygon<i32>)> {
    let tile = MvtReaderRef::new(bytes).expect("a tile");
    let mut found = Vec::new();
    for layer in tile.layers() {
        for feature in layer.features() {
            let shape = match feature.geometry().expect("a geometry") {
                Geometry::Polygon(one) => MultiPolygon(vec![one]),
                Geometry::MultiPolygon(several) => several,
                other => panic!("{other:?}"),
            };
            let property = |pair: fast_mvt::MvtResult<(&str, fast_mvt::MvtValueRef<'_>)>| {
                let (name, value) = pair.expect("a property");
                match value {
                    fast_mvt::MvtValueRef::String(text) if name == "id" => Some(text.to_owned()),
                    _ => None,
                }
            };
            let id = feature.properties().find_map(property).expect("an id");
            found.push((layer.name().to_owned(), feature.id().expect("a number"), id, shape));
        }
    }
    found
}

fn tile(app: &Arc<App>, path: &str) -> Vec<u8> {
    let got = get(app, path, &[]);
    assert!([200, 204].contains(&got.status), "{path}: {} {}", got.status, got.text());
    got.body
}

/// Areas of a collection's features in square metres of Web Mercator, from its items.
fn areas(app: &Arc<App>, collection: &str) -> BTreeMap<String, f64> {
    let crs = "http://www.opengis.net/def/crs/EPSG/0/3857";
    let path = format!("/collections/{collection}/items?limit=10000&crs={crs}");
    let document = get(app, &path, &[]).json();
    let number = |value: &Value| value.as_f64().expect("a number");
    let ring = |ring: &Value| {
        let points = ring.as_array().expect("a ring").iter().map(|at| (number(&at[0]), number(&at[1])));
        points.collect::<geo_types::LineString<f64>>()
    };
    let one = |feature: &Value| {
        let id = feature["id"].as_str().expect("an id").to_owned();
        let polygon = Polygon::new(ring(&feature["geometry"]["coordinates"][0]), Vec::new());
        (id, polygon.unsigned_area())
    };
    document["features"].as_array().expect("features").iter().map(one).collect()
}

#[test]
fn all_ground_is_covered_and_nothing_is_lost() {
    let district = District::new();
    let app = district.app();
    let check = |collection: &str, zoom: u8, count: usize| {
        let wanted = areas(&app, collection);
        assert_eq!(wanted.len(), count, "{collection}");
        let step = 2.0 * PI * 6_378_137.0 / 4096.0 / f64::from(1_u32 << zoom);
        let window = Rect::new((0.0, 0.0), (4096.0, 4096.0)).to_polygon();
        let mut found: BTreeMap<String, f64> = BTreeMap::new();
        for (row, col) in addresses(&app, zoom) {
            let path = format!("/collections/{collection}/tiles/WebMercatorQuad/{zoom}/{row}/{col}");
            for (layer, number, id, shape) in features(&tile(&app, &path)) {
                assert_eq!(layer, collection);
                let level = &collection[..collection.len() - 1];
                assert_eq!(number, registry::feature_number(&format!("{level}:{id}")), "{id}");
                let shape: MultiPolygon<f64> = shape.map_coords(|at| (f64::from(at.x), f64::from(at.y)).into());
                assert!(shape.is_valid(), "{id}: {shape:?}");
                *found.entry(id).or_default() += window.intersection(&shape).unsigned_area() * step * step;
            }
        }
        for (id, area) in &wanted {
            let covered = found.get(id).copied().unwrap_or_default();
            // Each corner moves by half a step at most.
            let slack = 4.0 * area.sqrt() * step + step * step;
            assert!((covered - area).abs() <= slack, "{collection} {id} at {zoom}: {covered} of {area}");
        }
        // What one lost its neighbour got: all together they are exact but for the outer edge.
        let (all, sum): (f64, f64) = (wanted.values().sum(), found.values().sum());
        let slack = if collection == "buildings" { 0.02 * all } else { 4.0 * all.sqrt() * step };
        assert!((all - sum).abs() <= slack, "{collection} at {zoom}: {sum} of {all}");
    };
    check("grids", 12, GRIDS);
    check("grids", 14, GRIDS);
    check("grids", 17, GRIDS);
    check("courtyards", 14, COURTYARDS);
    check("courtyards", 16, COURTYARDS);
    check("buildings", 14, 2 * COURTYARDS);
    check("buildings", 16, 2 * COURTYARDS);
}

#[test]
fn a_tile_of_everything_holds_every_collection() {
    let district = District::new();
    let app = district.app();
    let mut seen: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for (row, col) in addresses(&app, 14) {
        for (layer, number, ..) in features(&tile(&app, &format!("/tiles/WebMercatorQuad/14/{row}/{col}"))) {
            seen.entry(layer).or_default().insert(number);
        }
    }
    let counts: Vec<(&str, usize)> = seen.iter().map(|(layer, ids)| (layer.as_str(), ids.len())).collect();
    assert_eq!(counts, [("buildings", 2 * COURTYARDS), ("courtyards", COURTYARDS), ("grids", GRIDS)]);
}

#[test]
fn addresses_are_told_apart() {
    let district = District::new();
    let app = district.app();
    let check = |path: &str, status: u16| {
        let got = get(&app, path, &[]);
        assert_eq!(got.status, status, "{path}: {}", got.text());
        // A browser that asked for a page gets its problem as a page.
        if status >= 400 && !path.contains("f=html") {
            assert_eq!(got.header("content-type"), "application/problem+json", "{path}");
        }
    };
    let (row, col) = addresses(&app, 14)[0];
    check(&format!("/tiles/WebMercatorQuad/14/{row}/{col}"), 200);
    check(&format!("/tiles/WebMercatorQuad/14/{row}/{col}?f=mvt"), 200);
    check(&format!("/tiles/WebMercatorQuad/14/{row}/{col}?datetime=2023-01-01"), 204);
    check(&format!("/tiles/WebMercatorQuad/14/{row}/{col}?datetime=nonsense"), 400);
    check(&format!("/tiles/WebMercatorQuad/14/{row}/{col}?f=png"), 400);
    check(&format!("/tiles/WebMercatorQuad/14/{row}/{col}?colour=red"), 400);
    check("/tiles/WebMercatorQuad/14/0/0", 204);
    check("/tiles/WebMercatorQuad/0/0/0", 204);
    check("/tiles/WebMercatorQuad/0/0/1", 404);
    check("/tiles/WebMercatorQuad/14/16384/0", 404);
    check("/tiles/WebMercatorQuad/19/0/0", 404);
    check("/tiles/WebMercatorQuad/-1/0/0", 404);
    check("/tiles/WebMercatorQuad/99999999999999/0/0", 404);
    check("/tiles/WebMercatorQuad/14/x/0", 404);
    check("/tiles/WorldCRS84Quad/0/0/0", 404);
    check("/tiles/r/20990101-99999999999999999/WebMercatorQuad/0/0/0", 404);
    check("/tiles/r/nonsense/WebMercatorQuad/0/0/0", 404);
    check("/collections/rivers/tiles/WebMercatorQuad/0/0/0", 404);
    check("/tiles", 200);
    check("/tiles/WebMercatorQuad", 200);
    check("/tiles/WebMercatorQuad?f=tilejson", 200);
    check("/tiles/WebMercatorQuad?f=html", 400);
    check("/tiles/WorldCRS84Quad", 404);
    check("/collections/grids/tiles", 200);
    check("/collections/grids/tiles/WebMercatorQuad", 200);
    check("/collections/rivers/tiles", 404);
    check("/tileMatrixSets", 200);
    check("/tileMatrixSets/WebMercatorQuad", 200);
    check("/tileMatrixSets/WorldCRS84Quad", 404);
}

#[test]
fn a_publication_touches_only_its_tiles() {
    let district = District::new();
    let zoom = 17;
    let tags = |app: &Arc<App>| -> BTreeMap<(u64, u64), String> {
        let tag =
            |(row, col)| get(app, &format!("/tiles/WebMercatorQuad/{zoom}/{row}/{col}"), &[]).header("etag").to_owned();
        addresses(app, zoom).into_iter().map(|at| (at, tag(at))).collect()
    };
    let before = tags(&district.app());
    assert_eq!(before, tags(&district.app()), "tags stay when the service starts anew");
    let old = get(&district.app(), "/tiles/WebMercatorQuad?f=tilejson", &[]).json();
    district.change();
    let app = district.app();
    let after = tags(&app);
    let changed: Vec<_> = before.iter().filter(|(at, tag)| after[at] != **tag).map(|(at, _)| *at).collect();
    assert!(!changed.is_empty() && changed.len() < before.len() / 2, "{} of {}", changed.len(), before.len());
    // What was named before the publication still means what it meant.
    let (row, col) = changed[0];
    let template = old["tiles"][0].as_str().expect("an address");
    let address = template.replace("{z}", &zoom.to_string()).replace("{y}", &row.to_string());
    let address = address.replace("{x}", &col.to_string()).replace("http://localhost", "");
    let kept = get(&app, &address, &[]);
    assert_eq!((kept.status, kept.header("etag")), (200, before[&(row, col)].as_str()));
    assert_eq!(kept.header("cache-control"), "public, max-age=31536000, immutable");
    let new = get(&app, "/tiles/WebMercatorQuad?f=tilejson", &[]).json();
    assert_ne!(old["tiles"], new["tiles"]);
}

#[test]
fn tiles_are_compressed_and_known_again() {
    let district = District::new();
    let app = district.app();
    let (row, col) = addresses(&app, 14)[0];
    let path = format!("/tiles/WebMercatorQuad/14/{row}/{col}");
    let plain = get(&app, &path, &[]);
    let zipped = get(&app, &path, &[("accept-encoding", "br;q=0, gzip")]);
    assert_eq!((plain.header("content-encoding"), zipped.header("content-encoding")), ("", "gzip"));
    let mut bytes = Vec::new();
    let mut decoder = flate2::read::GzDecoder::new(&zipped.body[..]);
    std::io::Read::read_to_end(&mut decoder, &mut bytes).expect("gzip");
    assert!(bytes == plain.body && zipped.body.len() < plain.body.len());
    assert_ne!(plain.header("etag"), zipped.header("etag"));
    let again = get(&app, &path, &[("if-none-match", plain.header("etag"))]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    let refused = get(&app, &path, &[("accept-encoding", "gzip;q=0")]);
    assert_eq!(refused.header("content-encoding"), "");
}

#[test]
fn an_archive_holds_the_tiles_of_the_service() {
    let district = District::new();
    let app = district.app();
    let file = tempfile::NamedTempFile::new().expect("a file");
    let store = store::Store::open_read_only(district.folder()).expect("a record");
    let as_of = store::AsOf::day(model::Day::constant(2026, 1, 1));
    let shares = std::cell::RefCell::new(Vec::new());
    let told = |share: f64| shares.borrow_mut().push(share);
    let out = file.reopen().expect("a file");
    let written = server::write_tiles(&store, as_of, 15, out, &told).expect("an archive");
    let bytes = std::fs::read(file.path()).expect("the archive");
    assert_eq!(&bytes[..8], b"PMTiles\x03");
    assert!(shares.borrow().is_sorted() && shares.borrow().len() >= written.tiles);
    // Every tile of the service is in it, byte by byte.
    let mut tiles = 0;
    for zoom in 10..=15 {
        for (row, col) in addresses(&app, zoom) {
            let path = format!("/tiles/WebMercatorQuad/{zoom}/{row}/{col}");
            let tile = get(&app, &path, &[("accept-encoding", "gzip")]);
            if tile.status == 200 {
                tiles += 1;
                assert!(bytes.windows(tile.body.len()).any(|window| window == tile.body), "{path}");
            }
        }
    }
    assert!(tiles > 5 && tiles <= written.tiles, "{tiles} of {}", written.tiles);
}
