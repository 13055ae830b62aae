//! Who covers what: a person or an organisation holds a role at a place for a period.

use crate::{Code, Period};

/// What a place is; each level lies inside the one before it, except that compounds and sites stand beside courtyards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 区县.
    District,
    /// 街道.
    Subdistrict,
    /// 社区.
    Community,
    /// 网格.
    Grid,
    /// 开放式楼院.
    Courtyard,
    /// 封闭小区.
    Compound,
    /// 专属网格地块: schools, markets, offices with a grid of their own.
    Site,
    /// 楼栋.
    Building,
    /// 单元.
    Entrance,
}

/// A place as rows refer to it: codes are unique within a level.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceKey {
    /// What it is.
    pub level: Level,
    /// Its code.
    pub code: Code,
}

/// A person or an organisation as rows refer to them: by the code that their roster gives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A person.
    Person(Code),
    /// An organisation: a department, a committee, a property company.
    Organisation(Code),
}

/// A role of the district's configuration, by its stable name (`grid-worker`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleName(pub String);

/// A person or an organisation holds a role at a place for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Who.
    pub holder: Holder,
    /// As what.
    pub role: RoleName,
    /// Where.
    pub place: PlaceKey,
    /// When.
    pub period: Period,
    /// What else its row says, such as mode and stage of a property service: (field, text).
    pub details: Vec<(String, String)>,
}

impl Level {
    /// All levels, the largest first.
    pub const ALL: [Level; 9] = [
        Level::District,
        Level::Subdistrict,
        Level::Community,
        Level::Grid,
        Level::Courtyard,
        Level::Compound,
        Level::Site,
        Level::Building,
        Level::Entrance,
    ];

    /// Stable name in files and stores.
    pub fn id(self) -> &'static str {
        match self {
            Level::District => "district",
            Level::Subdistrict => "subdistrict",
            Level::Community => "community",
            Level::Grid => "grid",
            Level::Courtyard => "courtyard",
            Level::Compound => "compound",
            Level::Site => "site",
            Level::Building => "building",
            Level::Entrance => "entrance",
        }
    }

    /// The level with this stable name.
    pub fn from_id(id: &str) -> Option<Self> {
        Level::ALL.into_iter().find(|level| level.id() == id)
    }
}

impl Holder {
    /// The code, whatever the holder is.
    pub fn code(&self) -> &Code {
        match self {
            Holder::Person(code) | Holder::Organisation(code) => code,
        }
    }
}
