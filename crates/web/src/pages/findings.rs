//! Findings: the list with the record of every method, one of them whole, and the forms of what may be done about it.

mod act;
mod ask;
mod drawings;
mod list;
mod map;
pub(super) mod said;
mod show;
mod tables;

use crate::doors::{Doors, get, post};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/findings", get(list::show_list))
        .route("/findings/run", post(list::run))
        .route("/findings/{id}", get(show::show_one))
        .route("/findings/record/{file}", get(tables::of_methods))
        .route("/findings/{id}/drawings/{file}", get(drawings::one))
        .route("/findings/{id}/tables/{file}", get(tables::of_one))
        .route("/findings/{id}/act", get(act::fresh).post(act::keep))
        .route("/findings/{id}/ask", get(ask::fresh).post(ask::keep))
}
