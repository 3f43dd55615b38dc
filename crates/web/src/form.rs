//! Forms: fields by name, each checked to come from one of our own pages.

use crate::{
    answer::Sorry,
    guard::{Reader, token_fits},
    site::Site,
};
use axum::{
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use bytes::Bytes;

/// Largest form without pictures, in bytes.
const PLAIN_LIMIT: usize = 256 * 1024;
/// Most pictures in one form.
const MOST_PICTURES: usize = 12;
/// Most fields in one form; a page never sends near as many.
const MOST_FIELDS: usize = 300;

/// What was sent by one of our own forms.
#[derive(Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    /// Pictures as they came, not yet trusted.
    pub pictures: Vec<Bytes>,
}

impl Form {
    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.given(name).unwrap_or("")
    }

    /// The value of a field, blank or not; nothing when it was not sent.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field, unless it is blank.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.filled(name).is_some()
    }

    /// Every value of a field that may be sent more than once.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Fields read from a query or body of `application/x-www-form-urlencoded`.
    pub fn read(text: &str) -> Self {
        let pairs = serde_urlencoded_pairs(text);
        Self { fields: pairs, pictures: Vec::new() }
    }
}

/// Decodes `a=1&b=2`; bytes that are not UTF-8 become replacement characters, which the rules then refuse.
fn serde_urlencoded_pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .take(MOST_FIELDS)
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match (bytes[at], hex.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (b'+', _) => {
                decoded.push(b' ');
                at += 1;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    readable(&decoded)
}

/// Bytes as text. What is not UTF-8, and NUL, which no engine keeps, become replacement characters.
fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}")
}

/// A value as a query carries it.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

impl FromRequest<Site> for Form {
    type Rejection = Sorry;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Self::Rejection> {
        let Some(reader) = request.extensions().get::<Reader>().cloned() else {
            return Err(Sorry::lost(danvan_words::Language::Vi));
        };
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let form = if kind.starts_with("multipart/form-data") {
            multipart(request, site, &reader).await?
        } else {
            let body = axum::body::to_bytes(request.into_body(), PLAIN_LIMIT)
                .await
                .map_err(|_| Sorry::too_large(reader.language, PLAIN_LIMIT as u64))?;
            Self::read(&String::from_utf8_lossy(&body))
        };
        if token_fits(&reader.form_secret, form.get("csrf")) {
            Ok(form)
        } else {
            Err(Sorry::stale_form(reader.language))
        }
    }
}

async fn multipart(request: Request, site: &Site, reader: &Reader) -> Result<Form, Sorry> {
    let unreadable = |_| Sorry::unreadable(reader.language);
    let mut parts =
        Multipart::from_request(request, site).await.map_err(|_| Sorry::unreadable(reader.language))?;
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or("").to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part
            .bytes()
            .await
            .map_err(|_| Sorry::too_large(reader.language, crate::LARGEST_UPLOAD as u64))?;
        if is_file {
            if !bytes.is_empty() && form.pictures.len() < MOST_PICTURES {
                form.pictures.push(bytes);
            }
        } else if form.fields.len() < MOST_FIELDS {
            form.fields.push((name, readable(&bytes)));
        }
    }
    Ok(form)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn fields_are_decoded() {
        let form = Form::read("a=%C4%91%C6%B0%E1%BB%9Dng+s%E1%BA%A1ch&b=%zz&c&a=2&%ff=%ff");
        assert_eq!(form.get("a"), "đường sạch");
        assert_eq!(form.get("b"), "%zz");
        assert_eq!(form.get("c"), "");
        assert_eq!(form.all("a").count(), 2);
        assert_eq!(form.get("\u{fffd}"), "\u{fffd}");
        assert_eq!(Form::read("a=x%00y").get("a"), "x\u{fffd}y");
        assert!(!form.ticked("missing"));
    }
}
