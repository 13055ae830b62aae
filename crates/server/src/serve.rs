//! The socket: listening, limits, and an end that lets running requests finish.

use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::{from_tcp, from_tcp_rustls};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use store::AsOf;

use crate::accounts;
use crate::app::App;
use crate::config::Config;
use crate::routes::router;
use crate::tls;

/// The longest time that the head of a request may take.
const LONGEST_HEAD: Duration = Duration::from_secs(15);

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
    /// Certificate or key.
    #[error("{path} and its key cannot be used: {reason}", path = path.display())]
    Certificate {
        /// The certificate's file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The address cannot be listened on, or the socket failed.
    #[error(transparent)]
    Socket(#[from] std::io::Error),
}

/// What is known once connections are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Where.
    pub address: SocketAddr,
    /// What clients call the service, no slash at the end.
    pub base: String,
    /// The one-time link that creates the security administrator, while there is no account.
    pub first_link: Option<String>,
}

/// Serves until `stop` resolves; then requests that run are finished and the function returns. `ready` is called once
/// connections are accepted.
///
/// # Errors
/// When the record or the certificate does not open or the address cannot be listened on.
pub async fn serve(
    config: Config,
    ready: impl FnOnce(Ready),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Fault> {
    let listener = TcpListener::bind(config.listen)?;
    listener.set_nonblocking(true)?;
    let secure = match &config.tls {
        Some(files) => Some((files.clone(), tls::open(files).await?)),
        None => None,
    };
    let app = Arc::new(App::open(config)?);
    warm(Arc::clone(&app));
    let address = listener.local_addr()?;
    ready(opened(&app, address)?);
    let handle = Handle::new();
    tokio::spawn(end(stop, handle.clone(), Arc::clone(&app)));
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    match secure {
        None => {
            let mut server = from_tcp(listener)?.acceptor(NoDelayAcceptor::new()).handle(handle);
            hurry(server.http_builder());
            server.serve(service).await?;
        }
        Some((files, config)) => {
            tokio::spawn(tls::renew(files, config.clone()));
            let mut server = from_tcp_rustls(listener, config)?.handle(handle);
            hurry(server.http_builder());
            server.serve(service).await?;
        }
    }
    Ok(())
}

/// What there is to say once connections are accepted.
fn opened(app: &App, address: SocketAddr) -> Result<Ready, Fault> {
    let base = app.config.public_url.clone().unwrap_or_else(|| format!("{}://{address}", app.config.scheme()));
    let first_link = accounts::first_link(app)?.map(|key| format!("{base}/begin?key={key}"));
    Ok(Ready { address, base, first_link })
}

/// Makes the present day ready before somebody asks for it. A record that does not read tells whoever asks.
fn warm(app: Arc<App>) {
    tokio::task::spawn_blocking(move || {
        if let Ok(day) = app.view(AsOf::day(app.today())) {
            day.warm(&app);
        }
    });
}

/// Lets requests that run finish, for as long as an answer may take.
async fn end(stop: impl Future<Output = ()>, handle: Handle<SocketAddr>, app: Arc<App>) {
    stop.await;
    // Streams of changes go on for ever; whoever listens comes again later.
    app.changes.end();
    handle.graceful_shutdown(Some(app.config.longest));
}

/// Somebody who sends a header byte by byte is let go.
fn hurry(connections: &mut Builder<TokioExecutor>) {
    connections.http1().timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD);
}
