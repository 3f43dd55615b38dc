//! Small counts of residents' matters in returns: a figure that points to few of them, a sum that would give one away, and
//! doubts that would tell one.

use super::Shown;
use danvan_analysis::disclosure::{self, Row, rows_shown, total_may_be_shown};
use danvan_domain::{
    refusals::Note,
    returns::{Content, Doubt, Said},
};

/// What a figure tells: a count itself; of a share its part, and what is left of the whole.
fn counts(value: i64, of: Option<i64>) -> Vec<u64> {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    match of {
        Some(whole) => vec![count(value), count(whole - value)],
        None => vec![count(value)],
    }
}

/// Whether a figure points to few residents: a count of 1 to 4, or a share that leaves so few on either side.
pub(super) fn is_small(value: i64, of: Option<i64>) -> bool {
    counts(value, of).into_iter().any(disclosure::is_small)
}

/// Whether a sum would give away a small count of one of its parts, to whoever sees the parts that are not small. A part that
/// is itself a sum kept back keeps the sum above it back too.
pub(super) fn gives_away<'a>(told: impl IntoIterator<Item = &'a Said>) -> bool {
    let told: Vec<&Said> = told.into_iter().filter(|said| said.value.is_some()).collect();
    let row = |said: &&Said| Row { counts: counts(said.value.unwrap_or(0), said.of), own: false };
    let rows: Vec<Row> = told.iter().map(row).collect();
    told.iter().any(|said| said.is_withheld) || !total_may_be_shown(&rows, &rows_shown(&rows, false))
}

/// Doubts as a reader may hear them, given what a return says and what was said before it: one that would tell a number kept
/// from them is left out. Whoever puts returns together must answer it, and hears it without its numbers.
pub(super) fn heard(
    doubts: Vec<Doubt>,
    (content, before): (&Content, &[Content]),
    (reads_small, is_merged): (bool, bool),
) -> Vec<Doubt> {
    let is_kept = |code: &String| {
        let mut said = std::iter::once(content).chain(before).filter_map(|one| one.figure(code));
        said.any(|said| Shown::of(said, reads_small) == Shown::Kept)
    };
    let hear = |doubt: Doubt| {
        if !doubt.tells.iter().any(is_kept) {
            return Some(doubt);
        }
        is_merged.then(|| Doubt { note: Note::new("return-doubt-hidden"), ..doubt })
    };
    doubts.into_iter().filter_map(hear).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_domain::{returns::Query, time::Day};

    fn said(value: i64, of: Option<i64>) -> Said {
        let on: Day = "2026-10-14".parse().expect("a day");
        Said {
            code: "cases_received".into(),
            value: Some(value),
            of,
            query: Query::CasesReceived,
            topic: None,
            from: on,
            to: on,
            on,
            remark: String::new(),
            is_withheld: false,
        }
    }

    #[test]
    fn a_share_is_small_on_either_side() {
        let check = |value: i64, of: Option<i64>, expected: bool| {
            assert_eq!(is_small(value, of), expected, "{value} of {of:?}");
        };
        for (value, expected) in [(0, false), (1, true), (4, true), (5, false)] {
            check(value, None, expected);
        }
        check(3, Some(100), true);
        check(97, Some(100), true);
        check(95, Some(100), false);
        check(0, Some(100), false);
        check(100, Some(100), false);
        check(2, Some(4), true);
    }

    #[test]
    fn a_sum_that_gives_a_small_count_away_is_kept_back() {
        let check = |values: &[i64], expected: bool| {
            let told: Vec<Said> = values.iter().map(|value| said(*value, None)).collect();
            assert_eq!(gives_away(&told), expected, "{values:?}");
        };
        check(&[], false);
        check(&[3, 100], true);
        check(&[3, 2, 100], false);
        check(&[1, 1, 100], true);
        check(&[0, 100, 200], false);
        check(&[3], true);
        let share = |shares: &[(i64, i64)]| {
            let told: Vec<Said> = shares.iter().map(|(part, whole)| said(*part, Some(*whole))).collect();
            gives_away(&told)
        };
        assert!(share(&[(97, 100), (50, 100)]), "three were left over in one unit");
        assert!(!share(&[(95, 100), (50, 100)]));
        let inner = Said { is_withheld: true, ..said(103, None) };
        assert!(gives_away([&inner, &said(50, None)]), "a sum of sums tells what one of them keeps back");
    }

    #[test]
    fn a_doubt_tells_no_number_that_is_kept() {
        let content = |value: i64| Content { figures: vec![said(value, None)], ..Content::default() };
        let doubt = || Doubt {
            code: "cases_received".into(),
            tells: vec!["cases_received".into()],
            is_stopping: true,
            note: Note::new("return-doubt-unusual").with("least", 1),
        };
        let check = |now: i64, before: i64, who: (bool, bool), expected: Option<&str>| {
            let found = heard(vec![doubt()], (&content(now), &[content(before)]), who);
            let keys: Vec<&str> = found.iter().map(|one| one.note.key.as_str()).collect();
            assert_eq!(keys, expected.into_iter().collect::<Vec<_>>(), "{now} {before} {who:?}");
        };
        check(50, 20, (false, false), Some("return-doubt-unusual"));
        check(50, 2, (false, false), None);
        check(3, 20, (false, false), None);
        check(3, 2, (true, false), Some("return-doubt-unusual"));
        let sum =
            Content { figures: vec![Said { is_withheld: true, ..said(103, None) }], ..Content::default() };
        let found = heard(vec![doubt()], (&sum, &[]), (true, true));
        assert_eq!((found.len(), found[0].note.key.as_str()), (1, "return-doubt-hidden"));
        assert!(found[0].note.args.is_empty() && found[0].is_stopping);
    }
}
