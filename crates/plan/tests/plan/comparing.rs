//! What a comparison says.

use plan::{Attribute, Command, Cut, Draft, Edit, Fate, GridId, Merged, Moved, Split, compare, identified};

use crate::lattice::{Lattice, SIDE};

fn lattice() -> Lattice {
    Lattice { block: (4, 2), ..Lattice::plain(8, 2) }
}

#[test]
fn each_kind_of_change_is_named() {
    let lattice = lattice();
    let territory = lattice.territory();
    let old = lattice.plan(&territory, |cell| cell as u32 % 8 / 2 + 1);
    let mut draft = Draft::new(&territory, old.clone());
    let edits = [
        Edit::Split { grid: GridId(1), by: Cut::List { courtyards: vec!["C0".to_owned()] } },
        Edit::Merge { grids: vec![GridId(3)], into: GridId(4) },
        Edit::Rename { grid: GridId(2), name: "Old Town".to_owned() },
        Edit::Recode { grid: GridId(2), code: Some("X".to_owned()) },
    ];
    for edit in edits {
        draft.apply(&territory, Command::new("a", edit)).unwrap();
    }
    let found = compare(&territory, &old, draft.plan());
    let cell = SIDE * SIDE;
    assert_eq!((found.new.as_slice(), found.gone.as_slice()), (&[GridId(5)][..], &[GridId(3)][..]));
    assert_eq!(found.kept, [GridId(2)]);
    let moved = |grid, gained_m2, lost_m2| Moved { grid: GridId(grid), gained_m2, lost_m2 };
    assert_eq!(found.moved, [moved(1, 0.0, cell), moved(4, 4.0 * cell, 0.0)]);
    assert_eq!(found.split, [Split { from: GridId(1), into: vec![GridId(1), GridId(5)] }]);
    assert_eq!(found.merged, [Merged { from: vec![GridId(4), GridId(3)], into: GridId(4) }]);
    let text = |before: &str, after: &str| Attribute { grid: GridId(2), before: before.into(), after: after.into() };
    assert_eq!((found.renamed, found.recoded), (vec![text("Grid 2", "Old Town")], vec![text("G2", "X")]));
    assert_eq!(found.courtyards.len(), 5);
    assert_eq!(found.area_moved_m2, 5.0 * cell);
}

#[test]
fn heirs_share_by_households() {
    let lattice = lattice();
    let territory = lattice.territory();
    let old = lattice.plan(&territory, |cell| cell as u32 % 8 / 2 + 1);
    let mut draft = Draft::new(&territory, old.clone());
    draft
        .apply(&territory, Command::new("a", Edit::Move { courtyards: vec!["C1".to_owned()], to: GridId(2) }))
        .unwrap();
    let found = compare(&territory, &old, draft.plan());
    let households = |cell: usize| f64::from(territory.courtyards()[cell].households.unwrap());
    let whole: f64 = [0, 1, 8, 9].map(households).iter().sum();
    assert_eq!(
        found.heirs(GridId(1)),
        [(GridId(1), (whole - households(1)) / whole), (GridId(2), households(1) / whole),]
    );
    let fates: Vec<_> = (1..=5).map(|id| found.fate(GridId(id))).collect();
    assert_eq!(fates, [Some(Fate::Changed), Some(Fate::Changed), Some(Fate::Kept), Some(Fate::Kept), None]);
    assert_eq!(found.breaks().len(), 2);
}

#[test]
fn imported_grids_are_known_again() {
    let lattice = lattice();
    let territory = lattice.territory();
    let old = lattice.plan(&territory, |cell| cell as u32 % 8 / 2 + 1);
    // Other numbers; grid 3's code stands for other ground, grid 1 has no code and most of its ground.
    let mut rows = lattice.plan(&territory, |cell| [13, 13, 11, 11, 12, 12, 14, 14][cell % 8]).rows();
    for row in &mut rows {
        row.info.code = (row.id.0 == 14).then(|| "G3".to_owned());
    }
    let new = plan::Plan::new(&territory, rows).unwrap();
    let known = identified(&territory, &old, &new, 20).unwrap();
    let ids: Vec<u32> = known.grids().keys().map(|id| id.0).collect();
    assert_eq!(ids, [1, 2, 3, 20]);
    assert_eq!(known.grid_of_cell(0), Some(GridId(1)));
    assert_eq!(known.grid_of_cell(6), Some(GridId(3)));
    assert_eq!(known.grid_of_cell(4), Some(GridId(20)));
}
