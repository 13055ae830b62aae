//! Where a reader gets its bytes from.

/// A delivered folder (or one file as a folder of one): the reader asks for what it needs, when it needs it.
pub trait Source: Sync {
    /// Names of all files relative to the folder, parts divided by `/`, sorted.
    fn names(&self) -> &[String];

    /// All bytes of one file.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read.
    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable>;

    /// One file from its beginning, for readers that need a piece at a time. Without a better way it is read whole.
    ///
    /// # Errors
    /// As [`Source::read`].
    fn open(&self, name: &str) -> Result<Box<dyn std::io::BufRead + '_>, Unreadable> {
        Ok(Box::new(std::io::Cursor::new(self.read(name)?)))
    }
}

/// A file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {detail}")]
pub struct Unreadable {
    /// Its name.
    pub name: String,
    /// What the system says.
    pub detail: String,
}

/// Files in memory by name.
impl Source for (Vec<String>, Vec<Vec<u8>>) {
    fn names(&self) -> &[String] {
        &self.0
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable> {
        let at = self.0.iter().position(|one| one == name);
        let absent = || Unreadable { name: name.to_owned(), detail: "absent".to_owned() };
        at.and_then(|at| self.1.get(at)).cloned().ok_or_else(absent)
    }
}
