//! What things are about: a tree of livelihood topics, each with its promise of an answer. Topics are about places and
//! services, never about a person's belief, origin or opinion.

use crate::{
    facts::{Fault, embedded, read_rows},
    fold::fold,
    procedures::LARGEST_AMOUNT,
    refusals::Note,
};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::{HashMap, hash_map::Entry},
    sync::LazyLock,
};
use unicode_normalization::UnicodeNormalization;

/// The root that stands above every topic: all of them.
pub const ALL: &str = "all";

/// One topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// How it is stored and addressed, e.g. `water.clean`.
    pub code: String,
    /// The topic above it; none directly under [`ALL`].
    pub parent: Option<String>,
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name.
    pub en: String,
    /// Within how many working days an answer is promised.
    pub promise: u16,
    /// Whether a case of it may be urgent.
    pub urgent: bool,
    /// Whether it is among those offered first.
    pub first: bool,
    /// The word of its icon.
    pub icon: String,
    /// What a resident is asked, in Vietnamese.
    pub question_vi: String,
    /// What a resident is asked, in English.
    pub question_en: String,
    /// Other words for it, parted by `;`.
    #[serde(default)]
    pub keywords: String,
}

/// The folded words by which a topic is found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    names: [String; 2],
    keywords: Vec<String>,
    phrases: Vec<Phrase>,
}

/// A name or keyword as a letter may say it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    marked: String,
    /// Without diacritics; none where it would mean too many other things ("chùa" and "chưa").
    plain: Option<String>,
}

/// The tree of topics, in the order of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topics {
    rows: Vec<Topic>,
    places: HashMap<String, usize>,
    found: Vec<Found>,
}

static FACTS: LazyLock<Topics> =
    LazyLock::new(|| embedded("topics", Topics::read(include_str!("../facts/topics.csv"))));

impl Topics {
    /// The topics danvan comes with.
    pub fn facts() -> &'static Self {
        &FACTS
    }

    /// Topics from a CSV text.
    ///
    /// # Errors
    /// Malformed lines, and what [`Topics::new`] refuses.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        Self::new(read_rows(text)?)
    }

    /// Topics from rows, each with the line by which its faults are told.
    ///
    /// # Errors
    /// Malformed and duplicate codes, unknown parents, cycles, and promises out of range: all of them at once.
    pub fn new(rows: Vec<(u64, Topic)>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut places = HashMap::new();
        for (place, (line, topic)) in rows.iter().enumerate() {
            let mut refuse = |key: &str| {
                faults.push(Fault::at(*line, Note::new(key).with("code", &topic.code)));
            };
            if !is_code(&topic.code) {
                refuse("topic-code");
            }
            if !(1..=LARGEST_AMOUNT).contains(&topic.promise) {
                refuse("topic-promise");
            }
            if topic.vi.is_empty() || topic.en.is_empty() {
                refuse("topic-name");
            }
            match places.entry(topic.code.clone()) {
                Entry::Vacant(free) => drop(free.insert(place)),
                Entry::Occupied(_) => refuse("topic-twice"),
            }
        }
        for (line, topic) in &rows {
            if let Some(parent) = topic.parent.as_ref().filter(|parent| !places.contains_key(*parent)) {
                let note = Note::new("topic-parent").with("code", &topic.code).with("parent", parent);
                faults.push(Fault::at(*line, note));
            } else if climbs_forever(&rows, &places, topic) {
                faults.push(Fault::at(*line, Note::new("topic-cycle").with("code", &topic.code)));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let rows: Vec<Topic> = rows.into_iter().map(|(_, topic)| topic).collect();
        let found = rows.iter().map(Found::of).collect();
        Ok(Self { rows, places, found })
    }

    /// The topic with a code.
    pub fn get(&self, code: &str) -> Option<&Topic> {
        self.places.get(code).map(|place| &self.rows[*place])
    }

    /// Every topic, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Topic> {
        self.rows.iter()
    }

    /// Those offered first.
    pub fn first(&self) -> impl Iterator<Item = &Topic> {
        self.iter().filter(|topic| topic.first)
    }

    /// The topics directly under a code; under [`ALL`], the upper level.
    pub fn children(&self, code: &str) -> impl Iterator<Item = &Topic> {
        self.iter().filter(move |topic| topic.parent.as_deref().unwrap_or(ALL) == code)
    }

    /// The codes above a topic, nearest first and [`ALL`] last; nothing for an unknown code and for [`ALL`].
    pub fn ancestors(&self, code: &str) -> Vec<&str> {
        let Some(topic) = self.get(code) else { return Vec::new() };
        let above = std::iter::successors(topic.parent.as_deref(), |code| self.get(code)?.parent.as_deref());
        above.chain([ALL]).collect()
    }

    /// A topic's code and all codes below it; for [`ALL`], every code and [`ALL`] itself. Nothing for an unknown code.
    pub fn subtree(&self, code: &str) -> Vec<&str> {
        let top = if code == ALL { Some(ALL) } else { self.get(code).map(|topic| topic.code.as_str()) };
        let below = self.iter().map(|topic| topic.code.as_str());
        top.into_iter().chain(below.filter(|below| self.ancestors(below).contains(&code))).collect()
    }

    /// The topics that a search box means, best first and the particular before the
    /// general: without diacritics, by name or by another word for it.
    pub fn search(&self, text: &str) -> Vec<&Topic> {
        let query = fold(text);
        if query.is_empty() {
            return Vec::new();
        }
        let ranks = self.found.iter().enumerate();
        let mut ranked: Vec<(u8, bool, usize)> = ranks
            .filter_map(|(place, found)| {
                let has_children = self.children(&self.rows[place].code).next().is_some();
                Some((found.rank(&query)?, has_children, place))
            })
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(.., place)| &self.rows[place]).collect()
    }

    /// The topics of which a letter speaks: those of whose names and words it contains the longest, best first.
    /// A letter with diacritics is taken at its word; one without is matched by phrases that stay clear without them.
    pub fn suggest(&self, letter: &str) -> Vec<&Topic> {
        let (marked, plain) = (padded(&spaced(letter)), padded(&fold(letter)));
        let has_marks = !letter.is_ascii();
        let said = |phrase: &Phrase| {
            let plainly = || phrase.plain.as_ref().is_some_and(|words| plain.contains(&padded(words)));
            if has_marks { marked.contains(&padded(&phrase.marked)) } else { plainly() }
        };
        let longest = |found: &Found| {
            found
                .phrases
                .iter()
                .filter(|phrase| said(phrase))
                .map(|phrase| phrase.marked.chars().count())
                .max()
        };
        let lengths = self.found.iter().enumerate();
        let mut ranked: Vec<(Reverse<usize>, usize)> =
            lengths.filter_map(|(place, found)| Some((Reverse(longest(found)?), place))).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, place)| &self.rows[place]).collect()
    }
}

impl Found {
    fn of(topic: &Topic) -> Self {
        let keywords = || topic.keywords.split(';').filter(|words| !fold(words).is_empty());
        Self {
            names: [fold(&topic.vi), fold(&topic.en)],
            keywords: keywords().map(fold).collect(),
            phrases: [topic.vi.as_str(), &topic.en].into_iter().chain(keywords()).map(Phrase::of).collect(),
        }
    }

    /// How well a folded query fits, 0 best.
    fn rank(&self, query: &str) -> Option<u8> {
        let begins_a_word = |text: &String| format!(" {text}").contains(&format!(" {query}"));
        if self.names.iter().chain(&self.keywords).any(|text| text == query) {
            Some(0)
        } else if self.names.iter().any(|name| name.starts_with(query)) {
            Some(1)
        } else if self.names.iter().any(begins_a_word) {
            Some(2)
        } else if self.keywords.iter().any(begins_a_word) {
            Some(3)
        } else {
            let texts = || self.names.iter().chain(&self.keywords);
            let held = |word: &str| texts().any(|text| text.split(' ').any(|own| own.starts_with(word)));
            query.split(' ').all(held).then_some(4)
        }
    }
}

impl Phrase {
    fn of(words: &str) -> Self {
        let (marked, plain) = (spaced(words), fold(words));
        let is_clear = plain.contains(' ') || (marked == plain && plain.len() >= 5);
        Self { plain: is_clear.then_some(plain), marked }
    }
}

/// Lower case with diacritics, and one space for everything between words.
fn spaced(text: &str) -> String {
    let letters: String = text
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn padded(words: &str) -> String {
    format!(" {words} ")
}

fn is_code(code: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    code != ALL && code.len() <= 60 && code.split('.').all(part)
}

fn climbs_forever(rows: &[(u64, Topic)], places: &HashMap<String, usize>, topic: &Topic) -> bool {
    let above = std::iter::successors(Some(topic), |topic| {
        let place = places.get(topic.parent.as_ref()?)?;
        Some(&rows[*place].1)
    });
    above.take(rows.len() + 1).count() > rows.len()
}

#[cfg(test)]
mod tests;
