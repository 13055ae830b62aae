//! The district's configuration: which roles there are, who holds them and where.

mod fault;
mod node;
mod parse;

pub use fault::{ConfigFault, Problem};

use model::{Assignment, Holder, Level, RoleName};

/// The roles of a district.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// The district's name.
    pub district: String,
    /// In the order of the file.
    pub roles: Vec<Role>,
}

/// Who may hold a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HolderKind {
    /// A person.
    Person,
    /// A department, a committee, a company.
    Organisation,
}

/// A role: a kind of assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Stable name: `grid-worker`.
    pub name: RoleName,
    /// Chinese label.
    pub zh: String,
    /// English label.
    pub en: String,
    /// Who holds it.
    pub holder: HolderKind,
    /// Levels of the places at which it is held.
    pub levels: Vec<Level>,
    /// Those of `levels` at which every place needs an active holder.
    pub required: Vec<Level>,
    /// A place has one holder at a time.
    pub single: bool,
    /// Contact details are shown masked to whoever has no right to them.
    pub masked: bool,
    /// What offices call it in a column for roles or posts, besides its labels.
    pub words: Vec<String>,
    /// Words in the name of a sheet, or in the title over it, that make all its rows this role's.
    pub sheets: Vec<String>,
    /// What else the rows of this role say.
    pub details: Vec<Detail>,
}

/// A column of a role's rosters beyond who, where and when: the mode of a property service, its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Stable name: `mode`; the field's name in [`Assignment::details`].
    pub name: String,
    /// Chinese label.
    pub zh: String,
    /// English label.
    pub en: String,
    /// What offices call the column, besides its labels.
    pub words: Vec<String>,
    /// The values that may stand in it; empty where any text may.
    pub values: Vec<DetailValue>,
}

/// A value of a detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailValue {
    /// Stable name: `trial`.
    pub name: String,
    /// Chinese label.
    pub zh: String,
    /// English label.
    pub en: String,
    /// What offices write, besides the labels.
    pub words: Vec<String>,
    /// Whether an assignment with this value counts as coverage, unless the metric's definition says otherwise.
    pub counts: bool,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// Every fault of the text, by line.
    pub fn parse(text: &str) -> Result<Self, Vec<ConfigFault>> {
        parse::parse(text)
    }

    /// The role with this stable name.
    pub fn role(&self, name: &RoleName) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == *name)
    }

    /// The role that an office's word means: a stable name, a label, or one of its words.
    pub fn role_called(&self, word: &str) -> Option<&Role> {
        let word = crate::text::name_key(word);
        let same = |text: &str| crate::text::name_key(text) == word;
        let called = |role: &&Role| {
            same(&role.name.0) || same(&role.zh) || same(&role.en) || role.words.iter().any(|text| same(text))
        };
        self.roles.iter().find(called)
    }

    /// The role whose rosters have this text in their name or title; the longest word decides.
    pub fn role_of_sheet(&self, title: &str) -> Option<&Role> {
        let title = crate::text::compact(title);
        let longest = |role: &Role| {
            let words = role.sheets.iter().map(|word| crate::text::compact(word));
            words.filter(|word| title.contains(word.as_str())).map(|word| word.chars().count()).max()
        };
        let found = self.roles.iter().filter_map(|role| Some((longest(role)?, role)));
        found.rev().max_by_key(|(length, _)| *length).map(|(_, role)| role)
    }
}

impl Role {
    /// Whether every place of a level needs an active holder.
    pub fn is_required_at(&self, level: Level) -> bool {
        self.required.contains(&level)
    }

    /// Whether an assignment counts by the values of its details; a metric's definition may say otherwise.
    pub fn counts(&self, assignment: &Assignment) -> bool {
        assignment.details.iter().all(|(field, text)| {
            let detail = self.details.iter().find(|detail| detail.name == *field);
            let value = detail.and_then(|detail| detail.values.iter().find(|value| value.name == *text));
            value.is_none_or(|value| value.counts)
        })
    }
}

impl HolderKind {
    /// Stable name in files.
    pub fn id(self) -> &'static str {
        match self {
            HolderKind::Person => "person",
            HolderKind::Organisation => "organisation",
        }
    }

    pub(crate) fn of(self, code: model::Code) -> Holder {
        match self {
            HolderKind::Person => Holder::Person(code),
            HolderKind::Organisation => Holder::Organisation(code),
        }
    }
}

impl Detail {
    /// The value as it is kept: the stable name where values are listed. `None` where the text is none of them.
    pub fn value_of(&self, text: &str) -> Option<String> {
        let key = crate::text::name_key(text);
        let same = |other: &str| crate::text::name_key(other) == key;
        let named = |value: &&DetailValue| {
            same(&value.name) || same(&value.zh) || same(&value.en) || value.words.iter().any(|word| same(word))
        };
        match self.values.iter().find(named) {
            Some(value) => Some(value.name.clone()),
            None => self.values.is_empty().then(|| crate::text::clean(text)),
        }
    }
}
