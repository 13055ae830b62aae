//! Is a layer shifted by GCJ-02 or BD-09? Answered against a reference layer that is known to be right.
//!
//! Each hypothesis (as it is, GCJ-02, BD-09) is undone on the layer and the result held against the reference. A shift
//! is only named when undoing it brings the layer much closer *and* the shift measured freely is the one the formula
//! predicts: layers that differ for another reason (generalised outlines, old surveys) pass neither test.

use crate::plane::{Lines, Plane, sample, within};
use crate::{Bd09, Gcj02};

/// Which offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShiftKind {
    /// Amap's and Tencent's.
    Gcj02,
    /// Baidu's.
    Bd09,
}

/// A shift that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Which offset explains it.
    pub kind: ShiftKind,
    /// Metres by which the layer lies too far east, as measured.
    pub east_m: f64,
    /// Metres by which the layer lies too far north, as measured.
    pub north_m: f64,
    /// Mean distance from the reference as the layer is, metres; distances are capped at 1,500 m.
    pub residual_before_m: f64,
    /// The same with the offset undone.
    pub residual_after_m: f64,
    /// 0 – 1: how much of the distance the offset explains.
    pub confidence: f64,
}

/// How well each hypothesis agrees with the reference: as it is, GCJ-02 undone, BD-09 undone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Points compared.
    pub points: usize,
    /// Mean distance from the reference, metres, capped; 0 for a point where it belongs.
    pub residual_m: [f64; 3],
    /// Share of points inside where they belong; 0 when lines are compared.
    pub inside: [f64; 3],
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ShiftVerdict {
    /// The layer agrees best as it is.
    Unshifted(Agreement),
    /// The layer is shifted.
    Shifted(Shift),
    /// The data do not tell: too few points, or all hypotheses agree about equally well.
    Undecided(Agreement),
}

/// Farther away than this says nothing about a shift of at most 1.4 km.
const CAP: f64 = 1500.0;
const SAMPLES: usize = 1500;
const MIN_POINTS: usize = 12;
const KINDS: [ShiftKind; 2] = [ShiftKind::Gcj02, ShiftKind::Bd09];

impl ShiftKind {
    /// A shifted place put back.
    pub fn undo(self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        match self {
            ShiftKind::Gcj02 => Gcj02 { lon, lat }.to_lonlat().into(),
            ShiftKind::Bd09 => Bd09 { lon, lat }.to_lonlat().into(),
        }
    }
}

/// The shift of a layer of outlines against the reference's, in longitude and latitude; `None` unless it is certain.
pub fn shift_against(reference: &[Vec<[f64; 2]>], layer: &[Vec<[f64; 2]>]) -> Option<Shift> {
    match compare_outlines(reference, layer) {
        ShiftVerdict::Shifted(shift) => Some(shift),
        _ => None,
    }
}

/// Holds lines (outlines as closed rings, or road centre lines) against lines that show the same things.
pub fn compare_outlines(reference: &[Vec<[f64; 2]>], layer: &[Vec<[f64; 2]>]) -> ShiftVerdict {
    let nothing = Agreement { points: 0, residual_m: [CAP; 3], inside: [0.0; 3] };
    let Some(plane) = Plane::around(reference) else { return ShiftVerdict::Undecided(nothing) };
    let lines = Lines::new(&plane, reference);
    let versions = versions(&sample(layer, &plane, SAMPLES), &plane);
    // Points far from the reference under every hypothesis show something that the reference does not have.
    let near = |index: &usize| versions.iter().any(|points| lines.distance(points[*index], CAP) < CAP);
    let kept: Vec<usize> = (0..versions[0].len()).filter(near).collect();
    let versions = versions.map(|points| kept.iter().map(|index| points[*index]).collect::<Vec<_>>());
    let residual_m = [0, 1, 2].map(|version| mean_distance(&lines, &versions[version], [0.0; 2]));
    let agreement = Agreement { points: kept.len(), residual_m, inside: [0.0; 3] };
    if kept.len() < MIN_POINTS {
        return ShiftVerdict::Undecided(agreement);
    }
    judge_lines(&lines, &versions, agreement)
}

fn judge_lines(lines: &Lines, versions: &[Vec<[f64; 2]>; 3], agreement: Agreement) -> ShiftVerdict {
    let residual = agreement.residual_m;
    let best = if residual[1] <= residual[2] { 1 } else { 2 };
    if residual[best] < 0.7 * residual[0] {
        let predicted = mean_displacement(&versions[0], &versions[best]);
        let [east_m, north_m] = best_translation(lines, &versions[0], predicted);
        let apart = (east_m - predicted[0]).hypot(north_m - predicted[1]);
        if apart < 0.25 * predicted[0].hypot(predicted[1]) {
            let [residual_before_m, residual_after_m] = [residual[0], residual[best]];
            let confidence = 1.0 - residual_after_m / residual_before_m;
            let kind = KINDS[best - 1];
            return ShiftVerdict::Shifted(Shift {
                kind,
                east_m,
                north_m,
                residual_before_m,
                residual_after_m,
                confidence,
            });
        }
    }
    if residual[0] < 0.8 * residual[best] {
        ShiftVerdict::Unshifted(agreement)
    } else {
        ShiftVerdict::Undecided(agreement)
    }
}

/// The points as they are, with GCJ-02 undone and with BD-09 undone, in the plane.
fn versions(points: &[[f64; 2]], plane: &Plane) -> [Vec<[f64; 2]>; 3] {
    let undone = |kind: ShiftKind| points.iter().map(|point| plane.metres(kind.undo(*point))).collect();
    let as_is = points.iter().map(|point| plane.metres(*point)).collect();
    [as_is, undone(ShiftKind::Gcj02), undone(ShiftKind::Bd09)]
}

fn mean_distance(lines: &Lines, points: &[[f64; 2]], by: [f64; 2]) -> f64 {
    let total: f64 = points.iter().map(|point| lines.distance([point[0] - by[0], point[1] - by[1]], CAP)).sum();
    total / points.len().max(1) as f64
}

fn mean_displacement(shifted: &[[f64; 2]], undone: &[[f64; 2]]) -> [f64; 2] {
    let count = shifted.len().max(1) as f64;
    [0, 1].map(|axis| shifted.iter().zip(undone).map(|(a, b)| a[axis] - b[axis]).sum::<f64>() / count)
}

/// The constant shift that explains the layer best: pattern search from the predicted one and from none.
fn best_translation(lines: &Lines, points: &[[f64; 2]], predicted: [f64; 2]) -> [f64; 2] {
    let stride = points.len().div_ceil(500);
    let points: Vec<[f64; 2]> = points.iter().step_by(stride).copied().collect();
    let search = |start: [f64; 2]| {
        let (mut at, mut loss) = (start, mean_distance(lines, &points, start));
        let mut step = 128.0;
        while step > 0.5 {
            let moves = [[step, 0.0], [-step, 0.0], [0.0, step], [0.0, -step]];
            let tries = moves.map(|by| [at[0] + by[0], at[1] + by[1]]);
            let losses = tries.map(|by| mean_distance(lines, &points, by));
            match (0..4).min_by(|a, b| losses[*a].total_cmp(&losses[*b])).filter(|best| losses[*best] < loss) {
                Some(best) => (at, loss) = (tries[best], losses[best]),
                None => step /= 2.0,
            }
        }
        (at, loss)
    };
    let (from_prediction, from_none) = (search(predicted), search([0.0; 2]));
    if from_none.1 < from_prediction.1 { from_none.0 } else { from_prediction.0 }
}

/// Holds points (such as courtyard centres) against the regions they must lie in, all in longitude and latitude. With
/// `owner`, point *i* must lie in region `owner[i]`; without, in any.
///
/// Points deep inside large regions stay inside when shifted: then the answer is [`ShiftVerdict::Undecided`].
pub fn compare_inside(regions: &[Vec<[f64; 2]>], points: &[[f64; 2]], owner: Option<&[usize]>) -> ShiftVerdict {
    let mut agreement = Agreement { points: points.len(), residual_m: [CAP; 3], inside: [0.0; 3] };
    let Some(plane) = Plane::around(regions) else { return ShiftVerdict::Undecided(agreement) };
    let rings: Vec<Vec<[f64; 2]>> =
        regions.iter().map(|ring| ring.iter().map(|point| plane.metres(*point)).collect()).collect();
    let each: Vec<Lines> = match owner {
        Some(_) => regions.iter().map(|ring| Lines::new(&plane, std::slice::from_ref(ring))).collect(),
        None => vec![Lines::new(&plane, regions)],
    };
    let versions = versions(points, &plane);
    for (version, moved) in versions.iter().enumerate() {
        let away = |(index, point): (usize, &[f64; 2])| match owner.map(|owner| owner.get(index).copied()) {
            Some(None) => CAP,
            Some(Some(own)) => match (rings.get(own), each.get(own)) {
                (Some(ring), Some(lines)) if !within(*point, ring) => lines.distance(*point, CAP),
                (Some(_), Some(_)) => 0.0,
                _ => CAP,
            },
            None if rings.iter().any(|ring| within(*point, ring)) => 0.0,
            None => each[0].distance(*point, CAP),
        };
        let distances: Vec<f64> = moved.iter().enumerate().map(away).collect();
        let count = distances.len().max(1) as f64;
        agreement.residual_m[version] = distances.iter().sum::<f64>() / count;
        agreement.inside[version] = distances.iter().filter(|distance| **distance == 0.0).count() as f64 / count;
    }
    judge_inside(&versions, agreement)
}

fn judge_inside(versions: &[Vec<[f64; 2]>; 3], agreement: Agreement) -> ShiftVerdict {
    let Agreement { points, residual_m, inside } = agreement;
    let best = if inside[1] >= inside[2] { 1 } else { 2 };
    // At least three points must tell, and at least one in twenty.
    let telling = (points as f64 * 0.05).max(3.0) / points.max(1) as f64;
    if points < MIN_POINTS {
        ShiftVerdict::Undecided(agreement)
    } else if inside[best] >= 0.95 && inside[best] - inside[0] >= telling && residual_m[best] < 0.5 * residual_m[0] {
        let [east_m, north_m] = mean_displacement(&versions[0], &versions[best]);
        let [residual_before_m, residual_after_m] = [residual_m[0], residual_m[best]];
        let confidence = inside[best] - inside[0];
        let kind = KINDS[best - 1];
        ShiftVerdict::Shifted(Shift { kind, east_m, north_m, residual_before_m, residual_after_m, confidence })
    } else if inside[0] - inside[best] >= telling {
        ShiftVerdict::Unshifted(agreement)
    } else {
        ShiftVerdict::Undecided(agreement)
    }
}
