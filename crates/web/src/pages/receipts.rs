//! The receipt: what became of it, for whoever holds its code.

mod lost;
mod mine;
pub(super) mod pictures;
mod readings;
mod signed;
mod slip;

pub(super) use lost::{LostCode, lost_code};
pub(super) use readings::{purposes, reading_line};

use super::{Answered, cases::names, go, notes_of, shell, show_with};
use crate::{
    answer::Sorry,
    doors::{Doors, get},
    form::Form,
    guard::Reader,
    shell::{DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use danvan_actions::{
    Facts, Failure,
    cases::{Followed, Speak, follow, speak},
    data::{Holder, holder_of},
};
use danvan_domain::{
    answers::ReasonList,
    cases::{Case, Entry, EntryKind, Rating, Stage},
    clocks::Reason,
    ids::UnitId,
    receipt::ReceiptCode,
    refusals::{FieldNote, Note, Refusal},
};

/// The addresses of receipts. None of them is told to another site, because the address opens the case.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/receipts", get(find_form).post(find))
        .route("/receipts/{code}", get(open).post(say))
        .route("/receipts/{code}/mine", get(mine::show).post(mine::say))
        .route("/receipts/{code}/mine.json", get(mine::sheet))
        .route("/receipts/{code}/slip", get(slip::show))
        .route("/receipts/{code}/slip.svg", get(slip::picture))
        .route("/receipts/{code}/qr.svg", get(slip::qr))
        .route("/receipts/{code}/pictures/{hash}", get(pictures::of_receipt))
        .route("/receipts/{code}/pictures/{hash}/small", get(pictures::small_of_receipt))
        .route("/pictures/{hash}", get(pictures::of_case))
        .route("/pictures/{hash}/small", get(pictures::small_of_case))
        .around(|routes| routes.layer(middleware::from_fn(tell_nobody)))
}

async fn tell_nobody(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

#[derive(Template)]
#[template(path = "pages/receipts/find.html")]
struct Find {
    shell: Shell,
    code: String,
}

async fn find_form(State(site): State<Site>, reader: Reader) -> Answered {
    super::show(&reader, &Find { shell: shell(&site, &reader), code: String::new() })
}

async fn find(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let typed = form.get("code").trim().to_owned();
    match holder_of(&site.house, &typed, &reader.address).await {
        Ok(_) => go(&format!("/receipts/{}", written(&typed))),
        Err(failure) => unknown(&site, &reader, typed, failure, StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// The one way a code is written; what is no code stays as it was typed.
fn written(typed: &str) -> String {
    typed.parse::<ReceiptCode>().map_or_else(|_| typed.to_owned(), |code| code.to_string())
}

/// A code that opens nothing comes back in the field where it can be mended.
fn unknown(site: &Site, reader: &Reader, typed: String, failure: Failure, status: StatusCode) -> Answered {
    match failure {
        Failure::Refused(Refusal::NotFound) => {
            let notes = vec![FieldNote::new("code", Note::new("receipt-unknown"))];
            let code: String = typed.chars().take(40).collect();
            show_with(reader, status, &Find { shell: shell(site, reader).with_notes(notes), code })
        }
        other => Err(Sorry::failed(reader.language, other)),
    }
}

#[derive(Template)]
#[template(path = "pages/receipts/show.html")]
struct Show {
    shell: Shell,
    code: String,
    halves: (String, String),
    is_new: bool,
    said: Option<String>,
    is_merged: bool,
    is_supporter: bool,
    is_confirmed: bool,
    may_rate: bool,
    answer: Option<Answer>,
    ratings: Vec<(&'static str, String)>,
    state: String,
    office: String,
    due: DueChip,
    due_day: String,
    why: Vec<String>,
    way: Vec<Step>,
    pictures: Vec<String>,
    topic: String,
    place: String,
    supporters: i64,
    readings: Vec<String>,
    typed: String,
    added: String,
    adds_wrong: bool,
}

struct Answer {
    by: String,
    when: String,
    body: String,
}

/// One line of the way a case has gone.
struct Step {
    title: String,
    when: String,
    body: String,
    early: Option<DueChip>,
    is_next: bool,
}

/// What the code opens: a case, a letter to whoever signed it, or a visit, which has its own page.
async fn open(State(site): State<Site>, reader: Reader, Path(code): Path<String>) -> Answered {
    match holder_of(&site.house, &code, &reader.address).await {
        Ok(Holder::Signer(..)) => signed::show(&site, &reader, &code).await,
        Ok(Holder::Visit(..)) => go(&format!("/receptions/visits/{}", written(&code))),
        Ok(Holder::Case(..)) => {
            let followed =
                follow(&site.house, &code, &reader.address).await.map_err(super::sorry(&reader))?;
            let shell = shell(&site, &reader);
            let page = page(&site, &reader, shell, &code, &followed);
            super::show(&reader, &page)
        }
        Err(failure) => unknown(&site, &reader, code, failure, StatusCode::NOT_FOUND),
    }
}

/// The holder says something. A word that is missing comes back with what was typed.
async fn say(State(site): State<Site>, reader: Reader, Path(code): Path<String>, form: Form) -> Answered {
    let text = |name: &str| form.get(name).trim().to_owned();
    let (what, said, field) = match form.get("say") {
        "solved" => (Speak::Solved, "solved", "body"),
        "not-solved" => (Speak::NotSolved(text("body")), "not-solved", "body"),
        "rate" => {
            let rating = form.get("how").parse().map_err(|_| Sorry::lost(reader.language))?;
            (Speak::Rate(rating), "rated", "body")
        }
        _ => (Speak::Add(text("more")), "added", "more"),
    };
    let is_silent = matches!(&what, Speak::NotSolved(words) | Speak::Add(words) if words.is_empty());
    let spoken = if is_silent {
        Err(Failure::Refused(Refusal::field("body", Note::new("note-required"))))
    } else {
        speak(&site.house, &code, &reader.address, what).await.map(drop)
    };
    match spoken {
        Ok(()) => go(&format!("/receipts/{}?said={said}", written(&code))),
        Err(Failure::Refused(Refusal::NotFound)) => Err(Sorry::lost(reader.language)),
        Err(failure) => {
            let mut notes = notes_of(&reader, failure)?;
            notes.iter_mut().for_each(|note| field.clone_into(&mut note.field));
            let followed =
                follow(&site.house, &code, &reader.address).await.map_err(super::sorry(&reader))?;
            let shell = shell(&site, &reader).with_notes(notes);
            let mut page = page(&site, &reader, shell, &code, &followed);
            page.typed = text("body");
            page.added = text("more");
            page.adds_wrong = field == "more";
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn page(site: &Site, reader: &Reader, shell: Shell, code: &str, followed: &Followed) -> Show {
    let facts = site.house.facts();
    let now = site.house.now();
    let standing = followed.carried.as_ref().unwrap_or(&followed.case);
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let said = match query.get("said") {
        "solved" => Some("receipt-thanks-solved"),
        "not-solved" => Some("receipt-reopened"),
        "added" => Some("receipt-added"),
        "rated" => Some("receipt-rated"),
        _ => None,
    };
    let code = written(code);
    let (left, right) = code.split_at(code.len().min(9));
    let reason = serde_json::from_str::<Reason>(&standing.due_reason).ok();
    let words = shell.words;
    Show {
        halves: (left.to_owned(), right.trim_start_matches('-').to_owned()),
        is_new: query.ticked("made"),
        said: said.map(|key| shell.say(key)),
        is_merged: followed.case.stage == Stage::Merged,
        is_supporter: followed.supporter,
        is_confirmed: standing.solved == Some(true),
        may_rate: !standing.stage.is_open() && standing.solved != Some(true),
        answer: answer(&shell, &facts, standing, &followed.entries),
        ratings: Rating::ALL.iter().map(|one| (one.word(), shell.of("rating", one.word()))).collect(),
        state: state(&shell, standing),
        office: names::unit(&facts, standing.responsible),
        due: names::due_full(&facts, words, standing.due_at, now),
        due_day: words.day_long(standing.due_at.day()),
        why: reason.map(|reason| words.why_due(&reason)).unwrap_or_default(),
        way: way(&shell, &facts, followed, standing),
        pictures: followed.pictures.iter().map(|picture| picture.hash.clone()).collect(),
        topic: names::topic(&facts, &followed.case.topic, shell.language),
        place: names::place(&facts, followed.case.place, site.house.today()),
        supporters: standing.supporters,
        readings: readings(&shell, &facts, followed),
        typed: String::new(),
        added: String::new(),
        adds_wrong: false,
        code,
        shell,
    }
}

/// Where it stands, in one line above the due day.
fn state(shell: &Shell, case: &Case) -> String {
    match case.stage {
        Stage::Received => shell.say("receipt-state-received"),
        Stage::Reopened => shell.say("receipt-state-reopened"),
        _ => shell.say("receipt-waiting-answer"),
    }
}

/// The last answer, while it stands: a case that was opened again waits for another.
fn answer(shell: &Shell, facts: &Facts, standing: &Case, entries: &[Entry]) -> Option<Answer> {
    let is_answer = |entry: &&Entry| matches!(entry.kind, EntryKind::Answered | EntryKind::Refused);
    let entry = entries.iter().rfind(is_answer).filter(|_| !standing.stage.is_open())?;
    let unit = names::unit(facts, entry.unit.unwrap_or(standing.responsible));
    let key = if entry.kind == EntryKind::Refused { "receipt-refused-by" } else { "receipt-answered-by" };
    Some(Answer {
        by: shell.say_one(key, "unit", unit),
        when: shell.words.moment(entry.at),
        body: entry.body.clone(),
    })
}

fn way(shell: &Shell, facts: &Facts, followed: &Followed, standing: &Case) -> Vec<Step> {
    let words = shell.words;
    let first = Step {
        title: shell.of("entry", EntryKind::Received.word()),
        when: words.moment(followed.case.received_at),
        body: first_words(shell, followed),
        early: None,
        is_next: false,
    };
    let told = followed
        .entries
        .iter()
        .filter(|entry| !matches!(entry.kind, EntryKind::Received | EntryKind::Supported));
    let mut way: Vec<Step> = std::iter::once(first)
        .chain(told.map(|entry| Step {
            title: match (entry.kind, entry.unit) {
                (EntryKind::Accepted, Some(unit)) => {
                    shell.say_one("receipt-taken-by", "unit", names::unit(facts, unit))
                }
                (EntryKind::Transferred, _) => transferred(shell, facts, entry),
                _ => shell.of("entry", entry.kind.word()),
            },
            when: words.moment(entry.at),
            body: entry.body.clone(),
            early: earliness(facts, shell, standing, entry),
            is_next: false,
        }))
        .collect();
    let next = if standing.stage.is_open() {
        Some("receipt-waiting-answer")
    } else if standing.solved.is_none() {
        Some("receipt-waiting-confirmation")
    } else {
        None
    };
    way.extend(next.map(|key| Step {
        title: shell.say(key),
        when: String::new(),
        body: String::new(),
        early: None,
        is_next: true,
    }));
    way
}

/// What was said, for the one who said it; a supporter sees no other's words.
fn first_words(shell: &Shell, followed: &Followed) -> String {
    if followed.supporter {
        return shell.say("receipt-you-joined");
    }
    let body = &followed.case.body;
    match followed.pictures.len() {
        0 => body.clone(),
        n => format!("{body}\n{}", shell.say_count("cases-photos", n)),
    }
}

/// To which office it went; the detail of the entry names it.
fn transferred(shell: &Shell, facts: &Facts, entry: &Entry) -> String {
    let to = uuid::Uuid::parse_str(&entry.detail).ok().map(|id| names::unit(facts, UnitId(id)));
    match to.filter(|name| !name.is_empty()) {
        Some(unit) => shell.say_one("receipt-went-to", "unit", unit),
        None => shell.of("entry", entry.kind.word()),
    }
}

/// How early the first answer came, beside it.
fn earliness(facts: &Facts, shell: &Shell, case: &Case, entry: &Entry) -> Option<DueChip> {
    let is_answer = matches!(entry.kind, EntryKind::Answered | EntryKind::Refused);
    let in_time = is_answer && case.reopened == 0 && case.on_time == Some(true) && entry.at <= case.due_at;
    in_time.then(|| {
        let days = facts.calendar.working_days_between(entry.at.day(), case.due_at.day());
        DueChip::well(shell.words, days.into())
    })
}

fn readings(shell: &Shell, facts: &Facts, followed: &Followed) -> Vec<String> {
    followed.readings.iter().map(|reading| reading_line(shell, facts, ReasonList::Reading, reading)).collect()
}
