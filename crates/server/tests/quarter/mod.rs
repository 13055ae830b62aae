//! A small record for tests of pages: a street, a community, two grids with a courtyard each, a building, people.

use geo_types::{MultiPolygon, polygon};
use jiff::Timestamp;
use model::{Assignment, Code, Day, Holder, Level, Period, PlaceKey, RoleName};
use registry::{PlaceIndex, PlaceRow};
use roster::HolderRecord;
use serde_json::{Value, json};
use store::{AsOf, Class, Record, Store, Writing};
use tempfile::TempDir;

/// The number of the grid worker of the first grid: whole on a page only for those who may see it.
pub(crate) const PHONE: &str = "19900001234";
/// A name that would be markup if nobody escaped it.
pub(crate) const ODD_NAME: &str = "平安里<b>&\"'";
/// South-west corner of the quarter in the working system.
const CORNER: [f64; 2] = [530_000.0, 3_992_000.0];

const SINCE: Day = Day::constant(2024, 1, 1);
/// The day on which the second courtyard moved to the second grid, and a worker left.
pub(crate) const CHANGED: Day = Day::constant(2025, 7, 1);

/// The record in its folder.
pub(crate) fn record() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(folder.path()).expect("a record");
    let mut writing = store.write("loader", "load", Timestamp::UNIX_EPOCH).expect("a transaction");
    writing.set("working_crs", "EPSG:4549").expect("a setting");
    registry::put_places(&mut writing, &places(), SINCE).expect("places");
    grids(&mut writing);
    writing.commit().expect("kept");
    let index = PlaceIndex::read(&store, AsOf::day(SINCE)).expect("places");
    let mut writing = store.write("loader", "roster", Timestamp::UNIX_EPOCH).expect("a transaction");
    people(&mut writing, &index);
    writing.commit().expect("kept");
    figures(&mut store);
    folder
}

/// Level and code.
pub(crate) fn key(level: Level, code: &str) -> PlaceKey {
    PlaceKey { level, code: Code::new(code).expect("a code") }
}

fn square(x: f64, y: f64, wide: f64, high: f64) -> MultiPolygon<f64> {
    let [west, south] = [CORNER[0] + x, CORNER[1] + y];
    MultiPolygon(vec![polygon![
        (x: west, y: south), (x: west + wide, y: south), (x: west + wide, y: south + high), (x: west, y: south + high)
    ]])
}

fn places() -> Vec<PlaceRow> {
    let row = |level, code: &str, parent: Option<PlaceKey>, body: Value, shape| PlaceRow {
        key: key(level, code),
        parent,
        body,
        shape: Some(shape),
    };
    let street = || Some(key(Level::Subdistrict, "S1"));
    let community = || Some(key(Level::Community, "C1"));
    let yard = |code, name: &str, x| {
        let body =
            json!({ "name": name, "address": "荻岩路1号", "households": 120, "built_year": 1988, "用途": "住宅" });
        row(Level::Courtyard, code, community(), body, square(x, 0.0, 90.0, 90.0))
    };
    let building = json!({ "name": "1号楼", "floors": 6, "households": 36 });
    vec![
        row(Level::District, "D1", None, json!({ "name": "示例区" }), square(0.0, 0.0, 200.0, 100.0)),
        row(
            Level::Subdistrict,
            "S1",
            Some(key(Level::District, "D1")),
            json!({ "name": "苇田街道" }),
            square(0.0, 0.0, 200.0, 100.0),
        ),
        row(Level::Community, "C1", street(), json!({ "name": "榆泉社区" }), square(0.0, 0.0, 200.0, 100.0)),
        yard("Y1", "安庆里", 0.0),
        yard("Y2", ODD_NAME, 100.0),
        row(Level::Building, "B1", Some(key(Level::Courtyard, "Y1")), building, square(10.0, 10.0, 12.0, 40.0)),
    ]
}

/// Two grids; a third was there until the change, and the second courtyard belonged to the first grid until then.
fn grids(writing: &mut Writing<'_>) {
    let grid = |number: u32, code: &str, x: f64| {
        let body = json!({ "name": format!("榆泉第{number}网格"), "ground": [], "locked": false, "exception": null });
        let record = Record::new(format!("grid:{number}"), "governance", body).with_code(code);
        record.within("community:C1").with_shape(square(x, 0.0, 100.0, 100.0))
    };
    let until = Period::new(SINCE, Some(CHANGED)).expect("a period");
    writing.put(Class::Grid, &grid(1, "G-1-OLD", 0.0), until).expect("a grid");
    writing.put(Class::Grid, &grid(1, "G1", 0.0), Period::since(CHANGED)).expect("a grid");
    writing.put(Class::Grid, &grid(2, "G2", 100.0), Period::since(SINCE)).expect("a grid");
    writing.put(Class::Grid, &grid(3, "G3", 100.0), until).expect("a grid");
    let member = |yard: &str, grid: &str| Record::new(format!("courtyard:{yard}"), "", json!({})).within(grid);
    writing.put(Class::Membership, &member("Y1", "grid:1"), Period::since(SINCE)).expect("a membership");
    writing.put(Class::Membership, &member("Y2", "grid:1"), until).expect("a membership");
    writing.put(Class::Membership, &member("Y2", "grid:2"), Period::since(CHANGED)).expect("a membership");
}

/// A worker in the first grid; the second lost the one it had, so it is vacant. A company with an open number.
fn people(writing: &mut Writing<'_>, index: &PlaceIndex) {
    let person = |code: &str| Holder::Person(Code::new(code).expect("a code"));
    let company = Holder::Organisation(Code::new("O1").expect("a code"));
    let holders = [
        (person("W1"), "郑子丑", PHONE),
        (person("W2"), "卫寅卯", "19900005678"),
        (company.clone(), "安居物业", "053200001111"),
    ];
    for (holder, name, phone) in &holders {
        let text = |text: &str| text.to_owned();
        let record = HolderRecord {
            holder: holder.clone(),
            name: text(name),
            unit: text("街道办"),
            post: text("网格员"),
            phone: text(phone),
        };
        registry::put_holder(writing, &record, SINCE).expect("a holder");
    }
    let mut put = |holder: Holder, role: &str, grid: &str, to: Option<Day>| {
        let period = Period::new(SINCE, to).expect("a period");
        let role = RoleName(role.to_owned());
        let one = Assignment { holder, role, place: key(Level::Grid, grid), period, details: Vec::new() };
        registry::put_assignment(writing, index, &one).expect("an assignment");
    };
    put(person("W1"), "grid-worker", "G-1-OLD", None);
    put(person("W2"), "grid-worker", "G2", Some(CHANGED));
    put(company, "property-company", "G-1-OLD", None);
}

/// Figures that were kept.
fn figures(store: &mut Store) {
    let metrics = registry::metrics(store).expect("definitions");
    let snapshot = registry::snapshot(store, &metrics, CHANGED).expect("figures");
    let mut writing = store.write("leader", "keep", Timestamp::UNIX_EPOCH).expect("a transaction");
    registry::keep_snapshot(&mut writing, "2025 Q2/季报", &snapshot, "").expect("kept");
    writing.commit().expect("kept");
}
