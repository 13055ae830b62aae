//! Which houses stand in a plot of a given fashion and how high they are.

use crate::dice::Dice;
use crate::houses::{self, Rows, around_yard, block, eastward, fits, rows, shape};
use crate::plane::{Pt, area, centroid, left, long_axis, perimeter};
use crate::streets::Fashion;

/// A building before it has a code.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) ring: Vec<Pt>,
    /// The yard of a house that closes around it; empty when there is none.
    pub(crate) yard: Vec<Pt>,
    pub(crate) floors: i64,
    /// Storey height in decimetres.
    pub(crate) storey: i64,
    pub(crate) structure: &'static str,
    pub(crate) usage: &'static str,
}

impl House {
    /// Footprint times floors, m².
    pub(crate) fn floor_area(&self) -> f64 {
        (area(&self.ring) - area(&self.yard)) * self.floors as f64
    }
}

const HOME: &str = "住宅";
const BRICK_WOOD: &str = "砖木";
const BRICK: &str = "砖混";
const FRAME: &str = "钢混";

fn house(ring: Vec<Pt>, floors: i64, storey: i64, structure: &'static str, usage: &'static str) -> House {
    House { ring, yard: Vec::new(), floors, storey, structure, usage }
}

/// Houses of an open courtyard.
pub(crate) fn courtyard(ring: &[Pt], fashion: Fashion, dice: &mut Dice) -> Vec<House> {
    let list = match fashion {
        Fashion::Liyuan => yard(ring, (6.5, 8.5), (2, 3), 33, BRICK_WOOD, dice),
        Fashion::Republic if dice.chance(0.55) => yard(ring, (8.5, 11.0), (2, 4), 34, BRICK_WOOD, dice),
        Fashion::Republic => slabs(ring, (10.0, 12.0), (3, 5), 31, dice),
        Fashion::Villa => villas(ring, dice),
        Fashion::Slab => slabs(ring, (10.5, 12.5), (4, 6), 29, dice),
        Fashion::Modern => slabs(ring, (11.5, 13.5), (6, 7), 29, dice),
    };
    if list.is_empty() { fallback(ring, fashion, dice) } else { list }
}

/// Houses of a closed compound.
pub(crate) fn compound(ring: &[Pt], fashion: Fashion, dice: &mut Dice) -> Vec<House> {
    let towers = matches!(fashion, Fashion::Modern) && dice.chance(0.65) || area(ring) > 9_000.0 && dice.chance(0.3);
    let list = if towers {
        let length = dice.real(24.0, 34.0);
        let spec = Rows {
            depth: dice.real(15.0, 19.0),
            clear: dice.real(34.0, 46.0),
            length: (16.0, length),
            gap: 16.0,
            margin: 7.0,
        };
        let floors = dice.int(15, 32);
        let each = |ring| house(ring, floors + dice.int(-2, 2), 29, FRAME, HOME);
        rows(ring, eastward(ring), spec).into_iter().map(each).collect()
    } else if matches!(fashion, Fashion::Villa) {
        villas(ring, dice)
    } else {
        slabs(ring, (12.0, 14.0), (6, 11), 29, dice)
    };
    if list.is_empty() { fallback(ring, fashion, dice) } else { list }
}

fn yard(
    ring: &[Pt],
    depth: (f64, f64),
    floors: (i64, i64),
    storey: i64,
    structure: &'static str,
    dice: &mut Dice,
) -> Vec<House> {
    let width = 2.0 * area(ring) / perimeter(ring);
    let depth = dice.real(depth.0, depth.1).min(width * 0.52);
    let height = dice.int(floors.0, floors.1);
    let mut list: Vec<House> = around_yard(ring, depth, dice)
        .into_iter()
        .map(|ring| house(ring, (height - i64::from(dice.chance(0.25))).max(floors.0), storey, structure, HOME))
        .collect();
    if list.is_empty() {
        let (outer, inner) = (crate::clip::inset(ring, |_| 0.8), crate::clip::inset(ring, |_| 0.8 + depth));
        if inner.len() > 3 && area(&inner) > 60.0 && fits(&outer, &inner) {
            list.push(House { yard: inner, ..house(outer, height, storey, structure, HOME) });
        }
    }
    if list.is_empty() {
        return list;
    }
    // Large yards are filled with later rows.
    let inner = crate::clip::inset(ring, |_| depth + 6.0);
    if inner.len() > 3 && area(&inner) > 700.0 {
        let spec = Rows { depth: 8.0, clear: 9.0, length: (12.0, 30.0), gap: 4.0, margin: 1.0 };
        let each = |ring| house(ring, dice.int(1, 3), 31, BRICK, HOME);
        list.extend(rows(&inner, eastward(&inner), spec).into_iter().map(each));
    }
    list
}

fn slabs(ring: &[Pt], depth: (f64, f64), floors: (i64, i64), storey: i64, dice: &mut Dice) -> Vec<House> {
    let height = dice.int(floors.0, floors.1);
    // Sunlight distance for the latitude, as built then: about 1.2 to 1.5 times the height.
    let clear = (height as f64 * storey as f64 / 10.0 * dice.real(1.0, 1.35)).clamp(10.0, 34.0);
    let spec = Rows {
        depth: dice.real(depth.0, depth.1),
        clear,
        length: (16.0, dice.real(50.0, 78.0)),
        gap: dice.real(5.0, 9.0),
        margin: dice.real(2.0, 4.0),
    };
    let u = eastward(ring);
    let mut list = rows(ring, u, spec);
    if list.is_empty() {
        list = rows(ring, left(u), spec);
    }
    let structure = if height > 7 { FRAME } else { BRICK };
    list.into_iter()
        .map(|ring| house(ring, (height - i64::from(dice.chance(0.15))).max(1), storey, structure, HOME))
        .collect()
}

fn villas(ring: &[Pt], dice: &mut Dice) -> Vec<House> {
    let side = dice.real(11.0, 14.0);
    let spec = Rows {
        depth: side,
        clear: dice.real(14.0, 22.0),
        length: (10.0, side * 1.35),
        gap: dice.real(14.0, 22.0),
        margin: 4.0,
    };
    let u = long_axis(ring).0;
    let each = |mut ring: Vec<Pt>, dice: &mut Dice| {
        // Garden houses have a corner taken out for the porch.
        if dice.chance(0.6) {
            let c = centroid(&ring);
            ring = shape(
                c,
                u,
                [side * 0.55, side * 0.45],
                &[[-1.0, -1.0], [0.3, -1.0], [0.3, -0.4], [1.0, -0.4], [1.0, 1.0], [-1.0, 1.0]],
            );
        }
        house(ring, dice.int(2, 3), 34, BRICK_WOOD, HOME)
    };
    let spots = rows(ring, u, spec);
    spots.into_iter().map(|spot| each(spot, dice)).filter(|h| fits(ring, &h.ring)).collect()
}

/// The one house that always fits: small, in the middle.
fn fallback(ring: &[Pt], fashion: Fashion, dice: &mut Dice) -> Vec<House> {
    let (u, along, across) = long_axis(ring);
    for share in [0.8, 0.65, 0.5, 0.35] {
        let depth = ((across[1] - across[0]) * share).min(13.0);
        let ring_ = block(centroid(ring), u, (along[1] - along[0]) * share, depth);
        if fits(ring, &ring_) {
            let (floors, structure) =
                if fashion == Fashion::Liyuan { (2, BRICK_WOOD) } else { (dice.int(3, 5), BRICK) };
            return vec![house(ring_, floors, 31, structure, HOME)];
        }
    }
    Vec::new()
}

/// Kinds of exclusive sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SiteKind {
    Primary,
    Middle,
    Hospital,
    Market,
    Culture,
    Church,
    Wharf,
    Office,
    Campus,
    Mall,
}

impl SiteKind {
    /// What people call it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            SiteKind::Primary => "小学",
            SiteKind::Middle => "中学",
            SiteKind::Hospital => "医院",
            SiteKind::Market => "农贸市场",
            SiteKind::Culture => "文化馆",
            SiteKind::Church => "礼堂旧址",
            SiteKind::Wharf => "码头",
            SiteKind::Office => "商务楼宇",
            SiteKind::Campus => "学院",
            SiteKind::Mall => "商场",
        }
    }
}

/// Houses of an exclusive site.
pub(crate) fn site(ring: &[Pt], kind: SiteKind, dice: &mut Dice) -> Vec<House> {
    let u = eastward(ring);
    let (_, along, across) = long_axis(ring);
    let (length, depth) = ((along[1] - along[0]) / 2.0, (across[1] - across[0]) / 2.0);
    let main = |corners: &[[f64; 2]], x: f64, y: f64| {
        [1.0, 0.85, 0.7, 0.55, 0.4].into_iter().find_map(|k| {
            let ring_ = shape(centroid(ring), u, [(length * x * k).min(48.0), (depth * y * k).min(34.0)], corners);
            fits(ring, &ring_).then_some(ring_)
        })
    };
    let (landmark, floors, usage) = match kind {
        SiteKind::Primary | SiteKind::Middle => (main(houses::LETTER_U, 0.62, 0.5), 4, "教学"),
        SiteKind::Hospital => (main(houses::LETTER_H, 0.6, 0.7), 9, "医疗"),
        SiteKind::Culture => (main(houses::OCTAGON, 0.4, 0.6), 3, "文化"),
        SiteKind::Church => (main(houses::CHURCH, 0.45, 0.5), 2, "文物"),
        SiteKind::Market => (main(&[[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]], 0.75, 0.75), 2, "市场"),
        SiteKind::Wharf => (None, 1, "仓储"),
        SiteKind::Office => (None, 12, "办公"),
        SiteKind::Campus => (main(houses::LETTER_H, 0.5, 0.5), 5, "教学"),
        SiteKind::Mall => {
            (main(&[[-1.0, -1.0], [0.6, -1.0], [1.0, -0.5], [1.0, 1.0], [-1.0, 1.0]], 0.8, 0.7), 5, "商业")
        }
    };
    let mut list: Vec<House> = landmark.into_iter().map(|ring| house(ring, floors, 38, FRAME, usage)).collect();
    let spec = match kind {
        SiteKind::Wharf => Rows { depth: 24.0, clear: 26.0, length: (40.0, 90.0), gap: 18.0, margin: 22.0 },
        SiteKind::Office => Rows { depth: 22.0, clear: 26.0, length: (24.0, 46.0), gap: 18.0, margin: 8.0 },
        _ => Rows { depth: 13.0, clear: 22.0, length: (18.0, 48.0), gap: 10.0, margin: 5.0 },
    };
    let axis = if kind == SiteKind::Wharf { long_axis(ring).0 } else { u };
    let low = match kind {
        SiteKind::Wharf => 1,
        SiteKind::Office => dice.int(8, 22),
        _ => dice.int(2, 4),
    };
    for row in rows(ring, axis, spec) {
        let free = list.iter().all(|other| clear_of(&other.ring, &row, 6.0));
        // Half of a school stays a sports ground.
        let kept = !matches!(kind, SiteKind::Primary | SiteKind::Middle) || dice.chance(0.45);
        if free && kept {
            list.push(house(row, low, 38, FRAME, usage));
        }
    }
    list
}

fn clear_of(a: &[Pt], b: &[Pt], distance: f64) -> bool {
    let near = |p: &[Pt], q: &[Pt]| {
        p.iter().any(|&v| crate::plane::inside(q, v) || crate::plane::dist_to_ring(v, q) < distance)
    };
    !near(a, b)
        && !near(b, a)
        && crate::plane::sides(a)
            .all(|(p, q)| crate::plane::sides(b).all(|(r, s)| crate::plane::crossing(p, q, r, s).is_none()))
}
