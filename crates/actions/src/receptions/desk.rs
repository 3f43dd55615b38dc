//! The desk of a reception day: the queue, what is done at a visit, and what is promised there.

use super::{due, stage_after};
use crate::{
    cases::{ask_office, reading},
    data::{Holder, holder_of, restricted_receipts},
    house::{Done, House},
};
use danvan_domain::{
    answers::ReasonList,
    events::Event,
    ids::{PersonId, UnitId},
    letters::Letter,
    procedures::{Done as Act, Stand, stand},
    proceedings::Proceeding,
    receptions::{Came, Commitment, PROCEDURE, ReceptionDay, Visit, Visitor, party_of},
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    text::{clean_line, clean_lines},
    time::Day,
};
use danvan_store::{letters, proceedings, receptions as store};
use serde_json::json;
use uuid::Uuid;

/// The most promises of one list.
const MOST_PROMISES: i64 = 200;
/// The longest ground, promise or answer, in characters.
const LONGEST: usize = 2000;

/// A visit with everything around it.
pub struct Opened {
    /// The visit.
    pub visit: Visit,
    /// Its reception day.
    pub day: ReceptionDay,
    /// What was done.
    pub done: Vec<Act>,
    /// Where it stands, with its clocks and what may be done next.
    pub stand: Stand,
    /// What was promised.
    pub commitments: Vec<Commitment>,
    /// The letter that it became, and what runs on it.
    pub letter: Option<(Letter, Vec<Proceeding>)>,
}

/// The queue of a reception day, by number. It holds no names.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to handle the office's cases.
pub async fn queue(house: &House, asker: &Asker, day: Uuid) -> Done<(ReceptionDay, Vec<Visit>)> {
    let day = store::day(&house.store, day).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, day.unit)?;
    let visits = store::queue(&house.store, day.id).await?;
    Ok((day, visits))
}

/// A visit for whoever holds its code: nothing in it that the office keeps to itself. `from` is the network address whose
/// wrong codes are counted.
///
/// # Errors
/// [`Refusal::NotFound`] for a code that opens no visit; [`Refusal::TooMany`] after many wrong codes.
pub async fn follow(house: &House, code: &str, from: &str) -> Done<Opened> {
    match holder_of(house, code, from).await? {
        Holder::Visit(visit, _) => opened(house, *visit).await,
        Holder::Case(..) | Holder::Signer(..) => Err(Refusal::NotFound.into()),
    }
}

/// A visit, as its office sees it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to handle the office's cases.
pub async fn open(house: &House, asker: &Asker, id: Uuid) -> Done<Opened> {
    let visit = store::visit(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, visit.unit)?;
    opened(house, visit).await
}

async fn opened(house: &House, visit: Visit) -> Done<Opened> {
    let facts = house.facts();
    let day = store::day(&house.store, visit.reception_day).await?.ok_or(Refusal::NotFound)?;
    let done = store::acts(&house.store, visit.id).await?;
    let procedure =
        facts.procedures.get(PROCEDURE).ok_or_else(|| Refusal::Conflict(Note::new("refusal-no-rule")))?;
    let stand = stand(procedure, &done, &facts.calendar, &facts.hours, house.now())
        .map_err(|refused| refused.refusal)?;
    let commitments = store::commitments(&house.store, visit.id).await?;
    let mut letter = None;
    if let Some(id) = visit.letter
        && let Some(found) = letters::get(&house.store, id).await?
    {
        letter = Some((found, proceedings::of_letter(&house.store, id).await?));
    }
    Ok(Opened { visit, day, done, stand, commitments, letter })
}

/// What somebody wants to do at a visit.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Which act of the procedure.
    pub act: String,
    /// The written ground.
    pub ground: String,
    /// The number of the paper.
    pub document: String,
}

/// Does an act at a visit, when the procedure allows it.
///
/// # Errors
/// The refusal of the right; of the procedure, with the article and the reason.
pub async fn act(house: &House, asker: &Asker, id: Uuid, wanted: &Wanted) -> Done<()> {
    let visit = store::visit(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, visit.unit)?;
    let party = party_of(asker).ok_or(Refusal::NotFound)?;
    let now = house.now();
    let mut notes = Notes::default();
    let mut words = |field: &str, text: &str| {
        clean_lines(text, LONGEST).unwrap_or_else(|_| {
            notes.add(field, Note::new("note-too-long").with("limit", LONGEST));
            String::new()
        })
    };
    let (ground, document) = (words("ground", &wanted.ground), words("document", &wanted.document));
    notes.check()?;
    let next = Act { ground, document, ..Act::new(&wanted.act, now, party) };
    let mut change = house.store.begin().await?;
    let visit = store::lock_visit(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    let mut done = store::acts_in(&mut change, id).await?;
    let stage = stage_after(house, &done, &next, now)?;
    let position = i64::try_from(done.len()).unwrap_or(i64::MAX);
    let unit = asker.unit_for(Verb::HandleCase);
    store::add_act(&mut change, id, (position, &next), (asker.person, unit), &stage).await?;
    let kind = format!("visit.{}", next.act);
    done.push(next);
    due::write_clocks(house, &mut change, &visit, &done).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind,
        thing: id,
        unit: Some(visit.unit),
        payload: json!({"stage": stage}),
    });
    change.commit().await?;
    Ok(())
}

/// Writes down how many came together and how many spoke for the others; counted again, the last count holds.
///
/// # Errors
/// The refusal of the right; fields that are wrong; a visit that was refused.
pub async fn count_people(
    house: &House,
    asker: &Asker,
    id: Uuid,
    (people, representatives): (Option<i64>, Option<i64>),
) -> Done<()> {
    let visit = store::visit(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, visit.unit)?;
    let day = store::day(&house.store, visit.reception_day).await?.ok_or(Refusal::NotFound)?.day;
    let came = Came::check(people, representatives, day)?;
    let mut change = house.store.begin().await?;
    let visit = store::lock_visit(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if visit.stage == "refused" {
        return Err(Refusal::Conflict(Note::new("reception-not-received")).into());
    }
    store::set_people(&mut change, id, came).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "visit.people_counted".into(),
        thing: id,
        unit: Some(visit.unit),
        payload: json!({"people": came.people, "representatives": came.representatives}),
    });
    change.commit().await?;
    Ok(())
}

/// Reads how to call a visitor. The reading is noted first, with its purpose out of the list; the visitor sees it.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right to read contacts, a purpose that is not on the list or needs words, or
/// [`Refusal::Conflict`] while the visitor has restricted the use of their data.
pub async fn contact(
    house: &House,
    asker: &Asker,
    id: Uuid,
    (purpose, reason): (&str, &str),
) -> Done<Visitor> {
    let visit = store::visit(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadContact, visit.unit)?;
    let why = (ReasonList::ReadingVisitor, purpose, reason);
    let (reading, _) = reading(house, asker, visit.unit, why)?;
    if restricted_receipts(house).await?.contains(&visit.receipt) {
        return Err(Refusal::Conflict(Note::new("refusal-data-restricted")).into());
    }
    let visitor = store::visitor(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let reader = asker.person.unwrap_or(PersonId(Uuid::nil()));
    let mut change = house.store.begin().await?;
    store::people::note_reading(&mut change, id, reader, &reading).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "visit.contact_read".into(),
        thing: id,
        unit: Some(visit.unit),
        payload: json!({"office": reading.unit, "purpose": purpose}),
    });
    change.commit().await?;
    Ok(visitor)
}

/// What is promised, as it was typed.
pub struct Promise<'a> {
    /// What is to be done.
    pub what: &'a str,
    /// Who does it: an office or a position.
    pub who: &'a str,
    /// The last day; none when it could not be read.
    pub until: Option<Day>,
}

/// Writes down what was promised at a visit.
///
/// # Errors
/// The refusal of the right; fields that are wrong; a visit that has not been received.
pub async fn promise(house: &House, asker: &Asker, id: Uuid, typed: &Promise<'_>) -> Done<()> {
    let visit = store::visit(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, visit.unit)?;
    let now = house.now();
    let mut notes = Notes::default();
    let what = clean_lines(typed.what, LONGEST).unwrap_or_default();
    let who = clean_line(typed.who, 200).unwrap_or_default();
    for (field, text) in [("what", &what), ("who", &who)] {
        if text.is_empty() {
            notes.add(field, Note::new("note-required"));
        }
    }
    match typed.until {
        Some(until) if until < now.day() => notes.add("until", Note::new("reception-note-until")),
        Some(_) => {}
        None => notes.add("until", Note::new("note-day")),
    }
    notes.check()?;
    if !matches!(visit.stage.as_str(), "received" | "answered") {
        return Err(Refusal::Conflict(Note::new("reception-not-received")).into());
    }
    let one = Commitment {
        id: house.new_id(),
        visit: id,
        unit: visit.unit,
        what,
        who,
        until: typed.until.unwrap_or_else(|| now.day()),
        made_at: now,
        person: asker.person,
        answered_at: None,
        answer: String::new(),
    };
    let mut change = house.store.begin().await?;
    store::add_commitment(&mut change, &one).await?;
    due::write_promise(&mut change, &one).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "commitment.made".into(),
        thing: one.id,
        unit: Some(visit.unit),
        payload: json!({"visit": id, "until": one.until}),
    });
    change.commit().await?;
    Ok(())
}

/// Answers a promise: what became of it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; without words; when it is answered already.
pub async fn answer(house: &House, asker: &Asker, id: Uuid, text: &str) -> Done<Uuid> {
    let one = store::commitment(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleCase, one.unit)?;
    let text = clean_lines(text, LONGEST).unwrap_or_default();
    if text.is_empty() {
        return Err(Refusal::field("answer", Note::new("note-required")).into());
    }
    let now = house.now();
    let mut change = house.store.begin().await?;
    if !store::answer(&mut change, id, now, &text).await? {
        return Err(Refusal::Conflict(Note::new("reception-answered-already")).into());
    }
    // As it stands in the change: it may have been given to another office since it was read.
    if let Some(one) = store::lock_commitment(&mut change, id).await? {
        due::write_promise(&mut change, &one).await?;
    }
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "commitment.answered".into(),
        thing: id,
        unit: Some(one.unit),
        payload: json!({"visit": one.visit, "in_time": now.day() <= one.until}),
    });
    change.commit().await?;
    Ok(one.visit)
}

/// What an office has promised and not answered, soonest first.
///
/// # Errors
/// The refusal of the right to handle its cases.
pub async fn promises(house: &House, asker: &Asker, unit: UnitId) -> Done<Vec<Commitment>> {
    ask_office(house, asker, Verb::HandleCase, unit)?;
    Ok(store::open_commitments(&house.store, unit, MOST_PROMISES).await?)
}
