//! PROJ strings, read into parameters.

use crate::datum::{Datum, Ellipsoid};
use crate::parameters::{Parameters, Projection, TransverseMercator};
use crate::{CrsError, registry};

/// Reads a PROJ string; the `axis` parameter is passed over, as coordinates here are x first always.
pub(crate) fn read(text: &str) -> Result<Parameters, CrsError> {
    let words = Words::split(text);
    if let Some(code) = words.epsg_init() {
        return registry::parameters(code).ok_or_else(|| unsupported(text));
    }
    let projection = words
        .text("proj")
        .filter(|name| !name.is_empty())
        .ok_or_else(|| CrsError::Unreadable { text: text.chars().take(80).collect() })?;
    if words.number("pm")?.is_some_and(|meridian| meridian != 0.0) || words.real_grids() {
        return Err(unsupported(text));
    }
    let datum = words.datum()?;
    let to_metre = words.unit()?;
    let projection = match projection {
        "longlat" | "latlong" | "lonlat" | "latlon" => Projection::LonLat,
        "tmerc" | "etmerc" | "gauss" => Projection::TransverseMercator(words.transverse_mercator()?),
        "utm" => Projection::TransverseMercator(words.utm()?),
        "webmerc" => Projection::WebMercator,
        "merc" if words.is_web_mercator()? => Projection::WebMercator,
        "geocent" | "pipeline" => return Err(unsupported(text)),
        other => Projection::Other(words.projection(other)),
    };
    let to_metre = if projection == Projection::LonLat { 1.0 } else { to_metre };
    if projection == Projection::WebMercator {
        let datum = Datum::from_parts("WGS84", Ellipsoid::WGS84, None);
        return Ok(Parameters { name: String::new(), datum, projection, to_metre });
    }
    Ok(Parameters { name: String::new(), datum, projection, to_metre })
}

fn unsupported(text: &str) -> CrsError {
    CrsError::Unsupported { what: text.chars().take(120).collect() }
}

/// The `+key=value` words of a PROJ string, in order.
struct Words<'a>(Vec<(&'a str, &'a str)>);

/// Parameters that say nothing about the projection itself.
const NOT_OF_PROJECTION: [&str; 19] = [
    "proj", "datum", "ellps", "a", "b", "rf", "f", "R", "towgs84", "nadgrids", "units", "to_meter", "no_defs", "type",
    "wktext", "axis", "pm", "vunits", "title",
];

impl<'a> Words<'a> {
    fn split(text: &'a str) -> Self {
        let words = text.split_whitespace().map(|word| word.trim_start_matches('+'));
        Words(words.filter(|word| !word.is_empty()).map(|word| word.split_once('=').unwrap_or((word, ""))).collect())
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(own, _)| *own == key).map(|(_, value)| *value)
    }

    fn number(&self, key: &str) -> Result<Option<f64>, CrsError> {
        let Some(value) = self.text(key) else { return Ok(None) };
        let number = value.parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or_else(|| unsupported(&format!("+{key}={value}")))
    }

    fn or(&self, key: &str, default: f64) -> Result<f64, CrsError> {
        Ok(self.number(key)?.unwrap_or(default))
    }

    fn epsg_init(&self) -> Option<u32> {
        let (authority, code) = self.text("init")?.split_once(':')?;
        authority.eq_ignore_ascii_case("epsg").then(|| code.parse().ok())?
    }

    /// A grid file other than the null grid.
    fn real_grids(&self) -> bool {
        self.text("nadgrids").is_some_and(|grids| grids != "@null")
    }

    fn unit(&self) -> Result<f64, CrsError> {
        match self.text("units") {
            Some("m") | None => self.or("to_meter", 1.0).and_then(positive),
            Some("km") => Ok(1000.0),
            Some("ft") => Ok(0.3048),
            Some("us-ft") => Ok(1200.0 / 3937.0),
            Some(other) => Err(unsupported(&format!("+units={other}"))),
        }
    }

    fn datum(&self) -> Result<Datum, CrsError> {
        let shift = self.text("towgs84").map(towgs84).transpose()?;
        if let Some(name) = self.text("datum") {
            return match name {
                "WGS84" => Ok(Datum::from_parts("WGS84", Ellipsoid::WGS84, shift)),
                "NAD83" => Ok(Datum::from_parts("NAD83", Ellipsoid::GRS80, Some(shift.unwrap_or([0.0; 7])))),
                other => Err(unsupported(&format!("+datum={other}"))),
            };
        }
        Ok(Datum::from_parts("", self.ellipsoid()?, shift))
    }

    fn ellipsoid(&self) -> Result<Ellipsoid, CrsError> {
        if let Some(radius) = self.number("R")? {
            return Ok(Ellipsoid { a: positive(radius)?, rf: 0.0 });
        }
        if let Some(name) = self.text("ellps") {
            return named_ellipsoid(name).ok_or_else(|| unsupported(&format!("+ellps={name}")));
        }
        let Some(a) = self.number("a")? else { return Ok(Ellipsoid::WGS84) };
        let a = positive(a)?;
        if let Some(rf) = self.number("rf")? {
            return Ok(Ellipsoid { a, rf });
        }
        if let Some(f) = self.number("f")? {
            return Ok(Ellipsoid { a, rf: if f == 0.0 { 0.0 } else { 1.0 / f } });
        }
        let b = positive(self.or("b", a)?)?;
        Ok(Ellipsoid { a, rf: if b == a { 0.0 } else { a / (a - b) } })
    }

    fn transverse_mercator(&self) -> Result<TransverseMercator, CrsError> {
        let k_0 = self.number("k")?.or(self.number("k_0")?).unwrap_or(1.0);
        Ok(TransverseMercator {
            lat_0: self.or("lat_0", 0.0)?,
            lon_0: self.or("lon_0", 0.0)?,
            k_0: positive(k_0)?,
            x_0: self.or("x_0", 0.0)?,
            y_0: self.or("y_0", 0.0)?,
        })
    }

    fn utm(&self) -> Result<TransverseMercator, CrsError> {
        let zone = self.or("zone", 0.0)?;
        if zone.fract() != 0.0 || !(1.0..=60.0).contains(&zone) {
            return Err(unsupported("+proj=utm without +zone"));
        }
        let y_0 = if self.text("south").is_some() { 10_000_000.0 } else { 0.0 };
        Ok(TransverseMercator { lat_0: 0.0, lon_0: zone * 6.0 - 183.0, k_0: 0.9996, x_0: 500_000.0, y_0 })
    }

    fn is_web_mercator(&self) -> Result<bool, CrsError> {
        let radius = Ellipsoid { a: Ellipsoid::WGS84.a, rf: 0.0 };
        let plain = ["lat_ts", "lon_0", "x_0", "y_0"];
        let plain = plain.iter().map(|key| self.or(key, 0.0)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.ellipsoid()? == radius && plain.iter().all(|value| *value == 0.0) && self.or("k", 1.0)? == 1.0)
    }

    fn projection(&self, name: &str) -> String {
        let kept = self.0.iter().filter(|(key, _)| !NOT_OF_PROJECTION.contains(key));
        kept.fold(format!("+proj={name}"), |mut text, (key, value)| {
            text.push_str(" +");
            text.push_str(key);
            if !value.is_empty() {
                text.push('=');
                text.push_str(value);
            }
            text
        })
    }
}

fn positive(value: f64) -> Result<f64, CrsError> {
    if value > 0.0 { Ok(value) } else { Err(unsupported(&format!("{value} where a positive number belongs"))) }
}

/// Three or seven position vector parameters.
fn towgs84(text: &str) -> Result<[f64; 7], CrsError> {
    let bad = || unsupported(&format!("+towgs84={text}"));
    let values = text.split(',').map(|part| part.trim().parse::<f64>()).collect::<Result<Vec<_>, _>>();
    let values = values.map_err(|_| bad())?;
    if !matches!(values.len(), 3 | 7) || values.iter().any(|value| !value.is_finite()) {
        return Err(bad());
    }
    let mut shift = [0.0; 7];
    shift[..values.len()].copy_from_slice(&values);
    Ok(shift)
}

/// Ellipsoids by PROJ's names (`proj -le`).
fn named_ellipsoid(name: &str) -> Option<Ellipsoid> {
    let (a, rf) = match name {
        "GRS80" => return Some(Ellipsoid::GRS80),
        "WGS84" => return Some(Ellipsoid::WGS84),
        "krass" => return Some(Ellipsoid::KRASSOWSKY),
        "IAU76" => (6_378_140.0, 298.257),
        "WGS72" => (6_378_135.0, 298.26),
        "intl" => (6_378_388.0, 297.0),
        "bessel" => (6_377_397.155, 299.152_812_8),
        "clrk66" => (6_378_206.4, 294.978_698_213_898_2),
        "clrk80" => (6_378_249.145, 293.4663),
        "clrk80ign" => (6_378_249.2, 293.466_021_293_626_5),
        "airy" => (6_377_563.396, 299.324_964_6),
        "evrst30" => (6_377_276.345, 300.8017),
        "aust_SA" => (6_378_160.0, 298.25),
        "GRS67" => (6_378_160.0, 298.247_167_427),
        "sphere" => (6_370_997.0, 0.0),
        _ => return None,
    };
    Some(Ellipsoid { a, rf })
}
