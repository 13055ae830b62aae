//! One-time links: to create the first account, and to choose a password.

use jiff::SignedDuration;
use store::{Account, NewPass, PassKind, Store};

use super::change::{insert, shut_out};
use super::{ADMINISTRATOR, AccountFault, By, NewAccount, PasswordRules, fresh_secret, hash_password, secret_hash};

/// The secret of the link that creates the security administrator; `None` when there is an account. Links from earlier
/// starts no longer work.
///
/// # Errors
/// When the record fails.
pub fn first_link(store: &mut Store, lasts: SignedDuration, by: By<'_>) -> Result<Option<String>, AccountFault> {
    if !store.accounts()?.is_empty() {
        return Ok(None);
    }
    let secret = fresh_secret()?;
    let mut writing = store.write_aside(by.author, "account first", by.at)?;
    writing.drop_passes(None, PassKind::Link, None)?;
    let pass = NewPass {
        hash: secret_hash(&secret),
        kind: PassKind::Link,
        account: None,
        name: "",
        expires: by.at.saturating_add(lasts).unwrap_or(by.at),
    };
    writing.add_pass(&pass)?;
    writing.note(ADMINISTRATOR, "one-time link made")?;
    writing.commit()?;
    Ok(Some(secret))
}

/// The secret of a link to choose a password. What opened the account before opens it no longer.
///
/// # Errors
/// When there is no such account.
pub fn reset_link(store: &mut Store, name: &str, lasts: SignedDuration, by: By<'_>) -> Result<String, AccountFault> {
    let secret = fresh_secret()?;
    let mut writing = store.write_aside(by.author, "account reset", by.at)?;
    let account = writing.account(name)?.ok_or_else(|| AccountFault::NoAccount(name.to_owned()))?;
    shut_out(&mut writing, name)?;
    writing.put_account(&Account { password: None, ..account }, "one-time link made")?;
    let pass = NewPass {
        hash: secret_hash(&secret),
        kind: PassKind::Link,
        account: Some(name),
        name: "",
        expires: by.at.saturating_add(lasts).unwrap_or(by.at),
    };
    writing.add_pass(&pass)?;
    writing.commit()?;
    Ok(secret)
}

/// Whose link it is; `None` inside when it creates the first account.
///
/// # Errors
/// When the link was used or has expired, or its account is shut out.
pub fn link_account(store: &Store, secret: &str, by: By<'_>) -> Result<Option<Account>, AccountFault> {
    let found = store.pass(&secret_hash(secret))?;
    match found.filter(|(pass, _)| pass.kind == PassKind::Link && pass.expires > by.at) {
        Some((_, Some(account))) if account.disabled => Err(AccountFault::LinkSpent),
        Some((_, Some(account))) => Ok(Some(account)),
        Some((_, None)) if store.accounts()?.is_empty() => Ok(None),
        _ => Err(AccountFault::LinkSpent),
    }
}

/// Uses a link: sets the password, and of the first account the name. The link works once; a password that is refused
/// does not use it up.
///
/// # Errors
/// When the link was used or has expired, or name or password are refused.
pub fn use_link(
    store: &mut Store,
    secret: &str,
    name: &str,
    password: &str,
    rules: PasswordRules,
    by: By<'_>,
) -> Result<Account, AccountFault> {
    let owner = link_account(store, secret, by)?;
    let name = owner.as_ref().map_or_else(|| name.trim().to_lowercase(), |account| account.name.clone());
    rules.check(&name, password)?;
    let hash = hash_password(password)?;
    let mut writing = store.write_aside(&name, "account link", by.at)?;
    let pass = writing.take_link(&secret_hash(secret))?.ok_or(AccountFault::LinkSpent)?;
    let account = match pass.account {
        Some(name) => {
            let account = writing.account(&name)?.ok_or(AccountFault::LinkSpent)?;
            let account = Account { password: Some(hash), must_change: false, ..account };
            writing.put_account(&account, "password chosen")?;
            account
        }
        None if writing.accounts()?.is_empty() => {
            let new = NewAccount { name, display: String::new(), role: ADMINISTRATOR.to_owned(), areas: Vec::new() };
            insert(&mut writing, &new, Some(hash), false)?
        }
        None => return Err(AccountFault::LinkSpent),
    };
    writing.commit()?;
    Ok(account)
}
