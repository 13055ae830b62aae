//! Pixels that a file holds bare, put into a PNG (ISO/IEC 15948) as they are.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Rows of pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines<'a> {
    pub(crate) bytes: &'a [u8],
    /// Rows begin at multiples of this many bytes.
    pub(crate) packing: i32,
    pub(crate) top_first: bool,
}

/// A PNG of 8-bit pixels in one of OpenGL's formats; `None` for other formats, no pixels, or too few bytes.
pub(crate) fn png(width: i32, height: i32, (format, kind): (i32, i32), lines: Lines<'_>) -> Option<Vec<u8>> {
    // GL_LUMINANCE, GL_LUMINANCE_ALPHA, GL_RGB, GL_RGBA, GL_BGR, GL_BGRA of GL_UNSIGNED_BYTE.
    let (colour, channels, swapped) = match (format, kind) {
        (0x1909, 0x1401) => (0, 1, false),
        (0x190A, 0x1401) => (4, 2, false),
        (0x1907, 0x1401) => (2, 3, false),
        (0x1908, 0x1401) => (6, 4, false),
        (0x80E0, 0x1401) => (2, 3, true),
        (0x80E1, 0x1401) => (6, 4, true),
        _ => return None,
    };
    let (across, down) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    let row = across.checked_mul(channels).filter(|row| *row > 0)?;
    let stride = row.checked_next_multiple_of(usize::try_from(lines.packing).ok()?.max(1))?;
    if down == 0 || stride.checked_mul(down - 1)?.checked_add(row)? > lines.bytes.len() {
        return None;
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut line = vec![0; row + 1];
    for at in 0..down {
        let from = if lines.top_first { at } else { down - 1 - at } * stride;
        line[1..].copy_from_slice(lines.bytes.get(from..from + row)?);
        if swapped {
            line[1..].chunks_exact_mut(channels).for_each(|pixel| pixel.swap(0, 2));
        }
        packed.write_all(&line).ok()?;
    }
    let mut header = Vec::from((across as u32).to_be_bytes());
    header.extend((down as u32).to_be_bytes());
    header.extend([8, colour, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &packed.finish().ok()?);
    chunk(&mut file, *b"IEND", &[]);
    Some(file)
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    let mut sum = flate2::Crc::new();
    sum.update(&name);
    sum.update(content);
    file.extend((content.len() as u32).to_be_bytes());
    file.extend(name);
    file.extend(content);
    file.extend(sum.sum().to_be_bytes());
}
