//! The demo district on record, and questions to it.

use std::path::Path;

use serde_json::Value;
use store::Store;
use tempfile::TempDir;

use crate::{jingwei, text};

/// The demo district's rosters: who there is, then where they are.
pub const ROSTERS: [&str; 9] =
    ["区领导", "部门", "街道干部", "网格员", "领导包联", "部门包联", "干部包联", "业主委员会", "物业服务"];

/// The demo district in a folder of its own: `district` are its files, `a.gpkg` the project,
/// `b.gpkg` the project before merging, `data` the record.
pub struct District {
    folder: TempDir,
}

impl District {
    /// With its reference plan on record since 2024.
    ///
    /// # Panics
    /// When a step does not end well.
    pub fn on_record() -> Self {
        let district = District { folder: tempfile::tempdir().expect("a temporary folder") };
        let path = |name: &str| district.path(name);
        jingwei(["demo-district", &path("district")]).expect_code(0);
        jingwei(["import", &path("district"), "-o", &path("a.gpkg")]).expect_code(0);
        jingwei(["territory", &path("a.gpkg")]).expect_code(0);
        std::fs::copy(path("a.gpkg"), path("b.gpkg")).expect("a copy");
        jingwei(["merge", &path("a.gpkg"), "--adopt", &path("district-answers/reference.csv")]).expect_code(0);
        let grids = path("district/网格.xlsx");
        district.ask(&["record", "load", &path("a.gpkg"), "--from", "2024-01-01", "--grids", &grids], 0);
        district
    }

    /// The same with its rosters and surveys as of a day.
    ///
    /// # Panics
    /// When a step does not end well.
    pub fn staffed(day: &str) -> Self {
        let district = District::on_record();
        let files = district.rosters();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        district.ask(&[&["roster", "import", "--as-of", day], &files[..]].concat(), 0);
        district.ask(&["evidence", "import", &district.path("district/网格覆盖.xlsx")], 0);
        district
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> String {
        text(&self.folder.path().join(name))
    }

    /// The files of the rosters.
    pub fn rosters(&self) -> Vec<String> {
        ROSTERS.iter().map(|name| self.path(&format!("district/{name}.xlsx"))).collect()
    }

    /// The arguments of a command on the record by an author.
    pub fn command(&self, author: &str, args: &[&str]) -> Vec<String> {
        let data = self.path("data");
        let fixed = ["--data", &data, "--author", author, "--json"];
        fixed.iter().chain(args).map(|&arg| arg.to_owned()).collect()
    }

    /// The JSON document that a command of Wang's answers; null where it answers none.
    ///
    /// # Panics
    /// When it does not end with the code.
    pub fn ask(&self, args: &[&str], code: i32) -> Value {
        let run = jingwei(self.command("Wang", args)).expect_code(code);
        serde_json::from_str(&run.stdout).unwrap_or(Value::Null)
    }

    /// The record.
    ///
    /// # Panics
    /// When it does not open.
    pub fn store(&self) -> Store {
        Store::open(Path::new(&self.path("data"))).expect("the record opens")
    }
}
