//! Which systems a layer's numbers fit.

use super::extent::{Extent, Frame, placed};
use super::fault::Candidate;
use crate::Crs;

/// Every system of China that the numbers fit, best first: by distance from the reference, then the more usual one.
pub(super) fn candidates(extent: Extent, frame: Option<Frame>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for swapped in [false, true] {
        let extent = if swapped { extent.swapped() } else { extent };
        for crs in systems(extent) {
            let place = crs.parameters().ok().and_then(|parameters| placed(extent, &parameters));
            let Some(place) = place.filter(|place| place.is_china()) else { continue };
            let off_m = frame.map(|frame| frame.distance(place));
            found.push(Candidate { crs, swapped, at: place.middle(), off_m });
        }
    }
    found.sort_by(|a, b| a.off_m.unwrap_or(0.0).total_cmp(&b.off_m.unwrap_or(0.0)));
    found
}

/// Systems whose coordinates look like these, the most usual first.
fn systems(extent: Extent) -> Vec<Crs> {
    if extent.is_degrees() {
        return if extent.is_china() { vec![Crs::CGCS2000_LONLAT] } else { Vec::new() };
    }
    if !extent.has_northings() {
        return web_mercator(extent);
    }
    if let Some(prefix) = extent.zone_prefix() {
        let zone = u32::from(prefix);
        let three = Crs::cgcs2000_3_degree_zone(zone);
        let six = (13..=23).contains(&zone).then(|| Crs::Epsg(4491 + zone - 13));
        return three.into_iter().chain(six).chain(web_mercator(extent)).collect();
    }
    if !extent.has_eastings(0) {
        return web_mercator(extent);
    }
    let gauss_kruger = (75..=135).step_by(3).filter_map(Crs::cgcs2000_3_degree);
    let utm = (43..=53).map(|zone| Crs::Epsg(32_600 + zone));
    gauss_kruger.chain(utm).collect()
}

/// Web Mercator's range over China.
fn web_mercator(extent: Extent) -> Vec<Crs> {
    let fits = extent.lies_in([8_120_000.0, 15_150_000.0], [330_000.0, 7_170_000.0]);
    if fits { vec![Crs::WEB_MERCATOR] } else { Vec::new() }
}
