//! A handler's passkey in place of their passphrase: what its authenticator makes of a salt (PRF of WebAuthn level 3) is a
//! secret of 256 bits that never leaves it but for this house and this salt. It travels in the field of the passphrase.

use super::cipher::{KEY, Secret};
use crate::ids::PersonId;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

/// What such a secret begins with where a passphrase is asked for; 64 hexadecimal digits follow.
const BEGINS: &str = "passkey:";

/// Most passkeys that open one key.
pub const MOST: usize = 5;

/// The secret that was given in place of a passphrase, if one was.
pub fn secret(given: &str) -> Option<Secret> {
    let digits = given.strip_prefix(BEGINS)?;
    let mut bytes = Zeroizing::new([0; KEY]);
    if digits.len() != 2 * KEY || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// What authenticators are asked to make a secret of, for one key.
pub fn salt(key: Uuid) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(b"danvan seal by passkey\0");
    digest.update(key.as_bytes());
    digest.finalize().into()
}

/// What a private half is closed with by a passkey's secret. The secret is as long as the key, so that nothing is stretched.
pub fn lock(secret: &Secret, salt: &[u8], (key, person): (Uuid, PersonId)) -> Secret {
    let mut digest = Sha256::new();
    digest.update(b"danvan lock by passkey\0");
    digest.update(key.as_bytes());
    digest.update(person.0.as_bytes());
    digest.update(u64::try_from(salt.len()).unwrap_or(u64::MAX).to_be_bytes());
    digest.update(salt);
    digest.update(&secret[..]);
    Zeroizing::new(digest.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_64_digits_behind_its_word_and_everything_else_a_passphrase() {
        let good = format!("passkey:{}", "0a".repeat(32));
        assert_eq!(secret(&good).map(|bytes| *bytes), Some([10; 32]));
        assert!(secret(&good.to_uppercase().replace("PASSKEY", "passkey")).is_some());
        for other in [
            "một câu mật khẩu dài, của riêng mỗi người".to_owned(),
            "passkey:".to_owned(),
            good[..good.len() - 1].to_owned(),
            format!("{good}0"),
            good.replace('a', "g"),
            good.replace("passkey", "Passkey"),
            format!("passkey:{}", "é".repeat(32)),
            format!("passkey:+{}", "0".repeat(63)),
        ] {
            assert!(secret(&other).is_none(), "{other}");
        }
    }

    #[test]
    fn a_lock_is_of_one_secret_one_key_one_person_and_one_salt() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (mine, yours) = (PersonId(one), PersonId(other));
        let (secret, another) = (Zeroizing::new([1; 32]), Zeroizing::new([2; 32]));
        let all = [
            lock(&secret, &[1; 16], (one, mine)),
            lock(&another, &[1; 16], (one, mine)),
            lock(&secret, &[2; 16], (one, mine)),
            lock(&secret, &[1; 16], (other, mine)),
            lock(&secret, &[1; 16], (one, yours)),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| one[..] != other[..]), "{at}");
        }
        assert_eq!(lock(&secret, &[1; 16], (one, mine))[..], all[0][..]);
        assert_ne!(salt(one), salt(other));
    }
}
