//! One seal: asking, agreeing, reading, the working copy, and who opened it.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, notes_of, shell, show, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Failure,
    sealed::{self as actions, OpeningLine, View},
};
use danvan_domain::{
    refusals::{FieldNote, Refusal},
    sealed::{Reason, Standing},
};
use uuid::Uuid;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "pages/sealed/one.html")]
struct Page {
    shell: Shell,
    id: Uuid,
    number: i64,
    sealed: String,
    edition: i64,
    has_extract: bool,
    is_new: bool,
    reasons: Vec<Choice>,
    /// The opening that waits or is open, when there is one.
    current: Option<Line>,
    log: Vec<String>,
    /// The letter's number, with its address.
    letter: Option<(String, String)>,
    /// The address of the denunciation's proceeding.
    proceeding: Option<String>,
    /// What is said when its letter was sent on, and whether it can be handed over.
    goes: Option<(String, bool)>,
}

/// An opening in the reader's words.
struct Line {
    id: Uuid,
    is_open: bool,
    says: String,
    until: String,
    may_answer: bool,
    may_read: bool,
    may_end: bool,
}

fn line(shell: &Shell, opening: &OpeningLine) -> Line {
    let words = shell.words;
    let reason = shell.of("seal-reason", opening.reason.word());
    let (asked, by) = (words.moment(opening.asked_at), opening.asked_by.as_str());
    let values = [("by", by.into()), ("when", asked.as_str().into()), ("reason", reason.as_str().into())];
    Line {
        id: opening.id,
        is_open: opening.standing == Standing::Open,
        says: shell.say_with("seal-opening-asked", &values),
        until: words.moment(opening.ends_at),
        may_answer: opening.may_answer,
        may_read: opening.may_read,
        may_end: opening.may_end,
    }
}

/// Everything that happened to a seal, latest first.
fn log_of(shell: &Shell, view: &View) -> Vec<String> {
    let words = shell.words;
    let mut happened: Vec<(i64, String)> = Vec::new();
    for reading in &view.readings {
        let part = shell.of("seal-part", &reading.part);
        let when = words.moment(reading.at);
        let values = [
            ("by", reading.name.as_str().into()),
            ("when", when.as_str().into()),
            ("part", part.as_str().into()),
        ];
        happened.push((reading.at.micros(), shell.say_with("seal-log-read", &values)));
    }
    for opening in &view.openings {
        let ended = match opening.standing {
            Standing::Asked => shell.say("seal-log-asked"),
            Standing::Open => shell.say("seal-log-open"),
            Standing::Over(outcome) => shell.of("seal-outcome", outcome.word()),
        };
        let second = opening.approved_by.as_ref();
        let second = second.map(|name| shell.say_one("seal-log-second", "by", name.as_str()));
        let said = line(shell, opening).says;
        let parts: Vec<String> = [Some(said), second, Some(ended)].into_iter().flatten().collect();
        happened.push((opening.asked_at.micros(), parts.join(" ")));
    }
    happened.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    happened.into_iter().map(|(_, said)| said).collect()
}

async fn page(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    chosen: &str,
    notes: Vec<FieldNote>,
) -> Result<Page, Failure> {
    let view = actions::view(&site.house, &reader.visitor.asker, id).await?;
    let shell = shell(site, reader).with_notes(notes);
    let reasons = Reason::ALL.iter().filter(|reason| reason.is_chosen());
    let reasons = reasons
        .map(|reason| Choice::new(reason.word(), shell.of("seal-reason", reason.word()), chosen))
        .collect();
    let current = view.openings.iter().find(|opening| !matches!(opening.standing, Standing::Over(_)));
    Ok(Page {
        id,
        number: view.seal.number,
        sealed: shell.words.moment(danvan_domain::time::Moment::from_micros(view.seal.sealed_at)),
        edition: view.seal.edition,
        has_extract: view.seal.has_extract,
        is_new: reader.path.ends_with("?sealed=yes"),
        reasons,
        current: current.map(|opening| line(&shell, opening)),
        log: log_of(&shell, &view),
        letter: view.letter.map(|(id, number, year)| (format!("/letters/{id}"), format!("{number}/{year}"))),
        proceeding: view.proceeding.map(|id| format!("/proceedings/{id}")),
        goes: view.goes_to.map(|to| {
            let key = if to.is_ready { "seal-hand-over-text" } else { "seal-hand-over-paper" };
            let name = names::unit(&site.house.facts(), to.unit);
            (shell.say_one(key, "unit", name.as_str()), to.is_ready)
        }),
        shell,
    })
}

pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let page = page(&site, &reader, id, "", Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

/// The page again with what is wrong under its fields.
pub(super) async fn again(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    chosen: &str,
    failure: Failure,
) -> Answered {
    let notes = notes_of(reader, failure)?;
    let page = page(site, reader, id, chosen, notes).await.map_err(sorry(reader))?;
    show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) async fn ask(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let (asker, reason) = (&reader.visitor.asker, form.get("reason"));
    match actions::ask(&site.house, asker, id, reason, form.get("passphrase")).await {
        Ok(_) => go(&format!("/sealed/{id}")),
        Err(failure) => again(&site, &reader, id, reason, failure).await,
    }
}

pub(super) async fn approve(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    match actions::approve(&site.house, &reader.visitor.asker, opening, form.get("passphrase")).await {
        // Whoever handed it over sees it no more.
        Ok(()) => match actions::view(&site.house, &reader.visitor.asker, id).await {
            Err(Failure::Refused(_)) => go("/sealed?handed=yes"),
            _ => go(&format!("/sealed/{id}")),
        },
        Err(failure) => again(&site, &reader, id, "", failure).await,
    }
}

pub(super) async fn decline(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    _form: Form,
) -> Answered {
    actions::decline(&site.house, &reader.visitor.asker, opening).await.map_err(sorry(&reader))?;
    go(&format!("/sealed/{id}"))
}

pub(super) async fn end(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    _form: Form,
) -> Answered {
    actions::end(&site.house, &reader.visitor.asker, opening).await.map_err(sorry(&reader))?;
    go(&format!("/sealed/{id}"))
}

/// Asks to hand the seal over to the office that has its letter by now.
pub(super) async fn hand_over(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    match actions::ask_hand_over(&site.house, &reader.visitor.asker, id, form.get("passphrase")).await {
        Ok(_) => go(&format!("/sealed/{id}")),
        Err(failure) => again(&site, &reader, id, "", failure).await,
    }
}

#[derive(Template)]
#[template(path = "pages/sealed/extract.html")]
struct Extract {
    shell: Shell,
    id: Uuid,
    number: i64,
    text: Option<Zeroizing<String>>,
}

async fn extract_page(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    notes: Vec<FieldNote>,
) -> Result<Extract, Failure> {
    let view = actions::view(&site.house, &reader.visitor.asker, id).await?;
    if !view.seal.has_extract {
        return Err(Refusal::NotFound.into());
    }
    Ok(Extract { shell: shell(site, reader).with_notes(notes), id, number: view.seal.number, text: None })
}

pub(super) async fn extract_form(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let page = extract_page(&site, &reader, id, Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

pub(super) async fn read_extract(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let asker = &reader.visitor.asker;
    let read = actions::read_extract(&site.house, asker, id, form.get("passphrase")).await;
    let (status, notes, text) = match read {
        Ok(text) => (StatusCode::OK, Vec::new(), Some(text)),
        Err(failure) => (StatusCode::UNPROCESSABLE_ENTITY, notes_of(&reader, failure)?, None),
    };
    let page = extract_page(&site, &reader, id, notes).await.map_err(sorry(&reader))?;
    show_with(&reader, status, &Extract { text, ..page })
}
