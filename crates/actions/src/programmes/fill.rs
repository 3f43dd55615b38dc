//! What danvan knows by itself: reception days held, letters and cases settled on time, what teams noted. Such a number
//! is written as a report that nobody typed, accepted because it was counted.

use super::{event, report};
use crate::{
    campaigns,
    figures::{self, overview},
    house::{Done, House},
    registers::{self, statistics},
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, ReportId, UnitId},
    programmes::{Commitment, Period, Report, Source, Verdict},
    registers::Measure as Registered,
    rights::Asker,
    tallies::Counted,
    time::Day,
    topics::ALL,
};
use danvan_store::programmes as store;
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;

/// How many commitments are looked at in one read.
const PAGE: i64 = 200;
/// A period that ended so many days ago or less is still filled: what belonged to it is often written down later.
const AFTER: i64 = 31;
/// Of fewer, nothing is told: a share or a count of people would point to somebody.
const FEWEST: i64 = 5;

/// A value and, of a share, of how many it is.
type Known = Option<(i64, Option<i64>)>;

/// Fills in whatever is known of commitments that fill themselves. Returns how many values changed.
///
/// # Errors
/// When the store cannot be read or written; what was filled in stays.
pub async fn fill(house: &House) -> Done<u64> {
    let (today, mut changed) = (house.today(), 0);
    let mut known: HashMap<(UnitId, Period, Source, Option<ProgrammeId>), Known> = HashMap::new();
    for source in Source::ALL {
        let mut last = CommitmentId(Uuid::nil());
        loop {
            let some = store::of_source(&house.store, *source, last, PAGE).await?;
            let Some(end) = some.last() else { break };
            last = end.id;
            for of in some {
                // What was shared out adds up from its parts.
                if !store::below(&house.store, of.id).await?.is_empty()
                    || is_beside_its_own(house, &of).await?
                {
                    continue;
                }
                for period in of.rhythm.periods(of.from, of.to) {
                    if today < period.from || AFTER < today.days_since(period.to) {
                        continue;
                    }
                    let campaign = source.is_of_campaign().then_some(of.programme);
                    let key = (of.unit, period, *source, campaign);
                    let found = match known.get(&key) {
                        Some(found) => *found,
                        None => {
                            let found = match campaign {
                                Some(campaign) => have(house, *source, (campaign, of.unit), period).await?,
                                None => look(house, *source, of.unit, period).await?,
                            };
                            known.insert(key, found);
                            found
                        }
                    };
                    if let Some(found) = found {
                        changed += u64::from(write(house, &of, period, found).await?);
                    }
                }
            }
        }
    }
    Ok(changed)
}

/// What danvan knows of a unit in a period until today.
async fn look(house: &House, source: Source, unit: UnitId, period: Period) -> Done<Known> {
    let (today, house_itself) = (house.today(), Asker::house());
    let facts = house.facts();
    if !facts.tree.get(unit).is_some_and(|unit| unit.stands_on(today)) {
        return Ok(None);
    }
    let (from, to) = (period.from, period.to.min(today));
    match source {
        Source::ReceptionDays | Source::ReceptionVisits | Source::LettersOnTime => {
            let question = registers::Question { unit, from, to, on: today };
            let found = statistics(house, &house_itself, question).await?;
            Ok(match source {
                Source::ReceptionDays => found.receptions.0.map(|days| (days, None)),
                Source::ReceptionVisits => {
                    found.receptions.1.filter(|visits| is_told(*visits)).map(|visits| (visits, None))
                }
                _ => share(
                    found.total.told(Registered::OnTime).unwrap_or(0),
                    found.total.told(Registered::Settled).unwrap_or(0),
                ),
            })
        }
        Source::CasesOnTime | Source::Observations => {
            let question = figures::Question {
                unit,
                from,
                to,
                topic: ALL.into(),
                on_structure: today,
                compare: None,
                measure: Counted::Received,
            };
            let found = overview(house, &house_itself, question).await?.total.figures;
            Ok(match source {
                Source::Observations => found.heard.value().map(|heard| (*heard, None)),
                _ => found.on_time.value().and_then(|share_of| share(share_of.part, share_of.whole)),
            })
        }
        Source::TeamsFormed | Source::HouseholdsCovered | Source::MembersEnrolled => Ok(None),
    }
}

/// Whether a unit kept a part of what it shared out below itself, of something that is counted with all that lies below it: what the
/// other parts tell would be told twice.
async fn is_beside_its_own(house: &House, of: &Commitment) -> Done<bool> {
    let (Some(source), Some(parent)) = (of.indicator.source, of.parent) else { return Ok(false) };
    if !source.is_of_campaign() {
        return Ok(false);
    }
    let (facts, today) = (house.facts(), house.today());
    let is_below = |unit: UnitId| unit != of.unit && facts.tree.is_under(unit, of.unit, today);
    Ok(store::below(&house.store, parent).await?.iter().any(|other| is_below(other.unit)))
}

/// What a unit has of a campaign now. Of a day that is past it is not known any more.
async fn have(
    house: &House,
    source: Source,
    (campaign, unit): (ProgrammeId, UnitId),
    period: Period,
) -> Done<Known> {
    if period.to < house.today() {
        return Ok(None);
    }
    let counts = campaigns::counted_of(house, campaign, unit).await?;
    Ok(match source {
        Source::TeamsFormed => Some((counts.teams, None)),
        Source::HouseholdsCovered => Some((counts.households, None)),
        Source::MembersEnrolled => is_told(counts.members).then_some((counts.members, None)),
        _ => None,
    })
}

const fn is_told(count: i64) -> bool {
    count == 0 || FEWEST <= count
}

/// A share in hundredths of a per cent, and of how many.
fn share(part: i64, whole: i64) -> Known {
    (FEWEST <= whole).then(|| ((part * 20_000 + whole) / (2 * whole), Some(whole)))
}

/// Writes a value unless it stands there already; true when it was written.
async fn write(
    house: &House,
    of: &Commitment,
    period: Period,
    (value, base): (i64, Option<i64>),
) -> Done<bool> {
    let mut change = house.store.begin().await?;
    let Some(of) = store::lock_commitment(&mut change, of.id).await? else { return Ok(false) };
    let mut reports = store::of_period(&mut change, of.id, period.from).await?;
    if reports.last().is_some_and(|last| (last.value, last.base) == (value, base)) {
        return Ok(false);
    }
    let now = house.now();
    let it = Report {
        id: ReportId(house.new_id()),
        commitment: of.id,
        period: period.from,
        number: 1 + reports.last().map_or(0, |last| last.number),
        value,
        base,
        words: String::new(),
        at: now,
        person: None,
        unit: of.unit,
        evidence: 0,
        verdict: Some(Verdict { is_accepted: true, at: now, by: None, reason: String::new() }),
        request_hash: Vec::new(),
    };
    store::add_report(&mut change, &it).await?;
    if let Some(verdict) = &it.verdict {
        store::settle(&mut change, it.id, verdict).await?;
    }
    let day: Day = it.period;
    let payload = json!({"report": it.id, "period": day, "value": value, "of": base});
    reports.push(it);
    report::save(&mut change, &of, &reports).await?;
    change.note(event(house, &Asker::house(), "progress.filled", (of.id.0, of.unit), payload));
    change.commit().await?;
    Ok(true)
}
