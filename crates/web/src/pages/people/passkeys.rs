//! Passkeys: what browsers are asked, in the words they know, and the pages around it. The buttons need script, because
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
use danvan_actions::{
    Failure,
    people::{self as actions, Question},
};
use danvan_domain::{
    ids::PasskeyId,
    passkeys::{ALGORITHMS, CHALLENGE_SECONDS, Party, written},
    refusals::Refusal,
};
use serde_json::{Value, json};
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

fn listed(credentials: &[Vec<u8>]) -> Vec<Value> {
    credentials.iter().map(|id| json!({"type": "public-key", "id": written(id)})).collect()
}

/// What a browser is asked to sign.
fn asked(party: &Party, question: &Question) -> Value {
    json!({
        "challenge": written(&question.challenge),
        "rpId": party.id,
        "timeout": CHALLENGE_SECONDS * 1000,
        "userVerification": "required",
        "allowCredentials": listed(&question.credentials),
    })
}

/// What a browser is asked to make.
fn wanted(party: &Party, question: &Question, house: &str) -> Value {
    let person = question.person.as_ref();
    let kinds: Vec<Value> =
        ALGORITHMS.iter().map(|number| json!({"type": "public-key", "alg": number})).collect();
    json!({
        "rp": {"id": party.id, "name": house},
        "user": {
            "id": person.map(|person| written(person.id.0.as_bytes())),
            "name": person.map(|person| &person.sign_in),
            "displayName": person.map(|person| &person.name),
        },
        "challenge": written(&question.challenge),
        "pubKeyCredParams": kinds,
        "timeout": CHALLENGE_SECONDS * 1000,
        "attestation": "none",
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        },
        "excludeCredentials": listed(&question.credentials),
    })
}

/// What to sign in order to sign in.
pub(in crate::pages) async fn ask_sign_in(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let party = party(&site, &reader)?;
    let question = actions::ask_sign_in(&site.house, &reader.form_secret, form.filled("ticket")).await;
    Ok(Json(asked(party, &question.map_err(sorry(&reader))?)).into_response())
}

/// What to sign in order to prove who sits there.
pub(in crate::pages) async fn ask_proof(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    let party = party(&site, &reader)?;
    let question = actions::ask_proof(&site.house, &reader.visitor, &reader.form_secret).await;
    Ok(Json(asked(party, &question.map_err(sorry(&reader))?)).into_response())
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
    let party = party(site, reader)?;
    let question = actions::ask_new(&site.house, &reader.visitor, &reader.form_secret).await;
    let shell = shell(site, reader);
    let options = wanted(party, &question.map_err(sorry(reader))?, &shell.say("brand")).to_string();
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
