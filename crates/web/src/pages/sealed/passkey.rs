//! A handler's passkey in place of their passphrase: what the browser asks it, and how one is added. Only script reaches an
//! authenticator; without it the passphrase does.

use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, sorry},
    site::Site,
};
use axum::{Json, extract::State, response::IntoResponse};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use danvan_actions::sealed as actions;
use danvan_domain::refusals::Refusal;
use serde_json::json;

/// What a browser asks the passkeys of whoever sits there.
pub(super) async fn ask(State(site): State<Site>, reader: Reader, _form: Form) -> Answered {
    let asked =
        actions::passkey_question(&site.house, &reader.visitor.asker).await.map_err(sorry(&reader))?;
    let lost = || Sorry::failed(reader.language, Refusal::NotFound.into());
    let (party, asked) = site.party.as_ref().zip(asked).ok_or_else(lost)?;
    let written = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let credentials: Vec<String> = asked.credentials.iter().map(|id| written(id)).collect();
    let answer = json!({"rpId": party.id, "salt": written(&asked.salt), "credentials": credentials});
    Ok(Json(answer).into_response())
}

/// Lets a passkey open the key from now on.
pub(super) async fn add(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let (passphrase, made) = (form.get("passphrase"), form.get("passkey"));
    match actions::add_passkey_lock(&site.house, &reader.visitor.asker, passphrase, made).await {
        Ok(()) => go("/sealed/key?added=1"),
        Err(failure) => {
            let mut notes = notes_of(&reader, failure)?;
            // Both forms of the page ask for a passphrase: these notes belong to this one.
            notes.iter_mut().for_each(|note| note.field = "passkey".into());
            super::key::again(&site, &reader, notes).await
        }
    }
}
