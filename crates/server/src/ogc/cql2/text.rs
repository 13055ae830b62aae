//! CQL2 text, read into CQL2 JSON.

use serde_json::{Value, json};

use super::token::{Token, tokens};
use super::{DEEPEST, wkt, wrong};
use crate::problem::Problem;

const COMPARISONS: [&str; 6] = ["=", "<>", "<=", ">=", "<", ">"];

/// What is still to be read.
pub(super) struct Reader<'t> {
    text: &'t str,
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
}

/// Reads a whole text.
pub(super) fn read(text: &str) -> Result<Value, Problem> {
    let mut reader = Reader { text, tokens: tokens(text)?, at: 0, depth: 0 };
    let document = reader.any()?;
    if reader.at < reader.tokens.len() { Err(reader.wrong("AND, OR")) } else { Ok(document) }
}

impl Reader<'_> {
    fn any(&mut self) -> Result<Value, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong(&format!("≤ {DEEPEST} ( )")));
        }
        let found = self.joined("or", |reader| reader.joined("and", Self::one));
        self.depth -= 1;
        found
    }

    fn joined(
        &mut self,
        word: &str,
        mut one: impl FnMut(&mut Self) -> Result<Value, Problem>,
    ) -> Result<Value, Problem> {
        let mut list = vec![one(self)?];
        while self.takes_word(word) {
            list.push(one(self)?);
        }
        Ok(if list.len() == 1 { list.remove(0) } else { json!({ "op": word, "args": list }) })
    }

    fn one(&mut self) -> Result<Value, Problem> {
        if self.takes_word("not") {
            self.depth += 1;
            let inner = if self.depth > DEEPEST { Err(self.wrong(&format!("≤ {DEEPEST} NOT"))) } else { self.one() };
            self.depth -= 1;
            return Ok(json!({ "op": "not", "args": [inner?] }));
        }
        if self.takes("(") {
            let inner = self.any()?;
            self.needs(")")?;
            return Ok(inner);
        }
        match self.function() {
            Some(name) if name.starts_with("s_") || name.starts_with("t_") => self.relation(&name),
            _ => self.predicate(),
        }
    }

    /// A function between two shapes or two times.
    fn relation(&mut self, name: &str) -> Result<Value, Problem> {
        self.at += 2;
        let first = self.operand()?;
        self.needs(",")?;
        let second = self.operand()?;
        self.needs(")")?;
        Ok(json!({ "op": name, "args": [first, second] }))
    }

    fn predicate(&mut self) -> Result<Value, Problem> {
        let value = self.operand()?;
        if let Some((Token::Sign(sign), _)) = self.tokens.get(self.at)
            && COMPARISONS.contains(sign)
        {
            let sign = *sign;
            self.at += 1;
            return Ok(json!({ "op": sign, "args": [value, self.operand()?] }));
        }
        if self.takes_word("is") {
            let not = self.takes_word("not");
            let null = self.takes_word("null").then(|| json!({ "op": "isNull", "args": [value] }));
            return null.map(|null| negated(not, null)).ok_or_else(|| self.wrong("NULL"));
        }
        let not = self.takes_word("not");
        if self.takes_word("like") {
            return Ok(negated(not, json!({ "op": "like", "args": [value, self.operand()?] })));
        }
        if self.takes_word("between") {
            let least = self.operand()?;
            self.takes_word("and").then_some(()).ok_or_else(|| self.wrong("AND"))?;
            return Ok(negated(not, json!({ "op": "between", "args": [value, least, self.operand()?] })));
        }
        if self.takes_word("in") {
            self.needs("(")?;
            let list = self.list(Self::operand)?;
            return Ok(negated(not, json!({ "op": "in", "args": [value, list] })));
        }
        match value {
            Value::Bool(_) if !not => Ok(value),
            _ => Err(self.wrong("= <> < > <= >=, IS NULL, LIKE, BETWEEN, IN")),
        }
    }

    /// A property, a literal, or a function of one of them.
    fn operand(&mut self) -> Result<Value, Problem> {
        if let Some(name) = self.function() {
            self.at += 2;
            return self.call(&name);
        }
        let expected = "code, 'text', 1.5, DATE('2026-01-31')";
        let Some((token, _)) = self.tokens.get(self.at).cloned() else { return Err(self.wrong(expected)) };
        self.at += 1;
        Ok(match token {
            Token::Text(text) => json!(text),
            Token::Number(number) => json!(number),
            Token::Quoted(name) => json!({ "property": name }),
            Token::Name(name) if name.eq_ignore_ascii_case("true") => json!(true),
            Token::Name(name) if name.eq_ignore_ascii_case("false") => json!(false),
            Token::Name(name) if wkt::is_shape(&name) => return wkt::read(self, &name),
            Token::Name(name) => json!({ "property": name }),
            Token::Sign(_) => {
                self.at -= 1;
                return Err(self.wrong(expected));
            }
        })
    }

    fn call(&mut self, name: &str) -> Result<Value, Problem> {
        if wkt::is_shape(name) {
            self.at -= 1;
            return wkt::read(self, name);
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong(&format!("≤ {DEEPEST} ( )")));
        }
        let list = self.list(Self::operand)?;
        self.depth -= 1;
        match (name, &list[..]) {
            ("date" | "timestamp", [Value::String(text)]) => Ok(json!({ name: text })),
            ("interval", [_, _]) => Ok(json!({ "interval": list })),
            ("bbox", [..]) => Ok(json!({ "bbox": list })),
            ("casei", [_]) => Ok(json!({ "op": "casei", "args": list })),
            _ => Err(wrong(name, "CASEI, DATE, TIMESTAMP, INTERVAL, BBOX, S_…, T_…")),
        }
    }

    /// What stands between commas up to the closing parenthesis.
    pub(super) fn list(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Result<Value, Problem>,
    ) -> Result<Vec<Value>, Problem> {
        let mut list = vec![one(self)?];
        while self.takes(",") {
            list.push(one(self)?);
        }
        self.needs(")").map(|()| list)
    }

    /// The name of a function that is called here, in small letters.
    fn function(&self) -> Option<String> {
        match self.tokens.get(self.at..self.at + 2)? {
            [(Token::Name(name), _), (Token::Sign("("), _)] => Some(name.to_ascii_lowercase()),
            _ => None,
        }
    }

    pub(super) fn takes(&mut self, sign: &str) -> bool {
        let here = matches!(self.tokens.get(self.at), Some((Token::Sign(found), _)) if *found == sign);
        self.at += usize::from(here);
        here
    }

    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        let here =
            matches!(self.tokens.get(self.at), Some((Token::Name(found), _)) if found.eq_ignore_ascii_case(word));
        self.at += usize::from(here);
        here
    }

    pub(super) fn takes_number(&mut self) -> Option<f64> {
        let Some((Token::Number(number), _)) = self.tokens.get(self.at) else { return None };
        self.at += 1;
        Some(*number)
    }

    pub(super) fn needs(&mut self, sign: &str) -> Result<(), Problem> {
        if self.takes(sign) { Ok(()) } else { Err(self.wrong(sign)) }
    }

    /// What stands here is not what was expected.
    pub(super) fn wrong(&self, expected: &str) -> Problem {
        wrong(self.tokens.get(self.at).map_or("", |(_, start)| &self.text[*start..]), expected)
    }
}

fn negated(not: bool, inner: Value) -> Value {
    if not { json!({ "op": "not", "args": [inner] }) } else { inner }
}
