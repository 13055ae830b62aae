//! The plan's rows: grids with geometry, and the list courtyard → grid.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use geo_types::MultiPolygon;
use model::{FieldKind, Table, Value};

use crate::failure::Failure;
use crate::plan::{Units, figures};
use crate::project::{GRIDS, MEMBERSHIP, Project};

/// A grid, or another area that completes the tiling of its community.
struct GridRow {
    code: String,
    name: String,
    kind: &'static str,
    community: usize,
    courtyards: usize,
    households: u64,
}

/// Puts grids and membership into the project.
///
/// Grids are the cells dissolved by label. Compounds, exclusive sites and parks stay areas of their own. Ground that is
/// nobody's joins the grid with which it shares the longest border when it is small; a large piece (a hill, a port)
/// stays an area of its own, because gluing it to a few courtyards would distort the grid. Together they tile the
/// community.
pub(crate) fn put(project: &mut Project, units: &Units, labels: &[u32], codes: &[String]) -> Result<(), Failure> {
    let mut rows: Vec<GridRow> = grid_rows(units, labels, codes);
    let label_of_cell = label_cells(units, labels, &mut rows);
    let shapes = topology::dissolve(&units.shapes, &label_of_cell)
        .map_err(|fault| Failure::usage("territory-failed", &[("detail", fault.to_string())]))?;
    project.put(grids_table(shapes, &rows, units, project.crs()));
    project.put(membership_table(units, labels, codes));
    Ok(())
}

/// The ground that joins grids: cell and label of each.
pub(crate) fn ground(units: &Units, labels: &[u32], codes: &[String]) -> Vec<(usize, u32)> {
    let mut rows = grid_rows(units, labels, codes);
    let all = label_cells(units, labels, &mut rows);
    let joined = all
        .into_iter()
        .enumerate()
        .filter(|(cell, label)| units.cells[*cell].kind != "courtyard" && (*label as usize) < codes.len());
    joined.collect()
}

fn grid_rows(units: &Units, labels: &[u32], codes: &[String]) -> Vec<GridRow> {
    let empty = |code: &String| GridRow {
        code: code.clone(),
        name: String::new(),
        kind: "governance",
        community: 0,
        courtyards: 0,
        households: 0,
    };
    let mut rows: Vec<GridRow> = codes.iter().map(empty).collect();
    for (unit, &label) in labels.iter().enumerate() {
        let courtyard = &units.survey.courtyards[unit];
        let row = &mut rows[label as usize];
        row.community = courtyard.community;
        row.courtyards += 1;
        row.households += u64::from(courtyard.households.unwrap_or(0));
    }
    rows
}

/// The label of every cell; cells that are no courtyards add rows of their own or join a neighbour.
fn label_cells(units: &Units, labels: &[u32], rows: &mut Vec<GridRow>) -> Vec<u32> {
    let mut label_of_cell = vec![None; units.cells.len()];
    for (unit, &cell) in units.cell_of.iter().enumerate() {
        label_of_cell[cell] = Some(labels[unit]);
    }
    for (idx, cell) in units.cells.iter().enumerate() {
        let kind = match cell.kind.as_str() {
            "compound" => "compound",
            "exclusive" => "exclusive",
            "green" => "green",
            _ => continue,
        };
        label_of_cell[idx] = Some(rows.len() as u32);
        let (code, name) = (cell.code.clone(), cell.name.clone());
        rows.push(GridRow { code, name, kind, community: cell.community, courtyards: 0, households: 0 });
    }
    attach_remainders(units, &mut label_of_cell, rows);
    label_of_cell.into_iter().map(|label| label.unwrap_or(0)).collect()
}

/// Unclaimed ground up to this many square metres joins a grid.
const JOINS_M2: f64 = 10_000.0;

fn attach_remainders(units: &Units, label_of_cell: &mut [Option<u32>], rows: &mut Vec<GridRow>) {
    let small = |cell: usize| label_of_cell[cell].is_none() && units.figures[cell].area_m2 <= JOINS_M2;
    let free: BTreeSet<usize> = (0..units.cells.len()).filter(|&cell| small(cell)).collect();
    let mut beside: BTreeMap<usize, Vec<(u64, usize)>> = BTreeMap::new();
    for border in &units.borders {
        let near = |cell: usize| free.contains(&cell);
        let within = units.cells[border.a].community == units.cells[border.b].community;
        if within && (near(border.a) || near(border.b)) {
            beside.entry(border.a).or_default().push((border.length_mm, border.b));
            beside.entry(border.b).or_default().push((border.length_mm, border.a));
        }
    }
    // The longest border of a cell without label with a grid of its community comes first; ties go to the lower numbers.
    let mut offers: BinaryHeap<(u64, Reverse<usize>, Reverse<u32>)> = BinaryHeap::new();
    let offer = |cell: usize, label: u32, offers: &mut BinaryHeap<_>| {
        let near = beside.get(&cell).into_iter().flatten().filter(|(_, other)| free.contains(other));
        offers.extend(near.map(|&(length, other)| (length, Reverse(other), Reverse(label))));
    };
    for &cell in beside.keys() {
        if let Some(label) = label_of_cell[cell].filter(|&label| rows[label as usize].kind == "governance") {
            offer(cell, label, &mut offers);
        }
    }
    while let Some((_, Reverse(cell), Reverse(label))) = offers.pop() {
        if label_of_cell[cell].is_none() {
            label_of_cell[cell] = Some(label);
            offer(cell, label, &mut offers);
        }
    }
    for (idx, label) in label_of_cell.iter_mut().enumerate().filter(|(_, label)| label.is_none()) {
        *label = Some(rows.len() as u32);
        let community = units.cells[idx].community;
        let (code, name) = (String::new(), String::new());
        rows.push(GridRow { code, name, kind: "remainder", community, courtyards: 0, households: 0 });
    }
}

fn grids_table(shapes: Vec<MultiPolygon<f64>>, rows: &[GridRow], units: &Units, crs: Option<crs::Crs>) -> Table {
    use FieldKind::{Int, Real, Text};
    let fields = [
        ("code", Text),
        ("name", Text),
        ("kind", Text),
        ("community", Text),
        ("courtyards", Int),
        ("households", Int),
        ("area_m2", Real),
        ("perimeter_m", Real),
        ("polsby_popper", Real),
    ];
    let mut table = Table::new(GRIDS, crs, &fields);
    let round = |number: f64, places: i32| Value::Real((number * 10f64.powi(places)).round() / 10f64.powi(places));
    for (shape, row) in shapes.into_iter().zip(rows) {
        let figures = figures(&shape);
        let compactness = 4.0 * std::f64::consts::PI * figures.area_m2 / figures.perimeter_m.powi(2).max(1e-9);
        let text = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
        let values = vec![
            text(&row.code),
            text(&row.name),
            row.kind.into(),
            units.survey.communities[row.community].code.as_str().into(),
            Value::Int(row.courtyards as i64),
            if row.kind == "governance" { Value::Int(row.households as i64) } else { Value::Null },
            round(figures.area_m2, 3),
            round(figures.perimeter_m, 3),
            round(compactness, 4),
        ];
        table.push(Some(shape.into()), values);
    }
    table
}

fn membership_table(units: &Units, labels: &[u32], codes: &[String]) -> Table {
    let fields = [("courtyard", FieldKind::Text), ("grid", FieldKind::Text)];
    let mut table = Table::new(MEMBERSHIP, None, &fields);
    for (courtyard, &label) in units.survey.courtyards.iter().zip(labels) {
        table.push(None, vec![courtyard.code.as_str().into(), codes[label as usize].as_str().into()]);
    }
    table
}
