//! The tables of findings as files: the record of every method, a finding's curve and its places. Whoever may open the page may
//! keep them, and what the page keeps back they keep back too.

use super::said;
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{
        Answered,
        cases::names,
        sheets::{self, Cell, Sheet},
        shell, sorry,
    },
    shell::Shell,
    site::Site,
};
use axum::extract::{Path, State};
use danvan_actions::findings::{Opened, Record, one as open, record};
use danvan_domain::ids::FindingId;
use uuid::Uuid;

/// `GET /findings/record/{file}`: how often each method was right, `record.xlsx` or `record.csv`.
pub(super) async fn of_methods(
    State(site): State<Site>,
    reader: Reader,
    Path(name): Path<String>,
) -> Answered {
    let ("record", kind) = sheets::asked(&reader, &name)? else { return Err(Sorry::lost(reader.language)) };
    let records = record(&site.house, &reader.visitor.asker).await.map_err(sorry(&reader))?;
    let shell = shell(&site, &reader);
    let heading = [
        "findings-method",
        "findings-told",
        "findings-real",
        "findings-dismissed",
        "findings-precision",
        "sheet-rate-low",
        "sheet-rate-high",
        "findings-false",
        "findings-lead-days",
        "findings-planted",
        "findings-found",
        "findings-delay",
        "findings-stories-a-week",
    ];
    let hint = (shell.say("findings-record"), shell.say("findings-record-hint"));
    let sheet = Sheet {
        title: shell.say("findings-record"),
        about: sheets::about(&site, &shell, "/findings".to_owned(), [hint]),
        heading: heading.map(|key| shell.say(key)).to_vec(),
        rows: records.iter().map(|one| of_method(&shell, one)).collect(),
    };
    sheets::give(&site, &reader, ("danvan-cach-tim", kind), &sheet)
}

fn of_method(shell: &Shell, one: &Record) -> Vec<Cell> {
    let count = |count: usize| Cell::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let share = |share: Option<f64>| share.map_or(Cell::Empty, Cell::Share);
    let number = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Number);
    let trial = one.trial.as_ref().filter(|trial| 0 < trial.planted);
    let counted = |count: Option<i64>| count.map_or(Cell::Empty, Cell::Count);
    vec![
        Cell::text(shell.of("finding-method", one.method.word())),
        count(one.told),
        count(one.real),
        count(one.dismissed),
        share(one.precision.map(|it| it.value)),
        share(one.precision.map(|it| it.low)),
        share(one.precision.map(|it| it.high)),
        number(one.false_a_week),
        counted(one.lead_days),
        counted(trial.map(|it| it.planted)),
        counted(trial.map(|it| it.found)),
        number(trial.and_then(|it| it.delay)),
        number(trial.map(|it| it.told as f64 / it.weeks.max(1.0))),
    ]
}

/// `GET /findings/{id}/tables/{file}`: `curve` or `places`, as `.xlsx` or `.csv`.
pub(super) async fn of_one(
    State(site): State<Site>,
    reader: Reader,
    Path((id, name)): Path<(Uuid, String)>,
) -> Answered {
    let lost = || Sorry::lost(reader.language);
    let (what, kind) = sheets::asked(&reader, &name)?;
    let (house, shell) = (&site.house, shell(&site, &reader));
    let found = open(house, &reader.visitor.asker, FindingId(id)).await.map_err(sorry(&reader))?;
    let (title, keys, rows) = match what {
        "curve" => {
            let rows = curve(&shell, &found).ok_or_else(lost)?;
            let keys = ["finding-week-from", "finding-counted", "finding-expected", "finding-limit"];
            ("finding-curve-table", keys.to_vec(), rows)
        }
        "places" => {
            let mut keys = vec!["finding-place"];
            if found.shown.finding.kind.is_of_voices() {
                keys.extend(["finding-counted", "finding-expected"]);
            }
            ("finding-places", keys, places(&site, &shell, &found))
        }
        _ => return Err(lost()),
    };
    let sentence = said::sentence(&shell, &house.facts(), &found.shown);
    let sheet = Sheet {
        title: shell.say(title),
        about: sheets::about(&site, &shell, format!("/findings/{id}"), [(sentence, String::new())]),
        heading: keys.into_iter().map(|key| shell.say(key)).collect(),
        rows,
    };
    sheets::give(&site, &reader, (&format!("danvan-{id}-{what}"), kind), &sheet)
}

/// The weeks of the curve; nothing where the reader sees none.
fn curve(shell: &Shell, found: &Opened) -> Option<Vec<Vec<Cell>>> {
    let (curve, counts) = found.curve.as_ref()?;
    let from = curve.from?;
    let number = |values: &[Option<f64>], at: usize| {
        values.get(at).copied().flatten().filter(|value| value.is_finite()).map_or(Cell::Empty, Cell::Number)
    };
    let row = |(at, count): (usize, &Option<i64>)| {
        let day = from.plus_days(curve.step * i64::try_from(at).unwrap_or(0));
        let told = count.map_or_else(|| Cell::text(shell.say("finding-few")), Cell::Count);
        vec![Cell::Day(day), told, number(&curve.expected, at), number(&curve.upper, at)]
    };
    Some(counts.iter().enumerate().map(row).collect())
}

fn places(site: &Site, shell: &Shell, found: &Opened) -> Vec<Vec<Cell>> {
    let (facts, today) = (site.house.facts(), site.house.today());
    let is_counted = found.shown.finding.kind.is_of_voices();
    let rows = found.rows.iter().map(|(place, observed)| {
        let mut cells = vec![Cell::text(names::place(&facts, place.place, today))];
        if is_counted {
            let few = || Cell::text(shell.say("finding-few"));
            cells.extend([observed.map_or_else(few, Cell::Count), Cell::Number(place.expected)]);
        }
        cells
    });
    rows.collect()
}
