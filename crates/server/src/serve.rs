//! The socket: listening, limits, and an end that lets running requests finish.

use std::sync::Arc;

use tokio::net::TcpListener;

use crate::accounts;
use crate::app::App;
use crate::config::Config;
use crate::routes::router;

/// Why the service does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The record.
    #[error(transparent)]
    Record(#[from] store::Fault),
    /// There is nothing to serve yet.
    #[error("the record is empty: load a project first (jingwei record load)")]
    NothingLoaded,
    /// The first account's link could not be made.
    #[error(transparent)]
    Account(#[from] registry::AccountFault),
    /// A row of the record.
    #[error(transparent)]
    Registry(#[from] registry::Fault),
    /// A shape that no tile can hold.
    #[error("a tile could not be made")]
    Tile,
    /// An archive of tiles.
    #[error("the archive could not be written: {0}")]
    Archive(String),
    /// The record's working CRS.
    #[error("the working CRS is not understood: {0}")]
    Crs(String),
    /// The address cannot be listened on, or the socket failed.
    #[error(transparent)]
    Socket(#[from] std::io::Error),
}

/// What is known once connections are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Where.
    pub address: std::net::SocketAddr,
    /// The one-time link that creates the security administrator, while there is no account.
    pub first_link: Option<String>,
}

/// Serves until `stop` resolves; then requests that run are finished and the function returns. `ready` is called once
/// connections are accepted.
///
/// # Errors
/// When the record does not open or the address cannot be listened on.
pub async fn serve(
    config: Config,
    ready: impl FnOnce(Ready),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let listener = TcpListener::bind(config.listen).await?;
    let app = Arc::new(App::open(config)?);
    let address = listener.local_addr()?;
    let base = app.config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let first_link = accounts::first_link(&app)?.map(|key| format!("{base}/begin?key={key}"));
    ready(Ready { address, first_link });
    let service = router(app).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await?;
    Ok(())
}
