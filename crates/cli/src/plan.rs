//! Between the project's rows and the values that `regionalization` works on.

use std::collections::BTreeMap;

use geo_types::MultiPolygon;
use intake::Survey;
use model::{Code, Table, Value, grid_code, reading_order};
use rayon::prelude::*;
use regionalization::{Barrier, Constraints, Edge, Graph, Objective, Problem, UnitShape};

use topology::Adjacency;

use crate::failure::Failure;
use crate::project::{ADJACENCY, CELLS, MEMBERSHIP, Project};

/// A border with at least this much open length can be walked across, whatever runs along the rest of it.
const OPEN_MM: u64 = 2_000;

/// The units of merging: the courtyards, in the order of the survey, and where their cells are.
pub(crate) struct Units {
    pub(crate) survey: Survey,
    /// Every cell of the territory.
    pub(crate) cells: Vec<Cell>,
    /// The shapes of the cells.
    pub(crate) shapes: Vec<MultiPolygon<f64>>,
    /// Area, perimeter and centre of the cells.
    pub(crate) figures: Vec<UnitShape>,
    /// Cell of each courtyard.
    pub(crate) cell_of: Vec<usize>,
    /// All borders between cells.
    pub(crate) borders: Vec<Border>,
    /// The same with every length, sorted by their cells.
    pub(crate) lengths: Vec<Adjacency>,
}

/// A cell of the territory.
pub(crate) struct Cell {
    pub(crate) kind: String,
    pub(crate) code: String,
    pub(crate) name: String,
    /// Index of the community.
    pub(crate) community: usize,
}

/// A border between two cells, lengths in millimetres.
pub(crate) struct Border {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) length_mm: u64,
    pub(crate) barrier: Barrier,
}

impl Units {
    /// Reads survey, cells and adjacency.
    pub(crate) fn open(project: &mut Project) -> Result<Self, Failure> {
        let mut survey = project.survey()?;
        // The cells stand for the courtyards from here on.
        survey.courtyards.iter_mut().for_each(|courtyard| courtyard.shape = MultiPolygon(Vec::new()));
        let missing =
            |layer: &str| Failure::usage("step-missing", &[("layer", layer.into()), ("command", "territory".into())]);
        let table = project.take(CELLS)?.ok_or_else(|| missing(CELLS))?;
        let (cells, shapes) = read_cells(table, &survey)?;
        let lengths = read_lengths(&project.take(ADJACENCY)?.ok_or_else(|| missing(ADJACENCY))?);
        let borders = lengths.iter().map(border).collect();
        let by_code: BTreeMap<&str, usize> = cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.kind == "courtyard")
            .map(|(idx, cell)| (cell.code.as_str(), idx))
            .collect();
        let find =
            |courtyard: &intake::Courtyard| by_code.get(courtyard.code.as_str()).copied().ok_or_else(|| missing(CELLS));
        let cell_of = survey.courtyards.iter().map(find).collect::<Result<_, _>>()?;
        let figures = shapes.par_iter().map(figures).collect();
        Ok(Units { survey, cells, shapes, figures, cell_of, borders, lengths })
    }

    /// The problem without constraints of its own: units, borders, households, communities, shapes.
    pub(crate) fn problem(&self, constraints: Constraints, objectives: Vec<Objective>) -> Problem {
        let mut unit_of = vec![None; self.cells.len()];
        for (unit, &cell) in self.cell_of.iter().enumerate() {
            unit_of[cell] = Some(unit as u32);
        }
        let edge = |border: &Border| {
            let (a, b) = (unit_of[border.a]?, unit_of[border.b]?);
            Some(Edge { a, b, length_mm: border.length_mm, barrier: border.barrier })
        };
        let edges: Vec<Edge> = self.borders.iter().filter_map(edge).collect();
        // Ends are unit numbers made here, and the territory holds no border of a cell with itself.
        let graph = Graph::new(self.cell_of.len(), &edges).unwrap_or_else(|_| unreachable!("edges name units"));
        let courtyards = &self.survey.courtyards;
        Problem {
            graph,
            households: courtyards.iter().map(|courtyard| courtyard.households.unwrap_or(0)).collect(),
            community: courtyards.iter().map(|courtyard| courtyard.community as u32).collect(),
            shapes: self.cell_of.iter().map(|&cell| self.figures[cell]).collect(),
            previous: None,
            constraints,
            objectives,
        }
    }

    /// The labels of the project's plan: number of the grid of each courtyard, and the grids' codes.
    pub(crate) fn labels(&self, project: &Project) -> Result<(Vec<u32>, Vec<String>), Failure> {
        let table = project.need(MEMBERSHIP, "merge")?;
        let pairs = pairs(table);
        self.labels_of(&pairs)
    }

    /// The labels that a courtyard → grid list means; courtyards that it does not name are grids of their own.
    pub(crate) fn labels_of(&self, pairs: &[(String, String)]) -> Result<(Vec<u32>, Vec<String>), Failure> {
        let grid_of: BTreeMap<&str, &str> =
            pairs.iter().map(|(courtyard, grid)| (courtyard.as_str(), grid.as_str())).collect();
        let mut codes: Vec<String> = Vec::new();
        let mut number: BTreeMap<String, u32> = BTreeMap::new();
        let mut label = |courtyard: &intake::Courtyard| {
            let own = || format!("?{}", courtyard.code);
            let grid = grid_of.get(courtyard.code.as_str()).map_or_else(own, |&grid| grid.to_owned());
            *number.entry(grid.clone()).or_insert_with(|| {
                codes.push(grid);
                codes.len() as u32 - 1
            })
        };
        let labels = self.survey.courtyards.iter().map(&mut label).collect();
        Ok((labels, codes))
    }

    /// What is wrong with a courtyard → grid list.
    pub(crate) fn list_faults(&self, table: &Table, file: &str) -> Vec<model::Finding> {
        let courtyards = self.survey.courtyards.iter().map(|courtyard| courtyard.code.clone()).collect();
        let layer = intake::Layer::new(intake::Role::Membership, file, table.clone());
        intake::check_membership(&layer, &courtyards)
    }

    /// Codes for the grids of a plan, numbered in reading order within each community.
    pub(crate) fn grid_codes(&self, labels: &[u32]) -> Vec<String> {
        let n_grids = labels.iter().max().map_or(0, |&last| last as usize + 1);
        let mut weight = vec![[0.0; 3]; n_grids];
        let mut community = vec![0; n_grids];
        for (unit, &label) in labels.iter().enumerate() {
            let figures = self.figures[self.cell_of[unit]];
            let sums = &mut weight[label as usize];
            sums[0] += figures.centre[0] * figures.area_m2;
            sums[1] += figures.centre[1] * figures.area_m2;
            sums[2] += figures.area_m2;
            community[label as usize] = self.survey.courtyards[unit].community;
        }
        let mut codes = vec![String::new(); n_grids];
        let mut grids_of = vec![Vec::new(); self.survey.communities.len()];
        for (grid, &community) in community.iter().enumerate() {
            grids_of[community].push(grid);
        }
        for (idx, grids) in grids_of.into_iter().enumerate() {
            let centre = |&grid: &usize| {
                let [x, y, area] = weight[grid];
                [x / area.max(f64::MIN_POSITIVE), y / area.max(f64::MIN_POSITIVE)]
            };
            let centres: Vec<[f64; 2]> = grids.iter().map(centre).collect();
            for (number, place) in reading_order(&centres).into_iter().enumerate() {
                let code = grid_code(&self.survey.communities[idx].code, number + 1);
                codes[grids[place]] = code.map(|code| code.to_string()).unwrap_or_default();
            }
        }
        codes
    }
}

/// The pairs of a courtyard → grid list.
pub(crate) fn pairs(table: &Table) -> Vec<(String, String)> {
    let layer = intake::Layer::new(intake::Role::Membership, "", table.clone());
    let read = |row: &model::Row, column| layer.columns.text(row, column).and_then(|text| Code::new(&text).ok());
    let pair = |row: &model::Row| {
        let courtyard = read(row, intake::Column::Courtyard)?;
        Some((courtyard.to_string(), read(row, intake::Column::Grid)?.to_string()))
    };
    layer.table.rows.iter().filter_map(pair).collect()
}

/// Area, perimeter and centre of a shape.
pub(crate) fn figures(shape: &MultiPolygon<f64>) -> UnitShape {
    use geo::{Area, Centroid, Euclidean, Length};
    let rings = shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let centre = shape.centroid().map_or([0.0; 2], |point| [point.x(), point.y()]);
    UnitShape { area_m2: shape.unsigned_area(), perimeter_m: rings.map(|ring| Euclidean.length(ring)).sum(), centre }
}

fn read_cells(table: Table, survey: &Survey) -> Result<(Vec<Cell>, Vec<MultiPolygon<f64>>), Failure> {
    let missing = || Failure::usage("step-missing", &[("layer", CELLS.into()), ("command", "territory".into())]);
    let column = |name: &str| table.field_idx(name).ok_or_else(missing);
    let (kind, code, name, community) = (column("kind")?, column("code")?, column("name")?, column("community")?);
    let text = |row: &model::Row, idx: usize| row.values[idx].to_text().unwrap_or_default();
    let by_code: BTreeMap<&str, usize> =
        survey.communities.iter().enumerate().map(|(idx, community)| (community.code.as_str(), idx)).collect();
    let cell = |mut row: model::Row| {
        let shape = match row.geometry.take() {
            Some(geo_types::Geometry::Polygon(polygon)) => MultiPolygon(vec![polygon]),
            Some(geo_types::Geometry::MultiPolygon(polygons)) => polygons,
            _ => return Err(missing()),
        };
        let community = *by_code.get(text(&row, community).as_str()).ok_or_else(missing)?;
        Ok((Cell { kind: text(&row, kind), code: text(&row, code), name: text(&row, name), community }, shape))
    };
    table.rows.into_iter().map(cell).collect()
}

fn read_lengths(table: &Table) -> Vec<Adjacency> {
    let number = |value: &Value| value.to_number().unwrap_or(0.0) as u64;
    let lengths = |row: &model::Row| {
        let figures: Vec<u64> = row.values.iter().map(number).collect();
        let [a, b, length_mm, open_mm, main_road_mm, wall_mm, water_mm] = figures[..] else { return None };
        Some(Adjacency { a: a as usize, b: b as usize, length_mm, open_mm, main_road_mm, wall_mm, water_mm })
    };
    let mut found: Vec<Adjacency> = table.rows.iter().filter_map(lengths).collect();
    found.sort_by_key(|border| (border.a, border.b));
    found
}

fn border(lengths: &Adjacency) -> Border {
    let Adjacency { a, b, length_mm, open_mm, main_road_mm, wall_mm, water_mm } = *lengths;
    Border { a, b, length_mm, barrier: weakest(open_mm, main_road_mm, wall_mm, water_mm) }
}

/// One open stretch is enough to walk across; otherwise the weakest barrier with such a stretch counts.
fn weakest(open: u64, main_road: u64, wall: u64, water: u64) -> Barrier {
    if open >= OPEN_MM || main_road + wall + water == 0 {
        Barrier::None
    } else if wall >= OPEN_MM {
        Barrier::Wall
    } else if main_road >= OPEN_MM {
        Barrier::MainRoad
    } else if water >= OPEN_MM {
        Barrier::Water
    } else {
        Barrier::None
    }
}
