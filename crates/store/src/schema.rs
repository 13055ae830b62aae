//! The tables of the record, and how older ones become newer ones.

use rusqlite::Connection;

use crate::{Class, Fault};

/// "jwre": an SQLite file that is a record says so.
const APPLICATION_ID: i64 = 0x6a77_7265;

/// Steps from schema to schema; the number of steps is the newest schema.
const STEPS: [fn() -> String; 3] = [first, accounts, office];

/// Brings the schema of a connection up to date; a new file becomes a record.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    let known = STEPS.len() as i64;
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    if found > known {
        return Err(Fault::NewerSchema { found, known });
    }
    for (at, step) in STEPS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(&step())?;
        transaction.pragma_update(None, "user_version", at as i64 + 1)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(transaction.commit()?)
}

/// Whether a file has an older schema, which is brought forward before it is read.
pub(crate) fn needs_steps(connection: &Connection) -> Result<bool, Fault> {
    let (found, known) = (version(connection)?, STEPS.len() as i64);
    if found > known { Err(Fault::NewerSchema { found, known }) } else { Ok(found < known) }
}

/// The schema of a file; refuses files that are something else.
pub(crate) fn version(connection: &Connection) -> Result<i64, Fault> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    let path = connection.path().unwrap_or_default().to_owned();
    if application == APPLICATION_ID || (application == 0 && tables == 0) {
        Ok(version)
    } else {
        Err(Fault::NoRecord(path))
    }
}

fn first() -> String {
    let mut sql = String::from(CORE);
    for class in Class::ALL {
        sql.push_str(&versions(class));
    }
    sql
}

/// Accounts, what lets them in, and who tried. `change.aside` marks transactions that are not about the district.
fn accounts() -> String {
    ACCOUNTS.to_owned()
}

const ACCOUNTS: &str = "
ALTER TABLE change ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;
CREATE INDEX change_of_district ON change (at) WHERE aside = 0;
CREATE TABLE account (name TEXT PRIMARY KEY, display TEXT NOT NULL, role TEXT NOT NULL, areas TEXT NOT NULL,
  password TEXT, disabled INTEGER NOT NULL, must_change INTEGER NOT NULL, changed_at INTEGER NOT NULL) STRICT;
CREATE TABLE pass (id INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL UNIQUE, kind TEXT NOT NULL,
  account TEXT REFERENCES account (name), name TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL) STRICT;
CREATE INDEX pass_by_account ON pass (account);
CREATE TABLE attempt (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, account TEXT NOT NULL, address TEXT NOT NULL,
  succeeded INTEGER NOT NULL) STRICT;
CREATE INDEX attempt_by_account ON attempt (account, at);
CREATE INDEX attempt_by_address ON attempt (address, at);
CREATE INDEX audit_by_author ON audit (author, entry);
CREATE INDEX audit_by_change ON audit (change);
";

/// What an office keeps beside the record: files, corrections that readers send, comments on drafts, imports with
/// what was found in them.
fn office() -> String {
    OFFICE.to_owned()
}

const OFFICE: &str = "
CREATE TABLE file (hash BLOB PRIMARY KEY, media_type TEXT NOT NULL, name TEXT NOT NULL, added_at INTEGER NOT NULL,
  bytes BLOB NOT NULL) STRICT;
CREATE TABLE correction (id TEXT PRIMARY KEY, at INTEGER NOT NULL, author TEXT NOT NULL, place TEXT NOT NULL,
  text TEXT NOT NULL, file BLOB REFERENCES file (hash), state TEXT NOT NULL, answer TEXT NOT NULL,
  answered_by TEXT NOT NULL, answered_at INTEGER) STRICT;
CREATE INDEX correction_by_state ON correction (state, at);
CREATE TABLE comment (id INTEGER PRIMARY KEY AUTOINCREMENT, draft TEXT NOT NULL, place TEXT NOT NULL, at INTEGER NOT NULL,
  author TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX comment_by_draft ON comment (draft, id);
CREATE TABLE import (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL,
  name TEXT NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL) STRICT;
";

/// Transactions, the audit's chain, drafts.
const CORE: &str = "
CREATE TABLE change (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, author TEXT NOT NULL, action TEXT NOT NULL) STRICT;
CREATE TABLE audit (entry INTEGER PRIMARY KEY, change INTEGER NOT NULL REFERENCES change (id), at INTEGER NOT NULL,
  author TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL, detail TEXT NOT NULL,
  previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TABLE draft (name TEXT PRIMARY KEY, state TEXT NOT NULL, base TEXT NOT NULL, log TEXT NOT NULL, revision INTEGER NOT NULL,
  author TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

/// One class's versions: insert only, except that a version is superseded once.
fn versions(class: Class) -> String {
    let name = class.id();
    let mut sql = format!(
        "CREATE TABLE {name}_version (version INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, kind TEXT NOT NULL,
  code TEXT, parent TEXT, valid_from INTEGER NOT NULL, valid_to INTEGER, recorded_at INTEGER NOT NULL,
  superseded_at INTEGER, change INTEGER NOT NULL REFERENCES change (id), base INTEGER, body TEXT NOT NULL, shape BLOB,
  CHECK (valid_to > valid_from), CHECK (superseded_at >= recorded_at)) STRICT;
CREATE INDEX {name}_by_key ON {name}_version (key, valid_from);
CREATE INDEX {name}_by_code ON {name}_version (code) WHERE code IS NOT NULL;
CREATE INDEX {name}_by_parent ON {name}_version (parent) WHERE parent IS NOT NULL;
CREATE INDEX {name}_by_kind ON {name}_version (kind, valid_from) WHERE superseded_at IS NULL;
CREATE TRIGGER {name}_keeps BEFORE DELETE ON {name}_version
  BEGIN SELECT RAISE(ABORT, 'versions are never deleted'); END;
CREATE TRIGGER {name}_stays BEFORE UPDATE ON {name}_version WHEN OLD.superseded_at IS NOT NULL
  OR NEW.superseded_at IS NULL OR (OLD.version, OLD.key, OLD.kind, OLD.valid_from, OLD.recorded_at, OLD.change, OLD.body)
  != (NEW.version, NEW.key, NEW.kind, NEW.valid_from, NEW.recorded_at, NEW.change, NEW.body)
  OR OLD.code IS NOT NEW.code OR OLD.parent IS NOT NEW.parent OR OLD.valid_to IS NOT NEW.valid_to
  OR OLD.base IS NOT NEW.base OR OLD.shape IS NOT NEW.shape
  BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END;
"
    );
    if class.has_shape() {
        sql.push_str(&format!("CREATE VIRTUAL TABLE {name}_box USING rtree (version, min_x, max_x, min_y, max_y);\n"));
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    /// A record as the first schema had it, with a transaction and its line.
    fn old_record(folder: &std::path::Path) {
        let connection = Connection::open(Store::file(folder)).unwrap();
        connection.execute_batch(&first()).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.execute_batch("INSERT INTO change VALUES (1, 5000000, 'Wang', 'load')").unwrap();
    }

    #[test]
    fn an_older_record_comes_forward_whoever_opens_it() {
        type Open = fn(&std::path::Path) -> Result<Store, Fault>;
        let check = |open: Open| {
            let folder = tempfile::tempdir().unwrap();
            old_record(folder.path());
            let store = open(folder.path()).unwrap();
            assert_eq!(version(&store.connection).unwrap(), STEPS.len() as i64);
            // What was there is about the district.
            assert_eq!(store.last_change().unwrap().unwrap().as_second(), 5);
            assert!(store.accounts().unwrap().is_empty());
        };
        check(Store::open);
        check(Store::open_read_only);
    }

    #[test]
    fn a_newer_record_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        old_record(folder.path());
        let connection = Connection::open(Store::file(folder.path())).unwrap();
        connection.pragma_update(None, "user_version", STEPS.len() as i64 + 1).unwrap();
        for open in [Store::open, Store::open_read_only] {
            assert!(matches!(open(folder.path()), Err(Fault::NewerSchema { .. })));
        }
    }
}
