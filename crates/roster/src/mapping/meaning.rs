//! Meanings of columns.

use model::Level;
use serde::{Deserialize, Serialize};

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Meaning {
    /// Not read.
    Ignore,
    /// The holder's code: 工号, 部门编号.
    HolderCode,
    /// The name of a person.
    PersonName,
    /// The name of a department, a committee, a company.
    OrganisationName,
    /// The office that a person belongs to.
    Unit,
    /// 职务.
    Post,
    /// Telephone number.
    Phone,
    /// The role of the row.
    Role,
    /// The level of the place of the row: 对象类别.
    Level,
    /// The code of a place; without a level it is of the row's level, or of the only one that has such a code.
    PlaceCode(Option<Level>),
    /// The name of a place.
    PlaceName(Option<Level>),
    /// First day.
    From,
    /// Last day.
    To,
    /// A detail of the role, by its stable name.
    Detail(String),
}

impl Meaning {
    /// Stable name in saved mappings: `place-code:grid`, `detail:mode`.
    pub fn id(&self) -> String {
        let of_level = |word: &str, level: &Option<Level>| match level {
            Some(level) => format!("{word}:{}", level.id()),
            None => word.to_owned(),
        };
        match self {
            Meaning::PlaceCode(level) => of_level("place-code", level),
            Meaning::PlaceName(level) => of_level("place-name", level),
            Meaning::Detail(name) => format!("detail:{name}"),
            plain => PLAIN.iter().find(|(_, meaning)| meaning == plain).map_or("", |(id, _)| id).to_owned(),
        }
    }

    /// The meaning with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        let (word, of) = id.split_once(':').map_or((id, None), |(word, of)| (word, Some(of)));
        match (word, of) {
            ("place-code", None) => Some(Meaning::PlaceCode(None)),
            ("place-name", None) => Some(Meaning::PlaceName(None)),
            ("place-code", Some(level)) => Level::from_id(level).map(|level| Meaning::PlaceCode(Some(level))),
            ("place-name", Some(level)) => Level::from_id(level).map(|level| Meaning::PlaceName(Some(level))),
            ("detail", Some(name)) if !name.is_empty() => Some(Meaning::Detail(name.to_owned())),
            (_, None) => PLAIN.iter().find(|(plain, _)| *plain == word).map(|(_, meaning)| meaning.clone()),
            _ => None,
        }
    }
}

const PLAIN: [(&str, Meaning); 11] = [
    ("ignore", Meaning::Ignore),
    ("holder-code", Meaning::HolderCode),
    ("person-name", Meaning::PersonName),
    ("organisation-name", Meaning::OrganisationName),
    ("unit", Meaning::Unit),
    ("post", Meaning::Post),
    ("phone", Meaning::Phone),
    ("role", Meaning::Role),
    ("level", Meaning::Level),
    ("from", Meaning::From),
    ("to", Meaning::To),
];

impl From<Meaning> for String {
    fn from(meaning: Meaning) -> Self {
        meaning.id()
    }
}

impl TryFrom<String> for Meaning {
    type Error = String;

    fn try_from(id: String) -> Result<Self, String> {
        Meaning::from_id(&id).ok_or_else(|| format!("no column means {id:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        let mut all: Vec<Meaning> = PLAIN.iter().map(|(_, meaning)| meaning.clone()).collect();
        all.extend(Level::ALL.into_iter().flat_map(|l| [Meaning::PlaceCode(Some(l)), Meaning::PlaceName(Some(l))]));
        all.extend([Meaning::PlaceCode(None), Meaning::PlaceName(None), Meaning::Detail("mode".into())]);
        for meaning in all {
            assert_eq!(Meaning::from_id(&meaning.id()), Some(meaning.clone()), "{meaning:?}");
        }
        for wrong in ["", "place-code:moon", "detail:", "detail", "unit:grid"] {
            assert_eq!(Meaning::from_id(wrong), None, "{wrong}");
        }
    }
}
