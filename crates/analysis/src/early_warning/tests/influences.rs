//! What the references do not know: holidays that move, weekdays, and how many reported.

use super::super::{
    FarringtonFlexible, HolidayWindow, Influences, Refusal, Series, Step, Threshold, Verdict, Watch, tet,
};
use super::Seeded;
use jiff::civil::{Date, date};
use jiff::{ToSpan, civil::Weekday};

fn every(step: Step, first: Date, rows: usize) -> Vec<Date> {
    let after = |row: usize| match step {
        Step::Day => first.saturating_add((row as i64).days()),
        Step::Week => first.saturating_add((row as i64).weeks()),
        Step::Month => first.saturating_add((row as i64).months()),
        Step::Quarter => first.saturating_add((3 * row as i64).months()),
    };
    (0..rows).map(after).collect()
}

fn alarms(verdicts: &[Verdict]) -> Vec<usize> {
    verdicts.iter().filter(|verdict| verdict.alarm).map(|verdict| verdict.row).collect()
}

/// Eight years of weeks of about 30, thrice as many in the share of a week that is Tết.
fn with_tet(seed: u64) -> (Series, Vec<Date>) {
    let weeks = every(Step::Week, date(2018, 1, 1), 8 * 52 + 10);
    let days: Vec<Date> = (2017..2028).filter_map(tet).collect();
    let plain: Vec<i64> = (0..weeks.len() as i64).collect();
    let shape = Series::dated(&weeks, &plain).expect("whole weeks");
    let shares = super::super::holidays::shares(shape.calendar(), shape.rows(), &days, HolidayWindow::TET)
        .expect("dates");
    let mut chance = Seeded(seed);
    let counts: Vec<i64> =
        shares.iter().map(|share| chance.poisson(30.0 * f64::powf(3.0, *share)) as i64).collect();
    (Series::dated(&weeks, &counts).expect("whole weeks"), days)
}

#[test]
fn tet_is_no_alarm_where_it_is_known() -> Result<(), Refusal> {
    let (mut false_without, mut false_with) = (0, 0);
    for seed in 0..10 {
        let (series, days) = with_tet(seed);
        let known = Influences::none().with_holiday(&series, "tet", &days, HolidayWindow::TET)?;
        let method = FarringtonFlexible { alpha: 0.001, ..FarringtonFlexible::default() };
        let watched = method.first_row(&series)..series.rows();
        let tet_weeks: Vec<usize> =
            (0..series.rows()).filter(|&row| known.values(row).any(|share| share > 0.5)).collect();
        let in_tet = |found: Vec<usize>| found.iter().filter(|row| tet_weeks.contains(row)).count();
        false_without += in_tet(alarms(&method.watch(&series, watched.clone(), &Influences::none())?));
        false_with += in_tet(alarms(&method.watch(&series, watched, &known)?));
    }
    assert!(false_without >= 10, "{false_without} false alarms without knowing Tết");
    assert_eq!(false_with, 0, "false alarms although Tết is known");
    Ok(())
}

#[test]
fn what_is_more_than_tet_is_an_alarm_still() -> Result<(), Refusal> {
    let (series, days) = with_tet(3);
    let method = FarringtonFlexible { alpha: 0.001, ..FarringtonFlexible::default() };
    // Tết 2025 began on Wednesday, 29 January: the week of the 27th holds most of it.
    let row = (0..series.rows()).find(|&row| series.date(row) == Some(date(2025, 1, 27))).expect("that week");
    let mut counts: Vec<i64> = series.counts().iter().map(|count| *count as i64).collect();
    counts[row] *= 3;
    let dates: Vec<Date> = (0..series.rows()).filter_map(|row| series.date(row)).collect();
    let series = Series::dated(&dates, &counts)?;
    let known = Influences::none().with_holiday(&series, "tet", &days, HolidayWindow::TET)?;
    assert_eq!(alarms(&method.watch(&series, row..row + 1, &known)?), [row]);
    Ok(())
}

/// Two and a half years of days: Mondays twice, Sundays a third of the others.
fn with_weekdays(seed: u64) -> Result<Series, Refusal> {
    let days = every(Step::Day, date(2022, 1, 1), 900);
    let mut chance = Seeded(seed);
    let mean = |day: &Date| match day.weekday() {
        Weekday::Monday => 40.0,
        Weekday::Sunday => 7.0,
        _ => 20.0,
    };
    let counts: Vec<i64> = days.iter().map(|day| chance.poisson(mean(day)) as i64).collect();
    Series::dated(&days, &counts)
}

fn daily() -> FarringtonFlexible {
    FarringtonFlexible {
        years: 1,
        half_window: 15,
        levels: 6,
        excluded: 21,
        trend: false,
        alpha: 0.001,
        threshold: Threshold::NegativeBinomialPlugin,
        ..FarringtonFlexible::default()
    }
}

#[test]
fn a_monday_is_no_alarm_and_a_bad_sunday_is_one() -> Result<(), Refusal> {
    let series = with_weekdays(11)?;
    let known = Influences::none().with_weekdays(&series)?;
    let watched = 500..900;
    let quiet = alarms(&daily().watch(&series, watched.clone(), &known)?);
    assert!(quiet.len() <= 2, "{quiet:?}");
    // Without weekdays all the spread is taken for chance, and only weights keep it small.
    let plain = FarringtonFlexible { alpha: 0.02, ..daily() };
    let found = alarms(&plain.watch(&series, watched, &Influences::none())?);
    let mondays = found.iter().filter(|&&row| series.date(row).map(Date::weekday) == Some(Weekday::Monday));
    assert!(mondays.count() >= 5, "false alarms on Mondays: {found:?}");
    // Thrice as many on a Sunday look like a usual day to who does not know weekdays.
    let sunday = (700..707).find(|&row| series.date(row).map(Date::weekday) == Some(Weekday::Sunday));
    let sunday = sunday.expect("a Sunday in seven days");
    let mut counts: Vec<i64> = series.counts().iter().map(|count| *count as i64).collect();
    counts[sunday] = 25;
    let dates: Vec<Date> = (0..series.rows()).filter_map(|row| series.date(row)).collect();
    let series = Series::dated(&dates, &counts)?;
    let known = Influences::none().with_weekdays(&series)?;
    let missed = daily().watch(&series, sunday..sunday + 1, &Influences::none())?;
    let found = daily().watch(&series, sunday..sunday + 1, &known)?;
    assert_eq!((alarms(&missed), alarms(&found)), (vec![], vec![sunday]));
    Ok(())
}

#[test]
fn twice_as_many_teams_are_no_outbreak_and_half_of_them_hide_none() -> Result<(), Refusal> {
    let (rows, change, miss) = (330, 300, 315);
    let mut chance = Seeded(5);
    // 20 teams, 40 from a day on, 10 in one week in which each heard thrice as much.
    let teams: Vec<f64> = (0..rows)
        .map(|row| match row {
            _ if row == miss => 10.0,
            _ if row >= change => 40.0,
            _ => 20.0,
        })
        .collect();
    let each = |row: usize| if row == miss { 3.0 } else { 1.0 };
    let counts: Vec<i64> = (0..rows).map(|row| chance.poisson(teams[row] * each(row)) as i64).collect();
    let series = Series::numbered(&counts, 52)?;
    let method = FarringtonFlexible { years: 4, ..FarringtonFlexible::default() };
    let without = alarms(&method.watch(&series, 290..rows, &Influences::none())?);
    let known = Influences::none().with_effort(teams);
    let with = alarms(&method.watch(&series, 290..rows, &known)?);
    let false_alarms = without.iter().filter(|&&row| row >= change && row != miss).count();
    assert!(false_alarms >= 10 && !without.contains(&miss), "{without:?}");
    assert_eq!(with, [miss]);
    Ok(())
}

#[test]
fn weeks_without_a_report_are_no_reference_and_are_not_judged() -> Result<(), Refusal> {
    let mut chance = Seeded(6);
    let mut counts: Vec<i64> = (0..300).map(|_| chance.poisson(12.0) as i64).collect();
    let mut teams = vec![10.0; 300];
    for row in (0..200).step_by(3).chain([290]) {
        (counts[row], teams[row]) = (0, 0.0);
    }
    let series = Series::numbered(&counts, 52)?;
    let known = Influences::none().with_effort(teams);
    let method = FarringtonFlexible { years: 4, ..FarringtonFlexible::default() };
    let verdicts = method.watch(&series, 280..300, &known)?;
    assert_eq!(verdicts[10].upper_bound, None);
    let expected = verdicts[0].expected.expect("a judged week");
    assert!((10.0..14.0).contains(&expected), "{expected}");
    Ok(())
}
