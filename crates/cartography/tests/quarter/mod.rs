//! An invented quarter by the sea: fifteen blocks by nine, bent streets, courtyards, grids, communities.

use cartography::{Area, AreaRole, Inset, Layer, Line, LineRole, MapSheet, Page, RoadClass, Spot};
use geo_types::{Coord, LineString, MultiPolygon, Point, Polygon, coord};

const COLUMNS: usize = 15;
const ROWS: usize = 9;
const AVENUES: [&str; 8] = ["观澜路", "栖霞路", "听松路", "海棠街", "钟鼓路", "云帆大道", "石阶路", "望岛路"];
const STREETS: [&str; 5] = ["金沙滩路", "槐树街", "人民南路", "晴川路", "Lighthouse Road"];
const COMMUNITIES: [&str; 15] = [
    "观澜", "栖霞", "听松", "海棠", "钟鼓", "云帆", "石阶", "望岛", "槐树", "晴川", "金沙", "灯塔", "渔港", "梧桐",
    "锦绣",
];

/// A number in [0, 1) that looks like chance and is always the same.
fn chance(a: usize, b: usize, c: usize) -> f64 {
    let mixed = (a * 73_856_093) ^ (b * 19_349_663) ^ (c * 83_492_791);
    ((mixed.wrapping_mul(2_654_435_761) >> 7) % 10_007) as f64 / 10_007.0
}

/// Where the streets with two numbers cross; streets are bent, so blocks are no rectangles.
fn corner(column: usize, row: usize) -> Coord<f64> {
    let (u, v) = (column as f64, row as f64);
    let (x, y) = (u * 98.0 + 9.0 * (v * 1.3).sin() + 6.0 * chance(column, row, 1), v * 82.0 + 14.0 * (u * 0.55).sin());
    coord! { x: 525_600.0 + x + y * 0.08, y: 3_991_300.0 + y - x * 0.05 + 5.0 * chance(column, row, 2) }
}

/// The point at parts `u`, `v` of the block.
fn within(column: usize, row: usize, u: f64, v: f64) -> Coord<f64> {
    let [a, b, c, d] = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(i, j)| corner(column + i, row + j));
    let (low, high) = (a + (b - a) * u, d + (c - d) * u);
    low + (high - low) * v
}

fn patch(column: usize, row: usize, [u0, v0, u1, v1]: [f64; 4]) -> MultiPolygon<f64> {
    let ring = [(u0, v0), (u1, v0), (u1, v1), (u0, v1)].map(|(u, v)| within(column, row, u, v));
    Polygon::new(LineString::new(ring.to_vec()), Vec::new()).into()
}

/// The blocks `[from, to)` as one area.
fn blocks(from: [usize; 2], to: [usize; 2]) -> MultiPolygon<f64> {
    let bottom = (from[0]..to[0]).map(|i| corner(i, from[1]));
    let right = (from[1]..to[1]).map(|j| corner(to[0], j));
    let top = (from[0] + 1..=to[0]).rev().map(|i| corner(i, to[1]));
    let left = (from[1] + 1..=to[1]).rev().map(|j| corner(from[0], j));
    Polygon::new(bottom.chain(right).chain(top).chain(left).collect(), Vec::new()).into()
}

fn each_block() -> impl Iterator<Item = (usize, usize)> {
    (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (column, row)))
}

/// Grids: a block, or two where it is large; they tile the quarter.
pub(crate) fn grids() -> Vec<Area> {
    let mut grids = Vec::new();
    for (column, row) in each_block() {
        let split = if chance(column, row, 3) < 0.55 {
            vec![0.0, 0.4 + 0.2 * chance(column, row, 4), 1.0]
        } else {
            vec![0.0, 1.0]
        };
        for (part, pair) in split.windows(2).enumerate() {
            let households = (180.0 + 420.0 * chance(column, row, 5 + part)).round();
            let name = format!("{:02}", (row % 3) * 6 + (column % 3) * 2 + part + 1);
            let code = format!("370299{:03}{name}", row / 3 * 5 + column / 3 + 1);
            let shape = patch(column, row, [pair[0], 0.0, pair[1], 1.0]);
            let known = !(households as usize).is_multiple_of(23);
            let hover = format!("网格 {code}：{households} 户");
            grids.push(
                Area::new(code, shape)
                    .labelled(name, format!("{households}户"))
                    .hover(hover)
                    .value(known.then_some(households)),
            );
        }
    }
    grids
}

fn courtyards() -> (Vec<Area>, Vec<Area>) {
    let (mut yards, mut houses) = (Vec::new(), Vec::new());
    for (column, row) in each_block().filter(|block| *block != (7, 1) && *block != (8, 1)) {
        let count = 3 + (chance(column, row, 9) * 3.0) as usize;
        for i in 0..count {
            for (half, (low, high)) in [(0.09, 0.47), (0.53, 0.91)].into_iter().enumerate() {
                let step = 0.84 / count as f64;
                let (u0, u1) = (0.08 + step * i as f64 + 0.012, 0.08 + step * (i + 1) as f64 - 0.012);
                yards.push(Area::new(format!("C{column:02}{row}{i}{half}"), patch(column, row, [u0, low, u1, high])));
                for house in 0..2 {
                    let (h0, h1) = (low + 0.05 + 0.17 * f64::from(house), low + 0.14 + 0.17 * f64::from(house));
                    let inset = 0.012 + 0.03 * chance(column, row, 20 + i + half);
                    houses.push(Area::new("", patch(column, row, [u0 + inset, h0, u1 - 0.015, h1])));
                }
            }
        }
    }
    (yards, houses)
}

fn roads() -> Vec<Line> {
    let class = |i: usize, last: usize| match i {
        _ if i == last / 2 => RoadClass::Main,
        _ if i.is_multiple_of(3) => RoadClass::Secondary,
        _ if i.is_multiple_of(2) => RoadClass::Lane,
        _ => RoadClass::Minor,
    };
    let name = |names: &[&str], i: usize| {
        if i.is_multiple_of(2) || i.is_multiple_of(3) { names[i % names.len()].to_owned() } else { String::new() }
    };
    let along = (0..=ROWS).map(|row| (row, ROWS, name(&STREETS, row), (0..=COLUMNS).map(|i| corner(i, row)).collect()));
    let across = (0..=COLUMNS).map(|i| (i, COLUMNS, name(&AVENUES, i), (0..=ROWS).map(|row| corner(i, row)).collect()));
    along.chain(across).map(|(i, last, name, shape)| Line { name, shape, class: class(i, last) }).collect()
}

fn sea() -> MultiPolygon<f64> {
    let shore = (0..=60).map(|i| {
        let x = 525_100.0 + f64::from(i) * 45.0;
        coord! { x: x, y: 3_991_262.0 - f64::from(i) * 2.3 + 22.0 * (f64::from(i) * 0.41).sin() }
    });
    let deep = [coord! { x: 527_900.0, y: 3_990_000.0 }, coord! { x: 525_000.0, y: 3_990_000.0 }];
    Polygon::new(shore.chain(deep).collect(), Vec::new()).into()
}

/// The layers of the quarter.
pub(crate) fn layers() -> Vec<Layer> {
    let community = |i: usize| {
        let from = [i % 5 * 3, i / 5 * 3];
        let shape = blocks(from, [from[0] + 3, from[1] + 3]);
        Area::new(format!("370299{:03}", i + 1), shape).labelled(format!("{}社区", COMMUNITIES[i]), "")
    };
    let street = |code: &str, name: &str, from: usize, to: usize| {
        Area::new(code, blocks([from, 0], [to, ROWS])).labelled(name, "")
    };
    let (yards, houses) = courtyards();
    let wall = Line {
        name: String::new(),
        shape: (3..8).map(|row| within(10, row, 0.5, 0.0)).collect(),
        class: RoadClass::Path,
    };
    let office = |name: &str, column, row| Spot {
        code: name.into(),
        at: Point(within(column, row, 0.02, 0.02)),
        name: name.into(),
    };
    vec![
        Layer::areas(AreaRole::Sea, vec![Area::new("sea", sea()).labelled("澜湾", "")]),
        Layer::areas(AreaRole::Grid, grids()),
        Layer::areas(
            AreaRole::Green,
            vec![Area::new("park", patch(7, 1, [0.06, 0.08, 1.94, 0.92])).labelled("听松公园", "")],
        ),
        Layer::areas(AreaRole::Courtyard, yards),
        Layer::areas(AreaRole::Building, houses),
        Layer::lines(LineRole::Road, roads()),
        Layer::lines(LineRole::Barrier, vec![wall]),
        Layer::areas(AreaRole::Community, (0..15).map(community).collect()),
        Layer::areas(
            AreaRole::Street,
            vec![street("370299A", "观海街道", 0, 9), street("370299B", "灯塔街道", 9, COLUMNS)],
        ),
        Layer::areas(AreaRole::District, vec![Area::new("370299", blocks([0, 0], [COLUMNS, ROWS]))]),
        Layer::spots(vec![office("党群服务中心", 2, 4), office("网格驿站", 11, 6)]),
    ]
}

/// The quarter on a page.
pub(crate) fn sheet(page: Page) -> MapSheet {
    let mut sheet = MapSheet::new("澜湾区网格划分方案图", page);
    sheet.subtitle = "Grid plan of Lanwan District (invented)".into();
    sheet.layers = layers();
    let count = |i: usize| sheet.layers[i].len().to_string();
    sheet.figures = vec![
        (count(1), "网格 grids".into()),
        (count(3), "楼院 courtyards".into()),
        (count(7), "社区 communities".into()),
        ("2".into(), "街道 subdistricts".into()),
    ];
    let streets = [("A", [0, 0], [9, ROWS]), ("B", [9, 0], [COLUMNS, ROWS])];
    let areas = streets.map(|(code, from, to)| Area::new(code, blocks(from, to))).into();
    sheet.inset = Some(Inset { areas, highlight: vec!["A".into()] });
    sheet.notes.date = "2026-11-21".into();
    sheet.notes.crs = "CGCS2000 / 3-degree Gauss-Kruger CM 120E (EPSG:4549)".into();
    sheet.notes.source = "程序生成，不取自任何真实地区。 Made by a program; no real place.".into();
    sheet.notes.synthetic = true;
    sheet
}
