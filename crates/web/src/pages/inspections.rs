//! Inspections: the lists, one of them whole, the forms of its acts, and what was found over time.

mod act;
mod conclude;
mod found;
mod list;
mod plan;
mod show;
mod work;

use crate::doors::{Doors, get};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/inspections", get(list::show_list))
        .route("/inspections/new", get(plan::fresh).post(plan::keep))
        .route("/inspections/found", get(found::show_found))
        .route("/inspections/found/{file}", get(found::sheet))
        .route("/inspections/{id}", get(show::show_one))
        .route("/inspections/{id}/act", get(act::fresh).post(act::keep))
        .route("/inspections/{id}/answer", get(work::fresh_answer).post(work::keep_answer))
        .route("/inspections/{id}/items/{item}", get(work::fresh_finding).post(work::keep_finding))
        .route("/inspections/{id}/conclude", get(conclude::fresh).post(conclude::keep))
}
