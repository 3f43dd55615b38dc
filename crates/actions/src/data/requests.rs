//! Requests about personal data, under the procedure `data_rights`: what may be done next and by when comes from its rows.

use super::{
    fulfil::{fulfil, lock_thing, unit_of},
    holders::{Holder, still_opens},
};
use crate::{
    Failure, attachments,
    cases::ask_office,
    house::{Done, Facts, House},
    proceedings::city_of,
};
use danvan_domain::{
    calendar::Calendar,
    cases::Contact,
    data::requests::{PROCEDURE, Right},
    deadlines::{self, Bearer, Deadline, Sort},
    events::Event,
    ids::{PersonId, UnitId},
    office_hours::OfficeHours,
    people::Role,
    procedures::{self, ClockState, Party, Procedure, Stand},
    refusals::{Note, Refusal},
    rights::{Asker, Verb, grants},
    text,
    time::Moment,
    units::Level,
};
use danvan_store::{
    Change,
    data::{consents, requests as rows},
    deadlines::After,
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
    pub(super) address: Option<String>,
}

/// How many requests a list shows at once.
pub const ROWS: usize = 50;

/// Some of the requests that wait, and behind which the next begin.
pub struct Waiting {
    /// The soonest due first.
    pub rows: Vec<Request>,
    /// The place of the last, when more follow.
    pub next: Option<Place>,
}

/// The place of a request in the order of those that wait: when its next thing is due, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(Moment, Uuid);

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0.micros(), self.1.simple())
    }
}

impl std::str::FromStr for Place {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let read = || {
            let (due_at, id) = text.split_once('.')?;
            Some(Self(Moment::from_micros(due_at.parse().ok()?), Uuid::try_parse(id).ok()?))
        };
        read().ok_or_else(|| Refusal::field("after", Note::new("note-list-place")))
    }
}

/// When the next thing of a request is due.
pub fn next_due(request: &Request) -> Moment {
    [request.reply_due_at, request.due_at].into_iter().flatten().min().unwrap_or(request.asked_at)
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
pub(super) async fn receive(house: &House, (held, receipt): (&Holder, &str), asked: Asked) -> Done<Request> {
    let now = house.now();
    let mut request = Request {
        id: house.new_id(),
        thing: held.thing(),
        subject: held.subject(),
        receipt: receipt.to_owned(),
        right: asked.right,
        words: asked.words,
        contact: asked.contact,
        address: asked.address,
        unit: held.unit(),
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
    still_opens(&mut change, held, receipt).await?;
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
    (request.contact, request.address) = (Contact::default(), None);
    rows::save(&mut change, &request).await?;
    write_clocks(house, &mut change, &request).await?;
    change.note(event(house, &Asker::nobody(), &request, "take_back"));
    Ok(change.commit().await?)
}

/// The requests that wait and that a reader may see, fifty behind a place: of their offices, or all for whoever keeps the
/// register or reads the whole house.
///
/// # Errors
/// [`Refusal::SignInFirst`]; a failure of the store.
pub async fn open(house: &House, asker: &Asker, behind: Option<Place>) -> Done<Waiting> {
    if asker.person.is_none() && !asker.house {
        return Err(Refusal::SignInFirst.into());
    }
    let after = behind.map_or_else(
        || After::beginning(Moment::from_micros(i64::MIN)),
        |Place(due_at, thing)| After { due_at, thing, position: 0 },
    );
    // One more than is shown says whether more follow.
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let mut rows = match offices(house, asker) {
        Some(units) if units.is_empty() => Vec::new(),
        units => rows::behind(&house.store, units.as_deref(), after, limit).await?,
    };
    let has_more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| has_more).map(|last| Place(next_due(last), last.id));
    Ok(Waiting { rows, next })
}

/// Whether somebody may see the requests of every office: whoever keeps the register, or reads the cases of the whole house.
pub(crate) fn reads_all(house: &House, asker: &Asker) -> bool {
    let (facts, today) = (house.facts(), house.today());
    let reads = |unit: UnitId| house.ask(asker, Verb::ReadCase, unit).is_ok();
    super::may_register(asker, Verb::KeepDataRegister).is_ok()
        || facts.tree.roots(today).all(|root| reads(root.id))
}

/// The offices whose requests a reader may see; nothing where all of them.
fn offices(house: &House, asker: &Asker) -> Option<Vec<UnitId>> {
    let (facts, today) = (house.facts(), house.today());
    if reads_all(house, asker) {
        return None;
    }
    let held = asker.positions.iter().filter(|position| grants(position.role).contains(&Verb::ReadCase));
    let mut units: Vec<UnitId> = Vec::new();
    for position in held {
        // What waits was given to the offices of today; below a commune no office answers.
        let is_office =
            |level: Level| matches!(level, Level::City | Level::District | Level::Commune | Level::Body);
        let below = facts.tree.subtree(position.unit, today).into_iter();
        units.extend(below.filter(|unit| is_office(unit.level())).map(|unit| unit.id));
        units.push(position.unit);
    }
    units.sort_unstable();
    units.dedup();
    Some(units)
}

/// One request with where it stands, for the office that must answer.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to handle the office's cases.
pub async fn one(house: &House, asker: &Asker, id: Uuid) -> Done<Standing> {
    let request = rows::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let unit = unit_of(house, &request).await?;
    ask_office(house, asker, Verb::HandleCase, unit)?;
    standing(house, request)
}

fn standing(house: &House, request: Request) -> Done<Standing> {
    let (procedure, facts) = (rules(house)?, house.facts());
    let acts = acts_of(&request);
    let done: Vec<procedures::Done> = acts.iter().map(|acted| acted.done.clone()).collect();
    let stand = procedures::stand(&procedure, &done, &facts.calendar, &facts.hours, house.now())
        .map_err(|refused| refused.refusal)?;
    Ok(Standing { request, stand, acts })
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
/// [`Refusal::NotFound`]; the refusal of the right or of the procedure; [`Refusal::Conflict`] for erasing what the law
/// requires to be kept.
pub async fn act(house: &House, asker: &Asker, id: Uuid, doing: Doing) -> Done<Request> {
    let clean = |field: &str, raw: &str| {
        text::clean_lines(raw, LIMIT)
            .map_err(|_| Refusal::field(field, Note::new("note-too-long").with("limit", LIMIT)))
    };
    let (ground, answer) = (clean("ground", &doing.ground)?, clean("answer", &doing.answer)?);
    let found = rows::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, unit_of(house, &found).await?)?;
    let mut change = house.store.begin().await?;
    lock_thing(&mut change, &found).await?;
    let mut request = rows::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    let (by, unit) = party(asker, Verb::HandleCase).ok_or(Refusal::SignInFirst)?;
    let done = procedures::Done { ground, ..procedures::Done::new(&doing.act, house.now(), by) };
    take(house, &mut request, Acted { done, person: asker.person, unit: Some(unit) })?;
    if !answer.is_empty() {
        request.answer = answer;
    }
    let mut forgotten = Vec::new();
    if doing.act == "fulfil" {
        forgotten = fulfil(house, asker, &mut change, &mut request).await?;
    }
    if request.ended_at.is_some() {
        (request.contact, request.address) = (Contact::default(), None);
    }
    rows::save(&mut change, &request).await?;
    write_clocks(house, &mut change, &request).await?;
    change.note(event(house, asker, &request, &doing.act));
    change.commit().await?;
    attachments::forget(house, &forgotten).await?;
    Ok(request)
}
