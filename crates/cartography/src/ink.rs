//! Writing SVG: elements, attributes and text, escaped.

use std::fmt::{self, Display, Write};

use crate::path::write_number;

/// A growing SVG document.
#[derive(Debug, Default)]
pub(crate) struct Ink {
    text: String,
}

/// The attributes of an element.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// A length in millimetres, written with at most two decimals.
pub(crate) struct Mm(pub(crate) f64);

impl Display for Mm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write_number(&mut text, (self.0 * 100.0).round() as i32);
        f.write_str(&text)
    }
}

impl Ink {
    /// Starts an element.
    pub(crate) fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.text.push('>');
    }

    /// Ends an element and the line.
    pub(crate) fn close(&mut self, name: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "</{name}>");
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element that holds text; nothing when the text is empty.
    pub(crate) fn element(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        if !text.is_empty() {
            self.open(name, attributes);
            self.escape(text);
            self.close(name);
        }
    }

    /// Adds what another writer has written.
    pub(crate) fn append(&mut self, other: Ink) {
        self.text.push_str(&other.text);
    }

    /// The document.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            let _ = write!(self.text, " {key}=\"");
            self.escape(&value.to_string());
            self.text.push('"');
        }
    }

    /// Writes text with the five characters of XML escaped; characters that XML 1.0 forbids become U+FFFD.
    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\n' | '\t' => self.text.push(' '),
                '\u{fffe}' | '\u{ffff}' => self.text.push('\u{fffd}'),
                c if c < ' ' || c == '\u{7f}' => self.text.push('\u{fffd}'),
                c => self.text.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        let mut ink = Ink::default();
        ink.element("text", &[("x", &Mm(1.005)), ("data-code", &"a\"<")], "甲 & 乙\u{1}");
        assert_eq!(ink.finish(), "<text x=\"1\" data-code=\"a&quot;&lt;\">甲 &amp; 乙\u{fffd}</text>\n");
    }

    #[test]
    fn a_length_that_is_no_number_is_zero() {
        assert_eq!(Mm(f64::NAN).to_string(), "0");
        assert_eq!(Mm(f64::INFINITY).to_string(), "21474836.47");
    }
}
