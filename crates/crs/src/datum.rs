//! Datums, as far as they matter for maps of China.

/// Families of datums that are handled alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatumFamily {
    /// China Geodetic Coordinate System 2000, the national system since 2008.
    Cgcs2000,
    /// WGS 84 in any realisation; centimetres from CGCS2000 at its epoch, treated as identical.
    Wgs84,
    /// Xian 1980 (IAG 1975 ellipsoid); tens of metres from CGCS2000, by parameters that are not public.
    Xian1980,
    /// Beijing 1954 (Krassowsky ellipsoid); tens of metres from CGCS2000, by parameters not public.
    Beijing1954,
    /// Any other.
    Other,
}

/// A reference ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ellipsoid {
    /// Semi-major axis, metres.
    pub(crate) a: f64,
    /// Inverse flattening; 0 for a sphere.
    pub(crate) rf: f64,
}

/// A datum with the ellipsoid it stands on and, where given, the way to WGS 84.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Datum {
    pub(crate) family: DatumFamily,
    /// Name for people; empty when the source gives none.
    pub(crate) name: String,
    pub(crate) ellipsoid: Ellipsoid,
    /// Position vector parameters to WGS 84 as in PROJ's `+towgs84`: metres, arc-seconds, parts per million.
    pub(crate) to_wgs84: Option<[f64; 7]>,
}

impl Ellipsoid {
    pub(crate) const GRS80: Ellipsoid = Ellipsoid { a: 6_378_137.0, rf: 298.257_222_101 };
    pub(crate) const WGS84: Ellipsoid = Ellipsoid { a: 6_378_137.0, rf: 298.257_223_563 };
    pub(crate) const IAG1975: Ellipsoid = Ellipsoid { a: 6_378_140.0, rf: 298.257 };
    pub(crate) const KRASSOWSKY: Ellipsoid = Ellipsoid { a: 6_378_245.0, rf: 298.3 };

    /// Equal to well below a micrometre on the ground.
    pub(crate) fn agrees(self, other: Ellipsoid) -> bool {
        (self.a - other.a).abs() < 1e-6 && (self.rf - other.rf).abs() < 1e-9
    }

    /// As PROJ parameters.
    pub(crate) fn proj(self) -> String {
        if self.rf == 0.0 { format!("+R={}", self.a) } else { format!("+a={} +rf={}", self.a, self.rf) }
    }
}

impl DatumFamily {
    /// The family's own ellipsoid.
    pub(crate) fn ellipsoid(self) -> Option<Ellipsoid> {
        match self {
            DatumFamily::Cgcs2000 => Some(Ellipsoid::GRS80),
            DatumFamily::Wgs84 => Some(Ellipsoid::WGS84),
            DatumFamily::Xian1980 => Some(Ellipsoid::IAG1975),
            DatumFamily::Beijing1954 => Some(Ellipsoid::KRASSOWSKY),
            DatumFamily::Other => None,
        }
    }

    /// Geocentric and modern: CGCS2000 and WGS 84, which agree to centimetres.
    pub fn is_modern(self) -> bool {
        matches!(self, DatumFamily::Cgcs2000 | DatumFamily::Wgs84)
    }

    /// The national datums before CGCS2000.
    pub fn is_old_chinese(self) -> bool {
        matches!(self, DatumFamily::Xian1980 | DatumFamily::Beijing1954)
    }

    /// Name for people.
    pub fn name(self) -> &'static str {
        match self {
            DatumFamily::Cgcs2000 => "CGCS2000",
            DatumFamily::Wgs84 => "WGS 84",
            DatumFamily::Xian1980 => "Xian 1980",
            DatumFamily::Beijing1954 => "Beijing 1954",
            DatumFamily::Other => "",
        }
    }

    /// The family that a datum's name claims, in any of the spellings of EPSG, ESRI and GDAL.
    fn claimed(name: &str) -> Option<DatumFamily> {
        let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let bare = bare.strip_prefix('d').filter(|_| name.starts_with("D_")).unwrap_or(&bare);
        let is = |names: &[&str]| names.iter().any(|known| bare.contains(known));
        if is(&["cgcs2000", "china2000", "chinageodeticcoordinatesystem2000"]) {
            Some(DatumFamily::Cgcs2000)
        } else if is(&["wgs1984", "wgs84", "worldgeodeticsystem1984"]) {
            Some(DatumFamily::Wgs84)
        } else if is(&["xian1980", "xian80"]) {
            Some(DatumFamily::Xian1980)
        } else if is(&["beijing1954", "beijing54"]) {
            Some(DatumFamily::Beijing1954)
        } else if bare.is_empty() || bare.starts_with("unknown") || bare.starts_with("notspecified") {
            None
        } else {
            Some(DatumFamily::Other)
        }
    }
}

impl Datum {
    /// A family's datum; `None` for `Other`.
    pub(crate) fn of_family(family: DatumFamily) -> Option<Datum> {
        let ellipsoid = family.ellipsoid()?;
        Some(Datum { family, name: family.name().to_owned(), ellipsoid, to_wgs84: None })
    }

    /// A datum from what a definition says; one without a usable name is known by its ellipsoid.
    pub(crate) fn from_parts(name: &str, ellipsoid: Ellipsoid, to_wgs84: Option<[f64; 7]>) -> Datum {
        let family = DatumFamily::claimed(name).unwrap_or_else(|| Datum::family_of_ellipsoid(ellipsoid));
        let name = if family == DatumFamily::Other { name } else { family.name() };
        Datum { family, name: name.to_owned(), ellipsoid, to_wgs84 }
    }

    /// On a bare ellipsoid: GRS 80 stands for CGCS2000, as the two agree to the last digit published.
    fn family_of_ellipsoid(ellipsoid: Ellipsoid) -> DatumFamily {
        let near = |family: &DatumFamily| {
            family.ellipsoid().is_some_and(|own| (own.a - ellipsoid.a).abs() < 0.5 && own.rf_near(ellipsoid))
        };
        [DatumFamily::Cgcs2000, DatumFamily::Wgs84, DatumFamily::Xian1980, DatumFamily::Beijing1954]
            .into_iter()
            .find(near)
            .unwrap_or(DatumFamily::Other)
    }

    /// Towards WGS 84: the parameters given, or nothing for a datum that coincides with it.
    pub(crate) fn shift(&self) -> Option<[f64; 7]> {
        self.to_wgs84.or_else(|| self.family.is_modern().then_some([0.0; 7]))
    }

    /// Name for people, never empty.
    pub(crate) fn label(&self) -> String {
        if self.name.is_empty() { format!("a = {}", self.ellipsoid.a) } else { self.name.clone() }
    }
}

impl Ellipsoid {
    /// Inverse flattenings that a rounded file may mean.
    fn rf_near(self, other: Ellipsoid) -> bool {
        (self.rf - other.rf).abs() < 5e-7
    }
}
