//! The command line of the record: plans with history, coverage, backup.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use model::Day;

/// `jingwei record`
#[derive(Debug, Subcommand)]
pub(crate) enum Record {
    /// Put a project's places, territory and plan on record, in force from a day on. 入库
    Load(Load),
    /// Write the places and the plan of a day as a GeoPackage for QGIS and GDAL. 快照
    Export(Snapshot),
    /// Write a consistent, verified copy while others work. 备份
    Backup {
        /// The new file.
        file: PathBuf,
    },
    /// Make the data folder of a backup; a record that is there is kept beside. 恢复
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Prove the record, or a backup: no damage, the audit's chain whole. 校验
    Verify {
        /// A backup; by default the record itself.
        file: Option<PathBuf>,
    },
}

/// `jingwei record load`
#[derive(Debug, Args)]
pub(crate) struct Load {
    /// The project (GeoPackage) with territory and plan.
    pub(crate) project: PathBuf,
    /// First day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) from: Day,
    /// A list of grids with their names (XLSX, CSV ...).
    #[arg(long, value_name = "FILE")]
    pub(crate) grids: Option<PathBuf>,
}

/// `jingwei record export`
#[derive(Debug, Args)]
pub(crate) struct Snapshot {
    /// The GeoPackage.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The day; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Day>,
    /// What was known at this moment; by default what is known now.
    #[arg(long, value_name = "TIME")]
    pub(crate) known: Option<jiff::Timestamp>,
    /// The CRS; by default the working CRS.
    #[arg(long, value_name = "CRS")]
    pub(crate) crs: Option<String>,
}

/// `jingwei audit`
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Prove the chain of hashes. 验证
    Verify,
    /// The newest lines. 列出
    List {
        /// How many.
        #[arg(long, default_value_t = 20)]
        most: usize,
    },
}

/// `jingwei as-of`
#[derive(Debug, Args)]
pub(crate) struct AsOf {
    /// The day that is asked about.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Day>,
    /// What was known at this moment, for example 2026-01-31T12:00:00Z; by default what is known now.
    #[arg(long, value_name = "TIME")]
    pub(crate) known: Option<jiff::Timestamp>,
    /// The grid with this code.
    #[arg(long, value_name = "CODE", required_unless_present = "courtyard")]
    pub(crate) grid: Option<String>,
    /// The courtyard with this code, and its grid.
    #[arg(long, value_name = "CODE", conflicts_with = "grid")]
    pub(crate) courtyard: Option<String>,
}

/// `jingwei coverage`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Coverage {
    #[command(flatten)]
    pub(crate) count: Count,
    #[command(subcommand)]
    pub(crate) what: Option<Kept>,
}

/// Counting figures.
#[derive(Debug, Args)]
pub(crate) struct Count {
    /// The day of the figures; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Day>,
    /// What was known at this moment; by default what is known now.
    #[arg(long, value_name = "TIME")]
    pub(crate) known: Option<jiff::Timestamp>,
    /// Definitions of the figures (TOML) to try; by default those on record, else those of the demo district.
    #[arg(long, value_name = "FILE")]
    pub(crate) definitions: Option<PathBuf>,
    /// The places behind one figure.
    #[arg(long, value_name = "FIGURE")]
    pub(crate) list: Option<String>,
    /// One figure by street, community or kind of place.
    #[arg(long, value_name = "FIGURE", requires = "by")]
    pub(crate) figure: Option<String>,
    /// Which parts.
    #[arg(long, value_name = "PART", requires = "figure")]
    pub(crate) by: Option<Parts>,
}

/// Parts of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Parts {
    /// By subdistrict.
    Street,
    /// By community.
    Community,
    /// By kind of place.
    Kind,
}

/// What is kept of figures.
#[derive(Debug, Subcommand)]
pub(crate) enum Kept {
    /// Put the district's definitions of figures on record. 指标口径入库
    Define {
        /// The definitions (TOML).
        file: PathBuf,
    },
    /// Freeze all figures of a day under a name, for a quarterly pack. 封存季度数据
    Keep {
        /// The name, for example 2025Q4.
        name: String,
        /// The day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Day,
    },
    /// Write the pack of frozen figures as a PDF: made once, the same bytes for good. 季报
    Pack {
        /// The name.
        name: String,
        /// The new file.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// A font with Chinese characters, in place of the fonts of this machine.
        #[arg(long, value_name = "FILE")]
        font: Option<PathBuf>,
    },
    /// The frozen figures. 已封存列表
    #[command(name = "kept")]
    List,
    /// Frozen figures, byte for byte; count them again from the record as it was known, and say whether they agree. 复核
    Show {
        /// The name.
        name: String,
    },
    /// What changed between two frozen figures; counters that may not fall. 对比
    Compare {
        /// The earlier one.
        before: String,
        /// The later one.
        after: String,
    },
}

/// `jingwei evidence`
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    /// Put lists of surveys on record: what there is at each place. 摸排表入库
    Import {
        /// Lists: XLSX, CSV, folders or zips.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Definitions that say how lists are read (TOML); by default those on record, else of the demo district.
        #[arg(long, value_name = "FILE")]
        definitions: Option<PathBuf>,
    },
}
