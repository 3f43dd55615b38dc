//! Observations: noting in five taps, one's own with what came of each, a unit's list, one with its history.

mod form;
mod list;
mod one;

use super::cases::names;
use crate::{
    doors::{Doors, get, post},
    guard::Reader,
    shell::{Choice, DueChip, Shell},
};
use danvan_actions::{Facts, observations::Grown};
use danvan_domain::{
    observations::{Heard, Observation, Outcome, Severity},
    text,
    time::{Day, Moment},
};
use danvan_words::Words;

/// Every address of this room.
pub(super) fn routes() -> Doors {
    Doors::new()
        .route("/observations", get(list::show))
        .route("/observations/new", get(form::fresh).post(form::note))
        .route("/observations/{id}", get(one::show))
        .route("/observations/{id}/edit", get(form::edited).post(form::edit))
        .route("/observations/{id}/withdraw", post(one::withdraw))
        .route("/observations/{id}/case", post(one::raise))
}

/// One observation as a line of a list.
struct Line {
    href: String,
    title: String,
    severity: Choice,
    facts: String,
    came: Vec<String>,
    is_withdrawn: bool,
}

/// A case that still waits for an answer, as whoever brought it in follows it.
struct Waiting {
    href: String,
    title: String,
    due: DueChip,
    came: String,
}

/// What a line needs of its house and reader.
struct View<'a> {
    facts: &'a Facts,
    shell: &'a Shell,
    today: Day,
    now: Moment,
}

impl View<'_> {
    fn words(&self) -> &'static Words {
        Words::for_language(self.shell.language)
    }

    fn line(&self, noted: &Observation, grown: &[Grown]) -> Line {
        let heard = &noted.heard;
        let topic = names::topic(self.facts, &heard.topic, self.shell.language);
        let has_words = !heard.note.is_empty();
        let place = names::place(self.facts, heard.place, self.today);
        let when = self.words().ago(noted.noted_at, self.now);
        let parts = has_words.then(|| topic.clone()).into_iter().chain([place, self.felt(heard), when]);
        let own = grown.iter().filter(|grown| grown.observation == noted.id);
        Line {
            href: format!("/observations/{}", noted.id),
            title: if has_words { text::title_of(&heard.note) } else { topic },
            severity: severity(self.shell, heard.severity),
            facts: parts.collect::<Vec<_>>().join(" · "),
            came: own.map(|grown| self.came(grown)).collect(),
            is_withdrawn: noted.withdrawn_at.is_some(),
        }
    }

    /// How many people and whether it grows, in few words.
    fn felt(&self, heard: &Heard) -> String {
        let many = self.shell.of("people", heard.how_many.word());
        let people = self.shell.say_one("observation-people", "many", many.as_str());
        format!("{people}, {}", self.shell.of("trend", heard.trend.word()).to_lowercase())
    }

    fn came(&self, grown: &Grown) -> String {
        self.shell.of("outcome", Outcome::of(grown.stage).word())
    }

    fn waiting(&self, grown: &Grown) -> Waiting {
        Waiting {
            href: format!("/receipts/{}", grown.receipt),
            title: grown.title.clone(),
            due: names::due_short(self.facts, self.words(), grown.due_at, self.now),
            came: self.came(grown),
        }
    }
}

/// A severity with its shape.
fn severity(shell: &Shell, severity: Severity) -> Choice {
    let level = (1..).zip(Severity::ALL).find(|(_, other)| **other == severity).map_or(0, |(level, _)| level);
    Choice::new(severity.word(), shell.of("severity", severity.word()), "").with_severity(level)
}

/// The value of a field of the page's address.
fn asked(reader: &Reader) -> crate::form::Form {
    crate::form::Form::read(reader.path.split_once('?').map_or("", |(_, query)| query))
}
