//! Well-known text: WKT 1 (OGC 01-009 and ESRI's dialect) and WKT 2 (ISO 19162).

mod methods;
mod read;
mod tree;
mod write;

pub(crate) use read::{Claim, read};
pub(crate) use write::{esri, ogc, wkt2};

/// Whether a text opens like well-known text.
pub(crate) fn looks_like(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '_').collect();
    let rest = text[word.len()..].trim_start();
    tree::CRS_KEYWORDS.contains(&word.to_ascii_uppercase().as_str()) && rest.starts_with(['[', '('])
}
