//! The desk of reception: an office's days, the queue of a day, and one visit with what may be done next.

use super::{
    super::{
        Answered,
        documents::{Line as Paper, Offer, lines, offers},
        go, notes_of,
        receipts::{LostCode, purposes},
        shell, show, show_with, sorry,
    },
    DayLine, Pages, PromiseLine, behind,
    contact::CALL_IN,
    day_line, name_of, promise_line,
};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
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
    cases::own_office,
    documents::{About, papers_of_visit},
    receptions::{
        Opened, Promise, Published, Wanted, act, answer, cancel, count_people, open, own_days, promise,
        promises, publish, queue,
    },
};
use danvan_domain::{
    answers::ReasonList,
    ids::UnitId,
    procedures::{Limits, NextAct, Party, Stand},
    proceedings::Proceeding,
    receptions::{Came, TypedDay, Visitor, party_of},
    refusals::FieldNote,
    rights::Verb,
    time::Day,
};
use danvan_words::{Words, read_day, read_number};
use uuid::Uuid;

fn office(reader: &Reader) -> Result<UnitId, Sorry> {
    own_office(&reader.visitor.asker).map_err(|refusal| Sorry::refused(reader.language, &refusal))
}

#[derive(Template)]
#[template(path = "pages/receptions/desk.html")]
struct Desk {
    shell: Shell,
    days: Vec<DayLine>,
    pages: Pages,
    promises: Vec<PromiseLine>,
    typed: [String; 5],
}

/// The days of one's own office, what it has promised, and the form for another day.
pub(super) async fn show_desk(State(site): State<Site>, reader: Reader) -> Answered {
    let page = desk(&site, &reader, &Form::default(), Vec::new()).await?;
    show(&reader, &page)
}

async fn desk(site: &Site, reader: &Reader, typed: &Form, notes: Vec<FieldNote>) -> Result<Desk, Sorry> {
    let (unit, asker) = (office(reader)?, &reader.visitor.asker);
    let (facts, words, today) = (site.house.facts(), reader.words(), site.house.today());
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let place = behind(reader, &asked)?;
    let goes_on = place.is_some();
    let days = own_days(&site.house, asker, unit, place).await.map_err(sorry(reader))?;
    let open = promises(&site.house, asker, unit).await.map_err(sorry(reader))?;
    Ok(Desk {
        days: days.rows.iter().map(|one| day_line(&facts, words, one)).collect(),
        pages: Pages::of(&days, "/receptions/desk?", goes_on),
        promises: open.iter().map(|one| promise_line(words, one, today)).collect(),
        typed: ["day", "begins", "seats", "place", "host"].map(|name| typed.get(name).to_owned()),
        shell: shell(site, reader).with_notes(notes),
    })
}

/// Publishes a day.
pub(super) async fn add_day(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let unit = office(&reader)?;
    let typed = TypedDay {
        day: read_day(form.get("day")).ok(),
        begins: form.get("begins"),
        seats: read_number(form.get("seats")).ok(),
        place: form.get("place"),
        host: form.get("host"),
    };
    match publish(&site.house, &reader.visitor.asker, unit, &typed).await {
        Ok(_) => go("/receptions/desk"),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = desk(&site, &reader, &form, notes).await?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Template)]
#[template(path = "pages/receptions/day.html")]
struct DayPage {
    shell: Shell,
    day: DayLine,
    rows: Vec<QueueLine>,
    reason: String,
}

/// One line of the queue. It holds no name.
struct QueueLine {
    id: Uuid,
    number: i64,
    subject: String,
    stage: String,
    online: bool,
    /// How many came; empty while nobody has counted.
    people: String,
}

/// What a visit was about; its words are gone once they were sealed or their time of keeping was over.
pub(super) fn subject_of(words: &Words, subject: String) -> String {
    if subject.is_empty() { words.say("reception-subject-gone") } else { subject }
}

/// How many came, and whether they are a group by the law of the day.
fn people_told(words: &Words, came: Came, day: Day) -> String {
    let values = [("n", came.people.into()), ("spoke", came.representatives.into())];
    words.say_with(if came.is_group(day) { "reception-group" } else { "reception-came" }, &values)
}

/// The queue of a day.
pub(super) async fn show_day(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let page = day_page(&site, &reader, id, "", Vec::new()).await?;
    show(&reader, &page)
}

async fn day_page(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    reason: &str,
    notes: Vec<FieldNote>,
) -> Result<DayPage, Sorry> {
    let (day, visits) = queue(&site.house, &reader.visitor.asker, id).await.map_err(sorry(reader))?;
    let (facts, words) = (site.house.facts(), reader.words());
    let procedure = facts.procedures.get(danvan_domain::receptions::PROCEDURE);
    let stage = |code: &str| {
        let named =
            procedure.and_then(|one| one.stage(code)).map(|stage| name_of(words, &stage.name).to_owned());
        named.unwrap_or_else(|| code.to_owned())
    };
    let taken = i64::try_from(visits.iter().filter(|visit| visit.stage != "refused").count()).unwrap_or(0);
    let on = day.day;
    let rows = visits.iter().map(|visit| QueueLine {
        id: visit.id,
        number: visit.number,
        subject: danvan_domain::text::title_of(&subject_of(words, visit.subject.clone())),
        stage: stage(&visit.stage),
        online: visit.online,
        people: visit.came.map(|came| people_told(words, came, on)).unwrap_or_default(),
    });
    Ok(DayPage {
        rows: rows.collect(),
        day: day_line(&facts, words, &Published { day, taken }),
        reason: reason.to_owned(),
        shell: shell(site, reader).with_notes(notes),
    })
}

/// Calls a day off.
pub(super) async fn call_off(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    match cancel(&site.house, &reader.visitor.asker, id, form.get("reason")).await {
        Ok(()) => go(&format!("/receptions/desk/days/{id}")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = day_page(&site, &reader, id, form.get("reason"), notes).await?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

#[derive(Template)]
#[template(path = "pages/receptions/visit.html")]
pub(super) struct VisitPage {
    shell: Shell,
    id: Uuid,
    number: i64,
    subject: String,
    online: bool,
    day: DayLine,
    stage: String,
    why: Vec<String>,
    acts: Vec<Choice>,
    typed: [String; 5],
    contact: Option<Visitor>,
    /// For what who came may be read.
    purposes: Vec<Choice>,
    reason: String,
    lost: Option<LostCode>,
    promises: Vec<PromiseLine>,
    may_promise: bool,
    /// How many came, as it was counted.
    came: String,
    may_count: bool,
    /// How many speak for a group.
    groups: String,
    /// People and representatives as they were typed or counted.
    counted: [String; 2],
    offers: Vec<Offer>,
    papers: Vec<Paper>,
    /// The letter that it became: address, number, and where each proceeding of it stands.
    letter: Option<(String, String, Vec<String>)>,
    may_become_letter: bool,
}

/// One visit.
pub(super) async fn show_visit(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let page = visit_page(&site, &reader, id, &Form::default(), None, Vec::new()).await?;
    show(&reader, &page)
}

/// Where a proceeding stands, in words.
fn standing(facts: &Facts, words: &Words, it: &Proceeding) -> Option<String> {
    let procedure = facts.procedures.get(&it.procedure)?;
    let stage = procedure.stage(&it.stage)?;
    Some(format!("{}: {}", name_of(words, &procedure.name), name_of(words, &stage.name)))
}

/// People and representatives as they were typed, else as they were counted.
fn counted(came: Option<Came>, typed: &Form) -> [String; 2] {
    let typed = ["people", "representatives"].map(|name| typed.get(name).to_owned());
    if typed.iter().any(|text| !text.is_empty()) {
        return typed;
    }
    let written = |count: i64| if count > 0 { count.to_string() } else { String::new() };
    came.map(|came| [came.people, came.representatives].map(written)).unwrap_or_default()
}

/// What somebody may do next with a visit, with the day before which they may not.
fn act_choices(words: &Words, stand: &Stand, party: Option<Party>, chosen: &str) -> Vec<Choice> {
    let next = stand.next.iter().filter(|next| party.is_some_and(|party| next.who.contains(&party)));
    let choice = |next: &NextAct| {
        let name = name_of(words, &next.name).to_owned();
        let label = next.not_before.map_or(name.clone(), |at| {
            words.say_with("reception-not-before", &[("act", name.into()), ("at", at.into())])
        });
        Choice::new(next.act.clone(), label, chosen)
    };
    next.map(choice).collect()
}

pub(super) async fn visit_page(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    typed: &Form,
    contact: Option<Visitor>,
    notes: Vec<FieldNote>,
) -> Result<VisitPage, Sorry> {
    let asker = &reader.visitor.asker;
    let Opened { visit, day, stand, commitments, letter, .. } =
        open(&site.house, asker, id).await.map_err(sorry(reader))?;
    let (facts, words, today) = (site.house.facts(), reader.words(), site.house.today());
    let kept = papers_of_visit(&site.house, asker, id).await.map_err(sorry(reader))?;
    let around = shell(site, reader).with_notes(notes);
    let procedure = facts.procedures.get(danvan_domain::receptions::PROCEDURE);
    let standing = |it: &Proceeding| standing(&facts, words, it);
    let may_become_letter = letter.is_none()
        && visit.stage != "refused"
        && site.house.ask(asker, Verb::HandleLetter, visit.unit).is_ok();
    let letter = letter.map(|(letter, running)| {
        let number = format!("{}/{}", letter.number, letter.year);
        (format!("/letters/{}", letter.id), number, running.iter().filter_map(standing).collect())
    });
    let groups = Limits::facts().groups_told("reception-representatives-hint", day.day);
    let may_renew = !visit.subject.is_empty() && site.house.ask(asker, Verb::ReadContact, visit.unit).is_ok();
    Ok(VisitPage {
        id,
        came: visit.came.map(|came| people_told(words, came, day.day)).unwrap_or_default(),
        groups: groups.map(|note| words.note(&note)).unwrap_or_default(),
        may_count: visit.stage != "refused",
        counted: counted(visit.came, typed),
        letter,
        may_become_letter,
        number: visit.number,
        subject: subject_of(words, visit.subject),
        online: visit.online,
        day: day_line(&facts, words, &Published { day, taken: 0 }),
        stage: name_of(words, &stand.stage_name).to_owned(),
        why: stand.because.iter().map(|note| words.note(note)).collect(),
        acts: act_choices(words, &stand, party_of(asker), typed.get("act")),
        typed: ["ground", "document", "what", "who", "until"].map(|name| typed.get(name).to_owned()),
        contact,
        purposes: purposes(
            &around,
            &facts,
            ReasonList::ReadingVisitor,
            typed.filled("purpose").unwrap_or(CALL_IN),
        ),
        reason: typed.get("reason").to_owned(),
        lost: may_renew.then(|| LostCode::at_visit(&around, &facts, id, typed)),
        promises: commitments.iter().map(|one| promise_line(words, one, today)).collect(),
        may_promise: matches!(visit.stage.as_str(), "received" | "answered"),
        offers: procedure.map(|it| offers(&around, About::Visit(id), it, &kept)).unwrap_or_default(),
        papers: lines(&around, &kept),
        shell: around,
    })
}

/// The visit again with what is wrong, or on to it.
pub(super) async fn again(
    site: &Site,
    reader: &Reader,
    id: Uuid,
    form: &Form,
    done: danvan_actions::Done<()>,
) -> Answered {
    match done {
        Ok(()) => go(&format!("/receptions/desk/visits/{id}")),
        Err(failure) => {
            let notes = notes_of(reader, failure)?;
            let page = visit_page(site, reader, id, form, None, notes).await?;
            show_with(reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Does an act of the procedure.
pub(super) async fn do_act(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let wanted = Wanted {
        act: form.get("act").to_owned(),
        ground: form.get("ground").to_owned(),
        document: form.get("document").to_owned(),
    };
    let done = act(&site.house, &reader.visitor.asker, id, &wanted).await;
    again(&site, &reader, id, &form, done).await
}

/// Writes down how many came.
pub(super) async fn count(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    // What is no number, and what is not there where it must be, is told by the same note.
    let number = |name: &str| form.filled(name).map(|text| read_number(text).unwrap_or(-1));
    let both = (number("people"), number("representatives"));
    let done = count_people(&site.house, &reader.visitor.asker, id, both).await;
    again(&site, &reader, id, &form, done).await
}

/// Writes a promise down.
pub(super) async fn add_promise(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let typed =
        Promise { what: form.get("what"), who: form.get("who"), until: read_day(form.get("until")).ok() };
    let done = promise(&site.house, &reader.visitor.asker, id, &typed).await;
    again(&site, &reader, id, &form, done).await
}

/// Answers a promise.
pub(super) async fn answer_promise(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let visit = form.get("visit").parse().unwrap_or_default();
    match answer(&site.house, &reader.visitor.asker, id, form.get("answer")).await {
        Ok(visit) => go(&format!("/receptions/desk/visits/{visit}")),
        Err(failure) => again(&site, &reader, visit, &form, Err(failure)).await,
    }
}
