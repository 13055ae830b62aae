//! What an administrator sets.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use registry::PasswordRules;

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
    /// Other days and moments than today that one client may look at within a minute, where they are not in memory.
    pub views_a_minute: usize,
    /// Screens that are told of changes at the same time; further ones are told to come again.
    pub most_listeners: usize,
    /// Longest time for one answer.
    pub longest: Duration,
    /// A proxy stands before the service and says in `X-Forwarded-For` who asks.
    pub behind_proxy: bool,
    /// Bytes of vector tiles that are kept.
    pub tile_room: u64,
    /// A file with a font for packs; left out: the fonts of the machine.
    pub font: Option<PathBuf>,
    /// How accounts are let in.
    pub entry: Entry,
    /// Who else says who somebody is.
    pub single_sign_on: Option<SingleSignOn>,
    /// Speaks TLS itself; left out: a proxy does, or nobody.
    pub tls: Option<Tls>,
}

/// An identity provider that speaks OpenID Connect. Accounts and what they may stay in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleSignOn {
    /// The provider's address, as it calls itself.
    pub issuer: String,
    /// What the provider calls this service.
    pub client: String,
    /// What the provider and this service alone know.
    pub secret: Option<String>,
    /// Which of the provider's claims is the name of the account.
    pub claim: NameClaim,
    /// Certificates of authorities that are believed, a PEM file; left out: the well-known ones.
    pub authorities: Option<PathBuf>,
    /// What people call the provider: stands on the sign-in page.
    pub name: String,
}

/// The claim that names the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameClaim {
    /// `preferred_username`
    PreferredUsername,
    /// `email`
    Email,
    /// `sub`
    Subject,
}

/// Certificate and key, PEM files. They are read again when they change, so a renewal needs no restart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The certificate, then those that vouch for it.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How accounts are let in, and when they are not.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Which passwords are taken.
    pub passwords: PasswordRules,
    /// Failed tries on one account before it is locked for a while.
    pub tries: u32,
    /// Failed tries from one network address within an hour before it is locked for a while.
    pub tries_of_address: u32,
    /// How long the first lock lasts; each further failure doubles it.
    pub first_lock: Duration,
    /// The longest lock.
    pub longest_lock: Duration,
    /// A session that was not used for so long ends.
    pub idle: Duration,
    /// A session ends after this time, used or not.
    pub session: Duration,
    /// How long a one-time link works.
    pub link: Duration,
    /// The longest life of an API token.
    pub token: Duration,
}

impl Default for Entry {
    fn default() -> Self {
        let hours = |hours: u64| Duration::from_secs(hours * 3600);
        Entry {
            passwords: PasswordRules::default(),
            tries: 5,
            tries_of_address: 30,
            first_lock: Duration::from_secs(60),
            longest_lock: hours(1),
            idle: hours(2),
            session: hours(12),
            link: hours(24),
            token: hours(24 * 366),
        }
    }
}

impl Config {
    /// Whether clients come over https, as far as the service knows.
    pub(crate) fn is_https(&self) -> bool {
        self.public_url.as_ref().map_or(self.tls.is_some(), |url| url.starts_with("https://"))
    }

    /// How addresses begin.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.is_https() { "https" } else { "http" }
    }

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
            views_a_minute: 30,
            most_listeners: 1000,
            longest: Duration::from_secs(30),
            behind_proxy: false,
            tile_room: 128 << 20,
            font: None,
            entry: Entry::default(),
            single_sign_on: None,
            tls: None,
        }
    }
}
