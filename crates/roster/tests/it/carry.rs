//! Carry-over after a redraw.

use std::collections::BTreeSet;

use model::{Assignment, Code, Holder, Level, Period, PlaceKey, RoleName};
use proptest::prelude::*;
use roster::{CarryOver, Descent, Redraw, carry_over};

use crate::demo::day;

fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

fn assignment(number: usize, level: Level, place: &str) -> Assignment {
    Assignment {
        holder: Holder::Person(code(&format!("W{number}"))),
        role: RoleName("grid-worker".into()),
        place: PlaceKey { level, code: code(place) },
        period: Period::since(day("2025-01-01")),
        details: Vec::new(),
    }
}

fn descent(old: &str, new: &str, share: f64) -> Descent {
    Descent { old: code(old), new: code(new), share }
}

#[test]
fn shares_decide() {
    let grids: BTreeSet<Code> = ["a", "c", "d"].into_iter().map(code).collect();
    let descents = vec![
        descent("b", "c", 0.7),
        descent("b", "d", 0.3),
        descent("e", "c", 0.5),
        descent("e", "d", 0.5),
        descent("f", "c", 0.4),
        descent("c", "c", 0.9),
        descent("c", "d", 0.1),
        descent("g", "gone", 1.0),
    ];
    let redraw = Redraw { descents, grids };
    let check = |level, place: &str, expect: &str| {
        let CarryOver { kept, moved, to_decide } = carry_over(&[assignment(1, level, place)], &redraw, 0.5);
        let moved = moved.first().map(|one| format!("moved to {}", one.to.code));
        let kept = kept.first().map(|_| "kept".to_owned());
        let decide = to_decide.first().map(|one| format!("to decide, {}", one.shares.len()));
        assert_eq!(kept.or(moved).or(decide).as_deref(), Some(expect), "{place}");
    };
    check(Level::Grid, "a", "kept");
    check(Level::Grid, "c", "kept");
    check(Level::Grid, "b", "moved to c");
    check(Level::Grid, "e", "to decide, 2");
    check(Level::Grid, "f", "to decide, 1");
    check(Level::Grid, "g", "to decide, 1");
    check(Level::Grid, "h", "to decide, 0");
    check(Level::Community, "h", "kept");
}

proptest! {
    #[test]
    fn nothing_vanishes(
        places in prop::collection::vec((0..9_usize, any::<bool>()), 0..40),
        descents in prop::collection::vec((0..9_usize, 0..9_usize, prop_oneof![0.0..1.0_f64, Just(f64::NAN)]), 0..30),
        grids in prop::collection::btree_set(0..9_usize, 0..9),
        threshold in 0.0..1.0_f64,
    ) {
        let name = |grid: usize| format!("g{grid}");
        let level = |grid| if grid { Level::Grid } else { Level::Compound };
        let all: Vec<Assignment> = places
            .iter()
            .enumerate()
            .map(|(number, (place, grid))| assignment(number, level(*grid), &name(*place)))
            .collect();
        let redraw = Redraw {
            descents: descents.iter().map(|(old, new, share)| descent(&name(*old), &name(*new), *share)).collect(),
            grids: grids.iter().map(|grid| code(&name(*grid))).collect(),
        };
        let CarryOver { kept, moved, to_decide } = carry_over(&all, &redraw, threshold);
        let moved_ones = moved.iter().map(|one| &one.assignment);
        let mut seen: Vec<&Holder> =
            kept.iter().chain(moved_ones).chain(to_decide.iter().map(|one| &one.assignment)).map(|one| &one.holder).collect();
        seen.sort();
        let mut expect: Vec<&Holder> = all.iter().map(|one| &one.holder).collect();
        expect.sort();
        prop_assert_eq!(seen, expect, "every assignment in exactly one list");
        for one in &moved {
            prop_assert!(one.share >= threshold && redraw.grids.contains(&one.to.code));
        }
    }
}
