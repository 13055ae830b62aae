//! The programs that compute: PROJ with the feature `proj`, `proj4rs` without.

#[cfg(feature = "proj")]
mod linked;
#[cfg(feature = "proj")]
mod no_files;
#[cfg_attr(feature = "proj", allow(dead_code))]
mod pure;

#[cfg(feature = "proj")]
pub(crate) use linked::{Engine, wkt};
#[cfg(not(feature = "proj"))]
pub(crate) use pure::{Engine, wkt};

/// The two engines beside each other.
#[cfg(all(test, feature = "proj"))]
mod tests {
    use super::{linked, pure};
    use crate::registry;

    /// Less than a micrometre apart in every CGCS2000 system, over its zone and the neighbouring ones.
    #[test]
    fn engines_agree_on_cgcs2000() {
        let lonlat = registry::parameters(4490).unwrap();
        let mut worst: f64 = 0.0;
        for code in (4491..=4554).chain([3857, 32650, 32651]) {
            let system = registry::parameters(code).unwrap();
            let meridian = system.transverse_mercator().map_or(120.0, |projection| projection.lon_0);
            let mut points: Vec<[f64; 2]> =
                (0..441).map(|n| [meridian - 4.5 + 0.45 * f64::from(n % 21), 3.0 + 2.5 * f64::from(n / 21)]).collect();
            let places = points.clone();
            let mut others = points.clone();
            let there = [&lonlat, &system];
            linked::Engine::between_parameters(there[0], there[1], false).unwrap().apply(&mut points).unwrap();
            pure::Engine::between_parameters(there[0], there[1], false).unwrap().apply(&mut others).unwrap();
            for (a, b) in points.iter().zip(&others) {
                worst = worst.max((a[0] - b[0]).abs()).max((a[1] - b[1]).abs());
            }
            linked::Engine::between_parameters(there[1], there[0], false).unwrap().apply(&mut points).unwrap();
            pure::Engine::between_parameters(there[1], there[0], false).unwrap().apply(&mut others).unwrap();
            for ((a, b), place) in points.iter().zip(&others).zip(&places) {
                worst = worst.max((a[0] - b[0]).abs() * 111_320.0).max((a[1] - b[1]).abs() * 111_320.0);
                assert!((a[0] - place[0]).abs() < 1e-10 && (a[1] - place[1]).abs() < 1e-10, "EPSG:{code} {place:?}");
            }
        }
        assert!(worst < 1e-6, "{worst:e} m");
    }
}
