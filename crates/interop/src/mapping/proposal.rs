//! Proposing a mapping from a file's beginning: what its columns, times, statuses and topics most likely are. What cannot
//! be told from the file is left open, to be said by whoever knows.

use super::{
    Encoding, Ending, Form, Mojibake, Source, encoding, iso,
    moments::Reader,
    records::Records,
    synonyms::{COLUMNS, bears, ending},
    words::ungarbled,
};
use danvan_domain::{
    fold::{fold, tidy},
    refusals::Note,
    time::{Day, Moment},
    topics::{Topic, Topics},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many bytes of a file are enough to see how it is made.
pub const HEAD: u64 = 4 << 20;
/// So many rows of them are looked at.
const ROWS: usize = 5000;

/// How times are written, the surer first; those that read the other way round as well follow each other.
const DATES: [&str; 22] = [
    "iso",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%H:%M:%S %d/%m/%Y",
    "%H:%M %d/%m/%Y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y %I:%M:%S %p",
    "%d/%m/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
    "epoch",
    "epoch_millis",
];

/// What a mapping of a file would most likely say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// Rows that were looked at.
    pub rows: usize,
    /// What has to be declared of its letters.
    pub encoding: Option<Encoding>,
    /// A cell whose letters were garbled before they came into the file.
    pub garbled: Option<String>,
    /// `vi` or `en`.
    pub language: &'static str,
    /// How its times are written.
    pub dates: Vec<String>,
    /// False when day and month could as well stand the other way round.
    pub dates_sure: bool,
    /// A time that none of them reads.
    pub unread: Option<String>,
    /// Which column is what, by the names of a mapping's keys; `title` and `address` are parts of the words.
    pub columns: BTreeMap<&'static str, String>,
    /// Columns that are none of these.
    pub others: Vec<String>,
    /// The words of the status, how often each stands there, and what it most likely means.
    pub statuses: Vec<(String, u64, Option<Ending>)>,
    /// The same of the ways by which requests came.
    pub channels: Vec<(String, u64)>,
    /// What requests are about, how often, and our nearest topic.
    pub topics: Vec<(String, u64, Option<Near>)>,
    /// South, west, north, east of nearly all points.
    pub bounds: Option<[f64; 4]>,
    /// The first day on which something came in.
    pub first: Option<Day>,
}

/// A topic of ours near to a file's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its code.
    pub code: String,
    /// Whether it is called just so, so that no choice is left.
    pub same: bool,
}

/// Looks at the beginning of a file, of which `is_all` says whether it is the whole.
///
/// # Errors
/// A file that is empty or cannot be read.
pub fn propose(head: &[u8], is_all: bool) -> Result<Proposal, Note> {
    let source = Source {
        name: String::new(),
        format: None::<Form>,
        records: None,
        encoding: encoding::guess(head),
        mojibake: Mojibake::Keep,
        delimiter: None,
        time_zone: "UTC".into(),
        dates: iso(),
        language: "vi".into(),
    };
    let mut records = Records::open(head, &source)?;
    let headings = records.headings.clone();
    let mut rows: Vec<Vec<String>> = Vec::new();
    while rows.len() < ROWS {
        match records.next() {
            Some((_, Ok(cells))) => rows.push(headings.iter().map(|name| tidy(cells.raw(name))).collect()),
            Some((_, Err(_))) => {}
            None => break,
        }
    }
    // The last row of a part is most likely cut.
    if !is_all && rows.len() < ROWS {
        rows.pop();
    }
    let table = Table { headings, rows };
    let mut proposal = Proposal { rows: table.rows.len(), encoding: source.encoding, ..Proposal::default() };
    proposal.garbled = table.rows.iter().flatten().find(|cell| ungarbled(cell).is_some()).cloned();
    table.name_columns(&mut proposal);
    proposal.language = if table.is_vietnamese() { "vi" } else { "en" };
    table.read_dates(&mut proposal);
    table.count(&mut proposal);
    table.measure(&mut proposal);
    Ok(proposal)
}

struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The filled cells of a column.
    fn cells<'t>(&'t self, name: &str) -> impl Iterator<Item = &'t str> {
        let at = self.headings.iter().position(|heading| heading == name).unwrap_or(usize::MAX);
        self.rows
            .iter()
            .filter_map(move |row| row.get(at))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    }

    fn name_columns(&self, proposal: &mut Proposal) {
        let mut left: BTreeSet<&String> = self.headings.iter().collect();
        for wanted in [2, 1] {
            for (key, names) in COLUMNS {
                if proposal.columns.contains_key(key) {
                    continue;
                }
                let fits = |heading: &&&String, name: &str| {
                    left.contains(**heading) && bears(heading, name) == wanted && self.may_be(key, heading)
                };
                let mut by_name =
                    names.iter().filter_map(|name| self.headings.iter().find(|heading| fits(&heading, name)));
                if let Some(heading) = by_name.next() {
                    proposal.columns.insert(key, heading.clone());
                    left.remove(heading);
                }
            }
        }
        // Half a point is none.
        if proposal.columns.contains_key("lat") != proposal.columns.contains_key("lon") {
            proposal.columns.remove("lat");
            proposal.columns.remove("lon");
        }
        if proposal.columns.contains_key("lat") {
            proposal.columns.remove("point");
        }
        let named: BTreeSet<&String> = proposal.columns.values().collect();
        proposal.others = self.headings.iter().filter(|name| !named.contains(name)).cloned().collect();
    }

    /// Whether what stands in a column can be what its name says.
    fn may_be(&self, key: &str, heading: &str) -> bool {
        let most = |test: &dyn Fn(&str) -> bool| {
            let (mut good, mut all) = (0, 0);
            for cell in self.cells(heading).take(500) {
                good += usize::from(test(cell));
                all += 1;
            }
            good * 2 >= all
        };
        match key {
            "opened" | "closed" | "taken" | "due" => {
                let readers: Vec<Reader> = DATES.iter().map(|pattern| Reader::of(pattern)).collect();
                most(&|cell| readers.iter().any(|reader| plausible(reader, cell).is_some()))
            }
            "lat" | "lon" => {
                most(&|cell| cell.replace(',', ".").parse().is_ok_and(|degrees: f64| degrees.abs() <= 180.0))
            }
            "id" => {
                let different: BTreeSet<&str> = self.cells(heading).collect();
                different.len() * 10 >= self.cells(heading).count() * 9
            }
            // When it was answered is no answer.
            "words" | "answer" | "title" => !most(&|cell| self.is_a_time(cell)),
            _ => true,
        }
    }

    fn is_a_time(&self, cell: &str) -> bool {
        DATES.iter().any(|pattern| plausible(&Reader::of(pattern), cell).is_some())
    }

    fn is_vietnamese(&self) -> bool {
        let marked =
            |letter: char| matches!(letter, 'ơ' | 'ư' | 'đ' | 'Ơ' | 'Ư' | 'Đ' | '\u{1ea0}'..='\u{1ef9}');
        let has = |text: &String| text.chars().any(marked);
        let some = self.rows.iter().take(200).filter(|row| row.iter().any(has)).count();
        self.headings.iter().any(has) || some * 4 > self.rows.len().min(200)
    }

    /// Takes the format that reads most, then those that read what is left.
    fn read_dates(&self, proposal: &mut Proposal) {
        let keys = ["opened", "closed", "taken", "due"];
        let columns: Vec<&String> = keys.iter().filter_map(|key| proposal.columns.get(key)).collect();
        let mut left: Vec<&str> = columns.iter().flat_map(|name| self.cells(name)).collect();
        let readers: Vec<(&str, Reader)> =
            DATES.iter().map(|pattern| (*pattern, Reader::of(pattern))).collect();
        let reads = |reader: &Reader, left: &[&str]| {
            left.iter().filter(|cell| plausible(reader, cell).is_some()).count()
        };
        proposal.dates_sure = true;
        while !left.is_empty() {
            let counts = readers.iter().map(|(pattern, reader)| (reads(reader, &left), *pattern, reader));
            // Of equals the first wins.
            let Some((count, pattern, reader)) = counts.rev().max_by_key(|(count, ..)| *count) else { break };
            if count == 0 {
                break;
            }
            let turned = pattern.replace("%d", "%D").replace("%m", "%d").replace("%D", "%m");
            let other = readers.iter().find(|(other, _)| turned != pattern && *other == turned);
            proposal.dates_sure &= other.is_none_or(|(_, other)| reads(other, &left) < count);
            proposal.dates.push(pattern.to_owned());
            left.retain(|cell| plausible(reader, cell).is_none());
        }
        proposal.unread = left.first().map(|cell| (*cell).to_owned());
        let opened = proposal.columns.get("opened").map(|name| self.cells(name));
        let chosen: Vec<&Reader> = readers
            .iter()
            .filter(|(pattern, _)| proposal.dates.iter().any(|date| date == pattern))
            .map(|(_, reader)| reader)
            .collect();
        let moments = opened
            .into_iter()
            .flatten()
            .filter_map(|cell| chosen.iter().find_map(|reader| plausible(reader, cell)));
        proposal.first = moments.min().map(Moment::day);
    }

    fn counted(&self, name: Option<&String>) -> Vec<(String, u64)> {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for cell in name.into_iter().flat_map(|name| self.cells(name)) {
            *counts.entry(cell).or_default() += 1;
        }
        let mut counts: Vec<(String, u64)> =
            counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }

    fn count(&self, proposal: &mut Proposal) {
        let of = |key: &str| self.counted(proposal.columns.get(key));
        let statuses = of("status").into_iter().map(|(word, count)| {
            let ending = ending(&word);
            (word, count, ending)
        });
        let topics = of("topic").into_iter().map(|(word, count)| {
            let near = near(&word);
            (word, count, near)
        });
        let (statuses, topics, channels) = (statuses.collect(), topics.collect(), of("channel"));
        (proposal.statuses, proposal.topics, proposal.channels) = (statuses, topics, channels);
    }

    /// Where nearly all points lie, with some room around; whole degrees are blanks in disguise.
    fn measure(&self, proposal: &mut Proposal) {
        let degrees = |key: &str| -> Vec<f64> {
            let cells = proposal.columns.get(key).into_iter().flat_map(|name| self.cells(name));
            let numbers = cells.filter_map(|cell| cell.replace(',', ".").parse::<f64>().ok());
            let mut numbers: Vec<f64> = numbers.filter(|number| number.fract() != 0.0).collect();
            numbers.sort_by(f64::total_cmp);
            numbers
        };
        let ends = |numbers: &[f64]| -> Option<(f64, f64)> {
            let cut = numbers.len() / 200;
            let (least, most) = (numbers.get(cut)?, numbers.get(numbers.len() - 1 - cut)?);
            let round = |number: f64| (number * 100.0).round() / 100.0;
            Some((round(least - 0.02), round(most + 0.02)))
        };
        proposal.bounds = ends(&degrees("lat"))
            .zip(ends(&degrees("lon")))
            .map(|((south, north), (west, east))| [south, west, north, east]);
    }
}

/// A time that requests of today's systems may have.
fn plausible(reader: &Reader, text: &str) -> Option<Moment> {
    reader.read(text).filter(|moment| (1990..2100).contains(&moment.day().0.year()))
}

/// The topic of ours that is called so, or else shares most words.
fn near(word: &str) -> Option<Near> {
    let topics = Topics::facts();
    let said = fold(word);
    let called = |topic: &&Topic| {
        let keywords = topic.keywords.split(';').map(fold);
        [fold(&topic.vi), fold(&topic.en)].into_iter().chain(keywords).any(|name| name == said)
    };
    if let Some(topic) = topics.iter().find(called) {
        return Some(Near { code: topic.code.clone(), same: true });
    }
    let shared = |topic: &Topic| {
        let names = fold(&format!("{} {} {}", topic.vi, topic.en, topic.keywords));
        let names: BTreeSet<&str> = names.split(' ').collect();
        said.split(' ').filter(|part| part.len() > 2 && names.contains(part)).count()
    };
    // Of equals the first wins.
    let most = |among: Vec<&Topic>, least: usize| {
        let counted = among.into_iter().map(|topic| (shared(topic), topic)).rev();
        let most = counted.filter(|(count, _)| *count >= least).max_by_key(|(count, _)| *count);
        most.map(|(_, topic)| topic.code.clone())
    };
    let suggested = most(topics.suggest(word), 0).or_else(|| most(topics.search(word), 0));
    let code = suggested.or_else(|| most(topics.iter().collect(), 1))?;
    Some(Near { code, same: false })
}

#[cfg(test)]
mod tests;
