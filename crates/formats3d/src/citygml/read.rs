//! The walks over a file.

use std::collections::HashMap;

use model::{Finding, Rule, Severity};

use super::{
    geometry::LINKED,
    object::{self, Context, Counters},
    survey::{Elsewhere, Survey},
    tree::{Node, Visitor, Want, walk},
};
use crate::{Source, Unreadable, notes::Notes, objects::Sink};

/// Reads a CityGML file.
///
/// # Errors
/// When the source cannot give the file.
pub(crate) fn read(source: &dyn Source, name: &str, sink: &mut Sink<'_>) -> Result<(), Unreadable> {
    let mut notes = Notes::new(name, sink);
    let mut survey = Survey::default();
    let first = walk(source.open(name)?, &mut survey);
    let Some(namespace) = &survey.model else {
        match first {
            Err(fault) => notes.file(fault.rule, Severity::Error, fault.detail),
            Ok(()) => notes.file(Rule::FormatUnknown, Severity::Error, "XML"),
        }
        return Ok(());
    };
    let head = survey.head();
    if !namespace.contains("citygml") || !["1.0", "2.0", "3.0"].contains(&head.version.as_str()) {
        notes.file(Rule::CityVersion, Severity::Warning, namespace);
    }
    notes.head(head);
    let images: Vec<usize> = survey.looks.images.iter().map(|image| notes.image(source.names(), image)).collect();
    if survey.looks.unread > 0 {
        let finding = Finding::new(Rule::GeometryUnread, Severity::Note, notes.place());
        notes.finding(finding.with("detail", "TexCoordGen, GeoreferencedTexture").with("count", survey.looks.unread));
    }
    let mut elsewhere = Elsewhere { wanted: &survey.foreign, found: Vec::new() };
    if !survey.foreign.is_empty() {
        // Faults of the file are told by the last walk.
        let _ = walk(source.open(name)?, &mut elsewhere);
    }
    let mut found = HashMap::new();
    elsewhere.found.iter().for_each(|node| names(node, &mut found));
    let budget = elsewhere.found.iter().map(Node::weight).sum::<usize>().saturating_mul(LINKED);
    let counters = Counters { number: 0, budget };
    let context = Context { looks: &survey.looks, images: &images, elsewhere: &found };
    let mut objects = Objects { context, counters, member: false, notes };
    if let Err(fault) = walk(source.open(name)?, &mut objects) {
        objects.notes.file(fault.rule, Severity::Error, fault.detail);
    }
    Ok(())
}

fn names<'n>(node: &'n Node, found: &mut HashMap<&'n str, &'n Node>) {
    if let Some(id) = node.id() {
        found.entry(id).or_insert(node);
    }
    node.children.iter().for_each(|child| names(child, found));
}

/// The last walk: objects one after the other.
struct Objects<'n, 's, 'f> {
    context: Context<'n>,
    counters: Counters,
    /// Whether the member of the model that is open holds objects.
    member: bool,
    notes: Notes<'s, 'f>,
}

impl Visitor for Objects<'_, '_, '_> {
    fn begin(&mut self, element: &Node, _: &str, depth: usize) -> Want {
        if depth == 1 {
            self.member = matches!(element.name.as_str(), "cityObjectMember" | "featureMember" | "featureMembers");
        }
        if depth == 2 && self.member { Want::Whole } else { Want::Parts }
    }

    fn whole(&mut self, node: Node) -> bool {
        object::read(&node, &self.context, &mut self.counters, &mut self.notes);
        !self.notes.stopped()
    }
}
