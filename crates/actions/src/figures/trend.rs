//! Figures along time.

use super::{
    Point, Step, Told,
    carrying::Target,
    overview::{foreign, villages_of},
    pieces::Pieces,
    sums::{Days, Reader},
};
use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    tallies::{Counted, Counts, MEASURES, Measure},
    time::Day,
    units::{Level, WHOLE_PPM},
};
use std::collections::{BTreeMap, HashMap};

/// Counts per day, in parts per million.
pub(super) type Daily = BTreeMap<Day, [i64; MEASURES]>;

/// Every day of the unit asked for, with what leads into it from other structures.
///
/// A commune that leads in with some share counts with that share, except where its villages lead in with another: those
/// count with the difference.
pub(super) async fn daily(
    (house, pieces): (&House, Option<&Pieces>),
    reader: &Reader<'_>,
    target: &Target<'_>,
    days: Days,
) -> Done<Daily> {
    let mut series = Daily::new();
    let is_large = target.tree.get(target.unit).is_some_and(|unit| unit.level() <= Level::Commune);
    gather(&mut series, reader, &[target.unit], is_large, WHOLE_PPM, days).await?;
    if target.is_top() || !is_large {
        return Ok(series);
    }
    if let Some(pieces) = pieces
        && let Some(outside) = pieces.led_in(house, reader, days).await?
    {
        for (day, fine) in outside {
            let own = series.entry(day).or_insert([0; MEASURES]);
            own.iter_mut().zip(fine).for_each(|(own, part)| *own += part);
        }
        return Ok(series);
    }
    let own = |id: UnitId| target.tree.ancestors(id).any(|above| above.id == target.unit);
    let communes: Vec<UnitId> = foreign(target, days).into_iter().filter(|id| !own(*id)).collect();
    let shares: HashMap<UnitId, i64> = communes.iter().map(|id| (*id, target.share_of(*id).0)).collect();
    let mut large: BTreeMap<i64, Vec<UnitId>> = BTreeMap::new();
    for (commune, share) in &shares {
        large.entry(*share).or_default().push(*commune);
    }
    let mut small: BTreeMap<i64, Vec<UnitId>> = BTreeMap::new();
    for (commune, village) in villages_of(target.tree, &communes, days) {
        let differs = target.share_of(village).0 - shares.get(&commune).copied().unwrap_or(0);
        small.entry(differs).or_default().push(village);
    }
    for (weights, are_large) in [(large, true), (small, false)] {
        for (share, units) in weights.into_iter().filter(|(share, _)| *share != 0) {
            gather(&mut series, reader, &units, are_large, share, days).await?;
        }
    }
    Ok(series)
}

async fn gather(
    series: &mut Daily,
    reader: &Reader<'_>,
    units: &[UnitId],
    are_large: bool,
    share_ppm: i64,
    days: Days,
) -> Done<()> {
    for (day, counts) in reader.daily(units, are_large, days).await? {
        let fine = series.entry(day).or_insert([0; MEASURES]);
        for (own, count) in fine.iter_mut().zip(counts.0) {
            *own += count * share_ppm;
        }
    }
    Ok(())
}

fn whole(fine: [i64; MEASURES]) -> Counts {
    Counts(fine.map(|part| (part + WHOLE_PPM / 2).div_euclid(WHOLE_PPM)))
}

/// All days together.
pub(super) fn sum(series: &Daily) -> Counts {
    let mut sum = [0; MEASURES];
    for fine in series.values() {
        for (own, part) in sum.iter_mut().zip(fine) {
            *own += part;
        }
    }
    whole(sum)
}

/// The points of a period: days up to nine weeks, weeks up to two years, else months; the compared days lie on the days
/// as far after its own beginning.
pub(super) fn points(
    (days, compared): (Days, Days),
    (now, then): (&Daily, &Daily),
    measure: Counted,
) -> (Step, Vec<(Point, [Counts; 2])>) {
    let length = days.1.days_since(days.0);
    let step = match length {
        ..=63 => Step::Day,
        64..=731 => Step::Week,
        _ => Step::Month,
    };
    let start_of = |day: Day| match step {
        Step::Day => day,
        Step::Week => day.monday().max(days.0),
        Step::Month => day.first_of_month().max(days.0),
    };
    let mut points: BTreeMap<Day, ([i64; MEASURES], [i64; MEASURES])> = BTreeMap::new();
    let mut day = days.0;
    while day < days.1 {
        let (own, before) = points.entry(start_of(day)).or_insert(([0; MEASURES], [0; MEASURES]));
        let earlier = compared.0.plus_days(day.days_since(days.0));
        for (sum, series, at) in [(own, now, day), (before, then, earlier)] {
            let parts = series.get(&at).into_iter().flatten();
            sum.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        day = day.next();
    }
    let told = points.into_iter().map(|(start, (own, before))| {
        let (own, before) = (whole(own), whole(before));
        let point = Point {
            start,
            received: Told::Value(own[Measure::Received]),
            heard: Told::Value(own.heard()),
            count: Told::Value(measure.of(&own)),
            before: Told::Value(measure.of(&before)),
        };
        (point, [own, before])
    });
    (step, told.collect())
}
