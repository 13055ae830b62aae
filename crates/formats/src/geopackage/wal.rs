//! The write-ahead log that a program leaves beside a GeoPackage that it still has open.
//!
//! Format: sqlite.org/fileformat2.html §4. Without the log the last edits would be missing.

/// Bytes 18 and 19 of the header: 2 says that the file is used with a log. SQLite cannot open such a file from memory.
pub(super) fn is_wal(bytes: &[u8]) -> bool {
    bytes.get(18) == Some(&2) || bytes.get(19) == Some(&2)
}

/// The database with every committed frame of the log in it, and marked as one without a log.
pub(super) fn merged(bytes: &[u8], log: &[u8]) -> Vec<u8> {
    let mut database = bytes.to_vec();
    if let Some(pages) = committed(log) {
        for (page, content) in pages.frames {
            let start = (page - 1) * pages.page_size;
            if database.len() < start + pages.page_size {
                database.resize(start + pages.page_size, 0);
            }
            database[start..start + pages.page_size].copy_from_slice(content);
        }
        database.truncate(pages.page_count * pages.page_size);
    }
    database.iter_mut().skip(18).take(2).for_each(|byte| *byte = 1);
    database
}

struct Pages<'a> {
    page_size: usize,
    /// Pages of the database after the last commit.
    page_count: usize,
    /// Page number and content, in the order of writing.
    frames: Vec<(usize, &'a [u8])>,
}

const HEADER: usize = 32;
const FRAME: usize = 24;
/// A page number above this would make a file beyond 16 GiB: no log beside a real file says so.
const MOST_PAGES: usize = 1 << 22;

/// The frames up to the last commit whose salts and checksums hold.
fn committed(log: &[u8]) -> Option<Pages<'_>> {
    let big = match word(log, 0)? {
        0x377F_0682 => false,
        0x377F_0683 => true,
        _ => return None,
    };
    let page_size = word(log, 8)? as usize;
    if !page_size.is_power_of_two() || !(512..=65_536).contains(&page_size) {
        return None;
    }
    let salt = log.get(16..24)?;
    let mut sum = checksum((0, 0), log.get(..24)?, big);
    if sum != (word(log, 24)?, word(log, 28)?) {
        return None;
    }
    let (mut frames, mut kept, mut page_count) = (Vec::new(), 0, 0);
    for frame in log[HEADER..].chunks_exact(FRAME + page_size) {
        sum = checksum(checksum(sum, &frame[..8], big), &frame[FRAME..], big);
        let page = word(frame, 0)? as usize;
        let sound = &frame[8..16] == salt && sum == (word(frame, 16)?, word(frame, 20)?);
        if !sound || page == 0 || page > MOST_PAGES {
            break;
        }
        frames.push((page, &frame[FRAME..]));
        let size = word(frame, 4)? as usize;
        if size != 0 && size <= MOST_PAGES {
            (kept, page_count) = (frames.len(), size);
        }
    }
    frames.truncate(kept);
    (kept > 0).then_some(Pages { page_size, page_count, frames })
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn checksum(start: (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    let number = |four: &[u8]| {
        let four = <[u8; 4]>::try_from(four).unwrap_or_default();
        if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    bytes.chunks_exact(8).fold(start, |(a, b), eight| {
        let a = a.wrapping_add(number(&eight[..4])).wrapping_add(b);
        (a, b.wrapping_add(number(&eight[4..])).wrapping_add(a))
    })
}
