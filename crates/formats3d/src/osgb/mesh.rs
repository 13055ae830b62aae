//! One mesh out of the geometries of a level.

use std::collections::HashMap;

use citymodel::{Image, ImageFormat, Material, Mesh, Part};

use super::draw::{Draw, Look, Matrix, moved, picture};
use super::scene::{Content, Geometry, Object, Scalar, Scene, Values};
use super::triangles;
use crate::Source;
use crate::raster;
use crate::text::{Index, folder_of};

/// What was wrong with the geometries of a file.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// Names of child files that are not there.
    pub(super) missing: Vec<String>,
    /// Objects hold each other in a circle, or far too often.
    pub(super) endless: bool,
    /// By the place of a geometry in the file: triangles left out.
    pub(super) triangles: Vec<(usize, usize)>,
    /// By the place of a geometry: positions that are no numbers, and the first one's number.
    pub(super) positions: Vec<(usize, usize, usize)>,
    /// Sets of points or lines.
    pub(super) lines: usize,
    /// Images that cannot be had: name and place in the file.
    pub(super) images: Vec<(String, usize)>,
}

/// Makes meshes; remembers what one file may give at most.
pub(super) struct Builder<'b> {
    pub(super) source: &'b dyn Source,
    pub(super) index: &'b Index<'b>,
    pub(super) file: &'b str,
    /// How many more vertices, corners and bytes of images may come out, so that sharing cannot multiply them.
    pub(super) budget: usize,
    pub(super) images: HashMap<usize, Option<Image>>,
}

/// Corners of one geometry in the mesh: the number of the first, and which were left out.
struct Corners {
    first: u32,
    count: usize,
    /// New numbers where some were left out; `u32::MAX` for those.
    renumbered: Option<Vec<u32>>,
}

impl Builder<'_> {
    pub(super) fn mesh(&mut self, scene: &Scene<'_>, draws: &[Draw], faults: &mut Faults) -> Mesh {
        let mut mesh = Mesh { origin: origin(scene, draws), ..Mesh::default() };
        let mut looks: Vec<Look> = Vec::new();
        let textured = draws.iter().any(|draw| geometry(scene, draw).is_some_and(|found| found.coordinates.is_some()));
        let shaded = draws.iter().all(|draw| normals(scene, draw).is_some());
        for draw in draws {
            let Some(found) = geometry(scene, draw) else { continue };
            let Some(vertices) = array(scene, found.vertices).filter(|values| values.width >= 3) else { continue };
            let count = array(scene, found.indices).unwrap_or(vertices).len();
            if !self.spend(count) {
                faults.endless = true;
                continue;
            }
            let corners = self.corners(scene, draw, found, vertices, &mut mesh, (textured, shaded), faults);
            let triangles = self.triangles(scene, draw, found, &corners, faults);
            if triangles.is_empty() {
                continue;
            }
            let material = looks.iter().position(|look| *look == draw.look).unwrap_or(looks.len());
            if material == looks.len() {
                looks.push(draw.look);
                mesh.parts.push(Part { material: Some(material), triangles });
            } else if let Some(part) = mesh.parts.get_mut(material) {
                part.triangles.extend(triangles);
            }
        }
        self.materials(scene, &looks, &mut mesh, faults);
        mesh
    }

    fn spend(&mut self, amount: usize) -> bool {
        let enough = self.budget >= amount;
        self.budget = self.budget.saturating_sub(amount);
        enough
    }

    #[expect(clippy::too_many_arguments, reason = "one step of one loop")]
    fn corners(
        &mut self,
        scene: &Scene<'_>,
        draw: &Draw,
        found: &Geometry,
        vertices: &Values<'_>,
        mesh: &mut Mesh,
        (textured, shaded): (bool, bool),
        faults: &mut Faults,
    ) -> Corners {
        let indices = array(scene, found.indices);
        let count = indices.map_or(vertices.len(), Values::len);
        let first = mesh.positions.len();
        let coordinates = array(scene, found.coordinates).filter(|values| values.width >= 2);
        let normals = normals(scene, draw);
        let mut renumbered: Option<Vec<u32>> = None;
        let mut bad = None;
        for at in 0..count {
            let vertex = indices.map_or(Some(at), |indices| indices.index(at).map(|index| index as usize));
            let position = vertex.and_then(|vertex| place(vertices, vertex, draw, mesh.origin));
            if let Some(position) = position {
                if let Some(numbers) = &mut renumbered {
                    numbers.push((mesh.positions.len() - first) as u32);
                }
                mesh.positions.push(position);
                if textured {
                    mesh.coordinates.push(coordinate(coordinates, at));
                }
                if let Some(normals) = normals.filter(|_| shaded) {
                    mesh.normals.push(normal(normals, at, draw.matrix.as_ref()));
                }
            } else {
                bad.get_or_insert(at);
                renumbered.get_or_insert_with(|| (0..at as u32).collect()).push(u32::MAX);
            }
        }
        if let Some(at) = bad {
            faults.positions.push((found.offset, count - (mesh.positions.len() - first), at));
        }
        Corners { first: first as u32, count, renumbered }
    }

    fn triangles(
        &mut self,
        scene: &Scene<'_>,
        draw: &Draw,
        found: &Geometry,
        corners: &Corners,
        faults: &mut Faults,
    ) -> Vec<[u32; 3]> {
        let mut left_out = 0;
        let mut kept = Vec::new();
        let mirrored = draw.matrix.is_some_and(|matrix| determinant(&matrix) < 0.0);
        for set in &found.primitives {
            let Some(Object::Primitives(set)) = scene.objects.get(*set) else { continue };
            if !self.spend(triangles::corners(set, corners.count)) {
                faults.endless = true;
                break;
            }
            let drawn = triangles::of(set, corners.count, |triangle| match corners.numbers(triangle) {
                Some([a, b, c]) => kept.push(if mirrored { [a, c, b] } else { [a, b, c] }),
                None => left_out += 1,
            });
            match drawn {
                triangles::Drawn::Triangles => {}
                triangles::Drawn::Lines => faults.lines += 1,
                triangles::Drawn::Invalid => left_out += 1,
            }
        }
        if left_out > 0 {
            faults.triangles.push((found.offset, left_out));
        }
        kept
    }

    fn materials(&mut self, scene: &Scene<'_>, looks: &[Look], mesh: &mut Mesh, faults: &mut Faults) {
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        for look in looks {
            let mut image = None;
            if let Some(at) = look.image {
                image = numbers.get(&at).copied();
                if let Some(found) = image.is_none().then(|| self.image(scene, at, faults)).flatten() {
                    numbers.insert(at, mesh.images.len());
                    image = Some(mesh.images.len());
                    mesh.images.push(found);
                }
            }
            mesh.materials.push(Material { colour: look.colour, image, double_sided: !look.culled });
        }
    }

    fn image(&mut self, scene: &Scene<'_>, at: usize, faults: &mut Faults) -> Option<Image> {
        if let Some(known) = self.images.get(&at).cloned() {
            return known.filter(|image| self.spend(image.bytes.len()));
        }
        let picture = picture(scene, at)?;
        let bytes = match &picture.content {
            Content::File(bytes) => Some(bytes.to_vec()),
            Content::Pixels { width, height, format, kind, packing, top_first, bytes } => {
                let lines = raster::Lines { bytes, packing: *packing, top_first: *top_first };
                raster::png(*width, *height, (*format, *kind), lines)
            }
            Content::Outside => self.outside(&picture.name),
        };
        let image = bytes.filter(|bytes| !bytes.is_empty()).map(|bytes| Image {
            name: picture.name.clone(),
            format: ImageFormat::of(&bytes),
            bytes,
        });
        if image.is_none() {
            faults.images.push((picture.name.clone(), picture.offset));
        }
        self.images.insert(at, image.clone());
        image
    }

    fn outside(&mut self, name: &str) -> Option<Vec<u8>> {
        let file = self.index.locate(folder_of(self.file), name)?;
        let bytes = self.source.read(file).ok()?;
        self.budget = self.budget.saturating_add(bytes.len() * 2);
        Some(bytes)
    }
}

impl Corners {
    fn numbers(&self, triangle: [u32; 3]) -> Option<[u32; 3]> {
        let mut numbers = triangle;
        for number in &mut numbers {
            if let Some(renumbered) = &self.renumbered {
                *number = renumbered.get(*number as usize).copied().filter(|new| *new != u32::MAX)?;
            } else if *number as usize >= self.count {
                return None;
            }
            *number = self.first.checked_add(*number)?;
        }
        Some(numbers)
    }
}

fn geometry<'s>(scene: &'s Scene<'_>, draw: &Draw) -> Option<&'s Geometry> {
    match scene.objects.get(draw.geometry) {
        Some(Object::Geometry(geometry)) => Some(geometry),
        _ => None,
    }
}

fn array<'s, 'a>(scene: &'s Scene<'a>, at: Option<usize>) -> Option<&'s Values<'a>> {
    match scene.objects.get(at?) {
        Some(Object::Array(values)) => Some(values),
        _ => None,
    }
}

/// Normals, where there is one for each vertex.
fn normals<'s, 'a>(scene: &'s Scene<'a>, draw: &Draw) -> Option<&'s Values<'a>> {
    let found = geometry(scene, draw)?;
    let count = array(scene, found.indices.or(found.vertices))?.len();
    array(scene, found.normals).filter(|values| values.width >= 3 && values.len() == count)
}

/// Nothing is taken off positions that the file has as small numbers; those that a matrix moves or that are written in
/// 64 bits are kept relative to a point near the first.
fn origin(scene: &Scene<'_>, draws: &[Draw]) -> [f64; 3] {
    let large = |draw: &&Draw| {
        let vertices = geometry(scene, draw).and_then(|found| array(scene, found.vertices));
        draw.matrix.is_some() || vertices.is_some_and(|values| values.scalar == Scalar::F64)
    };
    let first = |draw: &Draw| {
        let vertices = array(scene, geometry(scene, draw)?.vertices)?;
        Some(moved(vertices.element::<3>(0)?, draw.matrix.as_ref()))
    };
    let found = draws.iter().filter(large).find_map(first);
    found.filter(|point| point.iter().all(|value| value.is_finite())).map_or([0.0; 3], |point| point.map(f64::floor))
}

/// A finite position relative to the origin.
fn place(vertices: &Values<'_>, at: usize, draw: &Draw, origin: [f64; 3]) -> Option<[f32; 3]> {
    let point = moved(vertices.element::<3>(at)?, draw.matrix.as_ref());
    let position = [0, 1, 2].map(|axis| (point[axis] - origin[axis]) as f32);
    position.iter().all(|value| value.is_finite()).then_some(position)
}

/// OpenGL counts texture rows from below.
fn coordinate(values: Option<&Values<'_>>, at: usize) -> [f32; 2] {
    let [u, v] = values.and_then(|values| values.element::<2>(at)).unwrap_or([0.0, 1.0]);
    let pair = [u as f32, (1.0 - v) as f32];
    if pair.iter().all(|value| value.is_finite()) { pair } else { [0.0; 2] }
}

/// A normal turned by the cofactors of the matrix, of length 1.
fn normal(values: &Values<'_>, at: usize, matrix: Option<&Matrix>) -> [f32; 3] {
    let [x, y, z] = values.element::<3>(at).unwrap_or([0.0, 0.0, 1.0]);
    let turned = matrix.map_or([x, y, z], |m| {
        let rows = [[m[0], m[1], m[2]], [m[4], m[5], m[6]], [m[8], m[9], m[10]]];
        let [a, b, c] = [cross(rows[1], rows[2]), cross(rows[2], rows[0]), cross(rows[0], rows[1])];
        let sign = determinant(m).signum();
        [0, 1, 2].map(|axis| sign * (x * a[axis] + y * b[axis] + z * c[axis]))
    });
    let length = turned.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length.is_finite() && length > 0.0 { turned.map(|value| (value / length) as f32) } else { [0.0, 0.0, 1.0] }
}

fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn determinant(m: &Matrix) -> f64 {
    let [x, y, z] = cross([m[4], m[5], m[6]], [m[8], m[9], m[10]]);
    m[0] * x + m[1] * y + m[2] * z
}
