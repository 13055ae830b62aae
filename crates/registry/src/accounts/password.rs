//! Passwords: which are taken, and how they are kept.

use std::sync::OnceLock;

use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use super::AccountFault;

/// Which passwords are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// Fewest characters.
    pub shortest: usize,
}

/// Longer ones are no safer, only slower to read.
const LONGEST: usize = 200;

/// What is tried first, in lower case and without digits and signs around.
const WORST: [&str; 28] = [
    "password",
    "passwd",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "asdfghjkl",
    "zxcvbnm",
    "abc",
    "abcd",
    "abcdef",
    "iloveyou",
    "woaini",
    "admin",
    "administrator",
    "root",
    "welcome",
    "letmein",
    "jingwei",
    "qingdao",
    "shinan",
    "wangge",
    "test",
    "guest",
    "monkey",
    "dragon",
    "master",
    "user",
    "qazwsx",
];

impl Default for PasswordRules {
    fn default() -> Self {
        PasswordRules { shortest: 10 }
    }
}

impl PasswordRules {
    /// Refuses a password that is easily guessed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(self, name: &str, password: &str) -> Result<(), AccountFault> {
        let characters = password.chars().count();
        if characters < self.shortest || characters > LONGEST {
            return Err(AccountFault::PasswordLength { shortest: self.shortest, longest: LONGEST });
        }
        let lower = password.to_lowercase();
        if !name.is_empty() && lower.contains(&name.to_lowercase()) {
            return Err(AccountFault::PasswordName);
        }
        let core = lower.trim_matches(|c: char| !c.is_alphabetic());
        let core = core.replace('0', "o").replace('1', "l").replace('@', "a").replace('$', "s");
        let few = lower.chars().collect::<std::collections::BTreeSet<_>>().len() < 5;
        if few || core.is_empty() || WORST.contains(&core.as_str()) {
            return Err(AccountFault::PasswordWorst);
        }
        Ok(())
    }
}

/// The argon2id hash of a password, with its salt and parameters (PHC string).
///
/// # Errors
/// When the system gives no random numbers for the salt.
pub fn hash_password(password: &str) -> Result<String, AccountFault> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|_| AccountFault::NoRandom)
}

/// Whether a password has this hash. Without a hash it takes as long and is never right, so that the time tells nobody
/// which accounts there are.
pub fn password_fits(password: &str, hash: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = || NOBODY.get_or_init(|| hash_password("nobody").unwrap_or_default()).as_str();
    let verified = Argon2::default().verify_password(password.as_bytes(), hash.unwrap_or_else(nobody)).is_ok();
    verified && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_refused() {
        let check = |name: &str, password: &str, expect: &str| {
            let said = PasswordRules::default().check(name, password).err().map_or("", |fault| fault.words().0);
            assert_eq!(said, expect, "{password}");
        };
        check("wang", "路边三棵樟树下的石凳", "");
        check("wang", "nine stone benches", "");
        check("wang", "short", "account-password-length");
        check("wang", "my-Wang-secret", "account-password-name");
        check("wang", "Password12345", "account-password-worst");
        check("wang", "p@ssw0rd!!2026", "account-password-worst");
        check("wang", "1234567890", "account-password-worst");
        check("wang", "aaaaaaaabbbb", "account-password-worst");
    }

    #[test]
    fn only_the_right_password_fits() {
        let hash = hash_password("nine stone benches").unwrap();
        assert!(hash.starts_with("$argon2id$") && !hash.contains("stone"));
        assert!(password_fits("nine stone benches", Some(&hash)));
        assert!(!password_fits("nine stone bench", Some(&hash)));
        assert!(!password_fits("nobody", None));
        assert_ne!(hash, hash_password("nine stone benches").unwrap());
    }
}
