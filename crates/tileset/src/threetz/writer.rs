//! Writes archives as a stream: headers are complete before their data, nothing is sought.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::records::{self, Entry};
use super::{ArchiveError, INDEX, Method, key, normalized};

/// Writes an archive entry by entry. Of what was written it keeps some 100 bytes an entry.
pub struct Writer<W: Write> {
    out: W,
    position: u64,
    entries: u64,
    /// The zip's directory so far.
    directory: Vec<u8>,
    /// Where entries begin, by the index's key and path.
    index: BTreeMap<([u64; 2], String), u64>,
}

impl<W: Write> Writer<W> {
    /// Begins an archive. `out` should buffer.
    pub fn new(out: W) -> Self {
        Self { out, position: 0, entries: 0, directory: Vec::new(), index: BTreeMap::new() }
    }

    /// Adds an entry. Deflated bytes that are not shorter are stored.
    ///
    /// # Errors
    /// Paths that the format forbids or that are there already, entries of 4 GiB, and what `out` says.
    pub fn put(&mut self, path: &str, bytes: &[u8], method: Method) -> Result<(), ArchiveError> {
        let sound = !path.is_empty()
            && path == normalized(path)
            && !path.contains(".3tz")
            && !path.split('/').any(|part| matches!(part, "" | "." | ".."))
            && path.len() <= usize::from(u16::MAX)
            && path != INDEX;
        if !sound {
            return Err(ArchiveError::Path(path.to_owned()));
        }
        let place = (key(path), path.to_owned());
        if self.index.contains_key(&place) {
            return Err(ArchiveError::Twice(path.to_owned()));
        }
        let offset = self.entry(path, bytes, method)?;
        self.index.insert(place, offset);
        Ok(())
    }

    /// Writes the index and the directory, and gives the stream back, flushed.
    ///
    /// # Errors
    /// [`ArchiveError::NoTileset`], and what `out` says.
    pub fn finish(mut self) -> Result<W, ArchiveError> {
        if !self.index.contains_key(&(key("tileset.json"), "tileset.json".to_owned())) {
            return Err(ArchiveError::NoTileset);
        }
        let mut index = Vec::with_capacity(self.index.len() * 24);
        for (([high, low], _), offset) in &self.index {
            for field in [high, low, offset] {
                index.extend(field.to_le_bytes());
            }
        }
        self.entry(INDEX, &index, Method::Stored)?;
        let end = records::end(self.entries, self.position, self.directory.len() as u64);
        self.out.write_all(&self.directory)?;
        self.out.write_all(&end)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn entry(&mut self, path: &str, bytes: &[u8], method: Method) -> Result<u64, ArchiveError> {
        let too_large = || ArchiveError::TooLarge(path.to_owned());
        let size = u32::try_from(bytes.len()).map_err(|_| too_large())?;
        let deflated = if method == Method::Deflated { Some(deflate(bytes)?) } else { None };
        let deflated = deflated.filter(|deflated| deflated.len() < bytes.len());
        let (method, data) = match &deflated {
            Some(deflated) => (Method::Deflated, deflated.as_slice()),
            None => (Method::Stored, bytes),
        };
        let packed = u32::try_from(data.len()).map_err(|_| too_large())?;
        let offset = self.position;
        let entry = Entry { path: path.to_owned(), method, crc: crc32fast::hash(bytes), packed, size, offset };
        let header = records::local(&entry);
        self.out.write_all(&header)?;
        self.out.write_all(data)?;
        self.position += (header.len() + data.len()) as u64;
        self.entries += 1;
        records::central(&entry, &mut self.directory);
        Ok(offset)
    }
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>, ArchiveError> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
