//! The word files themselves: both languages say the same things, and pages and words know each other.

use danvan_domain::{
    briefs, campaigns,
    cases::{Channel, EntryKind, Rating, Stage},
    clearance, contests,
    data::{
        Category, LegalGround, Purpose, Safeguard, Whose, consents::ConsentPurpose, requests::Right,
        retention::After,
    },
    findings, initiatives, inspections,
    observations::{HowMany, Outcome, Severity, Trend},
    people::Role,
    procedures::{Lapse, Party},
    programmes, returns,
    units::{Level, Quality, UnitKind},
};
use danvan_words::{Language, ROOMS, Words};
use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Families whose keys are made of a word at run time, `format!("label-{field}")`, and so cannot be found one by one:
/// names of fields, statuses, acts, ready answers, what the doctor looks at, commands. The making itself is looked for.
const MADE: &[&str] = &[
    "label",
    "error-title",
    "done",
    "template",
    "doctor",
    "cell",
    "help",
    "finding-told",
    "finding-rarity",
    "finding-how",
    "finding-proposal",
];

/// Families of enums, which are whole whether a page says every word of them or not.
const ENUMS: &[&str] =
    &["level", "accepts", "programme-sharing", "progress-direction", "progress-measure", "progress-rhythm"];

/// Sentences and the names of the values that stand in them.
type Sentences = BTreeMap<String, BTreeSet<String>>;

fn sentences(room: &str, text: &str) -> Sentences {
    let resource =
        fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{room}: {errors:?}"));
    let mut found = Sentences::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let name = message.id.name.to_owned();
                let mut values = BTreeSet::new();
                let pattern = message.value.unwrap_or_else(|| panic!("{room}: {name} says nothing"));
                values_of(&pattern, &mut values);
                assert!(found.insert(name.clone(), values).is_none(), "{room}: {name} stands twice");
            }
            Entry::Junk { content } => panic!("{room}: unreadable: {content}"),
            _ => {}
        }
    }
    found
}

fn values_of(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => value_of(inline, values),
            Expression::Select { selector, variants } => {
                value_of(selector, values);
                for variant in variants {
                    values_of(&variant.value, values);
                }
            }
        }
    }
}

fn value_of(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inner) = expression.as_ref() {
                value_of(inner, values);
            }
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        ast::InlineExpression::FunctionReference { .. }
        | ast::InlineExpression::MessageReference { .. }
        | ast::InlineExpression::TermReference { .. } => {
            panic!("plain sentences only: no functions, no references");
        }
    }
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_values() {
    for room in ROOMS {
        let (vi, en) = (sentences(room.name, room.vi), sentences(room.name, room.en));
        for (name, values) in &vi {
            assert_eq!(Some(values), en.get(name), "{}: {name} differs between vi and en", room.name);
        }
        for name in en.keys() {
            assert!(vi.contains_key(name), "{}: {name} is only in en", room.name);
        }
    }
}

#[test]
fn no_sentence_stands_in_two_rooms() {
    let mut home = BTreeMap::new();
    for room in ROOMS {
        for name in sentences(room.name, room.vi).into_keys() {
            if let Some(other) = home.insert(name.clone(), room.name) {
                panic!("{name} stands in {other} and in {}", room.name);
            }
        }
    }
}

#[test]
fn the_words_of_every_enum_have_names() {
    fn members<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().copied().map(word).collect()
    }
    let families = [
        ("role", members(Role::ALL, Role::word)),
        ("party", members(Party::ALL, Party::word)),
        ("lapse", members(Lapse::ALL, Lapse::word)),
        ("stage", members(Stage::ALL, Stage::word)),
        ("channel", members(Channel::ALL, Channel::word)),
        ("entry", members(EntryKind::ALL, EntryKind::word)),
        ("rating", members(Rating::ALL, Rating::word)),
        ("unit-kind", members(UnitKind::ALL, UnitKind::word)),
        ("level", members(Level::ALL, Level::word)),
        ("severity", members(Severity::ALL, Severity::word)),
        ("people", members(HowMany::ALL, HowMany::word)),
        ("trend", members(Trend::ALL, Trend::word)),
        ("outcome", members(Outcome::ALL, Outcome::word)),
        ("quality", members(Quality::ALL, Quality::word)),
        ("category", members(Category::ALL, Category::word)),
        ("whose", members(Whose::ALL, Whose::word)),
        ("purpose", members(Purpose::ALL, Purpose::word)),
        ("ground", members(LegalGround::ALL, LegalGround::word)),
        ("safeguard", members(Safeguard::ALL, Safeguard::word)),
        ("consent", members(ConsentPurpose::ALL, ConsentPurpose::word)),
        ("right", members(Right::ALL, Right::word)),
        ("after", members(After::ALL, After::word)),
        ("programme-kind", members(programmes::Kind::ALL, programmes::Kind::word)),
        ("programme-change", members(programmes::Change::ALL, programmes::Change::word)),
        ("programme-sharing", members(programmes::Sharing::ALL, programmes::Sharing::word)),
        ("joining-sort", members(programmes::Sort::ALL, programmes::Sort::word)),
        ("joining-place", members(programmes::Place::ALL, programmes::Place::word)),
        ("progress-measure", members(programmes::Measure::ALL, programmes::Measure::word)),
        ("progress-source", members(programmes::Source::ALL, programmes::Source::word)),
        ("progress-direction", members(programmes::Direction::ALL, programmes::Direction::word)),
        ("progress-adds-up", members(programmes::AddsUp::ALL, programmes::AddsUp::word)),
        ("progress-rhythm", members(programmes::Rhythm::ALL, programmes::Rhythm::word)),
        ("progress-state", members(programmes::State::ALL, programmes::State::word)),
        ("clearance-kind", members(clearance::Kind::ALL, clearance::Kind::word)),
        ("clearance-land", members(clearance::Land::ALL, clearance::Land::word)),
        ("clearance-entry", members(clearance::Sort::ALL, clearance::Sort::word)),
        ("campaign-time", members(campaigns::Time::ALL, campaigns::Time::word)),
        ("campaign-way", members(campaigns::Way::ALL, campaigns::Way::word)),
        ("campaign-answer", members(campaigns::Answer::ALL, campaigns::Answer::word)),
        ("inspection-kind", members(inspections::Kind::ALL, inspections::Kind::word)),
        ("inspection-stage", members(inspections::Stage::ALL, inspections::Stage::word)),
        ("inspection-do", members(inspections::Act::ALL, inspections::Act::word)),
        ("inspection-did", members(inspections::Act::ALL, inspections::Act::word)),
        ("inspection-outcome", members(inspections::Outcome::ALL, inspections::Outcome::word)),
        ("checklist", inspections::checklists()),
        ("finding-kind", members(findings::Kind::ALL, findings::Kind::word)),
        ("finding-method", members(findings::Method::ALL, findings::Method::word)),
        ("finding-how", members(findings::Method::ALL, findings::Method::word)),
        ("finding-state", members(findings::State::ALL, findings::State::word)),
        ("finding-do", members(findings::Act::ALL, findings::Act::word)),
        ("finding-did", members(findings::Act::ALL, findings::Act::word)),
        ("finding-act-hint", members(findings::Act::ALL, findings::Act::word)),
        ("finding-reason", members(findings::Reason::ALL, findings::Reason::word)),
        ("finding-rarity", members(findings::Rarity::ALL, findings::Rarity::word)),
        ("contest-stage", members(contests::Stage::ALL, contests::Stage::word)),
        ("contest-step", members(contests::Step::ALL, contests::Step::word)),
        ("contest-tier", members(contests::Tier::ALL, contests::Tier::word)),
        ("contest-seat", members(contests::Seat::ALL, contests::Seat::word)),
        ("contest-way", members(contests::Way::ALL, contests::Way::word)),
        ("brief-kind", members(briefs::Kind::ALL, briefs::Kind::word)),
        ("brief-stage", members(briefs::Stage::ALL, briefs::Stage::word)),
        ("brief-reach", members(briefs::Reach::ALL, briefs::Reach::word)),
        ("brief-measure", members(briefs::Measure::ALL, briefs::Measure::word)),
        ("brief-change", members(briefs::Change::ALL, briefs::Change::word)),
        ("return-stage", members(returns::Stage::ALL, returns::Stage::word)),
        ("return-timing", members(returns::Timing::ALL, returns::Timing::word)),
        ("return-do", members(returns::Act::ALL, returns::Act::word)),
        ("return-act-hint", members(returns::Act::ALL, returns::Act::word)),
        ("return-query", members(returns::Query::ALL, returns::Query::word)),
        ("initiative-kind", members(initiatives::Kind::ALL, initiatives::Kind::word)),
        ("initiative-keeper", members(initiatives::Keeper::ALL, initiatives::Keeper::word)),
        ("initiative-stage", members(initiatives::Stage::ALL, initiatives::Stage::word)),
        ("initiative-act", members(initiatives::Act::ALL, initiatives::Act::word)),
        ("initiative-done", members(initiatives::Act::ALL, initiatives::Act::word)),
        ("initiative-hint", members(initiatives::Act::ALL, initiatives::Act::word)),
        ("initiative-outcome", members(initiatives::Outcome::ALL, initiatives::Outcome::word)),
        ("initiative-how", members(initiatives::How::ALL, initiatives::How::word)),
        ("progress-link", members(programmes::Evidence::ALL, programmes::Evidence::word)),
    ];
    for language in Language::ALL {
        for (family, members) in &families {
            for member in members {
                let key = format!("{family}-{member}");
                assert!(Words::for_language(*language).has(&key), "{key} has no {language} name");
            }
        }
    }
}

/// What pages and programs ask of the word files.
#[derive(Default)]
struct Asked {
    /// Keys said by a call that can only mean a word: `say("…")`, `Note::new("…")`.
    said: BTreeMap<String, PathBuf>,
    /// Families of `of("family", …)`.
    families: BTreeMap<String, PathBuf>,
    /// What may be a family, `"family-{…}"`; it may as well be a class or an address.
    prefixes: BTreeSet<String>,
    /// Every quoted string that may be a key.
    quoted: BTreeSet<String>,
}

/// Calls whose first quoted argument is a key.
const SAYING: &[&str] = &["say(", "say_with(", "say_count(", "say_one(", "Note::new("];

impl Asked {
    fn read(&mut self, file: &Path) {
        let text = fs::read_to_string(file).unwrap_or_default();
        // Unit tests invent keys of their own.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        // A field's note begins with the field's name, and the note's own key follows in a call of its own.
        let text = &text.replace("FieldNote::new(", "FieldNote(");
        for call in SAYING {
            for rest in text.split(call).skip(1) {
                if let Some(key) = first_string(rest) {
                    self.said.insert(key.to_owned(), file.to_owned());
                }
            }
        }
        for rest in text.split(".of(").skip(1) {
            if let Some(family) = first_string(rest) {
                self.families.insert(family.to_owned(), file.to_owned());
            }
        }
        for piece in text.split('"') {
            if is_key(piece) {
                self.quoted.insert(piece.to_owned());
            }
            if let Some((family, rest)) = piece.split_once("-{")
                && is_key(family)
                && rest.contains('}')
            {
                self.prefixes.insert(family.to_owned());
            }
        }
    }

    fn uses(&self, key: &str) -> bool {
        let is_of = |family: &str| key.strip_prefix(family).is_some_and(|rest| rest.starts_with('-'));
        self.quoted.contains(key)
            || self.families.keys().any(|family| is_of(family))
            || MADE.iter().any(|family| is_of(family) && self.prefixes.contains(*family))
            || ENUMS.iter().any(|family| is_of(family))
    }
}

fn first_string(rest: &str) -> Option<&str> {
    rest.trim_start().trim_start_matches('&').strip_prefix('"')?.split('"').next().filter(|key| is_key(key))
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() < 60
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}

fn asked() -> Asked {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let mut asked = Asked::default();
    let mut folders = vec![root.join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let is_source = path.extension().is_some_and(|kind| kind == "rs" || kind == "html");
            if path.is_dir() && !["target", "tests"].contains(&name.to_string_lossy().as_ref()) {
                folders.push(path);
            } else if is_source && name != "tests.rs" {
                asked.read(&path);
            }
        }
    }
    asked
}

#[test]
fn every_key_that_is_said_has_a_sentence() {
    let words = Words::for_language(Language::Vi);
    let asked = asked();
    let missing: Vec<_> = asked.said.iter().filter(|(key, _)| !words.has(key)).collect();
    assert!(missing.is_empty(), "write these in crates/words/text/<room>.vi.ftl and .en.ftl: {missing:#?}");
    let keys: Vec<String> = ROOMS.iter().flat_map(|room| sentences(room.name, room.vi).into_keys()).collect();
    for (family, file) in &asked.families {
        let prefix = format!("{family}-");
        assert!(
            keys.iter().any(|key| key.starts_with(&prefix)),
            "no sentence begins with {prefix} ({})",
            file.display()
        );
    }
}

#[test]
fn every_sentence_is_said_by_somebody() {
    let asked = asked();
    let unused: Vec<String> = ROOMS
        .iter()
        .flat_map(|room| sentences(room.name, room.vi).into_keys())
        .filter(|key| !asked.uses(key))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}
