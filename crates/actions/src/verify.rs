//! Proving that nothing was lost or changed: the chain of events hash by hash, every tally against a new count of raw
//! rows, and a digest by which two copies of a house can be compared.
//!
//! Everything streams. Tallies are compared by sums of scrambled numbers over buckets of cells, so that memory stays
//! flat however many there are; only where a bucket differs are its cells counted one by one, to name the first.

mod chain;
mod count;
mod deadlines;
mod programmes;
mod visits;

use crate::{
    followers,
    house::{Done, House},
};
use danvan_domain::refusals::Note;
use danvan_domain::tallies::{Cell, Census, Measure};
use danvan_store::{contents, events};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many chains there are.
    pub lanes: usize,
    /// How many events they hold.
    pub events: i64,
    /// How many rows of tallies there are.
    pub tallies: i64,
    /// SHA-256 over all rows of tallies, in the order of their cells.
    pub tallies_digest: String,
    /// Every lasting table with its rows.
    pub rooms: Vec<Room>,
    /// SHA-256 over all of the above: the same for the same house on either engine.
    pub digest: String,
    /// The first difference, when there is one.
    pub difference: Option<Difference>,
}

/// What a table holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Room {
    /// The table.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// Sum of the SHA-256 of every row, which no order changes.
    pub digest: String,
}

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
    /// The stage of a visit does not follow from what was done at it.
    Visit {
        /// Which visit.
        visit: String,
    },
    /// What is kept of something promised in a programme is not what its reports add up to.
    Progress {
        /// Which commitment.
        commitment: String,
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
    fn tally(cell: &Cell, measure: Measure, kept: i64, counted: i64) -> Self {
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
            Self::Visit { visit } => Note::new("verify-visit").with("visit", visit),
            Self::Progress { commitment } => Note::new("verify-progress").with("commitment", commitment),
            Self::Numbers { unit, year, series } => {
                Note::new("verify-numbers").with("unit", unit).with("year", year).with("series", series)
            }
        }
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
            Self::Visit { visit } => write!(f, "the stage of visit {visit} does not follow from its acts"),
            Self::Progress { commitment } => {
                write!(f, "the progress of commitment {commitment} is not what its reports add up to")
            }
            Self::Numbers { unit, year, series } => {
                write!(f, "the register {series} of {year} at unit {unit} has a gap or a double")
            }
        }
    }
}

/// How often tallies are compared again when somebody acted meanwhile.
const TRIES: usize = 5;

/// Verifies the whole house. It may be used meanwhile.
///
/// # Errors
/// When the store cannot be read, or the followers cannot catch up.
pub async fn verify(house: &House) -> Done<Report> {
    let (events, mut difference) = chain::walk(&house.store).await?;
    let mut tallies = count::Compared::default();
    for _ in 0..TRIES {
        followers::drain(house).await?;
        let before = events::lanes(&house.store).await?;
        tallies = count::compare(house).await?;
        if tallies.difference.is_none() || before == events::lanes(&house.store).await? {
            break;
        }
    }
    difference = match difference {
        None => crate::chain::first_lost_of_own(house).await?,
        found => found,
    };
    difference = difference.or(tallies.difference.take());
    if difference.is_none() {
        difference = deadlines::compare(house).await?;
    }
    if difference.is_none() {
        difference = visits::compare(house).await?;
    }
    if difference.is_none() {
        difference = visits::numbers(house).await?;
    }
    if difference.is_none() {
        difference = programmes::compare(house).await?;
    }
    let lanes = events::lanes(&house.store).await?.len();
    let rooms = rooms(house).await?;
    let mut hasher = Sha256::new();
    for room in &rooms {
        hasher.update(format!("{} {} {}\n", room.name, room.rows, room.digest));
    }
    hasher.update(&tallies.digest);
    Ok(Report {
        lanes,
        events,
        tallies: tallies.rows,
        tallies_digest: tallies.digest,
        rooms,
        digest: hex(&hasher.finalize()),
        difference,
    })
}

/// Counts raw rows anew and puts that in the place of the tallies, in one change: after units of the past were changed,
/// or a difference was understood.
///
/// # Errors
/// When the store cannot be read or written; the tallies then stay.
pub async fn rebuild_tallies(house: &House) -> Done<()> {
    count::rebuild(house).await
}

/// Writes a count that somebody made along the way into empty tallies, which then follow the events from here on: for a
/// city that was just filled.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn fill_tallies(house: &House, census: Census<'_>) -> Done<()> {
    let mut change = house.store.begin().await?;
    count::write(&mut change, census).await?;
    for (lane, position) in events::lanes(&house.store).await? {
        events::followed(&mut change, followers::TALLIES, lane, position).await?;
        // A city's life has no letters yet.
        events::followed(&mut change, followers::REGISTERS, lane, position).await?;
    }
    Ok(change.commit().await?)
}

async fn rooms(house: &House) -> Done<Vec<Room>> {
    let mut rooms = Vec::new();
    for table in contents::tables(&house.store).await? {
        let (mut rows, mut sum) = (0, [0_u64; 4]);
        contents::each_row(&house.store, &table, |row| {
            rows += 1;
            let hash = Sha256::digest(row);
            for (own, part) in sum.iter_mut().zip(hash.chunks_exact(8)) {
                *own = own.wrapping_add(part.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
            }
        })
        .await?;
        let digest: Vec<u8> = sum.iter().flat_map(|part| part.to_be_bytes()).collect();
        rooms.push(Room { name: table.name.clone(), rows, digest: hex(&digest) });
    }
    Ok(rooms)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
