//! `/sealed`: denunciations under seal. A page shows a number and who opened; what is inside is shown only in the answer
//! to a passphrase, kept nowhere.

mod handlers;
pub(super) mod intake;
mod key;
mod one;
mod recovery;

use super::{Answered, cases::names, shell, show, sorry};
use crate::{doors::Doors, guard::Reader, shell::Shell, site::Site};
use askama::Template;
use axum::{
    extract::State,
    routing::{get, post},
};
use danvan_actions::{
    Failure,
    sealed::{self as actions, Ready},
};
use danvan_domain::{ids::UnitId, refusals::Refusal, rights::Verb, sealed::Standing, time::Moment};

pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/sealed", get(list))
        .route("/sealed/new", get(intake::form).post(intake::send))
        .route("/sealed/key", get(key::form).post(key::make))
        .dangerous("/sealed/handlers", get(handlers::show_handlers).post(handlers::name))
        .route("/sealed/handlers/change", post(handlers::ask))
        .route("/sealed/handlers/{opening}/approve", post(handlers::approve))
        .route("/sealed/handlers/{opening}/decline", post(handlers::decline))
        .route("/sealed/recovery", get(recovery::form).post(recovery::make))
        .route("/sealed/recover", get(recovery::paper).post(recovery::recover))
        .route("/sealed/{id}", get(one::show_one).post(one::ask))
        .route("/sealed/{id}/{opening}/approve", post(one::approve))
        .route("/sealed/{id}/{opening}/decline", post(one::decline))
        .route("/sealed/{id}/{opening}/read", post(one::read))
        .route("/sealed/{id}/{opening}/extract", post(one::write_extract))
        .route("/sealed/{id}/{opening}/end", post(one::end))
        .route("/sealed/{id}/extract", get(one::extract_form).post(one::read_extract))
}

#[derive(Template)]
#[template(path = "pages/sealed/list.html")]
struct List {
    shell: Shell,
    ready: Ready,
    has_key: bool,
    may_seal: bool,
    /// None for somebody who is no handler.
    rows: Option<Vec<Row>>,
}

struct Row {
    href: String,
    number: i64,
    /// The unit that sealed it, when it stands no more.
    of: String,
    sealed: String,
    standing: String,
}

async fn list(State(site): State<Site>, reader: Reader) -> Answered {
    let page = list_page(&site, &reader).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

async fn list_page(site: &Site, reader: &Reader) -> Result<List, Failure> {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let unit = actions::unit_of(house, asker)?;
    let shell = shell(site, reader);
    let words = reader.words();
    let rows = match actions::list(house, asker, unit).await {
        Err(Failure::Refused(Refusal::NotAllowed(_))) => None,
        other => Some(other?),
    };
    let rows = rows.map(|rows| {
        let row = |listed: actions::Listed| Row {
            href: format!("/sealed/{}", listed.seal.id),
            number: listed.seal.number,
            of: if listed.seal.unit == unit.0 {
                String::new()
            } else {
                names::unit(&house.facts(), UnitId(listed.seal.unit))
            },
            sealed: words.moment(Moment::from_micros(listed.seal.sealed_at)),
            standing: shell.of("seal-standing", standing_word(listed.standing)),
        };
        rows.into_iter().map(row).collect()
    });
    Ok(List {
        ready: actions::ready(house, unit).await?,
        has_key: actions::has_key(house, asker).await?,
        may_seal: asker.unit_for(Verb::SealDenunciation).is_some(),
        rows,
        shell,
    })
}

/// The word of where an opening stands.
fn standing_word(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::Asked) => "asked",
        Some(Standing::Open) => "open",
        Some(Standing::Over(_)) | None => "closed",
    }
}
