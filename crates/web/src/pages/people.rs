//! Signing in and out, and one's own devices.

mod manage;

pub(super) use manage::{add, people};

use super::{Answered, go, is_own_path, notes_of, shell, show, show_with, sorry};
use crate::{
    again::Held,
    form::Form,
    guard::{Reader, SESSION_COOKIE, set_cookie},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use danvan_actions::people as actions;
use danvan_domain::{
    ids::SessionId,
    refusals::{FieldNote, Note},
    time::Moment,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/people/sign_in.html")]
struct SignIn {
    shell: Shell,
    sign_in: String,
    next: String,
    /// What was typed into another form before the session ended.
    held: Option<Held>,
}

/// The form.
pub(super) async fn sign_in_form(State(site): State<Site>, reader: Reader) -> Answered {
    let query = reader.path.split_once('?').map_or("", |(_, query)| query);
    let next = own_path(Form::read(query).get("next"));
    show(&reader, &SignIn { shell: shell(&site, &reader), sign_in: String::new(), next, held: None })
}

/// A path of this site, so that signing in never leads elsewhere.
fn own_path(path: &str) -> String {
    if is_own_path(path) { path.to_owned() } else { "/".to_owned() }
}

/// Signs in. What was typed before the session ended comes back, to be sent by its own button.
pub(super) async fn sign_in(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (name, next) = (form.get("name").to_owned(), own_path(form.get("next")));
    let held = Held::carried_by(&form);
    let tried =
        actions::sign_in(&site.house, &name, form.get("password"), &reader.address, &reader.device).await;
    match tried {
        Ok(signed_in) => {
            let seconds = signed_in.ends_at.seconds_since(site.house.now());
            let mut response = match held {
                None => Redirect::to(&next).into_response(),
                Some(held) => given_back(&site, &reader, &signed_in.token, held).await?,
            };
            keep(&mut response, &set_cookie(&site, SESSION_COOKIE, &signed_in.token, Some(seconds)));
            Ok(response)
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let shell = shell(&site, &reader).with_notes(notes);
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &SignIn { shell, sign_in: name, next, held })
        }
    }
}

#[derive(Template)]
#[template(path = "pages/people/again.html")]
struct Again {
    shell: Shell,
    held: Held,
}

/// The page that holds what was typed before the session ended.
async fn given_back(site: &Site, reader: &Reader, token: &str, held: Held) -> Answered {
    let visitor = actions::recognise(&site.house, token).await.map_err(sorry(reader))?;
    let reader = Reader { visitor, path: "/".to_owned(), ..reader.clone() };
    show(&reader, &Again { shell: shell(site, &reader), held })
}

/// The answer to a form whose sender must sign in first: the sign-in form, which carries what was typed. Nothing when
/// signing in does not help.
pub(crate) fn sign_in_instead(
    site: &Site,
    reader: &Reader,
    held: &Held,
    status: StatusCode,
) -> Option<Response> {
    let is_sign_in = held.to.split('?').next() == Some("/sign-in");
    let shell = shell(site, reader);
    let page = match status {
        StatusCode::UNAUTHORIZED => {
            let held = Some(held.clone());
            SignIn { shell, sign_in: String::new(), next: "/".to_owned(), held }
        }
        StatusCode::FORBIDDEN if is_sign_in => {
            let note = FieldNote::new("password", Note::new("sign-in-again"));
            let (sign_in, next) = (held.value("name").to_owned(), own_path(held.value("next")));
            SignIn { shell: shell.with_notes(vec![note]), sign_in, next, held: held.passed_on() }
        }
        _ => return None,
    };
    show_with(reader, status, &page).ok()
}

fn keep(response: &mut Response, line: &str) {
    if let Ok(value) = HeaderValue::from_str(line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Signs this browser out.
pub(super) async fn sign_out(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    if let Some(session) = reader.visitor.session {
        actions::sign_out(&site.house, &reader.visitor, session).await.map_err(sorry(&reader))?;
    }
    let mut response = Redirect::to("/").into_response();
    keep(&mut response, &set_cookie(&site, SESSION_COOKIE, "", Some(0)));
    // Pictures, drafts, kept pages and what waits to be sent stay on no device after signing out.
    let everything = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert("clear-site-data", everything);
    Ok(response)
}

#[derive(Template)]
#[template(path = "pages/people/sessions.html")]
struct Sessions {
    shell: Shell,
    devices: Vec<DeviceRow>,
}

struct DeviceRow {
    id: Uuid,
    device: String,
    signed_in: String,
    seen: String,
    is_this: bool,
}

/// One's own devices.
pub(super) async fn sessions(State(site): State<Site>, reader: Reader) -> Answered {
    let now = site.house.now();
    let words = reader.words();
    let devices = actions::devices(&site.house, &reader.visitor).await.map_err(sorry(&reader))?;
    let devices = devices
        .into_iter()
        .map(|device| DeviceRow {
            id: device.id,
            device: device.device,
            signed_in: words.ago(Moment::from_micros(device.created_at), now),
            seen: words.ago(Moment::from_micros(device.seen_at), now),
            is_this: reader.visitor.session == Some(SessionId(device.id)),
        })
        .collect();
    show(&reader, &Sessions { shell: shell(&site, &reader), devices })
}

/// Signs another of one's devices out.
pub(super) async fn close_session(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    actions::sign_out(&site.house, &reader.visitor, SessionId(id)).await.map_err(sorry(&reader))?;
    go("/sessions")
}
