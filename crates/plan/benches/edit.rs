//! One edit with all checks: 1 ×, 10 ×, 100 × a district of 1,418 courtyards.

#[path = "../tests/plan/lattice.rs"]
mod lattice;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use lattice::Lattice;
use plan::{CellKind, Checker, Command, Cut, Draft, Edit, Plan, Range, Rules, Territory};

const COURTYARDS: usize = 1418;

/// Communities of 4 × 7 cells; a cell in 142 is ground; about four courtyards a grid.
fn district(scale: usize) -> (Territory, Plan) {
    let columns = 4 * ((COURTYARDS * scale / 28) as f64).sqrt().round() as usize;
    let rows = 7 * (COURTYARDS * scale + COURTYARDS * scale / 141).div_ceil(columns * 7);
    let mut lattice = Lattice {
        block: (4, 7),
        roads: (1..columns / 4).map(|road| road * 4).collect(),
        ..Lattice::plain(columns, rows)
    };
    lattice.ground = (70..columns * rows).step_by(142).map(|cell| (cell, CellKind::Remainder)).collect();
    let territory = lattice.territory();
    let plan = lattice.plan(&territory, |cell| cell as u32 / 4 + 1);
    (territory, plan)
}

fn rules() -> Rules {
    let households = Range { minimum: Some(300), maximum: Some(500) };
    Rules { households, compactness: Some(0.3), ..Rules::default() }
}

/// A courtyard goes to the grid beside it and comes back; a grid is split and the split taken back: each time two
/// edits, each with all checks, and the counts of findings.
fn edits(criterion: &mut Criterion) {
    for scale in [1, 10, 100] {
        let (territory, plan) = district(scale);
        let mut group = criterion.benchmark_group("plan");
        group.sample_size(20);
        let middle = territory.courtyards()[territory.courtyards().len() / 2].clone();
        let home = plan.grid_of_cell(middle.cell as u32).expect("a grid");
        let beside = territory.borders().iter().filter(|border| border.a == middle.cell || border.b == middle.cell);
        let other = beside.map(|border| border.a + border.b - middle.cell).find_map(|cell| {
            let same = territory.cells()[cell].community == middle.community;
            plan.grid_of_cell(cell as u32).filter(|&id| same && id != home)
        });
        let step = |to| Edit::Move { courtyards: vec![middle.code.to_string()], to };
        let steps = [step(other.expect("a second grid")), step(home)];
        let fresh = || (Draft::new(&territory, plan.clone()), Checker::new(&territory, &plan, rules()));
        group.bench_with_input(BenchmarkId::new("move and back, checked", scale), &steps, |bencher, steps| {
            let (mut draft, mut checker) = fresh();
            bencher.iter(|| {
                for edit in steps {
                    let applied = draft.apply(&territory, Command::new("a", edit.clone())).expect("allowed");
                    checker.update(&territory, draft.plan(), &applied.delta);
                }
                black_box(checker.counts())
            });
        });
        group.bench_with_input(BenchmarkId::new("split and undo, checked", scale), &home, |bencher, &grid| {
            let (mut draft, mut checker) = fresh();
            bencher.iter(|| {
                let edit = Edit::Split { grid, by: Cut::Parts { parts: 2 } };
                let applied = draft.apply(&territory, Command::new("a", edit)).expect("allowed");
                checker.update(&territory, draft.plan(), &applied.delta);
                let undone = draft.undo(&territory, None).expect("an edit");
                checker.update(&territory, draft.plan(), &undone.delta);
                black_box(checker.counts())
            });
        });
        group.bench_function(BenchmarkId::new("everything from the beginning", scale), |bencher| {
            bencher.iter(|| black_box(Checker::new(&territory, &plan, rules()).counts()));
        });
        group.finish();
    }
}

criterion_group!(benches, edits);
criterion_main!(benches);
