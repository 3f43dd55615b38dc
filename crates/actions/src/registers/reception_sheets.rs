//! The register of receptions as sheets.

use super::{COLUMNS, Counts, Received, Receptions, sheets::asked};
use crate::house::Facts;
use danvan_domain::{
    ids::UnitId,
    procedures::Limits,
    receptions::PROCEDURE,
    time::{Day, Moment},
};
use danvan_reports::{Cell, Sheet};
use danvan_words::Words;

/// A month as people write it.
pub fn month_name(words: &Words, month: &str) -> String {
    let day: Option<Day> = format!("{month}-01").parse().ok();
    day.map_or_else(|| month.to_owned(), |day| words.month(day))
}

fn about(facts: &Facts, found: &Receptions, words: &Words, now: Moment) -> Vec<(String, String)> {
    let mut about = asked(facts, &found.question, words, now);
    about.push((words.say("register-columns"), words.say("register-reception-grade")));
    about.push((
        words.say("sheet-partial"),
        words.say(if found.is_partial { "sheet-yes" } else { "sheet-no" }),
    ));
    about
}

fn office(facts: &Facts, unit: UnitId) -> String {
    facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// The counts: all, by office, by month, under one another.
pub fn receptions_sheet(facts: &Facts, found: &Receptions, words: &Words, now: Moment) -> Sheet {
    let mut heading = vec![words.say("register-by"), words.say("register-row")];
    heading.extend(COLUMNS.iter().map(|column| words.of("register-reception", column)));
    let line = |by: &str, name: String, counts: &Counts| {
        let mut cells = vec![Cell::text(words.say(by)), Cell::text(name)];
        cells.extend(counts.all().map(Cell::Count));
        cells
    };
    let mut rows = vec![line("register-all", words.say("register-reception-total"), &found.total)];
    let offices = found.offices.iter();
    rows.extend(offices.map(|(unit, counts)| line("register-by-office", office(facts, *unit), counts)));
    let months = found.months.iter();
    rows.extend(months.map(|(month, counts)| line("register-by-month", month_name(words, month), counts)));
    Sheet { title: words.say("register-receptions"), about: about(facts, found, words, now), heading, rows }
}

/// The columns of the register.
const REGISTER: &[&str] = &[
    "sheet-office",
    "register-reception-day",
    "register-number",
    "register-said",
    "register-reception-people",
    "register-reception-representatives",
    "register-reception-group",
    "register-reception-online",
    "sheet-stage",
    "register-reception-letter",
];

/// The visits behind the counts. Who came is not in it.
pub fn received_sheet(
    facts: &Facts,
    (found, visits): &(Receptions, Vec<Received>),
    words: &Words,
    now: Moment,
) -> Sheet {
    let mut about = about(facts, found, words, now);
    about.push((words.say("sheet-count"), words.count(found.total.visits)));
    let written = i64::try_from(visits.len()).unwrap_or(i64::MAX);
    if written < found.total.visits {
        about.push((words.say("sheet-cut"), words.count(written)));
    }
    let yes_or_no = |is_so: bool| Cell::text(words.say(if is_so { "sheet-yes" } else { "sheet-no" }));
    let rows = visits.iter().map(|visit| {
        vec![
            Cell::text(office(facts, visit.unit)),
            Cell::Day(visit.day),
            Cell::Count(visit.number),
            Cell::text(&visit.subject),
            visit.people.map_or(Cell::Empty, Cell::Count),
            visit.representatives.map_or(Cell::Empty, Cell::Count),
            visit.people.map_or(Cell::Empty, |people| yes_or_no(Limits::facts().is_group(people, visit.day))),
            yes_or_no(visit.online),
            Cell::text(super::stage_name(facts, words, &format!("{PROCEDURE}.{}", visit.stage))),
            yes_or_no(visit.is_letter),
        ]
    });
    let rows = rows.collect();
    let heading = REGISTER.iter().map(|key| words.say(key)).collect();
    Sheet { title: words.say("register-reception-book"), about, heading, rows }
}
