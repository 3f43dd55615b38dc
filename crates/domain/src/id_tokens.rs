//! Signing in through another provider (OpenID Connect Core 1.0): what its token must say and who must have signed it.

use crate::{
    signatures::{PublicKey, Scheme},
    time::Moment,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// More than any provider writes into a token for signing in.
pub const LONGEST: usize = 16 * 1024;
/// By so many seconds clocks may differ.
pub const SKEW_SECONDS: i64 = 60;

/// What a token must fit.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// Ourselves, as the provider knows us.
    pub client: &'a str,
    /// What we sent along, so that no token of another sign-in fits.
    pub nonce: &'a str,
    /// Now.
    pub now: Moment,
    /// When somebody was asked to show anew who they are; they must have done so since.
    pub anew_since: Option<Moment>,
}

/// Why a token is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no token, or too large.
    Unreadable,
    /// It is signed in a way that proves nothing, or not at all.
    Scheme,
    /// No key of the provider signed it.
    Signature,
    /// It comes from another provider.
    Issuer,
    /// It is for another program.
    Audience,
    /// Its time is over or has not come.
    Time,
    /// It belongs to another sign-in.
    Nonce,
    /// Whoever it is did not show anew who they are.
    Stale,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: f64,
    iat: Option<f64>,
    nbf: Option<f64>,
    nonce: Option<String>,
    azp: Option<String>,
    auth_time: Option<f64>,
}

/// A key of a provider (RFC 7517).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Key {
    kty: String,
    kid: Option<String>,
    r#use: Option<String>,
    alg: Option<String>,
    crv: String,
    n: String,
    e: String,
    x: String,
    y: String,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<serde_json::Value>,
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

/// Who signed in, by the name the provider has for them (`sub`), from its token and its published keys.
///
/// # Errors
/// What is not good about it.
pub fn subject(token: &str, keys: &str, wanted: Wanted<'_>) -> Result<String, Fault> {
    if token.len() > LONGEST {
        return Err(Fault::Unreadable);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Unreadable)?;
    let (head, claims) = signed.split_once('.').ok_or(Fault::Unreadable)?;
    let head: Head = json(head)?;
    let scheme = match head.alg.as_str() {
        "RS256" => Scheme::Rs256,
        "PS256" => Scheme::Ps256,
        "ES256" => Scheme::Es256,
        "EdDSA" => Scheme::EdDsa,
        _ => return Err(Fault::Scheme),
    };
    if head.crit.is_some() {
        return Err(Fault::Scheme);
    }
    let signature = bytes(signature).ok_or(Fault::Unreadable)?;
    let is_signed = keys_for(keys, &head).iter().any(|key| key.signed(scheme, signed.as_bytes(), &signature));
    if !is_signed {
        return Err(Fault::Signature);
    }
    let claims: Claims = json(claims)?;
    claims.fit(wanted)?;
    Ok(claims.sub)
}

fn json<T: for<'a> Deserialize<'a>>(part: &str) -> Result<T, Fault> {
    let bytes = bytes(part).ok_or(Fault::Unreadable)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Unreadable)
}

/// The keys that may have signed: with the name the token gives, where it gives one.
fn keys_for(keys: &str, head: &Head) -> Vec<PublicKey> {
    let Ok(keys) = serde_json::from_str::<Keys>(keys) else { return Vec::new() };
    let keys = keys.keys.into_iter().filter_map(|key| serde_json::from_value::<Key>(key).ok());
    keys.filter(|key| key.r#use.as_deref().is_none_or(|r#use| r#use == "sig"))
        .filter(|key| key.alg.as_deref().is_none_or(|alg| alg == head.alg))
        .filter(|key| head.kid.is_none() || key.kid == head.kid)
        .filter_map(|key| key.public())
        .collect()
}

impl Key {
    fn public(&self) -> Option<PublicKey> {
        match (self.kty.as_str(), self.crv.as_str()) {
            ("RSA", _) => Some(PublicKey::Rsa(bytes(&self.n)?, bytes(&self.e)?)),
            ("EC", "P-256") => PublicKey::p256(&bytes(&self.x)?, &bytes(&self.y)?),
            ("OKP", "Ed25519") => PublicKey::ed25519(&bytes(&self.x)?),
            _ => None,
        }
    }
}

impl Claims {
    /// Section 3.1.3.7 of the standard.
    fn fit(&self, wanted: Wanted<'_>) -> Result<(), Fault> {
        let now = wanted.now.micros() as f64 / 1e6;
        let skew = SKEW_SECONDS as f64;
        let is_ours = match &self.aud {
            Audience::One(one) => one == wanted.client,
            Audience::Several(all) => {
                all.iter().any(|one| one == wanted.client) && (all.len() == 1 || self.azp.is_some())
            }
        };
        let is_early = |at: Option<f64>| at.is_some_and(|at| at > now + skew);
        let has_shown = wanted
            .anew_since
            .is_none_or(|since| self.auth_time.is_some_and(|at| at >= since.micros() as f64 / 1e6 - skew));
        if self.iss != wanted.issuer {
            Err(Fault::Issuer)
        } else if !is_ours || self.azp.as_deref().is_some_and(|party| party != wanted.client) {
            Err(Fault::Audience)
        } else if self.exp + skew <= now || is_early(self.iat) || is_early(self.nbf) {
            Err(Fault::Time)
        } else if self.nonce.as_deref() != Some(wanted.nonce) {
            Err(Fault::Nonce)
        } else if self.sub.is_empty() || self.sub.chars().count() > 255 {
            Err(Fault::Unreadable)
        } else if !has_shown {
            Err(Fault::Stale)
        } else {
            Ok(())
        }
    }
}

/// What is told of a secret before it is shown (RFC 7636): whoever catches a code cannot use it.
pub fn code_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod test;
