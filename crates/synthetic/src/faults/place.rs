//! Finding places for faults where each stands alone: every fault has communities of its own.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BooleanOps, BoundingRect, Centroid, Contains, Intersects, IsConvex};
use geo_types::{Coord, Geometry, LineString, Point, Polygon, Rect};
use model::{Table, Value};

use crate::dice::Dice;
use crate::district::{District, layer};

type Ring = Vec<Coord<f64>>;

/// A courtyard that would lie across a moved line, the two communities, the line's side and its new corner.
type MovedLine = (usize, [usize; 2], [Coord<f64>; 2], Coord<f64>);

/// The district as the search sees it, and the communities that already have a fault.
pub(super) struct Site {
    dice: Dice,
    courtyards: Vec<Polygon<f64>>,
    rings: Vec<Ring>,
    codes: Vec<String>,
    households: Vec<i64>,
    community_of: Vec<usize>,
    communities: Vec<Ring>,
    community_codes: Vec<String>,
    subdistricts: Vec<String>,
    /// Compounds and sites.
    others: Vec<Polygon<f64>>,
    roads: Vec<LineString<f64>>,
    bounds: Option<Rect<f64>>,
    taken: BTreeSet<usize>,
}

impl Site {
    pub(super) fn new(district: &District, dice: Dice) -> Self {
        let communities = district.table(layer::COMMUNITIES);
        let community_codes = texts(communities, "编码");
        let place: BTreeMap<&String, usize> = community_codes.iter().enumerate().map(|(i, code)| (code, i)).collect();
        let yards = district.table(layer::COURTYARDS);
        let courtyards = polygons(yards);
        let community_of =
            texts(yards, "社区编码").iter().map(|code| place.get(code).copied().unwrap_or(usize::MAX)).collect();
        let main = |row: &&model::Row| matches!(&row.values[2], Value::Text(class) if class.contains("干路"));
        let roads = district.table(layer::ROADS).into_iter().flat_map(|table| &table.rows).filter(main);
        Site {
            dice,
            rings: courtyards.iter().map(open_ring).collect(),
            courtyards,
            codes: texts(yards, "编号"),
            households: numbers(yards, "户数"),
            community_of,
            communities: polygons(communities).iter().map(open_ring).collect(),
            subdistricts: texts(communities, "街道编码"),
            others: [layer::COMPOUNDS, layer::SITES]
                .into_iter()
                .flat_map(|name| polygons(district.table(name)))
                .collect(),
            roads: roads.filter_map(|row| line(row.geometry.as_ref())).collect(),
            bounds: district.table(layer::DISTRICT).and_then(|t| t.rows.first()?.geometry.as_ref()?.bounding_rect()),
            community_codes,
            taken: BTreeSet::new(),
        }
    }

    pub(super) fn ring(&self, row: usize) -> &[Coord<f64>] {
        &self.rings[row]
    }

    pub(super) fn code(&self, row: usize) -> &str {
        &self.codes[row]
    }

    pub(super) fn households(&self, row: usize) -> i64 {
        self.households[row]
    }

    pub(super) fn area(&self, row: usize) -> f64 {
        self.courtyards[row].unsigned_area()
    }

    pub(super) fn is_convex(&self, row: usize) -> bool {
        self.courtyards[row].exterior().is_strictly_ccw_convex()
    }

    pub(super) fn side_length(&self, row: usize, side: usize) -> f64 {
        let ring = &self.rings[row];
        length(ring[side], ring[(side + 1) % ring.len()])
    }

    pub(super) fn community(&self, community: usize) -> &[Coord<f64>] {
        &self.communities[community]
    }

    pub(super) fn community_code(&self, community: usize) -> &str {
        &self.community_codes[community]
    }

    /// A courtyard that fits, in a community without a fault; the community is taken.
    pub(super) fn take(&mut self, fits: impl Fn(&Site, usize) -> bool) -> Option<usize> {
        let row = self.shuffled().into_iter().find(|&row| fits(self, row))?;
        self.taken.insert(self.community_of[row]);
        Some(row)
    }

    /// Two courtyards of one community.
    pub(super) fn take_pair(&mut self, fits: impl Fn(&Site, usize, usize) -> bool) -> Option<(usize, usize)> {
        let rows = self.shuffled();
        let (row, other) = rows.iter().find_map(|&row| {
            let same = |&&other: &&usize| other != row && self.community_of[other] == self.community_of[row];
            rows.iter().filter(same).find(|&&other| fits(self, row, other)).map(|&other| (row, other))
        })?;
        self.taken.insert(self.community_of[row]);
        Some((row, other))
    }

    /// A courtyard, a neighbour, and the courtyard's ring moved so that it overlaps that neighbour and nothing else.
    pub(super) fn take_overlap(&mut self) -> Option<(usize, usize, Ring)> {
        let rows = self.shuffled();
        let (row, other, ring) = rows.iter().find_map(|&row| {
            let near = self.near(row, 25.0);
            near.iter()
                .filter(|&&other| self.community_of[other] == self.community_of[row])
                .find_map(|&other| Some((row, other, self.moved_over(row, other, &near)?)))
        })?;
        self.taken.insert(self.community_of[row]);
        Some((row, other, ring))
    }

    fn moved_over(&self, row: usize, other: usize, near: &[usize]) -> Option<Ring> {
        let (from, to) = (self.courtyards[row].centroid()?, self.courtyards[other].centroid()?);
        let apart = length(from.into(), to.into());
        let community = Polygon::new(LineString::new(self.communities[self.community_of[row]].clone()), vec![]);
        (4..30).map(|half_metres| f64::from(half_metres) / 2.0).find_map(|metres| {
            let k = metres / apart;
            let step = lattice(Coord { x: (to.x() - from.x()) * k, y: (to.y() - from.y()) * k });
            let ring: Ring = self.rings[row].iter().map(|&c| lattice(c + step)).collect();
            let moved = Polygon::new(LineString::new(ring.clone()), vec![]);
            let shared = moved.intersection(&self.courtyards[other]).unsigned_area();
            let alone = near.iter().all(|&third| third == other || !moved.intersects(&self.courtyards[third]))
                && !self.others.iter().any(|polygon| moved.intersects(polygon))
                && !self.roads.iter().any(|road| moved.intersects(road));
            (shared > 12.0 && alone && community.contains(&moved)).then_some(ring)
        })
    }

    /// Courtyards whose boxes come within `reach` metres of a courtyard's.
    fn near(&self, row: usize, reach: f64) -> Vec<usize> {
        let Some(own) = self.courtyards[row].bounding_rect() else { return Vec::new() };
        let wide = Rect::new(own.min() - Coord { x: reach, y: reach }, own.max() + Coord { x: reach, y: reach });
        let close = |&other: &usize| {
            other != row && self.courtyards[other].bounding_rect().is_some_and(|rect| rect.intersects(&wide))
        };
        (0..self.courtyards.len()).filter(close).collect()
    }

    pub(super) fn take_line(&mut self) -> Option<MovedLine> {
        let rows = self.shuffled();
        let found = rows.into_iter().find_map(|row| self.moved_line(row))?;
        self.taken.extend(found.1);
        Some(found)
    }

    /// A side of the line between this courtyard's community and another of the same subdistrict, near the courtyard.
    fn moved_line(&self, row: usize) -> Option<MovedLine> {
        let own = self.community_of[row];
        let ring = &self.communities[own];
        (0..ring.len()).find_map(|i| {
            let (p, q) = (ring[i], ring[(i + 1) % ring.len()]);
            let middle = (p + q) / 2.0;
            let long = length(p, q) > 12.0;
            let nearest = nearest_on(&self.rings[row], middle);
            let reach = length(middle, nearest);
            if !long || !(1.0..=32.0).contains(&reach) {
                return None;
            }
            let other = self.beyond(own, p, q)?;
            let corner = lattice(nearest + (nearest - middle) * (12.0 / reach));
            self.cuts_only(row, &[p, q, corner]).then_some((row, [own, other], [p, q], corner))
        })
    }

    /// The other community at a side, when it is of the same subdistrict and has no fault.
    fn beyond(&self, own: usize, p: Coord<f64>, q: Coord<f64>) -> Option<usize> {
        let has = |community: &usize| {
            let ring = &self.communities[*community];
            *community != own && (0..ring.len()).any(|i| ring[i] == q && ring[(i + 1) % ring.len()] == p)
        };
        let other = (0..self.communities.len()).find(has)?;
        (self.subdistricts[other] == self.subdistricts[own] && !self.taken.contains(&other)).then_some(other)
    }

    fn cuts_only(&self, row: usize, triangle: &[Coord<f64>; 3]) -> bool {
        let wedge = Polygon::new(LineString::new(triangle.to_vec()), vec![]);
        let cut = wedge.intersection(&self.courtyards[row]).unsigned_area();
        let alone = self.near(row, 40.0).into_iter().all(|other| !wedge.intersects(&self.courtyards[other]))
            && !self.others.iter().any(|polygon| wedge.intersects(polygon));
        let ring = &self.communities[self.community_of[row]];
        let free = !ring.iter().any(|c| !triangle.contains(c) && wedge.intersects(&Point::from(*c)));
        let share = cut / self.area(row);
        alone && free && cut > 8.0 && (0.03..0.97).contains(&share)
    }

    /// A community, one of its vertices on the line to one other community, and that vertex pulled back.
    pub(super) fn take_vertex(&mut self) -> Option<(usize, usize, Coord<f64>)> {
        let mut order: Vec<usize> = (0..self.communities.len()).filter(|c| !self.taken.contains(c)).collect();
        self.dice.shuffle(&mut order);
        let (own, other, vertex, pulled) = order.into_iter().find_map(|own| {
            let ring = &self.communities[own];
            let n = ring.len();
            (0..n).find_map(|i| {
                let (before, here, after) = (ring[(i + n - 1) % n], ring[i], ring[(i + 1) % n]);
                let other = self.beyond(own, before, here)?;
                let owners = self.communities.iter().filter(|ring| ring.contains(&here)).count();
                if self.beyond(own, here, after) != Some(other) || owners != 2 || length(before, after) < 30.0 {
                    return None;
                }
                let side = after - before;
                let inwards = Coord { x: -side.y, y: side.x } * (3.0 / length(before, after));
                Some((own, other, i, lattice(here + inwards)))
            })
        })?;
        self.taken.extend([own, other]);
        Some((own, vertex, pulled))
    }

    /// The courtyard's ring a hundred and fifty metres south of the whole district.
    pub(super) fn at_sea(&self, row: usize) -> Ring {
        let south = self.bounds.map_or(0.0, |rect| rect.min().y) - 150.0;
        let top = self.rings[row].iter().map(|c| c.y).fold(f64::NEG_INFINITY, f64::max);
        self.rings[row].iter().map(|&c| lattice(Coord { x: c.x, y: c.y + south - top })).collect()
    }

    fn shuffled(&mut self) -> Vec<usize> {
        let free = |&row: &usize| !self.taken.contains(&self.community_of[row]);
        let mut rows: Vec<usize> = (0..self.rings.len()).filter(free).collect();
        self.dice.shuffle(&mut rows);
        rows
    }
}

/// The side from this vertex is the longest.
pub(super) fn longest_side(ring: &[Coord<f64>]) -> usize {
    let n = ring.len();
    let side = |i: usize| length(ring[i], ring[(i + 1) % n]);
    (0..n).max_by(|&a, &b| side(a).total_cmp(&side(b))).unwrap_or(0)
}

/// A strip inside a convex counter-clockwise ring along its longest side, half a metre off its ends.
pub(super) fn strip(ring: &[Coord<f64>], width: f64) -> Ring {
    let i = longest_side(ring);
    let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
    let along = (b - a) / length(a, b);
    let inwards = Coord { x: -along.y, y: along.x };
    let corners = [
        (a + along * 2.0, 0.3),
        (b - along * 2.0, 0.3),
        (b - along * 2.0, 0.3 + width),
        (a + along * 2.0, 0.3 + width),
    ];
    corners.into_iter().map(|(at, depth)| lattice(at + inwards * depth)).collect()
}

/// Puts a vertex into the side between two neighbouring vertices, whichever way round.
pub(super) fn insert_between(ring: &mut Ring, p: Coord<f64>, q: Coord<f64>, corner: Coord<f64>) {
    let n = ring.len();
    let side = (0..n).find(|&i| {
        let (a, b) = (ring[i], ring[(i + 1) % n]);
        (a, b) == (p, q) || (a, b) == (q, p)
    });
    if let Some(i) = side {
        ring.insert(i + 1, corner);
    }
}

fn nearest_on(ring: &[Coord<f64>], to: Coord<f64>) -> Coord<f64> {
    let n = ring.len();
    let on_side = |i: usize| {
        let (a, b) = (ring[i], ring[(i + 1) % n]);
        let (u, w) = (b - a, to - a);
        let t = ((u.x * w.x + u.y * w.y) / (u.x * u.x + u.y * u.y)).clamp(0.0, 1.0);
        a + u * t
    };
    let points = (0..n).map(on_side);
    points.min_by(|&a, &b| length(a, to).total_cmp(&length(b, to))).unwrap_or(to)
}

fn length(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let d = b - a;
    (d.x * d.x + d.y * d.y).sqrt()
}

fn lattice(c: Coord<f64>) -> Coord<f64> {
    Coord { x: (c.x * 1000.0).round() / 1000.0, y: (c.y * 1000.0).round() / 1000.0 }
}

fn open_ring(polygon: &Polygon<f64>) -> Ring {
    let ring = &polygon.exterior().0;
    ring[..ring.len().saturating_sub(1)].to_vec()
}

fn polygons(table: Option<&Table>) -> Vec<Polygon<f64>> {
    let rows = table.into_iter().flat_map(|table| &table.rows);
    rows.filter_map(
        |row| if let Some(Geometry::Polygon(polygon)) = &row.geometry { Some(polygon.clone()) } else { None },
    )
    .collect()
}

fn line(geometry: Option<&Geometry<f64>>) -> Option<LineString<f64>> {
    if let Some(Geometry::LineString(line)) = geometry { Some(line.clone()) } else { None }
}

fn texts(table: Option<&Table>, field: &str) -> Vec<String> {
    let idx = table.and_then(|table| table.field_idx(field));
    let rows = table.into_iter().flat_map(|table| &table.rows);
    rows.map(|row| idx.and_then(|idx| row.values[idx].to_text()).unwrap_or_default()).collect()
}

fn numbers(table: Option<&Table>, field: &str) -> Vec<i64> {
    texts(table, field).iter().map(|text| text.parse().unwrap_or(0)).collect()
}
