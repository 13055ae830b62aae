//! Reading keys of a TOML table: what is wrong goes to one list, and reading goes on.

use std::cell::RefCell;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{DefinitionFault, FaultKind};

/// The list of faults of a text.
pub(super) struct Faults<'a> {
    text: &'a str,
    list: RefCell<Vec<DefinitionFault>>,
}

/// A table whose keys are being read.
pub(super) struct Fields<'a> {
    faults: &'a Faults<'a>,
    table: &'a DeTable<'a>,
    start: usize,
    at: String,
    read: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Faults<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Faults { text, list: RefCell::default() }
    }

    pub(super) fn add(&self, start: usize, at: &str, kind: FaultKind) {
        let before = self.text.as_bytes().iter().take(start);
        let line = before.filter(|&&byte| byte == b'\n').count() + 1;
        self.list.borrow_mut().push(DefinitionFault { line, at: at.to_owned(), kind });
    }

    pub(super) fn none(&self) -> bool {
        self.list.borrow().is_empty()
    }

    pub(super) fn list(self) -> Vec<DefinitionFault> {
        let mut list = self.list.into_inner();
        list.sort();
        list
    }
}

impl<'a> Fields<'a> {
    pub(super) fn of(faults: &'a Faults<'a>, table: &'a DeTable<'a>, start: usize, at: String) -> Self {
        Fields { faults, table, start, at, read: RefCell::default() }
    }

    /// A fault of a key; of the table itself where the key is absent.
    pub(super) fn fault(&self, key: &str, kind: FaultKind) {
        let start = self.table.get(key).map_or(self.start, |value| value.span().start);
        self.faults.add(start, &self.path(key), kind);
    }

    pub(super) fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.read.borrow_mut().insert(key);
        self.table.get(key)
    }

    /// The text of a key; absent is fine.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        self.typed(key, "a text", |value| value.as_str().map(str::to_owned))
    }

    /// The text of a key that is needed, and not blank.
    pub(super) fn needed(&self, key: &'static str) -> Option<String> {
        let text = self.text(key);
        let blank = text.as_ref().is_some_and(|text| text.trim().is_empty());
        if self.table.get(key).is_none() || blank {
            self.fault(key, FaultKind::Missing);
        }
        text.filter(|_| !blank)
    }

    pub(super) fn number(&self, key: &'static str) -> Option<i64> {
        let number = |value: &DeValue<'_>| {
            let integer = value.as_integer()?;
            i64::from_str_radix(integer.as_str(), integer.radix()).ok()
        };
        self.typed(key, "a whole number", number)
    }

    /// One text or a list of texts.
    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        let list = |value: &DeValue<'_>| match value {
            DeValue::Array(list) => list.iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect(),
            one => one.as_str().map(|text| vec![text.to_owned()]),
        };
        self.typed(key, "a text or a list of texts", list).unwrap_or_default()
    }

    /// The value of a key by a reader of texts; absent is fine.
    pub(super) fn parsed<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(key)?;
        let value = parse(&text);
        if value.is_none() {
            self.fault(key, FaultKind::Invalid { value: text, expected });
        }
        value
    }

    /// The tables of a list of tables; absent is an empty list.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let tables = value.get_ref().as_array().and_then(|list| {
            let one = |(number, one): (usize, &'a Spanned<DeValue<'a>>)| {
                let at = format!("{}[{}]", self.path(key), number + 1);
                Some(Fields::of(self.faults, one.get_ref().as_table()?, one.span().start, at))
            };
            list.iter().enumerate().map(one).collect::<Option<Vec<_>>>()
        });
        if tables.is_none() {
            self.fault(key, FaultKind::WrongType("a list of tables"));
        }
        tables.unwrap_or_default()
    }

    /// Names the keys that nobody read.
    pub(super) fn finish(&self) {
        let read = self.read.borrow();
        for key in self.table.keys().filter(|key| !read.contains(key.get_ref().as_ref())) {
            self.faults.add(key.span().start, &self.path(key.get_ref()), FaultKind::UnknownKey);
        }
    }

    fn typed<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = read(self.get(key)?.get_ref());
        if value.is_none() {
            self.fault(key, FaultKind::WrongType(expected));
        }
        value
    }

    fn path(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }
}
