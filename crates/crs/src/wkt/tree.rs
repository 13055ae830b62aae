//! The nested brackets of well-known text as a tree.

use crate::CrsError;

/// Keywords a coordinate reference system begins with, in either version.
pub(super) const CRS_KEYWORDS: [&str; 20] = [
    "PROJCS",
    "GEOGCS",
    "GEOCCS",
    "LOCAL_CS",
    "COMPD_CS",
    "PROJCRS",
    "PROJECTEDCRS",
    "GEOGCRS",
    "GEOGRAPHICCRS",
    "GEODCRS",
    "GEODETICCRS",
    "COMPOUNDCRS",
    "BOUNDCRS",
    "ENGCRS",
    "ENGINEERINGCRS",
    "VERT_CS",
    "VERTCRS",
    "VERTICALCRS",
    "BASEGEOGCRS",
    "BASEGEODCRS",
];

/// Deeper nesting than any standard text has.
const MAX_DEPTH: usize = 40;

/// A keyword with its bracketed arguments.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Upper case.
    pub(super) keyword: String,
    pub(super) values: Vec<Value>,
}

/// One argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    /// A bare word such as `north`.
    Word,
    Node(Node),
}

impl Node {
    /// Reads one node from the start of the text; what follows it is passed over.
    pub(super) fn parse(text: &str) -> Result<Node, CrsError> {
        let chars: Vec<char> = text.chars().collect();
        let mut reader = Reader { chars: &chars, at: 0 };
        match reader.value(0)? {
            Value::Node(node) => Ok(node),
            _ => Err(reader.error("a keyword with brackets")),
        }
    }

    /// Child nodes under any of these keywords, in order.
    pub(super) fn children<'a>(&'a self, keywords: &'a [&str]) -> impl Iterator<Item = &'a Node> {
        self.values.iter().filter_map(move |value| match value {
            Value::Node(node) if keywords.contains(&node.keyword.as_str()) => Some(node),
            _ => None,
        })
    }

    /// The first such child.
    pub(super) fn child<'a>(&'a self, keywords: &'a [&str]) -> Option<&'a Node> {
        self.children(keywords).next()
    }

    /// The first text argument: the node's name; empty when there is none.
    pub(super) fn name(&self) -> &str {
        self.values
            .iter()
            .find_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
            .unwrap_or("")
    }

    /// The number arguments.
    pub(super) fn numbers(&self) -> Vec<f64> {
        self.values
            .iter()
            .filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None })
            .collect()
    }

    /// The EPSG code of an `AUTHORITY` or `ID` directly inside.
    pub(super) fn epsg(&self) -> Option<u32> {
        let id = self.child(&["AUTHORITY", "ID"])?;
        if !id.name().eq_ignore_ascii_case("EPSG") {
            return None;
        }
        let code = |value: &Value| match value {
            Value::Number(number) if number.fract() == 0.0 && (1.0..1e9).contains(number) => Some(*number as u32),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        id.values.iter().skip(1).find_map(code)
    }
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn error(&self, reason: &'static str) -> CrsError {
        CrsError::Wkt { at: self.at, reason }
    }

    fn peek(&mut self) -> Option<char> {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.chars.get(self.at).copied()
    }

    fn value(&mut self, depth: usize) -> Result<Value, CrsError> {
        match self.peek() {
            Some('"' | '“' | '”') => Ok(Value::Text(self.quoted()?)),
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.word(depth),
            _ => Err(self.error("a value")),
        }
    }

    /// Text in double quotes; a doubled quote stands for one.
    fn quoted(&mut self) -> Result<String, CrsError> {
        let mut text = String::new();
        self.at += 1;
        loop {
            match (self.chars.get(self.at), self.chars.get(self.at + 1)) {
                (Some('"'), Some('"')) => {
                    text.push('"');
                    self.at += 2;
                }
                (Some('"' | '”'), _) => {
                    self.at += 1;
                    return Ok(text);
                }
                (Some(c), _) => {
                    text.push(*c);
                    self.at += 1;
                }
                (None, _) => return Err(self.error("a closing quote")),
            }
        }
    }

    fn number(&mut self) -> Result<Value, CrsError> {
        let start = self.at;
        let in_number = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
        while self.chars.get(self.at).is_some_and(in_number) {
            self.at += 1;
        }
        let text: String = self.chars[start..self.at].iter().collect();
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Value::Number).ok_or_else(|| self.error("a number"))
    }

    fn word(&mut self, depth: usize) -> Result<Value, CrsError> {
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            self.at += 1;
        }
        let keyword = self.chars[start..self.at].iter().collect::<String>().to_ascii_uppercase();
        let close = match self.peek() {
            Some('[') => ']',
            Some('(') => ')',
            _ => return Ok(Value::Word),
        };
        if depth == MAX_DEPTH {
            return Err(self.error("fewer nested brackets"));
        }
        self.at += 1;
        let values = self.arguments(close, depth + 1)?;
        Ok(Value::Node(Node { keyword, values }))
    }

    fn arguments(&mut self, close: char, depth: usize) -> Result<Vec<Value>, CrsError> {
        let mut values = Vec::new();
        loop {
            match self.peek() {
                Some(c) if c == close => {
                    self.at += 1;
                    return Ok(values);
                }
                Some(',') => self.at += 1,
                Some(_) => values.push(self.value(depth)?),
                None => return Err(self.error("a closing bracket")),
            }
        }
    }
}
