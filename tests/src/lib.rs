//! The narrow door of the end-to-end tests: the built binary, the independent checkers, the real data.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod district;
mod service;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

pub use district::{District, ROSTERS};
pub use service::Service;

/// What a run of a program gave.
#[derive(Debug)]
pub struct Run {
    /// Exit code; -1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The JSON document on standard output.
    ///
    /// # Panics
    /// When there is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|fault| panic!("no JSON ({fault}): {self:?}"))
    }

    /// The run itself, when it ended with this code.
    ///
    /// # Panics
    /// When it ended otherwise.
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self
    }
}

/// The root of the checkout.
pub fn root() -> PathBuf {
    // Asked at run time: build output is shared by checkouts, so what was compiled in may name another one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    Path::new(&here).parent().expect("tests/ lies in the checkout").to_owned()
}

/// The built binary: `JINGWEI_BIN`, else the release build beside this test.
///
/// # Panics
/// When it is not built.
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("JINGWEI_BIN") {
        return path.into();
    }
    let test = std::env::current_exe().expect("a test has a path");
    let found = test.ancestors().map(|folder| folder.join("jingwei")).find(|path| path.is_file());
    found.expect("the binary jingwei is built: cargo build --release -p cli")
}

/// Runs `jingwei` in English with these arguments.
///
/// # Panics
/// When it cannot be started.
pub fn jingwei<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(args: I) -> Run {
    let output = Command::new(binary()).args(args).env("LC_ALL", "en_US.UTF-8").output();
    Run::of(output.expect("jingwei starts"))
}

/// Runs one of the independent checkers; `None`, with a message, when Python or its modules are missing.
pub fn checker<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(script: &str, args: I) -> Option<Run> {
    let script = root().join("tests/checkers").join(script);
    python(&script.to_string_lossy(), std::iter::once(script.as_os_str()), args)
}

/// Runs a line of Python, warnings as errors; `None`, with a message, when Python or its modules are missing.
pub fn python_line<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(line: &str, args: I) -> Option<Run> {
    python(line, ["-W", "error", "-c", line].map(OsStr::new), args)
}

/// Runs one of the clients of the service; `None`, with a message, when what it needs is missing. Its result is the
/// line after `RESULT`.
///
/// # Panics
/// When it does not end well or says nothing.
pub fn client<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(script: &str, args: I) -> Option<Value> {
    let path = root().join("tests/clients").join(script);
    let run = python(script, std::iter::once(path.as_os_str()), args)?.expect_code(0);
    let line = run.stdout.lines().find_map(|line| line.strip_prefix("RESULT ")).unwrap_or(&run.stdout);
    Some(serde_json::from_str(line).unwrap_or_else(|fault| panic!("{script}: {fault}: {run:?}")))
}

/// The same by the Python that QGIS brings its modules for.
///
/// # Panics
/// When it does not end well or says nothing.
pub fn qgis(script: &str, args: &[&str]) -> Option<Value> {
    let python = "/usr/bin/python3";
    let ready = Command::new(python).args(["-c", "import qgis.core"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: {script} needs QGIS with its Python modules");
        return None;
    }
    let run = Command::new(python).arg(root().join("tests/clients").join(script)).args(args).output();
    let run = Run::of(run.expect("Python starts"));
    let line = run.stdout.lines().find_map(|line| line.strip_prefix("RESULT "));
    Some(serde_json::from_str(line.unwrap_or_else(|| panic!("{run:?}"))).expect("a document"))
}

/// A file of an npm package that `cargo xtask test` has fetched; `None`, with a message, when it is absent or there is
/// no browser to open it in.
pub fn browser_file(path: &str) -> Option<PathBuf> {
    let file = std::env::var_os("JINGWEI_NPM").map(|folder| Path::new(&folder).join(path)).filter(|file| file.exists());
    let browser = Command::new("chromium").arg("--version").output().is_ok_and(|output| output.status.success());
    if file.is_none() || !browser {
        eprintln!("skipped: {path} (JINGWEI_NPM) or Chromium is absent");
    }
    file.filter(|_| browser)
}

fn python<'a, I: IntoIterator<Item = S>, S: AsRef<OsStr>>(
    what: &str,
    program: impl IntoIterator<Item = &'a OsStr>,
    args: I,
) -> Option<Run> {
    let python = std::env::var_os("JINGWEI_PYTHON").unwrap_or_else(|| "python3".into());
    let ready = Command::new(&python).args(["-c", "import shapely, pyogrio, numpy, pyproj"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: {what} needs Python with shapely and pyogrio (JINGWEI_PYTHON)");
        return None;
    }
    let output = Command::new(python).args(program).args(args).output();
    Some(Run::of(output.expect("Python starts")))
}

/// A file of the shared real data; `None`, with a message, when it is absent.
pub fn shared(path: &str) -> Option<PathBuf> {
    let file = root().join("../shared/data").join(path);
    if !file.exists() {
        eprintln!("skipped: ../shared/data/{path} is absent");
        return None;
    }
    Some(file)
}

/// Path arguments as text.
pub fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
