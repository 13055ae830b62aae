//! Making and changing accounts.

use jiff::Timestamp;
use store::{Account, PassKind, Store, Writing};

use super::{ADMINISTRATOR, AccountFault, By, PasswordRules, hash_password};

/// An account to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// What is typed to sign in.
    pub name: String,
    /// What others read; the name where it is empty.
    pub display: String,
    /// Stable name of its role.
    pub role: String,
    /// The places that it is limited to, as `level:code`.
    pub areas: Vec<String>,
}

/// What becomes different about an account; `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountChange {
    /// What others read.
    pub display: Option<String>,
    /// Stable name of its role.
    pub role: Option<String>,
    /// The places that it is limited to.
    pub areas: Option<Vec<String>>,
    /// Whether it is shut out.
    pub disabled: Option<bool>,
}

/// Makes an account; without a password it needs a link to choose one. `must_change`: somebody else chose it.
///
/// # Errors
/// When the name is taken or no name, or the password is easily guessed.
pub fn add_account(
    store: &mut Store,
    new: &NewAccount,
    password: Option<&str>,
    must_change: bool,
    rules: PasswordRules,
    by: By<'_>,
) -> Result<Account, AccountFault> {
    let hash = password.map(|password| rules.check(&new.name, password).and_then(|()| hash_password(password)));
    let hash = hash.transpose()?;
    let mut writing = store.write_aside(by.author, "account add", by.at)?;
    let account = insert(&mut writing, new, hash, must_change)?;
    writing.commit()?;
    Ok(account)
}

pub(super) fn insert(
    writing: &mut Writing<'_>,
    new: &NewAccount,
    password: Option<String>,
    must_change: bool,
) -> Result<Account, AccountFault> {
    let name = new.name.trim().to_lowercase();
    let fits = |c: char| c.is_alphanumeric() || "-_.@".contains(c);
    if !(2..=40).contains(&name.chars().count()) || !name.chars().all(fits) {
        return Err(AccountFault::NameWrong(new.name.clone()));
    }
    if writing.account(&name)?.is_some() {
        return Err(AccountFault::NameTaken(name));
    }
    let display = if new.display.trim().is_empty() { &name } else { new.display.trim() }.to_owned();
    let (role, areas) = (new.role.clone(), new.areas.clone());
    let changed = Timestamp::UNIX_EPOCH;
    let account = Account { name, display, role, areas, password, disabled: false, must_change, changed };
    writing.put_account(&account, &format!("role {}, areas [{}]", account.role, account.areas.join(" ")))?;
    Ok(account)
}

/// Changes what an account is called, may, and covers; one that is shut out loses its sessions and tokens.
///
/// # Errors
/// When there is no such account, or nobody would be left to manage accounts.
pub fn change_account(
    store: &mut Store,
    name: &str,
    change: &AccountChange,
    by: By<'_>,
) -> Result<Account, AccountFault> {
    let mut writing = store.write_aside(by.author, "account change", by.at)?;
    let old = writing.account(name)?.ok_or_else(|| AccountFault::NoAccount(name.to_owned()))?;
    let mut account = old.clone();
    account.display = change.display.clone().unwrap_or(account.display);
    account.role = change.role.clone().unwrap_or(account.role);
    account.areas = change.areas.clone().unwrap_or(account.areas);
    account.disabled = change.disabled.unwrap_or(account.disabled);
    writing.put_account(&account, &difference(&old, &account))?;
    let manages = |account: &Account| account.role == ADMINISTRATOR && !account.disabled;
    if manages(&old) && !writing.accounts()?.iter().any(manages) {
        return Err(AccountFault::LastAdministrator);
    }
    if account.disabled {
        shut_out(&mut writing, name)?;
    }
    writing.commit()?;
    Ok(account)
}

/// Sets a password that its owner chose; every session but `keep` ends.
///
/// # Errors
/// When there is no such account, or the password is easily guessed.
pub fn change_password(
    store: &mut Store,
    name: &str,
    password: &str,
    rules: PasswordRules,
    keep: Option<i64>,
    by: By<'_>,
) -> Result<(), AccountFault> {
    rules.check(name, password)?;
    let hash = hash_password(password)?;
    let mut writing = store.write_aside(by.author, "account password", by.at)?;
    let account = writing.account(name)?.ok_or_else(|| AccountFault::NoAccount(name.to_owned()))?;
    let account = Account { password: Some(hash), must_change: false, ..account };
    writing.put_account(&account, "password changed")?;
    writing.drop_passes(Some(name), PassKind::Session, keep)?;
    writing.drop_passes(Some(name), PassKind::Link, None)?;
    writing.commit()?;
    Ok(())
}

/// Ends sessions, tokens and links of an account.
pub(super) fn shut_out(writing: &mut Writing<'_>, name: &str) -> Result<(), AccountFault> {
    for kind in [PassKind::Session, PassKind::Token, PassKind::Link] {
        writing.drop_passes(Some(name), kind, None)?;
    }
    Ok(())
}

fn difference(old: &Account, new: &Account) -> String {
    let areas = |account: &Account| format!("[{}]", account.areas.join(" "));
    let fields = [
        ("display", old.display.clone(), new.display.clone()),
        ("role", old.role.clone(), new.role.clone()),
        ("areas", areas(old), areas(new)),
        ("disabled", old.disabled.to_string(), new.disabled.to_string()),
    ];
    let changed = fields.into_iter().filter(|(_, old, new)| old != new);
    let told: Vec<String> = changed.map(|(name, old, new)| format!("{name} {old} → {new}")).collect();
    if told.is_empty() { "nothing changed".to_owned() } else { told.join(", ") }
}
