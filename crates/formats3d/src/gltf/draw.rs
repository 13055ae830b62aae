//! The scene's nodes to one mesh.

use std::borrow::Cow;

use citymodel::{Mesh, Part};
use model::{Finding, Rule, Severity};
use serde_json::Value;

use super::Model;
use super::access::{Accessor, Document, number};
use super::container::{resolve, split};
use super::matrix::{self, IDENTITY, Matrix};
use crate::corners::sequence;
use crate::place::{finding, part};
use crate::text::Index;
use crate::{Source, Unreadable};

/// Extensions whose absence of a reader leaves geometry unreadable or out of place.
const REFUSED: [&str; 4] =
    ["KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_meshopt_compression", "EXT_mesh_gpu_instancing"];
/// Deeper hierarchies, which only circles have, are cut.
const DEPTH: usize = 100;
/// Coordinates that are smaller lose nothing in 32 bits that matters.
const SMALL: f64 = 4096.0;

pub(super) fn read(source: &dyn Source, file: &str) -> (Model, Vec<Finding>) {
    let damaged = |detail: String| {
        (Model::default(), vec![finding(Rule::FileDamaged, Severity::Error, file).with("detail", detail)])
    };
    let bytes = match source.read(file) {
        Ok(bytes) => bytes,
        Err(Unreadable { detail, .. }) => return damaged(detail),
    };
    let (root, binary) = match split(&bytes) {
        Ok(found) => found,
        Err(detail) => return damaged(detail),
    };
    let required = root["extensionsRequired"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let refused: Vec<Finding> =
        required.filter(|name| REFUSED.contains(name)).map(|name| refusal(file, name)).collect();
    if !refused.is_empty() {
        return (Model::default(), refused);
    }
    let index = Index::new(source.names());
    let mut findings = Vec::new();
    let buffers = buffers(source, &index, file, &root, binary, &mut findings);
    let size = buffers.iter().flatten().map(|bytes| bytes.len()).sum::<usize>() + bytes.len();
    let document = Document { root: &root, buffers };
    let model = Model { mesh: Mesh::default(), names: Vec::new() };
    let mut drawer = Drawer {
        document: &document,
        file,
        model,
        findings,
        budget: size.saturating_mul(8),
        origin: None,
        bare: false,
    };
    drawer.scene();
    drawer.materials(source, &index);
    if drawer.bare {
        drawer.model.mesh.normals.clear();
    }
    if drawer.model.mesh.parts.is_empty() && drawer.findings.is_empty() {
        drawer.findings.push(finding(Rule::GeometryNull, Severity::Error, file));
    }
    (drawer.model, drawer.findings)
}

fn refusal(file: &str, name: &str) -> Finding {
    part(Rule::ExtensionRefused, Severity::Error, file, name).with("name", name)
}

fn buffers<'d>(
    source: &dyn Source,
    index: &Index<'_>,
    file: &str,
    root: &'d Value,
    binary: Option<&'d [u8]>,
    findings: &mut Vec<Finding>,
) -> Vec<Option<Cow<'d, [u8]>>> {
    let mut found = Vec::new();
    let mut outside: Vec<(&str, usize)> = Vec::new();
    for (at, buffer) in root["buffers"].as_array().into_iter().flatten().enumerate() {
        let Some(uri) = buffer["uri"].as_str() else {
            found.push(binary.filter(|_| at == 0).map(Cow::Borrowed));
            continue;
        };
        // A file that several buffers name is read once, for the first.
        let twice = outside.iter().any(|(name, _)| *name == uri);
        let bytes = if twice { None } else { resolve(source, index, file, uri) };
        outside.push((uri, at));
        if bytes.is_none() {
            let name: String = uri.chars().take(80).collect();
            findings.push(part(Rule::FileMissing, Severity::Error, file, &name).with("name", &name));
        }
        found.push(bytes.map(Cow::Owned));
    }
    found
}

pub(super) struct Drawer<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) file: &'d str,
    pub(super) model: Model,
    findings: Vec<Finding>,
    /// How many more visits, corners and bytes may come out, so that sharing cannot multiply them.
    budget: usize,
    origin: Option<[f64; 3]>,
    /// Some primitive has no normals.
    bare: bool,
}

impl Drawer<'_> {
    pub(super) fn spend(&mut self, amount: usize) -> bool {
        let enough = self.budget >= amount;
        self.budget = self.budget.saturating_sub(amount);
        enough
    }

    pub(super) fn tell(&mut self, rule: Rule, path: &str, detail: &str) {
        let found = part(rule, Severity::Warning, self.file, path);
        self.findings.push(found.with("detail", detail).with("offset", path).with("count", 1).with("name", detail));
    }

    /// The default scene, the first, or all nodes that no other holds.
    fn scene(&mut self) {
        let document = self.document;
        let root = document.root;
        let scene = &root["scenes"][number(root, "scene").unwrap_or(0)]["nodes"];
        let whole = |value: &Value| value.as_u64().and_then(|at| usize::try_from(at).ok());
        let tops: Vec<usize> = match scene.as_array() {
            Some(nodes) => nodes.iter().filter_map(whole).collect(),
            None => {
                let nodes = root["nodes"].as_array().map_or(&[][..], Vec::as_slice);
                let mut held = vec![false; nodes.len()];
                let children = nodes.iter().flat_map(|node| node["children"].as_array().into_iter().flatten());
                children.filter_map(whole).for_each(|at| held.get_mut(at).into_iter().for_each(|held| *held = true));
                (0..nodes.len()).filter(|at| !held[*at]).collect()
            }
        };
        let centre = matrix::numbers::<3>(&root["extensions"]["CESIUM_RTC"]["center"]);
        let base = centre.map_or(IDENTITY, |[x, y, z]| {
            let mut moved = IDENTITY;
            moved[12..15].copy_from_slice(&[x, y, z]);
            moved
        });
        for top in tops {
            self.node(top, &base, 0);
        }
    }

    fn node(&mut self, at: usize, outer: &Matrix, depth: usize) {
        let document = self.document;
        let path = format!("nodes/{at}");
        let Some(node) = document.root["nodes"].get(at) else { return self.tell(Rule::NodeBroken, &path, "absent") };
        if depth > DEPTH || !self.spend(16) {
            return self.tell(Rule::NodeBroken, &path, "∞");
        }
        let matrix = matrix::product(outer, &matrix::of(node));
        if let Some(mesh) = number(node, "mesh") {
            self.mesh(mesh, node["name"].as_str(), &matrix);
        }
        for child in node["children"].as_array().into_iter().flatten() {
            if let Some(child) = child.as_u64().and_then(|at| usize::try_from(at).ok()) {
                self.node(child, &matrix, depth + 1);
            }
        }
    }

    fn mesh(&mut self, at: usize, name: Option<&str>, matrix: &Matrix) {
        let document = self.document;
        let mesh = &document.root["meshes"][at];
        let name = name.or(mesh["name"].as_str()).unwrap_or_default();
        for (place, primitive) in mesh["primitives"].as_array().into_iter().flatten().enumerate() {
            let path = format!("meshes/{at}/primitives/{place}");
            let before = self.model.mesh.positions.len();
            match self.primitive(primitive, &path, matrix) {
                Ok(part) => {
                    self.model.mesh.parts.push(part);
                    self.model.names.push(name.to_owned());
                }
                Err((rule, detail)) => {
                    self.cut(before);
                    self.tell(rule, &path, detail);
                }
            }
        }
    }

    /// Takes back corners of a primitive that came to nothing.
    fn cut(&mut self, count: usize) {
        let mesh = &mut self.model.mesh;
        mesh.positions.truncate(count);
        mesh.normals.truncate(count);
        mesh.coordinates.truncate(count);
    }

    fn primitive(&mut self, primitive: &Value, path: &str, matrix: &Matrix) -> Result<Part, (Rule, &'static str)> {
        let document = self.document;
        let attributes = &primitive["attributes"];
        let get = |name: &str| number(attributes, name).and_then(|at| document.accessor(at));
        let positions = get("POSITION").filter(|found| found.width == 3);
        let Some(positions) = positions else {
            let packed = primitive["extensions"].get("KHR_draco_mesh_compression").is_some();
            let rule = if packed { Rule::ExtensionRefused } else { Rule::NodeBroken };
            return Err((rule, if packed { "KHR_draco_mesh_compression" } else { "POSITION" }));
        };
        let mode = primitive["mode"].as_u64().unwrap_or(4);
        if !(4..=6).contains(&mode) {
            return Err((Rule::GeometryType, "lines"));
        }
        let indices = match number(primitive, "indices") {
            Some(at) => Some(document.accessor(at).ok_or((Rule::NodeBroken, "indices"))?),
            None => None,
        };
        let count = indices.as_ref().map_or(positions.count, |indices| indices.count);
        if !self.spend(positions.count.saturating_add(count)) {
            return Err((Rule::NodeBroken, "∞"));
        }
        let material = number(primitive, "material").filter(|at| document.root["materials"].get(at).is_some());
        let normals = get("NORMAL").filter(|found| found.width == 3 && found.count == positions.count);
        let coordinates = self.coordinates(primitive, material, positions.count);
        let first = self.model.mesh.positions.len();
        let sound = self.corners(&positions, normals.as_ref(), coordinates, matrix);
        let triangles = self.triangles(mode, count, indices.as_ref(), (first, &sound), matrix, path)?;
        Ok(Part { material, triangles })
    }

    /// Texture coordinates of the base colour with its transform (KHR_texture_transform).
    fn coordinates(&self, primitive: &Value, material: Option<usize>, count: usize) -> Option<Vec<[f32; 2]>> {
        let document = self.document;
        let texture = &document.root["materials"][material?]["pbrMetallicRoughness"]["baseColorTexture"];
        let transform = &texture["extensions"]["KHR_texture_transform"];
        let set = number(transform, "texCoord").or(number(texture, "texCoord")).unwrap_or(0);
        let at = number(&primitive["attributes"], &format!("TEXCOORD_{set}"))?;
        let found = document.accessor(at).filter(|found| found.width == 2 && found.count == count)?;
        let [ox, oy] = matrix::numbers(&transform["offset"]).unwrap_or([0.0; 2]);
        let [sx, sy] = matrix::numbers(&transform["scale"]).unwrap_or([1.0; 2]);
        let (sine, cosine) = transform["rotation"].as_f64().unwrap_or(0.0).sin_cos();
        let pairs = (0..count).map(|at| {
            let [u, v] = found.element::<2>(at).unwrap_or_default();
            let (u, v) = (u * sx, v * sy);
            let pair = [(cosine * u + sine * v + ox) as f32, (cosine * v - sine * u + oy) as f32];
            if pair.iter().all(|value| value.is_finite()) { pair } else { [0.0; 2] }
        });
        Some(pairs.collect())
    }

    /// Puts corners into the mesh; tells which are finite.
    fn corners(
        &mut self,
        positions: &Accessor<'_>,
        normals: Option<&Accessor<'_>>,
        coordinates: Option<Vec<[f32; 2]>>,
        matrix: &Matrix,
    ) -> Vec<bool> {
        let first = self.model.mesh.positions.len();
        let mut sound = Vec::with_capacity(positions.count);
        for at in 0..positions.count {
            let point = matrix::point(matrix, positions.element::<3>(at).unwrap_or([f64::NAN; 3]));
            let finite = point.iter().all(|value| value.is_finite());
            if finite && self.origin.is_none() {
                let large = point.iter().any(|value| value.abs() > SMALL);
                self.origin = Some(if large { point.map(f64::floor) } else { [0.0; 3] });
                self.model.mesh.origin = self.origin.unwrap_or_default();
            }
            let origin = self.model.mesh.origin;
            let position = [0, 1, 2].map(|axis| (point[axis] - origin[axis]) as f32);
            let finite = finite && position.iter().all(|value| value.is_finite());
            sound.push(finite);
            let last = self.model.mesh.positions.last().copied().unwrap_or_default();
            self.model.mesh.positions.push(if finite { position } else { last });
        }
        let mesh = &mut self.model.mesh;
        // Lists of the mesh are for all corners or for none.
        if let Some(normals) = normals {
            mesh.normals.resize(first, [0.0, 0.0, 1.0]);
            let turned = |at| normals.element::<3>(at).map_or([0.0, 0.0, 1.0], |found| matrix::normal(matrix, found));
            mesh.normals.extend((0..positions.count).map(turned));
        } else {
            self.bare = true;
        }
        if let Some(coordinates) = coordinates {
            mesh.coordinates.resize(first, [0.0; 2]);
            mesh.coordinates.extend(coordinates);
        } else if !mesh.coordinates.is_empty() {
            mesh.coordinates.resize(mesh.positions.len(), [0.0; 2]);
        }
        sound
    }

    fn triangles(
        &mut self,
        mode: u64,
        count: usize,
        indices: Option<&Accessor<'_>>,
        (first, sound): (usize, &[bool]),
        matrix: &Matrix,
        path: &str,
    ) -> Result<Vec<[u32; 3]>, (Rule, &'static str)> {
        let number = |at: usize| indices.map_or(at as u32, |indices| indices.index(at).unwrap_or(u32::MAX));
        let base = u32::try_from(first).map_err(|_| (Rule::NodeBroken, "POSITION"))?;
        let mirrored = matrix::determinant(matrix) < 0.0;
        let (mut kept, mut left_out) = (Vec::new(), 0);
        sequence(mode as i32, count, number, &mut |[a, b, c]: [u32; 3]| {
            if [a, b, c].iter().all(|at| sound.get(*at as usize).copied().unwrap_or(false)) {
                let [b, c] = if mirrored { [c, b] } else { [b, c] };
                kept.push([a, b, c].map(|at| at.saturating_add(base)));
            } else {
                left_out += 1;
            }
        });
        if left_out > 0 {
            let found = part(Rule::TrianglesLeftOut, Severity::Warning, self.file, path);
            self.findings.push(found.with("count", left_out).with("offset", path));
        }
        if kept.is_empty() { Err((Rule::GeometryNull, "0")) } else { Ok(kept) }
    }
}
