//! Results as text: one table for each case, then ours against the marks.

use serde_json::Value;

use super::cases::{Bar, Run, Tool};

/// A finished run: its settings and the line of JSON that it printed.
pub(super) struct Outcome {
    pub(super) run: &'static Run,
    pub(super) line: Value,
}

impl Outcome {
    pub(super) fn finished(&self) -> bool {
        self.line["finished"] == Value::Bool(true)
    }

    fn figure(&self, key: &str) -> Option<f64> {
        self.finished().then(|| self.line[key].as_f64()).flatten()
    }

    fn text(&self, key: &str) -> &str {
        self.line[key].as_str().unwrap_or("")
    }
}

/// Heading, key of the figure, decimals.
type Column = (&'static str, &'static str, usize);

const PLAN: &[Column] = &[
    ("grids", "grids", 0),
    ("bound", "bound", 0),
    ("proven", "proven", 0),
    ("min", "households_min", 0),
    ("mean", "households_mean", 1),
    ("max", "households_max", 0),
    ("CV", "households_cv", 3),
    ("max dev", "max_deviation", 3),
    ("< min", "below_minimum", 0),
    ("> max", "above_maximum", 0),
    ("compact", "mean_polsby_popper", 3),
    ("cut km", "cut_km", 1),
    ("cuts", "cut_edges", 0),
    ("stray", "stray_pieces", 0),
];

const CELLS: &[Column] = &[
    ("cells", "cells", 0),
    ("no cell", "courtyards_without_cell", 0),
    ("invalid", "invalid_polygons", 0),
    ("edges amiss", "whole_map_invalid_edges", 0),
    ("overlap m2", "overlap_m2", 6),
    ("gap m2", "gap_m2", 6),
    ("outside m2", "outside_m2", 6),
    ("wrong cell", "samples_in_wrong_cell", 6),
];

const EFFORT: &[Column] = &[("seconds", "seconds", 2), ("CPU s", "cpu_seconds", 2), ("MB", "peak_mb", 0)];

/// The table of a case.
pub(super) fn table(outcomes: &[Outcome], cells: bool) -> String {
    let figures = if cells { CELLS } else { PLAN };
    let columns: Vec<&Column> = figures.iter().chain(EFFORT).collect();
    let mut rows = vec![head(&columns)];
    rows.extend(outcomes.iter().map(|outcome| row(outcome, &columns)));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len() + 1).map(width).collect();
    let mut text = String::new();
    for (cells, outcome) in rows.iter().zip(std::iter::once(None).chain(outcomes.iter().map(Some))) {
        let mut line = format!("  {:<width$}", cells[0], width = widths[0]);
        match outcome.filter(|outcome| !outcome.finished()) {
            Some(outcome) => line.push_str(&format!("  {}", outcome.text("reason"))),
            None => {
                cells.iter().zip(&widths).skip(1).for_each(|(cell, &width)| line.push_str(&format!("  {cell:>width$}")))
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn head(columns: &[&Column]) -> Vec<String> {
    std::iter::once(String::new()).chain(columns.iter().map(|column| column.0.to_owned())).collect()
}

fn row(outcome: &Outcome, columns: &[&Column]) -> Vec<String> {
    let name = format!("{} ({})", outcome.text("tool"), outcome.text("version"));
    let cell = |&&(_, key, decimals): &&Column| match outcome.figure(key) {
        Some(value) => format!("{value:.decimals$}"),
        None => "–".to_owned(),
    };
    std::iter::once(name).chain(columns.iter().map(cell)).collect()
}

/// Ours against a mark.
pub(super) struct Verdict {
    pub(super) met: bool,
    pub(super) text: String,
}

/// Ours against its marks, one verdict each; a mark that depends on a peer that did not finish is left out.
pub(super) fn verdicts(outcomes: &[Outcome]) -> Vec<Verdict> {
    let ours = outcomes.iter().filter(|outcome| outcome.run.tool == Tool::Jingwei);
    ours.flat_map(|own| own.run.bars.iter().filter_map(|bar| verdict(own, bar, outcomes))).collect()
}

fn verdict(own: &Outcome, bar: &Bar, outcomes: &[Outcome]) -> Option<Verdict> {
    let (key, mark, least, source) = match *bar {
        Bar::AtLeast(key, mark) => (key, mark, true, String::new()),
        Bar::AtMost(key, mark) => (key, mark, false, String::new()),
        Bar::Share(key, share, tool) => {
            let best = smallest(outcomes, key, tool)?;
            (key, best * share, false, format!(" ({share} of {}'s {best})", tool.name()))
        }
    };
    let value = own.figure(key);
    let met = value.is_some_and(|value| if least { value >= mark } else { value <= mark });
    let sign = if least { '≥' } else { '≤' };
    let found = value.map_or_else(|| "no result".to_owned(), |value| value.to_string());
    let ratio = value.filter(|_| mark != 0.0).map(|value| format!(", ratio {:.3}", value / mark)).unwrap_or_default();
    let word = if met { "met   " } else { "MISSED" };
    let text = format!("{word} {}: {key} {found}, mark {sign} {mark:.4}{source}{ratio}", own.text("tool"));
    Some(Verdict { met, text })
}

fn smallest(outcomes: &[Outcome], key: &str, tool: Tool) -> Option<f64> {
    outcomes
        .iter()
        .filter(|outcome| outcome.run.tool == tool)
        .filter_map(|outcome| outcome.figure(key))
        .reduce(f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const fn run(tool: Tool, bars: &'static [Bar]) -> Run {
        Run { tool, arguments: &[], limit: 1, quick: true, bars }
    }

    static OURS: Run = run(
        Tool::Jingwei,
        &[Bar::AtLeast("grids", 40.0), Bar::AtMost("stray_pieces", 0.0), Bar::Share("cut_km", 0.93, Tool::Metis)],
    );
    static THEIRS: Run = run(Tool::Metis, &[]);

    fn outcome(run: &'static Run, grids: u32, stray: u32, cut_km: f64) -> Outcome {
        let line = json!({ "tool": run.tool.name(), "version": "1", "finished": true, "grids": grids,
            "stray_pieces": stray, "cut_km": cut_km });
        Outcome { run, line }
    }

    fn unfinished(run: &'static Run) -> Outcome {
        Outcome { run, line: json!({ "tool": run.tool.name(), "finished": false, "reason": "did not finish in 1 s" }) }
    }

    #[test]
    fn marks() {
        let peers = || [outcome(&THEIRS, 40, 1, 12.0), outcome(&THEIRS, 40, 0, 10.0)];
        for (own, expected) in [
            (outcome(&OURS, 40, 0, 9.3), [true, true, true]),
            (outcome(&OURS, 39, 0, 9.3), [false, true, true]),
            (outcome(&OURS, 40, 1, 9.3), [true, false, true]),
            (outcome(&OURS, 40, 0, 9.4), [true, true, false]),
            (unfinished(&OURS), [false, false, false]),
        ] {
            let outcomes: Vec<Outcome> = peers().into_iter().chain([own]).collect();
            let met: Vec<bool> = verdicts(&outcomes).iter().map(|verdict| verdict.met).collect();
            assert_eq!(met, expected);
        }
    }

    #[test]
    fn a_mark_needs_its_peer() {
        let outcomes = [outcome(&OURS, 40, 0, 9.3), unfinished(&THEIRS)];
        assert_eq!(verdicts(&outcomes).len(), 2);
    }

    #[test]
    fn columns_stand_below_each_other() {
        let text = table(&[outcome(&OURS, 40, 0, 9.3), outcome(&THEIRS, 4000, 12, 10.0), unfinished(&THEIRS)], false);
        let lines: Vec<&str> = text.lines().collect();
        let end = |line: &str, word: &str| line.find(word).map(|at| at + word.len());
        assert_eq!(end(lines[0], "grids"), end(lines[1], "40"));
        assert_eq!(end(lines[0], "grids"), end(lines[2], "4000"));
        assert!(lines[3].ends_with("did not finish in 1 s"), "{text}");
    }
}
