//! A table of the file: its keys are taken one by one, and what is left over is a fault.

use std::collections::BTreeSet;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{ConfigFault, Problem};

/// Collects faults with their lines.
pub(super) struct Faults<'a> {
    text: &'a str,
    pub(super) list: Vec<ConfigFault>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Faults { text, list: Vec::new() }
    }

    /// A fault at a byte of the text.
    pub(super) fn at(&mut self, byte: usize, problem: Problem) {
        let before = self.text.as_bytes().iter().take(byte);
        self.list.push(ConfigFault { line: 1 + before.filter(|&&b| b == b'\n').count(), problem });
    }
}

/// A table that is being read.
pub(super) struct Node<'t, 'i> {
    table: &'t DeTable<'i>,
    /// Where it begins.
    pub(super) at: usize,
    seen: BTreeSet<&'static str>,
}

impl<'t, 'i> Node<'t, 'i> {
    pub(super) fn new(table: &'t DeTable<'i>, at: usize) -> Self {
        Node { table, at, seen: BTreeSet::new() }
    }

    fn take(&mut self, key: &'static str) -> Option<(&'t DeValue<'i>, usize)> {
        self.seen.insert(key);
        let value = self.table.get(key)?;
        Some((value.get_ref(), value.span().start))
    }

    /// A text that must be there, and where it stands.
    pub(super) fn text(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Option<(String, usize)> {
        let Some((value, at)) = self.take(key) else {
            faults.at(self.at, Problem::KeyMissing(key.into()));
            return None;
        };
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            faults.at(at, Problem::ValueType { key: key.into(), expected: "a text" });
        }
        text.map(|text| (text.to_owned(), at))
    }

    /// A list of texts, each with its place; empty where it is absent.
    pub(super) fn texts(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<(String, usize)> {
        let mut out = Vec::new();
        let Some((value, at)) = self.take(key) else { return out };
        let wrong = || Problem::ValueType { key: key.into(), expected: "a list of texts" };
        let Some(array) = value.as_array() else {
            faults.at(at, wrong());
            return out;
        };
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => out.push((text.to_owned(), item.span().start)),
                None => faults.at(item.span().start, wrong()),
            }
        }
        out
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str, default: bool, faults: &mut Faults<'_>) -> bool {
        let Some((value, at)) = self.take(key) else { return default };
        value.as_bool().unwrap_or_else(|| {
            faults.at(at, Problem::ValueType { key: key.into(), expected: "true or false" });
            default
        })
    }

    /// Tables under `[[key]]`.
    pub(super) fn tables(&mut self, key: &'static str, faults: &mut Faults<'_>) -> Vec<Node<'t, 'i>> {
        let Some((value, at)) = self.take(key) else { return Vec::new() };
        let tables = value.as_array().map(|array| array.iter().map(table).collect::<Vec<_>>());
        match tables.and_then(|tables| tables.into_iter().collect()) {
            Some(tables) => tables,
            None => {
                faults.at(at, Problem::ValueType { key: key.into(), expected: "a list of tables" });
                Vec::new()
            }
        }
    }

    /// Names the keys that nobody took.
    pub(super) fn end(self, faults: &mut Faults<'_>) {
        for (key, _) in self.table.iter().filter(|(key, _)| !self.seen.contains(key.get_ref().as_ref())) {
            faults.at(key.span().start, Problem::KeyUnknown(key.get_ref().to_string()));
        }
    }
}

fn table<'t, 'i>(item: &'t Spanned<DeValue<'i>>) -> Option<Node<'t, 'i>> {
    item.get_ref().as_table().map(|table| Node::new(table, item.span().start))
}
