//! The bar that stays above the figures: each chooser shows what is chosen and opens what may be.

use super::view::{Compare, View, said};
use crate::shell::Choice;
use danvan_actions::Facts;
use danvan_domain::{
    time::Day,
    topics::{ALL, Topics},
    units::{Level, Tree},
};
use danvan_words::{Language, Words};

/// The first days of the structures that are one click away, and the last day of the oldest.
const TURNS: [(i16, i8, i8); 3] = [(2025, 7, 1), (2025, 1, 1), (2024, 12, 31)];

/// More communes than this are not all offered at once.
const LONG: usize = 200;

/// One click that changes one thing.
pub struct Click {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
    /// Whether it is what is shown.
    pub is_current: bool,
}

/// The bar.
pub struct Bar {
    /// The unit's name.
    pub unit: String,
    /// Units that may be chosen.
    pub units: Vec<Choice>,
    /// The period in words.
    pub period: String,
    /// Periods one click away.
    pub periods: Vec<Click>,
    /// The topic's name.
    pub topic: String,
    /// Topics that may be chosen, indented by their place in the tree.
    pub topics: Vec<Choice>,
    /// The structure's day.
    pub structure: String,
    /// How many communes stand on it, in words.
    pub communes: String,
    /// Structures one click away.
    pub structures: Vec<Click>,
    /// With what it is compared, in words.
    pub comparison: String,
    /// Comparisons one click away.
    pub comparisons: Vec<Click>,
    /// First day, as a date field holds it.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The structure's day.
    pub on: String,
    /// The word of the comparison, kept by the form.
    pub compare: &'static str,
    /// The word of what the trend is drawn of.
    pub measure: &'static str,
    /// How the map is drawn, kept by the form; empty when nobody chose.
    pub drawn: &'static str,
    /// The word of the sorting, kept by the form; empty when nobody chose.
    pub sort: &'static str,
}

impl Bar {
    /// The bar of a view.
    pub fn of(facts: &Facts, words: &Words, view: &View, today: Day) -> Self {
        let tree = &facts.tree;
        let name = tree.get(view.unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let communes = tree.at_level(Level::Commune, view.on).count();
        let count = words.say_with("overview-structure-count", &[("n", communes.into())]);
        Self {
            unit: name,
            units: units(tree, view),
            period: period(words, view.from, view.to),
            periods: periods(words, view, today),
            topic: topic_name(&facts.topics, words, &view.topic),
            topics: topics(&facts.topics, words, &view.topic),
            structure: words.day(view.on),
            communes: count,
            structures: structures(tree, words, view, today),
            comparison: words.of("overview-against", view.compare.word()),
            comparisons: Compare::ALL
                .iter()
                .map(|compare| Click {
                    href: view.against(*compare).href(),
                    label: words.of("overview-against", compare.word()),
                    is_current: *compare == view.compare,
                })
                .collect(),
            from: view.from.to_string(),
            to: view.to.to_string(),
            on: view.on.to_string(),
            compare: view.compare.word(),
            measure: view.measure.word(),
            drawn: view.drawn.map_or("", super::view::Drawn::word),
            sort: view.sort.map_or("", super::view::Sort::word),
        }
    }
}

/// A period in words: whole weeks by their number, anything else by its ends.
pub fn period(words: &Words, from: Day, to: Day) -> String {
    let days = to.days_since(from) + 1;
    if days % 7 == 0 && days <= 364 {
        return words.say_with("overview-weeks", &[("n", (days / 7).into()), ("day", to.into())]);
    }
    format!("{}–{}", words.day(from), words.day(to))
}

fn periods(words: &Words, view: &View, today: Day) -> Vec<Click> {
    // The last whole four weeks, quarter and year, each of whole weeks so that weekends weigh the same.
    let weeks = [("overview-month", 28), ("overview-quarter", 91), ("overview-year", 364)];
    weeks
        .into_iter()
        .map(|(key, days)| {
            let (from, to) = (today.plus_days(1 - days), today);
            let is_current = (view.from, view.to) == (from, to);
            Click { href: view.over(from, to).href(), label: words.say(key), is_current }
        })
        .collect()
}

fn structures(tree: &Tree, words: &Words, view: &View, today: Day) -> Vec<Click> {
    let turns = TURNS.iter().filter_map(|(year, month, day)| Day::new(*year, *month, *day));
    let turns = turns.filter(|day| *day < today && tree.roots(*day).next().is_some());
    std::iter::once(today)
        .chain(turns)
        .map(|day| {
            let communes = tree.at_level(Level::Commune, day).count();
            let count = words.say_with("overview-structure-count", &[("n", communes.into())]);
            let said = if day == today { words.say("day-today") } else { words.day(day) };
            Click {
                href: view.on(tree, day).href(),
                label: format!("{said} · {count}"),
                is_current: day == view.on,
            }
        })
        .collect()
}

fn units(tree: &Tree, view: &View) -> Vec<Choice> {
    let present = view.said.clone();
    let is_short = tree.at_level(Level::Commune, view.on).count() <= LONG;
    let mut choices = Vec::new();
    let mut named = |unit: &danvan_domain::units::Unit, indent: &str| {
        choices.push(Choice::new(said(tree, unit.id, view.on), format!("{indent}{}", unit.name), &present));
    };
    for root in tree.roots(view.on) {
        named(root, "");
        let mut below: Vec<_> = tree.children(root.id, view.on).collect();
        below.retain(|unit| matches!(unit.level(), Level::District | Level::Commune));
        below.sort_by_cached_key(|unit| danvan_domain::fold::fold(unit.bare_name()));
        for unit in below {
            named(unit, "\u{a0}\u{a0}");
            let mut communes: Vec<_> = tree.children(unit.id, view.on).collect();
            communes.retain(|unit| unit.level() == Level::Commune);
            // Hundreds of communes are chosen by their district first; all of them are on the map and in the table.
            let is_open = is_short || unit.id == view.unit || communes.iter().any(|one| one.id == view.unit);
            communes.retain(|_| is_open);
            communes.sort_by_cached_key(|unit| danvan_domain::fold::fold(unit.bare_name()));
            for commune in communes {
                named(commune, "\u{a0}\u{a0}\u{a0}\u{a0}");
            }
        }
    }
    if !choices.iter().any(|choice| choice.is_chosen)
        && let Some(unit) = tree.get(view.unit)
    {
        choices.push(Choice::new(present.clone(), unit.name.clone(), &present));
    }
    choices
}

/// A topic's name in the reader's language.
pub fn topic_name(topics: &Topics, words: &Words, code: &str) -> String {
    match topics.get(code) {
        Some(topic) if words.language == Language::En => topic.en.clone(),
        Some(topic) => topic.vi.clone(),
        None => words.say("overview-all-topics"),
    }
}

fn topics(topics: &Topics, words: &Words, present: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new(ALL, words.say("overview-all-topics"), present)];
    add_topics(topics, words, ALL, 1, present, &mut choices);
    choices
}

fn add_topics(
    topics: &Topics,
    words: &Words,
    above: &str,
    depth: usize,
    present: &str,
    choices: &mut Vec<Choice>,
) {
    for topic in topics.children(above) {
        let label = format!("{}{}", "\u{a0}\u{a0}".repeat(depth), topic_name(topics, words, &topic.code));
        choices.push(Choice::new(topic.code.clone(), label, present));
        add_topics(topics, words, &topic.code, depth + 1, present, choices);
    }
}
