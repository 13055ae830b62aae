//! Photos: what the camera wrote beside the picture (Exif 2.32 and 3.0, CIPA DC-008).

use std::io::Cursor;

use citymodel::ImageFormat;
use exif::{Context, Exif, Field, In, Reader, Tag, Value};
use model::{Finding, Rule, Severity};

use crate::place::finding;

/// Facts of a photo.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Photo {
    /// Columns and rows of pixels as stored, before the orientation is applied.
    pub size: Option<(u32, u32)>,
    /// How to turn it upright, 1 (as it is) to 8 (Exif, tag 274).
    pub orientation: u8,
    /// Where it was taken.
    pub position: Option<Position>,
    /// Which way the camera looked.
    pub direction: Option<Direction>,
    /// When it was taken.
    pub taken: Option<Taken>,
    /// Maker and model of the camera.
    pub camera: Option<String>,
}

/// Where a photo was taken, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Height, metres.
    pub height: Option<(f64, Above)>,
}

/// What a height is above. Drones often write heights above the ellipsoid as heights above the sea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Above {
    /// Mean sea level.
    Sea,
    /// The ellipsoid (files of Exif 3.0).
    Ellipsoid,
    /// The file does not say.
    Unknown,
}

/// A direction in the horizontal plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Direction {
    /// Degrees from north, clockwise.
    pub degrees: f64,
    /// From magnetic north and not from true north.
    pub magnetic: bool,
}

/// The camera's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Year, month, day.
    pub date: (u16, u8, u8),
    /// Hour, minute, second.
    pub time: (u8, u8, u8),
    /// Minutes that the clock is ahead of UTC, where given.
    pub offset: Option<i16>,
}

/// Reads what a JPEG, PNG, WebP, TIFF or HEIC file says of itself. A file that says nothing gives an empty answer.
pub fn read(bytes: &[u8], file: &str) -> (Photo, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut photo = Photo { size: pixels(bytes), orientation: 1, ..Photo::default() };
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_from_container(&mut Cursor::new(bytes)).or_else(|error| {
        error.distill_partial_result(|errors| {
            let detail = errors.first().map_or_else(String::new, ToString::to_string);
            findings.push(finding(Rule::FileDamaged, Severity::Warning, file).with("detail", detail));
        })
    });
    match read {
        Ok(exif) => fill(&mut photo, &exif),
        Err(exif::Error::NotFound(_)) => {}
        Err(error) => findings.push(finding(Rule::FileDamaged, Severity::Warning, file).with("detail", error)),
    }
    match photo.position {
        None => findings.push(finding(Rule::PhotoWithoutPosition, Severity::Warning, file)),
        Some(Position { height: Some((height, Above::Unknown)), .. }) => {
            findings.push(finding(Rule::PhotoHeightReference, Severity::Warning, file).with("height", height));
        }
        Some(_) => {}
    }
    (photo, findings)
}

fn fill(photo: &mut Photo, exif: &Exif) {
    let whole = |tag| exif.get_field(tag, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    if photo.size.is_none() {
        photo.size = whole(Tag::PixelXDimension).zip(whole(Tag::PixelYDimension)).filter(|(x, y)| *x > 0 && *y > 0);
    }
    let orientation = whole(Tag::Orientation).and_then(|value| u8::try_from(value).ok());
    photo.orientation = orientation.filter(|value| (1..=8).contains(value)).unwrap_or(1);
    photo.position = position(exif);
    let degrees = number(exif, Tag::GPSImgDirection).filter(|degrees| (0.0..=360.0).contains(degrees));
    let magnetic = letter(exif, Tag::GPSImgDirectionRef) == Some(b'M');
    photo.direction = degrees.map(|degrees| Direction { degrees, magnetic });
    photo.taken = taken(exif);
    let maker = text(exif, Tag::Make).unwrap_or_default();
    let model = text(exif, Tag::Model).unwrap_or_default();
    // Some makers repeat their name in the model.
    let camera = if model.starts_with(&maker) { model } else { format!("{maker} {model}") };
    photo.camera = Some(camera.trim().to_owned()).filter(|camera| !camera.is_empty());
}

fn field(exif: &Exif, tag: Tag) -> Option<&Field> {
    exif.get_field(tag, In::PRIMARY)
}

fn number(exif: &Exif, tag: Tag) -> Option<f64> {
    match &field(exif, tag)?.value {
        Value::Rational(values) => values.first().map(|value| value.to_f64()).filter(|value| value.is_finite()),
        _ => None,
    }
}

fn letter(exif: &Exif, tag: Tag) -> Option<u8> {
    match &field(exif, tag)?.value {
        Value::Ascii(lines) => lines.first()?.first().map(u8::to_ascii_uppercase),
        _ => None,
    }
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    match &field(exif, tag)?.value {
        Value::Ascii(lines) => lines.first().map(|line| crate::text::decode(line).0.trim().to_owned()),
        _ => None,
    }
}

fn position(exif: &Exif) -> Option<Position> {
    let latitude = angle(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S').filter(|value| value.abs() <= 90.0)?;
    let longitude = angle(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W').filter(|value| value.abs() <= 180.0)?;
    // A receiver without a fix writes zeros.
    if latitude == 0.0 && longitude == 0.0 {
        return None;
    }
    let height = number(exif, Tag::GPSAltitude).map(|height| {
        let reference = field(exif, Tag::GPSAltitudeRef).and_then(|field| match &field.value {
            Value::Byte(bytes) => bytes.first().copied(),
            _ => None,
        });
        let newer = field(exif, Tag(Context::Exif, 36864)).is_some_and(|field| match &field.value {
            Value::Undefined(version, _) => version.as_slice() >= b"0300".as_slice(),
            _ => false,
        });
        let height = if matches!(reference, Some(1 | 3)) { -height } else { height };
        match reference {
            Some(0 | 1) if newer => (height, Above::Ellipsoid),
            Some(0..=3) => (height, Above::Sea),
            _ => (height, Above::Unknown),
        }
    });
    Some(Position { latitude, longitude, height })
}

/// Degrees, minutes and seconds.
fn angle(exif: &Exif, tag: Tag, reference: Tag, negative: u8) -> Option<f64> {
    let Value::Rational(parts) = &field(exif, tag)?.value else { return None };
    let part = |at: usize, whole: f64| {
        parts.get(at).map_or(Some(0.0), |part| {
            // Unused parts are often 0/0.
            let value = if part.num == 0 { 0.0 } else { part.to_f64() };
            value.is_finite().then_some(value / whole)
        })
    };
    parts.first()?;
    let value = part(0, 1.0)? + part(1, 60.0)? + part(2, 3600.0)?;
    Some(if letter(exif, reference) == Some(negative) { -value } else { value })
}

fn taken(exif: &Exif) -> Option<Taken> {
    let tags = [(Tag::DateTimeOriginal, Tag::OffsetTimeOriginal), (Tag::DateTime, Tag::OffsetTime)];
    tags.into_iter().find_map(|(tag, offset)| {
        let clock = text(exif, tag)?;
        let digits = |at: usize, count: usize| clock.get(at..at + count)?.parse::<u16>().ok();
        let small = |at: usize, limit: u16| digits(at, 2).filter(|value| *value <= limit).map(|value| value as u8);
        let date = (digits(0, 4).filter(|year| *year > 0)?, small(5, 12)?, small(8, 31)?);
        let sound = date.1 > 0 && date.2 > 0;
        let time = (small(11, 23)?, small(14, 59)?, small(17, 60)?);
        sound.then(|| Taken { date, time, offset: text(exif, offset).and_then(|text| minutes(&text)) })
    })
}

/// "+08:00" in minutes.
fn minutes(text: &str) -> Option<i16> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i16>().ok()?, minutes.parse::<i16>().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then(|| sign * (hours * 60 + minutes))
}

/// Columns and rows from the picture's own header.
fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let found = match ImageFormat::of(bytes) {
        ImageFormat::Jpeg => jpeg(bytes)?,
        ImageFormat::Png => {
            let word = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
            (word(16)?, word(20)?)
        }
        _ => return None,
    };
    Some(found).filter(|(columns, rows)| *columns > 0 && *rows > 0)
}

/// From the frame header (ISO/IEC 10918-1, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [mark, marker, high, low] = bytes.get(at..at + 4)?.try_into().ok()?;
        if mark != 0xFF {
            return None;
        }
        if marker == 0xFF {
            at += 1;
            continue;
        }
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            let [a, b, c, d] = bytes.get(at + 5..at + 9)?.try_into().ok()?;
            return Some((u32::from(u16::from_be_bytes([c, d])), u32::from(u16::from_be_bytes([a, b]))));
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn offsets_of_clocks() {
        let cases = [("+08:00", Some(480)), ("-03:30", Some(-210)), ("+9999:00", None), ("Z", None), ("+08", None)];
        for (text, wanted) in cases {
            assert_eq!(minutes(text), wanted, "{text}");
        }
    }
}
