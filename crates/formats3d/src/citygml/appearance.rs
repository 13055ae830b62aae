//! How surfaces look: parameterised textures by ring, materials by surface (CityGML 2.0, clause 9).

use std::collections::HashMap;

use super::tree::Node;
use crate::rings::{Coordinates, linear};

/// Looks by the names of rings and surfaces. Where themes differ the first one stands.
#[derive(Default)]
pub(super) struct Looks {
    /// Images as the file names them, in its order.
    pub(super) images: Vec<String>,
    numbers: HashMap<String, usize>,
    rings: HashMap<String, (usize, Coordinates)>,
    colours: HashMap<String, [f32; 4]>,
    /// Ways to put textures on that are not read.
    pub(super) unread: usize,
}

impl Looks {
    /// Takes a member of `surfaceDataMember`.
    pub(super) fn add(&mut self, data: &Node) {
        match data.name.as_str() {
            "ParameterizedTexture" => self.texture(data),
            "X3DMaterial" => self.material(data),
            _ => self.unread += 1,
        }
    }

    fn texture(&mut self, data: &Node) {
        let Some(image) = data.child("imageURI").map(Node::value).filter(|image| !image.is_empty()) else { return };
        let fresh = self.numbers.len();
        let number = *self.numbers.entry(image.to_owned()).or_insert(fresh);
        if number == fresh {
            self.images.push(image.to_owned());
        }
        for target in data.children.iter().filter(|child| child.name == "target") {
            let lists = target.children.iter().flat_map(|list| list.children.iter().map(move |child| (list, child)));
            for (list, child) in lists {
                if list.name != "TexCoordList" || child.name != "textureCoordinates" {
                    self.unread += usize::from(list.name != "TexCoordList");
                    continue;
                }
                let ring = child.attribute("ring").and_then(|ring| ring.strip_prefix('#'));
                if let (Some(ring), Some(coordinates)) = (ring, coordinates(child.value())) {
                    self.rings.entry(ring.to_owned()).or_insert((number, coordinates));
                }
            }
        }
    }

    fn material(&mut self, data: &Node) {
        let number = |node: &Node| node.value().parse::<f32>().unwrap_or(0.0);
        let transparency = data.child("transparency").map_or(0.0, number);
        let diffuse = data.child("diffuseColor").map(|node| {
            let mut parts = node.value().split_whitespace().map(|part| part.parse().unwrap_or(0.0));
            std::array::from_fn(|_| parts.next().unwrap_or(0.0))
        });
        // 0.8 is what X3D takes where nothing is said.
        let colour = linear(diffuse.unwrap_or([0.8; 3]), 1.0 - transparency);
        for target in data.children.iter().filter(|child| child.name == "target") {
            let name = target.value();
            let name = name.strip_prefix('#').unwrap_or(name);
            self.colours.entry(name.to_owned()).or_insert(colour);
        }
    }

    /// A ring's image and coordinates.
    pub(super) fn ring(&self, id: &str) -> Option<&(usize, Coordinates)> {
        self.rings.get(id)
    }

    pub(super) fn colour(&self, id: &str) -> Option<[f32; 4]> {
        self.colours.get(id).copied()
    }
}

/// Pairs from the lower left corner, turned to the upper left one.
fn coordinates(text: &str) -> Option<Coordinates> {
    let mut numbers = Vec::new();
    for word in text.split_ascii_whitespace() {
        numbers.push(word.parse::<f32>().ok().filter(|number| number.is_finite())?);
    }
    let (pairs, rest) = numbers.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[u, v]| [*u, 1.0 - *v]).collect())
}
