//! The command line, as data.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::account_args::Account;
use crate::plan_args::Plan;
use crate::record_args::{AsOf, Audit, Coverage, Evidence, Record};
use crate::roster_args::{Assignments, Roster, Who};
use crate::serve_args::Serve;

/// Jingwei 经纬: courtyard files in, a checked grid plan out.
#[derive(Debug, Parser)]
#[command(name = "jingwei", version, about, long_about = None, after_help = EXAMPLES, max_term_width = 110)]
pub(crate) struct Cli {
    /// Language of messages; by default the locale's.
    #[arg(long, global = true, value_name = "zh|en")]
    pub(crate) lang: Option<String>,
    /// Print one JSON document instead of tables.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress bars.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// The folder of the record; by default `jingwei-data`.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Who does it, for the audit; by default the system's user.
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) author: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples / 示例:
  jingwei inspect 楼院.zip 社区.shp                      every fault of the files, in one pass
  jingwei import 楼院.zip 社区.shp -o 市南.gpkg           into a project, if no error is left
  jingwei territory 市南.gpkg                            tile the communities
  jingwei merge 市南.gpkg --minimum 300 --maximum 600    merge courtyards into grids
  jingwei render 市南.gpkg -o 方案.png                    the map of the plan

Exit codes / 退出码:
  0 done   1 findings of severity error   2 wrong use   3 a file could not be read or written";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List every fault of the files, in one pass; change nothing. 检查文件
    Inspect(Inspect),
    /// Read checked files into a project (a GeoPackage). 导入
    Import(Import),
    /// Tile each community: every point to the nearest courtyard's cell, no overlap, no gap. 划分底图
    Territory(Territory),
    /// Merge courtyards into grids. 合并为网格
    Merge(Box<Merge>),
    /// Check the project's plan against all rules. 检查方案
    Check(Check),
    /// The plan's figures, with what is proven about them. 报告
    Report(Report),
    /// Why a courtyard is in its grid, and the best alternatives. 解释
    Explain(Explain),
    /// Write layers of the project to files of other formats. 导出
    Export(Export),
    /// Draw the map of the plan. 出图
    Render(Render),
    /// The record of the district: load, backup, restore, verify. 档案库
    #[command(subcommand)]
    Record(Record),
    /// The audit of the record. 审计
    #[command(subcommand)]
    Audit(Audit),
    /// What held on a day, as known now or at a moment. 某日查询
    AsOf(AsOf),
    /// Plans: drafts, edits, checks, publication. 网格方案
    #[command(subcommand)]
    Plan(Plan),
    /// Coverage figures of a day, out of rows. 覆盖率
    Coverage(Coverage),
    /// What surveys found at places. 摸排
    #[command(subcommand)]
    Evidence(Evidence),
    /// Find places as people type them: names, addresses, codes, pinyin, initials. 搜索
    Search(Search),
    /// Serve the record on the network. 启动服务
    Serve(Box<Serve>),
    /// Accounts of the service. 账号
    #[command(subcommand)]
    Account(Account),
    /// Vector tiles of the map. 矢量瓦片
    #[command(subcommand)]
    Tiles(Tiles),
    /// Rosters: people, organisations, and who holds what where. 名册
    #[command(subcommand)]
    Roster(Roster),
    /// Assignments: who holds what, gaps, load, terms. 责任落实
    #[command(subcommand)]
    Assignments(Assignments),
    /// Who is responsible here. 谁负责
    Who(Who),
    /// Write the synthetic demo district. 生成示例区
    DemoDistrict(DemoDistrict),
    /// Print the completion script of a shell. 命令补全
    Completion {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// How files are read.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Files, folders or zips: Shapefile, GeoJSON, GeoPackage, FlatGeobuf, CSV, XLSX.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What a layer is, when its name does not tell: LAYER=ROLE (courtyards, communities, roads, ..., or ignore).
    #[arg(long = "layer", value_name = "LAYER=ROLE")]
    pub(crate) layers: Vec<String>,
    /// What a column means, when its name does not tell: [LAYER:]MEANING=COLUMN, for example households=总户.
    #[arg(long = "column", value_name = "[LAYER:]MEANING=COLUMN")]
    pub(crate) columns: Vec<String>,
    /// Join the features of this layer that carry one code, for example units into their communities.
    #[arg(long, value_name = "LAYER")]
    pub(crate) dissolve: Vec<String>,
    /// The CRS of files that declare none or a wrong one: [LAYER=]EPSG:4549, WKT or PROJ text, or a .prj file.
    #[arg(long = "crs", value_name = "[LAYER=]CRS")]
    pub(crate) crs: Vec<String>,
    /// The CRS to work in; by default the communities' own if it is projected, else the CGCS2000 3-degree zone.
    #[arg(long, value_name = "CRS")]
    pub(crate) working_crs: Option<String>,
    /// A layer whose position is known to be right (file, same formats): shifts are measured against it.
    #[arg(long, value_name = "FILE")]
    pub(crate) reference: Option<PathBuf>,
    /// Undo what was found wrong with the coordinates (swapped axes, zone prefix, wrong zone, GCJ-02, BD-09).
    #[arg(long)]
    pub(crate) convert: bool,
    /// Character encoding of files that declare none or a wrong one.
    #[arg(long, value_name = "gbk|gb18030|utf-8")]
    pub(crate) encoding: Option<String>,
}

/// `jingwei search`
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to look for.
    #[arg(required_unless_present = "measure")]
    pub(crate) text: Vec<String>,
    /// The day; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<model::Day>,
    /// Most places that are shown.
    #[arg(long, default_value_t = 10)]
    pub(crate) limit: usize,
    /// Ask the questions of a list (text, code, way of writing) and tell how many have their place among the first 1, 3, 10.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub(crate) measure: Option<PathBuf>,
}

/// `jingwei tiles`
#[derive(Debug, Subcommand)]
pub(crate) enum Tiles {
    /// Write the map of a day to one PMTiles file. 导出
    Export(TilesExport),
}

/// `jingwei tiles export`
#[derive(Debug, Args)]
pub(crate) struct TilesExport {
    /// The file.
    #[arg(long, short, value_name = "FILE.pmtiles")]
    pub(crate) output: PathBuf,
    /// The day; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<model::Day>,
    /// What was known at this moment; by default what is known now.
    #[arg(long, value_name = "TIME")]
    pub(crate) known: Option<jiff::Timestamp>,
    /// The closest zoom; maps go on with its tiles beyond it.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u8).range(0..=18), value_name = "ZOOM")]
    pub(crate) most_zoom: u8,
}

/// `jingwei inspect`
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Write the findings as a table to this file (.csv or .xlsx), and their places as points (.geojson).
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// `jingwei import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// The project to write; it must not exist yet unless --replace is given.
    #[arg(long, short, value_name = "PROJECT.gpkg")]
    pub(crate) output: PathBuf,
    /// Mend what can be mended safely; every change is logged, originals are untouched.
    #[arg(long, value_enum, default_value = "none")]
    pub(crate) repair: RepairMode,
    /// Replace an existing project.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RepairMode {
    None,
    Safe,
}

/// `jingwei territory`
#[derive(Debug, Args)]
pub(crate) struct Territory {
    /// The project.
    pub(crate) project: PathBuf,
    /// Tile without cutting along main roads.
    #[arg(long)]
    pub(crate) ignore_roads: bool,
    /// Tile without regard to walls.
    #[arg(long)]
    pub(crate) ignore_walls: bool,
    /// Distance of the sample points along boundaries, in metres; by default as fine as the gaps ask.
    #[arg(long, value_name = "METRES")]
    pub(crate) sampling: Option<f64>,
    /// The courtyards tile the communities already: take them as the cells.
    #[arg(long)]
    pub(crate) touching: bool,
}

/// `jingwei merge`
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The project.
    pub(crate) project: PathBuf,
    /// Fewest households of a grid.
    #[arg(long, default_value_t = 300, value_name = "N")]
    pub(crate) minimum: u32,
    /// Most households of a grid.
    #[arg(long, value_name = "N")]
    pub(crate) maximum: Option<u32>,
    /// This many grids in all; by default as many as the minimum allows.
    #[arg(long, value_name = "K", conflicts_with = "per_community")]
    pub(crate) total: Option<u32>,
    /// Number of grids in each community: CSV with the columns community and grids.
    #[arg(long, value_name = "FILE")]
    pub(crate) per_community: Option<PathBuf>,
    /// Grids may cross community lines (a documented exception).
    #[arg(long)]
    pub(crate) across_communities: bool,
    /// Barriers that no grid reaches across.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "main-road")]
    pub(crate) not_crossed: Vec<BarrierName>,
    /// What is wanted, most important first.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "cut-length")]
    pub(crate) objective: Vec<ObjectiveName>,
    /// Grids to keep as they are (codes of the plan in force).
    #[arg(long, value_delimiter = ',', value_name = "GRID")]
    pub(crate) lock: Vec<String>,
    /// The plan in force: courtyard → grid list (CSV, XLSX ...); by default the project's own plan.
    #[arg(long, value_name = "FILE")]
    pub(crate) previous: Option<PathBuf>,
    /// Take this courtyard → grid list as the plan instead of searching one.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["total", "per_community", "objective"])]
    pub(crate) adopt: Option<PathBuf>,
    /// k grids of equal households within this relative deviation, for example 0.05; needs --total.
    #[arg(long, value_name = "SHARE", requires = "total")]
    pub(crate) deviation: Option<f64>,
    /// Seed of the search; same input and seed, same plan.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Effort of the search where no proof is possible: 1 quick, 5 thorough.
    /// (default: 3, or what --time allows)
    #[arg(long, value_name = "1-5", value_parser = clap::value_parser!(u8).range(1..=5))]
    pub(crate) effort: Option<u8>,
    /// Time for the search, which then plans its course by the clock; without it the plan depends on the input, the
    /// effort and the seed alone.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) time: Option<f64>,
    /// Threads; by default all cores. Without --time the plan does not depend on it.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BarrierName {
    None,
    MainRoad,
    Wall,
    Water,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ObjectiveName {
    Balance,
    CutLength,
    CutEdges,
    Barriers,
    Stability,
}

/// `jingwei check`
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The project.
    pub(crate) project: PathBuf,
}

/// `jingwei report`
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The project.
    pub(crate) project: PathBuf,
    /// List every grid, not only the district and its communities.
    #[arg(long)]
    pub(crate) grids: bool,
}

/// `jingwei explain`
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The project.
    pub(crate) project: PathBuf,
    /// Code or name of the courtyard.
    pub(crate) courtyard: String,
}

/// `jingwei export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The project.
    pub(crate) project: PathBuf,
    /// File to write; its ending tells the format (.shp, .zip, .geojson, .gpkg, .fgb, .csv, .xlsx).
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Layers to write; by default grids and membership.
    #[arg(long = "layer", value_name = "LAYER")]
    pub(crate) layers: Vec<String>,
    /// CRS of the files; by default the working CRS (GeoJSON: longitude and latitude).
    #[arg(long, value_name = "CRS")]
    pub(crate) crs: Option<String>,
    /// Character encoding of Shapefile and CSV.
    #[arg(long, default_value = "utf-8", value_name = "gbk|gb18030|utf-8")]
    pub(crate) encoding: String,
}

/// `jingwei render`
#[derive(Debug, Args)]
pub(crate) struct Render {
    /// The project.
    pub(crate) project: PathBuf,
    /// File to write: .svg or .png.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Only this subdistrict or community (code or name).
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Title of the map.
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Page.
    #[arg(long, value_enum, default_value = "a3")]
    pub(crate) page: PageName,
    /// Width of a PNG in pixels.
    #[arg(long, default_value_t = 3508, value_name = "PIXELS")]
    pub(crate) width: u32,
    /// Map review number (审图号); without one the map carries "for internal use".
    #[arg(long, value_name = "NUMBER")]
    pub(crate) review_number: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageName {
    A3,
    A4,
}

/// `jingwei demo-district`
#[derive(Debug, Args)]
pub(crate) struct DemoDistrict {
    /// Folder to write; created if it is not there.
    pub(crate) folder: PathBuf,
    /// Seed of the invention.
    #[arg(long, default_value_t = 3)]
    pub(crate) seed: u64,
}
