//! What becomes of assignments when a plan is put in force, and when that is withdrawn.

use plan::GridId;
use proptest::prelude::*;
use registry::{Carried, DraftFault, GridRef, Outcome, Settlement, decisions, settle};

use crate::world::{MONDAY, TODAY, World, merge, moved, rules};

fn row(holder: &str, role: &str, grid: u32) -> (String, String, String) {
    (format!("person:{holder}"), role.into(), format!("grid:{grid}"))
}

#[test]
fn a_merge_moves_joins_or_leaves_to_decide() {
    let mut world = World::new();
    let since = "2025-01-01";
    world.assign("W1", "grid-worker", 1, since, None);
    world.assign("W2", "grid-worker", 2, since, Some("2027-01-01"));
    world.assign("K1", "street-cadre", 1, since, None);
    world.assign("K1", "street-cadre", 2, since, None);
    world.assign("P1", "property-company", 1, since, None);
    world.assign("P2", "property-company", 2, since, None);
    world.assign("W3", "grid-worker", 3, since, None);
    world.assign("W0", "grid-worker", 2, since, Some("2026-03-09"));
    let mut draft = world.draft("spring");
    world.edit(&mut draft, "Wang", merge(&[2], 1));
    world.approve(&mut draft);
    let before = world.held(MONDAY.yesterday().unwrap());
    let found = world.publish(&mut draft, MONDAY);
    let check = |holder: &str, role: &str, outcome: Outcome, to: Option<u32>| {
        let of = |one: &&Carried| one.holder == format!("person:{holder}") && one.role == role;
        let one = found.carried.iter().find(of).unwrap_or_else(|| panic!("{holder} {role}"));
        let (grid, ended) = (one.to.as_ref().map(|grid| grid.id), one.ended);
        assert_eq!((one.outcome, grid, ended), (outcome, to.map(GridId), true), "{holder} {role}");
    };
    check("W2", "grid-worker", Outcome::Moved, Some(1));
    check("K1", "street-cadre", Outcome::Joined, Some(1));
    check("P2", "property-company", Outcome::ToDecide, None);
    assert_eq!((found.kept, found.carried.len()), (4, 3), "what ends on the day is not carried");
    assert_eq!(world.held(MONDAY.yesterday().unwrap()), before, "the days before stay");
    let expect = [
        row("K1", "street-cadre", 1),
        row("P1", "property-company", 1),
        row("W1", "grid-worker", 1),
        row("W2", "grid-worker", 1),
        row("W3", "grid-worker", 3),
    ];
    assert_eq!(world.held(MONDAY), expect);
    assert_eq!(world.held("2027-01-01".parse().unwrap()).len(), 4, "the moved one ends when it would have ended");

    let open = decisions(&world.store, true).unwrap();
    assert_eq!(open.len(), 1);
    let by = world.by("Clerk");
    let at = GridRef { id: GridId(3), code: Some("G3".into()), name: String::new() };
    settle(&mut world.store, &by, &open[0].key, Settlement::At(at)).unwrap();
    assert!(world.held(MONDAY).contains(&row("P2", "property-company", 3)));
    assert!(decisions(&world.store, true).unwrap().is_empty());
    let again = settle(&mut world.store, &by, &open[0].key, Settlement::End);
    assert!(matches!(again, Err(DraftFault::NoDecision(_))), "{again:?}");

    let (by, on_monday) = (world.by("Wang"), world.held(MONDAY));
    assert_eq!(draft.withdraw(&mut world.store, &by).unwrap(), 3);
    assert_ne!(world.held(MONDAY), on_monday);
    let mut expect = before;
    expect.retain(|(holder, ..)| holder != "person:W0");
    assert_eq!(world.held(MONDAY), expect, "as if nothing had been published");
}

/// A grid that goes on with half of its households keeps its worker until somebody decides.
#[test]
fn halves_are_to_decide_and_stay() {
    let mut world = World::new();
    world.assign("W3", "grid-worker", 3, "2025-01-01", None);
    let mut draft = world.draft("halves");
    world.edit(&mut draft, "Wang", moved(&[2, 6], 2));
    world.approve(&mut draft);
    let found = world.publish(&mut draft, MONDAY);
    let one = &found.carried[0];
    assert_eq!((one.outcome, one.ended), (Outcome::ToDecide, false));
    let shares: Vec<(u32, f64)> = one.shares.iter().map(|(grid, share)| (grid.id.0, *share)).collect();
    assert_eq!(shares, [(2, 0.5), (3, 0.5)]);
    assert_eq!(world.held(MONDAY), [row("W3", "grid-worker", 3)]);
    let by = world.by("Clerk");
    settle(&mut world.store, &by, &one.key, Settlement::End).unwrap();
    assert_eq!(world.held(MONDAY), []);
    assert_eq!(world.held(MONDAY.yesterday().unwrap()).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is redrawn: every assignment goes on at its grid, goes on at another, or is on the list; withdrawing
    /// brings every one back.
    #[test]
    fn nothing_vanishes(edits in prop::collection::vec((0usize..8, 1u32..4), 1..4), held in prop::collection::vec((0u8..3, 1u32..4, 0u8..2), 0..8)) {
        let mut world = World::new();
        let mut seen = std::collections::BTreeSet::new();
        for (holder, grid, role) in held {
            let role = ["grid-worker", "property-company"][usize::from(role)];
            if seen.insert((holder, grid, role)) {
                world.assign(&format!("H{holder}"), role, grid, "2025-01-01", None);
            }
        }
        let mut draft = world.draft("random");
        for (courtyard, to) in edits {
            let by = world.by("Wang");
            // Edits that would change nothing or leave a grid empty are refused; the others count.
            let command = plan::Command::new("Wang", moved(&[courtyard], to));
            let _ = draft.edit(&mut world.store, &by, &command);
        }
        let before = world.held(TODAY);
        let by = world.by("Wang");
        // Grids in pieces and in holes are told, but only the assignments matter here.
        let severities = ["grid-not-contiguous", "grid-hole", "grid-enclave"].map(|rule| format!("{rule} = \"note\"\n"));
        registry::set_rules(&mut world.store, &by, &format!("[severity]\n{}", severities.concat())).unwrap();
        draft.step(&mut world.store, &by, &plan::Step::Check, &[]).unwrap();
        draft.submit(&mut world.store, &by, Vec::new()).unwrap();
        draft.step(&mut world.store, &by, &plan::Step::Approve { document: "1".into() }, &[]).unwrap();
        let found = draft.publish(&mut world.store, &by, MONDAY, &rules()).unwrap();
        let after = world.held(MONDAY);
        prop_assert_eq!(found.kept + found.carried.len(), before.len());
        for (holder, role, grid) in &before {
            let stays = after.contains(&(holder.clone(), role.clone(), grid.clone()));
            let of = |one: &&Carried| one.holder == *holder && one.role == *role && format!("grid:{}", one.from.id) == *grid;
            let goes = found.carried.iter().find(of).is_some_and(|one| match (&one.to, one.outcome) {
                (Some(to), _) => after.contains(&(holder.clone(), role.clone(), format!("grid:{}", to.id))),
                (None, outcome) => outcome == Outcome::ToDecide,
            });
            prop_assert!(stays || goes, "{} {} at {}", holder, role, grid);
        }
        draft.withdraw(&mut world.store, &by).unwrap();
        prop_assert_eq!(world.held(MONDAY), before);
    }
}
