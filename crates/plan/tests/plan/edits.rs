//! What each edit does, and what it refuses.

use model::Rule;
use plan::{CellKind, Command, Cut, Draft, Edit, GridId, GridKind, Plan, Refused, Territory};

use crate::lattice::Lattice;

/// Four columns, three rows; two communities of two columns; cell 5 is ground. Grids are columns 1 to 4.
fn begin() -> (Territory, Draft) {
    let lattice = Lattice { block: (2, 3), ground: vec![(5, CellKind::Remainder)], ..Lattice::plain(4, 3) };
    let territory = lattice.territory();
    let plan = lattice.plan(&territory, |cell| cell as u32 % 4 + 1);
    let draft = Draft::new(&territory, plan);
    (territory, draft)
}

/// The grid of every cell, 0 for none, row by row from the south-west.
fn labels(territory: &Territory, plan: &Plan) -> Vec<u32> {
    (0..territory.cells().len() as u32).map(|cell| plan.grid_of_cell(cell).map_or(0, |id| id.0)).collect()
}

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}

fn new(courtyards: &[&str], exception: Option<&str>) -> Edit {
    let (courtyards, exception) = (codes(courtyards), exception.map(str::to_owned));
    Edit::New { courtyards, cells: vec![], name: " New ".to_owned(), kind: GridKind::Governance, exception }
}

#[test]
fn edits_put_cells_where_they_belong() {
    let check = |edit: Edit, expect: [u32; 12]| {
        let (territory, mut draft) = begin();
        let before = draft.plan().clone();
        draft.apply(&territory, Command::new("a", edit.clone())).unwrap_or_else(|why| panic!("{edit:?}: {why}"));
        assert_eq!(labels(&territory, draft.plan()), expect, "{edit:?}");
        draft.undo(&territory, None).unwrap();
        assert_eq!(draft.plan(), &before, "{edit:?}");
    };
    let grid = GridId;
    check(Edit::Move { courtyards: codes(&["C0"]), to: grid(2) }, [2, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    // C1 and C9 hold the ground between them; when both but C9 go, it stays with C9.
    check(Edit::Move { courtyards: codes(&["C1"]), to: grid(1) }, [1, 1, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    check(Edit::Merge { grids: vec![grid(1), grid(2)], into: grid(2) }, [2, 2, 3, 4, 2, 2, 3, 4, 2, 2, 3, 4]);
    check(
        Edit::Split { grid: grid(1), by: Cut::List { courtyards: codes(&["C0", "C4"]) } },
        [5, 2, 3, 4, 5, 2, 3, 4, 1, 2, 3, 4],
    );
    check(Edit::Split { grid: grid(3), by: Cut::Parts { parts: 3 } }, [1, 2, 3, 4, 1, 2, 5, 4, 1, 2, 6, 4]);
    // Eastwards between the first and the second row: what lies south is on the right.
    let line = vec![[0, 60_000], [240_000, 60_000]];
    check(Edit::Split { grid: grid(2), by: Cut::Line { line: line.clone() } }, [1, 5, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    check(Edit::Redraw { left: grid(4), right: grid(3), line }, [1, 2, 3, 3, 1, 2, 4, 4, 1, 2, 4, 4]);
    check(new(&["C2", "C3"], None), [1, 2, 5, 5, 1, 2, 3, 4, 1, 2, 3, 4]);
    check(new(&["C1", "C2"], Some("No. 7")), [1, 5, 5, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
    check(Edit::Dissolve { grid: grid(1) }, [2, 2, 3, 4, 2, 2, 3, 4, 2, 2, 3, 4]);
    check(Edit::Reshape { cells: vec![5], to: Some(grid(1)) }, [1, 2, 3, 4, 1, 1, 3, 4, 1, 2, 3, 4]);
    check(Edit::Reshape { cells: vec![5], to: None }, [1, 2, 3, 4, 1, 0, 3, 4, 1, 2, 3, 4]);
}

#[test]
fn ground_that_would_be_cut_off_follows() {
    // A row of courtyards with ground behind the last but one.
    let lattice = Lattice { ground: vec![(2, CellKind::Remainder)], ..Lattice::plain(5, 1) };
    let territory = lattice.territory();
    let plan = lattice.plan(&territory, |cell| if cell < 3 { 1 } else { 2 });
    let mut draft = Draft::new(&territory, plan);
    draft.apply(&territory, Command::new("a", Edit::Move { courtyards: codes(&["C1"]), to: GridId(2) })).unwrap();
    assert_eq!(labels(&territory, draft.plan()), [1, 2, 2, 2, 2]);
}

#[test]
fn what_is_said_about_a_grid_changes_alone() {
    let (territory, mut draft) = begin();
    let grid = GridId(3);
    let edits = [
        Edit::Rename { grid, name: " North ".to_owned() },
        Edit::Recode { grid, code: Some("990101001001003".to_owned()) },
        Edit::Exception { grid, document: Some(" 2026 No. 4 ".to_owned()) },
        Edit::Lock { grid, locked: true },
    ];
    for edit in edits {
        draft.apply(&territory, Command::new("a", edit)).unwrap();
    }
    let info = &draft.plan().grid(grid).unwrap().info;
    assert_eq!((info.name.as_str(), info.code.as_deref()), ("North", Some("990101001001003")));
    assert_eq!((info.exception.as_deref(), info.locked), (Some("2026 No. 4"), true));
}

#[test]
fn refusals_name_the_reason_and_change_nothing() {
    let grid = GridId;
    let check = |edit: Edit, expect: Refused| {
        let (territory, mut draft) = begin();
        draft.apply(&territory, Command::new("a", Edit::Lock { grid: grid(4), locked: true })).unwrap();
        let before = draft.clone();
        assert_eq!(draft.apply(&territory, Command::new("a", edit.clone())), Err(expect), "{edit:?}");
        assert_eq!(draft, before, "{edit:?}");
    };
    let across = |id| Refused::AgainstRule { rule: Rule::GridAcrossCommunities, grid: grid(id) };
    check(Edit::Move { courtyards: codes(&["C1"]), to: grid(3) }, across(3));
    check(Edit::Merge { grids: vec![grid(2)], into: grid(3) }, across(3));
    check(new(&["C1", "C2"], None), across(5));
    check(Edit::Move { courtyards: codes(&["C2"]), to: grid(4) }, Refused::Locked(grid(4)));
    check(Edit::Move { courtyards: codes(&["C3"]), to: grid(3) }, Refused::Locked(grid(4)));
    check(Edit::Rename { grid: grid(4), name: "x".to_owned() }, Refused::Locked(grid(4)));
    check(Edit::Dissolve { grid: grid(3) }, across(2));
    check(Edit::Move { courtyards: codes(&["C0", "C4", "C8"]), to: grid(2) }, Refused::WouldEmpty(grid(1)));
    check(Edit::Move { courtyards: codes(&["C0", "C77"]), to: grid(2) }, Refused::CourtyardUnknown("C77".to_owned()));
    check(Edit::Move { courtyards: codes(&["C0"]), to: grid(1) }, Refused::Nothing);
    check(Edit::Move { courtyards: codes(&["C0"]), to: grid(9) }, Refused::GridUnknown(grid(9)));
    check(Edit::Reshape { cells: vec![6], to: None }, Refused::NotGround(6));
    check(Edit::Reshape { cells: vec![5], to: Some(grid(4)) }, Refused::Apart { cell: 5, grid: grid(4) });
    let parts = |parts| Edit::Split { grid: grid(2), by: Cut::Parts { parts } };
    check(parts(3), Refused::TooManyParts { grid: grid(2), parts: 3 });
    check(parts(1), Refused::TooManyParts { grid: grid(2), parts: 1 });
    check(Edit::Recode { grid: grid(1), code: Some("a b".to_owned()) }, Refused::InvalidCode("a b".to_owned()));
    check(Edit::Lock { grid: grid(4), locked: true }, Refused::Nothing);
}

/// A document allows a grid across the line; while it lies there, the document stays.
#[test]
fn an_exception_allows_what_the_rule_refuses() {
    let (territory, mut draft) = begin();
    let mut apply = |edit| draft.apply(&territory, Command::new("a", edit)).map(drop);
    let document = |document: Option<&str>| Edit::Exception { grid: GridId(3), document: document.map(str::to_owned) };
    apply(document(Some("No. 9"))).unwrap();
    apply(Edit::Move { courtyards: codes(&["C1"]), to: GridId(3) }).unwrap();
    let across = Refused::AgainstRule { rule: Rule::GridAcrossCommunities, grid: GridId(3) };
    assert_eq!(apply(document(None)), Err(across));
    apply(Edit::Move { courtyards: codes(&["C1"]), to: GridId(2) }).unwrap();
    apply(document(None)).unwrap();
}

#[test]
fn parts_are_balanced_and_connected() {
    let lattice = Lattice::plain(6, 4);
    let territory = lattice.territory();
    let mut draft = Draft::new(&territory, lattice.plan(&territory, |_| 1));
    draft.apply(&territory, Command::new("a", Edit::Split { grid: GridId(1), by: Cut::Parts { parts: 4 } })).unwrap();
    let checker = plan::Checker::new(&territory, draft.plan(), plan::Rules::default());
    let households = |id: u32| checker.figures(GridId(id)).unwrap().households as f64;
    let mean = (1..=4).map(households).sum::<f64>() / 4.0;
    for id in 1..=4 {
        assert!((households(id) / mean - 1.0).abs() < 0.25, "{id}: {} of {mean}", households(id));
        let apart = checker.findings_of(GridId(id)).iter().any(|finding| finding.rule == Rule::GridNotContiguous);
        assert!(!apart, "{id}");
    }
}

#[test]
fn edits_read_as_plain_json() {
    let check = |json: &str| {
        let edit: Edit = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&edit).unwrap(), json);
    };
    check(r#"{"edit":"move","courtyards":["C0"],"to":2}"#);
    check(r#"{"edit":"split","grid":1,"by":{"by":"parts","parts":2}}"#);
    check(r#"{"edit":"reshape","cells":[5],"to":null}"#);
    check(r#"{"edit":"exception","grid":3,"document":"No. 9"}"#);
}
