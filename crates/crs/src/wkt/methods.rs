//! Projection methods and their parameters under the names of OGC, ESRI and EPSG.

use crate::CrsError;
use crate::parameters::{Projection, TransverseMercator};

/// Parameters of a conversion: normalised name and value in degrees, metres or unity.
pub(super) struct Conversion {
    pub(super) method: String,
    pub(super) values: Vec<(String, f64)>,
}

const LATITUDE: [&str; 6] = [
    "latitude_of_origin",
    "latitude_of_natural_origin",
    "latitude_of_false_origin",
    "latitude_of_center",
    "latitude_of_projection_centre",
    "latitude_of_centre",
];
const LONGITUDE: [&str; 7] = [
    "central_meridian",
    "longitude_of_natural_origin",
    "longitude_of_false_origin",
    "longitude_of_center",
    "longitude_of_origin",
    "longitude_of_projection_centre",
    "longitude_of_centre",
];
const SCALE: [&str; 2] = ["scale_factor", "scale_factor_at_natural_origin"];
const EASTING: [&str; 3] = ["false_easting", "easting_at_false_origin", "easting_at_projection_centre"];
const NORTHING: [&str; 3] = ["false_northing", "northing_at_false_origin", "northing_at_projection_centre"];
const PARALLEL_1: [&str; 2] = ["standard_parallel_1", "latitude_of_1st_standard_parallel"];
const PARALLEL_2: [&str; 2] = ["standard_parallel_2", "latitude_of_2nd_standard_parallel"];

/// Lower case, words joined by one underscore.
pub(super) fn normalised(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join("_")
}

impl Conversion {
    /// The projection that these parameters describe.
    pub(super) fn projection(&self) -> Result<Projection, CrsError> {
        match normalised(&self.method).as_str() {
            "transverse_mercator" | "gauss_kruger" | "gauss_kr_ger" | "transverse_mercator_complex" => {
                Ok(Projection::TransverseMercator(self.transverse_mercator()))
            }
            "mercator_auxiliary_sphere" | "popular_visualisation_pseudo_mercator" if self.is_plain() => {
                Ok(Projection::WebMercator)
            }
            "albers" | "albers_equal_area" | "albers_conic_equal_area" => Ok(self.conic("aea")),
            "lambert_conformal_conic_2sp" | "lambert_conic_conformal_2sp" => Ok(self.conic("lcc")),
            "lambert_conformal_conic" if self.get(&PARALLEL_2).is_some() => Ok(self.conic("lcc")),
            _ => Err(CrsError::Unsupported { what: self.method.clone() }),
        }
    }

    fn get(&self, names: &[&str]) -> Option<f64> {
        self.values.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| *value)
    }

    fn or(&self, names: &[&str], default: f64) -> f64 {
        self.get(names).unwrap_or(default)
    }

    fn is_plain(&self) -> bool {
        [&LONGITUDE[..], &EASTING, &NORTHING].iter().all(|names| self.or(names, 0.0) == 0.0)
    }

    fn transverse_mercator(&self) -> TransverseMercator {
        TransverseMercator {
            lat_0: self.or(&LATITUDE, 0.0),
            lon_0: self.or(&LONGITUDE, 0.0),
            k_0: self.or(&SCALE, 1.0),
            x_0: self.or(&EASTING, 0.0),
            y_0: self.or(&NORTHING, 0.0),
        }
    }

    fn conic(&self, name: &str) -> Projection {
        Projection::Other(format!(
            "+proj={name} +lat_0={} +lon_0={} +lat_1={} +lat_2={} +x_0={} +y_0={}",
            self.or(&LATITUDE, 0.0),
            self.or(&LONGITUDE, 0.0),
            self.or(&PARALLEL_1, 0.0),
            self.or(&PARALLEL_2, 0.0),
            self.or(&EASTING, 0.0),
            self.or(&NORTHING, 0.0)
        ))
    }
}
