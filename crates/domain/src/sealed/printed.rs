//! A share of a recovery key as it stands on paper: fifty-six letters and digits in groups, with a check that a slip of
//! the hand does not pass and that knows which recovery key it belongs to.

use super::shares::{SECRET, Share};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Crockford's base 32: no I, L, O (read as 1, 1, 0) and no U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes that hold the check.
const CHECK: usize = 2;
/// Bytes on paper: where, what, check.
const BYTES: usize = 1 + SECRET + CHECK;
/// Letters on paper; five bits each.
const LENGTH: usize = BYTES * 8 / 5;

fn check_of(public: &[u8], share: &[u8]) -> [u8; CHECK] {
    let digest =
        Sha256::new().chain_update(b"danvan share").chain_update(public).chain_update(share).finalize();
    [digest[0], digest[1]]
}

/// A share on paper. `public` is the public half of the recovery key it belongs to.
pub fn print(public: &[u8], share: &Share) -> Zeroizing<String> {
    let mut bytes = share.to_bytes();
    let check = check_of(public, &bytes);
    bytes.extend_from_slice(&check);
    let mut printed = Zeroizing::new(String::with_capacity(LENGTH * 2));
    for place in 0..LENGTH {
        if place > 0 && place % 4 == 0 {
            printed.push('-');
        }
        let five = (0..5).fold(0_u8, |five, step| {
            let bit = place * 5 + step;
            five << 1 | (bytes[bit / 8] >> (7 - bit % 8)) & 1
        });
        printed.push(char::from(LETTERS[usize::from(five)]));
    }
    printed
}

/// Reads a share that was typed from paper; nothing when a letter is wrong or it belongs to another recovery key.
pub fn read(public: &[u8], typed: &str) -> Option<Share> {
    let mut bytes = Zeroizing::new([0_u8; BYTES]);
    let mut place = 0;
    for letter in typed.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '.')) {
        let letter = match letter.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        };
        let five = LETTERS.iter().position(|own| char::from(*own) == letter)?;
        if place == LENGTH {
            return None;
        }
        for step in 0..5 {
            let bit = place * 5 + step;
            bytes[bit / 8] |= (((five >> (4 - step)) & 1) as u8) << (7 - bit % 8);
        }
        place += 1;
    }
    let (share, check) = bytes.split_at(1 + SECRET);
    (place == LENGTH && check == check_of(public, share)).then(|| Share::from_bytes(share)).flatten()
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn paper_is_read_back(
            at in 1_u8..=255, values in any::<[u8; SECRET]>(), public in any::<[u8; 32]>(),
        ) {
            let share = Share { at, values: Zeroizing::new(values) };
            let printed = print(&public, &share);
            prop_assert_eq!(read(&public, &printed), Some(share.clone()));
            prop_assert_eq!(read(&public, &printed.to_lowercase().replace('-', " ").replace('0', "o")), Some(share));
            prop_assert!(read(&public, &printed[1..]).is_none());
            let longer = [printed.as_str(), "0"].concat();
            prop_assert!(read(&public, &longer).is_none());
        }
    }

    #[test]
    fn a_share_of_another_key_and_nonsense_are_no_shares() {
        let printed = print(&[1; 32], &Share { at: 3, values: Zeroizing::new([9; SECRET]) });
        assert_eq!(printed.len(), 56 + 13);
        assert!(read(&[1; 32], &printed).is_some() && read(&[2; 32], &printed).is_none());
        for typed in ["", "đường", "UUUU", "0000"] {
            assert!(read(&[1; 32], typed).is_none(), "{typed}");
        }
        let mut changed = 0;
        for (place, _) in printed.char_indices().filter(|(_, letter)| *letter != '-') {
            let mut slip = printed.as_bytes().to_vec();
            slip[place] = if slip[place] == b'7' { b'8' } else { b'7' };
            changed += usize::from(read(&[1; 32], std::str::from_utf8(&slip).expect("letters")).is_some());
        }
        assert_eq!(changed, 0, "no single slip passes");
    }
}
