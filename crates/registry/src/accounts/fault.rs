//! Why something with an account is refused.

/// Why something with an account is refused; `id` is its message.
#[derive(Debug, thiserror::Error)]
pub enum AccountFault {
    /// The record.
    #[error(transparent)]
    Record(#[from] store::Fault),
    /// The machine gives no random numbers.
    #[error("the system gives no random numbers")]
    NoRandom,
    /// An account of this name is there.
    #[error("there is an account {0}")]
    NameTaken(String),
    /// Not a name for an account.
    #[error("{0:?} is no account name: 2 to 40 letters, digits, '-', '_', '.', '@'")]
    NameWrong(String),
    /// There is no account of this name.
    #[error("there is no account {0}")]
    NoAccount(String),
    /// There is no such token or session.
    #[error("there is no such token")]
    NoPass,
    /// A password that is too short, or absurdly long.
    #[error("a password has {shortest} to {longest} characters")]
    PasswordLength {
        /// Fewest characters.
        shortest: usize,
        /// Most characters.
        longest: usize,
    },
    /// A password that holds the account's name.
    #[error("the password holds the account's name")]
    PasswordName,
    /// One of the passwords that are tried first.
    #[error("the password is among those that are tried first")]
    PasswordWorst,
    /// The link was used, has expired, or never was.
    #[error("the link was used or has expired")]
    LinkSpent,
    /// Nobody could manage accounts any more.
    #[error("the last security administrator must stay")]
    LastAdministrator,
}

impl AccountFault {
    /// Its message in the catalogue, with figures.
    pub fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            AccountFault::Record(fault) => ("account-record", vec![("reason", fault.to_string())]),
            AccountFault::NoRandom => ("account-no-random", vec![]),
            AccountFault::NameTaken(name) => ("account-name-taken", vec![("name", name.clone())]),
            AccountFault::NameWrong(name) => ("account-name-wrong", vec![("name", name.clone())]),
            AccountFault::NoAccount(name) => ("account-none", vec![("name", name.clone())]),
            AccountFault::NoPass => ("account-no-pass", vec![]),
            AccountFault::PasswordLength { shortest, longest } => {
                let figures = [("shortest", shortest), ("longest", longest)];
                ("account-password-length", figures.map(|(name, value)| (name, value.to_string())).to_vec())
            }
            AccountFault::PasswordName => ("account-password-name", vec![]),
            AccountFault::PasswordWorst => ("account-password-worst", vec![]),
            AccountFault::LinkSpent => ("account-link-spent", vec![]),
            AccountFault::LastAdministrator => ("account-last-administrator", vec![]),
        }
    }
}
