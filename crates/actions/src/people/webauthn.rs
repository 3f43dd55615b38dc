//! Passkeys by webauthn-rs: what a browser is asked, and whether what it answers is good. Who asked what, once and of late, is
//! known by the caller.

use danvan_domain::passkeys::{CHALLENGE_SECONDS, Party};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;
use webauthn_rs::prelude::{
    COSEKey, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

/// More than any authenticator says.
const LONGEST_ANSWER: usize = 64 * 1024;
/// Where in the words of an authenticator its flags stand (section 6.1 of the standard).
const FLAGS: usize = 32;
/// The flag of a passkey that may live on several devices.
const MAY_BE_COPIED: u8 = 0x08;

/// Why an answer is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It cannot be read, or says something else than was asked.
    Unreadable,
    /// It answers another question than this one.
    Challenge,
    /// It was made on a page of another site, or for one.
    Foreign,
    /// Nobody showed the authenticator who they are: no finger, face or number.
    Unverified,
    /// A kind of key that is not taken any more.
    Kind,
    /// The signature is not this passkey's.
    Signature,
    /// It counts no further than before: there may be a copy.
    Counter,
}

impl From<WebauthnError> for Fault {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::MismatchedChallenge => Self::Challenge,
            WebauthnError::InvalidRPOrigin
            | WebauthnError::InvalidRPIDHash
            | WebauthnError::CredentialCrossOrigin => Self::Foreign,
            WebauthnError::UserNotPresent | WebauthnError::UserNotVerified => Self::Unverified,
            WebauthnError::AuthenticationFailure
            | WebauthnError::SignatureInvalid
            | WebauthnError::CredentialNotFound => Self::Signature,
            WebauthnError::CredentialPossibleCompromise => Self::Counter,
            _ => Self::Unreadable,
        }
    }
}

/// What a browser is asked, and what must be remembered until it answers.
pub(super) struct Asked {
    /// What is to be signed.
    pub(super) challenge: Vec<u8>,
    /// The question in the words browsers know.
    pub(super) options: Value,
    /// What webauthn-rs remembers of it.
    pub(super) state: String,
}

/// An answer whose question is known, but nothing more.
pub(super) struct Read<Answer> {
    answer: Answer,
    client: Client,
}

/// What a browser says of the page it answers for, as far as it is read here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    challenge: String,
    #[serde(default)]
    cross_origin: bool,
}

/// What is answered when a passkey is made, and when one is used.
pub(super) trait Answer: DeserializeOwned {
    /// What the browser says of the page.
    fn client(&self) -> &[u8];
}

impl Answer for RegisterPublicKeyCredential {
    fn client(&self) -> &[u8] {
        &self.response.client_data_json
    }
}

impl Answer for PublicKeyCredential {
    fn client(&self) -> &[u8] {
        &self.response.client_data_json
    }
}

/// A passkey that was made, or that signed.
#[derive(Debug)]
pub(super) struct Good {
    /// Its own id.
    pub(super) credential: Vec<u8>,
    /// The passkey as webauthn-rs keeps it.
    pub(super) kept: Vec<u8>,
    /// How far it counts.
    pub(super) counter: u32,
}

/// A passkey as the house kept it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept<'a> {
    /// Its own id.
    pub(super) credential: &'a [u8],
    /// As webauthn-rs keeps it; of those made before only the public key, as COSE writes it.
    pub(super) kept: &'a [u8],
    /// How far it had counted.
    pub(super) counter: u32,
}

fn site(party: &Party, name: &str) -> Result<Webauthn, Fault> {
    let origin = Url::parse(&party.origin).map_err(|_| Fault::Foreign)?;
    let builder = WebauthnBuilder::new(&party.id, &origin)?;
    Ok(builder.rp_name(name).timeout(Duration::from_secs(CHALLENGE_SECONDS.unsigned_abs())).build()?)
}

fn listed(credentials: &[Vec<u8>]) -> Value {
    // Bytes are written as webauthn-rs writes those of the challenge: in base64url.
    let one = |id: &Vec<u8>| json!({"type": "public-key", "id": written(id)});
    credentials.iter().map(one).collect()
}

fn written(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Asks for a signature of one of the passkeys named, or of any when none is.
///
/// # Errors
/// [`Fault::Foreign`] where no passkeys are made, [`Fault::Unreadable`] when the question cannot be written.
pub(super) fn ask(party: &Party, credentials: &[Vec<u8>]) -> Result<Asked, Fault> {
    let (asked, state) = site(party, &party.id)?.start_discoverable_authentication()?;
    let mut options = as_json(&asked.public_key)?;
    options["allowCredentials"] = listed(credentials);
    Ok(Asked { challenge: asked.public_key.challenge, options, state: as_json(&state)?.to_string() })
}

/// Asks for a new passkey of somebody; `there` are those they have.
///
/// # Errors
/// As [`ask`].
pub(super) fn ask_new(
    party: &Party,
    house: &str,
    (person, sign_in, name): (Uuid, &str, &str),
    there: Vec<Vec<u8>>,
) -> Result<Asked, Fault> {
    let site = site(party, house)?;
    let (asked, state) = site.start_passkey_registration(person, sign_in, name, Some(there))?;
    let mut options = as_json(&asked.public_key)?;
    // So that it is found without a name. webauthn-rs asks authenticators with little room not to; nothing is checked by it.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    Ok(Asked { challenge: asked.public_key.challenge, options, state: as_json(&state)?.to_string() })
}

fn as_json(value: &impl serde::Serialize) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(|_| Fault::Unreadable)
}

/// Reads an answer.
///
/// # Errors
/// [`Fault::Unreadable`].
pub(super) fn read<One: Answer>(text: &str) -> Result<Read<One>, Fault> {
    if text.len() > LONGEST_ANSWER {
        return Err(Fault::Unreadable);
    }
    let answer: One = serde_json::from_str(text).map_err(|_| Fault::Unreadable)?;
    let client = serde_json::from_slice(answer.client()).map_err(|_| Fault::Unreadable)?;
    Ok(Read { answer, client })
}

impl<One: Answer> Read<One> {
    /// The question it says to answer.
    ///
    /// # Errors
    /// [`Fault::Unreadable`].
    pub(super) fn challenge(&self) -> Result<Vec<u8>, Fault> {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.decode(&self.client.challenge).map_err(|_| Fault::Unreadable)
    }
}

impl Read<RegisterPublicKeyCredential> {
    /// The passkey that was made (section 7.1 of the standard).
    ///
    /// # Errors
    /// What is not good about it.
    pub(super) fn made(&self, party: &Party, state: &str) -> Result<Good, Fault> {
        let state: PasskeyRegistration = serde_json::from_str(state).map_err(|_| Fault::Challenge)?;
        let made = site(party, &party.id)?.finish_passkey_registration(&self.answer, &state)?;
        good(&made)
    }
}

impl Read<PublicKeyCredential> {
    /// Which passkey it says to be of.
    pub(super) fn credential(&self) -> &[u8] {
        self.answer.get_credential_id()
    }

    /// Whose passkey it says to be, where the authenticator told.
    pub(super) fn owner(&self) -> &[u8] {
        self.answer.get_user_unique_id().unwrap_or_default()
    }

    /// Whether a passkey signed this question (section 7.2 of the standard), and what is kept of it from now on.
    ///
    /// # Errors
    /// What is not good about it.
    pub(super) fn signed(&self, party: &Party, state: &str, kept: Kept<'_>) -> Result<Good, Fault> {
        let state: DiscoverableAuthentication = serde_json::from_str(state).map_err(|_| Fault::Challenge)?;
        // webauthn-rs asks this of new passkeys only.
        if self.client.cross_origin {
            return Err(Fault::Foreign);
        }
        let flags = self.answer.response.authenticator_data.get(FLAGS).copied().unwrap_or_default();
        let mut passkey = of_kept(kept, flags & MAY_BE_COPIED != 0)?;
        let site = site(party, &party.id)?;
        let found = site.finish_discoverable_authentication_v2(&self.answer, state, &passkey)?;
        passkey.update_credential(&found);
        good(&passkey)
    }
}

fn good(passkey: &Passkey) -> Result<Good, Fault> {
    let kept = as_json(passkey)?;
    let counter = kept["cred"]["counter"].as_u64().and_then(|counter| u32::try_from(counter).ok());
    Ok(Good {
        credential: passkey.cred_id().clone(),
        counter: counter.ok_or(Fault::Unreadable)?,
        kept: kept.to_string().into_bytes(),
    })
}

/// A passkey as webauthn-rs wants it. Of one made before, nobody kept whether it may live on several devices: it is what it
/// says when it signs next.
fn of_kept(kept: Kept<'_>, may_be_copied: bool) -> Result<Passkey, Fault> {
    if kept.kept.starts_with(b"{") {
        return serde_json::from_slice(kept.kept).map_err(|_| Fault::Unreadable);
    }
    let key: serde_cbor_2::Value = serde_cbor_2::from_slice(kept.kept).map_err(|_| Fault::Kind)?;
    let key = COSEKey::try_from(&key).map_err(|_| Fault::Kind)?;
    let whole = json!({"cred": {
        "cred_id": written(kept.credential),
        "cred": as_json(&key)?,
        "counter": kept.counter,
        "transports": null,
        "user_verified": true,
        "backup_eligible": may_be_copied,
        "backup_state": false,
        "registration_policy": "required",
        "extensions": {},
        "attestation": {"data": "None", "metadata": "None"},
        "attestation_format": "none",
    }});
    serde_json::from_value(whole).map_err(|_| Fault::Kind)
}

#[cfg(test)]
mod test;
