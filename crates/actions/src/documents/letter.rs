//! A letter out of a template, what the house knows and what an officer says.

use super::{File, Format, templates, written};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    documents::{
        Documents, Kind, Signing, System, day_in_words,
        names::{self, Filled, Name, Shape},
    },
    events::Event,
    ids::UnitId,
    privacy,
    refusals::{FieldNote, Note, Notes, Refusal},
    rights::{Asker, Verb},
    text::{clean_line, clean_lines},
    time::Day,
    units::{Level, Unit},
};
use danvan_reports::{
    Letter,
    template::{self, Filling, Fillings},
};
use danvan_words::{Language, Words, read_day};
use serde_json::json;
use uuid::Uuid;

/// Who may write documents of a unit.
pub(super) const WRITE: Verb = Verb::HandleLetter;

/// The longest line and text an officer may say, in characters.
const LINE: usize = 500;
const TEXT: usize = 8_000;
/// The most entries of a list.
const ENTRIES: usize = 50;

/// What a letter is about: a proceeding, as far as a letter says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The proceeding.
    pub thing: Uuid,
    /// Whose it is.
    pub unit: UnitId,
    /// What it is called in law, in Vietnamese.
    pub procedure: String,
    /// Its number in the register of letters.
    pub register_number: String,
    /// When its letter came.
    pub received_on: Option<Day>,
    /// What it is about.
    pub summary: String,
    /// Who wrote; empty where nobody may know.
    pub person: String,
    /// Where they live.
    pub address: String,
    /// Whether its words are sealed: then none of the above goes into a letter.
    pub is_sealed: bool,
}

/// What an officer wants written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What for.
    pub kind: Kind,
    /// The act it belongs to, a word of the procedure; empty for none.
    pub act: String,
    /// By whose rules; the unit's own when not said.
    pub system: Option<System>,
    /// In what capacity it is signed.
    pub signing: Signing,
    /// Who signs; may be empty.
    pub signer: String,
    /// What was said for each name, as typed.
    pub said: Vec<(String, String)>,
}

impl Request {
    /// What was said for a name; empty when nothing was.
    pub fn said(&self, name: &str) -> &str {
        self.said.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }
}

/// Drafts a letter, without a number. Reading whoever wrote is an event. A draft that cannot be written on says that it is one.
///
/// # Errors
/// The refusal of the right to write; [`Refusal::Invalid`] with a note for each name that is missing or cannot be read.
pub async fn draft(
    house: &House,
    asker: &Asker,
    subject: &Subject,
    request: &Request,
    format: Format,
) -> Done<File> {
    house.ask(asker, WRITE, subject.unit)?;
    let mut letter = compose(house, subject, request, None).await?;
    if format == Format::Pdf {
        letter.remark = marked(&letter.remark, "document-draft-mark");
    }
    let mut change = house.store.begin().await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "document.drafted".into(),
        thing: subject.thing,
        unit: Some(subject.unit),
        payload: json!({"kind": request.kind}),
    });
    change.commit().await?;
    write(&letter, request.kind, &subject.register_number, format)
}

/// A remark with what a paper is, in Vietnamese as offices write it, before what it says already.
pub(crate) fn marked(remark: &str, key: &str) -> String {
    let mark = Words::for_language(Language::Vi).say(key);
    if remark.is_empty() { mark } else { format!("{mark} · {remark}") }
}

/// A letter as a file.
pub(super) fn write(letter: &Letter, kind: Kind, number: &str, format: Format) -> Done<File> {
    let words = Words::for_language(Language::Vi);
    written(letter, [words.of("document-kind", kind.word()).as_str(), number], format)
}

/// Puts a letter together.
pub(super) async fn compose(
    house: &House,
    subject: &Subject,
    request: &Request,
    number: Option<i64>,
) -> Done<Letter> {
    let (letter, notes) = look(house, subject, request, number).await?;
    if notes.is_empty() { Ok(letter) } else { Err(Refusal::Invalid(notes).into()) }
}

/// Puts a letter together as far as it goes, with a gap where something is missing or cannot be read, and says what that is.
pub(super) async fn look(
    house: &House,
    subject: &Subject,
    request: &Request,
    number: Option<i64>,
) -> Done<(Letter, Vec<FieldNote>)> {
    let facts = house.facts();
    let unit = facts.tree.get(subject.unit).ok_or(Refusal::NotFound)?;
    let template = templates::current(house, subject.unit, request.kind).await?.body;
    let today = house.today();
    let system = request.system.unwrap_or_else(|| Documents::facts().system_of(unit));
    let (fillings, mut notes) = fillings(unit, system, subject, request, today);
    let parts = template::fill(&template, &fillings)
        .map_err(|fault| Refusal::Conflict(Note::new("refusal-template").with("line", fault.line)))?;
    let documents = Documents::facts();
    let form = documents.form(system);
    let parent = unit.parent.and_then(|id| facts.tree.get(id));
    let (superior, organisation) = form.head_of(unit, parent, &city(&facts, unit));
    let territory = facts.tree.at_or_above(unit.id, Level::Commune).unwrap_or(unit);
    let words = Words::for_language(Language::Vi);
    let signer = clean_line(&request.signer, LINE).unwrap_or_else(|fault| {
        notes.push(FieldNote::new("signer", fault.into()));
        String::new()
    });
    let letter = Letter {
        system,
        superior,
        organisation,
        number: form.number_text(number, documents.kind(request.kind)),
        place_and_day: format!("{}, {}", territory.bare_name(), day_in_words(today)),
        title: parts.title,
        about: parts.about,
        addressees: parts.to,
        blocks: parts.body,
        signature: form.signature(request.signing),
        signer,
        recipients: parts.recipients,
        remark: if facts.simulated { words.say("document-simulated") } else { String::new() },
        notes: Vec::new(),
    };
    Ok((letter.cleaned(), notes))
}

fn city(facts: &Facts, unit: &Unit) -> String {
    let top = facts.tree.ancestors(unit.id).last().unwrap_or(unit);
    top.name.clone()
}

fn fillings(
    unit: &Unit,
    system: System,
    subject: &Subject,
    request: &Request,
    today: Day,
) -> (Fillings, Vec<FieldNote>) {
    let form = Documents::facts().form(system);
    let (mut notes, mut fillings) = (Notes::default(), Fillings::new());
    for name in names::of(request.kind) {
        let house = match name.name {
            "office" => Some(form.office(unit)),
            "unit" => Some(unit.name.clone()),
            "head" => Some(form.head.clone()),
            "abbreviation" => Some(form.abbreviation.clone()),
            "day" => Some(day_in_words(today)),
            "procedure" => Some(subject.procedure.clone()),
            "register_number" => Some(subject.register_number.clone()),
            "received_on" => Some(subject.received_on.map_or_else(|| "ngày ……".to_owned(), day_in_words)),
            _ if subject.is_sealed && (name.personal || name.name == "summary") => Some(String::new()),
            "summary" => Some(known_or_said(&subject.summary, request.said("summary"))),
            "person" => Some(known_or_said(&subject.person, request.said("person"))),
            "address" => Some(known_or_said(&subject.address, request.said("address"))),
            _ => None,
        };
        let filling = match house {
            Some(text) => Ok(Filling::Text(text)),
            None => said(name, request.said(name.name)).and_then(|filling| {
                let names_nobody = subject.is_sealed || request.kind == Kind::Publication;
                if names_nobody { unnamed(filling) } else { Ok(filling) }
            }),
        };
        let filling = filling.unwrap_or_else(|note| {
            notes.add(name.name, note);
            gap(name)
        });
        fillings.insert(name.name, filling);
    }
    let notes = match notes.check() {
        Err(Refusal::Invalid(notes)) => notes,
        _ => Vec::new(),
    };
    (fillings, notes)
}

/// What stands where something is missing.
const GAP: &str = "……………………";

fn gap(name: &Name) -> Filling {
    if name.shape == Shape::List {
        Filling::List(vec![GAP.to_owned()])
    } else {
        Filling::Text(GAP.to_owned())
    }
}

/// A filling that names nobody: of a denunciation, and of what is made public.
fn unnamed(filling: Filling) -> Result<Filling, Note> {
    let texts = match &filling {
        Filling::Text(text) => std::slice::from_ref(text),
        Filling::List(entries) => entries.as_slice(),
    };
    let found = texts.iter().find_map(|text| privacy::names_somebody(text).map(|at| text[at].to_owned()));
    match found {
        Some(words) => Err(Note::new("note-names-somebody").with("words", words)),
        None => Ok(filling),
    }
}

/// What the officer says stands in place of what is known, so that a name misread from a scan can be mended.
fn known_or_said(known: &str, said: &str) -> String {
    let said = clean_lines(said, TEXT).unwrap_or_default();
    if said.is_empty() { known.to_owned() } else { said }
}

/// What an officer said for a name.
fn said(name: &Name, text: &str) -> Result<Filling, Note> {
    if text.is_empty() && name.filled == Filled::Asked {
        return Err(Note::new("note-required"));
    }
    match name.shape {
        Shape::Line => clean_line(text, LINE).map(Filling::Text).map_err(Note::from),
        Shape::Text => clean_lines(text, TEXT).map(Filling::Text).map_err(Note::from),
        Shape::Day if text.is_empty() => Ok(Filling::Text(String::new())),
        Shape::Day => read_day(text).map(|day| Filling::Text(day_in_words(day))),
        Shape::List => {
            let lines = clean_lines(text, TEXT).map_err(Note::from)?;
            let entries: Vec<String> =
                lines.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
            if entries.len() > ENTRIES {
                return Err(Note::new("note-too-many-entries").with("limit", ENTRIES));
            }
            Ok(Filling::List(entries))
        }
    }
}
