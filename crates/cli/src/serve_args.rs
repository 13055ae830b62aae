//! The arguments of `jingwei serve`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `jingwei serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; 0.0.0.0 serves the network.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub(crate) listen: std::net::SocketAddr,
    /// What clients call the service, where a proxy stands before it.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// A proxy stands before it and names the client in X-Forwarded-For.
    #[arg(long)]
    pub(crate) behind_proxy: bool,
    /// A site whose pages may read the API; * allows every one.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) cors: Vec<String>,
    /// A font with Chinese characters for packs, in place of the fonts of this machine.
    #[arg(long, value_name = "FILE")]
    pub(crate) font: Option<PathBuf>,
    /// Speak TLS with this certificate (PEM, those that vouch for it after it); read again when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    pub(crate) tls_key: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) entry: Entry,
    #[command(flatten)]
    pub(crate) sso: SingleSignOn,
    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// How accounts are let in.
#[derive(Debug, Args)]
#[command(next_help_heading = "Signing in 登录")]
pub(crate) struct Entry {
    /// Fewest characters of a password.
    #[arg(long, value_name = "N", default_value_t = server::Config::of("").entry.passwords.shortest)]
    pub(crate) password_length: usize,
    /// Failed tries on one account before it is locked for a while.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) tries: u32,
    /// How long the first lock lasts, in seconds; each further failure doubles it.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) lock: u64,
    /// A session that was not used for so long ends, in minutes.
    #[arg(long, value_name = "MINUTES", default_value_t = 120)]
    pub(crate) idle: u64,
    /// A session ends after this time, used or not, in hours.
    #[arg(long, value_name = "HOURS", default_value_t = 12)]
    pub(crate) session: u64,
    /// The longest life of an API token, in days.
    #[arg(long, value_name = "DAYS", default_value_t = 366)]
    pub(crate) token_days: u64,
}

/// Signing in at an identity provider.
#[derive(Debug, Args)]
#[command(next_help_heading = "Single sign-on 统一身份认证 (OpenID Connect)")]
pub(crate) struct SingleSignOn {
    /// The provider's address, as it calls itself. Accounts and their rights stay in the record.
    #[arg(long, value_name = "URL", requires = "sso_client")]
    pub(crate) sso_issuer: Option<String>,
    /// What the provider calls this service.
    #[arg(long, value_name = "ID", requires = "sso_issuer")]
    pub(crate) sso_client: Option<String>,
    /// A file with the secret between the provider and this service.
    #[arg(long, value_name = "FILE", requires = "sso_issuer")]
    pub(crate) sso_secret_file: Option<PathBuf>,
    /// Which claim is the name of the account.
    #[arg(long, value_enum, default_value = "preferred-username")]
    pub(crate) sso_claim: Claim,
    /// Certificates of the authorities to believe (PEM).
    #[arg(long, value_name = "FILE", requires = "sso_issuer")]
    pub(crate) sso_authorities: Option<PathBuf>,
    /// What people call the provider.
    #[arg(long, value_name = "NAME", default_value = "统一身份认证")]
    pub(crate) sso_name: String,
}

/// The claim that names the account.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Claim {
    /// preferred_username
    PreferredUsername,
    /// email
    Email,
    /// sub
    Subject,
}

/// What one client may ask of it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits 限制")]
pub(crate) struct Limits {
    /// Requests worked on at the same time; further ones are told to come again.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = at_least_one)]
    pub(crate) most_at_once: usize,
    /// Largest body of a request, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 32)]
    pub(crate) most_body: usize,
    /// Longest time for one answer, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) longest: u64,
    /// Vector tiles that are kept in memory, in MiB; 0 makes every tile anew.
    #[arg(long, value_name = "MIB", default_value_t = 128)]
    pub(crate) tile_room: u64,
    /// Days other than today that one client may look at within a minute; each is the whole record.
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = at_least_one)]
    pub(crate) days_a_minute: usize,
    /// Screens that are told of changes at the same time.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = at_least_one)]
    pub(crate) most_screens: usize,
    /// Connections that read the record at the same time.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = at_least_one)]
    pub(crate) readers: usize,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&number| number > 0).ok_or_else(|| "a number from 1 on".to_owned())
}
