//! From lines to shapes: origin, libraries, images.

use std::collections::HashMap;

use citymodel::{Image, ImageFormat, Material, Mesh, Part};
use model::{Finding, Rule, Severity};

use super::Model;
use super::material::{self, Entry, plain};
use super::read::{self, Count, Group, NONE, Raw};
use crate::place::{finding, part};
use crate::text::{Index, folder_of};
use crate::{Source, Unreadable};

/// Coordinates that are smaller lose nothing in 32 bits that matters.
const SMALL: f64 = 4096.0;

pub(super) fn finish(source: &dyn Source, file: &str) -> (Model, Vec<Finding>) {
    let raw = match source.read(file) {
        Ok(bytes) => read::read(&bytes),
        Err(Unreadable { detail, .. }) => {
            let found = finding(Rule::FileDamaged, Severity::Error, file).with("detail", detail);
            return (Model::default(), vec![found]);
        }
    };
    let index = Index::new(source.names());
    let mut library = Library { source, index, file, findings: told(&raw, file), images: HashMap::new() };
    let materials = library.materials(&raw);
    let origin = origin(&raw.positions);
    let mut model = Model { mesh: Mesh { origin, ..Mesh::default() }, ..Model::default() };
    library.paint(materials, &mut model.mesh);
    let has = |place: usize| move |corner: &[u32; 3]| corner[place] != NONE;
    let mut corners = raw.groups.iter().flat_map(|group| &group.corners);
    let kinds = (corners.clone().any(has(1)), corners.all(has(2)));
    for group in &raw.groups {
        add(&mut model, &raw, group, kinds);
    }
    if model.mesh.parts.is_empty() {
        library.findings.push(finding(Rule::GeometryNull, Severity::Error, file));
    }
    (model, library.findings)
}

fn told(raw: &Raw, file: &str) -> Vec<Finding> {
    let at = |rule, count: Count| {
        let mut found = finding(rule, Severity::Warning, file).with("count", count.count).with("offset", 0);
        found.place.row = Some(count.line);
        (count.count > 0).then_some(found)
    };
    let faults = &raw.faults;
    let guessed = finding(Rule::EncodingGuessed, Severity::Note, file).with("encoding", "GB18030");
    let mut findings: Vec<Finding> = faults.guessed.then_some(guessed).into_iter().collect();
    findings.extend(at(Rule::CoordinateInvalid, faults.numbers));
    findings.extend(at(Rule::TrianglesLeftOut, faults.faces));
    findings
}

/// The lower corner of everything, in whole metres, where coordinates are large.
fn origin(positions: &[[f64; 3]]) -> [f64; 3] {
    let mut low = [f64::INFINITY; 3];
    let mut large = false;
    for position in positions.iter().filter(|position| position[0].is_finite()) {
        for axis in 0..3 {
            low[axis] = low[axis].min(position[axis]);
            large |= position[axis].abs() > SMALL;
        }
    }
    if large { low.map(f64::floor) } else { [0.0; 3] }
}

struct Library<'l> {
    source: &'l dyn Source,
    index: Index<'l>,
    file: &'l str,
    findings: Vec<Finding>,
    /// By name as written.
    images: HashMap<String, Option<Image>>,
}

impl Library<'_> {
    /// For each material that faces use, what it is and the name of its image.
    fn materials(&mut self, raw: &Raw) -> Vec<(Material, Option<String>)> {
        let mut entries: HashMap<String, Entry> = HashMap::new();
        for name in &raw.libraries {
            for entry in self.library(name) {
                entries.entry(entry.name.clone()).or_insert(entry);
            }
        }
        let mut found = Vec::new();
        for name in &raw.materials {
            let Some(entry) = entries.get(name) else {
                self.findings.push(part(Rule::MaterialMissing, Severity::Warning, self.file, name).with("name", name));
                found.push((plain(), None));
                continue;
            };
            let mut material = entry.material.clone();
            if let Some(image) = entry.image.as_ref().filter(|name| self.image(name)) {
                // Exporters leave the colour black beside an image.
                material.colour[..3].fill(1.0);
                found.push((material, Some(image.clone())));
            } else {
                found.push((material, None));
            }
        }
        found
    }

    /// Materials with their images, each image once.
    fn paint(&mut self, materials: Vec<(Material, Option<String>)>, mesh: &mut Mesh) {
        for (material, name) in materials {
            let image = name.and_then(|name| {
                let known = mesh.images.iter().position(|image| image.name == name);
                known.or_else(|| {
                    mesh.images.push(self.images.get_mut(&name)?.take()?);
                    Some(mesh.images.len() - 1)
                })
            });
            mesh.materials.push(Material { image, ..material });
        }
    }

    /// A line may name one library with blanks in its name, or several.
    fn library(&mut self, name: &str) -> Vec<Entry> {
        let folder = folder_of(self.file);
        let names: Vec<&str> = match self.index.locate(folder, name) {
            Some(_) => vec![name],
            None => name.split_whitespace().collect(),
        };
        let mut entries = Vec::new();
        for name in names {
            match self.index.locate(folder, name).map(|file| self.source.read(file)) {
                Some(Ok(bytes)) => entries.extend(material::read(&bytes)),
                _ => {
                    let found = part(Rule::FileMissing, Severity::Warning, self.file, name);
                    self.findings.push(found.with("name", name));
                }
            }
        }
        entries
    }

    fn image(&mut self, name: &str) -> bool {
        if !self.images.contains_key(name) {
            let file = self.index.locate(folder_of(self.file), name);
            let bytes = file.and_then(|file| self.source.read(file).ok()).filter(|bytes| !bytes.is_empty());
            if bytes.is_none() {
                let found = part(Rule::TextureMissing, Severity::Warning, self.file, name);
                self.findings.push(found.with("name", name).with("offset", 0));
            }
            let image = bytes.map(|bytes| Image { name: name.to_owned(), format: ImageFormat::of(&bytes), bytes });
            self.images.insert(name.to_owned(), image);
        }
        self.images.get(name).is_some_and(Option::is_some)
    }
}

/// Puts a group's corners and triangles into the mesh.
fn add(model: &mut Model, raw: &Raw, group: &Group, (textured, shaded): (bool, bool)) {
    let mesh = &mut model.mesh;
    let Ok(first) = u32::try_from(mesh.positions.len()) else { return };
    for corner in &group.corners {
        let point = raw.positions.get(corner[0] as usize).copied().unwrap_or(mesh.origin);
        mesh.positions.push([0, 1, 2].map(|axis| (point[axis] - mesh.origin[axis]) as f32));
        if textured {
            mesh.coordinates.push(raw.coordinates.get(corner[1] as usize).copied().unwrap_or_default());
        }
        if shaded {
            mesh.normals.push(raw.normals.get(corner[2] as usize).copied().unwrap_or([0.0, 0.0, 1.0]));
        }
        if !raw.colours.is_empty() {
            model.colours.push(raw.colours.get(corner[0] as usize).copied().unwrap_or([255; 3]));
        }
    }
    for (material, triangles) in &group.parts {
        let triangles = triangles.iter().map(|triangle| triangle.map(|at| at.saturating_add(first))).collect();
        mesh.parts.push(Part { material: *material, triangles });
        model.names.push(group.name.clone());
    }
}
