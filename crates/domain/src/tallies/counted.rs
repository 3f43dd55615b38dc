//! What a reader may ask to see listed: the acts behind a number.

use super::{Counts, Measure};
use crate::words_enum;

words_enum! {
    /// What is counted, as a reader speaks of it.
    Counted {
        /// Cases that came in.
        Received = "received",
        /// Answers.
        Answered = "answered",
        /// Refusals.
        Refused = "refused",
        /// Answers and refusals.
        Settled = "settled",
        /// First answers and refusals that kept the promise.
        OnTime = "on_time",
        /// First answers and refusals that came late.
        Late = "late",
        /// How often whoever asked said "not solved".
        Reopened = "reopened",
        /// How often whoever asked said "solved".
        Solved = "solved",
        /// How often whoever asked said whether it was solved.
        Said = "said",
        /// Observations of every severity.
        Heard = "heard",
    }
}

impl Counted {
    /// How many a sum holds.
    pub fn of(self, counts: &Counts) -> i64 {
        match self {
            Self::Received => counts[Measure::Received],
            Self::Answered => counts[Measure::Answered],
            Self::Refused => counts[Measure::Refused],
            Self::Settled => counts.settled(),
            Self::OnTime => counts[Measure::OnTime],
            Self::Late => counts[Measure::Late],
            Self::Reopened => counts[Measure::Reopened],
            Self::Solved => counts[Measure::Solved],
            Self::Said => counts[Measure::Solved] + counts[Measure::Reopened],
            Self::Heard => counts.heard(),
        }
    }

    /// The numbers that must all be large enough before this one may be told to an outsider: where two are told as a share
    /// of their sum, each gives the other away.
    pub fn told_with(self, counts: &Counts) -> Vec<i64> {
        use Measure::{Answered, Late, OnTime, Received, Refused, Reopened, Solved};
        match self {
            Self::Received => vec![counts[Received]],
            Self::Heard => vec![counts.heard()],
            Self::OnTime | Self::Late => vec![counts[OnTime], counts[Late]],
            Self::Answered | Self::Refused | Self::Settled => vec![counts[Answered], counts[Refused]],
            Self::Reopened | Self::Solved | Self::Said => vec![counts[Reopened], counts[Solved]],
        }
    }
}
