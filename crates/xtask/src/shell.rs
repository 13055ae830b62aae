//! Running other programs, and where the project and its build output are.

use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    // Asked when it runs: build output is shared by checkouts, so what was compiled in may name another one.
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}

/// Build output lives outside the checkout, so that a fresh clone finds it again.
pub(crate) fn target_dir() -> PathBuf {
    if let Some(dir) = env::var_os("CARGO_TARGET_DIR") {
        return PathBuf::from(dir);
    }
    cache_dir().join("target")
}

/// What is made once and kept: build output, tools, the Python environment.
pub(crate) fn cache_dir() -> PathBuf {
    let home = env::var_os("HOME").map_or_else(|| root().join("target"), PathBuf::from);
    home.join(".cache").join("jingwei")
}

/// Cargo, building into [`target_dir`].
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root()).env("CARGO_TARGET_DIR", target_dir());
    command
}

/// Runs a command to its end and says what it is.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    println!("\n» {}", line(command));
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs a command to its end with a line on its standard input.
pub(crate) fn run_with(command: &mut Command, input: &str) -> anyhow::Result<()> {
    println!("\n» {}", line(command));
    let mut child = command.stdin(Stdio::piped()).spawn().with_context(|| format!("cannot start {}", line(command)))?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "{input}")?;
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Whether a program is on the path.
pub(crate) fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

/// The binary `jingwei`, built.
pub(crate) fn jingwei() -> anyhow::Result<PathBuf> {
    run(&mut cargo(&["build", "--release", "--package", "cli"]))?;
    Ok(target_dir().join("release").join("jingwei"))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
