//! Python environments from pinned requirements, made once and kept.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// Oldest Python that the pinned packages run on.
const OLDEST: (u32, u32) = (3, 11);

/// The interpreter of the environment `name` below `cache`, with exactly the packages of the requirements file.
///
/// An environment made from the same requirements by the same Python is used again; any other is made anew.
pub(crate) fn environment(cache: &Path, name: &str, requirements: &Path) -> anyhow::Result<PathBuf> {
    let wanted = fs::read_to_string(requirements).with_context(|| format!("cannot read {}", requirements.display()))?;
    let python = Python::find()?;
    let folder = cache.join("python").join(name);
    fs::create_dir_all(cache.join("python"))?;
    let lock = File::create(cache.join("python").join(format!("{name}.lock")))?;
    lock.lock().context("cannot lock the Python environment")?;

    let interpreter = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let stamp = folder.join("made-from.txt");
    let recipe = format!("# {}\n{wanted}", python.version);
    if interpreter.exists() && fs::read_to_string(&stamp).is_ok_and(|made| made == recipe) {
        return Ok(interpreter);
    }
    println!("\n» Python environment {name} ({})", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    python.make(&folder)?;
    install(&interpreter, requirements)?;
    fs::write(&stamp, recipe)?;
    Ok(interpreter)
}

struct Python {
    program: String,
    version: String,
}

impl Python {
    /// `$PYTHON`, or the first new enough interpreter on the path.
    fn find() -> anyhow::Result<Python> {
        let given = env::var("PYTHON").ok();
        let names = given.map_or_else(|| vec!["python3".into(), "python".into()], |name| vec![name]);
        let mut seen = Vec::new();
        for program in names {
            let Some(version) = version(&program) else { continue };
            if numbers(&version).is_some_and(|found| found >= OLDEST) {
                return Ok(Python { program, version });
            }
            seen.push(version);
        }
        let (major, minor) = OLDEST;
        if seen.is_empty() {
            bail!(
                "Python {major}.{minor} or later is needed: apt-get install python3 python3-venv, or name one in PYTHON"
            );
        }
        bail!("Python {major}.{minor} or later is needed, found {}; name another in PYTHON", seen.join(", "));
    }

    fn make(&self, folder: &Path) -> anyhow::Result<()> {
        let made = Command::new(&self.program).args(["-m", "venv"]).arg(folder).output()?;
        if made.status.success() {
            return Ok(());
        }
        let said = [made.stdout, made.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        if said.contains("ensurepip") || said.contains("No module named venv") {
            bail!("Python's venv module is missing: apt-get install python3-venv");
        }
        bail!("cannot make the Python environment {}:\n{}", folder.display(), said.trim());
    }
}

/// What `--version` says, for example `Python 3.11.7`.
fn version(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix("Python ")?.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

fn install(interpreter: &Path, requirements: &Path) -> anyhow::Result<()> {
    let mut pip = Command::new(interpreter);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"]);
    let done = pip.arg(requirements).output()?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let tail: Vec<&str> = said.lines().rev().take(6).collect();
    bail!(
        "the packages of {} could not be installed; this needs the network once:\n{}",
        requirements.display(),
        tail.into_iter().rev().collect::<Vec<_>>().join("\n"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        for (said, expected) in [
            ("Python 3.11.7", Some((3, 11))),
            ("Python 3.9.2", Some((3, 9))),
            ("Python 3.13.0rc1", Some((3, 13))),
            ("Pythonic", None),
            ("", None),
        ] {
            assert_eq!(numbers(said), expected, "{said}");
        }
        assert!(numbers("Python 3.9.2") < Some(OLDEST));
    }
}
