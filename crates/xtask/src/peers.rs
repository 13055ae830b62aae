//! `cargo xtask bench peers`: ours and other programs on the same data in one run, judged by one evaluator.
//!
//! The programs come from pinned packages in a Python environment of their own. Each run is a process of its own on one
//! thread with a time limit; `tests/peers` holds a script for each program and the evaluator.

mod cases;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Value, json};

use crate::{python, shell};
use cases::{CASES, Case, Run, Tool};
use table::Outcome;

#[derive(Args)]
pub(crate) struct Peers {
    /// Leave out the runs that take minutes, and end every other after one minute.
    #[arg(long)]
    quick: bool,
    /// Only these cases; `million` runs only when it is named.
    #[arg(long = "case", value_name = "NAME", value_delimiter = ',')]
    cases: Vec<String>,
    /// Only these programs: jingwei, spopt, pygeoda, metis, gerrychain, momepy.
    #[arg(long = "tool", value_name = "NAME", value_delimiter = ',')]
    tools: Vec<String>,
    /// Write all figures to this file, too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Folder with the maps.
    #[arg(long, value_name = "FOLDER", default_value = "../shared/data/regions")]
    data: PathBuf,
    /// Fail when a mark is missed.
    #[arg(long)]
    strict: bool,
    /// List the cases and programs, run nothing.
    #[arg(long)]
    list: bool,
}

/// Runs what was selected and prints a table for each case.
///
/// # Errors
/// When a selection names nothing, the environment cannot be made or, with `--strict`, a mark is missed.
pub(crate) fn run(options: &Peers) -> anyhow::Result<()> {
    let selected = select(options)?;
    if options.list {
        for (case, runs) in &selected {
            println!("{:<20} {}", case.name, case.title);
            runs.iter().for_each(|run| println!("{:<20} {} {}", "", run.tool.name(), run.arguments.join(" ")));
        }
        return Ok(());
    }
    let data = shell::root().join(&options.data);
    if !data.is_dir() {
        println!("Skipped: the maps are not there ({}).", data.display());
        return Ok(());
    }
    let bench = Bench::prepare(options, data, &selected)?;
    let (mut lines, mut missed) = (Vec::new(), 0);
    for (case, runs) in selected {
        let outcomes = bench.case(case, &runs)?;
        println!("\n{}\n{}", case.title, table::table(&outcomes, case.edges.is_none()));
        for verdict in table::verdicts(&outcomes) {
            missed += usize::from(!verdict.met);
            println!("  {}", verdict.text);
        }
        lines.extend(outcomes.into_iter().map(|outcome| outcome.line));
    }
    if let Some(path) = &options.json {
        let document = json!({ "machine": machine(), "quick": options.quick, "runs": lines });
        fs::write(path, serde_json::to_string_pretty(&document)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    if options.strict && missed > 0 {
        bail!("{missed} marks missed");
    }
    Ok(())
}

type Selection = Vec<(&'static Case, Vec<&'static Run>)>;

/// The cases and runs asked for; a name that selects nothing is an error.
fn select(options: &Peers) -> anyhow::Result<Selection> {
    for name in &options.cases {
        if !CASES.iter().any(|case| case.name == name) {
            let names: Vec<&str> = CASES.iter().map(|case| case.name).collect();
            bail!("no case {name}; there are {}", names.join(", "));
        }
    }
    let runs_everywhere = || CASES.iter().flat_map(|case| case.runs);
    for name in &options.tools {
        if !runs_everywhere().any(|run| run.tool.name() == name) {
            bail!("no program {name}");
        }
    }
    let wanted = |run: &&Run| {
        (!options.quick || run.quick)
            && (options.tools.is_empty() || options.tools.iter().any(|tool| tool == run.tool.name()))
    };
    let named = |case: &&Case| match options.cases.as_slice() {
        [] => !case.on_request || options.list,
        names => names.iter().any(|name| name == case.name),
    };
    let cases = CASES.iter().filter(named);
    let selected = cases.map(|case| (case, case.runs.iter().filter(wanted).collect::<Vec<_>>()));
    Ok(selected.filter(|(_, runs)| !runs.is_empty()).collect())
}

/// What the runs need.
struct Bench {
    interpreter: PathBuf,
    scripts: PathBuf,
    data: PathBuf,
    binary: Option<PathBuf>,
    quick: bool,
}

impl Bench {
    fn prepare(options: &Peers, data: PathBuf, selected: &Selection) -> anyhow::Result<Bench> {
        let scripts = shell::root().join("tests/peers");
        let interpreter = python::environment(&shell::cache_dir(), "peers", &scripts.join("requirements.txt"))?;
        let ours = selected.iter().any(|(_, runs)| runs.iter().any(|run| run.tool == Tool::Jingwei));
        let binary = ours.then(shell::jingwei).transpose()?;
        Ok(Bench { interpreter, scripts, data, binary, quick: options.quick })
    }

    fn case(&self, case: &Case, runs: &[&'static Run]) -> anyhow::Result<Vec<Outcome>> {
        let files = [Some(case.units), case.edges, case.courtyards];
        if let Some(missing) = files.into_iter().flatten().find(|name| !self.data.join(name).exists()) {
            println!("\n{}: skipped, {missing} is not there", case.name);
            return Ok(Vec::new());
        }
        runs.iter().map(|run| self.one(case, run)).collect()
    }

    /// One program in its own process; its last line of output is its result.
    fn one(&self, case: &Case, run: &'static Run) -> anyhow::Result<Outcome> {
        println!("» {} {} {}", case.name, run.tool.name(), run.arguments.join(" "));
        let mut command = self.command(case, run);
        let output = command.output().with_context(|| format!("cannot start {}", self.interpreter.display()))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let line = said.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
        let line = line.unwrap_or_else(
            || json!({ "tool": run.tool.name(), "case": case.name, "finished": false, "reason": "gave no result" }),
        );
        let outcome = Outcome { run, line };
        if !outcome.finished() {
            let said = String::from_utf8_lossy(&output.stderr);
            let tail: Vec<&str> = said.lines().rev().take(8).collect();
            tail.iter().rev().for_each(|line| println!("    {line}"));
        }
        Ok(outcome)
    }

    fn command(&self, case: &Case, run: &Run) -> Command {
        let limit = if self.quick { run.limit.min(60) } else { run.limit };
        let mut command = Command::new(&self.interpreter);
        command.arg("-B").arg(self.scripts.join(run.tool.script()));
        command.args(["--case", case.name, "--limit", &limit.to_string()]);
        command.arg("--units").arg(self.data.join(case.units));
        for (option, file) in [("--edges", case.edges), ("--courtyards", case.courtyards)] {
            if let Some(file) = file {
                command.arg(option).arg(self.data.join(file));
            }
        }
        if let (Tool::Jingwei, Some(binary)) = (run.tool, &self.binary) {
            command.arg("--binary").arg(binary);
        }
        command.args(case.setting).args(run.arguments);
        command
    }
}

/// Processor and number of cores, as the system names them.
fn machine() -> Value {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let information = fs::read_to_string(Path::new("/proc/cpuinfo")).unwrap_or_default();
    let model = information
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim()));
    json!({ "processor": model, "cores": cores })
}
