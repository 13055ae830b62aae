//! What became of every row of a roster, and what the import changes, in words and as JSON.

use std::collections::BTreeMap;

use model::{Assignment, Day, Finding, Holder, Severity, Sheet};
use registry::{PreparedRoster, SheetRows, sheet_rows};
use roster::{Candidate, Layout, Outcome, RowAccount, Target, mask_phone};
use serde_json::{Value, json};

use crate::people::level_label;
use crate::say::Voice;

/// An import and what was read for it.
pub(crate) struct Account<'a> {
    pub(crate) sheets: &'a [Sheet],
    pub(crate) prepared: &'a PreparedRoster,
    /// What is wrong with the files.
    pub(crate) findings: &'a [Finding],
    pub(crate) as_of: Day,
}

impl Account<'_> {
    /// Whether nothing is rejected, to choose, or unreadable.
    pub(crate) fn is_settled(&self) -> bool {
        let import = &self.prepared.import;
        let (_, to_choose, rejected) = import.counts();
        let error = |finding: &Finding| finding.severity == Severity::Error;
        to_choose + rejected == 0 && !self.findings.iter().chain(import.findings()).any(error)
    }

    /// Tells all of it.
    pub(crate) fn tell(&self, dry_run: bool, written: bool, voice: &Voice) {
        let rows = sheet_rows(self.sheets, &self.prepared.import);
        let findings: Vec<Finding> = self.findings.iter().chain(self.prepared.import.findings()).cloned().collect();
        if !findings.is_empty() && !voice.json {
            let (shown, more) = condensed(&findings);
            voice.findings(&shown);
            if more > 0 {
                voice.line("roster-more-findings", &[("count", more.to_string())]);
            }
        }
        self.table_of_candidates(voice);
        table_of_sheets(&rows, voice);
        let strange: Vec<&str> =
            rows.iter().filter(|one| one.matched + one.to_choose == 0).map(|one| one.sheet.as_str()).collect();
        if !strange.is_empty() && !self.is_settled() {
            voice.line("roster-strange-sheets", &[("sheets", strange.join("、"))]);
        }
        self.line_of_changes(voice);
        let empty = self.prepared.plan.is_empty();
        voice.line(outcome(dry_run, written, empty), &[("day", self.as_of.to_string())]);
        voice.answer(&self.json(&rows, dry_run, written, voice));
    }

    fn table_of_candidates(&self, voice: &Voice) {
        let mut rows = Vec::new();
        for row in &self.prepared.import.rows {
            let Outcome::ToChoose(candidates) = &row.outcome else { continue };
            for candidate in candidates {
                let at = [row.at.sheet.clone(), row.at.row.to_string(), row.at.part.to_string()];
                let what = [level(candidate, voice), candidate.target.code().to_string(), candidate.name.clone()];
                rows.push([&at[..], &what, &[format!("{:.0} %", candidate.score * 100.0)]].concat());
            }
        }
        if !rows.is_empty() {
            let heads = ["roster-head-sheet", "roster-head-row", "roster-head-part", "head-kind", "head-code"];
            voice.line("roster-choose", &[]);
            voice.table(&[&heads[..], &["head-name", "roster-head-likeness"]].concat(), rows);
        }
    }

    fn line_of_changes(&self, voice: &Voice) {
        let figures: Vec<(&str, String)> =
            self.changes().into_iter().map(|(name, number)| (name, number.to_string())).collect();
        voice.line("roster-changes", &figures);
    }

    /// What the import changes, counted.
    fn changes(&self) -> [(&'static str, usize); 8] {
        let plan = &self.prepared.plan;
        [
            ("new_holders", plan.new_holders.len()),
            ("changed_holders", plan.changed_holders.len()),
            ("unchanged_holders", plan.unchanged_holders),
            ("inserts", plan.inserts.len()),
            ("changes", plan.changes.len()),
            ("unchanged", plan.unchanged),
            ("ended", plan.ended.len()),
            ("held_back", plan.held_back.len()),
        ]
    }

    fn json(&self, rows: &[SheetRows], dry_run: bool, written: bool, voice: &Voice) -> Value {
        let import = &self.prepared.import;
        let total = |of: fn(&SheetRows) -> usize| rows.iter().map(of).sum::<usize>();
        let sheets: Vec<Value> =
            rows.iter().zip(&import.layouts).map(|(rows, layout)| sheet_json(rows, layout)).collect();
        let plan = &self.prepared.plan;
        json!({
            "as_of": self.as_of.to_string(),
            "dry_run": dry_run,
            "imported": written,
            "sheets": sheets,
            "totals": {
                "rows": total(|one| one.rows), "skipped": total(|one| one.skipped), "matched": total(|one| one.matched),
                "to_choose": total(|one| one.to_choose), "rejected": total(|one| one.rejected),
            },
            "rows": import.rows.iter().map(|row| self.row_json(row, voice)).collect::<Vec<_>>(),
            "findings": self.findings.iter().chain(&import.findings).map(|one| voice.finding_json(one)).collect::<Vec<_>>(),
            "changes": self.changes().into_iter().map(|(name, number)| (name.to_owned(), json!(number))).collect::<serde_json::Map<_, _>>(),
            "holders_changed": plan.changed_holders.iter().map(holder_change).collect::<Vec<_>>(),
            "assignments_changed": plan.changes.iter().map(|one| json!({ "before": assignment(&one.before), "after": assignment(&one.after) })).collect::<Vec<_>>(),
            "assignments_ended": plan.ended.iter().map(assignment).collect::<Vec<_>>(),
            "assignments_held_back": plan.held_back.iter().map(assignment).collect::<Vec<_>>(),
        })
    }

    fn row_json(&self, row: &RowAccount, voice: &Voice) -> Value {
        let mut document = json!({
            "file": row.at.file, "sheet": row.at.sheet, "row": row.at.row, "part": row.at.part,
            "findings": row.findings.iter().map(|finding| voice.finding_json(finding)).collect::<Vec<_>>(),
        });
        match &row.outcome {
            Outcome::Matched { holder, listed } => {
                document["outcome"] = json!("matched");
                document["holder"] = json!(registry::holder_id(holder));
                if let Some(one) = listed.map(|at| &self.prepared.import.listed[at]) {
                    document["role"] = json!(one.role.0);
                    document["place"] = json!({ "level": one.place.level.id(), "code": one.place.code.as_str() });
                }
            }
            Outcome::ToChoose(candidates) => {
                document["outcome"] = json!("to-choose");
                document["candidates"] = candidates.iter().map(candidate).collect();
            }
            Outcome::Rejected => document["outcome"] = json!("rejected"),
        }
        document
    }
}

/// Most findings that are shown of those that say the same of different rows.
const ALIKE: usize = 3;

/// The findings without those that only repeat others; how many were left out.
fn condensed(findings: &[Finding]) -> (Vec<Finding>, usize) {
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let kept = findings.iter().filter(|finding| {
        let alike =
            seen.entry((finding.rule, &finding.place.file, &finding.place.layer, &finding.figures)).or_default();
        *alike += 1;
        *alike <= ALIKE
    });
    let kept: Vec<Finding> = kept.cloned().collect();
    let more = findings.len() - kept.len();
    (kept, more)
}

/// Which words tell how it ended.
fn outcome(dry_run: bool, written: bool, empty: bool) -> &'static str {
    match (dry_run, written, empty) {
        (true, ..) => "roster-dry-run",
        (_, false, _) => "roster-refused",
        (_, _, true) => "roster-nothing-new",
        _ => "roster-imported",
    }
}

fn table_of_sheets(rows: &[SheetRows], voice: &Voice) {
    let cells =
        |name: String, numbers: [usize; 5]| [vec![name], numbers.iter().map(usize::to_string).collect()].concat();
    let numbers = |one: &SheetRows| [one.rows, one.skipped, one.matched, one.to_choose, one.rejected];
    let mut sum = [0; 5];
    let mut table = Vec::new();
    for one in rows {
        numbers(one).iter().zip(&mut sum).for_each(|(number, sum)| *sum += number);
        let name =
            if one.file.contains(&one.sheet) { one.file.clone() } else { format!("{} · {}", one.file, one.sheet) };
        table.push(cells(name, numbers(one)));
    }
    table.push(cells(voice.words.say("roster-sum"), sum));
    let heads = ["roster-head-sheet", "roster-head-rows", "roster-head-skipped", "roster-head-matched"];
    voice.table(&[&heads[..], &["roster-head-choose", "roster-head-rejected"]].concat(), table);
}

fn sheet_json(rows: &SheetRows, layout: &Layout) -> Value {
    let columns: BTreeMap<&String, String> =
        layout.mapping.columns.iter().map(|(title, meaning)| (title, meaning.id())).collect();
    json!({
        "file": rows.file, "sheet": rows.sheet, "rows": rows.rows, "skipped": rows.skipped, "matched": rows.matched,
        "to_choose": rows.to_choose, "rejected": rows.rejected, "role": layout.mapping.role, "columns": columns,
    })
}

/// The kind of a candidate by its stable name, as a list of choices has it.
fn kind(candidate: &Candidate) -> &'static str {
    match &candidate.target {
        Target::Place(key) => key.level.id(),
        Target::Holder(Holder::Person(_)) => "person",
        Target::Holder(Holder::Organisation(_)) => "organisation",
    }
}

fn level(candidate: &Candidate, voice: &Voice) -> String {
    match &candidate.target {
        Target::Place(key) => level_label(key.level, voice),
        Target::Holder(_) => voice.words.say(&format!("roster-kind-{}", kind(candidate))),
    }
}

fn candidate(one: &Candidate) -> Value {
    json!({ "level": kind(one), "code": one.target.code().as_str(), "name": one.name, "score": one.score })
}

fn holder_change(change: &roster::HolderChange) -> Value {
    let shown = |field: &str, text: &String| if field == "phone" { mask_phone(text) } else { text.clone() };
    let field = |one: &roster::FieldChange| json!({ "field": one.field, "before": shown(one.field, &one.before), "after": shown(one.field, &one.after) });
    json!({ "holder": registry::holder_id(&change.record.holder), "fields": change.fields.iter().map(field).collect::<Vec<_>>() })
}

fn assignment(one: &Assignment) -> Value {
    let details: BTreeMap<&String, &String> = one.details.iter().map(|(field, text)| (field, text)).collect();
    json!({
        "holder": registry::holder_id(&one.holder),
        "role": one.role.0,
        "place": { "level": one.place.level.id(), "code": one.place.code.as_str() },
        "from": one.period.from().to_string(),
        "to": one.period.to().map(|day| day.to_string()),
        "details": details,
    })
}
