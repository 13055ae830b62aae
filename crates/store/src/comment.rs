//! What people say about drafts.

use jiff::Timestamp;
use rusqlite::params;

use crate::{Fault, Store, Writing};

/// What somebody said about a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub id: i64,
    /// The draft.
    pub draft: String,
    /// The place that it is about; the caller's text.
    pub place: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// What.
    pub text: String,
}

impl Store {
    /// What was said about a draft, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn comments(&self, draft: &str) -> Result<Vec<Comment>, Fault> {
        let sql = "SELECT id, draft, place, at, author, text FROM comment WHERE draft = ?1 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let comments = statement.query_map([draft], |row| {
            let at = Timestamp::from_microsecond(row.get(3)?).unwrap_or(Timestamp::MIN);
            let (id, draft, place) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Comment { id, draft, place, at, author: row.get(4)?, text: row.get(5)? })
        })?;
        Ok(comments.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Keeps what the transaction's author says about a draft. Returns its number.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_comment(&mut self, draft: &str, place: &str, text: &str) -> Result<i64, Fault> {
        let sql = "INSERT INTO comment (draft, place, at, author, text) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.transaction.execute(sql, params![draft, place, self.at, self.author, text])?;
        let id = self.transaction.last_insert_rowid();
        self.note(draft, &format!("comment {id} on {place}"))?;
        Ok(id)
    }
}
