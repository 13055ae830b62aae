//! What a cell of text is. A kind is taken only where the text can be had back from the value.

use model::Value;

use crate::columns::is_date;

/// The value of a cell; codes with leading zeros or many digits stay text.
pub(super) fn value(text: &str) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    if let Some(date) = date(text) {
        return Value::Date(date);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.starts_with('0') || digits == "0" || digits.starts_with("0.");
    if plain && digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Int);
    }
    let decimal = plain
        && digits.split_once('.').is_some_and(|(whole, part)| {
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            digits(whole) && digits(part)
        });
    match text.parse::<f64>() {
        Ok(real) if decimal => Value::Real(real),
        _ => Value::Text(text.to_owned()),
    }
}

/// The value of a cell whose column is declared: a number keeps any length, a text anything.
pub(super) fn declared(text: &str, kind: model::FieldKind) -> Value {
    use model::FieldKind::{Bool, Date, Int, Real, Text};
    if text.is_empty() {
        return Value::Null;
    }
    let parsed = match kind {
        Text => None,
        Int => text.parse().ok().map(Value::Int),
        Real => text.parse().ok().filter(|real: &f64| real.is_finite()).map(Value::Real),
        Date => date(text).map(Value::Date),
        Bool => match text {
            "1" | "true" | "TRUE" | "True" => Some(Value::Bool(true)),
            "0" | "false" | "FALSE" | "False" => Some(Value::Bool(false)),
            _ => None,
        },
    };
    parsed.unwrap_or_else(|| Value::Text(text.to_owned()))
}

/// A date as ISO 8601 or as Excel and GDAL write it: `2024/2/29`.
fn date(text: &str) -> Option<String> {
    if is_date(text) {
        return Some(text.to_owned());
    }
    let mut parts = text.splitn(3, '/');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let iso = format!("{year}-{month:0>2}-{day:0>2}");
    is_date(&iso).then_some(iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stay_text() {
        let check = |text: &str, expect: Value| assert_eq!(value(text), expect, "{text}");
        check("", Value::Null);
        check("120", Value::Int(120));
        check("-3", Value::Int(-3));
        check("0120", "0120".into());
        check("370202001002003004", "370202001002003004".into());
        check("12.50", Value::Real(12.5));
        check("00.5", "00.5".into());
        check("1e5", "1e5".into());
        check("2024-02-29", Value::Date("2024-02-29".into()));
        check("2024/2/9", Value::Date("2024-02-09".into()));
        check("2024/13/9", "2024/13/9".into());
        check("NaN", "NaN".into());
    }
}
