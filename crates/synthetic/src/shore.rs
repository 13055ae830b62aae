//! The invented lie of the land: shore, borders, hills and the main roads between them, in local metres.
//!
//! The control points were drawn by hand for no real place; the seed moves each of them a little.

use crate::dice::Dice;
use crate::fabric::{Fabric, Way, WayClass};
use crate::plane::{Pt, add, dist, left, lerp, scale, spline, sub, unit};

/// Local metres are the drawing's metres times this.
pub(crate) const SCALE: f64 = 1.0;

/// Street numbers of the outline.
pub(crate) const SHORE: usize = 0;
const EAST: usize = 1;
const NORTH: usize = 2;
/// Streets numbered from here on are the main roads of [`ROADS`].
pub(crate) const FIRST_ROAD: usize = 3;

/// Quays, hard-edged, from the north-west corner down.
const HARBOUR: &[[f64; 2]] = &[
    [300.0, 3650.0], [215.0, 3390.0], [-170.0, 3462.0], [-186.0, 3372.0], [190.0, 3296.0], [150.0, 3140.0],
    [-225.0, 3212.0], [-243.0, 3116.0], [128.0, 3042.0], [84.0, 2790.0], [180.0, 2600.0],
];
/// Rock and sand, rounded.
const WEST_SHORE: &[[f64; 2]] = &[
    [180.0, 2600.0], [330.0, 2350.0], [250.0, 2060.0], [420.0, 1760.0], [370.0, 1450.0], [520.0, 1180.0],
    [620.0, 930.0], [850.0, 800.0], [1150.0, 900.0],
];
/// A mole with a bend, sheltering the small harbour of the first bay.
const MOLE: &[[f64; 2]] = &[
    [1150.0, 900.0], [1196.0, 720.0], [1390.0, 590.0], [1700.0, 575.0], [1702.0, 592.0], [1400.0, 612.0],
    [1222.0, 734.0], [1186.0, 925.0],
];
const FIRST_BAY: &[[f64; 2]] = &[[1186.0, 925.0], [1330.0, 1060.0], [1560.0, 1165.0], [1800.0, 1225.0], [2044.0, 1222.0]];
/// A pier with an eight-sided head.
const PIER: &[[f64; 2]] = &[
    [2044.0, 1222.0], [2046.0, 862.0], [2032.0, 848.0], [2032.0, 828.0], [2046.0, 814.0], [2066.0, 814.0], [2080.0, 828.0],
    [2080.0, 848.0], [2058.0, 862.0], [2056.0, 1221.0],
];
const MIDDLE_SHORE: &[[f64; 2]] = &[
    [2056.0, 1221.0], [2250.0, 1195.0], [2550.0, 1050.0], [2700.0, 850.0], [2850.0, 700.0], [3080.0, 610.0], [3290.0, 720.0],
    [3400.0, 900.0], [3580.0, 1060.0], [3950.0, 1180.0], [4330.0, 1140.0], [4640.0, 960.0], [4780.0, 690.0],
    [5000.0, 420.0], [5330.0, 200.0], [5560.0, 250.0], [5780.0, 140.0], [6020.0, 330.0], [6060.0, 600.0],
    [6180.0, 830.0], [6440.0, 1000.0], [6900.0, 1060.0], [7300.0, 940.0], [7480.0, 700.0], [7700.0, 560.0],
    [7930.0, 570.0], [8060.0, 720.0],
];
/// The marina.
const MARINA: &[[f64; 2]] = &[
    [8060.0, 720.0], [8180.0, 470.0], [8420.0, 455.0], [8424.0, 474.0], [8196.0, 490.0], [8110.0, 735.0], [8230.0, 865.0],
    [8520.0, 880.0], [8560.0, 690.0], [8580.0, 690.0], [8560.0, 890.0],
];
const EAST_SHORE: &[[f64; 2]] = &[[8560.0, 890.0], [8760.0, 800.0], [9000.0, 760.0], [9220.0, 880.0], [9500.0, 930.0]];
const EAST_BORDER: &[[f64; 2]] =
    &[[9500.0, 930.0], [9620.0, 1600.0], [9540.0, 2300.0], [9700.0, 2950.0], [9650.0, 3450.0]];
const NORTH_BORDER: &[[f64; 2]] = &[
    [9650.0, 3450.0], [9000.0, 3620.0], [8200.0, 3480.0], [7300.0, 3660.0], [6400.0, 3500.0], [5500.0, 3640.0],
    [4600.0, 3500.0], [3700.0, 3660.0], [2800.0, 3540.0], [1900.0, 3700.0], [1000.0, 3600.0], [300.0, 3650.0],
];

use WayClass::{Arterial, River, Secondary};

/// A main road: its class, its control points, and the street it continues (its own position when none).
type Road = (WayClass, &'static [[f64; 2]]);

/// Main roads in the order in which they are drawn; each must start and end on or beyond an earlier line.
const ROADS: &[Road] = &[
    // The sea-front road.
    (Arterial, &[
        [620.0, 3720.0], [570.0, 3200.0], [520.0, 2780.0], [660.0, 2330.0], [640.0, 2030.0], [760.0, 1640.0], [1010.0, 1330.0],
        [1420.0, 1340.0], [1950.0, 1420.0], [2450.0, 1330.0], [2860.0, 1130.0], [3200.0, 1140.0], [3560.0, 1270.0],
        [3950.0, 1350.0], [4420.0, 1310.0], [4850.0, 1130.0], [5350.0, 1020.0], [5900.0, 1070.0], [6450.0, 1190.0],
        [6950.0, 1240.0], [7400.0, 1150.0], [7900.0, 1060.0], [8450.0, 1090.0], [9000.0, 1040.0], [9700.0, 1110.0],
    ]),
    // The river.
    (River, &[
        [6060.0, 3760.0], [5990.0, 3250.0], [6130.0, 2750.0], [6030.0, 2280.0], [6090.0, 1700.0], [6170.0, 1250.0],
        [6300.0, 980.0], [6330.0, 700.0],
    ]),
    // The avenue south of the hills.
    (Arterial, &[
        [180.0, 1930.0], [560.0, 1960.0], [1300.0, 1880.0], [2100.0, 1840.0], [2650.0, 1770.0], [3300.0, 1800.0], [4200.0, 1650.0], [5000.0, 1720.0],
        [5800.0, 1860.0], [6600.0, 1850.0], [7350.0, 1750.0], [8200.0, 1880.0], [9000.0, 1790.0], [9750.0, 1850.0],
    ]),
    // The avenue north of the hills.
    (Arterial, &[
        [40.0, 2700.0], [460.0, 2750.0], [1200.0, 2690.0], [2000.0, 2620.0], [2650.0, 2530.0], [3400.0, 2650.0], [4250.0, 2780.0],
        [5100.0, 2600.0], [5900.0, 2590.0], [6600.0, 2850.0], [7350.0, 3080.0], [8150.0, 2860.0], [8900.0, 2650.0],
        [9800.0, 2700.0],
    ]),
    (Secondary, &[[1250.0, 1000.0], [1330.0, 1340.0], [1400.0, 1870.0], [1290.0, 2690.0], [1420.0, 3800.0]]),
    (Arterial, &[[2040.0, 1300.0], [2050.0, 1410.0], [2130.0, 1840.0], [2330.0, 2180.0], [2120.0, 2610.0], [2060.0, 3200.0], [2140.0, 3800.0]]),
    (Secondary, &[[2960.0, 1000.0], [2970.0, 1400.0], [3060.0, 1800.0], [3050.0, 2180.0], [2930.0, 2560.0], [3080.0, 3150.0], [3030.0, 3800.0]]),
    (Arterial, &[[3680.0, 1000.0], [3720.0, 1350.0], [3640.0, 1740.0], [3560.0, 2200.0], [3680.0, 2690.0], [3800.0, 3200.0], [3760.0, 3800.0]]),
    (Secondary, &[[4740.0, 560.0], [4790.0, 1160.0], [4900.0, 1700.0], [5000.0, 2180.0], [4860.0, 2640.0], [4700.0, 3100.0], [4760.0, 3800.0]]),
    (Secondary, &[[5640.0, 800.0], [5640.0, 1060.0], [5560.0, 1820.0], [5500.0, 2580.0], [5450.0, 3100.0], [5530.0, 3800.0]]),
    (Arterial, &[[6640.0, 900.0], [6620.0, 1210.0], [6560.0, 1840.0], [6450.0, 2300.0], [6520.0, 2830.0], [6640.0, 3200.0], [6560.0, 3800.0]]),
    (Secondary, &[[7420.0, 800.0], [7430.0, 1150.0], [7380.0, 1750.0], [7420.0, 1900.0]]),
    (Arterial, &[[8330.0, 800.0], [8270.0, 1080.0], [8210.0, 1880.0], [8320.0, 2350.0], [8180.0, 2840.0], [8270.0, 3300.0], [8200.0, 3800.0]]),
    (Secondary, &[[9010.0, 700.0], [9000.0, 1040.0], [8930.0, 1790.0], [8880.0, 2650.0], [8990.0, 3800.0]]),
    (Secondary, &[[7420.0, 2980.0], [7400.0, 3070.0], [7480.0, 3400.0], [7420.0, 3800.0]]),
    // Curved roads at the feet of the hills, cutting the corners of the blocks.
    (Secondary, &[[6400.0, 2240.0], [6640.0, 2080.0], [7000.0, 1980.0], [7420.0, 1930.0], [7850.0, 1990.0], [8110.0, 2090.0], [8400.0, 2250.0]]),
    (Secondary, &[[6450.0, 2640.0], [6700.0, 2800.0], [7050.0, 2920.0], [7380.0, 2950.0], [7700.0, 2880.0], [8000.0, 2740.0], [8400.0, 2640.0]]),
    (Secondary, &[
        [4950.0, 1200.0], [4990.0, 960.0], [5090.0, 740.0], [5330.0, 610.0], [5640.0, 640.0], [5880.0, 800.0], [5960.0, 960.0],
        [5930.0, 1180.0],
    ]),
    (Secondary, &[[2080.0, 1990.0], [2400.0, 1925.0], [2680.0, 1900.0], [2890.0, 1970.0], [3120.0, 2080.0]]),
    (Secondary, &[[2180.0, 2400.0], [2450.0, 2420.0], [2700.0, 2400.0], [2880.0, 2340.0], [3100.0, 2250.0]]),
    (Secondary, &[[3640.0, 3010.0], [3950.0, 2970.0], [4250.0, 2935.0], [4520.0, 2985.0], [4800.0, 3060.0]]),
    (Secondary, &[[3700.0, 3310.0], [3980.0, 3390.0], [4260.0, 3425.0], [4520.0, 3400.0], [4800.0, 3300.0]]),
    (Secondary, &[[8100.0, 3010.0], [8380.0, 2960.0], [8640.0, 2950.0], [9050.0, 3030.0]]),
    (Secondary, &[[8150.0, 3290.0], [8420.0, 3340.0], [8680.0, 3350.0], [9060.0, 3290.0]]),
    (Secondary, &[[3500.0, 2320.0], [3790.0, 2400.0], [4060.0, 2530.0], [4380.0, 2560.0], [4650.0, 2440.0], [5060.0, 2330.0]]),
    (Secondary, &[[3520.0, 1960.0], [3800.0, 1980.0], [4100.0, 1880.0], [4450.0, 1850.0], [4700.0, 1960.0], [5060.0, 2060.0]]),
];

/// Feet of the hills that stay park, with the height that contour paths suggest: centre in drawing metres and radius.
pub(crate) const HILLS: &[([f64; 2], f64)] =
    &[
        ([2640.0, 2150.0], 330.0), ([4270.0, 2200.0], 430.0), ([7250.0, 2430.0], 520.0), ([5500.0, 440.0], 300.0),
        ([4240.0, 3180.0], 220.0), ([8590.0, 3150.0], 180.0),
    ];

/// The land in one face with the main roads drawn in.
pub(crate) fn land(seed: u64) -> Fabric {
    let mut dice = Dice::new(seed, "shore");
    let mut ring: Vec<Pt> = Vec::new();
    let mut streets: Vec<usize> = Vec::new();
    let pieces: [(&[Pt], usize, f64); 10] = [
        (HARBOUR, SHORE, 0.0), (WEST_SHORE, SHORE, 5.0), (MOLE, SHORE, 0.0), (FIRST_BAY, SHORE, 0.5), (PIER, SHORE, 0.0),
        (MIDDLE_SHORE, SHORE, 4.0), (MARINA, SHORE, 0.0), (EAST_SHORE, SHORE, 3.0), (EAST_BORDER, EAST, 0.0),
        (NORTH_BORDER, NORTH, 0.0),
    ];
    for (points, street, rough) in pieces {
        let line = match (street, rough > 0.0) {
            (SHORE, false) => points.to_vec(),
            (SHORE, true) => roughen(&spline(&shaken(points, 12.0, &mut dice), 22.0), rough, &mut dice),
            _ => spline(&shaken(points, 20.0, &mut dice), 28.0),
        };
        streets.extend(std::iter::repeat_n(street, line.len() - 1));
        ring.extend(&line[..line.len() - 1]);
    }
    let ring: Vec<Pt> = ring.into_iter().map(|p| scale(p, SCALE)).collect();
    let ways = [(WayClass::Coast, SHORE), (Arterial, EAST), (Arterial, NORTH)];
    let ways = ways.into_iter().map(|(class, street)| Way { class, street }).collect();
    let mut fabric = Fabric::new(&ring, ways, |i| streets[i]);
    for (number, &(class, points)) in ROADS.iter().enumerate() {
        let line: Vec<Pt> = spline(&shaken(points, 18.0, &mut dice), 26.0).into_iter().map(|p| scale(p, SCALE)).collect();
        fabric.draw(&line, class, FIRST_ROAD + number);
    }
    fabric
}

/// Number of streets that the land has.
pub(crate) fn street_count() -> usize {
    FIRST_ROAD + ROADS.len()
}

/// Inner control points moved by up to `reach`.
fn shaken(points: &[Pt], reach: f64, dice: &mut Dice) -> Vec<Pt> {
    let last = points.len() - 1;
    let shake = |(i, &p): (usize, &Pt)| {
        let d = [dice.real(-reach, reach), dice.real(-reach, reach)];
        if i == 0 || i == last { p } else { add(p, d) }
    };
    points.iter().enumerate().map(shake).collect()
}

/// Rocks: every vertex but the ends is pushed sideways; stretches of sand stay smooth.
fn roughen(line: &[Pt], reach: f64, dice: &mut Dice) -> Vec<Pt> {
    let mut out = line.to_vec();
    for i in 1..line.len() - 1 {
        // Bays open to the south hold the sand: there the shore runs nearly east.
        let u = unit(sub(line[i + 1], line[i - 1]));
        let rocky = u[0] < 0.93;
        let push = dice.real(-reach, reach) * if rocky { 1.6 } else { 0.25 };
        out[i] = add(line[i], scale(left(u), push));
        if rocky && dist(line[i], line[i + 1]) > 18.0 && i % 3 == 0 {
            out[i] = lerp(out[i], line[i - 1], 0.3);
        }
    }
    out
}
