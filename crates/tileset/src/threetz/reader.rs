//! Reads archives by their index: the end of the file once, then two short reads an entry.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use super::records::{CENTRAL, END, LOCAL};
use super::{ArchiveError, INDEX, Method, key, normalized};

/// Bytes that can be read from anywhere: a file, a range of a server's, a buffer.
pub trait Source {
    /// How many there are.
    ///
    /// # Errors
    /// What keeps it from telling.
    fn size(&self) -> io::Result<u64>;

    /// Fills a buffer with the bytes from a place on.
    ///
    /// # Errors
    /// `UnexpectedEof` where there are not as many, and what keeps it from reading.
    fn fill(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;
}

impl<T: AsRef<[u8]>> Source for T {
    fn size(&self) -> io::Result<u64> {
        Ok(self.as_ref().len() as u64)
    }

    fn fill(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let from = usize::try_from(offset).ok().and_then(|from| self.as_ref().get(from..)?.get(..buffer.len()));
        buffer.copy_from_slice(from.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// An archive open for reading.
pub struct Archive<S> {
    source: S,
    size: u64,
    index: Vec<([u64; 2], u64)>,
}

/// What a local header tells.
struct Header {
    path: Vec<u8>,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    /// Where the data begin.
    data: u64,
}

impl<S: Source> Archive<S> {
    /// Reads the index.
    ///
    /// # Errors
    /// [`ArchiveError::Broken`] where the last entry is no sound index, and what the source says.
    pub fn open(source: S) -> Result<Self, ArchiveError> {
        let size = source.size()?;
        let mut archive = Self { source, size, index: Vec::new() };
        let header = archive.header(archive.find_index()?)?;
        if header.path != INDEX.as_bytes() || header.method != Method::Stored.number() {
            return Err(ArchiveError::Broken("the last entry is not the index"));
        }
        let bytes = archive.data(&header)?;
        let (entries, rest) = bytes.as_chunks::<24>();
        if !rest.is_empty() {
            return Err(ArchiveError::Broken("the index is not made of lines of 24 bytes"));
        }
        let line = |entry: &[u8; 24]| {
            let number = |at: usize| entry[at..at + 8].iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            ([number(0), number(8)], number(16))
        };
        archive.index = entries.iter().map(line).collect();
        if !archive.index.is_sorted_by_key(|(key, _)| *key) {
            return Err(ArchiveError::Broken("the index is not sorted"));
        }
        Ok(archive)
    }

    /// How many entries there are, without the index.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The bytes of an entry, or `None` where there is no such path. The checksum is checked.
    ///
    /// # Errors
    /// Broken headers and data, methods that are not read, and what the source says.
    pub fn get(&self, path: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
        let path = normalized(path);
        let key = key(&path);
        let first = self.index.partition_point(|(other, _)| *other < key);
        for (_, offset) in self.index[first..].iter().take_while(|(other, _)| *other == key) {
            let header = self.header(*offset)?;
            if header.path == path.as_bytes() {
                return self.data(&header).map(Some);
            }
        }
        Ok(None)
    }

    /// Every entry's path and where it begins, in the index's order; reads each header.
    ///
    /// # Errors
    /// See [`Archive::get`]; also paths that are not UTF-8 or not what the index says.
    pub fn paths(&self) -> impl Iterator<Item = Result<String, ArchiveError>> {
        self.index.iter().map(|(expected, offset)| {
            let path = String::from_utf8(self.header(*offset)?.path);
            let path = path.map_err(|_| ArchiveError::Broken("a path is not UTF-8"))?;
            if key(&path) == *expected { Ok(path) } else { Err(ArchiveError::Broken("the index points elsewhere")) }
        })
    }

    /// Where the index's local header is, from the directory's last line.
    fn find_index(&self) -> Result<u64, ArchiveError> {
        // That line is 61 or 73 bytes, then up to 98 bytes of the end, and a comment of at most 64 KiB.
        let length = self.size.min(65_535 + 22 + 76 + 73);
        let start = self.size - length;
        let tail = self.read(start, length)?;
        let end = find_last(&tail, &END.to_le_bytes()).ok_or(ArchiveError::Broken("it has no end of a zip file"))?;
        let name = find_last(&tail[..end], INDEX.as_bytes()).ok_or(ArchiveError::Broken("it has no index"))?;
        let line = name.checked_sub(46).ok_or(ArchiveError::Broken("its directory is cut short"))?;
        let line = &tail[line..end];
        if number(line, 0, 4) != Some(u64::from(CENTRAL)) {
            return Err(ArchiveError::Broken("its directory is not in order"));
        }
        match number(line, 42, 4) {
            Some(0xFFFF_FFFF) => far_offset(line),
            Some(offset) => Ok(offset),
            None => Err(ArchiveError::Broken("its directory is cut short")),
        }
    }

    fn header(&self, offset: u64) -> Result<Header, ArchiveError> {
        let fixed = self.read(offset, 30)?;
        let field = |at: usize, length: usize| number(&fixed, at, length).unwrap_or(0);
        // Bit 3: sizes follow the data, which the format forbids; bit 0: encrypted.
        if field(0, 4) != u64::from(LOCAL) || field(6, 2) & 0b1001 != 0 {
            return Err(ArchiveError::Broken("an entry has no sound header"));
        }
        let path = self.read(offset + 30, field(26, 2))?;
        let data = (offset + 30).saturating_add(field(26, 2) + field(28, 2));
        let (crc, packed, size) = (field(14, 4) as u32, field(18, 4) as u32, field(22, 4) as u32);
        Ok(Header { path, method: field(8, 2) as u16, crc, packed, size, data })
    }

    fn data(&self, header: &Header) -> Result<Vec<u8>, ArchiveError> {
        let packed = self.read(header.data, header.packed.into())?;
        let bytes = match header.method {
            0 => packed,
            8 => {
                // Never more than the header says, and never much more than what is there: deflate gives 1,032 at most.
                let most = u64::from(header.size).min(u64::from(header.packed) * 1032 + 1);
                let mut bytes = Vec::new();
                DeflateDecoder::new(packed.as_slice()).take(most).read_to_end(&mut bytes)?;
                bytes
            }
            other => return Err(ArchiveError::Method(other)),
        };
        if bytes.len() as u64 != u64::from(header.size) || crc32fast::hash(&bytes) != header.crc {
            return Err(ArchiveError::Broken("an entry is not what its checksum says"));
        }
        Ok(bytes)
    }

    fn read(&self, offset: u64, length: u64) -> Result<Vec<u8>, ArchiveError> {
        let end = offset.checked_add(length).filter(|end| *end <= self.size);
        end.ok_or(ArchiveError::Broken("it ends early"))?;
        let length =
            usize::try_from(length).map_err(|_| ArchiveError::Broken("an entry too large for this machine"))?;
        let mut bytes = vec![0; length];
        self.source.fill(offset, &mut bytes)?;
        Ok(bytes)
    }
}

/// The offset in a line's ZIP64 field; ours and the usual tools' hold nothing else before it.
fn far_offset(line: &[u8]) -> Result<u64, ArchiveError> {
    let extra = 46 + INDEX.len();
    let sizes = [20, 24].iter().filter(|at| number(line, **at, 4) == Some(0xFFFF_FFFF)).count();
    let sound = number(line, extra, 2) == Some(1);
    let offset = number(line, extra + 4 + 8 * sizes, 8);
    offset.filter(|_| sound).ok_or(ArchiveError::Broken("its directory is cut short"))
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    Some(bytes.get(at..at + length)?.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}
