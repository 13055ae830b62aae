//! Telephone numbers in cells.

use model::Value;

use crate::text::compact;

/// The number in a cell as digits; `Err` with what is written where it cannot be dialled, `None` for a blank cell.
/// Of several numbers in a cell the first good one counts.
pub(crate) fn phone(value: &Value) -> Option<Result<String, String>> {
    let written = compact(&value.to_text()?);
    if written.is_empty() {
        return None;
    }
    let good = written.split(['/', '、', ';', ',', '，', '；']).find_map(number);
    Some(good.ok_or(written))
}

fn number(text: &str) -> Option<String> {
    let text = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(text);
    let bare: String = text.chars().filter(|c| !matches!(c, '-' | '(' | ')' | '.' | '—' | '－')).collect();
    let bare = match bare.strip_prefix("86") {
        Some(rest) if bare.len() == 13 => rest.to_owned(),
        _ => bare,
    };
    if !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let first = bare.bytes().next()?;
    let good = match bare.len() {
        7 | 8 => (b'2'..=b'9').contains(&first),
        10 => first == b'0' || bare.starts_with("400") || bare.starts_with("800"),
        11 => first == b'0' || (first == b'1' && (b'3'..=b'9').contains(&bare.as_bytes()[1])),
        12 => first == b'0',
        _ => false,
    };
    good.then_some(bare)
}

/// The number as it may be shown: 199****0001.
pub fn mask_phone(phone: &str) -> String {
    let signs: Vec<char> = phone.chars().collect();
    let (head, tail) = if signs.len() >= 10 { (3, 4) } else { (0, signs.len().min(2)) };
    let shown = |at: usize| at < head || at + tail >= signs.len();
    signs.iter().enumerate().map(|(at, &c)| if shown(at) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_dress() {
        let check = |value: Value, expect: &str| assert_eq!(phone(&value), Some(Ok(expect.into())), "{value:?}");
        check(Value::Real(1.39e10), "13900000000");
        check(Value::Int(19_900_000_001), "19900000001");
        check("１９９ ００００ ０００１".into(), "19900000001");
        check("+86-199-0000-0001".into(), "19900000001");
        check("(0532)8591 2345".into(), "053285912345");
        check("无/19900000001".into(), "19900000001");
    }

    #[test]
    fn what_cannot_be_dialled_is_no_number() {
        let check = |value: Value| assert!(matches!(phone(&value), Some(Err(_))), "{value:?}");
        check("1.39E+10".into());
        check("1990000000".into());
        check("12900000001".into());
        check("不详".into());
        assert_eq!(phone(&Value::Null), None);
        assert_eq!(phone(&"　".into()), None);
    }

    #[test]
    fn masks_hide_the_middle() {
        let check = |text: &str, expect: &str| assert_eq!(mask_phone(text), expect);
        check("19900000001", "199****0001");
        check("85912345", "******45");
        check("", "");
    }
}
