//! A planar map of faces cut by ways. Faces share their vertices, so the map is a partition at every moment.

use std::collections::BTreeMap;

use crate::plane::{Pt, crossing, dist, dist_to_segment, inside, lerp, mm};

/// What runs along a side of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WayClass {
    /// Shore line.
    Coast,
    /// River with embankment roads.
    River,
    /// 主干路.
    Arterial,
    /// 次干路.
    Secondary,
    /// 支路.
    Branch,
    /// 街巷, with its width in decimetres.
    Lane(u8),
    /// Two courtyards wall to wall.
    Party,
    /// The edge of a quarter whose setback is already taken.
    Rim,
}

impl WayClass {
    /// From the centre line to the building plots, metres.
    pub(crate) fn setback(self) -> f64 {
        match self {
            WayClass::Coast => 38.0,
            WayClass::River => 26.0,
            WayClass::Arterial => 21.0,
            WayClass::Secondary => 13.5,
            WayClass::Branch => 7.5,
            WayClass::Lane(decimetres) => f64::from(decimetres) / 20.0,
            WayClass::Party | WayClass::Rim => 0.0,
        }
    }

    /// Carriageway and footways together, metres.
    pub(crate) fn width(self) -> f64 {
        match self {
            WayClass::River => 12.0,
            WayClass::Arterial => 32.0,
            WayClass::Secondary => 20.0,
            WayClass::Branch => 12.0,
            WayClass::Lane(decimetres) => f64::from(decimetres) / 10.0,
            WayClass::Coast | WayClass::Party | WayClass::Rim => 0.0,
        }
    }
}

/// A line drawn in one stroke.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) class: WayClass,
    /// Strokes of one named street carry one number.
    pub(crate) street: usize,
}

/// Index of a vertex.
pub(crate) type Node = u32;

/// The planar map.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fabric {
    /// Vertices on the lattice.
    pub(crate) points: Vec<Pt>,
    /// Counter-clockwise rings; an empty ring was split.
    pub(crate) faces: Vec<Vec<Node>>,
    /// All strokes.
    pub(crate) ways: Vec<Way>,
    face_left_of: BTreeMap<(Node, Node), usize>,
    way_of: BTreeMap<(Node, Node), usize>,
}

impl Fabric {
    /// One face; `way_of_side(i)` is the way along the side from vertex `i`.
    pub(crate) fn new(ring: &[Pt], ways: Vec<Way>, way_of_side: impl Fn(usize) -> usize) -> Self {
        let mut fabric = Fabric { points: ring.iter().map(|&p| mm(p)).collect(), ways, ..Fabric::default() };
        let nodes: Vec<Node> = (0..ring.len() as Node).collect();
        for i in 0..nodes.len() {
            let (a, b) = (nodes[i], nodes[(i + 1) % nodes.len()]);
            fabric.way_of.insert(key(a, b), way_of_side(i));
            fabric.face_left_of.insert((a, b), 0);
        }
        fabric.faces.push(nodes);
        fabric
    }

    /// Faces that exist, in order of birth.
    pub(crate) fn alive(&self) -> Vec<usize> {
        (0..self.faces.len()).filter(|&f| !self.faces[f].is_empty()).collect()
    }

    /// The face's ring.
    pub(crate) fn ring(&self, face: usize) -> Vec<Pt> {
        self.faces[face].iter().map(|&n| self.points[n as usize]).collect()
    }

    /// The way along the side of `face` from its vertex `i`, and the face beyond.
    pub(crate) fn side(&self, face: usize, i: usize) -> (usize, Option<usize>) {
        let ring = &self.faces[face];
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        (self.way_of[&key(a, b)], self.face_left_of.get(&(b, a)).copied())
    }

    /// Class of the way along a side.
    pub(crate) fn side_class(&self, face: usize, i: usize) -> WayClass {
        self.ways[self.side(face, i).0].class
    }

    /// All sides once, as ordered node pairs with their way.
    pub(crate) fn edges(&self) -> impl Iterator<Item = ((Node, Node), usize)> + '_ {
        self.way_of.iter().map(|(&pair, &way)| (pair, way))
    }

    /// Puts a vertex into the side between two neighbouring nodes, in both faces.
    pub(crate) fn put_node(&mut self, a: Node, b: Node, at: Pt) -> Node {
        let node = self.points.len() as Node;
        self.points.push(mm(at));
        for (from, to) in [(a, b), (b, a)] {
            if let Some(face) = self.face_left_of.remove(&(from, to)) {
                let ring = &mut self.faces[face];
                if let Some(i) = ring.iter().position(|&n| n == from) {
                    ring.insert(i + 1, node);
                }
                self.face_left_of.insert((from, node), face);
                self.face_left_of.insert((node, to), face);
            }
        }
        if let Some(way) = self.way_of.remove(&key(a, b)) {
            self.way_of.insert(key(a, node), way);
            self.way_of.insert(key(node, b), way);
        }
        node
    }

    /// Cuts a face from node to node along `between`; returns the two new faces, left and right of the cut.
    pub(crate) fn split(
        &mut self,
        face: usize,
        from: Node,
        to: Node,
        between: &[Pt],
        way: Way,
    ) -> Option<(usize, usize)> {
        let ring = self.faces[face].clone();
        let (i, j) = (ring.iter().position(|&n| n == from)?, ring.iter().position(|&n| n == to)?);
        let n = ring.len();
        let apart = (i + n - j) % n;
        if i == j || (between.is_empty() && (apart == 1 || apart == n - 1)) {
            return None;
        }
        let first = self.points.len() as Node;
        self.points.extend(between.iter().map(|&p| mm(p)));
        let chain: Vec<Node> = (first..self.points.len() as Node).collect();
        self.ways.push(way);
        let way = self.ways.len() - 1;
        let walk = |start: usize, end: usize| -> Vec<Node> {
            let steps = (end + n - start) % n;
            (0..=steps).map(|k| ring[(start + k) % n]).collect()
        };
        // Left of the cut: along the cut, then back along the ring from `to` to `from`.
        let mut left = walk(j, i);
        left.extend(&chain);
        let mut right = walk(i, j);
        right.extend(chain.iter().rev());
        let mut cut = vec![from];
        cut.extend(&chain);
        cut.push(to);
        for pair in cut.windows(2) {
            self.way_of.insert(key(pair[0], pair[1]), way);
        }
        self.faces[face].clear();
        Some((self.add_face(left), self.add_face(right)))
    }

    fn add_face(&mut self, ring: Vec<Node>) -> usize {
        let face = self.faces.len();
        for i in 0..ring.len() {
            self.face_left_of.insert((ring[i], ring[(i + 1) % ring.len()]), face);
        }
        self.faces.push(ring);
        face
    }

    /// Draws a line across the map: every face it crosses is cut, ends that dangle inside a face are dropped.
    pub(crate) fn draw(&mut self, line: &[Pt], class: WayClass, street: usize) {
        let stops = self.stops(line);
        for pair in stops.windows(2) {
            let ((t0, a), (t1, b)) = (pair[0], pair[1]);
            if a == b {
                continue;
            }
            let (start, end) = (self.points[a as usize], self.points[b as usize]);
            let clear = |&i: &usize| (i as f64) > t0 && (i as f64) < t1;
            let between: Vec<Pt> = (0..line.len())
                .filter(clear)
                .map(|i| line[i])
                .filter(|&p| dist(p, start) > 6.0 && dist(p, end) > 6.0)
                .collect();
            let middle = between.get(between.len() / 2).copied().unwrap_or(lerp(start, end, 0.5));
            let face = self
                .alive()
                .into_iter()
                .find(|&f| self.faces[f].contains(&a) && self.faces[f].contains(&b) && inside(&self.ring(f), middle));
            if let Some(face) = face {
                self.split(face, a, b, &between, Way { class, street });
            }
        }
    }

    /// The nodes at which a line meets the map, with the position along the line; missing nodes are put in.
    fn stops(&mut self, line: &[Pt]) -> Vec<(f64, Node)> {
        let mut meets: Vec<(f64, Pt)> = Vec::new();
        for (i, pair) in line.windows(2).enumerate() {
            for &(a, b) in self.way_of.keys() {
                let (a, b) = (self.points[a as usize], self.points[b as usize]);
                if let Some((t, _)) = crossing(pair[0], pair[1], a, b) {
                    meets.push((i as f64 + t, lerp(pair[0], pair[1], t)));
                }
            }
        }
        meets.sort_by(|x, y| x.0.total_cmp(&y.0));
        let mut stops: Vec<(f64, Node)> = Vec::new();
        for (t, p) in meets {
            let node = self.node_at(p, 9.0);
            if stops.last().is_none_or(|&(_, last)| last != node) {
                stops.push((t, node));
            }
        }
        stops
    }

    /// The node within `reach` metres of a point on a side, or a new one in that side.
    fn node_at(&mut self, p: Pt, reach: f64) -> Node {
        let gap = |&(a, b): &(Node, Node)| dist_to_segment(p, self.points[a as usize], self.points[b as usize]);
        let nearest = self.way_of.keys().copied().min_by(|x, y| gap(x).total_cmp(&gap(y)));
        let (a, b) = nearest.unwrap_or((0, 1));
        let (to_a, to_b) = (dist(p, self.points[a as usize]), dist(p, self.points[b as usize]));
        match () {
            () if to_a <= reach && to_a <= to_b => a,
            () if to_b <= reach => b,
            () => self.put_node(a, b, p),
        }
    }

    /// Number of faces around each node.
    pub(crate) fn is_junction(&self, face: usize, i: usize) -> bool {
        let ring = &self.faces[face];
        let n = ring.len();
        let (here, before) = (self.side(face, i), self.side(face, (i + n - 1) % n));
        here.1 != before.1 || self.ways[here.0].street != self.ways[before.0].street
    }
}

fn key(a: Node, b: Node) -> (Node, Node) {
    if a < b { (a, b) } else { (b, a) }
}
