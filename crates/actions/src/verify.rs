//! Proving that nothing was lost or changed: the chain of events hash by hash, every tally against a new count of raw
//! rows, and a digest by which two copies of a house can be compared.
//!
//! Everything streams. Tallies are compared by sums of scrambled numbers over buckets of cells, so that memory stays
//! flat however many there are; only where a bucket differs are its cells counted one by one, to name the first.

mod campaigns;
mod chain;
mod clearance;
mod count;
mod covenants;
mod deadlines;
mod difference;
mod initiatives;
mod inspections;
mod programmes;
mod requests;
mod returns;
mod search;
mod visits;

pub use difference::Difference;

use crate::{
    followers,
    house::{Done, House},
};
use danvan_domain::tallies::Census;
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
        difference = derived(house).await?;
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

/// The first thing that does not follow from what it is derived from, room by room.
async fn derived(house: &House) -> Done<Option<Difference>> {
    let mut difference = deadlines::compare(house).await?;
    // What follows below is computed by the rules of now: where the house still follows others, that is what there is to say.
    if difference.is_none() {
        difference = deadlines::other_rules(house).await?;
    }
    if difference.is_none() {
        difference = requests::compare(house).await?;
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
    if difference.is_none() {
        difference = initiatives::compare(house).await?;
    }
    if difference.is_none() {
        difference = clearance::compare(house).await?;
    }
    if difference.is_none() {
        difference = campaigns::compare(house).await?;
    }
    if difference.is_none() {
        difference = covenants::compare(house).await?;
    }
    if difference.is_none() {
        difference = returns::compare(house).await?;
    }
    if difference.is_none() {
        difference = inspections::compare(house).await?;
    }
    if difference.is_none() {
        difference = search::compare(house).await?;
    }
    Ok(difference)
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

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
