//! A letter comes in: numbered in the office's log, and the proceeding that begins with its reception.

use crate::{
    attachments,
    cases::{Where, ask_office, clean, place_of},
    house::{Done, Facts, House},
    proceedings::{Opening, open_within},
};
use danvan_domain::{
    events::Event,
    ids::{LetterId, ProceedingId, UnitId},
    letters::{Letter, Signer, Way},
    privacy,
    procedures::{Limits, Party},
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    text,
    time::{Day, Moment},
};
use danvan_store::{Change, letters as store};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Longest summary, in characters.
const SUMMARY: usize = 4000;
/// Longest line.
pub(super) const LINE: usize = 200;
/// Most signers of one letter, and most of them named.
const MOST_SIGNERS: i64 = 100_000;
pub(super) const MOST_NAMED: usize = 50;
/// How far back a letter may have come in.
const OLDEST_DAYS: i64 = 3 * 366;

/// A letter as somebody fills it in.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// Made by the page that sends it.
    pub id: Option<Uuid>,
    /// The receiving office.
    pub unit: Option<UnitId>,
    /// By which way.
    pub way: String,
    /// Who forwarded it.
    pub forwarded_by: String,
    /// The day on which it was received.
    pub received_on: String,
    /// The day written on it.
    pub written_on: String,
    /// A denunciation: nothing of what it says belongs here.
    pub is_denunciation: bool,
    /// What it is about.
    pub topic: String,
    /// Where.
    pub place: String,
    /// Retyped in short.
    pub summary: String,
    /// How many signed.
    pub signers: String,
    /// Those who are named.
    pub people: Vec<Signer>,
    /// Scans or photographs already kept, by hash.
    pub photos: Vec<String>,
    /// The visit at which it was told.
    pub visit: Option<Uuid>,
}

/// What was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The letter.
    pub id: LetterId,
    /// Its number in the log.
    pub number: i64,
    /// The year of the log.
    pub year: i64,
    /// False when the same form had come before.
    pub new: bool,
}

/// Receives a letter.
///
/// # Errors
/// [`Refusal::Invalid`] naming every field to mend; the refusal of the right; [`Refusal::Conflict`] when the id was used
/// for other words.
pub async fn receive(house: &House, asker: &Asker, incoming: Incoming) -> Done<Received> {
    let (facts, now) = (house.facts(), house.now());
    let unit = incoming.unit.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, unit)?;
    let checked = check(&facts, asker, &incoming, unit, now)?;
    let mut change = house.store.begin().await?;
    if let Some(received) = receive_within(house, asker, &mut change, &checked, &incoming).await? {
        if received.new {
            change.commit().await?;
        }
        return Ok(received);
    }
    drop(change);
    let before = store::get(&house.store, checked.0.id).await?.ok_or(Refusal::NotFound)?;
    received_before(&before, &checked.0)
}

/// Receives a letter that was checked, inside a change. None when somebody else has just received one under this id.
pub(super) async fn receive_within(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    (letter, people): &(Letter, Vec<Signer>),
    incoming: &Incoming,
) -> Done<Option<Received>> {
    let (now, unit) = (house.now(), letter.unit);
    let mut letter = letter.clone();
    if let Some(before) = store::lock(change, letter.id).await? {
        return received_before(&before, &letter).map(Some);
    }
    letter.number = store::next_number(change, unit, letter.year).await?;
    let intake = ProceedingId(house.new_id());
    letter.intake = Some(intake);
    if !store::add(change, &letter).await? {
        return Ok(None);
    }
    store::add_signers(change, letter.id, 0, people).await?;
    super::same::mark(change, &letter).await?;
    attachments::attach(change, letter.id.0, &incoming.photos, now).await?;
    if let Some(visit) = incoming.visit {
        super::visit::link(house, asker, change, &letter, visit).await?;
    }
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "letter.received".into(),
        thing: letter.id.0,
        unit: Some(unit),
        payload: json!({"number": letter.number, "year": letter.year, "way": letter.way, "sealed": letter.is_sealed}),
    });
    let procedure = if letter.is_sealed { "denunciation" } else { "petition" };
    let opening = Opening {
        id: intake,
        letter: Some(letter.id),
        parent: None,
        procedure: procedure.into(),
        unit,
        handler: asker.person,
        place: letter.place,
        topic: letter.topic.clone(),
        title: title(&letter),
        signers: letter.signers,
        is_sealed: letter.is_sealed,
        acts: vec![Opening::act("receive", letter.received_at, Party::CommuneOfficer, "")],
    };
    open_within(house, asker, change, opening).await?;
    Ok(Some(Received { id: letter.id, number: letter.number, year: letter.year, new: true }))
}

/// The same id came before: the same words get the same answer, other words are refused.
fn received_before(before: &Letter, letter: &Letter) -> Done<Received> {
    if before.request_hash != letter.request_hash {
        return Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into());
    }
    Ok(Received { id: before.id, number: before.number, year: before.year, new: false })
}

/// The number of a letter, with its first words unless it is sealed.
pub(super) fn title(letter: &Letter) -> String {
    let number = format!("{}/{}", letter.number, letter.year);
    if letter.is_sealed {
        return number;
    }
    format!("{number} · {}", text::title_of(&letter.summary))
}

pub(super) fn check(
    facts: &Facts,
    asker: &Asker,
    it: &Incoming,
    unit: UnitId,
    now: Moment,
) -> Result<(Letter, Vec<Signer>), Refusal> {
    let mut notes = Notes::default();
    let id = it.id.filter(|id| !id.is_nil());
    if id.is_none() {
        notes.add("id", Note::new("note-id"));
    }
    let way: Option<Way> = it.way.parse().map_err(|_| notes.add("way", Note::new("note-choose"))).ok();
    let forwarded_by = clean(&mut notes, "forwarded_by", &it.forwarded_by, LINE, way == Some(Way::Forwarded));
    let received_on = past_day(&mut notes, "received_on", &it.received_on, now.day());
    let written_on = if it.written_on.trim().is_empty() {
        None
    } else {
        past_day(&mut notes, "written_on", &it.written_on, received_on.unwrap_or_else(|| now.day()))
    };
    let signers = signers(&mut notes, &it.signers);
    let (summary, topic, place) = if it.is_denunciation {
        sealed(&mut notes, it);
        (String::new(), String::new(), Some(unit))
    } else {
        said(&mut notes, facts, it, now.day())
    };
    let people = named(&mut notes, it, signers, received_on.unwrap_or_else(|| now.day()));
    notes.check()?;
    let (Some(id), Some(way), Some(received_on), Some(place)) = (id, way, received_on, place) else {
        return Err(Refusal::NotFound);
    };
    let letter = Letter {
        id: LetterId(id),
        way,
        forwarded_by,
        received_on,
        written_on,
        topic,
        place,
        summary,
        signers,
        ..blank(asker, it, unit, now)
    };
    let received_at = if received_on == now.day() { now } else { Moment::at(received_on, 8, 0) };
    Ok((Letter { received_at, ..letter }, people))
}

/// A letter of which nothing was read yet.
fn blank(asker: &Asker, it: &Incoming, unit: UnitId, now: Moment) -> Letter {
    Letter {
        id: LetterId(Uuid::nil()),
        request_hash: hash(it, unit),
        unit,
        logged_at: unit,
        year: i64::from(now.day().0.year()),
        number: 0,
        way: Way::Post,
        forwarded_by: String::new(),
        received_on: now.day(),
        received_at: now,
        written_on: None,
        topic: String::new(),
        place: unit,
        summary: String::new(),
        signers: 0,
        is_sealed: it.is_denunciation,
        recorder: asker.person,
        recorded_at: now,
        axes: None,
        disposal: None,
        ground: String::new(),
        document: String::new(),
        classified_at: None,
        same_as: None,
        intake: None,
    }
}

fn signers(notes: &mut Notes, text: &str) -> i64 {
    match text.trim().parse::<i64>() {
        Ok(number) if (0..=MOST_SIGNERS).contains(&number) => number,
        _ => {
            notes.add("signers", Note::new("note-number"));
            0
        }
    }
}

/// A day that is written and has come, not too long ago.
fn past_day(notes: &mut Notes, field: &str, text: &str, latest: Day) -> Option<Day> {
    match super::day(text) {
        None => notes.add(field, Note::new("note-day")),
        Some(day) if latest < day => notes.add(field, Note::new("note-day-before").with("day", latest)),
        Some(day) if latest.days_since(day) > OLDEST_DAYS => {
            let earliest = latest.plus_days(-OLDEST_DAYS);
            notes.add(field, Note::new("note-day-after").with("day", earliest));
        }
        Some(day) => return Some(day),
    }
    None
}

/// Of a denunciation nothing but number, day and unit may be sent: each word that came is refused where it stands.
fn sealed(notes: &mut Notes, it: &Incoming) {
    let said = [("summary", !it.summary.trim().is_empty()), ("photos", !it.photos.is_empty())];
    for (field, _) in said.into_iter().filter(|(_, is_said)| *is_said) {
        notes.add(field, Note::new("letter-sealed-elsewhere"));
    }
}

fn said(notes: &mut Notes, facts: &Facts, it: &Incoming, today: Day) -> (String, String, Option<UnitId>) {
    if facts.topics.get(&it.topic).is_none() {
        let missing = it.topic.is_empty();
        notes.add("topic", Note::new(if missing { "note-choose-topic" } else { "note-unknown-topic" }));
    }
    let place = it.place.trim();
    let place = match place.parse().map(Where::Unit) {
        Ok(unit) => place_of(facts, &unit, today),
        Err(_) => facts.tree.resolve(place, today),
    };
    let place = place.map_err(|note| notes.add("place", note)).ok();
    let summary = clean(notes, "summary", &it.summary, SUMMARY, true);
    (privacy::mask(&summary).text, it.topic.clone(), place)
}

/// Those who are named; of a group letter also who speaks for it.
fn named(notes: &mut Notes, it: &Incoming, signers: i64, on: Day) -> Vec<Signer> {
    let is_said =
        |one: &&Signer| [&one.name, &one.address, &one.phone].iter().any(|text| !text.trim().is_empty());
    let mut people = Vec::new();
    for one in it.people.iter().filter(is_said) {
        people.push(Signer {
            name: clean(notes, "people", &one.name, LINE, true),
            address: clean(notes, "people", &one.address, LINE, false),
            phone: clean(notes, "people", &one.phone, 40, false),
            is_representative: one.is_representative,
        });
    }
    let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
    if it.is_denunciation {
        if count > 0 {
            notes.add("people", Note::new("letter-sealed-elsewhere"));
        }
        return people;
    }
    if people.len() > MOST_NAMED || count > signers {
        notes.add("people", Note::new("letter-more-named").with("signers", signers));
    }
    let speak = i64::try_from(people.iter().filter(|one| one.is_representative).count()).unwrap_or(i64::MAX);
    if let Some(note) = misspoken(signers, speak, on) {
        notes.add("people", note);
    }
    people
}

/// Why so many may not speak for so many. That nobody does is no reason to turn a letter away: the law asks a group for
/// its representatives when their matter is taken up, and the letter's page says that they are missing.
pub(super) fn misspoken(signers: i64, speak: i64, on: Day) -> Option<Note> {
    let limits = Limits::facts();
    match limits.representatives(signers, on) {
        _ if speak == 0 => None,
        Some(law) if law.holds(speak) => None,
        Some(law) => {
            let (least, most) = law.bounds();
            let note = Note::new("letter-representatives").with("least", least).with("most", most);
            Some(law.told(note.with("signers", signers)))
        }
        None => {
            let law = limits.group(on)?;
            Some(law.told(Note::new("letter-no-representatives").with("group", law.bounds().0)))
        }
    }
}

/// What was sent, so that the same form sent twice is one letter.
fn hash(it: &Incoming, unit: UnitId) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(format!("{it:?}{unit}"));
    hasher.finalize().to_vec()
}
