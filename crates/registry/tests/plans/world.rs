//! A record with a street, a community of 4 × 2 courtyards of 10 households each, three grids and who serves them.

use geo_types::{MultiPolygon, Polygon};
use jiff::Timestamp;
use model::{Assignment, Code, Day, Holder, Level, Period, PlaceKey, RoleName};
use plan::{
    Cell, CellKind, Command, Community, Courtyard, Edit, GridId, GridInfo, GridRow, Plan, Step, Territory,
    TerritoryRows,
};
use registry::{CarryRules, OpenDraft, Origin, PlaceIndex, Publication, Signature};
use roster::HolderRecord;
use serde_json::json;
use store::{AsOf, Class, Filter, Record, Store};
use topology::Adjacency;

/// Where the cells of each grid stand at the beginning: 1 1 on the left of 2, and 3 on the right, two rows of them.
pub(crate) const GRIDS: [u32; 8] = [1, 2, 3, 3, 1, 2, 3, 3];
/// Today.
pub(crate) const TODAY: Day = Day::constant(2026, 3, 2);
/// The day of publications.
pub(crate) const MONDAY: Day = Day::constant(2026, 3, 9);

pub(crate) struct World {
    _folder: tempfile::TempDir,
    pub(crate) store: Store,
    second: std::cell::Cell<i64>,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut store = Store::open(folder.path()).expect("a record");
        let (territory, from) = (territory(), Day::constant(2024, 1, 1));
        let mut writing = store.write("Founder", "load", Timestamp::from_second(1_700_000_000).unwrap()).unwrap();
        let valid = Period::since(from);
        let street = Record::new("subdistrict:990101001", "subdistrict", json!({ "name": "Street" }));
        writing.put(Class::Place, &street.with_code("990101001"), valid).unwrap();
        let community = Record::new("community:990101001001", "community", json!({ "name": "Community" }));
        let community = community.with_code("990101001001").within("subdistrict:990101001");
        writing.put(Class::Place, &community, valid).unwrap();
        for courtyard in territory.courtyards() {
            let body = json!({ "name": courtyard.name, "households": courtyard.households, "cell": courtyard.cell });
            let record = Record::new(format!("courtyard:{}", courtyard.code), "courtyard", body);
            let record = record.with_code(courtyard.code.as_str()).within("community:990101001001");
            writing.put(Class::Place, &record, valid).unwrap();
        }
        writing.put_territory(&territory, from).unwrap();
        writing.put_plan(&territory, &plan(&territory), from).unwrap();
        writing.commit().unwrap();
        World { _folder: folder, store, second: std::cell::Cell::new(1_710_000_000) }
    }

    /// Another connection to the same record.
    pub(crate) fn beside(&self) -> Store {
        Store::open(self.store.folder()).expect("the record opens")
    }

    pub(crate) fn by(&self, author: &str) -> Signature {
        self.second.set(self.second.get() + 1);
        let at = Timestamp::from_second(self.second.get()).expect("a moment");
        Signature { author: author.into(), at, today: TODAY }
    }

    /// A person or an organisation holds a role at a grid.
    pub(crate) fn assign(&mut self, holder: &str, role: &str, grid: u32, from: &str, to: Option<&str>) {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let index = PlaceIndex::read(&self.store, AsOf::day(TODAY)).expect("places");
        let holder = Holder::Person(code(holder));
        let one = Assignment {
            holder: holder.clone(),
            role: RoleName(role.into()),
            place: PlaceKey { level: Level::Grid, code: code(&format!("G{grid}")) },
            period: Period::new(day(from), to.map(day)).expect("a period"),
            details: vec![("mode".into(), "commercial".into())],
        };
        let by = self.by("Clerk");
        let mut writing = self.store.write(&by.author, "assign", by.at).unwrap();
        let name = format!("Name of {}", holder.code());
        let known = HolderRecord { holder, name, unit: String::new(), post: String::new(), phone: String::new() };
        registry::put_holder(&mut writing, &known, one.period.from()).unwrap();
        registry::put_assignment(&mut writing, &index, &one).unwrap();
        writing.commit().unwrap();
    }

    pub(crate) fn draft(&mut self, name: &str) -> OpenDraft {
        let by = self.by("Wang");
        OpenDraft::begin(&mut self.store, &by, name, &Origin::InForce, TODAY).expect("a draft")
    }

    pub(crate) fn edit(&mut self, draft: &mut OpenDraft, author: &str, edit: Edit) {
        let by = self.by(author);
        draft.edit(&mut self.store, &by, &Command::new(author, edit)).expect("an edit");
    }

    /// Takes a draft to the step before publication.
    pub(crate) fn approve(&mut self, draft: &mut OpenDraft) {
        let by = self.by("Wang");
        draft.number(&mut self.store, &by, &plan::Scheme::Digits15).expect("codes");
        let by = self.by("Wang");
        draft.step(&mut self.store, &by, &Step::Check, &[]).expect("checked");
        draft.submit(&mut self.store, &by, Vec::new()).expect("submitted");
        let step = Step::Approve { document: "2026-7".into() };
        draft.step(&mut self.store, &by, &step, &[]).expect("approved");
    }

    pub(crate) fn publish(&mut self, draft: &mut OpenDraft, from: Day) -> Publication {
        let by = self.by("Li");
        draft.publish(&mut self.store, &by, from, &rules()).expect("published")
    }

    /// Holder, role and grid of everything that is held at grids on a day.
    pub(crate) fn held(&self, day: Day) -> Vec<(String, String, String)> {
        let all = self.store.list(Class::Assignment, &Filter::default(), AsOf::day(day)).expect("an answer");
        let row = |record: Record| {
            let holder = record.body["holder"].as_str().unwrap_or_default().to_owned();
            (holder, record.kind, record.parent.unwrap_or_default())
        };
        let mut held: Vec<_> = all.into_iter().map(|version| row(version.record)).collect();
        held.sort();
        held
    }
}

pub(crate) fn rules() -> CarryRules {
    CarryRules { threshold: registry::CARRY_THRESHOLD, single: ["property-company".to_owned()].into() }
}

pub(crate) fn merge(grids: &[u32], into: u32) -> Edit {
    Edit::Merge { grids: grids.iter().copied().map(GridId).collect(), into: GridId(into) }
}

pub(crate) fn rename(grid: u32, name: &str) -> Edit {
    Edit::Rename { grid: GridId(grid), name: name.into() }
}

pub(crate) fn moved(courtyards: &[usize], to: u32) -> Edit {
    Edit::Move { courtyards: courtyards.iter().map(|number| format!("C{number}")).collect(), to: GridId(to) }
}

fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

fn plan(territory: &Territory) -> Plan {
    let row = |id: u32| GridRow {
        id: GridId(id),
        info: GridInfo { code: Some(format!("G{id}")), name: format!("Grid {id}"), ..GridInfo::default() },
        cells: (0..8).filter(|&cell| GRIDS[cell as usize] == id).collect(),
    };
    Plan::new(territory, (1..=3).map(row).collect()).expect("a plan")
}

fn territory() -> Territory {
    let square = |cell: usize| {
        let (x, y) = ((cell % 4) as f64 * 60.0, (cell / 4) as f64 * 60.0);
        let ring = vec![(x, y), (x + 60.0, y), (x + 60.0, y + 60.0), (x, y + 60.0), (x, y)];
        MultiPolygon::new(vec![Polygon::new(ring.into(), Vec::new())])
    };
    let border = |a: usize, b: usize| Adjacency { a, b, length_mm: 60_000, open_mm: 60_000, ..Adjacency::default() };
    let mut borders: Vec<Adjacency> = (0..8).filter(|cell| cell % 4 < 3).map(|cell| border(cell, cell + 1)).collect();
    borders.extend((0..4).map(|cell| border(cell, cell + 4)));
    borders.sort_by_key(|border| (border.a, border.b));
    let courtyard = |cell: usize| Courtyard {
        code: code(&format!("C{cell}")),
        name: format!("Yard {cell}"),
        community: 0,
        households: Some(10),
        cell,
    };
    let community = Community { code: code("990101001001"), name: "Community".into(), street: "990101001".into() };
    let rows = TerritoryRows {
        communities: vec![community],
        courtyards: (0..8).map(courtyard).collect(),
        cells: (0..8).map(|cell| Cell { kind: CellKind::Courtyard, community: 0, shape: square(cell) }).collect(),
        borders,
    };
    Territory::new(rows).expect("a territory")
}
