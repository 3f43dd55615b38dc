//! Passkeys: what browsers are asked, and the pages around it. The buttons need script, because
//! only script reaches an authenticator; everything else on these pages works without.

use super::sign_in::{self, Factor};
use crate::{
    again::Held,
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use danvan_actions::{Failure, people as actions};
use danvan_domain::{ids::PasskeyId, passkeys::Party, refusals::Refusal};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/people/passkey.html")]
struct NewPasskey {
    shell: Shell,
    called: String,
    /// What the browser is asked, as JSON.
    options: String,
}

/// In whose name passkeys are made here.
fn party<'a>(site: &'a Site, reader: &Reader) -> Result<&'a Party, Sorry> {
    let lost = || Sorry::failed(reader.language, Refusal::NotFound.into());
    site.party.as_ref().ok_or_else(lost)
}

/// What to sign in order to sign in.
pub(in crate::pages) async fn ask_sign_in(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let browser = (party(&site, &reader)?, reader.form_secret.as_str());
    let asked = actions::ask_sign_in(&site.house, browser, form.filled("ticket")).await;
    Ok(Json(asked.map_err(sorry(&reader))?).into_response())
}

/// What to sign in order to prove who sits there.
pub(in crate::pages) async fn ask_proof(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    let browser = (party(&site, &reader)?, reader.form_secret.as_str());
    let asked = actions::ask_proof(&site.house, &reader.visitor, browser).await;
    Ok(Json(asked.map_err(sorry(&reader))?).into_response())
}

/// Signs in.
pub(in crate::pages) async fn sign_in(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let party = party(&site, &reader)?;
    let next = sign_in::own_path(form.get("next"));
    let held = Held::carried_by(&form);
    let ticket = form.filled("ticket");
    let from = sign_in::from(&reader);
    let browser = (party, reader.form_secret.as_str());
    match actions::sign_in_with_passkey(&site.house, browser, ticket, form.get("passkey"), from).await {
        Ok(signed_in) => sign_in::entered(&site, &reader, &signed_in, &next, held).await,
        Err(Failure::Refused(Refusal::SignInFirst)) => sign_in::too_late(&site, &reader, next, held),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let factor = ticket.map(|ticket| Factor { ticket: ticket.to_owned(), has_passkey: true });
            sign_in::refused(&site, &reader, notes, factor, (form.get("name").to_owned(), next, held))
        }
    }
}

/// Proves who sits there.
pub(in crate::pages) async fn prove(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let party = party(&site, &reader)?;
    let browser = (party, reader.form_secret.as_str());
    let done = actions::prove_with_passkey(&site.house, &reader.visitor, browser, form.get("passkey")).await;
    sign_in::proved(&site, &reader, done, Held::carried_by(&form))
}

/// The page on which a new one is made.
pub(in crate::pages) async fn new(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    let page = new_page(&site, &reader, String::new()).await?;
    show(&reader, &page)
}

async fn new_page(site: &Site, reader: &Reader, called: String) -> Result<NewPasskey, Sorry> {
    let (browser, shell) = ((party(site, reader)?, reader.form_secret.as_str()), shell(site, reader));
    let asked = actions::ask_new(&site.house, &reader.visitor, browser, &shell.say("brand")).await;
    let options = asked.map_err(sorry(reader))?.to_string();
    Ok(NewPasskey { shell, called, options })
}

/// Adds it.
pub(in crate::pages) async fn add(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let browser = (party(&site, &reader)?, reader.form_secret.as_str());
    let (name, answer) = (form.get("name"), form.get("passkey"));
    match actions::add_passkey(&site.house, &reader.visitor, browser, name, answer).await {
        Ok(codes) if codes.is_empty() => go("/security"),
        Ok(codes) => super::security::show_paper(&site, &reader, codes),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let mut page = new_page(&site, &reader, name.to_owned()).await?;
            page.shell = page.shell.with_notes(notes);
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Removes one.
pub(in crate::pages) async fn remove(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    _form: Form,
) -> Answered {
    actions::remove_passkey(&site.house, &reader.visitor, PasskeyId(id)).await.map_err(sorry(&reader))?;
    go("/security")
}
