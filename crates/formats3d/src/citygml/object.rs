//! Objects with their parts.

use std::collections::{HashMap, HashSet};

use citymodel::{CityObject, Class, Geometry, Lod, Semantic, Surface};
use model::{Rule, Severity};

use super::{
    appearance::Looks,
    attributes,
    geometry::{Gatherer, LINKED, Named, Place, Way},
    tree::Node,
};
use crate::{
    notes::{Faults, Notes},
    rings::{class, semantic},
};

/// What objects of a file refer to.
pub(super) struct Context<'n> {
    pub(super) looks: &'n Looks,
    pub(super) images: &'n [usize],
    pub(super) elsewhere: &'n HashMap<&'n str, &'n Node>,
}

/// What is counted over a file.
pub(super) struct Counters {
    /// Objects so far: names those that have no id.
    pub(super) number: usize,
    /// See [`Gatherer::budget`].
    pub(super) budget: usize,
}

/// Passes an object and its parts on.
pub(super) fn read(node: &Node, context: &Context<'_>, counters: &mut Counters, notes: &mut Notes<'_, '_>) {
    counters.budget = counters.budget.saturating_add(node.weight() * LINKED);
    let mut named = Named::new();
    index(Place { node, semantic: Semantic::Unknown, colour: None }, context.looks, &mut named);
    one(node, None, &named, context, counters, notes);
}

/// Names of everything below thematic surfaces and geometry properties.
fn index<'n>(place: Place<'n>, looks: &Looks, named: &mut Named<'n>) {
    let Place { node, semantic: around, colour } = place;
    let semantic = match semantic(&node.name) {
        Semantic::Other if !thematic(&node.name) => around,
        semantic => semantic,
    };
    let colour = node.id().and_then(|id| looks.colour(id)).or(colour);
    if let Some(id) = node.id() {
        named.entry(id).or_insert(Place { node, semantic, colour });
    }
    node.children.iter().for_each(|node| index(Place { node, semantic, colour }, looks, named));
}

/// Thematic surfaces that are neither roof, wall nor ground.
fn thematic(name: &str) -> bool {
    // Properties begin with a small letter.
    name.starts_with(char::is_uppercase)
        && name.ends_with("Surface")
        && !matches!(
            name,
            "MultiSurface"
                | "CompositeSurface"
                | "OrientableSurface"
                | "Surface"
                | "TriangulatedSurface"
                | "TexturedSurface"
        )
}

fn one(
    node: &Node,
    parent: Option<&str>,
    named: &Named<'_>,
    context: &Context<'_>,
    counters: &mut Counters,
    notes: &mut Notes<'_, '_>,
) {
    counters.number += 1;
    let id = node.id().map_or_else(|| format!("#{}", counters.number), str::to_owned);
    if node.id().is_none() {
        notes.object(Rule::CodeMissing, Severity::Warning, &id, "");
    }
    let Context { looks, images, elsewhere } = *context;
    let (used, faults) = (HashSet::new(), Faults::default());
    let mut gatherer = Gatherer { named, elsewhere, looks, images, used, budget: counters.budget, faults };
    let mut object = CityObject {
        id,
        class: class(&node.name),
        parent: parent.map(str::to_owned),
        attributes: Vec::new(),
        geometries: Vec::new(),
    };
    let mut parts = Vec::new();
    for property in &node.children {
        if let Some(lod) = level(&property.name) {
            whole(property, lod, &mut gatherer, &mut object.geometries);
        } else if matches!(property.name.as_str(), "boundedBy" | "boundary" | "appearance" | "appearanceMember") {
            continue;
        } else if let Some(part) = property.children.first().filter(|child| is_object(child)) {
            parts.push(part);
        } else {
            attributes::read(property, &mut object.attributes);
        }
    }
    bounded(node, &mut gatherer, &mut object.geometries);
    counters.budget = gatherer.budget;
    std::mem::take(&mut gatherer.faults).tell(&object.id, notes);
    let id = object.id.clone();
    notes.pass(object);
    for part in parts {
        if !notes.stopped() {
            one(part, Some(&id), named, context, counters, notes);
        }
    }
}

/// Objects that are parts of objects, and have ids and geometries of their own.
fn is_object(node: &Node) -> bool {
    const PARTS: &[&str] =
        &["Room", "BuildingRoom", "Storey", "BuildingUnit", "BuildingFurniture", "BuildingConstructiveElement"];
    class(&node.name) != Class::Other(node.name.clone())
        || node.name == "IntBuildingInstallation"
        || PARTS.contains(&node.name.as_str())
}

/// The level in a property's name, as in `lod2MultiSurface`.
fn level(name: &str) -> Option<Lod> {
    let rest = name.strip_prefix("lod")?;
    let major = rest.bytes().next()?.checked_sub(b'0').filter(|level| *level <= 4)?;
    Some(Lod { major, minor: 0 })
}

/// A geometry property of the object itself.
fn whole<'n>(property: &'n Node, lod: Lod, gatherer: &mut Gatherer<'n>, out: &mut Vec<Geometry>) {
    let semantic = match property.name.as_str() {
        "lod0FootPrint" => Semantic::Ground,
        "lod0RoofEdge" => Semantic::Roof,
        name if name.ends_with("ImplicitRepresentation") => {
            return gatherer.faults.add(Rule::GeometryUnread, Severity::Note, name, None);
        }
        // Lines.
        name if name.ends_with("Intersection") || name.ends_with("Curve") || name.ends_with("Network") => return,
        _ => Semantic::Unknown,
    };
    gatherer.geometries(property, lod, Way::of(semantic), out);
}

/// Thematic surfaces, as far as no geometry of the object links to them: loose surfaces by level.
fn bounded<'n>(node: &'n Node, gatherer: &mut Gatherer<'n>, out: &mut Vec<Geometry>) {
    let mut levels: [Vec<Surface>; 5] = Default::default();
    let properties = node.children.iter().filter(|child| matches!(child.name.as_str(), "boundedBy" | "boundary"));
    for surface in properties.flat_map(|property| &property.children).filter(|child| child.name != "Envelope") {
        thematic_surface(surface, gatherer, &mut levels);
    }
    for (major, surfaces) in levels.into_iter().enumerate().filter(|(_, surfaces)| !surfaces.is_empty()) {
        let lod = Lod { major: u8::try_from(major).unwrap_or(0), minor: 0 };
        out.push(Geometry { lod, shell: 0, surfaces });
    }
}

fn thematic_surface<'n>(node: &'n Node, gatherer: &mut Gatherer<'n>, levels: &mut [Vec<Surface>; 5]) {
    let way = gatherer.down(node, Way::of(semantic(&node.name)));
    for property in &node.children {
        match level(&property.name) {
            Some(lod) if !property.name.ends_with("Curve") => {
                if let Some(surfaces) = levels.get_mut(usize::from(lod.major)) {
                    unused(property, gatherer, way, surfaces);
                }
            }
            Some(_) => {}
            // Windows and doors.
            None if matches!(property.name.as_str(), "opening" | "fillingSurface" | "boundary") => {
                property.children.iter().for_each(|opening| thematic_surface(opening, gatherer, levels));
            }
            None => {}
        }
    }
}

/// Surfaces below a node, but for those that were linked to.
fn unused<'n>(node: &'n Node, gatherer: &mut Gatherer<'n>, way: Way, out: &mut Vec<Surface>) {
    const SURFACES: &[&str] = &["Polygon", "Triangle", "Rectangle", "PolygonPatch", "OrientableSurface"];
    if node.id().is_some_and(|id| gatherer.used.contains(id)) {
        return;
    }
    if SURFACES.contains(&node.name.as_str()) || node.href().is_some() {
        return gatherer.surfaces(node, way, out);
    }
    let way = gatherer.down(node, way);
    node.children.iter().for_each(|child| unused(child, gatherer, way, out));
}
