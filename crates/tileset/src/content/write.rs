//! Puts a file together.

use super::layout::{Codec, Layout};
use super::{Cloud, Content, ContentError, Lattice, Mesh, NO_FEATURE, Profile, check, metadata, textures, vertices};
use crate::glb;
use crate::glb::document::{
    self, Asset, Document, DocumentExtensions, FeatureId, MESH_FEATURES, MESHOPT, MeshFeatures, Node, Number,
    Primitive, PrimitiveExtensions, PrimitiveMetadata, QUANTIZATION, STRUCTURAL_METADATA, Scene, StructuralMetadata,
};

/// Writes a content as it is, without ordering it. The standard profile goes through [`write_with`].
pub(super) fn write(content: &Content, profile: Profile) -> Result<Vec<u8>, ContentError> {
    check::check(content, profile)?;
    write_with(content, None)
}

/// Writes a checked content: compressed with a codec (standard), else compatible.
pub(super) fn write_with(content: &Content, codec: Option<&Codec>) -> Result<Vec<u8>, ContentError> {
    let profile = if codec.is_some() { Profile::Standard } else { Profile::Compatible };
    let mut document = match content {
        Content::Mesh(mesh) => frame(&mesh.lattice),
        Content::Cloud(cloud) => frame(&cloud.lattice),
    };
    if profile == Profile::Standard {
        document.extensions_used.extend([MESHOPT, QUANTIZATION].map(str::to_owned));
        document.extensions_required.extend([MESHOPT, QUANTIZATION].map(str::to_owned));
    }
    let mut layout = Layout::new(codec);
    match content {
        Content::Mesh(mesh) => write_mesh(mesh, profile, &mut layout, &mut document)?,
        Content::Cloud(cloud) => write_cloud(cloud, profile, &mut layout, &mut document)?,
    }
    document.buffers = layout.buffers();
    document.accessors = layout.accessors;
    document.buffer_views = layout.views;
    let json = serde_json::to_vec(&document).map_err(|error| ContentError::Json(error.to_string()))?;
    Ok(glb::write(&json, &layout.bin)?)
}

fn write_mesh(mesh: &Mesh, profile: Profile, layout: &mut Layout, document: &mut Document) -> Result<(), ContentError> {
    let attributes = layout.vertices(&vertices::of_mesh(mesh, profile), mesh.positions.len())?;
    let parts: Vec<&[[u32; 3]]> = mesh.parts.iter().map(|part| part.triangles.as_slice()).collect();
    let indices = layout.triangles(&parts, mesh.positions.len())?;
    let extensions = PrimitiveExtensions { mesh_features: features(mesh), structural_metadata: None };
    for (part, indices) in mesh.parts.iter().zip(indices) {
        document.meshes[0].primitives.push(Primitive {
            attributes: attributes.clone(),
            indices: Some(indices),
            material: Some(part.material),
            mode: Primitive::TRIANGLES,
            extensions: extensions.clone(),
        });
    }
    textures::write(&mesh.materials, &mesh.images, layout, document);
    for (name, required) in textures::extensions(&mesh.materials, &mesh.images) {
        document.extensions_used.push(name.to_owned());
        if required {
            document.extensions_required.push(name.to_owned());
        }
    }
    if let Some(metadata) = metadata::of_table(&mesh.table, layout) {
        document.extensions_used.push(MESH_FEATURES.to_owned());
        tell(document, metadata);
    }
    Ok(())
}

fn write_cloud(
    cloud: &Cloud,
    profile: Profile,
    layout: &mut Layout,
    document: &mut Document,
) -> Result<(), ContentError> {
    let attributes = layout.vertices(&vertices::of_cloud(cloud, profile), cloud.positions.len())?;
    let metadata = metadata::of_cloud(cloud);
    let told = metadata.as_ref().map(|_| PrimitiveMetadata { property_attributes: vec![0] });
    document.meshes[0].primitives.push(Primitive {
        attributes,
        indices: None,
        material: None,
        mode: Primitive::POINTS,
        extensions: PrimitiveExtensions { mesh_features: None, structural_metadata: told },
    });
    if let Some(metadata) = metadata {
        tell(document, metadata);
    }
    Ok(())
}

fn tell(document: &mut Document, metadata: StructuralMetadata) {
    document.extensions_used.push(STRUCTURAL_METADATA.to_owned());
    document.extensions = DocumentExtensions { structural_metadata: Some(metadata) };
}

/// A document with one mesh, not yet anything in it, placed by its lattice.
fn frame(lattice: &Lattice) -> Document {
    Document {
        asset: Asset { version: "2.0".to_owned() },
        scene: Some(0),
        scenes: vec![Scene { nodes: vec![0] }],
        nodes: vec![Node { mesh: Some(0), matrix: Some(matrix(lattice)) }],
        meshes: vec![document::Mesh::default()],
        ..Document::default()
    }
}

/// From lattice steps, z up, to glTF's metres, y up: x stays, up becomes y, south becomes z.
fn matrix(lattice: &Lattice) -> [Number; 16] {
    let (s, [east, north, up]) = (lattice.step, lattice.origin);
    [s, 0.0, 0.0, 0.0, 0.0, 0.0, -s, 0.0, 0.0, s, 0.0, 0.0, east, up, -north, 1.0].map(Number)
}

fn features(mesh: &Mesh) -> Option<MeshFeatures> {
    let count = mesh.table.gid.len();
    let some_have_none = mesh.features.contains(&NO_FEATURE);
    (!mesh.features.is_empty()).then(|| MeshFeatures {
        feature_ids: vec![FeatureId {
            feature_count: count,
            null_feature_id: some_have_none.then_some(count),
            attribute: Some(0),
            property_table: Some(0),
        }],
    })
}
