//! The best one-to-one matching of the grids of two plans.
//!
//! Source: H. W. Kuhn, The Hungarian method for the assignment problem (1955), in the shortest-augmenting-path form of
//! Jonker and Volgenant (1987).

use rustc_hash::FxHashMap;

/// Matches rows with columns so that the sum of `weights` over matched pairs is largest; pairs that are not listed
/// weigh 0 and are never matched. Returns the matched pairs in order of row.
///
/// The pairs fall apart into groups that share no row and no column; each is solved by itself in O(k³).
pub(crate) fn best_matching(weights: &[(u32, u32, u64)]) -> Vec<(u32, u32)> {
    let mut matched = Vec::new();
    for group in groups(weights) {
        let (rows, cols) = (ids(&group, |pair| pair.0), ids(&group, |pair| pair.1));
        let size = rows.len().max(cols.len());
        let mut gain = vec![vec![0i64; size]; size];
        for &(row, col, weight) in &group {
            if let (Ok(row), Ok(col)) = (rows.binary_search(&row), cols.binary_search(&col)) {
                gain[row][col] += weight as i64;
            }
        }
        for (row, col) in assign(&gain).into_iter().enumerate() {
            if row < rows.len() && col < cols.len() && gain[row][col] > 0 {
                matched.push((rows[row], cols[col]));
            }
        }
    }
    matched.sort_unstable();
    matched
}

fn ids(group: &[(u32, u32, u64)], of: impl Fn(&(u32, u32, u64)) -> u32) -> Vec<u32> {
    let mut ids: Vec<u32> = group.iter().map(of).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Pairs grouped by the connected components of rows and columns, in order of first pair.
fn groups(weights: &[(u32, u32, u64)]) -> Vec<Vec<(u32, u32, u64)>> {
    let mut nodes: FxHashMap<(bool, u32), u32> = FxHashMap::default();
    let mut edges = Vec::with_capacity(weights.len());
    for &(row, col, _) in weights {
        let next = nodes.len() as u32;
        let a = *nodes.entry((false, row)).or_insert(next);
        let next = nodes.len() as u32;
        let b = *nodes.entry((true, col)).or_insert(next);
        edges.push((a, b));
    }
    let mut unions = crate::split::Unions::new(nodes.len());
    edges.iter().for_each(|&(a, b)| unions.join(a, b));
    let mut keyed: Vec<(u32, usize)> = edges.iter().enumerate().map(|(at, edge)| (unions.find(edge.0), at)).collect();
    keyed.sort_unstable();
    keyed.chunk_by(|a, b| a.0 == b.0).map(|group| group.iter().map(|&(_, at)| weights[at]).collect()).collect()
}

/// The column of each row in an assignment of largest gain; the matrix is square.
fn assign(gain: &[Vec<i64>]) -> Vec<usize> {
    let n = gain.len();
    let (mut of_row, mut of_col) = (vec![0i64; n + 1], vec![0i64; n + 1]);
    let mut row_of = vec![n; n + 1];
    for row in 0..n {
        let mut slack = vec![i64::MAX; n];
        let mut before = vec![n; n];
        let mut done = vec![false; n + 1];
        let mut col = n;
        row_of[n] = row;
        while row_of[col] != n {
            done[col] = true;
            let at = row_of[col];
            let (mut delta, mut next) = (i64::MAX, n);
            for other in 0..n {
                if done[other] {
                    continue;
                }
                let reduced = -gain[at][other] - of_row[at] - of_col[other];
                if reduced < slack[other] {
                    (slack[other], before[other]) = (reduced, col);
                }
                if slack[other] < delta {
                    (delta, next) = (slack[other], other);
                }
            }
            for other in 0..=n {
                if done[other] {
                    of_row[row_of[other]] += delta;
                    of_col[other] -= delta;
                } else if other < n {
                    slack[other] -= delta;
                }
            }
            col = next;
        }
        while col != n {
            let from = before[col];
            row_of[col] = row_of[from];
            col = from;
        }
        row_of[n] = n;
    }
    let mut col_of = vec![n; n];
    (0..n).for_each(|col| col_of[row_of[col]] = col);
    col_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brute(gain: &[Vec<i64>], row: usize, used: u32) -> i64 {
        if row == gain.len() {
            return 0;
        }
        let free = (0..gain.len()).filter(|col| used >> col & 1 == 0);
        free.map(|col| gain[row][col] + brute(gain, row + 1, used | 1 << col)).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn no_assignment_is_better(flat in proptest::collection::vec(0i64..20, 25)) {
            let gain: Vec<Vec<i64>> = flat.chunks(5).map(<[i64]>::to_vec).collect();
            let found = assign(&gain);
            let sum: i64 = found.iter().enumerate().map(|(row, &col)| gain[row][col]).sum();
            prop_assert_eq!(sum, brute(&gain, 0, 0));
        }
    }

    #[test]
    fn pairs_fall_apart_into_groups() {
        let pairs = [(0, 0, 5), (0, 1, 4), (1, 0, 4), (7, 9, 1), (8, 9, 2)];
        assert_eq!(best_matching(&pairs), [(0, 1), (1, 0), (8, 9)]);
    }
}
