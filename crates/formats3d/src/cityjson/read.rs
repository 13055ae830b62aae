//! A whole file, or one line after the other.

use std::io::{BufRead, Read};

use model::{Rule, Severity};
use serde_json::value::RawValue;

use super::{
    appearance::Appearance,
    document::{Document, Metadata, Templates, Transform, members, parsed, text},
    geometry::{Builder, Surroundings},
    nested::rows,
    object,
};
use crate::{
    Source,
    notes::Notes,
    objects::{Format, Head, Order, Sink},
};

/// Reads CityJSON or CityJSONSeq: a sequence's first line is a document of its own.
pub(crate) fn read<'a>(mut start: Box<dyn BufRead + 'a>, source: &dyn Source, name: &str, sink: &mut Sink<'_>) {
    let mut notes = Notes::new(name, sink);
    let mut line = Vec::new();
    let mut rows = 0;
    // The first line that says something.
    while line.iter().all(u8::is_ascii_whitespace) && next_line(&mut start, &mut line, &mut rows, &mut notes) {}
    let first = decoded(std::mem::take(&mut line), rows, &mut notes);
    let mut second = next_line(&mut start, &mut line, &mut rows, &mut notes);
    while second && line.iter().all(u8::is_ascii_whitespace) {
        second = next_line(&mut start, &mut line, &mut rows, &mut notes);
    }
    let feature = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        serde_json::from_str::<Document<'_>>(text).is_ok_and(|one| kind(&one) == "CityJSONFeature")
    };
    let head = serde_json::from_str::<Document<'_>>(&first);
    if second && (head.is_ok() || feature(&line)) {
        match &head {
            Ok(document) => sequence(document, Lines { start, line, rows }, source, &mut notes),
            // Without the first line nobody knows where the features lie.
            Err(fault) => notes.line(Rule::FileDamaged, 1, fault),
        }
        return;
    }
    drop(head);
    let mut whole = first;
    if second {
        let mut bytes = whole.into_bytes();
        bytes.append(&mut line);
        if let Err(fault) = start.read_to_end(&mut bytes) {
            notes.file(Rule::FileDamaged, Severity::Error, fault);
        }
        whole = decoded(bytes, 1, &mut notes);
    }
    file(&whole, source, &mut notes);
}

/// Appends the next line to an emptied buffer; `false` at the end.
fn next_line(start: &mut dyn BufRead, line: &mut Vec<u8>, row: &mut usize, notes: &mut Notes<'_, '_>) -> bool {
    line.clear();
    match start.read_until(b'\n', line) {
        Ok(count) => {
            *row += usize::from(count > 0);
            count > 0
        }
        Err(fault) => {
            notes.file(Rule::FileDamaged, Severity::Error, fault);
            false
        }
    }
}

/// UTF-8 without its mark; what is none is replaced and told.
fn decoded(bytes: Vec<u8>, row: usize, notes: &mut Notes<'_, '_>) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).unwrap_or_else(|fault| {
        notes.line(Rule::EncodingNotUtf8, row, fault.utf8_error());
        String::from_utf8_lossy(fault.as_bytes()).into_owned()
    })
}

fn kind(document: &Document<'_>) -> String {
    document.kind.map(|raw| text(raw).into_owned()).unwrap_or_default()
}

/// A file of one document.
fn file(whole: &str, source: &dyn Source, notes: &mut Notes<'_, '_>) {
    let document: Document<'_> = match serde_json::from_str(whole) {
        Ok(document) => document,
        Err(fault) => return notes.line(Rule::FileDamaged, fault.line(), fault),
    };
    if kind(&document) != "CityJSON" {
        return notes.file(Rule::FormatUnknown, Severity::Error, kind(&document));
    }
    let common = Common::of(&document, Format::CityJson, notes);
    objects(&document, &common, source, &mut Scratch::default(), notes);
}

/// The lines after the first; the buffer holds the second.
struct Lines<'a> {
    start: Box<dyn BufRead + 'a>,
    line: Vec<u8>,
    rows: usize,
}

fn sequence(head: &Document<'_>, mut lines: Lines<'_>, source: &dyn Source, notes: &mut Notes<'_, '_>) {
    if kind(head) != "CityJSON" {
        return notes.file(Rule::FormatUnknown, Severity::Error, kind(head));
    }
    let common = Common::of(head, Format::CityJsonSeq, notes);
    let mut scratch = Scratch::default();
    objects(head, &common, source, &mut scratch, notes);
    loop {
        let text = std::str::from_utf8(&lines.line);
        let feature = text.map_err(|fault| fault.to_string());
        let feature =
            feature.and_then(|text| serde_json::from_str::<Document<'_>>(text).map_err(|fault| fault.to_string()));
        match feature {
            Ok(feature) => objects(&feature, &common, source, &mut scratch, notes),
            Err(_) if lines.line.iter().all(u8::is_ascii_whitespace) => {}
            Err(fault) => notes.line(Rule::FileDamaged, lines.rows, fault),
        }
        if notes.stopped() || !next_line(&mut lines.start, &mut lines.line, &mut lines.rows, notes) {
            return;
        }
    }
}

/// What the features of a file have in common.
struct Common<'a> {
    transform: Option<Transform>,
    templates: Vec<&'a RawValue>,
    template_vertices: Vec<[f64; 3]>,
}

impl<'a> Common<'a> {
    /// Announces the head.
    fn of(document: &Document<'a>, format: Format, notes: &mut Notes<'_, '_>) -> Self {
        let version = document.version.map(|raw| text(raw).into_owned()).unwrap_or_default();
        let metadata = parsed::<Metadata<'_>>(document.metadata).unwrap_or_default();
        let extent = parsed::<[f64; 6]>(metadata.extent).map(|[a, b, c, d, e, f]| [[a, b, c], [d, e, f]]);
        let reference = metadata.reference.filter(|raw| raw.get().starts_with('"')).map(|raw| text(raw).into_owned());
        notes.head(Head { format, version: version.clone(), reference, order: Order::EastFirst, extent });
        if !["1.0", "1.1", "2.0"].iter().any(|known| version.starts_with(known)) {
            notes.file(Rule::CityVersion, Severity::Warning, &version);
        }
        let transform = parsed::<Transform>(document.transform);
        if transform.is_none() && (document.transform.is_some() || !version.starts_with("1.0")) {
            notes.file(Rule::TransformMissing, Severity::Error, &version);
        }
        if let Some(extensions) = document.extensions {
            let told = members(extensions, &mut |name, _| {
                notes.once(Rule::ExtensionNoted, Severity::Note, &name);
                true
            });
            drop(told);
        }
        let templates = parsed::<Templates<'_>>(document.templates).unwrap_or_default();
        let mut template_vertices = Vec::new();
        rows::<3>(templates.vertices.map_or("", RawValue::get), &mut template_vertices);
        Common { transform, templates: templates.templates, template_vertices }
    }
}

/// Memory that is used again for the next feature.
#[derive(Default)]
struct Scratch {
    vertices: Vec<[f64; 3]>,
    builder: Builder,
}

/// The objects of a document or a feature.
fn objects(
    document: &Document<'_>,
    common: &Common<'_>,
    source: &dyn Source,
    scratch: &mut Scratch,
    notes: &mut Notes<'_, '_>,
) {
    let Some(objects) = document.objects else { return };
    rows::<3>(document.vertices.map_or("", RawValue::get), &mut scratch.vertices);
    if let Some(Transform { scale, translate }) = common.transform {
        for point in &mut scratch.vertices {
            *point = std::array::from_fn(|axis| point[axis] * scale[axis] + translate[axis]);
        }
    }
    let appearance = Appearance::read(document.appearance, source.names(), notes);
    let around = Surroundings {
        vertices: &scratch.vertices,
        appearance: &appearance,
        templates: &common.templates,
        template_vertices: &common.template_vertices,
    };
    let builder = &mut scratch.builder;
    let read = members(objects, &mut |id, raw| {
        object::read(&id, raw, &around, builder, notes);
        !notes.stopped()
    });
    if let Err(fault) = read {
        notes.file(Rule::FileDamaged, Severity::Error, fault);
    }
}
