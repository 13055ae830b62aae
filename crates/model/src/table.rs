//! A layer of features, whatever file it came from.

use crs::Crs;
use geo_types::Geometry;

/// A named layer: fields, rows and the coordinate reference system its geometries are in.
///
/// Coordinates are always x first: easting before northing, longitude before latitude, whatever the axis order of the
/// CRS's authority. Readers and writers of formats with another order swap at the edge.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Layer name, in the words of the file's author.
    pub name: String,
    /// `None` when the file does not say; never guessed here.
    pub crs: Option<Crs>,
    /// Columns in file order.
    pub fields: Vec<Field>,
    /// Features in file order.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name as written in the file (Shapefile names may be cut to ten bytes).
    pub name: String,
    /// What its values are.
    pub kind: FieldKind,
}

/// The kind of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// `true` or `false`.
    Bool,
    /// Whole number.
    Int,
    /// Real number.
    Real,
    /// Text in any script.
    Text,
    /// Calendar date, kept as `YYYY-MM-DD` text.
    Date,
}

/// A feature: a geometry and one value a field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The row's number as the file's author sees it: 1-based feature number, or the sheet's row number.
    pub number: usize,
    /// `None` is a null geometry.
    pub geometry: Option<Geometry<f64>>,
    /// As many values as the table has fields.
    pub values: Vec<Value>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Unknown: not zero, not empty text.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Whole number.
    Int(i64),
    /// Real number.
    Real(f64),
    /// Text.
    Text(String),
    /// Calendar date `YYYY-MM-DD`.
    Date(String),
}

impl Table {
    /// An empty layer with these columns.
    pub fn new(name: impl Into<String>, crs: Option<Crs>, fields: &[(&str, FieldKind)]) -> Self {
        let fields = fields.iter().map(|&(name, kind)| Field { name: name.to_owned(), kind }).collect();
        Table { name: name.into(), crs, fields, rows: Vec::new() }
    }

    /// The position of a column by its exact name.
    pub fn field_idx(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Appends a feature and numbers it.
    ///
    /// # Panics
    /// When the number of values is not the number of fields: a mistake of the program, not of a file.
    pub fn push(&mut self, geometry: Option<Geometry<f64>>, values: Vec<Value>) {
        assert_eq!(values.len(), self.fields.len(), "layer {}: one value a field", self.name);
        let number = self.rows.len() + 1;
        self.rows.push(Row { number, geometry, values });
    }
}

impl Value {
    /// The text a person would see in the cell; `None` for null.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Value::Null => None,
            Value::Bool(value) => Some(value.to_string()),
            Value::Int(value) => Some(value.to_string()),
            Value::Real(value) => Some(value.to_string()),
            Value::Text(value) | Value::Date(value) => Some(value.clone()),
        }
    }

    /// The number in the cell, also when it was stored as text (full-width digits and surrounding blanks included).
    pub fn to_number(&self) -> Option<f64> {
        match self {
            Value::Int(value) => Some(*value as f64),
            Value::Real(value) => Some(*value),
            Value::Text(value) => ascii_digits(value).parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }
}

fn ascii_digits(text: &str) -> String {
    let fold = |c: char| match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '．' => '.',
        '－' => '-',
        other => other,
    };
    text.trim().chars().filter(|&c| c != ',' && c != '，').map(fold).collect()
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Real(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stored_as_text_are_numbers() {
        let check = |text: &str, expect: Option<f64>| assert_eq!(Value::from(text).to_number(), expect, "{text}");
        check("１２０", Some(120.0));
        check(" 1,204 ", Some(1204.0));
        check("3．5", Some(3.5));
        check("约80", None);
        check("", None);
        check("NaN", None);
    }
}
