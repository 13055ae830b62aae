//! API tokens: made, and revoked like sessions.

use jiff::SignedDuration;
use store::{NewPass, PassKind, Store};

use super::change::shut_out;
use super::{AccountFault, By, fresh_secret, secret_hash};

/// Makes a token for an account; it is shown once.
///
/// # Errors
/// When there is no such account.
pub fn add_token(
    store: &mut Store,
    account: &str,
    name: &str,
    lasts: SignedDuration,
    by: By<'_>,
) -> Result<String, AccountFault> {
    let secret = fresh_secret()?;
    let mut writing = store.write_aside(by.author, "token add", by.at)?;
    if writing.account(account)?.is_none() {
        return Err(AccountFault::NoAccount(account.to_owned()));
    }
    let expires = by.at.saturating_add(lasts).unwrap_or(by.at);
    let hash = secret_hash(&secret);
    writing.add_pass(&NewPass { hash, kind: PassKind::Token, account: Some(account), name, expires })?;
    writing.note(account, &format!("token {name:?} until {expires}"))?;
    writing.commit()?;
    Ok(secret)
}

/// Revokes a token or a session of an account.
///
/// # Errors
/// When the account has none of this number.
pub fn revoke(store: &mut Store, account: &str, id: i64, by: By<'_>) -> Result<(), AccountFault> {
    let mut writing = store.write_aside(by.author, "token revoke", by.at)?;
    if !writing.drop_pass(account, id)? {
        return Err(AccountFault::NoPass);
    }
    writing.note(account, &format!("pass {id} revoked"))?;
    writing.commit()?;
    Ok(())
}

/// Revokes all sessions, tokens and links of an account.
///
/// # Errors
/// When the record fails.
pub fn revoke_all(store: &mut Store, account: &str, by: By<'_>) -> Result<(), AccountFault> {
    let mut writing = store.write_aside(by.author, "token revoke", by.at)?;
    shut_out(&mut writing, account)?;
    writing.note(account, "all sessions and tokens revoked")?;
    writing.commit()?;
    Ok(())
}

/// Ends all sessions, tokens and links of everybody: a restored record must not let in whom it let in when it was
/// copied.
///
/// # Errors
/// When the record cannot be written.
pub fn revoke_everything(store: &mut Store, by: By<'_>) -> Result<(), AccountFault> {
    let mut writing = store.write_aside(by.author, "token revoke", by.at)?;
    let number = writing.drop_all_passes()?;
    writing.note("", &format!("the record was restored: {number} sessions, tokens and links ended"))?;
    writing.commit()?;
    Ok(())
}
