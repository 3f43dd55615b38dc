//! Tables and charts of a brief: topics, places, whole weeks, answers in time by topic.

use super::{
    ask::{Ask, count, figure},
    compare::change,
};
use crate::{figures, house::Done};
use danvan_analysis::disclosure::{Row, rows_shown};
use danvan_domain::{
    briefs::{Arg, Bar, Chart, Known, Line, Measure, Query, Quoted, Reach, Table, whole_weeks},
    ids::UnitId,
    topics::ALL,
};

/// How many weeks a curve shows.
const WEEKS: i64 = 12;
/// How many places a table names.
const PLACES: usize = 12;

/// The topics below the brief's, with what came in, what came in before, and what was answered in time; those with most first.
pub(super) async fn topics(ask: &Ask<'_>) -> Done<Option<Table>> {
    let facts = ask.house.facts();
    let (now, before) = (ask.days(), ask.days_before());
    let mut lines = Vec::new();
    for topic in facts.topics.children(ask.topic().unwrap_or(ALL)) {
        let code = Some(topic.code.as_str());
        let found = ask.overview(code, now).await?;
        let cells = vec![
            ask.quoted(figure(&found.total.figures, Measure::Received), Measure::Received, code, now),
            ask.quoted(figure(&found.before, Measure::Received), Measure::Received, code, before),
            ask.quoted(figure(&found.total.figures, Measure::OnTime), Measure::OnTime, code, now),
        ];
        lines.push(Line { of: Arg::Topic(topic.code.clone()), cells, change: None });
    }
    if ask.it.reach == Reach::Above {
        cover(&mut lines);
    }
    // A row in which nothing is told says nothing.
    lines.retain(|line| line.cells[..2].iter().any(|cell| cell.known.count().is_some_and(|count| 0 < count)));
    for line in &mut lines {
        line.change = Some(change(line.cells[0].known, line.cells[1].known));
    }
    by_most(&mut lines);
    let columns = vec![
        ask.query(Measure::Received, None, now),
        ask.query(Measure::Received, None, before),
        ask.query(Measure::OnTime, None, now),
    ];
    Ok((!lines.is_empty()).then(|| Table { code: "topics".into(), columns, lines }))
}

/// Those with most first; where that is kept back, they come last, in the order of the facts.
fn by_most(lines: &mut [Line]) {
    lines.sort_by_key(|line| std::cmp::Reverse(line.cells[0].known.count().unwrap_or(-1)));
}

/// Hides further rows where those that are shown, taken off a whole, would give a small one away. A number that is kept is taken for
/// one of the smallest.
fn cover(lines: &mut [Line]) {
    let columns = lines.first().map_or(0, |line| line.cells.len());
    for column in 0..columns {
        let is_share = lines.iter().any(|line| matches!(line.cells[column].known, Known::Share(..)));
        let row = |line: &Line| Row { counts: counts(line.cells[column].known, is_share), own: false };
        let table: Vec<Row> = lines.iter().map(row).collect();
        for (line, is_shown) in lines.iter_mut().zip(rows_shown(&table, true)) {
            let cell = &mut line.cells[column];
            if !is_shown && cell.known != Known::Nothing {
                cell.known = Known::Hidden;
            }
        }
    }
}

/// A number as it is counted: of a share the part and what it lacks.
fn counts(known: Known, is_share: bool) -> Vec<u64> {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let counted = match known {
        Known::Nothing => [0, 0],
        Known::Hidden => [1, 1],
        Known::Count(number) => [count(number), 0],
        Known::Share(part, whole) => [count(part), count(whole - part)],
    };
    counted[..if is_share { 2 } else { 1 }].to_vec()
}

/// The places with most: communes of a city, villages of a commune.
pub(super) async fn places(ask: &Ask<'_>) -> Done<Option<Table>> {
    let days = ask.days();
    let found = ask.whole().await?;
    let of = |unit: UnitId, query: Query| Query { unit, ..query };
    let columns = [Measure::Received, Measure::OnTime].map(|measure| ask.query(measure, ask.topic(), days));
    let mut lines: Vec<Line> = Vec::new();
    for row in &found.rows {
        let Some(unit) = row.unit else { continue };
        let cell = |query: &Query| Quoted {
            known: figure(&row.figures, query.measure),
            query: of(unit, query.clone()),
        };
        let cells: Vec<Quoted> = columns.iter().map(cell).collect();
        if cells[0].known.count().is_some_and(|count| 0 < count) {
            lines.push(Line { of: Arg::Units(vec![unit]), cells, change: None });
        }
    }
    by_most(&mut lines);
    lines.truncate(PLACES);
    Ok((!lines.is_empty()).then(|| Table { code: "places".into(), columns: columns.to_vec(), lines }))
}

/// The curve of whole weeks up to the last one that is over, beside the weeks before.
pub(super) async fn weeks(ask: &Ask<'_>) -> Done<Chart> {
    let topic = ask.topic();
    let (from, to) = whole_weeks(WEEKS, ask.it.period.to);
    let found = ask.overview(topic, (from, to)).await?;
    let back = found.compared.0.days_since(from);
    let bar = |point: &figures::Point| {
        let week = (point.start, point.start.plus_days(6).min(to));
        let before = (week.0.plus_days(back), week.1.plus_days(back));
        Bar {
            of: None,
            now: ask.quoted(count(&point.count), Measure::Received, topic, week),
            before: Some(ask.quoted(count(&point.before), Measure::Received, topic, before)),
        }
    };
    Ok(Chart {
        code: "weeks".into(),
        query: ask.query(Measure::Received, topic, (from, to)),
        bars: found.trend.iter().map(bar).collect(),
    })
}

/// Answers in time by topic, out of the table of topics.
pub(super) fn on_time(ask: &Ask<'_>, topics: &Table) -> Option<Chart> {
    let bar = |line: &Line| {
        let now = line.cells.iter().find(|cell| cell.query.measure == Measure::OnTime)?;
        matches!(now.known, Known::Share(..)).then(|| Bar {
            of: Some(line.of.clone()),
            now: now.clone(),
            before: None,
        })
    };
    let bars: Vec<Bar> = topics.lines.iter().filter_map(bar).collect();
    (!bars.is_empty()).then(|| Chart {
        code: "on_time".into(),
        query: ask.query(Measure::OnTime, ask.topic(), ask.days()),
        bars,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_domain::time::Day;
    use uuid::Uuid;

    fn line(known: &[Known]) -> Line {
        let on: Day = "2026-10-05".parse().expect("a day");
        let query = Query {
            measure: Measure::Received,
            unit: UnitId(Uuid::nil()),
            topic: None,
            from: on,
            to: on,
            on,
            thing: None,
            reason: None,
        };
        let cells = known.iter().map(|known| Quoted { known: *known, query: query.clone() }).collect();
        Line { of: Arg::Topic("water".into()), cells, change: None }
    }

    #[test]
    fn a_kept_number_is_not_given_away_by_the_rest() {
        let check = |known: &[Known], expected: &[Known]| {
            let mut lines: Vec<Line> = known.iter().map(|one| line(&[*one])).collect();
            cover(&mut lines);
            let found: Vec<Known> = lines.iter().map(|line| line.cells[0].known).collect();
            assert_eq!(found, expected, "{known:?}");
        };
        let (few, none) = (Known::Hidden, Known::Nothing);
        check(&[Known::Count(20), Known::Count(9)], &[Known::Count(20), Known::Count(9)]);
        check(&[Known::Count(20), few, Known::Count(9)], &[Known::Count(20), few, few]);
        check(&[Known::Count(20), Known::Count(0)], &[Known::Count(20), Known::Count(0)]);
        check(
            &[Known::Share(90, 100), none, Known::Hidden, Known::Share(20, 40)],
            &[Known::Share(90, 100), none, few, few],
        );
    }
}
