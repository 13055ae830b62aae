//! System packages: what is missing is installed on Debian and Ubuntu, named elsewhere.

use std::env;
use std::io::{BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};

use anyhow::bail;

use crate::shell;

/// Needed to build: PROJ and HiGHS are C++ built by CMake, their bindings are made by libclang.
pub(crate) const BUILD: &[&str] = &["build-essential", "cmake", "pkg-config", "libclang-dev", "sqlite3"];
/// Needed to draw Chinese maps as PNG.
pub(crate) const FONTS: &[&str] = &["fonts-noto-cjk"];
/// Needed by the tests that ask other programs: GDAL, and GEOS in a Python environment.
pub(crate) const CHECKERS: &[&str] = &["gdal-bin", "python3-venv"];
/// Clients of the service that the tests open it with: a browser, QGIS.
pub(crate) const CLIENTS: &[&str] = &["chromium", "qgis", "python3-qgis", "qgis-providers", "openssl"];
/// Makes load, and the services that are measured beside ours.
pub(crate) const LOAD: &[&str] = &["wrk", "gdal-bin", "python3-venv"];
pub(crate) const LOAD_PEERS: &[&str] = &["postgresql", "postgresql-15-postgis-3"];
/// Fetches what the tests open in a browser.
pub(crate) const NPM: &[&str] = &["npm"];
/// A Rust compiler that can build for wasm32 where rustup has not that target.
pub(crate) const WASM: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// Makes sure that the packages are there.
pub(crate) fn ensure(groups: &[&[&str]]) -> anyhow::Result<()> {
    let wanted: Vec<&str> = groups.concat();
    if !shell::has("dpkg-query") {
        println!("This is no Debian or Ubuntu; please see that these are installed: {}", wanted.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let root = is_root();
    if !root && env::var_os("CI").is_none() && !agreed(&missing)? {
        bail!("these packages are needed: sudo apt-get install {}", missing.join(" "));
    }
    let apt = |args: &[&str]| {
        let mut command = if root { Command::new("apt-get") } else { Command::new("sudo") };
        if !root {
            command.arg("apt-get");
        }
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        shell::run(&mut command)
    };
    apt(&["update", "-q"])?;
    let install = ["install", "-y", "-q", "--no-install-recommends"];
    apt(&[&install[..], &missing].concat())
}

fn installed(package: &str) -> bool {
    let query = Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", package]).output();
    query.is_ok_and(|output| output.stdout == b"installed")
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").stderr(Stdio::null()).output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn agreed(missing: &[&str]) -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("Install with sudo apt-get: {} ? [y/N] ", missing.join(" "));
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
