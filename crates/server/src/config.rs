//! What an administrator sets.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// How the service runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Folder of the record.
    pub data: PathBuf,
    /// Address and port.
    pub listen: SocketAddr,
    /// What clients call the service, where a proxy stands before it: `https://grids.example.cn`, no slash at the end.
    /// Left out: what each request's `Host` says.
    pub public_url: Option<String>,
    /// Connections that read the record at the same time.
    pub readers: usize,
    /// Sites whose pages may read the API; `*` allows every one.
    pub cors: Vec<String>,
    /// Largest body of a request, in bytes.
    pub most_body: usize,
    /// Requests worked on at the same time; further ones are told to come again.
    pub most_at_once: usize,
    /// Longest time for one answer.
    pub longest: Duration,
}

impl Config {
    /// The usual settings for a record: this machine only, port 8080.
    pub fn of(data: impl Into<PathBuf>) -> Self {
        Config {
            data: data.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            readers: 4,
            cors: Vec::new(),
            most_body: 32 << 20,
            most_at_once: 256,
            longest: Duration::from_secs(30),
        }
    }
}
