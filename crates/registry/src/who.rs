//! Who is responsible somewhere on a day.

use std::collections::HashMap;

use model::{Day, Holder, Level, PlaceKey};
use roster::{Config, HolderRecord, Role, mask_phone};

use crate::{Held, Place, PlaceIndex};

/// A place, and every role that is held at places of its level.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'a> {
    /// The place.
    pub place: &'a Place,
    /// In the order of the configuration.
    pub duties: Vec<Duty<'a>>,
}

/// A role at a place, and who holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty<'a> {
    /// The role.
    pub role: &'a Role,
    /// Whether every place of the level needs a holder.
    pub required: bool,
    /// Who holds it; what is known of them.
    pub holders: Vec<(&'a Held, Option<&'a HolderRecord>)>,
}

impl Duty<'_> {
    /// Whether somebody is needed and nobody is there.
    pub fn is_vacant(&self) -> bool {
        self.required && self.holders.is_empty()
    }
}

/// A place and everything around it, the smallest first; of `holding` those whose levels are not among them yet.
pub fn chain<'a>(index: &'a PlaceIndex, place: &'a Place, holding: &[&'a Place]) -> Vec<&'a Place> {
    let mut chain = vec![place];
    chain.extend(index.around(place));
    let levels: Vec<Level> = chain.iter().map(|place| place.key.level).collect();
    chain.extend(holding.iter().filter(|other| !levels.contains(&other.key.level)));
    chain.sort_by_key(|place| std::cmp::Reverse(place.key.level));
    chain
}

/// Who holds which role at each of the places on a day.
pub fn responsible<'a>(
    config: &'a Config,
    held: &'a [Held],
    book: &'a [HolderRecord],
    places: &[&'a Place],
    day: Day,
) -> Vec<Standing<'a>> {
    let mut at: HashMap<&PlaceKey, Vec<&Held>> = HashMap::new();
    for one in held.iter().filter(|one| one.assignment.period.contains(day)) {
        at.entry(&one.assignment.place).or_default().push(one);
    }
    let known: HashMap<&Holder, &HolderRecord> = book.iter().map(|record| (&record.holder, record)).collect();
    let duty = |role: &'a Role, place: &'a Place| {
        let here = at.get(&place.key).into_iter().flatten().filter(|one| one.assignment.role == role.name);
        let holders = here.map(|one| (*one, known.get(&one.assignment.holder).copied())).collect();
        Duty { role, required: role.is_required_at(place.key.level), holders }
    };
    let standing = |place: &'a Place| {
        let roles = config.roles.iter().filter(|role| role.levels.contains(&place.key.level));
        Standing { place, duties: roles.map(|role| duty(role, place)).collect() }
    };
    places.iter().map(|&place| standing(place)).collect()
}

/// A telephone number as it may be shown of holders of a role.
pub fn shown_phone(role: Option<&Role>, record: &HolderRecord) -> String {
    match role {
        Some(role) if !role.masked => record.phone.clone(),
        _ => mask_phone(&record.phone),
    }
}
