//! Files beside the record, named by what is in them and never changed: photos, documents, packs.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::{Fault, Store, Writing};

/// What a file's bytes hash to (SHA-256); its name.
pub type FileHash = [u8; 32];

/// A file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Media type.
    pub media_type: String,
    /// What it was called where it came from.
    pub name: String,
    /// When it was kept first.
    pub added: Timestamp,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Store {
    /// A file by its hash.
    ///
    /// # Errors
    /// When the database fails.
    pub fn file_with(&self, hash: &FileHash) -> Result<Option<KeptFile>, Fault> {
        let sql = "SELECT media_type, name, added_at, bytes FROM file WHERE hash = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            let added = Timestamp::from_microsecond(row.get(2)?).unwrap_or(Timestamp::MIN);
            Ok(KeptFile { media_type: row.get(0)?, name: row.get(1)?, added, bytes: row.get(3)? })
        };
        Ok(self.connection.prepare_cached(sql)?.query_row(params![hash], read).optional()?)
    }
}

impl Writing<'_> {
    /// Keeps a file; one that is there already stays as it is. Returns its hash.
    ///
    /// # Errors
    /// When the disk is full or the database fails.
    pub fn put_file(&mut self, media_type: &str, name: &str, bytes: &[u8]) -> Result<FileHash, Fault> {
        let hash: FileHash = Sha256::digest(bytes).into();
        let sql = "INSERT INTO file (hash, media_type, name, added_at, bytes) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT (hash) DO NOTHING";
        self.transaction.prepare_cached(sql)?.execute(params![hash, media_type, name, self.at, bytes])?;
        Ok(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_once_and_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        let mut put = |name: &str, bytes: &[u8]| {
            let mut writing = store.write_aside("test", "file", Timestamp::UNIX_EPOCH).unwrap();
            let hash = writing.put_file("text/plain", name, bytes).unwrap();
            writing.commit().unwrap();
            hash
        };
        let (first, again, other) = (put("a", b"one"), put("b", b"one"), put("c", b"two"));
        assert_eq!(first, again);
        assert_ne!(first, other);
        let kept = store.file_with(&first).unwrap().unwrap();
        assert_eq!((kept.name.as_str(), kept.bytes.as_slice()), ("a", b"one".as_slice()));
        assert_eq!(store.file_with(&[0; 32]).unwrap(), None);
    }
}
