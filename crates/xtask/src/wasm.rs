//! `cargo xtask wasm`: the crates that must run in a browser build for `wasm32-unknown-unknown`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::shell;

const TARGET: &str = "wasm32-unknown-unknown";
/// Floors 0 and 1; `crs` without its feature `proj` and `tileset` without `encode`, which are not on by default.
const CRATES: [&str; 6] = ["crs", "words", "tileset", "model", "topology", "plan"];
/// Debian's compiler with the sources of the standard library (packages `rustc-web`, `cargo-web`, `rust-web-src`).
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// Builds the crates with the rustup target where it is installed, else with Debian's packages and its own standard
/// library. Build output goes to a folder of its own below `target_dir`, as two compilers must not share one.
pub(crate) fn check(target_dir: &Path) -> anyhow::Result<()> {
    let sysroot = sysroot()?;
    if sysroot.join("lib/rustlib").join(TARGET).exists() {
        return shell::run(build(&mut shell::cargo(&[]), &target_dir.join("wasm")));
    }
    if !debian_can() {
        bail!(
            "nothing here builds for {TARGET}: run `rustup target add {TARGET}`, or on Debian `apt-get install rustc-web \
             cargo-web rust-web-src`"
        );
    }
    let linker = linker(&sysroot)?;
    // Not by rustup's proxy: the environment it sets would lead Debian's cargo back to rustup's compiler.
    let mut command = Command::new(DEBIAN_CARGO);
    for name in ["RUSTUP_TOOLCHAIN", "RUSTC", "CARGO", "RUSTC_WRAPPER", "RUSTFLAGS"] {
        command.env_remove(name);
    }
    let path = std::env::var("PATH").unwrap_or_default();
    command.current_dir(shell::root()).env("PATH", format!("/usr/bin:{path}")).env("RUSTC", "/usr/bin/rustc");
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    let command = build(&mut command, &target_dir.join("wasm-debian"));
    shell::run(command.args(["-Z", "build-std=std,panic_abort"]))
}

/// The same build for both compilers.
fn build<'a>(command: &'a mut Command, target_dir: &Path) -> &'a mut Command {
    command.args(["build", "--release", "--target", TARGET]).env("CARGO_TARGET_DIR", target_dir);
    CRATES.iter().fold(command, |command, name| command.args(["--package", name]))
}

/// Where the compiler of this project keeps its libraries.
fn sysroot() -> anyhow::Result<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).current_dir(shell::root()).output();
    let output = output.context("cannot start rustc")?;
    if !output.status.success() {
        bail!("rustc does not say where its libraries are: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// Whether Debian's compiler and the sources of its standard library are there.
fn debian_can() -> bool {
    let Ok(output) = Command::new("/usr/bin/rustc").args(["--print", "sysroot"]).output() else { return false };
    let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let sources = sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml");
    Path::new(DEBIAN_CARGO).exists() && sources.exists()
}

/// LLVM's linker: on the path, else the one that comes with rustup's compiler.
fn linker(sysroot: &Path) -> anyhow::Result<PathBuf> {
    if shell::has("rust-lld") {
        return Ok(PathBuf::from("rust-lld"));
    }
    let hosts = sysroot.join("lib/rustlib").read_dir().context("the compiler's libraries cannot be listed")?;
    let found = hosts.flatten().map(|host| host.path().join("bin/rust-lld")).find(|path| path.exists());
    found
        .or_else(|| shell::has("wasm-ld").then(|| PathBuf::from("wasm-ld")))
        .context("no linker for wasm32 (rust-lld or wasm-ld)")
}
