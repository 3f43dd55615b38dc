//! What an edit of the calendar would do, before it is done: looked at in stretches, and bounded, so that it is answered at
//! once however much is running.

use super::{dues, edited, right};
use crate::{
    data::requests,
    house::{Done, House},
    proceedings, receptions,
};
use danvan_domain::{
    calendar::{Calendar, DayEdit, Days},
    cases::Case,
    ids::UnitId,
    rights::Asker,
    time::{Day, Moment},
};
use danvan_store::{cases, units};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

/// So many clocks of each kind are reckoned for a preview; how many more there are is counted.
pub const LOOKED: usize = 5000;

/// What is due of a case, a proceeding, a request about data or a visit, that another calendar moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Of which thing.
    pub thing: Uuid,
    /// In whose care it is.
    pub unit: UnitId,
    /// When it is due now.
    pub from: Moment,
    /// When it would be due.
    pub to: Moment,
}

/// What an edit of the calendar would do, before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The days that would be worked and are not, or the other way round.
    pub turned: BTreeSet<Day>,
    /// The due days that move, of those that were looked at, soonest first.
    pub moved: Vec<Moved>,
    /// How many would be late at once, of those that were looked at.
    pub late: usize,
    /// How many more clocks run to the first of those days or beyond and may move. They follow all the same.
    pub beyond: usize,
    /// Stands for the calendar and the edit: whoever saves names it, so that nobody saves what they have not seen.
    pub fingerprint: String,
}

/// Which due days some edits would move. Nothing is written.
///
/// # Errors
/// The refusal of the right; of a calendar that cannot be, with the reason.
pub async fn preview(house: &House, asker: &Asker, edits: &[DayEdit]) -> Done<Preview> {
    preview_of(house, asker, edits, LOOKED).await
}

/// The same, with at most so many clocks of each kind looked at.
///
/// # Errors
/// As for [`preview`].
pub async fn preview_of(house: &House, asker: &Asker, edits: &[DayEdit], most: usize) -> Done<Preview> {
    right(house, asker)?;
    let facts = house.facts();
    let calendar = edited(&facts.calendar, edits)?;
    let turned = calendar.turned(&facts.calendar);
    let (mut moved, mut beyond) = (Vec::new(), 0);
    if let Some(first) = turned.first() {
        // What is due before the first of those days was reckoned without looking at any of them.
        let from = Moment::at(*first, 0, 0);
        for part in [
            of_cases(house, &calendar, from, most).await?,
            proceedings::moved_by(house, &calendar, from, most).await?,
            requests::moved_by(house, &calendar, from, most).await?,
            receptions::moved_by(house, &calendar, *first, most).await?,
        ] {
            moved.extend(part.0);
            beyond += part.1;
        }
    }
    let now = house.now();
    moved.sort_by_key(|one| (one.from, one.thing, one.to));
    let late = moved.iter().filter(|one| now <= one.from && one.to < now).count();
    let fingerprint = fingerprint_of(&facts.calendar, edits);
    Ok(Preview { turned, moved, late, beyond, fingerprint })
}

/// What stands for the calendar of now and some edits of it.
pub fn fingerprint(house: &House, edits: &[DayEdit]) -> String {
    fingerprint_of(&house.facts().calendar, edits)
}

fn fingerprint_of(calendar: &Calendar, edits: &[DayEdit]) -> String {
    let mut digest = Sha256::new();
    digest.update(serde_json::to_vec(edits).unwrap_or_default());
    digest.update([0]);
    digest.update(serde_json::to_vec(&Days::from(calendar)).unwrap_or_default());
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is due of open cases that another calendar would move, and how many more were not looked at.
async fn of_cases(
    house: &House,
    calendar: &Calendar,
    from: Moment,
    most: usize,
) -> Done<(Vec<Moved>, usize)> {
    let (facts, now) = (house.facts(), house.now());
    let (mut moved, mut beyond, mut left) = (Vec::new(), 0, most);
    for office in units::responsible(&house.store).await? {
        let (some, behind) = cases::over(&house.store, office, from, left).await?;
        left -= some.len().min(left);
        beyond += behind;
        for case in some {
            let Some((_, answer)) = dues(&facts, calendar, &case, now) else { continue };
            if answer.at != case.due_at {
                let Case { id, responsible: unit, due_at: from, .. } = case;
                moved.push(Moved { thing: id.0, unit, from, to: answer.at });
            }
        }
    }
    Ok((moved, beyond))
}
