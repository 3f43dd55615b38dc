//! A team notes what it heard, says it otherwise, takes it back, or makes a case of it. Nothing is acknowledged
//! before it is on disk; the same message twice is one observation.

use super::reach::{ask_near, observing_at};
use crate::{
    attachments,
    cases::{self, Asked, Incoming, Received, Where, place_of},
    house::{Done, Facts, Failure, House},
};
use danvan_domain::{
    cases::{Channel, Contact},
    events::Event,
    ids::{ObservationId, UnitId},
    observations::{self as rules, By, Heard, HowMany, NOTE_LIMIT, Observation, Severity, Trend},
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    text,
    time::Day,
    units::Level,
};
use danvan_store::{Change, StoreError, observations as store};
use std::str::FromStr;
use uuid::Uuid;

/// What was sent of one wording, before anything is checked. Words of the enums come as they were sent.
#[derive(Clone, Debug)]
pub struct Said {
    /// Where.
    pub place: Where,
    /// Code of the topic.
    pub topic: String,
    /// Word of [`Severity`].
    pub severity: String,
    /// Word of [`HowMany`].
    pub how_many: String,
    /// Word of [`Trend`].
    pub trend: String,
    /// Words, if any.
    pub note: String,
}

/// What somebody wants answered, brought in with an observation.
#[derive(Clone, Debug)]
pub struct Asks {
    /// Id of the case, made by the sender.
    pub id: Option<Uuid>,
    /// What is to be answered; the observation's note when blank.
    pub body: String,
    /// `vi` or `en`.
    pub language: String,
    /// Whether somebody is in danger.
    pub urgent: bool,
    /// How to reach whoever asks.
    pub contact: Contact,
}

/// What the sender is told.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The observation.
    pub id: ObservationId,
    /// False when the same message had come before.
    pub new: bool,
    /// The case that was made with it.
    pub case: Option<Received>,
}

/// Notes what was heard, and brings in the case of whoever wants an answer.
///
/// # Errors
/// [`Refusal::Invalid`] naming every field to mend, such as a note that names somebody; [`Refusal::Conflict`] when
/// the id was used for other words; the refusal of the right to observe there.
pub async fn note(
    house: &House,
    asker: &Asker,
    id: Option<Uuid>,
    said: Said,
    photos: Vec<String>,
    asks: Option<Asks>,
) -> Done<Noted> {
    let hearing = Hearing::check(house, asker, id, said, photos, asks)?;
    let id = hearing.observation.id;
    let mut change = house.store.begin().await?;
    let is_new = hearing.write(&mut change).await?;
    let Hearing { observation, case, .. } = hearing;
    if !is_new {
        drop(change);
        let before = store::get(&house.store, id).await?;
        refuse_other_words(before.as_ref(), &observation)?;
        // Whoever wants an answer may have been added to the same words since.
        let case = match case {
            Some(case) => Some(case.receive(house).await?),
            None => None,
        };
        return Ok(Noted { id, new: false, case });
    }
    let Some(case) = case else {
        change.commit().await?;
        return Ok(Noted { id, new: true, case: None });
    };
    match case.commit(change).await {
        // The case's id stands for a message that came in without this observation.
        Err(Failure::Broken(StoreError::Taken)) => {
            Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
        }
        written => Ok(Noted { id, new: true, case: Some(written?) }),
    }
}

/// Something heard that was checked and is not written yet, with the case of whoever wants an answer, so that both can join the
/// change of whatever they come with.
pub(crate) struct Hearing {
    pub(crate) observation: Observation,
    pub(crate) case: Option<Incoming>,
    photos: Vec<String>,
    event: Event,
    by: By,
}

impl Hearing {
    /// Checks what was sent; all faults are told before anything is written.
    ///
    /// # Errors
    /// As for [`note`], but for an id that came before.
    pub(crate) fn check(
        house: &House,
        asker: &Asker,
        id: Option<Uuid>,
        said: Said,
        photos: Vec<String>,
        asks: Option<Asks>,
    ) -> Done<Self> {
        let facts = house.facts();
        let by = by(house, &facts, asker)?;
        let mut notes = Notes::default();
        let id = id.filter(|id| !id.is_nil());
        if id.is_none() {
            notes.add("id", Note::new("note-id"));
        }
        let asks = asks.map(|asks| worded(asks, &said.note));
        if asks.as_ref().is_some_and(|asks| asks.body.trim().is_empty()) {
            notes.add("note", Note::new("note-say-what-is-asked"));
        }
        let heard = check(&facts, &said, house.today(), notes)?;
        let id = ObservationId(id.ok_or(Refusal::NotFound)?);
        ask_near(house, asker, Verb::Observe, heard.place)?;
        let commune = commune_of(&facts, heard.place)?;
        let (observation, event) = rules::note(id, heard, commune, &photos, &by);
        let case =
            asks.map(|asks| Incoming::check(house, asker, case_from(&observation, asks))).transpose()?;
        Ok(Self { observation, case, photos, event, by })
    }

    /// Writes what was heard, not the case. False when its id came before.
    ///
    /// # Errors
    /// When the store cannot write, or a picture is not kept.
    pub(crate) async fn write(&self, change: &mut Change) -> Done<bool> {
        if !store::add(change, &self.observation).await? {
            return Ok(false);
        }
        store::add_version(change, &self.observation.version(&self.by)).await?;
        attachments::attach(change, self.observation.id.0, &self.photos, self.by.at).await?;
        change.note(self.event.clone());
        Ok(true)
    }
}

pub(crate) fn refuse_other_words(before: Option<&Observation>, sent: &Observation) -> Result<(), Refusal> {
    match before {
        Some(before) if before.request_hash != sent.request_hash => {
            Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")))
        }
        _ => Ok(()),
    }
}

/// What is to be answered, in the words of the note where it has none of its own.
fn worded(asks: Asks, note: &str) -> Asks {
    if asks.body.trim().is_empty() { Asks { body: note.to_owned(), ..asks } } else { asks }
}

fn case_from(observation: &Observation, asks: Asks) -> Asked {
    Asked {
        id: asks.id,
        topic: observation.heard.topic.clone(),
        body: asks.body,
        place: Where::Unit(observation.heard.place),
        point: None,
        language: asks.language,
        urgent: asks.urgent,
        contact: asks.contact,
        channel: Channel::Team,
        observation: Some(observation.id),
        photos: Vec::new(),
        agreed: Vec::new(),
    }
}

/// Says one's own observation otherwise. The wording before is kept; the same words again change nothing.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::NotAllowed`] for another's, [`Refusal::Conflict`] after a day or once a case
/// grew from it, [`Refusal::Invalid`] as for [`note`].
pub async fn edit(house: &House, asker: &Asker, id: ObservationId, said: Said) -> Done<Observation> {
    let facts = house.facts();
    let by = by(house, &facts, asker)?;
    let heard = check(&facts, &said, house.today(), Notes::default())?;
    ask_near(house, asker, Verb::Observe, heard.place)?;
    let commune = commune_of(&facts, heard.place)?;
    let has_cases = !store::grown_from(&house.store, id).await?.is_empty();
    let mut change = house.store.begin().await?;
    let mut observation = own(store::lock(&mut change, id).await?, &by)?;
    if let Some(event) = observation.edit(heard, commune, has_cases, &by)? {
        store::save(&mut change, &observation).await?;
        store::add_version(&mut change, &observation.version(&by)).await?;
        change.note(event);
        change.commit().await?;
    }
    Ok(observation)
}

/// Takes one's own observation back. Its wordings stay in its history; it is counted no more.
///
/// # Errors
/// As for [`edit`].
pub async fn withdraw(house: &House, asker: &Asker, id: ObservationId) -> Done<Observation> {
    let by = by(house, &house.facts(), asker)?;
    let has_cases = !store::grown_from(&house.store, id).await?.is_empty();
    let mut change = house.store.begin().await?;
    let mut observation = own(store::lock(&mut change, id).await?, &by)?;
    let event = observation.withdraw(has_cases, &by)?;
    store::save(&mut change, &observation).await?;
    change.note(event);
    change.commit().await?;
    Ok(observation)
}

/// Makes a case of an observation for whoever wants an answer: by its author, or by an officer who may read it.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Conflict`] when it was withdrawn, and what [`cases::receive`] refuses.
pub async fn raise_case(house: &House, asker: &Asker, id: ObservationId, asks: Asks) -> Done<Received> {
    let observation = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    if asker.person != Some(observation.person) {
        house.ask(asker, Verb::ReadObservations, observation.heard.place)?;
    }
    if observation.withdrawn_at.is_some() {
        return Err(Refusal::Conflict(Note::new("refusal-observation-withdrawn")).into());
    }
    let asks = worded(asks, &observation.heard.note);
    cases::receive(house, asker, case_from(&observation, asks)).await
}

/// Another's observation is not there for who may not read it.
fn own(found: Option<Observation>, by: &By) -> Result<Observation, Refusal> {
    found.filter(|found| found.person == by.person).ok_or(Refusal::NotFound)
}

fn by(house: &House, facts: &Facts, asker: &Asker) -> Result<By, Refusal> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let today = house.today();
    let refused = || Refusal::NotAllowed(Note::new("refusal-not-allowed").with("verb", Verb::Observe));
    let unit = observing_at(facts, asker, today).ok_or_else(refused)?;
    Ok(By { person, unit, at: house.now() })
}

fn commune_of(facts: &Facts, place: UnitId) -> Result<UnitId, Refusal> {
    facts.tree.at_or_above(place, Level::Commune).map(|unit| unit.id).ok_or(Refusal::NotFound)
}

/// Checks one wording and makes it fit to keep; every fault is told at once.
fn check(facts: &Facts, said: &Said, today: Day, mut notes: Notes) -> Result<Heard, Refusal> {
    if facts.topics.get(&said.topic).is_none() {
        let missing = said.topic.is_empty();
        notes.add("topic", Note::new(if missing { "note-choose-topic" } else { "note-unknown-topic" }));
    }
    let severity = chosen::<Severity>(&mut notes, "severity", &said.severity);
    let how_many = chosen::<HowMany>(&mut notes, "how_many", &said.how_many);
    let trend = chosen::<Trend>(&mut notes, "trend", &said.trend);
    let place = place_of(facts, &said.place, today).map_err(|note| notes.add("place", note)).ok();
    let note = match text::clean_lines(&said.note, NOTE_LIMIT) {
        Ok(cleaned) => rules::fit_to_keep(&cleaned),
        Err(text::TextFault::HasNul) => Err(Note::new("note-unreadable")),
        Err(_) => Err(Note::new("note-too-long").with("limit", NOTE_LIMIT)),
    };
    let note = note.map_err(|fault| notes.add("note", fault)).ok();
    notes.check()?;
    match (place, severity, how_many, trend, note) {
        (Some(place), Some(severity), Some(how_many), Some(trend), Some(note)) => {
            Ok(Heard { place, topic: said.topic.clone(), severity, how_many, trend, note })
        }
        _ => Err(Refusal::NotFound),
    }
}

fn chosen<T: FromStr>(notes: &mut Notes, field: &str, word: &str) -> Option<T> {
    word.parse().map_err(|_| notes.add(field, Note::new("note-choose"))).ok()
}
