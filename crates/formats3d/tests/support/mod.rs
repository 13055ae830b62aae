//! A folder on the disk as a source, and other things that tests share.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::print_stderr)]

use std::path::{Path, PathBuf};

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
