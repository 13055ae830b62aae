//! What is wrong with a layer's coordinates, given what is declared about them and, at best, where they should lie.
//!
//! Faults are looked for one after the other, each on the layer as the remedies found so far would leave it: swapped
//! axes, unit, zone number, central meridian, area of use. Datums cannot be told apart by ranges (they differ by at
//! most 150 m); nor can GCJ-02, which [`crate::compare_outlines`] finds against a reference layer.

mod candidates;
mod extent;
mod fault;
mod remedy;

pub use fault::{Candidate, CrsFault, CrsFaultKind, Severity};
pub use remedy::Remedy;

use crate::parameters::{Parameters, Projection};
use crate::{Crs, CrsError, DatumFamily, Transform, registry};
use candidates::candidates;
use extent::{Extent, Frame, placed};

/// Where the layer should lie: a bounding box `[min x, min y, max x, max y]` known to be right.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// System of the box.
    pub crs: Crs,
    /// The box, in its system's unit.
    pub bbox: [f64; 4],
}

/// Everything wrong with a layer's coordinates; empty when all is well. `points` may be all points or a fair sample.
pub fn diagnose(points: &[[f64; 2]], declared: Option<&Crs>, reference: Option<&Reference>) -> Vec<CrsFault> {
    let mut faults: Vec<CrsFault> = non_finite(points).into_iter().collect();
    let Some(extent) = Extent::of(points) else { return faults };
    let frame = reference.and_then(|reference| Frame::new(&reference.crs, reference.bbox));
    let Some(declared) = declared else {
        let candidates = candidates(extent, frame);
        faults.extend(guess(extent, candidates, |candidates| CrsFaultKind::Missing { candidates }));
        return faults;
    };
    let text = declared.to_string();
    match Crs::declared(&text).and_then(|declaration| Ok((declaration.crs.parameters()?, declaration))) {
        Ok((parameters, declaration)) => {
            if let Some(contradiction) = declaration.contradiction {
                let remedy = Remedy::AssumeCrs(declaration.crs.clone());
                faults.push(error(CrsFaultKind::Contradiction(contradiction), remedy));
            }
            let mut case = Case { extent, crs: declaration.crs, parameters, frame, faults };
            case.examine(points);
            case.faults
        }
        Err(CrsError::Local { name }) => {
            faults.push(error(CrsFaultKind::Local { name }, Remedy::AskForParameters));
            faults
        }
        // Readable, but only by PROJ: nothing can be said of the numbers.
        Err(CrsError::Unsupported { .. }) if Transform::new(declared, &Crs::CGCS2000_LONLAT).is_ok() => faults,
        Err(reason) => {
            let candidates = candidates(extent, frame);
            let reason = reason.to_string();
            faults.extend(guess(extent, candidates, |candidates| CrsFaultKind::Unreadable { reason, candidates }));
            faults
        }
    }
}

fn error(kind: CrsFaultKind, remedy: Remedy) -> CrsFault {
    CrsFault { kind, severity: Severity::Error, remedy }
}

fn non_finite(points: &[[f64; 2]]) -> Option<CrsFault> {
    let bad = |point: &[f64; 2]| !(point[0].is_finite() && point[1].is_finite());
    let first = points.iter().position(bad)?;
    let count = points.iter().filter(|point| bad(point)).count();
    Some(error(CrsFaultKind::NonFinite { count, first }, Remedy::DropPoints))
}

/// A fault about an unknown system; the remedy assumes one only where exactly one fits, or one fits the reference.
fn guess(
    extent: Extent,
    candidates: Vec<Candidate>,
    kind: impl FnOnce(Vec<Candidate>) -> CrsFaultKind,
) -> Vec<CrsFault> {
    let on_reference = candidates.iter().filter(|candidate| candidate.off_m == Some(0.0)).count();
    let sure = candidates.first().filter(|first| candidates.len() == 1 && first.off_m.is_none() || on_reference >= 1);
    let remedies = sure.map(|first| (Remedy::AssumeCrs(first.crs.clone()), first.swapped));
    let (remedy, swapped) = remedies.unwrap_or((Remedy::AskForParameters, false));
    let mut faults = vec![error(kind(candidates), remedy)];
    if swapped {
        faults.push(error(CrsFaultKind::SwappedAxes { x: extent.x, y: extent.y }, Remedy::SwapAxes));
    }
    faults
}

/// A layer under examination, as the remedies found so far would leave it.
struct Case {
    extent: Extent,
    crs: Crs,
    parameters: Parameters,
    frame: Option<Frame>,
    faults: Vec<CrsFault>,
}

impl Case {
    fn examine(&mut self, points: &[[f64; 2]]) {
        let before = self.faults.len();
        if self.parameters.datum.family.is_old_chinese() && self.parameters.datum.to_wgs84.is_none() {
            let kind = CrsFaultKind::OldDatum { family: self.parameters.datum.family };
            self.faults.push(error(kind, Remedy::AskForParameters));
        }
        if !self.is_plausible() {
            self.find_swap();
            self.find_unit();
            self.find_prefix();
        }
        self.find_meridian();
        let untouched = self.faults.len() == before || self.parameters.datum.family.is_old_chinese();
        if untouched && self.extent == Extent::of(points).unwrap_or(self.extent) {
            self.find_outsiders(points);
        }
    }

    fn place(&self) -> Option<Extent> {
        placed(self.extent, &self.parameters)
    }

    /// On the reference; without one, somewhere the declared system can mean.
    fn is_plausible(&self) -> bool {
        let Some(place) = self.place() else { return false };
        match self.frame {
            Some(frame) => frame.distance(place) == 0.0,
            None => !self.is_chinese() || place.is_china() && self.is_near_meridian(place),
        }
    }

    /// A system meant for China; of any other it is not known where its data should lie.
    fn is_chinese(&self) -> bool {
        let datum = self.parameters.datum.family;
        datum == DatumFamily::Cgcs2000 || datum.is_old_chinese()
    }

    fn is_near_meridian(&self, place: Extent) -> bool {
        let meridian = self.parameters.transverse_mercator().map(|projection| projection.lon_0);
        meridian.is_none_or(|meridian| (place.middle()[0] - meridian).abs() < 4.5)
    }

    fn assume(&mut self, crs: Crs) -> Option<()> {
        self.parameters = crs.parameters().ok()?;
        self.crs = crs;
        Some(())
    }

    fn find_swap(&mut self) {
        let Extent { x, y } = self.extent;
        let turned = self.extent.swapped();
        let metres = turned.has_northings() && (turned.has_eastings(0) || turned.zone_prefix().is_some());
        let swapped = if self.extent.is_degrees() || turned.is_degrees() {
            !self.extent.is_china() && turned.is_china() || !self.extent.is_degrees()
        } else {
            let upright =
                self.extent.has_northings() && (self.extent.has_eastings(0) || self.extent.zone_prefix().is_some());
            metres && !upright || placed(turned, &self.parameters).is_some_and(|place| self.is_right(place))
        };
        if swapped {
            self.extent = turned;
            self.faults.push(error(CrsFaultKind::SwappedAxes { x, y }, Remedy::SwapAxes));
        }
    }

    fn is_right(&self, place: Extent) -> bool {
        self.frame.map_or(place.is_china(), |frame| frame.distance(place) == 0.0)
    }

    fn find_unit(&mut self) {
        let Extent { x, y } = self.extent;
        let degrees = self.extent.is_degrees();
        if !self.parameters.is_geographic() && degrees && self.is_right(self.extent) {
            let crs = match self.parameters.datum.family {
                DatumFamily::Wgs84 => Crs::WGS84_LONLAT,
                DatumFamily::Xian1980 => Crs::Epsg(4610),
                DatumFamily::Beijing1954 => Crs::Epsg(4214),
                DatumFamily::Cgcs2000 | DatumFamily::Other => Crs::CGCS2000_LONLAT,
            };
            let remedy = Remedy::AssumeCrs(crs.clone());
            self.faults.push(error(CrsFaultKind::DegreesDeclaredMetres { x, y }, remedy));
            self.assume(crs);
        } else if self.parameters.is_geographic() && !degrees {
            let candidates = candidates(self.extent, self.frame);
            let kind = |candidates| CrsFaultKind::MetresDeclaredDegrees { x, y, candidates };
            let found = guess(self.extent, candidates, kind);
            if let Some(Remedy::AssumeCrs(crs)) = found.first().map(|fault| fault.remedy.clone()) {
                self.assume(crs);
            }
            self.faults.extend(found);
        }
    }

    fn find_prefix(&mut self) {
        let Some(&projection) = self.parameters.transverse_mercator() else { return };
        match (self.extent.zone_prefix(), projection.zone_prefix()) {
            (Some(found), Some(declared)) if found == declared => {}
            (Some(found), _) => {
                let own = |width: f64, shift: f64| (projection.lon_0 + shift) / width == f64::from(found);
                if own(3.0, 0.0) || own(6.0, 3.0) {
                    let kind = CrsFaultKind::ZonePrefixPresent { prefix: found };
                    self.faults.push(error(kind, Remedy::StripZonePrefix(found)));
                    self.extent = self.extent.moved(-f64::from(found) * 1e6);
                } else {
                    self.another_zone(found, projection.lon_0);
                }
            }
            (None, Some(declared)) if self.extent.has_eastings(0) => self.without_prefix(declared),
            _ => {}
        }
    }

    /// The zone number is missing; where putting it before the eastings does not lead to the reference, the layer is
    /// taken to be in the system without it.
    fn without_prefix(&mut self, prefix: u8) {
        let kind = CrsFaultKind::ZonePrefixAbsent { prefix };
        let moved = self.extent.moved(f64::from(prefix) * 1e6);
        let right = placed(moved, &self.parameters).is_some_and(|place| self.is_right(place));
        let mut bare = self.parameters.clone();
        if let Projection::TransverseMercator(projection) = &mut bare.projection {
            projection.x_0 -= f64::from(prefix) * 1e6;
        }
        match registry::code_of(&bare, None).filter(|_| !right) {
            Some(code) => {
                self.faults.push(error(kind, Remedy::AssumeCrs(Crs::Epsg(code))));
                self.assume(Crs::Epsg(code));
            }
            None => {
                self.faults.push(error(kind, Remedy::AddZonePrefix(prefix)));
                self.extent = moved;
            }
        }
    }

    /// The eastings name a zone of their own.
    fn another_zone(&mut self, zone: u8, declared: f64) {
        let zone = u32::from(zone);
        let crs = Crs::cgcs2000_3_degree_zone(zone).or((zone <= 23).then(|| Crs::Epsg(4491 + zone.saturating_sub(13))));
        let Some(crs) = crs else { return };
        let off_m = self.distance();
        let fits = if zone <= 23 { f64::from(zone) * 6.0 - 3.0 } else { f64::from(zone) * 3.0 };
        let kind = CrsFaultKind::WrongCentralMeridian { declared, fits, off_m };
        self.faults.push(error(kind, Remedy::AssumeCrs(crs.clone())));
        self.assume(crs);
    }

    fn distance(&self) -> Option<f64> {
        Some(self.frame?.distance(self.place()?))
    }

    /// With a reference: is there another meridian that puts the layer on it?
    fn find_meridian(&mut self) {
        let place = self.place();
        let off_m = self.distance();
        if place.is_some_and(|place| self.is_right(place)) || place.is_some() && self.frame.is_none() {
            return;
        }
        // A guess was already made, or the person was asked.
        if self.faults.iter().any(|fault| matches!(fault.kind, CrsFaultKind::MetresDeclaredDegrees { .. })) {
            return;
        }
        let at = place.map(Extent::middle);
        let nowhere = error(CrsFaultKind::Elsewhere { off_m, at }, Remedy::AskForParameters);
        let (Some(frame), Some(&projection)) = (self.frame, self.parameters.transverse_mercator()) else {
            self.faults.push(nowhere);
            return;
        };
        let declared = projection.lon_0;
        if let Some((fits, crs)) = self.neighbour(frame) {
            let kind = CrsFaultKind::WrongCentralMeridian { declared, fits, off_m };
            self.faults.push(error(kind, Remedy::AssumeCrs(crs.clone())));
            self.assume(crs);
        } else if let Some(place) = place.filter(|place| same_latitudes(frame, *place)) {
            let fits = declared + frame.middle()[0] - place.middle()[0];
            let kind = CrsFaultKind::WrongCentralMeridian { declared, fits, off_m };
            self.faults.push(error(kind, Remedy::AskForParameters));
        } else {
            self.faults.push(nowhere);
        }
    }

    /// A zone of the declared datum whose meridian puts the layer on the reference.
    fn neighbour(&self, frame: Frame) -> Option<(f64, Crs)> {
        let fits = |meridian: u32| {
            let mut parameters = self.parameters.clone();
            match &mut parameters.projection {
                // A zone number in the eastings already says which zone was meant.
                Projection::TransverseMercator(projection) if projection.zone_prefix().is_none() => {
                    projection.lon_0 = f64::from(meridian);
                }
                _ => return None,
            }
            let on = frame.distance(placed(self.extent, &parameters)?) == 0.0;
            let code = registry::code_of(&parameters, None)?;
            on.then_some((f64::from(meridian), Crs::Epsg(code)))
        };
        (75..=135).step_by(3).find_map(fits)
    }

    /// Points outside the zone: a warning, as a district may straddle its edge.
    fn find_outsiders(&mut self, points: &[[f64; 2]]) {
        let (Some(half), Some(projection)) = (self.half_width(), self.parameters.transverse_mercator()) else { return };
        let meridian = projection.lon_0;
        let Ok(transform) = Transform::to_own_lonlat(&self.parameters) else { return };
        let mut places: Vec<[f64; 2]> =
            points.iter().filter(|point| point[0].is_finite() && point[1].is_finite()).copied().collect();
        let of = places.len();
        // Points without an image are NaN and compare as outside of nothing; they show in the extent.
        let _ = transform.apply(&mut places);
        let beyond = |place: &[f64; 2]| (place[0] - meridian).abs() - half;
        let outside: Vec<f64> = places.iter().map(beyond).filter(|beyond| *beyond > 1e-9).collect();
        if !outside.is_empty() {
            let degrees = outside.iter().fold(0.0, |most: f64, beyond| most.max(*beyond));
            let kind = CrsFaultKind::OutsideAreaOfUse { count: outside.len(), of, degrees };
            self.faults.push(CrsFault { kind, severity: Severity::Warning, remedy: Remedy::None });
        }
    }

    /// Half the width of the system's zone, degrees; of systems of one's own making it is not known.
    fn half_width(&self) -> Option<f64> {
        self.crs.epsg()?;
        let name = &self.parameters.name;
        if name.contains("3-degree") {
            Some(1.5)
        } else {
            (name.contains("Gauss-Kruger") || name.contains("UTM")).then_some(3.0)
        }
    }
}

/// The layer lies at the reference's latitudes: only its longitudes are off.
fn same_latitudes(frame: Frame, place: Extent) -> bool {
    let east = frame.middle()[0] - place.middle()[0];
    frame.distance(place.moved(east)) == 0.0
}
