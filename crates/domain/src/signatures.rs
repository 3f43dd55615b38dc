//! Whether a signature is right: what the tokens of another provider and the files of another installation rest on; and
//! signing files of our own. The arithmetic is ring's, which the house has for TLS.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, Ed25519KeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

/// The public half of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// A point of P-256, uncompressed: 4, then both coordinates of 32 bytes.
    P256(Vec<u8>),
    /// Ed25519.
    Ed25519(Vec<u8>),
    /// RSA of at least 2,048 bits: modulus and exponent, largest byte first.
    Rsa(Vec<u8>, Vec<u8>),
}

/// How a signature was made and is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// ECDSA over P-256 with SHA-256, as two numbers of 32 bytes.
    Es256,
    /// Ed25519.
    EdDsa,
    /// RSA, PKCS #1 v1.5, with SHA-256.
    Rs256,
    /// RSA, PSS, with SHA-256.
    Ps256,
}

impl PublicKey {
    /// A point of P-256 from its coordinates; nothing when they have another length.
    pub fn p256(x: &[u8], y: &[u8]) -> Option<Self> {
        (x.len() == 32 && y.len() == 32).then(|| Self::P256([&[4], x, y].concat()))
    }

    /// An Ed25519 key; nothing when it has another length.
    pub fn ed25519(x: &[u8]) -> Option<Self> {
        (x.len() == 32).then(|| Self::Ed25519(x.to_vec()))
    }

    /// Whether a message was signed by the other half. A key of another kind than the scheme's says no.
    pub fn signed(&self, scheme: Scheme, message: &[u8], signature: &[u8]) -> bool {
        match (self, scheme) {
            (Self::P256(point), Scheme::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
            (Self::Ed25519(key), Scheme::EdDsa) => {
                UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
            }
            (Self::Rsa(n, e), Scheme::Rs256) => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
            (Self::Rsa(n, e), Scheme::Ps256) => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PSS_2048_8192_SHA256, message, signature).is_ok()
            }
            _ => false,
        }
    }
}

/// The pair of an Ed25519 key whose private half these 32 bytes are.
fn pair(seed: &[u8; 32]) -> Ed25519KeyPair {
    match Ed25519KeyPair::from_seed_unchecked(seed) {
        Ok(pair) => pair,
        // It is refused only for another length.
        Err(_) => unreachable!("a seed has 32 bytes"),
    }
}

/// The public half of an Ed25519 key.
pub fn public_half(seed: &[u8; 32]) -> [u8; 32] {
    let mut public = [0; 32];
    public.copy_from_slice(pair(seed).public_key().as_ref());
    public
}

/// Signs a message with the private half of an Ed25519 key.
pub fn sign(seed: &[u8; 32], message: &[u8]) -> Vec<u8> {
    pair(seed).sign(message).as_ref().to_vec()
}
