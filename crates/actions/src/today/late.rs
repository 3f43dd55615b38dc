//! What was promised and is late: cases, whatever else falls due, and what units promised in programmes.

use super::{MOST_LATE, PERIOD, communes};
use crate::{
    cases::queue,
    deadlines,
    house::{Done, Facts, House},
    programmes::{Promised, ended_late},
};
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb},
    time::{Day, Moment},
    units::{Level, Unit},
};
use danvan_store::cases::{self as store, Row, Tab};

/// What is late at one office.
#[derive(Clone, Debug, PartialEq)]
pub struct LateAt {
    /// The office.
    pub unit: UnitId,
    /// How many cases.
    pub cases: i64,
    /// When the oldest of them was due.
    pub oldest: Moment,
}

/// What is late.
#[derive(Clone, Debug)]
pub enum Late {
    /// By office, most first: for a city.
    Offices(Vec<LateAt>),
    /// The cases themselves, longest late first: for a commune.
    Cases(Vec<Row>),
}

/// Whatever is late.
pub struct Promises {
    /// How many cases are late in all.
    pub cases: i64,
    /// The first of them.
    pub late: Late,
    /// How many duties of proceedings, visits, promises and returns are late, and the oldest of them; nothing for whoever may not
    /// read them.
    pub duties: Option<(i64, Vec<deadlines::Row>)>,
    /// How many commitments are late, and the oldest of them.
    pub commitments: (usize, Vec<Promised>),
    /// How many duties and commitments are late since a day.
    pub newly: i64,
}

/// How many duties and commitments of each sort are named.
const MOST_NAMED: usize = 3;

/// What is late under a unit, and how much of it since a day.
pub(super) async fn promises(
    house: &House,
    asker: &Asker,
    (unit, communes): (UnitId, &[UnitId]),
    since: Day,
) -> Done<Promises> {
    let facts = house.facts();
    let (cases, late) = late_cases(house, asker, &facts, unit, communes).await?;
    let mut newly = 0;
    let duties = deadlines::late_of(house, asker, unit, MOST_NAMED).await?.map(|(days, rows)| {
        newly += days.iter().filter(|one| since <= one.day).map(|one| one.late).sum::<i64>();
        (days.iter().map(|one| one.late).sum(), rows)
    });
    let units: Vec<UnitId> = std::iter::once(unit).chain(communes.iter().copied()).collect();
    let mut commitments = ended_late(house, asker, &units).await?;
    newly += i64::try_from(commitments.iter().filter(|one| since <= one.period.to).count()).unwrap_or(0);
    let all = commitments.len();
    commitments.truncate(MOST_NAMED);
    Ok(Promises { cases, late, duties, commitments: (all, commitments), newly })
}

/// The late cases of a unit: how many in all, and the first of them.
pub(super) async fn late_cases(
    house: &House,
    asker: &Asker,
    facts: &Facts,
    unit: UnitId,
    communes: &[UnitId],
) -> Done<(i64, Late)> {
    let is_commune = facts.tree.get(unit).is_some_and(|unit| unit.level() >= Level::Commune);
    if is_commune && house.ask(asker, Verb::HandleCase, unit).is_ok() {
        let most = i64::try_from(MOST_LATE).unwrap_or(0);
        let queue = queue(house, asker, unit, Tab::Late, (most, 0)).await?;
        return Ok((queue.counts.late, Late::Cases(queue.rows)));
    }
    // An office above the communes may be responsible too.
    let asked: Vec<UnitId> = communes.iter().copied().chain([unit]).collect();
    let late = store::late_at(&house.store, &asked, house.now()).await?;
    let mut offices = by_most(late);
    let all = offices.iter().map(|office| office.cases).sum();
    offices.truncate(MOST_LATE);
    Ok((all, Late::Offices(offices)))
}

/// What is late at this moment.
#[derive(Clone, Debug)]
pub struct LateNow {
    /// How many cases are late in all: the number.
    pub total: i64,
    /// Every office with late cases, most first; empty for one office.
    pub offices: Vec<LateAt>,
    /// The cases of one office, longest late first.
    pub cases: Vec<Row>,
}

/// Lists what is late: by office for a unit above the communes, else, or where `own` is asked for, the cases of the unit's own
/// office; `page` is how many of them and after how many.
///
/// # Errors
/// The refusal of the right to read the unit's cases; [`danvan_domain::refusals::Refusal::NotFound`] for an unknown unit.
pub async fn late_now(
    house: &House,
    asker: &Asker,
    (unit, own): (UnitId, bool),
    page: (i64, i64),
) -> Done<LateNow> {
    house.ask(asker, Verb::ReadCase, unit)?;
    let facts = house.facts();
    let level = facts.tree.get(unit).map(Unit::level).ok_or(danvan_domain::refusals::Refusal::NotFound)?;
    let is_one = own || level >= Level::Commune;
    let mut asked = vec![unit];
    if !is_one {
        let first = house.today().previous().plus_days(1 - PERIOD);
        asked.extend(communes(&facts, unit, first, house.today()));
    }
    let late = store::late_at(&house.store, &asked, house.now()).await?;
    let total = late.iter().map(|(_, cases, _)| cases).sum();
    let reader = asker.person.unwrap_or(danvan_domain::ids::PersonId(uuid::Uuid::nil()));
    let cases = if is_one {
        store::queue(&house.store, unit, Tab::Late, reader, (house.now(), house.now()), page).await?
    } else {
        Vec::new()
    };
    Ok(LateNow { total, cases, offices: if is_one { Vec::new() } else { by_most(late) } })
}

/// Offices with most late cases first.
fn by_most(late: Vec<(UnitId, i64, Moment)>) -> Vec<LateAt> {
    let mut offices: Vec<LateAt> =
        late.into_iter().map(|(unit, cases, oldest)| LateAt { unit, cases, oldest }).collect();
    offices.sort_by_key(|office| (std::cmp::Reverse(office.cases), office.oldest));
    offices
}
