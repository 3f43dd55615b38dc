//! `/security`: the second factor: an authenticator app and codes on paper.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::people::{self as actions, Standing};
use danvan_domain::time::Moment;
use qrcode::{EcLevel, QrCode, render::svg};

#[derive(Template)]
#[template(path = "pages/people/security.html")]
struct Security {
    shell: Shell,
    lacks_factor: bool,
    /// Whether the password was just changed.
    is_changed: bool,
    standing: Standing,
    /// Whether passkeys are made at this address.
    may_add_passkeys: bool,
    passkeys: Vec<PasskeyRow>,
    /// The address of the app as a picture; empty when none waits.
    picture: String,
}

struct PasskeyRow {
    id: String,
    name: String,
    added: String,
    used: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/people/paper.html")]
struct Paper {
    shell: Shell,
    codes: Vec<String>,
}

/// The page.
pub(in crate::pages) async fn look(State(site): State<Site>, reader: Reader) -> Answered {
    show(&reader, &page(&site, &reader).await?)
}

async fn page(site: &Site, reader: &Reader) -> Result<Security, crate::answer::Sorry> {
    let standing = actions::second_factor(&site.house, &reader.visitor).await.map_err(sorry(reader))?;
    let picture = standing.waiting.as_ref().map(|waiting| picture(&waiting.address)).unwrap_or_default();
    let (words, now) = (reader.words(), site.house.now());
    let ago = |micros: i64| words.ago(Moment::from_micros(micros), now);
    let passkeys = actions::passkeys(&site.house, &reader.visitor).await.map_err(sorry(reader))?;
    let row = |one: actions::Passkey| PasskeyRow {
        id: one.id.to_string(),
        added: ago(one.added_at),
        used: one.used_at.map(ago),
        name: one.name,
    };
    Ok(Security {
        shell: shell(site, reader),
        may_add_passkeys: site.party.is_some(),
        passkeys: passkeys.into_iter().map(row).collect(),
        is_changed: reader.path.ends_with("?changed=1"),
        lacks_factor: reader.visitor.lacks_factor,
        standing,
        picture,
    })
}

/// The picture as an element of the page, whose colours do not follow the dark.
fn picture(address: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::M) else { return String::new() };
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    drawn.split_once("?>").map_or(drawn.clone(), |(_, element)| element.to_owned())
}

/// Begins to add an app.
pub(in crate::pages) async fn add(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    actions::add_app(&site.house, &reader.visitor).await.map_err(sorry(&reader))?;
    go("/security")
}

/// Confirms it by its first code.
pub(in crate::pages) async fn confirm(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    match actions::confirm_app(&site.house, &reader.visitor, form.get("code")).await {
        Ok(codes) => show_paper(&site, &reader, codes),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let mut page = page(&site, &reader).await?;
            page.shell = page.shell.with_notes(notes);
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Gives oneself another password.
pub(in crate::pages) async fn password(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let typed = (form.get("password"), form.get("new_password"));
    let done =
        actions::change_password(&site.house, &reader.visitor, typed, super::sign_in::from(&reader)).await;
    match done {
        Ok(()) => go("/security?changed=1"),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let mut page = page(&site, &reader).await?;
            page.shell = page.shell.with_notes(notes);
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// New codes on paper.
pub(in crate::pages) async fn renew(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    let codes = actions::renew_paper(&site.house, &reader.visitor).await.map_err(sorry(&reader))?;
    show_paper(&site, &reader, codes)
}

/// The codes on paper, this once.
pub(super) fn show_paper(site: &Site, reader: &Reader, codes: Vec<String>) -> Answered {
    show(reader, &Paper { shell: shell(site, reader), codes })
}

/// Takes the app away.
pub(in crate::pages) async fn remove(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    actions::remove_app(&site.house, &reader.visitor).await.map_err(sorry(&reader))?;
    go("/security")
}
