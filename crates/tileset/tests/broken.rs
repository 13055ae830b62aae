//! Broken tiles are errors: never a panic, never more memory than the file can mean.

mod support;

use proptest::prelude::*;
use tileset::content::{Content, Profile, decode, encode};
use tileset::glb;

/// Bytes of what was decoded, about.
fn weight(content: &Content) -> usize {
    match content {
        Content::Mesh(mesh) => {
            let corners: usize = mesh.parts.iter().map(|part| part.triangles.len() * 12).sum();
            let images: usize = mesh.images.iter().map(|image| image.bytes.len()).sum();
            mesh.positions.len() * 22 + corners + images + mesh.table.gid.len() * 9
        }
        Content::Cloud(cloud) => cloud.positions.len() * 12,
    }
}

fn check(bytes: &[u8]) {
    if let Ok(content) = decode(bytes) {
        assert!(weight(&content) <= 128 * bytes.len() + 65_536, "{} of {}", weight(&content), bytes.len());
        // What was decoded can be encoded: its numbers refer to something.
        encode(&content, Profile::Standard).unwrap();
    }
}

fn strategy() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    let contents =
        prop_oneof![support::meshes(true).prop_map(Content::Mesh), support::clouds().prop_map(Content::Cloud),];
    (contents, any::<bool>()).prop_map(|(content, plain)| {
        let plain = plain.then(|| encode(&content, Profile::Compatible).ok()).flatten();
        let file = plain.unwrap_or_else(|| encode(&content, Profile::Standard).unwrap());
        let chunks = glb::read(&file).unwrap();
        (chunks.json.to_vec(), chunks.bin.to_vec())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn broken_files((json, bin) in strategy(), ways in support::ways()) {
        let file = glb::write(&json, &bin).unwrap();
        check(&support::broken(&file, &ways));
    }

    /// With lengths that are right again, so that what is inside is read.
    #[test]
    fn broken_chunks((json, bin) in strategy(), ways in support::ways(), inner in any::<bool>()) {
        let (json, bin) =
            if inner { (json, support::broken(&bin, &ways)) } else { (support::broken(&json, &ways), bin) };
        check(&glb::write(&json, &bin).unwrap());
    }

    /// Numbers in the JSON changed, so that counts, offsets and references are wrong.
    #[test]
    fn wrong_numbers((json, bin) in strategy(), place in any::<prop::sample::Index>(), number in any::<u32>()) {
        let text = String::from_utf8(json).unwrap();
        let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = digits[place.index(digits.len())];
        let end = text[at..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |length| at + length);
        for number in [number.into(), 0, u64::from(number % 7), u64::MAX] {
            let changed = format!("{}{number}{}", &text[..at], &text[end..]);
            check(&glb::write(changed.as_bytes(), &bin).unwrap());
        }
    }
}

#[test]
fn containers_say_what_is_wrong() {
    use tileset::glb::GlbError;
    let file = glb::write(br#"{"asset":{"version":"2.0"}}"#, &[1, 2, 3]).unwrap();
    assert_eq!(glb::read(&file).unwrap().bin, [1, 2, 3, 0]);
    assert_eq!(file.len() % 4, 0);
    let changed = |at: usize, value: u8| {
        let mut bytes = file.clone();
        bytes[at] = value;
        bytes
    };
    assert_eq!(glb::read(&file[..11]), Err(GlbError::Short));
    assert_eq!(glb::read(&changed(0, b'x')), Err(GlbError::Magic));
    assert_eq!(glb::read(&changed(4, 1)), Err(GlbError::Magic));
    assert_eq!(glb::read(&changed(8, 1)), Err(GlbError::Length));
    assert_eq!(glb::read(&changed(12, 255)), Err(GlbError::Length));
    assert_eq!(glb::read(&changed(12, 252)), Err(GlbError::Short));
    assert_eq!(glb::read(&changed(16, b'X')), Err(GlbError::NoJson));
}
