//! `cargo xtask test`: everything that must hold.

use std::path::Path;
use std::process::Command;

use crate::{npm, packages, python, shell, wasm};

pub(crate) fn run() -> anyhow::Result<()> {
    packages::ensure(&[packages::BUILD, packages::FONTS, packages::CHECKERS, packages::CLIENTS, packages::WASM])?;
    let checkers = shell::root().join("tests/checkers/requirements.txt");
    let browser_files = npm::folder(&shell::cache_dir())?;
    let interpreter = python::environment(&shell::cache_dir(), "checkers", &checkers)?;

    shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))?;
    shell::run(&mut shell::cargo(&["clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    deny()?;
    shell::jingwei()?;
    let tests: &[&str] = if shell::has("cargo-nextest") {
        &["nextest", "run", "--release", "--workspace", "--no-fail-fast"]
    } else {
        &["test", "--release", "--workspace", "--no-fail-fast"]
    };
    let binary = shell::target_dir().join("release").join("jingwei");
    let mut command = shell::cargo(tests);
    shell::run(
        command.env("JINGWEI_PYTHON", &interpreter).env("JINGWEI_BIN", binary).env("JINGWEI_NPM", browser_files),
    )?;
    judges(&interpreter)?;
    shell::run(&mut shell::cargo(&["test", "--release", "--workspace", "--doc"]))?;
    wasm::check(&shell::target_dir())
}

/// The checkers that judge our output are held to cases solved by hand; so is the evaluator of the peers' bench.
fn judges(interpreter: &Path) -> anyhow::Result<()> {
    for folder in ["tests/checkers", "tests/peers"] {
        let mut command = Command::new(interpreter);
        shell::run(command.current_dir(shell::root().join(folder)).args(["-m", "unittest", "-q"]))?;
    }
    Ok(())
}

/// Licences, sources and doubled crates. Advisories need a database from the network; a machine that has it checks them
/// with `cargo deny check advisories`.
fn deny() -> anyhow::Result<()> {
    let tools = shell::cache_dir().join("tools");
    let binary = tools.join("bin").join("cargo-deny");
    if !binary.exists() {
        let root = tools.to_string_lossy().into_owned();
        shell::run(&mut shell::cargo(&["install", "--locked", "--root", &root, "cargo-deny@0.20.2"]))?;
    }
    let mut command = Command::new(binary);
    shell::run(command.current_dir(shell::root()).args(["check", "bans", "licenses", "sources"]))
}
