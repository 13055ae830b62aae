//! `jingwei explain`: why a courtyard is in its grid, and what else could be.

use regionalization::{Alternative, Certificate, Change, Explanation, Forbidden, Forced, Reason};
use serde_json::json;

use crate::args::Explain;
use crate::failure::Failure;
use crate::judge::{Judged, judge};
use crate::project::Project;
use crate::say::Voice;

pub(crate) fn run(args: &Explain, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(&args.project)?;
    let judged = judge(&mut project)?;
    let unit = unit(&args.courtyard, &judged)?;
    let explanation = regionalization::explain(&judged.problem, &judged.report.labels, unit)
        .map_err(|fault| Failure::usage("problem-invalid", &[("detail", fault.to_string())]))?;
    tell(&explanation, &judged, voice);
    voice.answer(&document(&explanation, &judged, voice));
    Ok(())
}

fn unit(name: &str, judged: &Judged) -> Result<u32, Failure> {
    let courtyards = &judged.units.survey.courtyards;
    let by_code = courtyards.iter().position(|courtyard| courtyard.code.as_str() == name);
    let found = by_code.or_else(|| courtyards.iter().position(|courtyard| courtyard.name == name));
    let missing = || Failure::usage("courtyard-not-there", &[("value", name.to_owned())]);
    found.map(|idx| idx as u32).ok_or_else(missing)
}

fn tell(explanation: &Explanation, judged: &Judged, voice: &Voice) {
    let grid = &judged.report.grids[explanation.grid as usize];
    voice.line(
        "explain-is",
        &[
            ("courtyard", courtyard(explanation.unit, judged)),
            ("grid", judged.codes[explanation.grid as usize].clone()),
            ("courtyards", grid.units.len().to_string()),
            ("households", grid.households.to_string()),
        ],
    );
    for reason in &explanation.reasons {
        voice.line("explain-reason", &[("reason", reason_text(reason, judged, voice))]);
    }
    if explanation.alternatives.is_empty() {
        voice.line("explain-none", &[]);
    } else {
        let rows = explanation.alternatives.iter().take(12).map(|alternative| row(alternative, judged, voice));
        voice.table(&["head-change", "head-grid", "head-households", "head-cut", "head-allowed"], rows.collect());
    }
    for forced in &explanation.forced {
        voice.line("explain-forced", &forced_figures(forced, judged, voice));
    }
}

fn courtyard(unit: u32, judged: &Judged) -> String {
    let courtyard = &judged.units.survey.courtyards[unit as usize];
    format!("{} {}", courtyard.code, courtyard.name).trim_end().to_owned()
}

fn list(units: &[u32], judged: &Judged) -> String {
    let code = |&unit: &u32| judged.units.survey.courtyards[unit as usize].code.to_string();
    units.iter().map(code).collect::<Vec<_>>().join(" ")
}

fn reason_text(reason: &Reason, judged: &Judged, voice: &Voice) -> String {
    let metres = |mm: u64| format!("{:.1}", mm as f64 / 1000.0);
    let grid = |label: u32| judged.codes.get(label as usize).cloned().unwrap_or_default();
    match reason {
        Reason::Locked => voice.words.say("why-locked"),
        Reason::KeptTogether { with } => voice.words.say_with("why-together", &[("units", list(with, judged))]),
        Reason::AboveMaximumAlone { households, maximum } => {
            let figures = [("households", households.to_string()), ("maximum", maximum.to_string())];
            voice.words.say_with("why-above", &figures)
        }
        Reason::OnlyNeighbour => voice.words.say("why-only-neighbour"),
        Reason::HoldsGridTogether => voice.words.say("why-holds"),
        Reason::NeededForMinimum { without, minimum } => {
            let figures = [("without", without.to_string()), ("minimum", minimum.to_string())];
            voice.words.say_with("why-minimum", &figures)
        }
        Reason::Border { own_mm, other: None } => voice.words.say_with("why-border-only", &[("own", metres(*own_mm))]),
        Reason::Border { own_mm, other: Some((other, mm)) } => {
            let figures = [("own", metres(*own_mm)), ("grid", grid(*other)), ("other", metres(*mm))];
            voice.words.say_with("why-border", &figures)
        }
        Reason::StaysWithPreviousGrid { .. } => voice.words.say("why-previous"),
    }
}

fn row(alternative: &Alternative, judged: &Judged, voice: &Voice) -> Vec<String> {
    let change = match alternative.change {
        Change::Move => "change-move",
        Change::MoveWithCutOff => "change-move-with",
        Change::Swap => "change-swap",
    };
    let figures = [("leaving", list(&alternative.leaving, judged)), ("coming", list(&alternative.coming, judged))];
    let (own, other) = (alternative.own_households, alternative.other_households);
    let allowed = match alternative.forbidden.as_slice() {
        [] => voice.words.say("explain-legal"),
        reasons => {
            let why: Vec<String> = reasons.iter().map(|reason| forbidden(reason, judged, voice)).collect();
            voice.words.say_with("explain-illegal", &[("why", why.join("; "))])
        }
    };
    vec![
        voice.words.say_with(change, &figures),
        judged.codes[alternative.to as usize].clone(),
        format!("{} → {} | {} → {}", own.0, own.1, other.0, other.1),
        format!("{:+.1}", alternative.cut_delta_mm as f64 / 1000.0),
        allowed,
    ]
}

fn forbidden(reason: &Forbidden, judged: &Judged, voice: &Voice) -> String {
    let code = |grid: u32| judged.codes.get(grid as usize).cloned().unwrap_or_default();
    let one = |id: &str, grid: u32| voice.words.say_with(id, &[("grid", code(grid))]);
    let two = |id: &str, grid: u32, households: u64| {
        voice.words.say_with(id, &[("grid", code(grid)), ("households", households.to_string())])
    };
    match *reason {
        Forbidden::Locked { grid } => one("not-locked", grid),
        Forbidden::AcrossCommunities { grid } => one("not-communities", grid),
        Forbidden::NotContiguous { grid } => one("not-contiguous", grid),
        Forbidden::BelowMinimum { grid, households } => two("not-below", grid, households),
        Forbidden::AboveMaximum { grid, households } => two("not-above", grid, households),
        Forbidden::KeepApart { a, b } => voice.words.say_with("not-apart", &[("units", list(&[a, b], judged))]),
        Forbidden::GridVanishes { grid } => one("not-vanishes", grid),
    }
}

fn forced_figures(forced: &Forced, judged: &Judged, voice: &Voice) -> [(&'static str, String); 2] {
    let grid = judged.codes[forced.grid as usize].clone();
    let price = match (&forced.certificate, &forced.price) {
        (Certificate::Optimal { .. }, Some(price)) => {
            let values: Vec<String> = price.iter().map(|value| format!("{value:+}")).collect();
            voice.words.say_with("price", &[("value", values.join(", "))])
        }
        (Certificate::Infeasible { .. }, _) => voice.words.say("price-impossible"),
        _ => voice.words.say_with("price-grids", &[("value", format!("{:+}", forced.grids_delta))]),
    };
    [("grid", grid), ("price", price)]
}

fn document(explanation: &Explanation, judged: &Judged, voice: &Voice) -> serde_json::Value {
    let reasons: Vec<String> = explanation.reasons.iter().map(|reason| reason_text(reason, judged, voice)).collect();
    let alternatives = explanation.alternatives.iter().map(|alternative| {
        json!({
            "to": judged.codes[alternative.to as usize],
            "leaving": list(&alternative.leaving, judged),
            "coming": list(&alternative.coming, judged),
            "own_households": [alternative.own_households.0, alternative.own_households.1],
            "other_households": [alternative.other_households.0, alternative.other_households.1],
            "cut_delta_mm": alternative.cut_delta_mm,
            "allowed": alternative.forbidden.is_empty(),
            "forbidden": alternative.forbidden.iter().map(|reason| forbidden(reason, judged, voice)).collect::<Vec<_>>(),
        })
    });
    json!({
        "courtyard": courtyard(explanation.unit, judged),
        "grid": judged.codes[explanation.grid as usize],
        "reasons": reasons,
        "alternatives": alternatives.collect::<Vec<_>>(),
        "forced": explanation.forced.iter().map(|forced| {
            let [(_, grid), (_, price)] = forced_figures(forced, judged, voice);
            json!({ "grid": grid, "price": price, "values": forced.price })
        }).collect::<Vec<_>>(),
    })
}
