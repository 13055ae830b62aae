//! Text of unknown encoding and names of files as other systems write them.

use std::collections::HashMap;

use encoding_rs::GB18030;

/// UTF-8 where the bytes are that (a mark at the beginning is dropped), GB 18030 otherwise; the flag tells of the
/// latter.
pub(crate) fn decode(bytes: &[u8]) -> (String, bool) {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (GB18030.decode_without_bom_handling(bytes).0.into_owned(), true),
    }
}

/// How a file's texts are encoded: short names alone would not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Gb18030,
}

impl Encoding {
    /// From all bytes of a file.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        if std::str::from_utf8(bytes).is_ok() { Encoding::Utf8 } else { Encoding::Gb18030 }
    }

    /// A part of that file.
    pub(crate) fn text(self, bytes: &[u8]) -> String {
        match self {
            Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Encoding::Gb18030 => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }
}

/// The folder part of a name, without the last `/`.
pub(crate) fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a name, of Windows paths too.
pub(crate) fn base_of(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// `path` as written in a file of `folder`, as a name of the source: `\` is `/`, `.` and `..` are resolved.
pub(crate) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Names of a source, found also where letters' case differs.
pub(crate) struct Index<'s> {
    names: &'s [String],
    lower: HashMap<String, usize>,
}

impl<'s> Index<'s> {
    pub(crate) fn new(names: &'s [String]) -> Self {
        let mut lower = HashMap::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            lower.entry(name.to_lowercase()).or_insert(at);
        }
        Index { names, lower }
    }

    /// The file that is meant by `path` in a file of `folder`: there, or of that name beside the file.
    pub(crate) fn locate(&self, folder: &str, path: &str) -> Option<&'s str> {
        let wanted = [join(folder, path), join(folder, base_of(path))];
        let exact = |wanted: &String| self.names.binary_search(wanted).ok();
        let same = |wanted: &String| self.lower.get(&wanted.to_lowercase()).copied();
        let at = wanted.iter().find_map(exact).or_else(|| wanted.iter().find_map(same))?;
        self.names.get(at).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_systems_are_found() {
        let names = vec!["a/B/Dach.JPG".to_owned(), "a/m.obj".to_owned(), "a/tex/x.png".to_owned()];
        let index = Index::new(&names);
        let found = |path: &str| index.locate("a", path);
        assert_eq!(found("b\\dach.jpg"), Some("a/B/Dach.JPG"));
        assert_eq!(found("C:\\work\\m.obj"), Some("a/m.obj"));
        assert_eq!(found("./tex/../tex/x.png"), Some("a/tex/x.png"));
        assert_eq!(found("y.png"), None);
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode("屋顶".as_bytes()), ("屋顶".to_owned(), false));
        assert_eq!(decode(&GB18030.encode("屋顶").0), ("屋顶".to_owned(), true));
    }
}
