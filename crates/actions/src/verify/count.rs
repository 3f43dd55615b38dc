//! Counting raw rows anew and comparing with the tallies, in memory that does not grow with them.

use super::{Difference, hex};
use crate::{
    followers::TALLIES,
    house::{Done, Facts, House},
};
use danvan_domain::{
    cases::EntryKind,
    ids::CaseId,
    tallies::{Batch, Cell, Census, Counts, Delta, Grain, Measure, settled, taken},
    time::Day,
};
use danvan_store::{
    Change, StoreError, events, settings,
    snapshot::Snapshot,
    tallies::{
        self,
        days::{self, Packer},
        raw::{Line, each_heard, each_line},
    },
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Into how many buckets cells fall: one in so many is counted a second time when a bucket differs.
const BUCKETS: usize = 4096;

/// How many cells are added up before they are looked at.
const ENOUGH: usize = 20_000;

const PAGE: i64 = 2000;

/// What the comparison found.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) rows: i64,
    pub(super) digest: String,
    pub(super) difference: Option<Difference>,
}

/// A number that stands for a cell as good as chance; sums of them differ when what is summed does.
fn scrambled(cell: &Cell, measure: usize) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, cell, measure).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

fn bucket_of(cell: &Cell) -> usize {
    let mut hasher = DefaultHasher::new();
    cell.hash(&mut hasher);
    usize::try_from(hasher.finish() % BUCKETS as u64).unwrap_or(0)
}

fn add(buckets: &mut [u128], cell: &Cell, counts: &Counts) {
    let sum = &mut buckets[bucket_of(cell)];
    for (measure, count) in counts.0.iter().enumerate().filter(|(_, count)| **count != 0) {
        let part = scrambled(cell, measure).wrapping_mul(u128::from(count.unsigned_abs()));
        *sum = if *count < 0 { sum.wrapping_sub(part) } else { sum.wrapping_add(part) };
    }
}

/// Counts the acts of one case after another.
struct Acts {
    case: Option<CaseId>,
    is_settled: bool,
}

impl Acts {
    /// What one line adds: with the first line of a case also what the case itself says.
    fn of(&mut self, line: &Line) -> Vec<Delta> {
        let mut found = Vec::new();
        let mut add = |measure: Measure, day: Day| {
            found.push(Delta { measure, topic: line.topic.clone(), place: line.place, day, count: 1 });
        };
        if self.case != Some(line.case) {
            *self = Self { case: Some(line.case), is_settled: false };
            add(Measure::Received, line.received_on);
            if let Some(at) = line.accepted_at {
                add(taken(at <= line.receive_due_at), at.day());
            }
        }
        let Some((kind, day)) = line.entry else { return found };
        match kind {
            EntryKind::Answered => add(Measure::Answered, day),
            EntryKind::Refused => add(Measure::Refused, day),
            EntryKind::Reopened => add(Measure::Reopened, day),
            EntryKind::Solved => add(Measure::Solved, day),
            EntryKind::Supported => add(Measure::Supported, day),
            _ => {}
        }
        if matches!(kind, EntryKind::Answered | EntryKind::Refused)
            && !self.is_settled
            && let Some(on_time) = line.on_time
        {
            self.is_settled = true;
            add(settled(on_time), day);
        }
        found
    }
}

/// Shows everything that raw rows said was done at an instant.
async fn each_delta(at: &mut Snapshot, mut show: impl FnMut(&Delta)) -> Result<(), StoreError> {
    let mut acts = Acts { case: None, is_settled: false };
    each_line(at, |line| acts.of(&line).iter().for_each(&mut show)).await?;
    each_heard(at, |heard| {
        let (measure, place, day) = (heard.measure, heard.place, heard.day);
        show(&Delta { measure, topic: heard.topic, place, day, count: 1 });
    })
    .await
}

/// Counts everything anew and shows it in batches.
async fn each_batch(house: &House, facts: &Facts, mut show: impl FnMut(Batch)) -> Result<(), StoreError> {
    let mut batch = Batch::default();
    let mut instant = house.store.snapshot().await?;
    each_delta(&mut instant, |delta| {
        batch.add(&facts.tree, &facts.topics, delta);
        if batch.0.len() > ENOUGH {
            show(std::mem::take(&mut batch));
        }
    })
    .await?;
    show(batch);
    instant.close().await
}

/// Shows every row of the tallies in order.
async fn each_kept(house: &House, mut show: impl FnMut(&Cell, &Counts)) -> Result<i64, StoreError> {
    let (mut after, mut rows) = (None, 0);
    loop {
        let page = tallies::page(&house.store, after.as_ref(), PAGE).await?;
        for (cell, counts) in &page {
            show(cell, counts);
            rows += 1;
        }
        match page.into_iter().next_back() {
            Some((cell, _)) => after = Some(cell),
            None => return Ok(rows),
        }
    }
}

/// Shows what units counted themselves by day, as it is packed, and whether every day is brought in already: else nothing.
async fn each_own(house: &House, mut show: impl FnMut(&Cell, &Counts)) -> Result<bool, StoreError> {
    if days::whole_from(&house.store).await?.is_some() {
        return Ok(false);
    }
    let Some((first, last)) = days::ends(&house.store).await? else { return Ok(true) };
    let mut from = first.first_of_month();
    while from <= last {
        let until = from.first_of_next_month();
        for (start, row) in days::of_days(&house.store, from, until).await? {
            days::each_packed(&row, |unit, topic, measure, count| {
                let mut counts = Counts::default();
                counts.0[measure] = count;
                show(&Cell { unit, topic: topic.to_owned(), grain: Grain::Own, start }, &counts);
            })?;
        }
        if until == from {
            break;
        }
        from = until;
    }
    Ok(true)
}

/// Compares the tallies with a new count.
pub(super) async fn compare(house: &House) -> Done<Compared> {
    let facts = house.facts();
    let mut kept = vec![0_u128; BUCKETS];
    let mut digest = Sha256::new();
    let rows = each_kept(house, |cell, counts| {
        add(&mut kept, cell, counts);
        if !counts.is_zero() {
            digest.update(cell.unit.0.as_bytes());
            digest.update(format!("\n{}\n{}\n{}\n", cell.topic, cell.grain, cell.start));
            counts.0.iter().for_each(|count| digest.update(count.to_be_bytes()));
        }
    })
    .await?;
    let with_own = each_own(house, |cell, counts| add(&mut kept, cell, counts)).await?;
    let mut counted = vec![0_u128; BUCKETS];
    each_batch(house, &facts, |batch| {
        let cells = batch.0.iter().filter(|(cell, _)| with_own || cell.grain != Grain::Own);
        cells.for_each(|(cell, counts)| add(&mut counted, cell, counts));
    })
    .await?;
    let differing: Vec<usize> = (0..BUCKETS).filter(|at| kept[*at] != counted[*at]).collect();
    let difference = if differing.is_empty() { None } else { Some(first(house, &facts, &differing).await?) };
    Ok(Compared { rows, digest: hex(&digest.finalize()), difference: difference.flatten() })
}

/// Names the first cell, in order, that differs. Of many buckets only some are looked at, so that memory stays flat.
async fn first(house: &House, facts: &Facts, differing: &[usize]) -> Done<Option<Difference>> {
    let looked = &differing[..differing.len().min(64)];
    let mut cells: BTreeMap<Cell, (Counts, Counts)> = BTreeMap::new();
    each_kept(house, |cell, counts| {
        if looked.contains(&bucket_of(cell)) {
            cells.entry(cell.clone()).or_default().0 += *counts;
        }
    })
    .await?;
    let with_own = each_own(house, |cell, counts| {
        if looked.contains(&bucket_of(cell)) {
            cells.entry(cell.clone()).or_default().0 += *counts;
        }
    })
    .await?;
    each_batch(house, facts, |batch| {
        for (cell, counts) in batch.0.into_iter().filter(|(cell, _)| with_own || cell.grain != Grain::Own) {
            if looked.contains(&bucket_of(&cell)) {
                cells.entry(cell).or_default().1 += counts;
            }
        }
    })
    .await?;
    let found = cells.into_iter().find_map(|(cell, (kept, counted))| {
        let measure = Measure::ALL.iter().find(|measure| kept[**measure] != counted[**measure])?;
        Some(Difference::tally(&cell, *measure, kept[*measure], counted[*measure]))
    });
    Ok(found)
}

/// Puts a new count in the place of the tallies. Raw rows are counted as they were at one instant, while others go on;
/// what happens after it is followed from there.
pub(super) async fn rebuild(house: &House) -> Done<()> {
    let facts = house.facts();
    let mut instant = house.store.snapshot().await?;
    let lanes = events::lanes_at(&mut instant).await?;
    let mut census = Census::new(&facts.tree, &facts.topics);
    each_delta(&mut instant, |delta| census.add(delta)).await?;
    instant.close().await?;
    let mut change = house.store.begin().await?;
    events::hold_followers(&mut change).await?;
    events::unfollow(&mut change, TALLIES).await?;
    for (lane, position) in &lanes {
        events::followed(&mut change, TALLIES, *lane, *position).await?;
    }
    tallies::clear(&mut change).await?;
    write(&mut change, census).await?;
    if days::whole_from(&house.store).await?.is_some() {
        settings::set(&mut change, days::WHOLE_FROM, days::EVER).await?;
    }
    Ok(change.commit().await?)
}

/// So many cells are handed to the store at once.
const TOGETHER: usize = 4096;

/// Writes every cell of a count into empty tallies, and what units counted themselves by day.
pub(super) async fn write(change: &mut Change, census: Census<'_>) -> Done<()> {
    let mut rows = census.into_rows().filter(|(_, counts)| !counts.is_zero());
    let mut packed: BTreeMap<Day, Packer> = BTreeMap::new();
    loop {
        let some: Vec<(Cell, Counts)> = rows.by_ref().take(TOGETHER).collect();
        if some.is_empty() {
            break;
        }
        tallies::fill(change, &some).await?;
        for (cell, counts) in some.iter().filter(|(cell, _)| cell.grain == Grain::Own) {
            packed.entry(cell.start).or_default().add(cell.unit, &cell.topic, counts);
        }
    }
    for (day, packer) in packed {
        days::add(change, day, packer).await?;
    }
    Ok(())
}
