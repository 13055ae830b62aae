//! Rosters, gaps and who is responsible, on a small record made by hand.

use geo_types::{MultiPolygon, polygon};
use jiff::Timestamp;
use model::{Code, Day, Level, Period, PlaceKey, Sheet};
use registry::{Found, Place, PlaceIndex, PlaceRow, PreparedRoster, RosterFault, RosterRequest, Wanted, WrittenChoice};
use roster::{Config, Mappings, Outcome};
use serde_json::json;
use store::{AsOf, Class, Record, Store};
use tempfile::TempDir;

struct Office {
    _folder: TempDir,
    store: Store,
    config: Config,
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

fn key(level: Level, text: &str) -> PlaceKey {
    PlaceKey { level, code: code(text) }
}

/// A square with its lower left corner here, ten metres wide.
fn square(x: f64, y: f64) -> MultiPolygon<f64> {
    let ring = polygon![(x: x, y: y), (x: x + 10.0, y: y), (x: x + 10.0, y: y + 10.0), (x: x, y: y + 10.0)];
    MultiPolygon(vec![ring])
}

impl Office {
    /// A street with two communities, two grids in the first and one in the second, a courtyard in each grid, and two
    /// buildings in the first courtyard; on record since 2024.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut store = Store::open(folder.path()).expect("a record");
        let from = day("2024-01-01");
        let mut rows = vec![place(Level::Subdistrict, "S1", None, "苇田街道", "", None)];
        for (community, name) in [("C1", "榆泉社区"), ("C2", "汐云社区")] {
            rows.push(place(Level::Community, community, Some(key(Level::Subdistrict, "S1")), name, "", None));
        }
        let yards = [
            ("Y1", "C1", "安庆里", "荻岩路1号", 0.0),
            ("Y2", "C1", "平安里", "荻岩路11号", 10.0),
            ("Y3", "C2", "平安里", "荻岩路1-1号", 20.0),
        ];
        for (yard, community, name, address, x) in yards {
            let outer = Some(key(Level::Community, community));
            rows.push(place(Level::Courtyard, yard, outer, name, address, Some(square(x, 0.0))));
        }
        for (building, name) in [("B1", "1号楼"), ("B12", "12号楼")] {
            rows.push(place(Level::Building, building, Some(key(Level::Courtyard, "Y1")), name, "", None));
        }
        let mut writing = store.write("Wang", "load", Timestamp::UNIX_EPOCH).expect("a transaction");
        registry::put_places(&mut writing, &rows, from).expect("places");
        for (number, community, yard, x) in [(1, "C1", "Y1", 0.0), (2, "C1", "Y2", 10.0), (3, "C2", "Y3", 20.0)] {
            let name = format!("{}第{number}网格", if community == "C1" { "榆泉" } else { "汐云" });
            let grid = Record::new(format!("grid:{number}"), "governance", json!({ "name": name, "ground": [] }));
            let grid = grid.with_code(format!("G{number}")).within(format!("community:{community}"));
            writing.put(Class::Grid, &grid.with_shape(square(x, 0.0)), Period::since(from)).expect("a grid");
            let member = Record::new(format!("courtyard:{yard}"), "", json!({})).within(format!("grid:{number}"));
            writing.put(Class::Membership, &member, Period::since(from)).expect("a member");
        }
        writing.commit().expect("kept");
        let config = registry::district(&store).expect("the demo's configuration");
        Office { _folder: folder, store, config }
    }

    fn index(&self) -> PlaceIndex {
        PlaceIndex::read(&self.store, AsOf::day(day("2025-06-30"))).expect("places")
    }

    fn prepare(&self, sheets: &[Sheet], choices: &[WrittenChoice]) -> Result<PreparedRoster, RosterFault> {
        let mappings = Mappings::default();
        let (config, as_of) = (&self.config, day("2025-06-30"));
        registry::prepare_roster(
            &self.store,
            sheets,
            &RosterRequest { config, mappings: &mappings, choices, whole: &[], as_of },
        )
    }

    fn import(&mut self, sheets: &[Sheet]) -> PreparedRoster {
        let prepared = self.prepare(sheets, &[]).expect("an import");
        let mut writing = self.store.write("Wang", "roster", Timestamp::UNIX_EPOCH).expect("a transaction");
        registry::put_roster(&mut writing, &prepared).expect("written");
        writing.commit().expect("kept");
        prepared
    }

    fn held(&self) -> Vec<registry::Held> {
        registry::assignments(&self.store, &self.index(), None).expect("assignments")
    }
}

fn place(
    level: Level,
    own: &str,
    parent: Option<PlaceKey>,
    name: &str,
    address: &str,
    shape: Option<MultiPolygon<f64>>,
) -> PlaceRow {
    PlaceRow { key: key(level, own), parent, body: json!({ "name": name, "address": address }), shape }
}

fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let rows = rows.iter().map(|row| row.iter().map(|&cell| cell.into()).collect()).collect();
    Sheet { file: format!("{name}.csv"), name: name.to_owned(), rows, ..Sheet::default() }
}

/// Workers of the three grids; the second contract begins before the people are listed.
fn workers() -> Sheet {
    sheet(
        "网格员",
        &[
            &["工号", "姓名", "电话", "网格编号", "开始日期", "结束日期"],
            &["W1", "赵甲", "19900000001", "G1", "2025-01-01", ""],
            &["W2", "钱乙", "19900000002", "G2", "2024-05-01", "2025-12-31"],
            &["W3", "孙丙", "", "G3", "", ""],
        ],
    )
}

#[test]
fn the_same_roster_twice_changes_nothing_and_a_correction_changes_its_row() {
    let mut office = Office::new();
    let first = office.import(&[workers()]);
    assert_eq!((first.plan.new_holders.len(), first.plan.inserts.len()), (3, 3));
    assert!(office.import(&[workers()]).plan.is_empty());
    let mut corrected = workers();
    corrected.rows[2][5] = "2026-12-31".into();
    corrected.rows[1][2] = "19900000009".into();
    let told = office.import(&[corrected.clone()]).plan;
    assert_eq!((told.inserts.len(), told.changes.len(), told.changed_holders.len()), (0, 1, 1));
    assert!(office.import(&[corrected]).plan.is_empty());
    assert_eq!(office.held().len(), 3);
    let book = |on: &str| registry::holder_book(&office.store, AsOf::day(day(on))).expect("people");
    let phone = |on: &str| book(on).iter().find(|one| one.name == "赵甲").map(|one| one.phone.clone());
    assert_eq!(phone("2025-06-29").as_deref(), Some("19900000001"));
    assert_eq!(phone("2025-06-30").as_deref(), Some("19900000009"));
    assert_eq!(phone("2020-01-01").as_deref(), Some("19900000001"), "nobody is without a name before they are known");
}

#[test]
fn rows_add_up_and_choices_settle_them() {
    let office = Office::new();
    let heads = sheet(
        "楼组长",
        &[
            &["姓名", "电话", "楼院"],
            &["赵甲", "19900000001", "安庆里"],
            &["钱乙", "19900000002", "平安里"],
            &["孙丙", "19900000003", "没有的楼院名"],
            &["合计", "", "3"],
        ],
    );
    let sheets = [heads];
    let prepared = office.prepare(&sheets, &[]).expect("an import");
    let rows = registry::sheet_rows(&sheets, &prepared.import).remove(0);
    assert_eq!((rows.rows, rows.skipped, rows.matched, rows.to_choose, rows.rejected), (5, 2, 1, 1, 1));
    let choices = |row: &str, level: &str, code: &str| {
        let list = sheet("选定", &[&["表", "行号", "类别", "编码"], &["楼组长", row, level, code]]);
        office
            .prepare(&sheets, &registry::read_choices(&list).map_err(|fault| fault.to_string())?)
            .map_err(|fault| fault.to_string())
            .map(|prepared| {
                prepared.import.rows.iter().filter(|row| matches!(row.outcome, Outcome::Matched { .. })).count()
            })
    };
    assert_eq!(choices("3", "courtyard", "Y3"), Ok(2));
    let check = |row: &str, level: &str, code: &str, reason: &str| {
        let told = choices(row, level, code).unwrap_err();
        assert!(told.contains(reason), "{told}");
    };
    check("3", "courtyard", "Y9", "there is no Y9");
    check("9", "courtyard", "Y3", "no such row");
    check("3", "moon", "Y3", "\"moon\" cannot be read");
    check("x", "courtyard", "Y3", "\"x\" cannot be read");
}

#[test]
fn ended_assignments_are_gaps_from_their_day_on() {
    let mut office = Office::new();
    office.import(&[workers()]);
    let held = office.held();
    let end = |office: &mut Office, id: &str, from: &str| {
        let mut writing = office.store.write("Wang", "end", Timestamp::UNIX_EPOCH).expect("a transaction");
        let done = registry::end_held(&mut writing, &held, id, day(from)).map(|held| held.id);
        writing.commit().expect("kept");
        done
    };
    let one = held.iter().find(|one| one.assignment.place.code == code("G1")).expect("held");
    assert!(end(&mut office, &one.id, "2025-01-01").is_err(), "it would never have been");
    assert!(end(&mut office, "nobody", "2025-09-01").is_err());
    assert_eq!(end(&mut office, &one.version.to_string(), "2025-09-01").ok(), Some(one.id.clone()));
    let (held, index) = (office.held(), office.index());
    let gaps = |on: &str, within: Option<PlaceKey>| {
        let all = registry::gaps(&office.config, &index, &held, day(on), within.as_ref());
        let of = all.into_iter().find(|one| one.role.name.0 == "grid-worker").expect("the role");
        (of.places, of.gaps.iter().map(|place| place.key.code.to_string()).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(gaps("2025-08-31", None), (3, String::new()));
    assert_eq!(gaps("2025-09-01", None), (3, "G1".to_owned()));
    assert_eq!(gaps("2026-01-01", Some(key(Level::Community, "C1"))), (2, "G1 G2".to_owned()));
    assert_eq!(gaps("2026-01-01", Some(key(Level::Community, "C2"))), (1, String::new()));
    let ends = |on: &str, days| {
        let ends = registry::term_ends(&held, day(on), days);
        (ends.ending.len(), ends.expired.len())
    };
    assert_eq!(ends("2025-08-01", 30), (1, 0));
    assert_eq!(ends("2025-12-01", 30), (1, 1));
    assert_eq!(ends("2026-01-01", 30), (0, 2));
    let at = |place: &str| Wanted { place: Some(code(place)), on: Some(day("2025-09-01")), ..Wanted::default() };
    assert_eq!(registry::wanted(&held, &at("G1")).len(), 0);
    assert_eq!(registry::wanted(&held, &at("G2")).len(), 1);
}

#[test]
fn addresses_find_their_place_or_offer_several() {
    let office = Office::new();
    let index = office.index();
    let check = |text: &str, expect: &str| {
        let codes = |list: &[&Place]| list.iter().map(|place| place.key.code.to_string()).collect::<Vec<_>>().join(" ");
        let found = match registry::find_places(&index, text) {
            Found::One(place) => codes(&[place]),
            Found::Several(list) => format!("? {}", codes(&list)),
            Found::Nothing => "-".to_owned(),
        };
        assert_eq!(found, expect, "{text}");
    };
    check("荻岩路1号", "Y1");
    check(" 荻岩路 １１ 号", "Y2");
    check("荻岩路1－1号", "Y3");
    check("荻岩路十一号", "Y2");
    check("荻岩路111号", "-");
    check("荻岩路1号12号楼3单元", "B12");
    check("荻岩路1号2号楼", "Y1");
    check("苇田街道榆泉社区荻岩路1号", "Y1");
    check("荻岩路", "? Y1 Y2 Y3");
    check("平安里", "? Y2 Y3");
    check("汐云社区平安里5号楼", "Y3");
    check("安庆", "? Y1");
    check("榆泉", "C1");
    check("y2", "Y2");
    check("", "-");
}

#[test]
fn a_point_is_in_its_grid_and_on_a_line_in_both() {
    let mut office = Office::new();
    office.import(&[workers()]);
    let (index, held) = (office.index(), office.held());
    let as_of = AsOf::day(day("2025-06-30"));
    let at = |x: f64| registry::place_at(&office.store, &index, as_of, [x, 5.0]).expect("an answer");
    let codes = |places: &[&Place]| places.iter().map(|place| place.key.code.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(codes(&at(3.0)), "Y1 G1");
    assert_eq!(codes(&at(31.0)), "");
    assert!(matches!(registry::smallest(&at(10.0)), Found::Several(two) if codes(&two) == "Y1 Y2"));
    let holding = at(3.0);
    let Found::One(place) = registry::smallest(&holding) else { panic!("one place") };
    let chain = registry::chain(&index, place, &holding);
    assert_eq!(codes(&chain), "Y1 G1 C1 S1");
    let book = registry::holder_book(&office.store, as_of).expect("people");
    let staff = registry::Staff::new(held, book);
    let worker = |on: &str| {
        let all = staff.responsible(&office.config, &chain, day(on));
        let duty = all[1].duties.iter().find(|duty| duty.role.name.0 == "grid-worker").expect("the role").clone();
        let names: Vec<_> = duty.holders.iter().filter_map(|(_, record)| record.map(|one| one.name.clone())).collect();
        (duty.is_vacant(), names.join(" "))
    };
    assert_eq!(worker("2024-12-31"), (true, String::new()));
    assert_eq!(worker("2025-01-01"), (false, "赵甲".to_owned()));
}
