//! An invented city: houses with gabled roofs and blocks along crooked streets.

use std::collections::BTreeMap;

use archive::{Budget, Change, Entry, Hash, Memory, STEP, Shape};
use citymodel::Lod;
use rand::prelude::*;
use tileset::cell::{Cell, MAX_LEVEL};
use tileset::frame::Geodetic;

/// Small tiles, so that a small city has a deep tree.
pub(crate) const SMALL: Budget = Budget { split: 3_000, join: 1_200, blocks: 8_000 };

pub(crate) struct City(Vec<House>);

#[derive(Clone)]
struct House {
    gid: u32,
    cell: Cell,
    shape: Shape,
}

impl City {
    /// Houses numbered from 1 on.
    pub(crate) fn new(count: u32, seed: u64) -> Self {
        Self::around(count, seed, 120.35, 36.07)
    }

    pub(crate) fn around(count: u32, seed: u64, lon: f64, lat: f64) -> Self {
        let mut dice = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        // As dense however many there are.
        let side = 0.0003 * f64::from(count).sqrt();
        let mut house = |gid| {
            let at = [lon + side * dice.random::<f64>(), lat + side * dice.random::<f64>()];
            let [width, depth, eaves] = [6.0, 8.0, 3.0].map(|least| least * (1.0 + dice.random::<f64>()));
            let ridge = if dice.random_bool(0.5) { dice.random_range(1.0..4.0) } else { 0.0 };
            house(gid, at, [width, depth, eaves, ridge])
        };
        City((1..=count).map(&mut house).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn shapes(&self) -> BTreeMap<u32, Hash> {
        self.0.iter().map(|house| (house.gid, house.shape.hash())).collect()
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = (u32, Cell, &Shape)> {
        self.0.iter().map(|house| (house.gid, house.cell, &house.shape))
    }

    pub(crate) fn entries(&self, objects: &Memory) -> Vec<Entry> {
        self.0.iter().map(|house| entry(house, objects)).collect()
    }

    pub(crate) fn changes(&self, objects: &Memory) -> Vec<Change> {
        self.entries(objects).into_iter().map(|entry| Change::Put(Box::new(entry))).collect()
    }

    /// The same house, 1 m higher.
    pub(crate) fn changed(&self, gid: u32, objects: &Memory) -> Change {
        let mut house = self.0[gid as usize - 1].clone();
        let lowest = house.shape.corners.iter().map(|corner| corner[2]).min().unwrap_or_default();
        for corner in house.shape.corners.iter_mut().filter(|corner| corner[2] > lowest) {
            corner[2] += (1.0 / STEP) as i32;
        }
        Change::Put(Box::new(entry(&house, objects)))
    }

    pub(crate) fn removed(&self, gid: u32) -> Change {
        let cell = self.0[gid as usize - 1].cell;
        Change::Remove { gid, at: (cell.x(), cell.y()) }
    }
}

fn entry(house: &House, objects: &Memory) -> Entry {
    Entry::keep(house.gid, house.cell, &house.shape, objects).expect("memory holds it").expect("a house has faces")
}

/// A house at a place, with width, depth, height of the eaves and of the ridge above them in metres.
fn house(gid: u32, [lon, lat]: [f64; 2], [width, depth, eaves, ridge]: [f64; 4]) -> House {
    let cell = Cell::at(lon, lat, MAX_LEVEL).expect("on Earth");
    let [x, y, z] = cell.frame().from_geodetic(Geodetic { lon, lat, height: 12.0 });
    let at =
        |east: f64, north: f64, up: f64| [x + east, y + north, z + up].map(|metres| (metres / STEP).round() as i32);
    let (w, d, m) = (width, depth, width / 2.0);
    let [a, b, c, e] = [at(0.0, 0.0, 0.0), at(w, 0.0, 0.0), at(w, d, 0.0), at(0.0, d, 0.0)];
    let [f, g, h, i] = [at(0.0, 0.0, eaves), at(w, 0.0, eaves), at(w, d, eaves), at(0.0, d, eaves)];
    let [south, north] = [at(m, 0.0, eaves + ridge), at(m, d, eaves + ridge)];
    let (roof, wall, ground) = (1, 2, 3);
    let mut faces = vec![([a, e, c], ground), ([a, c, b], ground)];
    for [p, q, r, s] in [[a, b, g, f], [b, c, h, g], [c, e, i, h], [e, a, f, i]] {
        faces.extend([([p, q, r], wall), ([p, r, s], wall)]);
    }
    if ridge > 0.0 {
        faces.extend([([f, g, south], wall), ([h, i, north], wall)]);
        faces.extend([
            ([f, south, north], roof),
            ([f, north, i], roof),
            ([g, h, north], roof),
            ([g, north, south], roof),
        ]);
    } else {
        faces.extend([([f, g, h], roof), ([f, h, i], roof)]);
    }
    let lod = if ridge > 0.0 { Lod { major: 2, minor: 0 } } else { Lod { major: 1, minor: 2 } };
    House { gid, cell, shape: Shape::from_triangles(lod, faces) }
}
