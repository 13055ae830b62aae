//! GCJ-02 and BD-09, the offset coordinates of Chinese map services.
//!
//! The formula is the one published with the open converters `eviltransform` (googollee) and `coordtransform`
//! (wandergis): a polynomial with harmonics around 105° E 35° N, scaled by the Krassowsky ellipsoid. It is an
//! approximation by others of an undisclosed algorithm, good to about a metre.

use std::f64::consts::PI;

use crate::{Bd09, Gcj02, LonLat};

const A: f64 = 6_378_245.0;
const EE: f64 = 0.006_693_421_622_965_943;
const BD_ANGLE: f64 = PI * 3000.0 / 180.0;
/// Inverses are iterated until the forward formula reproduces the input this well, degrees (a hundredth of a millimetre).
const TOLERANCE: f64 = 1e-10;

impl LonLat {
    /// The offset coordinates of this place; outside the formula's rectangle nothing is offset.
    pub fn to_gcj02(self) -> Gcj02 {
        let [lon, lat] = gcj02_forward(self.into());
        Gcj02 { lon, lat }
    }

    /// The offset coordinates of this place in Baidu's system.
    pub fn to_bd09(self) -> Bd09 {
        let [lon, lat] = bd09_forward(self.into());
        Bd09 { lon, lat }
    }
}

impl Gcj02 {
    /// The true place, to better than 1e-9 degrees of the formula.
    pub fn to_lonlat(self) -> LonLat {
        let [lon, lat] = inverse([self.lon, self.lat], gcj02_forward);
        LonLat { lon, lat }
    }
}

impl Bd09 {
    /// The true place, to better than 1e-9 degrees of the formula.
    pub fn to_lonlat(self) -> LonLat {
        let [lon, lat] = inverse([self.lon, self.lat], bd09_forward);
        LonLat { lon, lat }
    }

    /// Only the step that Baidu adds taken back.
    pub fn to_gcj02(self) -> Gcj02 {
        let [lon, lat] = if is_outside([self.lon, self.lat]) {
            [self.lon, self.lat]
        } else {
            inverse([self.lon, self.lat], baidu_step)
        };
        Gcj02 { lon, lat }
    }
}

/// The formula's rectangle: nothing outside it is offset.
fn is_outside([lon, lat]: [f64; 2]) -> bool {
    !(72.004..=137.8347).contains(&lon) || !(0.8293..=55.8271).contains(&lat)
}

/// Fixed point of `p = target - (forward(p) - p)`: the offset changes so slowly that each round gains two digits.
fn inverse(target: [f64; 2], forward: fn([f64; 2]) -> [f64; 2]) -> [f64; 2] {
    if is_outside(target) {
        return target;
    }
    let mut place = target;
    for _ in 0..30 {
        let reached = forward(place);
        let error = [target[0] - reached[0], target[1] - reached[1]];
        place = [place[0] + error[0], place[1] + error[1]];
        if error[0].abs() < TOLERANCE && error[1].abs() < TOLERANCE {
            break;
        }
    }
    place
}

fn gcj02_forward([lon, lat]: [f64; 2]) -> [f64; 2] {
    if is_outside([lon, lat]) {
        return [lon, lat];
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let sine = lat.to_radians().sin();
    let magic = 1.0 - EE * sine * sine;
    let north = metres_north(x, y) / (A * (1.0 - EE) / (magic * magic.sqrt()));
    let east = metres_east(x, y) / (A / magic.sqrt() * lat.to_radians().cos());
    [lon + east.to_degrees(), lat + north.to_degrees()]
}

fn bd09_forward(place: [f64; 2]) -> [f64; 2] {
    if is_outside(place) { place } else { baidu_step(gcj02_forward(place)) }
}

fn baidu_step([lon, lat]: [f64; 2]) -> [f64; 2] {
    let radius = lon.hypot(lat) + 0.000_02 * (lat * BD_ANGLE).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * BD_ANGLE).cos();
    [radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006]
}

/// Two sines of given amplitudes and periods, weighted as the formula has it.
fn wave(value: f64, amplitudes: [f64; 2], divisors: [f64; 2]) -> f64 {
    let sine = |amplitude: f64, divisor: f64| amplitude * (value / divisor * PI).sin();
    (sine(amplitudes[0], divisors[0]) + sine(amplitudes[1], divisors[1])) * 2.0 / 3.0
}

fn metres_north(x: f64, y: f64) -> f64 {
    let polynomial = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    polynomial
        + wave(x, [20.0, 20.0], [1.0 / 6.0, 0.5])
        + wave(y, [20.0, 40.0], [1.0, 3.0])
        + wave(y, [160.0, 320.0], [12.0, 30.0])
}

fn metres_east(x: f64, y: f64) -> f64 {
    let polynomial = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    polynomial
        + wave(x, [20.0, 20.0], [1.0 / 6.0, 0.5])
        + wave(x, [20.0, 40.0], [1.0, 3.0])
        + wave(x, [150.0, 300.0], [12.0, 30.0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The offset measured at Shinan, and no offset abroad.
    #[test]
    fn offsets_at_known_places() {
        let place = LonLat { lon: 120.385, lat: 36.067 };
        let shifted = place.to_gcj02();
        assert!((shifted.lon - place.lon - 0.005135).abs() < 5e-6, "{shifted:?}");
        assert!((shifted.lat - place.lat - 0.000280).abs() < 5e-6, "{shifted:?}");
        let abroad = LonLat { lon: 2.35, lat: 48.85 };
        assert_eq!((abroad.to_gcj02().lon, abroad.to_bd09().lat), (2.35, 48.85));
    }

    proptest! {
        #[test]
        fn forth_and_back(lon in 72.1..137.7f64, lat in 0.9..55.7f64) {
            let place = LonLat { lon, lat };
            for back in [place.to_gcj02().to_lonlat(), place.to_bd09().to_lonlat()] {
                prop_assert!((back.lon - lon).abs() < 1e-9 && (back.lat - lat).abs() < 1e-9, "{back:?}");
            }
            let step = place.to_bd09().to_gcj02();
            prop_assert!((step.lon - place.to_gcj02().lon).abs() < 1e-9);
        }
    }
}
