//! What a reader outside the unit is not told, and what nobody is told of denunciations.

use super::{Question, Row, Statistics, Table};
use danvan_analysis::disclosure::{self, is_small, rows_shown, total_may_be_shown};
use danvan_domain::{
    ids::UnitId,
    registers::{MEASURES, Measure},
    time::Day,
};

/// Numbers, and pairs of a whole and its part.
type Group = (&'static [Measure], &'static [(Measure, Measure)]);

/// Numbers that follow from each other are hidden together; what they leave of their whole is looked at as well.
const GROUPS: [Group; 5] = [
    (&[Measure::Opening, Measure::Received, Measure::Settled, Measure::Carried], &[]),
    (&[Measure::OnTime, Measure::Late], &[]),
    (&[Measure::Passed], &[(Measure::Settled, Measure::Passed)]),
    (&[Measure::CarriedLate], &[(Measure::Carried, Measure::CarriedLate)]),
    (&[Measure::Appealed], &[]),
];

/// Whether a period is one calendar quarter. Denunciations are told of quarters alone, which never overlap, so that no
/// count of a few days follows from two periods.
pub(super) fn is_quarter(question: &Question) -> bool {
    let (from, to) = (question.from, question.to);
    let is_first = from == from.first_of_month() && from.0.month() % 3 == 1;
    let next = from.plus_days(95).first_of_month();
    let after = Day::new(next.0.year(), next.0.month(), 1);
    is_first && after == Some(to.next())
}

fn counts(row: &Row, group: Group) -> Vec<u64> {
    let told = |measure: Measure| row.told(measure).unwrap_or(0);
    let own = group.0.iter().map(|measure| told(*measure));
    let rests = group.1.iter().map(|(whole, part)| told(*whole) - told(*part));
    own.chain(rests).map(|count| u64::try_from(count).unwrap_or(0)).collect()
}

fn hide(row: &mut Row, group: Group) {
    for measure in group.0 {
        row.figures[*measure as usize] = None;
    }
}

/// Hides what may not be told to whoever asks. `is_own` says of an office whether the reader stands inside it.
pub(super) fn protect(found: &mut Statistics, is_own: impl Fn(UnitId) -> bool) {
    let is_safe = |row: &Row| GROUPS.into_iter().all(|group| !counts(row, group).into_iter().any(is_small));
    found.denunciations = found.denunciations.take().filter(is_safe);
    if !found.protected {
        return;
    }
    // A branch or stage may be one kind's alone, and the city's own office holds nothing but the second level: beside the
    // kinds they would give hidden ones away.
    found.branches.rows.clear();
    found.stages.clear();
    merge_levels(&mut found.kinds);
    let mut lost: Vec<usize> = Vec::new();
    let tables = [Some(&mut found.kinds), Some(&mut found.branches), found.offices.as_mut()];
    for table in tables.into_iter().flatten() {
        lost.extend(protect_table(table, &is_own));
    }
    for (at, group) in GROUPS.into_iter().enumerate() {
        if lost.contains(&at) || lost.contains(&0) || counts(&found.total, group).into_iter().any(is_small) {
            hide(&mut found.total, group);
        }
    }
    for list in [&mut found.outcomes, &mut found.reasons, &mut found.stages] {
        protect_list(list);
    }
    let few = |count: Option<i64>| count.filter(|count| !is_small(u64::try_from(*count).unwrap_or(0)));
    found.receptions = (few(found.receptions.0), few(found.receptions.1));
}

/// Both levels of a kind in one row.
fn merge_levels(kinds: &mut Table) {
    for (first, second, both) in [
        ("complaint", "second_complaint", "both_complaints"),
        ("disciplinary_complaint", "second_disciplinary_complaint", "both_disciplinary"),
    ] {
        let mut sum: Option<Row> = None;
        kinds.rows.retain(|row| {
            let is_meant = row.key == first || row.key == second;
            if is_meant {
                let sum = sum.get_or_insert_with(|| Row {
                    key: both.into(),
                    figures: [Some(0); MEASURES],
                    ..row.clone()
                });
                for (own, more) in sum.figures.iter_mut().zip(row.figures) {
                    *own = own.zip(more).map(|(own, more)| own + more);
                }
                sum.quality = sum.quality.max(row.quality);
            }
            !is_meant
        });
        kinds.rows.extend(sum);
    }
}

/// Hides rows of a table group by group; returns the groups whose total would give a hidden one away.
fn protect_table(table: &mut Table, is_own: &impl Fn(UnitId) -> bool) -> Vec<usize> {
    let mut lost = Vec::new();
    let hidden: Vec<Vec<bool>> = GROUPS
        .into_iter()
        .enumerate()
        .map(|(at, group)| {
            let row =
                |row: &Row| disclosure::Row { counts: counts(row, group), own: row.unit.is_some_and(is_own) };
            let rows: Vec<disclosure::Row> = table.rows.iter().map(row).collect();
            let shown = rows_shown(&rows, true);
            if !total_may_be_shown(&rows, &shown) {
                lost.push(at);
            }
            shown
        })
        .collect();
    for (at, group) in GROUPS.into_iter().enumerate() {
        for (place, row) in table.rows.iter_mut().enumerate() {
            // Where the balance is hidden, its parts are too.
            if !hidden[at][place] || !hidden[0][place] {
                hide(row, group);
            }
        }
    }
    lost
}

fn protect_list(list: &mut [(String, Option<i64>)]) {
    let row = |(_, count): &(String, Option<i64>)| disclosure::Row {
        counts: vec![u64::try_from(count.unwrap_or(0)).unwrap_or(0)],
        own: false,
    };
    let rows: Vec<disclosure::Row> = list.iter().map(row).collect();
    for ((_, count), shown) in list.iter_mut().zip(rows_shown(&rows, true)) {
        *count = count.filter(|_| shown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_domain::units::Quality;
    use uuid::Uuid;

    fn row(unit: u128, opening: i64, received: i64, settled: i64, late: i64) -> Row {
        let mut figures = [Some(0); danvan_domain::registers::MEASURES];
        let mut set = |measure: Measure, count: i64| figures[measure as usize] = Some(count);
        set(Measure::Opening, opening);
        set(Measure::Received, received);
        set(Measure::Settled, settled);
        set(Measure::Late, late);
        set(Measure::OnTime, settled - late);
        set(Measure::Carried, opening + received - settled);
        let unit = (unit > 0).then_some(UnitId(Uuid::from_u128(unit)));
        Row { key: String::new(), unit, figures, quality: Quality::Exact }
    }

    fn question(from: &str, to: &str) -> Question {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        Question { unit: UnitId(Uuid::nil()), from: day(from), to: day(to), on: day(to) }
    }

    #[test]
    fn only_whole_quarters_tell_of_denunciations() {
        for (from, to, expected) in [
            ("2026-07-01", "2026-09-30", true),
            ("2026-10-01", "2026-12-31", true),
            ("2026-01-01", "2026-03-31", true),
            ("2026-01-01", "2026-12-31", false),
            ("2026-08-01", "2026-10-31", false),
            ("2026-07-01", "2026-09-29", false),
            ("2026-07-02", "2026-09-30", false),
        ] {
            assert_eq!(is_quarter(&question(from, to)), expected, "{from} {to}");
        }
    }

    fn statistics(rows: Vec<Row>, denunciations: Row, protected: bool) -> Statistics {
        let mut total = row(0, 0, 0, 0, 0);
        for one in &rows {
            for (sum, count) in total.figures.iter_mut().zip(one.figures) {
                *sum = Some(sum.unwrap_or(0) + count.unwrap_or(0));
            }
        }
        Statistics {
            question: question("2026-07-01", "2026-09-30"),
            total,
            kinds: Table::default(),
            branches: Table::default(),
            offices: Some(Table { rows }),
            outcomes: vec![
                ("settled".into(), Some(30)),
                ("guided".into(), Some(2)),
                ("refused".into(), Some(9)),
            ],
            reasons: Vec::new(),
            stages: Vec::new(),
            denunciations: Some(denunciations),
            balances: Some(true),
            receptions: (Some(2), Some(40)),
            protected,
            is_partial: false,
        }
    }

    #[test]
    fn few_are_hidden_from_outsiders_and_so_is_what_would_give_them_away() {
        let rows = || vec![row(1, 10, 20, 15, 0), row(2, 0, 3, 0, 0), row(3, 9, 12, 11, 0)];
        let mut found = statistics(rows(), row(0, 0, 6, 0, 0), true);
        protect(&mut found, |_| false);
        let told = |found: &Statistics| -> Vec<Option<i64>> {
            let offices = found.offices.as_ref().expect("offices");
            offices.rows.iter().map(|row| row.told(Measure::Received)).collect()
        };
        // The second holds three, and with the total and the first and third it could be computed.
        assert_eq!(told(&found)[1], None);
        assert!(told(&found).iter().filter(|count| count.is_none()).count() >= 2, "{:?}", told(&found));
        assert_eq!(found.outcomes[1].1, None);
        assert!(found.outcomes[2].1.is_none() || found.outcomes[0].1.is_none());
        assert_eq!(found.receptions, (None, Some(40)));
        let mut own = statistics(rows(), row(0, 0, 6, 0, 0), false);
        protect(&mut own, |_| true);
        assert_eq!(told(&own), [Some(20), Some(3), Some(12)]);
    }

    #[test]
    fn both_levels_stand_in_one_row_for_outsiders() {
        let named = |key: &str, row: Row| Row { key: key.into(), ..row };
        let mut kinds = Table {
            rows: vec![
                named("complaint", row(0, 1, 9, 4, 1)),
                named("petition", row(0, 0, 8, 8, 0)),
                named("second_complaint", row(0, 2, 3, 1, 0)),
            ],
        };
        merge_levels(&mut kinds);
        let told: Vec<(&str, Option<i64>)> =
            kinds.rows.iter().map(|row| (row.key.as_str(), row.told(Measure::Received))).collect();
        assert_eq!(told, [("petition", Some(8)), ("both_complaints", Some(12))]);
    }

    #[test]
    fn denunciations_are_told_to_nobody_below_the_threshold() {
        for (opening, received, settled, expected) in [
            (0, 6, 0, true),
            (0, 4, 0, false),
            (6, 6, 9, false),
            (0, 0, 0, true),
            (6, 7, 6, true),
            (1, 9, 5, false),
        ] {
            for protected in [true, false] {
                let mut found = statistics(Vec::new(), row(0, opening, received, settled, 0), protected);
                protect(&mut found, |_| true);
                assert_eq!(found.denunciations.is_some(), expected, "{opening} {received} {settled}");
            }
        }
    }
}
