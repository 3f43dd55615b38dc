//! What verifying may find, named so that somebody can look.

use danvan_domain::{
    refusals::Note,
    tallies::{Cell, Measure},
};
use serde::Serialize;

/// Where what is kept is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Difference {
    /// An event is missing: after the one before it comes another position.
    Missing {
        /// Which chain.
        lane: i64,
        /// The position that should come.
        position: i64,
        /// The position that comes, when any does.
        found: Option<i64>,
    },
    /// An event is not what was written: its hash does not follow from it and the one before.
    Changed {
        /// Which chain.
        lane: i64,
        /// Where in it.
        position: i64,
    },
    /// The chain holds more events than its end says.
    Surplus {
        /// Which chain.
        lane: i64,
        /// The position at which it should end.
        position: i64,
    },
    /// A published head of the log is not in it any more: the log ends before it.
    HeadLost {
        /// Which chain.
        lane: i64,
        /// Where in it the head was.
        position: i64,
    },
    /// Another event stands where a published head was: the log was written anew.
    HeadOther {
        /// Which chain.
        lane: i64,
        /// Where in it the head was.
        position: i64,
    },
    /// A tally is not what the raw rows count.
    Tally {
        /// Which unit.
        unit: String,
        /// Which topic.
        topic: String,
        /// `d` day or `m` month.
        grain: String,
        /// Its first day.
        start: String,
        /// What is counted.
        measure: String,
        /// What is kept.
        kept: i64,
        /// What the raw rows count.
        counted: i64,
    },
    /// What the registers hold of a proceeding does not follow from what was done in it.
    Register {
        /// Which proceeding.
        proceeding: String,
    },
    /// A number of the registers is not what they hold.
    RegisterCell {
        /// Which unit.
        unit: String,
        /// Which number.
        cell: String,
        /// What is kept.
        kept: i64,
        /// What is counted anew.
        counted: i64,
    },
    /// What falls due of a visit, a promise or a request about data does not follow from what was done.
    Due {
        /// What it is, a word of the sorts of deadlines.
        sort: String,
        /// Which.
        thing: String,
    },
    /// The number of running deadlines of a unit's day is not how many there are.
    DeadlineDay {
        /// Which unit.
        unit: String,
        /// Which day.
        day: String,
        /// What is kept.
        kept: i64,
        /// What is counted anew.
        counted: i64,
    },
    /// The deadlines of a proceeding do not follow from what was done in it.
    Deadline {
        /// Which proceeding.
        proceeding: String,
    },
    /// The due days of a request about data do not follow from what was done at it.
    DataRequest {
        /// Which request.
        request: String,
    },
    /// This program goes by other rules, or other days that come with a program, than those that the house followed last.
    Rules {
        /// What stands for those that the house followed.
        followed: String,
        /// What stands for those of this program.
        own: String,
    },
    /// The stage of a visit does not follow from what was done at it.
    Visit {
        /// Which visit.
        visit: String,
    },
    /// What a team heard has no document, so that no search finds it.
    Search {
        /// Which observation.
        observation: String,
    },
    /// The text of a covenant is not what was signed.
    Covenant {
        /// Which programme.
        programme: String,
        /// Which version of it.
        version: i64,
    },
    /// What is kept of something promised in a programme is not what its reports add up to.
    Progress {
        /// Which commitment.
        commitment: String,
    },
    /// A clearance file does not stand where its proceeding does, or a sum of its account is not what was entered.
    ClearanceFile {
        /// Which file.
        file: String,
    },
    /// A sum that boards of land clearance read is not what its files add up to.
    ClearanceSum {
        /// Of which project.
        project: String,
        /// How many files are kept.
        kept: i64,
        /// How many there are.
        counted: i64,
    },
    /// A kept number of initiatives is not how many there are.
    Initiatives {
        /// Of which unit.
        unit: String,
        /// Of which year.
        year: i64,
        /// Reach, family and word.
        word: String,
        /// The number that is kept.
        kept: i64,
        /// How many there are.
        counted: i64,
    },
    /// What is kept of a commune's part of a campaign is not what its teams, members and logs add up to.
    Campaign {
        /// Which campaign.
        campaign: String,
        /// Which commune.
        unit: String,
    },
    /// A register of documents' numbers has a gap, a double, or a counter that is not its last number.
    Numbers {
        /// Whose.
        unit: String,
        /// Of which year.
        year: i64,
        /// Which series.
        series: String,
    },
}

impl Difference {
    pub(super) fn tally(cell: &Cell, measure: Measure, kept: i64, counted: i64) -> Self {
        Self::Tally {
            unit: cell.unit.to_string(),
            topic: cell.topic.clone(),
            grain: cell.grain.to_string(),
            start: cell.start.to_string(),
            measure: measure.to_string(),
            kept,
            counted,
        }
    }
}

impl Difference {
    /// The difference as a note, to be said in the reader's language.
    pub fn note(&self) -> Note {
        // Long because it is a table: each difference as a note.
        match self {
            Self::Missing { lane, position, found: Some(found) } => {
                let event = format!("{lane}:{position}");
                Note::new("verify-missing").with("event", event).with("found", format!("{lane}:{found}"))
            }
            Self::Missing { lane, position, found: None } => {
                Note::new("verify-missing-rest").with("event", format!("{lane}:{position}"))
            }
            Self::Changed { lane, position } => {
                Note::new("verify-changed").with("event", format!("{lane}:{position}"))
            }
            Self::Surplus { lane, position } => {
                Note::new("verify-surplus").with("lane", lane).with("position", position)
            }
            Self::HeadLost { lane, position } => {
                Note::new("verify-head-lost").with("event", format!("{lane}:{position}"))
            }
            Self::HeadOther { lane, position } => {
                Note::new("verify-head-other").with("event", format!("{lane}:{position}"))
            }
            Self::Tally { unit, topic, grain, start, measure, kept, counted } => Note::new("verify-tally")
                .with("unit", unit)
                .with("topic", topic)
                .with("grain", grain)
                .with("start", start)
                .with("measure", measure)
                .with("kept", kept)
                .with("counted", counted),
            Self::Deadline { proceeding } => Note::new("verify-deadline").with("proceeding", proceeding),
            Self::Register { proceeding } => Note::new("verify-register").with("proceeding", proceeding),
            Self::RegisterCell { unit, cell, kept, counted } => Note::new("verify-register-cell")
                .with("unit", unit)
                .with("cell", cell)
                .with("kept", kept)
                .with("counted", counted),
            Self::DeadlineDay { unit, day, kept, counted } => Note::new("verify-deadline-day")
                .with("unit", unit)
                .with("day", day)
                .with("kept", kept)
                .with("counted", counted),
            Self::Due { sort, thing } => Note::new("verify-due").with("sort", sort).with("thing", thing),
            Self::DataRequest { request } => Note::new("verify-data-request").with("request", request),
            Self::Rules { followed, own } => {
                Note::new("verify-rules").with("followed", followed).with("own", own)
            }
            Self::Visit { visit } => Note::new("verify-visit").with("visit", visit),
            Self::Search { observation } => Note::new("verify-search").with("observation", observation),
            Self::Covenant { programme, version } => {
                Note::new("verify-covenant").with("programme", programme).with("version", version)
            }
            Self::Progress { commitment } => Note::new("verify-progress").with("commitment", commitment),
            Self::ClearanceFile { file } => Note::new("verify-clearance-file").with("file", file),
            Self::ClearanceSum { project, kept, counted } => Note::new("verify-clearance-sum")
                .with("project", project)
                .with("kept", kept)
                .with("counted", counted),
            Self::Campaign { campaign, unit } => {
                Note::new("verify-campaign").with("campaign", campaign).with("unit", unit)
            }
            Self::Initiatives { unit, year, word, kept, counted } => Note::new("verify-initiatives")
                .with("unit", unit)
                .with("year", year)
                .with("word", word)
                .with("kept", kept)
                .with("counted", counted),
            Self::Numbers { unit, year, series } => {
                Note::new("verify-numbers").with("unit", unit).with("year", year).with("series", series)
            }
        }
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Long because it is a table: each difference in words.
        match self {
            Self::Missing { lane, position, found: Some(found) } => {
                write!(f, "event {lane}:{position} is missing; {lane}:{found} comes instead")
            }
            Self::Missing { lane, position, found: None } => {
                write!(f, "event {lane}:{position} is missing, and all after it")
            }
            Self::Changed { lane, position } => write!(f, "event {lane}:{position} was changed"),
            Self::Surplus { lane, position } => {
                write!(f, "chain {lane} should end at {position} and does not")
            }
            Self::HeadLost { lane, position } => {
                write!(f, "chain {lane} ends before {position}, whose hash was published")
            }
            Self::HeadOther { lane, position } => {
                write!(f, "event {lane}:{position} is not the one whose hash was published")
            }
            Self::Tally { unit, topic, grain, start, measure, kept, counted } => write!(
                f,
                "the tally of {measure} at unit {unit}, topic {topic}, {grain} {start} is {kept}; raw rows count {counted}"
            ),
            Self::Register { proceeding } => {
                write!(f, "what the registers hold of proceeding {proceeding} does not follow from its acts")
            }
            Self::RegisterCell { unit, cell, kept, counted } => {
                write!(
                    f,
                    "the register's number {cell} at unit {unit} is {kept}; its matters count {counted}"
                )
            }
            Self::DeadlineDay { unit, day, kept, counted } => {
                write!(f, "{kept} deadlines of unit {unit} are kept as running to {day}; there are {counted}")
            }
            Self::Deadline { proceeding } => {
                write!(f, "the deadlines of proceeding {proceeding} do not follow from its acts")
            }
            Self::Due { sort, thing } => {
                write!(f, "what falls due of {sort} {thing} does not follow from what was done")
            }
            Self::DataRequest { request } => {
                write!(f, "the due days of request {request} do not follow from its acts")
            }
            Self::Rules { followed, own } => {
                write!(f, "the house followed the rules {followed}; this program goes by {own}")
            }
            Self::Visit { visit } => write!(f, "the stage of visit {visit} does not follow from its acts"),
            Self::Search { observation } => write!(f, "observation {observation} has no document for search"),
            Self::Covenant { programme, version } => {
                write!(f, "version {version} of covenant {programme} is not what was signed")
            }
            Self::Progress { commitment } => {
                write!(f, "the progress of commitment {commitment} is not what its reports add up to")
            }
            Self::ClearanceFile { file } => {
                write!(f, "clearance file {file} does not follow from its proceeding and its account")
            }
            Self::ClearanceSum { project, kept, counted } => {
                write!(f, "the sums of clearance project {project} hold {kept} files; there are {counted}")
            }
            Self::Campaign { campaign, unit } => {
                write!(f, "what is kept of unit {unit} in campaign {campaign} is not what its rows add up to")
            }
            Self::Initiatives { unit, year, word, kept, counted } => {
                write!(
                    f,
                    "{kept} initiatives ({word}) are kept at unit {unit} for {year}; there are {counted}"
                )
            }
            Self::Numbers { unit, year, series } => {
                write!(f, "the register {series} of {year} at unit {unit} has a gap or a double")
            }
        }
    }
}
