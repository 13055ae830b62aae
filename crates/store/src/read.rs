//! Questions to the record.

use jiff::Timestamp;
use rusqlite::{Connection, Params, params};

use crate::version::{COLUMNS, SHAPE};
use crate::{AsOf, Class, Fault, Store, Version, Writing};

/// Which versions of a class are wanted; an empty filter wants all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<String>,
    /// In this parent.
    pub parent: Option<String>,
    /// With a box that meets this one: west, south, east, north in the working CRS.
    pub within: Option<[f64; 4]>,
    /// Without shapes, which are most of the bytes.
    pub bare: bool,
}

/// What holds on day `?1` as known at moment `?2`.
const HOLDS: &str = "v.valid_from <= ?1 AND (v.valid_to IS NULL OR v.valid_to > ?1) AND v.recorded_at <= ?2 \
     AND (v.superseded_at IS NULL OR v.superseded_at > ?2)";

impl Store {
    /// What holds for a thing.
    ///
    /// # Errors
    /// When the database fails or the row is damaged.
    pub fn get(&self, class: Class, key: &str, as_of: AsOf) -> Result<Option<Version>, Fault> {
        let found = ask(
            &self.connection,
            class,
            ("", false),
            &format!("{HOLDS} AND v.key = ?3"),
            params![as_of.day_number(), as_of.moment(), key],
        )?;
        Ok(found.into_iter().next())
    }

    /// What holds under an official code; several things when the code was given twice.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn by_code(&self, class: Class, code: &str, as_of: AsOf) -> Result<Vec<Version>, Fault> {
        let condition = format!("{HOLDS} AND v.code = ?3");
        ask(&self.connection, class, ("", false), &condition, params![as_of.day_number(), as_of.moment(), code])
    }

    /// Everything of a class that holds and passes the filter, by key.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn list(&self, class: Class, filter: &Filter, as_of: AsOf) -> Result<Vec<Version>, Fault> {
        list(&self.connection, class, filter, as_of)
    }

    /// Every version that was believed at a moment, whatever its days, by key and first day; now where none is given.
    /// Shapes are left out.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn believed(&self, class: Class, known: Option<Timestamp>) -> Result<Vec<Version>, Fault> {
        believed(&self.connection, class, known)
    }

    /// Everything that was ever recorded about a thing, in the order in which it was recorded.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn history(&self, class: Class, key: &str) -> Result<Vec<Version>, Fault> {
        let mut found = ask(&self.connection, class, ("", false), "v.key = ?1", params![key])?;
        found.sort_by_key(|version| version.number);
        Ok(found)
    }

    /// The moment of the newest change of what is known about the district; `None` of an empty record.
    ///
    /// # Errors
    /// When the database fails.
    pub fn last_change(&self) -> Result<Option<Timestamp>, Fault> {
        let last: Option<i64> =
            self.connection.query_row("SELECT max(at) FROM change WHERE aside = 0", [], |row| row.get(0))?;
        Ok(last.and_then(|at| Timestamp::from_microsecond(at).ok()))
    }

    /// The moment of the newest change of what is known about the district that was made at a moment or before it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn last_change_until(&self, moment: Timestamp) -> Result<Option<Timestamp>, Fault> {
        let sql = "SELECT max(at) FROM change WHERE aside = 0 AND at <= ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let last: Option<i64> = statement.query_row([moment.as_microsecond()], |row| row.get(0))?;
        Ok(last.and_then(|at| Timestamp::from_microsecond(at).ok()))
    }

    /// A number that differs whenever another connection has written since; costs next to nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn change_counter(&self) -> Result<i64, Fault> {
        Ok(self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// All codes that a class ever had, each with the key that had it, so that none is given to another.
    ///
    /// # Errors
    /// When the database fails.
    pub fn codes_ever(&self, class: Class) -> Result<Vec<(String, String)>, Fault> {
        let name = class.id();
        let sql =
            format!("SELECT DISTINCT code, key FROM {name}_version WHERE code IS NOT NULL ORDER BY code, version");
        let mut statement = self.connection.prepare(&sql)?;
        let codes = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(codes.collect::<Result<_, _>>()?)
    }

    /// All keys that a class ever had.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keys_ever(&self, class: Class) -> Result<Vec<String>, Fault> {
        let sql = format!("SELECT DISTINCT key FROM {}_version ORDER BY key", class.id());
        let mut statement = self.connection.prepare(&sql)?;
        let keys = statement.query_map([], |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// Number of versions of a class, believed and superseded.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count(&self, class: Class) -> Result<u64, Fault> {
        let sql = format!("SELECT count(*) FROM {}_version", class.id());
        Ok(self.connection.query_row(&sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }
}

impl Writing<'_> {
    /// What holds for a thing, as this transaction has it so far.
    ///
    /// # Errors
    /// When the database fails or the row is damaged.
    pub fn get(&self, class: Class, key: &str, as_of: AsOf) -> Result<Option<Version>, Fault> {
        get(&self.transaction, class, key, as_of)
    }

    /// Everything of a class that holds, as this transaction has it so far, by key.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn list(&self, class: Class, filter: &Filter, as_of: AsOf) -> Result<Vec<Version>, Fault> {
        list(&self.transaction, class, filter, as_of)
    }

    /// Every version that is believed, as this transaction has it so far, whatever its days, by key and first day;
    /// shapes are left out.
    ///
    /// # Errors
    /// When the database fails or a row is damaged.
    pub fn believed_now(&self, class: Class) -> Result<Vec<Version>, Fault> {
        believed(&self.transaction, class, None)
    }
}

fn believed(connection: &Connection, class: Class, known: Option<Timestamp>) -> Result<Vec<Version>, Fault> {
    let condition = "v.recorded_at <= ?1 AND (v.superseded_at IS NULL OR v.superseded_at > ?1)";
    let moment = known.map_or(i64::MAX, |known| known.as_microsecond());
    let mut found = ask(connection, class, ("", true), condition, params![moment])?;
    found.sort_by(|a, b| (&a.record.key, a.valid.from()).cmp(&(&b.record.key, b.valid.from())));
    Ok(found)
}

fn get(connection: &Connection, class: Class, key: &str, as_of: AsOf) -> Result<Option<Version>, Fault> {
    let condition = format!("{HOLDS} AND v.key = ?3");
    let found = ask(connection, class, ("", false), &condition, params![as_of.day_number(), as_of.moment(), key])?;
    Ok(found.into_iter().next())
}

fn list(connection: &Connection, class: Class, filter: &Filter, as_of: AsOf) -> Result<Vec<Version>, Fault> {
    let (mut join, mut condition) = (String::new(), HOLDS.to_owned());
    condition.push_str(" AND (?3 IS NULL OR v.kind = ?3) AND (?4 IS NULL OR v.parent = ?4)");
    let [west, south, east, north] = filter.within.unwrap_or_default();
    if filter.within.is_some() && class.has_shape() {
        join = format!("{}_box b CROSS JOIN ", class.id());
        condition.push_str(
            " AND b.version = v.version AND b.min_x <= ?7 AND b.max_x >= ?5 AND b.min_y <= ?8 AND b.max_y >= ?6",
        );
    } else {
        // The same parameters in every question, so that one list of them fits.
        condition.push_str(" AND ?5 <= ?5 AND ?6 <= ?6 AND ?7 <= ?7 AND ?8 <= ?8");
    }
    let (day, moment) = (as_of.day_number(), as_of.moment());
    let parameters = params![day, moment, filter.kind, filter.parent, west, south, east, north];
    ask(connection, class, (&join, filter.bare), &condition, parameters)
}

fn ask(
    connection: &Connection,
    class: Class,
    (join, bare): (&str, bool),
    condition: &str,
    parameters: impl Params,
) -> Result<Vec<Version>, Fault> {
    let shape = if bare { "NULL" } else { SHAPE };
    let sql = format!(
        "SELECT {COLUMNS}, {shape} FROM {join}{}_version v JOIN change c ON c.id = v.change WHERE {condition} ORDER BY v.key",
        class.id()
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Version::read(row)?);
    }
    Ok(found)
}
