//! Words and tables on the terminal.

use comfy_table::{ContentArrangement, Table, presets};
use model::{Finding, Severity};
use serde_json::{Value, json};
use words::{Language, Words};

use crate::args::Cli;
use crate::failure::Failure;

/// How this run talks: language, JSON or tables, progress or not.
pub(crate) struct Voice {
    pub(crate) words: Words,
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

impl Voice {
    pub(crate) fn new(cli: &Cli) -> Self {
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok());
        let asked = cli.lang.clone().or_else(locale).or_else(sys_locale::get_locale).unwrap_or_default();
        Voice { words: Words::new(Language::of_locale(&asked)), json: cli.json, quiet: cli.quiet || cli.json }
    }

    /// A message of the catalogue on standard output; nothing when JSON was asked for.
    pub(crate) fn line(&self, id: &str, figures: &[(&str, String)]) {
        if !self.json {
            print(&self.words.say_with(id, figures));
        }
    }

    /// A table on standard output.
    pub(crate) fn table(&self, heads: &[&str], rows: Vec<Vec<String>>) {
        if self.json {
            return;
        }
        let mut table = Table::new();
        table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(heads.iter().map(|head| self.words.say(head)));
        table.add_rows(rows);
        print(&table);
    }

    /// The JSON answer of the command.
    pub(crate) fn answer(&self, document: &Value) {
        if self.json {
            print(&format_args!("{document:#}"));
        }
    }

    /// Why a command failed, on standard error.
    #[expect(clippy::print_stderr, reason = "this is where the terminal is spoken to")]
    pub(crate) fn failure(&self, failure: &Failure) {
        let text = match failure {
            Failure::Findings => self.words.say("failure-findings"),
            Failure::Usage { id, figures } => self.words.say_with(id, figures),
            Failure::File { path, reason } => {
                self.words.say_with("failure-file", &[("path", path.clone()), ("reason", reason.clone())])
            }
        };
        eprintln!("jingwei: {text}");
    }

    /// All findings as a table, worst first, with a line of totals.
    pub(crate) fn findings(&self, findings: &[Finding]) {
        if !findings.is_empty() {
            let rows = gathered(findings).into_iter().map(|(finding, more)| self.row(finding, more)).collect();
            self.table(&["head-severity", "head-place", "head-finding", "head-remedy"], rows);
        }
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count().to_string();
        self.line(
            "findings-total",
            &[
                ("errors", count(Severity::Error)),
                ("warnings", count(Severity::Warning)),
                ("notes", count(Severity::Note)),
            ],
        );
    }

    fn row(&self, finding: &Finding, more: usize) -> Vec<String> {
        let severity = self.words.say(&format!("severity-{}", finding.severity.id()));
        let mut place = self.place(finding);
        if more > 0 {
            place = self.words.say_with("place-and-more", &[("place", place), ("more", more.to_string())]);
        }
        vec![severity, place, self.message(finding), self.remedy(finding)]
    }

    /// What a finding says, in words.
    pub(crate) fn message(&self, finding: &Finding) -> String {
        self.words.say_with(&format!("rule-{}", finding.rule.id()), &finding.figures)
    }

    /// What to do about a finding, in words.
    pub(crate) fn remedy(&self, finding: &Finding) -> String {
        self.words.say_with(&format!("remedy-{}", finding.rule.id()), &finding.figures)
    }

    fn place(&self, finding: &Finding) -> String {
        let place = &finding.place;
        let layer = place.layer.as_ref().filter(|layer| !place.file.contains(layer.as_str()));
        let mut parts: Vec<String> = [Some(&place.file), layer].into_iter().flatten().cloned().collect();
        parts.retain(|part| !part.is_empty());
        if let Some(row) = place.row {
            parts.push(self.words.say_with("place-row", &[("row", row.to_string())]));
        }
        parts.extend(place.code.clone());
        parts.extend(place.field.clone());
        if let Some([x, y]) = place.position {
            parts.push(if x.abs() <= 180.0 && y.abs() <= 90.0 {
                format!("({x:.6}, {y:.6})")
            } else {
                format!("({x:.1}, {y:.1})")
            });
        }
        parts.join(" · ")
    }

    /// A finding as JSON: stable names, and the words beside them.
    pub(crate) fn finding_json(&self, finding: &Finding) -> Value {
        let figures: serde_json::Map<String, Value> =
            finding.figures.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        json!({
            "rule": finding.rule.id(),
            "severity": finding.severity.id(),
            "file": finding.place.file,
            "layer": finding.place.layer,
            "row": finding.place.row,
            "code": finding.place.code,
            "field": finding.place.field,
            "position": finding.place.position,
            "figures": figures,
            "repair": if finding.repair == model::Repair::Safe { "safe" } else { "by-hand" },
            "message": self.message(finding),
            "remedy": self.remedy(finding),
        })
    }
}

/// Every error and warning by itself; notes of one kind about one layer as the first of them and the number of others.
fn gathered(findings: &[Finding]) -> Vec<(&Finding, usize)> {
    let mut rows: Vec<(&Finding, usize)> = Vec::new();
    for finding in findings {
        let same = |known: &&mut (&Finding, usize)| {
            known.0.severity == Severity::Note
                && known.0.rule == finding.rule
                && (&known.0.place.file, &known.0.place.layer) == (&finding.place.file, &finding.place.layer)
        };
        match rows.iter_mut().find(same).filter(|_| finding.severity == Severity::Note) {
            Some(known) => known.1 += 1,
            None => rows.push((finding, 0)),
        }
    }
    rows
}

/// One line on standard output; a reader that has seen enough (`| head`) ends the program quietly.
fn print(line: &dyn std::fmt::Display) {
    use std::io::Write;
    if writeln!(std::io::stdout(), "{line}").is_err() {
        std::process::exit(0);
    }
}
