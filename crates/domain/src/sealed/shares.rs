//! A secret split so that some of its shares give it back and fewer say nothing about it: Shamir's way, byte by byte
//! over the field of 256 elements. Multiplication takes the same time whatever it multiplies.

use zeroize::Zeroizing;

/// Bytes of a secret.
pub const SECRET: usize = 32;

/// One share of a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
    /// Where the polynomials were read, 1 to 255.
    pub at: u8,
    /// What they were there, a byte of the secret each.
    pub values: Zeroizing<[u8; SECRET]>,
}

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Share({})", self.at)
    }
}

impl Share {
    /// The share as bytes: where, then what.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 + SECRET));
        bytes.push(self.at);
        bytes.extend_from_slice(&self.values[..]);
        bytes
    }

    /// The share that bytes are; nothing when they are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (at, values) = bytes.split_first()?;
        let values: [u8; SECRET] = values.try_into().ok()?;
        (*at != 0).then(|| Self { at: *at, values: Zeroizing::new(values) })
    }
}

/// Splits a secret into `count` shares of which any `needed` give it back. `chance` gives bytes nobody can guess.
///
/// Nothing when `needed` is less than 2, more than `count`, or `count` more than 255.
pub fn split(
    secret: &[u8; SECRET],
    needed: u8,
    count: u8,
    chance: &mut dyn FnMut() -> [u8; SECRET],
) -> Option<Vec<Share>> {
    if needed < 2 || needed > count {
        return None;
    }
    // One polynomial a byte: the secret is where it crosses zero, the rest is chance.
    let rest: Vec<Zeroizing<[u8; SECRET]>> = (1..needed).map(|_| Zeroizing::new(chance())).collect();
    let read = |at: u8| {
        let mut values = Zeroizing::new([0_u8; SECRET]);
        for (byte, value) in values.iter_mut().enumerate() {
            let high = rest.iter().rev().fold(0, |sum, factors| times(sum, at) ^ factors[byte]);
            *value = times(high, at) ^ secret[byte];
        }
        Share { at, values }
    };
    Some((1..=count).map(read).collect())
}

/// The secret of some shares. With fewer shares than were needed, or with shares of different secrets, it is another
/// secret: whoever joins must be able to tell. Nothing for fewer than two, or when two were read at the same place.
pub fn join(shares: &[Share]) -> Option<Zeroizing<[u8; SECRET]>> {
    let twice = |(index, share): (usize, &Share)| shares[..index].iter().any(|other| other.at == share.at);
    if shares.len() < 2 || shares.iter().enumerate().any(twice) {
        return None;
    }
    let mut secret = Zeroizing::new([0_u8; SECRET]);
    for share in shares {
        let others = shares.iter().filter(|other| other.at != share.at);
        let weight =
            others.fold(1, |product, other| times(product, times(other.at, inverse(other.at ^ share.at))));
        for (byte, value) in secret.iter_mut().enumerate() {
            *value ^= times(share.values[byte], weight);
        }
    }
    Some(secret)
}

/// The product of two elements, modulo x⁸ + x⁴ + x³ + x + 1, without a branch or a table.
const fn times(a: u8, b: u8) -> u8 {
    let (mut product, mut shifted, mut bit) = (0_u8, a, 0);
    while bit < 8 {
        product ^= shifted & (0_u8.wrapping_sub((b >> bit) & 1));
        shifted = (shifted << 1) ^ (0x1b & 0_u8.wrapping_sub(shifted >> 7));
        bit += 1;
    }
    product
}

/// What an element times gives one: its 254th power. Zero stays zero.
const fn inverse(a: u8) -> u8 {
    let (mut power, mut square, mut step) = (1_u8, times(a, a), 1);
    while step < 8 {
        power = times(power, square);
        square = times(square, square);
        step += 1;
    }
    power
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    fn chance(seed: u8) -> impl FnMut() -> [u8; SECRET] {
        let mut state: [u8; SECRET] = Sha256::digest([seed]).into();
        move || {
            state = Sha256::digest(state).into();
            state
        }
    }

    #[test]
    fn the_field_is_the_field() {
        // Worked in FIPS 197, 4.2.
        assert_eq!((times(0x57, 0x83), times(0x57, 0x13), times(0x53, 0xca)), (0xc1, 0xfe, 0x01));
        for a in 1..=255 {
            assert_eq!(times(a, inverse(a)), 1, "{a}");
            assert_eq!((times(a, 0), times(a, 1), times(1, a)), (0, a, a));
        }
        assert_eq!(inverse(0), 0);
    }

    #[test]
    fn numbers_that_protect_nothing_are_refused() {
        let secret = [7; SECRET];
        for (needed, count, expected) in
            [(0, 3, false), (1, 3, false), (4, 3, false), (2, 1, false), (2, 2, true), (3, 255, true)]
        {
            assert_eq!(split(&secret, needed, count, &mut chance(1)).is_some(), expected, "{needed}/{count}");
        }
    }

    #[test]
    fn one_share_or_the_same_twice_give_nothing() {
        let shares = split(&[9; SECRET], 2, 3, &mut chance(2)).expect("shares");
        assert!(join(&shares[..1]).is_none() && join(&[]).is_none());
        assert!(join(&[shares[0].clone(), shares[0].clone()]).is_none());
        assert!(Share::from_bytes(&[0; 33]).is_none() && Share::from_bytes(&[1; 32]).is_none());
        assert_eq!(Share::from_bytes(&shares[1].to_bytes()), Some(shares[1].clone()));
    }

    proptest! {
        #[test]
        fn enough_shares_give_the_secret_and_one_fewer_never_does(
            secret in any::<[u8; SECRET]>(), needed in 2_u8..7, more in 0_u8..5, seed in any::<u8>(), turn in any::<usize>(),
        ) {
            let count = needed + more;
            let mut shares = split(&secret, needed, count, &mut chance(seed)).expect("shares");
            let length = shares.len();
            shares.rotate_left(turn % length);
            let enough = usize::from(needed);
            prop_assert_eq!(*join(&shares[..enough]).expect("a secret"), secret);
            prop_assert_eq!(*join(&shares).expect("a secret"), secret);
            if let Some(fewer) = join(&shares[..enough - 1]) {
                prop_assert_ne!(*fewer, secret);
            }
        }

        /// For any share alone and any secret there is a polynomial that goes through both: a share says nothing.
        #[test]
        fn a_share_alone_fits_every_secret(value in any::<u8>(), secret in any::<u8>(), at in 1_u8..=255) {
            let factor = times(value ^ secret, inverse(at));
            prop_assert_eq!(times(factor, at) ^ secret, value);
        }
    }
}
