//! Findings of one file on their way to the sink.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    ops::ControlFlow,
};

use citymodel::CityObject;
use model::{Finding, Place, Rule, Severity};

use crate::objects::{Head, Item, Sink};

/// The sink, the file's name, and what must be said once only.
pub(crate) struct Notes<'s, 'f> {
    sink: &'s mut Sink<'f>,
    file: &'s str,
    stopped: bool,
    ids: HashSet<u64>,
    told: HashSet<(Rule, String)>,
    /// Numbers of images by what the file calls them.
    images: HashMap<String, usize>,
}

impl<'s, 'f> Notes<'s, 'f> {
    pub(crate) fn new(file: &'s str, sink: &'s mut Sink<'f>) -> Self {
        let (ids, told) = (HashSet::new(), HashSet::new());
        Notes { sink, file, stopped: false, ids, told, images: HashMap::new() }
    }

    /// Whether the caller wants no more.
    pub(crate) fn stopped(&self) -> bool {
        self.stopped
    }

    fn give(&mut self, item: Item) {
        if !self.stopped {
            self.stopped = (self.sink)(item) == ControlFlow::Break(());
        }
    }

    pub(crate) fn head(&mut self, head: Head) {
        self.give(Item::Head(head));
    }

    pub(crate) fn finding(&mut self, finding: Finding) {
        self.give(Item::Finding(finding));
    }

    /// A finding about the file as a whole.
    pub(crate) fn file(&mut self, rule: Rule, severity: Severity, detail: impl ToString) {
        let place = self.place();
        self.finding(Finding::new(rule, severity, place).with("detail", detail));
    }

    /// A finding about a line of the file, from 1.
    pub(crate) fn line(&mut self, rule: Rule, row: usize, detail: impl ToString) {
        let place = Place { row: Some(row), ..self.place() };
        self.finding(Finding::new(rule, Severity::Error, place).with("detail", detail));
    }

    /// A finding about an object.
    pub(crate) fn object(&mut self, rule: Rule, severity: Severity, id: &str, detail: impl ToString) {
        let place = Place { code: Some(id.to_owned()), ..self.place() };
        self.finding(Finding::new(rule, severity, place).with("detail", detail));
    }

    /// A finding about a file that holds for many objects: said once for each detail.
    pub(crate) fn once(&mut self, rule: Rule, severity: Severity, detail: &str) {
        // Hostile files would fill memory with what was told.
        if self.told.len() < 10_000 && self.told.insert((rule, detail.to_owned())) {
            self.file(rule, severity, detail);
        }
    }

    /// Passes an object on, the first of its id only.
    pub(crate) fn pass(&mut self, object: CityObject) {
        let mut hasher = DefaultHasher::new();
        object.id.hash(&mut hasher);
        if object.id.is_empty() {
            self.object(Rule::CodeMissing, Severity::Error, "", "");
        }
        if self.ids.insert(hasher.finish()) {
            self.give(Item::Object(object));
        } else {
            self.object(Rule::ObjectTwice, Severity::Error, &object.id, &object.id);
        }
    }

    /// The number of an image, announced when it is new; what the source lacks is told.
    pub(crate) fn image(&mut self, names: &[String], image: &str) -> usize {
        if let Some(at) = self.images.get(image) {
            return *at;
        }
        let (name, present) = resolve(names, self.file, image);
        let number = self.images.len();
        self.images.insert(image.to_owned(), number);
        if !present {
            let place = Place { code: None, ..self.place() };
            self.finding(Finding::new(Rule::TextureMissing, Severity::Warning, place).with("name", &name));
        }
        self.give(Item::Image(name));
        number
    }

    /// The file.
    pub(crate) fn place(&self) -> Place {
        Place { file: self.file.to_owned(), ..Place::default() }
    }
}

/// The source's name of an image that a file names relative to itself, and whether it is there. Programs on systems
/// without case write names as they like.
fn resolve(names: &[String], file: &str, image: &str) -> (String, bool) {
    if image.contains("://") {
        return (image.to_owned(), false);
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in image.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let name = parts.join("/");
    if names.binary_search(&name).is_ok() {
        return (name, true);
    }
    let found = names.iter().find(|known| **known == name || known.eq_ignore_ascii_case(&name));
    found.map_or((name, false), |known| (known.clone(), true))
}

/// Faults of one object's surfaces, one finding for each rule.
#[derive(Default)]
pub(crate) struct Faults(BTreeMap<Rule, Fault>);

struct Fault {
    severity: Severity,
    count: usize,
    detail: String,
    position: Option<[f64; 2]>,
}

impl Faults {
    /// Counts a fault; detail and place of the first one are kept.
    pub(crate) fn add(&mut self, rule: Rule, severity: Severity, detail: impl ToString, position: Option<[f64; 3]>) {
        let position = position.filter(|point| point.iter().all(|part| part.is_finite())).map(|[x, y, _]| [x, y]);
        let first = || Fault { severity, count: 0, detail: detail.to_string(), position };
        self.0.entry(rule).or_insert_with(first).count += 1;
    }

    pub(crate) fn tell(&mut self, id: &str, notes: &mut Notes<'_, '_>) {
        for (rule, fault) in std::mem::take(&mut self.0) {
            let place = Place { code: Some(id.to_owned()), position: fault.position, ..notes.place() };
            let finding = Finding::new(rule, fault.severity, place).with("detail", fault.detail);
            notes.finding(finding.with("count", fault.count));
        }
    }
}
