//! Reading the configuration, all faults in one pass.

use model::{Level, RoleName};
use toml::de::DeTable;

use super::{
    Config, ConfigFault, Detail, DetailValue, HolderKind, Problem, Role,
    node::{Faults, Node},
};

pub(super) fn parse(text: &str) -> Result<Config, Vec<ConfigFault>> {
    let mut faults = Faults::new(text);
    let (table, broken) = DeTable::parse_recoverable(text);
    for fault in broken {
        let at = fault.span().map_or(0, |span| span.start);
        faults.at(at, Problem::Syntax(fault.message().to_owned()));
    }
    if !faults.list.is_empty() {
        return Err(faults.list);
    }
    let mut root = Node::new(table.get_ref(), 0);
    let district = root.text("district", &mut faults).map(|(name, _)| name).unwrap_or_default();
    let mut roles: Vec<Role> = Vec::new();
    for node in root.tables("role", &mut faults) {
        let at = node.at;
        let role = role(node, &mut faults);
        if roles.iter().any(|other| other.name == role.name && !role.name.0.is_empty()) {
            faults.at(at, Problem::Twice(role.name.0.clone()));
        }
        roles.push(role);
    }
    root.end(&mut faults);
    faults.list.sort_by_key(|fault| fault.line);
    if faults.list.is_empty() { Ok(Config { district, roles }) } else { Err(faults.list) }
}

fn role(mut node: Node<'_, '_>, faults: &mut Faults<'_>) -> Role {
    let (name, zh, en) = labels(&mut node, faults);
    let levels = levels(&mut node, "levels", faults);
    if levels.is_empty() {
        faults.at(node.at, Problem::KeyMissing("levels".into()));
    }
    let required = levels_of(&mut node, &levels, faults);
    let role = Role {
        name: RoleName(name),
        zh,
        en,
        holder: holder(&mut node, faults),
        required,
        levels: levels.into_iter().map(|(level, _)| level).collect(),
        single: node.flag("single", false, faults),
        masked: node.flag("masked", true, faults),
        words: words(&mut node, "words", faults),
        sheets: words(&mut node, "sheets", faults),
        details: node.tables("detail", faults).into_iter().map(|node| detail(node, faults)).collect(),
    };
    node.end(faults);
    role
}

fn labels(node: &mut Node<'_, '_>, faults: &mut Faults<'_>) -> (String, String, String) {
    let name = node.text("name", faults);
    let stable = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if let Some((name, at)) = &name
        && !name.chars().all(stable)
    {
        faults.at(*at, Problem::NameInvalid(name.clone()));
    }
    let mut text = |key| node.text(key, faults).map(|(text, _)| text).unwrap_or_default();
    let (zh, en) = (text("zh"), text("en"));
    (name.map(|(name, _)| name).unwrap_or_default(), zh, en)
}

fn holder(node: &mut Node<'_, '_>, faults: &mut Faults<'_>) -> HolderKind {
    match node.text("holder", faults) {
        Some((text, _)) if text == HolderKind::Organisation.id() => HolderKind::Organisation,
        Some((text, at)) if text != HolderKind::Person.id() => {
            faults.at(at, Problem::HolderUnknown(text));
            HolderKind::Person
        }
        _ => HolderKind::Person,
    }
}

fn levels(node: &mut Node<'_, '_>, key: &'static str, faults: &mut Faults<'_>) -> Vec<(Level, usize)> {
    let mut out = Vec::new();
    for (text, at) in node.texts(key, faults) {
        match Level::from_id(&text) {
            Some(level) => out.push((level, at)),
            None => faults.at(at, Problem::LevelUnknown(text)),
        }
    }
    out
}

fn levels_of(node: &mut Node<'_, '_>, held: &[(Level, usize)], faults: &mut Faults<'_>) -> Vec<Level> {
    let required = levels(node, "required", faults);
    for (level, at) in &required {
        if !held.iter().any(|(other, _)| other == level) {
            faults.at(*at, Problem::RequiredNotHeld(level.id().into()));
        }
    }
    required.into_iter().map(|(level, _)| level).collect()
}

fn words(node: &mut Node<'_, '_>, key: &'static str, faults: &mut Faults<'_>) -> Vec<String> {
    node.texts(key, faults).into_iter().map(|(text, _)| text).collect()
}

fn detail(mut node: Node<'_, '_>, faults: &mut Faults<'_>) -> Detail {
    let (name, zh, en) = labels(&mut node, faults);
    let words = words(&mut node, "words", faults);
    let values = node.tables("value", faults).into_iter().map(|node| value(node, faults)).collect();
    node.end(faults);
    Detail { name, zh, en, words, values }
}

fn value(mut node: Node<'_, '_>, faults: &mut Faults<'_>) -> DetailValue {
    let (name, zh, en) = labels(&mut node, faults);
    let words = words(&mut node, "words", faults);
    let counts = node.flag("counts", true, faults);
    node.end(faults);
    DetailValue { name, zh, en, words, counts }
}
