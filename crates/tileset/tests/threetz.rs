//! Archives come back; broken ones are errors.

mod support;

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use tileset::threetz::{Archive, ArchiveError, Method, Writer};

fn archive(entries: &BTreeMap<String, Vec<u8>>, method: Method) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for (path, bytes) in entries {
        writer.put(path, bytes, method).unwrap();
    }
    writer.put("tileset.json", b"{}", Method::Stored).unwrap();
    writer.finish().unwrap()
}

fn entries() -> impl Strategy<Value = BTreeMap<String, Vec<u8>>> {
    let bytes = prop_oneof![vec(any::<u8>(), 0..300), vec(Just(7u8), 0..3000)];
    btree_map("[a-z地图]{1,6}(/[a-z0-9]{1,6}){0,3}", bytes, 0..20)
}

proptest! {
    #[test]
    fn entries_come_back(entries in entries(), deflated in any::<bool>()) {
        let method = if deflated { Method::Deflated } else { Method::Stored };
        let bytes = archive(&entries, method);
        prop_assert_eq!(&bytes, &archive(&entries, method));
        let archive = Archive::open(bytes.as_slice()).unwrap();
        prop_assert_eq!(archive.len(), entries.len() + 1);
        for (path, expected) in &entries {
            let found = archive.get(path).unwrap();
            prop_assert_eq!(found.as_ref(), Some(expected));
            let found = archive.get(&format!("\\{path}")).unwrap();
            prop_assert_eq!(found.as_ref(), Some(expected));
            prop_assert_eq!(archive.get(&format!("{path}x/")).unwrap(), None);
        }
        let mut paths = archive.paths().collect::<Result<Vec<_>, _>>().unwrap();
        paths.sort();
        let expected = entries.keys().cloned().chain(["tileset.json".to_owned()]);
        prop_assert_eq!(paths, { let mut all: Vec<_> = expected.collect(); all.sort(); all });
    }

    #[test]
    fn broken_archives_are_errors(entries in entries(), ways in support::ways(), deflated in any::<bool>()) {
        let method = if deflated { Method::Deflated } else { Method::Stored };
        let bytes = support::broken(&archive(&entries, method), &ways);
        if let Ok(archive) = Archive::open(bytes.as_slice()) {
            for path in archive.paths().flatten().chain(entries.keys().cloned()) {
                let _ = archive.get(&path);
            }
        }
    }
}

/// The largest thing that a zip without ZIP64 counts is 65,535 entries.
#[test]
fn many_entries_need_zip64() {
    let mut writer = Writer::new(Vec::new());
    writer.put("tileset.json", b"{}", Method::Stored).unwrap();
    for number in 0..66_000u32 {
        writer.put(&format!("c/{number}"), &number.to_le_bytes(), Method::Stored).unwrap();
    }
    let archive = Archive::open(writer.finish().unwrap()).unwrap();
    assert_eq!(archive.len(), 66_001);
    assert_eq!(archive.get("c/65999").unwrap(), Some(65_999u32.to_le_bytes().to_vec()));
}

#[test]
fn what_the_format_forbids_is_refused() {
    let mut writer = Writer::new(Vec::new());
    for path in ["", "/a", "a\\b", "a.3tz", "x.3tz/a", "@3dtilesIndex1@", "a//b", "../a", "a/./b"] {
        assert!(matches!(writer.put(path, b"", Method::Stored), Err(ArchiveError::Path(_))), "{path}");
    }
    writer.put("a", b"", Method::Stored).unwrap();
    assert!(matches!(writer.put("a", b"", Method::Stored), Err(ArchiveError::Twice(_))));
    assert!(matches!(writer.finish(), Err(ArchiveError::NoTileset)));
}
