//! Choosing where a face is cut in two: across its long axis, meeting streets at steep angles, preferably where a street
//! already arrives from the other side.

use crate::dice::Dice;
use crate::fabric::{Fabric, Node, Way};
use crate::plane::{
    Pt, add, area, cross, dist, dot, extent, inside, left, lerp, long_axis, roundness, scale, sub, unit,
};

/// How to cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// Share of the area that the first part should get, and how far it may stray.
    pub(crate) share: (f64, f64),
    /// Greatest sag of the cut over its length.
    pub(crate) bow: f64,
    /// Nodes within this distance of an end are used instead of a new one, metres.
    pub(crate) snap: f64,
    /// Chance of a dog-leg.
    pub(crate) jog: f64,
    /// Greatest random turn of the cut's direction (tangent).
    pub(crate) skew: f64,
    /// Axis of a planned street grid; the face's own axes when `None`.
    pub(crate) axis: Option<Pt>,
}

enum End {
    Corner(usize),
    Side(usize, Pt),
}

struct Candidate {
    ends: [End; 2],
    between: Vec<Pt>,
    score: f64,
}

/// Cuts the face in two as well as can be; `None` when no cut is good enough.
pub(crate) fn cut(fabric: &mut Fabric, face: usize, way: Way, style: Style, dice: &mut Dice) -> Option<(usize, usize)> {
    let ring = fabric.ring(face);
    let junctions: Vec<usize> = (0..ring.len()).filter(|&i| fabric.is_junction(face, i)).collect();
    let best = candidates(&ring, &junctions, style, dice).into_iter().max_by(|a, b| a.score.total_cmp(&b.score))?;
    let [from, to] = best.ends;
    let names: Vec<(Node, Node)> = {
        let nodes = &fabric.faces[face];
        (0..nodes.len()).map(|i| (nodes[i], nodes[(i + 1) % nodes.len()])).collect()
    };
    let mut node = |end: &End| match *end {
        End::Corner(i) => names[i].0,
        End::Side(i, p) => fabric.put_node(names[i].0, names[i].1, p),
    };
    let (a, b) = (node(&from), node(&to));
    fabric.split(face, a, b, &best.between, way)
}

fn candidates(ring: &[Pt], junctions: &[usize], style: Style, dice: &mut Dice) -> Vec<Candidate> {
    let (mut u, mut along, mut across) = long_axis(ring);
    if let Some(axis) = style.axis {
        // Of the plan's two directions the one nearer to the face's long axis.
        u = if dot(axis, u).abs() > std::f64::consts::FRAC_1_SQRT_2 { axis } else { left(axis) };
        (along, across) = (extent(ring, u), extent(ring, left(u)));
    }
    let (length, depth) = (along[1] - along[0], across[1] - across[0]);
    if depth > 0.88 * length && dice.chance(0.5) {
        (u, along) = (left(u), across);
    }
    let middle = (along[0] + along[1]) / 2.0;
    let span = along[1] - along[0];
    let mut list = Vec::new();
    for flip in [false, true] {
        let share = if flip { 1.0 - style.share.0 } else { style.share.0 };
        for step in -3..=3 {
            let t = along[0] + span * (share + f64::from(step) * style.share.1 / 2.0);
            let Some(seat) = seat(ring, u, t) else { continue };
            let v = unit(add(left(u), scale(u, dice.real(-style.skew, style.skew))));
            list.extend(candidate(ring, None, seat, v, style, dice));
        }
    }
    for &corner in junctions {
        let t = dot(ring[corner], u);
        if (t - middle).abs() < span * (0.5 - style.share.0.min(1.0 - style.share.0) + style.share.1) {
            let v = unit(add(left(u), scale(u, dice.real(-style.skew, style.skew))));
            let v = if dot(sub(crate::plane::centroid(ring), ring[corner]), v) < 0.0 { scale(v, -1.0) } else { v };
            list.extend(candidate(ring, Some(corner), ring[corner], v, style, dice));
        }
    }
    list
}

/// A point inside the ring whose projection on `u` is `t`: the middle of the widest chord there.
fn seat(ring: &[Pt], u: Pt, t: f64) -> Option<Pt> {
    let v = left(u);
    let mut hits: Vec<f64> = crate::plane::sides(ring)
        .filter_map(|(a, b)| {
            let (s, e) = (dot(a, u) - t, dot(b, u) - t);
            ((s < 0.0) != (e < 0.0)).then(|| dot(lerp(a, b, s / (s - e)), v))
        })
        .collect();
    hits.sort_by(f64::total_cmp);
    let widest = hits.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    Some(add(scale(u, t), scale(v, (widest[0] + widest[1]) / 2.0)))
}

fn candidate(ring: &[Pt], corner: Option<usize>, seat: Pt, v: Pt, style: Style, dice: &mut Dice) -> Option<Candidate> {
    let to = end(ring, hit(ring, seat, v, corner)?, style.snap);
    let from = match corner {
        Some(i) => End::Corner(i),
        None => end(ring, hit(ring, seat, scale(v, -1.0), None)?, style.snap),
    };
    if let (End::Side(i, _), End::Side(j, _)) = (&from, &to)
        && i == j
    {
        return None;
    }
    let (a, b) = (place(ring, &from), place(ring, &to));
    let between = path(a, b, style, dice);
    let mut line = vec![a];
    line.extend(&between);
    line.push(b);
    if !runs_inside(ring, &line) {
        return None;
    }
    let (first, second) = halves(ring, &from, &to, &between);
    let (s, whole) = (area(&first).abs(), area(ring).abs());
    let share = s / whole;
    let miss = (share - style.share.0).abs().min((share - 1.0 + style.share.0).abs());
    let steep = steepness(ring, &from, sub(line[1], a)).min(steepness(ring, &to, sub(line[line.len() - 2], b)));
    let shape = roundness(&first).min(roundness(&second));
    let meets = [&from, &to].into_iter().filter(|e| matches!(e, End::Corner(_))).count() as f64;
    let score = shape + 0.5 * steep - 1.2 * (miss - style.share.1).max(0.0) - 0.5 * miss + 0.05 * meets;
    (steep > 0.45 && share > 0.05 && share < 0.95).then_some(Candidate { ends: [from, to], between, score })
}

/// First side that a ray from `seat` meets: index and point.
fn hit(ring: &[Pt], seat: Pt, v: Pt, corner: Option<usize>) -> Option<(usize, Pt)> {
    let n = ring.len();
    let mut best: Option<(f64, usize)> = None;
    for i in 0..n {
        if corner.is_some_and(|c| i == c || (i + 1) % n == c) {
            continue;
        }
        let (a, b) = (ring[i], ring[(i + 1) % n]);
        let (q, s) = (sub(a, seat), sub(b, a));
        let denominator = cross(v, s);
        if denominator == 0.0 {
            continue;
        }
        let (t, w) = (cross(q, s) / denominator, cross(q, v) / denominator);
        if t > 1e-6 && (0.0..=1.0).contains(&w) && best.is_none_or(|(d, _)| t < d) {
            best = Some((t, i));
        }
    }
    best.map(|(t, i)| (i, add(seat, scale(v, t))))
}

fn end(ring: &[Pt], (side, p): (usize, Pt), snap: f64) -> End {
    let next = (side + 1) % ring.len();
    let (a, b) = (dist(p, ring[side]), dist(p, ring[next]));
    if a <= snap && a <= b {
        End::Corner(side)
    } else if b <= snap {
        End::Corner(next)
    } else {
        End::Side(side, p)
    }
}

fn place(ring: &[Pt], end: &End) -> Pt {
    match *end {
        End::Corner(i) => ring[i],
        End::Side(_, p) => p,
    }
}

/// Inner vertices of the cut: a gentle parabola, or a dog-leg.
fn path(a: Pt, b: Pt, style: Style, dice: &mut Dice) -> Vec<Pt> {
    let (length, side) = (dist(a, b), left(unit(sub(b, a))));
    if length > 24.0 && dice.chance(style.jog) {
        let (t, shift) = (dice.real(0.35, 0.65), dice.real(-0.09, 0.09) * length);
        let shift = shift.signum() * shift.abs().clamp(3.0, 9.0);
        let (p, q) = (lerp(a, b, t), lerp(a, b, t));
        return vec![add(p, scale(side, shift / 2.0)), sub(q, scale(side, shift / 2.0))];
    }
    let sag = dice.real(-style.bow, style.bow) * length;
    let count = if style.bow > 0.0 { (length / 28.0).round() as usize } else { 0 };
    (1..count.max(1))
        .map(|k| {
            let t = k as f64 / count as f64;
            add(lerp(a, b, t), scale(side, 4.0 * sag * t * (1.0 - t)))
        })
        .collect()
}

fn runs_inside(ring: &[Pt], line: &[Pt]) -> bool {
    let free = line.windows(2).all(|pair| {
        let (a, b) = (lerp(pair[0], pair[1], 1e-3), lerp(pair[0], pair[1], 1.0 - 1e-3));
        inside(ring, lerp(a, b, 0.5))
            && crate::plane::sides(ring).all(|(c, d)| crate::plane::crossing(a, b, c, d).is_none())
    });
    free && line[1..line.len() - 1].iter().all(|&p| inside(ring, p))
}

/// The two parts of the ring.
fn halves(ring: &[Pt], from: &End, to: &End, between: &[Pt]) -> (Vec<Pt>, Vec<Pt>) {
    let n = ring.len();
    let walk = |start: &End, stop: &End| {
        let mut out = vec![place(ring, start)];
        let mut i = match *start {
            End::Corner(i) | End::Side(i, _) => (i + 1) % n,
        };
        let last = match *stop {
            End::Corner(i) => (i + n - 1) % n,
            End::Side(i, _) => i,
        };
        for _ in 0..n {
            if (i + n - 1) % n == last {
                break;
            }
            out.push(ring[i]);
            i = (i + 1) % n;
        }
        out.push(place(ring, stop));
        out
    };
    let mut right = walk(from, to);
    right.extend(between.iter().rev());
    let mut left = walk(to, from);
    left.extend(between);
    (left, right)
}

/// Sine of the angle at which the cut leaves the ring, the flatter side at a corner.
fn steepness(ring: &[Pt], end: &End, direction: Pt) -> f64 {
    let n = ring.len();
    let v = unit(direction);
    match *end {
        End::Side(i, _) => cross(unit(sub(ring[(i + 1) % n], ring[i])), v).abs(),
        End::Corner(i) => {
            let ahead = unit(sub(ring[(i + 1) % n], ring[i]));
            let behind = unit(sub(ring[(i + n - 1) % n], ring[i]));
            let sine = |w: Pt| if dot(w, v) > 0.0 { cross(w, v).abs() } else { 1.0 };
            sine(ahead).min(sine(behind))
        }
    }
}
