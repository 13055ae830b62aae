//! Page sizes and the boxes on a page. Units are millimetres, y down.

use geo_types::{Coord, Rect, coord};

use crate::sheet::Furniture;
use crate::view::View;

/// Millimetres of a CSS pixel (96 to the inch).
const PIXEL: f64 = 25.4 / 96.0;

/// Distance of the outer neat line from the inner one at A3, mm.
const FRAME: f64 = 4.4;

/// Size of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// 297 × 210 mm.
    A4Landscape,
    /// 210 × 297 mm.
    A4Portrait,
    /// 420 × 297 mm.
    A3Landscape,
    /// 297 × 420 mm.
    A3Portrait,
    /// A screen size in CSS pixels; at least 120 and at most 20,000 a side.
    Pixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
}

/// The boxes on a page, mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) size: Coord<f64>,
    /// Box of the title; empty on a bare map.
    pub(crate) header: Rect<f64>,
    /// Box of the map inside its neat line.
    pub(crate) map: Rect<f64>,
    /// Box of the legend; empty on a bare map.
    pub(crate) panel: Rect<f64>,
    /// Whether the panel stands beside the map (else below it).
    pub(crate) beside: bool,
    /// Factor on lettering and lines of the furniture: 1 on A3.
    pub(crate) zoom: f64,
    /// Distance of the outer neat line from the inner one, mm.
    pub(crate) band: f64,
}

impl Page {
    /// Width and height in millimetres.
    pub fn millimetres(self) -> (f64, f64) {
        match self {
            Page::A4Landscape => (297.0, 210.0),
            Page::A4Portrait => (210.0, 297.0),
            Page::A3Landscape => (420.0, 297.0),
            Page::A3Portrait => (297.0, 420.0),
            Page::Pixels { width, height } => {
                (f64::from(width.clamp(120, 20_000)) * PIXEL, f64::from(height.clamp(120, 20_000)) * PIXEL)
            }
        }
    }

    /// The same paper laid the way that suits an extent: landscape for a wide one. Pixels stay as they are.
    #[must_use]
    pub fn suited_to(self, extent: Rect<f64>) -> Page {
        let wide = extent.width() > extent.height() * 1.05;
        match self {
            Page::A4Landscape | Page::A4Portrait => [Page::A4Portrait, Page::A4Landscape][usize::from(wide)],
            Page::A3Landscape | Page::A3Portrait => [Page::A3Portrait, Page::A3Landscape][usize::from(wide)],
            pixels @ Page::Pixels { .. } => pixels,
        }
    }

    /// Whether the page is meant for paper, where the scale has to be a round number.
    pub fn is_paper(self) -> bool {
        !matches!(self, Page::Pixels { .. })
    }
}

impl Layout {
    /// The boxes for a map of an extent: the panel beside the map, or below it where that gives a larger scale.
    pub(crate) fn new(page: Page, furniture: Furniture, extent: Option<Rect<f64>>) -> Self {
        let (width, height) = page.millimetres();
        let size = coord! { x: width, y: height };
        if furniture == Furniture::Bare {
            let nothing = Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 0.0, y: 0.0 });
            let map = Rect::new(coord! { x: 0.0, y: 0.0 }, size);
            return Layout { size, header: nothing, map, panel: nothing, beside: true, zoom: 0.8, band: 0.0 };
        }
        let zoom = (width.max(height) / 420.0).clamp(0.3, 1.6).sqrt();
        if width < height {
            return Layout::portrait(size, zoom);
        }
        let (beside, below) = (Layout::landscape(size, zoom), Layout::wide(size, zoom));
        let scale = |layout: &Layout| View::fit(extent, layout.map, page.is_paper()).scale;
        if extent.is_some() && scale(&below) > scale(&beside) * 1.01 { below } else { beside }
    }

    /// A wide map over the whole page, narrow margins, the panel below it. There is room for larger lettering.
    fn wide(size: Coord<f64>, zoom: f64) -> Self {
        let (margin, band) = (7.0 * zoom, 3.0 * zoom);
        let zoom = zoom * 1.18;
        let top = margin + 16.0 * zoom;
        let (right, bottom) = (size.x - margin, size.y - margin);
        let panel_top = bottom - 52.0 * zoom;
        let header = boxed(margin, margin, right, top - 3.0 * zoom);
        let map = boxed(margin + band, top + band, right - band, panel_top - 6.0 * zoom - band);
        let panel = boxed(margin, panel_top, right, bottom);
        Layout { size, header, map, panel, beside: false, zoom, band }
    }

    fn landscape(size: Coord<f64>, zoom: f64) -> Self {
        let (margin, band) = (11.0 * zoom, FRAME * zoom);
        let top = margin + 17.0 * zoom;
        let (right, bottom) = (size.x - margin, size.y - margin);
        let panel_left = right - 68.0 * zoom;
        let header = boxed(margin, margin, right, top - 4.0 * zoom);
        let map = boxed(margin + band, top + band, panel_left - 6.0 * zoom - band, bottom - band);
        let panel = boxed(panel_left, top, right, bottom);
        Layout { size, header, map, panel, beside: true, zoom, band }
    }

    fn portrait(size: Coord<f64>, zoom: f64) -> Self {
        let (margin, band) = (11.0 * zoom, FRAME * zoom);
        let top = margin + 17.0 * zoom;
        let (right, bottom) = (size.x - margin, size.y - margin);
        let panel_top = bottom - 72.0 * zoom;
        let header = boxed(margin, margin, right, top - 4.0 * zoom);
        let map = boxed(margin + band, top + band, right - band, panel_top - 5.0 * zoom - band);
        let panel = boxed(margin, panel_top, right, bottom);
        Layout { size, header, map, panel, beside: false, zoom, band }
    }
}

fn boxed(left: f64, top: f64, right: f64, bottom: f64) -> Rect<f64> {
    Rect::new(coord! { x: left, y: top }, coord! { x: right, y: bottom })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_lie_on_the_page_and_apart() {
        let pixels = Page::Pixels { width: 900, height: 600 };
        let pages = [Page::A4Landscape, Page::A4Portrait, Page::A3Landscape, Page::A3Portrait, pixels];
        let wide = Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 9000.0, y: 3000.0 });
        for (page, extent) in pages.into_iter().flat_map(|page| [(page, None), (page, Some(wide))]) {
            let layout = Layout::new(page, Furniture::Full, extent);
            for part in [layout.header, layout.map, layout.panel] {
                assert!(part.min().x >= 0.0 && part.min().y >= 0.0, "{page:?} {part:?}");
                assert!(part.max().x <= layout.size.x && part.max().y <= layout.size.y, "{page:?} {part:?}");
                assert!(part.width() > 20.0 && part.height() > 5.0, "{page:?} {part:?}");
            }
            assert!(layout.header.max().y <= layout.map.min().y);
            let right = layout.map.max().x <= layout.panel.min().x;
            let below = layout.map.max().y <= layout.panel.min().y;
            assert!(if layout.beside { right } else { below }, "{page:?}");
        }
    }

    #[test]
    fn the_panel_goes_where_the_scale_is_larger() {
        let check = |width: f64, height: f64, beside: bool, denominator: f64| {
            let extent = Some(Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: width, y: height }));
            let layout = Layout::new(Page::A3Landscape, Furniture::Full, extent);
            let view = View::fit(extent, layout.map, true);
            assert_eq!(layout.beside, beside, "{width} × {height}");
            assert!((view.denominator() - denominator).abs() < 1e-6, "{width} × {height}: {}", view.denominator());
        };
        check(9900.0, 3600.0, false, 25_000.0);
        check(3000.0, 2400.0, true, 10_000.0);
        check(1000.0, 5000.0, true, 25_000.0);
    }
}
