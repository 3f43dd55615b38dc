//! Signing in through another provider (OpenID Connect: authorization code, PKCE, state, nonce). The provider stands in for
//! the password and for nothing else: a second factor is asked for as ever, and nobody is let in whom an operator has not
//! linked by hand, whatever address or name the provider tells.

use super::{
    Visitor,
    sign_in::{Entered, Knock, Proven, after_first, event, secret, token_hash},
    tries::Counted,
};
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    id_tokens::{self, Fault, LONGEST, Wanted, code_challenge},
    people::Person,
    refusals::{Note, Refusal},
    time::Moment,
};
use danvan_store::people::{devices, identities as store};
use serde::Deserialize;
use serde_json::json;
use std::{pin::Pin, sync::Arc};
use zeroize::Zeroizing;

/// For so many seconds a browser may stay with the provider.
const VISIT_SECONDS: i64 = 600;

/// What comes over a line: the text of a good answer, or why there is none, for the log.
pub type Heard<'a> = Pin<Box<dyn Future<Output = Result<String, String>> + Send + 'a>>;

/// How the house speaks to a provider. It follows nobody elsewhere, waits some seconds, and hears no more than it must.
pub trait Line: Send + Sync {
    /// Asks for a document.
    fn get<'a>(&'a self, address: &'a str) -> Heard<'a>;
    /// Sends a form; name and secret of the client go ahead of it when they are given.
    fn send<'a>(
        &'a self,
        address: &'a str,
        fields: &'a [(&'a str, &'a str)],
        client: Option<(&'a str, &'a str)>,
    ) -> Heard<'a>;
}

/// A provider that the operator set.
pub struct Provider {
    issuer: String,
    client: String,
    secret: Option<Zeroizing<String>>,
    line: Arc<dyn Line>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// What a provider tells of itself (OpenID Connect Discovery).
#[derive(Deserialize)]
struct Told {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// With what a browser comes back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brought<'a> {
    /// What we sent along.
    pub state: &'a str,
    /// For what the provider gives its token.
    pub code: &'a str,
    /// Why it gives none.
    pub error: &'a str,
    /// The provider, where it says so.
    pub issuer: &'a str,
}

/// How somebody came back.
pub enum Came {
    /// To sign in, and to go on to a path.
    Entered(Entered, String),
    /// To prove who sits there.
    Proved,
}

/// Whether an address may be a provider's: with TLS, or on this very machine.
pub fn is_provider(address: &str) -> bool {
    let host = |rest: &str| rest.split(['/', ':']).next().unwrap_or("").to_owned();
    let is_clean = !address.contains([' ', '#', '?', '@', '\\']);
    let with_tls = address.strip_prefix("https://").map(host).is_some_and(|host| !host.is_empty());
    let at_home = address.strip_prefix("http://").map(host);
    is_clean && (with_tls || at_home.is_some_and(|host| host == "localhost" || host == "127.0.0.1"))
}

fn note(key: &str) -> Refusal {
    Refusal::field("provider", Note::new(key))
}

/// The provider is down or answers nonsense: whoever runs the house reads why, whoever signs in that it is not their fault.
fn down(why: &str) -> Refusal {
    tracing::warn!(why, "the provider of sign-ins does not answer as it should");
    note("note-provider-down")
}

fn encoded(text: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

impl Provider {
    /// A provider by its address, and ourselves as it knows us; nothing for an address without TLS.
    pub fn new(issuer: &str, client: &str, secret: Option<&str>, line: Arc<dyn Line>) -> Option<Self> {
        let secret = secret.map(|secret| Zeroizing::new(secret.to_owned()));
        let is_whole = is_provider(issuer) && !client.is_empty();
        is_whole.then(|| Self { issuer: issuer.to_owned(), client: client.to_owned(), secret, line })
    }

    /// Its address.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Its host, as people are told where they are sent.
    pub fn host(&self) -> &str {
        let rest = self.issuer.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next().unwrap_or("")
    }

    async fn told(&self) -> Done<Told> {
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let text = self.line.get(&address).await.map_err(|why| down(&why))?;
        let told: Told = serde_json::from_str(&text).map_err(|error| down(&error.to_string()))?;
        if told.issuer != self.issuer {
            return Err(down("it calls itself otherwise").into());
        }
        let addresses = [&told.authorization_endpoint, &told.token_endpoint, &told.jwks_uri];
        if addresses.iter().any(|address| !is_provider(address.split('?').next().unwrap_or(""))) {
            return Err(down("one of its addresses has no TLS").into());
        }
        Ok(told)
    }

    /// What the provider gives for a code.
    async fn token(&self, told: &Told, (code, verifier, back): (&str, &str, &str)) -> Done<String> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", verifier),
        ];
        let ways = &told.token_endpoint_auth_methods_supported;
        let knows = |way: &str| ways.iter().any(|known| known == way);
        let is_basic = ways.is_empty() || knows("client_secret_basic");
        let (client, secret) = (encoded(&self.client), self.secret.as_ref().map(|secret| encoded(secret)));
        let ahead = secret.as_deref().filter(|_| is_basic).map(|secret| (client.as_str(), secret));
        if ahead.is_none() {
            fields.push(("client_id", self.client.as_str()));
            if let Some(secret) = &self.secret {
                fields.push(("client_secret", secret.as_str()));
            }
        }
        let text = self.line.send(&told.token_endpoint, &fields, ahead).await;
        let text = text.map_err(|why| {
            tracing::warn!(why, "the provider of sign-ins gave no token");
            note("note-provider-refused")
        })?;
        let tokens: Tokens = serde_json::from_str(&text).map_err(|error| down(&error.to_string()))?;
        Ok(tokens.id_token)
    }
}

/// Sends a browser to the provider: gives the address to go to. Whoever is signed in proves anew who they are there; all
/// others sign in.
///
/// # Errors
/// A note at `provider` when it is down.
pub async fn to_provider(
    house: &House,
    provider: &Provider,
    visitor: Option<&Visitor>,
    browser: &str,
    (next, back): (&str, &str),
) -> Done<String> {
    let told = provider.told().await?;
    let person = match visitor {
        Some(visitor) => Some(visitor.asker.person.ok_or(Refusal::SignInFirst)?),
        None => None,
    };
    let (state, now) = (secret(house), house.now());
    let visit = store::Visit {
        act: if person.is_some() { "prove" } else { "sign_in" }.to_owned(),
        person: person.map(|person| person.0),
        nonce: secret(house),
        verifier: secret(house),
        next: next.chars().take(2000).collect(),
        asked_at: now.micros(),
    };
    let mut change = house.store.begin().await?;
    let ends_at = now.plus_seconds(VISIT_SECONDS);
    store::send(&mut change, (&token_hash(&state), &token_hash(browser)), &visit, ends_at).await?;
    change.commit().await?;
    let mut address = told.authorization_endpoint;
    address.push(if address.contains('?') { '&' } else { '?' });
    address += "response_type=code&scope=openid&code_challenge_method=S256";
    let challenge = code_challenge(&visit.verifier);
    for (name, value) in [
        ("client_id", provider.client.as_str()),
        ("redirect_uri", back),
        ("state", &state),
        ("nonce", &visit.nonce),
        ("code_challenge", &challenge),
    ] {
        address += &format!("&{name}={}", encoded(value));
    }
    if person.is_some() {
        address += "&prompt=login&max_age=0";
    }
    Ok(address)
}

/// Takes a browser back from the provider.
///
/// # Errors
/// A note at `provider` that says what to do; [`Refusal::TooMany`] after too many failures of one address.
pub async fn from_provider(
    house: &House,
    provider: &Provider,
    visitor: &Visitor,
    (browser, back): (&str, &str),
    brought: Brought<'_>,
    from: Knock<'_>,
) -> Done<Came> {
    let mut strangers = Counted::by_address(from.address);
    strangers.begin(house).await?;
    let (person, visit) = found(house, provider, (browser, back), brought).await?;
    strangers.was_right(house).await?;
    if visit.act == "sign_in" {
        let entered = after_first(house, person, from, Proven::Provider).await?;
        return Ok(Came::Entered(entered, visit.next));
    }
    let is_theirs = visit.person == Some(person.id.0) && visitor.asker.person == Some(person.id);
    let (Some(session), true) = (visitor.session, is_theirs) else {
        return Err(note("note-provider-another").into());
    };
    let mut change = house.store.begin().await?;
    devices::proved(&mut change, session, house.now()).await?;
    change.note(Event { payload: json!({"by": "provider"}), ..event(house, person.id, "person.proved") });
    change.commit().await?;
    Ok(Came::Proved)
}

/// Whom the provider means, and for what the browser was sent.
async fn found(
    house: &House,
    provider: &Provider,
    (browser, back): (&str, &str),
    brought: Brought<'_>,
) -> Done<(Person, store::Visit)> {
    let mut change = house.store.begin().await?;
    let hash = token_hash(brought.state);
    let visit = store::back(&mut change, &hash, &token_hash(browser), house.now()).await?;
    change.commit().await?;
    let visit = visit.ok_or_else(|| note("note-provider-late"))?;
    if !brought.issuer.is_empty() && brought.issuer != provider.issuer {
        return Err(note("note-provider-strange").into());
    }
    if !brought.error.is_empty() || brought.code.is_empty() || brought.code.len() > LONGEST {
        return Err(note("note-provider-refused").into());
    }
    let told = provider.told().await?;
    let token = provider.token(&told, (brought.code, &visit.verifier, back)).await?;
    let keys = provider.line.get(&told.jwks_uri).await.map_err(|why| down(&why))?;
    let wanted = Wanted {
        issuer: &provider.issuer,
        client: &provider.client,
        nonce: &visit.nonce,
        now: house.now(),
        anew_since: (visit.act == "prove").then(|| Moment::from_micros(visit.asked_at)),
    };
    let subject = id_tokens::subject(&token, &keys, wanted).map_err(|fault| {
        tracing::warn!(?fault, "a token of the provider of sign-ins is not taken");
        note(if fault == Fault::Stale { "note-provider-stale" } else { "note-provider-strange" })
    })?;
    let person = store::who(&house.store, &provider.issuer, &subject).await?;
    let person = person.filter(|person| person.active).ok_or_else(|| {
        Refusal::field("provider", Note::new("note-provider-unlinked").with("subject", &subject))
    })?;
    Ok((person, visit))
}
