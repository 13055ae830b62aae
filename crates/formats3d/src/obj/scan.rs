//! Words and numbers of a line, fast.

/// Words between blanks.
pub(super) struct Words<'a> {
    line: &'a [u8],
}

impl<'a> Words<'a> {
    pub(super) fn new(line: &'a [u8]) -> Self {
        Words { line }
    }

    /// What is left, without blanks around it.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.line.trim_ascii()
    }

    pub(super) fn numbers<const N: usize>(&mut self) -> Option<[f64; N]> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = number(self.next()?)?;
        }
        Some(values)
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let start = self.line.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let line = &self.line[start..];
        let end = line.iter().position(u8::is_ascii_whitespace).unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        self.line = rest;
        Some(word)
    }
}

/// Powers of ten that are exact.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// A number, rounded correctly: digits below 2^53 over an exact power of ten take one division (Clinger 1990), others
/// go
/// the long way.
pub(super) fn number(word: &[u8]) -> Option<f64> {
    let (negative, digits) = match word.first()? {
        b'-' => (true, &word[1..]),
        b'+' => (false, &word[1..]),
        _ => (false, word),
    };
    let mut whole = 0u64;
    let mut decimals = None;
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' if whole < 900_719_925_474_099 => whole = whole * 10 + u64::from(byte - b'0'),
            b'.' if decimals.is_none() => decimals = Some(at),
            _ => return slow(word),
        }
    }
    let behind = decimals.map_or(0, |at| digits.len() - at - 1);
    if digits.len() == usize::from(decimals.is_some()) || behind >= TENS.len() {
        return slow(word);
    }
    let value = whole as f64 / TENS[behind];
    Some(if negative { -value } else { value })
}

fn slow(word: &[u8]) -> Option<f64> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

/// A whole number with its sign.
pub(super) fn whole(word: &[u8]) -> Option<i64> {
    let (negative, digits) = word.strip_prefix(b"-").map_or((false, word), |digits| (true, digits));
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0;
    for byte in digits {
        value = value * 10 + i64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// As the standard library reads it, to the last bit.
        #[test]
        fn numbers_are_rounded_correctly(text in "[+-]?[0-9]{0,18}(\\.[0-9]{0,24})?(e-?[0-9]{1,2})?") {
            let wanted = text.parse::<f64>().ok();
            prop_assert_eq!(number(text.as_bytes()).map(f64::to_bits), wanted.map(f64::to_bits));
        }
    }
}
