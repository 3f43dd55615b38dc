//! Personal data: what residents ask about theirs, and the register of it: inventory, retention, erasures, breaches.

mod breaches;
mod register;
mod requests;

use super::{Answered, cases::names, go, notes_of, shell, show, show_with, sorry};
use crate::{
    answer::Sorry,
    doors::{Doors, get, post},
    form::Form,
    guard::Reader,
    shell::{DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::extract::State;
use danvan_actions::data::requests as asked;
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb, may},
};
use danvan_words::Words;

/// Addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/data", get(look))
        .route("/data/inventory", get(register::inventory))
        .dangerous("/data/retention", get(register::retention).post(register::erase))
        .route("/data/erasures/{id}", get(register::certificate))
        .dangerous("/data/requests/{id}", get(requests::one).post(requests::act))
        .route("/data/breaches", get(breaches::list).post(breaches::note))
        .route("/data/breaches/{id}/notified", post(breaches::notified))
}

#[derive(Template)]
#[template(path = "pages/data/data.html")]
struct Look {
    shell: Shell,
    requests: Vec<Line>,
    first: String,
    next: String,
    may_register: bool,
}

struct Line {
    href: String,
    title: String,
    office: String,
    due: Option<DueChip>,
    asked: String,
}

/// Whether somebody sees or keeps the register.
fn holds(asker: &Asker, verb: Verb) -> bool {
    let held: Vec<UnitId> = asker.positions.iter().map(|position| position.unit).collect();
    may(asker, verb, &held).is_ok()
}

async fn look(State(site): State<Site>, reader: Reader) -> Answered {
    let asker = &reader.visitor.asker;
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let place = query.filled("after").map(str::parse).transpose();
    let place = place.map_err(|refusal| Sorry::refused(reader.language, &refusal))?;
    let goes_on = place.is_some();
    let open = asked::open(&site.house, asker, place).await.map_err(sorry(&reader))?;
    let (facts, words, now) = (site.house.facts(), reader.words(), site.house.now());
    let requests = open
        .rows
        .iter()
        .map(|request| {
            let is_own = site.house.ask(asker, Verb::HandleCase, request.unit).is_ok();
            Line {
                href: if is_own { format!("/data/requests/{}", request.id) } else { String::new() },
                title: title(words, request),
                office: names::unit(&facts, request.unit),
                due: Some(names::due_full(&facts, words, asked::next_due(request), now)),
                asked: words.ago(request.asked_at, now),
            }
        })
        .collect();
    let may_register = holds(asker, Verb::ReadDataRegister);
    let next = open.next.map(|place| format!("/data?after={place}")).unwrap_or_default();
    let first = if goes_on { "/data".to_owned() } else { String::new() };
    show(&reader, &Look { shell: shell(&site, &reader), requests, first, next, may_register })
}

/// What is asked, and by whom: whoever asked a case, signed a letter, or came to a reception.
fn title(words: &Words, request: &asked::Request) -> String {
    format!("{} · {}", words.of("right", request.right.word()), words.of("holder", request.subject.word()))
}
