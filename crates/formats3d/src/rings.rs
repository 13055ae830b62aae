//! Rings as the model wants them: distinct points, none repeated at the end.

use citymodel::Surface;
use model::{Rule, Severity};

use crate::notes::Faults;

/// Texture coordinates of a ring.
pub(crate) type Coordinates = Vec<[f32; 2]>;

/// Drops points that repeat the one before (or the first, at the end), and their texture coordinates with them; `closed`
/// when the format repeats the first point.
pub(crate) fn tidy(ring: &mut Vec<[f64; 3]>, painted: Option<&mut Coordinates>, faults: &mut Faults) {
    let before = ring.len();
    let repeats = |ring: &[[f64; 3]], at: usize| ring[at] == ring[if at == 0 { ring.len() - 1 } else { at - 1 }];
    if (0..ring.len()).any(|at| repeats(ring, at)) {
        let keep: Vec<bool> = (0..before).map(|at| before > 1 && !repeats(ring, at)).collect();
        let first = ring.first().copied();
        let mut kept = keep.iter().copied();
        ring.retain(|_| kept.next().unwrap_or(true));
        if let Some(painted) = painted {
            let mut kept = keep.iter().copied();
            painted.retain(|_| kept.next().unwrap_or(true));
        }
        faults.add(Rule::RepeatedPoint, Severity::Note, "", first);
    }
}

/// Adds a surface when its outer ring has three points; holes with fewer are left out. `false` when it is left out.
pub(crate) fn keep(mut surface: Surface, faults: &mut Faults, out: &mut Vec<Surface>) -> bool {
    use citymodel::Paint::Texture;
    if surface.rings.iter().flatten().any(|point| !point.iter().all(|part| part.is_finite())) {
        faults.add(Rule::CoordinateInvalid, Severity::Error, "", None);
        return false;
    }
    for at in (0..surface.rings.len()).rev() {
        if surface.rings[at].len() >= 3 {
            continue;
        }
        faults.add(Rule::RingDegenerate, Severity::Warning, at, surface.rings[at].first().copied());
        if at == 0 {
            return false;
        }
        surface.rings.remove(at);
        if let Some(Texture { coordinates, .. }) = &mut surface.paint
            && at < coordinates.len()
        {
            coordinates.remove(at);
        }
    }
    let kept = !surface.rings.is_empty();
    if kept {
        out.push(surface);
    }
    kept
}

/// Linear light of a colour as screens show it (IEC 61966-2-1), for glTF's factors.
pub(crate) fn linear([red, green, blue]: [f32; 3], alpha: f32) -> [f32; 4] {
    let part = |part: f32| {
        let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let alpha = if alpha.is_finite() { alpha.clamp(0.0, 1.0) } else { 1.0 };
    [part(red), part(green), part(blue), alpha]
}

/// What a thematic surface is by its name in CityGML and CityJSON.
pub(crate) fn semantic(name: &str) -> citymodel::Semantic {
    use citymodel::Semantic;
    match name {
        "RoofSurface" => Semantic::Roof,
        "WallSurface" => Semantic::Wall,
        "GroundSurface" => Semantic::Ground,
        "OuterCeilingSurface" | "OuterFloorSurface" => Semantic::Outer,
        "Window" | "Door" | "WindowSurface" | "DoorSurface" => Semantic::Opening,
        _ => Semantic::Other,
    }
}

/// What an object is by its name in CityGML and CityJSON.
pub(crate) fn class(name: &str) -> citymodel::Class {
    use citymodel::Class;
    match name {
        "Building" => Class::Building,
        "BuildingPart" => Class::BuildingPart,
        "BuildingInstallation" => Class::BuildingInstallation,
        other => Class::Other(other.to_owned()),
    }
}
