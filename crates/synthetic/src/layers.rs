//! The layers of the district.

mod lines;
mod nature;

pub(crate) use lines::{roads, walls};
pub(crate) use nature::{greens, water};

use model::FieldKind::{Int, Real, Text};
use model::{Table, Value};

use crate::district::{layer, polygon, put, spatial};
use crate::fabric::Node;
use crate::furnish::House;
use crate::plane::{Pt, area};
use crate::register::{COUNTY, Register};
use crate::territory::Territory;
use crate::town::Town;

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
    let mut communities =
        spatial(layer::COMMUNITIES, &[("编码", Text), ("名称", Text), ("街道", Text), ("街道编码", Text)]);
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
        ("编号", Text),
        ("名称", Text),
        ("地址", Text),
        ("社区", Text),
        ("社区编码", Text),
        ("户数", Int),
        ("楼栋数", Int),
        ("建成年份", Int),
        ("改造年份", Int),
        ("围合", Text),
    ];
    let mut table = spatial(layer::COURTYARDS, &fields);
    for ((plot, entry), year) in town.courtyards.iter().zip(&register.courtyards).zip(renovated) {
        let community = &register.communities[town.quarters[plot.quarter].community];
        let values = vec![
            entry.code.as_str().into(),
            entry.name.as_str().into(),
            entry.address.as_str().into(),
            community.name.as_str().into(),
            community.code.as_str().into(),
            plot.households.into(),
            (plot.houses.len() as i64).into(),
            plot.built.into(),
            year.map_or(Value::Null, Value::Int),
            "开放".into(),
        ];
        put(&mut table, Some(polygon(&plot.ring, &[])), values);
    }
    table
}

/// Compounds and exclusive sites.
pub(crate) fn enclosed(town: &Town, register: &Register) -> Vec<Table> {
    let fields = [
        ("编号", Text),
        ("名称", Text),
        ("地址", Text),
        ("社区", Text),
        ("社区编码", Text),
        ("网格编号", Text),
        ("户数", Int),
        ("楼栋数", Int),
        ("建成年份", Int),
        ("围合", Text),
    ];
    let mut compounds = spatial(layer::COMPOUNDS, &fields);
    for (plot, entry) in town.compounds.iter().zip(&register.compounds) {
        let community = &register.communities[town.quarters[plot.quarter].community];
        let values = vec![
            entry.code.as_str().into(),
            entry.name.as_str().into(),
            entry.address.as_str().into(),
            community.name.as_str().into(),
            community.code.as_str().into(),
            register.grids[plot.quarter].code.as_str().into(),
            plot.households.into(),
            (plot.houses.len() as i64).into(),
            plot.built.into(),
            "封闭".into(),
        ];
        put(&mut compounds, Some(polygon(&plot.ring, &[])), values);
    }
    let fields = [
        ("编号", Text),
        ("名称", Text),
        ("地址", Text),
        ("类别", Text),
        ("社区", Text),
        ("社区编码", Text),
        ("网格编号", Text),
    ];
    let mut sites = spatial(layer::SITES, &fields);
    for (site, entry) in town.sites.iter().zip(&register.sites) {
        let community = &register.communities[town.quarters[site.quarter].community];
        let values = vec![
            entry.code.as_str().into(),
            entry.name.as_str().into(),
            entry.address.as_str().into(),
            site.kind.label().into(),
            community.name.as_str().into(),
            community.code.as_str().into(),
            register.grid_code(town, site.quarter).into(),
        ];
        put(&mut sites, Some(polygon(&site.ring, &[])), values);
    }
    vec![compounds, sites]
}

/// Buildings of courtyards, compounds and sites, numbered inside each.
pub(crate) fn buildings(town: &Town, register: &Register) -> Table {
    let fields = [
        ("编号", Text),
        ("楼号", Text),
        ("所属编号", Text),
        ("层数", Int),
        ("层高", Real),
        ("建成年份", Int),
        ("结构", Text),
        ("用途", Text),
        ("户数", Int),
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
    let wishes: Vec<(f64, usize, usize)> = houses.iter().map(|h| (h.floor_area(), 0, households as usize)).collect();
    let shares = crate::quarters::apportion(&wishes, households as usize);
    for (number, (house, share)) in houses.iter().zip(shares).enumerate() {
        let values = vec![
            format!("{owner}B{:02}", number + 1).into(),
            format!("{}号楼", number + 1).into(),
            owner.into(),
            house.floors.into(),
            (house.storey as f64 / 10.0).into(),
            built.map_or(Value::Null, Value::Int),
            house.structure.into(),
            house.usage.into(),
            (share as i64).into(),
        ];
        let yard = if house.yard.is_empty() { Vec::new() } else { vec![house.yard.clone()] };
        put(table, Some(polygon(&house.ring, &yard)), values);
    }
}

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
