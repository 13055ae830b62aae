//! `proj4rs`: PROJ's projections in Rust, no database, no grids; runs in a browser.

use proj4rs::Proj;
use proj4rs::transform::transform;

use crate::datum::Datum;
use crate::facts::WktDialect;
use crate::parameters::Parameters;
use crate::{Crs, CrsError, PointFailures};

/// A transformation between two systems.
pub(crate) struct Engine {
    from: Proj,
    to: Proj,
    degrees: [bool; 2],
}

impl Engine {
    /// Between two systems whose parameters are known; with `shift`, through both datums' parameters to WGS 84.
    pub(crate) fn between_parameters(from: &Parameters, to: &Parameters, shift: bool) -> Result<Engine, CrsError> {
        let proj = |side: &Parameters| Proj::from_proj_string(&definition(side, shift)).map_err(refused);
        Ok(Engine { from: proj(from)?, to: proj(to)?, degrees: [from.is_geographic(), to.is_geographic()] })
    }

    /// Between two systems by name: needs PROJ's database.
    pub(crate) fn between_definitions(from: &Crs, to: &Crs) -> Result<Engine, CrsError> {
        // The side that cannot be read is the one to blame.
        let blamed = if from.parameters().is_err() { from } else { to };
        match blamed.parameters() {
            Err(error) => Err(error),
            Ok(parameters) => Err(CrsError::Unsupported { what: format!("the datum of {}", parameters.name) }),
        }
    }

    /// Transforms in place; points that fail hold NaN.
    pub(crate) fn apply(&self, points: &mut [[f64; 2]]) -> Result<(), PointFailures> {
        let mut indices = Vec::new();
        for (index, point) in points.iter_mut().enumerate() {
            *point = self.one(*point).unwrap_or([f64::NAN; 2]);
            if !point[0].is_finite() || !point[1].is_finite() {
                *point = [f64::NAN; 2];
                indices.push(index);
            }
        }
        if indices.is_empty() { Ok(()) } else { Err(PointFailures { indices }) }
    }

    fn one(&self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        if !x.is_finite() || !y.is_finite() {
            return None;
        }
        let mut point = if self.degrees[0] { (x.to_radians(), y.to_radians(), 0.0) } else { (x, y, 0.0) };
        transform(&self.from, &self.to, &mut point).ok()?;
        Some(if self.degrees[1] { [point.0.to_degrees(), point.1.to_degrees()] } else { [point.0, point.1] })
    }
}

/// Without a shift neither side names a datum, so that none is applied.
fn definition(parameters: &Parameters, shift: bool) -> String {
    let step = parameters.proj_step();
    if !shift {
        return step;
    }
    let values = Datum::shift(&parameters.datum).unwrap_or([0.0; 7]);
    format!("{step} +towgs84={}", values.map(|value| value.to_string()).join(","))
}

fn refused(error: proj4rs::errors::Error) -> CrsError {
    CrsError::Engine { reason: error.to_string() }
}

/// Well-known text of a system that this crate cannot write itself.
pub(crate) fn wkt(crs: &Crs, _dialect: WktDialect) -> Result<String, CrsError> {
    Err(CrsError::Unsupported { what: format!("well-known text for {crs}") })
}
