//! A second copy of the district with twelve seeded faults, each of another kind, and the answer key.

mod place;

use geo_types::{Coord, Geometry, LineString, Polygon};
use model::{Rule, Table, Value};

use crate::dice::Dice;
use crate::district::{District, layer};
use place::Site;

/// One seeded fault: what an import must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeededFault {
    /// The rule that no longer holds.
    pub rule: Rule,
    /// Layer.
    pub layer: &'static str,
    /// Number of the row, `None` when the whole layer is at fault.
    pub row: Option<usize>,
    /// Code in that row.
    pub code: Option<String>,
    /// Code of the other feature, where a fault takes two.
    pub other: Option<String>,
}

/// The district with twelve faults, and which they are; the order is that of [`Rule`].
///
/// Every fault stands alone: no feature has two, and none makes a second one elsewhere. A fault for which the district
/// has no fitting place is left out of both.
pub fn with_faults(district: &District) -> (District, Vec<SeededFault>) {
    let mut copy = district.clone();
    let mut site = Site::new(district, Dice::new(district.seed, "faults"));
    let steps: [fn(&mut District, &mut Site) -> Option<SeededFault>; 12] = [
        overlap,
        across_line,
        gap,
        outside,
        sliver,
        duplicate,
        bow_tie,
        duplicate_code,
        empty_name,
        absurd,
        shifted_roads,
        swapped_greens,
    ];
    let mut faults: Vec<SeededFault> = steps.iter().filter_map(|step| step(&mut copy, &mut site)).collect();
    faults.sort_by_key(|fault| fault.rule);
    (copy, faults)
}

fn courtyard(rule: Rule, site: &Site, row: usize, other: Option<usize>) -> SeededFault {
    SeededFault {
        rule,
        layer: layer::COURTYARDS,
        row: Some(row + 1),
        code: Some(site.code(row).to_owned()),
        other: other.map(|row| site.code(row).to_owned()),
    }
}

fn set_ring(copy: &mut District, name: &str, row: usize, mut ring: Vec<Coord<f64>>) {
    if let Some(row) = copy.table_mut(name).and_then(|table| table.rows.get_mut(row)) {
        ring.extend(ring.first().copied());
        let holes = match &row.geometry {
            Some(Geometry::Polygon(polygon)) => polygon.interiors().to_vec(),
            _ => Vec::new(),
        };
        row.geometry = Some(Geometry::Polygon(Polygon::new(LineString::new(ring), holes)));
    }
}

fn set_value(copy: &mut District, row: usize, field: &str, value: Value) {
    if let Some(table) = copy.table_mut(layer::COURTYARDS)
        && let Some(idx) = table.field_idx(field)
    {
        table.rows[row].values[idx] = value;
    }
}

/// Two corners of a convex courtyard change places.
fn bow_tie(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let row = site.take(|site, row| site.is_convex(row) && site.ring(row).len() >= 4)?;
    let mut ring = site.ring(row).to_vec();
    let side = place::longest_side(&ring);
    let n = ring.len();
    ring.swap(side, (side + 1) % n);
    set_ring(copy, layer::COURTYARDS, row, ring);
    Some(courtyard(Rule::SelfIntersection, site, row, None))
}

/// A courtyard takes the outline of a larger one of its community.
fn duplicate(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let (row, other) = site.take_pair(|site, row, other| site.area(other) > site.area(row))?;
    set_ring(copy, layer::COURTYARDS, row, site.ring(other).to_vec());
    Some(courtyard(Rule::DuplicateGeometry, site, row, Some(other)))
}

/// A courtyard is moved over a neighbour across the lane, by some metres.
fn overlap(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let (row, other, ring) = site.take_overlap()?;
    set_ring(copy, layer::COURTYARDS, row, ring);
    Some(courtyard(Rule::Overlap, site, row, Some(other)))
}

/// Of a courtyard a strip of sixty centimetres is left along its longest side.
fn sliver(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let row = site.take(|site, row| {
        let side = place::longest_side(site.ring(row));
        site.is_convex(row) && site.households(row) <= 40 && site.side_length(row, side) > 30.0
    })?;
    let strip = place::strip(site.ring(row), 0.6);
    set_ring(copy, layer::COURTYARDS, row, strip);
    Some(courtyard(Rule::Sliver, site, row, None))
}

/// The line between two communities gets a corner that reaches into a courtyard; the communities still fit together.
fn across_line(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let (row, [a, b], [from, to], corner) = site.take_line()?;
    for community in [a, b] {
        let mut ring = site.community(community).to_vec();
        place::insert_between(&mut ring, from, to, corner);
        set_ring(copy, layer::COMMUNITIES, community, ring);
    }
    Some(courtyard(Rule::AcrossCommunityLine, site, row, None))
}

/// A vertex of a community's line is pulled back by three metres on one side only.
fn gap(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let (community, vertex, pulled) = site.take_vertex()?;
    let mut ring = site.community(community).to_vec();
    ring[vertex] = pulled;
    set_ring(copy, layer::COMMUNITIES, community, ring);
    let code = site.community_code(community).to_owned();
    Some(SeededFault {
        rule: Rule::Gap,
        layer: layer::COMMUNITIES,
        row: Some(community + 1),
        code: Some(code),
        other: None,
    })
}

/// A courtyard lies in the sea.
fn outside(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let row = site.take(|_, _| true)?;
    let ring = site.at_sea(row);
    set_ring(copy, layer::COURTYARDS, row, ring);
    Some(courtyard(Rule::OutsideDistrict, site, row, None))
}

fn duplicate_code(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let (row, other) = site.take_pair(|_, row, other| other < row)?;
    set_value(copy, row, "编号", site.code(other).into());
    let mut fault = courtyard(Rule::DuplicateCode, site, row, Some(other));
    fault.code = fault.other.clone();
    Some(fault)
}

fn empty_name(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let row = site.take(|_, _| true)?;
    set_value(copy, row, "名称", Value::Text(String::new()));
    Some(courtyard(Rule::NameEmpty, site, row, None))
}

/// Somebody typed the count twice.
fn absurd(copy: &mut District, site: &mut Site) -> Option<SeededFault> {
    let row = site.take(|site, row| (60..100).contains(&site.households(row)))?;
    let count = site.households(row);
    set_value(copy, row, "户数", Value::Int(count * 101));
    Some(courtyard(Rule::HouseholdsAbsurd, site, row, None))
}

/// The roads come from a map whose coordinates are offset.
fn shifted_roads(copy: &mut District, _: &mut Site) -> Option<SeededFault> {
    let table = copy.table_mut(layer::ROADS)?;
    let crs = table.crs.clone()?;
    let there = crs::Transform::new(&crs, &crs::Crs::CGCS2000_LONLAT).ok()?;
    let back = crs::Transform::new(&crs::Crs::CGCS2000_LONLAT, &crs).ok()?;
    let shift = |c: Coord<f64>| -> Option<Coord<f64>> {
        let [lon, lat] = there.point([c.x, c.y])?;
        let offset = crs::LonLat::new(lon, lat)?.to_gcj02();
        let [x, y] = back.point([offset.lon, offset.lat])?;
        Some(Coord { x: (x * 1000.0).round() / 1000.0, y: (y * 1000.0).round() / 1000.0 })
    };
    map_coords(table, shift)?;
    Some(SeededFault { rule: Rule::ShiftGcj02, layer: layer::ROADS, row: None, code: None, other: None })
}

/// Northings stand where eastings belong.
fn swapped_greens(copy: &mut District, _: &mut Site) -> Option<SeededFault> {
    map_coords(copy.table_mut(layer::GREENS)?, |c| Some(Coord { x: c.y, y: c.x }))?;
    Some(SeededFault { rule: Rule::AxesSwapped, layer: layer::GREENS, row: None, code: None, other: None })
}

fn map_coords(table: &mut Table, map: impl Fn(Coord<f64>) -> Option<Coord<f64>>) -> Option<()> {
    use geo::MapCoords;
    for row in &mut table.rows {
        if let Some(geometry) = &row.geometry {
            row.geometry = Some(geometry.try_map_coords(|c| map(c).ok_or(())).ok()?);
        }
    }
    Some(())
}
