//! `cargo xtask bench`: criterion for functions; `bench peers` for whole jobs beside other programs.

use clap::{Args, Subcommand};

use crate::{packages, peers, shell};

#[derive(Args)]
pub(crate) struct Bench {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Ours and other programs on the same data in one run.
    Peers(peers::Peers),
}

pub(crate) fn run(bench: Bench) -> anyhow::Result<()> {
    packages::ensure(&[packages::BUILD])?;
    match bench.what {
        Some(What::Peers(options)) => peers::run(&options),
        None => shell::run(&mut shell::cargo(&["bench", "--workspace"])),
    }
}
