//! Page sizes and the boxes on a page. Units are millimetres, y down.

use geo_types::{Coord, Rect, coord};

use crate::sheet::Furniture;

/// Millimetres of a CSS pixel (96 to the inch).
const PIXEL: f64 = 25.4 / 96.0;

/// Distance of the outer neat line from the inner one at A3, mm.
pub(crate) const FRAME: f64 = 4.4;

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
    pub(crate) fn new(page: Page, furniture: Furniture) -> Self {
        let (width, height) = page.millimetres();
        let size = coord! { x: width, y: height };
        if furniture == Furniture::Bare {
            let nothing = Rect::new(coord! { x: 0.0, y: 0.0 }, coord! { x: 0.0, y: 0.0 });
            let map = Rect::new(coord! { x: 0.0, y: 0.0 }, size);
            return Layout { size, header: nothing, map, panel: nothing, beside: true, zoom: 0.8 };
        }
        let zoom = (width.max(height) / 420.0).clamp(0.3, 1.6).sqrt();
        if width >= height { Layout::landscape(size, zoom) } else { Layout::portrait(size, zoom) }
    }

    fn landscape(size: Coord<f64>, zoom: f64) -> Self {
        let (margin, band) = (11.0 * zoom, FRAME * zoom);
        let top = margin + 17.0 * zoom;
        let (right, bottom) = (size.x - margin, size.y - margin);
        let panel_left = right - 68.0 * zoom;
        let header = boxed(margin, margin, right, top - 4.0 * zoom);
        let map = boxed(margin + band, top + band, panel_left - 6.0 * zoom - band, bottom - band);
        let panel = boxed(panel_left, top, right, bottom);
        Layout { size, header, map, panel, beside: true, zoom }
    }

    fn portrait(size: Coord<f64>, zoom: f64) -> Self {
        let (margin, band) = (11.0 * zoom, FRAME * zoom);
        let top = margin + 17.0 * zoom;
        let (right, bottom) = (size.x - margin, size.y - margin);
        let panel_top = bottom - 72.0 * zoom;
        let header = boxed(margin, margin, right, top - 4.0 * zoom);
        let map = boxed(margin + band, top + band, right - band, panel_top - 5.0 * zoom - band);
        let panel = boxed(margin, panel_top, right, bottom);
        Layout { size, header, map, panel, beside: false, zoom }
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
        for page in [Page::A4Landscape, Page::A4Portrait, Page::A3Landscape, Page::A3Portrait, pixels] {
            let layout = Layout::new(page, Furniture::Full);
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
}
