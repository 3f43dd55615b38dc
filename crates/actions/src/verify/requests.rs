//! Due days of open requests about data, computed anew from what was done.

use super::Difference;
use crate::{
    data::requests::{done_in, dues_of},
    house::{Done, House},
    rules::Law,
};
use danvan_domain::{
    data::requests::PROCEDURE,
    procedures::{Procedure, stand},
};
use danvan_store::data::requests::{self as store, Request};
use uuid::Uuid;

const PAGE: i64 = 500;

/// The first open request whose due days do not follow from what was done at it.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let (mut law, _) = Law::followed(house).await?;
    let Some(procedure) = law.in_force(house, PROCEDURE).await? else { return Ok(None) };
    let mut last = Uuid::nil();
    loop {
        let some = store::open_after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for request in &some {
            if follows(house, &law, &procedure, request) {
                continue;
            }
            // Somebody may have acted between the two readings.
            let again = store::get(&house.store, request.id).await?;
            let again = again.filter(|again| again.ended_at.is_none());
            if again.is_some_and(|again| !follows(house, &law, &procedure, &again)) {
                return Ok(Some(Difference::DataRequest { request: request.id.to_string() }));
            }
        }
    }
}

fn follows(house: &House, law: &Law, procedure: &Procedure, request: &Request) -> bool {
    let stood = stand(procedure, &done_in(request), &law.calendar, &law.hours, house.now());
    stood.is_ok_and(|stood| {
        let is_stage = stood.stage.as_deref() == Some(request.stage.as_str());
        is_stage && dues_of(request.right, &stood) == (request.reply_due_at, request.due_at)
    })
}
