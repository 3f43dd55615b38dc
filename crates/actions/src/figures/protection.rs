//! What a reader outside the unit is not told: a row with few cases is hidden whole, and each further figure where it
//! would point to few, in such a way that totals do not give it away.

use super::{Figures, Point, Row, Told};
use danvan_analysis::disclosure::{self, is_small, rows_shown, total_may_be_shown};
use danvan_domain::tallies::{Counted, Counts, Measure};

/// Figures that are computed from the same counts are hidden together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Received,
    Heard,
    OnTime,
    Said,
    Refused,
}

const GROUPS: [Group; 5] = [Group::Received, Group::Heard, Group::OnTime, Group::Said, Group::Refused];

impl Group {
    fn counts(self, counts: &Counts) -> Vec<u64> {
        use Measure::{Late, OnTime, Received, Refused, Reopened, Solved};
        let list = match self {
            Self::Received => vec![counts[Received]],
            Self::Heard => vec![counts.heard()],
            Self::OnTime => vec![counts[OnTime], counts[Late]],
            Self::Said => vec![counts[Solved], counts[Reopened]],
            Self::Refused => vec![counts[Refused], counts.settled()],
        };
        list.into_iter().map(|count| u64::try_from(count).unwrap_or(0)).collect()
    }

    fn hide(self, figures: &mut Figures) {
        match self {
            Self::Received => {
                figures.received = Told::Hidden;
                figures.rate = Told::Hidden;
            }
            Self::Heard => figures.heard = Told::Hidden,
            Self::OnTime => figures.on_time = Told::Hidden,
            Self::Said => {
                figures.solved = Told::Hidden;
                figures.reopened = Told::Hidden;
            }
            Self::Refused => {
                figures.refused = Told::Hidden;
                figures.reopened = Told::Hidden;
            }
        }
    }
}

/// Hides in a table what may not be told. `own` says for each row whether the reader stands inside its unit.
pub(super) fn protect(total: &mut Figures, rows: &mut [&mut Row], own: &[bool]) {
    let known: Vec<Counts> = rows.iter().map(|row| row.figures.counts.unwrap_or_default()).collect();
    let whole = total.counts.unwrap_or_default();
    for group in GROUPS {
        let table: Vec<disclosure::Row> = known
            .iter()
            .zip(own)
            .map(|(counts, own)| disclosure::Row { counts: group.counts(counts), own: *own })
            .collect();
        let shown = rows_shown(&table, true);
        for (row, shown) in rows.iter_mut().zip(&shown) {
            if !*shown {
                group.hide(&mut row.figures);
                row.hidden |= group == Group::Received;
            }
        }
        if !total_may_be_shown(&table, &shown) || group.counts(&whole).into_iter().any(is_small) {
            group.hide(total);
        }
    }
    total.counts = None;
    for (row, own) in rows.iter_mut().zip(own) {
        if row.hidden {
            GROUPS.into_iter().for_each(|group| group.hide(&mut row.figures));
        }
        if !*own {
            row.figures.counts = None;
        }
    }
}

/// Hides in figures that stand alone what may not be told.
pub(super) fn protect_alone(figures: &mut Figures) {
    let counts = figures.counts.take().unwrap_or_default();
    for group in GROUPS {
        if group.counts(&counts).into_iter().any(is_small) {
            group.hide(figures);
        }
    }
}

/// Hides the points of a trend that may not be told; their sums are published. Beside each point stand the counts of its
/// own step and of the one it is compared with.
pub(super) fn protect_trend(trend: &mut [(Point, [Counts; 2])], measure: Counted) {
    type Field = (Counted, usize, fn(&mut Point) -> &mut Told<i64>);
    let fields: [Field; 4] = [
        (Counted::Received, 0, |point| &mut point.received),
        (Counted::Heard, 0, |point| &mut point.heard),
        (measure, 0, |point| &mut point.count),
        (measure, 1, |point| &mut point.before),
    ];
    for (counted, at, field) in fields {
        let row = |(_, counts): &(Point, [Counts; 2])| {
            let told = counted.told_with(&counts[at]).into_iter();
            disclosure::Row {
                counts: told.map(|count| u64::try_from(count).unwrap_or(0)).collect(),
                own: false,
            }
        };
        let table: Vec<disclosure::Row> = trend.iter().map(row).collect();
        for ((point, _), shown) in trend.iter_mut().zip(rows_shown(&table, true)) {
            if !shown {
                *field(point) = Told::Hidden;
            }
        }
    }
}
