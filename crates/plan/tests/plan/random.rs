//! Random edits: at every step a partition, findings as if looked for anew, and a way back and forth.

use std::collections::{BTreeMap, BTreeSet};

use plan::{
    CellKind, Checker, CodeHistory, Command, Cut, Draft, DraftLog, Edit, GridId, GridKind, Numbering, Plan, Range,
    Rules, Scheme, Territory, compare, number,
};
use proptest::prelude::*;

use crate::lattice::Lattice;

/// 8 × 6 cells in four communities with a main road and ground of two kinds.
fn lattice() -> Lattice {
    let ground =
        vec![(9, CellKind::Remainder), (10, CellKind::Remainder), (29, CellKind::Compound), (46, CellKind::Green)];
    Lattice { block: (4, 3), ground, roads: vec![2, 4], ..Lattice::plain(8, 6) }
}

fn base(lattice: &Lattice, territory: &Territory) -> Plan {
    lattice.plan(territory, |cell| if cell == 29 { 0 } else { (cell / 24 * 4 + cell % 8 / 2) as u32 + 1 })
}

fn rules() -> Rules {
    let households = Range { minimum: Some(300), maximum: Some(700) };
    Rules { households, compactness: Some(0.5), ..Rules::default() }
}

/// An edit from four numbers; most are allowed, some are not.
fn edit(territory: &Territory, plan: &Plan, dice: (u8, u16, u16, u16)) -> Edit {
    let (kind, a, b, c) = (dice.0, dice.1 as usize, dice.2 as usize, dice.3 as usize);
    let ids: Vec<GridId> = plan.grids().keys().copied().collect();
    let (grid, other) = (ids[a % ids.len()], ids[b % ids.len()]);
    let of = |id: GridId| -> Vec<String> {
        plan.courtyards_of(territory, id).map(|idx| territory.courtyards()[idx].code.to_string()).collect()
    };
    let some = |list: Vec<String>| list.into_iter().skip(c % 3).take(1 + c % 4).collect::<Vec<_>>();
    let end = |n: usize| [n as i64 % 9 * 59_000, n as i64 / 9 % 7 * 61_000];
    let line = vec![end(b), end(c), end(b + c)];
    let ground: Vec<u32> = vec![[9, 10, 29, 46][c % 4]];
    match kind % 16 {
        0..=3 => Edit::Move { courtyards: some(of(grid)), to: other },
        4 => Edit::Merge { grids: vec![grid, other], into: other },
        5 => Edit::Split { grid, by: Cut::Line { line } },
        6 => Edit::Split { grid, by: Cut::Parts { parts: 2 + c as u32 % 3 } },
        7 => Edit::Split { grid, by: Cut::List { courtyards: some(of(grid)) } },
        8 => {
            let courtyards = some(of(grid)).into_iter().chain(some(of(other))).collect();
            let exception = c.is_multiple_of(2).then(|| "No. 1".to_owned());
            Edit::New { courtyards, cells: vec![], name: format!("N{c}"), kind: GridKind::Governance, exception }
        }
        9 => Edit::Dissolve { grid },
        10 => Edit::Rename { grid, name: format!("Grid {}", c % 5) },
        11 => Edit::Recode { grid, code: Some(format!("G{}", c % 12)) },
        12 => Edit::Lock { grid, locked: c.is_multiple_of(3) },
        13 => Edit::Reshape { cells: ground, to: (!c.is_multiple_of(5)).then_some(other) },
        14 => Edit::Redraw { left: grid, right: other, line },
        _ => Edit::Exception { grid, document: (!c.is_multiple_of(3)).then(|| format!("No. {c}")) },
    }
}

/// The plan is a partition, and the checker knows what a new one would find.
fn sound(territory: &Territory, plan: &Plan, checker: &Checker) -> Result<(), TestCaseError> {
    prop_assert_eq!(&Plan::new(territory, plan.rows()).expect("a partition"), plan);
    prop_assert_eq!(checker, &Checker::new(territory, plan, rules()));
    let findings = checker.findings();
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    use model::Severity::{Error, Note, Warning};
    prop_assert_eq!(checker.counts(), [of(Error), of(Warning), of(Note)]);
    Ok(())
}

fn bytes(draft: &Draft) -> String {
    serde_json::to_string(draft.log()).expect("a log is JSON")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_can_be_undone_redone_and_restored(dice in prop::collection::vec(any::<(u8, u16, u16, u16)>(), 1..60)) {
        let lattice = lattice();
        let territory = lattice.territory();
        let start = base(&lattice, &territory);
        let mut draft = Draft::new(&territory, start.clone());
        let mut checker = Checker::new(&territory, &start, rules());
        for dice in dice {
            let command = Command::new("Li", edit(&territory, draft.plan(), dice));
            let before = draft.clone();
            match draft.apply(&territory, command) {
                Ok(applied) => {
                    checker.update(&territory, draft.plan(), &applied.delta);
                    sound(&territory, draft.plan(), &checker)?;
                }
                Err(_) => prop_assert_eq!(&draft, &before),
            }
        }
        let (end, written) = (draft.clone(), bytes(&draft));
        let read: DraftLog = serde_json::from_str(&written).expect("JSON reads back");
        let mut draft = Draft::restore(&territory, read).expect("a draft");
        prop_assert_eq!(&draft, &end);
        while let Ok(applied) = draft.undo(&territory, None) {
            checker.update(&territory, draft.plan(), &applied.delta);
        }
        prop_assert_eq!(draft.plan(), &start);
        sound(&territory, draft.plan(), &checker)?;
        // Over a restart with everything taken back.
        let read: DraftLog = serde_json::from_str(&bytes(&draft)).expect("JSON reads back");
        let mut draft = Draft::restore(&territory, read).expect("a draft");
        while let Ok(applied) = draft.redo(&territory, None) {
            checker.update(&territory, draft.plan(), &applied.delta);
        }
        sound(&territory, draft.plan(), &checker)?;
        prop_assert_eq!(bytes(&draft), written);
    }

    /// Asking for the same edits again from the same base gives the same draft.
    #[test]
    fn edits_are_determined(dice in prop::collection::vec(any::<(u8, u16, u16, u16)>(), 1..30)) {
        let lattice = lattice();
        let territory = lattice.territory();
        let mut one = Draft::new(&territory, base(&lattice, &territory));
        for dice in dice {
            let edit = edit(&territory, one.plan(), dice);
            let _ = one.apply(&territory, Command::new("Li", edit));
        }
        let mut other = Draft::new(&territory, base(&lattice, &territory));
        for entry in &one.log().done {
            other.apply(&territory, Command::new("Li", entry.edit.clone())).expect("it was allowed before");
        }
        prop_assert_eq!(bytes(&one), bytes(&other));
    }

    /// Two people: whatever they do and take back, every edit is somewhere in the log, and all can be taken back.
    #[test]
    fn two_people_lose_nothing(steps in prop::collection::vec((any::<bool>(), 0_u8..6, any::<(u8, u16, u16, u16)>()), 1..50)) {
        let lattice = lattice();
        let territory = lattice.territory();
        let start = base(&lattice, &territory);
        let mut draft = Draft::new(&territory, start.clone());
        let mut checker = Checker::new(&territory, &start, rules());
        let mut made = BTreeSet::new();
        for (first, action, dice) in steps {
            let author = if first { "Li" } else { "Wang" };
            let done = match action {
                0 => draft.undo(&territory, Some(author)),
                1 => draft.redo(&territory, Some(author)),
                _ => {
                    let edit = edit(&territory, draft.plan(), dice);
                    draft.apply(&territory, Command::new(author, edit)).inspect(|applied| made.extend([applied.number]))
                }
            };
            if let Ok(applied) = done {
                checker.update(&territory, draft.plan(), &applied.delta);
                sound(&territory, draft.plan(), &checker)?;
            }
        }
        let log = draft.log();
        let entries = log.done.iter().chain(log.undone.iter().map(|undone| &undone.entry)).chain(&log.aside);
        prop_assert_eq!(entries.map(|entry| entry.number).collect::<BTreeSet<_>>(), made);
        prop_assert_eq!(&Draft::restore(&territory, log.clone()).expect("a draft"), &draft);
        while draft.undo(&territory, None).is_ok() {}
        prop_assert_eq!(draft.plan(), &start);
    }

    /// Plan after plan is numbered and published; no code ever stands for two grids.
    #[test]
    fn codes_are_never_used_again(rounds in prop::collection::vec(prop::collection::vec(any::<(u8, u16, u16, u16)>(), 1..12), 1..6), all in any::<bool>()) {
        let lattice = lattice();
        let territory = lattice.territory();
        let mut plan = base(&lattice, &territory);
        let (mut history, mut owner, mut next) = (CodeHistory::default(), BTreeMap::new(), 0);
        for (round, dice) in rounds.into_iter().enumerate() {
            let mut draft = Draft::new(&territory, plan.clone());
            draft.number_grids_from(next);
            for dice in dice.into_iter().filter(|dice| !(11..=12).contains(&(dice.0 % 16))) {
                let edit = edit(&territory, draft.plan(), dice);
                let _ = draft.apply(&territory, Command::new("Li", edit));
            }
            let which = if all && round % 2 == 1 || round == 0 { Numbering::All } else { Numbering::Missing };
            for (grid, code) in number(&territory, draft.plan(), &Scheme::Digits15, &history, &which).expect("numbers") {
                let _ = draft.apply(&territory, Command::new("Li", Edit::Recode { grid, code: Some(code) }));
            }
            next = draft.log().next_grid;
            plan = draft.plan().clone();
            for (&id, grid) in plan.grids() {
                let code = grid.info.code.clone().expect("every grid has a code");
                prop_assert_eq!(*owner.entry(code).or_insert(id), id);
            }
            history.note_plan(&plan);
        }
    }

    /// What a comparison says adds up.
    #[test]
    fn comparisons_add_up(dice in prop::collection::vec(any::<(u8, u16, u16, u16)>(), 0..25)) {
        let lattice = lattice();
        let territory = lattice.territory();
        let old = base(&lattice, &territory);
        let mut draft = Draft::new(&territory, old.clone());
        for dice in dice {
            let edit = edit(&territory, draft.plan(), dice);
            let _ = draft.apply(&territory, Command::new("Li", edit));
        }
        let found = compare(&territory, &old, draft.plan());
        prop_assert_eq!(found.kept.len() + found.moved.len() + found.gone.len(), old.grids().len());
        prop_assert_eq!(found.kept.len() + found.moved.len() + found.new.len(), draft.plan().grids().len());
        prop_assert_eq!(found.streets.iter().map(|street| street.courtyards).sum::<usize>(), found.courtyards.len());
        prop_assert_eq!(found.streets.iter().map(|street| street.households).sum::<u64>(), found.households_moved);
        prop_assert_eq!(found.lineage.iter().map(|row| row.courtyards).sum::<usize>(), territory.courtyards().len());
        for &id in old.grids().keys() {
            let shares: f64 = found.heirs(id).iter().map(|(_, share)| share).sum();
            prop_assert!((shares - 1.0).abs() < 1e-9 , "{} {}", id, shares);
            prop_assert!(found.fate(id).is_some());
        }
        prop_assert_eq!(found.breaks().len(), found.gone.len() + found.moved.len());
    }
}
