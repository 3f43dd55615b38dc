//! When something cannot be done: a page that says what happened, what is safe and what to do next.

use crate::shell::Shell;
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use danvan_actions::Failure;
use danvan_domain::refusals::{Note, Refusal};
use danvan_words::{Language, Words};

/// A page that could not be shown, with the reason in the reader's language.
#[derive(Debug)]
pub struct Sorry {
    status: StatusCode,
    language: Language,
    message: String,
    retry_after: Option<i64>,
    /// Where to go on after signing in.
    next: String,
}

/// The page of a [`Sorry`]: the layout with nothing that needs the store.
#[derive(Template)]
#[template(path = "sorry.html")]
struct Page<'a> {
    shell: Shell,
    title: String,
    message: &'a str,
    /// Where signing in leads, when that would help.
    sign_in: Option<String>,
}

impl Sorry {
    fn new(language: Language, status: StatusCode, message: &str) -> Self {
        let message = Words::for_language(language).say(message);
        Self { status, language, message, retry_after: None, next: "/".to_owned() }
    }

    /// There is no such page or thing.
    pub fn lost(language: Language) -> Self {
        Self::new(language, StatusCode::NOT_FOUND, "refusal-not-found")
    }

    /// The same, coming back to a page of ours after signing in.
    #[must_use]
    pub fn then(mut self, path: &str) -> Self {
        if path.starts_with('/') && !path.starts_with("//") {
            self.next = path.to_owned();
        }
        self
    }

    /// The form came from another site.
    pub fn foreign_form(language: Language) -> Self {
        Self::new(language, StatusCode::FORBIDDEN, "refusal-foreign-form")
    }

    /// The form is too old, or its cookie is gone.
    pub fn stale_form(language: Language) -> Self {
        Self::new(language, StatusCode::FORBIDDEN, "refusal-form-expired")
    }

    /// What was sent cannot be read.
    pub fn unreadable(language: Language) -> Self {
        Self::new(language, StatusCode::BAD_REQUEST, "refusal-unreadable")
    }

    /// What was sent is too large; the limit is in bytes.
    pub fn too_large(language: Language, limit: u64) -> Self {
        Self::refused(language, &Refusal::TooLarge { limit })
    }

    /// An action failed.
    pub fn failed(language: Language, failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::refused(language, &refusal),
            Failure::Broken(error) => {
                tracing::error!(%error, "a page could not be made");
                Self::new(language, StatusCode::INTERNAL_SERVER_ERROR, "error-500")
            }
        }
    }

    /// The house is at fault.
    pub fn broken(language: Language) -> Self {
        Self::new(language, StatusCode::INTERNAL_SERVER_ERROR, "error-500")
    }

    /// An action was refused.
    pub fn refused(language: Language, refusal: &Refusal) -> Self {
        let words = Words::for_language(language);
        let status = status_of(refusal);
        let retry_after = if let Refusal::TooMany { seconds } = refusal { Some(*seconds) } else { None };
        let message = match refusal {
            Refusal::Invalid(notes) => {
                notes.iter().map(|note| words.note(&note.note)).collect::<Vec<_>>().join(" ")
            }
            Refusal::NotAllowed(note) | Refusal::Conflict(note) => words.note(note),
            other => words.refusal(other),
        };
        Self { status, language, message, retry_after, next: "/".to_owned() }
    }
}

/// The HTTP status of a refusal.
pub fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::SignInFirst => StatusCode::UNAUTHORIZED,
        Refusal::NotAllowed(_) => StatusCode::FORBIDDEN,
        Refusal::Conflict(_) => StatusCode::CONFLICT,
        Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
    }
}

/// The key of an error page's title.
pub fn title_of(status: StatusCode) -> String {
    format!("error-title-{}", status.as_u16())
}

impl IntoResponse for Sorry {
    fn into_response(self) -> Response {
        let words = Words::for_language(self.language);
        let page = Page {
            shell: Shell::new(self.language, "/", ""),
            title: words.say(&title_of(self.status)),
            message: &self.message,
            sign_in: (self.status == StatusCode::UNAUTHORIZED)
                .then(|| format!("/sign-in?next={}", encoded(&self.next))),
        };
        let html = page.render().unwrap_or_else(|_| self.message.clone());
        let mut response = (self.status, Html(html)).into_response();
        if let Some(seconds) = self.retry_after
            && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}

impl From<Sorry> for Response {
    fn from(sorry: Sorry) -> Self {
        sorry.into_response()
    }
}

/// A path as it may stand in a query.
fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The note that stands under a field, if it has one.
pub fn note_under<'a>(refusal: Option<&'a Refusal>, field: &str) -> Option<&'a Note> {
    match refusal {
        Some(Refusal::Invalid(notes)) => notes.iter().find(|note| note.field == field).map(|note| &note.note),
        _ => None,
    }
}
