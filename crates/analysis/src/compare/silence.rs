//! Units that fall silent: nothing comes from where something always came.

/// The chance that nothing comes in some periods from a unit that told so much in so many periods before: with a gamma
/// distribution of its rate that knew nothing but half an event before (Jeffreys), (n / (n + k)) to the power of events + ½.
/// `None` where nothing is known of before.
///
/// ```
/// use danvan_analysis::compare::silence;
///
/// // A team that told about two a week for a year is silent for three weeks: that is no chance.
/// assert!(silence(104, 52, 3).is_some_and(|chance| chance < 0.01));
/// // One that tells something every other month may be.
/// assert!(silence(6, 52, 3).is_some_and(|chance| chance > 0.5));
/// ```
pub fn silence(events: u64, periods: u32, silent: u32) -> Option<f64> {
    if periods == 0 {
        return None;
    }
    let (before, silent) = (f64::from(periods), f64::from(silent));
    Some((before / (before + silent)).powf(super::count(events) + 0.5))
}
