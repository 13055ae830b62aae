//! A definition as one stable line: two definitions that count alike have the same line, whatever their titles say.

use std::fmt;

use crate::metric::{Absence, Condition, Counts, Filter, Metric, Missing, Population, Test};
use crate::{Rounding, Towards};

impl Metric {
    /// How it counts, as one line in a form that does not change; titles and captions are left out.
    pub fn counting(&self) -> String {
        let mut parts = vec![self.of.to_string()];
        parts.extend(self.counts.iter().map(ToString::to_string));
        parts.extend(self.since.map(|day| format!("since {day}")));
        parts.push(self.absence.to_string());
        parts.extend(self.fresh.map(|window| format!("fresh {window}")));
        parts.push(self.rounding.to_string());
        parts.join(" | ")
    }
}

impl fmt::Display for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.level.id())?;
        if !self.kinds.is_empty() {
            write!(f, " {}", self.kinds.join(","))?;
        }
        self.filters.iter().try_for_each(|filter| write!(f, " {filter}"))
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attribute = &self.attribute;
        match &self.test {
            Test::OneOf(list) => write!(f, "{attribute} is {}", list.join(",")),
            Test::NoneOf(list) => write!(f, "{attribute} not {}", list.join(",")),
            Test::Last(window) => write!(f, "{attribute} last {window}"),
            Test::AtLeast(number) => write!(f, "{attribute} >= {number}"),
            Test::AtMost(number) => write!(f, "{attribute} <= {number}"),
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Counts::Role { role, when } => {
                write!(f, "role {}", role.0)?;
                when.iter().try_for_each(|condition| write!(f, " {condition}"))
            }
            Counts::Evidence { kind } => write!(f, "evidence {kind}"),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.detail)?;
        if !self.is.is_empty() {
            write!(f, " is {}", self.is.join(","))?;
        }
        if !self.not.is_empty() {
            write!(f, " not {}", self.not.join(","))?;
        }
        write!(f, " missing {}", self.missing.id())
    }
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Absence::Unknown => f.write_str("absent unknown"),
            Absence::No => f.write_str("absent no"),
            Absence::Surveyed(kind) => write!(f, "surveyed {kind}"),
        }
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let towards = match self.towards {
            Towards::HalfUp => "half-up",
            Towards::Down => "down",
        };
        write!(f, "{towards} {}", self.decimals)
    }
}

impl Missing {
    /// Stable name in definitions.
    pub fn id(self) -> &'static str {
        match self {
            Missing::Counts => "counts",
            Missing::Fails => "fails",
            Missing::Unknown => "unknown",
        }
    }
}
