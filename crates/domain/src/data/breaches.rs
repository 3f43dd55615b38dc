//! Breaches of the protection of personal data: so many hours from when one was found until the authority is told.

use crate::{
    procedures::{Limit, Limits},
    time::{Day, Moment},
};
use uuid::Uuid;

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Its own id.
    pub id: Uuid,
    /// When it was found.
    pub found_at: Moment,
    /// When it happened, when known.
    pub happened_at: Option<Moment>,
    /// What happened.
    pub what: String,
    /// Whose data, of which kind.
    pub whose: String,
    /// About how many people, when known.
    pub how_many: Option<i64>,
    /// What was done about it.
    pub measures: String,
    /// Whether it may harm security, order, life, health, honour or property, and so must be notified.
    pub must_notify: bool,
    /// By when.
    pub due_at: Moment,
    /// When the authority was told.
    pub notified_at: Option<Moment>,
    /// The number of that notice.
    pub notice: String,
}

/// Within how many hours a breach that was found on a day must be notified. They run by day and night.
pub fn notice(on: Day) -> Option<&'static Limit> {
    Limits::facts().get("breach_notice", on)
}

/// By when a breach must be notified; at once while no row of the law leaves time.
pub fn due(found_at: Moment) -> Moment {
    let hours = notice(found_at.day()).and_then(|law| law.most).map_or(0, i64::from);
    found_at.plus_seconds(hours * 3600)
}

impl Breach {
    /// Whether the notification should have gone out and did not, or went out late.
    pub fn is_late(&self, now: Moment) -> bool {
        self.must_notify && self.due_at < self.notified_at.unwrap_or(now)
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn seventy_two_hours_run_through_days_of_rest() {
        // Friday evening: due on Monday evening.
        let found: Moment = "2026-11-27T11:00:00Z".parse().expect("an instant");
        assert_eq!(due(found).to_string(), "2026-11-30T11:00:00Z");
    }

    #[test]
    fn it_is_late_only_when_it_must_be_told_and_was_not_in_time() {
        let found: Moment = "2026-11-27T11:00:00Z".parse().expect("an instant");
        let check = |must_notify, told_after: Option<i64>, hours_now: i64, late: bool| {
            let breach = Breach {
                id: Uuid::nil(),
                found_at: found,
                happened_at: None,
                what: String::new(),
                whose: String::new(),
                how_many: None,
                measures: String::new(),
                must_notify,
                due_at: due(found),
                notified_at: told_after.map(|hours| found.plus_seconds(hours * 3600)),
                notice: String::new(),
            };
            assert_eq!(breach.is_late(found.plus_seconds(hours_now * 3600)), late);
        };
        check(true, None, 72, false);
        check(true, None, 73, true);
        check(true, Some(70), 100, false);
        check(true, Some(80), 100, true);
        check(false, None, 100, false);
    }
}
