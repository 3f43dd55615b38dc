//! Who is asking, in which language, and whether a form came from one of our own pages.

use crate::{
    again::{self, Posted},
    answer::{RefusedRight, Sorry},
    site::Site,
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};
use danvan_actions::people::{Visitor, note_refused, recognise};
use danvan_words::{Language, Words};
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};

/// The session's cookie.
pub const SESSION_COOKIE: &str = "danvan_session";
/// The cookie by which a browser that signed in before is known again.
pub const DEVICE_COOKIE: &str = "danvan_device";
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
    /// The secret by which it is known from an earlier signing in.
    pub known_device: Option<String>,
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

/// The name of a cookie. With TLS it carries the prefix by which browsers take it from this very host only, so that no
/// neighbouring host can put one in its place.
fn named(is_secure: bool, name: &str) -> String {
    if is_secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that this house set in a browser.
pub fn own_cookie<'a>(site: &Site, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookie(headers, &named(site.setup.secure_cookies, name))
}

/// A `Set-Cookie` line. `seconds` of `None` lasts as long as the browser; 0 removes it.
pub fn set_cookie(site: &Site, name: &str, value: &str, seconds: Option<i64>) -> String {
    let secure = if site.setup.secure_cookies { "; Secure" } else { "" };
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let name = named(site.setup.secure_cookies, name);
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
    let kept = |name| cookie(headers, &named(site.setup.secure_cookies, name)).map(str::to_owned);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = Language::choose(asked.as_deref(), kept(LANGUAGE_COOKIE).as_deref(), accepted);
    let visitor = match kept(SESSION_COOKIE) {
        Some(token) => match recognise(&site.house, &token).await {
            Ok(visitor) => visitor,
            Err(failure) => return Sorry::failed(language, failure).into(),
        },
        None => Visitor::nobody(),
    };
    let kept_secret = kept(FORM_COOKIE).filter(|secret| secret.len() == 32);
    let new_secret = kept_secret.is_none();
    let form_secret = kept_secret
        .unwrap_or_else(|| site.house.chance::<16>().iter().map(|byte| format!("{byte:02x}")).collect());
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or("").to_owned();
    let peer = request.extensions().get::<axum::extract::ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let reader = Reader {
        visitor,
        language,
        form_secret: form_secret.clone(),
        path: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        address: address(headers, site.setup.behind_proxy, peer),
        device: text(header::USER_AGENT),
        known_device: kept(DEVICE_COOKIE),
    };
    if request.method() == Method::POST && comes_from_elsewhere(headers, &site.setup.public_url) {
        return Sorry::foreign_form(language).into();
    }
    let posted = Posted::default();
    request.extensions_mut().insert(reader.clone());
    request.extensions_mut().insert(posted.clone());
    let answer = next.run(request).await;
    note_refusal(&site, &reader, answer.extensions().get().cloned()).await;
    let mut response = again::told(&site, &reader, &posted, answer);
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

/// The address that a reader's tries are counted by. The proxy that we trust writes what it sees at the very end, as the last
/// entry of the last line; whatever stands before that, anybody may have written. It is the peer's own where the proxy told
/// none. It is never empty, so that nobody is counted nowhere.
fn address(headers: &HeaderMap, behind_proxy: bool, peer: Option<IpAddr>) -> String {
    let told = || {
        let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        let last = line.rsplit(',').next()?.trim();
        let with_port = || last.parse::<SocketAddr>().ok().map(|socket| socket.ip());
        last.parse::<IpAddr>().ok().or_else(with_port)
    };
    let found = if behind_proxy { told().or(peer) } else { peer };
    found.map_or_else(|| "unknown".to_owned(), |address| address.to_canonical().to_string())
}

/// Keeps that a right was refused to somebody who is signed in.
async fn note_refusal(site: &Site, reader: &Reader, refused: Option<RefusedRight>) {
    if let (Some(RefusedRight(right)), Some(person)) = (refused, reader.visitor.asker.person)
        && let Err(error) = note_refused(&site.house, person, &right).await
    {
        tracing::error!(%error, right, "a refusal could not be noted");
    }
}

/// Whether a browser says that a form stands on a page of another site. What such a form holds is never shown.
fn comes_from_elsewhere(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(from) => from == "cross-site",
        // Older browsers tell the origin alone; a page that tells nobody where it is says `null`.
        None => text("origin").filter(|origin| *origin != "null").is_some_and(|origin| {
            let host = origin.split_once("://").map_or(origin, |(_, host)| host);
            Some(host) != text("host") && origin != public_url.trim_end_matches('/')
        }),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Sorry;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Sorry::lost(Language::Vi))
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn with_tls_a_cookie_belongs_to_this_host_alone() {
        let map: HeaderMap =
            [(header::COOKIE, HeaderValue::from_static("danvan_session=theirs; __Host-danvan_session=ours"))]
                .into_iter()
                .collect();
        for (is_secure, expected) in [(true, "ours"), (false, "theirs")] {
            assert_eq!(cookie(&map, &named(is_secure, SESSION_COOKIE)), Some(expected));
        }
    }

    #[test]
    fn tries_are_counted_by_what_the_proxy_saw_last() {
        for (lines, behind_proxy, expected) in [
            (&["203.0.113.9"][..], true, "203.0.113.9"),
            (&["203.0.113.9"], false, "10.0.0.1"),
            (&["198.51.100.1, 203.0.113.9"], true, "203.0.113.9"),
            (&["198.51.100.1", "203.0.113.9"], true, "203.0.113.9"),
            (&["198.51.100.1", "192.0.2.7, 203.0.113.9 "], true, "203.0.113.9"),
            (&["203.0.113.9:4711"], true, "203.0.113.9"),
            (&["2001:DB8::1"], true, "2001:db8::1"),
            (&["[2001:db8::1]:443"], true, "2001:db8::1"),
            (&["::ffff:203.0.113.9"], true, "203.0.113.9"),
            (&[], true, "10.0.0.1"),
            (&[""], true, "10.0.0.1"),
            (&["203.0.113.9", ""], true, "10.0.0.1"),
            (&["203.0.113.9,"], true, "10.0.0.1"),
            (&["unknown"], true, "10.0.0.1"),
            (&["203.0.113.9", "a:b@c"], true, "10.0.0.1"),
            (&["203.0.113.9", "\u{fc}"], true, "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                let line = HeaderValue::from_bytes(line.as_bytes()).expect("a line");
                headers.append("x-forwarded-for", line);
            }
            let peer = "::ffff:10.0.0.1".parse().ok();
            assert_eq!(address(&headers, behind_proxy, peer), expected, "{lines:?}");
        }
        assert_eq!(address(&HeaderMap::new(), true, None), "unknown");
    }

    #[test]
    fn forms_of_other_sites_are_known_by_what_browsers_say() {
        for (headers, expected) in [
            (&[("host", "danvan.vn")][..], false),
            (&[("host", "danvan.vn"), ("origin", "https://danvan.vn")], false),
            (&[("host", "10.0.0.1:8080"), ("origin", "https://danvan.hanoi.gov.vn")], false),
            (&[("host", "danvan.vn"), ("origin", "null")], false),
            (&[("host", "danvan.vn"), ("origin", "https://evil.example")], true),
            (&[("host", "danvan.vn"), ("origin", "https://danvan.vn.evil.example")], true),
            (&[("host", "danvan.vn"), ("sec-fetch-site", "cross-site")], true),
            (
                &[("host", "danvan.vn"), ("sec-fetch-site", "same-origin"), ("origin", "https://danvan.vn")],
                false,
            ),
        ] {
            let map: HeaderMap = headers
                .iter()
                .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            assert_eq!(comes_from_elsewhere(&map, "https://danvan.hanoi.gov.vn/"), expected, "{headers:?}");
        }
    }
}
