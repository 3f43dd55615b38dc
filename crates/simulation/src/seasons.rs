//! When and where a topic is spoken of more: the week's rhythm, Tết, floods, heat, clearance, school.

use danvan_domain::{calendar::Calendar, time::Day};

/// The first days of the lunar years that fall near a simulation (official holiday notices of each year).
const LUNAR_YEARS: &[(i16, i8, i8)] = &[(2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6)];

/// What of a commune makes a season felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ground {
    /// A ward or township.
    pub(crate) urban: bool,
    /// Water stays here.
    pub(crate) low: bool,
    /// Ring Road 4 comes through.
    pub(crate) ring: bool,
    /// Something has been wrong with the water here for three weeks.
    pub(crate) thirsty: bool,
}

/// How many days of the week carry how much, Monday first.
const WEEK: [f64; 7] = [1.22, 1.13, 1.08, 1.05, 1.02, 0.82, 0.68];

/// How busy a day is against the mean: the week, holidays, and the days of Tết when hardly anybody writes.
pub(crate) fn busy(calendar: &Calendar, day: Day) -> f64 {
    let weekday = WEEK[usize::try_from(day.0.weekday().to_monday_zero_offset()).unwrap_or(0)];
    let holiday = if calendar.why(day).is_some() && !calendar.is_working_day(day) { 0.7 } else { 1.0 };
    weekday
        * holiday
        * if days_from_tet(day).is_some_and(|days| (-3..=5).contains(&days)) { 0.35 } else { 1.0 }
}

/// For how many days before the present the collection of rubbish slowly gets worse.
const DRIFT: i64 = 84;
/// For how many days there has been a rumour about prices.
const RUMOUR: i64 = 9;

/// Days since the nearest lunar new year; negative before it.
fn days_from_tet(day: Day) -> Option<i64> {
    let years = LUNAR_YEARS.iter().filter_map(|(year, month, first)| Day::new(*year, *month, *first));
    years.map(|tet| day.days_since(tet)).min_by_key(|days| days.abs())
}

/// How much more a topic is spoken of on a day on some ground; `age` is how many days the present lies ahead.
pub(crate) fn factor(topic: &str, ground: Ground, day: Day, age: i64) -> f64 {
    // Long because it is a table: a season a line.
    let date = day.0;
    let (month, of_month) = (date.month(), date.day());
    let mut factor = 1.0;
    let mut times = |when: bool, more: f64| {
        if when {
            factor *= more;
        }
    };
    let between = |from: (i16, i8, i8), to: (i16, i8, i8)| {
        let bound = |(year, month, day)| Day::new(year, month, day);
        bound(from).is_some_and(|from| from <= day) && bound(to).is_some_and(|to| day <= to)
    };
    let tet = days_from_tet(day).unwrap_or(i64::MAX);
    let before_tet = (-16..=-1).contains(&tet);
    let flood = between((2025, 9, 30), (2025, 10, 8));
    let rains = (6..=9).contains(&month);
    let heat = month == 6 && of_month <= 22;
    match topic {
        "water.flood" => {
            times(flood, if ground.low { 42.0 } else { 9.0 });
            times(rains && !flood, 2.2);
            times(!rains && !flood, 0.25);
            times(ground.low, 1.6);
        }
        "water.drainage" => {
            times(flood, if ground.low { 8.0 } else { 3.5 });
            times(rains, 1.5);
        }
        "welfare.disaster" => times(flood, if ground.low { 40.0 } else { 4.0 }),
        "environment.trees" => {
            times(flood, 4.0);
            times(rains, 1.6);
        }
        "power.outage" => {
            times(flood, if ground.low { 12.0 } else { 2.0 });
            times(heat, 7.0);
        }
        "power.unsafe_line" => times(flood || heat, 2.5),
        "water.clean" => {
            times(heat, 3.5);
            times(ground.thirsty && age <= 21, 9.0);
        }
        "environment.waste" => {
            times(before_tet, 1.7);
            // Where water stays, rubbish is collected a little worse every week.
            times(ground.low && age <= DRIFT, 1.0 + (DRIFT - age) as f64 / DRIFT as f64 * 1.5);
        }
        "security.noise" | "order.parking" => times(before_tet, 1.7),
        "living.prices" => {
            times(before_tet, 2.2);
            // A rumour that petrol and rice go up.
            times(age <= RUMOUR, 2.5);
        }
        "health.food" | "order.pavement" => times(before_tet, 2.2),
        "security.scam" => {
            times(before_tet, 1.8);
            times(age <= 42, 1.0 + (42 - age) as f64 * 0.05);
        }
        "fire.hazard" => times(matches!(month, 12 | 1 | 2), 2.0),
        "environment.pollution" => times(!ground.urban && (month == 6 || month == 10), 3.0),
        "health.epidemic" => times((9..=11).contains(&month), 3.5),
        "school.places" => times(month == 6 || month == 7, 5.0),
        "school.fees" => times(month == 9, 6.0),
        "school.safety" => times((6..=8).contains(&month), 0.4),
        "office.procedure" | "office.online" => times(between((2025, 7, 1), (2025, 8, 31)), 2.6),
        "community.policy" => times(between((2026, 6, 15), (2026, 9, 15)), 4.0),
        "land.clearance" | "land.resettlement" => {
            times(ground.ring, 3.0);
            // The city's own deadline for handing over the land was the end of 2025.
            times(ground.ring && between((2025, 3, 1), (2025, 12, 31)), 1.0 + clearance_pressure(day));
            times(ground.ring && between((2026, 1, 1), (2026, 3, 31)), 2.2);
        }
        _ => {}
    }
    factor
}

/// Rises from 0 in March 2025 to 2.6 at the end of that year.
fn clearance_pressure(day: Day) -> f64 {
    Day::new(2025, 3, 1).map_or(0.0, |begin| day.days_since(begin) as f64 / 305.0 * 2.6)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn seasons_fall_where_they_should() {
        let ground = Ground { urban: false, low: true, ring: true, thirsty: false };
        let check = |topic: &str, day: &str, at_least: f64, below: f64| {
            let found = factor(topic, ground, day.parse().expect("a day"), 400);
            assert!((at_least..below).contains(&found), "{topic} on {day}: {found}");
        };
        check("water.flood", "2025-10-03", 40.0, 100.0);
        check("water.flood", "2025-12-03", 0.1, 0.6);
        check("power.outage", "2026-06-10", 6.0, 8.0);
        check("land.clearance", "2025-12-20", 9.0, 12.0);
        check("land.clearance", "2026-09-20", 2.9, 3.1);
        check("living.prices", "2026-02-10", 2.0, 2.5);
        check("roads.pothole", "2026-02-10", 1.0, 1.1);
        let calendar = Calendar::facts();
        let busy_on = |day: &str| busy(calendar, day.parse().expect("a day"));
        assert!(busy_on("2026-02-18") < 0.4 && busy_on("2026-03-02") > 1.1);
        assert!(busy_on("2026-03-08") < busy_on("2026-03-03"));
    }
}
