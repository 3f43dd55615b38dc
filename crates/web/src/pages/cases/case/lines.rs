//! What was said and done, in the order it happened.

use super::super::names;
use danvan_actions::{Facts, cases::Opened};
use danvan_domain::{
    cases::{Channel, Entry, EntryKind},
    time::Moment,
};
use danvan_words::{Language, Words};

/// One thing that was said.
pub(crate) struct Line {
    /// The class of its paper: `letter`, `internal`, `answer`.
    pub(crate) paper: &'static str,
    /// What it is.
    pub(crate) what: String,
    /// Who and when.
    pub(crate) from: String,
    /// Its words.
    pub(crate) body: Vec<String>,
}

/// One step of the way a case has gone.
pub(crate) struct Step {
    /// What happened.
    pub(crate) what: String,
    /// Who and when.
    pub(crate) from: String,
}

/// The conversation: what whoever asked said first, then everything that was said since.
pub(crate) fn conversation(facts: &Facts, words: &Words, opened: &Opened, now: Moment) -> Vec<Line> {
    let case = &opened.case;
    let said = match case.channel {
        Channel::Team => "case-said-by-team",
        Channel::Desk => "case-said-by-desk",
        Channel::Import => "case-said-by-import",
        Channel::Web | Channel::Api => "case-said-by-resident",
    };
    let first = Line {
        paper: "letter",
        what: words.say(said),
        from: words.moment_short(case.received_at, now),
        body: names::paragraphs(&case.body),
    };
    let later = opened.entries.iter().filter_map(|entry| line(facts, words, opened, entry, now));
    std::iter::once(first).chain(later).collect()
}

fn line(facts: &Facts, words: &Words, opened: &Opened, entry: &Entry, now: Moment) -> Option<Line> {
    let (paper, what) = match entry.kind {
        EntryKind::Note => ("internal", words.say("case-internal")),
        EntryKind::Late => {
            ("internal", format!("{}: {}", words.say("entry-late"), late(facts, words, entry)))
        }
        EntryKind::Answered => ("answer", words.say("case-answered")),
        EntryKind::Refused => {
            ("answer", format!("{}: {}", words.say("entry-refused"), refusal(facts, words, entry)))
        }
        EntryKind::Transferred => ("answer", words.say("entry-transferred")),
        EntryKind::Rated => {
            ("letter", format!("{}: {}", words.say("entry-rated"), words.of("rating", &entry.detail)))
        }
        EntryKind::Added | EntryKind::Reopened => ("letter", words.of("entry", entry.kind.word())),
        _ => return None,
    };
    Some(Line {
        paper,
        what,
        from: from(facts, words, opened, entry, now),
        body: names::paragraphs(&entry.body),
    })
}

fn late(facts: &Facts, words: &Words, entry: &Entry) -> String {
    reason(facts, words, danvan_domain::answers::ReasonList::Late, &entry.detail)
}

fn refusal(facts: &Facts, words: &Words, entry: &Entry) -> String {
    reason(facts, words, danvan_domain::answers::ReasonList::Refusal, &entry.detail)
}

/// A chosen reason by its name; a code that left the list stays readable.
fn reason(facts: &Facts, words: &Words, list: danvan_domain::answers::ReasonList, code: &str) -> String {
    let choice = facts.answers.choices(list).find(|choice| choice.code == code);
    choice.map_or_else(
        || code.to_owned(),
        |choice| if words.language == Language::Vi { choice.vi.clone() } else { choice.en.clone() },
    )
}

/// Who and when: the officer by name for colleagues, the office when nobody is named.
fn from(facts: &Facts, words: &Words, opened: &Opened, entry: &Entry, now: Moment) -> String {
    let person = entry.person.and_then(|id| opened.names.get(&id).cloned());
    let who = person.or_else(|| entry.unit.map(|unit| names::unit(facts, unit)));
    let when = words.moment_short(entry.at, now);
    who.map_or_else(|| when.clone(), |who| format!("{who} · {when}"))
}

/// The way the case has gone, step by step.
pub(crate) fn history(facts: &Facts, words: &Words, opened: &Opened, now: Moment) -> Vec<Step> {
    let received =
        Step { what: words.say("entry-received"), from: words.moment_short(opened.case.received_at, now) };
    let later = opened.entries.iter().filter(|entry| {
        !matches!(entry.kind, EntryKind::Received | EntryKind::Note | EntryKind::Late | EntryKind::Supported)
    });
    let later = later.map(|entry| Step {
        what: match entry.kind {
            EntryKind::Assigned => {
                let to = entry.detail.parse().ok().and_then(|id| opened.names.get(&id));
                to.map_or_else(
                    || words.say("entry-assigned"),
                    |name| words.say_with("entry-assigned-to", &[("name", name.clone().into())]),
                )
            }
            EntryKind::Transferred => {
                let to = entry.detail.parse().map(|id| names::unit(facts, id)).unwrap_or_default();
                words.say_with("entry-transferred-to", &[("office", to.into())])
            }
            kind => words.of("entry", kind.word()),
        },
        from: from(facts, words, opened, entry, now),
    });
    std::iter::once(received).chain(later).collect()
}
