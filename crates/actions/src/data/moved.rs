//! Due days of requests about data, which follow the calendar and the rules as those of cases and proceedings do.

use super::requests::{clocks_of, done_in, dues_of, rules, write_clocks};
use crate::{
    calendar::Moved,
    house::{Done, House},
};
use danvan_domain::{
    calendar::Calendar,
    events::Event,
    procedures::{self, Procedure},
    time::Moment,
};
use danvan_store::{
    data::requests::{self as rows, Request},
    deadlines,
};
use serde_json::json;
use uuid::Uuid;

type Dues = (Option<Moment>, Option<Moment>);

/// By when a request must be confirmed and settled by a calendar; nothing when what was done no longer stands.
fn reckoned(house: &House, procedure: &Procedure, request: &Request, calendar: &Calendar) -> Option<Dues> {
    let facts = house.facts();
    let stand = procedures::stand(procedure, &done_in(request), calendar, &facts.hours, house.now());
    stand.ok().map(|stand| dues_of(request.right, &stand))
}

/// What is due of open requests that another calendar would move, of those that are due at a moment or later, so many at
/// most; and how many there are behind those.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn moved_by(
    house: &House,
    calendar: &Calendar,
    from: Moment,
    most: usize,
) -> Done<(Vec<Moved>, usize)> {
    let procedure = rules(house)?;
    let (some, beyond) = rows::over(&house.store, from, most).await?;
    let mut moved = Vec::new();
    for request in some {
        let Some(would) = reckoned(house, &procedure, &request, calendar) else { continue };
        for (is, would) in [(request.reply_due_at, would.0), (request.due_at, would.1)] {
            if let (Some(from), Some(to)) = (is, would)
                && from != to
            {
                moved.push(Moved { thing: request.id, unit: request.unit, from, to });
            }
        }
    }
    Ok((moved, beyond))
}

/// Moves what is due of the requests behind an id, so many at most, to where the calendar and the rules of now put it.
/// Returns how many moved, and the last looked at unless there are no more.
///
/// # Errors
/// When the store cannot be read or written; what was written stays.
pub(crate) async fn recount_some(house: &House, after: Uuid, most: i64) -> Done<(usize, Option<Uuid>)> {
    let (facts, procedure) = (house.facts(), rules(house)?);
    let some = rows::after(&house.store, after, most).await?;
    let mut moved = 0;
    for request in &some {
        let is_due = |request: &Request| (request.reply_due_at, request.due_at);
        let would = |request: &Request| reckoned(house, &procedure, request, &facts.calendar);
        let by = (&facts.calendar, &facts.hours);
        // What was done no longer stands: `danvan verify` tells of it.
        let Some(clocks) = clocks_of(&facts, &procedure, request, by, house.now()) else { continue };
        let kept = deadlines::of_thing(&house.store, request.id).await?;
        let has_moved =
            request.ended_at.is_none() && would(request).is_some_and(|would| would != is_due(request));
        if !has_moved && clocks == kept {
            continue;
        }
        let mut change = house.store.begin().await?;
        let Some(mut request) = rows::lock(&mut change, request.id).await? else { continue };
        let dues = would(&request).filter(|dues| request.ended_at.is_none() && *dues != is_due(&request));
        if let Some(dues) = dues {
            let was = is_due(&request);
            (request.reply_due_at, request.due_at) = dues;
            rows::save(&mut change, &request).await?;
            change.note(Event {
                at: house.now(),
                actor: None,
                kind: "data.moved".into(),
                thing: request.id,
                unit: Some(request.unit),
                payload: json!({"right": request.right, "from": was.1, "to": dues.1}),
            });
        }
        write_clocks(house, &mut change, &request).await?;
        change.commit().await?;
        moved += 1;
    }
    Ok((moved, some.last().map(|request| request.id)))
}
