//! What stands before the points.

use std::io::{Read, Seek, SeekFrom};

use crate::bytes::{Cursor, Short};
use crate::text::decode;

/// Facts of a cloud's header and of the records behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// LAS version.
    pub version: (u8, u8),
    /// Point data record format, 0 to 10.
    pub format: u8,
    /// How many points the header declares.
    pub count: u64,
    /// Declared lower and upper corner, in the file's system.
    pub bounds: [[f64; 3]; 2],
    /// Steps of coordinates.
    pub scale: [f64; 3],
    /// What coordinates count from.
    pub offset: [f64; 3],
    /// Year and day of the year when the file was made, where given.
    pub created: Option<(u16, u16)>,
    /// Program that made it.
    pub software: String,
    /// The declared system.
    pub system: System,
    /// Points are packed (LAZ).
    pub packed: bool,
}

/// The coordinate system as declared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum System {
    /// Not at all.
    #[default]
    Absent,
    /// WKT (record LASF_Projection 2112), whole.
    Wkt(String),
    /// GeoTIFF keys (records 34735 and 34737).
    Keys {
        /// EPSG number of the projected system, or of the geographic one where there is none.
        horizontal: Option<u32>,
        /// EPSG number of the height system.
        vertical: Option<u32>,
        /// Names in the keys.
        text: String,
    },
}

/// Where things lie.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub(super) size: u64,
    /// First byte of the points.
    pub(super) points: u64,
    pub(super) record: usize,
    /// Description of the packing.
    pub(super) laz: Option<Vec<u8>>,
    /// Fields of the COPC record.
    pub(super) copc: Option<Vec<u8>>,
}

/// Why a header cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unusable {
    #[error("LAS")]
    Kind,
    #[error("@ {0}")]
    Short(u64),
    #[error("point format {0}, {1} bytes")]
    Format(u8, usize),
    #[error("{0}")]
    Io(String),
}

impl From<Short> for Unusable {
    fn from(short: Short) -> Self {
        Unusable::Short(short.offset as u64)
    }
}

/// So many bytes of a place; never more than the file has.
pub(super) fn read_at<R: Read + Seek>(source: &mut R, size: u64, at: u64, count: u64) -> Result<Vec<u8>, Unusable> {
    if at.checked_add(count).is_none_or(|end| end > size) {
        return Err(Unusable::Short(at));
    }
    let io = |error: std::io::Error| Unusable::Io(error.to_string());
    source.seek(SeekFrom::Start(at)).map_err(io)?;
    let mut bytes = Vec::new();
    source.take(count).read_to_end(&mut bytes).map_err(io)?;
    if (bytes.len() as u64) < count { Err(Unusable::Short(at)) } else { Ok(bytes) }
}

/// Bytes of a point without extra ones, by format (LAS 1.4 R15, tables 7 to 16).
const SIZES: [usize; 11] = [20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67];
/// Longer texts of a system are damage.
const LONGEST: u64 = 1 << 20;

pub(super) fn read<R: Read + Seek>(source: &mut R) -> Result<(Header, Layout), Unusable> {
    let size = source.seek(SeekFrom::End(0)).map_err(|error| Unusable::Io(error.to_string()))?;
    let head = read_at(source, size, 0, size.min(375))?;
    if !head.starts_with(b"LASF") {
        return Err(Unusable::Kind);
    }
    let mut cursor = Cursor::new(&head, false);
    cursor.seek(24)?;
    let version = (cursor.u8()?, cursor.u8()?);
    cursor.seek(58)?;
    let software = text(cursor.take(32)?);
    let (day, year) = (cursor.u16()?, cursor.u16()?);
    let (header_size, points, records) = (cursor.u16()?, cursor.u32()?, cursor.u32()?);
    let (kind, record, legacy) = (cursor.u8()?, usize::from(cursor.u16()?), cursor.u32()?);
    cursor.seek(131)?;
    let (scale, offset) = (cursor.f64s::<3>()?, cursor.f64s::<3>()?);
    let [high_x, low_x, high_y, low_y, high_z, low_z] = cursor.f64s::<6>()?;
    let format = kind & 0x3F;
    let sound = SIZES.get(usize::from(format)).is_some_and(|needed| record >= *needed);
    if !sound || scale.iter().chain(&offset).any(|value| !value.is_finite()) {
        return Err(Unusable::Format(format, record));
    }
    let mut header = Header {
        version,
        format,
        count: u64::from(legacy),
        bounds: [[low_x, low_y, low_z], [high_x, high_y, high_z]],
        scale,
        offset,
        created: (year > 0 && day > 0).then_some((year, day)),
        software,
        system: System::Absent,
        packed: kind & 0xC0 != 0,
    };
    let mut layout = Layout { size, points: u64::from(points), record, ..Layout::default() };
    let mut systems = Systems::default();
    records_before(source, &mut layout, u64::from(header_size), records, &mut systems)?;
    if version >= (1, 4) && header_size >= 375 {
        cursor.seek(235)?;
        let (start, count) = (cursor.u64()?, cursor.u32()?);
        let points = cursor.u64()?;
        header.count = if points > 0 { points } else { header.count };
        records_behind(source, &layout, start, count, &mut systems);
    }
    header.packed |= layout.laz.is_some();
    header.system = systems.system();
    Ok((header, layout))
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    decode(bytes.get(..end).unwrap_or_default()).0.trim().to_owned()
}

#[derive(Debug, Default)]
struct Systems {
    wkt: Option<String>,
    keys: Vec<u8>,
    names: String,
}

impl Systems {
    fn take(&mut self, id: u16, content: Vec<u8>) {
        match id {
            2112 => self.wkt = Some(text(&content)).filter(|text| !text.is_empty()).or(self.wkt.take()),
            34735 => self.keys = content,
            34737 => self.names = text(&content),
            _ => {}
        }
    }

    fn system(self) -> System {
        if let Some(wkt) = self.wkt {
            return System::Wkt(wkt);
        }
        let key = |wanted: u16| {
            self.keys.chunks_exact(8).skip(1).find_map(|entry| {
                let at = |place: usize| u16::from_le_bytes([entry[place], entry[place + 1]]);
                // 32767 is "user defined".
                (at(0) == wanted && at(2) == 0 && !matches!(at(6), 0 | 32767)).then_some(u32::from(at(6)))
            })
        };
        let (horizontal, vertical) = (key(3072).or_else(|| key(2048)), key(4096));
        if horizontal.is_none() && vertical.is_none() && self.names.is_empty() {
            return System::Absent;
        }
        System::Keys { horizontal, vertical, text: self.names }
    }
}

fn records_before<R: Read + Seek>(
    source: &mut R,
    layout: &mut Layout,
    mut at: u64,
    count: u32,
    systems: &mut Systems,
) -> Result<(), Unusable> {
    for _ in 0..count {
        // Records that the header counts but that do not fit before the points are not there.
        if at + 54 > layout.points.min(layout.size) {
            break;
        }
        let head = read_at(source, layout.size, at, 54)?;
        let mut cursor = Cursor::new(&head, false);
        cursor.seek(2)?;
        let user = text(cursor.take(16)?);
        let (id, length) = (cursor.u16()?, u64::from(cursor.u16()?));
        let content = read_at(source, layout.size, at + 54, length);
        at += 54 + length;
        match (user.as_str(), id) {
            ("LASF_Projection", id) => systems.take(id, content?),
            ("laszip encoded", 22204) => layout.laz = Some(content?),
            ("copc", 1) => layout.copc = Some(content?),
            _ => {}
        }
    }
    Ok(())
}

/// Records behind the points; what is damaged there is left.
fn records_behind<R: Read + Seek>(source: &mut R, layout: &Layout, mut at: u64, count: u32, systems: &mut Systems) {
    for _ in 0..count {
        let Ok(head) = read_at(source, layout.size, at, 60) else { return };
        let mut cursor = Cursor::new(&head, false);
        let Ok(user) = cursor.seek(2).and_then(|()| cursor.take(16)).map(text) else { return };
        let (Ok(id), Ok(length)) = (cursor.u16(), cursor.u64()) else { return };
        let content = (user == "LASF_Projection" && length <= LONGEST)
            .then(|| read_at(source, layout.size, at.saturating_add(60), length).ok())
            .flatten();
        content.into_iter().for_each(|content| systems.take(id, content));
        let Some(next) = at.checked_add(60).and_then(|next| next.checked_add(length)) else { return };
        at = next;
    }
}
