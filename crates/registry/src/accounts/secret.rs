//! Secrets of sessions, tokens and links: 256 random bits, of which the record keeps only the hash.

use sha2::{Digest, Sha256};

use super::AccountFault;

/// A new secret as 64 hexadecimal digits.
///
/// # Errors
/// When the system gives no random numbers.
pub fn fresh_secret() -> Result<String, AccountFault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| AccountFault::NoRandom)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What the record keeps of a secret.
pub fn secret_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
