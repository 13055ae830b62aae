//! Our decoders against meshoptimizer.

use proptest::collection::vec;
use proptest::prelude::*;
use tileset::codec::{attributes, triangles};

/// Bytes that look like vertices: some bytes drift, some jump, some stay.
fn elements<const N: usize>() -> impl Strategy<Value = Vec<[u8; N]>> {
    let step = prop_oneof![Just(0u8), 0..2u8, 0..14u8, any::<u8>()];
    (vec(step, N), 1..700usize, any::<u64>()).prop_map(|(steps, count, seed)| {
        let mut state = seed | 1;
        let mut now = [0u8; N];
        let next = |_| {
            for (byte, step) in now.iter_mut().zip(&steps) {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = byte.wrapping_add(((state >> 33) as u8) % step.wrapping_add(1).max(1));
            }
            now
        };
        (0..count).map(next).collect()
    })
}

fn check<const N: usize>(vertices: &[[u8; N]]) {
    let encoded = meshopt::encode_vertex_buffer_level(vertices, 0, Some(0)).unwrap();
    assert_eq!(attributes(&encoded, vertices.len(), N).unwrap(), vertices.as_flattened());
}

proptest! {
    #[test]
    fn attributes_are_what_was_encoded(
        narrow in elements::<4>(), usual in elements::<16>(), wide in elements::<28>(), widest in elements::<256>(),
    ) {
        check(&narrow);
        check(&usual);
        check(&wide);
        check(&widest);
    }

    #[test]
    fn triangles_are_what_the_library_decodes(
        corners in vec([0..300u32, 0..300, 0..300], 0..400), near in vec([0..9u32, 0..9, 0..9], 0..200),
        far in vec(any::<[u32; 3]>(), 0..20), ordered in any::<bool>(),
    ) {
        for list in [corners, near, far] {
            let mut flat = list.as_flattened().to_vec();
            if ordered && flat.iter().all(|corner| *corner < 300) {
                flat = meshopt::optimize_vertex_cache(&flat, 300);
            }
            // The library sizes its buffer by the largest number.
            let encoded = meshopt::encode_index_buffer(&flat, u32::MAX as usize).unwrap();
            let theirs: Vec<u32> = meshopt::decode_index_buffer(&encoded, flat.len()).unwrap();
            let ours = triangles(&encoded, flat.len()).unwrap();
            prop_assert_eq!(ours.as_flattened(), theirs.as_slice());
        }
    }

    /// Any bytes: no panic, and no more memory than the format can make of them.
    #[test]
    fn broken_streams_are_errors(mut bytes in vec(any::<u8>(), 0..300), count in 0..5000usize, stride in 0..300usize) {
        for header in [0xA0, 0xE1] {
            if let Some(first) = bytes.first_mut() { *first = header; }
            if let Ok(out) = attributes(&bytes, count, stride) { prop_assert_eq!(out.len(), count * stride); }
            if let Ok(out) = triangles(&bytes, count) { prop_assert_eq!(out.len() * 3, count); }
        }
    }
}

#[test]
fn huge_counts_are_refused_before_anything_is_allocated() {
    let encoded = meshopt::encode_vertex_buffer_level(&[[7u8; 16]; 40], 0, Some(0)).unwrap();
    for count in [1 << 30, usize::MAX / 2, usize::MAX] {
        assert!(attributes(&encoded, count, 16).is_err());
        assert!(triangles(&encoded, count / 3 * 3).is_err());
    }
}
