//! What is kept as versions.

/// A kind of thing; each has its own table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Districts, subdistricts, communities, courtyards, compounds, sites, buildings, entrances; not grids.
    Place,
    /// Governance grids.
    Grid,
    /// Which grid a courtyard belongs to; the key is the courtyard's, the parent the grid's.
    Membership,
    /// Cells of the territory and their borders: what plans are made on.
    Territory,
    /// People who hold roles.
    Person,
    /// Departments, committees, companies.
    Organisation,
    /// Who holds which role where; the parent is the place.
    Assignment,
    /// What is known about coverage besides assignments; the parent is the place.
    Evidence,
    /// Approvals, contracts, decisions.
    Document,
    /// Figures as they were reported.
    Snapshot,
}

impl Class {
    /// All classes.
    pub const ALL: [Class; 10] = [
        Class::Place,
        Class::Grid,
        Class::Membership,
        Class::Territory,
        Class::Person,
        Class::Organisation,
        Class::Assignment,
        Class::Evidence,
        Class::Document,
        Class::Snapshot,
    ];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Class::Place => "place",
            Class::Grid => "grid",
            Class::Membership => "membership",
            Class::Territory => "territory",
            Class::Person => "person",
            Class::Organisation => "organisation",
            Class::Assignment => "assignment",
            Class::Evidence => "evidence",
            Class::Document => "document",
            Class::Snapshot => "snapshot",
        }
    }

    /// Whether its versions have a shape and are found by place.
    pub(crate) fn has_shape(self) -> bool {
        matches!(self, Class::Place | Class::Grid | Class::Territory)
    }
}
