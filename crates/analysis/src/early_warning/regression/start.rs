//! Where a fit starts.

/// Where a fit starts, by the count alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// The count times its logarithm.
    pub(super) own: f64,
    /// The logarithm of the mean, and the target of the first step.
    pub(super) log: f64,
    pub(super) target: f64,
}

impl Start {
    pub(super) fn of(count: f64) -> Self {
        let own = if count > 0.0 { count * count.ln() } else { 0.0 };
        let (mean, log) = (count + 0.1, (count + 0.1).ln());
        Start { own, log, target: log + (count - mean) / mean }
    }
}
