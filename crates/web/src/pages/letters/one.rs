//! One letter: what it says, what it became, and its classification while nobody has made one.

use super::{
    asked,
    classify::{Axis, Typed, form},
    list::row,
    same::{Beside, beside},
};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        documents::bare_number,
        proceedings::late_reasons,
        receipts::{LostCode, purposes, reading_line},
        shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Facts,
    data::Checked,
    documents::of_thing,
    letters::{Opened, Shown, open_before},
};
use danvan_domain::{
    answers::ReasonList,
    ids::LetterId,
    letters::{Letter, Signer},
    procedures::Limits,
    refusals::{FieldNote, Note},
    time::Day,
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/letters/one.html")]
struct One {
    shell: Shell,
    id: LetterId,
    title: String,
    is_received: bool,
    is_sealed: bool,
    is_alert: bool,
    facts: Vec<(String, String)>,
    summary: Vec<String>,
    pictures: Vec<String>,
    named: i64,
    speakers: Option<String>,
    signers: Vec<Shown>,
    may_read_signers: bool,
    purposes: Vec<Choice>,
    reason: String,
    /// Whether one of those who are named just was.
    is_named: bool,
    /// What was typed of one more who signed; nothing where nobody more may be named.
    added: Option<Signer>,
    /// The form by which somebody is given a new code; nothing where nobody has one that could be lost.
    lost: Option<LostCode>,
    readings: Vec<String>,
    /// Where the readings before these are shown.
    more_readings: Option<String>,
    beside: Beside,
    /// The number of the seal, and where it is opened by those who may.
    seal: Option<(i64, Option<String>)>,
    may_seal: bool,
    visit: Option<(String, String)>,
    proceedings: Vec<(String, String, String)>,
    form: Option<Axis>,
    /// Where it is recorded that a letter that was sent on has come.
    receive_first: Option<String>,
    /// Where letters of its own proceeding are written.
    writing: Option<String>,
}

/// How a letter's page comes back.
#[derive(Default)]
pub(super) struct Back {
    pub(super) status: StatusCode,
    pub(super) typed: Option<Typed>,
    pub(super) notes: Vec<FieldNote>,
    pub(super) signers: Vec<Shown>,
    pub(super) purpose: String,
    pub(super) reason: String,
    pub(super) added: Signer,
    pub(super) lost: Option<Checked>,
}

/// `GET /letters/{id}`.
pub(super) async fn show(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    page(&site, &reader, LetterId(id), Back::default()).await
}

/// What is known of a letter and how it was classified, line by line.
fn facts_of(facts: &Facts, shell: &Shell, letter: &Letter, today: Day) -> Vec<(String, String)> {
    let say = |key: &str| shell.say(key);
    let mut told = vec![
        (say("label-received_on"), shell.words.day(letter.received_on)),
        (say("label-way"), shell.of("letter-way", letter.way.word())),
        (say("label-signers"), shell.say_count("letter-signers", letter.signers)),
    ];
    if !letter.forwarded_by.is_empty() {
        told.push((say("label-forwarded_by"), letter.forwarded_by.clone()));
    }
    if let Some(day) = letter.written_on {
        told.push((say("label-written_on"), shell.words.day(day)));
    }
    if !letter.is_sealed {
        told.push((say("label-topic"), names::topic(facts, &letter.topic, shell.language)));
        told.push((say("label-place"), names::place(facts, letter.place, today)));
    }
    if let (Some(disposal), Some(axes)) = (letter.disposal, &letter.axes) {
        told.push((say("label-content"), shell.of("letter-content", axes.content.word())));
        told.push((say("label-eligibility"), shell.of("letter-eligibility", axes.eligibility.word())));
        told.push((say("label-competence"), shell.of("letter-competence", axes.competence.word())));
        told.push((say("label-branch"), shell.of("letter-branch", axes.branch.word())));
        let originals = if axes.has_originals { "letter-originals-yes" } else { "letter-originals-no" };
        told.push((say("label-has_originals"), say(originals)));
        told.push((say("label-disposal"), shell.of("letter-disposal", disposal.word())));
        told.push((say("label-ground"), letter.ground.clone()));
        if !letter.document.is_empty() {
            told.push((say("label-document"), letter.document.clone()));
        }
    }
    told
}

/// Whether a letter waits for its classification.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// It has one, or it is not the reader's to classify.
    Not,
    /// It was sent on to this office, and nobody has recorded that it came.
    OnItsWay,
    /// It does.
    Here,
}

fn waiting(opened: &Opened) -> Waiting {
    let letter = &opened.letter;
    let intake = opened.proceedings.iter().find(|it| letter.intake == Some(it.id));
    let stage = intake.map_or("", |it| it.stage.as_str());
    let has_ended = intake.is_some_and(|it| it.ended_at.is_some());
    match stage {
        _ if letter.classified_at.is_some() || !opened.may_handle => Waiting::Not,
        "transferred" | "ended" if has_ended => Waiting::Not,
        "transferred" => Waiting::OnItsWay,
        _ => Waiting::Here,
    }
}

/// Where each proceeding of a letter leads, what it is called, and how far it has come.
fn proceedings(facts: &Facts, shell: &Shell, opened: &Opened) -> Vec<(String, String, String)> {
    let line = |it: &danvan_domain::proceedings::Proceeding| {
        let procedure = facts.procedures.get(&it.procedure);
        let name = procedure.map_or_else(|| it.procedure.clone(), |one| named(shell, &one.name));
        let stage = procedure.and_then(|one| one.stage(&it.stage)).map(|one| named(shell, &one.name));
        let due = opened.due.get(&it.id).map(|at| shell.words.day(at.day()));
        let due = due.map(|day| shell.say_one("letter-due", "day", day.as_str()));
        let parts: Vec<String> = stage.into_iter().chain(due).collect();
        (format!("/proceedings/{}", it.id), name, parts.join(" · "))
    };
    opened.proceedings.iter().map(line).collect()
}

/// Shows a letter.
pub(super) async fn page(site: &Site, reader: &Reader, id: LetterId, back: Back) -> Answered {
    let behind = place_of_reading(asked(reader).get("before"));
    let opened = open_before(&site.house, &reader.visitor.asker, id, behind).await.map_err(sorry(reader))?;
    let shell = shell(site, reader).with_notes(back.notes);
    let (facts, today) = (site.house.facts(), site.house.today());
    let letter = &opened.letter;
    let told = facts_of(&facts, &shell, letter, today);
    let speakers = speakers(&shell, letter, opened.speakers);
    let list = ReasonList::ReadingSigners;
    let reading = |one: &danvan_actions::cases::Reading| reading_line(&shell, &facts, list, one);
    let may_name = opened.may_handle && !letter.is_sealed && !letter.summary.is_empty();
    let waiting = waiting(&opened);
    let mut form =
        (waiting == Waiting::Here).then(|| form(&shell, letter, &opened.likes.earlier, back.typed));
    if let Some(form) = form.as_mut() {
        numbered(site, reader, letter, form).await?;
        let due = letter.intake.and_then(|intake| opened.due.get(&intake));
        if due.is_some_and(|due| *due < site.house.now()) {
            form.late_reasons = late_reasons(&facts, &shell, &form.typed.late_reason);
        }
    }
    let receive_first = letter.intake.filter(|_| waiting == Waiting::OnItsWay);
    let writing =
        letter.intake.filter(|_| opened.may_handle).map(|id| format!("/proceedings/{id}#documents"));
    let page = One {
        title: row(&shell, letter).title,
        is_received: asked(reader).ticked("received"),
        is_sealed: letter.is_sealed,
        is_alert: letter.is_alert(),
        summary: names::paragraphs(&letter.summary),
        pictures: opened.pictures.iter().map(|picture| picture.hash.clone()).collect(),
        named: opened.named,
        speakers,
        signers: back.signers,
        may_read_signers: opened.may_read_signers,
        purposes: purposes(&shell, &facts, ReasonList::ReadingSigners, &back.purpose),
        reason: back.reason,
        is_named: asked(reader).ticked("named"),
        added: (may_name && opened.named < letter.signers).then_some(back.added),
        lost: (opened.may_read_signers && opened.has_codes)
            .then(|| LostCode::of(&shell, &facts, (format!("/letters/{id}/receipts/anew"), true), back.lost)),
        readings: opened.readings.iter().map(reading).collect(),
        more_readings: opened.more_readings.map(|place| earlier_readings(id, place)),
        seal: opened
            .seal
            .map(|(id, number)| (number, Some(format!("/sealed/{id}")).filter(|_| opened.may_open_seal))),
        may_seal: opened.may_seal,
        visit: opened.visit.map(|visit| visit_link(&shell, visit)),
        beside: beside(&facts, &shell, &opened.likes, opened.may_handle, today),
        proceedings: proceedings(&facts, &shell, &opened),
        form,
        receive_first: receive_first.map(|intake| format!("/proceedings/{intake}")),
        writing,
        facts: told,
        id,
        shell,
    };
    show_with(reader, back.status, &page)
}

/// Where the readings before a place are shown.
fn earlier_readings(id: LetterId, (at, reading): (i64, Uuid)) -> String {
    format!("/letters/{id}?before={at}_{reading}#readings")
}

/// A place in the list of readings, as an address says it.
fn place_of_reading(text: &str) -> Option<(i64, Uuid)> {
    let (at, id) = text.split_once('_')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}

/// Where the visit is that became a letter, and its words.
fn visit_link(shell: &Shell, (id, number, day): (Uuid, i64, Day)) -> (String, String) {
    let (number, day) = (number.to_string(), shell.words.day(day));
    let values = [("code", number.as_str().into()), ("day", day.as_str().into())];
    (format!("/receptions/desk/visits/{id}"), shell.say_with("letter-from-visit", &values))
}

/// Who speaks for a group, or that nobody is known who does.
fn speakers(shell: &Shell, letter: &Letter, spoke: i64) -> Option<String> {
    let law = Limits::facts().representatives(letter.signers, letter.received_on)?;
    let (least, most) = law.bounds();
    let note = Note::new(if spoke == 0 { "letter-speakers-missing" } else { "letter-speakers" });
    let note = note.with("spoke", spoke).with("least", least).with("most", most);
    Some(shell.note(&law.told(note)))
}

/// The number of a guidance or transfer letter that was issued first stands in the form.
async fn numbered(site: &Site, reader: &Reader, letter: &Letter, form: &mut Axis) -> Result<(), Sorry> {
    if let Some(intake) = letter.intake.filter(|_| form.typed.document.is_empty()) {
        let issued = of_thing(&site.house, &reader.visitor.asker, letter.unit, intake.0).await;
        let issued = issued.map_err(sorry(reader))?;
        let newest = issued.iter().rev().find(|one| one.cancelled_at.is_none() && one.act != "receive");
        form.typed.document = newest.map(|one| bare_number(&one.number_text).to_owned()).unwrap_or_default();
    }
    Ok(())
}

/// A name in the reader's language.
pub(in crate::pages) fn named(shell: &Shell, name: &danvan_domain::procedures::Name) -> String {
    if shell.language == danvan_words::Language::Vi { name.vi.clone() } else { name.en.clone() }
}
