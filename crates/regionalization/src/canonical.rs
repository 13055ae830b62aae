//! Labels numbered from 0 in order of first unit, so that equal partitions have equal labels.

use rustc_hash::FxHashMap;

/// Renumbers the labels from 0 in order of first appearance and says how many there are.
pub fn canonical_labels(labels: &[u32]) -> (Vec<u32>, u32) {
    let mut names: FxHashMap<u32, u32> = FxHashMap::default();
    let canonical = labels
        .iter()
        .map(|label| {
            let next = names.len() as u32;
            *names.entry(*label).or_insert(next)
        })
        .collect();
    (canonical, names.len() as u32)
}

/// The units of each grid of canonical labels, in order of label and unit.
pub fn members(labels: &[u32]) -> Vec<Vec<u32>> {
    let grids = labels.iter().max().map_or(0, |last| *last as usize + 1);
    let mut members = vec![Vec::new(); grids];
    for (unit, label) in labels.iter().enumerate() {
        members[*label as usize].push(unit as u32);
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_first_unit() {
        let (labels, grids) = canonical_labels(&[7, 7, 3, 9, 3]);
        assert_eq!((labels.as_slice(), grids), ([0, 0, 1, 2, 1].as_slice(), 3));
        assert_eq!(members(&labels), [vec![0, 1], vec![2, 4], vec![3]]);
        assert_eq!(canonical_labels(&[]), (vec![], 0));
    }
}
