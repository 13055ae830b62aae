//! The audit: one line a transaction and more, each sealed with the hash of the line before.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::write::begin_change;
use crate::{Fault, Store};

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Number, from 1 on without holes.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// What was done: the transaction's action.
    pub action: String,
    /// To what; empty for the transaction as a whole.
    pub object: String,
    /// More about it.
    pub detail: String,
}

/// Which lines of the audit are wanted; an empty filter wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Before this number.
    pub before: Option<i64>,
    /// By this author.
    pub author: Option<String>,
    /// Of this action.
    pub action: Option<String>,
    /// About this.
    pub object: Option<String>,
}

/// Something that happened without changing anything, such as reading a telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Who.
    pub author: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// More about it.
    pub detail: String,
}

/// What the lines of one transaction share.
pub(crate) struct Entry<'a> {
    pub(crate) change: i64,
    pub(crate) at: i64,
    pub(crate) author: &'a str,
    pub(crate) action: &'a str,
}

/// The hash before the first line.
const BEGINNING: [u8; 32] = [0; 32];

/// Adds a line.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    entry: &Entry<'_>,
    object: &str,
    detail: &str,
) -> Result<(), Fault> {
    let sql = "SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1";
    let last: Option<(i64, Vec<u8>)> =
        transaction.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (number, previous) = last.map_or((1, BEGINNING.to_vec()), |(number, hash)| (number + 1, hash));
    let hash = seal(&previous, number, entry, object, detail);
    let sql = "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let Entry { change, at, author, action } = entry;
    let row = params![number, change, at, author, action, object, detail, previous, hash.as_slice()];
    transaction.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// The hash of a line: of the one before, and of every field with its length.
fn seal(previous: &[u8], number: i64, entry: &Entry<'_>, object: &str, detail: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(previous);
    for number in [number, entry.change, entry.at] {
        hash.update(number.to_be_bytes());
    }
    for text in [entry.author, entry.action, object, detail] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().into()
}

/// Proves the chain; the number of lines and the last hash, which an auditor keeps elsewhere.
pub(crate) fn verify(connection: &Connection) -> Result<(i64, [u8; 32]), Fault> {
    let sql = "SELECT entry, change, at, author, action, object, detail, previous, hash FROM audit ORDER BY entry";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let (mut count, mut last) = (0, BEGINNING);
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let broken = |reason: &str| Fault::AuditBroken { entry: number, reason: reason.to_owned() };
        let texts: [String; 4] = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
        let [author, action, object, detail] = &texts;
        let entry = Entry { change: row.get(1)?, at: row.get(2)?, author, action };
        let (previous, hash): (Vec<u8>, Vec<u8>) = (row.get(7)?, row.get(8)?);
        if number != count + 1 {
            return Err(broken("a line before it is missing"));
        }
        if previous != last {
            return Err(broken("it does not follow the line before"));
        }
        last = seal(&previous, number, &entry, object, detail);
        if hash != last {
            return Err(broken("its text was changed"));
        }
        count = number;
    }
    let changes: i64 =
        connection.query_row("SELECT count(*) FROM change WHERE id NOT IN (SELECT change FROM audit)", [], |row| {
            row.get(0)
        })?;
    if changes > 0 {
        let reason = format!("{changes} transactions have no line");
        return Err(Fault::AuditBroken { entry: count, reason });
    }
    Ok((count, last))
}

impl Store {
    /// Leaves a line for each thing that happened; all of them with one write to the disk.
    ///
    /// # Errors
    /// When the database fails; no line is left then.
    pub fn tell(&mut self, happened: &[Happened], now: Timestamp) -> Result<(), Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for Happened { author, action, object, detail } in happened {
            let (change, at) = begin_change(&transaction, author, action, now, true)?;
            append(&transaction, &Entry { change, at, author, action }, object, detail)?;
        }
        Ok(transaction.commit()?)
    }

    /// Proves the audit's chain: number of lines, and the last hash in hexadecimal.
    ///
    /// # Errors
    /// [`Fault::AuditBroken`] with the first line that does not fit.
    pub fn verify_audit(&self) -> Result<(i64, String), Fault> {
        let (count, hash) = verify(&self.connection)?;
        Ok((count, hash.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The newest lines of the audit, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn audit(&self, most: usize) -> Result<Vec<AuditEntry>, Fault> {
        self.audit_lines(&AuditFilter::default(), most)
    }

    /// Lines of the audit that pass a filter, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn audit_lines(&self, filter: &AuditFilter, most: usize) -> Result<Vec<AuditEntry>, Fault> {
        let sql = "SELECT entry, at, author, action, object, detail FROM audit WHERE (?1 IS NULL OR entry < ?1) \
                   AND (?2 IS NULL OR author = ?2) AND (?3 IS NULL OR action = ?3) AND (?4 IS NULL OR object = ?4) \
                   ORDER BY entry DESC LIMIT ?5";
        let mut statement = self.connection.prepare_cached(sql)?;
        let AuditFilter { before, author, action, object } = filter;
        let wanted = params![before, author, action, object, i64::try_from(most).unwrap_or(i64::MAX)];
        let rows = statement.query_map(wanted, |row| {
            Ok(AuditEntry {
                number: row.get(0)?,
                at: Timestamp::from_microsecond(row.get(1)?).unwrap_or(Timestamp::MIN),
                author: row.get(2)?,
                action: row.get(3)?,
                object: row.get(4)?,
                detail: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
