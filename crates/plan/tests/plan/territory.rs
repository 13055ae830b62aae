//! Rows that are no territory and rows that are no plan.

use plan::{GridId, GridRow, Plan, PlanFault, Territory, TerritoryFault, TerritoryRows};

use crate::lattice::{Lattice, info};

#[test]
fn each_fault_is_named() {
    type Break = fn(&mut TerritoryRows);
    let check = |breaks: Break, expect: &[&str]| {
        let mut rows = Lattice::plain(2, 2).rows();
        breaks(&mut rows);
        let faults = Territory::new(rows).unwrap_err();
        assert_eq!(faults.iter().map(TerritoryFault::to_string).collect::<Vec<_>>(), expect);
    };
    check(|rows| rows.courtyards[1].code = rows.courtyards[0].code.clone(), &["two courtyards have the code C0"]);
    check(
        |rows| rows.cells[3].community = 7,
        &["courtyard C3 and its cell are in different communities", "cell 3 names community 7, which is not there"],
    );
    check(
        |rows| rows.courtyards[1].cell = 0,
        &["courtyard C1 cannot have cell 0", "courtyard cell 1 has no courtyard"],
    );
    check(|rows| rows.borders.swap(0, 1), &["border 1 is out of order, repeated or of cells that are not there"]);
    check(|rows| rows.cells[2].shape.0.clear(), &["cell 2 has no ground"]);
}

#[test]
fn cells_that_overlap_are_no_tiling() {
    let mut rows = Lattice::plain(3, 1).rows();
    assert!(Territory::new(rows.clone()).unwrap().prove().is_ok());
    rows.cells[1].shape = rows.cells[0].shape.clone();
    assert!(Territory::new(rows).unwrap().prove().is_err());
}

#[test]
fn the_fingerprint_tells_territories_apart() {
    let (one, other) = (Lattice::plain(2, 3).territory(), Lattice::plain(3, 2).territory());
    assert_ne!(one.fingerprint(), other.fingerprint());
    assert_eq!(one.fingerprint(), Lattice::plain(2, 3).territory().fingerprint());
}

#[test]
fn rows_that_are_no_partition_are_refused_with_all_faults() {
    let territory = Lattice::plain(2, 2).territory();
    let row = |id, cells: &[u32]| GridRow { id: GridId(id), info: info(id), cells: cells.to_vec() };
    let faults = Plan::new(&territory, vec![row(1, &[0, 1]), row(2, &[1, 9]), row(3, &[])]).unwrap_err();
    let expect = [
        PlanFault::CellTwice { cell: 1, first: GridId(1), second: GridId(2) },
        PlanFault::CellUnknown { grid: GridId(2), cell: 9 },
        PlanFault::GridEmpty(GridId(3)),
        PlanFault::CourtyardMissing { code: "C2".to_owned() },
        PlanFault::CourtyardMissing { code: "C3".to_owned() },
    ];
    assert_eq!(faults, expect);
}
