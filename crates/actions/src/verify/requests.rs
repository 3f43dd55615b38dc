//! Due days of requests about data, computed anew from what was done.

use super::Difference;
use crate::{
    data::requests::{clocks_of, done_in, dues_of},
    house::{Done, House},
    rules::Law,
};
use danvan_domain::{
    data::requests::PROCEDURE,
    deadlines::{Deadline, Sort},
    procedures::{Procedure, stand},
};
use danvan_store::{
    data::requests::{self as store, Request},
    deadlines,
};
use uuid::Uuid;

const PAGE: i64 = 500;

/// The first request of which what falls due does not follow from what was done at it.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let (mut law, _) = Law::followed(house).await?;
    let Some(procedure) = law.in_force(house, PROCEDURE).await? else { return Ok(None) };
    let mut last = Uuid::nil();
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for request in &some {
            let kept = deadlines::of_thing(&house.store, request.id).await?;
            if fault(house, &law, &procedure, request, &kept).is_none() {
                continue;
            }
            // Somebody may have acted between the two readings.
            let Some(again) = store::get(&house.store, request.id).await? else { continue };
            let kept = deadlines::of_thing(&house.store, request.id).await?;
            if let Some(found) = fault(house, &law, &procedure, &again, &kept) {
                return Ok(Some(found));
            }
        }
    }
}

/// What of a request does not follow.
fn fault(
    house: &House,
    law: &Law,
    procedure: &Procedure,
    request: &Request,
    kept: &[Deadline],
) -> Option<Difference> {
    let id = request.id.to_string();
    if request.ended_at.is_none() && !follows(house, law, procedure, request) {
        return Some(Difference::DataRequest { request: id });
    }
    // What no longer stands by the rules of now ended by those of then, and keeps what it had.
    let by = (&law.calendar, &law.hours);
    let clocks = clocks_of(&house.facts(), procedure, request, by, house.now());
    let is_other = clocks.is_some_and(|clocks| clocks != kept);
    is_other.then(|| Difference::Due { sort: Sort::Request.to_string(), thing: id })
}

fn follows(house: &House, law: &Law, procedure: &Procedure, request: &Request) -> bool {
    let stood = stand(procedure, &done_in(request), &law.calendar, &law.hours, house.now());
    stood.is_ok_and(|stood| {
        let is_stage = stood.stage.as_deref() == Some(request.stage.as_str());
        is_stage && dues_of(request.right, &stood) == (request.reply_due_at, request.due_at)
    })
}
