//! Who signed a letter: shown for a purpose, named later, given codes.

use super::one::{Back, page};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, receipts::lost_code},
    site::Site,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    data::new_signer_code,
    letters::{add_signer, hand_out as give, read_signers},
};
use danvan_domain::{ids::LetterId, letters::Signer};
use uuid::Uuid;

/// Who signed, once the purpose is chosen.
pub(super) async fn signers(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let (purpose, reason) = (sent.get("purpose").to_owned(), sent.get("reason").to_owned());
    let why = (purpose.as_str(), reason.as_str());
    let back = match read_signers(&site.house, &reader.visitor.asker, LetterId(id), why).await {
        Ok(signers) => Back { signers, ..Back::default() },
        Err(failure) => Back {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            notes: notes_of(&reader, failure)?,
            ..Back::default()
        },
    };
    page(&site, &reader, LetterId(id), Back { purpose, reason, ..back }).await
}

/// One more who signed is named.
pub(super) async fn add(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let typed = Signer {
        name: sent.get("person").to_owned(),
        address: sent.get("address").to_owned(),
        phone: sent.get("phone").to_owned(),
        is_representative: sent.ticked("speaks"),
    };
    match add_signer(&site.house, &reader.visitor.asker, LetterId(id), &typed).await {
        Ok(_) => go(&format!("/letters/{id}?named=1")),
        Err(failure) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let back = Back { status, notes: notes_of(&reader, failure)?, added: typed, ..Back::default() };
            page(&site, &reader, LetterId(id), back).await
        }
    }
}

/// One who signed is given a code; the slip with it is shown once, to be printed and handed over.
pub(super) async fn hand_out(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let position = sent.get("position").parse().unwrap_or(-1);
    match give(&site.house, &reader.visitor.asker, LetterId(id), position).await {
        Ok(code) => go(&format!("/receipts/{code}/slip")),
        Err(failure) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let back = Back { status, notes: notes_of(&reader, failure)?, ..Back::default() };
            page(&site, &reader, LetterId(id), back).await
        }
    }
}

/// One who signed and lost their code is given a new one, once their identity was checked; the slip is shown once.
pub(super) async fn renew(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    sent: Form,
) -> Answered {
    let checked = lost_code(&sent);
    match new_signer_code(&site.house, &reader.visitor.asker, LetterId(id), &checked).await {
        Ok(code) => go(&format!("/receipts/{code}/slip")),
        Err(failure) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let back =
                Back { status, notes: notes_of(&reader, failure)?, lost: Some(checked), ..Back::default() };
            page(&site, &reader, LetterId(id), back).await
        }
    }
}
