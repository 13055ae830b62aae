//! Lines and outlines read back from the map.

use std::collections::{BTreeMap, BTreeSet};

use crate::fabric::{Fabric, Node};
use crate::plane::{Pt, cross, dot, sub, unit};

/// The line of one way, end to end.
pub(crate) fn stroke(fabric: &Fabric, way: usize) -> Vec<Pt> {
    chain(fabric.edges().filter(|&(_, w)| w == way).map(|(pair, _)| pair))
        .into_iter()
        .next()
        .unwrap_or_default()
        .into_iter()
        .map(|n| fabric.points[n as usize])
        .collect()
}

/// All ways' lines at once, by way, as nodes; a way without a line is empty.
pub(crate) fn strokes(fabric: &Fabric) -> Vec<Vec<Node>> {
    let mut pairs: Vec<Vec<(Node, Node)>> = vec![Vec::new(); fabric.ways.len()];
    for (pair, way) in fabric.edges() {
        pairs[way].push(pair);
    }
    let longest = |chains: Vec<Vec<Node>>| chains.into_iter().max_by_key(Vec::len).unwrap_or_default();
    pairs.into_iter().map(|list| longest(chain(list.into_iter()))).collect()
}

/// Joins sides to chains; each starts at an end where it has one.
fn chain(pairs: impl Iterator<Item = (Node, Node)>) -> Vec<Vec<Node>> {
    let mut next: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    for (a, b) in pairs {
        next.entry(a).or_default().insert(b);
        next.entry(b).or_default().insert(a);
    }
    let mut chains = Vec::new();
    while let Some(start) = next.iter().find(|(_, to)| to.len() == 1).or_else(|| next.iter().next()).map(|(&n, _)| n) {
        let mut line = vec![start];
        let mut here = start;
        while let Some(to) = next.get(&here).and_then(|to| to.iter().next().copied()) {
            for (a, b) in [(here, to), (to, here)] {
                if let Some(set) = next.get_mut(&a) {
                    set.remove(&b);
                    if set.is_empty() {
                        next.remove(&a);
                    }
                }
            }
            line.push(to);
            here = to;
        }
        chains.push(line);
    }
    chains
}

/// The outline of a set of faces as node rings: outer rings counter-clockwise, holes clockwise.
pub(crate) fn outline(fabric: &Fabric, faces: &BTreeSet<usize>) -> Vec<Vec<Node>> {
    let mut out: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
    for &face in faces {
        let ring = &fabric.faces[face];
        for i in 0..ring.len() {
            if fabric.side(face, i).1.is_none_or(|beyond| !faces.contains(&beyond)) {
                out.entry(ring[i]).or_default().push(ring[(i + 1) % ring.len()]);
            }
        }
    }
    let mut rings = Vec::new();
    while let Some((&start, _)) = out.iter().next() {
        let mut ring = vec![start];
        let mut before: Option<Node> = None;
        let mut here = start;
        while let Some(to) = take(fabric, &mut out, before, here).filter(|&to| to != start) {
            ring.push(to);
            before = Some(here);
            here = to;
        }
        rings.push(ring);
    }
    rings
}

/// The next node of an outline; where two meet at a node, the sharper left turn keeps rings simple.
fn take(fabric: &Fabric, out: &mut BTreeMap<Node, Vec<Node>>, before: Option<Node>, here: Node) -> Option<Node> {
    let point = |n: Node| fabric.points[n as usize];
    let list = out.get_mut(&here)?;
    let turn = |to: Node| match before {
        None => 0.0,
        Some(before) => {
            let (u, v) = (unit(sub(point(here), point(before))), unit(sub(point(to), point(here))));
            let (sine, cosine) = (cross(u, v), dot(u, v));
            // Monotonous in the angle from -180 to 180 degrees, without a transcendental function.
            if sine >= 0.0 { 1.0 - cosine } else { cosine - 1.0 }
        }
    };
    let best = (0..list.len()).max_by(|&a, &b| turn(list[a]).total_cmp(&turn(list[b])))?;
    let to = list.swap_remove(best);
    if list.is_empty() {
        out.remove(&here);
    }
    Some(to)
}
