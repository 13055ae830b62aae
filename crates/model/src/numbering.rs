//! Numbers for the grids of a community, in reading order, and codes made from them.

use crate::Code;

/// The order in which places are numbered: bands from north to south, within a band from west to east.
///
/// The codes of grids run from west to east and then from north to south (CJ/T 349-2010, DB11 unit grids). Exact
/// northings would make every place a band of its own, so the height of a band is what gives about as many bands as
/// places in a band. Points are easting and northing in metres; the answer holds indices into `points`.
pub fn reading_order(points: &[[f64; 2]]) -> Vec<usize> {
    let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
    for point in points {
        (south, north) = (south.min(point[1]), north.max(point[1]));
    }
    let bands = (points.len() as f64).sqrt().ceil().max(1.0);
    let height = ((north - south) / bands).max(1.0);
    let band = |point: [f64; 2]| ((north - point[1]) / height).floor() as i64;
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| {
        let by_band = band(points[a]).cmp(&band(points[b]));
        by_band.then(points[a][0].total_cmp(&points[b][0])).then(a.cmp(&b))
    });
    order
}

/// The code of the `number`-th grid (from 1) of a community: its 12 digits and three of the sequence where the
/// community's code has 12 digits (DB11 unit grids), else the community's code, a dash and the number.
pub fn grid_code(community: &Code, number: usize) -> Option<Code> {
    let text = community.as_str();
    let official = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let code = if official && number <= 999 { format!("{text}{number:03}") } else { format!("{text}-{number}") };
    Code::new(&code).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_west_comes_first() {
        let check = |points: &[[f64; 2]], expect: &[usize]| assert_eq!(reading_order(points), expect, "{points:?}");
        check(&[], &[]);
        check(&[[100.0, 0.0], [0.0, 2.0], [0.0, 100.0], [100.0, 99.0]], &[2, 3, 1, 0]);
        check(&[[5.0, 5.0], [5.0, 5.0]], &[0, 1]);
    }

    #[test]
    fn codes_follow_the_community() {
        let check = |community: &str, number, expect: &str| {
            let community = Code::new(community).unwrap();
            assert_eq!(grid_code(&community, number).unwrap().as_str(), expect);
        };
        check("990101001002", 3, "990101001002003");
        check("A0101-0012", 3, "A0101-0012-3");
    }
}
