//! The register of what offices began as sheets.

use super::{BEGUN_COLUMNS, BegunCounts, BegunPage, BegunStatistics, sheets::asked, stage_name};
use crate::house::Facts;
use danvan_domain::{ids::UnitId, time::Moment};
use danvan_reports::{Cell, Sheet};
use danvan_words::{Language, Words};

/// A procedure's name in the reader's language; its word when there is no such procedure here.
pub fn procedure_name(facts: &Facts, words: &Words, code: &str) -> String {
    let Some(procedure) = facts.procedures.get(code) else { return code.to_owned() };
    let name = &procedure.name;
    if words.language == Language::En { name.en.clone() } else { name.vi.clone() }
}

fn about(facts: &Facts, found: &BegunStatistics, words: &Words, now: Moment) -> Vec<(String, String)> {
    let mut about = asked(facts, &found.question, words, now);
    about.push((words.say("register-columns"), words.say("register-opened-grade")));
    let partial = words.say(if found.is_partial { "sheet-yes" } else { "sheet-no" });
    about.push((words.say("sheet-partial"), partial));
    about
}

fn office(facts: &Facts, unit: UnitId) -> String {
    facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// The counts: all, by procedure, by office, under one another.
pub fn begun_sheet(facts: &Facts, found: &BegunStatistics, words: &Words, now: Moment) -> Sheet {
    let mut heading = vec![words.say("register-by"), words.say("register-row")];
    heading.extend(BEGUN_COLUMNS.iter().map(|column| words.of("register-opened", column)));
    let line = |by: &str, name: String, counts: &BegunCounts| {
        let mut cells = vec![Cell::text(words.say(by)), Cell::text(name)];
        cells.extend(counts.all().map(Cell::Count));
        cells
    };
    let mut rows = vec![line("register-all", words.say("register-reception-total"), &found.total)];
    rows.extend(
        found
            .procedures
            .iter()
            .map(|(code, counts)| line("register-by-procedure", procedure_name(facts, words, code), counts)),
    );
    let offices = found.offices.iter();
    rows.extend(offices.map(|(unit, counts)| line("register-by-office", office(facts, *unit), counts)));
    Sheet { title: words.say("register-opened"), about: about(facts, found, words, now), heading, rows }
}

/// The columns of the register.
const REGISTER: &[&str] = &[
    "sheet-office",
    "register-number",
    "register-opened-on",
    "register-kind-of",
    "register-said",
    "label-place",
    "register-document",
    "sheet-stage",
    "register-ended",
];

/// The register, line by line.
pub fn begun_book_sheet(facts: &Facts, page: &BegunPage, words: &Words, now: Moment) -> Sheet {
    let mut about = about(facts, &page.statistics, words, now);
    about.push((words.say("sheet-count"), words.count(page.statistics.total.begun)));
    if page.next.is_some() {
        about
            .push((words.say("sheet-cut"), words.count(i64::try_from(page.lines.len()).unwrap_or(i64::MAX))));
    }
    let rows = page.lines.iter().map(|line| {
        let (begun, it) = (&line.begun, &line.begun.proceeding);
        vec![
            Cell::text(office(facts, begun.unit)),
            Cell::text(format!("{}/{}", begun.number, begun.year)),
            Cell::Day(begun.begun_on),
            Cell::text(procedure_name(facts, words, &it.procedure)),
            Cell::text(&it.title),
            Cell::text(office(facts, it.place)),
            Cell::text(&line.document),
            Cell::text(stage_name(facts, words, &format!("{}.{}", it.procedure, it.stage))),
            it.ended_at.map_or(Cell::Empty, |at| Cell::Day(at.day())),
        ]
    });
    let rows = rows.collect();
    let heading = REGISTER.iter().map(|key| words.say(key)).collect();
    Sheet { title: words.say("register-opened-book"), about, heading, rows }
}
