//! Photos made by hand.
#![allow(missing_docs)]

mod support;

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use formats3d::photo::{Above, Direction, Photo, Position, Taken, read};
use model::Rule;
use proptest::prelude::*;
use support::{changed, changes};

fn text(tag: Tag, value: &str) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value: Value::Ascii(vec![value.as_bytes().to_vec()]) }
}

fn rational(tag: Tag, values: &[(u32, u32)]) -> Field {
    let values = values.iter().map(|(num, denom)| Rational { num: *num, denom: *denom }).collect();
    Field { tag, ifd_num: In::PRIMARY, value: Value::Rational(values) }
}

fn fields(height: Option<u8>) -> Vec<Field> {
    let mut fields = vec![
        text(Tag::Make, "DJI"),
        text(Tag::Model, "FC6310"),
        Field { tag: Tag::Orientation, ifd_num: In::PRIMARY, value: Value::Short(vec![6]) },
        text(Tag::DateTimeOriginal, "2024:05:01 12:30:59"),
        text(Tag::OffsetTimeOriginal, "+08:00"),
        rational(Tag::GPSLatitude, &[(22, 1), (30, 1), (3600, 100)]),
        text(Tag::GPSLatitudeRef, "N"),
        rational(Tag::GPSLongitude, &[(114, 1), (15, 1), (0, 0)]),
        text(Tag::GPSLongitudeRef, "W"),
        rational(Tag::GPSImgDirection, &[(905, 10)]),
        text(Tag::GPSImgDirectionRef, "M"),
        rational(Tag::GPSAltitude, &[(1205, 10)]),
    ];
    fields.extend(height.map(|reference| Field {
        tag: Tag::GPSAltitudeRef,
        ifd_num: In::PRIMARY,
        value: Value::Byte(vec![reference]),
    }));
    fields
}

/// A JPEG of 40 columns and 30 rows without a picture.
fn jpeg(fields: &[Field]) -> Vec<u8> {
    let mut bytes = b"\xFF\xD8".to_vec();
    if !fields.is_empty() {
        let mut writer = Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        let mut tiff = Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        let tiff = tiff.into_inner();
        bytes.extend(b"\xFF\xE1");
        bytes.extend((tiff.len() as u16 + 8).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
    }
    bytes.extend(b"\xFF\xC0\0\x0B\x08\0\x1E\0\x28\x01\x01\x11\0\xFF\xD9");
    bytes
}

#[test]
fn what_the_camera_wrote() {
    let (photo, findings) = read(&jpeg(&fields(Some(1))), "a.jpg");
    assert_eq!(findings, []);
    let position = Position { latitude: 22.51, longitude: -114.25, height: Some((-120.5, Above::Sea)) };
    assert_eq!(photo.position, Some(position));
    let taken = Taken { date: (2024, 5, 1), time: (12, 30, 59), offset: Some(480) };
    let direction = Direction { degrees: 90.5, magnetic: true };
    assert_eq!((photo.taken, photo.direction, photo.orientation), (Some(taken), Some(direction), 6));
    assert_eq!((photo.size, photo.camera.as_deref()), (Some((40, 30)), Some("DJI FC6310")));
}

#[test]
fn what_is_lacking_is_told() {
    let (photo, findings) = read(&jpeg(&[]), "a.jpg");
    assert_eq!(photo, Photo { size: Some((40, 30)), orientation: 1, ..Photo::default() });
    assert_eq!(findings.iter().map(|found| found.rule).collect::<Vec<_>>(), [Rule::PhotoWithoutPosition]);
    let (_, findings) = read(&jpeg(&fields(None)), "a.jpg");
    assert_eq!(findings.iter().map(|found| found.rule).collect::<Vec<_>>(), [Rule::PhotoHeightReference]);
    let (_, findings) = read(b"no picture", "a.jpg");
    assert_eq!(findings[0].rule, Rule::FileDamaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn changed_files_never_break_it(changes in changes()) {
        let (photo, _) = read(&changed(&jpeg(&fields(Some(0))), &changes), "a.jpg");
        prop_assert!((1..=8).contains(&photo.orientation));
    }
}
