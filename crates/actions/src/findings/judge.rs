//! Whether the last of some counts is more, or less, than their own past lets expect.

use danvan_analysis::{
    early_warning::{Bayes, FarringtonFlexible, Influences, Quorum, Series, Verdict, Watch},
    refusal::Refusal,
};
use danvan_domain::findings::Method;

/// How long the steps of a series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A week.
    Week,
    /// Four weeks.
    Month,
}

impl Step {
    /// How many make a year.
    pub(super) const fn per_year(self) -> usize {
        match self {
            Self::Week => 52,
            Self::Month => 13,
        }
    }

    /// How many days it has.
    pub(super) const fn days(self) -> i64 {
        match self {
            Self::Week => 7,
            Self::Month => 28,
        }
    }
}

/// What is said of the last count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Judged {
    /// By what.
    pub(super) method: Method,
    /// What was to be expected.
    pub(super) expected: f64,
    /// How likely chance alone brings as many or more.
    pub(super) chance: f64,
}

/// Fewer rows than this are no past.
const LEAST_ROWS: usize = 9;
/// From so many years on, season and trend can be told from each other.
const YEARS: usize = 3;

/// What a curve shows of one row: what was to be expected, and from where on a count stands out.
pub(super) type Bounds = (Option<f64>, Option<f64>);

/// Judges the last count of a series.
pub(super) fn judge(counts: &[i64], step: Step) -> Option<Judged> {
    let rows = counts.len();
    let (method, scale, verdicts) = verdicts(counts, step, rows.checked_sub(1)?)?;
    let last = verdicts.last()?;
    Some(Judged { method, expected: last.expected? * scale, chance: last.p_value? })
}

/// What was to be expected of the last rows of a series, each from those before it, and where a count stood out.
pub(super) fn bounds(counts: &[i64], step: Step, rows: usize) -> Vec<Bounds> {
    let mut told = vec![(None, None); rows.min(counts.len())];
    let mut from = counts.len() - told.len();
    // The first rows may have too little before them; then fewer are judged.
    while from < counts.len() {
        if let Some((_, scale, found)) = verdicts(counts, step, from) {
            let begin = told.len() - found.len();
            for (cell, verdict) in told.iter_mut().skip(begin).zip(found) {
                let scaled = |bound: f64| bound * scale;
                *cell = (verdict.expected.map(scaled), verdict.upper_bound.map(scaled));
            }
            break;
        }
        from += 4;
    }
    told
}

/// Verdicts of the rows from one on, with the method and by how much its counts were made smaller.
fn verdicts(counts: &[i64], step: Step, from: usize) -> Option<(Method, f64, Vec<Verdict>)> {
    if counts.len() < LEAST_ROWS || from < LEAST_ROWS - 1 {
        return None;
    }
    long(counts, step, from)
        .map(|found| (Method::Farrington, 1.0, found))
        .or_else(|| short(counts, step, from).map(|(scale, found)| (Method::Bayes, scale, found)))
}

/// By years with season and trend, where there are enough.
fn long(counts: &[i64], step: Step, from: usize) -> Option<Vec<Verdict>> {
    let per_year = step.per_year();
    let years = (from.saturating_sub(4) / per_year).min(5);
    if years < YEARS {
        return None;
    }
    let usual = FarringtonFlexible { years, ..FarringtonFlexible::default() };
    let method = match step {
        Step::Week => usual,
        Step::Month => FarringtonFlexible {
            half_window: 1,
            levels: 4,
            excluded: 3,
            quorum: Quorum { counted: 5, rows: 1 },
            ..usual
        },
    };
    let series = Series::numbered(counts, per_year).ok()?;
    let found = method.watch(&series, from..counts.len(), &Influences::none()).ok()?;
    // Where nothing is said, a shorter past may say something.
    found.last().is_some_and(|last| last.p_value.is_some()).then_some(found)
}

/// By a short past: the rows before, and the same time a year ago where there is one. Counts that spread more than Poisson's
/// are made smaller by as much.
fn short(counts: &[i64], step: Step, from: usize) -> Option<(f64, Vec<Verdict>)> {
    let scale = dispersion(&counts[..from], step);
    let smaller: Vec<i64> = counts.iter().map(|count| (*count as f64 / scale).round() as i64).collect();
    let found = by_bayes(&smaller, step, from, &Influences::none()).ok()?;
    Some((scale, found))
}

fn by_bayes(
    counts: &[i64],
    step: Step,
    from: usize,
    influences: &Influences,
) -> Result<Vec<Verdict>, Refusal> {
    let half = match step {
        Step::Week => 6,
        Step::Month => 2,
    };
    let series = Series::numbered(counts, step.per_year())?;
    let with_year = Bayes { years: 1, half_window: half, current_year: true, alpha: 0.01 };
    let without = Bayes { years: 0, half_window: 8.min(from), ..with_year.clone() };
    let has_year = with_year.first_row(&series) <= from;
    let method = if has_year { with_year } else { without };
    method.watch(&series, from..counts.len(), influences)
}

/// How many times Poisson's the variance of the last rows is, from one to the next, so that season and trend count little.
fn dispersion(past: &[i64], step: Step) -> f64 {
    let recent = &past[past.len().saturating_sub(step.per_year())..];
    let mean = recent.iter().sum::<i64>() as f64 / recent.len().max(1) as f64;
    if recent.len() < LEAST_ROWS || mean < 1.0 {
        return 1.0;
    }
    // The middle of squared steps, so that a past rise does not hide the next one.
    let mut steps: Vec<f64> = recent.windows(2).map(|pair| (pair[1] - pair[0]).pow(2) as f64 / 2.0).collect();
    steps.sort_by(f64::total_cmp);
    let trimmed = &steps[..steps.len() - steps.len() / 10];
    let variance = trimmed.iter().sum::<f64>() / trimmed.len().max(1) as f64 / TRIMMED;
    (variance / mean).max(1.0)
}

/// What is left of the mean of squared normal steps when a tenth of them, the largest, is left out.
const TRIMMED: f64 = 0.63;

/// How likely chance alone leaves as little as the last count, if each row is expected to follow what `all` places counted
/// together in it.
pub(super) fn judge_low(counts: &[i64], all: &[i64], step: Step) -> Option<Judged> {
    let rows = counts.len();
    let from = rows.checked_sub(1).filter(|from| *from >= LEAST_ROWS)?;
    let scale = dispersion(&counts[..from], step);
    let mut smaller: Vec<i64> = counts.iter().map(|count| (*count as f64 / scale).round() as i64).collect();
    // At most this many is the opposite of at least one more.
    smaller[from] += 1;
    let effort: Vec<f64> = all.iter().zip(&smaller).map(|(all, own)| (*all).max(*own) as f64).collect();
    let influences = Influences::none().with_effort(effort);
    let last = by_bayes(&smaller, step, from, &influences).ok()?.pop()?;
    Some(Judged {
        method: Method::Bayes,
        expected: last.expected? * scale,
        chance: (1.0 - last.p_value?).max(1e-15),
    })
}
