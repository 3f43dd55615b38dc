//! Signing in and out, one's own devices, positions and second factor.

mod manage;
mod one;
mod passkeys;
mod positions;
mod provider;
mod security;
mod sign_in;

pub(in crate::pages) use sign_in::prove_before;
pub(crate) use sign_in::{prove_instead, sign_in_instead};

use super::{Answered, go, shell, show, sorry};
use crate::{
    doors::{Doors, get, post},
    form::Form,
    guard::{Reader, SESSION_COOKIE, set_cookie},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderValue,
    response::{IntoResponse, Redirect},
};
use danvan_actions::people as actions;
use danvan_domain::{ids::SessionId, time::Moment};
use sign_in::keep;
use uuid::Uuid;

/// The addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/sign-in", get(sign_in::sign_in_form).post(sign_in::sign_in))
        .route("/sign-in/code", post(sign_in::code))
        .route("/sign-in/password", post(sign_in::own_password))
        .route("/prove", post(sign_in::prove))
        .route("/sign-in/passkey/ask", post(passkeys::ask_sign_in))
        .route("/sign-in/passkey", post(passkeys::sign_in))
        .route("/sign-in/provider", post(provider::sign_in))
        .route("/sign-in/provider/back", get(provider::come_back))
        .route("/prove/provider", post(provider::prove))
        .route("/prove/passkey/ask", post(passkeys::ask_proof))
        .route("/prove/passkey", post(passkeys::prove))
        .route("/sign-out", post(sign_out))
        .route("/sessions", get(sessions))
        .dangerous("/sessions/close-others", post(close_others))
        .dangerous("/sessions/{id}/close", post(close_session))
        .dangerous("/people", get(manage::people).post(manage::add))
        .route("/people/at", get(one::at))
        .route("/people/{id}", get(one::one))
        .dangerous("/people/{id}/positions", post(one::give))
        .dangerous("/people/{id}/identities", post(one::link))
        .dangerous("/people/{id}/identities/remove", post(one::unlink))
        .dangerous("/people/{id}/passkeys/{passkey}/lost", post(one::passkey_lost))
        .dangerous("/people/{id}/app/lost", post(one::app_lost))
        .route("/people/{id}/sign-out", post(one::sign_out))
        .dangerous("/people/{id}/password", post(one::give_password))
        .dangerous("/people/{id}/inactive", post(one::make_inactive))
        .dangerous("/people/{id}/active", post(one::make_active))
        .route("/positions", get(positions::list))
        .dangerous("/positions/{id}/lend", post(positions::lend))
        .dangerous("/positions/{id}/end", post(positions::end))
        .route("/lent/{id}/take-back", post(positions::take_back))
        .route("/security", get(security::look))
        .dangerous("/security/app", post(security::add))
        .route("/security/password", post(security::password))
        .route("/security/app/confirm", post(security::confirm))
        .dangerous("/security/app/remove", post(security::remove))
        .dangerous("/security/passkeys/new", post(passkeys::new))
        .route("/security/passkeys", post(passkeys::add))
        .dangerous("/security/passkeys/{id}/remove", post(passkeys::remove))
        .dangerous("/security/paper", post(security::renew))
}

/// Signs this browser out.
async fn sign_out(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
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
    is_new: bool,
}

/// One's own devices.
async fn sessions(State(site): State<Site>, reader: Reader) -> Answered {
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
            is_new: device.is_new_device,
            is_this: reader.visitor.session == Some(SessionId(device.id)),
        })
        .collect();
    show(&reader, &Sessions { shell: shell(&site, &reader), devices })
}

/// Signs another of one's devices out.
async fn close_session(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    actions::sign_out(&site.house, &reader.visitor, SessionId(id)).await.map_err(sorry(&reader))?;
    go("/sessions")
}

/// Signs out everywhere else.
async fn close_others(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    actions::sign_out_others(&site.house, &reader.visitor).await.map_err(sorry(&reader))?;
    go("/sessions")
}
