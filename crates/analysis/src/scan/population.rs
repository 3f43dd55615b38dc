//! Populations in time, and what they let expect by strata.

use super::{Column, Refusal, Table, Wrong, study::amounts};

/// The person-time lived between edges, from a population counted now and then.
///
/// Between two counts the population is taken as a straight line, before the first and after the last as constant. Each
/// count is a moment and how many there were; moments and edges are in the same unit (days, say), and the result is in
/// persons × that unit, one for each stretch between two edges.
///
/// ```
/// use danvan_analysis::scan::person_time;
///
/// // 100 persons on day 0, 200 on day 10.
/// let lived = person_time(&[(0.0, 100.0), (10.0, 200.0)], &[0.0, 5.0, 10.0, 12.0])?;
/// assert_eq!(lived, [625.0, 875.0, 400.0]);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
///
/// # Errors
/// No count, a moment given twice, moments or counts that are no numbers, counts below zero, edges that do not rise.
pub fn person_time(counts: &[(f64, f64)], edges: &[f64]) -> Result<Vec<f64>, Refusal> {
    let table = Table::Censuses;
    let refused =
        |wrong: Wrong, row: usize, column: &str| wrong.at(row + 1, Column::named(column)).within(table);
    if counts.is_empty() {
        return Err(Refusal::from(Wrong::Length { expected: 1, found: 0 }).within(table));
    }
    for (row, &(moment, count)) in counts.iter().enumerate() {
        for (column, value) in [("moment", moment), ("population", count)] {
            if !value.is_finite() {
                return Err(refused(Wrong::Value { value }, row, column));
            }
        }
        if count < 0.0 {
            return Err(refused(Wrong::Negative { value: count }, row, "population"));
        }
        if counts[..row].iter().any(|(other, _)| *other == moment) {
            return Err(refused(Wrong::Twice { value: moment.to_string() }, row, "moment"));
        }
    }
    if !edges.iter().all(|edge| edge.is_finite()) || !edges.windows(2).all(|pair| pair[0] < pair[1]) {
        let must = "numbers that rise";
        return Err(Wrong::Choice { option: "the edges of time", value: None, must }.into());
    }
    let mut sorted = counts.to_vec();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    Ok(edges.windows(2).map(|pair| lived(&sorted, pair[0], pair[1])).collect())
}

/// The area below the line from one moment to another.
fn lived(counts: &[(f64, f64)], from: f64, until: f64) -> f64 {
    let at = |moment: f64| {
        let next = counts.partition_point(|(other, _)| *other <= moment);
        match (counts.get(next.wrapping_sub(1)), counts.get(next)) {
            (Some(before), Some(after)) => {
                before.1 + (after.1 - before.1) * (moment - before.0) / (after.0 - before.0)
            }
            (Some(one), None) | (None, Some(one)) => one.1,
            (None, None) => 0.0,
        }
    };
    let (mut area, mut begin) = (0.0, from);
    let bends = counts.iter().map(|(moment, _)| *moment).filter(|moment| *moment > from && *moment < until);
    for end in bends.chain([until]) {
        area += (at(begin) + at(end)) / 2.0 * (end - begin);
        begin = end;
    }
    area
}

/// What is expected at each place and time if each stratum's rate were the same everywhere and always: indirect
/// standardisation, as Kulldorff (1997) uses it.
///
/// `cases` are all cases of each stratum; `lived` gives for each stratum the person-time of every place and time, in one
/// order; the result is in that order and sums to all cases.
///
/// ```
/// use danvan_analysis::scan::standardise;
///
/// // Two places; the second has most of the old, who have nine of ten cases.
/// let expected = standardise(&[1, 9], &[vec![50.0, 50.0], vec![10.0, 80.0]])?;
/// assert_eq!(expected, [1.5, 8.5]);
/// # Ok::<(), danvan_analysis::refusal::Refusal>(())
/// ```
///
/// # Errors
/// Strata of unlike number or length, person-time below zero or no number, a stratum with cases where nobody lived.
pub fn standardise(cases: &[u64], lived: &[Vec<f64>]) -> Result<Vec<f64>, Refusal> {
    if cases.len() != lived.len() || cases.is_empty() {
        let (expected, found) = (lived.len().max(1), cases.len());
        return Err(Refusal::from(Wrong::Length { expected, found }).within(Table::Strata));
    }
    let length = lived[0].len();
    let mut expected = vec![0.0; length];
    for (stratum, (count, cells)) in cases.iter().zip(lived).enumerate() {
        match amounts(Table::Expected, "person-time", cells, length) {
            Ok(cells) => {
                let rate = *count as f64 / cells.iter().sum::<f64>();
                expected.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += rate * cell);
            }
            // A stratum in which nobody lived.
            Err(Refusal { wrong: Wrong::Value { value: 0.0 }, .. }) if *count == 0 => {}
            Err(Refusal { wrong: Wrong::Value { value: 0.0 }, .. }) => {
                return Err(Wrong::NoPopulationInStratum { stratum }.into());
            }
            Err(refused) => return Err(refused),
        }
    }
    Ok(expected)
}
