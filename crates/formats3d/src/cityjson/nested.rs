//! Nested lists of numbers, read straight from the text: boundaries, semantics, vertices. The text is JSON that was
//! checked before; lists of any depth take no stack.

/// A piece of a nested list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Null,
    Whole(i64),
    Real(f64),
    /// Text or a truth value: nothing that belongs there.
    Strange,
}

pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Tokens { bytes: text.as_bytes(), at: 0 }
    }

    /// A number from here: a whole one where it has digits only.
    fn number(&mut self) -> Token {
        let start = self.at;
        let negative = self.bytes.get(start) == Some(&b'-');
        self.at += usize::from(negative);
        let mut value: i64 = 0;
        let digits = self.at;
        while let Some(digit) = self.bytes.get(self.at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10)
        {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            self.at += 1;
        }
        let whole = !matches!(self.bytes.get(self.at), Some(b'.' | b'e' | b'E'));
        if whole && self.at - digits <= 18 {
            return Token::Whole(if negative { -value } else { value });
        }
        while matches!(self.bytes.get(self.at), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        text.parse().map_or(Token::Strange, Token::Real)
    }

    /// Passes over a text.
    fn text(&mut self) -> Token {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                break;
            }
        }
        Token::Strange
    }

    fn word(&mut self) -> Token {
        let null = self.bytes[self.at] == b'n';
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        if null { Token::Null } else { Token::Strange }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            match self.bytes.get(self.at)? {
                b'[' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b']' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'-' | b'0'..=b'9' => return Some(self.number()),
                b'"' => return Some(self.text()),
                byte if byte.is_ascii_alphabetic() => return Some(self.word()),
                _ => self.at += 1,
            }
        }
    }
}

/// A list of surfaces, shells or solids of indices, flat: each list says where its members end.
#[derive(Debug, Default)]
pub(super) struct Boundaries {
    /// Numbers of vertices; [`u32::MAX`] for what is none.
    pub(super) points: Vec<u32>,
    /// Ends of rings among points.
    pub(super) rings: Vec<usize>,
    /// Ends of surfaces among rings.
    pub(super) surfaces: Vec<usize>,
    /// Ends of shells among surfaces.
    pub(super) shells: Vec<usize>,
    /// Ends of solids among shells.
    pub(super) solids: Vec<usize>,
    /// Numbers that stand at another depth than they should.
    pub(super) misplaced: usize,
}

impl Boundaries {
    /// Reads lists whose numbers stand at the given depth: 3 for surfaces, 4 for a solid, 5 for solids.
    pub(super) fn read(&mut self, text: &str, depth: usize) {
        self.points.clear();
        self.rings.clear();
        self.surfaces.clear();
        self.shells.clear();
        self.solids.clear();
        self.misplaced = 0;
        let mut at = 0_usize;
        for token in Tokens::new(text) {
            match token {
                Token::Open => at += 1,
                Token::Close => {
                    self.close(at, depth);
                    at = at.saturating_sub(1);
                }
                _ if at != depth => self.misplaced += 1,
                Token::Whole(index) => self.points.push(u32::try_from(index).unwrap_or(u32::MAX)),
                _ => self.points.push(u32::MAX),
            }
        }
    }

    fn close(&mut self, at: usize, depth: usize) {
        match depth.checked_sub(at) {
            Some(0) => self.rings.push(self.points.len()),
            Some(1) => self.surfaces.push(self.rings.len()),
            Some(2) => self.shells.push(self.surfaces.len()),
            Some(3) => self.solids.push(self.shells.len()),
            _ => {}
        }
    }
}

/// For each surface a number or none, from a list as deep as the surfaces; a null further out stands for all that it
/// holds. Files with one list too many are read as meant.
pub(super) fn values(text: &str, depth: usize, boundaries: &Boundaries, out: &mut Vec<Option<usize>>) {
    out.clear();
    let leaf = depth - 2;
    let mut at = 0_usize;
    for token in Tokens::new(text) {
        match token {
            Token::Open => at += 1,
            Token::Close => at = at.saturating_sub(1),
            Token::Whole(number) => out.push(usize::try_from(number).ok()),
            Token::Null if at + 1 == leaf => {
                let after = boundaries.shells.partition_point(|end| *end <= out.len());
                out.resize(boundaries.shells.get(after).copied().unwrap_or(out.len()), None);
            }
            Token::Null | Token::Real(_) | Token::Strange => out.push(None),
        }
        if out.len() > boundaries.surfaces.len() {
            break;
        }
    }
    out.resize(boundaries.surfaces.len(), None);
}

/// Rows of numbers; those of another length or with something else in them are not a number throughout.
pub(super) fn rows<const N: usize>(text: &str, out: &mut Vec<[f64; N]>) {
    out.clear();
    let (mut at, mut count, mut row) = (0_usize, 0, [f64::NAN; N]);
    for token in Tokens::new(text) {
        let value = match token {
            Token::Open => {
                at += 1;
                (count, row) = (0, [f64::NAN; N]);
                continue;
            }
            Token::Close => {
                if at == 2 {
                    out.push(if count == N { row } else { [f64::NAN; N] });
                }
                at = at.saturating_sub(1);
                continue;
            }
            Token::Whole(value) => value as f64,
            Token::Real(value) => value,
            Token::Null | Token::Strange => f64::NAN,
        };
        if let Some(slot) = row.get_mut(count) {
            *slot = value;
        }
        count += 1;
    }
}
