//! The signs and words of CQL2 text.

use crate::problem::Problem;

use super::wrong;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Name(String),
    /// A name in double quotes, never a keyword.
    Quoted(String),
    /// A text in single quotes.
    Text(String),
    Number(f64),
    /// A comparison, parenthesis or comma.
    Sign(&'static str),
}

const SIGNS: [&str; 9] = ["<>", "<=", ">=", "<", ">", "=", "(", ")", ","];

/// The tokens of a text, each with where it begins.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, Problem> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(&text[at..], first)?;
        found.push((token, at));
        at += length;
    }
    Ok(found)
}

fn token(rest: &str, first: char) -> Result<(Token, usize), Problem> {
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Ok((Token::Sign(sign), sign.len()));
    }
    match first {
        '\'' => quoted(rest, '\'').map(|(text, length)| (Token::Text(text), length)),
        '"' => quoted(rest, '"').map(|(name, length)| (Token::Quoted(name), length)),
        '0'..='9' | '.' | '-' | '+' => number(rest),
        _ if first.is_alphabetic() || first == '_' => {
            let inside = |one: char| one.is_alphanumeric() || matches!(one, '_' | '.' | ':');
            let length = rest.find(|one| !inside(one)).unwrap_or(rest.len());
            Ok((Token::Name(rest[..length].to_owned()), length))
        }
        _ => Err(wrong(rest, "CQL2")),
    }
}

/// A text between quotes; a quote in it stands twice or behind a backslash.
fn quoted(rest: &str, quote: char) -> Result<(String, usize), Problem> {
    let mut text = String::new();
    let mut signs = rest.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        if (sign == quote || sign == '\\') && next == Some(quote) {
            text.push(quote);
            signs.next();
        } else if sign == quote {
            return Ok((text, at + quote.len_utf8()));
        } else {
            text.push(sign);
        }
    }
    Err(wrong(rest, &quote.to_string()))
}

fn number(rest: &str) -> Result<(Token, usize), Problem> {
    let bytes = rest.as_bytes();
    let mut length = usize::from(matches!(bytes[0], b'-' | b'+'));
    while let Some(&byte) = bytes.get(length) {
        let sign = matches!(byte, b'-' | b'+') && matches!(bytes[length - 1], b'e' | b'E');
        let part = byte.is_ascii_digit() || byte == b'.' || (matches!(byte, b'e' | b'E') && length > 0) || sign;
        if !part {
            break;
        }
        length += 1;
    }
    let number = rest[..length].parse::<f64>().ok().filter(|number| number.is_finite());
    number.map(|number| (Token::Number(number), length)).ok_or_else(|| wrong(rest, "1.5"))
}
