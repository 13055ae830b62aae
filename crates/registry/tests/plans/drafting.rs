//! Drafts of several people, and their steps.

use plan::{Command, Refused, State, Step};
use registry::{DraftFault, OpenDraft, Origin, drafts, reason_named};

use crate::world::{MONDAY, TODAY, World, merge, moved, rename};

#[test]
fn two_people_on_one_draft_lose_nothing() {
    let mut world = World::new();
    let mut wang = world.draft("shared");
    let mut li_store = world.beside();
    let mut li = OpenDraft::find(&li_store, "shared", TODAY).unwrap();
    // Both opened it before either wrote.
    world.edit(&mut wang, "Wang", rename(1, "By Wang"));
    let by = world.by("Li");
    li.edit(&mut li_store, &by, &Command::new("Li", rename(2, "By Li"))).unwrap();
    let found = OpenDraft::find(&world.store, "shared", TODAY).unwrap();
    let authors: Vec<&str> = found.log().done.iter().map(|entry| entry.author.as_str()).collect();
    assert_eq!(authors, ["Wang", "Li"]);
    assert_eq!(found.plan(), li.plan());
    let name = |id| found.plan().grid(plan::GridId(id)).unwrap().info.name.clone();
    assert_eq!((name(1), name(2)), ("By Wang".into(), "By Li".into()));

    // Wang still looks at the draft as it was before Li's edit, and changes what Li changed.
    let by = world.by("Wang");
    let refused = wang.edit(&mut world.store, &by, &Command::new("Wang", rename(2, "By Wang too")));
    let Err(DraftFault::Refused(Refused::Conflict(conflict))) = refused else { panic!("{refused:?}") };
    assert_eq!((conflict.mine.author.as_str(), conflict.theirs.author.as_str()), ("Wang", "Li"));
    assert_eq!(wang.log().done.len(), 2, "the refused author now sees the other's edit");
    // Having seen it, Wang may.
    world.edit(&mut wang, "Wang", rename(2, "Both agree"));
    let by = world.by("Wang");
    wang.undo(&mut world.store, &by, 2).unwrap();
    let left = OpenDraft::find(&world.store, "shared", TODAY).unwrap();
    assert_eq!(left.log().done.iter().map(|entry| entry.author.as_str()).collect::<Vec<_>>(), ["Li"]);
}

#[test]
fn what_a_service_saw_is_compared() {
    let mut world = World::new();
    let mut draft = world.draft("seen");
    let seen = draft.seen();
    world.edit(&mut draft, "Li", rename(1, "By Li"));
    let command = |grid| Command { seen: seen.clone(), ..Command::new("Wang", rename(grid, "By Wang")) };
    let by = world.by("Wang");
    let refused = draft.edit(&mut world.store, &by, &command(1));
    assert!(matches!(refused, Err(DraftFault::Refused(Refused::Conflict(_)))), "{refused:?}");
    draft.edit(&mut world.store, &by, &command(2)).unwrap();
}

#[test]
fn later_publications_supersede_and_earlier_days_are_closed() {
    let mut world = World::new();
    let mut first = world.draft("first");
    world.edit(&mut first, "Wang", merge(&[2], 1));
    world.approve(&mut first);
    world.publish(&mut first, MONDAY);
    let later = MONDAY.checked_add(jiff::Span::new().days(7)).unwrap();
    let by = world.by("Wang");
    let mut second = OpenDraft::begin(&mut world.store, &by, "second", &Origin::InForce, MONDAY).unwrap();
    world.edit(&mut second, "Wang", merge(&[3], 1));
    world.approve(&mut second);
    let by = world.by("Li");
    let early = second.publish(&mut world.store, &by, MONDAY, &crate::world::rules());
    assert!(matches!(&early, Err(DraftFault::Later { name, from }) if name == "first" && *from == MONDAY), "{early:?}");
    world.publish(&mut second, later);
    let check = |world: &World, day, expect: [&str; 2]| {
        let lines = drafts(&world.store, day).unwrap();
        assert_eq!(lines.iter().map(|line| line.state.id()).collect::<Vec<_>>(), expect, "{day}");
    };
    check(&world, TODAY, ["published", "published"]);
    check(&world, later.yesterday().unwrap(), ["published", "published"]);
    check(&world, later, ["superseded", "published"]);
    assert_eq!(drafts(&world.store, TODAY).unwrap()[0].until, Some(later));
    let by = world.by("Wang");
    let under = first.withdraw(&mut world.store, &by);
    assert!(matches!(under, Err(DraftFault::Later { .. })), "{under:?}");
    second.withdraw(&mut world.store, &by).unwrap();
    check(&world, later, ["published", "withdrawn"]);
    first.withdraw(&mut world.store, &by).unwrap();
    let (_, plan) = registry::plan_in_force(&world.store, later).unwrap();
    assert_eq!(plan.unwrap().grids().len(), 3, "what was in force before is in force on");
    assert!(matches!(first.standing().state, State::Withdrawn));
}

#[test]
fn a_reason_may_be_for_one_grid() {
    let mut world = World::new();
    let mut draft = world.draft("reasons");
    world.edit(&mut draft, "Wang", moved(&[0], 2));
    let by = world.by("Wang");
    let text = "[households]\nminimum = 20\n";
    registry::set_rules(&mut world.store, &by, text).unwrap();
    let rules = registry::DistrictRules::read(&world.store).unwrap();
    let findings = draft.findings(&world.store, &rules).unwrap();
    draft.step(&mut world.store, &by, &Step::Check, &findings).unwrap();
    let reason = |text: &str| reason_named(draft.plan(), text);
    let (other, own) = (reason("grid-below-minimum@G3=a lane").unwrap(), reason("grid-below-minimum@G1=a lane"));
    assert_eq!((reason("no-such-rule=x"), reason("grid-hole@G9=x"), reason("grid-hole")), (None, None, None));
    let own = own.unwrap();
    let refused = draft.submit(&mut world.store, &by, vec![other]);
    assert!(matches!(&refused, Err(DraftFault::Unexplained(left)) if left.len() == 1), "{refused:?}");
    assert!(draft.standing().reasons.is_empty());
    draft.submit(&mut world.store, &by, vec![own]).unwrap();
    let kept = OpenDraft::find(&world.store, "reasons", TODAY).unwrap();
    assert_eq!(kept.standing(), draft.standing());
}

#[test]
fn lists_begin_drafts_and_keep_known_grids() {
    let mut world = World::new();
    let pair = |cell: usize, grid: &str| (format!("C{cell}"), grid.to_owned());
    // G1 by its code, the old G3 by what it holds under another code, and a new one.
    let grids = ["G1", "X", "N", "N", "G1", "X", "N", "N"];
    let pairs: Vec<_> = grids.iter().enumerate().map(|(cell, grid)| pair(cell, grid)).collect();
    let by = world.by("Wang");
    let draft = OpenDraft::begin(&mut world.store, &by, "list", &Origin::List(pairs.clone()), TODAY).unwrap();
    let known: Vec<(u32, Option<&str>)> =
        draft.plan().grids().iter().map(|(id, grid)| (id.0, grid.info.code.as_deref())).collect();
    assert_eq!(known, [(1, Some("G1")), (2, Some("X")), (3, Some("N"))]);
    // Codes that the list gives to other grids than those that have them stay where they are.
    let swapped = ["G2", "G3", "G4", "G1", "G2", "G3", "G4", "G1"];
    let pairs_of = |grids: [&str; 8]| grids.iter().enumerate().map(|(cell, grid)| pair(cell, grid)).collect::<Vec<_>>();
    let draft = OpenDraft::begin(&mut world.store, &by, "swapped", &Origin::List(pairs_of(swapped)), TODAY).unwrap();
    let in_force = registry::plan_in_force(&world.store, TODAY).unwrap().1.unwrap();
    for (id, grid) in draft.plan().grids() {
        let owner = grid.info.code.as_ref().and_then(|code| in_force.with_code(code));
        assert!(owner.is_none_or(|owner| owner == *id), "grid {} has the code of {owner:?}", id.0);
    }
    let begin = |world: &mut World, pairs: Vec<(String, String)>| {
        OpenDraft::begin(&mut world.store, &by, "wrong", &Origin::List(pairs), TODAY).map(drop)
    };
    let missing = begin(&mut world, pairs[1..].to_vec());
    assert!(matches!(&missing, Err(DraftFault::NoPlan(faults)) if faults.len() == 1), "{missing:?}");
    let unknown = begin(&mut world, vec![pair(99, "G1")]);
    assert!(matches!(&unknown, Err(DraftFault::ListedUnknown(code)) if code == "C99"), "{unknown:?}");
    let there = OpenDraft::begin(&mut world.store, &by, "list", &Origin::Empty, TODAY);
    assert!(matches!(there, Err(DraftFault::There(_))));
}
