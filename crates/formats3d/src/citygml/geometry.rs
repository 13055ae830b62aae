//! Geometry properties: solids, surfaces, links to surfaces.

use std::collections::{HashMap, HashSet};

use citymodel::{Geometry, Lod, Paint, Semantic, Surface};
use model::{Rule, Severity};

use super::{appearance::Looks, tree::Node};
use crate::{
    notes::Faults,
    rings::{Coordinates, keep, tidy},
};

/// Links in links; GML has two at most.
const DEEPEST_LINK: usize = 8;
/// How often a file may link to all that it has, see [`Gatherer::budget`].
pub(super) const LINKED: usize = 4;

/// Surfaces by name.
pub(super) type Named<'n> = HashMap<&'n str, Place<'n>>;

/// A node, with what the thematic surface around it is and the colour of what is around it.
#[derive(Clone, Copy)]
pub(super) struct Place<'n> {
    pub(super) node: &'n Node,
    pub(super) semantic: Semantic,
    pub(super) colour: Option<[f32; 4]>,
}

/// What surfaces are made with.
pub(super) struct Gatherer<'n> {
    pub(super) named: &'n Named<'n>,
    pub(super) elsewhere: &'n HashMap<&'n str, &'n Node>,
    pub(super) looks: &'n Looks,
    /// For each image of the looks its number in the file.
    pub(super) images: &'n [usize],
    /// Names of surfaces that were linked to.
    pub(super) used: HashSet<&'n str>,
    /// Weight of nodes that may still be looked at by way of links: a few lines that refer to each other could stand
    /// for millions.
    pub(super) budget: usize,
    pub(super) faults: Faults,
}

/// How a surface is met on the way down.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) semantic: Semantic,
    colour: Option<[f32; 4]>,
    turned: bool,
    links: usize,
}

impl Way {
    pub(super) fn of(semantic: Semantic) -> Self {
        Way { semantic, colour: None, turned: false, links: 0 }
    }
}

impl<'n> Gatherer<'n> {
    /// The solids of a geometry property, and its loose surfaces as one geometry.
    pub(super) fn geometries(&mut self, node: &'n Node, lod: Lod, way: Way, out: &mut Vec<Geometry>) {
        let mut loose = Vec::new();
        self.gather(node, lod, way, &mut loose, out);
        if !loose.is_empty() {
            out.push(Geometry { lod, shell: 0, surfaces: loose });
        }
    }

    fn gather(&mut self, node: &'n Node, lod: Lod, way: Way, loose: &mut Vec<Surface>, out: &mut Vec<Geometry>) {
        if node.name == "Solid" {
            return out.extend(self.solid(node, lod, self.down(node, way)));
        }
        if polygonal(node) {
            return self.polygon(node, self.down(node, way), loose);
        }
        let way = self.down(node, way);
        if let Some((node, way)) = self.link(node, way) {
            self.gather(node, lod, way, loose, out);
        }
        for child in &node.children {
            self.gather(child, lod, way, loose, out);
        }
    }

    fn solid(&mut self, node: &'n Node, lod: Lod, way: Way) -> Option<Geometry> {
        let (outer, inner): (Vec<_>, Vec<_>) =
            node.children.iter().partition(|child| matches!(child.name.as_str(), "exterior" | "shell"));
        let mut surfaces = Vec::new();
        outer.into_iter().for_each(|child| self.surfaces(child, way, &mut surfaces));
        let shell = surfaces.len();
        inner
            .into_iter()
            .filter(|child| child.name == "interior")
            .for_each(|child| self.surfaces(child, way, &mut surfaces));
        (!surfaces.is_empty()).then_some(Geometry { lod, shell, surfaces })
    }

    /// Polygons at any depth.
    pub(super) fn surfaces(&mut self, node: &'n Node, way: Way, out: &mut Vec<Surface>) {
        let way = self.down(node, way);
        if polygonal(node) {
            return self.polygon(node, way, out);
        }
        if let Some((node, way)) = self.link(node, way) {
            self.surfaces(node, way, out);
        }
        node.children.iter().for_each(|child| self.surfaces(child, way, out));
    }

    /// What an element adds to the way: its colour, and whether it turns surfaces over.
    pub(super) fn down(&self, node: &Node, way: Way) -> Way {
        let colour = node.id().and_then(|id| self.looks.colour(id)).or(way.colour);
        let turns = node.name == "OrientableSurface" && node.attribute("orientation") == Some("-");
        Way { colour, turned: way.turned != turns, ..way }
    }

    /// Where a link leads.
    fn link(&mut self, node: &'n Node, way: Way) -> Option<(&'n Node, Way)> {
        let name = node.href()?;
        let spent = if self.budget == 0 { usize::MAX } else { self.weight(name) };
        let allowed = spent <= self.budget;
        self.budget = self.budget.saturating_sub(spent);
        if way.links >= DEEPEST_LINK || !allowed {
            self.faults.add(Rule::XmlRefused, Severity::Error, format!("#{name}"), None);
            return None;
        }
        let Some(there) = self.named(name) else {
            self.faults.add(Rule::SurfaceUnknown, Severity::Error, name, None);
            return None;
        };
        self.used.extend(there.node.id());
        let semantic = if way.semantic == Semantic::Unknown { there.semantic } else { way.semantic };
        let colour = there.colour.or(way.colour);
        Some((there.node, Way { semantic, colour, links: way.links + 1, ..way }))
    }

    fn named(&self, name: &str) -> Option<Place<'n>> {
        let place = |node: &&'n Node| Place { node, semantic: Semantic::Unknown, colour: None };
        self.named.get(name).copied().or_else(|| self.elsewhere.get(name).map(place))
    }

    fn weight(&self, name: &str) -> usize {
        self.named(name).map_or(0, |place| place.node.weight())
    }

    fn polygon(&mut self, node: &'n Node, way: Way, out: &mut Vec<Surface>) {
        let mut rings = Vec::new();
        let mut painted = Vec::new();
        let mut images = Vec::new();
        for bound in node.children.iter().filter(|child| {
            matches!(child.name.as_str(), "exterior" | "interior" | "outerBoundaryIs" | "innerBoundaryIs")
        }) {
            for ring in &bound.children {
                let (points, texture) = self.ring(ring, way.turned);
                rings.push(points);
                images.extend(texture.as_ref().map(|(image, _)| *image));
                painted.extend(texture.map(|(_, coordinates)| coordinates));
            }
        }
        let colour = way.colour.map(Paint::Colour);
        let one = images.windows(2).all(|pair| pair[0] == pair[1]);
        let paint = match images.first().and_then(|image| self.images.get(*image)) {
            Some(image) if one && painted.len() == rings.len() => {
                Some(Paint::Texture { image: *image, coordinates: painted })
            }
            None => colour,
            Some(_) => {
                let at = rings.first().and_then(|ring: &Vec<_>| ring.first()).copied();
                self.faults.add(Rule::TextureInvalid, Severity::Warning, node.id().unwrap_or_default(), at);
                colour
            }
        };
        keep(Surface { rings, semantic: way.semantic, paint }, &mut self.faults, out);
    }

    /// A ring's points and its texture, if that fits.
    fn ring(&mut self, ring: &Node, turned: bool) -> (Vec<[f64; 3]>, Option<(usize, Coordinates)>) {
        let mut points = positions(ring, &mut self.faults);
        let known = ring.id().and_then(|id| self.looks.ring(id));
        let mut texture = known.cloned().filter(|(_, coordinates)| coordinates.len() == points.len());
        if known.is_some() && texture.is_none() {
            self.faults.add(
                Rule::TextureInvalid,
                Severity::Warning,
                ring.id().unwrap_or_default(),
                points.first().copied(),
            );
        }
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
            texture.iter_mut().for_each(|(_, coordinates)| coordinates.truncate(points.len()));
        } else if !points.is_empty() {
            self.faults.add(Rule::RingOpen, Severity::Warning, ring.id().unwrap_or_default(), points.last().copied());
        }
        tidy(&mut points, texture.as_mut().map(|(_, coordinates)| coordinates), &mut self.faults);
        if turned {
            points.reverse();
            texture.iter_mut().for_each(|(_, coordinates)| coordinates.reverse());
        }
        (points, texture)
    }
}

fn polygonal(node: &Node) -> bool {
    matches!(node.name.as_str(), "Polygon" | "Triangle" | "Rectangle" | "PolygonPatch")
}

/// Coordinates of a ring: `posList`, several `pos`, or GML 2's `coordinates`.
fn positions(ring: &Node, faults: &mut Faults) -> Vec<[f64; 3]> {
    let mut points = Vec::new();
    for child in &ring.children {
        let child = if child.name == "pointProperty" {
            child.children.first().and_then(|point| point.child("pos")).unwrap_or(child)
        } else {
            child
        };
        if !matches!(child.name.as_str(), "posList" | "pos" | "coordinates") {
            continue;
        }
        let given = child.attribute("srsDimension").or_else(|| child.attribute("dimension"));
        let width = if given.map(str::trim) == Some("2") { 2 } else { 3 };
        let (mut point, mut filled) = ([0.0; 3], 0);
        for word in child
            .text
            .split(|letter: char| letter.is_ascii_whitespace() || letter == ',')
            .filter(|word| !word.is_empty())
        {
            point[filled] = word.parse().unwrap_or(f64::NAN);
            filled += 1;
            if filled == width {
                points.push(point);
                (point, filled) = ([0.0; 3], 0);
            }
        }
        if filled > 0 {
            faults.add(Rule::CoordinateInvalid, Severity::Error, ring.id().unwrap_or_default(), points.last().copied());
        }
    }
    points
}
