//! What parties promised, side by side: how far each has come with an interval around it, and from whom it can be told
//! apart. Nobody is ranked.

use super::read::{by_period, readable, standing};
use crate::house::{Done, House};
use danvan_analysis::intervals::{Estimate, distinguishable, rate, share};
use danvan_domain::{
    ids::{ProgrammeId, UnitId},
    programmes::{
        AddsUp, Commitment, Direction, Figure, Indicator, Measure, Period, Programme, State, Total,
    },
    rights::Asker,
    text::in_order,
    time::Day,
};
use danvan_store::programmes as store;

/// One commitment with its parts beside each other.
pub struct Side {
    /// What the parts are parts of.
    pub whole: Commitment,
    /// The period that is compared.
    pub period: Period,
    /// The parts, by name of unit.
    pub rows: Vec<Beside>,
}

/// One part as it stands beside the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// Whose.
    pub unit: UnitId,
    /// By what it is measured, with its own target.
    pub indicator: Indicator,
    /// How it stands.
    pub state: State,
    /// How far it is said to have come.
    pub claimed: Option<i64>,
    /// How far it is proven.
    pub proven: Option<i64>,
    /// What is proven, as a share of the whole or of the target, with its 95 % interval; nothing where none can be told.
    pub estimate: Option<Estimate>,
    /// Whose interval lies wholly below.
    pub above: Vec<UnitId>,
    /// Whose interval lies wholly above.
    pub below: Vec<UnitId>,
}

/// The interval around what was proven. A share is one of so many; a count that sums is how much of its target, as a Poisson
/// count. Everything else has none, and neither has a share of which nobody knows of how many.
fn estimate(indicator: &Indicator, proven: &Total) -> Option<Estimate> {
    proven.value(indicator)?;
    let whole_number = |number: i64| u64::try_from(number).ok();
    match (indicator.measure, indicator.adds_up) {
        // A base of one a part is no number of things.
        (Measure::Share, AddsUp::Mean) if proven.base > proven.count / danvan_domain::units::WHOLE_PPM => {
            let base = whole_number(proven.base)?;
            let part = (whole_number(proven.amount)? + 5_000) / 10_000;
            share(part.min(base), base)
        }
        (Measure::Count, AddsUp::Sum) if indicator.direction == Direction::AtLeast => {
            rate(whole_number(proven.amount)?, whole_number(indicator.target)?, 1.0)
        }
        _ => None,
    }
}

/// Says of each row from which others it can be told apart.
fn tell_apart(rows: &mut [Beside]) {
    let known: Vec<(UnitId, Option<Estimate>)> = rows.iter().map(|row| (row.unit, row.estimate)).collect();
    for row in rows {
        let Some(own) = row.estimate else { continue };
        for (unit, other) in &known {
            let Some(other) = other.filter(|other| distinguishable(own, *other)) else { continue };
            let side = if own.low > other.high { &mut row.above } else { &mut row.below };
            side.push(*unit);
        }
    }
}

/// Reads everything that was shared out in a programme, each with its parts side by side, in the period that counts now.
///
/// # Errors
/// [`danvan_domain::refusals::Refusal::NotFound`]; the refusal of the right to read the programme.
pub async fn compare(house: &House, asker: &Asker, id: ProgrammeId) -> Done<(Programme, Vec<Side>)> {
    let programme = readable(house, asker, id).await?;
    let commitments = store::signed(&house.store, id).await?;
    let parts: Vec<_> = commitments.iter().filter(|it| it.parent.is_some()).map(|it| it.id).collect();
    let figures = by_period(store::figures_of_some(&house.store, &parts).await?);
    let (facts, today) = (house.facts(), house.today());
    let mut sides = Vec::new();
    for whole in commitments.iter().filter(|it| it.parent.is_none()) {
        let below: Vec<&Commitment> = commitments.iter().filter(|it| it.parent == Some(whole.id)).collect();
        if below.len() < 2 {
            continue;
        }
        let mut rows = Vec::new();
        let mut period = None;
        for part in below {
            let Some(now) = standing(part.clone(), &figures, today) else { continue };
            let figure = figures.get(&(part.id, now.period.from)).copied().unwrap_or_default();
            period = Some(now.period);
            rows.push(beside(part, (now.period, &figure), today));
        }
        rows.sort_by_cached_key(|row| facts.tree.get(row.unit).map(|unit| in_order(unit.bare_name())));
        tell_apart(&mut rows);
        if let Some(period) = period {
            sides.push(Side { whole: whole.clone(), period, rows });
        }
    }
    Ok((programme, sides))
}

fn beside(part: &Commitment, (period, figure): (Period, &Figure), today: Day) -> Beside {
    let indicator = part.indicator.clone();
    Beside {
        unit: part.unit,
        state: figure.state(&indicator, part.parts, period, today),
        claimed: figure.claimed.value(&indicator),
        proven: figure.proven.value(&indicator),
        estimate: estimate(&indicator, &figure.proven),
        above: Vec::new(),
        below: Vec::new(),
        indicator,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_domain::time::Moment;
    use uuid::Uuid;

    fn indicator(measure: Measure, adds_up: AddsUp, target: i64) -> Indicator {
        let counted = String::new();
        Indicator {
            measure,
            counted,
            baseline: 0,
            target,
            direction: Direction::AtLeast,
            adds_up,
            source: None,
        }
    }

    fn row(number: u128, indicator: &Indicator, proven: Total) -> Beside {
        let unit = UnitId(Uuid::from_u128(number));
        let estimate = estimate(indicator, &proven);
        let value = proven.value(indicator);
        let (claimed, state) = (value, State::OnTrack);
        let (above, below) = (Vec::new(), Vec::new());
        Beside { unit, indicator: indicator.clone(), state, claimed, proven: value, estimate, above, below }
    }

    #[test]
    fn what_cannot_be_told_apart_is_apart_from_nobody() {
        let count = indicator(Measure::Count, AddsUp::Sum, 20);
        let at = Moment::from_micros(1);
        let total = |value| Total::of(&count, value, 1, at);
        let mut rows = [row(1, &count, total(18)), row(2, &count, total(14)), row(3, &count, total(2))];
        tell_apart(&mut rows);
        let ids = |row: &Beside| (row.above.len(), row.below.len());
        assert_eq!(rows.each_ref().map(ids), [(1, 0), (1, 0), (0, 2)], "{rows:?}");
        assert!(rows[0].above == rows[1].above, "both are apart from the third alone");
    }

    #[test]
    fn there_is_no_interval_where_none_can_be_told() {
        let at = Moment::from_micros(1);
        let share = indicator(Measure::Share, AddsUp::Mean, 9_000);
        assert_eq!(estimate(&share, &Total::of(&share, 8_000, 1, at)), None, "of how many is not known");
        let of_forty = estimate(&share, &Total::of(&share, 8_000, 40, at)).expect("an interval");
        assert!(
            (of_forty.value - 0.8).abs() < 1e-9 && of_forty.low < 0.66 && of_forty.high > 0.88,
            "{of_forty:?}"
        );
        let done = indicator(Measure::YesNo, AddsUp::Minimum, 1);
        assert_eq!(estimate(&done, &Total::of(&done, 1, 1, at)), None);
        let count = indicator(Measure::Count, AddsUp::Sum, 10);
        assert_eq!(estimate(&count, &Total::default()), None, "nothing is proven");
    }
}
