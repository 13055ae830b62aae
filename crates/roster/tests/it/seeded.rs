//! Twelve seeded faults: all of them in one pass, none besides.

use model::Rule;
use roster::{Import, ImportPlan, Known, Outcome, import};

use crate::demo::{Demo, as_of, demo};
use crate::faults::{extra, seed};

fn clean() -> Demo {
    let mut demo = demo(1);
    demo.sheets.push(extra());
    demo
}

fn found(import: &Import) -> Vec<(Rule, String, usize)> {
    let mut found: Vec<_> = import
        .findings()
        .map(|finding| (finding.rule, finding.place.layer.clone().unwrap_or_default(), finding.place.row.unwrap_or(0)))
        .collect();
    found.sort();
    found
}

fn carried_out(demo: &Demo, known: &Known) -> Known {
    let import = import(&demo.sheets, &demo.request(known));
    ImportPlan::new(&import, known, as_of(), &[]).apply(known, as_of())
}

#[test]
fn the_clean_sheets_have_no_fault() {
    let demo = clean();
    let import = import(&demo.sheets, &demo.request(&Known::default()));
    assert_eq!(found(&import), []);
    let rows: usize = demo.sheets.iter().map(|sheet| sheet.rows.len() - 1).sum();
    assert_eq!(import.counts(), (rows, 0, 0));
}

#[test]
fn exactly_the_twelve_are_found() {
    let mut demo = clean();
    let expect = seed(&mut demo);
    let kinds: std::collections::BTreeSet<Rule> = expect.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(kinds.len(), 12);
    let import = import(&demo.sheets, &demo.request(&Known::default()));
    assert_eq!(found(&import), expect);
    let to_choose = import.rows.iter().filter_map(|row| match &row.outcome {
        Outcome::ToChoose(candidates) => Some((row.at.row, candidates.len())),
        _ => None,
    });
    assert_eq!(to_choose.collect::<Vec<_>>(), [(6, 2)], "the two compounds of one name");
    // Expired, shared and malformed are warnings; the rows are used.
    assert_eq!(import.counts().2, 8);
}

#[test]
fn the_corrected_file_duplicates_nothing() {
    let mut seeded = clean();
    seed(&mut seeded);
    let after_seeded = carried_out(&seeded, &Known::default());
    let clean = clean();
    let after_clean = carried_out(&clean, &after_seeded);
    let at_once = carried_out(&clean, &Known::default());
    let keys = |known: &Known| {
        let mut keys: Vec<_> = known
            .assignments
            .iter()
            .map(|one| (one.holder.clone(), one.role.clone(), one.place.clone(), one.period.to_string()))
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&after_clean), keys(&at_once));
    let mut holders = [after_clean.holders.clone(), at_once.holders];
    holders.iter_mut().for_each(|list| list.sort_by(|a, b| a.holder.cmp(&b.holder)));
    assert_eq!(holders[0], holders[1]);
    let again = import(&clean.sheets, &clean.request(&after_clean));
    assert!(ImportPlan::new(&again, &after_clean, as_of(), &[]).is_empty());
}
