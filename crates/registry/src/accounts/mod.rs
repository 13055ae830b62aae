//! Accounts: made, changed, let in and shut out. What a role may do is the service's matter; here it is a name.

mod change;
mod fault;
mod links;
mod password;
mod secret;
mod tokens;

pub use change::{AccountChange, NewAccount, add_account, change_account, change_password};
pub use fault::AccountFault;
pub use links::{first_link, link_account, reset_link, use_link};
pub use password::{PasswordRules, hash_password, password_fits};
pub use secret::{fresh_secret, secret_hash};
pub use tokens::{add_token, revoke, revoke_all, revoke_everything};

/// The role that the first account has: there must always be one that can sign in.
pub const ADMINISTRATOR: &str = "security-administrator";

/// Who does something with accounts, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By<'a> {
    /// Name of the account, or of the system's user.
    pub author: &'a str,
    /// Now.
    pub at: jiff::Timestamp,
}
