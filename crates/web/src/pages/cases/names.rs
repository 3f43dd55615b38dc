//! Names and due days as an officer reads them.

use crate::shell::DueChip;
use danvan_actions::Facts;
use danvan_domain::{
    clocks::told,
    ids::UnitId,
    time::{Day, Moment},
    units::Level,
};
use danvan_words::{Language, Left, Words};

/// A unit's name.
pub(in crate::pages) fn unit(facts: &Facts, id: UnitId) -> String {
    facts.tree.get(id).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// A topic's name.
pub(in crate::pages) fn topic(facts: &Facts, code: &str, language: Language) -> String {
    let Some(topic) = facts.topics.get(code) else { return code.to_owned() };
    match language {
        Language::Vi => topic.vi.clone(),
        Language::En => topic.en.clone(),
    }
}

/// A place with the commune it lies in today.
pub(in crate::pages) fn place(facts: &Facts, id: UnitId, today: Day) -> String {
    let now = facts.tree.today(id, today).unwrap_or(id);
    let own = unit(facts, id);
    match facts.tree.at_or_above(now, Level::Commune).filter(|commune| commune.id != id) {
        Some(commune) => format!("{own}, {}", commune.name),
        None => own,
    }
}

/// How much time is left until a moment, as the calendar counts it.
pub(in crate::pages) fn left(facts: &Facts, due: Moment, now: Moment) -> Left {
    let (amount, unit, is_late) = told(&facts.calendar, &facts.hours, due, now);
    Left { amount: if is_late { -amount } else { amount }, unit: unit.into(), is_late }
}

/// The due chip of a row.
pub(in crate::pages) fn due_short(facts: &Facts, words: &Words, due: Moment, now: Moment) -> DueChip {
    DueChip::short(words, left(facts, due, now), due, now)
}

/// The due chip above a case.
pub(in crate::pages) fn due_full(facts: &Facts, words: &Words, due: Moment, now: Moment) -> DueChip {
    DueChip::full(words, left(facts, due, now), due, now)
}

/// The lines of a text, each a paragraph; blank ones are left out.
pub(in crate::pages) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
