//! Whether a place passes a filter. A comparison with a value that is not there is neither true nor false.

use std::cmp::Ordering;

use geo::{BoundingRect, Relate};
use geo_types::{Geometry, MultiPolygon};
use jiff::Timestamp;
use registry::{Place, PlaceIndex};
use serde_json::Value;

use super::expression::{Comparison, Expression, Kind, Operand, Span, Spatial, Temporal};
use super::literal;
use crate::ogc::feature;

/// A place with what the filter asks it about.
pub(in crate::ogc) struct Subject<'a> {
    pub(in crate::ogc) index: &'a PlaceIndex,
    pub(in crate::ogc) place: &'a Place,
    /// In the working system.
    pub(in crate::ogc) shape: Option<&'a MultiPolygon<f64>>,
}

/// A value at hand.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Held {
    Text(String),
    Number(f64),
    Flag(bool),
    Moment(Timestamp),
}

impl Expression {
    /// Whether it is certain that the place passes.
    pub(in crate::ogc) fn holds(&self, subject: &Subject<'_>) -> bool {
        self.known(subject) == Some(true)
    }

    fn known(&self, subject: &Subject<'_>) -> Option<bool> {
        match self {
            Expression::Constant(flag) => Some(*flag),
            Expression::And(list) => joined(list, subject, false),
            Expression::Or(list) => joined(list, subject, true),
            Expression::Not(inner) => inner.known(subject).map(|flag| !flag),
            Expression::Compare(comparison, a, b) => {
                Some(comparison.holds(a.held(subject)?.partial_cmp(&b.held(subject)?)?))
            }
            Expression::Between(value, least, most) => {
                let value = value.held(subject)?;
                Some(value >= least.held(subject)? && value <= most.held(subject)?)
            }
            Expression::Like(value, pattern) => match (value.held(subject)?, pattern.held(subject)?) {
                (Held::Text(text), Held::Text(pattern)) => Some(like(&text, &pattern)),
                _ => None,
            },
            Expression::In(value, list) => {
                let value = value.held(subject)?;
                Some(list.iter().any(|one| one.held(subject).as_ref() == Some(&value)))
            }
            Expression::IsNull(value) => Some(value.held(subject).is_none()),
            Expression::Shape(relation, other) => relation.holds(subject.shape?, other, false),
            Expression::ShapeOf(relation, other) => relation.holds(subject.shape?, other, true),
            Expression::Time(relation, a, b) => Some(relation.holds(a.held(subject)?, b.held(subject)?)),
        }
    }
}

/// One that is `decisive` decides; else one that is unknown leaves all unknown.
fn joined(list: &[Expression], subject: &Subject<'_>, decisive: bool) -> Option<bool> {
    let mut found = Some(!decisive);
    for one in list {
        match one.known(subject) {
            Some(flag) if flag == decisive => return Some(decisive),
            None => found = None,
            Some(_) => {}
        }
    }
    found
}

impl Operand {
    fn held(&self, subject: &Subject<'_>) -> Option<Held> {
        match self {
            Operand::Property(name, kind) => {
                let value = feature::property(subject.index, subject.place, name);
                match (kind, value) {
                    (_, Value::Null) => None,
                    (Kind::Moment, Value::String(text)) => literal::moment(&text).map(Held::Moment),
                    (Kind::Number, value) => value.as_f64().map(Held::Number),
                    (Kind::Flag, value) => value.as_bool().map(Held::Flag),
                    (_, Value::String(text)) => Some(Held::Text(text)),
                    (_, other) => Some(Held::Text(other.to_string())),
                }
            }
            Operand::Text(text) => Some(Held::Text(text.clone())),
            Operand::Number(number) => Some(Held::Number(*number)),
            Operand::Flag(flag) => Some(Held::Flag(*flag)),
            Operand::Moment(moment) => Some(Held::Moment(*moment)),
            Operand::Folded(inner) => match inner.held(subject)? {
                Held::Text(text) => Some(Held::Text(text.to_lowercase())),
                other => Some(other),
            },
        }
    }
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::Unequal => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::More => order.is_gt(),
            Comparison::AtMost => order.is_le(),
            Comparison::AtLeast => order.is_ge(),
        }
    }
}

impl Spatial {
    fn holds(self, shape: &MultiPolygon<f64>, other: &Geometry<f64>, turned: bool) -> Option<bool> {
        let (own, its) = (shape.bounding_rect()?, other.bounding_rect()?);
        let apart = own.min().x > its.max().x
            || its.min().x > own.max().x
            || own.min().y > its.max().y
            || its.min().y > own.max().y;
        if apart {
            return Some(self == Spatial::Disjoint);
        }
        let matrix = if turned { other.relate(shape) } else { shape.relate(other) };
        Some(match self {
            Spatial::Intersects => matrix.is_intersects(),
            Spatial::Disjoint => matrix.is_disjoint(),
            Spatial::Within => matrix.is_within(),
            Spatial::Contains => matrix.is_contains(),
            Spatial::Equals => matrix.is_equal_topo(),
            Spatial::Touches => matrix.is_touches(),
            Spatial::Overlaps => matrix.is_overlaps(),
            Spatial::Crosses => matrix.is_crosses(),
        })
    }
}

impl Span {
    /// Both ends; an end that is not there is open.
    fn held(&self, subject: &Subject<'_>) -> Option<(Timestamp, Timestamp)> {
        let end = |end: &Option<Operand>, open: Timestamp| match end.as_ref().map(|one| one.held(subject)) {
            Some(Some(Held::Moment(moment))) => moment,
            _ => open,
        };
        let (from, to) = (end(&self.from, Timestamp::MIN), end(&self.to, Timestamp::MAX));
        // An instant whose value is not there is unknown, not all of time.
        (from <= to && (self.from != self.to || from == to)).then_some((from, to))
    }
}

impl Temporal {
    fn holds(self, a: (Timestamp, Timestamp), b: (Timestamp, Timestamp)) -> bool {
        match self {
            Temporal::After => a.0 > b.1,
            Temporal::Before => a.1 < b.0,
            Temporal::Contains => a.0 < b.0 && a.1 > b.1,
            Temporal::During => a.0 > b.0 && a.1 < b.1,
            Temporal::Disjoint => a.1 < b.0 || a.0 > b.1,
            Temporal::Intersects => a.1 >= b.0 && a.0 <= b.1,
            Temporal::Equals => a == b,
            Temporal::FinishedBy => a.0 < b.0 && a.1 == b.1,
            Temporal::Finishes => a.0 > b.0 && a.1 == b.1,
            Temporal::Meets => a.1 == b.0,
            Temporal::MetBy => a.0 == b.1,
            Temporal::OverlappedBy => a.0 > b.0 && a.0 < b.1 && a.1 > b.1,
            Temporal::Overlaps => a.0 < b.0 && a.1 > b.0 && a.1 < b.1,
            Temporal::StartedBy => a.0 == b.0 && a.1 > b.1,
            Temporal::Starts => a.0 == b.0 && a.1 < b.1,
        }
    }
}

/// Whether a text is like a pattern: `%` is anything, `_` one sign, `\` takes the next sign as it is.
fn like(text: &str, pattern: &str) -> bool {
    let mut signs = pattern.chars();
    let mut wanted: Vec<(char, bool)> = Vec::new();
    while let Some(sign) = signs.next() {
        wanted.push(if sign == '\\' {
            (signs.next().unwrap_or('\\'), false)
        } else {
            (sign, matches!(sign, '%' | '_'))
        });
    }
    let text: Vec<char> = text.chars().collect();
    // Where the pattern is and where the text is; and the same at the last `%`, which may swallow one more.
    let (mut p, mut t, mut last) = (0, 0, None);
    while t < text.len() {
        match wanted.get(p) {
            Some(('%', true)) => {
                last = Some((p, t));
                p += 1;
            }
            Some((sign, joker)) if *joker || *sign == text[t] => (p, t) = (p + 1, t + 1),
            _ => match last {
                Some((at, swallowed)) => {
                    (p, t) = (at + 1, swallowed + 1);
                    last = Some((at, swallowed + 1));
                }
                None => return false,
            },
        }
    }
    wanted[p..].iter().all(|sign| *sign == ('%', true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_matched() {
        let check =
            |text: &str, pattern: &str, wanted: bool| assert_eq!(like(text, pattern), wanted, "{text} {pattern}");
        check("安庆里", "安%", true);
        check("安庆里", "%庆%", true);
        check("安庆里", "安_里", true);
        check("安庆里", "安_", false);
        check("安庆里", "", false);
        check("", "%", true);
        check("100%", "100\\%", true);
        check("1000", "100\\%", false);
        check("aaaaaaaaab", "%a%a%a%c", false);
        check("abcabd", "%ab_", true);
    }
}
