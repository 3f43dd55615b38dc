//! An authenticator of software: it makes one passkey and signs with it, as a telephone does, and does worse when told to.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Bytes as browsers write them.
pub(crate) fn written(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a browser answers, bytes in base64url.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Which passkey.
    pub id: String,
    /// What the browser says of the page.
    pub client: String,
    /// When one is made: the passkey.
    pub attestation_object: String,
    /// When one is used: what the authenticator says.
    pub authenticator_data: String,
    /// When one is used: its signature.
    pub signature: String,
    /// When one is used: whose it is, as the authenticator keeps it.
    pub user_handle: String,
}

impl Answer {
    /// The answer as the page's script sends it.
    pub fn json(&self) -> String {
        let response = if self.signature.is_empty() {
            json!({"clientDataJSON": self.client, "attestationObject": self.attestation_object})
        } else {
            json!({
                "clientDataJSON": self.client,
                "authenticatorData": self.authenticator_data,
                "signature": self.signature,
                "userHandle": self.user_handle,
            })
        };
        json!({"id": self.id, "rawId": self.id, "type": "public-key", "response": response}).to_string()
    }
}

/// A passkey with both its halves.
pub struct Authenticator {
    keys: EcdsaKeyPair,
    /// The id it gave the passkey.
    pub id: Vec<u8>,
    /// For whose house.
    pub house: String,
    /// On a page of which origin it is asked.
    pub origin: String,
    /// How far it counts; it counts on with every signature, unless it is 0.
    pub counter: u32,
    /// Whether somebody showed who they are.
    pub is_verified: bool,
    /// Whether it may live on several devices, and does.
    pub is_copied: bool,
    /// Whether the page stood in a frame of another site.
    pub is_framed: bool,
    /// Whose it is, once it was made.
    pub owner: String,
}

impl Authenticator {
    /// A new one, for pages of a house.
    ///
    /// # Panics
    /// When no key can be made.
    pub fn new(house: &str, origin: &str, id: u8) -> Self {
        let chance = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &chance).expect("keys");
        let keys = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, made.as_ref(), &chance);
        Self {
            keys: keys.expect("keys"),
            id: vec![id; 16],
            house: house.to_owned(),
            origin: origin.to_owned(),
            counter: 1,
            is_verified: true,
            is_copied: false,
            is_framed: false,
            owner: String::new(),
        }
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.is_verified { 4 } else { 0 };
        let copied = if self.is_copied { 0x18 } else { 0 };
        let house = Sha256::digest(self.house.as_bytes());
        [&house[..], &[1 | verified | copied | flags], &self.counter.to_be_bytes()].concat()
    }

    fn client(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let challenge = &asked["challenge"];
        let told = json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.is_framed});
        told.to_string().into_bytes()
    }

    /// Its public half as COSE writes it: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    pub fn public_key(&self) -> Vec<u8> {
        let point = self.keys.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat()
    }

    /// It is somebody's, as if it had been made for them.
    pub fn owns(&mut self, person: &[u8]) {
        self.owner = written(person);
    }

    /// Makes the passkey that a page asks for and answers as its browser does.
    ///
    /// # Panics
    /// When the page asks nothing.
    pub fn make(&mut self, asked: &Value) -> Answer {
        self.owner = asked["user"]["id"].as_str().expect("somebody").to_owned();
        let data = [&self.data(0x40)[..], &[0; 16], &[0, 16], &self.id, &self.public_key()].concat();
        let object = [
            &[0xa3, 0x63][..],
            b"fmt",
            &[0x64],
            b"none",
            &[0x67],
            b"attStmt",
            &[0xa0, 0x68],
            b"authData",
            &[0x58, u8::try_from(data.len()).expect("short")],
            &data,
        ];
        Answer {
            id: written(&self.id),
            client: written(&self.client("webauthn.create", asked)),
            attestation_object: written(&object.concat()),
            ..Answer::default()
        }
    }

    /// Signs what a page asks and answers as its browser does.
    ///
    /// # Panics
    /// When nothing can be signed.
    pub fn sign(&mut self, asked: &Value) -> Answer {
        if self.counter > 0 {
            self.counter += 1;
        }
        let data = self.data(0);
        let client = self.client("webauthn.get", asked);
        let message = [&data[..], &Sha256::digest(&client)[..]].concat();
        let signature = self.keys.sign(&SystemRandom::new(), &message).expect("a signature");
        Answer {
            id: written(&self.id),
            client: written(&client),
            authenticator_data: written(&data),
            signature: written(signature.as_ref()),
            user_handle: self.owner.clone(),
            ..Answer::default()
        }
    }
}
