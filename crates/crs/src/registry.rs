//! EPSG codes and the parameters behind them (EPSG Geodetic Parameter Dataset, series of Gauss-Kruger zones).

use crate::datum::{Datum, DatumFamily};
use crate::parameters::{Parameters, Projection, TransverseMercator};
use crate::proj_string;

/// A run of consecutive codes, one a zone.
struct Series {
    family: DatumFamily,
    first: u32,
    /// Number of the first zone.
    zone: u32,
    count: u32,
    degrees: u32,
    /// Whether eastings carry the zone number.
    prefixed: bool,
}

const fn series(family: DatumFamily, first: u32, degrees: u32, prefixed: bool) -> Series {
    let (zone, count) = if degrees == 3 { (25, 21) } else { (13, 11) };
    Series { family, first, zone, count, degrees, prefixed }
}

/// Three-degree series first: where a six-degree zone without prefix has the same parameters, they name it.
const SERIES: [Series; 12] = [
    series(DatumFamily::Cgcs2000, 4534, 3, false),
    series(DatumFamily::Cgcs2000, 4513, 3, true),
    series(DatumFamily::Cgcs2000, 4502, 6, false),
    series(DatumFamily::Cgcs2000, 4491, 6, true),
    series(DatumFamily::Xian1980, 2370, 3, false),
    series(DatumFamily::Xian1980, 2349, 3, true),
    series(DatumFamily::Xian1980, 2338, 6, false),
    series(DatumFamily::Xian1980, 2327, 6, true),
    series(DatumFamily::Beijing1954, 2422, 3, false),
    series(DatumFamily::Beijing1954, 2401, 3, true),
    series(DatumFamily::Beijing1954, 21453, 6, false),
    series(DatumFamily::Beijing1954, 21413, 6, true),
];

const GEOGRAPHIC: [(DatumFamily, u32, &str); 4] = [
    (DatumFamily::Cgcs2000, 4490, "China Geodetic Coordinate System 2000"),
    (DatumFamily::Wgs84, 4326, "WGS 84"),
    (DatumFamily::Xian1980, 4610, "Xian 1980"),
    (DatumFamily::Beijing1954, 4214, "Beijing 1954"),
];

/// The older three-dimensional and unofficial codes that mean a horizontal system of ours.
const ALIASES: [(u32, u32); 6] =
    [(4480, 4490), (4979, 4326), (3785, 3857), (900_913, 3857), (102_100, 3857), (102_113, 3857)];

/// The code to use for a code: unofficial synonyms of Web Mercator and three-dimensional systems fold to one.
pub(crate) fn canonical(code: u32) -> u32 {
    ALIASES.iter().find(|(alias, _)| *alias == code).map_or(code, |(_, code)| *code)
}

/// The parameters of a code; `None` when neither the table here nor the list of PROJ strings has it.
pub(crate) fn parameters(code: u32) -> Option<Parameters> {
    let code = canonical(code);
    known(code).or_else(|| listed(code))
}

/// The parameters of a code of the families this crate vouches for.
pub(crate) fn known(code: u32) -> Option<Parameters> {
    if let Some((family, _, name)) = GEOGRAPHIC.iter().find(|(_, own, _)| *own == code) {
        return Some(Parameters::metric(*name, Datum::of_family(*family)?, Projection::LonLat));
    }
    if code == 3857 {
        let datum = Datum::of_family(DatumFamily::Wgs84)?;
        return Some(Parameters::metric("WGS 84 / Pseudo-Mercator", datum, Projection::WebMercator));
    }
    if let Some(parameters) = utm(code) {
        return Some(parameters);
    }
    let series = SERIES.iter().find(|series| (series.first..series.first + series.count).contains(&code))?;
    series.parameters(code - series.first)
}

/// The code that stands for these parameters exactly, where there is one; `code` is preferred among equals.
pub(crate) fn code_of(parameters: &Parameters, claimed: Option<u32>) -> Option<u32> {
    if let Some(code) = claimed.map(canonical)
        && known(code).is_some_and(|known| known.agrees(parameters))
    {
        return Some(code);
    }
    candidates(parameters).find(|code| known(*code).is_some_and(|known| known.agrees(parameters)))
}

fn candidates(parameters: &Parameters) -> impl Iterator<Item = u32> {
    let family = parameters.datum.family;
    let meridian = parameters.transverse_mercator().map(|projection| projection.lon_0);
    let geographic = GEOGRAPHIC.iter().filter(move |(own, ..)| *own == family).map(|(_, code, _)| *code);
    let zones = SERIES.iter().filter(move |series| series.family == family).filter_map(move |series| {
        let index = (0..series.count).find(|index| Some(f64::from(series.meridian(*index))) == meridian)?;
        Some(series.first + index)
    });
    let utm = meridian.into_iter().flat_map(|lon_0| {
        let zone = ((lon_0 + 183.0) / 6.0).round().clamp(1.0, 60.0) as u32;
        [32_600 + zone, 32_700 + zone]
    });
    geographic.chain(zones).chain(utm).chain([3857])
}

/// Any other code by its PROJ string.
fn listed(code: u32) -> Option<Parameters> {
    let definition = crs_definitions::from_code(u16::try_from(code).ok()?)?;
    let mut parameters = proj_string::read(definition.proj4).ok()?;
    parameters.name = format!("EPSG:{code}");
    // Not one of our families, whatever ellipsoid it shares with them: its datum is its own.
    parameters.datum.family = DatumFamily::Other;
    parameters.datum.name = format!("EPSG:{code}");
    Some(parameters)
}

fn utm(code: u32) -> Option<Parameters> {
    let (zone, hemisphere, y_0) = match code {
        32_601..=32_660 => (code - 32_600, 'N', 0.0),
        32_701..=32_760 => (code - 32_700, 'S', 10_000_000.0),
        _ => return None,
    };
    let lon_0 = f64::from(zone) * 6.0 - 183.0;
    let projection = TransverseMercator { lat_0: 0.0, lon_0, k_0: 0.9996, x_0: 500_000.0, y_0 };
    let name = format!("WGS 84 / UTM zone {zone}{hemisphere}");
    Some(Parameters::metric(name, Datum::of_family(DatumFamily::Wgs84)?, Projection::TransverseMercator(projection)))
}

impl Series {
    fn meridian(&self, index: u32) -> u32 {
        let zone = self.zone + index;
        if self.degrees == 3 { zone * 3 } else { zone * 6 - 3 }
    }

    fn parameters(&self, index: u32) -> Option<Parameters> {
        let (zone, meridian) = (self.zone + index, self.meridian(index));
        let prefix = if self.prefixed { f64::from(zone) * 1e6 } else { 0.0 };
        let width = if self.degrees == 3 { "3-degree " } else { "" };
        let place = if self.prefixed { format!("zone {zone}") } else { format!("CM {meridian}E") };
        let name = format!("{} / {width}Gauss-Kruger {place}", self.family.name());
        let projection = TransverseMercator::gauss_kruger(f64::from(meridian), 500_000.0 + prefix);
        let datum = Datum::of_family(self.family)?;
        Some(Parameters::metric(name, datum, Projection::TransverseMercator(projection)))
    }
}
