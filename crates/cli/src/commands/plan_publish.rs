//! `jingwei plan submit|publish|withdraw`.

use std::collections::BTreeSet;
use std::path::Path;

use model::Day;
use registry::CarryRules;
use serde_json::json;

use crate::commands::plan::Work;
use crate::commands::plan_decisions;
use crate::failure::Failure;
use crate::files;

/// The demo district's roles, for a record that has none of its own.
const DEMO: &str = include_str!("../../../../data/district.toml");

/// Hands a draft in.
pub(crate) fn submit(mut work: Work<'_>, reasons: &[String]) -> Result<(), Failure> {
    let unknown = |text: &String| Failure::usage("rule-unknown", &[("value", text.clone())]);
    let plan = work.draft.plan();
    let named = reasons.iter().map(|text| registry::reason_named(plan, text).ok_or_else(|| unknown(text)));
    let named = named.collect::<Result<_, _>>()?;
    let done = work.draft.submit(&mut work.store, &work.by, named);
    done.map_err(|fault| work.failure(&fault))?;
    work.stands();
    let (name, standing) = (work.draft.name(), work.draft.standing());
    work.voice.answer(&json!({ "draft": name, "state": standing.state.id(), "reasons": standing.reasons.len() }));
    Ok(())
}

/// Checks everything again, puts the plan in force and carries assignments over: one transaction.
pub(crate) fn publish(
    mut work: Work<'_>,
    from: Day,
    threshold: Option<f64>,
    roles: Option<&Path>,
) -> Result<(), Failure> {
    let threshold = match threshold {
        Some(threshold) => threshold,
        None => work.rules()?.carry_threshold,
    };
    let rules = CarryRules { threshold, single: single(roles, &work)? };
    let done = work.draft.publish(&mut work.store, &work.by, from, &rules);
    let found = done.map_err(|fault| work.failure(&fault))?;
    let name = work.draft.name().to_owned();
    let published = found.published;
    let figures = [("grids", published.grids), ("ended", published.ended), ("courtyards", published.courtyards)];
    let mut texts = vec![("name", name.clone()), ("day", from.to_string())];
    texts.extend(figures.iter().map(|(name, number)| (*name, number.to_string())));
    work.voice.line("plan-published", &texts);
    plan_decisions::summary(found.kept, &found.carried, work.voice);
    plan_decisions::table(&found.carried, work.voice);
    work.voice.answer(&json!({
        "draft": name, "from": from.to_string(), "grids": published.grids, "ended": published.ended,
        "courtyards": published.courtyards, "kept": found.kept,
        "carried": found.carried.iter().map(plan_decisions::json).collect::<Vec<_>>(),
    }));
    Ok(())
}

/// Gives a draft up.
pub(crate) fn withdraw(mut work: Work<'_>) -> Result<(), Failure> {
    let done = work.draft.withdraw(&mut work.store, &work.by);
    let back = done.map_err(|fault| work.failure(&fault))?;
    work.stands();
    if back > 0 {
        work.voice.line("carried-back", &[("count", back.to_string())]);
    }
    let name = work.draft.name();
    work.voice.answer(&json!({ "draft": name, "state": work.draft.standing().state.id(), "brought_back": back }));
    Ok(())
}

/// Roles that only one may hold at a place.
fn single(roles: Option<&Path>, work: &Work<'_>) -> Result<BTreeSet<String>, Failure> {
    let text = match roles {
        Some(path) => String::from_utf8_lossy(&files::read(path)?).into_owned(),
        None => {
            let kept =
                registry::kept_district(&work.store).map_err(|fault| Failure::file(work.desk.folder(), fault))?;
            kept.unwrap_or_else(|| DEMO.to_owned())
        }
    };
    let config = roster::Config::parse(&text).map_err(|faults| {
        let first = faults.first().map(ToString::to_string).unwrap_or_default();
        Failure::usage("definitions-wrong", &[("detail", first), ("count", faults.len().to_string())])
    })?;
    Ok(config.roles.into_iter().filter(|role| role.single).map(|role| role.name.0).collect())
}
