//! Plane geometry in metres. Only `+ - * /` and `sqrt` are used, which IEEE 754 rounds the same everywhere; directions
//! are unit vectors, never angles.

/// A point or vector, x first.
pub(crate) type Pt = [f64; 2];

pub(crate) fn add(a: Pt, b: Pt) -> Pt {
    [a[0] + b[0], a[1] + b[1]]
}

pub(crate) fn sub(a: Pt, b: Pt) -> Pt {
    [a[0] - b[0], a[1] - b[1]]
}

pub(crate) fn scale(a: Pt, k: f64) -> Pt {
    [a[0] * k, a[1] * k]
}

pub(crate) fn dot(a: Pt, b: Pt) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

pub(crate) fn cross(a: Pt, b: Pt) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

/// Quarter turn to the left.
pub(crate) fn left(a: Pt) -> Pt {
    [-a[1], a[0]]
}

pub(crate) fn dist(a: Pt, b: Pt) -> f64 {
    let d = sub(a, b);
    dot(d, d).sqrt()
}

pub(crate) fn lerp(a: Pt, b: Pt, t: f64) -> Pt {
    add(a, scale(sub(b, a), t))
}

/// Unit vector, or east for the zero vector.
pub(crate) fn unit(a: Pt) -> Pt {
    let length = dot(a, a).sqrt();
    if length > 0.0 { scale(a, 1.0 / length) } else { [1.0, 0.0] }
}

/// On the millimetre lattice.
pub(crate) fn mm(a: Pt) -> Pt {
    [(a[0] * 1000.0).round() / 1000.0, (a[1] * 1000.0).round() / 1000.0]
}

/// Signed area, positive when counter-clockwise.
pub(crate) fn area(ring: &[Pt]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    sides(ring).map(|(a, b)| cross(sub(a, origin), sub(b, origin))).sum::<f64>() / 2.0
}

pub(crate) fn perimeter(ring: &[Pt]) -> f64 {
    sides(ring).map(|(a, b)| dist(a, b)).sum()
}

/// The sides of a ring, the closing one included.
pub(crate) fn sides(ring: &[Pt]) -> impl Iterator<Item = (Pt, Pt)> + '_ {
    (0..ring.len()).map(move |i| (ring[i], ring[(i + 1) % ring.len()]))
}

pub(crate) fn centroid(ring: &[Pt]) -> Pt {
    let origin = ring[0];
    let mut sum = [0.0, 0.0];
    let mut twice = 0.0;
    for (a, b) in sides(ring) {
        let (a, b) = (sub(a, origin), sub(b, origin));
        let w = cross(a, b);
        twice += w;
        sum = add(sum, scale(add(a, b), w));
    }
    if twice == 0.0 { origin } else { add(origin, scale(sum, 1.0 / (3.0 * twice))) }
}

/// Isoperimetric quotient: 1 for a circle, 0.785 for a square.
pub(crate) fn roundness(ring: &[Pt]) -> f64 {
    let p = perimeter(ring);
    if p > 0.0 { 4.0 * std::f64::consts::PI * area(ring).abs() / (p * p) } else { 0.0 }
}

/// Whether the point lies inside; points on the boundary may go either way.
pub(crate) fn inside(ring: &[Pt], p: Pt) -> bool {
    let mut odd = false;
    for (a, b) in sides(ring) {
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            odd = !odd;
        }
    }
    odd
}

/// Where segments `a b` and `c d` cross: parameters on both, each in [0, 1].
pub(crate) fn crossing(a: Pt, b: Pt, c: Pt, d: Pt) -> Option<(f64, f64)> {
    let (r, s, q) = (sub(b, a), sub(d, c), sub(c, a));
    let denominator = cross(r, s);
    if denominator == 0.0 {
        return None;
    }
    let (t, u) = (cross(q, s) / denominator, cross(q, r) / denominator);
    ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then_some((t, u))
}

pub(crate) fn dist_to_segment(p: Pt, a: Pt, b: Pt) -> f64 {
    let ab = sub(b, a);
    let length2 = dot(ab, ab);
    let t = if length2 > 0.0 { (dot(sub(p, a), ab) / length2).clamp(0.0, 1.0) } else { 0.0 };
    dist(p, lerp(a, b, t))
}

/// Distance from a point to a ring's boundary.
pub(crate) fn dist_to_ring(p: Pt, ring: &[Pt]) -> f64 {
    sides(ring).map(|(a, b)| dist_to_segment(p, a, b)).fold(f64::INFINITY, f64::min)
}

/// The long axis of the smallest rectangle around the ring whose side is parallel to one of the ring's sides, and the
/// rectangle's extents along it and across it.
pub(crate) fn long_axis(ring: &[Pt]) -> (Pt, [f64; 2], [f64; 2]) {
    let mut best: Option<(f64, Pt, [f64; 2], [f64; 2])> = None;
    for (a, b) in sides(ring).filter(|&(a, b)| dist(a, b) > 4.0) {
        let mut u = unit(sub(b, a));
        let (mut along, mut across) = (extent(ring, u), extent(ring, left(u)));
        if across[1] - across[0] > along[1] - along[0] {
            u = left(u);
            (along, across) = (extent(ring, u), extent(ring, left(u)));
        }
        let size = (along[1] - along[0]) * (across[1] - across[0]);
        if best.is_none_or(|(s, ..)| size < s - 1e-6) {
            best = Some((size, u, along, across));
        }
    }
    let (_, u, along, across) = best.unwrap_or((0.0, [1.0, 0.0], extent(ring, [1.0, 0.0]), extent(ring, [0.0, 1.0])));
    (u, along, across)
}

/// Least and greatest projection on a direction.
pub(crate) fn extent(ring: &[Pt], u: Pt) -> [f64; 2] {
    ring.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], &p| {
        let t = dot(p, u);
        [low.min(t), high.max(t)]
    })
}

/// Catmull-Rom curve through the points, a vertex about every `step` metres.
pub(crate) fn spline(points: &[Pt], step: f64) -> Vec<Pt> {
    let n = points.len();
    let mut out = vec![points[0]];
    for i in 0..n - 1 {
        let (p0, p1, p2, p3) = (points[i.saturating_sub(1)], points[i], points[i + 1], points[(i + 2).min(n - 1)]);
        let count = (dist(p1, p2) / step).ceil().max(1.0) as usize;
        for k in 1..=count {
            let t = k as f64 / count as f64;
            let at = |j: usize| {
                let (a, b, c, d) = (p0[j], p1[j], p2[j], p3[j]);
                let quadratic = (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t;
                0.5 * (2.0 * b + (c - a) * t + quadratic + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            out.push([at(0), at(1)]);
        }
    }
    out
}

/// Drops vertices that lie within `tolerance` of the line between their kept neighbours (Douglas-Peucker on a ring).
pub(crate) fn simplify_ring(ring: &[Pt], tolerance: f64) -> Vec<Pt> {
    let Some(start) = sharpest(ring) else { return ring.to_vec() };
    let rotated: Vec<Pt> = (0..ring.len()).map(|i| ring[(start + i) % ring.len()]).collect();
    let far = (0..rotated.len())
        .max_by(|&a, &b| dist(rotated[0], rotated[a]).total_cmp(&dist(rotated[0], rotated[b])))
        .unwrap_or(0);
    let mut keep = vec![false; rotated.len() + 1];
    let mut closed = rotated.clone();
    closed.push(rotated[0]);
    keep[0] = true;
    keep[far] = true;
    peucker(&closed, 0, far, tolerance, &mut keep);
    peucker(&closed, far, rotated.len(), tolerance, &mut keep);
    (0..rotated.len()).filter(|&i| keep[i]).map(|i| rotated[i]).collect()
}

fn sharpest(ring: &[Pt]) -> Option<usize> {
    let n = ring.len();
    let bend = |i: usize| {
        let (a, b, c) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
        dot(unit(sub(b, a)), unit(sub(c, b)))
    };
    (n > 4).then(|| (0..n).min_by(|&a, &b| bend(a).total_cmp(&bend(b)))).flatten()
}

fn peucker(line: &[Pt], from: usize, to: usize, tolerance: f64, keep: &mut [bool]) {
    let worst = (from + 1..to)
        .map(|i| (dist_to_segment(line[i], line[from], line[to]), i))
        .fold((tolerance, None), |(d, k), (e, i)| if e > d { (e, Some(i)) } else { (d, k) });
    if let (_, Some(i)) = worst {
        keep[i] = true;
        peucker(line, from, i, tolerance, keep);
        peucker(line, i, to, tolerance, keep);
    }
}
