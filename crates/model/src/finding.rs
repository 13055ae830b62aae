//! What is wrong with a file or a plan: a rule, a place, the figures, and whether a repair is safe.
//!
//! Findings are data; the words a person reads are made once, at the rim, from [`Rule::id`] and
//! [`Finding::figures`] (catalogue in the crate `words`).

/// One finding: which rule, how bad, where, with which figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule that does not hold.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// Named figures and texts for the message, for example `("other", "990101001002")`, `("area_m2", "12.4")`.
    pub figures: Vec<(&'static str, String)>,
    /// Whether the program may mend it on request.
    pub repair: Repair,
}

/// Errors stop an import; warnings ask for a look; notes only tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Told, never asked about.
    Note,
    /// Somebody should look; the import may go on.
    Warning,
    /// The feature or the file cannot be used as it is.
    Error,
}

/// Whether a "safe" repair exists: one that moves no boundary by more than the lattice's tolerance and loses no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Repair {
    /// A person has to decide.
    ByHand,
    /// `--repair safe` mends it and logs what it did.
    Safe,
}

/// Where a finding is; every part that is known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// File name as given.
    pub file: String,
    /// Layer or sheet.
    pub layer: Option<String>,
    /// Row number as the file's author sees it.
    pub row: Option<usize>,
    /// The feature's code.
    pub code: Option<String>,
    /// Column.
    pub field: Option<String>,
    /// A point to zoom to, x first, in the layer's own CRS as read.
    pub position: Option<[f64; 2]>,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident => $id:literal,)*) => {
        /// Every rule that a finding can name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $variant,)* }

        impl Rule {
            /// All rules, in the order of this file.
            pub const ALL: &[Rule] = &[$(Rule::$variant,)*];

            /// The rule's stable name in `--json` and in the catalogue of words.
            pub fn id(self) -> &'static str {
                match self { $(Rule::$variant => $id,)* }
            }
        }
    };
}

rules! {
    /// A file of the set is absent (`.dbf`, `.shx`, a sheet).
    FileMissing => "file-missing",
    /// The file ends early or is not what its name says.
    FileDamaged => "file-damaged",
    /// No reader knows this format.
    FormatUnknown => "format-unknown",
    /// No character encoding is declared; the one used was found from the text.
    EncodingGuessed => "encoding-guessed",
    /// The declared character encoding cannot be the real one; another was used.
    EncodingWrong => "encoding-wrong",
    /// A text could not be read in any known encoding.
    TextUnreadable => "text-unreadable",
    /// A field name was cut by the format; the full name was recognised.
    FieldNameCut => "field-name-cut",
    /// A column that is needed is absent.
    FieldMissing => "field-missing",
    /// A cell's value does not fit its column (text in a number column, damaged code).
    ValueInvalid => "value-invalid",
    /// The file declares no CRS.
    CrsMissing => "crs-missing",
    /// The declared CRS is not understood.
    CrsUnknown => "crs-unknown",
    /// Two declarations of the CRS contradict each other.
    CrsContradiction => "crs-contradiction",
    /// A custom or local system is in use (no EPSG code).
    CrsLocal => "crs-local",
    /// Another datum than the district's; needs parameters that are not public.
    CrsDatum => "crs-datum",
    /// Degrees where metres are declared, or metres where degrees are.
    CrsUnits => "crs-units",
    /// Northing stands where the easting belongs.
    AxesSwapped => "axes-swapped",
    /// The easting carries the zone number in front, against the declared CRS (or the other way round).
    ZonePrefix => "zone-prefix",
    /// The central meridian is another zone's.
    CentralMeridian => "central-meridian",
    /// Coordinates are shifted as GCJ-02 shifts them.
    ShiftGcj02 => "shift-gcj02",
    /// Coordinates are shifted as BD-09 shifts them.
    ShiftBd09 => "shift-bd09",
    /// Coordinates lie outside the CRS's area of use.
    OutsideAreaOfUse => "outside-area-of-use",
    /// The feature has no geometry.
    GeometryNull => "geometry-null",
    /// The geometry is of another type than the layer needs.
    GeometryType => "geometry-type",
    /// A coordinate is not a finite number.
    CoordinateInvalid => "coordinate-invalid",
    /// A ring has fewer than three distinct points or no area.
    RingDegenerate => "ring-degenerate",
    /// The first and the last point of a ring differ.
    RingOpen => "ring-open",
    /// The ring runs against the format's rule.
    RingOrder => "ring-order",
    /// A boundary crosses or touches itself.
    SelfIntersection => "self-intersection",
    /// A needle sticks out of or into the boundary.
    Spike => "spike",
    /// The same point twice in a row.
    RepeatedPoint => "repeated-point",
    /// An inner ring outside its outer ring, or overlapping another.
    HoleOutside => "hole-outside",
    /// The feature is so thin that it is no place.
    Sliver => "sliver",
    /// The feature has several parts.
    MultiPart => "multi-part",
    /// Two features have the same geometry.
    DuplicateGeometry => "duplicate-geometry",
    /// Two features share area.
    Overlap => "overlap",
    /// Area that should be covered is not.
    Gap => "gap",
    /// The feature lies outside the district, wholly or in part.
    OutsideDistrict => "outside-district",
    /// The feature crosses a community line.
    AcrossCommunityLine => "across-community-line",
    /// The feature lies in another community than its attributes say.
    CommunityMismatch => "community-mismatch",
    /// A main road runs through the feature.
    AcrossMainRoad => "across-main-road",
    /// Two features carry the same code.
    DuplicateCode => "duplicate-code",
    /// The feature has no code.
    CodeMissing => "code-missing",
    /// The feature has no name.
    NameEmpty => "name-empty",
    /// Two features of a community carry the same name.
    DuplicateName => "duplicate-name",
    /// The household count is absent.
    HouseholdsMissing => "households-missing",
    /// The household count cannot be true (negative, fractional, or far above what the area holds).
    HouseholdsAbsurd => "households-absurd",
    /// A list names a place that no layer has.
    ReferenceUnknown => "reference-unknown",
    /// A courtyard is listed under two grids.
    MembershipTwice => "membership-twice",
    /// A courtyard is in no grid.
    MembershipMissing => "membership-missing",
    /// A grid's courtyards lie in more than one community.
    GridAcrossCommunities => "grid-across-communities",
    /// A grid's courtyards are not connected.
    GridNotContiguous => "grid-not-contiguous",
    /// A grid has fewer households than the minimum.
    GridBelowMinimum => "grid-below-minimum",
    /// A grid has more households than the maximum.
    GridAboveMaximum => "grid-above-maximum",
    /// A main road or wall runs through a grid.
    GridAcrossBarrier => "grid-across-barrier",
    /// A single courtyard has more households than a grid may have.
    UnitAboveMaximum => "unit-above-maximum",
    /// Courtyards that are to stay together are in different grids.
    KeepTogetherBroken => "keep-together-broken",
    /// Courtyards that are to stay apart are in one grid.
    KeepApartBroken => "keep-apart-broken",
    /// The grids of a plan do not hold every courtyard once.
    MembershipInexact => "membership-inexact",
    /// Grids and ground of nobody do not add up to the territory.
    TerritoryInexact => "territory-inexact",
    /// Two grids of a plan have the same code.
    GridCodeTwice => "grid-code-twice",
    /// Two grids of a community have the same name.
    GridNameTwice => "grid-name-twice",
    /// The grid's code was another grid's before.
    GridCodeReused => "grid-code-reused",
    /// The grid has a hole.
    GridHole => "grid-hole",
    /// The grid lies wholly inside one other.
    GridEnclave => "grid-enclave",
    /// The grid's outline is long for its area.
    GridNotCompact => "grid-not-compact",
    /// A small piece of ground belongs to no grid.
    GroundUnassigned => "ground-unassigned",
    /// A person or an organisation is listed twice.
    HolderTwice => "holder-twice",
    /// Two people carry the same telephone number.
    PhoneShared => "phone-shared",
    /// A telephone number that cannot be dialled.
    PhoneMalformed => "phone-malformed",
    /// The row names a role that the district does not have, or none.
    RoleUnknown => "role-unknown",
    /// The role is not held at places of this level.
    RoleLevel => "role-level",
    /// The row names no place.
    PlaceMissing => "place-missing",
    /// The same holder is listed at the same place twice for the same time.
    AssignmentTwice => "assignment-twice",
    /// The list still holds an assignment that has ended.
    AssignmentExpired => "assignment-expired",
    /// A term ends before it begins.
    PeriodReversed => "period-reversed",
    /// A spreadsheet took the code for a number and damaged it.
    CodeDamaged => "code-damaged",
    /// Several places or holders carry the name that the row gives.
    NameAmbiguous => "name-ambiguous",
    /// Nothing has exactly the name that the row gives; something near does.
    NameNear => "name-near",
    /// The row's code and its name belong to different places.
    CodeNameContradiction => "code-name-contradiction",
    /// No row of the sheet can be understood as its header.
    HeaderMissing => "header-missing",
    /// A cumulative counter is lower than in an earlier snapshot.
    CounterFell => "counter-fell",
    // City objects: CityJSON and CityGML.
    /// A version of the format that is not known.
    CityVersion => "city-version",
    /// The file does not say how its whole numbers become coordinates.
    TransformMissing => "transform-missing",
    /// The bytes are not UTF-8 where the format demands it.
    EncodingNotUtf8 => "encoding-not-utf8",
    /// Two objects carry the same id.
    ObjectTwice => "object-twice",
    /// An object cannot be read.
    ObjectDamaged => "object-damaged",
    /// A geometry of a kind that is not read, or one that is not what its kind says.
    GeometryUnread => "geometry-unread",
    /// A surface names a vertex that the file does not have.
    VertexUnknown => "vertex-unknown",
    /// A level of detail that is none.
    LodUnknown => "lod-unknown",
    /// An image that surfaces name is not there.
    TextureMissing => "texture-missing",
    /// A surface's texture does not fit the surface.
    TextureInvalid => "texture-invalid",
    /// The file extends the format.
    ExtensionNoted => "extension-noted",
    /// A reference to a surface that the file does not have.
    SurfaceUnknown => "surface-unknown",
    /// XML with entities, or nested deeper than any city model is.
    XmlRefused => "xml-refused",
    /// A geometry is not what ISO 19107 wants.
    SolidInvalid => "solid-invalid",
    // captures: OSGB, OBJ, glTF, point clouds, photos
    /// A part of a file of a mesh pyramid cannot be read.
    NodeBroken => "node-broken",
    /// A material that a surface names is absent.
    MaterialMissing => "material-missing",
    /// Triangles or faces whose corners do not exist or have no area.
    TrianglesLeftOut => "triangles-left-out",
    /// The file needs an extension that is not read.
    ExtensionRefused => "extension-refused",
    /// A file holds more or fewer points than its header says.
    PointCount => "point-count",
    /// Points lie outside the bounds that the header declares.
    PointsOutsideBounds => "points-outside-bounds",
    /// The photo does not tell where it was taken.
    PhotoWithoutPosition => "photo-without-position",
    /// The photo gives a height, but not above what.
    PhotoHeightReference => "photo-height-reference",
}

impl Finding {
    /// A finding that a person has to decide, with no figures yet.
    pub fn new(rule: Rule, severity: Severity, place: Place) -> Self {
        Finding { rule, severity, place, figures: Vec::new(), repair: Repair::ByHand }
    }

    /// Adds a named figure for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.figures.push((name, value.to_string()));
        self
    }

    /// Marks the finding as one that a safe repair mends.
    #[must_use]
    pub fn safe(mut self) -> Self {
        self.repair = Repair::Safe;
        self
    }
}

impl Severity {
    /// Stable name in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Rule::ALL.len());
    }
}
