//! `jingwei merge`: courtyards into grids, with what is proven about them.

use std::collections::BTreeMap;
use std::path::Path;

use formats::ReadOptions;
use model::Table;
use regionalization::{Barrier, Certificate, Constraints, Count, Effort, Infeasibility, Objective, Problem, Solution};
use serde_json::json;

use crate::args::{BarrierName, Merge, ObjectiveName};
use crate::failure::Failure;
use crate::files;
use crate::plan::{self, Units};
use crate::progress::Bar;
use crate::project::{MEMBERSHIP, Project};
use crate::say::Voice;
use crate::write_plan;

pub(crate) fn run(args: &Merge, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(&args.project)?;
    let units = Units::open(&mut project)?;
    let problem = problem(args, &units, &project)?;
    let (labels, codes, solution) = match &args.adopt {
        Some(path) => {
            let (labels, codes) = adopt(path, &units, voice)?;
            (labels, codes, None)
        }
        None => {
            let solution = solve(args, &problem, voice)?;
            let codes = units.grid_codes(&solution.labels);
            (solution.labels.clone(), codes, Some(solution))
        }
    };
    write_plan::put(&mut project, &units, &labels, &codes)?;
    remember(&mut project, args, solution.as_ref(), &units, voice);
    project.save()?;
    tell(&units, codes.len(), solution.as_ref(), voice);
    match &solution {
        Some(solution) => count_met(args, solution, voice),
        None => Ok(()),
    }
}

fn problem(args: &Merge, units: &Units, project: &Project) -> Result<Problem, Failure> {
    let objectives = args.objective.iter().map(|name| name.value()).collect();
    let mut problem = units.problem(constraints(args, units)?, objectives);
    let previous = match (&args.previous, project.table(MEMBERSHIP)?) {
        (Some(path), _) => Some(units.labels_of(&list(path)?)?),
        (None, Some(_)) => Some(units.labels(project)?),
        (None, None) => None,
    };
    if let Some((labels, codes)) = previous {
        problem.constraints.locked = locked(&args.lock, &labels, &codes)?;
        problem.previous = Some(labels);
    } else if let Some(grid) = args.lock.first() {
        return Err(Failure::usage("grid-not-there", &[("value", grid.clone())]));
    }
    Ok(problem)
}

fn constraints(args: &Merge, units: &Units) -> Result<Constraints, Failure> {
    let count = match (&args.per_community, args.total) {
        (Some(path), _) => Count::PerCommunity(per_community(path, units)?),
        (None, Some(total)) => Count::Total(total),
        (None, None) => Count::Most,
    };
    let together = units.survey.keep_together.iter();
    Ok(Constraints {
        minimum: args.minimum,
        maximum: args.maximum,
        inside_communities: !args.across_communities,
        count,
        not_crossed: args.not_crossed.iter().filter_map(|name| name.value()).collect(),
        keep_together: together.map(|group| group.iter().map(|&idx| idx as u32).collect()).collect(),
        keep_apart: units.survey.keep_apart.iter().map(|&(a, b)| (a as u32, b as u32)).collect(),
        deviation: args.deviation,
        ..Constraints::default()
    })
}

/// Reads the first table of a list file.
fn table(path: &Path) -> Result<Table, Failure> {
    let reading = formats::read(&files::bundle(path)?, &ReadOptions::default());
    let none = || Failure::file(path, reading.findings.first().map_or("no table", |finding| finding.rule.id()));
    reading.tables.first().cloned().ok_or_else(none)
}

fn list(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    Ok(plan::pairs(&table(path)?))
}

fn per_community(path: &Path, units: &Units) -> Result<Vec<u32>, Failure> {
    let table = table(path)?;
    let column = |names: [&str; 2]| names.iter().find_map(|name| table.field_idx(name));
    let no_column = || {
        let layer = table.name.clone();
        Failure::usage("column-not-there", &[("column", "community, grids".into()), ("layer", layer)])
    };
    let community = column(["community", "社区"]).ok_or_else(no_column)?;
    let grids = column(["grids", "网格数"]).ok_or_else(no_column)?;
    let counts: BTreeMap<String, u32> = table
        .rows
        .iter()
        .filter_map(|row| Some((row.values[community].to_text()?, row.values[grids].to_number()? as u32)))
        .collect();
    let find = |community: &intake::Community| {
        let count = counts.get(community.code.as_str()).or_else(|| counts.get(&community.name));
        let missing = || Failure::usage("place-not-there", &[("value", community.code.to_string())]);
        count.copied().ok_or_else(missing)
    };
    units.survey.communities.iter().map(find).collect()
}

fn locked(lock: &[String], labels: &[u32], codes: &[String]) -> Result<Vec<Vec<u32>>, Failure> {
    let group = |grid: &String| {
        let missing = || Failure::usage("grid-not-there", &[("value", grid.clone())]);
        let label = codes.iter().position(|code| code == grid).ok_or_else(missing)? as u32;
        Ok((0..labels.len() as u32).filter(|&unit| labels[unit as usize] == label).collect())
    };
    lock.iter().map(group).collect()
}

/// Takes a list as the plan; its faults are shown and refused.
fn adopt(path: &Path, units: &Units, voice: &Voice) -> Result<(Vec<u32>, Vec<String>), Failure> {
    let table = table(path)?;
    let faults = units.list_faults(&table, &path.display().to_string());
    if !faults.is_empty() {
        voice.findings(&faults);
        return Err(Failure::Findings);
    }
    units.labels_of(&plan::pairs(&table))
}

fn solve(args: &Merge, problem: &Problem, voice: &Voice) -> Result<Solution, Failure> {
    let bar = Bar::new(voice, "progress-merge", args.time);
    crate::progress::listen_to_interrupts();
    let effort = Effort { steps: steps(args), seed: args.seed };
    let work = || regionalization::solve(problem, &effort, &bar);
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build();
    let solution = match threads {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    bar.finish();
    solution.map_err(|fault| Failure::usage("problem-invalid", &[("detail", fault.to_string())]))
}

/// The steps of the search: by effort, or about as many as the time allows.
fn steps(args: &Merge) -> u64 {
    /// About what a core does in a second; the clock corrects it.
    const STEPS_A_SECOND: f64 = 2e7;
    let steps = Effort::default().steps;
    match (args.effort, args.time) {
        // Each level is about three times the work of the one before; the third is the solver's own default.
        (Some(level), _) => [steps / 10, steps / 3, steps, steps * 3, steps * 10][usize::from(level.clamp(1, 5)) - 1],
        (None, Some(seconds)) => (seconds * STEPS_A_SECOND) as u64,
        (None, None) => steps,
    }
}

/// Keeps what is proven with the plan, so that the report can show it.
fn remember(project: &mut Project, args: &Merge, solution: Option<&Solution>, units: &Units, voice: &Voice) {
    project.set("minimum", &args.minimum.to_string());
    project.set("maximum", &args.maximum.map(|maximum| maximum.to_string()).unwrap_or_default());
    let crossed: Vec<&str> = args.not_crossed.iter().map(|name| name.id()).collect();
    project.set("not_crossed", &crossed.join(","));
    let objectives: Vec<&str> = args.objective.iter().map(|name| name.id()).collect();
    project.set("objectives", &objectives.join(","));
    project.set("across_communities", if args.across_communities { "yes" } else { "no" });
    let certificates = solution.map_or(json!(null), |solution| certificates_json(solution, units, voice));
    project.set("certificates", &certificates.to_string());
    project.log("merge", &format!("{:?}", std::env::args().skip(1).collect::<Vec<_>>()));
}

fn certificates_json(solution: &Solution, units: &Units, voice: &Voice) -> serde_json::Value {
    let whole = solution.certificates.len() != units.survey.communities.len();
    let one = |(idx, certificate): (usize, &Certificate)| {
        let community = if whole { String::new() } else { units.survey.communities[idx].code.to_string() };
        json!({ "community": community, "kind": kind(certificate), "text": proof(certificate, units, voice) })
    };
    let list: Vec<_> = solution.certificates.iter().enumerate().map(one).collect();
    json!({ "bound": solution.grid_bound, "stopped": solution.stopped, "communities": list })
}

fn kind(certificate: &Certificate) -> &'static str {
    match certificate {
        Certificate::Optimal { .. } => "optimal",
        Certificate::Infeasible { proven: true, .. } => "infeasible",
        Certificate::Infeasible { .. } | Certificate::Bounded { .. } => "bounded",
    }
}

/// A certificate in words.
fn proof(certificate: &Certificate, units: &Units, voice: &Voice) -> String {
    match certificate {
        Certificate::Optimal { .. } => voice.words.say("proof-optimal"),
        Certificate::Bounded { bound, .. } => voice.words.say_with("proof-bounded", &[("bound", bound.to_string())]),
        Certificate::Infeasible { reason, relaxed_minimum, relaxed_maximum, .. } => {
            let maximum = relaxed_maximum.map_or("∞".to_owned(), |maximum| maximum.to_string());
            let reason = self::reason(reason, units, voice);
            let minimum = relaxed_minimum.to_string();
            voice.words.say_with("proof-infeasible", &[("reason", reason), ("minimum", minimum), ("maximum", maximum)])
        }
    }
}

fn reason(reason: &Infeasibility, units: &Units, voice: &Voice) -> String {
    let codes = |list: &mut dyn Iterator<Item = &u32>| {
        let code = |&unit: &u32| units.survey.courtyards[unit as usize].code.to_string();
        list.map(code).collect::<Vec<_>>().join(" ")
    };
    let number = |number: &Option<u32>| number.map_or("–".to_owned(), |number| number.to_string());
    match reason {
        Infeasibility::TooFewHouseholds { total } => {
            voice.words.say_with("reason-too-few", &[("total", total.to_string())])
        }
        Infeasibility::UnitAboveMaximum { units: list } => {
            voice.words.say_with("reason-unit-above", &[("units", codes(&mut list.iter()))])
        }
        Infeasibility::PocketBelowMinimum { pockets } => {
            voice.words.say_with("reason-pocket", &[("units", codes(&mut pockets.iter().flatten()))])
        }
        Infeasibility::NoCover => voice.words.say("reason-no-cover"),
        Infeasibility::CountImpossible { fewest, most } => {
            voice.words.say_with("reason-count", &[("fewest", number(fewest)), ("most", number(most))])
        }
    }
}

fn tell(units: &Units, n_grids: usize, solution: Option<&Solution>, voice: &Voice) {
    let courtyards = units.survey.courtyards.len();
    voice.line("merge-done", &[("courtyards", courtyards.to_string()), ("grids", n_grids.to_string())]);
    let Some(solution) = solution else {
        voice.answer(&json!({ "courtyards": courtyards, "grids": n_grids }));
        return;
    };
    let count = |wanted: &str| solution.certificates.iter().filter(|found| kind(found) == wanted).count();
    let (optimal, infeasible) = (count("optimal"), count("infeasible"));
    voice.line(
        "merge-proven",
        &[
            ("proven", (optimal + infeasible).to_string()),
            ("communities", solution.certificates.len().to_string()),
            ("optimal", optimal.to_string()),
            ("infeasible", infeasible.to_string()),
            ("bound", solution.grid_bound.to_string()),
        ],
    );
    if solution.stopped {
        voice.line("merge-stopped", &[]);
    }
    voice.answer(&json!({
        "courtyards": courtyards,
        "grids": n_grids,
        "bound": solution.grid_bound,
        "stopped": solution.stopped,
        "optimal": optimal,
        "infeasible": infeasible,
        "communities": solution.certificates.len(),
    }));
}

/// A total that cannot be met is an answer of its own: what is possible.
fn count_met(args: &Merge, solution: &Solution, voice: &Voice) -> Result<(), Failure> {
    let impossible = solution.certificates.iter().find_map(|certificate| match certificate {
        Certificate::Infeasible { reason: Infeasibility::CountImpossible { fewest, most }, .. } => Some((fewest, most)),
        _ => None,
    });
    let (Some(asked), Some((fewest, most))) = (args.total, impossible) else { return Ok(()) };
    let number = |number: &Option<u32>| number.map_or("–".to_owned(), |number| number.to_string());
    let figures = [("asked", asked.to_string()), ("fewest", number(fewest)), ("most", number(most))];
    voice.line("merge-count-impossible", &figures);
    Err(Failure::Findings)
}

impl BarrierName {
    pub(crate) fn value(self) -> Option<Barrier> {
        match self {
            BarrierName::None => None,
            BarrierName::MainRoad => Some(Barrier::MainRoad),
            BarrierName::Wall => Some(Barrier::Wall),
            BarrierName::Water => Some(Barrier::Water),
        }
    }

    fn id(self) -> &'static str {
        match self {
            BarrierName::None => "none",
            BarrierName::MainRoad => "main-road",
            BarrierName::Wall => "wall",
            BarrierName::Water => "water",
        }
    }
}

impl ObjectiveName {
    pub(crate) fn value(self) -> Objective {
        match self {
            ObjectiveName::Balance => Objective::Balance,
            ObjectiveName::CutLength => Objective::CutLength,
            ObjectiveName::CutEdges => Objective::CutEdges,
            ObjectiveName::Barriers => Objective::Barriers,
            ObjectiveName::Stability => Objective::Stability,
        }
    }

    fn id(self) -> &'static str {
        match self {
            ObjectiveName::Balance => "balance",
            ObjectiveName::CutLength => "cut-length",
            ObjectiveName::CutEdges => "cut-edges",
            ObjectiveName::Barriers => "barriers",
            ObjectiveName::Stability => "stability",
        }
    }
}
