//! The quarterly pack: a kept snapshot as a PDF, made once and kept as it was made. No HTTP in here.

mod content;
mod fonts;
mod map;
mod paper;
mod sheets;
mod tables;

use std::path::Path;

use jiff::Timestamp;
use model::{Day, Period};
use serde_json::json;
use store::{AsOf, Class, FileHash, Record, Store};

use content::Content;
use fonts::Fonts;

/// Kind of the documents that are packs.
pub(crate) const KIND: &str = "pack";

/// Why there is no pack.
#[derive(Debug, thiserror::Error)]
pub enum PackFault {
    /// No snapshot of this name is kept.
    #[error("no figures are kept under the name {0}")]
    NotKept(String),
    /// The record.
    #[error(transparent)]
    Record(#[from] store::Fault),
    /// A row of the record.
    #[error(transparent)]
    Registry(#[from] registry::Fault),
    /// The file of the font cannot be read.
    #[error("the font {0} cannot be read")]
    FontFile(String),
    /// The machine has no font with these characters.
    #[error("no font has the characters: the best one lacks {lacking} of {of}; install fonts-noto-cjk or name a file")]
    NoFont {
        /// How many characters the best font lacks.
        lacking: usize,
        /// How many there are.
        of: usize,
    },
    /// The document could not be set.
    #[error("the pack could not be set")]
    Layout,
}

/// The pack of a kept snapshot as it was kept; `None` where it has not been made yet.
///
/// # Errors
/// When the record fails.
pub fn kept_pack(store: &Store, name: &str) -> Result<Option<Vec<u8>>, PackFault> {
    let document = store.get(Class::Document, &key(name), AsOf::day(Day::MAX))?;
    let hash = document.and_then(|version| hash_of(version.record.code.as_deref()?));
    let file = hash.map(|hash| store.file_with(&hash)).transpose()?.flatten();
    Ok(file.map(|file| file.bytes))
}

/// Keeps the pack of a snapshot, unless one is kept already; returns the one that is kept.
///
/// # Errors
/// When the record fails.
pub fn keep_pack(
    store: &mut Store,
    name: &str,
    bytes: Vec<u8>,
    (author, now): (&str, Timestamp),
) -> Result<Vec<u8>, PackFault> {
    if let Some(kept) = kept_pack(store, name)? {
        return Ok(kept);
    }
    let mut writing = store.write_aside(author, "coverage pack", now)?;
    let hash = writing.put_file("application/pdf", &format!("{name}.pdf"), &bytes)?;
    let body = json!({ "title": name, "media_type": "application/pdf", "size": bytes.len(), "public": true });
    writing.put(Class::Document, &Record::new(key(name), KIND, body).with_code(hex(&hash)), Period::since(Day::MIN))?;
    writing.note(name, &hex(&hash))?;
    writing.commit()?;
    Ok(bytes)
}

/// The pack of a kept snapshot, made anew: the same snapshot and fonts give the same bytes. `font` is a file in place of
/// the fonts of the machine.
///
/// # Errors
/// When there is no such snapshot, no font has the characters, or the record fails.
pub fn made_pack(store: &Store, name: &str, font: Option<&Path>) -> Result<Vec<u8>, PackFault> {
    let content = Content::read(store, name)?;
    let fonts = Fonts::find(font, &content.characters())?;
    sheets::set(&content, &fonts)
}

/// A hash as text.
pub(crate) fn hex(hash: &FileHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that a text names.
pub(crate) fn hash_of(text: &str) -> Option<FileHash> {
    if text.len() != 64 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut hash = [0; 32];
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

fn key(name: &str) -> String {
    format!("pack:{name}")
}
