//! The middle and right panes: a case as a conversation, what may be done with it, and what stands beside it.

mod lines;
mod reply;

use super::{names, view::View};
use crate::{
    form::Form,
    guard::Reader,
    shell::{Choice, DueChip, Shell},
    site::Site,
};
use danvan_actions::{
    Facts,
    cases::{Near, Opened},
};
use danvan_domain::{
    answers::ReasonList,
    cases::{Case, Contact, Stage},
    clocks::Reason,
    ids::{CaseId, UnitId},
    refusals::Note,
    time::{Day, Moment},
    units::Level,
};
use danvan_words::Words;
use lines::{Line, Step, conversation, history};
use reply::{Reply, reply};

/// What was typed into which form of the case, when one of them comes back.
#[derive(Default)]
pub(super) struct Typed<'a> {
    /// The act whose form was sent; empty when none was.
    pub(super) act: &'a str,
    /// Its fields.
    pub(super) form: Option<&'a Form>,
    /// The ready answer to put into the box, when one was chosen.
    pub(super) template: Option<&'a str>,
    /// Whether the answer is to be shown as whoever asked will see it.
    pub(super) preview: bool,
    /// How to reach whoever asked, when it was just read.
    pub(super) contact: Option<Contact>,
}

impl Typed<'_> {
    fn value(&self, act: &str, field: &str) -> String {
        let form = self.form.filter(|_| self.act == act);
        form.map(|form| form.get(field).to_owned()).unwrap_or_default()
    }
}

/// A case as it is shown.
pub(super) struct CaseView {
    pub(super) id: CaseId,
    pub(super) title: String,
    pub(super) stage: String,
    pub(super) stage_word: &'static str,
    pub(super) is_urgent: bool,
    pub(super) is_high: bool,
    pub(super) due: Option<DueChip>,
    pub(super) why: Vec<String>,
    pub(super) about: String,
    pub(super) before: Option<String>,
    pub(super) supporters: i64,
    pub(super) assignee: Option<String>,
    pub(super) lines: Vec<Line>,
    pub(super) pictures: Vec<String>,
    pub(super) history: Vec<Step>,
    pub(super) may_handle: bool,
    pub(super) is_open: bool,
    pub(super) is_fresh: bool,
    pub(super) may_close: bool,
    pub(super) merged_into: Option<CaseId>,
    pub(super) merged: Vec<Link>,
    pub(super) similar: Vec<Link>,
    pub(super) settled_before: Option<String>,
    pub(super) ways: Option<String>,
    /// By which ways whoever asked agreed to be told news, or that they did not.
    pub(super) news: String,
    pub(super) is_restricted: bool,
    pub(super) contact: Option<Contact>,
    pub(super) contact_purposes: Vec<Choice>,
    pub(super) contact_reason: String,
    pub(super) colleagues: Vec<Choice>,
    pub(super) offices: Vec<String>,
    pub(super) transfer_to: String,
    pub(super) transfer_choices: Vec<Choice>,
    pub(super) transfer_why: String,
    pub(super) merge_code: String,
    pub(super) note_body: String,
    pub(super) reply: Reply,
    /// What was typed for an answer that can no longer be sent: somebody else was quicker.
    pub(super) kept: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) back: String,
    act: String,
}

/// Another case, in a few words.
pub(super) struct Link {
    pub(super) id: CaseId,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) may_act: bool,
}

impl CaseView {
    /// The id of a field: fields of the form that came back are named as the summary of errors names them.
    pub(super) fn field(&self, act: &str, name: &str) -> String {
        if self.act == act { format!("field-{name}") } else { format!("{act}-{name}") }
    }

    /// What is wrong with a field of a form, if that form came back.
    pub(super) fn error(&self, shell: &Shell, act: &str, name: &str) -> Option<String> {
        shell.error(name).filter(|_| self.act == act)
    }

    /// Whether a form came back and must stand open.
    pub(super) fn came_back(&self, act: &str) -> bool {
        self.act == act
    }
}

/// Puts together what is shown of a case.
pub(super) fn shown(
    site: &Site,
    reader: &Reader,
    opened: &Opened,
    view: &View,
    typed: &Typed<'_>,
) -> CaseView {
    let (facts, words, now) = (site.house.facts(), reader.words(), site.house.now());
    let case = &opened.case;
    let (today, open) = (now.day(), case.stage.is_open());
    CaseView {
        id: case.id,
        title: case.title.clone(),
        stage: words.of("stage", case.stage.word()),
        stage_word: case.stage.word(),
        is_urgent: case.urgent,
        is_high: case.priority > 0,
        due: due(&facts, words, case, now),
        why: why(words, case),
        about: about(&facts, words, case, today),
        before: before(&facts, words, case.place, today),
        supporters: case.supporters,
        assignee: case.assignee.and_then(|id| opened.names.get(&id).cloned()),
        lines: conversation(&facts, words, opened, now),
        pictures: opened.pictures.iter().map(|picture| picture.hash.clone()).collect(),
        history: history(&facts, words, opened, now),
        may_handle: opened.may_handle,
        is_open: open,
        is_fresh: open && (case.stage != Stage::Accepted || case.assignee.is_none()),
        may_close: case.stage == Stage::Answered,
        merged_into: case.merged_into,
        merged: opened.merged.iter().map(|other| merged_link(words, other, now)).collect(),
        similar: opened.similar.iter().map(|alike| similar_link(words, alike, case, now)).collect(),
        settled_before: settled_before(words, opened),
        ways: ways(words, opened.ways),
        news: news(words, opened.news),
        is_restricted: opened.is_restricted,
        contact: typed.contact.clone(),
        contact_purposes: reply::reasons(
            &facts,
            words,
            ReasonList::Reading,
            &typed.value("contact", "purpose"),
        ),
        contact_reason: typed.value("contact", "reason"),
        colleagues: colleagues(reader, words, opened, &typed.value("assign", "to")),
        offices: offices(&facts, case.responsible, today),
        transfer_to: typed.value("transfer", "office"),
        transfer_choices: transfer_choices(&facts, &typed.value("transfer", "office"), today),
        transfer_why: typed.value("transfer", "why"),
        merge_code: typed.value("merge", "code"),
        note_body: typed.value("note", "body"),
        reply: reply(&facts, words, opened, typed, now),
        kept: if open { String::new() } else { typed.value(typed.act, "body") },
        hidden: view.hidden(),
        back: view.with_case(None).href(),
        act: typed.act.to_owned(),
    }
}

fn due(facts: &Facts, words: &Words, case: &Case, now: Moment) -> Option<DueChip> {
    if case.stage.is_open() {
        return Some(names::due_full(facts, words, case.due_at, now));
    }
    let (answered, true) = (case.answered_at?, case.on_time?) else { return None };
    let early = facts.calendar.working_days_between(answered.day(), case.due_at.day());
    Some(DueChip::well(words, i64::from(early)))
}

fn why(words: &Words, case: &Case) -> Vec<String> {
    let reason: Option<Reason> = serde_json::from_str(&case.due_reason).ok();
    reason.map(|reason| words.why_due(&reason)).unwrap_or_default()
}

fn about(facts: &Facts, words: &Words, case: &Case, today: Day) -> String {
    let topic = names::topic(facts, &case.topic, words.language);
    format!("{topic} · {}", names::place(facts, case.place, today))
}

/// What the commune was called before the last reorganisation, when that is one name.
fn before(facts: &Facts, words: &Words, place: UnitId, today: Day) -> Option<String> {
    let now = facts.tree.today(place, today).unwrap_or(place);
    let whole = |id: UnitId| {
        let mut before = facts.tree.predecessors(id).map(|step| step.from);
        before.next().filter(|_| before.next().is_none())
    };
    let own = whole(now).and_then(|older| facts.tree.at_or_above(older.id, Level::Commune));
    let commune = facts.tree.at_or_above(now, Level::Commune)?;
    let older = own.or_else(|| whole(commune.id)).filter(|older| older.name != commune.name)?;
    let day = older.valid_to?.next();
    Some(words.say_with("case-place-before", &[("day", day.into()), ("name", older.name.clone().into())]))
}

fn merged_link(words: &Words, other: &Case, now: Moment) -> Link {
    Link {
        id: other.id,
        href: format!("/cases/{}", other.id),
        title: other.title.clone(),
        about: words.ago(other.received_at, now),
        may_act: true,
    }
}

fn similar_link(words: &Words, alike: &Near, case: &Case, now: Moment) -> Link {
    let mut about = Vec::new();
    if let Some(metres) = alike.metres {
        let tens = (metres / 10.0).round() as i64 * 10;
        about.push(words.say_with("case-metres", &[("n", tens.into())]));
    }
    about.push(words.ago(alike.case.received_at, now));
    about.push(words.of("stage", alike.case.stage.word()));
    let both_open = alike.case.stage.is_open() && case.stage.is_open();
    Link {
        id: alike.case.id,
        href: format!("/cases/{}", alike.case.id),
        title: alike.case.title.clone(),
        about: about.join(" · "),
        may_act: both_open && alike.case.responsible == case.responsible,
    }
}

fn settled_before(words: &Words, opened: &Opened) -> Option<String> {
    let (times, last) = opened.settled_before;
    let last = last.filter(|_| times > 0)?;
    Some(words.say_with("case-settled-before", &[("n", times.into()), ("day", last.day().into())]))
}

fn ways(words: &Words, ways: Option<(bool, bool, bool)>) -> Option<String> {
    let (name, phone, email) = ways?;
    let left: Vec<String> = [(name, "label-name"), (phone, "label-phone"), (email, "label-email")]
        .into_iter()
        .filter(|(is_left, _)| *is_left)
        .map(|(_, key)| words.say(key))
        .collect();
    (!left.is_empty()).then(|| left.join(" · "))
}

fn news(words: &Words, (phone, email): (bool, bool)) -> String {
    let agreed = [(phone, "label-phone"), (email, "label-email")].into_iter().filter(|(agreed, _)| *agreed);
    let agreed: Vec<String> = agreed.map(|(_, key)| words.say(key)).collect();
    if agreed.is_empty() {
        return words.say("case-no-news");
    }
    words.say_with("case-news-by", &[("ways", agreed.join(" · ").into())])
}

fn colleagues(reader: &Reader, words: &Words, opened: &Opened, chosen: &str) -> Vec<Choice> {
    let own = reader.visitor.asker.person;
    let chosen = if chosen.is_empty() {
        opened.case.assignee.map(|id| id.to_string()).unwrap_or_default()
    } else {
        chosen.to_owned()
    };
    opened
        .colleagues
        .iter()
        .map(|person| {
            let name = if own == Some(person.id) { words.say("queue-you") } else { person.name.clone() };
            Choice::new(person.id.to_string(), name, &chosen)
        })
        .collect()
}

/// Every office a case may go to, by name.
fn offices(facts: &Facts, own: UnitId, today: Day) -> Vec<String> {
    let levels = [Level::Body, Level::Commune].into_iter();
    let units = levels.flat_map(|level| facts.tree.at_level(level, today));
    units.filter(|unit| unit.id != own).map(|unit| unit.name.clone()).collect()
}

/// The offices that words may mean, when they mean more than one.
fn transfer_choices(facts: &Facts, said: &str, today: Day) -> Vec<Choice> {
    let found = offices_meant(facts, said, today);
    if found.len() < 2 {
        return Vec::new();
    }
    let name = |id: UnitId| {
        let above = facts.tree.ancestors(id).next().map(|above| format!(" · {}", above.name));
        format!("{}{}", names::unit(facts, id), above.unwrap_or_default())
    };
    found.into_iter().take(8).map(|id| Choice::new(id.to_string(), name(id), "")).collect()
}

/// The offices that words mean on a day: one when a name fits letter for letter, else all that fit.
pub(super) fn offices_meant(facts: &Facts, said: &str, today: Day) -> Vec<UnitId> {
    if said.trim().is_empty() {
        return Vec::new();
    }
    let is_office = |id: &UnitId| {
        facts.tree.get(*id).is_some_and(|unit| matches!(unit.level(), Level::Commune | Level::Body))
    };
    let found: Vec<_> =
        facts.tree.find(said, today).into_iter().filter(|found| is_office(&found.unit)).collect();
    let best = found.iter().filter(|other| Some(other.rank) == found.first().map(|first| first.rank)).count();
    match found.first() {
        Some(first) if best == 1 && first.rank <= 9 => vec![first.unit],
        _ => found.into_iter().map(|found| found.unit).collect(),
    }
}

/// The note for words that mean no office, or several.
pub(super) fn office_note(found: &[UnitId]) -> Note {
    Note::new(if found.is_empty() { "note-unknown-place" } else { "note-choose-office" })
}
