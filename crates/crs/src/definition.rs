//! What a coordinate reference system is named by.

/// A coordinate reference system by reference or by definition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Crs {
    /// An EPSG code. Coordinates in Jingwei are x first (easting, longitude) whatever the authority's axis order.
    Epsg(u32),
    /// A definition that no EPSG code stands for: WKT 1 (ESRI or OGC), WKT 2 or a PROJ string.
    Definition(String),
}
