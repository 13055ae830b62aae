//! A record with everything that a district has, as large as wanted.

use coverage::{Evidence, Fact, Known, Surveyed, Told};
use jiff::Timestamp;
use model::{Assignment, Code, Day, Holder, Level, Period, Place, PlaceKey, RoleName, Sheet, Value};
use plan::{Edit, GridId, Plan, Territory};
use registry::{PlaceIndex, PlaceRow, Signature};
use roster::HolderRecord;
use serde_json::json;
use store::{AsOf, Class, Store};

use crate::lattice::Lattice;

pub(crate) const FIRST: Timestamp = Timestamp::UNIX_EPOCH;
const SINCE: Day = Day::constant(2024, 1, 1);
const COURTYARDS: usize = 1418;
/// Roles of every grid.
const ROLES: [&str; 4] = ["grid-worker", "street-cadre", "owners-committee", "property-company"];

pub(crate) struct District {
    territory: Territory,
    plan: Plan,
    /// Grids of a row.
    across: u32,
}

/// Who writes the n-th change.
pub(crate) fn by(number: i64) -> Signature {
    let at = Timestamp::from_second(1_790_000_000 + number).expect("a moment");
    Signature { author: "bench".to_owned(), at, today: Day::constant(2026, 1, 1) }
}

impl District {
    /// Communities of 4 × 7 courtyards, four courtyards a grid.
    pub(crate) fn of(scale: usize) -> Self {
        let columns = 4 * ((COURTYARDS * scale / 28) as f64).sqrt().round() as usize;
        let rows = 7 * (COURTYARDS * scale).div_ceil(columns * 7);
        let lattice = Lattice { block: (4, 7), ..Lattice::plain(columns, rows) };
        let territory = lattice.territory();
        let plan = lattice.plan(&territory, |cell| cell as u32 / 4 + 1);
        District { territory, plan, across: columns as u32 / 4 }
    }

    /// The grid north of one of the first row.
    pub(crate) fn grid_above(&self, number: u32) -> GridId {
        GridId(number + self.across)
    }

    /// The n-th of many moves that do not meet: the last courtyard of a grid goes to the grid north of it, inside its
    /// community of seven rows.
    pub(crate) fn move_north(&self, number: u32) -> Edit {
        let (row, column) = (number / self.across, number % self.across);
        let grid = (row / 3 * 7 + row % 3 * 2) * self.across + column + 1;
        Edit::Move { courtyards: vec![format!("C{}", grid * 4 - 1)], to: self.grid_above(grid) }
    }

    /// Puts everything on record; the number of versions.
    pub(crate) fn fill(&self, store: &mut Store) -> u64 {
        let mut writing = store.write("bench", "load", FIRST).expect("a transaction");
        registry::put_places(&mut writing, &self.places(), SINCE).expect("places");
        writing.put_territory(&self.territory, SINCE).expect("a territory");
        writing.put_plan(&self.territory, &self.plan, SINCE).expect("a plan");
        writing.commit().expect("kept");
        let index = PlaceIndex::read(store, AsOf::day(SINCE)).expect("places");
        let mut writing = store.write("bench", "rosters", FIRST).expect("a transaction");
        for number in 1..=self.plan.grids().len() {
            for (role, at) in ROLES.iter().zip(0..) {
                let holder = holder(number, at);
                registry::put_holder(&mut writing, &record(&holder), SINCE).expect("a holder");
                registry::put_assignment(&mut writing, &index, &assignment(role, holder, number)).expect("written");
            }
        }
        registry::put_evidence(&mut writing, &index, &self.survey()).expect("evidence");
        writing.commit().expect("kept");
        Class::ALL.iter().map(|&class| store.count(class).expect("a count")).sum()
    }

    /// The roster of the grid workers; another `edition` has other telephones.
    pub(crate) fn roster(&self, edition: usize) -> Sheet {
        let text = |text: &str| Value::Text(text.to_owned());
        let mut rows = vec![["工号", "姓名", "单位", "职务", "电话", "网格编号"].map(text).to_vec()];
        for number in 1..=self.plan.grids().len() {
            let HolderRecord { holder, name, unit, post, phone } = record(&holder(number, 0));
            let phone = if edition == 0 { phone } else { format!("1990{:07}", number + 5_000_000) };
            let cells = [holder.code().to_string(), name, unit, post, phone, format!("G{number}")];
            rows.push(cells.map(|cell| text(&cell)).to_vec());
        }
        Sheet { file: "网格员.xlsx".to_owned(), name: "网格员".to_owned(), rows, merged: Vec::new() }
    }

    fn places(&self) -> Vec<PlaceRow> {
        let code = |text: &str| Code::new(text).expect("a code");
        let row = |level, code: Code, parent: Option<PlaceKey>, body, shape| PlaceRow {
            key: PlaceKey { level, code },
            parent,
            body,
            shape,
        };
        let communities = self.territory.communities().iter().map(|one| {
            let street = PlaceKey { level: Level::Subdistrict, code: code(&one.street) };
            row(Level::Community, one.code.clone(), Some(street), json!({ "name": one.name }), None)
        });
        let mut streets: Vec<&String> = self.territory.communities().iter().map(|one| &one.street).collect();
        streets.dedup();
        let streets =
            streets.into_iter().map(|one| row(Level::Subdistrict, code(one), None, json!({ "name": one }), None));
        let courtyards = self.territory.courtyards().iter().map(|one| {
            let community = self.territory.communities()[one.community].code.clone();
            let parent = PlaceKey { level: Level::Community, code: community };
            let body = json!({ "name": one.name, "households": one.households, "cell": one.cell });
            row(
                Level::Courtyard,
                one.code.clone(),
                Some(parent),
                body,
                Some(self.territory.cells()[one.cell].shape.clone()),
            )
        });
        streets.chain(communities).chain(courtyards).collect()
    }

    /// A survey of every grid: a committee, a property company, the year of renovation.
    fn survey(&self) -> Surveyed {
        let mut surveyed = Surveyed { lists: 1, rows: self.plan.grids().len(), ..Surveyed::default() };
        for number in 1..=self.plan.grids().len() {
            let at = Place { layer: Some("survey".to_owned()), row: Some(number), ..Place::default() };
            for kind in ["committee", "property"] {
                let evidence = Evidence {
                    place: grid(number),
                    kind: kind.to_owned(),
                    value: if number % 5 == 0 { Known::Unknown } else { Known::Yes },
                    period: Period::since(SINCE),
                    source: "survey".to_owned(),
                    recorded: SINCE,
                };
                surveyed.evidence.push((evidence, at.clone()));
            }
            let fact = Fact::Year(2018 + (number % 8) as i16);
            let attribute = "renovated".to_owned();
            surveyed.told.push(Told { place: grid(number), attribute, fact, day: Day::constant(2025, 12, 31), at });
        }
        surveyed
    }
}

fn grid(number: usize) -> PlaceKey {
    PlaceKey { level: Level::Grid, code: Code::new(&format!("G{number}")).expect("a code") }
}

fn holder(number: usize, role: usize) -> Holder {
    let code = Code::new(&format!("H{role}{number:06}")).expect("a code");
    if role < 2 { Holder::Person(code) } else { Holder::Organisation(code) }
}

fn record(holder: &Holder) -> HolderRecord {
    let number: usize = holder.code().as_str()[2..].parse().expect("a number");
    HolderRecord {
        holder: holder.clone(),
        name: format!("{}", char::from_u32(0x4E00 + (number % 20_000) as u32).unwrap_or('一')).repeat(2),
        unit: "street".to_owned(),
        post: "网格员".to_owned(),
        phone: format!("1990{number:07}"),
    }
}

fn assignment(role: &str, holder: Holder, number: usize) -> Assignment {
    Assignment {
        holder,
        role: RoleName(role.to_owned()),
        place: grid(number),
        period: Period::since(SINCE),
        details: Vec::new(),
    }
}
