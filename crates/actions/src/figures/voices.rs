//! What every unit counted itself, by day and topic, gone through once: for looks over the whole of a city.

use super::sums::Days;
use crate::house::{Done, House};
use danvan_domain::{ids::UnitId, time::Day};
use danvan_store::tallies::days;

/// Shows what every unit counted itself in a period: the day, the unit, the topic itself, the measure and the count. Reads a
/// statement a month at most. Returns the first day from which on everything is brought in, when not all of the period is.
pub(crate) async fn each_voice(
    house: &House,
    (from, until): Days,
    mut show: impl FnMut(Day, UnitId, &str, usize, i64),
) -> Done<Option<Day>> {
    let whole = days::whole_from(&house.store).await?.filter(|first| from < *first);
    let begin = whole.map_or(from, |first| first.max(from));
    // Before the rows: what changes after this makes a block old.
    let turns = house.kept.turns.of(house, (begin, until)).await?;
    let blocks = &house.kept.blocks;
    let mut at = begin;
    while at < until {
        let end = at.first_of_next_month().min(until);
        let counted = blocks.days(house, &turns, (at, end)).await?;
        let (units, topics) = blocks.names();
        for (day, block) in counted {
            block.each_of_all(|topic, unit, measure, count| {
                if let (Some(unit), Some(topic)) = (units.get(unit as usize), topics.get(&topic)) {
                    show(day, *unit, topic, measure, count);
                }
            });
        }
        at = end;
    }
    Ok(whole)
}
