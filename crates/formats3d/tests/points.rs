//! Point clouds made by hand, real ones, and another program's answers about these.
#![allow(missing_docs, clippy::print_stderr)]

mod support;

use std::io::Cursor;
use std::process::Command;

use formats3d::points::{Cloud, System};
use laz::{LasZipCompressor, LazItemRecordBuilder, LazVlrBuilder};
use model::Rule;
use proptest::prelude::*;
use support::{changed, changes, real};

const COUNT: usize = 250;

/// Records of format 3 (version 1.2) or 7 (version 1.4): a rising line with colours.
fn records(format: u8) -> Vec<u8> {
    let size = if format == 3 { 34 } else { 36 };
    let mut bytes = Vec::new();
    for at in 0..COUNT as i32 {
        let mut record = vec![0; size];
        for (axis, value) in [at * 10, at * 20, at].into_iter().enumerate() {
            record[axis * 4..axis * 4 + 4].copy_from_slice(&value.to_le_bytes());
        }
        record[12..14].copy_from_slice(&(at as u16 * 3).to_le_bytes());
        record[if format == 3 { 15 } else { 16 }] = 6;
        let colour = if format == 3 { 28 } else { 30 };
        record[colour + 1] = 200;
        record[colour + 3] = at as u8;
        bytes.extend(record);
    }
    bytes
}

fn cloud(format: u8, packed: bool) -> Vec<u8> {
    let records = records(format);
    let (size, minor, head) = if format == 3 { (34u16, 2u8, 227u16) } else { (36, 4, 375) };
    let mut file = vec![0; usize::from(head)];
    file[..4].copy_from_slice(b"LASF");
    file[24..26].copy_from_slice(&[1, minor]);
    file[90..92].copy_from_slice(&32u16.to_le_bytes());
    file[92..94].copy_from_slice(&2024u16.to_le_bytes());
    file[94..96].copy_from_slice(&head.to_le_bytes());
    file[104] = format | if packed { 0x80 } else { 0 };
    file[105..107].copy_from_slice(&size.to_le_bytes());
    file[107..111].copy_from_slice(&(COUNT as u32).to_le_bytes());
    let last = COUNT as f64 - 1.0;
    let doubles = [
        0.01,
        0.01,
        0.01,
        500_000.,
        2_400_000.,
        0.,
        500_000. + last / 10.,
        500_000.,
        2_400_000. + last / 5.,
        2_400_000.,
        last / 100.,
        0.,
    ];
    doubles
        .iter()
        .enumerate()
        .for_each(|(at, value)| file[131 + at * 8..139 + at * 8].copy_from_slice(&value.to_le_bytes()));
    if minor == 4 {
        file[247..255].copy_from_slice(&(COUNT as u64).to_le_bytes());
    }
    let mut vlrs = vec![("LASF_Projection", 2112u16, b"PROJCS[\"x\"]".to_vec())];
    let items = match format {
        3 => LazItemRecordBuilder::default_version_of::<laz::las::Point3>(0),
        _ => LazItemRecordBuilder::default_version_of::<laz::las::Point7>(0),
    };
    let vlr = LazVlrBuilder::new(items).with_fixed_chunk_size(100).build();
    if packed {
        let mut description = Vec::new();
        vlr.write_to(&mut description).unwrap();
        vlrs.push(("laszip encoded", 22204, description));
    }
    file[100..104].copy_from_slice(&(vlrs.len() as u32).to_le_bytes());
    for (user, id, content) in vlrs {
        let mut head = vec![0; 54];
        head[2..2 + user.len()].copy_from_slice(user.as_bytes());
        head[18..20].copy_from_slice(&id.to_le_bytes());
        head[20..22].copy_from_slice(&(content.len() as u16).to_le_bytes());
        file.extend(head);
        file.extend(content);
    }
    let start = file.len() as u32;
    file[96..100].copy_from_slice(&start.to_le_bytes());
    if !packed {
        file.extend(records);
        return file;
    }
    let mut out = Cursor::new(file);
    out.set_position(u64::from(start));
    let mut compressor = LasZipCompressor::new(&mut out, vlr).unwrap();
    compressor.compress_many(&records).unwrap();
    compressor.done().unwrap();
    drop(compressor);
    out.into_inner()
}

/// All points in steps, and what is wrong.
fn all(bytes: Vec<u8>, limit: usize) -> Option<(citymodel::Points, Vec<Rule>)> {
    let mut cloud = Cloud::open(Cursor::new(bytes), "a.las").ok()?;
    let mut found = citymodel::Points::default();
    while let Some(points) = cloud.next(limit) {
        assert!(!points.positions.is_empty() && points.positions.len() <= limit);
        found.positions.extend(points.positions);
        found.colours.extend(points.colours);
        found.intensities.extend(points.intensities);
        found.classes.extend(points.classes);
    }
    Some((found, cloud.findings().iter().map(|found| found.rule).collect()))
}

#[test]
fn plain_and_packed_say_the_same() {
    for format in [3, 7] {
        let (wanted, rules) = all(cloud(format, false), 1000).unwrap();
        assert_eq!((rules, wanted.positions.len()), (vec![], COUNT));
        assert_eq!(wanted.positions[10], [500_001.0, 2_400_002.0, 0.1]);
        assert_eq!((wanted.intensities[10], wanted.classes[10], wanted.colours[10]), (30, 6, [200, 10, 0]));
        for limit in [1, 7, 100, 101, 1000] {
            assert_eq!(all(cloud(format, true), limit).unwrap(), (wanted.clone(), vec![]), "{format} {limit}");
            assert_eq!(all(cloud(format, false), limit).unwrap(), (wanted.clone(), vec![]), "{format} {limit}");
        }
        let opened = Cloud::open(Cursor::new(cloud(format, true)), "a").unwrap();
        let header = opened.header();
        assert_eq!((header.created, &header.system), (Some((2024, 32)), &System::Wkt("PROJCS[\"x\"]".to_owned())));
    }
}

#[test]
fn what_is_wrong_is_told_and_the_rest_comes() {
    let plain = cloud(3, false);
    let cut = plain[..plain.len() - 34 * 50 - 5].to_vec();
    let (points, rules) = all(cut, 64).unwrap();
    assert_eq!((points.positions.len(), rules), (COUNT - 51, vec![Rule::PointCount]));
    let mut narrow = plain.clone();
    narrow[179..187].copy_from_slice(&500_010f64.to_le_bytes());
    assert_eq!(all(narrow, 64).unwrap().1, [Rule::PointsOutsideBounds]);
    let mut nowhere = plain;
    nowhere[227 + 18] = 0;
    assert_eq!(all(nowhere, 64).unwrap().1, [Rule::CrsMissing]);
    // Without its table the packed file is walked chunk by chunk; the last one is cut.
    for format in [3, 7] {
        let packed = cloud(format, true);
        let (points, rules) = all(packed[..packed.len() - 60].to_vec(), 64).unwrap();
        assert!((190..COUNT).contains(&points.positions.len()), "{format}: {}", points.positions.len());
        assert_eq!(rules.last(), Some(&Rule::PointCount), "{format}");
    }
    assert!(all(b"LASF".to_vec(), 64).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn changed_files_never_break_it(changes in changes(), format in prop::sample::select(vec![3u8, 7]), packed: bool) {
        let bytes = changed(&cloud(format, packed), &changes);
        if let Ok(mut cloud) = Cloud::open(Cursor::new(&bytes), "a.las") {
            let mut given = 0;
            while let Some(points) = cloud.next(100).filter(|_| given < 100_000) {
                prop_assert!(points.positions.len() <= 100);
                given += points.positions.len();
            }
        }
    }
}

/// Counts by laspy, as "count class6 sum-of-x".
fn oracle(path: &std::path::Path) -> Option<(usize, usize, f64)> {
    let script = "import sys, laspy, numpy\nl = laspy.read(sys.argv[1])\nprint(len(l), int((l.classification == 6).sum()), repr(float(numpy.asarray(l.x).sum())))";
    let run = Command::new("python3").args(["-c", script]).arg(path).output().ok()?;
    let text = String::from_utf8(run.stdout).ok()?;
    let mut words = text.split_whitespace();
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

#[test]
fn real_clouds_count_as_another_reader_counts() {
    let Some(root) = real("laz") else { return };
    let mut files: Vec<_> = std::fs::read_dir(root).unwrap().flatten().map(|entry| entry.path()).collect();
    files.push(real("copc/lion_takanawa.copc.laz").unwrap());
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "laz")) {
        let mut cloud = Cloud::open(std::fs::File::open(path).unwrap(), "a.laz").unwrap();
        let (mut count, mut buildings, mut sum) = (0, 0, 0.0);
        while let Some(points) = cloud.next(10_000) {
            count += points.positions.len();
            buildings += points.classes.iter().filter(|class| **class == 6).count();
            sum += points.positions.iter().map(|position| position[0]).sum::<f64>();
        }
        eprintln!("{}: {count} points, {:?}, {:?}", path.display(), cloud.header().system, cloud.findings());
        assert_eq!(count as u64, cloud.header().count);
        if let Some(octree) = cloud.octree().cloned() {
            let inside: usize = octree.nodes.keys().map(|key| cloud.node(*key).unwrap().positions.len()).sum();
            assert_eq!(inside, count);
        }
        let Some((wanted, classes, total)) = oracle(path) else {
            eprintln!("skipped: laspy is absent");
            continue;
        };
        assert_eq!((count, buildings), (wanted, classes));
        assert!((sum - total).abs() < 1e-6 * total.abs().max(1.0), "{sum} {total}");
    }
}
