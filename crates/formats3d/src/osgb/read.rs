//! One file to a node.

use std::collections::HashMap;
use std::io::Read;

use flate2::bufread::{GzDecoder, ZlibDecoder};
use model::{Finding, Rule, Severity};

use super::draw;
use super::mesh::{Builder, Faults};
use super::node::Node;
use super::parse::{Fault, Form, Parser, Reason};
use crate::bytes::{Cursor, Short};
use crate::place::{finding, part};
use crate::text::Index;
use crate::{Source, Unreadable};

/// Magic numbers 0x6C910EA1 and 0x1AFB4545, lowest byte first.
pub(super) const LITTLE: [u8; 8] = [0xA1, 0x0E, 0x91, 0x6C, 0x45, 0x45, 0xFB, 0x1A];
/// The same, highest byte first.
pub(super) const BIG: [u8; 8] = [0x6C, 0x91, 0x0E, 0xA1, 0x1A, 0xFB, 0x45, 0x45];

/// A compressed file may grow by this factor; images inside are packed already.
const GROWTH: usize = 256;
/// And to no more than this.
const LARGEST: usize = 4 << 30;

/// What stands before the objects.
enum Head<'a> {
    Plain(Cursor<'a>, Form),
    Packed(&'a [u8], bool, Form, bool),
}

/// Reads a file of a pyramid: what is broken is told, the rest is in the node.
pub(super) fn read(source: &dyn Source, index: &Index<'_>, file: &str) -> (Node, Vec<Finding>) {
    let empty = || Node { file: file.to_owned(), pieces: Vec::new() };
    let damaged =
        |detail: String| (empty(), vec![finding(Rule::FileDamaged, Severity::Error, file).with("detail", detail)]);
    let bytes = match source.read(file) {
        Ok(bytes) => bytes,
        Err(Unreadable { detail, .. }) => return damaged(detail),
    };
    let unpacked;
    let (cursor, form) = match head(&bytes) {
        Ok(Head::Plain(cursor, form)) => (cursor, form),
        Ok(Head::Packed(packed, big, form, schema)) => match unpack(packed) {
            Some(found) => {
                unpacked = found;
                let mut cursor = Cursor::new(&unpacked, big);
                if schema && skip_schema(&mut cursor).is_err() {
                    return damaged("schema".to_owned());
                }
                (cursor, form)
            }
            None => return damaged("zlib".to_owned()),
        },
        Err(detail) => return damaged(detail),
    };
    let size = cursor.left();
    let (scene, broken) = Parser::new(cursor, form).run();
    let mut builder = Builder { source, index, file, budget: size.saturating_mul(4), images: HashMap::new() };
    let (node, faults) = draw::pieces(&scene, index, file, &mut builder);
    let mut findings: Vec<Finding> = broken.iter().map(|fault| told(fault, file)).collect();
    tell(&faults, file, &mut findings);
    if node.pieces.is_empty() && findings.is_empty() {
        findings.push(finding(Rule::GeometryNull, Severity::Warning, file));
    }
    (node, findings)
}

fn head(bytes: &[u8]) -> Result<Head<'_>, String> {
    let big = match bytes.get(..8) {
        Some(head) if head == LITTLE => false,
        Some(head) if head == BIG => true,
        _ => return Err("OSGB".to_owned()),
    };
    let mut cursor = Cursor::new(bytes, big);
    let short = |short: Short| format!("@ {}", short.offset);
    cursor.take(8).map_err(short)?;
    form(&mut cursor).map_err(short)
}

fn form<'a>(cursor: &mut Cursor<'a>) -> Result<Head<'a>, Short> {
    cursor.u32()?;
    let (version, attributes) = (cursor.u32()?, cursor.u32()?);
    let form = Form { version, brackets: attributes & 4 != 0 };
    if attributes & 1 != 0 {
        // Versions of other libraries' classes.
        for _ in 0..cursor.count(8)? {
            let size = cursor.count(1)?;
            cursor.take(size + 4)?;
        }
    }
    let size = cursor.count(1)?;
    let compressor = cursor.take(size)?;
    if compressor != b"0" {
        let left = cursor.left();
        return Ok(Head::Packed(cursor.take(left)?, cursor.is_big(), form, attributes & 2 != 0));
    }
    if attributes & 2 != 0 {
        skip_schema(cursor)?;
    }
    Ok(Head::Plain(*cursor, form))
}

/// Names of fields in their order, which is the order of the version.
fn skip_schema(cursor: &mut Cursor<'_>) -> Result<(), Short> {
    let size = cursor.count(1)?;
    cursor.take(size).map(|_| ())
}

/// What zlib or gzip packed, as far as it can be read.
fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let limit = packed.len().saturating_mul(GROWTH).min(LARGEST) as u64;
    let mut unpacked = Vec::new();
    let read = if packed.starts_with(&[0x1F, 0x8B]) {
        GzDecoder::new(packed).take(limit).read_to_end(&mut unpacked)
    } else {
        ZlibDecoder::new(packed).take(limit).read_to_end(&mut unpacked)
    };
    (read.is_ok() || !unpacked.is_empty()).then_some(unpacked)
}

fn told(fault: &Fault, file: &str) -> Finding {
    let detail = match &fault.reason {
        Reason::Short => "…".to_owned(),
        Reason::Class(name) => name.clone(),
        Reason::Kind(kind) => kind.to_string(),
        Reason::Depth => "∞".to_owned(),
    };
    let found = finding(Rule::NodeBroken, Severity::Error, file);
    found.with("offset", fault.offset).with("detail", detail)
}

fn tell(faults: &Faults, file: &str, findings: &mut Vec<Finding>) {
    for name in &faults.missing {
        findings.push(part(Rule::FileMissing, Severity::Warning, file, name).with("name", name));
    }
    if faults.endless {
        findings.push(finding(Rule::NodeBroken, Severity::Error, file).with("offset", 0).with("detail", "∞"));
    }
    for (offset, count) in &faults.triangles {
        let found = finding(Rule::TrianglesLeftOut, Severity::Warning, file);
        findings.push(found.with("count", count).with("offset", offset));
    }
    for (offset, count, first) in &faults.positions {
        let found = part(Rule::CoordinateInvalid, Severity::Warning, file, &format!("{first}"));
        findings.push(found.with("count", count).with("offset", offset));
    }
    if faults.lines > 0 {
        findings
            .push(finding(Rule::GeometryType, Severity::Note, file).with("found", format!("lines {}", faults.lines)));
    }
    for (name, offset) in &faults.images {
        let found = part(Rule::TextureMissing, Severity::Warning, file, name);
        findings.push(found.with("name", name).with("offset", offset));
    }
}
