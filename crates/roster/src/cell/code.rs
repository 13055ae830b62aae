//! Codes in cells.

use model::Value;

use crate::text::compact;

/// Excel keeps fifteen digits of a number: from here on the last ones are lost.
const SAFE: f64 = 1e15;

/// A code as a cell holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WrittenCode {
    /// The characters that are left of it.
    pub(crate) text: String,
    /// Its last digits are lost: `3.70202E+17`, or a number of more than fifteen digits.
    pub(crate) damaged: bool,
    /// It was stored as a number, which has no leading zeros.
    pub(crate) number: bool,
}

impl WrittenCode {
    /// The code in a cell; `None` for a blank one.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Int(whole) => Some(Self::number(*whole as f64, whole.to_string())),
            Value::Real(real) if real.fract() == 0.0 => Some(Self::number(*real, format!("{real:.0}"))),
            other => other.to_text().map(|text| Self::text(&text)).filter(|code| !code.text.is_empty()),
        }
    }

    /// A code written as text.
    pub(crate) fn text(text: &str) -> Self {
        let text = compact(text).trim_start_matches(['\'', '`', '’']).to_owned();
        let zeros =
            text.len() > 15 && text.bytes().all(|b| b.is_ascii_digit()) && text[15..].bytes().all(|b| b == b'0');
        let number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        WrittenCode { damaged: zeros || is_scientific(&text), number, text }
    }

    fn number(value: f64, text: String) -> Self {
        WrittenCode { text, damaged: value.abs() >= SAFE, number: true }
    }

    /// The digits that are surely still those of the code.
    pub(crate) fn safe_digits(&self) -> String {
        match self.text.split_once(['E', 'e']) {
            Some((mantissa, _)) => mantissa.chars().filter(char::is_ascii_digit).collect(),
            None => self.text.chars().take(15).collect(),
        }
    }
}

fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let Some((whole, part)) = mantissa.split_once('.') else { return false };
    all_digits(whole) && all_digits(part) && all_digits(exponent) && exponent.len() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_seen() {
        let check = |value: Value, text: &str, damaged: bool| {
            let code = WrittenCode::of(&value).expect("a code");
            assert_eq!((code.text.as_str(), code.damaged), (text, damaged), "{value:?}");
        };
        check(Value::Int(990_101_001_001_001), "990101001001001", false);
        check(Value::Int(3_702_020_010_020_030), "3702020010020030", true);
        check(Value::Real(1.2e19), "12000000000000000000", true);
        check("9.90101E+14".into(), "9.90101E+14", true);
        check("370202001002003000".into(), "370202001002003000", true);
        check("'370202001002003004".into(), "370202001002003004", false);
        check(" Ｗ００１　".into(), "W001", false);
        check("3E5".into(), "3E5", false);
        assert_eq!(WrittenCode::of(&"　".into()), None);
        assert_eq!(WrittenCode::text("9.90101E+14").safe_digits(), "990101");
    }
}
