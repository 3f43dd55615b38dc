//! Which rows of the past a row is compared with, and to which season's level each belongs.

use super::series::days_between;
use super::{Calendar, Column, Refusal, Series, Step, Wrong};
use crate::refusal::option;
use jiff::civil::Date;

/// Rows so many years before a row, the row itself first; of those only that are in the series.
///
/// Rows without dates go back by whole years of rows. Weeks go back to the nearest week that begins on the same weekday,
/// days and months to the same date.
pub(super) fn anniversaries(series: &Series, row: usize, years: usize) -> Vec<usize> {
    let mut rows = vec![row];
    for back in 1..=years {
        let earlier = match (series.calendar(), series.date(row)) {
            (Calendar::Dated { step, .. }, Some(date)) => {
                series.row_of(anniversary(date, back, step)).and_then(|row| usize::try_from(row).ok())
            }
            _ => row.checked_sub(back * series.per_year()),
        };
        match earlier {
            Some(earlier) => rows.push(earlier),
            None => break,
        }
    }
    rows
}

fn anniversary(date: Date, back: usize, step: Step) -> Date {
    let year = i16::try_from(back).map_or(i16::MIN, |back| date.year().saturating_sub(back));
    // The 29th of February is the 1st of March where there is none.
    let same =
        Date::new(year, date.month(), date.day()).or_else(|_| Date::new(year, 3, 1)).unwrap_or(Date::MIN);
    if step != Step::Week {
        return same;
    }
    let off = days_between(same, date).rem_euclid(7);
    let days = if off > 3 { off - 7 } else { off };
    same.saturating_add(jiff::Span::new().days(days))
}

/// How rows of the past are chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Years to go back.
    pub(super) years: usize,
    /// Rows on either side of the same row of another year.
    pub(super) half_window: usize,
    /// Levels of a year; 1 takes only the rows of the windows.
    pub(super) levels: usize,
    /// Rows just before the watched one that are left out.
    pub(super) excluded: usize,
}

impl Plan {
    /// The first row that has all its references.
    pub(super) fn first_row(&self, series: &Series) -> usize {
        let near = self.years * series.per_year() + self.half_window;
        (near.saturating_sub(series.per_year())..near + series.per_year())
            .find(|&row| self.is_whole(&anniversaries(series, row, self.years)))
            .unwrap_or(near)
    }

    fn is_whole(&self, rows: &[usize]) -> bool {
        rows.len() == self.years + 1 && rows.last().is_some_and(|&earliest| earliest >= self.half_window)
    }

    /// Puts into `chosen` the rows to compare with and the level (from 0) of each, oldest first. The last level is that of
    /// the windows, to which the watched row itself belongs.
    ///
    /// Between two windows the year is cut into equal parts, the earlier ones a row longer where it does not divide
    /// (Noufaily et al., Statistics in Medicine 32, 2013, as M. Salmon, D. Schumacher and M. Höhle describe it in the
    /// Journal of Statistical Software 70, 2016).
    pub(super) fn choose(
        &self,
        series: &Series,
        row: usize,
        chosen: &mut Vec<(usize, usize)>,
    ) -> Result<(), Refusal> {
        chosen.clear();
        let rows = anniversaries(series, row, self.years);
        if !self.is_whole(&rows) {
            let first = self.first_row(series) + 1;
            return Err(Wrong::TooLittleHistory { first }.at(row + 1, Column::Date));
        }
        let (half, last) = (self.half_window, self.levels - 1);
        let end = row.saturating_sub(self.excluded);
        chosen.reserve(rows.last().map_or(0, |earliest| row + half - earliest));
        let mut take = |from: usize, until: usize, level: usize| {
            chosen.extend((from..until.min(end)).map(|row| (row, level)));
        };
        for pair in rows.windows(2).rev() {
            let (later, earlier) = (pair[0], pair[1]);
            take(earlier - half, earlier + half + 1, last);
            if last == 0 {
                continue;
            }
            let mut at = earlier + half + 1;
            let between = (later - half).saturating_sub(at);
            if between < last {
                let must = "no more than the rows between two windows, and one";
                return option(false, "levels", self.levels as f64, must);
            }
            for part in 0..last {
                let length = between / last + usize::from(part < between % last);
                take(at, at + length, part);
                at += length;
            }
        }
        take(row - half, row, last);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_go_back_to_the_nearest_of_the_same_weekday() {
        for (day, back, expected) in [
            (date(2013, 1, 7), 1, date(2012, 1, 9)),
            (date(2013, 1, 7), 2, date(2011, 1, 10)),
            (date(2012, 12, 31), 1, date(2012, 1, 2)),
            (date(2012, 2, 29), 1, date(2011, 3, 2)),
        ] {
            assert_eq!(anniversary(day, back, Step::Week), expected);
        }
        assert_eq!(anniversary(date(2024, 2, 29), 1, Step::Day), date(2023, 3, 1));
    }

    #[test]
    fn a_year_is_cut_into_its_levels() -> Result<(), Refusal> {
        let counts: Vec<i64> = (0..60).map(|row| row % 7).collect();
        let series = Series::numbered(&counts, 20)?;
        let plan = Plan { years: 2, half_window: 2, levels: 5, excluded: 3 };
        assert_eq!(plan.first_row(&series), 42);
        let mut chosen = Vec::new();
        plan.choose(&series, 50, &mut chosen)?;
        let levels: Vec<usize> = chosen.iter().map(|&(_, level)| level).collect();
        let year = [4, 4, 4, 4, 4, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3];
        let mut expected = [year, year].concat();
        // The last three rows before the watched one are left out, of which two are its own window.
        expected.truncate(39);
        assert_eq!((chosen[0].0, levels), (8, expected));
        let refused = plan.choose(&series, 41, &mut chosen);
        assert_eq!(refused, Err(Wrong::TooLittleHistory { first: 43 }.at(42, Column::Date)));
        Ok(())
    }
}
