//! `cargo xtask bench service`: the service under load, beside other services on the same data in one run.

use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::{demo, packages, python, shell};

#[derive(Args)]
pub(crate) struct Service {
    /// Seconds for each line of the tables.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Only ours.
    #[arg(long)]
    ours: bool,
    /// Write all figures to this file, too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Instead of tables: mixed load for so many minutes with a publication every few seconds.
    #[arg(long, value_name = "MINUTES")]
    soak: Option<u32>,
    /// Folder for the demo district and what the services write.
    #[arg(long, default_value = "out/service-bench")]
    folder: PathBuf,
}

pub(crate) fn run(options: &Service) -> anyhow::Result<()> {
    packages::ensure(&[packages::BUILD, packages::LOAD])?;
    let peers = !options.ours && options.soak.is_none();
    if peers {
        packages::ensure(&[packages::LOAD_PEERS])?;
    }
    let (binary, folder) = (shell::jingwei()?, shell::root().join(&options.folder));
    let record = demo::record_of(&binary, &folder)?;
    let scripts = shell::root().join("tests/peers/service");
    let interpreter = python::environment(&shell::cache_dir(), "service", &scripts.join("requirements.txt"))?;
    let mut command = Command::new(interpreter);
    let script = if options.soak.is_some() { "soak.py" } else { "load.py" };
    command.arg(scripts.join(script)).args([&binary, &record, &folder.join("run")]);
    match options.soak {
        Some(minutes) => command.args(["--minutes", &minutes.to_string()]),
        None => command.args(["--seconds", &options.seconds.to_string()]),
    };
    if options.ours && options.soak.is_none() {
        command.args(["--only", "ours"]);
    }
    if let Some(file) = &options.json {
        command.arg("--json").arg(file);
    }
    shell::run(&mut command)
}
