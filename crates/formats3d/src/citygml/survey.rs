//! The first walk: what the file says of itself, how surfaces look, and which surfaces other objects refer to.

use std::collections::HashSet;

use super::{
    appearance::Looks,
    tree::{Node, Visitor, Want},
};
use crate::objects::{Format, Head, Order};

/// Found in the first walk.
#[derive(Default)]
pub(super) struct Survey {
    /// Whether the outer element is a city model, and its namespace.
    pub(super) model: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) extent: Option<[[f64; 3]; 2]>,
    pub(super) looks: Looks,
    /// Names of surfaces that objects refer to and do not have themselves.
    pub(super) foreign: HashSet<String>,
    ids: HashSet<String>,
    hrefs: Vec<String>,
    geometric: usize,
}

impl Survey {
    pub(super) fn head(&self) -> Head {
        let version = self.model.as_deref().and_then(|namespace| namespace.rsplit_once('/')).map_or("", |(_, end)| end);
        Head {
            format: Format::CityGml,
            version: version.to_owned(),
            reference: self.reference.clone(),
            order: self.reference.as_deref().map_or(Order::EastFirst, order),
            extent: self.extent,
        }
    }
}

/// URNs and URLs of definitions take the authority's order (OGC 07-092r3, 08-038r7); older names stand for x first.
fn order(reference: &str) -> Order {
    let name = reference.to_ascii_lowercase();
    let authority = name.starts_with("urn:ogc:def:crs:epsg")
        || name.starts_with("urn:x-ogc:def:crs:epsg")
        || name.contains("/def/crs/epsg/");
    if authority { Order::Authority } else { Order::EastFirst }
}

impl Visitor for Survey {
    fn begin(&mut self, element: &Node, namespace: &str, depth: usize) -> Want {
        if depth == 0 {
            self.model = (element.name == "CityModel").then(|| namespace.to_owned());
        }
        if let Some(name) = element.attribute("srsName")
            && self.reference.is_none()
        {
            self.reference = Some(name.to_owned());
        }
        match element.name.as_str() {
            "surfaceDataMember" | "surfaceData" => return Want::Whole,
            "Envelope" if depth == 2 => return Want::Whole,
            _ => {}
        }
        if depth > 1 && !self.foreign_is_full() {
            self.ids.extend(element.id().map(str::to_owned));
            // Objects refer to each other by links too: only what stands below a geometry's property is a surface.
            self.geometric += usize::from(geometric(&element.name));
            self.hrefs.extend(element.href().filter(|_| self.geometric > 0).map(str::to_owned));
        }
        Want::Parts
    }

    fn whole(&mut self, node: Node) -> bool {
        if node.name == "Envelope" {
            let corner = |name| {
                let mut numbers = node.child(name)?.value().split_whitespace().map(|word| word.parse::<f64>().ok());
                Some([numbers.next()??, numbers.next()??, numbers.next()??])
            };
            self.extent = corner("lowerCorner").zip(corner("upperCorner")).map(|(low, high)| [low, high]);
        } else {
            node.children.iter().for_each(|child| self.looks.add(child));
        }
        true
    }

    fn end(&mut self, name: &str, depth: usize) {
        if depth > 1 {
            self.geometric = self.geometric.saturating_sub(usize::from(geometric(name)));
            return;
        }
        let ids = std::mem::take(&mut self.ids);
        self.foreign.extend(std::mem::take(&mut self.hrefs).into_iter().filter(|href| !ids.contains(href)));
        self.geometric = 0;
    }
}

impl Survey {
    /// A file where everything refers elsewhere would be kept in memory whole.
    fn foreign_is_full(&self) -> bool {
        self.foreign.len() > 1_000_000
    }
}

/// Properties that hold geometry.
fn geometric(name: &str) -> bool {
    name.starts_with("lod") || name == "surfaceMember" || name == "baseSurface"
}

/// The walk between, where it is needed: surfaces by name, whatever object they are in.
pub(super) struct Elsewhere<'a> {
    pub(super) wanted: &'a HashSet<String>,
    pub(super) found: Vec<Node>,
}

impl Visitor for Elsewhere<'_> {
    fn begin(&mut self, element: &Node, _: &str, _: usize) -> Want {
        if element.id().is_some_and(|id| self.wanted.contains(id)) { Want::Whole } else { Want::Parts }
    }

    fn whole(&mut self, node: Node) -> bool {
        self.found.push(node);
        true
    }
}
