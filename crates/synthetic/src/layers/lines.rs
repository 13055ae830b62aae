//! Streets, lanes, footpaths and walls.

use model::FieldKind::{Real, Text};
use model::Table;

use super::points;
use crate::dice::Dice;
use crate::district::{layer, line, lines, put, spatial};
use crate::fabric::WayClass;
use crate::plane::{Pt, area, centroid, dist, lerp, scale, sides};
use crate::plots::Lane;
use crate::register::{COUNTY, Register};
use crate::shore::{HILLS, SCALE};
use crate::streets::Ground;
use crate::town::Town;

/// Name of a road class.
fn class_label(class: WayClass) -> &'static str {
    match class {
        WayClass::Arterial => "主干路",
        WayClass::Secondary => "次干路",
        WayClass::Branch => "支路",
        WayClass::Lane(_) => "街巷",
        WayClass::River | WayClass::Coast | WayClass::Party | WayClass::Rim => "",
    }
}

/// Streets and lanes.
pub(crate) fn roads(town: &Town, register: &Register) -> Table {
    let mut table = spatial(layer::ROADS, &[("编号", Text), ("名称", Text), ("等级", Text), ("宽度", Real)]);
    let mut add = |name: &str, label: &str, width: f64, shape: &[Pt]| {
        let code = format!("{COUNTY}R{:04}", table.rows.len() + 1);
        put(&mut table, Some(line(shape)), vec![code.into(), name.into(), label.into(), width.into()]);
    };
    for (way, nodes) in register.strokes.iter().enumerate() {
        let class = town.streets.fabric.ways[way].class;
        if nodes.len() > 1 && !matches!(class, WayClass::Coast | WayClass::River) {
            add(&register.street_of_way[way], class_label(class), class.width(), &points(town, nodes));
        }
    }
    let mut in_quarter = (usize::MAX, 0);
    for (quarter, lane) in town.lanes.iter().filter(|(_, lane)| lane.class != WayClass::Party) {
        in_quarter = if in_quarter.0 == *quarter { (*quarter, in_quarter.1 + 1) } else { (*quarter, 1) };
        let name = format!("{}{}巷", lane_street(town, register, *quarter), in_quarter.1);
        add(&name, class_label(lane.class), lane.class.width(), &lane.line);
    }
    for (number, path) in hill_paths(town).iter().enumerate() {
        add(&format!("山林步道{}", number + 1), "步道", 2.5, path);
    }
    table
}

/// The street whose name the lanes of a quarter carry.
fn lane_street(town: &Town, register: &Register, quarter: usize) -> String {
    let (fabric, face) = (&town.streets.fabric, town.quarters[quarter].face);
    let named = (0..fabric.faces[face].len())
        .filter(|&i| !matches!(fabric.side_class(face, i), WayClass::Coast | WayClass::River))
        .max_by_key(|&i| (fabric.side_class(face, i) == WayClass::Branch, std::cmp::Reverse(i)));
    let name = named.map_or("滨海", |i| register.street_of_way[fabric.side(face, i).0].as_str());
    name.trim_end_matches("支路").trim_end_matches("大道").trim_end_matches('路').to_owned()
}

/// Walls around compounds and along party lines, open at the gates.
pub(crate) fn walls(town: &Town, register: &Register, dice: &mut Dice) -> Table {
    let mut table = spatial(layer::WALLS, &[("编号", Text), ("类别", Text), ("所属编号", Text)]);
    let mut add = |kind: &str, owner: &str, shape: geo_types::Geometry<f64>| {
        let code = format!("{COUNTY}W{:04}", table.rows.len() + 1);
        put(&mut table, Some(shape), vec![code.into(), kind.into(), owner.into()]);
    };
    for (plot, entry) in town.compounds.iter().zip(&register.compounds) {
        add("小区围墙", &entry.code, lines(&gated(&plot.ring, if area(&plot.ring) > 15_000.0 { 2 } else { 1 })));
    }
    for (_, lane) in town.lanes.iter().filter(|(_, lane)| lane.class == WayClass::Party && lane.line.len() > 1) {
        if dice.chance(0.6) {
            add("院墙", "", lines(&with_door(lane, dice)));
        }
    }
    table
}

/// A ring cut open by gates of seven metres in the middle of its longest sides.
fn gated(ring: &[Pt], gates: usize) -> Vec<Vec<Pt>> {
    let list: Vec<(Pt, Pt)> = sides(ring).collect();
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by(|&a, &b| dist(list[b].0, list[b].1).total_cmp(&dist(list[a].0, list[a].1)).then(a.cmp(&b)));
    let mut open: Vec<usize> = order.into_iter().take(gates).collect();
    open.sort_unstable();
    let n = list.len();
    let mut parts = Vec::new();
    for (k, &side) in open.iter().enumerate() {
        let next = open[(k + 1) % open.len()];
        let half = |i: usize| 3.5 / dist(list[i].0, list[i].1).max(8.0);
        let mut part = vec![lerp(list[side].0, list[side].1, 0.5 + half(side))];
        let steps = if next == side { n } else { (next + n - side) % n };
        part.extend((1..=steps).map(|j| ring[(side + j) % n]));
        part.push(lerp(list[next].0, list[next].1, 0.5 - half(next)));
        parts.push(part);
    }
    parts
}

fn with_door(lane: &Lane, dice: &mut Dice) -> Vec<Vec<Pt>> {
    let (a, b) = (lane.line[0], lane.line[lane.line.len() - 1]);
    let length = dist(a, b);
    if length < 14.0 || lane.line.len() > 2 {
        return vec![lane.line.clone()];
    }
    let t = dice.real(0.3, 0.7);
    let half = 1.5 / length;
    vec![vec![a, lerp(a, b, t - half)], vec![lerp(a, b, t + half), b]]
}

/// Footpaths on the hills, shaped like contour lines.
fn hill_paths(town: &Town) -> Vec<Vec<Pt>> {
    let mut out = Vec::new();
    for block in town.streets.blocks.iter().filter(|block| block.ground == Ground::Hill) {
        let ring = town.streets.fabric.ring(block.quarters[0]);
        let top = HILLS
            .iter()
            .map(|&(hill, _)| scale(hill, SCALE))
            .find(|&hill| crate::plane::inside(&ring, hill))
            .unwrap_or(centroid(&ring));
        for share in [0.72, 0.48, 0.24] {
            let mut path: Vec<Pt> = ring.iter().map(|&p| lerp(top, p, share)).collect();
            path.push(path[0]);
            out.push(crate::plane::simplify_ring(&path, 3.0));
        }
    }
    out
}
