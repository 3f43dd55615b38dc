//! What is scanned: cases by place and time, and the model of what was expected.

use super::{Column, Refusal, Table, Wrong, likelihood::Likelihood};

/// So many cases (or controls) at a place within a unit of time. Several of one place and time add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Which place, from zero in the order of the coordinates.
    pub place: usize,
    /// Which unit of time, from zero.
    pub time: usize,
    /// How many; never below zero.
    pub count: i64,
}

/// What is expected without a cluster.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// Cases in proportion to what was expected: a population, person-time, or standardised by strata
    /// ([`standardise`](super::standardise)). In any unit, since it is scaled to the sum of cases (Kulldorff 1997).
    Poisson {
        /// One value for each place and time, times of the first place first.
        expected: Vec<f64>,
    },
    /// Individuals who are cases or controls (Kulldorff & Nagarwalla 1995).
    Bernoulli {
        /// The controls by place and time.
        controls: Vec<Count>,
    },
    /// Cases alone: place and time of each are independent of one another without a cluster (Kulldorff, Heffernan, Hartman,
    /// Assunção & Mostashari 2005).
    Permutation,
}

/// Cases and what is expected, over places and units of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// How many units of time there are; 1 for a purely spatial scan.
    pub times: usize,
    /// The cases.
    pub cases: Vec<Count>,
    /// The model.
    pub model: Model,
    /// What limits the size of a window, for each place; left out, the sum of what is expected there (of the Bernoulli
    /// model its individuals, of permutations its cases).
    pub sizes: Option<Vec<f64>>,
}

/// A checked study.
pub(super) struct Checked {
    pub(super) places: usize,
    pub(super) times: usize,
    /// Cases of each place and time.
    pub(super) cases: Vec<u32>,
    /// What is expected at each place from each edge of time on, by the model's own unit: `times + 1` values for each place,
    /// the last of which is nothing.
    pub(super) since: Vec<f64>,
    /// Where the measure of a place and time is a product: its factors.
    pub(super) factors: Option<Factors>,
    pub(super) likelihood: Likelihood,
    pub(super) sizes: Vec<f64>,
}

/// Whole numbers so small that products and sums of them are exact, in any order.
pub(super) struct Factors {
    /// Of each place.
    pub(super) places: Vec<f64>,
    /// Of all time from each edge on.
    pub(super) since: Vec<f64>,
}

impl Factors {
    /// Where place and time are independent: the cases of each.
    fn of(cases: &[u32], times: usize) -> Self {
        let sum = |cases: &[u32]| f64::from(cases.iter().sum::<u32>());
        let mut since = vec![0.0; times + 1];
        for time in (0..times).rev() {
            let of_time: u32 = cases.iter().skip(time).step_by(times).sum();
            since[time] = since[time + 1] + f64::from(of_time);
        }
        Factors { places: cases.chunks_exact(times).map(sum).collect(), since }
    }
}

/// The square of no more cases than these is a whole number that is exact.
const EXACT: u64 = 1 << 26;

const MOST: u64 = 1 << 31;

impl Study {
    pub(super) fn check(&self, places: usize) -> Result<Checked, Refusal> {
        let times = self.times;
        if times == 0 {
            return Err(Wrong::Times { times }.into());
        }
        let (cases, total) = self.counted(Table::Cases, &self.cases, places)?;
        if total < 2 {
            return Err(Wrong::TooFewCases { cases: total }.into());
        }
        let measure = self.measure(&cases, total, places)?;
        let whole: f64 = measure.iter().sum();
        let cases_in_all = total as f64;
        let likelihood = match self.model {
            Model::Bernoulli { .. } => Likelihood::Bernoulli { cases: cases_in_all, whole },
            _ => Likelihood::Poisson { cases: cases_in_all, whole },
        };
        let mut since = vec![0.0; places * (times + 1)];
        for (row, values) in since.chunks_exact_mut(times + 1).zip(measure.chunks_exact(times)) {
            for time in (0..times).rev() {
                row[time] = row[time + 1] + values[time];
            }
        }
        let sizes = match &self.sizes {
            Some(sizes) => amounts(Table::Sizes, "size", sizes, places)?.to_vec(),
            None => since.chunks_exact(times + 1).map(|row| row[0]).collect(),
        };
        let is_exact = matches!(self.model, Model::Permutation) && total <= EXACT;
        let factors = is_exact.then(|| Factors::of(&cases, times));
        Ok(Checked { places, times, cases, since, factors, likelihood, sizes })
    }

    /// What is expected at each place and time, in the model's own unit.
    fn measure(&self, cases: &[u32], total: u64, places: usize) -> Result<Vec<f64>, Refusal> {
        let times = self.times;
        match &self.model {
            Model::Poisson { expected } => {
                let expected = amounts(Table::Expected, "expected", expected, places * times)?;
                if let Some(at) = (0..cases.len()).find(|at| cases[*at] > 0 && expected[*at] == 0.0) {
                    return Err(Wrong::NoPopulation { place: at / times, time: at % times }.into());
                }
                Ok(expected.to_vec())
            }
            Model::Bernoulli { controls } => {
                let (controls, others) = self.counted(Table::Controls, controls, places)?;
                if others == 0 {
                    return Err(Wrong::NoControls.into());
                }
                if total + others >= MOST {
                    return Err(Wrong::TooMany { counted: total + others }.into());
                }
                Ok(cases.iter().zip(&controls).map(|(one, other)| f64::from(one + other)).collect())
            }
            Model::Permutation => {
                // Whole numbers, so that equal windows are equal to the last digit.
                let of_place: Vec<u32> = cases.chunks_exact(times).map(|row| row.iter().sum()).collect();
                let of_time: Vec<u32> =
                    (0..times).map(|time| cases.iter().skip(time).step_by(times).sum()).collect();
                let several = |counts: &[u32]| counts.iter().filter(|count| **count > 0).count() > 1;
                if !several(&of_place) || !several(&of_time) {
                    return Err(Wrong::NothingToPermute.into());
                }
                let product = |place: &u32, time: &u32| f64::from(*place) * f64::from(*time);
                Ok(of_place
                    .iter()
                    .flat_map(|place| of_time.iter().map(move |time| product(place, time)))
                    .collect())
            }
        }
    }

    fn counted(&self, table: Table, rows: &[Count], places: usize) -> Result<(Vec<u32>, u64), Refusal> {
        let times = self.times;
        let mut sums = vec![0_u32; places * times];
        let mut total = 0_u64;
        for (row, one) in rows.iter().enumerate() {
            for (column, value, below) in [("place", one.place, places), ("time", one.time, times)] {
                if value >= below {
                    let wrong = Wrong::Unknown { value, below };
                    return Err(wrong.at(row + 1, Column::named(column)).within(table));
                }
            }
            let Ok(count) = u64::try_from(one.count) else {
                let wrong = Wrong::Negative { value: one.count as f64 };
                return Err(wrong.at(row + 1, Column::Count).within(table));
            };
            total = total.saturating_add(count);
            if total >= MOST {
                return Err(Wrong::TooMany { counted: total }.into());
            }
            sums[one.place * times + one.time] += count as u32;
        }
        Ok((sums, total))
    }
}

/// Amounts of which there must be so many, none below zero and not all zero.
pub(super) fn amounts<'a>(
    table: Table,
    column: &'static str,
    values: &'a [f64],
    expected: usize,
) -> Result<&'a [f64], Refusal> {
    let refused = |wrong: Wrong, row: usize| wrong.at(row + 1, Column::named(column)).within(table);
    if values.len() != expected {
        return Err(Refusal::from(Wrong::Length { expected, found: values.len() }).within(table));
    }
    for (row, &value) in values.iter().enumerate() {
        if !value.is_finite() {
            return Err(refused(Wrong::Value { value }, row));
        }
        if value < 0.0 {
            return Err(refused(Wrong::Negative { value }, row));
        }
    }
    match values.iter().any(|value| *value > 0.0) {
        true => Ok(values),
        false => Err(refused(Wrong::Value { value: 0.0 }, 0)),
    }
}
