//! What is to be expected in the weeks to come.

use super::{voices::Voices, watch::MORE};
use danvan_analysis::{
    early_warning::Calendar,
    forecast::{self, Past},
};
use danvan_domain::{
    findings::{Kind, Method, Seen},
    ids::UnitId,
};

/// How many weeks ahead are foretold.
const AHEAD: [usize; 2] = [4, 13];
/// How many series are foretold: those with most voices.
const MOST_FORETOLD: usize = 60;

/// Topics of the city, and of the communes with most voices, of which clearly more is to be expected than usual.
pub(super) fn forecasts(voices: &Voices) -> (Vec<Seen>, usize) {
    let topics = 0..voices.topics.len();
    let city = topics.clone().map(|topic| (None, topic, voices.weekly_of_city(Some(topic))));
    let communes = (0..voices.spots.len())
        .flat_map(|spot| topics.clone().map(move |topic| (spot, topic)))
        .map(|(spot, topic)| (Some(spot), topic, voices.weekly(spot, topic)));
    let last_year = |weekly: &[i64]| weekly.iter().rev().take(52).sum::<i64>();
    let mut enough: Vec<(Option<usize>, usize, Vec<i64>)> = city
        .chain(communes)
        .filter(|(spot, _, weekly)| {
            weekly.len() >= 56 && last_year(weekly) >= if spot.is_some() { 5 * 52 } else { 2 * 52 }
        })
        .collect();
    enough.sort_by_key(|(_, _, weekly)| std::cmp::Reverse(last_year(weekly)));
    enough.truncate(MOST_FORETOLD);
    let tests = enough.len();
    let seen = enough.into_iter().filter_map(|(spot, topic, weekly)| {
        let place = spot.map_or(voices.city, |spot| voices.spots[spot].unit);
        foretold(voices, (place, topic), &weekly)
    });
    (seen.collect(), tests)
}

/// The longest time ahead for which even the lower end of what is to be expected lies above the usual.
fn foretold(voices: &Voices, (place, topic): (UnitId, usize), weekly: &[i64]) -> Option<Seen> {
    let recent = &weekly[weekly.len().saturating_sub(3 * 52)..];
    let past = Past::counts(recent, Calendar::Numbered { per_year: 52 }).ok()?;
    let options = forecast::Options {
        steps: AHEAD[1],
        chances: vec![0.1, 0.9],
        paths: 400,
        ..forecast::Options::default()
    };
    let found = forecast::forecast(&past, &options).ok()?;
    let half_year = &weekly[weekly.len().saturating_sub(26)..];
    let mean = half_year.iter().sum::<i64>() as f64 / half_year.len().max(1) as f64;
    AHEAD.into_iter().rev().find_map(|ahead| {
        // Adding the lower ends up is more careful than the lower end of the sum.
        let low: f64 = found.quantiles.first()?.iter().take(ahead).sum();
        let likely: f64 = found.means.iter().take(ahead).sum();
        let year_ago: i64 = weekly[weekly.len().checked_sub(52)?..].iter().take(ahead).sum();
        let usual = (mean * ahead as f64).max(year_ago as f64);
        let days = 7 * i64::try_from(ahead).unwrap_or(0);
        (low > 1.1 * usual && likely - usual >= MORE).then(|| Seen {
            kind: Kind::Forecast,
            method: Method::Forecast,
            topic: voices.topics[topic].clone(),
            places: vec![place],
            days: (voices.last.next(), voices.last.plus_days(days)),
            observed: likely.round() as i64,
            expected: usual,
            chance: 0.1,
            promise: None,
        })
    })
}
