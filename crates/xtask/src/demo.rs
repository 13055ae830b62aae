//! `cargo xtask demo`: from nothing to a grid plan of the synthetic district and its record: rosters, figures, a draft.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::{packages, shell};

#[derive(Args)]
pub(crate) struct Demo {
    /// Folder for the district's files, the project, the report and the maps.
    #[arg(long, default_value = "out/demo")]
    folder: PathBuf,
    /// Where the service listens.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    listen: String,
    /// Make everything, serve nothing.
    #[arg(long)]
    no_serve: bool,
}

/// Pages to begin with.
const LINKS: [(&str, &str); 6] = [
    ("/", "everything 首页"),
    ("/coverage", "coverage 覆盖"),
    ("/search?q=dylu1hao", "search 搜索"),
    ("/near?lon=120.29&lat=36.04", "near a place 附近"),
    ("/plans", "drafts; sign in as planner 方案，请用 planner 登录"),
    ("/collections?f=html", "for QGIS and programs 供 QGIS 和程序使用"),
];

/// Household range and number of grids of the demo district.
const RANGE: [&str; 4] = ["--minimum", "200", "--maximum", "600"];

/// First day of the plan in force, and the day of the figures.
const FIRST: &str = "2024-01-01";
const DAY: &str = "2025-12-31";
/// Who there is, then where they are.
const ROSTERS: [&str; 9] =
    ["区领导", "部门", "街道干部", "网格员", "领导包联", "部门包联", "干部包联", "业主委员会", "物业服务"];

/// One account a role, the street's and the grid worker's with an area: name, role, area.
const ACCOUNTS: [(&str, &str, &str); 8] = [
    ("planner", "planner", ""),
    ("leader", "leader", ""),
    ("cadre", "street-cadre", "subdistrict:990101001"),
    ("worker", "grid-worker", "community:990101001001"),
    ("auditor", "auditor", ""),
    ("system", "system-administrator", ""),
    ("security", "security-administrator", ""),
    ("audit", "audit-administrator", ""),
];
/// The password of all of them: known to everybody, so for the demo only.
const PASSWORD: &str = "nine stone benches";

pub(crate) fn run(demo: &Demo) -> anyhow::Result<()> {
    packages::ensure(&[packages::BUILD, packages::FONTS])?;
    let binary = shell::jingwei()?;
    let folder = shell::root().join(&demo.folder);
    record_of(&binary, &folder)?;
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    println!("\nThe plan and the record are there. 方案和档案已生成：");
    for name in ["plan.png", "plan.svg", "plan.gpkg", "grids.zip", "district", "record"] {
        println!("  {}", file(name));
    }
    println!("\nAccounts (demo only) 账号（仅供演示），password 密码：{PASSWORD}");
    for (name, role, area) in ACCOUNTS {
        println!("  {name:<10} {role} {area}");
    }
    let record = file("record");
    if demo.no_serve {
        println!("\nServe it 启动服务：\n  {} --data {record} serve", binary.display());
        return Ok(());
    }
    println!("\nOpen 打开 (Ctrl-C ends the service 结束服务):");
    for (path, what) in LINKS {
        println!("  http://{}{path}  {what}", demo.listen);
    }
    shell::run(Command::new(&binary).args(["--data", &record, "serve", "--listen", &demo.listen]))
}

/// Makes everything in a folder; where the record is.
pub(crate) fn record_of(binary: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let jingwei = |args: &[&str]| shell::run(Command::new(binary).args(args));
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

    record(binary, &jingwei, &file)?;
    Ok(folder.join("record"))
}

/// The plan that the district has been using goes on record with its rosters; the new plan becomes a draft beside it.
fn record(
    binary: &Path,
    jingwei: &dyn Fn(&[&str]) -> anyhow::Result<()>,
    file: &dyn Fn(&str) -> String,
) -> anyhow::Result<()> {
    let (project, in_force, data) = (file("plan.gpkg"), file("in-force.gpkg"), file("record"));
    let roster = |name: &str| file(&format!("district/{name}.xlsx"));
    std::fs::copy(&project, &in_force)?;
    let _ = std::fs::remove_dir_all(&data);
    let on_record = |args: &[&str]| jingwei(&[&["--data", &data, "--author", "demo"], args].concat());
    jingwei(&["merge", &in_force, "--adopt", &file("district-answers/reference.csv")])?;
    on_record(&["record", "load", &in_force, "--from", FIRST, "--grids", &roster("网格")])?;
    on_record(
        &[&["roster", "import"][..], &ROSTERS.map(&roster).each_ref().map(String::as_str), &["--as-of", DAY]].concat(),
    )?;
    on_record(&["evidence", "import", &roster("网格覆盖")])?;
    on_record(&["coverage", "--as-of", DAY])?;
    on_record(&["coverage", "keep", "2025Q4", "--as-of", DAY])?;
    let list = file("proposal.csv");
    jingwei(&["export", &project, "--layer", "grid_membership", "-o", &list])?;
    on_record(&["plan", "new", "proposal", "--list", &list])?;
    on_record(&["plan", "number", "proposal"])?;
    on_record(&["plan", "diff", "proposal"])?;
    ACCOUNTS.iter().try_for_each(|account| add_account(binary, &data, account))
}

/// Adds an account with the demo's password.
fn add_account(binary: &Path, data: &str, (name, role, area): &(&str, &str, &str)) -> anyhow::Result<()> {
    let mut command = Command::new(binary);
    command.args(["--data", data, "--author", "demo", "account", "add", name, "--role", role]);
    if !area.is_empty() {
        command.args(["--area", area]);
    }
    shell::run_with(command.args(["--password-stdin", "--lasting"]), PASSWORD)
}
