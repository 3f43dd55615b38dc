//! Other cities' files of requests: a mapping declares which column is what, and each row becomes a [`Request`] or is
//! refused with its line and the reason. Nothing here knows our units or topics; the importer does.

mod encoding;
mod moments;
mod reading;
mod topics;

pub use encoding::Encoding;
pub use reading::{Opened, Refused, open};
pub use topics::OwnTopics;

use danvan_domain::{
    cases::Channel,
    refusals::Note,
    time::{Day, Moment},
    units::{Point, UnitKind},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A declared mapping, as its TOML file says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The file and how it is written.
    pub source: Source,
    /// Which column is what.
    pub columns: Columns,
    /// What a status means, by the file's own words.
    #[serde(default)]
    pub status: BTreeMap<String, Ending>,
    /// By which way a request came, by the file's own words.
    #[serde(default)]
    pub channel: BTreeMap<String, Channel>,
    /// The city to be made from the file; without it, places are units that are there already.
    pub city: Option<City>,
    /// What requests are about.
    #[serde(default)]
    pub topics: TopicRules,
}

/// The file and how it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A short name that never changes: ids are made from it, so that importing twice adds nothing.
    pub name: String,
    /// How letters are written; without it, UTF-8, and anything else is refused.
    pub encoding: Option<Encoding>,
    /// What parts columns; without it, what the heading shows.
    pub delimiter: Option<char>,
    /// The zone of its times, e.g. `America/New_York`.
    pub time_zone: String,
    /// How its times are written, e.g. `%d/%m/%Y %H:%M`; each is tried in turn.
    pub dates: Vec<String>,
    /// In which language requests are: `vi` or `en`.
    #[serde(default = "english")]
    pub language: String,
}

fn english() -> String {
    "en".into()
}

/// Which column is what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The request's own number.
    pub id: String,
    /// When it came in.
    pub opened: String,
    /// When it was closed; the first filled one counts.
    #[serde(default)]
    pub closed: Vec<String>,
    /// When somebody took it.
    pub taken: Option<String>,
    /// By when it had to be answered.
    pub due: Option<String>,
    /// How far it has come; without it, what has a closing time is closed.
    pub status: Option<String>,
    /// What it is about.
    pub topic: String,
    /// Where: a unit's name or code.
    pub place: Option<String>,
    /// Degrees north.
    pub lat: Option<String>,
    /// Degrees east.
    pub lon: Option<String>,
    /// What was said: text with columns in braces, `{Type}: {Address}`; a line whose columns are all empty is left out.
    pub words: String,
    /// What was answered, written in the same way.
    pub answer: Option<String>,
    /// By which way it came.
    pub channel: Option<String>,
    /// The number of the request that this one repeats.
    pub original: Option<String>,
    /// Columns that are known and not needed.
    #[serde(default)]
    pub ignore: Vec<String>,
}

/// Where a request stands, in our words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Nobody took it yet.
    Received,
    /// Somebody is on it.
    Accepted,
    /// Answered; whoever asked may still say whether it is solved.
    Answered,
    /// Answered and closed.
    Closed,
    /// Refused because it belongs elsewhere.
    NotOurs,
    /// Refused for another reason.
    Refused,
    /// The same matter as another request.
    Duplicate,
}

/// The city to be made from a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Its code, with which the codes of its parts begin.
    pub code: String,
    /// Its name.
    pub name: String,
    /// First day of all its units.
    pub from: Day,
    /// What its parts are.
    #[serde(default = "neighbourhood")]
    pub kind: UnitKind,
    /// The column of the district a place lies in, if it has districts.
    pub district: Option<String>,
    /// How a district is called, `{}` standing for what the column says.
    #[serde(default = "itself")]
    pub district_name: String,
    /// The name of the unit for requests without any place; without it they are refused.
    pub unplaced: Option<String>,
    /// South, west, north, east: points outside are slips of the pen and are left out.
    pub bounds: Option<[f64; 4]>,
    /// Other spellings of a place, and its right one.
    #[serde(default)]
    pub spellings: BTreeMap<String, String>,
}

const fn neighbourhood() -> UnitKind {
    UnitKind::Neighbourhood
}

fn itself() -> String {
    "{}".into()
}

/// What requests are about, in our words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicRules {
    /// Codes of our topics, by the file's own words.
    #[serde(default)]
    pub ours: BTreeMap<String, String>,
    /// With which part the codes of the city's own topics begin; without it, what is not among `ours` is refused.
    pub prefix: Option<String>,
    /// What parts the upper topic from the lower in the file's words: `-` in `SW-Dirty Alley`.
    pub separator: Option<String>,
    /// Names of upper topics, by what stands before the separator.
    #[serde(default)]
    pub upper: BTreeMap<String, String>,
    /// Within how many working days an answer is promised where the file names no day.
    #[serde(default = "ten")]
    pub promise: u16,
}

impl Default for TopicRules {
    fn default() -> Self {
        Self { ours: BTreeMap::new(), prefix: None, separator: None, upper: BTreeMap::new(), promise: ten() }
    }
}

const fn ten() -> u16 {
    10
}

/// A row as a request in our words; place and topic are still the file's.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Its line in the file.
    pub line: u64,
    /// Its number there.
    pub id: String,
    /// When it came in.
    pub opened: Moment,
    /// When somebody took it.
    pub taken: Option<Moment>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// By when it had to be answered.
    pub due: Option<Moment>,
    /// Where it stands.
    pub ending: Ending,
    /// The file's word for that.
    pub status: String,
    /// What it is about.
    pub topic: String,
    /// Where.
    pub place: Option<String>,
    /// The district the place lies in.
    pub district: Option<String>,
    /// Where on the map.
    pub point: Option<Point>,
    /// What was said.
    pub words: String,
    /// What was answered.
    pub answer: String,
    /// By which way it came.
    pub channel: Channel,
    /// The number of the request that this one repeats.
    pub original: Option<String>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// What is wrong with it and where, in one sentence.
    pub fn read(text: &str) -> Result<Self, Note> {
        let bad = |reason: String| Note::new("import-mapping").with("reason", reason);
        let mapping: Self = toml::from_str(text).map_err(|error| bad(error.to_string()))?;
        moments::Reader::new(&mapping.source).map_err(bad)?;
        if let Some(letter) = mapping.source.delimiter.filter(|letter| !letter.is_ascii()) {
            return Err(bad(format!("the delimiter {letter:?} is not one byte")));
        }
        if mapping.source.name.is_empty() || !mapping.source.name.bytes().all(is_of_code) {
            return Err(bad("source.name must be of small letters, digits and _".into()));
        }
        if let Some(prefix) = mapping.topics.prefix.as_ref().filter(|prefix| !prefix.bytes().all(is_of_code))
        {
            return Err(bad(format!("topics.prefix {prefix:?} must be of small letters, digits and _")));
        }
        if !matches!(mapping.source.language.as_str(), "vi" | "en") {
            return Err(bad("source.language must be vi or en".into()));
        }
        Ok(mapping)
    }

    /// The names of columns that the mapping needs.
    fn needed(&self) -> Vec<String> {
        let columns = &self.columns;
        let own = [&columns.id, &columns.opened, &columns.topic].into_iter().chain(&columns.closed);
        let optional = [
            &columns.taken,
            &columns.due,
            &columns.status,
            &columns.place,
            &columns.lat,
            &columns.lon,
            &columns.channel,
            &columns.original,
        ];
        let district = self.city.iter().filter_map(|city| city.district.as_ref());
        let texts = [Some(&columns.words), columns.answer.as_ref()].into_iter().flatten();
        let mut names: Vec<String> = own
            .chain(optional.into_iter().flatten())
            .chain(district)
            .cloned()
            .chain(texts.flat_map(|text| reading::named_in(text)))
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

const fn is_of_code(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

#[cfg(test)]
mod tests;
