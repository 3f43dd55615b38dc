//! Errors of the API as RFC 9457 problem details; each wrong field is named.

use crate::{
    answer::{RefusedRight, status_of, title_of},
    guard::Reader,
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use danvan_actions::Failure;
use danvan_domain::refusals::{FieldNote, Note, Refusal};
use danvan_words::Words;
use serde::Serialize;

/// What was wrong, for a program and for whoever reads its log.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    /// A stable name of the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    #[serde(skip)]
    retry_after: Option<i64>,
    #[serde(skip)]
    refused: Option<RefusedRight>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize)]
struct FieldProblem {
    field: String,
    code: String,
    detail: String,
}

impl Problem {
    fn new(words: &Words, status: StatusCode, kind: &str, detail: String) -> Self {
        let title = title_of(status);
        Self {
            kind: format!("urn:danvan:problem:{kind}"),
            title: if words.has(&title) {
                words.say(&title)
            } else {
                status.canonical_reason().unwrap_or_default().to_owned()
            },
            status: status.as_u16(),
            detail,
            errors: Vec::new(),
            retry_after: None,
            refused: None,
        }
    }

    /// The body is not what the address reads; `why` is a sentence of the word files.
    pub(super) fn unreadable(reader: &Reader, why: &Note) -> Self {
        let words = reader.words();
        Self::new(words, StatusCode::BAD_REQUEST, "unreadable", words.note(why))
    }

    /// A failure of an action, in the caller's language.
    pub(super) fn of(reader: &Reader, failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::refused(reader.words(), &refusal),
            Failure::Broken(error) => {
                tracing::error!(%error, "an API call failed");
                let words = reader.words();
                Self::new(words, StatusCode::INTERNAL_SERVER_ERROR, "broken", words.say("error-500"))
            }
        }
    }

    fn refused(words: &Words, refusal: &Refusal) -> Self {
        let status = status_of(refusal);
        let kind = match refusal {
            Refusal::Invalid(_) => "invalid",
            Refusal::NotFound => "not-found",
            Refusal::SignInFirst => "sign-in-first",
            Refusal::NotAllowed(_) => "not-allowed",
            Refusal::Conflict(_) => "conflict",
            Refusal::TooMany { .. } => "too-many",
            Refusal::TooLarge { .. } => "too-large",
        };
        let mut problem = Self::new(words, status, kind, words.refusal(refusal));
        if let Refusal::Invalid(notes) = refusal {
            problem.errors = notes.iter().map(|note| field_problem(words, note)).collect();
        }
        if let Refusal::TooMany { seconds } = refusal {
            problem.retry_after = Some(*seconds);
        }
        problem.refused = RefusedRight::of(refusal);
        problem
    }
}

fn field_problem(words: &Words, note: &FieldNote) -> FieldProblem {
    FieldProblem { field: note.field.clone(), code: note.note.key.clone(), detail: words.note(&note.note) }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(value) =
            self.retry_after.and_then(|seconds| HeaderValue::from_str(&seconds.to_string()).ok())
        {
            headers.insert(header::RETRY_AFTER, value);
        }
        if let Some(refused) = self.refused {
            response.extensions_mut().insert(refused);
        }
        response
    }
}

/// No such address under `/api/v1`.
pub(super) async fn no_such_address(reader: Reader) -> Problem {
    let words = reader.words();
    Problem::new(words, StatusCode::NOT_FOUND, "not-found", words.say("problem-address"))
}

/// The address does not know this method.
pub(super) async fn no_such_method(reader: Reader) -> Problem {
    let words = reader.words();
    Problem::new(words, StatusCode::METHOD_NOT_ALLOWED, "method", words.say("problem-method"))
}

/// The problem details of an answer that has none, as extractors and layers answer.
pub(crate) fn bare_problem(words: &Words, status: StatusCode, detail: &str) -> String {
    let kind = status.canonical_reason().unwrap_or("refused").to_lowercase().replace(' ', "-");
    serde_json::to_string(&Problem::new(words, status, &kind, detail.to_owned())).unwrap_or_default()
}
