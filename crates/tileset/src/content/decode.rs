//! Reads both profiles back.

use super::reader::{Elements, Reader};
use super::vertices::component;
use super::{
    Cloud, Content, ContentError, Coordinates, Image, ImageFormat, Lattice, Mesh, NO_FEATURE, Part, Profile, Table,
    check, colour, metadata, normal, textures,
};
use crate::glb;
use crate::glb::document::{Attributes, Document, Primitive, PropertyTable};

/// The content of a tile that [`super::encode`] made, of either profile. What comes back passes the checks of
/// encoding: every number refers to something.
///
/// # Errors
/// Broken containers, streams and references; [`ContentError::Foreign`] for glTF of another form. Memory is bounded
/// by a fixed multiple of the file's bytes.
pub fn decode(bytes: &[u8]) -> Result<Content, ContentError> {
    let chunks = glb::read(bytes)?;
    let document: Document =
        serde_json::from_slice(chunks.json).map_err(|error| ContentError::Json(error.to_string()))?;
    let mut reader = Reader::new(&document, chunks.bin)?;
    let lattice = lattice(&document)?;
    let [mesh] = document.meshes.as_slice() else { return Err(ContentError::Foreign("not one mesh")) };
    let first = mesh.primitives.first().ok_or(ContentError::Empty)?;
    let content = match first.mode {
        Primitive::POINTS if mesh.primitives.len() == 1 => Content::Cloud(cloud(lattice, &first.attributes, &reader)?),
        Primitive::TRIANGLES => Content::Mesh(read_mesh(lattice, &mesh.primitives, &document, &mut reader)?),
        _ => return Err(ContentError::Foreign("neither triangles nor points")),
    };
    check::check(&content, Profile::Standard)?;
    Ok(content)
}

fn lattice(document: &Document) -> Result<Lattice, ContentError> {
    let [node] = document.nodes.as_slice() else { return Err(ContentError::Foreign("not one node")) };
    let matrix = node.matrix.ok_or(ContentError::Foreign("a node without matrix"))?.map(|number| number.0);
    let [s, a, b, c, d, e, south, f, g, up, h, i, x, y, z, one] = matrix;
    let turned = [a, b, c, d, e, f, g, h, i].iter().all(|value| *value == 0.0);
    if !turned || south != -s || up != s || one != 1.0 {
        return Err(ContentError::Foreign("a node that is not a lattice"));
    }
    Ok(Lattice { origin: [x, -z, y], step: s })
}

fn read_mesh(
    lattice: Lattice,
    primitives: &[Primitive],
    document: &Document,
    reader: &mut Reader,
) -> Result<Mesh, ContentError> {
    let first = &primitives[0];
    let mut parts = Vec::new();
    for primitive in primitives {
        if primitive.mode != first.mode || primitive.attributes != first.attributes {
            return Err(ContentError::Foreign("parts with vertices of their own"));
        }
        let indices = primitive.indices.ok_or(ContentError::Foreign("triangles without corners"))?;
        let material = primitive.material.ok_or(ContentError::Foreign("a part without material"))?;
        parts.push(Part { material, triangles: reader.triangles(indices)? });
    }
    let table = table(document, reader)?;
    let attributes = &first.attributes;
    Ok(Mesh {
        lattice,
        positions: positions(attributes, reader)?,
        normals: optional(attributes.normal, reader, normals)?,
        coordinates: optional_coordinates(attributes, reader)?,
        features: features(first, table.gid.len(), reader)?,
        table,
        parts,
        materials: materials(document)?,
        images: images(document, reader)?,
    })
}

fn cloud(lattice: Lattice, attributes: &Attributes, reader: &Reader) -> Result<Cloud, ContentError> {
    Ok(Cloud {
        lattice,
        positions: positions(attributes, reader)?,
        colours: optional(attributes.color, reader, colours)?,
        classes: optional(attributes.classification, reader, |elements| {
            let fits = elements.is(component::U8, "SCALAR", false);
            fits.then(|| elements.values::<1>().map(|[class]| class).collect())
        })?,
        intensities: optional(attributes.intensity, reader, |elements| {
            elements.is(component::U16, "SCALAR", false).then(|| elements.values().map(u16::from_le_bytes).collect())
        })?,
    })
}

/// A column that may be absent; `read` returns `None` for a type that it does not take.
fn optional<T>(
    accessor: Option<usize>,
    reader: &Reader,
    read: impl Fn(&Elements) -> Option<Vec<T>>,
) -> Result<Vec<T>, ContentError> {
    let Some(number) = accessor else { return Ok(Vec::new()) };
    read(&reader.elements(number)?).ok_or(ContentError::Foreign("type of an attribute"))
}

fn positions(attributes: &Attributes, reader: &Reader) -> Result<Vec<[u16; 3]>, ContentError> {
    let read = |elements: &Elements| {
        if elements.is(component::U16, "VEC3", false) {
            return Some(elements.values::<6>().map(|bytes| parts::<6, 2, 3>(bytes).map(u16::from_le_bytes)).collect());
        }
        if !elements.is(component::F32, "VEC3", false) {
            return None;
        }
        let points = elements.values::<12>().map(|bytes| parts::<12, 4, 3>(bytes).map(f32::from_le_bytes));
        points.map(|point| whole(&point).then(|| point.map(|steps| steps as u16))).collect()
    };
    optional(Some(attributes.position.ok_or(ContentError::Empty)?), reader, read)
}

/// Whether all are whole numbers of 16 bits.
fn whole(point: &[f32; 3]) -> bool {
    point.iter().all(|steps| steps.fract() == 0.0 && (0.0..=f32::from(u16::MAX)).contains(steps))
}

fn normals(elements: &Elements) -> Option<Vec<[i8; 3]>> {
    if elements.is(component::I8, "VEC3", true) {
        return Some(elements.values::<3>().map(|bytes| bytes.map(|byte| i8::from_le_bytes([byte]))).collect());
    }
    let vectors = elements.values::<12>().map(|bytes| parts::<12, 4, 3>(bytes).map(f32::from_le_bytes));
    let fits = elements.is(component::F32, "VEC3", false);
    fits.then(|| vectors.map(|vector| normal(vector.map(f64::from))).collect()).flatten()
}

fn optional_coordinates(attributes: &Attributes, reader: &Reader) -> Result<Coordinates, ContentError> {
    let Some(number) = attributes.texcoord else { return Ok(Coordinates::None) };
    let elements = reader.elements(number)?;
    if elements.is(component::U16, "VEC2", true) {
        let pairs = elements.values::<4>().map(|bytes| parts::<4, 2, 2>(bytes).map(u16::from_le_bytes));
        return Ok(Coordinates::Unit(pairs.collect()));
    }
    if elements.is(component::F32, "VEC2", false) {
        let pairs = elements.values::<8>().map(|bytes| parts::<8, 4, 2>(bytes).map(f32::from_le_bytes));
        return Ok(Coordinates::Free(pairs.collect()));
    }
    Err(ContentError::Foreign("type of texture coordinates"))
}

fn features(primitive: &Primitive, rows: usize, reader: &Reader) -> Result<Vec<u32>, ContentError> {
    let ids = optional(primitive.attributes.feature_id, reader, |elements| {
        if elements.is(component::U16, "SCALAR", false) {
            return Some(elements.values().map(|bytes| u32::from(u16::from_le_bytes(bytes))).collect());
        }
        let fits = elements.is(component::F32, "SCALAR", false);
        fits.then(|| elements.values().map(|bytes| f32::from_le_bytes(bytes) as u32).collect::<Vec<_>>())
    })?;
    // The number after the last row is no feature.
    Ok(ids.into_iter().map(|id| if id as usize == rows { NO_FEATURE } else { id }).collect())
}

fn colours(elements: &Elements) -> Option<Vec<[u8; 3]>> {
    let table = colour::linear();
    let values = elements.values::<6>().map(|bytes| parts::<6, 2, 3>(bytes).map(u16::from_le_bytes));
    let fits = elements.is(component::U16, "VEC3", true);
    fits.then(|| values.map(|colour| colour.map(|part| colour::nearest(&table, part))).collect())
}

fn materials(document: &Document) -> Result<Vec<super::Material>, ContentError> {
    let mut materials: Vec<_> = document.materials.iter().map(textures::read_material).collect();
    for material in &mut materials {
        let Some(texture) = material.image else { continue };
        let texture = document.textures.get(texture).ok_or(ContentError::Missing("texture", texture))?;
        material.image = textures::image_of(texture);
    }
    Ok(materials)
}

fn images(document: &Document, reader: &Reader) -> Result<Vec<Image>, ContentError> {
    let views =
        document.images.iter().map(|image| image.buffer_view.ok_or(ContentError::Foreign("an image elsewhere")));
    let views = views.collect::<Result<Vec<_>, _>>()?;
    // Images that share bytes would make much memory of few.
    let total = views.iter().map(|view| reader.view(*view).map_or(0, <[u8]>::len)).fold(0, usize::saturating_add);
    if total > reader.size {
        return Err(ContentError::Foreign("images that share bytes"));
    }
    let read = |(image, view): (&crate::glb::document::Image, usize)| {
        let format = ImageFormat::ALL.into_iter().find(|format| format.media_type() == image.mime_type);
        let format = format.ok_or(ContentError::Foreign("format of an image"))?;
        Ok(Image { format, bytes: reader.view(view)?.to_vec() })
    };
    document.images.iter().zip(views).map(read).collect()
}

fn table(document: &Document, reader: &Reader) -> Result<Table, ContentError> {
    let Some(metadata) = &document.extensions.structural_metadata else { return Ok(Table::default()) };
    let Some(columns) = metadata.property_tables.first() else { return Ok(Table::default()) };
    let gid = column(columns, metadata::GID, 4, reader)?;
    let height = column(columns, metadata::HEIGHT, 4, reader)?;
    let class = column(columns, metadata::CLASS, 1, reader)?;
    Ok(Table {
        gid: gid.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect(),
        height: height.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
        class: class.to_vec(),
    })
}

/// A column's bytes, or none where the table lacks it.
fn column<'a>(
    columns: &PropertyTable,
    name: &'static str,
    size: usize,
    reader: &'a Reader,
) -> Result<&'a [u8], ContentError> {
    let Some(property) = columns.properties.get(name) else { return Ok(&[]) };
    let bytes = reader.view(property.values)?;
    if columns.count.checked_mul(size) == Some(bytes.len()) { Ok(bytes) } else { Err(ContentError::Length(name)) }
}

/// `N` bytes as `K` parts of `M`.
fn parts<const N: usize, const M: usize, const K: usize>(bytes: [u8; N]) -> [[u8; M]; K] {
    std::array::from_fn(|part| std::array::from_fn(|i| bytes[part * M + i]))
}
