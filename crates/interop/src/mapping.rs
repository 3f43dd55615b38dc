//! Other cities' files of requests: a mapping declares which column is what, and each row becomes a [`Request`] or is
//! refused with its line and the reason. Nothing here knows our units or topics; the importer does.

mod check;
mod encoding;
mod json;
mod moments;
mod points;
mod proposal;
mod reading;
mod records;
mod synonyms;
mod topics;
mod words;

pub use encoding::Encoding;
pub use proposal::{HEAD, Near, Proposal, propose};
pub use reading::{Opened, Refused, open};
pub use records::Form;
pub use topics::OwnTopics;
pub use words::Mojibake;

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
    /// Where requests belong, when the units are there already.
    pub places: Option<Places>,
    /// What requests are about.
    #[serde(default)]
    pub topics: TopicRules,
}

/// Where requests belong, when the units are there already.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// The name of a unit to be made for requests whose place nobody knows; without it they are refused.
    pub unknown: Option<String>,
    /// Code of the unit below which it is made; without it, the only city there is.
    pub under: Option<String>,
}

/// The file and how it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A short name that never changes: ids are made from it, so that importing twice adds nothing.
    pub name: String,
    /// What kind of file it is; without it, what its beginning shows.
    pub format: Option<Form>,
    /// In a JSON object, the name of the list that holds the records; `features` in GeoJSON.
    pub records: Option<String>,
    /// How letters are written; without it, UTF-8 or UTF-16, and anything else is refused.
    pub encoding: Option<Encoding>,
    /// What to do with letters that were garbled before they came into the file, such as `Ä‘Æ°á»ng`.
    #[serde(default)]
    pub mojibake: Mojibake,
    /// What parts columns; without it, what the heading shows.
    pub delimiter: Option<char>,
    /// The zone of its times, e.g. `America/New_York`.
    pub time_zone: String,
    /// How its times are written, e.g. `%d/%m/%Y %H:%M`, or `iso`, `epoch`, `epoch_millis`; each is tried in turn.
    #[serde(default = "iso")]
    pub dates: Vec<String>,
    /// In which language requests are: `vi` or `en`.
    #[serde(default = "english")]
    pub language: String,
}

fn iso() -> Vec<String> {
    vec!["iso".into()]
}

fn english() -> String {
    "en".into()
}

/// Which column is what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The request's own number; a row without one is known by the sum of all its cells.
    pub id: Option<String>,
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
    /// What any status means that `[status]` does not name; without it such rows are refused.
    pub status_otherwise: Option<Ending>,
    /// What it is about: a column, or several in braces, `{Type}/{Detail}`.
    pub topic: String,
    /// Where: a unit's name or code.
    pub place: Option<String>,
    /// Degrees north.
    pub lat: Option<String>,
    /// Degrees east.
    pub lon: Option<String>,
    /// Both in one column: `(lat, lon)`, `POINT (lon lat)`, or the geometry of GeoJSON.
    pub point: Option<String>,
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
    /// With which part the codes of the city's own topics begin; without it, with the source's name.
    pub prefix: Option<String>,
    /// What is done with words that are not among `ours`.
    #[serde(default)]
    pub unmapped: Unmapped,
    /// What parts the upper topic from the lower in the file's words: `-` in `SW-Dirty Alley`.
    pub separator: Option<String>,
    /// Names of upper topics, by what stands before the separator.
    #[serde(default)]
    pub upper: BTreeMap<String, String>,
    /// Within how many working days an answer is promised where the file names no day.
    #[serde(default = "ten")]
    pub promise: u16,
}

/// What is done with topics that the mapping does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmapped {
    /// They are kept as topics of the city's own.
    #[default]
    Keep,
    /// Their rows are refused.
    Refuse,
}

impl Default for TopicRules {
    fn default() -> Self {
        Self {
            ours: BTreeMap::new(),
            prefix: None,
            unmapped: Unmapped::Keep,
            separator: None,
            upper: BTreeMap::new(),
            promise: ten(),
        }
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
    /// What else there is to know of the row, though it was read.
    pub remarks: Vec<Note>,
    /// The row's cells as they stand in the file, for the list of refused rows.
    pub cells: Vec<String>,
}

impl Mapping {
    /// The names of columns that the mapping needs.
    fn needed(&self) -> Vec<String> {
        let columns = &self.columns;
        let own = [&columns.opened, &columns.topic].into_iter().chain(&columns.closed);
        let optional = [
            &columns.id,
            &columns.taken,
            &columns.due,
            &columns.status,
            &columns.place,
            &columns.lat,
            &columns.lon,
            &columns.point,
            &columns.channel,
            &columns.original,
        ];
        let district = self.city.iter().filter_map(|city| city.district.as_ref());
        let texts = [Some(&columns.words), columns.answer.as_ref()].into_iter().flatten();
        let mut names: Vec<String> = own
            .chain(optional.into_iter().flatten())
            .chain(district)
            .flat_map(|name| if name.contains('{') { reading::named_in(name) } else { vec![name.clone()] })
            .chain(texts.flat_map(|text| reading::named_in(text)))
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests;
