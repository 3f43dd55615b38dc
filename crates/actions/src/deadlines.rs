//! What is late and what lapses, across procedures: for one person, one office, the whole city; who is told of it, and
//! what the pace says.

pub mod forecast;
pub mod ladder;

use crate::{
    cases::ask_office,
    data::requests,
    house::{Done, House},
};
use danvan_domain::{
    deadlines::Deadline,
    ids::{PersonId, ProceedingId, UnitId},
    people::{Person, Role},
    proceedings::Proceeding,
    refusals::Refusal,
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{
    cases::{self, Counts, Row as CaseRow, Tab},
    deadlines as store, people, proceedings,
};
use std::collections::HashMap;
pub use store::Whose;
use uuid::Uuid;

/// One deadline with its proceeding.
pub struct Row {
    /// The deadline.
    pub deadline: Deadline,
    /// The proceeding.
    pub proceeding: Proceeding,
}

/// A request about personal data that waits for its office.
pub struct Asked {
    /// Which.
    pub id: Uuid,
    /// The word of what is asked for.
    pub right: &'static str,
    /// The office.
    pub unit: UnitId,
    /// When the next thing is due.
    pub due_at: Moment,
}

/// An office with what is due and late there.
pub struct Office {
    /// Which.
    pub unit: UnitId,
    /// How many duties are due until the end of the stretch, the late ones among them.
    pub due: i64,
    /// How many are late.
    pub late: i64,
}

/// What lapses, seen from somebody's desk.
pub struct Lapsing {
    /// Late already, longest first.
    pub late: Vec<Row>,
    /// How many are late in all.
    pub late_count: i64,
    /// Due until the end of the stretch, soonest first.
    pub coming: Vec<Row>,
    /// How many are due in all.
    pub coming_count: i64,
    /// The last day of the stretch.
    pub until: Day,
    /// The office's feedback cases, counted beside.
    pub cases: Option<Counts>,
    /// Feedback cases of the office or person, late or due in the stretch, soonest first.
    pub case_rows: Vec<CaseRow>,
    /// Requests about personal data, late or due in the stretch, soonest first.
    pub requests: Vec<Asked>,
    /// Every office of the house with something due, most late first; empty for one office or person.
    pub offices: Vec<Office>,
    /// Who may be on what the office has.
    pub colleagues: Vec<Person>,
}

/// Most rows of a list.
const MOST: i64 = 200;

/// What is late and what lapses in the coming days.
///
/// # Errors
/// The refusal of the right to read the letters of the unit; of everybody's only the city's leaders may; of another
/// person whoever handles letters where they work.
pub async fn lapsing(house: &House, asker: &Asker, whose: Whose, unit: UnitId, days: i64) -> Done<Lapsing> {
    ask_office(house, asker, Verb::ReadLetter, unit)?;
    let colleagues = colleagues(house, unit).await?;
    if let Whose::Person(person) = whose
        && asker.person != Some(person)
    {
        ask_office(house, asker, Verb::HandleLetter, unit)?;
        if !colleagues.iter().any(|one| one.id == person) {
            return Err(Refusal::NotFound.into());
        }
    }
    let facts = house.facts();
    if whose == Whose::Everybody && facts.tree.ancestors(unit).next().is_some() {
        return Err(Refusal::NotFound.into());
    }
    let now = house.now();
    let until = now.day().plus_days(days.clamp(1, 62));
    let end = Moment::at(until.next(), 0, 0);
    let beginning = Moment::from_micros(i64::MIN);
    let late = store::due(&house.store, whose, beginning, now, MOST).await?;
    let coming = store::due(&house.store, whose, now, end, MOST).await?;
    let reads_cases = house.ask(asker, Verb::ReadCase, unit).is_ok();
    let cases = match (whose, asker.person) {
        (Whose::Unit(unit), Some(reader)) if reads_cases => {
            Some(cases::counts(&house.store, unit, reader, now, end).await?)
        }
        _ => None,
    };
    let counted = store::lapsing(&house.store, whose, until.next(), now).await?;
    let office = |(unit, due, late): (UnitId, i64, i64)| Office { unit, due, late };
    Ok(Lapsing {
        late_count: counted.late,
        coming_count: counted.coming,
        late: with_proceedings(house, late).await?,
        coming: with_proceedings(house, coming).await?,
        until,
        cases,
        case_rows: if reads_cases { case_rows(house, whose, unit, (now, end)).await? } else { Vec::new() },
        requests: asked(house, asker, whose, end).await?,
        offices: counted.offices.into_iter().map(office).collect(),
        colleagues,
    })
}

/// Who handles an office's letters.
async fn colleagues(house: &House, unit: UnitId) -> Done<Vec<Person>> {
    let today = house.today();
    let mut all = people::at_unit(&house.store, unit, Role::CommuneOfficer, today).await?;
    all.extend(people::at_unit(&house.store, unit, Role::CommuneLeader, today).await?);
    Ok(all)
}

/// Feedback cases beside the proceedings; of the whole city only their lists by office are shown elsewhere.
async fn case_rows(
    house: &House,
    whose: Whose,
    unit: UnitId,
    (now, end): (Moment, Moment),
) -> Done<Vec<CaseRow>> {
    let nobody = PersonId(Uuid::nil());
    let (office, person) = match whose {
        Whose::Unit(unit) => (unit, None),
        Whose::Person(person) => (unit, Some(person)),
        Whose::Everybody => return Ok(Vec::new()),
    };
    let mut rows = cases::queue(&house.store, office, Tab::Late, nobody, (now, end), (MOST, 0)).await?;
    rows.extend(cases::queue(&house.store, office, Tab::Due, nobody, (now, end), (MOST, 0)).await?);
    rows.retain(|row| person.is_none_or(|person| row.assignee == Some(person)));
    Ok(rows)
}

/// Requests about personal data; they are an office's, no person's.
async fn asked(house: &House, asker: &Asker, whose: Whose, end: Moment) -> Done<Vec<Asked>> {
    let mut found = Vec::new();
    for request in requests::open(house, asker).await? {
        let due = [request.reply_due_at, request.due_at].into_iter().flatten().min();
        let is_meant = match whose {
            Whose::Unit(unit) => request.unit == unit,
            Whose::Person(_) => false,
            Whose::Everybody => true,
        };
        if let Some(due_at) = due.filter(|due| is_meant && *due < end) {
            found.push(Asked { id: request.id, right: request.right.word(), unit: request.unit, due_at });
        }
    }
    found.sort_by_key(|one| (one.due_at, one.id));
    Ok(found)
}

async fn with_proceedings(house: &House, deadlines: Vec<Deadline>) -> Done<Vec<Row>> {
    let mut ids: Vec<ProceedingId> = deadlines.iter().map(|deadline| deadline.proceeding).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = proceedings::some(&house.store, &ids).await?;
    let by_id: HashMap<ProceedingId, Proceeding> = found.into_iter().map(|it| (it.id, it)).collect();
    let row =
        |deadline: Deadline| Some(Row { proceeding: by_id.get(&deadline.proceeding)?.clone(), deadline });
    Ok(deadlines.into_iter().filter_map(row).collect())
}
