//! The record as the commands see it: opened, with an author and a day.

use std::path::PathBuf;

use jiff::Timestamp;
use model::Day;
use store::{AsOf, Fault, Store};

use crate::args::Cli;
use crate::failure::Failure;

/// The setting that holds the working CRS.
pub(crate) const WORKING_CRS: &str = "working_crs";

/// Where the record is and who asks.
pub(crate) struct Desk {
    folder: PathBuf,
    pub(crate) author: String,
}

impl Desk {
    pub(crate) fn new(cli: &Cli) -> Self {
        let user = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        Desk {
            folder: cli.data.clone().unwrap_or_else(|| PathBuf::from("jingwei-data")),
            author: cli.author.clone().or_else(user).unwrap_or_else(|| "?".to_owned()),
        }
    }

    /// The data folder.
    pub(crate) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// The record, made when there is none.
    pub(crate) fn open(&self) -> Result<Store, Failure> {
        Store::open(&self.folder).map_err(|fault| self.failed(&fault))
    }

    /// An existing record.
    pub(crate) fn read(&self) -> Result<Store, Failure> {
        Store::open_read_only(&self.folder).map_err(|fault| self.failed(&fault))
    }

    /// A fault of the record, in words.
    pub(crate) fn failed(&self, fault: &Fault) -> Failure {
        match fault {
            Fault::Conflict { key, author, .. } => {
                Failure::usage("record-conflict", &[("name", key.clone()), ("author", author.clone())])
            }
            Fault::NewerSchema { found, known } => {
                let figures = [("found", found.to_string()), ("known", known.to_string())];
                Failure::usage("record-newer", &figures)
            }
            Fault::DiskFull => Failure::file(&self.folder, "disk full"),
            other => Failure::file(&self.folder, other),
        }
    }

    /// A refusal of the registry, in words.
    pub(crate) fn refused(&self, fault: &registry::Fault) -> Failure {
        match fault {
            registry::Fault::Record(fault) => self.failed(fault),
            registry::Fault::NoTerritory(day) => Failure::usage("no-territory", &[("day", day.to_string())]),
            registry::Fault::NoPlace { level, code } => {
                Failure::usage("place-unknown", &[("level", (*level).to_owned()), ("code", code.clone())])
            }
            registry::Fault::Changed => Failure::usage("record-changed", &[]),
            registry::Fault::SnapshotThere(name) => Failure::usage("snapshot-there", &[("name", name.clone())]),
            registry::Fault::Unreadable { .. } => Failure::file(&self.folder, fault),
        }
    }
}

/// The moment, from the machine's clock.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// The day in China, where the districts are.
pub(crate) fn today() -> Day {
    jiff::tz::Offset::constant(8).to_datetime(now()).date()
}

/// Today, or the day asked for.
pub(crate) fn on(day: Option<Day>) -> AsOf {
    AsOf::day(day.unwrap_or_else(today))
}
