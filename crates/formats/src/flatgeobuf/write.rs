//! Writing a table, with the packed R-tree on request.

use ::flatgeobuf::{
    Column, ColumnArgs, Crs as HeaderCrs, CrsArgs, Feature, FeatureArgs, GeometryType, Header, HeaderArgs,
    packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort},
};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use model::{Row, Table};

use super::{MAGIC, geometry, properties};
use crate::{
    geometry::{bounds, checked, common_type, promoted},
    reference,
    writing::{WriteError, WriteOptions, library, unfit},
};

/// The file's bytes, easting first. With the index the features stand in Hilbert order, as the format demands; a layer
/// with a null geometry is written without an index, since a null has no place in it.
pub(crate) fn write(table: &Table, options: &WriteOptions) -> Result<Vec<u8>, WriteError> {
    let kind = common_type(table.rows.iter().filter_map(|row| row.geometry.as_ref()));
    let mut builder = FlatBufferBuilder::new();
    let (mut features, mut nodes) = (Vec::with_capacity(table.rows.len()), Vec::new());
    for (at, row) in table.rows.iter().enumerate() {
        let (feature, node) = feature(table, at, row, kind.unwrap_or("Geometry"), &mut builder)?;
        features.push(feature);
        nodes.extend(node.map(|node| NodeItem { offset: at as u64, ..node }));
    }
    let indexed = options.index && !nodes.is_empty() && nodes.len() == features.len();
    let mut out = MAGIC.to_vec();
    header(table, geometry::layer_type(kind), &nodes, indexed, &mut builder)?;
    out.extend_from_slice(builder.finished_data());
    if !indexed {
        features.iter().for_each(|feature| out.extend_from_slice(feature));
        return Ok(out);
    }
    let extent = calc_extent(&nodes);
    hilbert_sort(&mut nodes, &extent);
    let order: Vec<usize> = nodes.iter().map(|node| node.offset as usize).collect();
    let mut offset = 0;
    for (node, &at) in nodes.iter_mut().zip(&order) {
        node.offset = offset;
        offset += features[at].len() as u64;
    }
    let tree = PackedRTree::build(&nodes, &extent, PackedRTree::DEFAULT_NODE_SIZE);
    let tree = tree.map_err(|fault| library("FlatGeobuf", fault))?;
    tree.stream_write(&mut out).map_err(|fault| library("FlatGeobuf", fault))?;
    order.iter().for_each(|&at| out.extend_from_slice(&features[at]));
    Ok(out)
}

fn feature(
    table: &Table,
    at: usize,
    row: &Row,
    kind: &str,
    builder: &mut FlatBufferBuilder<'_>,
) -> Result<(Vec<u8>, Option<NodeItem>), WriteError> {
    builder.reset();
    let finite = row.geometry.clone().map(checked).transpose();
    let shape = finite.map_err(|_| WriteError::NotFinite { layer: table.name.clone(), row: row.number })?.flatten();
    let node = shape
        .as_ref()
        .and_then(bounds)
        .map(|[min_x, min_y, max_x, max_y]| NodeItem::bounds(min_x, min_y, max_x, max_y));
    let geometry = shape.map(|shape| geometry::write(&promoted(&shape, kind), builder));
    let mut bytes = Vec::new();
    for (field, value) in row.values.iter().enumerate() {
        properties::write(field, table.fields[field].kind, value, &mut bytes)
            .ok_or_else(|| unfit(table, at, field, value))?;
    }
    let properties = (!bytes.is_empty()).then(|| builder.create_vector(&bytes));
    let feature = Feature::create(builder, &FeatureArgs { geometry, properties, columns: None });
    builder.finish_size_prefixed(feature, None);
    Ok((builder.finished_data().to_vec(), node))
}

fn header(
    table: &Table,
    geometry_type: GeometryType,
    nodes: &[NodeItem],
    indexed: bool,
    builder: &mut FlatBufferBuilder<'_>,
) -> Result<(), WriteError> {
    builder.reset();
    let columns: Vec<_> = table
        .fields
        .iter()
        .map(|field| {
            let name = Some(builder.create_string(&field.name));
            let type_ = properties::column_type(field.kind);
            Column::create(builder, &ColumnArgs { name, type_, ..ColumnArgs::default() })
        })
        .collect();
    let extent = calc_extent(nodes);
    let sides = [extent.min_x, extent.min_y, extent.max_x, extent.max_y];
    let args = HeaderArgs {
        name: Some(builder.create_string(&table.name)),
        geometry_type,
        columns: (!columns.is_empty()).then(|| builder.create_vector(&columns)),
        envelope: (!nodes.is_empty()).then(|| builder.create_vector(&sides)),
        features_count: table.rows.len() as u64,
        index_node_size: if indexed { PackedRTree::DEFAULT_NODE_SIZE } else { 0 },
        crs: system(table, builder)?,
        ..HeaderArgs::default()
    };
    let header = Header::create(builder, &args);
    builder.finish_size_prefixed(header, None);
    Ok(())
}

fn system<'b>(
    table: &Table,
    builder: &mut FlatBufferBuilder<'b>,
) -> Result<Option<WIPOffset<HeaderCrs<'b>>>, WriteError> {
    let Some(crs) = &table.crs else { return Ok(None) };
    let fault = |reason: String| WriteError::Crs { layer: table.name.clone(), reason };
    let wkt = reference::ogc_wkt(crs).map_err(fault)?;
    let code = crs.epsg().and_then(|code| i32::try_from(code).ok()).unwrap_or(0);
    let args = CrsArgs {
        org: (code > 0).then(|| builder.create_string("EPSG")),
        code,
        name: Some(builder.create_string(&crs.name())),
        wkt: Some(builder.create_string(&wkt)),
        ..CrsArgs::default()
    };
    Ok(Some(HeaderCrs::create(builder, &args)))
}
