//! Width of text before any font is known.
//!
//! Ideographs are one em wide in every font; Latin widths are those of common sans-serif faces, rounded up a little,
//! so that a box is never too small.

/// Width of a text at a size, both in the same unit; `spread` is the extra space between ideographs in ems.
pub(crate) fn width(text: &str, size: f64, spread: f64) -> f64 {
    let spread = if can_spread(text) { spread } else { 0.0 };
    let letters: f64 = text.chars().map(advance).sum();
    let gaps = text.chars().count().saturating_sub(1) as f64 * spread;
    (letters + gaps) * size
}

/// Width and height of the box of lines set below each other, the later lines at three quarters of the size.
pub(crate) fn block(lines: &[String], size: f64, spread: f64) -> (f64, f64) {
    let line = |(i, text): (usize, &String)| width(text, if i == 0 { size } else { size * DETAIL }, spread);
    let widest = lines.iter().enumerate().map(line).fold(0.0, f64::max);
    let height = size * 1.12 + lines.len().saturating_sub(1) as f64 * size * DETAIL * 1.22;
    (widest.max(size * 0.2), height)
}

/// Size of a second line against the first.
pub(crate) const DETAIL: f64 = 0.76;

/// Whether a text can be set with space between its letters: of ideographs alone, one code unit each.
pub(crate) fn can_spread(text: &str) -> bool {
    text.chars().all(|c| is_ideograph(c) && u32::from(c) <= 0xffff)
}

/// Whether a letter is as wide as high and stands upright in a vertical line.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60
        | 0x20000..=0x3ffff)
}

fn advance(c: char) -> f64 {
    match c {
        c if is_ideograph(c) => 1.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '\'' | '!' => 0.31,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' | '·' => 0.39,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.94,
        'A'..='Z' | '—' | '…' | '≥' | '≤' => 0.73,
        '0'..='9' => 0.6,
        _ => 0.61,
    }
}

/// Breaks a text into lines no wider than `width`: between words, and between any two ideographs.
pub(crate) fn wrap(text: &str, size: f64, width_limit: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in pieces(text) {
        let line = lines.last_mut().expect("there is always a last line");
        if !line.is_empty() && width(line, size, 0.0) + width(word.trim_end(), size, 0.0) > width_limit {
            lines.push(word.trim_start().to_owned());
        } else {
            line.push_str(&word);
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The parts of a text between which a line may end; closing marks stay with what they close.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut joined = false;
    for c in text.chars() {
        let closing = matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '》' | '”' | ')' | ',' | '.' | ' ');
        let opening = matches!(c, '（' | '《' | '“' | '(');
        match pieces.last_mut() {
            Some(piece) if joined || closing => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        joined = opening || (c != ' ' && !is_ideograph(c));
        if closing && c != ' ' && is_ideograph(c) {
            joined = false;
        }
    }
    split_before_ideographs(pieces)
}

/// Latin followed at once by an ideograph may be parted.
fn split_before_ideographs(pieces: Vec<String>) -> Vec<String> {
    let mut parts = Vec::new();
    for piece in pieces {
        let at = piece.char_indices().skip(1).find(|(_, c)| matches!(u32::from(*c), 0x4e00..=0x9fff)).map(|(i, _)| i);
        let latin = piece.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        match at.filter(|_| latin) {
            Some(at) => parts.extend([piece[..at].to_owned(), piece[at..].to_owned()]),
            None => parts.push(piece),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_are_square() {
        assert_eq!(width("网格", 3.0, 0.0), 6.0);
        assert_eq!(width("网格", 3.0, 0.5), 7.5);
        assert!(width("12", 3.0, 0.0) < 3.6);
    }

    #[test]
    fn lines_break_between_words_and_ideographs() {
        let check = |text: &str, limit: f64, expect: &[&str]| assert_eq!(wrap(text, 1.0, limit), expect);
        check("示意数据，非真实区划", 5.0, &["示意数据，", "非真实区划"]);
        check("synthetic data only", 7.0, &["synthetic", "data only"]);
        check("", 5.0, &[]);
        check("坐标系CGCS2000", 7.5, &["坐标系", "CGCS2000"]);
    }
}
