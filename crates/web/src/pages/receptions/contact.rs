//! Who came: shown once, for a purpose that is kept.

use super::desk::{again, visit_page};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, receipts::lost_code, show},
    site::Site,
};
use axum::extract::{Path, State};
use danvan_actions::{data::new_visit_code, receptions::contact};
use uuid::Uuid;

/// What the button itself says, where nothing else was chosen.
pub(super) const CALL_IN: &str = "call_in";

/// Shows how to call the visitor, once; the reading is kept.
pub(super) async fn read_contact(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let why = (form.filled("purpose").unwrap_or(CALL_IN), form.get("reason"));
    match contact(&site.house, &reader.visitor.asker, id, why).await {
        Ok(visitor) => {
            let page = visit_page(&site, &reader, id, &Form::default(), Some(visitor), Vec::new()).await?;
            show(&reader, &page)
        }
        Err(failure) => again(&site, &reader, id, &form, Err(failure)).await,
    }
}

/// Whoever booked and lost their code is given a new one, once their identity was checked; the slip is shown once.
pub(super) async fn renew(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    match new_visit_code(&site.house, &reader.visitor.asker, id, &lost_code(&form)).await {
        Ok(code) => go(&format!("/receipts/{code}/slip")),
        Err(failure) => again(&site, &reader, id, &form, Err(failure)).await,
    }
}
