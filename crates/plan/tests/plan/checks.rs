//! Each check by itself, and connection, holes and enclaves against a flood over the whole lattice.

use std::collections::{BTreeMap, BTreeSet};

use model::{Finding, Rule, Severity};
use plan::{
    CellKind, Checker, CodeHistory, Command, Draft, Edit, GridId, GridRow, Plan, Range, Rules, Territory, check,
};
use proptest::prelude::*;

use crate::lattice::{Lattice, info};

fn found(territory: &Territory, plan: &Plan, rules: &Rules) -> Vec<(Rule, Severity, String)> {
    let grid = |finding: &Finding| {
        finding.figures.iter().find(|(name, _)| *name == "grid").map_or(String::new(), |(_, grid)| grid.clone())
    };
    check(territory, plan, rules).iter().map(|finding| (finding.rule, finding.severity, grid(finding))).collect()
}

/// Rows of a plan that every rule likes: 4 × 4 cells of one community in two grids of two columns.
fn expect(change: impl Fn(&mut Lattice, &mut Vec<GridRow>, &mut Rules), expect: &[(Rule, Severity, &str)]) {
    let mut lattice = Lattice::plain(4, 4);
    let mut rows = lattice.plan(&lattice.territory(), |cell| cell as u32 % 4 / 2 + 1).rows();
    let mut rules = Rules::default();
    change(&mut lattice, &mut rows, &mut rules);
    let territory = lattice.territory();
    let plan = Plan::new(&territory, rows).unwrap();
    let expect: Vec<_> = expect.iter().map(|&(rule, severity, grid)| (rule, severity, grid.to_owned())).collect();
    assert_eq!(found(&territory, &plan, &rules), expect);
}

#[test]
fn each_rule_is_found_and_no_other() {
    use Severity::{Error, Note, Warning};
    expect(|_, _, _| {}, &[]);
    expect(|_, rows, _| rows[0].info.code = None, &[(Rule::CodeMissing, Error, "1")]);
    expect(|_, rows, _| rows[1].info.name.clear(), &[(Rule::NameEmpty, Note, "2")]);
    let twice = [(Rule::GridCodeTwice, Error, "1"), (Rule::GridCodeTwice, Error, "2")];
    expect(|_, rows, _| rows[1].info.code = rows[0].info.code.clone(), &twice);
    let named = [(Rule::GridNameTwice, Warning, "1"), (Rule::GridNameTwice, Warning, "2")];
    expect(|_, rows, _| rows[1].info.name = rows[0].info.name.clone(), &named);
    expect(|_, _, rules| rules.history.note("G2", Some(GridId(9))), &[(Rule::GridCodeReused, Error, "2")]);
    expect(|_, _, rules| rules.history.note("G2", Some(GridId(2))), &[]);
    expect(|lattice, _, _| lattice.block = (3, 4), &[(Rule::GridAcrossCommunities, Error, "2")]);
    let excused = |lattice: &mut Lattice, rows: &mut Vec<GridRow>, _: &mut Rules| {
        lattice.block = (3, 4);
        rows[1].info.exception = Some("No. 1".to_owned());
    };
    expect(excused, &[(Rule::GridAcrossCommunities, Note, "2")]);
    let road = [(Rule::GridAcrossBarrier, Error, "1")];
    expect(|lattice, _, _| lattice.roads = vec![1], &road);
    expect(|lattice, _, _| lattice.roads = vec![2], &[]);
    expect(
        |_, _, rules| rules.compactness = Some(0.9),
        &[(Rule::GridNotCompact, Warning, "1"), (Rule::GridNotCompact, Warning, "2")],
    );
    let range = |rules: &mut Rules, minimum, maximum| rules.households = Range { minimum, maximum };
    expect(
        |_, _, rules| range(rules, Some(10_000), None),
        &[(Rule::GridBelowMinimum, Warning, "1"), (Rule::GridBelowMinimum, Warning, "2")],
    );
    let ground = |cell| {
        move |lattice: &mut Lattice, rows: &mut Vec<GridRow>, _: &mut Rules| {
            lattice.ground = vec![(cell as usize, CellKind::Remainder)];
            rows.iter_mut().for_each(|row| row.cells.retain(|&own| own != cell));
        }
    };
    expect(ground(0), &[(Rule::GroundUnassigned, Warning, "")]);
}

#[test]
fn households_are_held_against_the_community_s_own_range_and_unknown_is_not_zero() {
    let lattice = Lattice { block: (2, 1), ..Lattice::plain(4, 1) };
    let mut rows = lattice.rows();
    let counts = [Some(10), Some(10), None, Some(0)];
    rows.courtyards.iter_mut().zip(counts).for_each(|(courtyard, households)| courtyard.households = households);
    let territory = Territory::new(rows).unwrap();
    let plan = lattice.plan(&territory, |cell| cell as u32 / 2 + 1);
    let range = |minimum, maximum| Range { minimum: Some(minimum), maximum: Some(maximum) };
    let mut rules = Rules { households: range(30, 50), ..Rules::default() };
    let missing = (Rule::HouseholdsMissing, Severity::Warning, "2".to_owned());
    let below = (Rule::GridBelowMinimum, Severity::Warning, "1".to_owned());
    assert_eq!(found(&territory, &plan, &rules), [below, missing.clone(), missing.clone()]);
    rules.households_in = BTreeMap::from([(0, range(5, 15))]);
    let above = (Rule::GridAboveMaximum, Severity::Warning, "1".to_owned());
    assert_eq!(found(&territory, &plan, &rules), [above, missing.clone(), missing]);
}

#[test]
fn a_hole_around_a_site_is_told_and_around_courtyards_asked_about() {
    let check = |kind: CellKind, expect: Severity| {
        let lattice = Lattice { ground: vec![(4, kind)], ..Lattice::plain(3, 3) };
        let territory = lattice.territory();
        let plan = lattice.plan(&territory, |cell| u32::from(cell != 4));
        let rules = Rules { remainder_m2: 0.0, ..Rules::default() };
        assert_eq!(found(&territory, &plan, &rules), [(Rule::GridHole, expect, "1".to_owned())]);
    };
    check(CellKind::Compound, Severity::Note);
    check(CellKind::Remainder, Severity::Warning);
}

/// What is found in a grid may change without an edit of it: its surroundings count.
#[test]
fn an_enclave_is_looked_at_again_when_what_surrounds_it_changes() {
    let lattice = Lattice::plain(5, 5);
    let territory = lattice.territory();
    // Grid 2 in the middle, grid 1 around it, grid 3 along the rim.
    let label = |cell: usize| match (cell % 5, cell / 5) {
        (2, 2) => 2,
        (1..=3, 1..=3) => 1,
        _ => 3,
    };
    let mut draft = Draft::new(&territory, lattice.plan(&territory, label));
    let mut checker = Checker::new(&territory, draft.plan(), Rules::default());
    let mut expect = |edit: Edit, other: Option<&str>| {
        let applied = draft.apply(&territory, Command::new("a", edit)).unwrap();
        checker.update(&territory, draft.plan(), &applied.delta);
        let enclave = checker.findings_of(GridId(2)).iter().find(|finding| finding.rule == Rule::GridEnclave);
        assert_eq!(enclave.map(|finding| finding.figures[1].1.as_str()), other);
        assert_eq!(checker, Checker::new(&territory, draft.plan(), Rules::default()));
    };
    let put = |to| Edit::Move { courtyards: vec!["C7".to_owned()], to: GridId(to) };
    expect(Edit::Recode { grid: GridId(1), code: Some("RING".to_owned()) }, Some("RING"));
    expect(put(3), None);
    expect(put(1), Some("RING"));
}

#[test]
fn severities_are_the_district_s() {
    let lattice = Lattice { block: (1, 2), ..Lattice::plain(2, 2) };
    let territory = lattice.territory();
    let plan = lattice.plan(&territory, |_| 1);
    let mut rules = Rules { history: CodeHistory::default(), ..Rules::default() };
    rules.severity.insert(Rule::GridAcrossCommunities, Severity::Warning);
    let expect = (Rule::GridAcrossCommunities, Severity::Warning, "1".to_owned());
    assert_eq!(found(&territory, &plan, &rules), [expect]);
}

const W: usize = 6;

/// The connected pieces of cells that fulfil a condition, on a lattice with a rim of `None` around it.
fn pieces(of: impl Fn(Option<usize>) -> bool) -> Vec<BTreeSet<Option<usize>>> {
    let at = |x: i32, y: i32| {
        let inside = (0..W as i32).contains(&x) && (0..W as i32).contains(&y);
        inside.then(|| y as usize * W + x as usize)
    };
    let mut seen = BTreeSet::new();
    let mut pieces = Vec::new();
    for start in (-1..=W as i32).flat_map(|y| (-1..=W as i32).map(move |x| (x, y))) {
        let (mut stack, mut piece) = (vec![start], BTreeSet::new());
        while let Some((x, y)) = stack.pop() {
            let near = |v: i32| (-1..=W as i32).contains(&v);
            if near(x) && near(y) && of(at(x, y)) && seen.insert((x, y)) {
                piece.insert(at(x, y));
                stack.extend([(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]);
            }
        }
        if !piece.is_empty() {
            pieces.push(piece);
        }
    }
    pieces
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Few labels make rings, enclaves and scattered grids likely.
    #[test]
    fn connection_holes_and_enclaves_are_what_a_flood_finds(label in prop::collection::vec(1_u32..4, W * W)) {
        let lattice = Lattice::plain(W, W);
        let territory = lattice.territory();
        let plan = lattice.plan(&territory, |cell| label[cell]);
        let all = check(&territory, &plan, &Rules::default());
        for &id in plan.grids().keys() {
            let own = |cell: Option<usize>| cell.is_some_and(|cell| label[cell] == id.0);
            let of = |rule: Rule| {
                let name = id.to_string();
                let figure = |finding: &Finding| finding.figures.iter().any(|(key, grid)| *key == "grid" && *grid == name);
                all.iter().filter(|finding| finding.rule == rule && figure(finding)).cloned().collect::<Vec<_>>()
            };
            let parts = pieces(own).len();
            let told = of(Rule::GridNotContiguous);
            let figure = told.first().map_or(1, |finding| finding.figures[1].1.parse().unwrap());
            prop_assert_eq!(parts, figure);
            let holes = pieces(|cell| !own(cell)).iter().filter(|piece| !piece.contains(&None)).count();
            prop_assert_eq!(holes, of(Rule::GridHole).len());
            let near = |cell: usize| {
                let (x, y) = (cell % W, cell / W);
                let rim = x == 0 || y == 0 || x + 1 == W || y + 1 == W;
                if rim { vec![None] } else { [cell - 1, cell + 1, cell - W, cell + W].map(|cell| Some(label[cell])).to_vec() }
            };
            let around: BTreeSet<Option<u32>> = (0..W * W).filter(|&cell| label[cell] == id.0).flat_map(near)
                .filter(|other| *other != Some(id.0)).collect();
            let inside = around.len() == 1 && !around.contains(&None);
            prop_assert_eq!(inside, !of(Rule::GridEnclave).is_empty());
        }
    }

    /// Area and perimeter by cells are those of the outline.
    #[test]
    fn figures_are_those_of_the_outline(label in prop::collection::vec(1_u32..4, W * W)) {
        let lattice = Lattice::plain(W, W);
        let territory = lattice.territory();
        let plan = lattice.plan(&territory, |cell| label[cell]);
        let checker = plan::Checker::new(&territory, &plan, Rules::default());
        for (id, outline) in plan::outlines(&territory, &plan).unwrap() {
            let rings = outline.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
            let sides: Vec<_> = rings.flat_map(|ring| ring.0.windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>()).collect();
            let perimeter: f64 = sides.iter().map(|(a, b)| (a.x - b.x).hypot(a.y - b.y)).sum();
            let area: f64 = sides.iter().map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0;
            let figures = checker.figures(id).unwrap();
            prop_assert!((figures.perimeter_m - perimeter).abs() < 1e-6);
            prop_assert!((figures.area_m2() - area).abs() < 1e-6);
        }
    }
}

#[test]
fn info_is_part_of_rows() {
    let row = GridRow { id: GridId(1), info: info(1), cells: vec![0] };
    let json = serde_json::to_string(&row).unwrap();
    let expect =
        r#"{"id":1,"code":"G1","name":"Grid 1","kind":"governance","locked":false,"exception":null,"cells":[0]}"#;
    assert_eq!(json, expect);
}
