//! From ground metres to page millimetres.

use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect, coord};

use crate::clip;
use crate::path::{Dot, dots, ring_of};

/// Denominators of round scales, between 1 and 10.
const ROUND: [f64; 11] = [1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0];

/// How much of the ground beyond the frame is drawn, mm, so that line ends and joins lie outside it.
const BLEED: f64 = 2.0;

/// The map projection of the sheet: a scale and a shift.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    /// Box of the map on the page, mm, y down.
    pub(crate) frame: Rect<f64>,
    /// Ground shown by the frame, metres, y up.
    pub(crate) ground: Rect<f64>,
    /// Millimetres on the page for a metre on the ground.
    pub(crate) scale: f64,
}

impl View {
    /// Fits an extent into a frame, centred; with `round` at the next smaller round scale.
    pub(crate) fn fit(extent: Option<Rect<f64>>, frame: Rect<f64>, round: bool) -> Self {
        let extent = extent.filter(is_sane).unwrap_or_else(|| square(coord! { x: 0.0, y: 0.0 }, 500.0));
        let centre = extent.center();
        let extent = if extent.width().max(extent.height()) < 1.0 { square(centre, 50.0) } else { extent };
        let metres_per_mm = (extent.width() / frame.width()).max(extent.height() / frame.height());
        let metres_per_mm = if round { round_up(metres_per_mm * 1000.0) / 1000.0 } else { metres_per_mm };
        let half = coord! { x: frame.width() * metres_per_mm / 2.0, y: frame.height() * metres_per_mm / 2.0 };
        View { frame, ground: Rect::new(centre - half, centre + half), scale: 1.0 / metres_per_mm }
    }

    /// The denominator of the representative fraction: 5000 for 1:5 000.
    pub(crate) fn denominator(&self) -> f64 {
        1000.0 / self.scale
    }

    pub(crate) fn to_page(self, ground: Coord<f64>) -> Coord<f64> {
        let x = self.frame.min().x + (ground.x - self.ground.min().x) * self.scale;
        let y = self.frame.min().y + (self.ground.max().y - ground.y) * self.scale;
        coord! { x: x, y: y }
    }

    /// The rings of a shape on the page, cut to the frame and its bleed; none when it is outside or not finite.
    pub(crate) fn rings(&self, shape: &MultiPolygon<f64>) -> Vec<Vec<Dot>> {
        self.rings_within(shape, self.window())
    }

    /// The rings of a shape cut to the frame itself, polygon by polygon, the outer ring first.
    pub(crate) fn visible(&self, shape: &MultiPolygon<f64>) -> Vec<Vec<Vec<Dot>>> {
        let one = |polygon: &Polygon<f64>| self.polygon_within(polygon, self.frame);
        shape.iter().map(one).filter(|rings| !rings.is_empty()).collect()
    }

    /// The pieces of a line on the page, cut to the frame and its bleed.
    pub(crate) fn pieces(&self, line: &LineString<f64>) -> Vec<Vec<Dot>> {
        let page: Vec<Coord<f64>> = line.coords().map(|c| self.to_page(*c)).collect();
        if !page.iter().all(is_finite) {
            return Vec::new();
        }
        clip::line(&page, self.window()).iter().map(|piece| dots(piece)).filter(|piece| piece.len() > 1).collect()
    }

    fn window(&self) -> Rect<f64> {
        let bleed = coord! { x: BLEED, y: BLEED };
        Rect::new(self.frame.min() - bleed, self.frame.max() + bleed)
    }

    fn rings_within(&self, shape: &MultiPolygon<f64>, window: Rect<f64>) -> Vec<Vec<Dot>> {
        shape.iter().flat_map(|polygon| self.polygon_within(polygon, window)).collect()
    }

    fn polygon_within(&self, polygon: &Polygon<f64>, window: Rect<f64>) -> Vec<Vec<Dot>> {
        let ring = |ring: &LineString<f64>, outer: bool| {
            let page: Vec<Coord<f64>> = ring.coords().map(|c| self.to_page(*c)).collect();
            let finite = page.iter().all(is_finite);
            if finite { ring_of(&clip::ring(page, window), outer) } else { None }
        };
        let Some(outer) = ring(polygon.exterior(), true) else { return Vec::new() };
        let holes = polygon.interiors().iter().filter_map(|hole| ring(hole, false));
        std::iter::once(outer).chain(holes).collect()
    }
}

/// The smallest round scale denominator that is not below `denominator`.
fn round_up(denominator: f64) -> f64 {
    let decade = 10f64.powf(denominator.log10().floor());
    let steps = ROUND.iter().map(|r| r * decade).chain([10.0 * decade]);
    // A hair of tolerance, so that an extent made for a scale gets that scale.
    steps.into_iter().find(|step| step * (1.0 + 1e-9) >= denominator).unwrap_or(denominator)
}

fn is_sane(extent: &Rect<f64>) -> bool {
    let sane = |c: Coord<f64>| is_finite(&c) && c.x.abs() < 1e12 && c.y.abs() < 1e12;
    sane(extent.min()) && sane(extent.max())
}

fn is_finite(c: &Coord<f64>) -> bool {
    c.x.is_finite() && c.y.is_finite()
}

fn square(centre: Coord<f64>, half: f64) -> Rect<f64> {
    let half = coord! { x: half, y: half };
    Rect::new(centre - half, centre + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Rect<f64> {
        Rect::new(coord! { x: x0, y: y0 }, coord! { x: x1, y: y1 })
    }

    #[test]
    fn the_scale_is_round_on_paper() {
        let check = |metres: f64, expect: f64| {
            let view = View::fit(Some(rect(0.0, 0.0, metres, 10.0)), rect(10.0, 10.0, 310.0, 210.0), true);
            assert!((view.denominator() - expect).abs() < 1e-6, "{metres}: {}", view.denominator());
        };
        check(1500.0, 5000.0);
        check(1501.0, 6000.0);
        check(2999.0, 10_000.0);
        check(301.0, 1250.0);
    }

    #[test]
    fn north_is_up_and_the_extent_is_centred() {
        let view = View::fit(Some(rect(1000.0, 2000.0, 1100.0, 2100.0)), rect(0.0, 0.0, 50.0, 50.0), false);
        assert_eq!(view.to_page(coord! { x: 1000.0, y: 2000.0 }), coord! { x: 0.0, y: 50.0 });
        assert_eq!(view.to_page(coord! { x: 1100.0, y: 2100.0 }), coord! { x: 50.0, y: 0.0 });
    }

    #[test]
    fn odd_extents_give_a_map_all_the_same() {
        let frame = rect(0.0, 0.0, 100.0, 100.0);
        for extent in [None, Some(rect(5.0, 5.0, 5.0, 5.0)), Some(rect(0.0, 0.0, f64::INFINITY, 1.0))] {
            let view = View::fit(extent, frame, true);
            assert!(view.scale.is_finite() && view.scale > 0.0, "{extent:?}");
        }
    }
}
