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

/// Everybody on record and what they hold or held, ready for questions about places.
#[derive(Debug, Default)]
pub struct Staff {
    held: Vec<Held>,
    book: Vec<HolderRecord>,
    at: HashMap<PlaceKey, Vec<usize>>,
    known: HashMap<Holder, usize>,
}

impl Staff {
    /// Of all assignments and everybody there is.
    pub fn new(held: Vec<Held>, book: Vec<HolderRecord>) -> Self {
        let mut at: HashMap<PlaceKey, Vec<usize>> = HashMap::new();
        for (number, one) in held.iter().enumerate() {
            at.entry(one.assignment.place.clone()).or_default().push(number);
        }
        let known = book.iter().enumerate().map(|(number, record)| (record.holder.clone(), number)).collect();
        Staff { held, book, at, known }
    }

    /// All assignments, of all days.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// The assignments of a place, of all days.
    pub fn held_at(&self, place: &PlaceKey) -> impl Iterator<Item = &Held> {
        self.at.get(place).into_iter().flatten().map(|&at| &self.held[at])
    }

    /// What is known of a person or an organisation.
    pub fn record(&self, holder: &Holder) -> Option<&HolderRecord> {
        self.known.get(holder).map(|&at| &self.book[at])
    }

    /// Who holds which role at each of the places on a day.
    pub fn responsible<'a>(&'a self, config: &'a Config, places: &[&'a Place], day: Day) -> Vec<Standing<'a>> {
        let duty = |role: &'a Role, place: &'a Place| {
            let here = self.held_at(&place.key).filter(|one| one.assignment.role == role.name);
            let here = here.filter(|one| one.assignment.period.contains(day));
            let holders = here.map(|one| (one, self.record(&one.assignment.holder))).collect();
            Duty { role, required: role.is_required_at(place.key.level), holders }
        };
        let standing = |place: &'a Place| {
            let roles = config.roles.iter().filter(|role| role.levels.contains(&place.key.level));
            Standing { place, duties: roles.map(|role| duty(role, place)).collect() }
        };
        places.iter().map(|&place| standing(place)).collect()
    }
}

/// A telephone number as it may be shown of holders of a role.
pub fn shown_phone(role: Option<&Role>, record: &HolderRecord) -> String {
    match role {
        Some(role) if !role.masked => record.phone.clone(),
        _ => mask_phone(&record.phone),
    }
}
