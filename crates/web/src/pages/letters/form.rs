//! The form of a letter that comes in, on paper or at a visit. What was typed comes back with every fault.

use super::{asked, choices};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        go, notes_of,
        sealed::intake::{Desk, from_desk},
        shell, show_with, sorry,
    },
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    attachments::{self, forget_kept, keep_picture},
    letters::{Incoming, can_seal, own_office, receive as take_in, told},
};
use danvan_domain::{
    ids::UnitId,
    letters::{Signer, Way},
    procedures::Limits,
    refusals::{FieldNote, Note, Refusal},
    sealed::Contents,
};
use danvan_words::Language;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How many lines for those who signed are offered.
const LINES: usize = 5;

#[derive(Template)]
#[template(path = "pages/letters/form.html")]
struct FormPage {
    shell: Shell,
    unit: String,
    filled: Filled,
    ways: Vec<Choice>,
    /// How many speak for a group.
    groups: String,
    topics: Vec<Choice>,
    most: usize,
}

/// What stands in the form.
#[derive(Clone, Default)]
struct Filled {
    id: String,
    way: String,
    forwarded_by: String,
    received_on: String,
    written_on: String,
    is_denunciation: bool,
    topic: String,
    place: String,
    summary: String,
    signers: String,
    people: Vec<Signer>,
    photos: Vec<String>,
    visit: String,
}

impl Filled {
    fn read(form: &Form) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        let all = |name: &'static str| form.all(name).map(str::to_owned).collect::<Vec<_>>();
        let (named, lives, phones) = (all("person"), all("address"), all("phone"));
        let speaks: Vec<usize> = form.all("speaks").filter_map(|at| at.parse().ok()).collect();
        let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
        let people = (0..named.len().min(60)).map(|place| Signer {
            name: at(&named, place),
            address: at(&lives, place),
            phone: at(&phones, place),
            is_representative: speaks.contains(&place),
        });
        Self {
            people: people.collect(),
            id: text("id"),
            way: text("way"),
            forwarded_by: text("forwarded_by"),
            received_on: text("received_on"),
            written_on: text("written_on"),
            is_denunciation: form.ticked("is_denunciation"),
            topic: text("topic"),
            place: text("place"),
            summary: text("summary"),
            signers: text("signers"),
            photos: form.all("photo").map(str::to_owned).collect(),
            visit: text("visit"),
        }
    }

    /// Whether the lines after the first hold something, and so stand open.
    fn names_several(&self) -> bool {
        self.people.iter().skip(1).any(|one| *one != Signer::default())
    }

    fn incoming(&self, unit: UnitId) -> Incoming {
        Incoming {
            id: Uuid::parse_str(&self.id).ok(),
            unit: Some(unit),
            way: self.way.clone(),
            forwarded_by: self.forwarded_by.clone(),
            received_on: self.received_on.clone(),
            written_on: self.written_on.clone(),
            is_denunciation: self.is_denunciation,
            topic: self.topic.clone(),
            place: self.place.clone(),
            summary: self.summary.clone(),
            signers: self.signers.clone(),
            people: self.people.clone(),
            photos: self.photos.clone(),
            visit: self.visit.parse().ok(),
        }
    }
}

fn office(reader: &Reader) -> Result<UnitId, Sorry> {
    own_office(&reader.visitor.asker).map_err(|refusal| Sorry::refused(reader.language, &refusal))
}

/// An empty form.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    let unit = office(&reader)?;
    let mut filled = Filled {
        id: site.house.new_id().to_string(),
        way: Way::HandedIn.word().into(),
        received_on: reader.words().day(site.house.today()),
        signers: "1".into(),
        place: names::unit(&site.house.facts(), unit),
        ..Filled::default()
    };
    let visit = asked(&reader).get("visit").to_owned();
    if let Ok(id) = Uuid::parse_str(&visit) {
        let told = told(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
        filled = Filled {
            way: Way::Visit.word().into(),
            received_on: reader.words().day(told.day),
            summary: told.subject,
            visit,
            ..filled
        };
    }
    page(&site, &reader, unit, StatusCode::OK, filled, Vec::new())
}

/// Receives the letter.
pub(super) async fn receive(State(site): State<Site>, reader: Reader, mut form: Form) -> Answered {
    let unit = office(&reader)?;
    let mut filled = Filled::read(&form);
    let asker = &reader.visitor.asker;
    if filled.is_denunciation
        && filled.signers.trim() != "0"
        && can_seal(&site.house, asker, unit).await.map_err(sorry(&reader))?
    {
        return to_seal(&site, &reader, filled).await;
    }
    let mut notes = keep_scans(&site, &reader, &mut filled, &mut form).await?;
    if !notes.is_empty() {
        return page(&site, &reader, unit, StatusCode::UNPROCESSABLE_ENTITY, filled, notes);
    }
    match take_in(&site.house, &reader.visitor.asker, filled.incoming(unit)).await {
        Ok(received) => go(&format!("/letters/{}?received=1", received.id)),
        Err(Failure::Refused(Refusal::Conflict(note))) => {
            let filled = Filled { id: site.house.new_id().to_string(), ..filled };
            let notes = vec![FieldNote::new("summary", note)];
            page(&site, &reader, unit, StatusCode::CONFLICT, filled, notes)
        }
        Err(failure) => {
            notes.extend(notes_of(&reader, failure)?);
            page(&site, &reader, unit, StatusCode::UNPROCESSABLE_ENTITY, filled, notes)
        }
    }
}

/// On to the sealed intake with everything that was typed: it goes nowhere but into the answer. Scans that an earlier
/// answer kept are forgotten; they are chosen again there.
async fn to_seal(site: &Site, reader: &Reader, filled: Filled) -> Answered {
    forget_kept(&site.house, &filled.photos).await.map_err(sorry(reader))?;
    let wiped = |text: &str| Zeroizing::new(text.to_owned());
    let first = filled.people.first().cloned().unwrap_or_default();
    let contents = Contents {
        name: wiped(&first.name),
        contacts: wiped(&first.phone),
        address: wiped(&first.address),
        text: wiped(&filled.summary),
        ..Contents::default()
    };
    let desk = Desk {
        id: Uuid::parse_str(&filled.id).unwrap_or_else(|_| site.house.new_id()),
        way: filled.way,
        forwarded_by: filled.forwarded_by,
        received_on: filled.received_on,
        written_on: filled.written_on,
        signers: filled.signers,
        visit: filled.visit.parse().ok(),
        letter: None,
    };
    from_desk(site, reader, desk, contents).await
}

/// Keeps scans, so that a fault elsewhere does not cost them; of a denunciation none is kept.
async fn keep_scans(
    site: &Site,
    reader: &Reader,
    filled: &mut Filled,
    form: &mut Form,
) -> Result<Vec<FieldNote>, Sorry> {
    let pictures = std::mem::take(&mut form.pictures);
    let mut notes = Vec::new();
    if filled.is_denunciation {
        if !pictures.is_empty() {
            notes.push(FieldNote::new("photos", Note::new("letter-sealed-elsewhere")));
        }
        return Ok(notes);
    }
    for picture in pictures {
        if filled.photos.len() >= attachments::MOST {
            let note = Note::new("note-photos-many").with("limit", attachments::MOST);
            notes.push(FieldNote::new("photos", note));
            break;
        }
        match keep_picture(&site.house, picture).await {
            Ok(hash) if filled.photos.contains(&hash) => {}
            Ok(hash) => filled.photos.push(hash),
            Err(failure) => notes.extend(notes_of(reader, failure)?),
        }
    }
    Ok(notes)
}

fn page(
    site: &Site,
    reader: &Reader,
    unit: UnitId,
    status: StatusCode,
    mut filled: Filled,
    notes: Vec<FieldNote>,
) -> Answered {
    let shell = shell(site, reader).with_notes(notes);
    let facts = site.house.facts();
    let topics = facts.topics.iter().map(|topic| {
        let name = if shell.language == Language::Vi { &topic.vi } else { &topic.en };
        Choice::new(topic.code.clone(), name.clone(), &filled.topic)
    });
    let topics = topics.collect();
    filled.people.resize(filled.people.len().max(LINES), Signer::default());
    let groups = Limits::facts().groups_told("letter-people-hint", site.house.today());
    let page = FormPage {
        groups: groups.map(|note| shell.note(&note)).unwrap_or_default(),
        unit: names::unit(&facts, unit),
        ways: choices(&shell, "letter-way", Way::ALL, Way::word, &filled.way),
        topics,
        most: attachments::MOST,
        filled,
        shell,
    };
    show_with(reader, status, &page)
}
