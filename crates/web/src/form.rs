//! Forms: fields by name, each checked to come from one of our own pages.

use crate::{
    again::{Held, Posted},
    answer::Sorry,
    doors::Dangerous,
    guard::{Reader, token_fits},
    site::Site,
};
use axum::{
    body::Body,
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header},
};
use bytes::Bytes;
use danvan_domain::{refusals::Note, time::Day};
use futures_util::StreamExt;
use zeroize::Zeroizing;

/// Most text in one form, in bytes: far more than any rule lets through, so that a letter that is too long comes back
/// to be shortened.
const MOST_TEXT: usize = 2 * 1024 * 1024;
/// Most pictures in one form.
const MOST_PICTURES: usize = 12;
/// Most fields in one form; a page never sends near as many.
const MOST_FIELDS: usize = 300;

/// What was sent by one of our own forms.
#[derive(Debug, Default)]
pub struct Form {
    /// Wiped with the form: some forms hold what nobody may find in memory.
    fields: Zeroizing<Vec<(String, String)>>,
    /// Pictures as they came, not yet trusted.
    pub pictures: Vec<Bytes>,
    /// Whether files came with it, kept or not.
    pub(crate) had_files: bool,
    /// Whether something was left out because there was too much of it.
    is_too_large: bool,
    /// Whether some text was not UTF-8, or held NUL, so that its words are broken.
    is_garbled: bool,
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

    /// The day in a field, or what is wrong with it; nothing when it is blank.
    pub fn day(&self, name: &str) -> Option<Result<Day, Note>> {
        self.filled(name).map(danvan_words::read_day)
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
        let mut form = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()).take(MOST_FIELDS) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            form.take_field(readable(&decode(key)).0, &decode(value));
        }
        form
    }

    fn take_field(&mut self, name: String, bytes: &[u8]) {
        let (value, is_whole) = readable(bytes);
        self.is_garbled |= !is_whole;
        self.fields.push((name, value));
    }

    /// A form of some fields.
    pub(crate) fn holding(fields: Vec<(String, String)>) -> Self {
        Self { fields: fields.into(), ..Self::default() }
    }

    /// Every field with its value, in order.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.fields
    }
}

/// The bytes that `%C4%91` and `+` stand for.
fn decode(text: &str) -> Vec<u8> {
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
    decoded
}

/// Bytes as text, and whether they were. What is not UTF-8, and NUL, which no engine keeps, become replacement
/// characters.
fn readable(bytes: &[u8]) -> (String, bool) {
    let text = String::from_utf8_lossy(bytes);
    let is_whole = matches!(text, std::borrow::Cow::Borrowed(_)) && !text.contains('\0');
    (text.replace('\0', "\u{fffd}"), is_whole)
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
        let posted = request.extensions().get::<Posted>().cloned().unwrap_or_default();
        let kind = request.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?"));
        let kind =
            kind.map_or("", |kind| kind.split(';').next().unwrap_or_default()).trim().to_ascii_lowercase();
        let asks_for_proof = request.extensions().get::<Dangerous>().is_some();
        let mut form = Self::default();
        let read = match kind.as_str() {
            "multipart/form-data" => multipart(request, site, &reader, &mut form).await,
            "application/x-www-form-urlencoded" | "" => plain(request, &reader, &mut form).await,
            _ => Err(Sorry::strange_kind(reader.language)),
        };
        // What is to be sealed, and passphrases, come back in no page but their own.
        if !is_sealed(&reader.path) {
            posted.keep(Held::of(&form, &reader.path));
        }
        read?;
        if form.is_too_large {
            Err(Sorry::too_large(reader.language, crate::LARGEST_UPLOAD as u64))
        } else if !token_fits(&reader.form_secret, form.get("csrf")) {
            Err(Sorry::stale_form(reader.language))
        } else if asks_for_proof && reader.visitor.person.is_some() && !reader.visitor.is_proved {
            Err(Sorry::prove_first(reader.language))
        } else if form.is_garbled {
            Err(Sorry::garbled(reader.language))
        } else {
            Ok(form)
        }
    }
}

/// Whether an address belongs to the sealed compartment.
pub(crate) fn is_sealed(path: &str) -> bool {
    path.strip_prefix("/sealed").is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

/// Reads a form without files. What is too large is read to its end and dropped, because a browser shows an answer
/// only once it has sent everything.
async fn plain(request: Request, reader: &Reader, form: &mut Form) -> Result<(), Sorry> {
    let mut stream = Body::into_data_stream(request.into_body());
    let (mut kept, mut total) = (Vec::new(), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Sorry::unreadable(reader.language))?;
        total += chunk.len();
        if total <= MOST_TEXT {
            kept.extend_from_slice(&chunk);
        } else if total > crate::MOST_DRAINED {
            break;
        }
    }
    if total > MOST_TEXT {
        return Err(Sorry::too_large(reader.language, MOST_TEXT as u64));
    }
    // A body that is not even ASCII was written by no browser; what can be read of it comes back.
    let text = String::from_utf8_lossy(&kept);
    *form = Form::read(&text);
    form.is_garbled |= matches!(text, std::borrow::Cow::Owned(_));
    Ok(())
}

async fn multipart(request: Request, site: &Site, reader: &Reader, form: &mut Form) -> Result<(), Sorry> {
    let failed = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Sorry::too_large(reader.language, crate::LARGEST_UPLOAD as u64),
        _ => Sorry::unreadable(reader.language),
    };
    let mut parts =
        Multipart::from_request(request, site).await.map_err(|_| Sorry::unreadable(reader.language))?;
    let (mut text, mut files) = (MOST_TEXT, crate::LARGEST_UPLOAD);
    while let Some(part) = parts.next_field().await.map_err(failed)? {
        let name = part.name().unwrap_or("").to_owned();
        let is_file = part.file_name().is_some();
        let room = if is_file { &mut files } else { &mut text };
        let Some(bytes) = within(part, room).await.map_err(failed)? else {
            form.is_too_large = true;
            form.had_files |= is_file;
            continue;
        };
        if is_file {
            form.had_files |= !bytes.is_empty();
            if !bytes.is_empty() && form.pictures.len() < MOST_PICTURES {
                form.pictures.push(bytes);
            }
        } else if form.fields.len() < MOST_FIELDS {
            form.take_field(name, &bytes);
        }
    }
    Ok(())
}

/// Reads one part to its end; nothing when it is larger than the room that is left, so that the fields behind a file
/// that is too large are still read.
async fn within(mut part: Field<'_>, room: &mut usize) -> Result<Option<Bytes>, MultipartError> {
    let (mut kept, mut fits) = (Vec::new(), true);
    while let Some(chunk) = part.chunk().await? {
        fits = fits && kept.len() + chunk.len() <= *room;
        if fits {
            kept.extend_from_slice(&chunk);
        } else {
            kept.clear();
        }
    }
    *room -= kept.len();
    Ok(fits.then(|| kept.into()))
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
        assert!(form.is_garbled && !Form::read("a=%C4%91%C6%B0").is_garbled);
        assert!(Form::read("a=%C0%80").is_garbled && Form::read("a=x%00y").is_garbled, "overlong, NUL");
    }
}
