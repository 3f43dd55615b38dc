//! What a leader reads in two minutes: where most more came in than before, what is late, what residents say.
//!
//! Everything here follows from counts by plain rules; nothing is foreseen.

use super::{Figures, Question, kept::Kept, overview, sums::Reader};
use crate::{
    cases::queue,
    house::{Done, Facts, House},
};
use danvan_analysis::{
    disclosure::THRESHOLD,
    intervals::{count, distinguishable},
};
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb},
    tallies::{Counted, Measure},
    time::{Day, Moment},
    topics::ALL,
    units::{Level, Unit},
};
use danvan_store::cases::{self as store, Row, Tab};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// How long both periods are, in days: four weeks, so that weekends weigh the same.
const PERIOD: i64 = 28;
/// How many weeks a curve shows.
const WEEKS: i64 = 12;
/// Fewer cases than this are no matter for a leader, however much they rose.
const FEWEST: i64 = 10;
/// How many matters are told.
const MOST: usize = 3;
/// How many late offices or cases are named.
const MOST_LATE: usize = 5;

/// A topic at a place of which clearly more came in than in the four weeks before.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    /// Code of the topic, of the upper level.
    pub topic: String,
    /// The commune where it rose most.
    pub unit: UnitId,
    /// Cases in the last four weeks.
    pub now: i64,
    /// Cases in the four weeks before; `None` where so few may not be told.
    pub before: Option<i64>,
    /// In how many other communes the same topic clearly rose.
    pub elsewhere: usize,
    /// Cases per week over twelve weeks, the last one last; `None` where they may not be told.
    pub weeks: Vec<Option<i64>>,
}

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

/// A leader's page.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Of which unit.
    pub unit: UnitId,
    /// First and last day of the four weeks, which end yesterday.
    pub period: (Day, Day),
    /// At most three matters, the largest rise first.
    pub matters: Vec<Matter>,
    /// How many cases are late in all.
    pub late_cases: i64,
    /// The first of them.
    pub late: Late,
    /// The figures of the four weeks.
    pub figures: Figures,
    /// The figures of the four weeks before.
    pub before: Figures,
    /// First and last day of the last seven days.
    pub week: (Day, Day),
    /// Their figures.
    pub this_week: Figures,
    /// Those of the seven days before.
    pub last_week: Figures,
}

/// Reads a leader's page of a unit, today.
///
/// # Errors
/// The refusal of the right to read it, and what [`overview`] refuses.
pub async fn brief(house: &House, asker: &Asker, unit: UnitId) -> Done<Brief> {
    house.ask(asker, Verb::ReadBrief, unit)?;
    let facts = house.facts();
    let last = house.today().previous();
    let period = (last.plus_days(1 - PERIOD), last);
    let week = (last.plus_days(-6), last);
    let own = house.ask(asker, Verb::ReadOwnFigures, unit).is_ok();
    let communes = communes(&facts, unit, period.0, house.today());
    let ask = |(from, to): (Day, Day)| Question {
        unit,
        from,
        to,
        topic: ALL.to_owned(),
        on_structure: house.today(),
        compare: None,
        measure: Counted::Received,
    };
    let four_weeks = overview(house, asker, ask(period)).await?;
    let seven_days = overview(house, asker, ask(week)).await?;
    let matters = matters(house, &facts, (unit, &communes), period, own).await?;
    let (late_cases, late) = late(house, asker, &facts, unit, &communes).await?;
    Ok(Brief {
        unit,
        period,
        matters,
        late_cases,
        late,
        figures: four_weeks.total.figures,
        before: four_weeks.before,
        week,
        this_week: seven_days.total.figures,
        last_week: seven_days.before,
    })
}

/// The communes of a unit that stood through both periods: others cannot have risen or fallen.
fn communes(facts: &Facts, unit: UnitId, from: Day, today: Day) -> Vec<UnitId> {
    let tree = &facts.tree;
    let stood = |commune: &&Unit| {
        commune.stands_on(from.plus_days(-PERIOD)) && tree.is_under(commune.id, unit, today)
    };
    tree.at_level(Level::Commune, today).filter(stood).map(|commune| commune.id).collect()
}

async fn matters(
    house: &House,
    facts: &Arc<Facts>,
    (unit, communes): (UnitId, &[UnitId]),
    (from, to): (Day, Day),
    own: bool,
) -> Done<Vec<Matter>> {
    let mut found: Vec<(f64, Matter)> = Vec::new();
    let topics: Vec<&str> = facts.topics.children(ALL).map(|topic| topic.code.as_str()).collect();
    let reader = Reader { store: &house.store, topics: &facts.topics, topic: ALL };
    let earlier = (from.plus_days(-PERIOD), from);
    let read = async {
        let now = reader.received(communes, &topics, (from, to.next()), FEWEST).await?;
        // Most topics at most places have too few to speak of: the weeks before are asked of the others only.
        let places: BTreeSet<UnitId> = now.iter().map(|(unit, ..)| *unit).collect();
        let places: Vec<UnitId> = places.into_iter().collect();
        let before = reader.received(&places, &topics, earlier, 1).await?;
        Ok((now, before))
    };
    let risen = Kept::risen(house, facts, (unit, (earlier.0, to.next())), read).await?;
    let (now, before) = risen.as_ref();
    let before: HashMap<(UnitId, &str), i64> =
        before.iter().map(|(unit, topic, count)| ((*unit, topic.as_str()), *count)).collect();
    for topic in facts.topics.children(ALL) {
        let mut rises: Vec<(f64, UnitId, i64, i64)> = Vec::new();
        for (unit, code, came) in now.iter().filter(|(_, code, _)| *code == topic.code) {
            let earlier = before.get(&(*unit, code.as_str())).copied().unwrap_or(0);
            if let Some(rise) = honest_rise(*came, earlier) {
                rises.push((rise, *unit, *came, earlier));
            }
        }
        rises.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let Some((rise, unit, came, earlier)) = rises.first().copied() else { continue };
        let few = u64::try_from(earlier).is_ok_and(|count| count > 0 && count < THRESHOLD);
        let matter = Matter {
            topic: topic.code.clone(),
            unit,
            now: came,
            before: (own || !few).then_some(earlier),
            elsewhere: rises.len() - 1,
            weeks: Vec::new(),
        };
        found.push((rise, matter));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut matters: Vec<Matter> = found.into_iter().take(MOST).map(|(_, matter)| matter).collect();
    for matter in &mut matters {
        let reader = Reader { store: &house.store, topics: &facts.topics, topic: &matter.topic };
        let weeks = weeks(&reader, matter.unit, to).await?;
        // The sum of four weeks is told, so that one of them with few hides all four.
        let few = |count: &i64| u64::try_from(*count).is_ok_and(|count| count > 0 && count < THRESHOLD);
        let told = weeks.chunks(4).flat_map(|four| {
            let hidden = !own && four.iter().any(few);
            four.iter().map(move |count| (!hidden).then_some(*count))
        });
        matter.weeks = told.collect();
    }
    Ok(matters)
}

/// By how many cases the interval of a count lies above that of an earlier one; `None` where they meet or where there
/// are too few to speak of.
fn honest_rise(now: i64, before: i64) -> Option<f64> {
    if now < FEWEST || now <= before {
        return None;
    }
    let (now, before) = (count(u64::try_from(now).ok()?), count(u64::try_from(before).ok()?));
    distinguishable(now, before).then_some(now.low - before.high)
}

async fn weeks(reader: &Reader<'_>, unit: UnitId, to: Day) -> Done<Vec<i64>> {
    let begin = to.next().plus_days(-7 * WEEKS);
    let days = reader.daily(&[unit], true, (begin, to.next())).await?;
    let mut weeks = vec![0; usize::try_from(WEEKS).unwrap_or(0)];
    for (day, counts) in days {
        let week = usize::try_from(day.days_since(begin) / 7).unwrap_or(0);
        if let Some(sum) = weeks.get_mut(week) {
            *sum += counts[Measure::Received];
        }
    }
    Ok(weeks)
}

async fn late(
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

#[cfg(test)]
mod tests {
    use super::honest_rise;

    #[test]
    fn only_what_surely_rose_and_is_not_a_handful_is_a_rise() {
        for (now, before, expected) in [
            (9, 0, false),
            (10, 0, true),
            (30, 25, false),
            (34, 11, true),
            (11, 34, false),
            (12, 12, false),
            (1_100, 1_000, false),
            (1_300, 1_000, true),
        ] {
            assert_eq!(honest_rise(now, before).is_some(), expected, "{now} after {before}");
        }
    }
}
