//! The project's own commands: `cargo xtask demo | test | bench | wasm`.
#![expect(clippy::print_stdout, reason = "this program talks to the terminal")]

mod bench;
mod demo;
mod npm;
mod packages;
mod peers;
mod python;
mod service;
mod shell;
mod test;
mod wasm;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Jingwei's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// From nothing to a grid plan of the synthetic district: installs what is missing, builds, runs.
    Demo(demo::Demo),
    /// Everything that must hold: format, lints, licences, walls, tests, wasm.
    Test,
    /// Benchmarks; `bench peers` runs other programs side by side.
    Bench(bench::Bench),
    /// Builds the crates that must run in a browser for wasm32.
    Wasm,
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Demo(demo) => demo::run(&demo),
        Command::Test => test::run(),
        Command::Bench(bench) => bench::run(bench),
        Command::Wasm => wasm::check(&shell::target_dir()),
    }
}
