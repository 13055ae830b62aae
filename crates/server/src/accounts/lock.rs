//! Guessing passwords is made slow: accounts and addresses are locked for a while after failed tries.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use registry::{password_fits, secret_hash};
use store::{Account, Failures, NewPass};

use crate::app::App;
use crate::asked::Asked;
use crate::config::Entry;
use crate::problem::{Kind, Problem};

/// Failures on an account are counted for so long.
const OF_ACCOUNT: SignedDuration = SignedDuration::from_hours(24);
/// Failures from an address are counted for so long.
const OF_ADDRESS: SignedDuration = SignedDuration::from_hours(1);
/// Attempts are forgotten after this time.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Most who wait to have a password checked; each check takes memory and time on purpose.
const MOST_WAITING: usize = 16;

/// One password is checked at a time: no two tries count as one, and a crowd cannot fill the memory.
#[derive(Default)]
pub(crate) struct Gate {
    turn: Mutex<()>,
    waiting: AtomicUsize,
}

impl Gate {
    /// Waits for the turn; refuses when too many wait.
    pub(crate) fn turn(&self) -> Result<MutexGuard<'_, ()>, Problem> {
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let turn = (before < MOST_WAITING).then(|| self.turn.lock().unwrap_or_else(PoisonError::into_inner));
        self.waiting.fetch_sub(1, Ordering::AcqRel);
        turn.ok_or(Problem::new(Kind::Busy))
    }
}

/// Tries a password. Right: the account, with its new session kept if one is given. Wrong: `None`, and the failure
/// counts. Both stand in the audit.
pub(super) fn try_password(
    app: &App,
    asked: &Asked,
    name: &str,
    password: &str,
    session: Option<[u8; 32]>,
) -> Result<Option<Account>, Problem> {
    let account = app.readers.ask(|store| store.account(name))?;
    let known = account.as_ref().map_or_else(|| nobody(name), |account| account.name.clone());
    unless_locked(app, asked, &known)?;
    let _turn = app.gate.turn()?;
    unless_locked(app, asked, &known)?;
    let hash = account.as_ref().and_then(|account| account.password.as_deref());
    let fits = password_fits(password, hash);
    let account = account.filter(|account| fits && !account.disabled);
    keep(app, asked, &known, account.as_ref(), session, "password")?;
    Ok(account)
}

/// Opens a session for somebody whom another than us has recognised.
pub(super) fn let_in(app: &App, asked: &Asked, account: &Account, session: [u8; 32], how: &str) -> Result<(), Problem> {
    keep(app, asked, &account.name, Some(account), Some(session), how)
}

fn unless_locked(app: &App, asked: &Asked, account: &str) -> Result<(), Problem> {
    let (now, entry) = (Timestamp::now(), &app.config.entry);
    let (of_account, of_address) = app.readers.ask(|store| {
        let since = |back| now.saturating_sub(back).unwrap_or(Timestamp::MIN);
        let of_account = store.failures_of_account(account, since(OF_ACCOUNT))?;
        Ok::<_, store::Fault>((of_account, store.failures_of_address(&asked.address, since(OF_ADDRESS))?))
    })?;
    let locks = [wait(of_account, entry.tries, entry, now), wait(of_address, entry.tries_of_address, entry, now)];
    match locks.into_iter().flatten().max() {
        Some(wait) => Err(Problem::new(Kind::TooOften).with("seconds", wait.as_secs().max(1))),
        None => Ok(()),
    }
}

/// How long somebody with so many failures has to wait yet: each failure past the allowed ones doubles the time.
fn wait(failures: Failures, tries: u32, entry: &Entry, now: Timestamp) -> Option<Duration> {
    let (past, last) = (failures.count.checked_sub(tries)?, failures.last?);
    let lock = entry.first_lock.saturating_mul(2u32.saturating_pow(past)).min(entry.longest_lock);
    let gone = Duration::try_from(now.duration_since(last)).unwrap_or_default();
    lock.checked_sub(gone).filter(|left| !left.is_zero())
}

fn keep(
    app: &App,
    asked: &Asked,
    known: &str,
    account: Option<&Account>,
    session: Option<[u8; 32]>,
    how: &str,
) -> Result<(), Problem> {
    let now = Timestamp::now();
    let before = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    let lasts = SignedDuration::try_from(app.config.entry.session).unwrap_or(SignedDuration::MAX);
    let expires = now.saturating_add(lasts).unwrap_or(now);
    let action = if account.is_some() { "sign-in" } else { "sign-in failed" };
    app.write(|store| {
        let author = account.map_or("public", |account| account.name.as_str());
        let mut writing = store.write_aside(author, action, now)?;
        writing.keep_attempt(known, &asked.address, account.is_some(), before)?;
        if let (Some(account), Some(hash)) = (account, session) {
            let (kind, account) = (store::PassKind::Session, Some(account.name.as_str()));
            writing.add_pass(&NewPass { hash, kind, account, name: &asked.address, expires })?;
        }
        writing.note(known, &format!("from {} by {how}", asked.address))?;
        writing.commit().map(drop)
    })
    .map_err(Problem::from)
}

/// What is kept of a name that no account has: it may be a password typed into the wrong field.
fn nobody(name: &str) -> String {
    let hash = secret_hash(&name.to_lowercase());
    format!("?{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_past_the_allowed_ones_doubles_the_lock() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let check = |count: u32, ago: i64, expect: Option<u64>| {
            let last = Some(now - SignedDuration::from_secs(ago));
            let left = wait(Failures { count, last }, 5, &Entry::default(), now);
            assert_eq!(left.map(|left| left.as_secs()), expect, "{count} failures, the last {ago} s ago");
        };
        check(0, 0, None);
        check(4, 0, None);
        check(5, 0, Some(60));
        check(5, 59, Some(1));
        check(5, 60, None);
        check(6, 60, Some(60));
        check(8, 0, Some(480));
        check(60, 0, Some(3600));
    }
}
