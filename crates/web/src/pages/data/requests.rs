//! One request about personal data, for the office that must answer it.

use super::{Answered, go, names, notes_of, shell, show_with, sorry};
use crate::{
    form::Form,
    guard::Reader,
    shell::{Choice, DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::data::requests::{self as asked, Doing, Standing};
use danvan_domain::{
    data::requests::{Right, Subject},
    procedures::{ClockState, Name, Party},
    refusals::FieldNote,
};
use danvan_words::{Language, Words};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/data/request.html")]
struct One {
    shell: Shell,
    id: Uuid,
    right: String,
    stage: String,
    clocks: Vec<Clock>,
    facts: Vec<(String, String)>,
    words: String,
    subject: String,
    /// Where what it is about is opened, and in which words.
    thing: String,
    open: String,
    done: Vec<(String, String)>,
    next: Vec<Choice>,
    erases: Option<String>,
    has_contact: bool,
    ground: String,
    answer: String,
    is_over: bool,
}

struct Clock {
    name: String,
    due: DueChip,
    why: Vec<String>,
}

fn own(words: &Words, name: &Name) -> String {
    if words.language == Language::Vi { name.vi.clone() } else { name.en.clone() }
}

/// The page.
pub(super) async fn one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, id, &Form::default(), Vec::new()).await
}

async fn page(site: &Site, reader: &Reader, id: Uuid, typed: &Form, notes: Vec<FieldNote>) -> Answered {
    let found = asked::one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let status = if notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    show_with(reader, status, &shown(site, reader, &found, typed, notes))
}

fn shown(site: &Site, reader: &Reader, found: &Standing, typed: &Form, notes: Vec<FieldNote>) -> One {
    let (facts, words, now) = (site.house.facts(), reader.words(), site.house.now());
    let request = &found.request;
    let running =
        found.stand.clocks.iter().filter(|clock| {
            matches!(clock.state, ClockState::Running | ClockState::Lapsed | ClockState::Paused)
        });
    let clock = |clock: &danvan_domain::procedures::ClockStand| Clock {
        name: own(words, &clock.name),
        due: names::due_full(&facts, words, clock.due.at, now),
        why: words.why_due(&clock.due.reason),
    };
    let office = [Party::CommuneOfficer, Party::CommuneLeader];
    let next = found.stand.next.iter().filter(|act| act.who.iter().any(|party| office.contains(party)));
    let line = |acted: &asked::Acted| {
        let procedure = facts.procedures.get(danvan_domain::data::requests::PROCEDURE);
        let act = procedure.and_then(|all| all.acts.iter().find(|act| act.code == acted.done.act));
        let name = act.map_or_else(|| acted.done.act.clone(), |act| own(words, &act.name));
        let unit = acted.unit.map(|unit| format!(" · {}", names::unit(&facts, unit))).unwrap_or_default();
        let ground =
            if acted.done.ground.is_empty() { String::new() } else { format!(" · {}", acted.done.ground) };
        (name, format!("{}{unit}{ground}", words.moment(acted.done.at)))
    };
    let present = typed.get("act");
    One {
        id: request.id,
        right: words.of("right", request.right.word()),
        stage: own(words, &found.stand.stage_name),
        clocks: running.map(clock).collect(),
        facts: vec![(words.say("data-request-asked"), words.moment(request.asked_at))],
        words: request.words.clone(),
        subject: words.of("holder", request.subject.word()),
        open: words.of("holder-open", request.subject.word()),
        thing: match request.subject {
            Subject::Case => format!("/cases/{}", request.thing),
            Subject::Signer => format!("/letters/{}", request.thing),
            Subject::Visit => format!("/receptions/desk/visits/{}", request.thing),
        },
        done: found.acts.iter().map(line).collect(),
        next: next.map(|act| Choice::new(act.act.clone(), own(words, &act.name), present)).collect(),
        erases: (request.right == Right::Delete)
            .then(|| words.of("data-request-fulfil-delete", request.subject.word())),
        has_contact: !request.contact.is_empty() || request.address.is_some(),
        ground: typed.get("ground").to_owned(),
        answer: typed.given("answer").unwrap_or(&request.answer).to_owned(),
        is_over: request.ended_at.is_some(),
        shell: shell(site, reader).with_notes(notes),
    }
}

/// An officer acts.
pub(super) async fn act(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let doing = Doing {
        act: form.get("act").to_owned(),
        ground: form.get("ground").to_owned(),
        answer: form.get("answer").to_owned(),
    };
    match asked::act(&site.house, &reader.visitor.asker, id, doing).await {
        Ok(_) => go(&format!("/data/requests/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, id, &form, notes).await
        }
    }
}
