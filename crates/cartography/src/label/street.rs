//! Street names along their streets.
//!
//! Chinese names stand letter by letter along the line: from left to right on streets that run east and west, from top
//! to bottom with upright letters on those that run north and south. Other scripts are turned as a whole.

use std::collections::BTreeMap;

use geo_types::{Coord, Rect, coord};

use super::board::{Board, centred};
use super::text::{can_spread, width};
use super::{Place, Placed, in_focus, keep, positions};
use crate::feature::{AreaRole, Line, RoadClass};
use crate::outline;
use crate::palette as p;
use crate::path::{Dot, simplified};
use crate::sheet::MapSheet;
use crate::style::Letters;
use crate::view::View;

/// A name is repeated on a street after this distance, mm.
const REPEAT: f64 = 110.0;
/// Largest turn between two letters, degrees.
const TURN: f64 = 22.0;

/// The pieces of a street as rings of one rank.
type Pieces = Vec<(usize, Vec<Dot>)>;

/// Places the names of the large (or else the small) roads.
pub(crate) fn names(lines: &[Line], view: &View, sheet: &MapSheet, large: bool, board: &mut Board) -> Vec<Placed> {
    let mut streets: BTreeMap<(&str, RoadClass), Pieces> = BTreeMap::new();
    let named = |line: &&Line| !line.name.trim().is_empty() && line.class.is_named(view.denominator());
    for line in lines.iter().filter(named) {
        if (line.class >= RoadClass::Secondary) == large {
            let pieces = view.pieces(&line.shape).into_iter().map(|piece| (0, there_and_back(piece)));
            streets.entry((line.name.trim(), line.class)).or_default().extend(pieces);
        }
    }
    let mut streets: Vec<_> = streets.into_iter().collect();
    streets.sort_by(|a, b| b.0.1.cmp(&a.0.1).then(a.0.0.cmp(b.0.0)));
    let mut placed = Vec::new();
    for ((name, class), rings) in streets {
        let mut seen: Vec<Coord<f64>> = Vec::new();
        let mut chains: Vec<Vec<Coord<f64>>> =
            outline::lines(&rings, 1).concat().iter().map(|line| positions(&simplified(line))).collect();
        chains.sort_by(|a, b| length(b).total_cmp(&length(a)));
        for chain in &chains {
            placed.extend(along(name, class, chain, view, sheet, &mut seen, board));
        }
    }
    placed
}

/// A line as a ring, so that pieces of a street are joined as borders are.
fn there_and_back(mut line: Vec<Dot>) -> Vec<Dot> {
    let back: Vec<Dot> = line.iter().rev().skip(1).copied().collect();
    line.extend(back);
    line
}

fn along(
    name: &str,
    class: RoadClass,
    chain: &[Coord<f64>],
    view: &View,
    sheet: &MapSheet,
    seen: &mut Vec<Coord<f64>>,
    board: &mut Board,
) -> Vec<Placed> {
    let size = class.style().letters;
    let total = length(chain);
    let by_letter = can_spread(name);
    let count = name.chars().count();
    let need = width(name, size, 0.0);
    let mut placed = Vec::new();
    if total < need * 1.15 {
        return placed;
    }
    // Long streets get their letters further apart.
    let spread = if count > 1 { ((total * 0.3 - need) / (size * (count - 1) as f64)).clamp(0.08, 1.4) } else { 0.0 };
    let wanted = ((total / REPEAT).ceil() as usize).clamp(1, 8);
    for share in 0..wanted {
        let middle = total * (share as f64 + 0.5) / wanted as f64;
        let slack = total / wanted as f64 / 2.0;
        let shifts = (0..12).map(|i| f64::from((i + 1) / 2) / 6.0 * if i % 2 == 0 { 1.0 } else { -1.0 } * slack);
        let found =
            shifts.map(|shift| middle + shift).flat_map(|at| [(at, spread), (at, 0.08)]).find_map(|(at, spread)| {
                let text =
                    if by_letter { letters(name, size, spread, chain, at) } else { turned(name, size, chain, at) }?;
                let near = |other: &Coord<f64>| (text.1.x - other.x).hypot(text.1.y - other.y) < REPEAT * 0.45;
                let free = text.2.iter().all(|rect| board.is_free(rect));
                (free && !seen.iter().any(near) && in_focus(sheet, view, text.1)).then_some(text)
            });
        if let Some((place, centre, boxes)) = found {
            seen.push(centre);
            let colour = if class >= RoadClass::Secondary { "#4A4334" } else { p::QUIET };
            let letters = Letters { bold: class == RoadClass::Main, colour, order: 6, ..AreaRole::Building.letters() };
            let letters = Letters { halo: size * 0.2, ..letters };
            let lines = vec![name.to_owned()];
            placed.push(keep(board, Placed { class: "road", letters, size, lines, place, boxes }));
        }
    }
    placed
}

type Found = (Place, Coord<f64>, Vec<Rect<f64>>);

/// One place and turn for each letter, centred at a distance along the line.
fn letters(name: &str, size: f64, spread: f64, chain: &[Coord<f64>], at: f64) -> Option<Found> {
    let count = name.chars().count();
    let pitch = size * (1.0 + spread);
    let start = at - pitch * (count as f64 - 1.0) / 2.0;
    let mut stops: Vec<(Coord<f64>, f64)> =
        (0..count).map(|i| point_at(chain, start + pitch * i as f64, size)).collect::<Option<_>>()?;
    let (first, last) = (stops.first()?.0, stops.last()?.0);
    let way = if count > 1 { last - first } else { direction(stops[0].1) };
    let upright = way.y.abs() > way.x.abs() * 1.15;
    if (upright && way.y < 0.0) || (!upright && way.x < 0.0) {
        stops.reverse();
    }
    let base = if upright { 90.0 } else { 0.0 };
    // A direction along the line and the one against it are the same to a letter.
    let turn = |angle: f64| normal(angle - base);
    let stops: Vec<(Coord<f64>, f64)> = stops.into_iter().map(|(c, angle)| (c, turn(angle))).collect();
    let smooth = stops.windows(2).all(|pair| (pair[0].1 - pair[1].1).abs() <= TURN);
    let gaps = stops.windows(2).all(|s| (s[0].0.x - s[1].0.x).hypot(s[0].0.y - s[1].0.y) > size * 0.95);
    let boxes = stops.iter().map(|(c, angle)| centred(*c, size * grown(*angle), size * grown(*angle))).collect();
    (smooth && gaps && stops.iter().all(|s| s.1.abs() < 56.0)).then(|| {
        let middle = stops[count / 2].0;
        (Place::Letters(stops), middle, boxes)
    })
}

/// A text turned as a whole, where the line is straight enough.
fn turned(name: &str, size: f64, chain: &[Coord<f64>], at: f64) -> Option<Found> {
    let long = width(name, size, 0.0);
    let ends = [at - long / 2.0, at + long / 2.0].map(|at| point_at(chain, at, size));
    let (from, to, middle) = (ends[0]?.0, ends[1]?.0, point_at(chain, at, size)?.0);
    let chord = to - from;
    let off = ((middle - from).x * chord.y - (middle - from).y * chord.x).abs() / chord.x.hypot(chord.y).max(1e-9);
    if off > size * 0.4 {
        return None;
    }
    let angle = normal(chord.y.atan2(chord.x).to_degrees());
    let steps = (long / size).ceil().max(1.0) as usize;
    let unit = direction(angle);
    let centre = (from + to) / 2.0;
    let boxes = (0..steps).map(|i| {
        let shift = (i as f64 + 0.5) / steps as f64 * long - long / 2.0;
        centred(centre + unit * shift, size * grown(angle), size * grown(angle))
    });
    let boxes = boxes.collect();
    Some((Place::Turned(centre, angle), centre, boxes))
}

/// How much larger the upright box of a turned square is.
fn grown(angle: f64) -> f64 {
    let (sine, cosine) = angle.to_radians().sin_cos();
    (sine.abs() + cosine.abs()).min(1.2)
}

fn direction(angle: f64) -> Coord<f64> {
    let (sine, cosine) = angle.to_radians().sin_cos();
    coord! { x: cosine, y: sine }
}

/// An angle in (-90°, 90°] that stands for the same line.
fn normal(angle: f64) -> f64 {
    let turned = angle.rem_euclid(180.0);
    if turned > 90.0 { turned - 180.0 } else { turned }
}

fn length(line: &[Coord<f64>]) -> f64 {
    line.windows(2).map(|s| (s[1].x - s[0].x).hypot(s[1].y - s[0].y)).sum()
}

/// The point at a distance along a line and the line's direction there, taken over a letter's width; degrees
/// clockwise from east. `None` beyond the ends.
fn point_at(line: &[Coord<f64>], at: f64, size: f64) -> Option<(Coord<f64>, f64)> {
    let here = walk(line, at)?;
    let (before, after) = (walk(line, at - size / 2.0)?, walk(line, at + size / 2.0)?);
    let way = after - before;
    Some((here, way.y.atan2(way.x).to_degrees()))
}

fn walk(line: &[Coord<f64>], mut left: f64) -> Option<Coord<f64>> {
    if left < 0.0 {
        return None;
    }
    for side in line.windows(2) {
        let way = side[1] - side[0];
        let long = way.x.hypot(way.y);
        if left <= long && long > 0.0 {
            return Some(side[0] + way * (left / long));
        }
        left -= long;
    }
    None
}
