//! A small district on record, served in process.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use geo::MapCoords;
use geo_types::{Coord, MultiPolygon, Polygon};
use jiff::Timestamp;
use model::{Code, Day, Level, PlaceKey};
use plan::{Plan, Territory};
use registry::PlaceRow;
use serde_json::{Value, json};
use server::{App, Config};
use store::Store;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::lattice::Lattice;

pub(crate) const SINCE: Day = Day::constant(2024, 1, 1);
/// The day of the second plan.
pub(crate) const CHANGED: Day = Day::constant(2025, 7, 1);
/// Courtyards of the district.
pub(crate) const COURTYARDS: usize = COLUMNS * ROWS;
pub(crate) const GRIDS: usize = COURTYARDS / 4;
const COLUMNS: usize = 16;
const ROWS: usize = 14;
/// Where the lattice begins, in metres of EPSG:4549: somewhere at 36° N.
const CORNER: Coord<f64> = Coord { x: 520_000.0, y: 3_990_000.0 };

/// A record in a folder of its own.
pub(crate) struct District {
    folder: TempDir,
    territory: Territory,
    lattice: Lattice,
}

/// An answer of the service.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl District {
    /// Communities of 4 × 7 courtyards, four courtyards a grid, two buildings in every courtyard.
    pub(crate) fn new() -> Self {
        let lattice = Lattice { block: (4, 7), ..Lattice::plain(COLUMNS, ROWS) };
        let mut rows = lattice.rows();
        rows.cells.iter_mut().for_each(|cell| cell.shape = cell.shape.map_coords(|at| at + CORNER));
        let territory = Territory::new(rows).expect("a sound territory");
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(folder.path()).expect("a record");
        let mut writing = store.write("test", "load", Timestamp::UNIX_EPOCH).expect("a transaction");
        writing.set("working_crs", "EPSG:4549").expect("set");
        registry::put_places(&mut writing, &places(&territory), SINCE).expect("places");
        writing.put_territory(&territory, SINCE).expect("a territory");
        writing.put_plan(&territory, &lattice.plan(&territory, label), SINCE).expect("a plan");
        writing.commit().expect("kept");
        District { folder, territory, lattice }
    }

    /// From [`CHANGED`] on, the first courtyard of the second grid belongs to the first grid.
    pub(crate) fn change(&self) {
        let changed = |cell: usize| if cell == 4 { 1 } else { label(cell) };
        let plan: Plan = self.lattice.plan(&self.territory, changed);
        let mut store = Store::open(self.folder.path()).expect("a record");
        let moment = Timestamp::from_second(1_000_000).expect("a moment");
        let mut writing = store.write("test", "publish", moment).expect("a transaction");
        writing.put_plan(&self.territory, &plan, CHANGED).expect("a plan");
        writing.commit().expect("kept");
    }

    /// The folder of the record.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A service of the record as it is now.
    pub(crate) fn app(&self) -> Arc<App> {
        Arc::new(App::open(Config::of(self.folder.path())).expect("a service"))
    }
}

/// What the service answers.
pub(crate) fn get(app: &Arc<App>, address: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = Request::get(address).header("host", "localhost");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let response = server::router(Arc::clone(app)).oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec();
        Got { status, headers, body }
    })
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|fault| panic!("{fault}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a text"))
    }
}

/// A query with its value escaped.
pub(crate) fn query(path: &str, parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{path}?{query}")
}

/// Rows of four, so that a grid is four courtyards beside each other.
fn label(cell: usize) -> u32 {
    cell as u32 / 4 + 1
}

fn places(territory: &Territory) -> Vec<PlaceRow> {
    let key = |level, code: &str| PlaceKey { level, code: Code::new(code).expect("a code") };
    let row = |key, parent, body: Value, shape| PlaceRow { key, parent, body, shape };
    let mut rows = vec![row(key(Level::Subdistrict, "990101001"), None, json!({ "name": "苇田街道" }), None)];
    for one in territory.communities() {
        let street = Some(key(Level::Subdistrict, "990101001"));
        rows.push(row(key(Level::Community, one.code.as_str()), street, json!({ "name": one.name }), None));
    }
    for (number, one) in territory.courtyards().iter().enumerate() {
        let own = key(Level::Courtyard, one.code.as_str());
        let shape = &territory.cells()[one.cell].shape;
        let community = key(Level::Community, territory.communities()[one.community].code.as_str());
        let mut body = json!({ "name": one.name, "households": one.households, "cell": one.cell });
        // Every third courtyard tells when it was built; one of them tells it in words.
        if number % 3 == 0 {
            body["built_year"] = if number == 3 { json!("1998") } else { json!(1950 + number % 70) };
        }
        rows.push(row(own.clone(), Some(community), body, Some(shape.clone())));
        for side in 0..2 {
            let code = format!("{}B{side}", one.code);
            let body = json!({ "name": format!("{side}号楼"), "floors": 2 + number % 30 });
            rows.push(row(key(Level::Building, &code), Some(own.clone()), body, Some(house(shape, side))));
        }
    }
    rows
}

/// A house of 12 m × 40 m, a little turned, in a courtyard.
fn house(courtyard: &MultiPolygon<f64>, side: usize) -> MultiPolygon<f64> {
    let corner = courtyard.0[0].exterior().0[0];
    let at = |x: f64, y: f64| {
        let (x, y) = (x + 8.0 + 25.0 * side as f64, y + 8.0);
        Coord { x: corner.x + x - 0.05 * y, y: corner.y + y + 0.05 * x }
    };
    let ring = vec![at(0.0, 0.0), at(12.0, 0.0), at(12.0, 40.0), at(0.0, 40.0), at(0.0, 0.0)];
    MultiPolygon(vec![Polygon::new(ring.into(), Vec::new())])
}
