//! A set of files that belong together: one file, the files of a folder, or a zip.

use std::io::{Cursor, Read, Write};

use encoding_rs::GB18030;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Files as bytes, each with its path inside the bundle (`/` between folders).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    /// What the user calls it: the name of the file, folder or zip.
    pub name: String,
    /// Path in the bundle and content.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Bounds that keep a hostile archive from filling the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZipLimits {
    /// Most files in the archive.
    pub files: usize,
    /// Most bytes of all files together after inflating.
    pub bytes: u64,
    /// Largest ratio of inflated to stored bytes of one file above 1 MiB.
    pub ratio: u64,
}

impl Default for ZipLimits {
    fn default() -> Self {
        ZipLimits { files: 20_000, bytes: 8 << 30, ratio: 1_200 }
    }
}

/// Why an archive cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZipFault {
    /// It is no zip, or is cut short.
    #[error("not a readable zip archive: {0}")]
    Damaged(String),
    /// It is protected by a password.
    #[error("{0} is encrypted")]
    Encrypted(String),
    /// It inflates beyond the limits.
    #[error("the archive is too large when unpacked ({0})")]
    TooLarge(String),
}

impl Bundle {
    /// A bundle of one file.
    pub fn from_file(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let name = name.into();
        Bundle { files: vec![(name.clone(), bytes)], name }
    }

    /// Unpacks a zip with [`ZipLimits::default`]. Names without the UTF-8 flag are read as UTF-8 when they are valid
    /// UTF-8 and as GB18030 otherwise. Folders, `__MACOSX` and hidden files are left out.
    ///
    /// # Errors
    /// When the archive is damaged, encrypted or beyond the limits.
    pub fn from_zip(name: impl Into<String>, bytes: &[u8]) -> Result<Self, ZipFault> {
        Self::from_zip_within(name, bytes, ZipLimits::default())
    }

    /// As [`Bundle::from_zip`] with limits of one's own.
    ///
    /// # Errors
    /// As [`Bundle::from_zip`].
    pub fn from_zip_within(name: impl Into<String>, bytes: &[u8], limits: ZipLimits) -> Result<Self, ZipFault> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| ZipFault::Damaged(fault.to_string()))?;
        if archive.len() > limits.files {
            return Err(ZipFault::TooLarge(format!("{} files", archive.len())));
        }
        let mut left = limits.bytes;
        let mut files = Vec::new();
        for index in 0..archive.len() {
            if let Some((path, content)) = unpack(&mut archive, index, left, limits)? {
                left -= content.len() as u64;
                files.push((path, content));
            }
        }
        Ok(Bundle { name: name.into(), files })
    }

    /// Packs the files into one zip (UTF-8 names, deflated, no clock in it: the same files give the same bytes).
    ///
    /// # Errors
    /// When the zip format cannot hold the files.
    pub fn to_zip(&self) -> Result<Vec<u8>, ZipFault> {
        let damaged = |fault: zip::result::ZipError| ZipFault::Damaged(fault.to_string());
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in &self.files {
            let options = SimpleFileOptions::default().large_file(content.len() > 0xFFFF_0000);
            writer.start_file(path.as_str(), options).map_err(damaged)?;
            writer.write_all(content).map_err(|fault| ZipFault::Damaged(fault.to_string()))?;
        }
        Ok(writer.finish().map_err(damaged)?.into_inner())
    }

    /// The file with this path, letters' case ignored.
    pub(crate) fn find(&self, path: &str) -> Option<&(String, Vec<u8>)> {
        let wanted = path.to_lowercase();
        self.files.iter().find(|(name, _)| *name == path || name.to_lowercase() == wanted)
    }
}

/// Whether an archive that another library will open stays within the limits; it is inflated once, into nothing.
pub(crate) fn within_limits(bytes: &[u8], limits: ZipLimits) -> Result<(), ZipFault> {
    let damaged = |fault: &dyn std::fmt::Display| ZipFault::Damaged(fault.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| damaged(&fault))?;
    if archive.len() > limits.files {
        return Err(ZipFault::TooLarge(format!("{} files", archive.len())));
    }
    let mut left = limits.bytes;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|fault| damaged(&fault))?;
        let cap = left.min(entry.compressed_size().saturating_mul(limits.ratio).max(1 << 20));
        let inflated =
            std::io::copy(&mut entry.take(cap + 1), &mut std::io::sink()).map_err(|fault| damaged(&fault))?;
        if inflated > cap {
            return Err(ZipFault::TooLarge(format!("entry {index}")));
        }
        left -= inflated;
    }
    Ok(())
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn unpack(
    archive: &mut Archive<'_>,
    index: usize,
    left: u64,
    limits: ZipLimits,
) -> Result<Option<(String, Vec<u8>)>, ZipFault> {
    let damaged = |fault: &dyn std::fmt::Display| ZipFault::Damaged(fault.to_string());
    let raw = archive.by_index_raw(index).map_err(|fault| damaged(&fault))?;
    let path = entry_path(raw.name_raw());
    let (folder, encrypted, stored) = (raw.is_dir(), raw.encrypted(), raw.compressed_size());
    drop(raw);
    if folder || path.ends_with('/') || is_litter(&path) {
        return Ok(None);
    }
    if encrypted {
        return Err(ZipFault::Encrypted(path));
    }
    let cap = left.min(stored.saturating_mul(limits.ratio).max(1 << 20));
    let entry = archive.by_index(index).map_err(|fault| damaged(&fault))?;
    let mut content = Vec::new();
    entry.take(cap + 1).read_to_end(&mut content).map_err(|fault| damaged(&format!("{path}: {fault}")))?;
    if content.len() as u64 > cap {
        return Err(ZipFault::TooLarge(path));
    }
    Ok(Some((path, content)))
}

/// Zips made by Windows in China carry GBK names without saying so.
fn entry_path(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    text.replace('\\', "/")
}

/// Whether a path is what operating systems leave behind, not data.
pub(crate) fn is_litter(path: &str) -> bool {
    path.split('/').any(|part| part == "__MACOSX" || part.starts_with('.') || part.eq_ignore_ascii_case("thumbs.db"))
}

/// Path without the extension, and the extension in lower case.
pub(crate) fn split_extension(path: &str) -> (&str, String) {
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[file..].rfind('.') {
        Some(dot) if dot > 0 => (&path[..file + dot], path[file + dot + 1..].to_lowercase()),
        _ => (path, String::new()),
    }
}

/// The last part of a path without its extension: the usual name of a layer.
pub(crate) fn stem(path: &str) -> &str {
    let (base, _) = split_extension(path);
    base.rsplit('/').next().unwrap_or(base)
}
