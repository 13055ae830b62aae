//! The file of the district's rules, as it is written.

use std::collections::BTreeMap;

use model::Severity;
use plan::{Range, Scheme};
use serde::Deserialize;
use topology::LineKind;

use super::rules::DistrictRules;
use super::standing::rule_with_id;

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    households: Households,
    shape: Shape,
    barriers: Barriers,
    ground: Ground,
    pub(super) severity: BTreeMap<String, Level>,
    codes: Option<Scheme>,
    carry: Carry,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Households {
    minimum: Option<u64>,
    maximum: Option<u64>,
    r#in: BTreeMap<String, Bounds>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Bounds {
    minimum: Option<u64>,
    maximum: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Shape {
    compactness: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Barriers {
    not_crossed: Option<Vec<Barrier>>,
    crossed_m: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ground {
    remainder_m2: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Carry {
    threshold: Option<f64>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Barrier {
    MainRoad,
    Wall,
    Water,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Level {
    Note,
    Warning,
    Error,
}

impl File {
    /// The rules that it writes down; what it leaves out is as usual.
    pub(super) fn rules(&self) -> DistrictRules {
        let usual = DistrictRules::default();
        let range = |bounds: &Bounds| Range { minimum: bounds.minimum, maximum: bounds.maximum };
        let barrier = |barrier: &Barrier| match barrier {
            Barrier::MainRoad => LineKind::MainRoad,
            Barrier::Wall => LineKind::Wall,
            Barrier::Water => LineKind::Water,
        };
        let severity = |(id, level): (&String, &Level)| {
            let severity = match level {
                Level::Note => Severity::Note,
                Level::Warning => Severity::Warning,
                Level::Error => Severity::Error,
            };
            Some((rule_with_id(id)?, severity))
        };
        let not_crossed = self.barriers.not_crossed.as_ref().map(|list| list.iter().map(barrier).collect());
        DistrictRules {
            households: Range { minimum: self.households.minimum, maximum: self.households.maximum },
            households_in: self.households.r#in.iter().map(|(code, bounds)| (code.clone(), range(bounds))).collect(),
            compactness: self.shape.compactness.or(usual.compactness),
            not_crossed: not_crossed.unwrap_or(usual.not_crossed),
            crossed_m: self.barriers.crossed_m.unwrap_or(usual.crossed_m),
            remainder_m2: self.ground.remainder_m2.unwrap_or(usual.remainder_m2),
            severity: self.severity.iter().filter_map(severity).collect(),
            codes: self.codes.clone().unwrap_or(usual.codes),
            carry_threshold: self.carry.threshold.unwrap_or(usual.carry_threshold),
        }
    }
}
