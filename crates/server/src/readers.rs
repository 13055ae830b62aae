//! Connections that read the record, handed out one at a time.

use std::path::PathBuf;
use std::sync::Mutex;

use store::{Fault, Store};

/// A shelf of open connections; one more is opened when all are in use.
pub(crate) struct Readers {
    folder: PathBuf,
    most: usize,
    idle: Mutex<Vec<Store>>,
}

impl Readers {
    pub(crate) fn new(folder: PathBuf, most: usize) -> Self {
        Readers { folder, most, idle: Mutex::new(Vec::new()) }
    }

    /// Asks the record something.
    pub(crate) fn ask<T, E: From<Fault>>(&self, question: impl FnOnce(&Store) -> Result<T, E>) -> Result<T, E> {
        let idle = self.lock().pop();
        let store = match idle {
            Some(store) => store,
            None => Store::open_read_only(&self.folder)?,
        };
        let answer = question(&store);
        let mut idle = self.lock();
        if idle.len() < self.most {
            idle.push(store);
        }
        answer
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Store>> {
        // A question that panicked took its connection with it; the others are sound.
        self.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
