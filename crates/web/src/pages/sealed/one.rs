//! One seal: asking, agreeing, reading, the working copy, and who opened it.

use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use danvan_actions::{
    Failure,
    sealed::{self as actions, OpeningLine, View},
};
use danvan_domain::{
    refusals::{FieldNote, Refusal},
    sealed::{Contents, Reason, Standing},
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
    let reasons = Reason::ALL.iter().filter(|reason| **reason != Reason::ChangeHandlers);
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
        shell,
    })
}

pub(super) async fn show_one(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let page = page(&site, &reader, id, "", Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

/// The page again with what is wrong under its fields.
async fn again(site: &Site, reader: &Reader, id: Uuid, chosen: &str, failure: Failure) -> Answered {
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
        Ok(()) => go(&format!("/sealed/{id}")),
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

#[derive(Template)]
#[template(path = "pages/sealed/original.html")]
struct Original {
    shell: Shell,
    id: Uuid,
    opening: Uuid,
    contents: Contents,
    scans: Vec<Shown>,
    extract: Zeroizing<String>,
}

/// A page of the letter within the page, so that it is asked for by no second request.
struct Shown {
    is_picture: bool,
    data: Zeroizing<String>,
}

fn shown(contents: &Contents) -> Vec<Shown> {
    let scan = |scan: &danvan_domain::sealed::Scan| Shown {
        is_picture: scan.kind.starts_with("image/"),
        data: format!("data:{};base64,{}", scan.kind, STANDARD.encode(&scan.bytes[..])).into(),
    };
    contents.scans.iter().map(scan).collect()
}

pub(super) async fn read(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    match actions::read_original(&site.house, &reader.visitor.asker, opening, form.get("passphrase")).await {
        Ok(contents) => {
            let (shell, scans) = (shell(&site, &reader), shown(&contents));
            show(&reader, &Original { shell, id, opening, contents, scans, extract: Zeroizing::default() })
        }
        Err(failure) => again(&site, &reader, id, "", failure).await,
    }
}

/// Writes the working copy. When it cannot be taken, the original is shown again with what was typed, where the
/// passphrase is right; reading it once more is one more reading in the log.
pub(super) async fn write_extract(
    State(site): State<Site>,
    reader: Reader,
    Path((id, opening)): Path<(Uuid, Uuid)>,
    form: Form,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let (extract, passphrase) = (Zeroizing::new(form.get("extract").to_owned()), form.get("passphrase"));
    let notes = match actions::write_extract(house, asker, opening, &extract, passphrase).await {
        Ok(()) => return go(&format!("/sealed/{id}")),
        Err(failure) => notes_of(&reader, failure)?,
    };
    let is_wrong = notes.iter().any(|note| note.field == "passphrase");
    if is_wrong {
        return again(&site, &reader, id, "", Refusal::Invalid(notes).into()).await;
    }
    let contents = actions::read_original(house, asker, opening, passphrase).await.map_err(sorry(&reader))?;
    let (shell, scans) = (shell(&site, &reader).with_notes(notes), shown(&contents));
    let page = Original { shell, id, opening, contents, scans, extract };
    show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
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
