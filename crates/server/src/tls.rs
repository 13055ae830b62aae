//! TLS by rustls, and certificates that are renewed while the service runs.

use std::path::Path;
use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;

use crate::config::Tls;
use crate::serve::Fault;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(30);

/// Reads certificate and key.
///
/// # Errors
/// When a file does not read, holds something else, or the key does not belong to the certificate.
pub(crate) async fn open(tls: &Tls) -> Result<RustlsConfig, Fault> {
    // Fails where the process has chosen one already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let opened = RustlsConfig::from_pem_file(&tls.certificate, &tls.key).await;
    opened.map_err(|fault| Fault::Certificate { path: tls.certificate.clone(), reason: fault.to_string() })
}

/// Takes over new files when there are some; files that are not sound are left aside until they are.
pub(crate) async fn renew(tls: Tls, config: RustlsConfig) {
    let mut known = changed(&tls);
    loop {
        tokio::time::sleep(LOOK).await;
        let now = changed(&tls);
        if now != known && config.reload_from_pem_file(&tls.certificate, &tls.key).await.is_ok() {
            known = now;
        }
    }
}

fn changed(tls: &Tls) -> [Option<SystemTime>; 2] {
    let at = |path: &Path| path.metadata().and_then(|about| about.modified()).ok();
    [at(&tls.certificate), at(&tls.key)]
}
