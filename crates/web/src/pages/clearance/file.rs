//! `/clearance/files/{id}`: where it stands, what keeps it waiting, what comes next, calls, account, what belongs to it. It names nobody.

use super::{
    board::reasons,
    hectares, money,
    worklist::{reason_name, stage_name},
};
use crate::{
    form::Form,
    guard::Reader,
    pages::{Answered, cases::names, go, letters::named, notes_of, shell, show_with, sorry},
    shell::{Choice, DueChip, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::clearance::{self as actions, Opened, one};
use danvan_domain::{
    answers::ReasonList,
    clearance::{Call, Entry, Sort},
    ids::{ProceedingId, ProjectId},
    refusals::FieldNote,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/clearance/file.html")]
struct FilePage {
    shell: Shell,
    id: ProceedingId,
    project: ProjectId,
    project_name: String,
    number: String,
    facts: Vec<String>,
    stage: String,
    since: String,
    next: String,
    due: Option<DueChip>,
    reason: String,
    blocked_on: String,
    reasons: Vec<Choice>,
    calls: Vec<CallLine>,
    entries: Vec<EntryLine>,
    /// Due, paid, left.
    money: String,
    linked: Vec<LinkedLine>,
    link: String,
    may_handle: bool,
    may_read_holder: bool,
    may_read_proceeding: bool,
}

struct CallLine {
    id: Uuid,
    when: String,
    asked: Vec<String>,
    promised: Vec<String>,
    until: String,
    is_open: bool,
    answer: Vec<String>,
    next: String,
}

struct EntryLine {
    id: Uuid,
    sort: String,
    amount: String,
    paper: String,
    is_struck: bool,
}

struct LinkedLine {
    thing: Uuid,
    href: Option<String>,
    words: String,
}

/// `GET /clearance/files/{id}`.
pub(super) async fn show_file(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, (StatusCode::OK, ProceedingId(id)), &Form::default(), Vec::new()).await
}

async fn page(
    site: &Site,
    reader: &Reader,
    (status, id): (StatusCode, ProceedingId),
    form: &Form,
    notes: Vec<FieldNote>,
) -> Answered {
    let found = one(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let (shell, facts, now) = (shell(site, reader).with_notes(notes), site.house.facts(), site.house.now());
    let it = &found.waits.file;
    let page = FilePage {
        id,
        project: it.project,
        project_name: found.project.name.clone(),
        number: it.number.clone(),
        facts: about(site, &shell, &found),
        stage: stage_name(site, &shell, &it.stage),
        since: shell.words.day(it.waiting_since.day()),
        next: found.waits.next.iter().map(|name| named(&shell, name)).collect::<Vec<_>>().join(" · "),
        due: found.waits.due.as_ref().map(|due| names::due_short(&facts, shell.words, due.due_at, now)),
        reason: if it.reason.is_empty() { String::new() } else { reason_name(site, &shell, &it.reason) },
        blocked_on: it.blocked_on.map(|day| shell.words.day(day)).unwrap_or_default(),
        reasons: reasons(site, &shell, ReasonList::Blocked, &it.reason),
        calls: found.calls.iter().map(|call| call_line(&shell, call)).collect(),
        entries: found.entries.iter().map(|entry| entry_line(&shell, entry)).collect(),
        money: money(&shell, it),
        linked: found.linked.iter().map(|one| linked(&shell, one)).collect(),
        link: form.get("attached").to_owned(),
        may_handle: found.may_handle,
        may_read_holder: found.may_read_holder,
        may_read_proceeding: found.may_read_proceeding,
        shell: shell.clone(),
    };
    show_with(reader, status, &page)
}

/// What holds of a file, each a sentence.
fn about(site: &Site, shell: &Shell, found: &Opened) -> Vec<String> {
    let (facts, it) = (site.house.facts(), &found.waits.file);
    let mut told = vec![
        format!(
            "{} · {}",
            shell.of("clearance-kind", it.kind.word()),
            shell.of("clearance-land", it.land.word())
        ),
        names::place(&facts, it.place, site.house.today()),
        shell.say_one("clearance-ha", "area", hectares(shell, it.area_m2).as_str()),
    ];
    if let Some(segment) = &found.segment {
        told.push(segment.name.clone());
    }
    if !it.parcel.is_empty() {
        told.push(shell.say_one("clearance-parcel", "parcel", it.parcel.as_str()));
    }
    for (key, number) in [
        ("clearance-households", it.households),
        ("clearance-graves", it.graves),
        ("clearance-plots", it.plots),
    ] {
        if number > 0 {
            told.push(shell.say_count(key, number));
        }
    }
    if let Some(day) = it.cleared_on {
        told.push(shell.say_one("clearance-cleared-on", "day", day));
    }
    told
}

fn call_line(shell: &Shell, it: &Call) -> CallLine {
    let next_on = it.next_on.map(|day| format!(" ({})", shell.words.day(day))).unwrap_or_default();
    CallLine {
        id: it.id,
        when: format!("{} · {}", shell.words.day(it.on), it.who),
        asked: names::paragraphs(&it.asked),
        promised: names::paragraphs(&it.promised),
        until: it.until.map(|day| shell.words.day(day)).unwrap_or_default(),
        is_open: it.until.is_some() && it.answered_at.is_none(),
        answer: names::paragraphs(&it.answer),
        next: if it.next.is_empty() { String::new() } else { format!("{}{next_on}", it.next) },
    }
}

fn entry_line(shell: &Shell, it: &Entry) -> EntryLine {
    let amount = shell.words.count(it.amount);
    EntryLine {
        id: it.id,
        sort: shell.of("clearance-entry", it.sort.word()),
        amount: if it.sort == Sort::Plot {
            amount
        } else {
            shell.say_one("clearance-dong", "amount", amount.as_str())
        },
        paper: format!("{} · {}", it.paper, shell.words.day(it.on)),
        is_struck: it.struck_at.is_some(),
    }
}

fn linked(shell: &Shell, one: &actions::Linked) -> LinkedLine {
    let base = if one.sort == "case" { "cases" } else { "letters" };
    LinkedLine {
        thing: one.thing,
        href: one.title.as_ref().map(|_| format!("/{base}/{}", one.thing)),
        words: one.title.clone().unwrap_or_else(|| shell.of("clearance-linked", &one.sort)),
    }
}

async fn back(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    form: &Form,
    done: Result<(), danvan_actions::Failure>,
) -> Answered {
    match done {
        Ok(()) => go(&format!("/clearance/files/{id}")),
        Err(failure) => {
            let notes = notes_of(reader, failure)?;
            page(site, reader, (StatusCode::UNPROCESSABLE_ENTITY, ProceedingId(id)), form, notes).await
        }
    }
}

/// `POST /clearance/files/{id}/blocked`.
pub(super) async fn block(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let done =
        actions::block(&site.house, &reader.visitor.asker, ProceedingId(id), form.get("blocked")).await;
    back(&site, &reader, id, &form, done).await
}

/// `POST /clearance/files/{id}/link`.
pub(super) async fn link(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let done =
        actions::link(&site.house, &reader.visitor.asker, ProceedingId(id), form.get("attached")).await;
    back(&site, &reader, id, &form, done).await
}

/// `POST /clearance/files/{id}/unlink`.
pub(super) async fn unlink(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let thing = Uuid::parse_str(form.get("thing")).unwrap_or_default();
    let done = actions::unlink(&site.house, &reader.visitor.asker, ProceedingId(id), thing).await;
    back(&site, &reader, id, &form, done).await
}
