//! What reports add up to, over the tree and over units: a total that any order and any grouping give alike.

use super::{AddsUp, Direction, Indicator, Measure, Period};
use crate::{
    time::{Day, Moment},
    units::WHOLE_PPM,
    words_enum,
};

/// What some parts add up to. `count` is kept in millionths of a part, so that a part may be divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum, the sum of value times base, the worst value, or the last one.
    pub amount: i64,
    /// The sum of bases.
    pub base: i64,
    /// How many parts are in it, in millionths.
    pub count: i64,
    /// When the last of them was told, in microseconds.
    pub at: i64,
}

impl Total {
    /// One part's value.
    pub fn of(indicator: &Indicator, value: i64, base: i64, at: Moment) -> Self {
        let amount = if indicator.adds_up == AddsUp::Mean { value.saturating_mul(base) } else { value };
        Self { amount, base, count: WHOLE_PPM, at: at.micros() }
    }

    /// Two totals together.
    #[must_use]
    pub fn and(self, indicator: &Indicator, other: Self) -> Self {
        if self.count == 0 || other.count == 0 {
            return if self.count == 0 { other } else { self };
        }
        let better = |a: i64, b: i64| match indicator.direction {
            Direction::AtLeast => a.max(b),
            Direction::AtMost => a.min(b),
        };
        let worse = |a: i64, b: i64| if better(a, b) == a { b } else { a };
        let amount = match indicator.adds_up {
            AddsUp::Sum | AddsUp::Mean => self.amount.saturating_add(other.amount),
            AddsUp::Minimum => worse(self.amount, other.amount),
            AddsUp::Last if self.at == other.at => worse(self.amount, other.amount),
            AddsUp::Last => {
                if self.at > other.at {
                    self.amount
                } else {
                    other.amount
                }
            }
        };
        Self {
            amount,
            base: self.base.saturating_add(other.base),
            count: self.count + other.count,
            at: self.at.max(other.at),
        }
    }

    /// The value it stands for; nothing when no part is in it.
    pub fn value(&self, indicator: &Indicator) -> Option<i64> {
        if self.count <= 0 {
            return None;
        }
        match indicator.adds_up {
            AddsUp::Mean if self.base <= 0 => None,
            // Rounded to the nearest; values are never below zero.
            AddsUp::Mean => Some((self.amount.saturating_mul(2) + self.base) / (2 * self.base)),
            AddsUp::Sum | AddsUp::Minimum | AddsUp::Last => Some(self.amount),
        }
    }
}

/// What was said and what of it was proven, of so many parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// What was said and not returned.
    pub claimed: Total,
    /// What was accepted.
    pub proven: Total,
}

impl Figure {
    /// Two figures together.
    #[must_use]
    pub fn and(self, indicator: &Indicator, other: Self) -> Self {
        Self {
            claimed: self.claimed.and(indicator, other.claimed),
            proven: self.proven.and(indicator, other.proven),
        }
    }

    /// How it stands in a period at the end of a day, when it has so many parts.
    pub fn state(&self, indicator: &Indicator, parts: i64, period: Period, today: Day) -> State {
        if today < period.from {
            return State::Waiting;
        }
        let is_over = period.to < today;
        let reached = |total: &Total| {
            // A sum or what was told last may reach a target by some of its parts; a mean, a minimum or a limit is
            // only known when all have told.
            let alone = indicator.direction == Direction::AtLeast && indicator.adds_up == AddsUp::Sum
                || indicator.adds_up == AddsUp::Last;
            let is_whole = alone || parts.saturating_mul(WHOLE_PPM) <= total.count;
            is_whole && total.value(indicator).is_some_and(|value| indicator.is_reached(value))
        };
        // A limit is kept only once its days are over.
        let is_final = is_over || indicator.direction == Direction::AtLeast;
        if is_final && reached(&self.proven) {
            return State::Kept;
        }
        if is_final && reached(&self.claimed) {
            return State::Unproven;
        }
        if is_over {
            return State::Late;
        }
        if self.keeps_pace(indicator, period, today) { State::OnTrack } else { State::Behind }
    }

    /// Whether a running period has come as far as an even pace would have; where none can be told, nothing is said
    /// against it before its end.
    fn keeps_pace(&self, indicator: &Indicator, period: Period, today: Day) -> bool {
        let value = self.claimed.value(indicator);
        if indicator.direction == Direction::AtMost {
            return value.is_none_or(|value| indicator.is_reached(value));
        }
        if indicator.measure != Measure::Count || indicator.adds_up != AddsUp::Sum {
            return true;
        }
        let (passed, all) = period.passed(today);
        let way = i128::from(indicator.target - indicator.baseline);
        let expected = i128::from(indicator.baseline) + way * i128::from(passed) / i128::from(all);
        expected <= i128::from(value.unwrap_or(indicator.baseline))
    }
}

words_enum! {
    /// How a commitment stands in a period, the best first.
    State {
        /// The target is reached and proven.
        Kept = "kept",
        /// It goes at least as fast as it must.
        OnTrack = "on_track",
        /// Its days have not begun.
        Waiting = "waiting",
        /// The target is said to be reached, and nobody has verified it.
        Unproven = "unproven",
        /// It goes slower than it must.
        Behind = "behind",
        /// Its days are over, and the target is not reached.
        Late = "late",
    }
}

impl State {
    /// The sign that stands for it beside its word and colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Kept => "✓",
            Self::OnTrack => "→",
            Self::Waiting => "·",
            Self::Unproven => "?",
            Self::Behind => "▽",
            Self::Late => "✗",
        }
    }
}
