//! Writing: one transaction, all of it or nothing.

use geo_types::{Geometry, MultiPolygon};
use jiff::Timestamp;
use model::{Day, Period};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use crate::as_of::{day_number, day_of};
use crate::audit;
use crate::{Class, Fault, Record, Store};

/// A transaction of one author. Nothing is seen by others, and nothing is kept, before [`Writing::commit`].
pub struct Writing<'s> {
    pub(crate) transaction: Transaction<'s>,
    pub(crate) change: i64,
    pub(crate) at: i64,
    pub(crate) author: String,
    action: String,
    written: u64,
    /// Nothing of what is known about the district is changed.
    aside: bool,
    noted: bool,
}

/// A version that is believed now, as far as superseding needs it.
struct Believed {
    version: i64,
    from: i64,
    to: Option<i64>,
    change: i64,
}

impl Store {
    /// Begins a transaction. `now` comes from the caller's clock; should it stand behind the last transaction (a clock
    /// set back), the record goes on a microsecond after that, so that moments always rise.
    ///
    /// # Errors
    /// When another process is writing for longer than ten seconds.
    pub fn write(&mut self, author: &str, action: &str, now: Timestamp) -> Result<Writing<'_>, Fault> {
        self.begin(author, action, now, false)
    }

    /// Begins a transaction that is not about the district: accounts, sessions, lines of the audit.
    /// [`Store::last_change`] does not see it, so nobody reads the district anew because of it.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_aside(&mut self, author: &str, action: &str, now: Timestamp) -> Result<Writing<'_>, Fault> {
        self.begin(author, action, now, true)
    }

    fn begin(&mut self, author: &str, action: &str, now: Timestamp, aside: bool) -> Result<Writing<'_>, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (change, at) = begin_change(&transaction, author, action, now, aside)?;
        let (author, action) = (author.to_owned(), action.to_owned());
        Ok(Writing { transaction, change, at, author, action, written: 0, aside, noted: false })
    }
}

/// Writes the row that a transaction's lines and versions point to; its number and its moment.
pub(crate) fn begin_change(
    transaction: &Transaction<'_>,
    author: &str,
    action: &str,
    now: Timestamp,
    aside: bool,
) -> Result<(i64, i64), Fault> {
    // Moments rise with the numbers, so the last one is the latest.
    let sql = "SELECT at FROM change ORDER BY id DESC LIMIT 1";
    let last: Option<i64> = transaction.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    let at = last.map_or(now.as_microsecond(), |last| now.as_microsecond().max(last + 1));
    let sql = "INSERT INTO change (at, author, action, aside) VALUES (?1, ?2, ?3, ?4)";
    transaction.prepare_cached(sql)?.execute(params![at, author, action, aside])?;
    Ok((transaction.last_insert_rowid(), at))
}

impl Writing<'_> {
    /// Says what holds over a period, in place of everything that was believed for its days; what was believed for
    /// days outside stays. Returns the version's number.
    ///
    /// # Errors
    /// When the disk is full or the database fails; the transaction must then be given up.
    pub fn put(&mut self, class: Class, record: &Record, valid: Period) -> Result<i64, Fault> {
        let (from, to) = (day_number(valid.from()), valid.to().map(day_number));
        let replaced = self.believed(class, &record.key, from, to)?;
        let base = replaced.iter().map(|old| old.version).max();
        self.clear(class, replaced, from, to)?;
        self.insert(class, record, (from, to), base)
    }

    /// The same, if the version believed for the first day is still the one that the author saw.
    ///
    /// # Errors
    /// [`Fault::Conflict`] when somebody has written since; nothing is changed then.
    pub fn put_on(&mut self, class: Class, record: &Record, valid: Period, base: Option<i64>) -> Result<i64, Fault> {
        let from = day_number(valid.from());
        let current = self.believed(class, &record.key, from, Some(from + 1))?;
        let found = current.first().map(|old| old.version);
        if found == base {
            return self.put(class, record, valid);
        }
        let sql = "SELECT author FROM change WHERE id = ?1";
        let change = current.first().map_or(0, |old| old.change);
        let author = self.transaction.query_row(sql, [change], |row| row.get(0)).optional()?;
        let author = author.unwrap_or_default();
        Err(Fault::Conflict { key: record.key.clone(), author, base: base.unwrap_or_default() })
    }

    /// Ends what is believed of a thing: from a day on there is nothing.
    ///
    /// # Errors
    /// When there is nothing to end.
    pub fn end(&mut self, class: Class, key: &str, from: Day) -> Result<(), Fault> {
        let number = day_number(from);
        let replaced = self.believed(class, key, number, None)?;
        if replaced.is_empty() {
            return Err(Fault::NothingToEnd { key: key.to_owned(), from });
        }
        self.clear(class, replaced, number, None)
    }

    /// A fact about the transaction for the audit, besides the line that every transaction leaves.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note(&mut self, object: &str, detail: &str) -> Result<(), Fault> {
        self.noted = true;
        let entry = audit::Entry { change: self.change, at: self.at, author: &self.author, action: &self.action };
        audit::append(&self.transaction, &entry, object, detail)
    }

    /// Keeps everything. After this returns it survives a crash of the program and of the machine.
    ///
    /// # Errors
    /// When the disk is full or fails; nothing of the transaction is kept then.
    pub fn commit(mut self) -> Result<Timestamp, Fault> {
        if !self.aside || !self.noted {
            let written = self.written;
            self.note("", &format!("{written} versions"))?;
        }
        let at = Timestamp::from_microsecond(self.at).unwrap_or(Timestamp::MAX);
        self.transaction.commit()?;
        Ok(at)
    }

    /// Moment of the transaction.
    pub fn at(&self) -> Timestamp {
        Timestamp::from_microsecond(self.at).unwrap_or(Timestamp::MAX)
    }

    /// The moment of the newest change of what is known about the district before this transaction; `None` where there
    /// was none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn change_before(&self) -> Result<Option<Timestamp>, Fault> {
        let sql = "SELECT max(at) FROM change WHERE aside = 0 AND id != ?1";
        let last: Option<i64> = self.transaction.query_row(sql, [self.change], |row| row.get(0))?;
        Ok(last.and_then(|at| Timestamp::from_microsecond(at).ok()))
    }

    /// From here on the transaction is about the district.
    pub(crate) fn about_the_district(&mut self) -> Result<(), Fault> {
        if std::mem::take(&mut self.aside) {
            self.transaction.execute("UPDATE change SET aside = 0 WHERE id = ?1", [self.change])?;
        }
        Ok(())
    }

    /// The versions of a thing that are believed and share a day with `[from, to)`, by their first day.
    fn believed(&self, class: Class, key: &str, from: i64, to: Option<i64>) -> Result<Vec<Believed>, Fault> {
        let sql = format!(
            "SELECT version, valid_from, valid_to, change FROM {}_version WHERE key = ?1 AND superseded_at IS NULL \
             AND valid_from < ?3 AND (valid_to IS NULL OR valid_to > ?2) ORDER BY valid_from",
            class.id()
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let rows = statement.query_map(params![key, from, to.unwrap_or(i64::MAX)], |row| {
            Ok(Believed { version: row.get(0)?, from: row.get(1)?, to: row.get(2)?, change: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Supersedes versions; their days outside `[from, to)` are believed on, as versions of their own.
    fn clear(&mut self, class: Class, replaced: Vec<Believed>, from: i64, to: Option<i64>) -> Result<(), Fault> {
        let name = class.id();
        self.about_the_district()?;
        for old in replaced {
            let sql = format!("UPDATE {name}_version SET superseded_at = ?2 WHERE version = ?1");
            self.transaction.prepare_cached(&sql)?.execute(params![old.version, self.at])?;
            if old.from < from {
                self.copy(class, old.version, old.from, Some(from))?;
            }
            if let Some(to) = to
                && old.to.is_none_or(|end| end > to)
            {
                self.copy(class, old.version, to, old.to)?;
            }
        }
        Ok(())
    }

    /// What an old version says, for a part of its days.
    fn copy(&mut self, class: Class, old: i64, from: i64, to: Option<i64>) -> Result<(), Fault> {
        let name = class.id();
        let sql = format!(
            "INSERT INTO {name}_version (key, kind, code, parent, valid_from, valid_to, recorded_at, change, base, body, \
             shape) SELECT key, kind, code, parent, ?2, ?3, ?4, ?5, version, body, shape FROM {name}_version \
             WHERE version = ?1"
        );
        self.transaction.prepare_cached(&sql)?.execute(params![old, from, to, self.at, self.change])?;
        if class.has_shape() {
            let version = self.transaction.last_insert_rowid();
            let sql = format!(
                "INSERT INTO {name}_box SELECT ?1, min_x, max_x, min_y, max_y FROM {name}_box WHERE version = ?2"
            );
            self.transaction.prepare_cached(&sql)?.execute(params![version, old])?;
        }
        self.written += 1;
        Ok(())
    }

    fn insert(
        &mut self,
        class: Class,
        record: &Record,
        (from, to): (i64, Option<i64>),
        base: Option<i64>,
    ) -> Result<i64, Fault> {
        let name = class.id();
        self.about_the_district()?;
        let sql = format!(
            "INSERT INTO {name}_version (key, kind, code, parent, valid_from, valid_to, recorded_at, change, base, body, \
             shape) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        );
        let shape = record.shape.as_ref().map(|shape| formats::to_wkb(&Geometry::MultiPolygon(shape.clone())));
        self.transaction.prepare_cached(&sql)?.execute(params![
            record.key,
            record.kind,
            record.code,
            record.parent,
            from,
            to,
            self.at,
            self.change,
            base,
            record.body.to_string(),
            shape
        ])?;
        let version = self.transaction.last_insert_rowid();
        if let Some([west, south, east, north]) = record.shape.as_ref().and_then(bounds) {
            let sql = format!("INSERT INTO {name}_box VALUES (?1, ?2, ?3, ?4, ?5)");
            self.transaction.prepare_cached(&sql)?.execute(params![version, west, east, south, north])?;
        }
        self.written += 1;
        Ok(version)
    }

    /// The days of the versions that are believed of a thing, for callers that must not leave gaps.
    ///
    /// # Errors
    /// When the database fails.
    pub fn periods(&self, class: Class, key: &str) -> Result<Vec<Period>, Fault> {
        let all = self.believed(class, key, i64::MIN, None)?;
        Ok(all.iter().filter_map(|one| Period::new(day_of(one.from), one.to.map(day_of)).ok()).collect())
    }
}

/// The box of an area: west, south, east, north.
pub fn bounds(shape: &MultiPolygon<f64>) -> Option<[f64; 4]> {
    let mut points = shape.iter().flat_map(|polygon| polygon.exterior().coords());
    let first = points.next()?;
    let start = [first.x, first.y, first.x, first.y];
    Some(points.fold(start, |[west, south, east, north], at| {
        [west.min(at.x), south.min(at.y), east.max(at.x), north.max(at.y)]
    }))
}
