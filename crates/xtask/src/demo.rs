//! `cargo xtask demo`: from nothing to a grid plan of the synthetic district, with its report and its map.

use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::{packages, shell};

#[derive(Args)]
pub(crate) struct Demo {
    /// Folder for the district's files, the project, the report and the maps.
    #[arg(long, default_value = "out/demo")]
    folder: PathBuf,
}

/// Household range and number of grids of the demo district.
const RANGE: [&str; 4] = ["--minimum", "200", "--maximum", "600"];

pub(crate) fn run(demo: &Demo) -> anyhow::Result<()> {
    packages::ensure(&[packages::BUILD, packages::FONTS])?;
    let binary = shell::jingwei()?;
    let folder = shell::root().join(&demo.folder);
    std::fs::create_dir_all(&folder)?;
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let jingwei = |args: &[&str]| shell::run(Command::new(&binary).args(args));

    let (district, project) = (file("district"), file("plan.gpkg"));
    jingwei(&["demo-district", &district])?;
    jingwei(&["import", &district, "-o", &project, "--replace"])?;
    jingwei(&["territory", &project])?;
    jingwei(&[&["merge", &project, "--total", "349"], &RANGE[..]].concat())?;
    jingwei(&["check", &project])?;
    jingwei(&["report", &project])?;
    for name in ["plan.svg", "plan.png"] {
        jingwei(&["render", &project, "-o", &file(name)])?;
    }
    jingwei(&["export", &project, "-o", &file("grids.zip"), "--encoding", "gbk"])?;

    println!("\nThe plan is there. 方案已生成：");
    for name in ["plan.png", "plan.svg", "plan.gpkg", "grids.zip", "district"] {
        println!("  {}", file(name));
    }
    Ok(())
}
