//! What is counted: definitions of metrics, loads and watches over terms, as the district configures them.

use model::{Day, Level, RoleName};

use crate::{Rounding, Survey, Window};

/// The district's definitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// Version of the definitions, as their author names it.
    pub version: String,
    /// Figures n / N / unknown.
    pub metrics: Vec<Metric>,
    /// Loads of holders.
    pub loads: Vec<LoadMetric>,
    /// Watches over contracts and terms that end.
    pub terms: Vec<TermWatch>,
    /// How lists of surveys are read.
    pub surveys: Vec<Survey>,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One figure: which places are asked about, what counts as yes, and when no is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// How this is counted (口径).
    pub caption: Bilingual,
    /// The denominator.
    pub of: Population,
    /// What counts; any one of these suffices.
    pub counts: Vec<Counts>,
    /// A cumulative counter: what held on any day from this one on counts for good.
    pub since: Option<Day>,
    /// What a place without any row is.
    pub absence: Absence,
    /// A survey older than this tells nothing any more.
    pub fresh: Option<Window>,
    /// How its rate is rounded.
    pub rounding: Rounding,
}

/// Places of a level, of some kinds, with some attributes.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Level.
    pub level: Level,
    /// Kinds; empty means all.
    pub kinds: Vec<String>,
    /// Conditions on attributes; all must hold. A place of which the attribute is not told is not counted.
    pub filters: Vec<Filter>,
}

/// A condition on one attribute of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// Attribute.
    pub attribute: String,
    /// What must hold.
    pub test: Test,
}

/// What must hold of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It is one of these.
    OneOf(Vec<String>),
    /// It is none of these.
    NoneOf(Vec<String>),
    /// It is a day within the moving window.
    Last(Window),
    /// It is a number of at least this.
    AtLeast(i64),
    /// It is a number of at most this.
    AtMost(i64),
}

/// What counts as yes.
#[derive(Debug, Clone, PartialEq)]
pub enum Counts {
    /// Somebody holds the role at the place and all conditions hold.
    Role {
        /// The role.
        role: RoleName,
        /// Conditions on the details of the row.
        when: Vec<Condition>,
    },
    /// A survey of this kind found it.
    Evidence {
        /// Kind.
        kind: String,
    },
}

/// A condition on a detail of an assignment, such as mode or stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The detail.
    pub detail: String,
    /// Accepted texts; empty accepts all but the refused.
    pub is: Vec<String>,
    /// Refused texts.
    pub not: Vec<String>,
    /// What a row without the detail does.
    pub missing: Missing,
}

/// What an assignment does whose row does not tell the detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It counts.
    Counts,
    /// It does not count.
    Fails,
    /// Nobody knows, so the place is unknown unless another row says yes.
    Unknown,
}

/// What a place is of which no row says anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// Unknown, always.
    Unknown,
    /// No: the rosters are complete by their nature, a place without a row is a gap.
    No,
    /// No where a survey of this kind was made and found something, yes or no; elsewhere unknown.
    Surveyed(String),
}

/// Load: how many places each holder has.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadMetric {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// How this is counted.
    pub caption: Bilingual,
    /// Roles that add up.
    pub roles: Vec<RoleName>,
    /// Levels of the places; empty means all.
    pub levels: Vec<Level>,
}

/// Contracts and terms that end soon.
#[derive(Debug, Clone, PartialEq)]
pub struct TermWatch {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// Roles.
    pub roles: Vec<RoleName>,
    /// Ends within so many days of the as-of date.
    pub days: u16,
}

impl Metrics {
    /// The metric with this stable name.
    pub fn get(&self, id: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.id == id)
    }

    /// Every role that a definition names, sorted: the district's list of roles must have them all.
    pub fn roles(&self) -> std::collections::BTreeSet<&RoleName> {
        let counted = self.metrics.iter().flat_map(|metric| &metric.counts).filter_map(|counts| match counts {
            Counts::Role { role, .. } => Some(role),
            Counts::Evidence { .. } => None,
        });
        let loads = self.loads.iter().flat_map(|load| &load.roles);
        counted.chain(loads).chain(self.terms.iter().flat_map(|term| &term.roles)).collect()
    }
}

impl Metric {
    /// Completeness of a role over a level: every place should have it, and one without is a gap.
    pub fn completeness(role: RoleName, level: Level) -> Metric {
        let empty = Bilingual { zh: String::new(), en: String::new() };
        Metric {
            id: format!("{}-{}", role.0, level.id()),
            title: empty.clone(),
            caption: empty,
            of: Population { level, kinds: Vec::new(), filters: Vec::new() },
            counts: vec![Counts::Role { role, when: Vec::new() }],
            since: None,
            absence: Absence::No,
            fresh: None,
            rounding: Rounding::TENTH,
        }
    }
}
