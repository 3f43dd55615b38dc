//! Who is asking, in which language, and whether a form came from one of our own pages.

use crate::{answer::Sorry, site::Site};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use danvan_actions::people::{Visitor, recognise};
use danvan_words::{Language, Words};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

/// The session's cookie.
pub const SESSION_COOKIE: &str = "danvan_session";
/// The cookie a form's token is made from.
pub const FORM_COOKIE: &str = "danvan_form";
/// The cookie that keeps the chosen language.
pub const LANGUAGE_COOKIE: &str = "danvan_language";

/// What is known of a request before its page looks at it.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Who.
    pub visitor: Visitor,
    /// In which language.
    pub language: Language,
    /// The secret behind the tokens of this browser's forms.
    pub form_secret: String,
    /// The path and query asked for.
    pub path: String,
    /// The network address, for counting tries.
    pub address: String,
    /// What the browser says it is.
    pub device: String,
}

impl Reader {
    /// The words of the reader's language.
    pub fn words(&self) -> &'static Words {
        Words::for_language(self.language)
    }

    /// The token every form of this browser carries.
    pub fn form_token(&self) -> String {
        form_token(&self.form_secret)
    }
}

fn form_token(secret: &str) -> String {
    Sha256::digest(format!("danvan form {secret}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a form's token belongs to the browser that sent it.
pub fn token_fits(secret: &str, token: &str) -> bool {
    let expected = form_token(secret);
    let differs = expected.bytes().zip(token.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    !secret.is_empty() && expected.len() == token.len() && differs == 0
}

/// A cookie of a request.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|line| {
        line.split(';').find_map(|pair| {
            pair.trim().split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value)
        })
    })
}

/// A `Set-Cookie` line. `seconds` of `None` lasts as long as the browser; 0 removes it.
pub fn set_cookie(site: &Site, name: &str, value: &str, seconds: Option<i64>) -> String {
    let secure = if site.setup.secure_cookies { "; Secure" } else { "" };
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// Recognises the reader of every request and keeps what was learned in the request; sets the form and language
/// cookies when they are new; refuses forms sent from other sites.
pub async fn recognise_reader(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let asked = request
        .uri()
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("lang=")).map(str::to_owned));
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = Language::choose(asked.as_deref(), cookie(headers, LANGUAGE_COOKIE), accepted);
    let visitor = match cookie(headers, SESSION_COOKIE) {
        Some(token) => match recognise(&site.house, token).await {
            Ok(visitor) => visitor,
            Err(failure) => return Sorry::failed(language, failure).into(),
        },
        None => Visitor::nobody(),
    };
    let kept_secret = cookie(headers, FORM_COOKIE).filter(|secret| secret.len() == 32).map(str::to_owned);
    let new_secret = kept_secret.is_none();
    let form_secret = kept_secret
        .unwrap_or_else(|| site.house.chance::<16>().iter().map(|byte| format!("{byte:02x}")).collect());
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or("").to_owned();
    let peer = request
        .extensions()
        .get::<axum::extract::ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip().to_string());
    let forwarded = site.setup.behind_proxy.then(|| text(header::HeaderName::from_static("x-forwarded-for")));
    let address = forwarded.and_then(|line| line.rsplit(',').next().map(|ip| ip.trim().to_owned()));
    let reader = Reader {
        visitor,
        language,
        form_secret: form_secret.clone(),
        path: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        address: address.or(peer).unwrap_or_default(),
        device: text(header::USER_AGENT),
    };
    if request.method() == Method::POST
        && text(header::HeaderName::from_static("sec-fetch-site")) == "cross-site"
    {
        return Sorry::foreign_form(language).into();
    }
    request.extensions_mut().insert(reader);
    let mut response = next.run(request).await;
    let mut remember = |line: String| {
        if let Ok(value) = HeaderValue::from_str(&line) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    };
    if new_secret {
        remember(set_cookie(&site, FORM_COOKIE, &form_secret, None));
    }
    if asked.is_some() {
        remember(set_cookie(&site, LANGUAGE_COOKIE, language.word(), Some(365 * 86_400)));
    }
    response
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Sorry;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Sorry::lost(Language::Vi))
    }
}
