//! Requests about personal data, under the procedure `data_rights`: what may be done next and by when comes from its rows.

use super::erase;
use crate::{
    Failure, attachments,
    cases::ask_office,
    house::{Done, Facts, House},
    proceedings::city_of,
};
use danvan_domain::{
    calendar::Calendar,
    cases::{Case, Contact},
    data::requests::{PROCEDURE, Right},
    deadlines::{self, Bearer, Deadline, Sort},
    events::Event,
    ids::{CaseId, PersonId, UnitId},
    office_hours::OfficeHours,
    people::Role,
    procedures::{self, ClockState, Party, Procedure, Stand},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, grants},
    text,
    time::Moment,
};
use danvan_store::{
    Change, cases,
    data::{self as store, consents, requests as rows},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub(crate) use super::moved::{moved_by, recount_some};
pub use danvan_store::data::requests::Request;

/// An act of a request, with who did it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acted {
    /// What was done.
    #[serde(flatten)]
    pub done: procedures::Done,
    /// By whom, when an officer did it.
    pub person: Option<PersonId>,
    /// From which office.
    pub unit: Option<UnitId>,
}

/// A request with where it stands.
pub struct Standing {
    /// The request.
    pub request: Request,
    /// Where it stands under the procedure.
    pub stand: Stand,
    /// What was done so far.
    pub acts: Vec<Acted>,
    /// Whether the case it is about is still open.
    pub case_is_open: bool,
}

/// What an officer does.
#[derive(Clone, Debug, Default)]
pub struct Doing {
    /// The act, a word of the procedure.
    pub act: String,
    /// The written ground, where the act needs one.
    pub ground: String,
    /// What whoever asked is told.
    pub answer: String,
}

/// What the holder of a receipt asks.
pub(super) struct Asked {
    pub(super) right: Right,
    pub(super) words: String,
    pub(super) contact: Contact,
}

/// Longest words of a request or an answer, in characters.
pub(super) const LIMIT: usize = 1000;

pub(super) fn rules(house: &House) -> Done<Procedure> {
    let facts = house.facts();
    let found = facts.procedures.get(PROCEDURE).cloned();
    found.ok_or_else(|| Failure::Refused(Refusal::Conflict(Note::new("refusal-no-rule"))))
}

fn acts_of(request: &Request) -> Vec<Acted> {
    serde_json::from_str(&request.acts).unwrap_or_default()
}

/// What was done, without who did it.
pub(crate) fn done_in(request: &Request) -> Vec<procedures::Done> {
    acts_of(request).into_iter().map(|acted| acted.done).collect()
}

/// By when it must be confirmed, and by when fulfilled or refused, while those clocks run.
pub(crate) fn dues_of(right: Right, stand: &Stand) -> (Option<Moment>, Option<Moment>) {
    let running = |step: &str| {
        let clock = stand.clock(step)?;
        matches!(clock.state, ClockState::Running | ClockState::Paused | ClockState::Lapsed)
            .then_some(clock.due.at)
    };
    (running("reply"), running(right.step()))
}

/// Takes an act: checks it, and writes stage and due moments as the procedure then says.
fn take(house: &House, request: &mut Request, acted: Acted) -> Done<Stand> {
    let (procedure, facts, now) = (rules(house)?, house.facts(), house.now());
    let mut acts = acts_of(request);
    let done: Vec<procedures::Done> = acts.iter().map(|acted| acted.done.clone()).collect();
    let stand = procedures::check(&procedure, &done, &acted.done, &facts.calendar, &facts.hours, now)?;
    acts.push(acted);
    (request.reply_due_at, request.due_at) = dues_of(request.right, &stand);
    request.stage = stand.stage.clone().unwrap_or_default();
    let is_over = procedure.stage(&request.stage).is_some_and(|stage| stage.last);
    request.ended_at = is_over.then_some(now);
    request.acts = serde_json::to_string(&acts).unwrap_or_default();
    Ok(stand)
}

/// The clocks of a request by some rules; nothing when what was done does not stand by them.
pub(crate) fn clocks_of(
    facts: &Facts,
    procedure: &Procedure,
    request: &Request,
    (calendar, hours): (&Calendar, &OfficeHours),
    now: Moment,
) -> Option<Vec<Deadline>> {
    let done = done_in(request);
    let (_, clocks) = procedures::moments(procedure, &done, calendar, hours, now).ok()?;
    let bearer = Bearer {
        sort: Sort::Request,
        thing: request.id,
        procedure: PROCEDURE,
        unit: request.unit,
        handler: None,
        ended_at: request.ended_at,
    };
    Some(deadlines::of(bearer, clocks, city_of(facts, request.unit)))
}

/// Writes what falls due of a request, as it stands in a change.
pub(super) async fn write_clocks(house: &House, change: &mut Change, request: &Request) -> Done<()> {
    let (procedure, facts) = (rules(house)?, house.facts());
    let by = (&facts.calendar, &facts.hours);
    if let Some(clocks) = clocks_of(&facts, &procedure, request, by, house.now()) {
        danvan_store::deadlines::rewrite(change, request.id, &clocks).await?;
    }
    Ok(())
}

fn event(house: &House, asker: &Asker, request: &Request, act: &str) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: format!("data.{act}"),
        thing: request.id,
        unit: Some(request.unit),
        payload: json!({"right": request.right}),
    }
}

/// Receives a request of a receipt's holder; what the house itself may fulfil is fulfilled in the same change.
pub(super) async fn receive(house: &House, (case, receipt): (&Case, &str), asked: Asked) -> Done<Request> {
    let now = house.now();
    let mut request = Request {
        id: house.new_id(),
        case: case.id,
        receipt: receipt.to_owned(),
        right: asked.right,
        words: asked.words,
        contact: asked.contact,
        unit: case.responsible,
        asked_at: now,
        stage: String::new(),
        reply_due_at: None,
        due_at: None,
        ended_at: None,
        answer: String::new(),
        acts: "[]".into(),
    };
    let nobody =
        |act: &str, by| Acted { done: procedures::Done::new(act, now, by), person: None, unit: None };
    take(house, &mut request, nobody(asked.right.act(), Party::Petitioner))?;
    let mut change = house.store.begin().await?;
    change.note(event(house, &Asker::nobody(), &request, asked.right.act()));
    if matches!(asked.right, Right::View | Right::Withdraw) {
        take(house, &mut request, nobody("fulfil", Party::House))?;
        if asked.right == Right::Withdraw {
            consents::withdraw_all(&mut change, receipt, now).await?;
        }
        change.note(event(house, &Asker::nobody(), &request, "fulfil"));
    }
    rows::add(&mut change, &request).await?;
    write_clocks(house, &mut change, &request).await?;
    change.commit().await?;
    Ok(request)
}

/// The holder of a receipt takes a request back.
pub(super) async fn take_back(house: &House, receipt: &str, id: Uuid) -> Done<()> {
    let mut change = house.store.begin().await?;
    let request = rows::lock(&mut change, id).await?;
    let mut request = request.filter(|request| request.receipt == receipt).ok_or(Refusal::NotFound)?;
    let done = procedures::Done::new("take_back", house.now(), Party::Petitioner);
    take(house, &mut request, Acted { done, person: None, unit: None })?;
    request.words.clear();
    request.contact = Contact::default();
    rows::save(&mut change, &request).await?;
    write_clocks(house, &mut change, &request).await?;
    change.note(event(house, &Asker::nobody(), &request, "take_back"));
    Ok(change.commit().await?)
}

/// The open requests that a reader may see: of their offices, or all for whoever sees the register.
///
/// # Errors
/// [`Refusal::SignInFirst`]; a failure of the store.
pub async fn open(house: &House, asker: &Asker) -> Done<Vec<Request>> {
    if asker.person.is_none() && !asker.house {
        return Err(Refusal::SignInFirst.into());
    }
    let all = rows::open(&house.store).await?;
    let reads_all = super::may_register(asker, Verb::KeepDataRegister).is_ok();
    let may = |request: &Request| reads_all || house.ask(asker, Verb::ReadCase, request.unit).is_ok();
    Ok(all.into_iter().filter(may).collect())
}

/// One request with where it stands, for the office that must answer.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to handle the office's cases.
pub async fn one(house: &House, asker: &Asker, id: Uuid) -> Done<Standing> {
    let request = rows::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let case = cases::get(&house.store, request.case).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, case.responsible)?;
    standing(house, request, case.stage.is_open())
}

pub(super) fn standing(house: &House, request: Request, case_is_open: bool) -> Done<Standing> {
    let (procedure, facts) = (rules(house)?, house.facts());
    let acts = acts_of(&request);
    let done: Vec<procedures::Done> = acts.iter().map(|acted| acted.done.clone()).collect();
    let stand = procedures::stand(&procedure, &done, &facts.calendar, &facts.hours, house.now())
        .map_err(|refused| refused.refusal)?;
    Ok(Standing { request, stand, acts, case_is_open })
}

/// As what an officer acts under the procedure.
fn party(asker: &Asker, verb: Verb) -> Option<(Party, UnitId)> {
    let position = asker.positions.iter().find(|position| grants(position.role).contains(&verb))?;
    let party =
        if position.role == Role::CommuneLeader { Party::CommuneLeader } else { Party::CommuneOfficer };
    Some((party, position.unit))
}

/// An officer acts on a request. Fulfilling it does what was asked, in the same change.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right or of the procedure; [`Refusal::Conflict`] for erasing a case that is
/// still being settled.
pub async fn act(house: &House, asker: &Asker, id: Uuid, doing: Doing) -> Done<Request> {
    let clean = |field: &str, raw: &str| {
        text::clean_lines(raw, LIMIT)
            .map_err(|_| Refusal::field(field, Note::new("note-too-long").with("limit", LIMIT)))
    };
    let (ground, answer) = (clean("ground", &doing.ground)?, clean("answer", &doing.answer)?);
    let mut change = house.store.begin().await?;
    let mut request = rows::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    let case = cases::lock(&mut change, request.case).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, case.responsible)?;
    let (by, unit) = party(asker, Verb::HandleCase).ok_or(Refusal::SignInFirst)?;
    let done = procedures::Done { ground, ..procedures::Done::new(&doing.act, house.now(), by) };
    take(house, &mut request, Acted { done, person: asker.person, unit: Some(unit) })?;
    if !answer.is_empty() {
        request.answer = answer;
    }
    let mut forgotten = Vec::new();
    if doing.act == "fulfil" {
        forgotten = fulfil(house, asker, &mut change, &mut request, &case).await?;
    }
    if request.ended_at.is_some() {
        request.contact = Contact::default();
    }
    rows::save(&mut change, &request).await?;
    write_clocks(house, &mut change, &request).await?;
    change.note(event(house, asker, &request, &doing.act));
    change.commit().await?;
    attachments::forget(house, &forgotten).await?;
    Ok(request)
}

/// Does what was asked. Returns pictures to be forgotten after the commit.
async fn fulfil(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    request: &mut Request,
    case: &Case,
) -> Done<Vec<String>> {
    let asked_first = request.receipt == case.receipt;
    match request.right {
        // The sheet and the withdrawal are the house's own; a restriction holds by itself from now on.
        Right::View | Right::Withdraw | Right::Restrict => Ok(Vec::new()),
        Right::Correct => correct(change, request, asked_first).await.map(|()| Vec::new()),
        Right::Delete if asked_first && case.stage.is_open() => {
            Err(Refusal::Conflict(Note::new("data-case-still-open")).into())
        }
        Right::Delete => {
            rows::forget_words(change, &request.receipt).await?;
            request.words.clear();
            if asked_first {
                let (_, pictures) = erase::at_request(house, asker, change, case, request.id).await?;
                return Ok(pictures);
            }
            let of: (CaseId, &str) = (case.id, &request.receipt);
            erase::supporter(house, asker, change, of, request.id).await?;
            Ok(Vec::new())
        }
    }
}

/// Puts what whoever asked gave in place of what was kept.
async fn correct(change: &mut Change, request: &Request, asked_first: bool) -> Done<()> {
    if request.contact.is_empty() {
        return Ok(());
    }
    if asked_first {
        store::drop_contact(change, request.case.0).await?;
        cases::save_contact(change, request.case, &request.contact).await?;
    } else {
        store::set_supporter(change, &request.receipt, &request.contact).await?;
    }
    Ok(())
}
