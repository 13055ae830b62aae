//! The places of a day: what each is, what it lies in, and how rows name it.

use std::collections::{BTreeMap, HashMap};

use geo_types::MultiPolygon;
use jiff::Timestamp;
use model::{Code, Level, Period, PlaceKey};
use serde_json::Value;
use store::{AsOf, Class, Filter, Store, Version};

use crate::Fault;

/// A place as it was on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What makes it the same over time, as the record has it; a grid keeps it when its code changes.
    pub id: String,
    /// Level and code, as rows and people name it; a grid without a code goes by `#` and its number.
    pub key: PlaceKey,
    /// Its name; may be empty.
    pub name: String,
    /// Kind within its level: of a grid `governance`, `compound`, `exclusive` ...; of others the level's name.
    pub kind: String,
    /// What else the record says.
    pub body: Value,
    /// The places that it lies in, by their ids: of a courtyard its grid, then its community.
    pub parents: Vec<String>,
    /// Number of the version.
    pub version: i64,
    /// The days for which the version holds.
    pub valid: Period,
    /// When it was recorded.
    pub recorded: Timestamp,
}

impl Place {
    /// What a version says of a place by itself, without the grid that it lies in.
    ///
    /// # Errors
    /// When its key or code does not read back.
    pub fn of_version(version: Version) -> Result<Self, Fault> {
        place(version, None)
    }
}

/// All places of a day without their shapes.
#[derive(Debug, Clone, Default)]
pub struct PlaceIndex {
    list: Vec<Place>,
    by_id: HashMap<String, usize>,
    by_key: HashMap<PlaceKey, usize>,
    /// Where the places of each level begin and end.
    levels: HashMap<Level, (usize, usize)>,
}

impl PlaceIndex {
    /// Reads the places that are there on a day.
    ///
    /// # Errors
    /// When the record fails, or a row has no code that reads.
    pub fn read(store: &Store, as_of: AsOf) -> Result<Self, Fault> {
        read(store, as_of, true).map(|(index, _)| index)
    }

    /// All of them: grids, then the others, by their ids.
    pub fn list(&self) -> &[Place] {
        &self.list
    }

    /// The places of a level, by their ids.
    pub fn of_level(&self, level: Level) -> &[Place] {
        self.levels.get(&level).map_or(&[], |&(start, end)| &self.list[start..end])
    }

    /// Where the place with this id stands in the list.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The place with this id.
    pub fn by_id(&self, id: &str) -> Option<&Place> {
        self.by_id.get(id).map(|&at| &self.list[at])
    }

    /// The place that rows name so.
    pub fn by_key(&self, key: &PlaceKey) -> Option<&Place> {
        self.by_key.get(key).map(|&at| &self.list[at])
    }

    /// The places with this code at any level, the largest level first.
    pub fn by_code(&self, code: &Code) -> Vec<&Place> {
        let key = |level| PlaceKey { level, code: code.clone() };
        Level::ALL.into_iter().filter_map(|level| self.by_key(&key(level))).collect()
    }

    /// Everything that a place lies in, the smallest first; a building lies in its courtyard, grid, community, street.
    pub fn around(&self, place: &Place) -> Vec<&Place> {
        let mut found: Vec<&Place> = Vec::new();
        let mut next: Vec<&str> = place.parents.iter().map(String::as_str).collect();
        while let Some(id) = next.pop() {
            let Some(outer) = self.by_id(id) else { continue };
            if outer.id != place.id && !found.iter().any(|one| one.id == outer.id) {
                found.push(outer);
                next.extend(outer.parents.iter().map(String::as_str));
            }
        }
        found.sort_by_key(|outer| std::cmp::Reverse(outer.key.level));
        found
    }

    /// The place around another at a level, the place itself included.
    pub fn at_level<'a>(&'a self, place: &'a Place, level: Level) -> Option<&'a Place> {
        if place.key.level == level {
            return Some(place);
        }
        self.around(place).into_iter().find(|outer| outer.key.level == level)
    }

    fn add(&mut self, place: Place) {
        self.by_id.insert(place.id.clone(), self.list.len());
        self.by_key.insert(place.key.clone(), self.list.len());
        // Ids begin with the level, so those of a level stand together.
        let at = self.list.len();
        self.levels.entry(place.key.level).or_insert((at, at)).1 = at + 1;
        self.list.push(place);
    }
}

/// Areas in the order of the places.
pub(crate) type Shapes = Vec<Option<MultiPolygon<f64>>>;

/// Reads the places of a day, and their shapes in the same order unless they are not wanted.
pub(crate) fn read(store: &Store, as_of: AsOf, bare: bool) -> Result<(PlaceIndex, Shapes), Fault> {
    let wanted = Filter { bare, ..Filter::default() };
    let grids = store.list(Class::Grid, &wanted, as_of)?;
    let members = store.list(Class::Membership, &wanted, as_of)?;
    let mut grid_of: HashMap<String, String> =
        members.into_iter().filter_map(|one| Some((one.record.key, one.record.parent?))).collect();
    let ground = ground(&grids);
    let places = store.list(Class::Place, &wanted, as_of)?;
    for place in &places {
        let cell = place.record.body["cell"].as_u64();
        if let Some(grid) = cell.and_then(|cell| ground.get(&cell)) {
            grid_of.entry(place.record.key.clone()).or_insert_with(|| grid.clone());
        }
    }
    let (mut index, mut shapes) = (PlaceIndex::default(), Vec::new());
    for mut version in grids.into_iter().chain(places) {
        let grid = grid_of.remove(&version.record.key);
        shapes.push(version.record.shape.take());
        index.add(place(version, grid)?);
    }
    Ok((index, shapes))
}

/// Level and code of an id whose place is not there on the day: an ended grid goes by `#` and its number.
pub(crate) fn key_of_id(id: &str) -> Option<PlaceKey> {
    let (level, rest) = id.split_once(':')?;
    let level = Level::from_id(level)?;
    let code = if level == Level::Grid { format!("#{rest}") } else { rest.to_owned() };
    Some(PlaceKey { level, code: Code::new(&code).ok()? })
}

/// The grid of each cell that no courtyard has.
fn ground(grids: &[Version]) -> BTreeMap<u64, String> {
    let cells = |grid: &Version| {
        let cells = grid.record.body["ground"].as_array().into_iter().flatten().filter_map(Value::as_u64);
        cells.map(|cell| (cell, grid.record.key.clone())).collect::<Vec<_>>()
    };
    grids.iter().flat_map(cells).collect()
}

fn place(version: Version, grid: Option<String>) -> Result<Place, Fault> {
    let record = version.record;
    let unreadable = |reason: &str| Fault::Unreadable { key: record.key.clone(), reason: reason.to_owned() };
    let mut key = key_of_id(&record.key).ok_or_else(|| unreadable("key"))?;
    if let Some(code) = &record.code {
        key.code = Code::new(code).map_err(|fault| unreadable(&fault.to_string()))?;
    }
    Ok(Place {
        name: record.body["name"].as_str().unwrap_or_default().to_owned(),
        kind: record.kind,
        parents: grid.into_iter().chain(record.parent).collect(),
        body: record.body,
        id: record.key,
        version: version.number,
        valid: version.valid,
        recorded: version.recorded,
        key,
    })
}
