//! Signing in and out, and one's own devices.

mod manage;

pub(super) use manage::{add, people};

use super::{Answered, go, notes_of, shell, show, show_with, sorry};
use crate::{
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
use danvan_domain::{ids::SessionId, time::Moment};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/people/sign_in.html")]
struct SignIn {
    shell: Shell,
    sign_in: String,
    next: String,
}

/// The form.
pub(super) async fn sign_in_form(State(site): State<Site>, reader: Reader) -> Answered {
    let query = reader.path.split_once('?').map_or("", |(_, query)| query);
    let next = own_path(Form::read(query).get("next"));
    show(&reader, &SignIn { shell: shell(&site, &reader), sign_in: String::new(), next })
}

/// A path of this site, so that signing in never leads elsewhere.
fn own_path(path: &str) -> String {
    let is_own = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if is_own { path.to_owned() } else { "/".to_owned() }
}

/// Signs in.
pub(super) async fn sign_in(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (name, next) = (form.get("name").to_owned(), own_path(form.get("next")));
    let tried =
        actions::sign_in(&site.house, &name, form.get("password"), &reader.address, &reader.device).await;
    match tried {
        Ok(signed_in) => {
            let seconds = signed_in.ends_at.seconds_since(site.house.now());
            let mut response = Redirect::to(&next).into_response();
            keep(&mut response, &set_cookie(&site, SESSION_COOKIE, &signed_in.token, Some(seconds)));
            Ok(response)
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let shell = shell(&site, &reader).with_notes(notes);
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &SignIn { shell, sign_in: name, next })
        }
    }
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
