//! Who came: shown once, for a purpose that is kept.

use super::desk::{again, visit_page};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, show},
    site::Site,
};
use axum::extract::{Path, State};
use danvan_actions::receptions::contact;
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
