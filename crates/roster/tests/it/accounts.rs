//! Whatever stands in a sheet: no row is lost, none is counted twice.

use std::collections::BTreeSet;

use model::{CellRange, Sheet, Value};
use proptest::prelude::*;
use roster::{Known, import};

use crate::demo::{Demo, demo};

const WORDS: &[&str] = &[
    "姓名",
    "电话",
    "网格",
    "社区",
    "网格编号",
    "合计",
    "注：",
    "赵甲",
    "示示示社区",
    "第1网格",
    "2024.3",
    "　",
    "、",
];

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        prop::sample::select(WORDS).prop_map(Value::from),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_map(Value::Real),
        "\\PC{0,12}".prop_map(Value::Text),
        Just(Value::Date("2025-02-30".into())),
    ]
}

fn sheet() -> impl Strategy<Value = Sheet> {
    let rows = prop::collection::vec(prop::collection::vec(cell(), 0..6), 0..12);
    let corner = || (0..14_usize, 0..7_usize);
    let merged = prop::collection::vec((corner(), corner()), 0..4);
    (rows, merged).prop_map(|(rows, merged)| {
        let range = |(a, b): ((usize, usize), (usize, usize))| CellRange {
            first: (a.0.min(b.0), a.1.min(b.1)),
            last: (a.0.max(b.0), a.1.max(b.1)),
        };
        let merged = merged.into_iter().map(range).collect();
        Sheet { file: "a.csv".into(), name: "网格员".into(), rows, merged }
    })
}

thread_local! {
    static DEMO: Demo = demo(1);
}

proptest! {
    #[test]
    fn every_row_is_accounted_for(sheet in sheet()) {
        DEMO.with(|demo| {
            let import = import(std::slice::from_ref(&sheet), &demo.request(&Known::default()));
            let entries: BTreeSet<usize> = import.rows.iter().map(|row| row.at.row).collect();
            let skipped: Vec<usize> = import.layouts[0].skipped.iter().map(|(row, _)| *row).collect();
            let mut all: Vec<usize> = entries.iter().copied().chain(skipped).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (1..=sheet.rows.len()).collect::<Vec<_>>());
            let places: BTreeSet<_> = import.rows.iter().map(|row| row.at.clone()).collect();
            prop_assert_eq!(places.len(), import.rows.len(), "an entry is accounted for once");
            Ok(())
        })?;
    }
}
