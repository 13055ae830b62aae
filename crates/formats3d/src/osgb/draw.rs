//! From a graph of scene objects to pieces with meshes.

use super::mesh::{Builder, Faults};
use super::node::{Child, Level, Measure, Node, Piece};
use super::scene::{Detail, Object, Picture, Scene, SceneNode, State};
use crate::text::{Index, folder_of, join};

/// Rows of a matrix that points are multiplied with from the left.
pub(super) type Matrix = [f64; 16];

/// Deeper graphs, which only circles have, are cut.
const DEPTH: usize = 100;

/// How what is below a node looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) image: Option<usize>,
    pub(super) colour: [f32; 4],
    pub(super) culled: bool,
}

/// A geometry where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draw {
    pub(super) geometry: usize,
    pub(super) matrix: Option<Matrix>,
    pub(super) look: Look,
}

/// A piece before its meshes are made.
struct Sketch {
    measure: Measure,
    bound: Option<([f64; 3], f64)>,
    levels: Vec<([f32; 2], Vec<Draw>)>,
    children: Vec<Child>,
}

struct Walker<'w> {
    scene: &'w Scene<'w>,
    index: &'w Index<'w>,
    file: &'w str,
    sketches: Vec<Sketch>,
    missing: Vec<String>,
    /// How many more objects may be visited: shared objects must not multiply without end.
    visits: usize,
}

/// Where drawn things go: a piece and its level.
type Target = Option<(usize, usize)>;

/// The pieces of a scene; `image` gives the bytes of an image.
pub(super) fn pieces(scene: &Scene<'_>, index: &Index<'_>, file: &str, builder: &mut Builder<'_>) -> (Node, Faults) {
    let visits = scene.objects.len() * 4 + 1000;
    let mut walker = Walker { scene, index, file, sketches: Vec::new(), missing: Vec::new(), visits };
    let look = Look { image: None, colour: [1.0; 4], culled: false };
    if let Some(root) = scene.root {
        walker.visit(root, None, look, None, 0);
    }
    let mut faults = Faults { missing: walker.missing, endless: walker.visits == 0, ..Faults::default() };
    let pieces = walker.sketches.into_iter().map(|sketch| finish(sketch, scene, builder, &mut faults)).collect();
    (Node { file: file.to_owned(), pieces }, faults)
}

fn finish(sketch: Sketch, scene: &Scene<'_>, builder: &mut Builder<'_>, faults: &mut Faults) -> Piece {
    let build = |(range, draws): ([f32; 2], Vec<Draw>)| Level { range, mesh: builder.mesh(scene, &draws, faults) };
    let mut levels: Vec<Level> = sketch.levels.into_iter().map(build).collect();
    levels.retain(|level| !level.mesh.parts.is_empty());
    let given = sketch.bound.filter(|(centre, radius)| *radius > 0.0 && centre.iter().all(|value| value.is_finite()));
    let (centre, radius) = given.unwrap_or_else(|| sphere(&levels));
    Piece { measure: sketch.measure, centre, radius, levels, children: sketch.children }
}

/// The sphere around the box around all levels.
fn sphere(levels: &[Level]) -> ([f64; 3], f64) {
    let mut low = [f64::INFINITY; 3];
    let mut high = [f64::NEG_INFINITY; 3];
    for mesh in levels.iter().map(|level| &level.mesh) {
        for position in &mesh.positions {
            for axis in 0..3 {
                let value = mesh.origin[axis] + f64::from(position[axis]);
                low[axis] = low[axis].min(value);
                high[axis] = high[axis].max(value);
            }
        }
    }
    if low[0] > high[0] {
        return ([0.0; 3], 0.0);
    }
    let centre = [0, 1, 2].map(|axis| f64::midpoint(low[axis], high[axis]));
    let half: f64 = (0..3).map(|axis| (high[axis] - low[axis]).powi(2)).sum();
    (centre, half.sqrt() / 2.0)
}

impl Walker<'_> {
    fn visit(&mut self, at: usize, matrix: Option<Matrix>, look: Look, target: Target, depth: usize) {
        if self.visits == 0 || depth > DEPTH {
            return;
        }
        self.visits -= 1;
        let scene = self.scene;
        match scene.objects.get(at) {
            Some(Object::Node(node)) => {
                let look = self.look(look, node.state);
                let matrix = combined(node.matrix, matrix);
                match &node.detail {
                    Some(detail) => self.levels(node, detail, matrix, look, depth),
                    None => {
                        for child in &node.children {
                            self.visit(*child, matrix, look, target, depth + 1);
                        }
                    }
                }
            }
            Some(Object::Geometry(geometry)) => {
                let look = self.look(look, geometry.state);
                self.draw(Draw { geometry: at, matrix, look }, target);
            }
            _ => {}
        }
    }

    fn draw(&mut self, draw: Draw, target: Target) {
        let (piece, level) = target.unwrap_or_else(|| {
            self.sketches.push(Sketch::plain());
            (self.sketches.len() - 1, 0)
        });
        if let Some((_, draws)) = self.sketches.get_mut(piece).and_then(|sketch| sketch.levels.get_mut(level)) {
            draws.push(draw);
        }
    }

    /// A node with levels of detail is a piece of its own.
    fn levels(&mut self, node: &SceneNode, detail: &Detail, matrix: Option<Matrix>, look: Look, depth: usize) {
        let measure = if detail.pixels { Measure::Pixels } else { Measure::Distance };
        let bound = node.bound.map(|(centre, radius)| (moved(centre, matrix.as_ref()), radius));
        let piece = self.sketches.len();
        self.sketches.push(Sketch { measure, bound, levels: Vec::new(), children: Vec::new() });
        let range = |place: usize| detail.ranges.get(place).copied().unwrap_or([0.0, f32::INFINITY]);
        for (place, name) in detail.files.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            match self.find(&detail.folder, name) {
                Some(file) => self.sketches[piece].children.push(Child { file, range: range(place) }),
                None => self.missing.push(name.clone()),
            }
        }
        let inside = (0..).filter(|place| detail.files.get(*place).is_none_or(String::is_empty));
        for (child, place) in node.children.iter().zip(inside) {
            self.sketches[piece].levels.push((range(place), Vec::new()));
            let level = self.sketches[piece].levels.len() - 1;
            self.visit(*child, matrix, look, Some((piece, level)), depth + 1);
        }
    }

    fn find(&self, folder: &str, name: &str) -> Option<String> {
        let here = folder_of(self.file);
        let found = self.index.locate(&join(here, folder), name).or_else(|| self.index.locate(here, name));
        found.filter(|found| *found != self.file).map(str::to_owned)
    }

    fn look(&self, mut look: Look, state: Option<usize>) -> Look {
        let Some(Object::State(State { material, texture, culled })) = state.and_then(|at| self.scene.objects.get(at))
        else {
            return look;
        };
        if let Some(Object::Material(colour)) = material.and_then(|at| self.scene.objects.get(at)) {
            look.colour = colour.map(|value| if value.is_finite() { value.clamp(0.0, 1.0) } else { 1.0 });
        }
        if let Some(Object::Texture(image)) = texture.and_then(|at| self.scene.objects.get(at)) {
            look.image = *image;
        }
        look.culled = culled.unwrap_or(look.culled);
        look
    }
}

impl Sketch {
    fn plain() -> Self {
        let levels = vec![([0.0, f32::INFINITY], Vec::new())];
        Sketch { measure: Measure::Distance, bound: None, levels, children: Vec::new() }
    }
}

/// The inner matrix first, then the outer one.
fn combined(inner: Option<Matrix>, outer: Option<Matrix>) -> Option<Matrix> {
    let (Some(inner), Some(outer)) = (inner, outer) else { return inner.or(outer) };
    let mut product = [0.0; 16];
    for (place, value) in product.iter_mut().enumerate() {
        let (row, column) = (place / 4, place % 4);
        *value = (0..4).map(|at| inner[row * 4 + at] * outer[at * 4 + column]).sum();
    }
    Some(product)
}

/// A point where a matrix puts it.
pub(super) fn moved(point: [f64; 3], matrix: Option<&Matrix>) -> [f64; 3] {
    let Some(m) = matrix else { return point };
    let [x, y, z] = point;
    [0, 1, 2].map(|column| x * m[column] + y * m[4 + column] + z * m[8 + column] + m[12 + column])
}

/// The picture that a number stands for.
pub(super) fn picture<'s, 'a>(scene: &'s Scene<'a>, at: usize) -> Option<&'s Picture<'a>> {
    match scene.objects.get(at) {
        Some(Object::Image(picture)) => Some(picture),
        _ => None,
    }
}
