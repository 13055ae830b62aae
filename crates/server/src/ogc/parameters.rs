//! The parameters of a question for items.

use jiff::Timestamp;
use model::Day;
use store::AsOf;

use super::cql2::{self, Expression};
use super::reference::{Reference, Region};
use crate::app::{App, day_of};
use crate::asked::Asked;
use crate::problem::Problem;

/// Items of a page where nothing is asked.
const USUAL: usize = 100;
/// Most items of a page; more is answered with so many.
const MOST: usize = 10_000;

/// What is asked for.
pub(super) struct Question {
    pub(super) limit: usize,
    /// The id after which the page begins.
    pub(super) after: Option<String>,
    pub(super) within: Option<Within>,
    pub(super) reference: Reference,
    pub(super) time: Time,
    /// Properties that must be equal.
    pub(super) equal: Vec<(String, String)>,
    pub(super) filter: Option<Expression>,
}

/// A box that places must meet.
pub(super) struct Within {
    /// Around it in the working system, to find candidates.
    pub(super) around: [f64; 4],
    /// What it means.
    pub(super) region: Option<Region>,
}

/// When.
pub(crate) struct Time {
    /// The day whose versions are asked for.
    pub(crate) as_of: AsOf,
    /// Only versions that share a day with these (both included).
    pub(super) sharing: Option<(Option<Day>, Option<Day>)>,
}

impl Question {
    /// Whether it asks for everything, page by page.
    pub(super) fn is_plain(&self) -> bool {
        self.within.is_none() && self.time.sharing.is_none() && self.equal.is_empty() && self.filter.is_none()
    }

    /// Reads the parameters; those that are no parameters of the standard must be properties.
    pub(super) fn read(app: &App, asked: &Asked, properties: &[(&'static str, &'static str)]) -> Result<Self, Problem> {
        let own = ["limit", "after", "bbox", "bbox-crs", "crs", "datetime", "known"];
        let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
        asked.only(&[&own[..], &cql2::PARAMETERS[..], &names[..]].concat())?;
        let reference = Reference::asked(app, "crs", asked.parameter("crs"))?;
        let equal = asked.query.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned().collect();
        Ok(Question {
            limit: limit(asked)?,
            after: asked.parameter("after").map(str::to_owned),
            within: within(app, asked)?,
            reference,
            time: time(app, asked)?,
            equal,
            filter: cql2::filter(app, asked, properties)?,
        })
    }
}

fn limit(asked: &Asked) -> Result<usize, Problem> {
    let Some(text) = asked.parameter("limit") else { return Ok(USUAL) };
    let number = text.parse::<usize>().ok().filter(|number| *number > 0);
    number.map(|number| number.min(MOST)).ok_or_else(|| Problem::parameter("limit", text, &format!("1 … {MOST}")))
}

fn within(app: &App, asked: &Asked) -> Result<Option<Within>, Problem> {
    let reference = Reference::asked(app, "bbox-crs", asked.parameter("bbox-crs"))?;
    let Some(text) = asked.parameter("bbox") else { return Ok(None) };
    let wrong = || Problem::parameter("bbox", text, "a,b,c,d");
    let numbers: Vec<f64> =
        text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| wrong())?;
    let given = match numbers[..] {
        [a, b, c, d] => [a, b, c, d],
        // Heights are not looked at.
        [a, b, _, c, d, _] => [a, b, c, d],
        _ => return Err(wrong()),
    };
    let sound = given.iter().all(|number| number.is_finite()) && given[1] <= given[3] && given[0] <= given[2];
    let working = sound.then(|| reference.box_to_working(&app.frames, given)).flatten();
    let around = working.ok_or_else(wrong)?;
    Ok(Some(Within { around, region: reference.region(&app.frames, given) }))
}

/// `datetime` of the standard (RFC 3339, or an interval with `..`), and `known`: what the record knew at a moment.
pub(crate) fn time(app: &App, asked: &Asked) -> Result<Time, Problem> {
    let known = match asked.parameter("known") {
        None => None,
        Some(text) => {
            let moment: Result<Timestamp, _> = text.parse();
            Some(moment.map_err(|_| Problem::parameter("known", text, "2026-01-31T12:00:00Z"))?)
        }
    };
    let today = app.today();
    let at = |day: Day| AsOf { valid: day, known };
    let Some(text) = asked.parameter("datetime") else { return Ok(Time { as_of: at(today), sharing: None }) };
    let wrong = || Problem::parameter("datetime", text, "2025-06-30, 2025-06-30T00:00:00Z, ../2025-06-30");
    let day = |text: &str| -> Result<Option<Day>, Problem> {
        match text {
            "" | ".." => Ok(None),
            text => {
                text.parse::<Timestamp>().map(day_of).or_else(|_| text.parse::<Day>()).map(Some).map_err(|_| wrong())
            }
        }
    };
    match text.split_once('/') {
        None => Ok(Time { as_of: at(day(text)?.ok_or_else(wrong)?), sharing: None }),
        Some((from, to)) => {
            let (from, to) = (day(from)?, day(to)?);
            if matches!((from, to), (None, None)) && text != "../.." && text != "/" {
                return Err(wrong());
            }
            if from.zip(to).is_some_and(|(from, to)| from > to) {
                return Err(wrong());
            }
            // The versions of the interval's last day that has come.
            Ok(Time {
                as_of: at(to.map_or(today, |to| to.min(today)).max(from.unwrap_or(Day::MIN))),
                sharing: Some((from, to)),
            })
        }
    }
}
