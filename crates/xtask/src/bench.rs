//! `cargo xtask bench`: criterion for functions; `bench peers` for whole jobs beside other programs.

use clap::{Args, Subcommand};

use crate::{packages, peers, service, shell};

#[derive(Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Ours and other programs on the same data in one run.
    Peers(peers::Peers),
    /// The service under load, beside tipg and pygeoapi on the same data in one run.
    Service(service::Service),
}

pub(crate) fn run(bench: Bench) -> anyhow::Result<()> {
    packages::ensure(&[packages::BUILD])?;
    match bench.what {
        Some(What::Peers(options)) => peers::run(&options),
        Some(What::Service(options)) => service::run(&options),
        None => shell::run(&mut shell::cargo(&["bench", "--workspace"])),
    }
}
