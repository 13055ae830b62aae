//! Joining areas that belong together.

use std::collections::BTreeMap;

use geo_types::{Geometry, MultiPolygon};

use crate::{Column, Layer};

/// Joins the rows of a layer that carry one code: smaller units become the areas they are parts of. The first row of a
/// code keeps its values; rows without a code stay as they are. The layer must be in a CRS of metres.
pub fn dissolve_by_code(layer: &mut Layer) {
    let mut rows: Vec<(model::Row, Vec<MultiPolygon<f64>>)> = Vec::new();
    let mut idx_of: BTreeMap<String, usize> = BTreeMap::new();
    let shapes = layer.areas();
    for (row, shape) in std::mem::take(&mut layer.table.rows).into_iter().zip(shapes) {
        let code = layer.columns.text(&row, Column::Code);
        let known = code.as_ref().and_then(|code| idx_of.get(code).copied());
        match known {
            Some(idx) => rows[idx].1.push(shape),
            None => {
                if let Some(code) = code {
                    idx_of.insert(code, rows.len());
                }
                rows.push((row, vec![shape]));
            }
        }
    }
    let parts = rows.iter_mut().map(|row| std::mem::take(&mut row.1)).collect();
    for ((mut row, _), shape) in rows.into_iter().zip(dissolve(parts)) {
        row.geometry = (!shape.0.is_empty()).then_some(Geometry::MultiPolygon(shape));
        layer.table.rows.push(row);
    }
}

/// Joins the parts of each area. Through a partition where the parts tile the ground, so that neighbours keep sharing
/// the very same points; each by itself where they do not.
pub(crate) fn dissolve(parts: Vec<Vec<MultiPolygon<f64>>>) -> Vec<MultiPolygon<f64>> {
    let single = parts.iter().all(|part| part.len() == 1);
    let joined = if single { None } else { through_partition(&parts) };
    let shape = |(idx, mut shapes): (usize, Vec<MultiPolygon<f64>>)| match &joined {
        Some(partition) => partition.cell(idx),
        None if shapes.len() == 1 => shapes.swap_remove(0),
        None => geo::unary_union(shapes.iter().flatten()),
    };
    parts.into_iter().enumerate().map(shape).collect()
}

fn through_partition(parts: &[Vec<MultiPolygon<f64>>]) -> Option<topology::Partition> {
    let shapes: Vec<MultiPolygon<f64>> = parts.iter().flatten().cloned().collect();
    let labels: Vec<u32> =
        parts.iter().enumerate().flat_map(|(idx, part)| std::iter::repeat_n(idx as u32, part.len())).collect();
    let (partition, faults) = topology::Partition::from_shapes(&shapes).ok()?;
    faults.is_empty().then(|| partition.dissolve(&labels))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;
    use model::{FieldKind, Table, Value};

    #[test]
    fn parts_of_one_code_become_one_area() {
        let square = |x: f64| {
            let ring = vec![(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 10.0), (x, 10.0), (x, 0.0)];
            Some(Geometry::Polygon(geo_types::Polygon::new(ring.into(), vec![])))
        };
        let mut table = Table::new("社区", None, &[("编号", FieldKind::Text)]);
        for (x, code) in [(0.0, "a"), (10.0, "b"), (20.0, "b")] {
            table.push(square(x), vec![code.into()]);
        }
        table.push(square(40.0), vec![Value::Null]);
        let mut layer = Layer::new(crate::Role::Communities, "x", table);
        dissolve_by_code(&mut layer);
        let areas: Vec<f64> = layer.areas().iter().map(Area::unsigned_area).collect();
        assert_eq!(areas, [100.0, 200.0, 100.0]);
        assert_eq!(layer.table.rows[1].values, ["b".into()]);
    }
}
