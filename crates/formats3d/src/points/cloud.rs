//! A cloud as a stream.

use std::io::{Read, Seek};

use citymodel::Points;
use model::{Finding, Rule, Severity};

use super::chunks::{Chunk, DENSEST, Packing, Unpacking};
use super::header::{self, Header, Layout, System, read_at};
use super::octree::{self, Key, Octree};
use super::record::Records;
use crate::place::finding;

/// An open cloud: header, stream of points, nodes of the octree. Only the part that is asked for is in memory.
pub struct Cloud<R> {
    source: R,
    file: String,
    header: Header,
    layout: Layout,
    records: Records,
    packing: Option<Packing>,
    octree: Option<Octree>,
    findings: Vec<Finding>,
    /// Points given so far.
    given: u64,
    chunks: Option<Vec<Chunk>>,
    chunk: usize,
    /// The chunk being unpacked, and how many of its points are left.
    open: Option<(Unpacking, u64)>,
    ended: bool,
}

impl<R: Read + Seek> Cloud<R> {
    /// Reads what stands before the points, and the octree.
    ///
    /// # Errors
    /// A finding when the bytes are no LAS file, or its points cannot be read at all.
    pub fn open(mut source: R, file: &str) -> Result<Self, Box<Finding>> {
        let damaged = |detail: String| finding(Rule::FileDamaged, Severity::Error, file).with("detail", detail);
        let (header, layout) = header::read(&mut source).map_err(|error| Box::new(damaged(error.to_string())))?;
        let packing = match &layout.laz {
            Some(description) => {
                Some(Packing::new(description, layout.record).ok_or_else(|| Box::new(damaged("laszip".to_owned())))?)
            }
            None if header.packed => return Err(Box::new(damaged("laszip".to_owned()))),
            None => None,
        };
        let mut findings = Vec::new();
        if header.system == System::Absent {
            findings.push(finding(Rule::CrsMissing, Severity::Warning, file).with("candidates", ""));
        }
        let octree = match octree::read(&mut source, &layout) {
            Ok(Some((octree, 0))) => Some(octree),
            Ok(Some((octree, pages))) => {
                findings.push(damaged(format!("COPC {pages}")));
                Some(octree)
            }
            Ok(None) => None,
            Err(error) => {
                findings.push(damaged(format!("COPC {error}")));
                None
            }
        };
        let records = Records::new(&header, layout.record);
        let file = file.to_owned();
        let (chunks, open) = (None, None);
        Ok(Cloud {
            source,
            file,
            header,
            layout,
            records,
            packing,
            octree,
            findings,
            given: 0,
            chunks,
            chunk: 0,
            open,
            ended: false,
        })
    }

    /// Facts of the header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The octree of a COPC file.
    pub fn octree(&self) -> Option<&Octree> {
        self.octree.as_ref()
    }

    /// The next points in the file's order, at most `limit`; `None` at the end.
    pub fn next(&mut self, limit: usize) -> Option<Points> {
        let limit = limit.max(1);
        let bytes = if self.ended {
            None
        } else if self.packing.is_some() {
            self.unpacked(limit)
        } else {
            self.plain(limit)
        };
        let Some(bytes) = bytes else {
            self.end();
            return None;
        };
        let points = self.records.points(&bytes);
        self.given += points.positions.len() as u64;
        Some(points)
    }

    /// What is wrong with the file; complete once [`Cloud::next`] has given `None`.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The points of a node of the octree.
    ///
    /// # Errors
    /// A finding when the node is damaged or there is none of that key.
    pub fn node(&mut self, key: Key) -> Result<Points, Box<Finding>> {
        let Key { level, x, y, z } = key;
        let name = format!("{level}-{x}-{y}-{z}");
        let damaged = finding(Rule::NodeBroken, Severity::Error, &self.file).with("offset", 0).with("detail", name);
        let node = self.octree.as_ref().and_then(|octree| octree.nodes.get(&key)).copied();
        let (Some(node), Some(packing)) = (node, &self.packing) else { return Err(Box::new(damaged)) };
        if node.points == 0 {
            return Ok(Points::default());
        }
        let chunk = Chunk { offset: node.offset, size: u64::from(node.size), points: Some(u64::from(node.points)) };
        let likely = u64::from(node.points) <= self.header.count.min(chunk.size.saturating_mul(DENSEST));
        if !likely {
            return Err(Box::new(damaged));
        }
        let open = packing.open(&mut self.source, &self.layout, chunk);
        let bytes = open.map(|mut open| open.take(node.points as usize)).unwrap_or_default();
        let whole = bytes.len() as u64 == u64::from(node.points) * self.layout.record as u64;
        if whole { Ok(self.records.points(&bytes)) } else { Err(Box::new(damaged)) }
    }

    fn plain(&mut self, limit: usize) -> Option<Vec<u8>> {
        let record = self.layout.record as u64;
        let at = self.layout.points.checked_add(self.given.checked_mul(record)?)?;
        let there = self.layout.size.saturating_sub(at) / record;
        let count = (limit as u64).min(self.header.count - self.given).min(there);
        if count == 0 {
            return None;
        }
        read_at(&mut self.source, self.layout.size, at, count * record).ok()
    }

    /// Records of the chunk that is open, or of the next one that can be opened.
    fn unpacked(&mut self, limit: usize) -> Option<Vec<u8>> {
        let packing = self.packing.clone()?;
        let chunks = match self.chunks.take() {
            Some(chunks) => chunks,
            None => packing.chunks(&mut self.source, &self.layout),
        };
        let mut found = None;
        while found.is_none() && self.given < self.header.count {
            if self.open.is_none() {
                let Some(chunk) = chunks.get(self.chunk) else { break };
                let left = self.header.count - self.given;
                let points = chunk.points.map_or(left, |points| points.min(left));
                let points = points.min(chunk.size.saturating_mul(DENSEST));
                self.chunk += 1;
                match packing.open(&mut self.source, &self.layout, *chunk) {
                    Some(open) => self.open = Some((open, points)),
                    None => self.broken(),
                }
            }
            let Some((mut open, left)) = self.open.take() else { continue };
            let wanted = (limit as u64).min(left);
            let bytes = open.take(wanted as usize);
            let got = (bytes.len() / self.layout.record) as u64;
            if got < wanted {
                self.broken();
            } else if left > got {
                self.open = Some((open, left - got));
            }
            found = (got > 0).then_some(bytes);
        }
        self.chunks = Some(chunks);
        found
    }

    /// The chunk before the next one is damaged; the first 100 are told.
    fn broken(&mut self) {
        if self.findings.len() < 100 {
            let detail = format!("chunk {}", self.chunk);
            let found = finding(Rule::NodeBroken, Severity::Error, &self.file);
            self.findings.push(found.with("offset", self.given).with("detail", detail));
        }
    }

    fn end(&mut self) {
        if std::mem::replace(&mut self.ended, true) {
            return;
        }
        if self.given != self.header.count {
            let found = finding(Rule::PointCount, Severity::Error, &self.file);
            self.findings.push(found.with("declared", self.header.count).with("found", self.given));
        }
        if self.records.outside > 0 {
            let found = finding(Rule::PointsOutsideBounds, Severity::Warning, &self.file);
            self.findings.push(found.with("count", self.records.outside));
        }
    }
}
