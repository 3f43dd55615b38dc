//! The API under `/api/v1`: JSON, documented at `/api/v1/openapi.json`, errors as `application/problem+json`.

mod body;
pub mod boundaries;
mod briefs;
mod cases;
mod findings;
mod openapi;
mod overview;
mod problem;
mod receipts;
mod returns;
mod topics;
mod units;

pub(crate) use problem::bare_problem;

use crate::doors::{Doors, get, post};

/// Every address of the API.
pub fn routes() -> Doors {
    Doors::new()
        .route("/cases", post(cases::receive))
        .route("/receipts/{receipt}", get(receipts::show))
        .route("/briefs", get(briefs::all))
        .route("/briefs/{id}", get(briefs::show))
        .route("/findings", get(findings::list))
        .route("/findings/{id}", get(findings::show))
        .route("/returns", get(returns::list))
        .route("/returns/{id}", get(returns::show))
        .route("/units", get(units::list))
        .route("/units/{id}/overview", get(overview::show))
        .route("/topics", get(topics::list))
        .route("/boundaries", get(boundaries::list))
        .route("/openapi.json", get(openapi::show))
        .around(|routes| {
            routes.fallback(problem::no_such_address).method_not_allowed_fallback(problem::no_such_method)
        })
}
