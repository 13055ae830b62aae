//! The figures of a day, counted once for a view.

use std::collections::HashMap;

use coverage::{Evidence, Figure, Known, Load, Metrics, Standing};
use model::{Assignment, Code, Day, PlaceKey};
use registry::View;
use store::Store;

use crate::people::known;
use crate::problem::Problem;

/// All figures with their definitions, and what they say of each place.
pub(crate) struct Counted {
    pub(crate) metrics: Metrics,
    /// In the order of the definitions.
    pub(crate) figures: Vec<Figure>,
    pub(crate) loads: Vec<Load>,
    /// Terms that end soon, for each watch of the definitions.
    pub(crate) terms: Vec<Vec<Ends>>,
    /// What surveys tell of the renovation of places.
    pub(crate) renovated: HashMap<PlaceKey, String>,
    answers: HashMap<PlaceKey, Vec<(usize, Known)>>,
    evidence: HashMap<PlaceKey, Vec<Evidence>>,
}

/// An assignment that ends soon.
pub(crate) struct Ends {
    pub(crate) assignment: Assignment,
    pub(crate) last_day: Day,
    pub(crate) days_left: u32,
    /// Whether somebody follows on the day after.
    pub(crate) followed: bool,
}

impl Counted {
    /// Counts everything for the view's day, as the view knows it.
    pub(crate) fn read(store: &Store, view: &View) -> Result<Self, Problem> {
        let metrics = registry::metrics(store)?;
        let rows = registry::rows(store, known(view))?;
        let standing = Standing::on(&rows, view.as_of().valid);
        let figures: Vec<Figure> = metrics.metrics.iter().map(|metric| standing.figure(metric)).collect();
        let loads = metrics.loads.iter().map(|metric| standing.load(metric)).collect();
        let terms = metrics.terms.iter().map(|watch| ends(&standing, watch)).collect();
        let answers = answers(&figures);
        let told = |row: &coverage::PlaceRow| Some((row.key.clone(), row.attributes.get("renovated")?.text()));
        let renovated = rows.places.iter().filter_map(told).collect();
        let mut evidence: HashMap<PlaceKey, Vec<Evidence>> = HashMap::new();
        for one in rows.evidence {
            evidence.entry(one.place.clone()).or_default().push(one);
        }
        Ok(Counted { metrics, figures, loads, terms, renovated, answers, evidence })
    }

    /// What surveys found at a place.
    pub(crate) fn evidence(&self, place: &PlaceKey) -> &[Evidence] {
        self.evidence.get(place).map_or(&[], Vec::as_slice)
    }

    /// What the figures say of a place; nothing of places that no figure is about.
    pub(crate) fn of(&self, place: &PlaceKey) -> &[(usize, Known)] {
        self.answers.get(place).map_or(&[], Vec::as_slice)
    }
}

fn ends(standing: &Standing<'_>, watch: &coverage::TermWatch) -> Vec<Ends> {
    let one = |end: coverage::Ending<'_>| Ends {
        assignment: end.assignment.clone(),
        last_day: end.last_day,
        days_left: end.days_left,
        followed: end.followed,
    };
    standing.ending(&watch.roles, watch.days).into_iter().map(one).collect()
}

fn answers(figures: &[Figure]) -> HashMap<PlaceKey, Vec<(usize, Known)>> {
    let mut answers: HashMap<PlaceKey, Vec<(usize, Known)>> = HashMap::new();
    for (number, figure) in figures.iter().enumerate() {
        let behind = &figure.behind;
        for (known, codes) in [(Known::Yes, &behind.yes), (Known::No, &behind.no), (Known::Unknown, &behind.unknown)] {
            for code in codes {
                let key = PlaceKey { level: figure.level, code: Code::clone(code) };
                answers.entry(key).or_default().push((number, known));
            }
        }
    }
    answers
}
