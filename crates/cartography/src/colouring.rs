//! Map colouring: neighbours get different fills.

use rstar::{AABB, RTree, RTreeObject};

use crate::path::{Dot, distance};

/// Areas nearer than this on the page are neighbours, hundredths of a millimetre.
const NEAR: f64 = 25.0;

/// Which areas lie beside which: `true` where they share a border, `false` where they only meet in a point or are
/// near by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Neighbours(Vec<Vec<(usize, bool)>>);

struct Side {
    owner: usize,
    ends: [Dot; 2],
}

impl RTreeObject for Side {
    type Envelope = AABB<Dot>;

    fn envelope(&self) -> AABB<Dot> {
        AABB::from_corners(self.ends[0], self.ends[1])
    }
}

impl Neighbours {
    /// Finds the neighbours among areas given by their rings on the page.
    pub(crate) fn of(areas: &[Vec<Vec<Dot>>]) -> Self {
        let sides = areas.iter().enumerate().flat_map(|(owner, rings)| rings.iter().flat_map(move |r| sides(owner, r)));
        let tree = RTree::bulk_load(sides.collect());
        // Lengths along which two areas run together, summed over both, in hundredths.
        let mut beside: Vec<(usize, usize, f64)> = Vec::new();
        for side in &tree {
            near(&tree, side, &mut beside);
        }
        beside.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let mut found = vec![Vec::new(); areas.len()];
        for run in beside.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let length: f64 = run.iter().map(|r| r.2).sum();
            found[run[0].0].push((run[0].1, length > 2.0 * NEAR));
        }
        Neighbours(symmetric(found))
    }

    /// The neighbours of an area with a common border.
    pub(crate) fn beside(&self, area: usize) -> impl Iterator<Item = usize> + '_ {
        self.0[area].iter().filter(|(_, border)| *border).map(|(other, _)| *other)
    }

    /// A colour for every area, below `colours` wherever neighbours can then differ.
    ///
    /// Smallest-last order (Matula and Beck 1983): a planar map always gets by with six. Among the colours that are
    /// free the one that fewest near areas have is taken, then the one used least. `fixed` colours stay.
    pub(crate) fn colours(&self, colours: usize, fixed: &[Option<usize>]) -> Vec<usize> {
        let mut chosen: Vec<Option<usize>> = fixed.to_vec();
        chosen.resize(self.0.len(), None);
        let mut used = vec![0usize; colours];
        for area in self.smallest_last() {
            if chosen[area].is_some() {
                continue;
            }
            let clash = |colour: usize| {
                let same = self.0[area].iter().filter(|(other, _)| chosen[*other] == Some(colour));
                same.map(|(_, border)| if *border { 1000 } else { 1 }).sum::<usize>()
            };
            let best = (0..colours).min_by_key(|colour| (clash(*colour), used[*colour], *colour)).unwrap_or(0);
            if let Some(count) = used.get_mut(best) {
                *count += 1;
            }
            chosen[area] = Some(best);
        }
        chosen.into_iter().map(|colour| colour.unwrap_or(0)).collect()
    }

    fn smallest_last(&self) -> Vec<usize> {
        let mut degree: Vec<usize> = (0..self.0.len()).map(|area| self.beside(area).count()).collect();
        let mut queue: std::collections::BTreeSet<(usize, usize)> =
            degree.iter().enumerate().map(|(area, degree)| (*degree, area)).collect();
        let mut order = Vec::with_capacity(self.0.len());
        while let Some((_, area)) = queue.pop_first() {
            order.push(area);
            for other in self.beside(area) {
                if queue.remove(&(degree[other], other)) {
                    degree[other] -= 1;
                    queue.insert((degree[other], other));
                }
            }
        }
        order.reverse();
        order
    }
}

fn sides(owner: usize, ring: &[Dot]) -> Vec<Side> {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| Side { owner, ends: [*a, *b] }).collect()
}

fn near(tree: &RTree<Side>, side: &Side, beside: &mut Vec<(usize, usize, f64)>) {
    let reach = NEAR as i32;
    let [a, b] = side.ends;
    let low = [a[0].min(b[0]).saturating_sub(reach), a[1].min(b[1]).saturating_sub(reach)];
    let high = [a[0].max(b[0]).saturating_add(reach), a[1].max(b[1]).saturating_add(reach)];
    for other in tree.locate_in_envelope_intersecting(AABB::from_corners(low, high)) {
        if other.owner == side.owner {
            continue;
        }
        if let Some(length) = together(side.ends, other.ends) {
            beside.push((side.owner, other.owner, length));
        }
    }
}

/// The length along which two segments run side by side, or `None` when they are not near.
fn together([a, b]: [Dot; 2], [c, d]: [Dot; 2]) -> Option<f64> {
    let ends = [distance(c, a, b), distance(d, a, b), distance(a, c, d), distance(b, c, d)];
    if ends.iter().all(|distance| *distance > NEAR) {
        return None;
    }
    let (dx, dy) = (f64::from(b[0]) - f64::from(a[0]), f64::from(b[1]) - f64::from(a[1]));
    let length = dx.hypot(dy).max(1e-9);
    let along = |p: Dot| ((f64::from(p[0]) - f64::from(a[0])) * dx + (f64::from(p[1]) - f64::from(a[1])) * dy) / length;
    let across = |p: Dot| ((f64::from(p[0]) - f64::from(a[0])) * dy - (f64::from(p[1]) - f64::from(a[1])) * dx).abs();
    let parallel = across(c).max(across(d)) / length <= NEAR;
    let (from, to) = (along(c).min(along(d)).max(0.0), along(c).max(along(d)).min(length));
    Some(if parallel { (to - from).max(0.0) } else { 0.0 })
}

fn symmetric(found: Vec<Vec<(usize, bool)>>) -> Vec<Vec<(usize, bool)>> {
    let mut both = found.clone();
    for (area, others) in found.iter().enumerate() {
        for (other, border) in others {
            both[*other].push((area, *border));
        }
    }
    for others in &mut both {
        // A border seen from one side is a border: `true` sorts last and replaces.
        others.sort_unstable();
        others.reverse();
        others.dedup_by_key(|(other, _)| *other);
        others.reverse();
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn square(x: i32, y: i32, side: i32) -> Vec<Vec<Dot>> {
        vec![vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]]
    }

    #[test]
    fn borders_and_corners_are_told_apart() {
        let areas = [square(0, 0, 1000), square(1000, 0, 1000), square(1000, 1000, 1000), square(5000, 0, 1000)];
        let neighbours = Neighbours::of(&areas);
        assert_eq!(neighbours.0[0], [(1, true), (2, false)]);
        assert_eq!(neighbours.0[1], [(0, true), (2, true)]);
        assert_eq!(neighbours.0[3], []);
    }

    #[test]
    fn a_long_side_beside_short_ones_is_a_border() {
        let areas = [square(0, 0, 1000), square(1000, 200, 300), square(1010, 600, 300)];
        let neighbours = Neighbours::of(&areas);
        assert_eq!(neighbours.0[0], [(1, true), (2, true)]);
    }

    #[test]
    fn fixed_colours_stay() {
        let areas = [square(0, 0, 1000), square(1000, 0, 1000)];
        assert_eq!(Neighbours::of(&areas).colours(6, &[None, Some(0)])[1], 0);
        assert_ne!(Neighbours::of(&areas).colours(6, &[None, Some(0)])[0], 0);
    }

    proptest! {
        /// A board with random rows merged is planar: six colours always do.
        #[test]
        fn six_colours_do_for_a_plane_map(cuts in prop::collection::vec(prop::collection::btree_set(1..30i32, 1..9), 1..20)) {
            let mut areas = Vec::new();
            for (row, cuts) in cuts.iter().enumerate() {
                let y = row as i32 * 500;
                let ends: Vec<i32> = [0].into_iter().chain(cuts.iter().copied()).chain([30]).collect();
                for pair in ends.windows(2) {
                    let (x0, x1) = (pair[0] * 300, pair[1] * 300);
                    areas.push(vec![vec![[x0, y], [x1, y], [x1, y + 500], [x0, y + 500]]]);
                }
            }
            let neighbours = Neighbours::of(&areas);
            let colours = neighbours.colours(6, &[]);
            for area in 0..areas.len() {
                prop_assert!(neighbours.beside(area).all(|other| colours[other] != colours[area]));
            }
        }
    }
}
