//! Surfaces of a shell among each other: 301 to 307, and 405.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Code, Defect, Tolerances, crossing, weld::Weld};
use crate::{Geometry, Lod, Surface};

/// Which way a shell has to face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Out of the solid.
    Outer,
    /// Into the cavity; several cavities are looked at together.
    Inner,
}

/// Surfaces with welded corners.
struct Welded<'a> {
    surfaces: &'a [Surface],
    weld: Weld,
    /// For each directed edge the surfaces that run along it.
    edges: FxHashMap<(usize, usize), Vec<usize>>,
    /// In the order of the surfaces, so that answers are the same on any machine.
    order: Vec<(usize, usize)>,
    /// For each surface its rings of corners.
    rings: Vec<Vec<Vec<usize>>>,
}

/// Looks at the surfaces `from` the given number on as one shell.
pub(super) fn check(surfaces: &[Surface], from: usize, side: Side, tolerances: &Tolerances, out: &mut Vec<Defect>) {
    let shift = |defect: Defect| Defect { surface: defect.surface.map(|number| number + from), ..defect };
    if surfaces.len() < 4 {
        let first = surfaces.first().and_then(|surface| surface.rings.first());
        let position = first.and_then(|ring| ring.first()).copied().unwrap_or_default();
        return out.push(Defect::at(Code::TooFewSurfaces, position));
    }
    let shell = Welded::of(surfaces, tolerances.snap);
    let mut found = shell.edge_defects();
    if found.is_empty() {
        found.extend(shell.pinched());
    }
    let parts = shell.parts();
    if side == Side::Outer && parts.len() > 1 {
        found.extend(parts.iter().skip(1).map(|part| shell.at_surface(Code::SeveralParts, part[0])));
    }
    if found.is_empty() {
        found.extend(crossing::check(surfaces, &shell.rings, &shell.weld.points));
    }
    if found.is_empty() {
        found.extend(parts.iter().filter_map(|part| shell.inside_out(part, side)));
    }
    out.extend(found.into_iter().map(shift));
}

impl<'a> Welded<'a> {
    fn of(surfaces: &'a [Surface], snap: f64) -> Self {
        let mut weld = Weld::new(snap);
        let number = |ring: &Vec<_>| ring.iter().map(|point| weld.number(*point)).collect::<Vec<_>>();
        let mut number = number;
        let rings: Vec<Vec<Vec<usize>>> =
            surfaces.iter().map(|surface| surface.rings.iter().map(&mut number).collect()).collect();
        let (mut edges, mut order) = (FxHashMap::<_, Vec<usize>>::default(), Vec::new());
        for (surface, rings) in rings.iter().enumerate() {
            for ring in rings {
                for at in 0..ring.len() {
                    let edge = (ring[at], ring[(at + 1) % ring.len()]);
                    edges.entry(edge).or_default().push(surface);
                    order.push(edge);
                }
            }
        }
        Welded { surfaces, weld, edges, order, rings }
    }

    fn along(&self, edge: (usize, usize)) -> &[usize] {
        self.edges.get(&edge).map(Vec::as_slice).unwrap_or_default()
    }

    /// 302, 303, 307: how many surfaces each edge has, and which way they run.
    fn edge_defects(&self) -> Vec<Defect> {
        let (mut defects, mut known) = (Vec::new(), FxHashSet::default());
        for &(a, b) in &self.order {
            let (there, back) = (self.along((a, b)), self.along((b, a)));
            let code = match (there.len(), back.len()) {
                (1, 1) => continue,
                (1, 0) => Code::ShellOpen,
                (2, 0) => Code::SurfaceOrientation,
                _ => Code::NonManifold,
            };
            // An edge that several run along stands in the order several times, from both ends.
            if known.insert((a.min(b), a.max(b))) {
                let middle = std::array::from_fn(|axis| (self.weld.points[a][axis] + self.weld.points[b][axis]) / 2.0);
                defects.push(Defect { surface: there.last().copied(), ..Defect::at(code, middle) });
            }
        }
        defects
    }

    /// Surfaces that hang together by edges.
    fn parts(&self) -> Vec<Vec<usize>> {
        let mut parents: Vec<usize> = (0..self.surfaces.len()).collect();
        for &(a, b) in &self.order {
            let (Some(&one), Some(&other)) = (self.along((a, b)).first(), self.along((b, a)).first()) else { continue };
            join(&mut parents, one, other);
        }
        for along in self.order.iter().map(|edge| self.along(*edge)) {
            along.windows(2).for_each(|pair| join(&mut parents, pair[0], pair[1]));
        }
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut places = FxHashMap::default();
        for surface in 0..self.surfaces.len() {
            let root = root(&mut parents, surface);
            let place = *places.entry(root).or_insert(parts.len());
            if place == parts.len() {
                parts.push(Vec::new());
            }
            parts[place].push(surface);
        }
        parts
    }

    /// 303: corners around which the surfaces form more than one fan.
    fn pinched(&self) -> Vec<Defect> {
        // At each corner a surface comes in from one neighbour corner and leaves to another: fans are cycles of these.
        let mut turns: Vec<Vec<(usize, usize, usize)>> = vec![Vec::new(); self.weld.points.len()];
        for (surface, rings) in self.rings.iter().enumerate() {
            for ring in rings {
                for at in 0..ring.len() {
                    let (before, after) = (ring[(at + ring.len() - 1) % ring.len()], ring[(at + 1) % ring.len()]);
                    turns[ring[at]].push((after, before, surface));
                }
            }
        }
        turns.iter_mut().for_each(|turns| turns.sort_unstable());
        let pinched = |(corner, turns): (usize, &Vec<(usize, usize, usize)>)| {
            let first = turns.first()?;
            let (mut at, mut steps) = (first.1, 1);
            while at != first.0 && steps <= turns.len() {
                at = turns.get(turns.partition_point(|turn| turn.0 < at)).filter(|turn| turn.0 == at)?.1;
                steps += 1;
            }
            let defect = Defect { surface: Some(first.2), ..Defect::at(Code::NonManifold, self.weld.points[corner]) };
            (steps < turns.len()).then_some(defect)
        };
        turns.iter().enumerate().filter_map(pinched).collect()
    }

    /// 405: a part with the wrong sign of volume.
    fn inside_out(&self, part: &[usize], side: Side) -> Option<Defect> {
        let surfaces: Vec<Surface> = part.iter().map(|number| self.surfaces[*number].clone()).collect();
        let lod = Lod { major: 0, minor: 0 };
        let volume = Geometry { lod, shell: surfaces.len(), surfaces }.volume()?;
        let wrong = if side == Side::Outer { volume < 0.0 } else { volume > 0.0 };
        wrong.then(|| self.at_surface(Code::ShellOrientation, part[0]))
    }

    fn at_surface(&self, code: Code, surface: usize) -> Defect {
        let corner = self.rings[surface].first().and_then(|ring| ring.first());
        let position = corner.map(|corner| self.weld.points[*corner]).unwrap_or_default();
        Defect { surface: Some(surface), ..Defect::at(code, position) }
    }
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

fn join(parents: &mut [usize], one: usize, other: usize) {
    let (one, other) = (root(parents, one), root(parents, other));
    parents[one.max(other)] = one.min(other);
}
