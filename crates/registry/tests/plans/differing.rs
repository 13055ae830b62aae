//! Plans side by side, with what breaks.

use registry::{BreakKind, Change, Side, difference};

use crate::world::{MONDAY, TODAY, World, merge, moved};

#[test]
fn a_redraw_tells_what_changed_and_what_breaks() {
    let mut world = World::new();
    for (holder, role, grid) in [
        ("W1", "grid-worker", 1),
        ("W2", "grid-worker", 2),
        ("P2", "property-company", 2),
        ("O3", "owners-committee", 3),
    ] {
        world.assign(holder, role, grid, "2025-01-01", None);
    }
    let mut draft = world.draft("redraw");
    world.edit(&mut draft, "Wang", merge(&[2], 1));
    let side = Side::Draft("redraw".into());
    let old = side.usual_old(&world.store, TODAY).unwrap();
    assert_eq!(old, Side::Day(TODAY));
    let check = |world: &World, old: &Side, new: &Side| {
        let found = difference(&world.store, old, new, TODAY).unwrap();
        let broken = BreakKind::ALL.map(|kind| found.broken(kind, Some("990101001")));
        assert_eq!(broken, [1, 1, 0], "{old:?} {new:?}");
        assert_eq!(found.breaks[0].holder_name, "Name of P2");
        assert!(found.breaks.iter().all(|one| one.ends && one.heirs.len() == 1 && one.heirs[0].0.id.0 == 1));
        let changed = found.changed().unwrap();
        let told: Vec<(u32, Vec<Change>)> =
            changed.iter().map(|one| (one.id.0, one.changes.iter().copied().collect())).collect();
        assert_eq!(told, [(1, vec![Change::Merged, Change::Moved]), (2, vec![Change::Gone, Change::Merged])]);
        let households = |side: &Option<registry::GridSide>| side.as_ref().map(|side| side.households);
        assert_eq!((households(&changed[0].before), households(&changed[0].after)), (Some(20), Some(40)));
        assert_eq!((changed[0].gained_m2, changed[1].lost_m2), (7200.0, 7200.0));
        assert_eq!(found.comparison.households_moved, 20);
    };
    check(&world, &old, &side);
    // Only getting more breaks nothing, losing a courtyard does.
    world.edit(&mut draft, "Wang", moved(&[2], 1));
    let found = difference(&world.store, &old, &side, TODAY).unwrap();
    assert_eq!(BreakKind::ALL.map(|kind| found.broken(kind, None)), [1, 1, 1]);
    let by = world.by("Wang");
    draft.undo(&mut world.store, &by, 1).unwrap();
    world.approve(&mut draft);
    world.publish(&mut draft, MONDAY);
    let eve = MONDAY.yesterday().unwrap();
    assert_eq!(side.usual_old(&world.store, TODAY).unwrap(), Side::Day(eve));
    check(&world, &Side::Day(eve), &side);
    check(&world, &Side::Day(TODAY), &Side::Day(MONDAY));
    let none = difference(&world.store, &Side::Day(MONDAY), &side, TODAY).unwrap();
    assert!(none.breaks.is_empty() && none.changed().unwrap().is_empty());
}
