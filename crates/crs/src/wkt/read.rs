//! From well-known text to parameters.

use super::methods::{Conversion, normalised};
use super::tree::{Node, Value};
use crate::CrsError;
use crate::datum::{Datum, Ellipsoid};
use crate::parameters::{Parameters, Projection};
use crate::proj_string;

/// What a text says: the parameters, and the EPSG code it claims for the whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    pub(crate) parameters: Parameters,
    pub(crate) epsg: Option<u32>,
}

const PROJECTED: [&str; 3] = ["PROJCS", "PROJCRS", "PROJECTEDCRS"];
const GEOGRAPHIC: [&str; 7] =
    ["GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS", "BASEGEOGCRS", "BASEGEODCRS"];
const COMPOUND: [&str; 2] = ["COMPD_CS", "COMPOUNDCRS"];
const LOCAL: [&str; 3] = ["LOCAL_CS", "ENGCRS", "ENGINEERINGCRS"];
const UNITS: [&str; 4] = ["UNIT", "LENGTHUNIT", "ANGLEUNIT", "SCALEUNIT"];
const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// Reads the horizontal part of a CRS.
pub(crate) fn read(text: &str) -> Result<Claim, CrsError> {
    horizontal(&Node::parse(text)?)
}

fn horizontal(node: &Node) -> Result<Claim, CrsError> {
    let keyword = node.keyword.as_str();
    if PROJECTED.contains(&keyword) {
        return projected(node);
    }
    if GEOGRAPHIC.contains(&keyword) {
        return Ok(Claim { parameters: geographic(node)?, epsg: node.epsg() });
    }
    if COMPOUND.contains(&keyword) {
        let parts = [&PROJECTED[..], &GEOGRAPHIC, &LOCAL].concat();
        return horizontal(node.child(&parts).ok_or(missing("a horizontal system"))?);
    }
    if keyword == "BOUNDCRS" {
        return bound(node);
    }
    if LOCAL.contains(&keyword) {
        return Err(CrsError::Local { name: node.name().to_owned() });
    }
    Err(CrsError::Unsupported { what: keyword.to_owned() })
}

fn missing(reason: &'static str) -> CrsError {
    CrsError::Wkt { at: 0, reason }
}

/// A factor, with those that mean a degree or a metre made exact.
fn unit(node: Option<&Node>, default: f64) -> f64 {
    let factor = node.and_then(|node| node.numbers().first().copied()).unwrap_or(default);
    let exact = [1.0, DEGREE].into_iter().find(|exact| (factor - exact).abs() < 1e-10 * exact);
    exact.unwrap_or(if factor > 0.0 { factor } else { default })
}

fn geographic(node: &Node) -> Result<Parameters, CrsError> {
    let datum = node.child(&["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"]).ok_or(missing("a datum"))?;
    let spheroid = datum.child(&["SPHEROID", "ELLIPSOID"]).ok_or(missing("an ellipsoid"))?;
    let (Some(&a), Some(&rf)) = (spheroid.numbers().first(), spheroid.numbers().get(1)) else {
        return Err(missing("semi-major axis and inverse flattening"));
    };
    let ellipsoid = Ellipsoid { a: a * unit(spheroid.child(&UNITS), 1.0), rf };
    let meridian = node.child(&["PRIMEM", "PRIMEMERIDIAN"]).and_then(|node| node.numbers().first().copied());
    if meridian.is_some_and(|longitude| longitude != 0.0) {
        return Err(CrsError::Unsupported { what: "a prime meridian other than Greenwich".to_owned() });
    }
    if is_three_dimensional_cartesian(node) || angle(node) != DEGREE {
        return Err(CrsError::Unsupported { what: format!("the axes of {}", node.name()) });
    }
    let shift = datum.child(&["TOWGS84"]).and_then(|node| seven(&node.numbers()));
    let datum = Datum::from_parts(datum.name(), ellipsoid, shift);
    Ok(Parameters::metric(node.name(), datum, Projection::LonLat))
}

fn is_three_dimensional_cartesian(node: &Node) -> bool {
    node.child(&["CS"]).is_some_and(|cs| cs.numbers().first() == Some(&3.0))
        && node
            .children(&["AXIS"])
            .any(|axis| axis.child(&["LENGTHUNIT"]).is_some() && normalised(axis.name()).contains("geocentric"))
}

/// The angular unit, in radians: on the system in WKT 1, on the system or its axes in WKT 2.
fn angle(node: &Node) -> f64 {
    let direct = node.child(&["UNIT", "ANGLEUNIT"]);
    let on_axis = || node.child(&["AXIS"]).and_then(|axis| axis.child(&["UNIT", "ANGLEUNIT"]));
    unit(direct.or_else(on_axis), DEGREE)
}

fn seven(values: &[f64]) -> Option<[f64; 7]> {
    let mut shift = [0.0; 7];
    let given = if values.len() >= 7 { 7 } else { 3 };
    shift[..given].copy_from_slice(values.get(..given)?);
    Some(shift)
}

fn projected(node: &Node) -> Result<Claim, CrsError> {
    let base = node.child(&GEOGRAPHIC).ok_or(missing("a geographic system"))?;
    let base_parameters = geographic(base)?;
    let on_axis = || node.child(&["AXIS"]).and_then(|axis| axis.child(&["UNIT", "LENGTHUNIT"]));
    let length = node.child(&["UNIT", "LENGTHUNIT"]).or_else(on_axis);
    let to_metre = unit(length, 1.0);
    let projection = match proj4_extension(node) {
        Some(projection) => projection,
        None => conversion(node, to_metre)?.projection()?,
    };
    let parameters = Parameters { name: node.name().to_owned(), datum: base_parameters.datum, projection, to_metre };
    Ok(Claim { parameters, epsg: node.epsg() })
}

/// GDAL writes Web Mercator as an ellipsoidal Mercator with the true definition in an extension.
fn proj4_extension(node: &Node) -> Option<Projection> {
    let extension = node.child(&["EXTENSION"]).filter(|node| node.name() == "PROJ4")?;
    let mut text =
        extension.values.iter().filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
    let parameters = proj_string::read(text.next_back()?).ok()?;
    (parameters.projection == Projection::WebMercator).then_some(Projection::WebMercator)
}

fn conversion(node: &Node, to_metre: f64) -> Result<Conversion, CrsError> {
    let holder = node.child(&["CONVERSION"]).unwrap_or(node);
    let method = holder.child(&["PROJECTION", "METHOD"]).ok_or(missing("a projection method"))?.name().to_owned();
    let value = |parameter: &Node| {
        let name = normalised(parameter.name());
        let value = parameter.numbers().first().copied()?;
        Some((name.clone(), value * factor(parameter, &name, to_metre)))
    };
    Ok(Conversion { method, values: holder.children(&["PARAMETER"]).filter_map(value).collect() })
}

/// WKT 2 says the unit with each parameter; in WKT 1 lengths are in the projected system's unit.
fn factor(parameter: &Node, name: &str, to_metre: f64) -> f64 {
    let is_length = name.contains("easting") || name.contains("northing");
    match parameter.child(&UNITS) {
        Some(node) if node.keyword == "LENGTHUNIT" || is_length => unit(Some(node), 1.0),
        Some(node) if node.keyword == "SCALEUNIT" => unit(Some(node), 1.0),
        Some(node) => unit(Some(node), DEGREE) / DEGREE,
        None if is_length => to_metre,
        None => 1.0,
    }
}

/// A system bound to WGS 84 by its own parameters (WKT 2's way to write `TOWGS84`).
fn bound(node: &Node) -> Result<Claim, CrsError> {
    let source = node.child(&["SOURCECRS"]).ok_or(missing("a source system"))?;
    let inner = source.values.iter().find_map(|value| if let Value::Node(node) = value { Some(node) } else { None });
    let mut claim = horizontal(inner.ok_or(missing("a source system"))?)?;
    let way = node.child(&["ABRIDGEDTRANSFORMATION"]).ok_or(missing("a transformation"))?;
    let method = way.child(&["METHOD"]).map(|node| normalised(node.name())).unwrap_or_default();
    let get = |name: &str| {
        let found = way.children(&["PARAMETER"]).find(|parameter| normalised(parameter.name()) == name);
        found.and_then(|node| node.numbers().first().copied()).unwrap_or(0.0)
    };
    let mut shift = ["x_axis_translation", "y_axis_translation", "z_axis_translation"].map(get).to_vec();
    shift.extend(["x_axis_rotation", "y_axis_rotation", "z_axis_rotation"].map(get));
    // An abridged transformation states the scale as a factor near one.
    let scale = get("scale_difference");
    shift.push(if scale == 0.0 { 0.0 } else { (scale - 1.0) * 1e6 });
    if method.starts_with("coordinate_frame") {
        shift[3..6].iter_mut().for_each(|rotation| *rotation = -*rotation);
    } else if !method.starts_with("position_vector") && !method.starts_with("geocentric_translations") {
        return Err(CrsError::Unsupported { what: method });
    }
    claim.parameters.datum.to_wgs84 = seven(&shift);
    Ok(claim)
}
