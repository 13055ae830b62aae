//! The formats, and how a file shows which one it is.

use crate::bundle::split_extension;

/// A file format that can be read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// OGC GeoPackage 1.3, one `.gpkg` with all layers.
    GeoPackage,
    /// ESRI Shapefile: `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`.
    Shapefile,
    /// GeoJSON (RFC 7946), or with the old `crs` member.
    GeoJson,
    /// FlatGeobuf 3.
    FlatGeobuf,
    /// Text table with a WKT column or coordinate columns.
    Csv,
    /// Excel workbook with a WKT column or coordinate columns.
    Xlsx,
}

impl Format {
    /// All formats, in the order in which help texts list them.
    pub const ALL: &[Format] =
        &[Format::GeoPackage, Format::Shapefile, Format::GeoJson, Format::FlatGeobuf, Format::Csv, Format::Xlsx];

    /// Name for help texts and messages.
    pub fn name(self) -> &'static str {
        match self {
            Format::GeoPackage => "GeoPackage",
            Format::Shapefile => "Shapefile",
            Format::GeoJson => "GeoJSON",
            Format::FlatGeobuf => "FlatGeobuf",
            Format::Csv => "CSV",
            Format::Xlsx => "XLSX",
        }
    }

    /// The extension of the main file, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::GeoPackage => "gpkg",
            Format::Shapefile => "shp",
            Format::GeoJson => "geojson",
            Format::FlatGeobuf => "fgb",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// Whether one file holds all layers; otherwise every layer has files of its own.
    pub fn holds_layers(self) -> bool {
        matches!(self, Format::GeoPackage | Format::Xlsx)
    }

    /// The format that an extension (or a format's own name, as `--format` takes it) stands for, letters' case ignored.
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.trim_start_matches('.').to_lowercase().as_str() {
            "gpkg" | "geopackage" => Some(Format::GeoPackage),
            "shp" | "shapefile" => Some(Format::Shapefile),
            "geojson" | "json" | "geojsonl" | "ndjson" => Some(Format::GeoJson),
            "fgb" | "flatgeobuf" => Some(Format::FlatGeobuf),
            "csv" | "txt" | "tsv" | "tab" => Some(Format::Csv),
            "xlsx" | "xlsm" => Some(Format::Xlsx),
            _ => None,
        }
    }

    /// The format of a file by its content first and its name second; `None` when no reader knows it.
    pub fn detect(path: &str, bytes: &[u8]) -> Option<Format> {
        let by_name = Format::from_extension(&split_extension(path).1);
        if bytes.starts_with(b"SQLite format 3\0") {
            return Some(Format::GeoPackage);
        }
        if bytes.len() >= 8 && &bytes[..3] == b"fgb" && &bytes[4..7] == b"fgb" {
            return Some(Format::FlatGeobuf);
        }
        if bytes.starts_with(&[0, 0, 0x27, 0x0A]) {
            // The index .shx carries the same mark.
            return (by_name == Some(Format::Shapefile)).then_some(Format::Shapefile);
        }
        if is_zip(bytes) {
            return (by_name == Some(Format::Xlsx) || holds_workbook(bytes)).then_some(Format::Xlsx);
        }
        if by_name == Some(Format::Csv) {
            return by_name;
        }
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[') if !text.iter().take(4096).any(|&byte| byte == 0) => Some(Format::GeoJson),
            _ => by_name,
        }
    }
}

pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A workbook under another name: the first entries of its zip are the package's own.
fn holds_workbook(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    [&b"[Content_Types].xml"[..], b"xl/workbook.xml"].iter().any(|mark| head.windows(mark.len()).any(|at| at == *mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_name() {
        let check = |path: &str, bytes: &[u8], expect: Option<Format>| {
            assert_eq!(Format::detect(path, bytes), expect, "{path}");
        };
        check("a.db", b"SQLite format 3\0...", Some(Format::GeoPackage));
        check("a.json", b"\xEF\xBB\xBF {\"type\":", Some(Format::GeoJson));
        check("a.txt", b"x,y\n1,2", Some(Format::Csv));
        check("a.shx", &[0, 0, 0x27, 0x0A], None);
        check("a.SHP", &[0, 0, 0x27, 0x0A], Some(Format::Shapefile));
        check("a.bin", b"PK\x03\x04....[Content_Types].xml", Some(Format::Xlsx));
        check("a.zip", b"PK\x03\x04....a.shp", None);
        check("a.pdf", b"%PDF-1.7", None);
    }
}
