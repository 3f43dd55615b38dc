//! Nothing typed is lost: when a posted form cannot be taken, its answer holds every field, a fresh token and a button
//! to send it again. Nothing is done before a person presses it.

use crate::{
    answer::Sorry,
    api,
    form::{Form, is_sealed},
    guard::Reader,
    pages,
    shell::Shell,
    site::Site,
};
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use std::sync::{Arc, Mutex, PoisonError};

/// Fields people write into with their own words; they are shown to be read and mended, all others travel hidden.
const WRITTEN: &[&str] = &[
    "words",
    "note",
    "ask",
    "body",
    "why",
    "more",
    "answer",
    "detail",
    "place_text",
    "name",
    "phone",
    "email",
    "late_note",
    "office",
    "code",
    "sign_in",
    "unit",
    "subject",
    "ground",
    "what",
];

/// How the sign-in form calls the fields it carries for another form.
const CARRIED: &str = "kept:";
/// The field of the sign-in form that says where they go.
const CARRIED_TO: &str = "kept_to";

/// Fields that are made anew or never written back into a page.
const NEVER: &[&str] = &["csrf", "password", "new_password"];

/// What was typed into a form.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The address it was sent to.
    pub to: String,
    fields: Vec<(String, String)>,
    /// Whether files came with it; they must be chosen again.
    pub had_files: bool,
    /// Whether it had a password, which must be typed again.
    pub had_password: bool,
    /// Whether sending it once more may help.
    pub may_send: bool,
}

/// One field that was written by hand.
pub struct Written<'a> {
    /// Its name in the form.
    pub name: &'a str,
    /// What it is called on pages.
    pub label: String,
    /// What was written.
    pub value: &'a str,
    /// Whether it needs room for several lines.
    pub is_long: bool,
}

impl Held {
    /// What a form held, sent to an address.
    pub(crate) fn of(form: &Form, to: &str) -> Self {
        let kept = form.pairs().iter().filter(|(name, _)| !NEVER.contains(&name.as_str()));
        Self {
            to: to.to_owned(),
            fields: kept.cloned().collect(),
            had_files: form.had_files,
            had_password: form.given("password").is_some(),
            may_send: false,
        }
    }

    /// Nothing but the address of a form.
    pub(crate) fn at(to: &str) -> Self {
        Self { to: to.to_owned(), ..Self::default() }
    }

    /// Whether it is of a form of which nothing but its address is ever held.
    pub fn is_bare(&self) -> bool {
        is_sealed(&self.to)
    }

    /// What the sign-in form carried for another form, if it did.
    pub(crate) fn carried_by(form: &Form) -> Option<Self> {
        let to = form.filled(CARRIED_TO).filter(|to| pages::is_own_path(to))?;
        let carried = form
            .pairs()
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(CARRIED)?.to_owned(), value.clone())));
        let marked = |mark: &str| form.ticked(mark);
        Some(Self {
            to: to.to_owned(),
            fields: carried.filter(|(name, _)| !NEVER.contains(&name.as_str())).collect(),
            had_files: marked("kept_files"),
            had_password: marked("kept_password"),
            may_send: true,
        })
    }

    /// The value of a field; empty when there is none.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// What a sign-in form that could not be taken carried for another form.
    pub(crate) fn passed_on(&self) -> Option<Self> {
        Self::carried_by(&Form::holding(self.fields.clone()))
    }

    /// The draft whose photos a device may still keep, by the form's address.
    pub fn draft(&self) -> Option<&'static str> {
        match self.to.split('?').next() {
            Some("/cases/new") => Some("report"),
            Some("/observations/new") => Some("observation"),
            _ => None,
        }
    }

    /// How many photos such a form may bring.
    pub fn most_photos(&self) -> usize {
        danvan_actions::attachments::MOST
    }

    /// The fields the sign-in form carries for it.
    pub fn carried(&self) -> Vec<(String, &str)> {
        let mut carried = vec![(CARRIED_TO.to_owned(), self.to.as_str())];
        let marks = [("kept_files", self.had_files), ("kept_password", self.had_password)];
        carried
            .extend(marks.into_iter().filter(|(_, is_on)| *is_on).map(|(name, _)| (name.to_owned(), "yes")));
        carried.extend(self.fields.iter().map(|(name, value)| (format!("{CARRIED}{name}"), value.as_str())));
        carried
    }

    /// The same, with or without the button that sends it once more.
    #[must_use]
    pub(crate) fn sendable(mut self, may_send: bool) -> Self {
        self.may_send = may_send;
        self
    }

    /// Whether a reader gains by seeing it.
    pub(crate) fn is_worth_showing(&self) -> bool {
        self.may_send || self.fields.iter().any(|(name, value)| is_written(name, value))
    }

    /// What was written by hand, with its labels.
    pub fn written(&self, shell: &Shell) -> Vec<Written<'_>> {
        let written = self.fields.iter().filter(|(name, value)| is_written(name, value));
        written
            .map(|(name, value)| Written {
                name,
                label: shell.label(called(name)).unwrap_or_else(|| shell.say("again-field")),
                value,
                is_long: value.chars().count() > 60 || value.contains('\n'),
            })
            .collect()
    }

    /// All other fields.
    pub fn hidden(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|(name, value)| !is_written(name, value))
    }
}

/// The field whose name on pages fits this one, where it has none of its own.
fn called(name: &str) -> &str {
    match name {
        "place_text" | "detail" => "place",
        "late_note" => "late_reason",
        "office" => "to",
        other => other,
    }
}

fn is_written(name: &str, value: &str) -> bool {
    WRITTEN.contains(&name) && !value.trim().is_empty()
}

/// What the form of a request held, left by the form for the guard to find.
#[derive(Clone, Debug, Default)]
pub(crate) struct Posted(Arc<Mutex<Option<Held>>>);

impl Posted {
    /// Keeps what a form holds until its answer is known.
    pub(crate) fn keep(&self, held: Held) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
    }

    fn take(&self) -> Option<Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// An answer as its reader gets it: what went wrong, even in an extractor or a layer, is told by a page of the house
/// that holds what was typed, or by problem details under `/api`.
pub(crate) fn told(site: &Site, reader: &Reader, posted: &Posted, mut response: Response) -> Response {
    let status = response.status();
    let sorry = match response.extensions_mut().remove::<Sorry>() {
        Some(sorry) => sorry,
        None if is_bare(&response) => Sorry::of_status(reader.language, status),
        None => return response,
    };
    let sorry = if reader.visitor.has_ended { sorry.after_the_end() } else { sorry };
    if reader.path.starts_with("/api/") {
        return rewritten(
            response,
            "application/problem+json",
            api::bare_problem(reader.words(), status, sorry.message()),
        );
    }
    let held = posted.take();
    if sorry.wants_proof() {
        // Of a form of the sealed compartment nothing is held but where it is.
        let asked = held.clone().unwrap_or_else(|| Held::at(&reader.path));
        if let Some(answer) = pages::prove_instead(site, reader, &asked) {
            return answer;
        }
    }
    if let Some(held) = &held
        && let Some(answer) = pages::sign_in_instead(site, reader, held, sorry.status())
    {
        return answer;
    }
    let shell = Shell { path: "/".to_owned(), ..pages::shell(site, reader) };
    match sorry.page(shell, held) {
        Ok(html) => {
            *response.status_mut() = sorry.status();
            rewritten(response, "text/html; charset=utf-8", html)
        }
        Err(error) => {
            tracing::error!(%error, "a template failed");
            response
        }
    }
}

/// Whether an error says nothing to a reader, as extractors and layers answer.
fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    is_error && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

/// The same answer with another body; its other headers stay.
fn rewritten(mut response: Response, kind: &'static str, body: String) -> Response {
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn what_was_typed_travels_through_the_sign_in_and_back() {
        let form =
            Form::read("csrf=x&note=Hai+d%C3%B2ng%0D%0An%E1%BB%AFa&topic=water&topic=roads&password=secret");
        let held = Held::of(&form, "/observations/new");
        let pairs: Vec<String> = held
            .carried()
            .iter()
            .map(|(name, value)| format!("{}={}", crate::form::encoded(name), crate::form::encoded(value)))
            .collect();
        let back = Held::carried_by(&Form::read(&pairs.join("&"))).expect("carried");
        assert_eq!((back.to.as_str(), &back.fields), ("/observations/new", &held.fields));
        assert!(back.had_password && !back.had_files);
        assert_eq!(back.hidden().count(), 2);
        assert!(!pairs.join("&").contains("secret"), "a password is never written into a page");
    }

    #[test]
    fn nothing_is_carried_to_another_site() {
        for to in ["https://evil.example/", "//evil.example", "/\\evil.example", "", "x"] {
            let form = Form::read(&format!("kept_to={}&kept:note=x", crate::form::encoded(to)));
            assert!(Held::carried_by(&form).is_none(), "{to}");
        }
    }
}
