//! Percentages as published: rounded by a stated rule, in whole numbers throughout.

use std::fmt;

/// How a rate is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rounding {
    /// Digits after the point: 0 to 3.
    pub decimals: u8,
    /// Which way.
    pub towards: Towards,
}

/// Which way the remainder goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Towards {
    /// Half and more goes up.
    HalfUp,
    /// Cut off: 100 appears only when all have it.
    Down,
}

/// A rounded percentage; prints without the sign, with all its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    /// In units of the last digit.
    scaled: u64,
    decimals: u8,
}

/// What can be said of the share of places that have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rate {
    /// All places are known.
    Exact(Percent),
    /// Some are unknown: the share if none of them has it, and if all have.
    Between(Percent, Percent),
}

impl Rounding {
    /// Whole percent, half up: for headlines.
    pub const WHOLE: Rounding = Rounding { decimals: 0, towards: Towards::HalfUp };
    /// One decimal, half up: for tables.
    pub const TENTH: Rounding = Rounding { decimals: 1, towards: Towards::HalfUp };

    /// n of N; `None` of nothing.
    pub fn percent(self, n: usize, of: usize) -> Option<Percent> {
        let (n, of) = (n as u128, of as u128);
        if of == 0 {
            return None;
        }
        let parts = n * 100 * 10u128.pow(u32::from(self.decimals));
        let scaled = match self.towards {
            Towards::HalfUp => (2 * parts + of) / (2 * of),
            Towards::Down => parts / of,
        };
        Some(Percent { scaled: u64::try_from(scaled).ok()?, decimals: self.decimals })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10u64.pow(u32::from(self.decimals));
        let (whole, rest) = (self.scaled / unit, self.scaled % unit);
        match usize::from(self.decimals) {
            0 => write!(f, "{whole}"),
            width => write!(f, "{whole}.{rest:0width$}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_up() {
        let check = |n, of, tenth: &str, whole: &str, cut: &str| {
            let down = Rounding { decimals: 1, towards: Towards::Down };
            let text = |rule: Rounding| rule.percent(n, of).expect("a percentage").to_string();
            let found = [Rounding::TENTH, Rounding::WHOLE, down].map(text);
            assert_eq!(found, [tenth, whole, cut], "{n}/{of}");
        };
        check(258, 260, "99.2", "99", "99.2");
        check(219, 260, "84.2", "84", "84.2");
        check(0, 5, "0.0", "0", "0.0");
        check(5, 5, "100.0", "100", "100.0");
        check(1, 8, "12.5", "13", "12.5");
        check(1, 2000, "0.1", "0", "0.0");
        check(3999, 4000, "100.0", "100", "99.9");
        assert_eq!(Rounding::TENTH.percent(0, 0), None);
    }
}
