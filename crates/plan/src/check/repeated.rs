//! Codes that two grids of the plan have, and names that two grids of a community have.

use std::collections::{BTreeMap, BTreeSet};

use model::{Finding, Place, Rule, Severity};

use crate::{GridId, GridInfo, Rules};

/// What is to be unique: a code in the plan, a name in its community.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Code(String),
    Name(usize, String),
}

/// Who has which code and name.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Repeated {
    owners: BTreeMap<Key, BTreeSet<GridId>>,
    keys: BTreeMap<GridId, (Vec<Key>, Option<String>)>,
    /// Keys with more than one owner.
    shared: BTreeSet<Key>,
}

impl Repeated {
    pub(super) fn forget(&mut self, grid: GridId) {
        for key in self.keys.remove(&grid).into_iter().flat_map(|(keys, _)| keys) {
            let Some(owners) = self.owners.get_mut(&key) else { continue };
            owners.remove(&grid);
            if owners.len() < 2 {
                self.shared.remove(&key);
            }
            if owners.is_empty() {
                self.owners.remove(&key);
            }
        }
    }

    pub(super) fn note(&mut self, grid: GridId, community: usize, info: &GridInfo) {
        let name = Some(&info.name).filter(|name| !name.is_empty()).cloned();
        let keys = info.code.clone().map(Key::Code).into_iter().chain(name.map(|name| Key::Name(community, name)));
        let keys: Vec<Key> = keys.collect();
        for key in &keys {
            let owners = self.owners.entry(key.clone()).or_default();
            owners.insert(grid);
            if owners.len() > 1 {
                self.shared.insert(key.clone());
            }
        }
        self.keys.insert(grid, (keys, info.code.clone()));
    }

    /// One finding for every grid that shares a code or a name, naming another that does.
    pub(super) fn findings(&self, rules: &Rules) -> Vec<Finding> {
        let mut found = Vec::new();
        for key in &self.shared {
            let (rule, usual, text) = match key {
                Key::Code(code) => (Rule::GridCodeTwice, Severity::Error, code),
                Key::Name(_, name) => (Rule::GridNameTwice, Severity::Warning, name),
            };
            let owners = &self.owners[key];
            for &grid in owners {
                let code = self.code(grid);
                let other = owners.iter().copied().find(|&other| other != grid).unwrap_or(grid);
                let place = Place { code: code.clone(), ..Place::default() };
                let finding = Finding::new(rule, rules.severity(rule, usual), place).with("grid", grid);
                let other = self.code(other).unwrap_or_else(|| other.to_string());
                found.push(finding.with("value", text).with("other", other));
            }
        }
        found
    }

    fn code(&self, grid: GridId) -> Option<String> {
        self.keys.get(&grid).and_then(|(_, code)| code.clone())
    }
}
