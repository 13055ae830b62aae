//! The walls of the house: which crate may see which, and what no source of the lower floors may contain.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use e2e::root;

/// Crate, floor, and the crates of the workspace it may depend on. Arrows point down only.
const FLOORS: [(&str, u8, &[&str]); 22] = [
    ("crs", 0, &[]),
    ("words", 0, &[]),
    ("tileset", 0, &[]),
    ("model", 1, &["crs"]),
    ("topology", 1, &[]),
    ("citymodel", 1, &[]),
    ("formats", 2, &["crs", "model", "topology"]),
    ("archive", 2, &["citymodel", "crs", "tileset"]),
    ("formats3d", 2, &["citymodel", "crs", "model"]),
    ("intake", 2, &["crs", "model", "topology"]),
    ("regionalization", 2, &["model"]),
    ("cartography", 2, &["words"]),
    ("synthetic", 2, &["crs", "model", "topology"]),
    ("plan", 2, &["model", "topology"]),
    ("coverage", 2, &["model"]),
    ("roster", 2, &["model"]),
    ("store", 3, &["coverage", "crs", "formats", "model", "plan", "roster", "topology"]),
    ("registry", 4, &["coverage", "model", "plan", "roster", "store", "topology"]),
    ("server", 5, &["coverage", "crs", "formats", "model", "plan", "registry", "roster", "store", "words"]),
    (
        "cli",
        6,
        &[
            "cartography",
            "coverage",
            "crs",
            "formats",
            "intake",
            "model",
            "plan",
            "regionalization",
            "registry",
            "roster",
            "server",
            "store",
            "synthetic",
            "topology",
            "words",
        ],
    ),
    // Beside the floors.
    ("xtask", 7, &[]),
    ("e2e", 7, &["store"]),
];

/// Crates that only some of ours may name.
const RESERVED: [(&str, &[&str]); 5] = [
    ("proj", &["crs"]),
    ("proj-sys", &["crs"]),
    ("proj4rs", &["crs"]),
    ("crs-definitions", &["crs"]),
    ("rusqlite", &["formats", "store"]),
];

/// What floors 0 to 2 do without: the outside world is handed to them.
const FORBIDDEN: [&str; 14] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "File::open",
    "Instant::",
    "SystemTime",
    "Instant,",
    "tokio",
    "async fn",
    "println!",
    "eprintln!",
    "print!(",
    "dbg!",
];

/// Places where one of these may stand, with the reason. A line here that nothing needs fails too.
const ALLOWED: [(&str, &str, &str); 0] = [];

/// Openings of SQL statements; they stand where a database is.
const SQL: [&str; 8] =
    ["SELECT ", "INSERT INTO", "CREATE TABLE", "DELETE FROM", "UPDATE ", "PRAGMA ", "DROP TABLE", "ALTER TABLE"];
const SQL_HOMES: [&str; 2] = ["crates/formats/src/geopackage", "crates/store/"];

fn metadata() -> Metadata {
    let manifest = root().join("Cargo.toml");
    MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo metadata answers")
}

fn ours(metadata: &Metadata) -> Vec<&Package> {
    metadata.packages.iter().collect()
}

#[test]
fn every_crate_stands_on_its_floor() {
    let metadata = metadata();
    let floors: BTreeMap<&str, (u8, &[&str])> =
        FLOORS.iter().map(|(name, floor, below)| (*name, (*floor, *below))).collect();
    for package in ours(&metadata) {
        let name = package.name.as_str();
        let Some((floor, allowed)) = floors.get(name) else { panic!("{name} has no floor: write it into the table") };
        for dependency in
            package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development)
        {
            let Some((below, _)) = floors.get(dependency.name.as_str()) else { continue };
            assert!(allowed.contains(&dependency.name.as_str()), "{name} must not see {}", dependency.name);
            assert!(below < floor, "{name} on floor {floor} sees {} on floor {below}", dependency.name);
        }
    }
    let present: BTreeSet<&str> = ours(&metadata).iter().map(|package| package.name.as_str()).collect();
    for (name, ..) in FLOORS {
        assert!(present.contains(name), "{name} is in the table but not in the workspace");
    }
}

/// Tests may look across, but not up: a crate's own tests never need what stands on it.
#[test]
fn tests_do_not_look_up() {
    let metadata = metadata();
    let floor = |name: &str| FLOORS.iter().find(|(own, ..)| *own == name).map(|(_, floor, _)| *floor);
    for package in ours(&metadata) {
        let Some(own) = floor(&package.name) else { continue };
        for dependency in &package.dependencies {
            if let Some(other) = floor(&dependency.name) {
                assert!(other <= own, "{} sees {} above it", package.name, dependency.name);
            }
        }
    }
}

#[test]
fn libraries_have_one_home() {
    for package in ours(&metadata()) {
        for dependency in &package.dependencies {
            let home = RESERVED.iter().find(|(library, _)| *library == dependency.name);
            let Some((library, homes)) = home else { continue };
            assert!(homes.contains(&package.name.as_str()), "{} names {library}", package.name);
            let linked = dependency.name.starts_with("proj") && dependency.name != "proj4rs";
            assert!(!linked || dependency.optional, "{library} must stay behind a feature");
        }
    }
}

#[test]
fn the_model_is_not_serialised() {
    let metadata = metadata();
    let model = metadata.packages.iter().find(|package| package.name.as_str() == "model").expect("model exists");
    let serde = model.dependencies.iter().find(|dependency| dependency.name.starts_with("serde"));
    assert!(serde.is_none(), "model depends on {}", serde.map_or("", |dependency| dependency.name.as_str()));
}

#[test]
fn lower_floors_keep_the_world_out() {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for source in lower_sources() {
        for (number, line) in code_lines(&source) {
            for word in FORBIDDEN.iter().filter(|word| has_word(&line, word)) {
                let path = relative(&source);
                match ALLOWED.iter().position(|(place, allowed, _)| path == *place && word == allowed) {
                    Some(index) => drop(used.insert(index)),
                    None => found.push(format!("{path}:{number}: {word}")),
                }
            }
        }
    }
    assert!(found.is_empty(), "floors 0 to 2 reach outside:\n{}", found.join("\n"));
    for (index, (place, word, reason)) in ALLOWED.iter().enumerate() {
        assert!(used.contains(&index), "{place} no longer needs {word} ({reason}): take it off the list");
    }
}

#[test]
fn only_crs_names_epsg_codes() {
    let mut found = Vec::new();
    for source in all_sources().into_iter().filter(|source| !relative(source).starts_with("crates/crs/")) {
        for (number, line) in code_lines(&source) {
            let mut rest = line.as_str();
            while let Some(at) = rest.find("Epsg(").or_else(|| rest.find("EPSG:")) {
                rest = &rest[at + 5..];
                if rest.starts_with(|c: char| c.is_ascii_digit()) {
                    found.push(format!("{}:{number}: {}", relative(&source), line.trim()));
                }
            }
        }
    }
    assert!(found.is_empty(), "EPSG codes outside crs:\n{}", found.join("\n"));
}

#[test]
fn sql_has_one_home() {
    let mut found = Vec::new();
    let at_home = |source: &Path| SQL_HOMES.iter().any(|home| relative(source).starts_with(home));
    for source in all_sources().into_iter().filter(|source| !at_home(source)) {
        for (number, line) in code_lines(&source) {
            if SQL.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number}: {}", relative(&source), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "SQL outside {SQL_HOMES:?}:\n{}", found.join("\n"));
}

/// Nothing in the product's own sources tells of the machine it was made on.
#[test]
fn no_paths_of_a_machine() {
    let words = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
    let mut found = Vec::new();
    for source in all_sources() {
        let text = std::fs::read_to_string(&source).expect("sources are UTF-8");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| words.iter().any(|word| line.contains(word)))
        {
            found.push(format!("{}:{}: {}", relative(&source), number + 1, line.trim()));
        }
    }
    assert!(found.is_empty(), "paths of one machine:\n{}", found.join("\n"));
}

/// The scanner itself: comments, tests and longer words do not count, code does.
#[test]
fn the_scanner_sees_code_only() {
    let text = "use std::fs;\n// std::net\n/// ```\nlet a = 1; // println!(x)\neprintln!(\"a\");\n#[cfg(test)]\nmod tests {\n    fn a() { println!(\"b\"); }\n}\nfn b() { dbg!(1); }\n";
    let lines = strip(text);
    let hits: Vec<usize> = lines
        .iter()
        .filter(|(_, line)| FORBIDDEN.iter().any(|word| has_word(line, word)))
        .map(|(number, _)| *number)
        .collect();
    assert_eq!(hits, [1, 5, 10]);
    assert!(!has_word("my_tokio_like", "tokio") && !has_word("eprintln!()", "println!"));
}

/// Sources of the crates on floors 0 to 2, tests and benches left out.
fn lower_sources() -> Vec<PathBuf> {
    let lower = FLOORS.iter().filter(|(_, floor, _)| *floor <= 2);
    lower.flat_map(|(name, ..)| rust_files(&root().join("crates").join(name).join("src"))).collect()
}

/// Sources of all crates but those beside the floors.
fn all_sources() -> Vec<PathBuf> {
    let inner = FLOORS.iter().filter(|(_, floor, _)| *floor <= 5);
    inner.flat_map(|(name, ..)| rust_files(&root().join("crates").join(name).join("src"))).collect()
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display())) {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test_file(&path) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Test modules in files of their own.
fn is_test_file(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    stem == "tests"
        || stem.ends_with("_tests")
        || path.components().any(|part| part.as_os_str() == "tests" && path.starts_with(root().join("crates")))
}

fn code_lines(path: &Path) -> Vec<(usize, String)> {
    strip(&std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())))
}

/// Numbered lines without line comments and without `#[cfg(test)]` items.
fn strip(text: &str) -> Vec<(usize, String)> {
    let mut kept = Vec::new();
    // Inside a test item: the indentation at which its closing brace stands.
    let mut skipping: Option<usize> = None;
    let mut pending = false;
    for (index, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if let Some(level) = skipping {
            if indent <= level && line.trim_start().starts_with('}') {
                skipping = None;
            }
            continue;
        }
        if line.trim_start().starts_with("#[cfg(test)]") || line.trim_start().starts_with("#[test]") {
            pending = true;
            continue;
        }
        if pending && !line.trim_start().starts_with("#[") {
            pending = false;
            if line.trim_end().ends_with('{') {
                skipping = Some(indent);
            }
            continue;
        }
        // A comment starts a line or follows a blank: `https://` does neither.
        let code = if line.trim_start().starts_with("//") { "" } else { line.split(" // ").next().unwrap_or(line) };
        kept.push((index + 1, code.to_owned()));
    }
    kept
}

/// The word, not as the end of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let ends_open = word.ends_with(|c: char| c.is_alphanumeric());
        !(joined(before) || ends_open && joined(after))
    })
}
