//! Proceedings: an office's list, one with what the law says of it and asks next, and what lapses.

mod acts;
pub(super) mod deadlines;
mod list;
mod next;
mod one;
mod past;

pub(super) use acts::{late_reason, late_reasons};

use crate::doors::Doors;
use axum::routing::{get, post};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/proceedings", get(list::show_all))
        .route("/proceedings/{id}", get(one::show_one))
        .route("/proceedings/{id}/act", post(acts::act))
        .route("/proceedings/{id}/assign", post(acts::assign))
        .route("/deadlines", get(deadlines::show_lapsing))
        .route("/deadlines/told/{id}", post(deadlines::told::see))
}
