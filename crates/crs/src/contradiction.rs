//! Reading what people write, and noticing where a definition speaks against itself.

use crate::datum::DatumFamily;
use crate::parameters::Parameters;
use crate::{Crs, CrsError, proj_string, registry, wkt};

/// What a text declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// The system by its parameters.
    pub crs: Crs,
    /// Where the text's own code or name says otherwise; the parameters won.
    pub contradiction: Option<Contradiction>,
}

/// A definition's code or name against its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// What the code or the name claims, in the definition's words: `EPSG:4547` or `…CM_114E`.
    pub claimed: String,
    /// What the parameters say, for people.
    pub found: String,
    /// The system by the claim, where the claim is a code.
    pub claimed_crs: Option<Crs>,
}

impl Crs {
    /// Reads an EPSG code in any spelling (`EPSG:4549`, `4549`, OGC URN or URL, `CRS84`), WKT 1, WKT 2 or a PROJ string.
    /// Definitions whose parameters agree exactly with a code become that code.
    pub fn from_user_input(text: &str) -> Result<Crs, CrsError> {
        Crs::declared(text).map(|declaration| declaration.crs)
    }

    /// The same, together with what the definition says against itself.
    pub fn declared(text: &str) -> Result<Declaration, CrsError> {
        let text = text.trim().trim_start_matches('\u{feff}').trim();
        if let Some(code) = code(text) {
            return Ok(Declaration { crs: Crs::Epsg(registry::canonical(code)), contradiction: None });
        }
        if wkt::looks_like(text) {
            return from_wkt(text);
        }
        if text.contains("+proj=") || text.contains("+init=") || text.starts_with("proj=") {
            let crs = match proj_string::read(text) {
                Ok(parameters) => named(text, &parameters, None),
                // Sound, but beyond what is read here: the engine may know it.
                Err(CrsError::Unsupported { .. }) => Crs::Definition(text.to_owned()),
                Err(error) => return Err(error),
            };
            return Ok(Declaration { crs, contradiction: None });
        }
        Err(CrsError::Unreadable { text: text.chars().take(80).collect() })
    }

    /// A definition replaced by its code where one agrees exactly; anything else unchanged.
    pub fn normalised(&self) -> Crs {
        match self {
            Crs::Epsg(code) => Crs::Epsg(registry::canonical(*code)),
            Crs::Definition(text) => Crs::from_user_input(text).unwrap_or_else(|_| self.clone()),
        }
    }

    /// The parameters behind the name.
    pub(crate) fn parameters(&self) -> Result<Parameters, CrsError> {
        match self {
            Crs::Epsg(code) => {
                registry::parameters(*code).ok_or_else(|| CrsError::Unsupported { what: format!("EPSG:{code}") })
            }
            Crs::Definition(text) => match code(text.trim()) {
                Some(code) => Crs::Epsg(code).parameters(),
                None if wkt::looks_like(text.trim_start()) => wkt::read(text).map(|claim| claim.parameters),
                None => proj_string::read(text),
            },
        }
    }
}

fn from_wkt(text: &str) -> Result<Declaration, CrsError> {
    match wkt::read(text) {
        Ok(claim) => {
            Ok(Declaration { crs: named(text, &claim.parameters, claim.epsg), contradiction: contradiction(&claim) })
        }
        // Sound, but local or by a method not read here: kept as written.
        Err(CrsError::Unsupported { .. } | CrsError::Local { .. }) => {
            Ok(Declaration { crs: Crs::Definition(text.to_owned()), contradiction: None })
        }
        Err(error) => Err(error),
    }
}

fn named(text: &str, parameters: &Parameters, claimed: Option<u32>) -> Crs {
    registry::code_of(parameters, claimed.or_else(|| six_degree_hint(parameters)))
        .map_or_else(|| Crs::Definition(text.to_owned()), Crs::Epsg)
}

/// Six-degree zones share parameters with three-degree ones; only the name tells which was meant.
fn six_degree_hint(parameters: &Parameters) -> Option<u32> {
    let name = parameters.name.to_ascii_lowercase();
    let is_six = name.contains("gk_cm") || name.contains("/ gauss-kruger") || name.contains("6_degree");
    let meridian = parameters.transverse_mercator()?.lon_0;
    let first = match parameters.datum.family {
        DatumFamily::Cgcs2000 => 4502,
        DatumFamily::Xian1980 => 2338,
        DatumFamily::Beijing1954 => 21_453,
        _ => return None,
    };
    (is_six && !name.contains("3_degree") && (75.0..=135.0).contains(&meridian) && meridian % 6.0 == 3.0)
        .then(|| first + ((meridian - 75.0) / 6.0) as u32)
}

fn contradiction(claim: &wkt::Claim) -> Option<Contradiction> {
    let parameters = &claim.parameters;
    let found = || describe(parameters);
    if let Some(code) = claim.epsg
        && let Some(known) = registry::known(registry::canonical(code))
        && !same_place(&known, parameters)
    {
        let claimed = format!("EPSG:{code}");
        return Some(Contradiction { claimed, found: found(), claimed_crs: Some(Crs::Epsg(code)) });
    }
    let by_name = meridian_in_name(&parameters.name)?;
    let projection = parameters.transverse_mercator()?;
    let apart = (by_name - projection.lon_0).abs();
    let claimed = parameters.name.clone();
    // A name rounds the meridian to as many digits as it shows.
    (apart > 0.006).then(|| Contradiction { claimed, found: found(), claimed_crs: None })
}

/// Alike for reading a map, whatever the last digits of the ellipsoid.
fn same_place(known: &Parameters, own: &Parameters) -> bool {
    let projection = match (&known.projection, &own.projection) {
        (
            crate::parameters::Projection::TransverseMercator(a),
            crate::parameters::Projection::TransverseMercator(b),
        ) => a.agrees(b),
        (a, b) => a == b,
    };
    projection && known.datum.family == own.datum.family && known.to_metre == own.to_metre
}

fn describe(parameters: &Parameters) -> String {
    let datum = parameters.datum.label();
    match parameters.transverse_mercator() {
        Some(p) => format!("{datum}, CM {}E, x0 {}, y0 {}, k {}", p.lon_0, p.x_0, p.y_0, p.k_0),
        None => datum,
    }
}

/// The central meridian a name spells out: `…_CM_120E`, `… CM 113.36E`, `…_3_Degree_GK_Zone_40`.
fn meridian_in_name(name: &str) -> Option<f64> {
    let name = name.replace('_', " ").to_ascii_uppercase();
    let number_after = |word: &str| {
        let rest = name.split(word).nth(1)?.trim_start();
        let digits: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        digits.parse::<f64>().ok()
    };
    if let Some(meridian) = number_after(" CM ") {
        return Some(meridian);
    }
    let zone = number_after(" ZONE ").filter(|_| name.contains("GK") || name.contains("GAUSS"))?;
    let three = name.contains("3 DEGREE") || name.contains("3-DEGREE");
    Some(if three { zone * 3.0 } else { zone * 6.0 - 3.0 })
}

/// An EPSG code in one of its spellings; the OGC's own CRS84 is WGS 84, x first as everything here.
fn code(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    if matches!(lower.as_str(), "crs84" | "ogc:crs84" | "wgs84" | "wgs 84")
        || lower.starts_with("urn:ogc:def:crs:ogc:") && lower.ends_with("crs84")
        || lower.contains("opengis.net/def/crs/ogc/") && lower.trim_end_matches('/').ends_with("crs84")
    {
        return Some(4326);
    }
    let named = ["epsg:", "esri:", "urn:ogc:def:crs:epsg:", "urn:x-ogc:def:crs:epsg:", "urn:ogc:def:crs:esri:"];
    let named = named.iter().any(|prefix| lower.starts_with(prefix))
        || lower.contains("opengis.net/def/crs/epsg/")
        || lower.contains("opengis.net/gml/srs/epsg.xml#");
    let last = lower.trim_end_matches('/').rsplit([':', '/', '#']).next().unwrap_or("").trim().to_owned();
    let digits = if named { last } else { lower };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|code| (1024..=999_999).contains(code))
}
