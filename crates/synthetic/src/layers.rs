//! The layers of the district.

use model::FieldKind::{Int, Real, Text};
use model::{Table, Value};

use crate::clip::{band, intersect, subtract, tidy};
use crate::district::{layer, line, lines, polygon, put, spatial};
use crate::fabric::{Node, WayClass};
use crate::furnish::House;
use crate::plane::{Pt, area, centroid, dist, lerp, scale, sides};
use crate::plots::Lane;
use crate::quarters::Purpose;
use crate::register::{COUNTY, Register};
use crate::shore::{HILLS, SCALE};
use crate::streets::Ground;
use crate::territory::Territory;
use crate::town::Town;

fn points(town: &Town, nodes: &[Node]) -> Vec<Pt> {
    nodes.iter().map(|&n| town.streets.fabric.points[n as usize]).collect()
}

fn area_of(town: &Town, belongs: impl Fn(usize) -> bool) -> geo_types::Geometry<f64> {
    let mut rings: Vec<Vec<Pt>> =
        Territory::outline(&town.streets, belongs).iter().map(|ring| points(town, ring)).collect();
    rings.sort_by(|a, b| area(b).total_cmp(&area(a)));
    let holes = rings.split_off(1);
    polygon(&rings[0], &holes)
}

/// District, subdistricts, communities.
pub(crate) fn territory(town: &Town, register: &Register, name: &str) -> Vec<Table> {
    let mut district = spatial(layer::DISTRICT, &[("编码", Text), ("名称", Text)]);
    put(&mut district, Some(area_of(town, |_| true)), vec![COUNTY.into(), name.into()]);
    let mut subdistricts = spatial(layer::SUBDISTRICTS, &[("编码", Text), ("名称", Text)]);
    let community_of = &town.territory.community_of;
    let subdistrict_of = &town.territory.subdistrict_of;
    for (s, entry) in register.subdistricts.iter().enumerate() {
        let shape = area_of(town, |block| subdistrict_of[community_of[block]] == s);
        put(&mut subdistricts, Some(shape), vec![entry.code.as_str().into(), entry.name.as_str().into()]);
    }
    let mut communities = spatial(layer::COMMUNITIES, &[("编码", Text), ("名称", Text), ("街道", Text), ("街道编码", Text)]);
    for (c, entry) in register.communities.iter().enumerate() {
        let shape = area_of(town, |block| community_of[block] == c);
        let street = &register.subdistricts[subdistrict_of[c]];
        let values = [&entry.code, &entry.name, &street.name, &street.code].map(|text| Value::from(text.as_str()));
        put(&mut communities, Some(shape), values.to_vec());
    }
    vec![district, subdistricts, communities]
}

/// Courtyards; `renovated[i]` is the year of renovation.
pub(crate) fn courtyards(town: &Town, register: &Register, renovated: &[Option<i64>]) -> Table {
    let fields = [
        ("编号", Text), ("名称", Text), ("地址", Text), ("社区", Text), ("社区编码", Text), ("户数", Int), ("楼栋数", Int),
        ("建成年份", Int), ("改造年份", Int), ("围合", Text),
    ];
    let mut table = spatial(layer::COURTYARDS, &fields);
    for ((plot, entry), year) in town.courtyards.iter().zip(&register.courtyards).zip(renovated) {
        let community = &register.communities[town.quarters[plot.quarter].community];
        let values = vec![
            entry.code.as_str().into(), entry.name.as_str().into(), entry.address.as_str().into(),
            community.name.as_str().into(), community.code.as_str().into(), plot.households.into(),
            (plot.houses.len() as i64).into(), plot.built.into(), year.map_or(Value::Null, Value::Int), "开放".into(),
        ];
        put(&mut table, Some(polygon(&plot.ring, &[])), values);
    }
    table
}

/// Compounds and exclusive sites.
pub(crate) fn enclosed(town: &Town, register: &Register) -> Vec<Table> {
    let fields = [
        ("编号", Text), ("名称", Text), ("地址", Text), ("社区", Text), ("社区编码", Text), ("网格编号", Text), ("户数", Int),
        ("楼栋数", Int), ("建成年份", Int), ("围合", Text),
    ];
    let mut compounds = spatial(layer::COMPOUNDS, &fields);
    for (plot, entry) in town.compounds.iter().zip(&register.compounds) {
        let community = &register.communities[town.quarters[plot.quarter].community];
        let values = vec![
            entry.code.as_str().into(), entry.name.as_str().into(), entry.address.as_str().into(),
            community.name.as_str().into(), community.code.as_str().into(),
            register.grids[plot.quarter].code.as_str().into(), plot.households.into(),
            (plot.houses.len() as i64).into(), plot.built.into(), "封闭".into(),
        ];
        put(&mut compounds, Some(polygon(&plot.ring, &[])), values);
    }
    let fields =
        [("编号", Text), ("名称", Text), ("地址", Text), ("类别", Text), ("社区", Text), ("社区编码", Text), ("网格编号", Text)];
    let mut sites = spatial(layer::SITES, &fields);
    for (site, entry) in town.sites.iter().zip(&register.sites) {
        let community = &register.communities[town.quarters[site.quarter].community];
        let values = vec![
            entry.code.as_str().into(), entry.name.as_str().into(), entry.address.as_str().into(), site.kind.label().into(),
            community.name.as_str().into(), community.code.as_str().into(),
            register.grid_code(town, site.quarter).into(),
        ];
        put(&mut sites, Some(polygon(&site.ring, &[])), values);
    }
    vec![compounds, sites]
}

/// Buildings of courtyards, compounds and sites, numbered inside each.
pub(crate) fn buildings(town: &Town, register: &Register) -> Table {
    let fields = [
        ("编号", Text), ("楼号", Text), ("所属编号", Text), ("层数", Int), ("层高", Real), ("建成年份", Int), ("结构", Text),
        ("用途", Text), ("户数", Int),
    ];
    let mut table = spatial(layer::BUILDINGS, &fields);
    let homes = town.courtyards.iter().zip(&register.courtyards).chain(town.compounds.iter().zip(&register.compounds));
    for (plot, entry) in homes {
        add_buildings(&mut table, &entry.code, &plot.houses, plot.households, Some(plot.built));
    }
    for (site, entry) in town.sites.iter().zip(&register.sites) {
        add_buildings(&mut table, &entry.code, &site.houses, 0, None);
    }
    table
}

fn add_buildings(table: &mut Table, owner: &str, houses: &[House], households: i64, built: Option<i64>) {
    let wishes: Vec<(f64, usize, usize)> =
        houses.iter().map(|h| (h.floor_area(), 0, households as usize)).collect();
    let shares = crate::quarters::apportion(&wishes, households as usize);
    for (number, (house, share)) in houses.iter().zip(shares).enumerate() {
        let values = vec![
            format!("{owner}B{:02}", number + 1).into(), format!("{}号楼", number + 1).into(), owner.into(),
            house.floors.into(), (house.storey as f64 / 10.0).into(), built.map_or(Value::Null, Value::Int),
            house.structure.into(), house.usage.into(), (share as i64).into(),
        ];
        let yard = if house.yard.is_empty() { Vec::new() } else { vec![house.yard.clone()] };
        put(table, Some(polygon(&house.ring, &yard)), values);
    }
}

/// Name of a road class.
pub(crate) fn class_label(class: WayClass) -> &'static str {
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
    let mut add = |name: &str, class: WayClass, shape: &[Pt]| {
        let code = format!("{COUNTY}R{:04}", table.rows.len() + 1);
        let values = vec![code.into(), name.into(), class_label(class).into(), class.width().into()];
        put(&mut table, Some(line(shape)), values);
    };
    for (way, nodes) in register.strokes.iter().enumerate() {
        let class = town.streets.fabric.ways[way].class;
        if nodes.len() > 1 && !matches!(class, WayClass::Coast | WayClass::River) {
            add(&register.street_of_way[way], class, &points(town, nodes));
        }
    }
    let mut in_quarter = (usize::MAX, 0);
    for (quarter, lane) in town.lanes.iter().filter(|(_, lane)| lane.class != WayClass::Party) {
        in_quarter = if in_quarter.0 == *quarter { (*quarter, in_quarter.1 + 1) } else { (*quarter, 1) };
        let name = format!("{}{}巷", lane_street(town, register, *quarter), in_quarter.1);
        add(&name, lane.class, &lane.line);
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
pub(crate) fn walls(town: &Town, register: &Register, dice: &mut crate::dice::Dice) -> Table {
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

fn with_door(lane: &Lane, dice: &mut crate::dice::Dice) -> Vec<Vec<Pt>> {
    let (a, b) = (lane.line[0], lane.line[lane.line.len() - 1]);
    let length = dist(a, b);
    if length < 14.0 || lane.line.len() > 2 {
        return vec![lane.line.clone()];
    }
    let t = dice.real(0.3, 0.7);
    let half = 1.5 / length;
    vec![vec![a, lerp(a, b, t - half)], vec![lerp(a, b, t + half), b]]
}

/// Sea and river.
pub(crate) fn water(town: &Town, register: &Register) -> Table {
    let mut table = spatial(layer::WATER, &[("编号", Text), ("名称", Text), ("类别", Text)]);
    let outline = Territory::outline(&town.streets, |_| true);
    let land = outline.iter().map(|ring| points(town, ring)).max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default();
    // The map's frame, open towards the land's northern and eastern neighbours.
    let frame = vec![[-900.0, -500.0], [9_520.0 * SCALE, -500.0], [9_510.0 * SCALE, 1_000.0], [250.0, 3_640.0], [-900.0, 3_900.0]];
    let sea = subtract(&frame, &[land]).into_iter().max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default();
    let mut add = |name: &str, kind: &str, ring: &[Pt]| {
        let code = format!("{COUNTY}H{:02}", table.rows.len() + 1);
        put(&mut table, Some(polygon(ring, &[])), vec![code.into(), name.into(), kind.into()]);
    };
    add("示例湾", "海域", &tidy(&sea, 0.5));
    for (way, nodes) in register.strokes.iter().enumerate().filter(|(_, nodes)| nodes.len() > 1) {
        if town.streets.fabric.ways[way].class == WayClass::River {
            for ring in crate::clip::unite(&band(&points(town, nodes), 9.0)) {
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
        crate::clip::inset(&fabric.ring(face), |i| match fabric.side_class(face, i) {
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
    let largest = |rings: Vec<Vec<Pt>>| rings.into_iter().max_by(|a, b| area(a).total_cmp(&area(b))).unwrap_or_default();
    let beach = tidy(&largest(intersect(land, &sand)), 0.3);
    if beach.len() < 4 || area(&beach) < 4_000.0 {
        return add("海滨绿地", land);
    }
    add("沙滩", &beach);
    for rest in subtract(land, &sand).iter().map(|ring| tidy(ring, 0.3)).filter(|ring| ring.len() > 3 && area(ring) > 500.0) {
        add("海滨绿地", &rest);
    }
}

/// Footpaths on the hills, shaped like contour lines: for drawing.
pub(crate) fn hill_paths(town: &Town) -> Vec<Vec<Pt>> {
    let mut out = Vec::new();
    for block in town.streets.blocks.iter().filter(|block| block.ground == Ground::Hill) {
        let ring = town.streets.fabric.ring(block.quarters[0]);
        let top = HILLS.iter().map(|&(hill, _)| scale(hill, SCALE)).find(|&hill| crate::plane::inside(&ring, hill)).unwrap_or(centroid(&ring));
        for share in [0.72, 0.48, 0.24] {
            let mut path: Vec<Pt> = ring.iter().map(|&p| lerp(top, p, share)).collect();
            path.push(path[0]);
            out.push(crate::plane::simplify_ring(&path, 3.0));
        }
    }
    out
}
