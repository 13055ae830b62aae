//! From parameters to well-known text.

use std::fmt::Write;

use crate::datum::{Datum, DatumFamily, Ellipsoid};
use crate::parameters::{Parameters, Projection, TransverseMercator};

/// WKT 1 in ESRI's dialect, as a `.prj` file holds it; `None` where the method has no text here.
pub(crate) fn esri(parameters: &Parameters) -> Option<String> {
    let names = Names::esri(&parameters.datum);
    let base = format!(
        "GEOGCS[\"{}\",DATUM[\"{}\",SPHEROID[\"{}\",{},{}]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        names.system,
        names.datum,
        names.ellipsoid,
        real(parameters.datum.ellipsoid.a),
        real(parameters.datum.ellipsoid.rf)
    );
    let (method, values) = match &parameters.projection {
        Projection::LonLat => return Some(base),
        Projection::TransverseMercator(p) if p.k_0 == 1.0 => ("Gauss_Kruger", esri_values(p, parameters.to_metre)),
        Projection::TransverseMercator(p) => ("Transverse_Mercator", esri_values(p, parameters.to_metre)),
        Projection::WebMercator => ("Mercator_Auxiliary_Sphere", ESRI_WEB_MERCATOR.to_vec()),
        Projection::Other(_) => return None,
    };
    let mut text = format!("PROJCS[\"{}\",{base},PROJECTION[\"{method}\"]", esri_name(&parameters.name));
    for (name, value) in values {
        let _ = write!(text, ",PARAMETER[\"{name}\",{}]", real(value));
    }
    let unit = if parameters.to_metre == 1.0 { "Meter" } else { "Unit" };
    let _ = write!(text, ",UNIT[\"{unit}\",{}]]", real(parameters.to_metre));
    Some(text)
}

/// WKT 1 as OGC 01-009 and GDAL write it (GeoPackage's `definition` column, FlatGeobuf's header).
pub(crate) fn ogc(parameters: &Parameters, epsg: Option<u32>) -> Option<String> {
    let names = Names::epsg(&parameters.datum);
    let code = names.code.map_or(String::new(), |code| authority(Some(code)));
    let base = format!(
        "GEOGCS[\"{}\",DATUM[\"{}\",SPHEROID[\"{}\",{},{}{}]{}{}],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
         UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]]{code}]",
        names.system,
        names.datum.replace(' ', "_"),
        names.ellipsoid,
        parameters.datum.ellipsoid.a,
        parameters.datum.ellipsoid.rf,
        authority(names.parts.map(|parts| parts[1])),
        towgs84(&parameters.datum),
        authority(names.parts.map(|parts| parts[0]))
    );
    let (method, values, tail) = match &parameters.projection {
        Projection::LonLat => return Some(base),
        Projection::TransverseMercator(p) => {
            // Axes are named where they are x first, and left out where the authority's order is another.
            let axes = if northing_first(parameters, epsg) { "" } else { EAST_NORTH };
            ("Transverse_Mercator", ogc_values(p, parameters.to_metre), axes)
        }
        Projection::WebMercator => ("Mercator_1SP", OGC_WEB_MERCATOR.to_vec(), WEB_MERCATOR_EXTENSION),
        Projection::Other(_) => return None,
    };
    let mut text = format!("PROJCS[\"{}\",{base},PROJECTION[\"{method}\"]", quoted(&parameters.name));
    for (name, value) in values {
        let _ = write!(text, ",PARAMETER[\"{name}\",{value}]");
    }
    let unit = if parameters.to_metre == 1.0 {
        "\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]".to_owned()
    } else {
        format!("\"unit\",{}", parameters.to_metre)
    };
    let _ = write!(text, ",UNIT[{unit}]{tail}{}]", authority(epsg));
    Some(text)
}

/// WKT 2:2019 (ISO 19162). Definitions without a code are written x first, as the coordinates are.
pub(crate) fn wkt2(parameters: &Parameters, epsg: Option<u32>) -> Option<String> {
    let names = Names::epsg(&parameters.datum);
    let Ellipsoid { a, rf } = parameters.datum.ellipsoid;
    let datum = format!(
        "DATUM[\"{}\",ELLIPSOID[\"{}\",{a},{rf},LENGTHUNIT[\"metre\",1]]],PRIMEM[\"Greenwich\",0,{DEGREE}]",
        names.wkt2_datum, names.ellipsoid
    );
    let (method, values) = match &parameters.projection {
        Projection::LonLat => {
            let axes =
                axes(["geodetic latitude (Lat)\",north", "geodetic longitude (Lon)\",east"], epsg.is_none(), DEGREE);
            return Some(format!("GEOGCRS[\"{}\",{datum},CS[ellipsoidal,2],{axes}{}]", names.system, id(epsg)));
        }
        Projection::TransverseMercator(p) => ("Transverse Mercator\",ID[\"EPSG\",9807]", wkt2_values(p)),
        Projection::WebMercator => ("Popular Visualisation Pseudo Mercator\",ID[\"EPSG\",1024]", web_mercator_wkt2()),
        Projection::Other(_) => return None,
    };
    let base = format!("BASEGEOGCRS[\"{}\",{datum}{}]", names.system, id(names.code));
    let unit = if parameters.to_metre == 1.0 {
        METRE.to_owned()
    } else {
        format!("LENGTHUNIT[\"unit\",{}]", parameters.to_metre)
    };
    let axes = if northing_first(parameters, epsg) {
        axes(["northing (X)\",north", "easting (Y)\",east"], false, &unit)
    } else {
        axes(["easting (X)\",east", "northing (Y)\",north"], false, &unit)
    };
    let name = quoted(&parameters.name);
    let conversion =
        format!("CONVERSION[\"{}\",METHOD[\"{method}]{values}]", name.rsplit(" / ").next().unwrap_or("unnamed"));
    Some(format!("PROJCRS[\"{name}\",{base},{conversion},CS[Cartesian,2],{axes}{}]", id(epsg)))
}

const DEGREE: &str = "ANGLEUNIT[\"degree\",0.0174532925199433]";
const METRE: &str = "LENGTHUNIT[\"metre\",1]";
const WEB_MERCATOR_EXTENSION: &str = ",AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],EXTENSION[\"PROJ4\",\
    \"+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs\"]";
const EAST_NORTH: &str = ",AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH]";
const ESRI_WEB_MERCATOR: [(&str, f64); 5] = [
    ("False_Easting", 0.0),
    ("False_Northing", 0.0),
    ("Central_Meridian", 0.0),
    ("Standard_Parallel_1", 0.0),
    ("Auxiliary_Sphere_Type", 0.0),
];
const OGC_WEB_MERCATOR: [(&str, f64); 4] =
    [("central_meridian", 0.0), ("scale_factor", 1.0), ("false_easting", 0.0), ("false_northing", 0.0)];

/// Gauss-Kruger systems of the authority are northing first; UTM, Web Mercator and everything without a code are not.
fn northing_first(parameters: &Parameters, epsg: Option<u32>) -> bool {
    epsg.is_some() && parameters.transverse_mercator().is_some() && parameters.datum.family != DatumFamily::Wgs84
}

fn axes(names: [&str; 2], reversed: bool, unit: &str) -> String {
    let [first, second] = if reversed { [names[1], names[0]] } else { names };
    format!("AXIS[\"{first},ORDER[1],{unit}],AXIS[\"{second},ORDER[2],{unit}]")
}

fn id(epsg: Option<u32>) -> String {
    epsg.map_or(String::new(), |code| format!(",ID[\"EPSG\",{code}]"))
}

fn authority(epsg: Option<u32>) -> String {
    epsg.map_or(String::new(), |code| format!(",AUTHORITY[\"EPSG\",\"{code}\"]"))
}

fn towgs84(datum: &Datum) -> String {
    datum
        .to_wgs84
        .map_or(String::new(), |shift| format!(",TOWGS84[{}]", shift.map(|value| value.to_string()).join(",")))
}

fn esri_values(p: &TransverseMercator, to_metre: f64) -> Vec<(&'static str, f64)> {
    vec![
        ("False_Easting", p.x_0 / to_metre),
        ("False_Northing", p.y_0 / to_metre),
        ("Central_Meridian", p.lon_0),
        ("Scale_Factor", p.k_0),
        ("Latitude_Of_Origin", p.lat_0),
    ]
}

fn ogc_values(p: &TransverseMercator, to_metre: f64) -> Vec<(&'static str, f64)> {
    vec![
        ("latitude_of_origin", p.lat_0),
        ("central_meridian", p.lon_0),
        ("scale_factor", p.k_0),
        ("false_easting", p.x_0 / to_metre),
        ("false_northing", p.y_0 / to_metre),
    ]
}

fn wkt2_values(p: &TransverseMercator) -> String {
    let values = [
        ("Latitude of natural origin", p.lat_0, DEGREE, 8801),
        ("Longitude of natural origin", p.lon_0, DEGREE, 8802),
        ("Scale factor at natural origin", p.k_0, "SCALEUNIT[\"unity\",1]", 8805),
        ("False easting", p.x_0, METRE, 8806),
        ("False northing", p.y_0, METRE, 8807),
    ];
    values
        .map(|(name, value, unit, code)| format!(",PARAMETER[\"{name}\",{value},{unit},ID[\"EPSG\",{code}]]"))
        .concat()
}

fn web_mercator_wkt2() -> String {
    let values = [
        ("Latitude of natural origin", DEGREE, 8801),
        ("Longitude of natural origin", DEGREE, 8802),
        ("False easting", METRE, 8806),
        ("False northing", METRE, 8807),
    ];
    values.map(|(name, unit, code)| format!(",PARAMETER[\"{name}\",0,{unit},ID[\"EPSG\",{code}]]")).concat()
}

/// A number that always shows its decimal point, as ESRI's files do.
fn real(value: f64) -> String {
    format!("{value:?}")
}

fn quoted(name: &str) -> String {
    if name.is_empty() { "unnamed".to_owned() } else { name.replace('"', "\"\"") }
}

/// ESRI's spelling of a name: `CGCS2000 / 3-degree Gauss-Kruger CM 120E` is `CGCS2000_3_Degree_GK_CM_120E`.
fn esri_name(name: &str) -> String {
    if name == "WGS 84 / Pseudo-Mercator" {
        return "WGS_1984_Web_Mercator_Auxiliary_Sphere".to_owned();
    }
    let name = name.replace("3-degree", "3 Degree").replace("Gauss-Kruger", "GK").replace("WGS 84", "WGS 1984");
    let name = name.replace(" zone ", " Zone ");
    let joined: String = name.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '_' }).collect();
    let joined = joined.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    if joined.is_empty() { "Unnamed".to_owned() } else { joined }
}

/// What the parts of a datum are called.
struct Names {
    system: String,
    datum: String,
    wkt2_datum: String,
    ellipsoid: String,
    /// Code of the geographic system.
    code: Option<u32>,
    /// Codes of datum and ellipsoid.
    parts: Option<[u32; 2]>,
}

impl Names {
    fn of(system: &str, datum: &str, wkt2_datum: &str, ellipsoid: &str, code: Option<u32>) -> Self {
        let [system, datum, wkt2_datum, ellipsoid] = [system, datum, wkt2_datum, ellipsoid].map(quoted);
        Names { system, datum, wkt2_datum, ellipsoid, code, parts: None }
    }

    fn esri(datum: &Datum) -> Self {
        match datum.family {
            DatumFamily::Cgcs2000 => {
                Names::of("GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000", "", "CGCS2000", None)
            }
            DatumFamily::Wgs84 => Names::of("GCS_WGS_1984", "D_WGS_1984", "", "WGS_1984", None),
            DatumFamily::Xian1980 => Names::of("GCS_Xian_1980", "D_Xian_1980", "", "Xian_1980", None),
            DatumFamily::Beijing1954 => Names::of("GCS_Beijing_1954", "D_Beijing_1954", "", "Krasovsky_1940", None),
            DatumFamily::Other => {
                let bare = esri_name(&datum.name);
                Names::of(&format!("GCS_{bare}"), &format!("D_{bare}"), "", &bare, None)
            }
        }
    }

    fn epsg(datum: &Datum) -> Self {
        // A datum with parameters of its own, or on another ellipsoid, is no longer the one that the code names.
        let own = datum.to_wgs84.is_none() && datum.family.ellipsoid().is_some_and(|own| own.agrees(datum.ellipsoid));
        let code = |code| own.then_some(code);
        let names = match datum.family {
            DatumFamily::Cgcs2000 => {
                Names::of("China Geodetic Coordinate System 2000", "China_2000", "China 2000", "CGCS2000", code(4490))
            }
            DatumFamily::Wgs84 => Names::of("WGS 84", "WGS_1984", "World Geodetic System 1984", "WGS 84", code(4326)),
            DatumFamily::Xian1980 => Names::of("Xian 1980", "Xian_1980", "Xian 1980", "IAG 1975", code(4610)),
            DatumFamily::Beijing1954 => {
                Names::of("Beijing 1954", "Beijing_1954", "Beijing 1954", "Krassowsky 1940", code(4214))
            }
            DatumFamily::Other => Names::of(&datum.name, &datum.name, &datum.name, "unknown", None),
        };
        let parts = match datum.family {
            DatumFamily::Cgcs2000 => Some([1043, 1024]),
            DatumFamily::Wgs84 => Some([6326, 7030]),
            DatumFamily::Xian1980 => Some([6610, 7049]),
            DatumFamily::Beijing1954 => Some([6214, 7024]),
            DatumFamily::Other => None,
        };
        Names { parts: parts.filter(|_| own), ..names }
    }
}
