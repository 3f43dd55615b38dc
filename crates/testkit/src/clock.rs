//! A clock that stands until it is moved.

use danvan_domain::time::{Clock, Day, Moment};
use std::sync::atomic::{AtomicI64, Ordering};

/// Shows the same instant until a test moves it.
#[derive(Debug)]
pub struct StillClock(AtomicI64);

impl StillClock {
    /// A clock at an instant.
    pub const fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.micros()))
    }

    /// Puts the clock to an instant.
    pub fn set(&self, moment: Moment) {
        self.0.store(moment.micros(), Ordering::SeqCst);
    }

    /// Puts the clock to 09:00 in Hanoi of a day written `2026-11-22`.
    ///
    /// # Panics
    /// When the text is no day.
    pub fn set_day(&self, day: &str) {
        let day: Day = day.parse().expect("a day");
        self.set(Moment::at(day, 9, 0));
    }

    /// Moves the clock on by seconds.
    pub fn pass_seconds(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }

    /// Moves the clock on by hours.
    pub fn pass_hours(&self, hours: i64) {
        self.pass_seconds(hours * 3600);
    }

    /// Moves the clock on by days of 24 hours.
    pub fn pass_days(&self, days: i64) {
        self.pass_hours(days * 24);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.load(Ordering::SeqCst))
    }
}
