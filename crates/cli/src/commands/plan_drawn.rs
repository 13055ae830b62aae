//! What people draw: coordinates on the command line, or a GeoJSON file.

use std::path::Path;

use crs::{Crs, Transform};
use geo_types::Geometry;

use crate::commands::plan::Work;
use crate::commands::{export, record_export};
use crate::failure::Failure;
use crate::files;

/// A drawing in the working CRS.
pub(crate) enum Drawing {
    /// Points in the order in which they were given.
    Points(Vec<[f64; 2]>),
    /// The first geometry of a file.
    Shape(Geometry<f64>),
}

/// Reads "x1,y1 x2,y2 ..." or a file.
pub(crate) fn read(text: &str, lonlat: bool, work: &Work<'_>) -> Result<Drawing, Failure> {
    let working = record_export::working_crs(&work.store, work.desk)?;
    let path = Path::new(text);
    if path.is_file() {
        return file(path, &working).map(Drawing::Shape);
    }
    let wrong = || Failure::usage("drawing-wrong", &[("value", text.to_owned())]);
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some([
            x.trim().parse().ok().filter(|x: &f64| x.is_finite())?,
            y.trim().parse().ok().filter(|y: &f64| y.is_finite())?,
        ])
    };
    let mut points: Vec<[f64; 2]> =
        text.split([' ', ';']).filter(|pair| !pair.is_empty()).map(point).collect::<Option<_>>().ok_or_else(wrong)?;
    if lonlat {
        let transform = Transform::new(&Crs::CGCS2000_LONLAT, &working).map_err(|_| wrong())?;
        transform.apply(&mut points).map_err(|_| wrong())?;
    }
    Ok(Drawing::Points(points))
}

fn file(path: &Path, working: &Crs) -> Result<Geometry<f64>, Failure> {
    let mut reading = formats::read(&files::bundle(path)?, &formats::ReadOptions::default());
    let none = || Failure::usage("drawing-wrong", &[("value", path.display().to_string())]);
    let table = reading.tables.first_mut().ok_or_else(none)?;
    export::transform(table, working)?;
    table.rows.iter().find_map(|row| row.geometry.clone()).ok_or_else(none)
}
