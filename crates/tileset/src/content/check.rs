//! What must hold before a content is encoded.

use super::{Cloud, Content, ContentError, Coordinates, Lattice, Mesh, NO_FEATURE, Profile};

/// Largest number of a feature that glTF's vertex attributes can hold exactly (f32).
const MAX_FEATURES: usize = 1 << 24;

pub(super) fn check(content: &Content, profile: Profile) -> Result<(), ContentError> {
    match content {
        Content::Mesh(mesh) => check_mesh(mesh, profile),
        Content::Cloud(cloud) => check_cloud(cloud),
    }
}

fn check_mesh(mesh: &Mesh, profile: Profile) -> Result<(), ContentError> {
    let count = mesh.positions.len();
    if count == 0 || mesh.parts.iter().all(|part| part.triangles.is_empty()) {
        return Err(ContentError::Empty);
    }
    if u32::try_from(count).is_err() {
        return Err(ContentError::TooMany("vertices"));
    }
    check_lattice(&mesh.lattice)?;
    optional("normals", mesh.normals.len(), count)?;
    optional("feature ids", mesh.features.len(), count)?;
    check_normals(mesh)?;
    check_coordinates(mesh)?;
    check_features(mesh)?;
    check_parts(mesh)?;
    check_looks(mesh, profile)
}

fn check_cloud(cloud: &Cloud) -> Result<(), ContentError> {
    let count = cloud.positions.len();
    if count == 0 {
        return Err(ContentError::Empty);
    }
    check_lattice(&cloud.lattice)?;
    optional("colours", cloud.colours.len(), count)?;
    optional("classes", cloud.classes.len(), count)?;
    optional("intensities", cloud.intensities.len(), count)
}

fn optional(what: &'static str, length: usize, wanted: usize) -> Result<(), ContentError> {
    if length == 0 || length == wanted { Ok(()) } else { Err(ContentError::Length(what)) }
}

fn check_lattice(lattice: &Lattice) -> Result<(), ContentError> {
    let finite = lattice.origin.iter().all(|value| value.is_finite());
    let sound = finite && lattice.step.is_normal() && lattice.step > 0.0;
    if sound { Ok(()) } else { Err(ContentError::Value("lattice", 0)) }
}

fn check_normals(mesh: &Mesh) -> Result<(), ContentError> {
    // One that is not of unit length is drawn too dark or too bright, and validators refuse it.
    let mut last = None;
    for (at, normal) in mesh.normals.iter().enumerate() {
        // A face's vertices stand together and have one normal.
        if last != Some(*normal) && super::normal(normal.map(f64::from)) != Some(*normal) {
            return Err(ContentError::Value("normal", at));
        }
        last = Some(*normal);
    }
    Ok(())
}

fn check_coordinates(mesh: &Mesh) -> Result<(), ContentError> {
    let count = mesh.positions.len();
    let free = match &mesh.coordinates {
        Coordinates::None => return Ok(()),
        Coordinates::Unit(pairs) if pairs.len() == count => return Ok(()),
        Coordinates::Free(pairs) if pairs.len() == count => pairs,
        _ => return Err(ContentError::Length("texture coordinates")),
    };
    let bad = free.iter().position(|pair| pair.iter().any(|value| !value.is_finite()));
    bad.map_or(Ok(()), |at| Err(ContentError::Value("texture coordinate", at)))
}

fn check_features(mesh: &Mesh) -> Result<(), ContentError> {
    let rows = mesh.table.gid.len();
    optional("heights", mesh.table.height.len(), rows)?;
    optional("classes", mesh.table.class.len(), rows)?;
    if rows >= MAX_FEATURES {
        return Err(ContentError::TooMany("features"));
    }
    if mesh.features.is_empty() != (rows == 0) {
        return Err(ContentError::Length("rows of the table"));
    }
    if let Some(at) = mesh.table.height.iter().position(|height| !height.is_finite()) {
        return Err(ContentError::Value("height", at));
    }
    let stray = mesh.features.iter().find(|row| **row != NO_FEATURE && **row as usize >= rows);
    stray.map_or(Ok(()), |row| Err(ContentError::Missing("feature", *row as usize)))
}

fn check_parts(mesh: &Mesh) -> Result<(), ContentError> {
    let count = mesh.positions.len();
    for part in &mesh.parts {
        if part.triangles.is_empty() {
            return Err(ContentError::Empty);
        }
        if part.material >= mesh.materials.len() {
            return Err(ContentError::Missing("material", part.material));
        }
        if let Some(corner) = part.triangles.as_flattened().iter().find(|corner| **corner as usize >= count) {
            return Err(ContentError::Missing("vertex", *corner as usize));
        }
    }
    let corners = mesh.parts.iter().map(|part| part.triangles.len()).sum::<usize>();
    if u32::try_from(corners).is_err() { Err(ContentError::TooMany("triangles")) } else { Ok(()) }
}

fn check_looks(mesh: &Mesh, profile: Profile) -> Result<(), ContentError> {
    for (at, material) in mesh.materials.iter().enumerate() {
        if material.colour.iter().any(|part| !(0.0..=1.0).contains(part)) {
            return Err(ContentError::Value("colour of material", at));
        }
        match material.image {
            Some(image) if image >= mesh.images.len() => return Err(ContentError::Missing("image", image)),
            Some(_) if mesh.coordinates == Coordinates::None => {
                return Err(ContentError::Length("texture coordinates"));
            }
            _ => {}
        }
    }
    for (at, image) in mesh.images.iter().enumerate() {
        if image.bytes.is_empty() {
            return Err(ContentError::Value("image", at));
        }
        if profile == Profile::Compatible && !image.format.is_core() {
            return Err(ContentError::ImageFormat(at));
        }
    }
    Ok(())
}
