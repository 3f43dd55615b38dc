//! A provider of sign-ins without a network: it keeps the rules of OpenID Connect, and breaks them when told to.

use crate::{StillClock, passkey::written};
use danvan_actions::people::{Heard, Line};
use danvan_domain::{id_tokens::code_challenge, time::Clock};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

/// What a code stands for.
#[derive(Clone)]
struct Grant {
    nonce: String,
    challenge: String,
    back: String,
    subject: String,
    is_anew: bool,
}

/// Changes head and claims of a token before it is signed.
pub type Bend = fn(&mut Value, &mut Value);

/// The provider.
pub struct FakeProvider {
    keys: EcdsaKeyPair,
    foreign: EcdsaKeyPair,
    clock: Arc<StillClock>,
    grants: Mutex<BTreeMap<String, Grant>>,
    given: AtomicUsize,
    /// Whether nobody answers.
    pub is_down: AtomicBool,
    /// Whether somebody else signs its tokens.
    pub is_forged: AtomicBool,
    /// What it tells of itself besides.
    pub told: Mutex<Value>,
    /// How its tokens are bent.
    pub bend: Mutex<Option<Bend>>,
}

fn keys() -> EcdsaKeyPair {
    let chance = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).expect("keys");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &chance).expect("keys")
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair: Vec<u8> = rest.by_ref().take(2).collect();
            let pair = String::from_utf8(pair).expect("ASCII");
            bytes.push(u8::from_str_radix(&pair, 16).expect("hexadecimal"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

impl FakeProvider {
    /// Its address.
    pub const ISSUER: &'static str = "https://dinh-danh.example";
    /// What it calls us.
    pub const CLIENT: &'static str = "danvan thử";
    /// What it knows us by.
    pub const SECRET: &'static str = "bí mật: +/&";

    /// A provider whose clock is the house's.
    pub fn new(clock: Arc<StillClock>) -> Self {
        Self {
            keys: keys(),
            foreign: keys(),
            clock,
            grants: Mutex::default(),
            given: AtomicUsize::new(0),
            is_down: AtomicBool::new(false),
            is_forged: AtomicBool::new(false),
            told: Mutex::new(json!({})),
            bend: Mutex::new(None),
        }
    }

    /// Somebody signs in there, having come by an address; gives the path by which their browser comes back to the house.
    ///
    /// # Panics
    /// When the address lacks what the rules ask for.
    pub fn signs_in(&self, address: &str, subject: &str) -> String {
        let (at, query) = address.split_once('?').expect("a query");
        assert_eq!(at, format!("{}/auth", Self::ISSUER));
        let query: BTreeMap<&str, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, decoded(value)))
            .collect();
        for (name, value) in [
            ("response_type", "code"),
            ("scope", "openid"),
            ("code_challenge_method", "S256"),
            ("client_id", Self::CLIENT),
        ] {
            assert_eq!(query[name], value, "{name}");
        }
        let code = format!("code{}", self.given.fetch_add(1, Ordering::SeqCst));
        let grant = Grant {
            nonce: query["nonce"].clone(),
            challenge: query["code_challenge"].clone(),
            back: query["redirect_uri"].clone(),
            subject: subject.to_owned(),
            is_anew: query.get("prompt").is_some_and(|prompt| prompt == "login") && query["max_age"] == "0",
        };
        let path = format!("/{}", grant.back.splitn(4, '/').nth(3).expect("a path"));
        self.grants.lock().expect("one at a time").insert(code.clone(), grant);
        format!("{path}?code={code}&state={}", query["state"])
    }

    fn answer(&self, address: &str) -> Result<String, String> {
        if self.is_down.load(Ordering::SeqCst) {
            return Err("no way there".into());
        }
        let point = self.keys.public_key().as_ref();
        match address.strip_prefix(Self::ISSUER) {
            Some("/.well-known/openid-configuration") => {
                let at = |path: &str| format!("{}{path}", Self::ISSUER);
                let mut told = json!({
                    "issuer": Self::ISSUER, "authorization_endpoint": at("/auth"), "token_endpoint": at("/token"),
                    "jwks_uri": at("/keys"),
                });
                for (name, value) in self.told.lock().expect("one at a time").as_object().expect("an object")
                {
                    told[name] = value.clone();
                }
                Ok(told.to_string())
            }
            Some("/keys") => Ok(json!({"keys": [{
                "kty": "EC", "crv": "P-256", "kid": "một", "use": "sig",
                "x": written(&point[1..33]), "y": written(&point[33..]),
            }]})
            .to_string()),
            _ => Err(format!("404: {address}")),
        }
    }

    fn token(
        &self,
        address: &str,
        fields: &[(&str, &str)],
        client: Option<(&str, &str)>,
    ) -> Result<String, String> {
        let field = |name: &str| fields.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value);
        let known = client
            .is_some_and(|(name, secret)| decoded(name) == Self::CLIENT && decoded(secret) == Self::SECRET);
        if self.is_down.load(Ordering::SeqCst) || address != format!("{}/token", Self::ISSUER) || !known {
            return Err("401".into());
        }
        // A code is good once.
        let grant = self.grants.lock().expect("one at a time").remove(field("code"));
        let grant = grant.ok_or("400: invalid_grant")?;
        if code_challenge(field("code_verifier")) != grant.challenge || field("redirect_uri") != grant.back {
            return Err("400: invalid_grant".into());
        }
        let now = self.clock.now().micros() / 1_000_000;
        let mut head = json!({"alg": "ES256", "kid": "một"});
        let mut claims = json!({
            "iss": Self::ISSUER, "sub": grant.subject, "aud": Self::CLIENT, "nonce": grant.nonce, "iat": now,
            "exp": now + 300,
        });
        if grant.is_anew {
            claims["auth_time"] = now.into();
        }
        if let Some(bend) = *self.bend.lock().expect("one at a time") {
            bend(&mut head, &mut claims);
        }
        let signed =
            format!("{}.{}", written(head.to_string().as_bytes()), written(claims.to_string().as_bytes()));
        let keys = if self.is_forged.load(Ordering::SeqCst) { &self.foreign } else { &self.keys };
        let signature = keys.sign(&SystemRandom::new(), signed.as_bytes()).map_err(|_| "500".to_owned())?;
        Ok(json!({"id_token": format!("{signed}.{}", written(signature.as_ref())), "token_type": "Bearer"})
            .to_string())
    }
}

impl Line for FakeProvider {
    fn get<'a>(&'a self, address: &'a str) -> Heard<'a> {
        Box::pin(std::future::ready(self.answer(address)))
    }

    fn send<'a>(
        &'a self,
        address: &'a str,
        fields: &'a [(&'a str, &'a str)],
        client: Option<(&'a str, &'a str)>,
    ) -> Heard<'a> {
        Box::pin(std::future::ready(self.token(address, fields, client)))
    }
}
