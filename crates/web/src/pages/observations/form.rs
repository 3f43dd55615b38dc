//! The form of a note: five taps without words. What was typed comes back with every fault, pictures included.

use super::{Line, View, Waiting};
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{Answered, go, notes_of, shell, show_with, sorry},
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use danvan_actions::{
    Failure,
    attachments::{self, keep_picture},
    cases::Where,
    observations::{self as actions, Asks, Said},
};
use danvan_domain::{
    cases::Contact,
    ids::ObservationId,
    observations::{HowMany, Severity, Trend},
    refusals::{FieldNote, Note, Refusal},
    topics::{ALL, Topic, Topics},
};
use danvan_words::Language;
use uuid::Uuid;

/// How many topics are offered as tiles.
const TILES: usize = 6;

/// How many own notes stand below the form.
const RECENT: i64 = 5;

#[derive(Template)]
#[template(path = "pages/observations/form.html")]
struct FormPage {
    shell: Shell,
    is_new: bool,
    filled: Filled,
    topics: Vec<Choice>,
    branches: Vec<Branch>,
    nothing_found: bool,
    places: Vec<Choice>,
    severities: Vec<Choice>,
    people: Vec<Choice>,
    trends: Vec<Choice>,
    most: usize,
    waiting: Vec<Waiting>,
    recent: Vec<Line>,
}

/// A branch of the tree of topics, without those that stand as tiles.
struct Branch {
    label: String,
    topics: Vec<Choice>,
}

/// What stands in the form.
#[derive(Clone, Default)]
struct Filled {
    id: String,
    case: String,
    place: String,
    topic: String,
    severity: String,
    how_many: String,
    trend: String,
    note: String,
    photos: Vec<String>,
    wants_answer: bool,
    ask: String,
    name: String,
    phone: String,
    looked_for: String,
}

impl Filled {
    fn read(form: &Form) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        Self {
            id: text("id"),
            case: text("case"),
            place: text("place"),
            topic: text("topic"),
            severity: text("severity"),
            how_many: text("how_many"),
            trend: text("trend"),
            note: text("note"),
            photos: form.all("photo").map(str::to_owned).collect(),
            wants_answer: form.ticked("wants_answer"),
            ask: text("ask"),
            name: text("name"),
            phone: text("phone"),
            looked_for: text("looked_for"),
        }
    }

    fn said(&self) -> Said {
        Said {
            place: self.place.parse().map_or(Where::Nowhere, Where::Unit),
            topic: self.topic.clone(),
            severity: self.severity.clone(),
            how_many: self.how_many.clone(),
            trend: self.trend.clone(),
            note: self.note.clone(),
        }
    }

    fn asks(&self, language: Language) -> Option<Asks> {
        self.wants_answer.then(|| Asks {
            id: Uuid::parse_str(&self.case).ok(),
            body: self.ask.clone(),
            language: language.word().into(),
            urgent: false,
            contact: Contact { name: Some(self.name.clone()), phone: Some(self.phone.clone()), email: None },
        })
    }

    fn with_new_ids(mut self, site: &Site) -> Self {
        self.id = site.house.new_id().to_string();
        self.case = site.house.new_id().to_string();
        self
    }
}

/// An empty form at the member's own place.
pub(super) async fn fresh(State(site): State<Site>, reader: Reader) -> Answered {
    page(&site, &reader, StatusCode::OK, Filled::default().with_new_ids(&site), vec![], None).await
}

/// Notes what was heard.
pub(super) async fn note(State(site): State<Site>, reader: Reader, mut form: Form) -> Answered {
    let mut filled = Filled::read(&form);
    let mut notes = keep_pictures(&site, &reader, &mut filled, &mut form).await?;
    if looks_for_topic(&form) {
        return page(&site, &reader, StatusCode::OK, filled, notes, None).await;
    }
    if !notes.is_empty() {
        return page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, filled, notes, None).await;
    }
    let id = Uuid::parse_str(&filled.id).ok();
    let asks = filled.asks(reader.language);
    let photos = filled.photos.clone();
    let failure =
        match actions::note(&site.house, &reader.visitor.asker, id, filled.said(), photos, asks).await {
            Ok(noted) => return go(&format!("/observations/{}?saved=1", noted.id)),
            Err(failure) => failure,
        };
    if let Failure::Refused(Refusal::Conflict(note)) = failure {
        // The words stay; sent again they are a note of their own.
        let notes = vec![FieldNote::new("note", note)];
        let filled = filled.with_new_ids(&site);
        return page(&site, &reader, StatusCode::CONFLICT, filled, notes, None).await;
    }
    notes.extend(notes_of(&reader, failure)?.into_iter().map(named_as_shown));
    page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, filled, notes, None).await
}

/// Whether the topic search was pressed. It is the first button of the form, which is the one Enter presses in any
/// line; with nothing to look for, saving is meant.
fn looks_for_topic(form: &Form) -> bool {
    form.ticked("find") && form.ticked("looked_for")
}

/// A case calls its words `body`; on this page they are what is asked.
fn named_as_shown(note: FieldNote) -> FieldNote {
    if note.field == "body" { FieldNote::new("ask", note.note) } else { note }
}

/// Keeps what was added, so that an error elsewhere does not cost the pictures.
async fn keep_pictures(
    site: &Site,
    reader: &Reader,
    filled: &mut Filled,
    form: &mut Form,
) -> Result<Vec<FieldNote>, Sorry> {
    let mut notes = Vec::new();
    for picture in std::mem::take(&mut form.pictures) {
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

/// The form filled with what was noted.
pub(super) async fn edited(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let id = ObservationId(id);
    let opened = actions::open(&site.house, &reader.visitor.asker, id).await.map_err(sorry(&reader))?;
    if !opened.is_own {
        // Whoever may read another's note still cannot say it otherwise.
        return Err(Sorry::lost(reader.language));
    }
    let heard = opened.observation.heard;
    let filled = Filled {
        id: id.to_string(),
        place: heard.place.to_string(),
        topic: heard.topic,
        severity: heard.severity.word().into(),
        how_many: heard.how_many.word().into(),
        trend: heard.trend.word().into(),
        note: heard.note,
        ..Filled::default()
    };
    page(&site, &reader, StatusCode::OK, filled, vec![], Some(id)).await
}

/// Says it otherwise.
pub(super) async fn edit(
    State(site): State<Site>,
    reader: Reader,
    Path(id): Path<Uuid>,
    form: Form,
) -> Answered {
    let id = ObservationId(id);
    let filled = Filled::read(&form);
    if looks_for_topic(&form) {
        return page(&site, &reader, StatusCode::OK, filled, vec![], Some(id)).await;
    }
    match actions::edit(&site.house, &reader.visitor.asker, id, filled.said()).await {
        Ok(_) => go(&format!("/observations/{id}?saved=1")),
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            page(&site, &reader, StatusCode::UNPROCESSABLE_ENTITY, filled, notes, Some(id)).await
        }
    }
}

async fn page(
    site: &Site,
    reader: &Reader,
    status: StatusCode,
    mut filled: Filled,
    notes: Vec<FieldNote>,
    editing: Option<ObservationId>,
) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let choice = actions::places(house, asker).map_err(sorry(reader))?;
    if filled.place.is_empty() {
        filled.place = choice.own.to_string();
    }
    let shell = shell(site, reader).with_notes(notes);
    let facts = house.facts();
    let usual = actions::usual_topics(house, asker, TILES).await.map_err(sorry(reader))?;
    let (topics, nothing_found) = tiles(&facts.topics, &filled, usual, shell.language);
    let branches = branches(&facts.topics, &topics, &filled.topic, shell.language);
    let (mut waiting, mut recent) = (Vec::new(), Vec::new());
    if editing.is_none() {
        let mine = actions::mine(house, asker, (RECENT, 0)).await.map_err(sorry(reader))?;
        let view = View { facts: &facts, shell: &shell, today: house.today(), now: house.now() };
        waiting = mine.waiting.iter().map(|grown| view.waiting(grown)).collect();
        recent = mine.noted.iter().map(|noted| view.line(noted, &mine.grown)).collect();
    }
    let whole = shell.say_one("observe-whole", "unit", choice.commune.name.as_str());
    let all = Choice::new(choice.commune.id.to_string(), whole, &filled.place);
    let villages = choice.villages.iter();
    let places = villages
        .map(|unit| Choice::new(unit.id.to_string(), unit.name.clone(), &filled.place))
        .chain([all])
        .collect();
    let words = |family: &str, word: &str, present: &str| Choice::new(word, shell.of(family, word), present);
    let severities = (1..).zip(Severity::ALL);
    let page = FormPage {
        is_new: editing.is_none(),
        topics,
        branches,
        nothing_found,
        places,
        severities: severities
            .map(|(level, one)| words("severity", one.word(), &filled.severity).with_severity(level))
            .collect(),
        people: HowMany::ALL.iter().map(|one| words("people", one.word(), &filled.how_many)).collect(),
        trends: Trend::ALL.iter().map(|one| words("trend", one.word(), &filled.trend)).collect(),
        most: attachments::MOST,
        waiting,
        recent,
        shell,
        filled,
    };
    show_with(reader, status, &page)
}

/// The topics offered as tiles: those searched for, else those used most; the chosen one is always among them.
fn tiles(topics: &Topics, filled: &Filled, usual: Vec<String>, language: Language) -> (Vec<Choice>, bool) {
    let found: Vec<String> =
        topics.search(&filled.looked_for).into_iter().take(TILES).map(|topic| topic.code.clone()).collect();
    let nothing_found = !filled.looked_for.trim().is_empty() && found.is_empty();
    let mut codes = if found.is_empty() { usual } else { found };
    if topics.get(&filled.topic).is_some() && !codes.contains(&filled.topic) {
        codes.insert(0, filled.topic.clone());
        codes.truncate(TILES);
    }
    let rows = codes.iter().filter_map(|code| topics.get(code));
    (rows.map(|topic| tile(topic, &filled.topic, language)).collect(), nothing_found)
}

fn tile(topic: &Topic, present: &str, language: Language) -> Choice {
    let name = if language == Language::Vi { &topic.vi } else { &topic.en };
    Choice::new(topic.code.clone(), name.clone(), present).with_icon(&topic.icon)
}

fn branches(topics: &Topics, shown: &[Choice], present: &str, language: Language) -> Vec<Branch> {
    let branch = |top: &Topic| {
        let below = std::iter::once(top).chain(topics.children(&top.code));
        let free = below.filter(|topic| !shown.iter().any(|tile| tile.value == topic.code));
        Branch {
            label: tile(top, present, language).label,
            topics: free.map(|topic| tile(topic, present, language)).collect(),
        }
    };
    let all = topics.children(ALL).map(branch);
    all.filter(|branch| !branch.topics.is_empty()).collect()
}
