//! A table with its role, the file it came from and the meaning of its columns.

use geo_types::{Geometry, LineString, MultiPolygon};
use model::{Place, Row, Table};

use crate::{Column, Columns, Role};

/// A layer of the district as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What it is.
    pub role: Role,
    /// The file it came from.
    pub file: String,
    /// Its features.
    pub table: Table,
    /// What its columns mean.
    pub columns: Columns,
}

impl Layer {
    /// A layer whose columns are guessed from their names.
    pub fn new(role: Role, file: impl Into<String>, table: Table) -> Self {
        let mut columns = Columns::guess(&table);
        // A list calls the courtyard by its code; a layer of courtyards is the courtyard.
        if role.is_list()
            && columns.idx(Column::Courtyard).is_none()
            && let Some(idx) = columns.idx(Column::Code)
        {
            columns.set(Column::Courtyard, idx);
        }
        Layer { role, file: file.into(), table, columns }
    }

    /// The place of the whole layer.
    pub fn place(&self) -> Place {
        Place { file: self.file.clone(), layer: Some(self.table.name.clone()), ..Place::default() }
    }

    /// The place of a row.
    pub fn place_of(&self, row: &Row) -> Place {
        Place { row: Some(row.number), code: self.columns.text(row, Column::Code), ..self.place() }
    }

    /// The areas of the rows, empty where a row has none; one entry a row.
    pub fn areas(&self) -> Vec<MultiPolygon<f64>> {
        self.table.rows.iter().map(|row| row.geometry.as_ref().map(areas_of).unwrap_or(MultiPolygon(vec![]))).collect()
    }

    /// The lines of a row.
    pub fn lines_of(row: &Row) -> Vec<LineString<f64>> {
        match &row.geometry {
            Some(Geometry::LineString(line)) => vec![line.clone()],
            Some(Geometry::MultiLineString(lines)) => lines.0.clone(),
            Some(Geometry::Line(line)) => vec![LineString(vec![line.start, line.end])],
            _ => Vec::new(),
        }
    }
}

/// The areal part of a geometry.
pub(crate) fn areas_of(geometry: &Geometry<f64>) -> MultiPolygon<f64> {
    match geometry {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        Geometry::GeometryCollection(collection) => {
            MultiPolygon(collection.iter().flat_map(|part| areas_of(part).0).collect())
        }
        _ => MultiPolygon(vec![]),
    }
}
