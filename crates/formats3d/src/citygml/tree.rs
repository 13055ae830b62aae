//! XML as events, and as small trees of what is wanted whole.

use std::io::BufRead;

use model::Rule;
use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::ResolveResult,
};

/// Elements in elements; no city model comes near it.
const DEEPEST: usize = 100;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Local name.
    pub(super) name: String,
    /// The prefix, where the namespace is none of the OGC's.
    pub(super) foreign: Option<String>,
    /// Attributes by local name.
    pub(super) attributes: Vec<(String, String)>,
    /// The text in it, outside of children.
    pub(super) text: String,
    pub(super) children: Vec<Node>,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// `gml:id`.
    pub(super) fn id(&self) -> Option<&str> {
        self.attribute("id")
    }

    /// What an `xlink:href` within the file names.
    pub(super) fn href(&self) -> Option<&str> {
        self.attribute("href")?.strip_prefix('#')
    }

    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// What it takes to look at all of it once, some bytes.
    pub(super) fn weight(&self) -> usize {
        64 + self.text.len() + self.children.iter().map(Node::weight).sum::<usize>()
    }

    /// The text without white space around it.
    pub(super) fn value(&self) -> &str {
        self.text.trim()
    }
}

/// Why a file is not read to its end.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) rule: Rule,
    pub(super) detail: String,
}

/// Whether an element is wanted as a tree.
pub(super) enum Want {
    /// It comes whole.
    Whole,
    /// What is in it is asked for one by one.
    Parts,
}

/// Who looks at a file.
pub(super) trait Visitor {
    /// An element begins, with its depth and namespace; attributes are there, children not yet.
    fn begin(&mut self, element: &Node, namespace: &str, depth: usize) -> Want;

    /// An element that was wanted whole; `false` to stop.
    fn whole(&mut self, node: Node) -> bool;

    /// An element that was not wanted whole ends.
    fn end(&mut self, _name: &str, _depth: usize) {}
}

/// Reads events to the end of the file or until the visitor stops.
pub(super) fn walk(source: impl BufRead, visitor: &mut dyn Visitor) -> Result<(), Fault> {
    let mut reader = NsReader::from_reader(source);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut open = Open { depth: 0, trees: Vec::new(), visitor };
    loop {
        buffer.clear();
        let read = reader.read_resolved_event_into(&mut buffer).map(|(namespace, event)| (bound(&namespace), event));
        let wanted = match read {
            Err(fault) => return Err(damaged(&fault, reader.error_position())),
            Ok((_, Event::Eof)) if open.depth > 0 => return Err(damaged(&"it ends early", reader.buffer_position())),
            Ok((_, Event::Eof)) => return Ok(()),
            Ok((namespace, Event::Start(start))) => open.start(&start, &namespace)?,
            Ok((_, Event::End(end))) => open.end(end.local_name().into_inner()),
            Ok((_, event)) => text(event, open.trees.last_mut())?,
        };
        if !wanted {
            return Ok(());
        }
    }
}

fn damaged(fault: &dyn std::fmt::Display, at: u64) -> Fault {
    Fault { rule: Rule::FileDamaged, detail: format!("{fault} (byte {at})") }
}

/// Elements that have begun and not ended.
struct Open<'v> {
    depth: usize,
    /// Those of a tree that is wanted whole.
    trees: Vec<Node>,
    visitor: &'v mut dyn Visitor,
}

impl Open<'_> {
    fn start(&mut self, start: &BytesStart<'_>, namespace: &str) -> Result<bool, Fault> {
        if self.depth >= DEEPEST {
            let detail = format!("more than {DEEPEST} elements in each other");
            return Err(Fault { rule: Rule::XmlRefused, detail });
        }
        let node = node(start, namespace)?;
        if !self.trees.is_empty() || matches!(self.visitor.begin(&node, namespace, self.depth), Want::Whole) {
            self.trees.push(node);
        }
        self.depth += 1;
        Ok(true)
    }

    fn end(&mut self, name: &str) -> bool {
        self.depth = self.depth.saturating_sub(1);
        match (self.trees.pop(), self.trees.last_mut()) {
            (Some(node), Some(parent)) => parent.children.push(node),
            (Some(node), None) => return self.visitor.whole(node),
            (None, _) => self.visitor.end(name, self.depth),
        }
        true
    }
}

fn bound(namespace: &ResolveResult<'_>) -> String {
    match namespace {
        ResolveResult::Bound(namespace) => namespace.into_inner().to_owned(),
        _ => String::new(),
    }
}

fn node(start: &BytesStart<'_>, namespace: &str) -> Result<Node, Fault> {
    let (name, prefix) = start.name().decompose();
    let known =
        namespace.is_empty() || namespace.starts_with("http://www.opengis.net/") || namespace.starts_with("urn:oasis");
    let foreign = if known { None } else { prefix.map(|prefix| prefix.into_inner().to_owned()) };
    let mut node = Node { name: name.into_inner().to_owned(), foreign, ..Node::default() };
    for attribute in start.attributes().with_checks(false) {
        let fault = |fault: &dyn std::fmt::Display| Fault { rule: Rule::FileDamaged, detail: fault.to_string() };
        let attribute = attribute.map_err(|wrong| fault(&wrong))?;
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_err(|wrong| Fault { rule: Rule::XmlRefused, detail: wrong.to_string() })?;
        node.attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
    }
    Ok(node)
}

/// Text, and what stands for text; entities of a document type are refused, not looked up.
fn text(event: Event<'_>, node: Option<&mut Node>) -> Result<bool, Fault> {
    let refused = |detail: String| Err(Fault { rule: Rule::XmlRefused, detail });
    let piece = match event {
        Event::Text(text) => text.into_inner(),
        Event::CData(text) => text.into_inner(),
        Event::GeneralRef(reference) => {
            let Ok(character) = reference.resolve_char_ref() else { return refused("&#".to_owned()) };
            let name = reference.into_inner();
            match (character, name.as_ref()) {
                (Some(character), _) => String::from(character).into(),
                (_, "amp") => "&".into(),
                (_, "lt") => "<".into(),
                (_, "gt") => ">".into(),
                (_, "quot") => "\"".into(),
                (_, "apos") => "'".into(),
                (_, other) => return refused(format!("&{other};")),
            }
        }
        Event::DocType(declared) if declared.to_ascii_uppercase().contains("ENTITY") => {
            return refused("<!DOCTYPE … ENTITY>".to_owned());
        }
        _ => return Ok(true),
    };
    if let Some(node) = node {
        node.text.push_str(&piece);
    }
    Ok(true)
}
