//! Pages, one file a room. A page is a struct whose fields are what it shows; its form posts to the same address,
//! and a good post answers with a redirect.

mod briefs;
mod calendar;
mod campaigns;
mod cases;
mod chain;
mod clearance;
mod contests;
mod data;
mod documents;
mod findings;
mod home;
mod initiatives;
mod inspections;
mod letters;
mod observations;
mod operations;
pub mod overview;
mod people;
mod photos;
mod proceedings;
mod programmes;
mod receipts;
mod receptions;
mod registers;
mod returns;
mod sealed;
mod search;
mod sheets;
mod today;
mod units;

pub(crate) use people::{prove_instead, sign_in_instead};

use crate::{
    answer::Sorry,
    doors::{Doors, get},
    guard::Reader,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use danvan_actions::Failure;
use danvan_domain::refusals::Refusal;

/// What a page's handler answers: the page, or sorry.
pub type Answered = Result<Response, Sorry>;

/// Every page of the house.
pub fn routes() -> Doors {
    Doors::new()
        .route("/", get(home::show))
        .merge(people::routes())
        .route("/search", get(search::show_found))
        .merge(calendar::routes())
        .merge(cases::routes())
        .merge(letters::routes())
        .merge(contests::routes())
        .merge(data::routes())
        .merge(documents::routes())
        .merge(initiatives::routes())
        .merge(observations::routes())
        .merge(chain::routes())
        .merge(clearance::routes())
        .merge(operations::routes())
        .merge(proceedings::routes())
        .merge(programmes::routes())
        .merge(campaigns::routes())
        .merge(findings::routes())
        .merge(inspections::routes())
        .merge(receipts::routes())
        .merge(receptions::routes())
        .merge(registers::routes())
        .merge(returns::routes())
        .merge(briefs::routes())
        .merge(sealed::routes())
        .merge(overview::routes())
        .merge(today::routes())
        .merge(units::routes())
        .around(|routes| routes.fallback(lost))
}

async fn lost(reader: Reader) -> Sorry {
    Sorry::lost(reader.language)
}

/// What stands around a page for this reader.
pub fn shell(site: &Site, reader: &Reader) -> Shell {
    let facts = site.house.facts();
    let shell = Shell::new(reader.language, &reader.path, &reader.form_token()).simulated(facts.simulated);
    let Some(person) = &reader.visitor.person else { return shell };
    let positions = &reader.visitor.asker.positions;
    let roles: Vec<_> = positions.iter().map(|position| position.role).collect();
    let shell = shell.signed_in(&person.name, &roles);
    match positions.first().and_then(|position| facts.tree.get(position.unit)) {
        Some(unit) => shell.at_unit(&unit.name),
        None => shell,
    }
}

/// Shows a page.
pub fn show(reader: &Reader, page: &impl Template) -> Answered {
    show_with(reader, StatusCode::OK, page)
}

/// Shows a page with another status, such as 422 for a form that comes back.
pub fn show_with(reader: &Reader, status: StatusCode, page: &impl Template) -> Answered {
    match page.render() {
        Ok(html) => Ok((status, Html(html)).into_response()),
        Err(error) => {
            tracing::error!(%error, "a template failed");
            Err(Sorry::broken(reader.language))
        }
    }
}

/// A path of this site.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r'])
}

/// Goes on to another page after a good post.
pub fn go(to: &str) -> Answered {
    Ok(Redirect::to(to).into_response())
}

/// Says sorry for a failure, in the reader's language.
pub fn sorry(reader: &Reader) -> impl Fn(Failure) -> Sorry + '_ {
    move |failure| Sorry::failed(reader.language, failure).then(&reader.path)
}

/// Splits a failure of a form: field notes come back with the form, everything else is a page of its own.
pub fn notes_of(reader: &Reader, failure: Failure) -> Result<Vec<danvan_domain::refusals::FieldNote>, Sorry> {
    match failure {
        Failure::Refused(Refusal::Invalid(notes)) => Ok(notes),
        other => Err(Sorry::failed(reader.language, other)),
    }
}
