//! No bytes make a reader panic, hang or swallow rows without a word.

use formats::{Bundle, Format, ReadOptions, WriteOptions, read};
use proptest::prelude::*;

use crate::tables::{tricky, written};

fn samples() -> Vec<Bundle> {
    let options = WriteOptions::default();
    let mut samples: Vec<Bundle> = Format::ALL
        .iter()
        .filter(|format| **format != Format::Xlsx)
        .map(|&f| written(&tricky(), f, &options).bundle)
        .collect();
    let mut sheet = tricky();
    sheet.rows[3].values[2] = model::Value::Int(5);
    samples.push(written(&sheet, Format::Xlsx, &options).bundle);
    let zipped = WriteOptions { zip: true, ..options };
    samples.push(written(&tricky(), Format::Shapefile, &zipped).bundle);
    samples
}

/// A panic inside a reader is caught and told by this text: here it counts as a failure.
fn survives(bundle: &Bundle) {
    let reading = read(bundle, &ReadOptions::default());
    let caught = |finding: &model::Finding| {
        finding.figures.iter().any(|(_, text)| text == "the file's structure is inconsistent")
    };
    if let Some(finding) = reading.findings.iter().find(|finding| caught(finding)) {
        panic!("a reader panicked on {}", finding.place.file);
    }
    for table in &reading.tables {
        assert!(table.rows.iter().all(|row| row.values.len() == table.fields.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files(
        sample in 0_usize..7,
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        thread_local!(static SAMPLES: Vec<Bundle> = samples());
        let mut bundle = SAMPLES.with(|samples| samples[sample].clone());
        let at = file.index(bundle.files.len());
        let bytes = &mut bundle.files[at].1;
        for (place, byte) in changes {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len().max(1)));
        }
        survives(&bundle);
    }

    #[test]
    fn any_bytes_under_any_name(bytes in prop::collection::vec(any::<u8>(), 0..600), extension in 0_usize..9) {
        let extension = ["shp", "dbf", "shx", "geojson", "gpkg", "fgb", "csv", "xlsx", "zip"][extension];
        survives(&Bundle::from_file(format!("a.{extension}"), bytes));
    }

    #[test]
    fn any_text_as_geojson_and_csv(text in "[\\[\\]{}\",:;0-9a-zA-Z(). \n-]{0,300}") {
        survives(&Bundle::from_file("a.geojson", text.clone().into_bytes()));
        survives(&Bundle::from_file("a.csv", format!("WKT,a\n{text}").into_bytes()));
    }
}

/// Every prefix of every small file, and every byte set to the extremes in the first two hundred.
#[test]
fn every_prefix_and_every_header_byte() {
    for bundle in samples() {
        for at in 0..bundle.files.len() {
            let length = bundle.files[at].1.len();
            for cut in (0..length).step_by((length / 60).max(1)) {
                let mut damaged = bundle.clone();
                damaged.files[at].1.truncate(cut);
                survives(&damaged);
            }
            for place in 0..length.min(200) {
                for byte in [0x00, 0x7F, 0xFF] {
                    let mut damaged = bundle.clone();
                    damaged.files[at].1[place] = byte;
                    survives(&damaged);
                }
            }
        }
    }
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("WKT\n\"{}POINT (1 2){}\"\n", "GEOMETRYCOLLECTION (".repeat(100_000), ")".repeat(100_000));
    survives(&Bundle::from_file("a.csv", deep.into_bytes()));
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    survives(&Bundle::from_file("a.geojson", deep.into_bytes()));
    let collection = r#"{"type":"GeometryCollection","geometries":["#;
    let deep = format!("{}{}", collection.repeat(10_000), "]}".repeat(10_000));
    survives(&Bundle::from_file("a.geojson", deep.into_bytes()));
}
