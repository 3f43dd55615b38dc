//! Whether a number rose or fell: only where chance does not explain the difference.

use danvan_analysis::intervals::{self, Estimate, distinguishable};
use danvan_domain::briefs::{Change, Known};

/// A number with its interval of 95 %: of a count Garwood's, of a share Wilson's. Nothing for what is not told.
fn estimate(known: Known) -> Option<Estimate> {
    let count = |number: i64| u64::try_from(number).ok();
    match known {
        Known::Count(number) => Some(intervals::count(count(number)?)),
        Known::Share(part, whole) => intervals::share(count(part)?, count(whole)?),
        Known::Hidden | Known::Nothing => None,
    }
}

/// How a number stands against an earlier one. A rise or fall is one whose intervals do not meet; anything less cannot be told from
/// chance.
pub(super) fn change(now: Known, before: Known) -> Change {
    match (estimate(now), estimate(before)) {
        (Some(now), Some(before)) if !distinguishable(now, before) => Change::Same,
        (Some(now), Some(before)) if now.value > before.value => Change::Rise,
        (Some(_), Some(_)) => Change::Fall,
        _ => Change::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_chance_does_not_explain_is_a_rise_or_a_fall() {
        let check = |now: Known, before: Known, expected: Change| {
            assert_eq!(change(now, before), expected, "{now:?} after {before:?}");
        };
        check(Known::Count(34), Known::Count(11), Change::Rise);
        check(Known::Count(11), Known::Count(34), Change::Fall);
        check(Known::Count(30), Known::Count(25), Change::Same);
        check(Known::Count(0), Known::Count(0), Change::Same);
        check(Known::Count(1), Known::Count(0), Change::Same);
        check(Known::Count(1_300), Known::Count(1_000), Change::Rise);
        check(Known::Share(800, 1000), Known::Share(500, 1000), Change::Rise);
        check(Known::Share(8, 10), Known::Share(5, 10), Change::Same);
        check(Known::Share(500, 1000), Known::Share(800, 1000), Change::Fall);
        check(Known::Hidden, Known::Count(50), Change::Unknown);
        check(Known::Count(50), Known::Nothing, Change::Unknown);
        check(Known::Share(0, 0), Known::Share(1, 2), Change::Unknown);
    }
}
