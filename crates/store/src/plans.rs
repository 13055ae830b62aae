//! Territories and plans as versions, and back.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::MultiPolygon;
use model::{Code, Day, Period};
use plan::{
    Cell, CellKind, CodeHistory, Community, Courtyard, GridId, GridInfo, GridKind, GridRow, Plan, Territory,
    TerritoryRows,
};
use serde_json::{Value, json};
use topology::Adjacency;

use crate::{AsOf, Class, Fault, Filter, Record, Store, Version, Writing};

/// What a publication changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// Grids that are new or look different from the day on.
    pub grids: usize,
    /// Grids that end on the day.
    pub ended: usize,
    /// Courtyards that belong to another grid from the day on.
    pub courtyards: usize,
}

/// Key of a grid.
fn grid_key(id: GridId) -> String {
    format!("grid:{}", id.0)
}

fn grid_id(key: &str) -> Option<GridId> {
    key.strip_prefix("grid:")?.parse().ok().map(GridId)
}

fn damaged(version: &Version, reason: impl ToString) -> Fault {
    Fault::Damaged { version: version.number, reason: reason.to_string() }
}

impl Store {
    /// The territory on a day: communities, courtyards, cells and borders; `None` before the first.
    ///
    /// # Errors
    /// When the database fails or rows do not fit together.
    pub fn territory(&self, as_of: AsOf) -> Result<Option<Territory>, Fault> {
        let of_kind = |kind: &str| Filter { kind: Some(kind.to_owned()), ..Filter::default() };
        let cells = self.list(Class::Territory, &Filter::default(), as_of)?;
        let communities = self.list(Class::Place, &of_kind("community"), as_of)?;
        let courtyards = self.list(Class::Place, &of_kind("courtyard"), as_of)?;
        let Some(first) = cells.first() else { return Ok(None) };
        let rows = rows(&communities, &courtyards, &cells)?;
        Territory::new(rows).map(Some).map_err(|faults| damaged(first, format!("{faults:?}")))
    }

    /// The plan that is in force on a day; `None` where there is none.
    ///
    /// # Errors
    /// When the database fails or rows do not fit together.
    pub fn plan(&self, territory: &Territory, as_of: AsOf) -> Result<Option<Plan>, Fault> {
        let grids = self.list(Class::Grid, &Filter::default(), as_of)?;
        let members = self.list(Class::Membership, &Filter::default(), as_of)?;
        plan_of(territory, &grids, &members)
    }

    /// Every code that a grid ever had in force, with the grid.
    ///
    /// # Errors
    /// When the database fails.
    pub fn code_history(&self) -> Result<CodeHistory, Fault> {
        let mut history = CodeHistory::default();
        for (code, key) in self.codes_ever(Class::Grid)? {
            history.note(code, grid_id(&key));
        }
        Ok(history)
    }

    /// The first number that no grid ever had.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_grid(&self) -> Result<u32, Fault> {
        let ids = self.keys_ever(Class::Grid)?.iter().filter_map(|key| grid_id(key)).map(|id| id.0).max();
        Ok(ids.map_or(1, |last| last + 1))
    }
}

impl Writing<'_> {
    /// Puts a territory in force from a day on, in place of the one before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_territory(&mut self, territory: &Territory, from: Day) -> Result<(), Fault> {
        let (valid, mut keys) = (Period::since(from), BTreeSet::new());
        let code = |community: usize| format!("community:{}", territory.communities()[community].code);
        for (number, cell) in territory.cells().iter().enumerate() {
            let own = |border: &&Adjacency| border.a == number;
            let borders = territory.borders();
            let start = borders.partition_point(|border| border.a < number);
            let list: Vec<Value> = borders[start..].iter().take_while(own).map(border_json).collect();
            let record = Record::new(format!("cell:{number:07}"), cell.kind.id(), json!({ "borders": list }));
            let record = record.within(code(cell.community)).with_shape(cell.shape.clone());
            keys.insert(record.key.clone());
            self.put_if_new(Class::Territory, &record, valid)?;
        }
        self.end_others(Class::Territory, &keys, from).map(drop)
    }

    /// The plan that is in force on a day, as this transaction has it so far; `None` where there is none.
    ///
    /// # Errors
    /// When the database fails or rows do not fit together.
    pub fn plan(&self, territory: &Territory, as_of: AsOf) -> Result<Option<Plan>, Fault> {
        let grids = self.list(Class::Grid, &Filter::default(), as_of)?;
        let members = self.list(Class::Membership, &Filter::default(), as_of)?;
        plan_of(territory, &grids, &members)
    }

    /// Puts a plan in force from a day on: what differs from the plan until then becomes new versions, what is gone
    /// ends. Days before stay as they were.
    ///
    /// # Errors
    /// When the database fails, or cells of a grid do not fit together.
    pub fn put_plan(&mut self, territory: &Territory, plan: &Plan, from: Day) -> Result<Published, Fault> {
        let (valid, mut published) = (Period::since(from), Published::default());
        let mut keys = BTreeSet::new();
        for record in grid_records(territory, plan)? {
            keys.insert(record.key.clone());
            published.grids += usize::from(self.put_if_new(Class::Grid, &record, valid)?);
        }
        published.ended = self.end_others(Class::Grid, &keys, from)?;
        let mut keys = BTreeSet::new();
        for (idx, courtyard) in territory.courtyards().iter().enumerate() {
            let Some(grid) = plan.grid_of(territory, idx) else { continue };
            let record = Record::new(format!("courtyard:{}", courtyard.code), "", json!({})).within(grid_key(grid));
            keys.insert(record.key.clone());
            published.courtyards += usize::from(self.put_if_new(Class::Membership, &record, valid)?);
        }
        self.end_others(Class::Membership, &keys, from)?;
        Ok(published)
    }

    /// Puts a record unless exactly this holds already from the day on; whether it was put.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_if_new(&mut self, class: Class, record: &Record, valid: Period) -> Result<bool, Fault> {
        let same = |version: &Version| version.record == *record && version.valid.to() == valid.to();
        let known = self.get(class, &record.key, AsOf::day(valid.from()))?;
        // What holds on the first day may be followed by something else, dated ahead.
        if known.is_some_and(|version| same(&version)) {
            return Ok(false);
        }
        self.put(class, record, valid).map(|_| true)
    }

    /// Ends everything of a class that is not named, from a day on.
    fn end_others(&mut self, class: Class, keys: &BTreeSet<String>, from: Day) -> Result<usize, Fault> {
        let held = self.list(class, &Filter::default(), AsOf::day(from))?;
        let gone: Vec<String> = held.into_iter().map(|one| one.record.key).filter(|key| !keys.contains(key)).collect();
        gone.iter().try_for_each(|key| self.end(class, key, from))?;
        Ok(gone.len())
    }
}

/// The grids of a plan as [`Writing::put_plan`] puts them on record, by number.
///
/// # Errors
/// When cells of a grid do not fit together.
pub fn grid_records(territory: &Territory, plan: &Plan) -> Result<Vec<Record>, Fault> {
    let outlines: BTreeMap<GridId, MultiPolygon<f64>> =
        plan::outlines(territory, plan).map_err(|fault| Fault::Database(fault.to_string()))?.into_iter().collect();
    Ok(plan.rows().iter().map(|row| grid_record(territory, plan, row, outlines.get(&row.id))).collect())
}

fn grid_record(territory: &Territory, plan: &Plan, row: &GridRow, outline: Option<&MultiPolygon<f64>>) -> Record {
    let ground: Vec<u32> =
        row.cells.iter().copied().filter(|&cell| territory.courtyard_of_cell(cell).is_none()).collect();
    let GridInfo { code, name, kind, locked, exception } = &row.info;
    let body = json!({ "name": name, "locked": locked, "exception": exception, "ground": ground });
    let community = plan.community_of(territory, row.id).map(|idx| territory.communities()[idx].code.to_string());
    Record {
        code: code.clone(),
        parent: community.map(|code| format!("community:{code}")),
        shape: outline.cloned(),
        ..Record::new(grid_key(row.id), kind.id(), body)
    }
}

fn border_json(border: &Adjacency) -> Value {
    json!([border.b, border.length_mm, border.open_mm, border.main_road_mm, border.wall_mm, border.water_mm])
}

fn rows(communities: &[Version], courtyards: &[Version], cells: &[Version]) -> Result<TerritoryRows, Fault> {
    let index: BTreeMap<&str, usize> =
        communities.iter().enumerate().map(|(idx, version)| (version.record.key.as_str(), idx)).collect();
    let community_of = |version: &Version| {
        let parent = version.record.parent.as_deref().and_then(|key| index.get(key).copied());
        parent.ok_or_else(|| damaged(version, "community"))
    };
    let text = |version: &Version, field: &str| version.record.body[field].as_str().unwrap_or_default().to_owned();
    let code = |version: &Version| {
        let code = version.record.code.as_deref().and_then(|code| Code::new(code).ok());
        code.ok_or_else(|| damaged(version, "code"))
    };
    let community = |version: &Version| {
        let street = version.record.parent.as_deref().unwrap_or_default();
        let street = street.strip_prefix("subdistrict:").unwrap_or(street).to_owned();
        Ok(Community { code: code(version)?, name: text(version, "name"), street })
    };
    let courtyard = |version: &Version| {
        let number = |field: &str| version.record.body[field].as_u64();
        Ok(Courtyard {
            code: code(version)?,
            name: text(version, "name"),
            community: community_of(version)?,
            households: number("households").and_then(|number| u32::try_from(number).ok()),
            cell: number("cell").ok_or_else(|| damaged(version, "cell"))? as usize,
        })
    };
    let mut borders = Vec::new();
    let mut cell = |(a, version): (usize, &Version)| {
        let kind = CellKind::from_id(&version.record.kind).ok_or_else(|| damaged(version, "kind"))?;
        let shape = version.record.shape.clone().ok_or_else(|| damaged(version, "shape"))?;
        for list in version.record.body["borders"].as_array().into_iter().flatten() {
            borders.push(border(a, list).ok_or_else(|| damaged(version, "borders"))?);
        }
        Ok(Cell { kind, community: community_of(version)?, shape })
    };
    Ok(TerritoryRows {
        communities: communities.iter().map(community).collect::<Result<_, Fault>>()?,
        courtyards: courtyards.iter().map(courtyard).collect::<Result<_, Fault>>()?,
        cells: cells.iter().enumerate().map(&mut cell).collect::<Result<_, Fault>>()?,
        borders,
    })
}

fn border(a: usize, list: &Value) -> Option<Adjacency> {
    let figures: Vec<u64> = list.as_array()?.iter().map(Value::as_u64).collect::<Option<_>>()?;
    let [b, length_mm, open_mm, main_road_mm, wall_mm, water_mm] = figures[..] else { return None };
    Some(Adjacency { a, b: b as usize, length_mm, open_mm, main_road_mm, wall_mm, water_mm })
}

fn plan_of(territory: &Territory, grids: &[Version], members: &[Version]) -> Result<Option<Plan>, Fault> {
    let Some(first) = grids.first() else { return Ok(None) };
    let mut rows: BTreeMap<GridId, GridRow> = BTreeMap::new();
    for version in grids {
        let id = grid_id(&version.record.key).ok_or_else(|| damaged(version, "key"))?;
        let body = &version.record.body;
        let ground = body["ground"].as_array().into_iter().flatten().filter_map(|cell| cell.as_u64());
        let info = GridInfo {
            code: version.record.code.clone(),
            name: body["name"].as_str().unwrap_or_default().to_owned(),
            kind: GridKind::from_id(&version.record.kind).ok_or_else(|| damaged(version, "kind"))?,
            locked: body["locked"].as_bool().unwrap_or(false),
            exception: body["exception"].as_str().map(str::to_owned),
        };
        rows.insert(id, GridRow { id, info, cells: ground.map(|cell| cell as u32).collect() });
    }
    for version in members {
        let grid = version.record.parent.as_deref().and_then(grid_id).and_then(|id| rows.get_mut(&id));
        let code = version.record.key.strip_prefix("courtyard:").unwrap_or_default();
        let cell = territory.courtyard(code).map(|idx| territory.courtyards()[idx].cell as u32);
        let (Some(grid), Some(cell)) = (grid, cell) else { return Err(damaged(version, "membership")) };
        grid.cells.push(cell);
    }
    let plan = Plan::new(territory, rows.into_values().collect());
    plan.map(Some).map_err(|faults| damaged(first, format!("{faults:?}")))
}
