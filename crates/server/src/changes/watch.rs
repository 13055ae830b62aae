//! One watcher of the record for all who listen, while somebody listens.
//!
//! It looks whenever this service has written, and a few times a second for what other processes write.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::{Fault, Pulse, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast};

use super::pulse::{self, News};
use crate::problem::{Kind, Problem};

/// How long what another process has written may stay unnoticed.
const LOOKS: Duration = Duration::from_millis(300);
/// News that a slow listener may be behind before it is asked to come again.
const BEHIND: usize = 256;

/// Who is told of changes.
pub(crate) struct Changes {
    folder: PathBuf,
    room: Arc<Semaphore>,
    state: Mutex<State>,
    wake: Condvar,
}

struct State {
    /// `None` when the service ends.
    sender: Option<broadcast::Sender<Arc<News>>>,
    watched: bool,
    /// Something was written.
    nudged: bool,
}

/// Somebody who is told.
pub(super) struct Listener {
    pub(super) news: broadcast::Receiver<Arc<News>>,
    /// What the record was when listening began; older news are known.
    pub(super) pulse: Pulse,
    /// The place among those who may listen.
    pub(super) _place: OwnedSemaphorePermit,
}

impl Changes {
    pub(crate) fn new(folder: PathBuf, most: usize) -> Self {
        let sender = Some(broadcast::channel(BEHIND).0);
        let state = Mutex::new(State { sender, watched: false, nudged: false });
        Changes { folder, room: Arc::new(Semaphore::new(most)), state, wake: Condvar::new() }
    }

    /// Something was written: look now.
    pub(crate) fn look(&self) {
        self.lock().nudged = true;
        self.wake.notify_all();
    }

    /// Nobody is told any more; all streams end.
    pub(crate) fn end(&self) {
        self.lock().sender = None;
        self.wake.notify_all();
    }

    /// Begins to listen.
    pub(super) fn listen(self: &Arc<Self>) -> Result<Listener, Problem> {
        let busy = || Problem::new(Kind::Busy);
        let place = Arc::clone(&self.room).try_acquire_owned().map_err(|_| busy())?;
        let store = Store::open_read_only(&self.folder)?;
        let (news, pulse) = {
            let mut state = self.lock();
            let news = state.sender.as_ref().ok_or_else(busy)?.subscribe();
            let pulse = store.pulse()?;
            if !state.watched {
                state.watched = true;
                let (watcher, from) = (Arc::clone(self), pulse::newest(&pulse));
                std::thread::spawn(move || watcher.watch(&store, from));
            }
            (news, pulse)
        };
        Ok(Listener { news, pulse, _place: place })
    }

    /// Looks until nobody listens.
    fn watch(&self, store: &Store, mut moment: i64) {
        let mut seen = None;
        while self.wait() {
            // The record may be busy for a while; the next look sees everything.
            if let Ok(Some(pulse)) = look(store, &mut seen) {
                for news in pulse::since(&pulse, moment) {
                    moment = moment.max(news.moment);
                    if let Some(sender) = &self.lock().sender {
                        // Nobody listening is no mistake.
                        let _ = sender.send(Arc::new(news));
                    }
                }
            }
        }
    }

    /// Waits for the next look; false when there is nobody to look for.
    fn wait(&self) -> bool {
        let mut state = self.lock();
        if !state.nudged {
            state = self.wake.wait_timeout(state, LOOKS).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.nudged = false;
        let heard = state.sender.as_ref().is_some_and(|sender| sender.receiver_count() > 0);
        state.watched = heard;
        heard
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Single values are set under the lock; a panic leaves them whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The record, if somebody has written since the last look.
fn look(store: &Store, seen: &mut Option<i64>) -> Result<Option<Pulse>, Fault> {
    let counter = store.change_counter()?;
    if *seen == Some(counter) {
        return Ok(None);
    }
    let pulse = store.pulse()?;
    *seen = Some(counter);
    Ok(Some(pulse))
}
