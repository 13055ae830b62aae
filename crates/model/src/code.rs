//! Official codes: opaque, validated strings; never numbers, because spreadsheets eat leading zeros.

use std::fmt;

/// An official code of a place: 1 to 40 visible characters without blanks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(String);

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a code: {reason}")]
pub struct InvalidCode {
    /// The text as given.
    pub text: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Code {
    /// Trims and checks a code.
    ///
    /// # Errors
    /// When it is empty, longer than 40 characters, or holds blanks or control characters.
    pub fn new(text: &str) -> Result<Self, InvalidCode> {
        let trimmed = text.trim();
        let reason = if trimmed.is_empty() {
            "empty"
        } else if trimmed.chars().count() > 40 {
            "longer than 40 characters"
        } else if trimmed.chars().any(|c| c.is_whitespace() || c.is_control()) {
            "blank or control character inside"
        } else {
            return Ok(Code(trimmed.to_owned()));
        };
        Err(InvalidCode { text: text.to_owned(), reason })
    }

    /// The code's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_trimmed_and_checked() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(Code::new(text).ok().as_ref().map(Code::as_str), expect, "{text:?}");
        };
        check(" 990101001002003 ", Some("990101001002003"));
        check("A-7", Some("A-7"));
        check("", None);
        check("99 01", None);
        check(&"9".repeat(41), None);
    }
}
