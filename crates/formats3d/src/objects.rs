//! City objects of a file, one after the other, whatever the format.

use std::ops::ControlFlow;

use citymodel::{CityObject, Defect};
use model::{Finding, Place, Rule, Severity};

use crate::{Source, Unreadable, citygml, cityjson};

/// What a reader gives, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// What the file says of itself: the first item, and only once; absent where the file is none of these formats.
    Head(Head),
    /// The name of an image among the source's names. Images are numbered from 0 in the order given, each before the
    /// first surface that [`citymodel::Paint::Texture`] puts it on.
    Image(String),
    /// An object, in the file's coordinates.
    Object(CityObject),
    /// Something that is wrong, or worth a note.
    Finding(Finding),
}

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The format.
    pub format: Format,
    /// Its version as it stands there.
    pub version: String,
    /// The declared reference system as it stands there: URL, URN or name.
    pub reference: Option<String>,
    /// Which way coordinates run.
    pub order: Order,
    /// Declared least and largest coordinates, in the order of the coordinates.
    pub extent: Option<[[f64; 3]; 2]>,
}

/// Formats that bring city objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// CityJSON.
    CityJson,
    /// CityJSONSeq: one feature a line.
    CityJsonSeq,
    /// CityGML.
    CityGml,
}

/// Which way coordinates run. Numbers are passed on as they stand; rings keep their orientation in space, so they look
/// turned until axes that are declared the other way round are swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// Easting or longitude first.
    EastFirst,
    /// As the definition of the reference system says (a URN, or a URL of `/def/crs/`): latitude comes first in
    /// geographic systems of EPSG, northing in some projected ones.
    Authority,
}

/// Where a reader puts what it finds; it stops at [`ControlFlow::Break`].
pub type Sink<'s> = dyn FnMut(Item) -> ControlFlow<()> + 's;

/// Reads the city objects of one file of a source: CityJSON 1.0 to 2.0, CityJSONSeq, CityGML 1.0 to 3.0, told apart by
/// their first bytes. Every fault is a finding, the rest goes on; a file that is neither is one finding.
///
/// # Errors
/// When the source cannot give the file.
pub fn read_objects(source: &dyn Source, name: &str, sink: &mut Sink<'_>) -> Result<(), Unreadable> {
    let mut start = source.open(name)?;
    let bytes = start.fill_buf().map_err(|fault| Unreadable { name: name.to_owned(), detail: fault.to_string() })?;
    let first = bytes.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF));
    match first {
        Some(b'<') => {
            drop(start);
            citygml::read(source, name, sink)
        }
        Some(b'{') => {
            cityjson::read(start, source, name, sink);
            Ok(())
        }
        _ => {
            let place = Place { file: name.to_owned(), ..Place::default() };
            let _ = sink(Item::Finding(Finding::new(Rule::FormatUnknown, Severity::Error, place).with("name", name)));
            Ok(())
        }
    }
}

/// All that a file holds; for files that are known to be small.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Objects {
    /// What the file says of itself.
    pub head: Option<Head>,
    /// Names of images.
    pub images: Vec<String>,
    /// The objects.
    pub objects: Vec<CityObject>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Objects {
    /// Reads a whole file; see [`read_objects`].
    ///
    /// # Errors
    /// As [`read_objects`].
    pub fn read(source: &dyn Source, name: &str) -> Result<Self, Unreadable> {
        let mut all = Objects::default();
        read_objects(source, name, &mut |item| {
            match item {
                Item::Head(head) => all.head = Some(head),
                Item::Image(name) => all.images.push(name),
                Item::Object(object) => all.objects.push(object),
                Item::Finding(finding) => all.findings.push(finding),
            }
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }
}

/// A defect of an object's geometry as a finding.
pub fn defect_finding(defect: &Defect, file: &str, object: &str) -> Finding {
    let [x, y, z] = defect.position;
    let place =
        Place { file: file.to_owned(), code: Some(object.to_owned()), position: Some([x, y]), ..Place::default() };
    let finding = Finding::new(Rule::SolidInvalid, Severity::Warning, place)
        .with("number", defect.code.number())
        .with("name", defect.code.name())
        .with("z", z);
    match defect.surface {
        Some(surface) => finding.with("surface", surface),
        None => finding,
    }
}
