//! What no forecast is made of is refused, naming row and column.

use super::super::{Among, Kind, Options, Past, forecast};
use crate::early_warning::Calendar;

const MONTHS: Calendar = Calendar::Numbered { per_year: 12 };

#[test]
fn what_is_no_past() {
    let check = |found: Result<Past, crate::refusal::Refusal>, expected: &str| {
        assert_eq!(found.expect_err("refused").to_string(), expected);
    };
    check(Past::counts(&[1, 2, 3], MONTHS), "count: 3 rows are too few: at least 5 are needed");
    check(Past::counts(&[1, 2, -3, 4, 5], MONTHS), "row 3, count: -3 is below zero");
    check(Past::counts(&[1, 2, 3, 4, 1 << 30], MONTHS), "row 5, count: 1073741824 is too large");
    check(Past::amounts(vec![1.0, f64::NAN, 0.0, 1.0, 2.0], MONTHS), "row 2, count: NaN cannot be used");
    let past = Past::counts(&[1, 2, 3, 4, 5], MONTHS).expect("a past");
    let regressor = past.clone().with_regressor("rain", vec![1.0]);
    check(regressor, "rain: 1 values where 5 must be");
    let regressor = past.with_regressor("rain", vec![1.0, 0.0, f64::INFINITY, 0.0, 1.0]);
    check(regressor, "row 3, rain: inf cannot be used");
}

#[test]
fn what_is_no_choice() {
    let past = Past::counts(&[1, 2, 3, 4, 5, 3, 2, 1, 4, 3], MONTHS).expect("a past");
    let check = |past: &Past, options: Options, expected: &str| {
        assert_eq!(forecast(past, &options).expect_err("refused").to_string(), expected);
    };
    let given = Options::default;
    check(&past, Options { steps: 0, ..given() }, "steps is 0 and must be 1 to 400");
    check(&past, Options { season: Some(0), ..given() }, "season is 0 and must be 1 to 400");
    check(&past, Options { paths: 3, ..given() }, "paths is 3 and must be 100 to 1,000,000");
    check(&past, Options { chances: vec![1.0], ..given() }, "chances is 1 and must be between 0 and 1");
    let amounts = Past::amounts(vec![1.0, 2.5, 3.0, 4.0, 0.0, 1.0], MONTHS).expect("a past");
    check(&amounts, Options { among: Among::Counts, ..given() }, "row 2, count: 2.5 cannot be used");
    let known = past.with_regressor("rain", vec![1.0; 10]).expect("known");
    check(&known, given(), "rain: 10 values where 11 must be");
    let known = known.with_regressor("sun", vec![1.0; 20]).expect("known");
    let among = Among::Intermittent(Kind::Tsb);
    check(&known, Options { among, ..given() }, "rain: this method cannot take it into account");
}
