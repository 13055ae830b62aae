//! Files that come in: what they are by their bytes, and pictures without what cameras write into them about place and
//! person. How a camera was held stays, so that pictures stand upright.

/// What a file is, by its first bytes; `None` of what is not taken.
pub(super) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        _ => None,
    }
}

/// A picture with nothing in it but the picture; `None` where it does not read as one.
pub(super) fn bare(media_type: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    match media_type {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "image/webp" => webp(bytes),
        _ => None,
    }
}

/// Segments of a JPEG but those of cameras and programs; nothing behind its end (phones put films there).
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xFF, 0xD8];
    let mut at = 2;
    let mut scanned = false;
    loop {
        // Any number of FF may stand before a marker.
        while bytes.get(at) == Some(&0xFF) && bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let (0xFF, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?) else { return None };
        if marker == 0xD9 {
            out.extend([0xFF, 0xD9]);
            return scanned.then_some(out);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let content = bytes.get(at + 4..at + 2 + length)?;
        match marker {
            0xE1 => out.extend(upright(content).unwrap_or_default()),
            // A profile of colours is in APP2, but previews are too.
            0xE2 if content.starts_with(b"ICC_PROFILE\0") => out.extend(&bytes[at..at + 2 + length]),
            0xE0 | 0xEE => out.extend(&bytes[at..at + 2 + length]),
            0xE2..=0xED | 0xEF | 0xFE => {}
            _ => out.extend(&bytes[at..at + 2 + length]),
        }
        at += 2 + length;
        if marker == 0xDA {
            scanned = true;
            let end = at + scan(&bytes[at..])?;
            out.extend(&bytes[at..end]);
            at = end;
        }
    }
}

/// Length of the coded picture up to the next marker.
fn scan(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF))
}

/// A segment that tells how the camera was held and nothing else; `None` where the old one does not tell it.
fn upright(exif: &[u8]) -> Option<Vec<u8>> {
    let tiff = exif.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let (high, low) = if little { (two(6)?, two(4)?) } else { (two(4)?, two(6)?) };
    let first = (usize::from(high) << 16) | usize::from(low);
    let entries = (0..usize::from(two(first)?)).map(|entry| first + 2 + entry * 12);
    let held = entries.into_iter().find(|&at| two(at) == Some(0x0112)).and_then(|at| two(at + 8))?;
    if !(2..=8).contains(&held) {
        return None;
    }
    let mut out = vec![0xFF, 0xE1, 0, 34];
    out.extend(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    out.extend([held as u8, 0, 0, 0, 0, 0, 0]);
    Some(out)
}

/// The chunks that make up the picture.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 15] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
        b"acTL", b"fcTL", b"fdAT",
    ];
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        let whole = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if KEPT.contains(&kind) {
            out.extend(whole);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at += whole.len();
    }
}

/// The chunks that make up the picture; the first one says which others there are.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    /// Bits of VP8X: there is EXIF, there is XMP.
    const TOLD: u8 = 0b0000_1100;
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let end = size.checked_add(8)?.min(bytes.len());
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut at = 12;
    while at + 8 <= end {
        let kind = bytes.get(at..at + 4)?;
        let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
        let padded = length.checked_add(length % 2)?.checked_add(8)?;
        let whole = bytes.get(at..at.checked_add(padded)?)?;
        if KEPT.contains(&kind) {
            let begins = out.len();
            out.extend(whole);
            if kind == b"VP8X" {
                *out.get_mut(begins + 8)? &= !TOLD;
            }
        }
        at += whole.len();
    }
    let length = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    (out.len() > 12).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u16 + 2).to_be_bytes();
        [&[0xFF, marker], &length[..], content].concat()
    }

    fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32).to_be_bytes()[..], kind, content, &[0; 4]].concat()
    }

    /// TIFF of a camera held on its side, with a place.
    const EXIF: &[u8] = b"Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 36.05N 120.33E";

    #[test]
    fn a_jpeg_keeps_its_picture_and_how_it_was_held() {
        let picture = [segment(0xE0, b"JFIF\0"), segment(0xDB, &[1; 65]), segment(0xDA, &[0; 10])].concat();
        let coded = [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56];
        let whole = [
            &[0xFF, 0xD8][..],
            &segment(0xE1, EXIF),
            &segment(0xFE, b"taken by somebody"),
            &picture,
            &coded,
            &[0xFF, 0xD9],
            b"a film",
        ];
        let bare = jpeg(&whole.concat()).unwrap();
        let text = String::from_utf8_lossy(&bare);
        assert!(!text.contains("GPS") && !text.contains("somebody") && !text.contains("film"));
        assert!(text.contains("JFIF") && bare.ends_with(&[&coded[..], &[0xFF, 0xD9]].concat()));
        let held = bare.windows(6).position(|six| six == b"Exif\0\0").unwrap();
        assert_eq!(upright(&bare[held..held + 32]).unwrap()[4..], bare[held..held + 32]);
        assert_eq!(bare[held + 25], 6);
        assert_eq!(jpeg(&bare).unwrap(), bare);
    }

    #[test]
    fn a_png_and_a_webp_lose_what_is_written_about_them() {
        let start = &[0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'][..];
        let png_file =
            [start, &chunk(b"IHDR", &[0; 13]), &chunk(b"eXIf", b"GPS"), &chunk(b"IEND", b""), b"more"].concat();
        assert_eq!(png(&png_file).unwrap(), [start, &chunk(b"IHDR", &[0; 13]), &chunk(b"IEND", b"")].concat());
        let part = |kind: &[u8], content: &[u8]| [kind, &(content.len() as u32).to_le_bytes(), content].concat();
        let parts = [part(b"VP8X", &[0x0C, 0, 0, 0]), part(b"VP8 ", &[7; 4]), part(b"EXIF", b"GPS!")].concat();
        let webp_file = [&b"RIFF"[..], &(parts.len() as u32 + 4).to_le_bytes(), b"WEBP", &parts].concat();
        let kept = [part(b"VP8X", &[0; 4]), part(b"VP8 ", &[7; 4])].concat();
        let expect = [&b"RIFF"[..], &(kept.len() as u32 + 4).to_le_bytes(), b"WEBP", &kept].concat();
        assert_eq!(webp(&webp_file).unwrap(), expect);
    }

    #[test]
    fn what_is_cut_off_is_no_picture() {
        let check = |bytes: &[u8]| {
            assert_eq!(media_type(bytes).and_then(|kind| bare(kind, bytes)), None, "{bytes:?}");
        };
        check(b"");
        check(b"GIF89a");
        check(b"<svg xmlns='http://www.w3.org/2000/svg'/>");
        check(&[0xFF, 0xD8, 0xFF]);
        check(&[0xFF, 0xD8, 0xFF, 0xD9]);
        check(&[0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1]);
        check(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT");
        check(b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff");
    }
}
