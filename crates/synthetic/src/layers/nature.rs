//! Sea, river, hills, waterfronts, beaches and squares.

use model::FieldKind::Text;
use model::Table;

use super::points;
use crate::clip::{band, inset, intersect, is_simple, subtract, tidy, unite};
use crate::district::{layer, polygon, put, spatial};
use crate::fabric::WayClass;
use crate::plane::{Pt, area, dist, perimeter};
use crate::quarters::{Purpose, Quarter};
use crate::register::{COUNTY, Register};
use crate::shore::SCALE;
use crate::streets::Ground;
use crate::territory::Territory;
use crate::town::Town;

/// Sea and river.
pub(crate) fn water(town: &Town, register: &Register) -> Table {
    let mut table = spatial(layer::WATER, &[("编号", Text), ("名称", Text), ("类别", Text)]);
    let outline = Territory::outline(&town.streets, |_| true);
    let land =
        outline.iter().map(|ring| points(town, ring)).max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default();
    // The map's frame, open towards the land's northern and eastern neighbours.
    let frame = vec![
        [-900.0, -500.0],
        [9_520.0 * SCALE, -500.0],
        [9_510.0 * SCALE, 1_000.0],
        [250.0, 3_640.0],
        [-900.0, 3_900.0],
    ];
    let sea = subtract(&frame, &[land]).into_iter().max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default();
    let mut add = |name: &str, kind: &str, ring: &[Pt]| {
        let code = format!("{COUNTY}H{:02}", table.rows.len() + 1);
        put(&mut table, Some(polygon(ring, &[])), vec![code.into(), name.into(), kind.into()]);
    };
    add("示例湾", "海域", &tidy(&sea, 0.5));
    for (way, nodes) in register.strokes.iter().enumerate().filter(|(_, nodes)| nodes.len() > 1) {
        if town.streets.fabric.ways[way].class == WayClass::River {
            for ring in unite(&band(&points(town, nodes), 9.0)) {
                add(&register.street_of_way[way], "河道", &tidy(&ring, 0.2));
            }
        }
    }
    table
}

/// Hills, waterfronts, beaches and squares.
pub(crate) fn greens(town: &Town, names: &[String]) -> Table {
    let mut table = spatial(layer::GREENS, &[("编号", Text), ("名称", Text), ("类别", Text)]);
    let mut add = |kind: &str, ring: &[Pt]| {
        let code = format!("{COUNTY}G{:03}", table.rows.len() + 1);
        let name = format!("{}{kind}", names[table.rows.len() % names.len()]);
        put(&mut table, Some(polygon(ring, &[])), vec![code.into(), name.into(), kind.into()]);
    };
    let fabric = &town.streets.fabric;
    let setback = |face: usize| {
        inset(&fabric.ring(face), |i| match fabric.side_class(face, i) {
            WayClass::Coast => 0.0,
            class => class.setback(),
        })
    };
    for block in &town.streets.blocks {
        match block.ground {
            Ground::Hill => add("山公园", &setback(block.quarters[0])),
            Ground::Waterfront => waterfront(town, &setback(block.quarters[0]), block.quarters[0], &mut add),
            Ground::Urban(_) | Ground::Wharf => {}
        }
    }
    for quarter in town.quarters.iter().filter(|q| !q.wharf && q.land.len() > 3) {
        promenade(town, quarter, &mut add);
    }
    for quarter in town.quarters.iter().filter(|q| q.purpose == Purpose::Square && q.land.len() > 3) {
        add(if area(&quarter.land) > 9_000.0 { "公园" } else { "广场" }, &quarter.land);
    }
    table
}

/// A waterfront: sand where the shore runs nearly east, green behind it.
fn waterfront(town: &Town, land: &[Pt], face: usize, add: &mut impl FnMut(&str, &[Pt])) {
    let fabric = &town.streets.fabric;
    let ring = fabric.ring(face);
    let n = ring.len();
    let sand: Vec<Vec<Pt>> = (0..n)
        .filter(|&i| fabric.side_class(face, i) == WayClass::Coast)
        .filter(|&i| {
            let (a, b) = (ring[i], ring[(i + 1) % n]);
            (b[0] - a[0]) / dist(a, b).max(0.1) > 0.86
        })
        .flat_map(|i| band(&[ring[i], ring[(i + 1) % n]], 34.0))
        .collect();
    let largest =
        |rings: Vec<Vec<Pt>>| rings.into_iter().max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default();
    let beach = tidy(&largest(intersect(land, &sand)), 0.3);
    if beach.len() < 4 || area(&beach) < 4_000.0 {
        return add("海滨绿地", land);
    }
    add("沙滩", &beach);
    for rest in
        subtract(land, &sand).iter().map(|ring| tidy(ring, 0.3)).filter(|ring| ring.len() > 3 && area(ring) > 500.0)
    {
        add("海滨绿地", &rest);
    }
}

/// Between a quarter on the shore and the water.
fn promenade(town: &Town, quarter: &Quarter, add: &mut impl FnMut(&str, &[Pt])) {
    let fabric = &town.streets.fabric;
    let class = |i: usize| fabric.side_class(quarter.face, i);
    if !(0..fabric.faces[quarter.face].len()).any(|i| class(i) == WayClass::Coast) {
        return;
    }
    let shore =
        inset(&fabric.ring(quarter.face), |i| if class(i) == WayClass::Coast { 0.0 } else { class(i).setback() });
    // Where the shore runs all around the land, the rest is a ring around it, and a ring is no promenade.
    let beside = |ring: &[Pt]| intersect(ring, std::slice::from_ref(&quarter.land)).iter().all(|part| area(part) < 1.0);
    let wide =
        |ring: &&Vec<Pt>| ring.len() > 3 && 2.0 * area(ring) / perimeter(ring) > 8.0 && is_simple(ring) && beside(ring);
    for part in subtract(&shore, std::slice::from_ref(&quarter.land))
        .iter()
        .map(|ring| tidy(ring, 0.5))
        .collect::<Vec<_>>()
        .iter()
        .filter(wide)
    {
        add("滨海步道绿带", part);
    }
}
