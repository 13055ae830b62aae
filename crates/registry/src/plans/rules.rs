//! The district's rules for plans as a setting of the record, written in TOML.

use std::collections::{BTreeMap, BTreeSet};

use model::{Rule, Severity};
use plan::{CodeHistory, Numbering, Range, Scheme, Territory};
use store::{AsOf, Store};
use topology::LineKind;

use super::rules_file::{File, Level};
use super::standing::rule_with_id;
use crate::{DraftFault, Fault, Signature};

/// The setting that holds the rules' text.
const SETTING: &str = "plan_rules";

/// Share of households from which on an assignment follows them, where the district says nothing: the half.
pub const CARRY_THRESHOLD: f64 = 0.5;

/// What a district demands of plans, how it numbers grids and how assignments follow a redraw.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictRules {
    /// Households of a governance grid.
    pub households: Range,
    /// Other ranges in some communities, by the community's code.
    pub households_in: BTreeMap<String, Range>,
    /// A governance grid with less (4π·area / perimeter²) is not compact.
    pub compactness: Option<f64>,
    /// Barriers that should not run through a grid.
    pub not_crossed: BTreeSet<LineKind>,
    /// A barrier of at most this length inside a grid is passed over, metres.
    pub crossed_m: f64,
    /// Ground of nobody up to this size should belong to a grid, m².
    pub remainder_m2: f64,
    /// Other severities than the usual ones.
    pub severity: BTreeMap<Rule, Severity>,
    /// How codes are put together.
    pub codes: Scheme,
    /// Share of households from which on an assignment follows them.
    pub carry_threshold: f64,
}

/// What is wrong with the text of rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesFault {
    /// It is no TOML, or has a key or a type that rules do not have.
    #[error("line {line}: {reason}")]
    Text {
        /// The line.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The least is more than the most.
    #[error("households: the minimum {minimum} is above the maximum {maximum}")]
    Range {
        /// The least.
        minimum: u64,
        /// The most.
        maximum: u64,
    },
    /// A number that must lie between 0 and 1, or not below 0.
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
    /// There is no such rule.
    #[error("severity: there is no rule {0}")]
    RuleUnknown(String),
    /// The district has no such community.
    #[error("households.in: there is no community {0}")]
    CommunityUnknown(String),
    /// The codes do not fit the communities.
    #[error("codes: {0}")]
    Codes(plan::CodeFault),
}

impl Default for DistrictRules {
    fn default() -> Self {
        let usual = plan::Rules::default();
        DistrictRules {
            households: usual.households,
            households_in: BTreeMap::new(),
            compactness: usual.compactness,
            not_crossed: usual.not_crossed,
            crossed_m: usual.crossed_m,
            remainder_m2: usual.remainder_m2,
            severity: usual.severity,
            codes: Scheme::Digits15,
            carry_threshold: CARRY_THRESHOLD,
        }
    }
}

impl DistrictRules {
    /// Reads the text of rules.
    ///
    /// # Errors
    /// What is wrong with it; everything at once when it is TOML.
    pub fn parse(text: &str) -> Result<Self, Vec<RulesFault>> {
        let file: File = toml::from_str(text).map_err(|fault| {
            let start = fault.span().map_or(0, |span| span.start.min(text.len()));
            let line = 1 + text.as_bytes()[..start].iter().filter(|&&byte| byte == b'\n').count();
            vec![RulesFault::Text { line, reason: fault.message().to_owned() }]
        })?;
        let rules = file.rules();
        rules.unsound(&file.severity).map_or(Ok(rules), Err)
    }

    /// The rules on record; the usual ones where the district has set none.
    ///
    /// # Errors
    /// When the record fails or what it holds does not read.
    pub fn read(store: &Store) -> Result<Self, DraftFault> {
        match store.setting(SETTING)? {
            Some(text) => DistrictRules::parse(&text).map_err(DraftFault::Rules),
            None => Ok(DistrictRules::default()),
        }
    }

    /// What a plan is checked against.
    pub fn for_plan(&self, territory: &Territory, history: CodeHistory) -> plan::Rules {
        let communities = territory.communities().iter().enumerate();
        let own = communities.filter_map(|(idx, one)| Some((idx, *self.households_in.get(one.code.as_str())?)));
        plan::Rules {
            households: self.households,
            households_in: own.collect(),
            compactness: self.compactness,
            not_crossed: self.not_crossed.clone(),
            crossed_m: self.crossed_m,
            remainder_m2: self.remainder_m2,
            history,
            severity: self.severity.clone(),
        }
    }

    /// What does not fit the district's own communities.
    pub fn misfits(&self, territory: &Territory) -> Vec<RulesFault> {
        let known = |code: &str| territory.communities().iter().any(|one| one.code.as_str() == code);
        let unknown = self.households_in.keys().filter(|code| !known(code));
        let mut faults: Vec<RulesFault> = unknown.map(|code| RulesFault::CommunityUnknown(code.clone())).collect();
        let plan = plan::Plan::singles(territory);
        let first = plan.grids().keys().next().copied().into_iter().collect();
        let sample = plan::number(territory, &plan, &self.codes, &CodeHistory::default(), &Numbering::These(first));
        faults.extend(sample.err().map(RulesFault::Codes));
        faults
    }

    fn unsound(&self, severity: &BTreeMap<String, Level>) -> Option<Vec<RulesFault>> {
        let ranges = self.households_in.values().chain([&self.households]);
        let mut faults: Vec<RulesFault> = ranges.filter_map(reversed).collect();
        let unknown = severity.keys().filter(|id| rule_with_id(id).is_none());
        faults.extend(unknown.map(|id| RulesFault::RuleUnknown(id.clone())));
        let share = |number: f64| (0.0..=1.0).contains(&number);
        let sound = [
            ("compactness", self.compactness.is_none_or(share)),
            ("carry.threshold", share(self.carry_threshold)),
            ("crossed_m", self.crossed_m >= 0.0),
            ("remainder_m2", self.remainder_m2 >= 0.0),
        ];
        faults.extend(sound.iter().filter(|(_, sound)| !sound).map(|(key, _)| RulesFault::OutOfRange(key)));
        (!faults.is_empty()).then_some(faults)
    }
}

/// The text of the rules on record; `None` where the district has set none.
///
/// # Errors
/// When the record fails.
pub fn rules_text(store: &Store) -> Result<Option<String>, Fault> {
    Ok(store.setting(SETTING)?)
}

/// Sets the district's rules; they must fit the communities that are on record today, if any are.
///
/// # Errors
/// When they do not read or do not fit, or the record fails.
pub fn set_rules(store: &mut Store, by: &Signature, text: &str) -> Result<DistrictRules, DraftFault> {
    let rules = DistrictRules::parse(text).map_err(DraftFault::Rules)?;
    if let Some(territory) = store.territory(AsOf::day(by.today))? {
        let misfits = rules.misfits(&territory);
        if !misfits.is_empty() {
            return Err(DraftFault::Rules(misfits));
        }
    }
    let mut writing = store.write(&by.author, "plan rules", by.at)?;
    writing.set(SETTING, text)?;
    writing.commit()?;
    Ok(rules)
}

fn reversed(range: &Range) -> Option<RulesFault> {
    let (minimum, maximum) = (range.minimum?, range.maximum?);
    (minimum > maximum).then_some(RulesFault::Range { minimum, maximum })
}
