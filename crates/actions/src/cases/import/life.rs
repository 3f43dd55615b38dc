//! The life of an imported request, through the same steps as every other case.

use crate::{
    cases::{BODY_LIMIT, case_of},
    house::{Facts, House},
};
use danvan_domain::{
    cases::{
        Case, Contact, Entry, Intake, Stage,
        steps::{By, Step},
    },
    clocks::Reason,
    events::Event,
    facts::Grade,
    ids::{CaseId, EntryId, UnitId},
    privacy,
    procedures::TimeUnit,
    receipt::ReceiptCode,
    refusals::{Note, Refusal},
    text,
    time::Moment,
};
use danvan_interop::mapping::{Ending, Mapping, Request};
use danvan_words::{Language, Words};
use std::collections::HashSet;

/// A request as a case with its history and events.
pub(super) struct Life {
    pub(super) case: Case,
    pub(super) entries: Vec<Entry>,
    pub(super) events: Vec<Event>,
    pub(super) outcome: Outcome,
}

/// What a request turned out to be.
pub(super) enum Outcome {
    /// A matter of its own.
    Taken,
    /// A repeat, merged into the first.
    Merged,
    /// A repeat whose first request is not known.
    Repeat,
}

impl Outcome {
    /// The word by which it is reported.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Merged => "merged",
            Self::Repeat => "repeat",
        }
    }

    /// What has to be said of it.
    pub(super) fn note(&self) -> Option<Note> {
        matches!(self, Self::Repeat).then(|| Note::new("import-repeat-unknown"))
    }
}

/// Lives a request from its opening to where it stands.
pub(super) fn live(
    house: &House,
    mapping: &Mapping,
    request: &Request,
    (id, place, topic): (CaseId, UnitId, String),
    first: Option<CaseId>,
) -> Result<Life, Note> {
    let facts = house.facts();
    let (case, rest) = begin(&facts, house, mapping, request, (id, place, topic))?;
    let by = By { person: None, unit: None, at: request.opened, entry: EntryId(uuid::Uuid::nil()) };
    let received = case.received(&by).event;
    let mut life = Life { case, entries: Vec::new(), events: vec![received], outcome: Outcome::Taken };
    let lived = life.say_more(mapping, request, 1, &rest).and_then(|()| life.end(mapping, request, first));
    lived.map_err(|refusal| match refusal {
        Refusal::Conflict(note) | Refusal::NotAllowed(note) => note,
        Refusal::Invalid(notes) => {
            notes.into_iter().next().map_or_else(|| Note::new("note-required"), |one| one.note)
        }
        _ => Note::new("note-required"),
    })?;
    Ok(life)
}

/// What a later row of the same request adds to its life: other words, and how it ended. Nothing when it says nothing
/// new, or when people here have since decided otherwise.
pub(super) fn more(
    mapping: &Mapping,
    request: &Request,
    case: Case,
    first: Option<CaseId>,
    known: &HashSet<EntryId>,
) -> Option<Life> {
    let before = case.stage;
    let is_new = case.reopened == 0 && case.assignee.is_none();
    let goes_on = match before {
        Stage::Received => request.ending != Ending::Received,
        Stage::Accepted => !matches!(request.ending, Ending::Received | Ending::Accepted),
        _ => false,
    };
    let mut life = Life { case, entries: Vec::new(), events: Vec::new(), outcome: Outcome::Taken };
    let words = pieces(&request.words).ok()?;
    let (said, rest) = words.split_first()?;
    if *said != life.case.body {
        let all: Vec<String> = [said].into_iter().chain(rest).cloned().collect();
        life.say_more(mapping, request, 0, &all).ok()?;
        let old = |entry: &Entry| known.contains(&entry.id);
        let at: Vec<bool> = life.entries.iter().map(old).collect();
        let mut keep = at.iter();
        life.entries.retain(|_| !keep.next().copied().unwrap_or(false));
        let mut keep = at.iter();
        life.events.retain(|_| !keep.next().copied().unwrap_or(false));
    }
    if is_new && goes_on {
        life.end(mapping, request, first).ok()?;
    }
    (!life.events.is_empty()).then_some(life)
}

/// What was said, cleaned and masked, in pieces that each fit a case or a line of its history.
fn pieces(words: &str) -> Result<Vec<String>, Note> {
    let whole = privacy::mask(&text::clean_lines(words, usize::MAX)?).text;
    let letters: Vec<char> = whole.chars().collect();
    let piece = |letters: &[char]| letters.iter().collect::<String>().trim().to_owned();
    let pieces = letters.chunks(BODY_LIMIT).map(piece);
    Ok(pieces.filter(|piece| !piece.is_empty()).collect())
}

fn begin(
    facts: &Facts,
    house: &House,
    mapping: &Mapping,
    request: &Request,
    (id, place, topic): (CaseId, UnitId, String),
) -> Result<(Case, Vec<String>), Note> {
    let mut words = pieces(&request.words)?.into_iter();
    let body = words.next().ok_or_else(|| Note::new("import-no-words"))?;
    let intake = Intake {
        id,
        topic,
        place,
        point: request.point.map(|point| (point.lat, point.lon)),
        body,
        language: mapping.source.language.clone(),
        urgent: false,
        contact: Contact::default(),
        channel: request.channel,
        observation: None,
        photos: Vec::new(),
    };
    let code = ReceiptCode::from_chance(house.chance());
    let no_office = |_| Note::new("import-no-office");
    let mut case = case_of(facts, &intake, &code, request.opened).map_err(no_office)?;
    case.source = Some(format!("{}/{}", mapping.source.name, request.id));
    if let Some(due) = request.due.filter(|due| *due > request.opened) {
        case.due_at = due;
        case.due_reason = serde_json::to_string(&promised(mapping, request.opened, due)).unwrap_or_default();
    }
    Ok((case, words.collect()))
}

/// Why it is due then: the other system said so.
fn promised(mapping: &Mapping, opened: Moment, due: Moment) -> Reason {
    let days = due.day().days_since(opened.day());
    Reason {
        procedure: "feedback".into(),
        step: "answer".into(),
        start_event: "sent".into(),
        amount: u16::try_from(days).unwrap_or(0),
        unit: TimeUnit::CalendarDay,
        start: opened,
        counted_from: opened,
        skipped: Vec::new(),
        worked: Vec::new(),
        provisional: false,
        beyond_calendar: false,
        source: mapping.source.name.clone(),
        grade: Grade::B,
        responsible: "commune_officer".into(),
        extensions: Vec::new(),
        pauses: Vec::new(),
    }
}

impl Life {
    fn keep(&mut self, step: Step) {
        self.entries.push(step.entry);
        self.events.push(step.event);
    }

    /// What does not fit the first words, or was said later, as words added by whoever asked.
    fn say_more(
        &mut self,
        mapping: &Mapping,
        request: &Request,
        begin: usize,
        more: &[String],
    ) -> Result<(), Refusal> {
        for (at, words) in (begin..).zip(more) {
            let number = format!("{}/{at}/{words}", request.id);
            let entry = EntryId(super::id_of(&mapping.source.name, "words", &number));
            let by = By { person: None, unit: None, at: request.opened, entry };
            let step = self.case.add(words, &by)?;
            self.keep(step);
        }
        Ok(())
    }

    /// Who acted, when: the office; never before the request came in.
    fn by(&self, mapping: &Mapping, request: &Request, act: &str, at: Option<Moment>) -> By {
        let entry = EntryId(super::id_of(&mapping.source.name, act, &request.id));
        let at = at.unwrap_or(request.opened).max(request.opened);
        By { person: None, unit: Some(self.case.responsible), at, entry }
    }

    fn end(&mut self, mapping: &Mapping, request: &Request, first: Option<CaseId>) -> Result<(), Refusal> {
        let settled = request.closed.or(request.taken);
        let by = self.by(mapping, request, "end", settled);
        let late = (by.at > self.case.due_at).then_some("other");
        let said = self.said(mapping, request);
        match request.ending {
            Ending::Received => {}
            Ending::Accepted => {
                let by = self.by(mapping, request, "taken", request.taken);
                let step = self.case.accept(&by)?;
                self.keep(step);
            }
            Ending::Answered | Ending::Closed => {
                let step = self.case.answer(&said, late, request.ending == Ending::Closed, &by)?;
                self.keep(step);
            }
            Ending::NotOurs => {
                let step = self.case.refuse("not_competent", &said, late, &by)?;
                self.keep(step);
            }
            Ending::Refused => {
                let step = self.case.refuse("other", &said, late, &by)?;
                self.keep(step);
            }
            Ending::Duplicate => {
                if let Some(first) = first.filter(|first| *first != self.case.id) {
                    let into = Case { id: first, stage: Stage::Closed, ..self.case.clone() };
                    let step = self.case.merge(&into, &by)?;
                    self.keep(step);
                    self.outcome = Outcome::Merged;
                } else {
                    let step = self.case.refuse("other", &said, late, &by)?;
                    self.keep(step);
                    self.outcome = Outcome::Repeat;
                }
            }
        }
        Ok(())
    }

    /// The answer, or that the other system keeps none.
    fn said(&self, mapping: &Mapping, request: &Request) -> String {
        let answer = text::clean_lines(&request.answer, usize::MAX).unwrap_or_default();
        if !answer.is_empty() {
            return privacy::mask(&answer).text.chars().take(BODY_LIMIT).collect();
        }
        let language = self.case.language.parse().unwrap_or(Language::En);
        let (source, status) = (mapping.source.name.as_str(), request.status.as_str());
        Words::for_language(language)
            .say_with("import-answer-absent", &[("source", source.into()), ("status", status.into())])
    }
}
