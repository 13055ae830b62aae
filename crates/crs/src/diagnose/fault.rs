//! What can be wrong, in types.

use super::Remedy;
use crate::{Contradiction, Crs, DatumFamily};

/// Something wrong with a layer's coordinates or with what is declared about them.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsFault {
    /// What is wrong, with figures.
    pub kind: CrsFaultKind,
    /// Whether the layer can be used as it is.
    pub severity: Severity,
    /// What puts it right; the remedies of one diagnosis are applied in order.
    pub remedy: Remedy,
}

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Usable; worth knowing.
    Warning,
    /// Not usable before the remedy.
    Error,
}

/// Kinds of faults. Ranges are `[least, greatest]`, robust against a few stray points, in the unit of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum CrsFaultKind {
    /// NaN or infinite coordinates.
    NonFinite {
        /// How many points.
        count: usize,
        /// Position of the first.
        first: usize,
    },
    /// Nothing is declared. The candidates fit the numbers, best first; with a reference, those that fit it lead.
    Missing {
        /// What it may be.
        candidates: Vec<Candidate>,
    },
    /// The declaration cannot be read.
    Unreadable {
        /// Why.
        reason: String,
        /// What it may be.
        candidates: Vec<Candidate>,
    },
    /// The definition's code or name speaks against its parameters.
    Contradiction(Contradiction),
    /// A local system, declared as such or to be inferred from numbers that fit nowhere.
    Local {
        /// Its name; empty when inferred.
        name: String,
    },
    /// Xian 1980 or Beijing 1954: tens of metres off until transformed with parameters of the surveying authority.
    OldDatum {
        /// Which.
        family: DatumFamily,
    },
    /// Degrees, where the declared system has metres.
    DegreesDeclaredMetres {
        /// First coordinates.
        x: [f64; 2],
        /// Second coordinates.
        y: [f64; 2],
    },
    /// Metres, where the declared system has degrees.
    MetresDeclaredDegrees {
        /// First coordinates.
        x: [f64; 2],
        /// Second coordinates.
        y: [f64; 2],
        /// What it may be.
        candidates: Vec<Candidate>,
    },
    /// Northing or latitude comes first.
    SwappedAxes {
        /// First coordinates.
        x: [f64; 2],
        /// Second coordinates.
        y: [f64; 2],
    },
    /// Eastings carry a zone number that the declared system does not have.
    ZonePrefixPresent {
        /// The number, such as 40.
        prefix: u8,
    },
    /// Eastings lack the zone number that the declared system has.
    ZonePrefixAbsent {
        /// The number, such as 40.
        prefix: u8,
    },
    /// The data lie on the reference (or on their own zone number) by another central meridian than the declared one.
    WrongCentralMeridian {
        /// Degrees east.
        declared: f64,
        /// Degrees east; an estimate to about 0.05 degrees where it is no zone's meridian.
        fits: f64,
        /// Distance between the layer as declared and the reference, metres; `None` without a reference.
        off_m: Option<f64>,
    },
    /// Points outside the zone of the declared system. Distortion grows, nothing breaks.
    OutsideAreaOfUse {
        /// How many points.
        count: usize,
        /// Of how many.
        of: usize,
        /// Degrees by which the farthest point lies outside.
        degrees: f64,
    },
    /// The layer does not lie where the reference is, under any reading tried.
    Elsewhere {
        /// Distance from the reference, metres; `None` without a reference.
        off_m: Option<f64>,
        /// Middle of the layer as declared: longitude and latitude, if it has any.
        at: Option<[f64; 2]>,
    },
}

/// A system that the numbers fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The system.
    pub crs: Crs,
    /// Whether the axes have to be swapped first.
    pub swapped: bool,
    /// Longitude and latitude of the layer's middle by this reading.
    pub at: [f64; 2],
    /// Distance from the reference in metres, 0 when on it; `None` without a reference.
    pub off_m: Option<f64>,
}
