//! What the rows say of each place of a level, for one metric.

use std::ops::Range;

use model::{Assignment, Day};

use crate::metric::{Absence, Condition, Counts, Metric, Missing};
use crate::rows::Known;
use crate::standing::{Standing, Survey};

/// Ordered by strength: one yes suffices; without it one row that may count leaves it open; without that one no decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Silent,
    No,
    Open,
    Yes,
}

/// The answer for each place of the metric's level, and the places whose survey says something else.
pub(crate) fn answers(metric: &Metric, standing: &Standing<'_>) -> (Vec<Known>, Vec<u32>) {
    let range = standing.level(metric.of.level);
    let mut verdicts = vec![Verdict::Silent; range.len()];
    for counts in &metric.counts {
        match counts {
            Counts::Role { role, when } => {
                let rows = standing.held(role).iter().filter(|held| applies(metric, held.row, standing.day()));
                rows.for_each(|held| raise(&mut verdicts, &range, held.place, judge(when, held.row)));
            }
            Counts::Evidence { kind } => {
                let surveys = fresh(metric, standing, kind);
                surveys.for_each(|survey| raise(&mut verdicts, &range, survey.place, found(survey.value)));
            }
        }
    }
    let contradicted = surveyed(metric, standing, &range, &mut verdicts);
    let absent = if metric.absence == Absence::No { Known::No } else { Known::Unknown };
    let known = |verdict: Verdict| match verdict {
        Verdict::Yes => Known::Yes,
        Verdict::No => Known::No,
        Verdict::Open => Known::Unknown,
        Verdict::Silent => absent,
    };
    (verdicts.into_iter().map(known).collect(), contradicted)
}

/// Where a survey was made, silence means no. Surveys that say otherwise than the rows are told.
fn surveyed(metric: &Metric, standing: &Standing<'_>, range: &Range<usize>, verdicts: &mut [Verdict]) -> Vec<u32> {
    let Absence::Surveyed(kind) = &metric.absence else { return Vec::new() };
    let mut contradicted = Vec::new();
    for survey in fresh(metric, standing, kind).filter(|survey| survey.value != Known::Unknown) {
        raise(verdicts, range, survey.place, Verdict::No);
        let Some(verdict) = slot(verdicts, range, survey.place) else { continue };
        let differs = match survey.value {
            Known::Yes => *verdict == Verdict::No,
            _ => *verdict == Verdict::Yes,
        };
        if differs {
            contradicted.push(survey.place);
        }
    }
    contradicted
}

fn fresh<'a>(metric: &Metric, standing: &'a Standing<'_>, kind: &str) -> impl Iterator<Item = &'a Survey> {
    let oldest = metric.fresh.map(|window| window.start(standing.day()));
    standing.surveys(kind).iter().filter(move |survey| oldest.is_none_or(|oldest| oldest <= survey.from))
}

/// Whether a row is in force on the day, or for a cumulative counter on any day since its start.
fn applies(metric: &Metric, row: &Assignment, day: Day) -> bool {
    match metric.since {
        None => row.period.contains(day),
        Some(since) => row.period.from() <= day && row.period.to().is_none_or(|to| since < to),
    }
}

fn judge(when: &[Condition], row: &Assignment) -> Verdict {
    // The weakest condition decides.
    when.iter().map(|condition| condition.judge(row)).min().unwrap_or(Verdict::Yes)
}

fn found(value: Known) -> Verdict {
    match value {
        Known::Yes => Verdict::Yes,
        Known::No => Verdict::No,
        Known::Unknown => Verdict::Silent,
    }
}

fn slot<'a>(verdicts: &'a mut [Verdict], range: &Range<usize>, place: u32) -> Option<&'a mut Verdict> {
    verdicts.get_mut((place as usize).checked_sub(range.start)?)
}

fn raise(verdicts: &mut [Verdict], range: &Range<usize>, place: u32, to: Verdict) {
    if let Some(verdict) = slot(verdicts, range, place) {
        *verdict = to.max(*verdict);
    }
}

impl Condition {
    fn judge(&self, row: &Assignment) -> Verdict {
        let Some((_, text)) = row.details.iter().find(|(detail, _)| *detail == self.detail) else {
            return match self.missing {
                Missing::Counts => Verdict::Yes,
                Missing::Fails => Verdict::No,
                Missing::Unknown => Verdict::Open,
            };
        };
        let accepted = self.is.is_empty() || self.is.contains(text);
        if accepted && !self.not.contains(text) { Verdict::Yes } else { Verdict::No }
    }
}
