//! The days a brief tells of when nobody says others.

use super::Kind;
use crate::{programmes::Period, returns::Rhythm, time::Day};

/// The last period of a kind that is over: a week from Monday, a calendar month, a quarter. A quick brief tells of the last seven
/// days, one about a topic or a project of the last whole month.
pub fn last_whole(kind: Kind, today: Day) -> Period {
    let before = |rhythm: Rhythm| rhythm.before(rhythm.period_of(today));
    match kind {
        Kind::Quick => Period { from: today.plus_days(-6), to: today },
        Kind::Week => Period { from: today.monday().plus_days(-7), to: today.monday().previous() },
        Kind::Month | Kind::Topic | Kind::Project => before(Rhythm::Month),
        Kind::Quarter => before(Rhythm::Quarter),
    }
}

/// So many whole weeks from Monday to Sunday, the last of which is over by a day.
pub fn whole_weeks(weeks: i64, until: Day) -> (Day, Day) {
    let last = until.next().monday().previous();
    (last.plus_days(1 - 7 * weeks), last)
}
