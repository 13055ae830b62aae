//! Live figures of a grid.

use std::f64::consts::PI;

use topology::LineKind;

use crate::{Grid, GridId, Plan, Territory};

/// What a planner sees of a grid while editing it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridFigures {
    /// The community with most of its households.
    pub community: usize,
    /// In how many communities it lies.
    pub communities: usize,
    /// Courtyards.
    pub courtyards: usize,
    /// Known households.
    pub households: u64,
    /// Courtyards without a household count.
    pub without_households: usize,
    /// Twice the area, mm², exact.
    pub area2_mm2: i128,
    /// Length of the outline, metres, holes included.
    pub perimeter_m: f64,
    /// 4π·area / perimeter² (Polsby and Popper 1991).
    pub polsby_popper: f64,
    /// Borders inside it that run along main roads, walls and water, metres.
    pub inside_m: [f64; 3],
}

impl GridFigures {
    /// Area in m².
    pub fn area_m2(&self) -> f64 {
        self.area2_mm2 as f64 / 2e6
    }

    /// How much of a kind of barrier runs through it, metres.
    pub fn inside_m(&self, kind: LineKind) -> f64 {
        self.inside_m[kind as usize]
    }

    pub(super) fn of(territory: &Territory, plan: &Plan, id: GridId, grid: &Grid) -> Self {
        let mut figures = GridFigures {
            community: plan.community_of(territory, id).unwrap_or(0),
            communities: crate::apply::across(territory, grid.cells()),
            courtyards: 0,
            households: 0,
            without_households: 0,
            area2_mm2: 0,
            perimeter_m: 0.0,
            polsby_popper: 0.0,
            inside_m: [0.0; 3],
        };
        let (mut perimeter_mm, mut inside_mm, mut barriers_mm) = (0.0, 0, [0; 3]);
        for &cell in grid.cells() {
            let shape = territory.shape(cell);
            figures.area2_mm2 += shape.area2_mm2;
            perimeter_mm += shape.perimeter_mm;
            for (other, border) in territory.beside(cell) {
                if cell < other && grid.cells().binary_search(&other).is_ok() {
                    inside_mm += border.length_mm;
                    let along = [border.main_road_mm, border.wall_mm, border.water_mm];
                    (0..3).for_each(|kind| barriers_mm[kind] += along[kind]);
                }
            }
            figures.count(territory, cell);
        }
        figures.perimeter_m = (perimeter_mm - 2.0 * inside_mm as f64).max(0.0) / 1000.0;
        figures.inside_m = barriers_mm.map(|mm| mm as f64 / 1000.0);
        if figures.perimeter_m > 0.0 {
            figures.polsby_popper = (4.0 * PI * figures.area_m2() / figures.perimeter_m.powi(2)).min(1.0);
        }
        figures
    }

    fn count(&mut self, territory: &Territory, cell: u32) {
        if let Some(courtyard) = territory.courtyard_of_cell(cell) {
            self.courtyards += 1;
            match territory.courtyards()[courtyard].households {
                Some(households) => self.households += u64::from(households),
                None => self.without_households += 1,
            }
        }
    }
}
