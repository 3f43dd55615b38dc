//! Passkeys (Web Authentication level 3): what a browser answers when somebody adds one or signs in with one, and whether
//! that answer is good. Who asked what, once and of late, is known by the caller; here everything is bytes.
//!
//! What an authenticator says of its own make (attestation) is not asked for and not looked at: any is welcome.

mod cbor;

use crate::signatures::{PublicKey, Scheme};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cbor::Value;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How many bytes a challenge has.
pub const CHALLENGE_BYTES: usize = 32;
/// For how many seconds a challenge waits for its answer.
pub const CHALLENGE_SECONDS: i64 = 300;
/// How many passkeys somebody may have.
pub const MOST: usize = 12;
/// How many characters the name of a passkey may have.
pub const NAME_CHARACTERS: usize = 60;
/// The kinds of keys asked for, by their numbers of COSE, the one liked best first: ES256, EdDSA, RS256.
pub const ALGORITHMS: [i64; 3] = [-7, -8, -257];

/// More than any authenticator says.
const LONGEST_ANSWER: usize = 64 * 1024;

/// In whose name passkeys are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The host, to which every passkey is bound.
    pub id: String,
    /// Scheme, host and port, as browsers tell where a page came from.
    pub origin: String,
}

impl Party {
    /// The party of the address at which people open the house; nothing when browsers make no passkeys there: without TLS
    /// (but on `localhost`), or under a bare number.
    pub fn of(address: &str) -> Option<Self> {
        let address = address.trim_end_matches('/').to_lowercase();
        let (scheme, rest) = address.split_once("://")?;
        let host = match rest.rsplit_once(':') {
            Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => rest,
        };
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let is_name = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
            && host
                .split('.')
                .next_back()
                .is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()));
        let is_safe = scheme == "https" || scheme == "http" && is_local;
        // A browser leaves out the port that its scheme has anyway.
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let rest = rest.strip_suffix(usual).unwrap_or(rest);
        (is_name && is_safe).then(|| Self { id: host.to_owned(), origin: format!("{scheme}://{rest}") })
    }
}

/// Why an answer is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It cannot be read, or says something else than was asked.
    Unreadable,
    /// It answers another question than this one.
    Challenge,
    /// It was made on a page of another site, or for one.
    Foreign,
    /// Nobody showed the authenticator who they are: no finger, face or number.
    Unverified,
    /// A kind of key nobody asked for.
    Key,
    /// The signature is not this passkey's.
    Signature,
    /// It counts no further than before: there may be a copy.
    Counter,
}

/// What a browser says of the page it answers for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// An answer as the page sends it, bytes in base64url.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Answer {
    /// Which passkey.
    pub id: String,
    /// What the browser says of the page.
    #[serde(rename = "clientDataJSON")]
    pub client: String,
    /// When one is added: the passkey.
    pub attestation_object: String,
    /// When one is used: what the authenticator says.
    pub authenticator_data: String,
    /// When one is used: its signature.
    pub signature: String,
    /// When one is used: whose it is, as the authenticator keeps it.
    pub user_handle: String,
}

fn bytes(text: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Fault::Unreadable)
}

/// Bytes as pages and browsers write them.
pub fn written(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// An answer whose question is known, but nothing more.
pub struct Read {
    answer: Answer,
    client_bytes: Vec<u8>,
    client: Client,
    challenge: Vec<u8>,
}

/// A passkey as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its own id.
    pub credential: Vec<u8>,
    /// Its public key, as COSE writes it.
    pub key: Vec<u8>,
    /// How far it counts.
    pub counter: u32,
}

/// What a passkey is, as the house keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// Its public key, as COSE writes it.
    pub key: &'a [u8],
    /// How far it had counted.
    pub counter: u32,
}

/// Reads an answer.
///
/// # Errors
/// [`Fault::Unreadable`].
pub fn read(text: &str) -> Result<Read, Fault> {
    if text.len() > LONGEST_ANSWER {
        return Err(Fault::Unreadable);
    }
    let answer: Answer = serde_json::from_str(text).map_err(|_| Fault::Unreadable)?;
    let client_bytes = bytes(&answer.client)?;
    let client: Client = serde_json::from_slice(&client_bytes).map_err(|_| Fault::Unreadable)?;
    let challenge = bytes(&client.challenge)?;
    Ok(Read { answer, client_bytes, client, challenge })
}

impl Read {
    /// The question it says to answer.
    pub fn challenge(&self) -> &[u8] {
        &self.challenge
    }

    /// Which passkey it says to be of.
    ///
    /// # Errors
    /// [`Fault::Unreadable`].
    pub fn credential(&self) -> Result<Vec<u8>, Fault> {
        bytes(&self.answer.id)
    }

    /// Whose passkey it says to be, where the authenticator told.
    ///
    /// # Errors
    /// [`Fault::Unreadable`].
    pub fn owner(&self) -> Result<Vec<u8>, Fault> {
        bytes(&self.answer.user_handle)
    }

    /// Whether it was made for this question, on a page of ours.
    fn fits(&self, party: &Party, challenge: &[u8], kind: &str) -> Result<(), Fault> {
        if self.client.r#type != kind {
            Err(Fault::Unreadable)
        } else if self.challenge != challenge {
            Err(Fault::Challenge)
        } else if self.client.origin != party.origin || self.client.cross_origin {
            Err(Fault::Foreign)
        } else {
            Ok(())
        }
    }

    /// The passkey that was made (section 7.1 of the standard).
    ///
    /// # Errors
    /// What is not good about it.
    pub fn made(&self, party: &Party, challenge: &[u8]) -> Result<Made, Fault> {
        let (made, is_verified) = self.made_by_anybody(party, challenge)?;
        if is_verified { Ok(made) } else { Err(Fault::Unverified) }
    }

    fn made_by_anybody(&self, party: &Party, challenge: &[u8]) -> Result<(Made, bool), Fault> {
        self.fits(party, challenge, "webauthn.create")?;
        let object = bytes(&self.answer.attestation_object)?;
        let (object, rest) = Value::read(&object).ok_or(Fault::Unreadable)?;
        let data = object.named("authData").and_then(Value::bytes).filter(|_| rest.is_empty());
        let told = Told::read(data.ok_or(Fault::Unreadable)?, party)?;
        let (credential, key) = told.made.ok_or(Fault::Unreadable)?;
        if credential != self.credential()? || credential.is_empty() || credential.len() > 1023 {
            return Err(Fault::Unreadable);
        }
        key_of(key).ok_or(Fault::Key)?;
        let made = Made { credential: credential.to_vec(), key: key.to_vec(), counter: told.counter };
        Ok((made, told.is_verified))
    }

    /// Whether a passkey signed this question (section 7.2 of the standard), and how far it counts now.
    ///
    /// # Errors
    /// What is not good about it.
    pub fn signed(&self, party: &Party, challenge: &[u8], kept: Kept<'_>) -> Result<u32, Fault> {
        let (counter, is_verified) = self.signed_by_anybody(party, challenge, kept)?;
        if is_verified { Ok(counter) } else { Err(Fault::Unverified) }
    }

    fn signed_by_anybody(
        &self,
        party: &Party,
        challenge: &[u8],
        kept: Kept<'_>,
    ) -> Result<(u32, bool), Fault> {
        self.fits(party, challenge, "webauthn.get")?;
        let data = bytes(&self.answer.authenticator_data)?;
        let told = Told::read(&data, party)?;
        let (key, scheme) = key_of(kept.key).ok_or(Fault::Key)?;
        let message = [&data[..], &Sha256::digest(&self.client_bytes)[..]].concat();
        if !key.signed(scheme, &message, &bytes(&self.answer.signature)?) {
            return Err(Fault::Signature);
        }
        // Passkeys that live on several devices do not count at all.
        if (told.counter > 0 || kept.counter > 0) && told.counter <= kept.counter {
            return Err(Fault::Counter);
        }
        Ok((told.counter, told.is_verified))
    }
}

/// What an authenticator says (section 6.1 of the standard).
struct Told<'a> {
    is_verified: bool,
    counter: u32,
    /// Id and key of a new passkey.
    made: Option<(&'a [u8], &'a [u8])>,
}

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HAS_KEY: u8 = 0x40;
const HAS_MORE: u8 = 0x80;

impl<'a> Told<'a> {
    fn read(data: &'a [u8], party: &Party) -> Result<Self, Fault> {
        let (head, mut rest) = data.split_at_checked(37).ok_or(Fault::Unreadable)?;
        if head[..32] != Sha256::digest(party.id.as_bytes())[..] {
            return Err(Fault::Foreign);
        }
        let flags = head[32];
        if flags & PRESENT == 0 {
            return Err(Fault::Unverified);
        }
        let mut made = None;
        if flags & HAS_KEY != 0 {
            let (credential, after) = credential(rest).ok_or(Fault::Unreadable)?;
            let (_, after_key) = Value::read(after).ok_or(Fault::Unreadable)?;
            made = Some((credential, &after[..after.len() - after_key.len()]));
            rest = after_key;
        }
        if flags & HAS_MORE != 0 {
            rest = Value::read(rest).ok_or(Fault::Unreadable)?.1;
        }
        if !rest.is_empty() {
            return Err(Fault::Unreadable);
        }
        let counter = head[33..].iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
        Ok(Self { is_verified: flags & VERIFIED != 0, counter, made })
    }
}

/// Past the make of the authenticator, the id of a new passkey and what follows it.
fn credential(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = rest.get(16..)?.split_at_checked(2)?;
    rest.split_at_checked(usize::from(length[0]) << 8 | usize::from(length[1]))
}

/// A key as COSE writes it (RFC 9053), of a kind that was asked for.
fn key_of(cose: &[u8]) -> Option<(PublicKey, Scheme)> {
    let (key, rest) = Value::read(cose)?;
    let number = |label| key.numbered(label).and_then(Value::number);
    let bytes = |label| key.numbered(label).and_then(Value::bytes);
    if !rest.is_empty() {
        return None;
    }
    match (number(1)?, number(3)?) {
        (2, -7) if number(-1)? == 1 => Some((PublicKey::p256(bytes(-2)?, bytes(-3)?)?, Scheme::Es256Der)),
        (1, -8) if number(-1)? == 6 => Some((PublicKey::ed25519(bytes(-2)?)?, Scheme::EdDsa)),
        (3, -257) => Some((PublicKey::Rsa(bytes(-1)?.to_vec(), bytes(-2)?.to_vec()), Scheme::Rs256)),
        _ => None,
    }
}

#[cfg(test)]
mod test;
