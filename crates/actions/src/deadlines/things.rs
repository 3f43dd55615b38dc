//! What it is that falls due, read for some rows at once: as much of it as the reader may see.

use crate::{
    house::{Done, House},
    inspections::ask_to_read,
};
use danvan_domain::{
    data::requests::Right,
    deadlines::Sort,
    ids::{InspectionId, ProceedingId, ReturnId, UnitId},
    inspections::Inspection,
    proceedings::Proceeding,
    programmes::Period,
    returns::Return,
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{clearance::calls, data::requests, inspections, proceedings, receptions, returns};
use std::collections::HashMap;
use uuid::Uuid;

/// What falls due.
#[derive(Clone)]
pub enum Thing {
    /// A proceeding.
    Proceeding(Box<Proceeding>),
    /// A visit to a reception: by number and day, never by who came.
    Visit {
        /// Its number in the queue of the day.
        number: i64,
        /// The day.
        day: Day,
    },
    /// What was promised at a visit.
    Promise {
        /// The visit.
        visit: Uuid,
        /// What; empty for whoever may not read it.
        what: String,
    },
    /// A request about personal data.
    Request(Right),
    /// What was promised at a call on whoever a clearance file is of.
    Call {
        /// The file.
        file: ProceedingId,
        /// What; empty for whoever may not read it.
        what: String,
    },
    /// A periodic return.
    Return {
        /// The word of its form.
        form: String,
        /// The period it is for.
        period: Period,
        /// Of which unit it tells.
        about: UnitId,
    },
    /// A step of an inspection.
    Inspection {
        /// About what; empty for whoever may not read it.
        subject: String,
    },
}

impl Thing {
    /// Whether it may be opened wherever it is listed; the others only by whoever works at the office that owes them.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Proceeding(_) | Self::Return { .. } => true,
            Self::Inspection { subject } => !subject.is_empty(),
            _ => false,
        }
    }
}

/// The things of some rows, by id; each row says what it is of and which unit owes it.
pub(super) async fn things(
    house: &House,
    asker: &Asker,
    rows: impl Iterator<Item = (Sort, Uuid, UnitId)>,
) -> Done<HashMap<Uuid, Thing>> {
    let mut by_sort: HashMap<Sort, Vec<Uuid>> = HashMap::new();
    let mut unit_of: HashMap<Uuid, UnitId> = HashMap::new();
    for (sort, id, unit) in rows {
        if unit_of.insert(id, unit).is_none() {
            by_sort.entry(sort).or_default().push(id);
        }
    }
    let mut found = HashMap::new();
    for (sort, ids) in by_sort {
        match sort {
            Sort::Proceeding => {
                let ids: Vec<ProceedingId> = ids.into_iter().map(ProceedingId).collect();
                let all = proceedings::some(&house.store, &ids).await?;
                found.extend(all.into_iter().map(|it| (it.id.0, Thing::Proceeding(Box::new(it)))));
            }
            Sort::Visit => {
                let all = receptions::numbers(&house.store, &ids).await?;
                found.extend(all.into_iter().map(|(id, number, day)| (id, Thing::Visit { number, day })));
            }
            Sort::Promise => {
                for (id, visit, what) in receptions::promised(&house.store, &ids).await? {
                    let reads = unit_of.get(&id).is_some_and(|unit| may_open(house, asker, *unit));
                    let what = if reads { what } else { String::new() };
                    found.insert(id, Thing::Promise { visit, what });
                }
            }
            Sort::Call => {
                for (id, file, what) in calls::promised(&house.store, &ids).await? {
                    let reads = unit_of
                        .get(&id)
                        .is_some_and(|unit| house.ask(asker, Verb::ReadClearance, *unit).is_ok());
                    let what = if reads { what } else { String::new() };
                    found.insert(id, Thing::Call { file, what });
                }
            }
            Sort::Request => {
                let all = requests::rights(&house.store, &ids).await?;
                found.extend(all.into_iter().map(|(id, right)| (id, Thing::Request(right))));
            }
            Sort::Return => {
                let ids: Vec<ReturnId> = ids.into_iter().map(ReturnId).collect();
                let of = |it: Return| Thing::Return { form: it.form, period: it.period, about: it.about };
                let all = returns::some(&house.store, &ids).await?;
                found.extend(all.into_iter().map(|it| (it.id.0, of(it))));
            }
            Sort::Inspection => found.extend(inspected(house, asker, ids).await?),
        }
    }
    Ok(found)
}

/// Inspections, each with what it is about for whoever may read it.
async fn inspected(house: &House, asker: &Asker, ids: Vec<Uuid>) -> Done<Vec<(Uuid, Thing)>> {
    let ids: Vec<InspectionId> = ids.into_iter().map(InspectionId).collect();
    let all = inspections::some(&house.store, &ids).await?;
    let thing = |it: Inspection| {
        let reads = ask_to_read(house, asker, &it).is_ok();
        (it.id.0, Thing::Inspection { subject: if reads { it.subject } else { String::new() } })
    };
    Ok(all.into_iter().map(thing).collect())
}

/// Whether somebody may open visits, promises and requests of an office.
pub(super) fn may_open(house: &House, asker: &Asker, unit: UnitId) -> bool {
    house.ask(asker, Verb::HandleCase, unit).is_ok()
}
