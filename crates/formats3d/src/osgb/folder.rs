//! A folder of pyramids, walked one file at a time.

use std::collections::{BTreeMap, HashSet};

use model::{Finding, Rule, Severity};

use super::metadata::{self, Metadata};
use super::node::Node;
use super::read::read;
use crate::Source;
use crate::place::finding;
use crate::text::{Index, base_of, folder_of};

/// A delivered folder: `metadata.xml` and pyramids at any depth, as ContextCapture (`Data/Tile_+000_+001/`) and DJI
/// Terra (`terra_osgbs/Block/`) leave them.
pub struct Folder<'s> {
    source: &'s dyn Source,
    index: Index<'s>,
    metadata: Metadata,
    roots: Vec<&'s str>,
}

impl<'s> Folder<'s> {
    /// Finds the metadata and the tops of the pyramids; no node is read yet.
    pub fn open(source: &'s dyn Source) -> (Self, Vec<Finding>) {
        let names = source.names();
        let (metadata, mut findings) = metadata::find(source);
        let roots = roots(names);
        if roots.is_empty() {
            findings.push(finding(Rule::FileMissing, Severity::Error, "Data").with("name", "*.osgb"));
        }
        (Folder { source, index: Index::new(names), metadata, roots }, findings)
    }

    /// The system and the origin.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Names of the files at the tops of pyramids, sorted.
    pub fn roots(&self) -> &[&'s str] {
        &self.roots
    }

    /// Reads one file. What is broken in it is told, and the rest is in the node.
    pub fn node(&self, file: &str) -> (Node, Vec<Finding>) {
        read(self.source, &self.index, file)
    }

    /// All files from the tops downwards, each once: a top, its first child with all below it, and so on. One node is
    /// in memory at a time.
    pub fn walk(&self) -> Walk<'_, 's> {
        let waiting = self.roots.iter().rev().map(|root| (0, (*root).to_owned())).collect();
        Walk { folder: self, waiting, seen: HashSet::new() }
    }
}

/// Files of a folder in their order.
pub struct Walk<'f, 's> {
    folder: &'f Folder<'s>,
    /// Depth and name; the last is the next.
    waiting: Vec<(usize, String)>,
    seen: HashSet<String>,
}

impl Iterator for Walk<'_, '_> {
    /// Depth below the top, the node, and what is wrong with it.
    type Item = (usize, Node, Vec<Finding>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (depth, file) = self.waiting.pop()?;
            if !self.seen.insert(file.clone()) {
                continue;
            }
            let (node, findings) = self.folder.node(&file);
            let children = node.pieces.iter().rev().flat_map(|piece| piece.children.iter().rev());
            self.waiting.extend(children.map(|child| (depth + 1, child.file.clone())));
            return Some((depth, node, findings));
        }
    }
}

/// By folder: the file of the folder's name; without one, files that name no level; without those, all.
fn roots(names: &[String]) -> Vec<&str> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names.iter().filter(|name| name.to_ascii_lowercase().ends_with(".osgb")) {
        folders.entry(folder_of(name)).or_default().push(name);
    }
    let mut roots = Vec::new();
    for (folder, files) in folders {
        let own = |name: &&str| stem(name).eq_ignore_ascii_case(base_of(folder));
        let mut found: Vec<&str> = files.iter().copied().filter(own).collect();
        if found.is_empty() {
            found = files.iter().copied().filter(|name| !names_level(stem(name))).collect();
        }
        roots.extend(if found.is_empty() { files } else { found });
    }
    roots.sort_unstable();
    roots
}

fn stem(name: &str) -> &str {
    let base = base_of(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem)
}

/// Whether a part between underscores is "L" and a number.
fn names_level(stem: &str) -> bool {
    let level = |part: &str| {
        let digits = part.strip_prefix(['L', 'l']);
        digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    stem.split('_').any(level)
}

#[cfg(test)]
mod tests {
    use super::roots;

    #[test]
    fn tops_of_pyramids_are_found_by_name() {
        let cases: [(&[&str], &[&str]); 3] = [
            (&["Data/Tile_+0/Tile_+0.osgb", "Data/Tile_+0/Tile_+0_L15_0.osgb"], &["Data/Tile_+0/Tile_+0.osgb"]),
            (&["t/Block0/BLOCK0.OSGB", "t/Block0/Block0_L16_1.osgb"], &["t/Block0/BLOCK0.OSGB"]),
            (&["a/x.osgb", "a/x_L2_0.osgb", "a/y.txt", "b/z_L3_1.osgb"], &["a/x.osgb", "b/z_L3_1.osgb"]),
        ];
        for (names, wanted) in cases {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(roots(&names), wanted);
        }
    }
}
