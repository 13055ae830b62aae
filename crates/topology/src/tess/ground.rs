//! The mesh of a territory and what each triangle of it is: community, courtyard, open ground.

use super::notes;
use crate::lattice::Point;
use crate::mesh::{Mesh, NONE};
use crate::node::{Linework, Noded, node};
use crate::regions::Regions;
use crate::territory::{LineKinds, Note, Part, Territory, TerritoryError};
use geo_types::{LineString, MultiPolygon};

/// The triangulated territory.
pub(crate) struct Ground {
    pub(crate) mesh: Mesh,
    /// Community of each triangle, or [`NONE`].
    pub(crate) area: Vec<u32>,
    /// Courtyard of each triangle, or [`NONE`] on open ground and outside.
    pub(crate) seed: Vec<u32>,
    /// Barriers along each edge of the linework.
    pub(crate) kinds: Vec<LineKinds>,
}

/// What crossing a side of a triangle means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Nothing in the way.
    Open,
    /// The outline of a courtyard.
    Outline,
    /// A wall.
    Soft,
    /// A community line, a main road, water.
    Hard,
}

impl Ground {
    pub(crate) fn new(territory: &Territory) -> Result<(Self, Vec<Note>), TerritoryError> {
        let noded = node(linework(territory)?).ok_or(TerritoryError::Linework)?;
        let n_areas = territory.areas.len() as u32;
        let faces = n_areas + territory.seeds.len() as u32;
        let mesh = Mesh::build(&noded).ok_or(TerritoryError::Linework)?;
        let regions = Regions::new(&mesh, &noded, faces);
        let roles: Vec<(u32, u32)> = regions.sets.iter().map(|s| role(s, territory)).collect();
        let mut ground = Self {
            area: regions.of.iter().map(|&s| roles[s as usize].0).collect(),
            seed: regions.of.iter().map(|&s| roles[s as usize].1).collect(),
            kinds: kinds(&noded, territory, faces),
            mesh,
        };
        let notes = notes::of_input(&ground, &regions, territory)?;
        ground.clear_outside();
        Ok((ground, notes))
    }

    fn clear_outside(&mut self) {
        for (seed, &area) in self.seed.iter_mut().zip(&self.area) {
            if area == NONE {
                *seed = NONE;
            }
        }
    }

    /// Whether triangle t is open ground of a community.
    pub(crate) fn is_free(&self, t: usize) -> bool {
        self.area[t] != NONE && self.seed[t] == NONE
    }

    /// Barriers along half-edge h.
    pub(crate) fn kinds(&self, h: usize) -> LineKinds {
        let line = self.mesh.line[h];
        if line == NONE { LineKinds::OPEN } else { self.kinds[line as usize] }
    }

    /// What lies between the triangle of h and the one across.
    pub(crate) fn side(&self, h: usize) -> Side {
        let Some(g) = self.mesh.across(h) else { return Side::Hard };
        let (t, u) = (h / 3, g / 3);
        if self.area[t] != self.area[u] {
            return Side::Hard;
        }
        if self.mesh.line[h] == NONE || (self.seed[t] == self.seed[u] && self.seed[t] != NONE) {
            return Side::Open;
        }
        let kinds = self.kinds(h);
        if kinds.meets(LineKinds::HARD) {
            Side::Hard
        } else if self.seed[t] != self.seed[u] {
            Side::Outline
        } else if kinds == LineKinds::OPEN {
            Side::Open
        } else {
            Side::Soft
        }
    }
}

/// Community and courtyard of a region: the first community, and its first courtyard there.
fn role(set: &[u32], territory: &Territory) -> (u32, u32) {
    let n_areas = territory.areas.len() as u32;
    let Some(&area) = set.first().filter(|&&tag| tag < n_areas) else { return (NONE, NONE) };
    let mut seeds = set.iter().filter(|&&tag| tag >= n_areas).map(|&tag| tag - n_areas);
    let seed = seeds.find(|&s| territory.seeds[s as usize].area == area as usize);
    (area, seed.unwrap_or(NONE))
}

fn kinds(noded: &Noded, territory: &Territory, faces: u32) -> Vec<LineKinds> {
    (0..noded.edges.len())
        .map(|e| {
            let lines = noded.tags(e).iter().filter(|t| t.0 >= faces);
            lines.fold(LineKinds::OPEN, |k, t| k.with(territory.lines[(t.0 - faces) as usize].kind))
        })
        .collect()
}

fn linework(territory: &Territory) -> Result<Linework, TerritoryError> {
    let mut lines = Linework::with_capacity(1024);
    let mut tag = 0;
    for (index, area) in territory.areas.iter().enumerate() {
        push_shape(&mut lines, area, tag).ok_or(TerritoryError::Coordinate { what: Part::Area, index })?;
        tag += 1;
    }
    for (index, seed) in territory.seeds.iter().enumerate() {
        if seed.area >= territory.areas.len() {
            return Err(TerritoryError::UnknownArea { seed: index, area: seed.area });
        }
        push_shape(&mut lines, &seed.shape, tag).ok_or(TerritoryError::Coordinate { what: Part::Seed, index })?;
        tag += 1;
    }
    for (index, barrier) in territory.lines.iter().enumerate() {
        push_line(&mut lines, &barrier.line, tag).ok_or(TerritoryError::Coordinate { what: Part::Line, index })?;
        tag += 1;
    }
    Ok(lines)
}

/// Adds the rings of a shape, closing those that are open. `None` if a coordinate is unusable.
pub(crate) fn push_shape(lines: &mut Linework, shape: &MultiPolygon<f64>, tag: u32) -> Option<()> {
    for polygon in &shape.0 {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let (first, last) = push_line(lines, ring, tag)?;
            lines.push(last, first, tag);
        }
    }
    Some(())
}

fn push_line(lines: &mut Linework, line: &LineString<f64>, tag: u32) -> Option<(Point, Point)> {
    let mut points = line.0.iter().map(|&c| Point::from_metres(c));
    let Some(first) = points.next() else { return Some(Default::default()) };
    let first = first?;
    let mut last = first;
    for point in points {
        let point = point?;
        lines.push(last, point, tag);
        last = point;
    }
    Some((first, last))
}
