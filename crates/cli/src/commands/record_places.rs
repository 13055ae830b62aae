//! The places of a project as rows for the record.

use std::collections::BTreeMap;

use geo_types::MultiPolygon;
use intake::{Column, Layer, Role};
use model::{Code, Level, PlaceKey, Row, Value};
use plan::Territory;
use registry::PlaceRow;
use serde_json::json;

use crate::failure::Failure;
use crate::plan::Units;
use crate::project::Project;

/// Layers of places, and what their rows are.
const LAYERS: [(Role, Level); 7] = [
    (Role::District, Level::District),
    (Role::Subdistricts, Level::Subdistrict),
    (Role::Communities, Level::Community),
    (Role::Courtyards, Level::Courtyard),
    (Role::Compounds, Level::Compound),
    (Role::Exclusive, Level::Site),
    (Role::Buildings, Level::Building),
];

/// All places of the project; rows without a usable code are left out and counted.
pub(crate) struct Places {
    pub(crate) rows: Vec<PlaceRow>,
    pub(crate) without_code: usize,
    /// Grid that a compound's or site's row names, with its cells: what makes the grids beside the governance grids.
    pub(crate) named_grids: BTreeMap<Code, (Level, Vec<u32>)>,
}

/// Reads the places of every level but grids.
pub(crate) fn read(project: &mut Project, units: &Units, territory: &Territory) -> Result<Places, Failure> {
    let mut places = Places { rows: Vec::new(), without_code: 0, named_grids: BTreeMap::new() };
    let parents = Parents::new(units, territory);
    for (role, level) in LAYERS {
        let Some(table) = project.take(role.id())? else { continue };
        let layer = Layer::new(role, "", table);
        for (row, shape) in layer.table.rows.iter().zip(layer.areas()) {
            match layer.columns.text(row, Column::Code).and_then(|text| Code::new(&text).ok()) {
                Some(code) => places.add(&layer, (row, shape), PlaceKey { level, code }, &parents),
                None => places.without_code += 1,
            }
        }
    }
    places.join_repeated();
    places.buildings_by_position();
    Ok(places)
}

impl Places {
    fn add(&mut self, layer: &Layer, (row, shape): (&Row, MultiPolygon<f64>), key: PlaceKey, parents: &Parents<'_>) {
        let mut body = body(layer, row);
        if let Some(&cell) = parents.cell.get(&(key.level, key.code.to_string())) {
            body["cell"] = json!(cell);
        }
        let parent = match key.level {
            // Resolved below, where all of them are known.
            Level::Building => None,
            Level::Subdistrict => {
                self.rows.iter().find(|outer| outer.key.level == Level::District).map(|d| d.key.clone())
            }
            _ => parents.of(&key),
        };
        let grid = layer.columns.text(row, Column::Grid).and_then(|text| Code::new(&text).ok());
        if let (Level::Compound | Level::Site, Some(grid)) = (key.level, grid) {
            let cells = parents.cells.get(&(key.level, key.code.to_string())).into_iter().flatten();
            self.named_grids.entry(grid).or_insert((key.level, Vec::new())).1.extend(cells);
        }
        let shape = Some(shape).filter(|shape| !shape.0.is_empty());
        self.rows.push(PlaceRow { key, parent, body, shape });
    }

    /// A place that is told in several rows is one place with all their areas.
    fn join_repeated(&mut self) {
        let mut first: BTreeMap<PlaceKey, usize> = BTreeMap::new();
        let mut rows: Vec<PlaceRow> = Vec::new();
        for row in std::mem::take(&mut self.rows) {
            match first.get(&row.key) {
                Some(&at) => {
                    let parts = row.shape.into_iter().flat_map(|shape| shape.0);
                    rows[at].shape.get_or_insert_with(|| MultiPolygon(Vec::new())).0.extend(parts);
                }
                None => {
                    first.insert(row.key.clone(), rows.len());
                    rows.push(row);
                }
            }
        }
        self.rows = rows;
    }

    /// A building lies in the place that its row names; else where most of it stands.
    fn buildings_by_position(&mut self) {
        let holds = |row: &&PlaceRow| matches!(row.key.level, Level::Courtyard | Level::Compound | Level::Site);
        let outer: Vec<(PlaceKey, MultiPolygon<f64>)> = (self.rows.iter().filter(holds))
            .map(|row| (row.key.clone(), row.shape.clone().unwrap_or(MultiPolygon(Vec::new()))))
            .collect();
        let by_code: BTreeMap<&str, usize> =
            outer.iter().enumerate().map(|(at, (key, _))| (key.code.as_str(), at)).collect();
        let shapes: Vec<MultiPolygon<f64>> = outer.iter().map(|(_, shape)| shape.clone()).collect();
        let index = topology::AreaIndex::new(&shapes);
        for row in self.rows.iter_mut().filter(|row| row.key.level == Level::Building) {
            let named = row.body["within"].as_str().and_then(|code| by_code.get(code).copied());
            let standing = || {
                let shares = row.shape.as_ref().map(|shape| topology::shares(shape, &index)).unwrap_or_default();
                shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
            };
            row.parent = named.or_else(standing).map(|at| outer[at].0.clone());
        }
    }
}

/// What the territory says of where places lie.
struct Parents<'a> {
    units: &'a Units,
    territory: &'a Territory,
    /// All cells of a place.
    cells: BTreeMap<(Level, String), Vec<u32>>,
    /// The largest of them.
    cell: BTreeMap<(Level, String), u32>,
}

impl<'a> Parents<'a> {
    fn new(units: &'a Units, territory: &'a Territory) -> Self {
        let mut cells: BTreeMap<(Level, String), Vec<u32>> = BTreeMap::new();
        for (idx, cell) in units.cells.iter().enumerate() {
            let level = match cell.kind.as_str() {
                "courtyard" => Level::Courtyard,
                "compound" => Level::Compound,
                "exclusive" => Level::Site,
                _ => continue,
            };
            cells.entry((level, cell.code.clone())).or_default().push(idx as u32);
        }
        let area = |cell: &&u32| units.figures[**cell as usize].area_m2;
        let largest = |cells: &[u32]| cells.iter().max_by(|a, b| area(a).total_cmp(&area(b))).copied();
        let cell = cells.iter().filter_map(|(key, cells)| Some((key.clone(), largest(cells)?))).collect();
        Parents { units, territory, cells, cell }
    }

    fn of(&self, key: &PlaceKey) -> Option<PlaceKey> {
        let community = |level, code: &Code| PlaceKey { level, code: code.clone() };
        if key.level == Level::Community {
            let found = self.territory.communities().iter().find(|community| community.code == key.code)?;
            return Some(community(Level::Subdistrict, &Code::new(&found.street).ok()?));
        }
        let cell = *self.cell.get(&(key.level, key.code.to_string()))?;
        let found = &self.units.survey.communities[self.units.cells[cell as usize].community];
        Some(community(Level::Community, &found.code))
    }
}

/// Everything that a row says, by the column's standard name.
fn body(layer: &Layer, row: &Row) -> serde_json::Value {
    let cell = |value: &Value| match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => json!(flag),
        Value::Int(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) | Value::Date(text) => json!(text.trim()),
    };
    let fields = layer.table.fields.iter().zip(&row.values);
    let told = fields.filter(|(field, value)| **value != Value::Null && field.name != "code");
    let mut body: serde_json::Map<String, serde_json::Value> =
        told.map(|(field, value)| (field.name.clone(), cell(value))).collect();
    body.insert("name".to_owned(), json!(layer.columns.text(row, Column::Name).unwrap_or_default()));
    let households = layer.columns.number(row, Column::Households).filter(|number| *number >= 0.0);
    body.insert("households".to_owned(), households.map_or(serde_json::Value::Null, |number| json!(number as u64)));
    body.into()
}
