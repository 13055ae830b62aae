//! The rows that figures are counted from. Each is valid for a period, so a figure is a function of rows and a day.

use std::collections::BTreeMap;

use model::{Assignment, Code, Day, Holder, Period, PlaceKey, RoleName};

/// All rows of a district, as known at one time: past, present and dated ahead. Their order means nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Places in all their versions.
    pub places: Vec<PlaceRow>,
    /// Who holds what role where.
    pub assignments: Vec<Assignment>,
    /// What surveys found.
    pub evidence: Vec<Evidence>,
    /// Who is on which roster, so that a load of nothing is seen.
    pub rostered: Vec<Rostered>,
}

/// One version of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// Level and code.
    pub key: PlaceKey,
    /// Name.
    pub name: String,
    /// Code of the subdistrict it lies in; a subdistrict's own code.
    pub street: Option<Code>,
    /// Code of the community it lies in; a community's own code.
    pub community: Option<Code>,
    /// Kind by its stable name, such as `open`, `compound`, `exclusive`.
    pub kind: Option<String>,
    /// What else is known, such as `renovated`.
    pub attributes: BTreeMap<String, Fact>,
    /// When this version is valid.
    pub period: Period,
}

/// A value of a place's attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Text.
    Text(String),
    /// Whole number.
    Number(i64),
    /// A day.
    Day(Day),
    /// A year of which no day is told: it stands for its first day.
    Year(i16),
}

/// What is known of a kind of coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// It is there.
    Yes,
    /// It is not there: somebody looked.
    No,
    /// Nobody knows; never the same as no.
    Unknown,
}

/// What a survey found at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where.
    pub place: PlaceKey,
    /// Of what, such as `committee`.
    pub kind: String,
    /// What was found.
    pub value: Known,
    /// When it holds.
    pub period: Period,
    /// Who says so.
    pub source: String,
    /// When it was written down: of two rows that hold on a day the later written is believed.
    pub recorded: Day,
}

/// A person or organisation on the roster of a role, whether or not they cover anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rostered {
    /// Who.
    pub holder: Holder,
    /// As what.
    pub role: RoleName,
    /// When.
    pub period: Period,
}

impl Fact {
    /// The day told, or the first day of the year told.
    pub fn day(&self) -> Option<Day> {
        match self {
            Fact::Day(day) => Some(*day),
            Fact::Year(year) => Day::new(*year, 1, 1).ok(),
            Fact::Text(_) | Fact::Number(_) => None,
        }
    }

    /// The number told; of a day or a year, the year.
    pub fn number(&self) -> Option<i64> {
        match self {
            Fact::Number(number) => Some(*number),
            Fact::Day(day) => Some(i64::from(day.year())),
            Fact::Year(year) => Some(i64::from(*year)),
            Fact::Text(_) => None,
        }
    }

    /// The text to compare with a list.
    pub fn text(&self) -> String {
        match self {
            Fact::Text(text) => text.clone(),
            Fact::Number(number) => number.to_string(),
            Fact::Day(day) => day.to_string(),
            Fact::Year(year) => year.to_string(),
        }
    }
}
