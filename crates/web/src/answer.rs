//! When something cannot be done: a page that says what happened, what is safe and what to do next.

use crate::{again::Held, shell::Shell};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use danvan_actions::Failure;
use danvan_domain::refusals::Refusal;
use danvan_words::{Language, Words};

/// A page that could not be shown, with the reason in the reader's language.
///
/// It travels with its own answer, so that the guard can show it again with what was typed.
#[derive(Clone, Debug)]
pub struct Sorry {
    status: StatusCode,
    language: Language,
    /// The key of the page's title.
    title: String,
    message: String,
    /// Whether the same form may well go through when it is sent once more.
    may_send: bool,
    retry_after: Option<i64>,
    /// Where to go on after signing in.
    next: String,
    /// Whether the same form goes through once its sender has proved who they are.
    wants_proof: bool,
    /// The right that was refused.
    refused: Option<RefusedRight>,
}

/// A right that was refused to whoever asked, for the guard to note. It travels with the answer.
#[derive(Clone, Debug)]
pub(crate) struct RefusedRight(pub(crate) String);

impl RefusedRight {
    /// The verb that somebody may not do, or the sentence that says why.
    pub(crate) fn of(refusal: &Refusal) -> Option<Self> {
        let Refusal::NotAllowed(note) = refusal else { return None };
        let verb = note.args.iter().find(|(name, _)| name == "verb").map(|(_, verb)| verb);
        Some(Self(verb.unwrap_or(&note.key).clone()))
    }
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
    /// What was typed, when a form was sent.
    held: Option<Held>,
}

impl Sorry {
    fn new(language: Language, status: StatusCode, message: &str) -> Self {
        Self::saying(language, status, Words::for_language(language).say(message))
    }

    fn saying(language: Language, status: StatusCode, message: String) -> Self {
        let may_send = matches!(
            status,
            StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::TOO_MANY_REQUESTS
        ) || status.is_server_error();
        let (title, next) = (title_of(status), "/".to_owned());
        Self {
            status,
            language,
            title,
            message,
            may_send,
            retry_after: None,
            next,
            wants_proof: false,
            refused: None,
        }
    }

    /// The page of a bare status, as extractors and layers answer it.
    pub fn of_status(language: Language, status: StatusCode) -> Self {
        match status {
            // An address whose id is none: there is no such thing.
            StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => Self::lost(language),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(language, status, "error-405"),
            StatusCode::REQUEST_TIMEOUT => Self::new(language, status, "error-408"),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(language, crate::LARGEST_UPLOAD as u64),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::new(language, status, "error-415"),
            StatusCode::SERVICE_UNAVAILABLE => Self::new(language, status, "error-503"),
            status if status.is_server_error() => Self::broken(language),
            _ => Self::new(language, StatusCode::BAD_REQUEST, "refusal-unreadable"),
        }
    }

    /// The status it answers with.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What happened, in the reader's language.
    pub fn message(&self) -> &str {
        &self.message
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

    /// The same, for whoever had been signed in: it says why they are no longer.
    pub(crate) fn after_the_end(mut self) -> Self {
        if self.status == StatusCode::UNAUTHORIZED {
            self.message = Words::for_language(self.language).say("sign-in-ended");
        }
        self
    }

    /// The form came from another site.
    pub fn foreign_form(language: Language) -> Self {
        Self::new(language, StatusCode::FORBIDDEN, "refusal-foreign-form")
    }

    /// The form is too old, or its cookie is gone.
    pub fn stale_form(language: Language) -> Self {
        let sorry = Self::new(language, StatusCode::FORBIDDEN, "refusal-form-expired");
        Self { title: "error-title-expired".to_owned(), may_send: true, ..sorry }
    }

    /// A dangerous act wants a fresh proof of who does it.
    pub fn prove_first(language: Language) -> Self {
        let sorry = Self::new(language, StatusCode::FORBIDDEN, "prove-lead");
        Self { wants_proof: true, ..sorry }
    }

    /// Whether a proof of who sits there would help.
    pub(crate) fn wants_proof(&self) -> bool {
        self.wants_proof
    }

    /// Some words are not UTF-8.
    pub fn garbled(language: Language) -> Self {
        let sorry = Self::new(language, StatusCode::UNPROCESSABLE_ENTITY, "note-unreadable");
        Self { may_send: true, ..sorry }
    }

    /// What was sent is of a kind no form of ours sends.
    pub fn strange_kind(language: Language) -> Self {
        Self::of_status(language, StatusCode::UNSUPPORTED_MEDIA_TYPE)
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
        let refused = RefusedRight::of(refusal);
        Self { retry_after, refused, ..Self::saying(language, status, message) }
    }

    /// The page, within a shell and with what was typed.
    ///
    /// # Errors
    /// When the template fails.
    pub(crate) fn page(&self, shell: Shell, held: Option<Held>) -> askama::Result<String> {
        let held = held.map(|held| held.sendable(self.may_send)).filter(Held::is_worth_showing);
        let sign_in = (self.status == StatusCode::UNAUTHORIZED)
            .then(|| format!("/sign-in?next={}", encoded(&self.next)));
        Page { title: shell.say(&self.title), message: &self.message, sign_in, held, shell }.render()
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
        let shell = Shell::new(self.language, "/", "");
        let html = self.page(shell, None).unwrap_or_else(|_| self.message.clone());
        let mut response = (self.status, Html(html)).into_response();
        if let Some(seconds) = self.retry_after
            && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        if let Some(refused) = self.refused.clone() {
            response.extensions_mut().insert(refused);
        }
        response.extensions_mut().insert(self);
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
