//! Which stretches of time are scanned, and how they are taken together.

use super::{Refusal, Wrong};

/// Which stretches of time are scanned. Lengths are in units of time; left out, the longest is half of the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Time {
    /// The whole period at once: a purely spatial scan.
    #[default]
    Whole,
    /// Any stretch within the period.
    Retrospective {
        /// The shortest, 1 at least.
        shortest: usize,
        /// The longest.
        longest: Option<usize>,
        /// Whether the whole period is scanned as well.
        and_whole: bool,
    },
    /// Stretches that go on at the end of the period: what is there now (Kulldorff 2001).
    Prospective {
        /// The shortest, 1 at least.
        shortest: usize,
        /// The longest.
        longest: Option<usize>,
        /// The last unit of time of the first of all earlier analyses: chance is given as many looks as were taken, one
        /// at the end of each unit since. Left out, only this look counts.
        looking_since: Option<usize>,
    },
}

/// Stretches `start..end` between edges `0..=times`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spans {
    pub(super) times: usize,
    pub(super) shortest: usize,
    pub(super) longest: usize,
    /// The first edge at which what is seen may end; the last is always the end of the period, or that alone.
    pub(super) seen_from: usize,
    /// The first edge at which chance may end.
    pub(super) chance_from: usize,
    pub(super) and_whole: bool,
}

/// Stretches from any edge of `starts` to any of `ends` (both inclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rectangle {
    pub(super) starts: (usize, usize),
    pub(super) ends: (usize, usize),
}

impl Spans {
    pub(super) fn of(time: Time, times: usize) -> Result<Self, Refusal> {
        let choice = |option, must| Err(Wrong::Choice { option, value: None, must }.into());
        let whole = Spans {
            times,
            shortest: times,
            longest: times,
            seen_from: times,
            chance_from: times,
            and_whole: false,
        };
        let (shortest, longest) = match time {
            Time::Whole => return if times == 0 { Err(Wrong::Times { times }.into()) } else { Ok(whole) },
            Time::Retrospective { shortest, longest, .. } | Time::Prospective { shortest, longest, .. } => {
                (shortest, longest.unwrap_or(times / 2))
            }
        };
        if times < 2 {
            return Err(Wrong::Times { times }.into());
        }
        if shortest == 0 || shortest > longest {
            return choice("the shortest time", "1 to the longest time");
        }
        if longest > times {
            return choice("the longest time", "at most the whole period");
        }
        let spans = Spans { shortest, longest, ..whole };
        match time {
            Time::Prospective { looking_since: Some(since), .. } if since >= times => {
                choice("the first of earlier analyses", "a unit of time within the period")
            }
            Time::Prospective { looking_since: Some(since), .. } => {
                Ok(Spans { chance_from: since + 1, ..spans })
            }
            Time::Retrospective { and_whole, .. } => {
                Ok(Spans { seen_from: 1, chance_from: 1, and_whole: and_whole && longest < times, ..spans })
            }
            _ => Ok(spans),
        }
    }

    /// The first edge chance must know of.
    pub(super) fn first_edge(&self) -> usize {
        if self.and_whole { 0 } else { self.chance_from.saturating_sub(self.longest) }
    }

    pub(super) fn holds(&self, start: usize, end: usize) -> bool {
        (self.and_whole && start == 0 && end == self.times)
            || (start < end && (self.shortest..=self.longest).contains(&(end - start)))
    }

    /// Every stretch that is seen, shorter ones first.
    pub(super) fn seen(&self) -> Vec<(usize, usize)> {
        let mut seen: Vec<(usize, usize)> = (self.shortest..=self.longest)
            .flat_map(|length| (self.seen_from.max(length)..=self.times).map(move |end| (end - length, end)))
            .collect();
        if self.and_whole {
            seen.push((0, self.times));
        }
        seen
    }

    /// All stretches of chance in rectangles, in each of which the longest stretch has at most `slack` times the weight of
    /// the shortest, by how much has happened until each edge.
    pub(super) fn rectangles(&self, until: &[f64], slack: impl Fn(f64) -> f64) -> Vec<Rectangle> {
        let mut found = Vec::new();
        let fits = |one: Rectangle| {
            let outer = until[one.ends.1] - until[one.starts.0];
            let inner = until[one.ends.0] - until[one.starts.1];
            one.starts.1 + self.shortest <= one.ends.0 && outer <= inner * slack(inner)
        };
        let all = Rectangle {
            starts: (self.first_edge(), self.times - self.shortest),
            ends: (self.chance_from.max(self.shortest), self.times),
        };
        self.split(all, &fits, &mut found);
        if self.and_whole {
            found.push(Rectangle { starts: (0, 0), ends: (self.times, self.times) });
        }
        found
    }

    fn split(&self, one: Rectangle, fits: &impl Fn(Rectangle) -> bool, found: &mut Vec<Rectangle>) {
        let Some(one) = self.clipped(one) else { return };
        let (width, height) = (one.starts.1 - one.starts.0, one.ends.1 - one.ends.0);
        if width + height == 0 || fits(one) {
            found.push(one);
        } else if height == 0 {
            // As many starts as fit, from the latest.
            let of = |first: usize| Rectangle { starts: (first, one.starts.1), ..one };
            let mut first = one.starts.1;
            while first > one.starts.0 && fits(of(first - 1)) {
                first -= 1;
            }
            found.push(of(first));
            self.split(Rectangle { starts: (one.starts.0, first - 1), ..one }, fits, found);
        } else if width >= height {
            let middle = one.starts.0 + width / 2;
            self.split(Rectangle { starts: (one.starts.0, middle), ..one }, fits, found);
            self.split(Rectangle { starts: (middle + 1, one.starts.1), ..one }, fits, found);
        } else {
            let middle = one.ends.0 + height / 2;
            self.split(Rectangle { ends: (one.ends.0, middle), ..one }, fits, found);
            self.split(Rectangle { ends: (middle + 1, one.ends.1), ..one }, fits, found);
        }
    }

    /// Without the starts and ends that belong to no stretch; nothing when none is left.
    fn clipped(&self, mut one: Rectangle) -> Option<Rectangle> {
        one.starts.0 = one.starts.0.max(one.ends.0.saturating_sub(self.longest));
        one.starts.1 = one.starts.1.min(one.ends.1.checked_sub(self.shortest)?);
        one.ends.0 = one.ends.0.max(one.starts.0 + self.shortest);
        one.ends.1 = one.ends.1.min(one.starts.1 + self.longest);
        (one.starts.0 <= one.starts.1 && one.ends.0 <= one.ends.1).then_some(one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn rectangles_hold_every_stretch_once(
            times in 2_usize..24, shortest in 1_usize..4, longest in 4_usize..12, kind in 0..4_u8, slack in 1.0_f64..2.5
        ) {
            let (shortest, longest) = (shortest.min(times), longest.min(times));
            let time = match kind {
                0 => Time::Whole,
                1 => Time::Retrospective { shortest, longest: Some(longest), and_whole: true },
                2 => Time::Prospective { shortest, longest: Some(longest), looking_since: None },
                _ => Time::Prospective { shortest, longest: Some(longest), looking_since: Some(times / 2) },
            };
            let spans = Spans::of(time, times).expect("it is possible");
            let until: Vec<f64> = (0..=times).map(|edge| edge as f64).collect();
            let mut met = HashSet::new();
            for one in spans.rectangles(&until, |_| slack) {
                for start in one.starts.0..=one.starts.1 {
                    for end in one.ends.0..=one.ends.1 {
                        if spans.holds(start, end) {
                            prop_assert!(start >= spans.first_edge());
                            met.insert((start, end));
                        }
                    }
                }
            }
            for start in 0..times {
                for end in start + 1..=times {
                    let is_one = spans.holds(start, end) && (end >= spans.chance_from);
                    prop_assert_eq!(is_one, met.contains(&(start, end)), "{} {}", start, end);
                }
            }
            prop_assert!(spans.seen().iter().all(|span| met.contains(span)));
        }
    }
}
