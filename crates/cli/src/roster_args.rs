//! The command line of rosters and assignments.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::Day;

/// `jingwei roster`
#[derive(Debug, Subcommand)]
pub(crate) enum Roster {
    /// Bring rosters on record: people, organisations, and who holds what where. 导入名册
    ///
    /// Every row is told: matched, to choose, or rejected with the reason. One transaction: while a row is rejected or to
    /// choose nothing is imported, unless --accept-matched is given. The same file again changes nothing. Exit code 1
    /// when a row is rejected or to choose. 有一行被退回或待选定时，默认全部不入库。
    Import(Box<RosterImport>),
    /// The meanings of columns that were given, as TOML; with a file they are replaced by it. 列含义
    Mappings {
        /// New meanings (TOML, as printed).
        file: Option<PathBuf>,
    },
}

/// `jingwei roster import`
#[derive(Debug, Args)]
pub(crate) struct RosterImport {
    /// Workbooks (XLSX), CSV in UTF-8 or GBK, folders or zips.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The day of the import: what has no first day begins on it, what ended before it is expired; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<Day>,
    /// Only these sheets.
    #[arg(long = "sheet", value_name = "SHEET")]
    pub(crate) sheets: Vec<String>,
    /// The district's roles (TOML); kept on record and used from then on. By default those of the demo district.
    #[arg(long, value_name = "TOML")]
    pub(crate) district: Option<PathBuf>,
    /// The rosters are the whole list of this role: whom they leave out has left. May be repeated.
    #[arg(long, value_name = "ROLE")]
    pub(crate) whole: Vec<String>,
    /// What a column means, when its title does not tell: [SHEET:]TITLE=MEANING, for example 片区=place-name:grid; kept
    /// on record. Meanings: ignore, holder-code, person-name, organisation-name, unit, post, phone, role, level,
    /// place-code[:LEVEL], place-name[:LEVEL], from, to, detail:NAME.
    #[arg(long = "column", value_name = "[SHEET:]TITLE=MEANING")]
    pub(crate) columns: Vec<String>,
    /// Of which role all rows of a sheet are, when its name and title do not tell; kept on record.
    #[arg(long = "role", value_name = "SHEET=ROLE")]
    pub(crate) roles: Vec<String>,
    /// What rows that are to choose mean (CSV or XLSX): columns sheet, row, level, code, and file and part where needed;
    /// level is a level of places, person or organisation.
    #[arg(long, value_name = "FILE")]
    pub(crate) choices: Option<PathBuf>,
    /// Import what was matched, though other rows are rejected or to choose.
    #[arg(long)]
    pub(crate) accept_matched: bool,
    /// Tell what would change, change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `jingwei assignments`
#[derive(Debug, Subcommand)]
pub(crate) enum Assignments {
    /// Who holds what where on a day. 在任名单
    List(AssignmentList),
    /// Places that need a holder and have none. 缺岗
    Gaps(Gaps),
    /// How many places each holder has. 负担
    Load {
        /// The day; by default today.
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Day>,
        /// The holders of this role, one by one.
        #[arg(long, value_name = "ROLE")]
        role: Option<String>,
    },
    /// Contracts and terms that end soon, and those that ended with nobody after them. 到期
    Ending {
        /// Days from the day on.
        #[arg(long, value_name = "DAYS")]
        within: u32,
        /// The day; by default today.
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Day>,
    },
    /// End an assignment or a contract. 终止
    End {
        /// Its number in the lists, or its id in their JSON.
        id: String,
        /// First day without it.
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Day,
    },
}

/// `jingwei assignments list`
#[derive(Debug, Args)]
pub(crate) struct AssignmentList {
    /// At the place with this code.
    #[arg(long, value_name = "CODE")]
    pub(crate) place: Option<String>,
    /// Of the person or organisation with this code.
    #[arg(long, value_name = "CODE")]
    pub(crate) holder: Option<String>,
    /// Of this role.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<String>,
    /// The day; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Day>,
    /// Past and future ones too.
    #[arg(long, conflicts_with = "on")]
    pub(crate) all: bool,
}

/// `jingwei assignments gaps`
#[derive(Debug, Args)]
pub(crate) struct Gaps {
    /// The day; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Day>,
    /// Of this role alone.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<String>,
    /// In the street, community or other place with this code.
    #[arg(long, visible_alias = "within", value_name = "CODE")]
    pub(crate) street: Option<String>,
}

/// `jingwei who`
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The point: longitude and latitude in degrees (CGCS2000 or WGS 84), such as 120.34,36.07.
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, required_unless_present_any = ["code", "address"])]
    pub(crate) at: Option<String>,
    /// The code of a place.
    #[arg(long, value_name = "CODE", conflicts_with = "at")]
    pub(crate) code: Option<String>,
    /// An address or the name of a place.
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["at", "code"])]
    pub(crate) address: Option<String>,
    /// The day; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<Day>,
    /// What was known at this moment; by default what is known now.
    #[arg(long, value_name = "TIME")]
    pub(crate) known: Option<jiff::Timestamp>,
}
