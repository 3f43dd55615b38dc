//! A finding in the reader's words.

use crate::{pages::cases::names, shell::Shell};
use danvan_actions::{Facts, findings::Shown};
use danvan_domain::{
    findings::{Finding, Kind, Names, Place, State, rarity, told},
    time::Day,
    topics::ALL,
    units::Level,
};

/// A topic's name, or that it is all of them.
pub(super) fn topic(shell: &Shell, facts: &Facts, code: &str) -> String {
    if code == ALL { shell.say("overview-all-topics") } else { names::topic(facts, code, shell.language) }
}

/// How many of the topics that rise together stand in the sentence.
const NAMED: usize = 3;

/// The topics that rise together at the place of a finding, the clearest first.
pub(super) fn topics(shell: &Shell, facts: &Facts, it: &Finding) -> Vec<String> {
    it.topics().iter().map(|code| topic(shell, facts, code)).collect()
}

/// The sentence of a finding.
pub(in crate::pages) fn sentence(shell: &Shell, facts: &Facts, shown: &Shown) -> String {
    let it = &shown.finding;
    // Silent villages are told by their commune.
    let first = shown.places.first().map(|place| {
        let commune = facts.tree.at_or_above(place.place, Level::Commune).map(|commune| commune.id);
        let of_it = commune.filter(|_| it.kind == Kind::Silent);
        names::unit(facts, of_it.unwrap_or(place.place))
    });
    let is_city =
        |place: &&Place| facts.tree.get(place.place).is_some_and(|unit| unit.level() == Level::City);
    let city = shown.places.iter().find(is_city);
    let together = topics(shell, facts, it);
    let names = Names {
        topic: if together.is_empty() {
            topic(shell, facts, &it.topic)
        } else {
            together[..together.len().min(NAMED)].join(", ")
        },
        place: city.map(|city| names::unit(facts, city.place)).or(first).unwrap_or_default(),
        places: if city.is_some() { 1 } else { shown.places.len() + shown.others },
        times: it.times().filter(|_| shown.is_told).map(|times| shell.words.decimal(times, 1)),
        observed: shown.is_told.then_some(it.observed),
    };
    shell.note(&told(it, &names))
}

/// How rare chance alone brings as much; empty where no chance is known.
pub(super) fn rare(shell: &Shell, it: &Finding) -> String {
    if it.kind.is_ahead() {
        return String::new();
    }
    let (how, n) = rarity(it.chance, it.tests);
    shell.say_count(&format!("finding-rarity-{}", how.word()), n)
}

/// What stands under the sentence: kind, people, since when, last seen.
pub(super) fn facts_of(shell: &Shell, it: &Finding, today: Day) -> String {
    let mut told = vec![shell.of("finding-kind", it.kind.word())];
    if it.people > 0 {
        told.push(shell.say_count("finding-people", it.people));
    }
    let since = match today.days_since(it.first_seen) {
        0 => shell.say("finding-new-today"),
        _ => shell.say_one("finding-since", "day", shell.words.day(it.first_seen)),
    };
    told.push(since);
    if it.last_seen < today.previous() {
        told.push(shell.say_one("finding-last-seen", "day", shell.words.day(it.last_seen)));
    }
    told.join(" · ")
}

/// A state by its word, the class of its colour and its sign.
pub(super) fn mark(shell: &Shell, state: State) -> (String, &'static str, &'static str) {
    let word = shell.of("finding-state", state.word());
    match state {
        State::Open => (word, "due soon", "!"),
        State::Acted => (word, "due well", "✓"),
        State::Dismissed => (word, "due", "–"),
        State::Passed => (word, "due", "·"),
    }
}
