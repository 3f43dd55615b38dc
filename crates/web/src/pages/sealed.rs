//! `/sealed`: denunciations under seal. A page shows a number and who opened; what is inside is shown only in the answer
//! to a passphrase, kept nowhere.

mod handlers;
pub(super) mod intake;
mod key;
mod one;
mod original;
mod passkey;
mod recovery;

use super::{Answered, cases::names, notes_of, shell, show, sorry};
use crate::{
    answer::Sorry,
    doors::{Doors, get, post},
    guard::Reader,
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::{
    Failure,
    sealed::{self as actions, Ready},
};
use danvan_domain::{
    ids::UnitId,
    refusals::{FieldNote, Refusal},
    rights::Verb,
    sealed::Standing,
    time::Moment,
};

pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/sealed", get(list))
        .route("/sealed/new", get(intake::form).post(intake::send))
        .dangerous("/sealed/key", get(key::form).post(key::make))
        .dangerous("/sealed/passkey", post(passkey::add))
        .route("/sealed/passkey/ask", post(passkey::ask))
        .dangerous("/sealed/handlers", get(handlers::show_handlers).post(handlers::name))
        .dangerous("/sealed/handlers/change", post(handlers::ask))
        .dangerous("/sealed/handlers/key", post(handlers::end_key))
        .dangerous("/sealed/handlers/{opening}/approve", post(handlers::approve))
        .route("/sealed/handlers/{opening}/decline", post(handlers::decline))
        .dangerous("/sealed/recovery", get(recovery::form).post(recovery::make))
        .dangerous("/sealed/recover", get(recovery::paper).post(recovery::recover))
        .route("/sealed/{id}", get(one::show_one).post(one::ask))
        .route("/sealed/{id}/{opening}/approve", post(one::approve))
        .route("/sealed/{id}/{opening}/decline", post(one::decline))
        .route("/sealed/{id}/{opening}/read", post(original::read))
        .route("/sealed/{id}/{opening}/extract", post(original::write_extract))
        .route("/sealed/{id}/{opening}/measures", post(original::write_measures))
        .route("/sealed/{id}/{opening}/end", post(one::end))
        .dangerous("/sealed/{id}/hand-over", post(one::hand_over))
        .route("/sealed/{id}/extract", get(one::extract_form).post(one::read_extract))
}

#[derive(Template)]
#[template(path = "pages/sealed/list.html")]
struct List {
    shell: Shell,
    ready: Ready,
    has_key: bool,
    /// Whether the reader has just handed a seal over.
    is_handed: bool,
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
        is_handed: reader.path.ends_with("?handed=yes"),
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

/// The field of a note that is about a form as a whole; its button has it as its id.
const WHOLE: &str = "send";

/// Notes for a form that cannot be taken. What stands in its way as a whole is told above it, so that nothing that was typed
/// is lost: these forms come back in no page but their own.
fn told(reader: &Reader, failure: Failure) -> Result<Vec<FieldNote>, Sorry> {
    match failure {
        Failure::Refused(Refusal::Conflict(note)) => Ok(vec![FieldNote::new(WHOLE, note)]),
        other => notes_of(reader, other),
    }
}
