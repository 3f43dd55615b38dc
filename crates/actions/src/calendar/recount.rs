//! Moving what is due to where the rules and the calendar of now put it: a job does one stretch and queues the next, so that
//! others have their turn between, and one that is torn off goes on where it was.

use super::{dues, reload};
use crate::{
    data::requests,
    house::{Done, Facts, House},
    proceedings, receptions, rules,
};
use danvan_domain::{
    cases::steps::By,
    ids::{CaseId, EntryId, JobId, ProceedingId, UnitId},
};
use danvan_store::{Change, StoreError, cases, jobs, rules as kept, units};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kind of job that moves due days after the calendar or the rules changed.
pub const RECOUNT: &str = "calendar.recount";

/// How many things a stretch looks at.
const PAGE: i64 = 500;

/// What a stretch is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    /// Cases, office by office.
    #[default]
    Cases,
    /// Requests about data.
    Requests,
    /// Visits to receptions.
    Visits,
    /// What was promised there.
    Promises,
    /// Proceedings.
    Proceedings,
}

/// A stretch of a recount, as its job carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Stretch {
    /// Which recount: what changed.
    of: Uuid,
    /// What stands for the rules that are to be followed, when it was they that changed.
    rules: Option<String>,
    /// What it is of.
    part: Part,
    /// Behind which thing it begins.
    after: Uuid,
}

/// Queues a recount within the change that it follows from.
///
/// # Errors
/// When the store cannot write.
pub(crate) async fn queue_recount(
    house: &House,
    change: &mut Change,
    of: Uuid,
    rules: Option<&str>,
) -> Done<()> {
    queue(house, change, &Stretch { of, rules: rules.map(str::to_owned), ..Stretch::default() }).await
}

async fn queue(house: &House, change: &mut Change, stretch: &Stretch) -> Done<()> {
    let payload = serde_json::to_string(stretch).unwrap_or_default();
    let once = format!("{RECOUNT} {} {:?} {}", stretch.of, stretch.part, stretch.after);
    jobs::add(change, JobId(house.new_id()), RECOUNT, &payload, Some(&once), house.now()).await?;
    Ok(())
}

/// Moves what is due and open to where the rules and the calendar of now put it, and tells each case. Done twice it does no
/// harm. Returns how many things moved.
///
/// # Errors
/// When the store cannot be read or written; what was written stays.
pub async fn recount(house: &House) -> Done<usize> {
    reload(house).await?;
    let (mut count, mut next) = (0, Some(Stretch::default()));
    while let Some(stretch) = next {
        let (moved, then) = step(house, &stretch).await?;
        (count, next) = (count + moved, then);
    }
    Ok(count)
}

/// Does the stretch of a job and queues the next.
///
/// # Errors
/// When the store cannot be read or written, and when another program must do it, which goes by the rules that are to be
/// followed; the stretch is then tried again.
pub async fn recount_stretch(house: &House, payload: &str) -> Done<()> {
    let stretch: Stretch = serde_json::from_str(payload)
        .map_err(|error| StoreError::Unreadable(format!("a stretch of a recount: {error}")))?;
    reload(house).await?;
    if let Some(wanted) = stretch.rules.clone().filter(|wanted| *wanted != rules::digest(house)) {
        let newest = kept::newest(&house.store).await?;
        if newest.is_some_and(|(_, digest)| digest == wanted) {
            return Err(StoreError::Engine("this program goes by other rules than the house".into()).into());
        }
        // The rules became others since, and that is followed by a recount of its own.
        return Ok(());
    }
    let (_, next) = step(house, &stretch).await?;
    if let Some(next) = next {
        let mut change = house.store.begin().await?;
        queue(house, &mut change, &next).await?;
        change.commit().await?;
    }
    Ok(())
}

/// Does one stretch; gives how many things moved, and the next.
async fn step(house: &House, stretch: &Stretch) -> Done<(usize, Option<Stretch>)> {
    let next = |part, after| Some(Stretch { part, after, ..stretch.clone() });
    Ok(match stretch.part {
        Part::Cases => {
            let (moved, last) = some_cases(house, UnitId(stretch.after)).await?;
            let begin = || next(Part::Requests, Uuid::nil());
            (moved, last.map_or_else(begin, |last| next(Part::Cases, last.0)))
        }
        Part::Requests => {
            let (moved, last) = requests::recount_some(house, stretch.after, PAGE).await?;
            let begin = || next(Part::Visits, Uuid::nil());
            (moved, last.map_or_else(begin, |last| next(Part::Requests, last)))
        }
        Part::Visits => {
            let (moved, last) = receptions::recount_visits(house, stretch.after, PAGE).await?;
            let begin = || next(Part::Promises, Uuid::nil());
            (moved, last.map_or_else(begin, |last| next(Part::Visits, last)))
        }
        Part::Promises => {
            let (moved, last) = receptions::recount_promises(house, stretch.after, PAGE).await?;
            let begin = || next(Part::Proceedings, Uuid::nil());
            (moved, last.map_or_else(begin, |last| next(Part::Promises, last)))
        }
        Part::Proceedings => {
            let after = ProceedingId(stretch.after);
            let (moved, last) = proceedings::recompute_some(house, after, PAGE).await?;
            (moved, last.and_then(|last| next(Part::Proceedings, last.0)))
        }
    })
}

/// Moves the open cases of the next offices; gives how many moved, and the last office unless there are no more.
async fn some_cases(house: &House, after: UnitId) -> Done<(usize, Option<UnitId>)> {
    let (facts, now) = (house.facts(), house.now());
    let mut offices = units::responsible(&house.store).await?;
    offices.sort_unstable();
    let (mut moved, mut looked) = (0, 0);
    for office in offices.into_iter().filter(|office| after < *office) {
        for case in cases::open_at(&house.store, office).await? {
            looked += 1;
            let is_moved = dues(&facts, &facts.calendar, &case, now).is_some_and(|(receive, answer)| {
                answer.at != case.due_at || (case.accepted_at.is_none() && receive != case.receive_due_at)
            });
            if is_moved {
                moved += usize::from(recount_one(house, &facts, case.id).await?);
            }
        }
        if looked >= PAGE {
            return Ok((moved, Some(office)));
        }
    }
    Ok((moved, None))
}

async fn recount_one(house: &House, facts: &Facts, id: CaseId) -> Done<bool> {
    let now = house.now();
    let mut change = house.store.begin().await?;
    let Some(mut case) = cases::lock(&mut change, id).await? else { return Ok(false) };
    let Some((receive, answer)) = dues(facts, &facts.calendar, &case, now) else { return Ok(false) };
    let taken = case.accepted_at.is_some() || receive == case.receive_due_at;
    if answer.at == case.due_at && taken {
        return Ok(false);
    }
    let by = By { person: None, unit: None, at: now, entry: EntryId(house.new_id()) };
    let Ok(step) = case.move_due(receive, &answer, &by) else { return Ok(false) };
    cases::move_due(&mut change, &case).await?;
    cases::add_entry(&mut change, &step.entry).await?;
    change.note(step.event);
    change.commit().await?;
    Ok(true)
}
