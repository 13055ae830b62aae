//! Line widths, dashes and letter sizes. Millimetres on the page.

use crate::feature::{AreaRole, RoadClass};
use crate::ink::Mm;
use crate::palette as p;
use crate::view::View;

/// Factor on the width of boundaries: they get thinner where the scale is small, so that the ground stays seen.
pub(crate) fn weight(view: &View) -> f64 {
    (8_000.0 / view.denominator()).powf(0.3).clamp(0.5, 1.1)
}

/// Denominator of the smallest scale that shows courtyards and letters grids fully.
pub(crate) const DETAILED: f64 = 12_500.0;

/// A boundary level, the lowest first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Boundary {
    pub(crate) id: &'static str,
    pub(crate) colour: &'static str,
    pub(crate) width: f64,
    /// Dash pattern; empty for a solid line.
    pub(crate) dash: &'static [f64],
    /// Width of the soft band under the line; 0 for none.
    pub(crate) band: f64,
}

/// The boundary levels: grid, community, street, district.
pub(crate) const BOUNDARIES: [Boundary; 4] = [
    Boundary { id: "grid", colour: p::INK, width: 0.2, dash: &[], band: 0.0 },
    Boundary { id: "community", colour: p::COMMUNITY, width: 0.42, dash: &[2.6, 0.9], band: 0.0 },
    Boundary { id: "street", colour: p::STREET, width: 0.55, dash: &[4.2, 1.1, 0.7, 1.1], band: 1.7 },
    Boundary { id: "district", colour: p::DISTRICT, width: 0.62, dash: &[5.5, 1.2, 0.8, 1.2, 0.8, 1.2], band: 2.6 },
];

/// How areas of a role are filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fill {
    pub(crate) fill: &'static str,
    pub(crate) opacity: f64,
    pub(crate) stroke: &'static str,
    pub(crate) width: f64,
    /// Whether every area is an element of its own that scripts and styles can address.
    pub(crate) single: bool,
}

/// Lettering of a role.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letters {
    pub(crate) size: f64,
    pub(crate) smallest: f64,
    pub(crate) bold: bool,
    pub(crate) colour: &'static str,
    /// Width of the halo.
    pub(crate) halo: f64,
    /// Extra space between letters, in parts of the size.
    pub(crate) spread: f64,
    /// Lower is placed first.
    pub(crate) order: u8,
}

/// A road class on the map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Road {
    pub(crate) id: &'static str,
    /// Usual width on the ground, metres.
    metres: f64,
    least: f64,
    most: f64,
    pub(crate) fill: &'static str,
    pub(crate) casing: &'static str,
    pub(crate) letters: f64,
}

impl Boundary {
    /// The dash pattern at a weight, for the attribute; empty for a solid line.
    pub(crate) fn dashes(&self, weight: f64) -> String {
        self.dash.iter().map(|dash| Mm(dash * weight).to_string()).collect::<Vec<_>>().join(" ")
    }
}

impl AreaRole {
    /// Place in the drawing order.
    pub(crate) fn rank(&self) -> u8 {
        match self {
            AreaRole::Sea => 0,
            AreaRole::Grid | AreaRole::Choropleth(_) => 10,
            AreaRole::Green => 20,
            AreaRole::Water => 21,
            AreaRole::Compound | AreaRole::Exclusive => 30,
            AreaRole::Courtyard => 31,
            AreaRole::Building => 40,
            AreaRole::Community | AreaRole::Street | AreaRole::District => 60,
        }
    }

    /// Index in [`BOUNDARIES`], for the levels that have one.
    pub(crate) fn boundary(&self) -> Option<usize> {
        match self {
            AreaRole::Grid | AreaRole::Choropleth(_) => Some(0),
            AreaRole::Community => Some(1),
            AreaRole::Street => Some(2),
            AreaRole::District => Some(3),
            _ => None,
        }
    }

    pub(crate) fn fill(&self) -> Fill {
        let plain = Fill { fill: "none", opacity: 1.0, stroke: "none", width: 0.0, single: true };
        match self {
            AreaRole::Sea => Fill { fill: p::SEA, single: false, ..plain },
            AreaRole::Water => Fill { fill: p::SEA, stroke: p::SHORE, width: 0.15, single: false, ..plain },
            AreaRole::Green => Fill { fill: p::GREEN, opacity: 0.75, single: false, ..plain },
            AreaRole::Compound => Fill { fill: p::COMPOUND, stroke: "#BFC3C4", width: 0.14, ..plain },
            // The hatching is laid on where the sheet's patterns are known.
            AreaRole::Exclusive => Fill { fill: p::COMPOUND, stroke: "#BFC3C4", width: 0.14, ..plain },
            AreaRole::Courtyard => Fill { fill: p::PAPER, opacity: 0.26, stroke: "#857F74", width: 0.09, ..plain },
            AreaRole::Building => Fill { fill: p::BUILDING, opacity: 0.6, single: false, ..plain },
            _ => plain,
        }
    }

    /// Whether areas of the role are drawn at a scale denominator: courtyards and houses are too fine for small scales.
    pub(crate) fn is_shown(&self, denominator: f64) -> bool {
        !matches!(self, AreaRole::Courtyard | AreaRole::Building) || denominator <= DETAILED
    }

    /// The clearance that an area must have for lettering at a scale denominator, in parts of the text's box: below
    /// [`DETAILED`] only roomy grids and parks carry any.
    pub(crate) fn clearance(&self, denominator: f64) -> f64 {
        match self {
            AreaRole::Grid | AreaRole::Choropleth(_) if denominator > 2.4 * DETAILED => 0.8,
            AreaRole::Grid | AreaRole::Choropleth(_) if denominator > DETAILED => 0.55,
            AreaRole::Green | AreaRole::Water | AreaRole::Compound | AreaRole::Exclusive if denominator > DETAILED => {
                0.8
            }
            _ => 0.0,
        }
    }

    /// Lettering at a scale denominator: below [`DETAILED`] names keep their order by size and colour, but grid
    /// numbers turn small and quiet; above it they grow with the room.
    pub(crate) fn letters_at(&self, denominator: f64) -> Letters {
        let usual = self.letters();
        let sized = |factor: f64| Letters {
            size: usual.size * factor,
            smallest: usual.smallest * factor,
            halo: usual.halo * factor,
            ..usual
        };
        match self {
            AreaRole::Grid | AreaRole::Choropleth(_) if denominator > DETAILED => {
                Letters { size: 1.9, smallest: 1.6, bold: false, halo: 0.0, ..usual }
            }
            AreaRole::Grid | AreaRole::Choropleth(_) => sized((8_000.0 / denominator).sqrt().clamp(0.8, 1.7)),
            AreaRole::Community if denominator > DETAILED => Letters { halo: usual.halo * 0.6, ..sized(0.8) },
            AreaRole::Street if denominator > DETAILED => Letters { halo: usual.halo * 0.6, ..sized(0.86) },
            AreaRole::Community => sized((10_000.0 / denominator).sqrt().clamp(0.9, 1.3)),
            _ => usual,
        }
    }

    pub(crate) fn letters(&self) -> Letters {
        let of = |size, smallest, bold, colour, order| Letters {
            size,
            smallest,
            bold,
            colour,
            halo: size * 0.24,
            spread: 0.0,
            order,
        };
        match self {
            AreaRole::District => Letters { spread: 0.6, ..of(8.0, 5.0, true, p::DISTRICT, 2) },
            AreaRole::Street => Letters { spread: 0.45, ..of(5.6, 3.6, true, p::STREET, 3) },
            AreaRole::Community => Letters { spread: 0.08, ..of(3.2, 2.3, true, p::COMMUNITY, 4) },
            AreaRole::Sea => Letters { spread: 0.8, ..of(4.6, 3.0, false, "#4F7C90", 5) },
            AreaRole::Grid | AreaRole::Choropleth(_) => of(2.8, 2.1, true, p::INK, 7),
            AreaRole::Green | AreaRole::Water => of(2.2, 1.7, false, "#3F6B4C", 8),
            AreaRole::Compound | AreaRole::Exclusive => of(1.9, 1.5, false, p::QUIET, 9),
            AreaRole::Courtyard | AreaRole::Building => of(1.6, 1.4, false, p::QUIET, 12),
        }
    }
}

impl RoadClass {
    /// All classes, the least first.
    pub(crate) const ALL: [RoadClass; 5] =
        [RoadClass::Path, RoadClass::Lane, RoadClass::Minor, RoadClass::Secondary, RoadClass::Main];

    /// Whether roads of the class are drawn at a scale denominator.
    pub(crate) fn is_shown(self, denominator: f64) -> bool {
        self >= RoadClass::Minor || denominator <= 1.6 * DETAILED
    }

    /// Whether roads of the class carry their names at a scale denominator.
    pub(crate) fn is_named(self, denominator: f64) -> bool {
        let smallest = match self {
            RoadClass::Main => f64::INFINITY,
            RoadClass::Secondary => DETAILED,
            RoadClass::Minor => 0.8 * DETAILED,
            RoadClass::Lane | RoadClass::Path => 4_000.0,
        };
        denominator <= smallest
    }

    pub(crate) fn style(self) -> Road {
        let road = |id, metres, least, most, letters| Road {
            id,
            metres,
            least,
            most,
            fill: p::PAPER,
            casing: "#B4B2A8",
            letters,
        };
        match self {
            RoadClass::Path => road("path", 2.0, 0.14, 0.4, 1.6),
            RoadClass::Lane => road("lane", 4.0, 0.24, 0.9, 1.7),
            RoadClass::Minor => road("minor", 8.0, 0.4, 1.7, 1.9),
            RoadClass::Secondary => road("secondary", 16.0, 0.7, 2.6, 2.3),
            RoadClass::Main => Road { fill: "#FFF4D2", casing: "#B09F78", ..road("main", 28.0, 1.1, 3.6, 2.7) },
        }
    }
}

impl Road {
    /// Width on the page at a scale (mm for a metre).
    pub(crate) fn width(&self, scale: f64) -> f64 {
        (self.metres * scale).clamp(self.least, self.most)
    }

    /// Width of the casing line, or `None` where the road is too thin to have one.
    pub(crate) fn casing_width(&self, scale: f64) -> Option<f64> {
        let width = self.width(scale);
        (width >= 0.35).then_some(width + 0.24)
    }
}
