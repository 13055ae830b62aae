//! A folder on the disk as a source, and other things that tests share.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::print_stderr)]

use std::path::{Path, PathBuf};

pub mod scene;

use formats3d::{Source, Unreadable};

pub struct Disk {
    root: PathBuf,
    names: Vec<String>,
}

impl Disk {
    pub fn open(root: &Path) -> Self {
        let mut names = Vec::new();
        list(root, String::new(), &mut names);
        names.sort();
        Disk { root: root.to_owned(), names }
    }
}

fn list(folder: &Path, prefix: String, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() { list(&entry.path(), format!("{name}/"), names) } else { names.push(name) }
    }
}

impl Source for Disk {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable> {
        std::fs::read(self.root.join(name))
            .map_err(|error| Unreadable { name: name.to_owned(), detail: error.to_string() })
    }
}

/// Files in memory, sorted.
pub fn memory(files: Vec<(&str, Vec<u8>)>) -> (Vec<String>, Vec<Vec<u8>>) {
    let mut files = files;
    files.sort_by(|a, b| a.0.cmp(b.0));
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).unzip()
}

/// A folder of the real data that lies beside the workspace; tells when it is absent.
pub fn real(path: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.ancestors().map(|up| up.join("../shared/data/3d").join(path)).find(|folder| folder.exists());
    if found.is_none() {
        eprintln!("skipped: no ../shared/data/3d/{path} beside the workspace");
    }
    found
}

/// A change to bytes: flipped, cut, repeated, put in.
#[derive(Debug, Clone)]
pub enum Change {
    Flip(usize, u8),
    Word(usize, u32),
    Cut(usize, usize),
    Repeat(usize, usize),
    Insert(usize, Vec<u8>),
    End(usize),
}

pub fn changes() -> impl proptest::strategy::Strategy<Value = Vec<Change>> {
    use proptest::prelude::*;
    let at = || any::<usize>();
    let word = prop_oneof![Just(0), Just(u32::MAX), Just(0x7FFF_FFFF), Just(0x7F80_0000), any::<u32>(), 0u32..300];
    let change = prop_oneof![
        (at(), 1u8..).prop_map(|(at, bits)| Change::Flip(at, bits)),
        (at(), word).prop_map(|(at, word)| Change::Word(at, word)),
        (at(), 1usize..64).prop_map(|(at, count)| Change::Cut(at, count)),
        (at(), 1usize..64).prop_map(|(at, count)| Change::Repeat(at, count)),
        (at(), prop::collection::vec(any::<u8>(), 1..16)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        at().prop_map(Change::End),
    ];
    prop::collection::vec(change, 1..4)
}

pub fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        let size = bytes.len();
        if size == 0 {
            break;
        }
        match change {
            Change::Flip(at, bits) => bytes[at % size] ^= bits,
            Change::Word(at, word) => {
                let at = at % size;
                word.to_le_bytes().iter().enumerate().for_each(|(place, byte)| {
                    bytes.get_mut(at + place).into_iter().for_each(|slot| *slot = *byte);
                });
            }
            Change::Cut(at, count) => drop(bytes.drain(at % size..(at % size + count).min(size))),
            Change::Repeat(at, count) => {
                let part = bytes[at % size..(at % size + count).min(size)].to_vec();
                bytes.splice(at % size..at % size, part);
            }
            Change::Insert(at, part) => drop(bytes.splice(at % size..at % size, part.iter().copied())),
            Change::End(at) => bytes.truncate(at % size),
        }
    }
    bytes
}

/// Memory that a mesh takes, about.
pub fn weight(mesh: &citymodel::Mesh) -> usize {
    let triangles: usize = mesh.parts.iter().map(|part| part.triangles.len() * 12 + 40).sum();
    let images: usize = mesh.images.iter().map(|image| image.bytes.len() + image.name.len()).sum();
    triangles + images + mesh.positions.len() * 12 + mesh.normals.len() * 12 + mesh.coordinates.len() * 8
}
