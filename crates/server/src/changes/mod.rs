//! Changes as they happen (server-sent events): of drafts, of the plan in force, of anything in the record.

mod pulse;
mod stream;
mod watch;

use crate::routes::{Route, get};

pub(crate) use watch::Changes;

static ROUTES: &[Route] = &[get("/api/changes", stream::changes)];

/// Paths and their handlers.
pub(crate) fn routes() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter()
}
