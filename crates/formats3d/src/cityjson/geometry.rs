//! Geometries: boundaries, semantics and looks put together.

use citymodel::{Geometry, Lod, Paint, Semantic, Surface};
use model::{Rule, Severity};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    appearance::{Appearance, TextureRings},
    document::{Text, parsed, text},
    nested::{Boundaries, Token, Tokens, values},
};
use crate::{
    notes::Faults,
    rings::{keep, semantic, tidy},
};

/// Surfaces of one object after which no more templates are put in: a few lines could stand for millions.
const MOST_INSTANCED: usize = 200_000;

/// A geometry as it stands.
#[derive(Debug, Deserialize)]
pub(super) struct Raw<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    lod: Option<&'a RawValue>,
    #[serde(borrow)]
    boundaries: Option<&'a RawValue>,
    #[serde(borrow)]
    semantics: Option<&'a RawValue>,
    #[serde(borrow)]
    texture: Option<&'a RawValue>,
    #[serde(borrow)]
    material: Option<&'a RawValue>,
    template: Option<usize>,
    #[serde(borrow, rename = "transformationMatrix")]
    matrix: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Semantics<'a> {
    #[serde(borrow, default)]
    surfaces: Vec<Kind<'a>>,
    #[serde(borrow)]
    values: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
}

/// The member `values` of a theme, or `value` for all surfaces.
#[derive(Deserialize)]
struct Theme<'a> {
    #[serde(borrow)]
    values: Option<&'a RawValue>,
    value: Option<usize>,
}

/// What geometries refer to.
pub(super) struct Surroundings<'d> {
    pub(super) vertices: &'d [[f64; 3]],
    pub(super) appearance: &'d Appearance,
    pub(super) templates: &'d [&'d RawValue],
    pub(super) template_vertices: &'d [[f64; 3]],
}

/// Reads geometries; its memory is used again for the next one.
#[derive(Default)]
pub(super) struct Builder {
    boundaries: Boundaries,
    textures: TextureRings,
    semantics: Vec<Option<usize>>,
    materials: Vec<Option<usize>>,
    lengths: Vec<(usize, usize)>,
}

impl Builder {
    /// Appends what a geometry is: nothing for points and lines, several for several solids.
    pub(super) fn read(
        &mut self,
        raw: &RawValue,
        around: &Surroundings<'_>,
        faults: &mut Faults,
        out: &mut Vec<Geometry>,
    ) {
        let geometry: Raw<'_> = match serde_json::from_str(raw.get()) {
            Ok(geometry) => geometry,
            Err(fault) => return faults.add(Rule::GeometryUnread, Severity::Error, fault, None),
        };
        match geometry.kind.0.as_ref() {
            "GeometryInstance" => self.instance(&geometry, around, faults, out),
            _ => self.surfaces(&geometry, around, faults, out),
        }
    }

    fn surfaces(&mut self, raw: &Raw<'_>, around: &Surroundings<'_>, faults: &mut Faults, out: &mut Vec<Geometry>) {
        let Some(depth) = depth(&raw.kind.0, faults) else { return };
        let Some(lod) = lod(raw.lod, faults) else { return };
        self.boundaries.read(raw.boundaries.map_or("", RawValue::get), depth);
        if self.boundaries.misplaced > 0 {
            faults.add(Rule::GeometryUnread, Severity::Error, &raw.kind.0, None);
        }
        let kinds = self.semantic(raw.semantics, depth);
        let textured = self.look(raw, depth, around);
        let (mut surface, mut shell) = (0, 0);
        let solids = if depth == 3 { 1 } else { self.boundaries.solids.len() };
        for solid in 0..solids {
            let shells = if depth == 3 { 1 } else { self.boundaries.solids[solid] };
            let mut geometry = Geometry { lod, shell: 0, surfaces: Vec::new() };
            let first = shell;
            while shell < shells {
                let end = self.boundaries.shells.get(shell).copied().unwrap_or(surface);
                for number in surface..end {
                    let kind = self.semantics[number].and_then(|kind| kinds.get(kind)).copied().unwrap_or_default();
                    let paint = self.paint(number, textured, around, faults);
                    self.surface(number, around.vertices, (kind, paint), faults, &mut geometry.surfaces);
                }
                surface = end;
                geometry.shell = if shell == first && depth > 3 { geometry.surfaces.len() } else { geometry.shell };
                shell += 1;
            }
            out.extend((!geometry.surfaces.is_empty()).then_some(geometry));
        }
    }

    /// Kinds of thematic surfaces; `self.semantics` gets each surface's.
    fn semantic(&mut self, raw: Option<&RawValue>, depth: usize) -> Vec<Semantic> {
        let semantics: Option<Semantics<'_>> = parsed(raw);
        let written = semantics.as_ref().and_then(|semantics| semantics.values).map_or("", RawValue::get);
        values(written, depth, &self.boundaries, &mut self.semantics);
        let kind = |kind: &Kind<'_>| kind.kind.as_ref().map_or(Semantic::Unknown, |kind| semantic(&kind.0));
        semantics.map(|semantics| semantics.surfaces.iter().map(kind).collect()).unwrap_or_default()
    }

    /// Reads textures and materials of the surfaces; whether there are textures.
    fn look(&mut self, raw: &Raw<'_>, depth: usize, around: &Surroundings<'_>) -> bool {
        let theme = |raw, material| parsed::<Theme<'_>>(around.appearance.theme(raw, material));
        let texture = theme(raw.texture, false).and_then(|theme| theme.values);
        if let Some(texture) = texture {
            self.textures.read(texture.get(), depth, &self.boundaries);
        }
        let material = theme(raw.material, true);
        let written = material.as_ref().and_then(|theme| theme.values).map_or("", RawValue::get);
        values(written, depth, &self.boundaries, &mut self.materials);
        if let Some(value) = material.and_then(|theme| theme.value) {
            self.materials.fill(Some(value));
        }
        texture.is_some()
    }

    fn paint(
        &mut self,
        surface: usize,
        textured: bool,
        around: &Surroundings<'_>,
        faults: &mut Faults,
    ) -> Option<Paint> {
        let colour = self.materials[surface].and_then(|material| around.appearance.colour(material));
        if !textured {
            return colour;
        }
        self.lengths.clear();
        for ring in span(&self.boundaries.surfaces, surface) {
            self.lengths.push((ring, span(&self.boundaries.rings, ring).len()));
        }
        match around.appearance.texture(&self.textures, &self.lengths) {
            Ok(paint) => paint.or(colour),
            Err(()) => {
                faults.add(Rule::TextureInvalid, Severity::Warning, "", None);
                colour
            }
        }
    }

    /// Appends a surface, unless it names vertices that are not there or has no ring.
    fn surface(
        &self,
        number: usize,
        vertices: &[[f64; 3]],
        (semantic, mut paint): (Semantic, Option<Paint>),
        faults: &mut Faults,
        out: &mut Vec<Surface>,
    ) {
        let mut rings = Vec::new();
        for (at, ring) in span(&self.boundaries.surfaces, number).enumerate() {
            let mut points = Vec::with_capacity(span(&self.boundaries.rings, ring).len());
            for index in &self.boundaries.points[span(&self.boundaries.rings, ring)] {
                let Some(point) = vertices.get(*index as usize) else {
                    return faults.add(Rule::VertexUnknown, Severity::Error, index, points.first().copied());
                };
                points.push(*point);
            }
            let painted = match &mut paint {
                Some(Paint::Texture { coordinates, .. }) => coordinates.get_mut(at),
                _ => None,
            };
            tidy(&mut points, painted, faults);
            rings.push(points);
        }
        keep(Surface { rings, semantic, paint }, faults, out);
    }

    /// A template moved to its place: its points times the matrix plus the reference point.
    fn instance(&mut self, raw: &Raw<'_>, around: &Surroundings<'_>, faults: &mut Faults, out: &mut Vec<Geometry>) {
        let template = raw.template.and_then(|number| around.templates.get(number));
        let template = template.and_then(|raw| serde_json::from_str::<Raw<'_>>(raw.get()).ok());
        let matrix = parsed::<Vec<f64>>(raw.matrix).and_then(|matrix| <[f64; 16]>::try_from(matrix).ok());
        let mut anchor = Tokens::new(raw.boundaries.map_or("", RawValue::get)).filter_map(|token| match token {
            Token::Whole(index) => around.vertices.get(usize::try_from(index).ok()?),
            _ => None,
        });
        let (Some(template), Some(matrix), Some(anchor)) = (template, matrix, anchor.next()) else {
            return faults.add(Rule::GeometryUnread, Severity::Error, "GeometryInstance", None);
        };
        let many = out.iter().map(|geometry| geometry.surfaces.len()).sum::<usize>() > MOST_INSTANCED;
        if template.kind.0 == "GeometryInstance" || many {
            return faults.add(Rule::GeometryUnread, Severity::Error, "GeometryInstance", Some(*anchor));
        }
        let before = out.len();
        self.surfaces(&template, &Surroundings { vertices: around.template_vertices, ..*around }, faults, out);
        let placed = |[x, y, z]: [f64; 3]| {
            let turned = |row: &[f64]| row[0] * x + row[1] * y + row[2] * z + row[3];
            std::array::from_fn(|axis| turned(&matrix[axis * 4..axis * 4 + 4]) + anchor[axis])
        };
        let surfaces = out[before..].iter_mut().flat_map(|geometry| &mut geometry.surfaces);
        surfaces.flat_map(|surface| surface.rings.iter_mut().flatten()).for_each(|point| *point = placed(*point));
        let surfaces = out[before..].iter().flat_map(|geometry| &geometry.surfaces);
        if !surfaces.flat_map(|surface| surface.rings.iter().flatten().flatten()).all(|part| part.is_finite()) {
            out.truncate(before);
            faults.add(Rule::CoordinateInvalid, Severity::Error, "GeometryInstance", None);
        }
    }
}

/// How deep the numbers of a geometry's boundaries stand; points and lines are no surfaces.
fn depth(kind: &str, faults: &mut Faults) -> Option<usize> {
    let severity = match kind {
        "MultiSurface" | "CompositeSurface" => return Some(3),
        "Solid" => return Some(4),
        "MultiSolid" | "CompositeSolid" => return Some(5),
        "MultiPoint" | "MultiLineString" => Severity::Note,
        _ => Severity::Warning,
    };
    faults.add(Rule::GeometryUnread, severity, kind, None);
    None
}

/// The members of one list among ends.
fn span(ends: &[usize], at: usize) -> std::ops::Range<usize> {
    let start = if at == 0 { 0 } else { ends[at - 1] };
    start..ends[at]
}

fn lod(raw: Option<&RawValue>, faults: &mut Faults) -> Option<Lod> {
    let written = raw.map(|raw| text(raw)).unwrap_or_default();
    let lod = Lod::parse(&written);
    if lod.is_none() {
        faults.add(Rule::LodUnknown, Severity::Error, written, None);
    }
    lod
}
