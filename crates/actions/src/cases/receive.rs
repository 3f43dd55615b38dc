//! Somebody asks. Nothing is acknowledged before it is on disk; the same message twice is one case.

use crate::{
    Failure, attachments,
    data::consents::Given,
    house::{Done, Facts, House},
    observations::ask_near,
};
use danvan_domain::{
    cases::{Case, Channel, Contact, Intake, steps::By},
    data::consents::ConsentPurpose,
    ids::{CaseId, EntryId, ObservationId, UnitId},
    privacy,
    receipt::ReceiptCode,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    text::{self, TextFault},
    time::{Day, Moment},
    units::{Level, Lookup, Point},
};
use danvan_store::{Change, StoreError, cases as store};
use danvan_words::Language;
use uuid::Uuid;

/// Longest letter, in characters.
pub(crate) const BODY_LIMIT: usize = 4000;

/// Where, as the sender says it.
#[derive(Clone, Debug, PartialEq)]
pub enum Where {
    /// A unit by its id.
    Unit(UnitId),
    /// A unit by its code on a day.
    Code(String, Day),
    /// A point on the map.
    Point(Point),
    /// Nothing usable.
    Nowhere,
}

/// What was sent, before anything is checked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Made by the sender.
    pub id: Option<Uuid>,
    /// Code of the topic.
    pub topic: String,
    /// What was said.
    pub body: String,
    /// Where.
    pub place: Where,
    /// A point beside a place that was named otherwise.
    pub point: Option<Point>,
    /// `vi` or `en`.
    pub language: String,
    /// Whether somebody is in danger.
    pub urgent: bool,
    /// How to reach whoever asked.
    pub contact: Contact,
    /// By which way.
    pub channel: Channel,
    /// The observation it grows from.
    pub observation: Option<ObservationId>,
    /// Pictures already kept, by hash.
    pub photos: Vec<String>,
    /// To what whoever asks agreed by their own hand; nobody agrees for somebody else.
    pub agreed: Vec<ConsentPurpose>,
}

/// What the sender is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// The case.
    pub id: CaseId,
    /// The receipt's code, with dashes.
    pub receipt: String,
    /// By when there will be an answer.
    pub due_at: Moment,
    /// Who answers.
    pub responsible: UnitId,
    /// False when the same message had come before.
    pub new: bool,
}

/// Receives a case.
///
/// # Errors
/// [`Refusal::Invalid`] naming every field to mend; [`Refusal::Conflict`] when the id was used for other words;
/// [`Refusal::NotAllowed`] when somebody brings it in for another without the right to.
pub async fn receive(house: &House, asker: &Asker, asked: Asked) -> Done<Received> {
    Incoming::check(house, asker, asked)?.receive(house).await
}

/// A case that was checked and is not written yet, so that it can join the change of whatever it comes with.
pub(crate) struct Incoming {
    case: Case,
    intake: Intake,
    agreed: Given,
    by: By,
}

impl Incoming {
    /// Checks what was sent and makes the case of it.
    ///
    /// # Errors
    /// As for [`receive`], but for the id.
    pub(crate) fn check(house: &House, asker: &Asker, asked: Asked) -> Done<Self> {
        let now = house.now();
        let facts = house.facts();
        let purposes = if asker.person.is_none() { asked.agreed.clone() } else { Vec::new() };
        let intake = check(&facts, asked, now.day())?;
        if matches!(intake.channel, Channel::Team | Channel::Desk | Channel::Import) {
            ask_near(house, asker, Verb::ReportForSomebody, intake.place)?;
        }
        let code = ReceiptCode::from_chance(house.chance());
        let case = case_of(&facts, &intake, &code, now)?;
        let by = By { person: asker.person, unit: None, at: now, entry: EntryId(Uuid::nil()) };
        let language = intake.language.parse().unwrap_or(Language::Vi);
        let agreed = Given::now(house, &purposes, language, "report");
        Ok(Self { case, intake, agreed, by })
    }

    /// Writes it in a change of its own.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when its id was used for other words.
    pub(crate) async fn receive(self, house: &House) -> Done<Received> {
        let change = house.store.begin().await?;
        match self.commit(change).await {
            Err(Failure::Broken(StoreError::Taken)) => {
                house.store.settle().await;
                self.received_before(house).await
            }
            written => written,
        }
    }

    /// Writes it, with its event, as the last of a change.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when its id came before; when the store cannot write, or a picture is not kept.
    pub(crate) async fn commit(&self, mut change: Change) -> Done<Received> {
        let received = self.write(&mut change).await?;
        change.commit().await?;
        Ok(received)
    }

    /// Writes it, with its event, into a change that is not committed yet.
    ///
    /// # Errors
    /// As for [`Incoming::commit`]; whether its id came before may be told only at the commit.
    pub(crate) async fn write(&self, change: &mut Change) -> Done<Received> {
        store::add(change, &self.case).await?;
        if !self.intake.contact.is_empty() {
            store::save_contact(change, self.case.id, &self.intake.contact).await?;
        }
        attachments::attach(change, self.case.id.0, &self.intake.photos, self.by.at).await?;
        change.note(self.case.received(&self.by).event);
        self.agreed.keep(change, (self.case.id.0, self.case.responsible), &self.case.receipt).await?;
        Ok(told(&self.case, true))
    }

    /// Whether a case with its id came before.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn is_there(&self, house: &House) -> Done<bool> {
        Ok(store::get(&house.store, self.case.id).await?.is_some())
    }

    /// The same id came before: the same words get the same answer, other words are refused.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] for other words.
    pub(crate) async fn received_before(&self, house: &House) -> Done<Received> {
        let before = store::get(&house.store, self.case.id).await?.ok_or(StoreError::Taken)?;
        if before.request_hash != self.case.request_hash {
            return Err(Failure::Refused(Refusal::Conflict(Note::new("refusal-same-id-other-words"))));
        }
        Ok(told(&before, false))
    }
}

fn told(case: &Case, new: bool) -> Received {
    Received {
        id: case.id,
        receipt: case.receipt.clone(),
        due_at: case.due_at,
        responsible: case.responsible,
        new,
    }
}

fn check(facts: &Facts, asked: Asked, today: Day) -> Result<Intake, Refusal> {
    let mut notes = Notes::default();
    let id = asked.id.filter(|id| !id.is_nil());
    if id.is_none() {
        notes.add("id", Note::new("note-id"));
    }
    if facts.topics.get(&asked.topic).is_none() {
        let missing = asked.topic.is_empty();
        notes.add("topic", Note::new(if missing { "note-choose-topic" } else { "note-unknown-topic" }));
    }
    let body = clean(&mut notes, "body", &asked.body, BODY_LIMIT, true);
    let place = match place_of(facts, &asked.place, today) {
        Ok(place) => Some(place),
        Err(note) => {
            notes.add("place", note);
            None
        }
    };
    let contact = Contact {
        name: optional(&mut notes, "name", asked.contact.name.as_deref(), 120),
        phone: optional(&mut notes, "phone", asked.contact.phone.as_deref(), 40),
        email: optional(&mut notes, "email", asked.contact.email.as_deref(), 200),
    };
    check_contact(&mut notes, &contact);
    let point = match &asked.place {
        Where::Point(point) => Some(*point),
        _ => asked.point.filter(|point| is_on_earth(*point)),
    };
    notes.check()?;
    let (Some(id), Some(place)) = (id, place) else { return Err(Refusal::NotFound) };
    Ok(Intake {
        id: CaseId(id),
        topic: asked.topic,
        place,
        point: point.map(|point| (point.lat, point.lon)),
        body: privacy::mask(&body).text,
        language: if asked.language == "en" { "en" } else { "vi" }.into(),
        urgent: asked.urgent,
        contact,
        channel: asked.channel,
        observation: asked.observation,
        photos: asked.photos,
    })
}

/// Cleans one field and notes what is wrong with it.
pub(crate) fn clean(notes: &mut Notes, field: &str, raw: &str, limit: usize, needed: bool) -> String {
    let cleaned = text::clean_lines(raw, limit);
    match cleaned {
        Ok(text) if text.is_empty() && needed => {
            notes.add(field, Note::new("note-required"));
            text
        }
        Ok(text) => text,
        Err(fault) => {
            notes.add(field, fault_note(&fault, limit));
            String::new()
        }
    }
}

/// Cleans a line that may be left out and notes what is wrong with it.
pub(crate) fn optional(notes: &mut Notes, field: &str, raw: Option<&str>, limit: usize) -> Option<String> {
    let text = text::clean_line(raw?, limit).unwrap_or_else(|fault| {
        notes.add(field, fault_note(&fault, limit));
        String::new()
    });
    (!text.is_empty()).then_some(text)
}

fn fault_note(fault: &TextFault, limit: usize) -> Note {
    match fault {
        TextFault::Empty => Note::new("note-required"),
        TextFault::HasNul => Note::new("note-unreadable"),
        TextFault::TooLong { .. } => Note::new("note-too-long").with("limit", limit),
    }
}

/// Notes what is wrong with a telephone number or an address.
pub(crate) fn check_contact(notes: &mut Notes, contact: &Contact) {
    if let Some(phone) = &contact.phone {
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let other = phone.chars().any(|letter| !letter.is_ascii_digit() && !" .-+()".contains(letter));
        if other || !(8..=15).contains(&digits) {
            notes.add("phone", Note::new("note-phone"));
        }
    }
    if let Some(email) = &contact.email {
        let fits = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        });
        if !fits || email.contains(' ') {
            notes.add("email", Note::new("note-email"));
        }
    }
}

fn is_on_earth(point: Point) -> bool {
    (-90.0..=90.0).contains(&point.lat) && (-180.0..=180.0).contains(&point.lon)
}

/// The unit of today that is meant, at commune level or below.
pub(crate) fn place_of(facts: &Facts, place: &Where, today: Day) -> Result<UnitId, Note> {
    let tree = &facts.tree;
    let found = match place {
        Where::Nowhere => return Err(Note::new("note-choose-place")),
        Where::Unit(id) => tree.get(*id).map(|unit| unit.id),
        Where::Code(code, day) => match tree.by_code(code, *day) {
            Lookup::One(id) => Some(id),
            Lookup::Nothing => None,
            Lookup::Ambiguous(_) => return Err(Note::new("note-ambiguous-place").with("code", code)),
        },
        Where::Point(point) if !is_on_earth(*point) => return Err(Note::new("note-off-the-map")),
        Where::Point(point) => tree.locate(*point, today).map(|located| located.unit),
    };
    let id = found.ok_or_else(|| Note::new("note-unknown-place"))?;
    let today_id = tree.today(id, today).ok_or_else(|| Note::new("note-place-ended"))?;
    match tree.at_or_above(today_id, Level::Commune) {
        Some(_) => Ok(today_id),
        None => Err(Note::new("note-place-too-wide")),
    }
}

pub(crate) fn case_of(
    facts: &Facts,
    intake: &Intake,
    code: &ReceiptCode,
    now: Moment,
) -> Result<Case, Refusal> {
    let no_rule = || Refusal::Conflict(Note::new("refusal-no-rule"));
    let receive = facts.receive_due(intake.urgent, now).ok_or_else(no_rule)?;
    let answer = facts.answer_due(&intake.topic, now).ok_or_else(no_rule)?;
    let responsible = facts
        .routes
        .responsible(&facts.tree, &facts.topics, &intake.topic, intake.place, now.day())
        .ok_or(Refusal::NotFound)?;
    Ok(Case::from_intake(intake, code, responsible, (&receive, &answer), now))
}
