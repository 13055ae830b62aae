//! The set of tile matrices: the well-known one of Web Mercator (OGC 17-083r4, annex D.1).

use serde_json::{Value, json};

use super::address::SET;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::ogc::landing::link;
use crate::problem::{Kind, Problem};

pub(super) const URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
pub(super) const CRS: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";
/// Half a side of the world's square in metres: π times the radius of the sphere.
const HALF: f64 = 20_037_508.342_789_244;
/// Zooms of the well-known set; tiles are made of fewer.
const ZOOMS: u32 = 25;
/// Metres of a pixel on the standard's screen.
const PIXEL: f64 = 0.000_28;

/// `/tileMatrixSets`
pub(super) fn matrix_sets(_: &App, asked: &Asked) -> Result<Answer, Problem> {
    json_only(asked, &["json"])?;
    asked.only(&[])?;
    let address = format!("{}/tileMatrixSets", asked.base);
    let own = link("self", &format!("{address}/{SET}"), "application/json");
    let one =
        json!({ "id": SET, "title": "Google Maps Compatible for the World", "uri": URI, "crs": CRS, "links": [own] });
    let links = [link("self", &address, "application/json")];
    Ok(Answer::json("application/json", &json!({ "links": links, "tileMatrixSets": [one] })))
}

/// `/tileMatrixSets/{set}`
pub(super) fn matrix_set(_: &App, asked: &Asked) -> Result<Answer, Problem> {
    json_only(asked, &["json"])?;
    asked.only(&[])?;
    if asked.part("set") != SET {
        return Err(Problem::new(Kind::NotFound));
    }
    let matrices: Vec<Value> = (0..ZOOMS).map(matrix).collect();
    let document = json!({
        "id": SET,
        "title": "Google Maps Compatible for the World",
        "uri": URI,
        "crs": CRS,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": matrices,
    });
    Ok(Answer::json("application/json", &document))
}

fn matrix(zoom: u32) -> Value {
    let side = 1_u64 << zoom;
    let cell = 2.0 * HALF / 256.0 / side as f64;
    json!({
        "id": zoom.to_string(),
        "scaleDenominator": cell / PIXEL,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-HALF, HALF],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": side,
        "matrixHeight": side,
    })
}

/// Refuses those who may not read and forms that there are not; what a browser prefers is not looked at.
pub(super) fn json_only(asked: &Asked, forms: &[&str]) -> Result<(), Problem> {
    asked.may(Action::Read)?;
    match asked.parameter("f") {
        Some(form) if !forms.contains(&form) => Err(Problem::parameter("f", form, &forms.join(", "))),
        _ => Ok(()),
    }
}
