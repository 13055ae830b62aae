//! Numbers for places, for clients that know features by numbers only.

use sha2::{Digest, Sha256};

/// Set in every number that is made from an id, so that no grid's number is the same.
const MADE: u64 = 1 << 52;

/// The number of a place: of a grid its own, of others a number made from the id. It is the same in every record and at
/// all times, and stays below 2^53, so that JavaScript keeps it exactly.
pub fn feature_number(id: &str) -> u64 {
    if let Some(number) = id.strip_prefix("grid:").and_then(|number| number.parse::<u32>().ok()) {
        return u64::from(number);
    }
    let digest = Sha256::digest(id.as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    MADE | number >> 12
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_stay_and_differ() {
        assert_eq!(feature_number("grid:17"), 17);
        // Numbers that clients have kept must not change.
        assert_eq!(feature_number("building:990101001001Y001B01"), 8002530680008902);
        let mut seen = BTreeSet::new();
        for level in ["subdistrict", "community", "courtyard", "compound", "site", "building"] {
            for number in 0..50_000 {
                let made = feature_number(&format!("{level}:9901{number:08}"));
                assert!((MADE..1 << 53).contains(&made), "{level} {number}");
                assert!(seen.insert(made), "{level} {number}");
            }
        }
    }
}
