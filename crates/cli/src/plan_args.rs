//! The command line of plans: drafts from the first edit to publication.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::Day;

use crate::plan_edit_args::Edit;

/// `jingwei plan`
#[derive(Debug, Subcommand)]
pub(crate) enum Plan {
    /// Begin a draft from the plan in force, a courtyard → grid list, or with every courtyard by itself. 新建草案
    New {
        /// Name of the draft.
        name: String,
        /// Begin with this list (CSV, XLSX ...) or with the plan of a project (GeoPackage), as `jingwei merge` makes it.
        #[arg(long, value_name = "FILE")]
        list: Option<PathBuf>,
        /// Begin with every courtyard a grid of its own.
        #[arg(long, conflicts_with = "list")]
        empty: bool,
        /// Begin with the plan in force on this day; by default today.
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Day>,
    },
    /// The drafts and where they stand. 草案列表
    List {
        /// As they stand on this day; by default today.
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Day>,
    },
    /// Edit a draft; grids are named by code or #number. 编辑
    Edit {
        /// Name of the draft.
        name: String,
        #[command(subcommand)]
        edit: Edit,
    },
    /// Give codes to grids that have none: by the district's scheme, west to east, then north to south. 编码
    Number {
        /// Name of the draft.
        name: String,
        /// Another pattern than the district's, such as "{community}-{n}" or "WG{county}{n:4}".
        #[arg(long, value_name = "PATTERN")]
        pattern: Option<String>,
    },
    /// Take back your own last edits. 撤销
    Undo(Steps),
    /// Make edits again that were taken back. 重做
    Redo(Steps),
    /// Check a draft against all rules. 检查
    Check {
        /// Name of the draft.
        name: String,
        #[command(flatten)]
        range: Range,
    },
    /// What differs between two drafts or days, and which assignments break. 比较
    Diff(Diff),
    /// Write a draft: grids and memberships as a GeoPackage, or the courtyard → grid list. 导出草案
    Export {
        /// Name of the draft.
        name: String,
        /// The GeoPackage.
        #[arg(long, short, value_name = "FILE", required_unless_present = "list")]
        output: Option<PathBuf>,
        /// The courtyard → grid list (CSV, XLSX ...).
        #[arg(long, value_name = "FILE")]
        list: Option<PathBuf>,
        /// The CRS; by default the working CRS.
        #[arg(long, value_name = "CRS")]
        crs: Option<String>,
    },
    /// Hand a draft in; warnings need a written reason. 提交
    Submit {
        /// Name of the draft.
        name: String,
        /// Why warnings are accepted: RULE=TEXT, or RULE@GRID=TEXT for one grid, as `check --json` names the rules.
        #[arg(long = "reason", value_name = "RULE[@GRID]=TEXT")]
        reasons: Vec<String>,
    },
    /// Approve a draft that was handed in. 批准
    Approve {
        /// Name of the draft.
        name: String,
        /// Number of the document.
        #[arg(long, value_name = "NUMBER")]
        document: String,
    },
    /// Put an approved draft in force from a day on: one transaction, everything checked again. 发布
    Publish {
        /// Name of the draft.
        name: String,
        /// First day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Day,
        /// Share of a grid's households from which on its assignments follow them; by default the district's, else 0.5.
        #[arg(long, value_name = "0..1", value_parser = share)]
        carry_threshold: Option<f64>,
        /// The roles (TOML), which say where only one may serve; by default those of the record.
        #[arg(long, value_name = "FILE")]
        roles: Option<PathBuf>,
    },
    /// Send a draft back to be edited. 退回
    Return {
        /// Name of the draft.
        name: String,
    },
    /// Give a draft up; a published one before its first day. 撤回
    Withdraw {
        /// Name of the draft.
        name: String,
    },
    /// What became of assignments when plans were published; what waits for a person. 责任调整
    Decisions {
        /// What was carried over and decided too.
        #[arg(long)]
        all: bool,
    },
    /// Decide where an assignment goes that a publication left open. 落实
    Decide {
        /// Its key, as `plan decisions` lists it.
        key: String,
        /// It goes on at this grid of the plan in force on the day of the publication.
        #[arg(long, value_name = "GRID", required_unless_present = "end")]
        to: Option<String>,
        /// It ends.
        #[arg(long, conflicts_with = "to")]
        end: bool,
    },
    /// The district's rules for plans. 方案规则
    #[command(subcommand)]
    Rules(Rules),
}

/// `jingwei plan rules`
#[derive(Debug, Subcommand)]
pub(crate) enum Rules {
    /// Print them.
    Show,
    /// Set them from a file (TOML; data/plan-rules.toml is an example).
    Set {
        /// The file.
        file: PathBuf,
    },
}

/// Other numbers than the district's, for one check.
#[derive(Debug, Args)]
pub(crate) struct Range {
    /// Fewest households of a grid.
    #[arg(long)]
    pub(crate) minimum: Option<u64>,
    /// Most households of a grid.
    #[arg(long)]
    pub(crate) maximum: Option<u64>,
}

/// `jingwei plan diff`
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// A draft, or a day (YYYY-MM-DD) for the plan in force; with a second one the old side.
    pub(crate) first: String,
    /// The new side.
    pub(crate) second: Option<String>,
    /// The old side is the plan in force on this day.
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with_all = ["second", "against"])]
    pub(crate) on: Option<Day>,
    /// The old side: a day or a draft.
    #[arg(long, value_name = "DAY|DRAFT", conflicts_with = "second")]
    pub(crate) against: Option<String>,
    /// Write every grid that changed to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) geojson: Option<PathBuf>,
    /// Every line of long tables.
    #[arg(long)]
    pub(crate) all: bool,
}

/// How many edits.
#[derive(Debug, Args)]
pub(crate) struct Steps {
    /// Name of the draft.
    pub(crate) name: String,
    /// How many.
    #[arg(long, default_value_t = 1)]
    pub(crate) steps: usize,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| format!("{text} is not between 0 and 1"))
}
