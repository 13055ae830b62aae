//! Corrections: somebody says that something is wrong at a place, somebody else answers.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::file::FileHash;
use crate::{Fault, Store, Writing};

/// What somebody sent about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Chosen by the sender, so that sending twice is taken once.
    pub id: String,
    /// When it was taken; the record sets it.
    pub at: Timestamp,
    /// Who sent it.
    pub author: String,
    /// The key of the place.
    pub place: String,
    /// What is wrong.
    pub text: String,
    /// A photo.
    pub file: Option<FileHash>,
    /// What became of it; the caller's word.
    pub state: String,
    /// What was answered.
    pub answer: String,
    /// Who answered; empty while nobody has.
    pub answered_by: String,
    /// When.
    pub answered: Option<Timestamp>,
}

/// Which corrections are wanted; an empty filter wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CorrectionFilter {
    /// In this state.
    pub state: Option<String>,
    /// Sent by this account.
    pub author: Option<String>,
    /// About this place.
    pub place: Option<String>,
    /// With this photo.
    pub file: Option<FileHash>,
}

const COLUMNS: &str = "id, at, author, place, text, file, state, answer, answered_by, answered_at";

impl Store {
    /// A correction by its id.
    ///
    /// # Errors
    /// When the database fails.
    pub fn correction(&self, id: &str) -> Result<Option<Correction>, Fault> {
        one(&self.connection, id)
    }

    /// The newest corrections first, at most so many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn corrections(&self, filter: &CorrectionFilter, most: usize) -> Result<Vec<Correction>, Fault> {
        let sql = format!(
            "SELECT {COLUMNS} FROM correction WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR author = ?2) \
             AND (?3 IS NULL OR place = ?3) AND (?4 IS NULL OR file = ?4) ORDER BY at DESC, id LIMIT ?5"
        );
        let CorrectionFilter { state, author, place, file } = filter;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![state, author, place, file, most as i64], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// A correction, as this transaction has it so far.
    ///
    /// # Errors
    /// When the database fails.
    pub fn correction(&self, id: &str) -> Result<Option<Correction>, Fault> {
        one(&self.transaction, id)
    }

    /// Takes a correction in, and says so in the audit.
    ///
    /// # Errors
    /// When there is one with this id, or the database fails.
    pub fn add_correction(&mut self, new: &Correction) -> Result<(), Fault> {
        let sql = "INSERT INTO correction VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', '', NULL)";
        let Correction { id, author, place, text, file, state, .. } = new;
        self.transaction.execute(sql, params![id, self.at, author, place, text, file, state])?;
        self.note(place, id)
    }

    /// Answers a correction, and says so in the audit.
    ///
    /// # Errors
    /// When the database fails.
    pub fn answer_correction(&mut self, id: &str, state: &str, answer: &str) -> Result<(), Fault> {
        let sql = "UPDATE correction SET state = ?2, answer = ?3, answered_by = ?4, answered_at = ?5 WHERE id = ?1";
        self.transaction.execute(sql, params![id, state, answer, self.author, self.at])?;
        self.note(id, state)
    }
}

fn one(connection: &Connection, id: &str) -> Result<Option<Correction>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM correction WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Correction> {
    let moment = |at: i64| Timestamp::from_microsecond(at).unwrap_or(Timestamp::MIN);
    Ok(Correction {
        id: row.get(0)?,
        at: moment(row.get(1)?),
        author: row.get(2)?,
        place: row.get(3)?,
        text: row.get(4)?,
        file: row.get(5)?,
        state: row.get(6)?,
        answer: row.get(7)?,
        answered_by: row.get(8)?,
        answered: row.get::<_, Option<i64>>(9)?.map(moment),
    })
}
