//! The binary `jingwei`: arguments in, words and exit codes out. The work is done below.

mod account_args;
mod args;
mod commands;
mod failure;
mod files;
mod fonts;
mod judge;
mod people;
mod plan;
mod plan_args;
mod plan_edit_args;
mod progress;
mod project;
mod reading;
mod record;
mod record_args;
mod roster_args;
mod say;
mod serve_args;
mod write_plan;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::args::{Cli, Command};
use crate::failure::Failure;
use crate::record::Desk;
use crate::say::Voice;

/// The service reads whole days of the record on many threads, makes them on one and drops them on another: the
/// system's allocator kept three times what was in use.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let voice = Voice::new(&cli);
    match run(&cli, &voice) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            voice.failure(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(cli: &Cli, voice: &Voice) -> Result<(), Failure> {
    match &cli.command {
        Command::Inspect(args) => commands::inspect::run(args, voice),
        Command::Import(args) => commands::import::run(args, voice),
        Command::Territory(args) => commands::territory::run(args, voice),
        Command::Merge(args) => commands::merge::run(args, voice),
        Command::Check(args) => commands::check::run(args, voice),
        Command::Report(args) => commands::report::run(args, voice),
        Command::Explain(args) => commands::explain::run(args, voice),
        Command::Export(args) => commands::export::run(args, voice),
        Command::Render(args) => commands::render::run(args, voice),
        Command::Record(args) => commands::record::run(args, &Desk::new(cli), voice),
        Command::Audit(args) => commands::record::audit(args, &Desk::new(cli), voice),
        Command::AsOf(args) => commands::as_of::run(args, &Desk::new(cli), voice),
        Command::Plan(args) => commands::plan::run(args, &Desk::new(cli), voice),
        Command::Coverage(args) => commands::coverage::run(args, &Desk::new(cli), voice),
        Command::Evidence(args) => commands::evidence::run(args, &Desk::new(cli), voice),
        Command::Search(args) => commands::search::run(args, &Desk::new(cli), voice),
        Command::Serve(args) => commands::serve::run(args, &Desk::new(cli), voice),
        Command::Account(args) => commands::account::run(args, &Desk::new(cli), voice),
        Command::Tiles(args) => commands::tiles::run(args, &Desk::new(cli), voice),
        Command::Roster(args) => commands::roster::run(args, &Desk::new(cli), voice),
        Command::Assignments(args) => commands::assignments::run(args, &Desk::new(cli), voice),
        Command::Who(args) => commands::who::run(args, &Desk::new(cli), voice),
        Command::DemoDistrict(args) => commands::demo_district::run(args, voice),
        Command::Completion { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "jingwei", &mut std::io::stdout());
            Ok(())
        }
    }
}
