//! Two people, undo and redo, drafts that are put away and taken up again.

use plan::{Broken, Command, Draft, DraftLog, Edit, GridId, Refused, Territory};

use crate::lattice::Lattice;

fn begin() -> (Territory, Draft) {
    let lattice = Lattice::plain(6, 2);
    let territory = lattice.territory();
    let draft = Draft::new(&territory, lattice.plan(&territory, |cell| cell as u32 % 6 / 2 + 1));
    (territory, draft)
}

fn rename(grid: u32, name: &str) -> Edit {
    Edit::Rename { grid: GridId(grid), name: name.to_owned() }
}

fn put(courtyard: &str, grid: u32) -> Edit {
    Edit::Move { courtyards: vec![courtyard.to_owned()], to: GridId(grid) }
}

fn seen(author: &str, edit: Edit, seen: &[(u32, u64)]) -> Command {
    let seen = seen.iter().map(|&(grid, revision)| (GridId(grid), revision)).collect();
    Command { author: author.to_owned(), edit, seen }
}

#[test]
fn a_conflict_names_both_and_loses_nothing() {
    let (territory, mut draft) = begin();
    let revisions = [(1, 0), (2, 0), (3, 0)];
    draft.apply(&territory, seen("Li", put("C0", 2), &revisions)).unwrap();
    let before = draft.clone();
    let Err(Refused::Conflict(conflict)) = draft.apply(&territory, seen("Wang", rename(2, "East"), &revisions)) else {
        panic!("no conflict")
    };
    assert_eq!((conflict.mine.author.as_str(), conflict.mine.edit), ("Wang", rename(2, "East")));
    assert_eq!((conflict.theirs.author.as_str(), conflict.theirs.edit), ("Li", put("C0", 2)));
    assert_eq!((conflict.grid, conflict.theirs.number), (Some(GridId(2)), Some(1)));
    assert_eq!(draft, before);
    // Another grid goes through; so does the same one by somebody who looked again, and by the author.
    draft.apply(&territory, seen("Wang", rename(3, "West"), &revisions)).unwrap();
    draft.apply(&territory, seen("Li", rename(1, "South"), &revisions)).unwrap();
    let now = draft.revision(GridId(2));
    draft.apply(&territory, seen("Wang", rename(2, "East"), &[(2, now)])).unwrap();
    assert_eq!(draft.log().done.len(), 4);
}

#[test]
fn an_edit_on_what_is_gone_is_a_conflict() {
    let (territory, mut draft) = begin();
    let merge = Edit::Merge { grids: vec![GridId(2)], into: GridId(1) };
    draft.apply(&territory, seen("Li", merge, &[])).unwrap();
    let refused = draft.apply(&territory, seen("Wang", rename(2, "East"), &[(2, 0)]));
    assert!(matches!(refused, Err(Refused::Conflict(_))), "{refused:?}");
}

#[test]
fn what_somebody_took_back_is_a_conflict_for_who_built_on_it() {
    let (territory, mut draft) = begin();
    draft.apply(&territory, seen("Li", put("C0", 2), &[])).unwrap();
    let saw = draft.revision(GridId(2));
    draft.undo(&territory, Some("Li")).unwrap();
    let refused = draft.apply(&territory, seen("Wang", rename(2, "East"), &[(2, saw)]));
    assert!(matches!(refused, Err(Refused::Conflict(_))), "{refused:?}");
}

#[test]
fn everybody_takes_back_their_own() {
    let (territory, mut draft) = begin();
    let base = draft.plan().clone();
    draft.apply(&territory, seen("Li", rename(1, "a"), &[])).unwrap();
    draft.apply(&territory, seen("Wang", rename(2, "b"), &[])).unwrap();
    draft.undo(&territory, Some("Li")).unwrap();
    assert_eq!(draft.plan().grid(GridId(1)).unwrap().info, base.grid(GridId(1)).unwrap().info);
    assert_eq!(draft.plan().grid(GridId(2)).unwrap().info.name, "b");
    // Wang builds on the grid; what Li took back can no longer be made again, and says why.
    draft.apply(&territory, seen("Wang", rename(1, "c"), &[])).unwrap();
    assert!(matches!(draft.redo(&territory, Some("Li")), Err(Refused::Conflict(_))));
    draft.undo(&territory, Some("Wang")).unwrap();
    draft.redo(&territory, Some("Li")).unwrap();
    assert_eq!(draft.plan().grid(GridId(1)).unwrap().info.name, "a");
}

#[test]
fn nobody_takes_back_what_another_built_on() {
    let (territory, mut draft) = begin();
    draft.apply(&territory, seen("Li", put("C0", 2), &[])).unwrap();
    draft.apply(&territory, seen("Wang", rename(2, "b"), &[])).unwrap();
    let before = draft.clone();
    let Err(Refused::Conflict(conflict)) = draft.undo(&territory, Some("Li")) else { panic!("no conflict") };
    assert_eq!((conflict.mine.number, conflict.theirs.number), (Some(1), Some(2)));
    assert_eq!(draft, before);
}

#[test]
fn a_new_edit_puts_aside_what_was_taken_back() {
    let (territory, mut draft) = begin();
    draft.apply(&territory, seen("Li", rename(1, "a"), &[])).unwrap();
    draft.undo(&territory, None).unwrap();
    draft.apply(&territory, seen("Li", rename(1, "b"), &[])).unwrap();
    assert_eq!(draft.redo(&territory, None), Err(Refused::NoMore));
    assert_eq!(draft.log().aside[0].edit, rename(1, "a"));
    assert_eq!(draft.log().done[0].number, 2);
}

#[test]
fn damaged_rows_are_no_draft() {
    type Break = fn(&mut DraftLog);
    let (territory, mut draft) = begin();
    draft.apply(&territory, seen("Li", put("C0", 2), &[])).unwrap();
    draft.apply(&territory, seen("Li", Edit::Dissolve { grid: GridId(3) }, &[])).unwrap();
    let check = |breaks: Break, expect: Broken| {
        let mut log = draft.log().clone();
        breaks(&mut log);
        assert_eq!(Draft::restore(&territory, log), Err(expect));
    };
    check(|log| log.territory += 1, Broken::OtherTerritory);
    check(
        |log| log.base[0].cells.clear(),
        Broken::Base(vec![
            plan::PlanFault::GridEmpty(GridId(1)),
            plan::PlanFault::CourtyardMissing { code: "C0".to_owned() },
            plan::PlanFault::CourtyardMissing { code: "C1".to_owned() },
            plan::PlanFault::CourtyardMissing { code: "C6".to_owned() },
            plan::PlanFault::CourtyardMissing { code: "C7".to_owned() },
        ]),
    );
    check(|log| log.done[0].delta.cells[0].before = Some(GridId(3)), Broken::Entry(1));
    check(|log| log.done[0].delta.cells[0].after = None, Broken::Entry(1));
    check(|log| log.done[0].delta.cells[0].cell = 99, Broken::Entry(1));
    check(|log| log.done[1].delta.cells.truncate(1), Broken::Entry(2));
    check(|log| log.next_number = 2, Broken::Counters);
    check(|log| log.next_grid = 3, Broken::Counters);
}
