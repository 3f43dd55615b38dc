//! The register as sheets: what was asked, when, and whether anything is made up stand above the table. What is hidden
//! on the page is hidden in the file.

use super::{Book, Listed, Question, Row, Statistics, Which};
use crate::house::Facts;
use danvan_domain::{
    ids::UnitId,
    proceedings::Proceeding,
    registers::{Family, MEASURES, Measure},
    time::Moment,
    units::Quality,
};
use danvan_reports::{Cell, Sheet};
use danvan_words::{Language, Words};

fn yes_or_no(words: &Words, is_so: bool) -> String {
    words.say(if is_so { "sheet-yes" } else { "sheet-no" })
}

fn unit_name(facts: &Facts, unit: UnitId) -> String {
    facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// What was asked, line by line.
pub(super) fn asked(facts: &Facts, question: &Question, words: &Words, now: Moment) -> Vec<(String, String)> {
    let unit = facts.tree.get(question.unit).map_or_else(String::new, |unit| unit.named().label);
    let lines = [
        ("sheet-unit", unit),
        ("sheet-unit-id", question.unit.to_string()),
        ("sheet-from", words.day(question.from)),
        ("sheet-to", words.day(question.to)),
        ("sheet-structure", words.day(question.on)),
        ("sheet-made", words.moment(now)),
        ("sheet-simulated", yes_or_no(words, facts.simulated)),
    ];
    lines.into_iter().map(|(key, value)| (words.say(key), value)).collect()
}

/// The same with how sure the columns of the registers of letters are.
fn asked_of_letters(facts: &Facts, question: &Question, words: &Words, now: Moment) -> Vec<(String, String)> {
    let mut about = asked(facts, question, words, now);
    about.push((words.say("register-columns"), words.say("register-grade")));
    about
}

/// The name of a row: a kind, a branch, an office.
pub fn key_name(words: &Words, family: Family, key: &str) -> String {
    match (family, key) {
        (Family::Branch, "") => words.say("register-branch-none"),
        (Family::Branch, key) => words.of("letter-branch", key),
        _ => words.of("register-kind", key),
    }
}

/// The statistics: by kind, by branch and by office under one another.
pub fn statistics_sheet(facts: &Facts, found: &Statistics, words: &Words, now: Moment) -> Sheet {
    let mut about = asked_of_letters(facts, &found.question, words, now);
    about.push((words.say("sheet-protected"), yes_or_no(words, found.protected)));
    if let Some(balances) = found.balances {
        about.push((words.say("register-balance"), yes_or_no(words, balances)));
    }
    let mut heading = vec![words.say("register-by"), words.say("register-row")];
    heading.extend(Measure::ALL.iter().map(|measure| words.of("register-measure", measure.word())));
    heading.push(words.say("sheet-quality"));
    let line = |by: &str, name: String, row: &Row| {
        let mut cells = vec![Cell::text(words.say(by)), Cell::text(name)];
        cells.extend(row.figures.iter().map(|count| count.map_or(Cell::Empty, Cell::Count)));
        cells.push(Cell::text(words.of("quality", row.quality.word())));
        cells
    };
    let mut rows = vec![line("register-all", words.say("register-total"), &found.total)];
    let kinds = found.kinds.rows.iter();
    rows.extend(kinds.map(|row| line("register-by-kind", key_name(words, Family::Kind, &row.key), row)));
    if let Some(row) = &found.denunciations {
        rows.push(line("register-by-kind", words.say("register-denunciations"), row));
    }
    let branches = found.branches.rows.iter();
    rows.extend(
        branches.map(|row| line("register-by-branch", key_name(words, Family::Branch, &row.key), row)),
    );
    for row in found.offices.iter().flat_map(|table| &table.rows) {
        let name = row.unit.map_or_else(|| words.say("sheet-remainder"), |unit| unit_name(facts, unit));
        rows.push(line("register-by-office", name, row));
    }
    let lists = [
        ("register-by-outcome", "register-outcome", Measure::Settled, &found.outcomes),
        ("register-by-reason", "reason", Measure::Late, &found.reasons),
    ];
    for (by, family, measure, list) in lists {
        for (key, count) in list {
            let mut figures = [None; MEASURES];
            figures[measure as usize] = *count;
            let name = if key.is_empty() {
                words.say("register-reason-none")
            } else {
                reason(facts, words, family, key)
            };
            let row = Row { key: key.clone(), unit: None, figures, quality: Quality::Exact };
            rows.push(line(by, name, &row));
        }
    }
    Sheet { title: words.say("register-statistics"), about, heading, rows }
}

/// An outcome, or a reason of lateness as the list names it.
fn reason(facts: &Facts, words: &Words, family: &str, key: &str) -> String {
    if family != "reason" {
        return words.of(family, key);
    }
    super::reason_name(facts, words.language, key)
}

/// What of a sealed letter may stand in a list: nothing but its number, stage and clocks.
fn sealed_name(words: &Words, number: &str) -> String {
    words.say_with("register-sealed", &[("code", number.into())])
}

fn stage(facts: &Facts, words: &Words, it: &Proceeding) -> String {
    super::stage_name(facts, words, &format!("{}.{}", it.procedure, it.stage))
}

/// The list behind a number.
pub fn list_sheet(facts: &Facts, which: &Which, listed: &Listed, words: &Words, now: Moment) -> Sheet {
    let mut about = asked_of_letters(facts, &which.question, words, now);
    about.insert(0, (words.say("sheet-what"), words.of("register-measure", which.measure.word())));
    about.push((words.say("sheet-count"), words.count(listed.total)));
    about.push((words.say("sheet-partial"), yes_or_no(words, listed.is_partial)));
    let written = i64::try_from(listed.lines.len()).unwrap_or(i64::MAX);
    if listed.total > written {
        about.push((words.say("sheet-cut"), words.count(written)));
    }
    let keys = [
        "register-number",
        "register-kind-of",
        "sheet-office",
        "register-begun",
        "register-ended",
        "register-how",
        "register-late-on",
        "register-why-late",
        "sheet-stage",
    ];
    let day = |day: Option<danvan_domain::time::Day>| day.map_or(Cell::Empty, Cell::Day);
    let rows = listed.lines.iter().map(|line| {
        let (spell, it) = (&line.spell, &line.proceeding);
        let title = if it.is_sealed { sealed_name(words, &it.title) } else { it.title.clone() };
        vec![
            Cell::text(title),
            Cell::text(key_name(words, Family::Kind, spell.kind.word())),
            Cell::text(unit_name(facts, spell.unit)),
            Cell::Day(spell.begun_on),
            day(spell.ended_on),
            spell
                .outcome
                .map_or(Cell::Empty, |outcome| Cell::text(words.of("register-outcome", outcome.word()))),
            day(spell.late_on),
            Cell::text(super::reason_name(facts, words.language, &spell.late_reason)),
            Cell::text(stage(facts, words, it)),
        ]
    });
    let rows = rows.collect();
    let heading = keys.iter().map(|key| words.say(key)).collect();
    Sheet { title: words.of("register-measure", which.measure.word()), about, heading, rows }
}

/// The columns of the book.
const BOOK: &[&str] = &[
    "register-number",
    "sheet-office",
    "register-received-on",
    "register-way",
    "register-signers",
    "register-said",
    "sheet-topic",
    "sheet-place",
    "register-content",
    "register-eligibility",
    "register-competence",
    "register-branch",
    "register-disposal",
    "register-document",
    "sheet-stage",
];

/// The book of letters.
pub fn book_sheet(facts: &Facts, question: &Question, book: &Book, words: &Words, now: Moment) -> Sheet {
    let mut about = asked_of_letters(facts, question, words, now);
    about.push((words.say("sheet-count"), words.count(book.total)));
    about.push((words.say("sheet-partial"), yes_or_no(words, book.is_partial)));
    let written = i64::try_from(book.entries.len()).unwrap_or(i64::MAX);
    if book.total > written {
        about.push((words.say("sheet-cut"), words.count(written)));
    }
    let rows = book.entries.iter().map(|entry| {
        let letter = &entry.letter;
        let number = format!("{}/{}", letter.number, letter.year);
        let stages: Vec<String> = entry.proceedings.iter().map(|it| stage(facts, words, it)).collect();
        let stages = Cell::text(stages.join("; "));
        let office = Cell::text(unit_name(facts, letter.logged_at));
        if letter.is_sealed {
            let mut cells = vec![Cell::text(sealed_name(words, &number)), office];
            cells.extend(std::iter::repeat_n(Cell::Empty, BOOK.len() - 3));
            cells.push(stages);
            return cells;
        }
        let axes = letter.axes.as_ref();
        let topic = facts.topics.get(&letter.topic);
        let topic =
            topic.map(|one| if words.language == Language::En { one.en.clone() } else { one.vi.clone() });
        let axis = |family: &str, word: Option<&str>| {
            word.map_or(Cell::Empty, |word| Cell::text(words.of(family, word)))
        };
        vec![
            Cell::text(number),
            office,
            Cell::Day(letter.received_on),
            Cell::text(words.of("letter-way", letter.way.word())),
            Cell::Count(letter.signers),
            Cell::text(&letter.summary),
            Cell::text(topic.unwrap_or_default()),
            Cell::text(unit_name(facts, letter.place)),
            axis("letter-content", axes.map(|axes| axes.content.word())),
            axis("letter-eligibility", axes.map(|axes| axes.eligibility.word())),
            axis("letter-competence", axes.map(|axes| axes.competence.word())),
            axis("letter-branch", axes.map(|axes| axes.branch.word())),
            axis("letter-disposal", letter.disposal.map(danvan_domain::letters::Disposal::word)),
            Cell::text(&letter.document),
            stages,
        ]
    });
    let rows = rows.collect();
    let heading = BOOK.iter().map(|key| words.say(key)).collect();
    Sheet { title: words.say("register-book"), about, heading, rows }
}
