//! Proceedings: one that an office begins, what is public of them, an office's list, one with what the law says of it and asks next, and what lapses.

mod acts;
mod begin;
pub(super) mod deadlines;
mod list;
mod next;
mod one;
mod past;
mod posted;

pub(super) use acts::{doing, late_reason, late_reasons};

use crate::doors::{Doors, get, post};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/proceedings", get(list::show_all))
        .route("/proceedings/new", get(begin::fresh).post(begin::begin))
        .route("/posted", get(posted::show_posted))
        .route("/proceedings/{id}", get(one::show_one))
        .route("/proceedings/{id}/act", post(acts::act))
        .route("/proceedings/{id}/assign", post(acts::assign))
        .route("/deadlines", get(deadlines::show_lapsing))
        .route("/deadlines/told/{id}", post(deadlines::told::see))
}
