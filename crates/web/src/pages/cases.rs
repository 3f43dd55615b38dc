//! Cases: a resident's report, and cases as an office works on them: the queue, one case, every act, the end of the day.

mod acts;
mod bulk;
mod case;
mod counted;
mod day;
mod late;
mod list;
pub(super) mod names;
mod queue;
pub(super) mod report;
mod view;

use crate::doors::{Doors, get, post};

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/cases", get(queue::show))
        .route("/cases/new", get(report::form).post(report::post))
        .route("/cases/list", get(counted::show))
        .route("/cases/list.xlsx", get(counted::xlsx))
        .route("/cases/list.csv", get(counted::csv))
        .route("/cases/day", get(day::show))
        .route("/cases/late", get(late::show))
        .route("/cases/next", post(bulk::take_next))
        .route("/cases/bulk", post(bulk::act))
        .route("/cases/{id}", get(queue::show_one))
        .route("/cases/{id}/{act}", post(acts::act))
}
