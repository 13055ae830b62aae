//! Npm packages that the tests open in a browser or judge our files with, fetched once and kept.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::{packages, shell};

/// Name, version and what its archive must hash to.
const WANTED: [(&str, &str, &str); 3] = [
    (
        "maplibre-gl",
        "6.17.0",
        "sha512-2chIZwpLGenoUQOcnm9Pk4SLbA8ppNFq8jlpXiq9vcYm3Y1wJ3fc82FL0GLwBaPYJCLzPv/mC46KEupVov75rQ==",
    ),
    (
        "axe-core",
        "4.14.1",
        "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ),
    (
        "gltf-validator",
        "2.0.0-dev.3.10",
        "sha512-odJ4k0tRkGXiDGn78yDBg+fBbAIvBnXxh3RwAta0emSxGtyagFE8B4xELB1oYe3S5RD8Ci3uZAsZaascH2LAEQ==",
    ),
];

/// A folder with the packages' files, each under its name.
pub(crate) fn folder(cache: &Path) -> anyhow::Result<PathBuf> {
    let all = cache.join("npm");
    for (name, version, integrity) in WANTED {
        let folder = all.join(format!("{name}-{version}"));
        if !folder.join("package.json").exists() {
            fetch(&all, name, version, integrity)?;
        }
    }
    Ok(all)
}

fn fetch(all: &Path, name: &str, version: &str, integrity: &str) -> anyhow::Result<()> {
    if !shell::has("npm") {
        packages::ensure(&[packages::NPM])?;
    }
    println!("\n» {name} {version} ({})", all.display());
    std::fs::create_dir_all(all)?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--json", "--silent", &format!("{name}@{version}")]).current_dir(all).stderr(Stdio::null());
    let told: Value =
        serde_json::from_slice(&pack.output()?.stdout).context("npm pack; this needs the network once")?;
    let one = &told[0];
    if one["integrity"] != integrity {
        bail!("{name} {version} is not what it was: {}", one["integrity"]);
    }
    let archive = one["filename"].as_str().context("npm names the archive")?;
    let folder = all.join(format!("{name}-{version}"));
    let unpacked = tempfile_beside(&folder)?;
    let mut tar = Command::new("tar");
    shell::run(tar.current_dir(all).args(["xzf", archive, "--strip-components=1", "-C"]).arg(&unpacked))?;
    std::fs::remove_file(all.join(archive))?;
    // Whole or not at all: a run that was cut short leaves nothing that looks finished.
    Ok(std::fs::rename(unpacked, folder)?)
}

fn tempfile_beside(folder: &Path) -> anyhow::Result<PathBuf> {
    let beside = folder.with_extension(format!("part{}", std::process::id()));
    std::fs::create_dir_all(&beside)?;
    Ok(beside)
}
