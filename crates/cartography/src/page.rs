//! Page sizes and the boxes on a page. Units are millimetres, y down.

use geo_types::{Coord, Rect, coord};

use crate::sheet::Furniture;

/// Millimetres of a CSS pixel (96 to the inch).
const PIXEL: f64 = 25.4 / 96.0;

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
        let margin = 13.0 * zoom;
        let top = margin + 19.0 * zoom;
        let panel_left = size.x - margin - 68.0 * zoom;
        let header = boxed(margin, margin * 0.8, size.x - margin, top - 4.0 * zoom);
        let map = boxed(margin, top, panel_left - 8.0 * zoom, size.y - margin);
        let panel = boxed(panel_left, top, size.x - margin, size.y - margin);
        Layout { size, header, map, panel, beside: true, zoom }
    }

    fn portrait(size: Coord<f64>, zoom: f64) -> Self {
        let margin = 13.0 * zoom;
        let top = margin + 19.0 * zoom;
        let panel_top = size.y - margin - 82.0 * zoom;
        let header = boxed(margin, margin * 0.8, size.x - margin, top - 4.0 * zoom);
        let map = boxed(margin, top, size.x - margin, panel_top - 9.0 * zoom);
        let panel = boxed(margin, panel_top, size.x - margin, size.y - margin);
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
