//! Carrying coordinates from one system to another.

use crate::engine::Engine;
use crate::parameters::Parameters;
use crate::{Crs, CrsError, DatumFamily, PointFailures};

/// A transformation between two systems, x first on both sides; may be shared between threads.
pub struct Transform {
    stages: Vec<Engine>,
    datum_step: DatumStep,
}

/// How a transformation treats the two datums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatumStep {
    /// One datum: exact.
    Same,
    /// CGCS2000 and WGS 84 taken as identical: they differ by centimetres.
    Equivalent,
    /// Seven parameters that the definitions give themselves.
    GivenParameters,
    /// An operation of PROJ's database.
    Database,
}

impl Transform {
    /// A transformation from one system to another.
    ///
    /// # Errors
    /// [`CrsError::DatumShiftUnknown`] between datums for which nobody gave parameters (Xian 1980 and Beijing 1954
    /// above all): a datum shift is never left out silently. Otherwise when a definition cannot be used.
    pub fn new(from: &Crs, to: &Crs) -> Result<Transform, CrsError> {
        let (from, to) = (from.normalised(), to.normalised());
        let sides = (from.parameters(), to.parameters());
        for side in [&sides.0, &sides.1] {
            if let Err(error @ (CrsError::Local { .. } | CrsError::Unreadable { .. } | CrsError::Wkt { .. })) = side {
                return Err(error.clone());
            }
        }
        if from == to {
            return Ok(Transform { stages: Vec::new(), datum_step: DatumStep::Same });
        }
        let (Ok(source), Ok(target)) = &sides else { return Transform::by_database(&from, &to) };
        if source.agrees(target) {
            return Ok(Transform { stages: Vec::new(), datum_step: DatumStep::Same });
        }
        match datum_step(source, target) {
            Some(DatumStep::Database) => Transform::by_database(&from, &to),
            // Between geographic systems that coincide nothing changes, not even the last digit.
            Some(step) if step != DatumStep::GivenParameters && source.is_geographic() && target.is_geographic() => {
                Ok(Transform { stages: Vec::new(), datum_step: step })
            }
            Some(step) => {
                let engine = Engine::between_parameters(source, target, step == DatumStep::GivenParameters)?;
                Ok(Transform { stages: vec![engine], datum_step: step })
            }
            None => Err(unknown_shift(source, target)),
        }
    }

    /// Transforms in place.
    ///
    /// # Errors
    /// Names the points that have no image; they hold NaN afterwards, all others are transformed.
    pub fn apply(&self, points: &mut [[f64; 2]]) -> Result<(), PointFailures> {
        if self.stages.is_empty() {
            return refuse_non_finite(points);
        }
        let mut outcome = Ok(());
        for stage in &self.stages {
            // A point that failed is NaN in the next stage and fails there again: the last outcome names them all.
            outcome = stage.apply(points);
        }
        outcome
    }

    /// One point.
    pub fn point(&self, point: [f64; 2]) -> Option<[f64; 2]> {
        let mut points = [point];
        self.apply(&mut points).ok()?;
        Some(points[0])
    }

    /// Whether coordinates stay as they are.
    pub fn is_identity(&self) -> bool {
        self.stages.is_empty()
    }

    /// How the datums are treated, for reports.
    pub fn datum_step(&self) -> DatumStep {
        self.datum_step
    }

    /// To longitude and latitude on the system's own datum, whatever that is.
    pub(crate) fn to_own_lonlat(parameters: &Parameters) -> Result<Transform, CrsError> {
        Transform::within_datum(parameters, &parameters.unprojected())
    }

    /// From longitude and latitude on the system's own datum.
    pub(crate) fn from_own_lonlat(parameters: &Parameters) -> Result<Transform, CrsError> {
        Transform::within_datum(&parameters.unprojected(), parameters)
    }

    fn within_datum(from: &Parameters, to: &Parameters) -> Result<Transform, CrsError> {
        let same = from.is_geographic() && to.is_geographic();
        let stages = if same { Vec::new() } else { vec![Engine::between_parameters(from, to, false)?] };
        Ok(Transform { stages, datum_step: DatumStep::Same })
    }

    /// Foreign systems meet ours in WGS 84, for which the database holds operations; CGCS2000 it hardly knows.
    fn by_database(from: &Crs, to: &Crs) -> Result<Transform, CrsError> {
        let pivot = Crs::WGS84_LONLAT;
        let stages = match (is_modern(from), is_modern(to)) {
            (true, false) => vec![plain(from, &pivot)?, Some(Engine::between_definitions(&pivot, to)?)],
            (false, true) => vec![Some(Engine::between_definitions(from, &pivot)?), plain(&pivot, to)?],
            _ => vec![Some(Engine::between_definitions(from, to)?)],
        };
        Ok(Transform { stages: stages.into_iter().flatten().collect(), datum_step: DatumStep::Database })
    }
}

/// A stage within the modern datums; none where nothing changes.
fn plain(from: &Crs, to: &Crs) -> Result<Option<Engine>, CrsError> {
    let (source, target) = (from.parameters()?, to.parameters()?);
    if source.is_geographic() && target.is_geographic() {
        return Ok(None);
    }
    Engine::between_parameters(&source, &target, false).map(Some)
}

fn is_modern(crs: &Crs) -> bool {
    crs.parameters().is_ok_and(|side| side.datum.family.is_modern() && side.datum.to_wgs84.is_none())
}

/// `None` where no honest way is known.
fn datum_step(from: &Parameters, to: &Parameters) -> Option<DatumStep> {
    let (a, b) = (&from.datum, &to.datum);
    let foreign = |family| family == DatumFamily::Other;
    let same = a.family == b.family && a.to_wgs84 == b.to_wgs84 && a.ellipsoid.agrees(b.ellipsoid);
    if same && (!foreign(a.family) || a.name == b.name) {
        return Some(DatumStep::Same);
    }
    if a.family.is_modern() && b.family.is_modern() && a.to_wgs84.is_none() && b.to_wgs84.is_none() {
        return Some(DatumStep::Equivalent);
    }
    let coded = |side: &Parameters| foreign(side.datum.family) && side.datum.name.starts_with("EPSG:");
    if cfg!(feature = "proj") && (coded(from) || coded(to)) {
        let old = a.family.is_old_chinese() || b.family.is_old_chinese();
        return (!old).then_some(DatumStep::Database);
    }
    if a.shift().is_some() && b.shift().is_some() {
        return Some(DatumStep::GivenParameters);
    }
    let unnamed = |family: DatumFamily| foreign(family) && cfg!(feature = "proj");
    (unnamed(a.family) || unnamed(b.family))
        .then_some(DatumStep::Database)
        .filter(|_| !a.family.is_old_chinese() && !b.family.is_old_chinese())
}

fn unknown_shift(from: &Parameters, to: &Parameters) -> CrsError {
    CrsError::DatumShiftUnknown {
        from: from.datum.label(),
        to: to.datum.label(),
        from_family: from.datum.family,
        to_family: to.datum.family,
    }
}

fn refuse_non_finite(points: &mut [[f64; 2]]) -> Result<(), PointFailures> {
    let mut indices = Vec::new();
    for (index, point) in points.iter_mut().enumerate() {
        if !(point[0].is_finite() && point[1].is_finite()) {
            *point = [f64::NAN; 2];
            indices.push(index);
        }
    }
    if indices.is_empty() { Ok(()) } else { Err(PointFailures { indices }) }
}
