//! Tables of figures as sheets for a spreadsheet, with what was asked, when, and whether anything is made up. What is
//! hidden from the reader on the page is hidden in the file.

use super::{Figures, Overview, Part, Question, Row, Share, Told, list_counted};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::UnitId,
    rights::{Asker, Verb},
    tallies::Counted,
    time::Moment,
    topics::ALL,
};
use danvan_reports::{Cell, Sheet};
use danvan_store::cases::counted::Act;
use danvan_words::{Language, Words};

/// The most rows of a list that go into one file; how many there are in all is said above them.
pub const MOST_ROWS: i64 = 20_000;

/// The overview's table.
pub fn overview_sheet(facts: &Facts, overview: &Overview, words: &Words, now: Moment) -> Sheet {
    let mut about = asked(facts, &overview.question, words, now);
    about.push((words.say("sheet-protected"), yes_or_no(words, overview.protected)));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for row in &overview.rows {
        let unit = row.unit.and_then(|id| facts.tree.get(id));
        let code = unit.and_then(|unit| unit.code.clone()).unwrap_or_default();
        let name = unit.map(|unit| unit.name.clone()).unwrap_or_default();
        rows.push(line(row, &code, &name, words));
    }
    if let Some(rest) = &overview.remainder {
        rows.push(line(rest, "", &words.say("sheet-remainder"), words));
    }
    rows.push(line(&overview.total, "", &words.say("sheet-total"), words));
    Sheet { title: words.say("overview-title"), about, heading: headings(words), rows }
}

fn headings(words: &Words) -> Vec<String> {
    let keys = [
        "sheet-code",
        "sheet-unit",
        "sheet-received",
        "sheet-rate",
        "sheet-rate-low",
        "sheet-rate-high",
        "sheet-population",
        "sheet-vintage",
        "sheet-on-time",
        "sheet-on-time-of",
        "sheet-solved",
        "sheet-solved-of",
        "sheet-refused",
        "sheet-refused-of",
        "sheet-reopened",
        "sheet-reopened-of",
        "sheet-heard",
        "sheet-quality",
        "sheet-hidden",
    ];
    keys.iter().map(|key| words.say(key)).collect()
}

fn line(row: &Row, code: &str, name: &str, words: &Words) -> Vec<Cell> {
    let figures = &row.figures;
    let mut cells = vec![Cell::text(code), Cell::text(name), told(&figures.received)];
    cells.extend(rate(figures));
    for share in [&figures.on_time, &figures.solved, &figures.refused, &figures.reopened] {
        cells.extend(parts(share));
    }
    cells.push(told(&figures.heard));
    cells.push(Cell::text(words.of("quality", row.quality.word())));
    cells.push(Cell::text(yes_or_no(words, row.hidden)));
    cells
}

fn told(count: &Told<i64>) -> Cell {
    count.value().map_or(Cell::Empty, |count| Cell::Count(*count))
}

fn parts(share: &Told<Share>) -> [Cell; 2] {
    share
        .value()
        .map_or([Cell::Empty, Cell::Empty], |share| [Cell::Count(share.part), Cell::Count(share.whole)])
}

fn rate(figures: &Figures) -> [Cell; 5] {
    figures.rate.value().map_or_else(
        || [const { Cell::Empty }; 5],
        |rate| {
            [
                Cell::Number(rate.estimate.value),
                Cell::Number(rate.estimate.low),
                Cell::Number(rate.estimate.high),
                Cell::Count(rate.population.people),
                Cell::text(&rate.population.vintage),
            ]
        },
    )
}

fn yes_or_no(words: &Words, is_so: bool) -> String {
    words.say(if is_so { "sheet-yes" } else { "sheet-no" })
}

/// What was asked, line by line.
fn asked(facts: &Facts, question: &Question, words: &Words, now: Moment) -> Vec<(String, String)> {
    let unit = facts.tree.get(question.unit).map_or_else(String::new, |unit| unit.named().label);
    let topic = match question.topic.as_str() {
        ALL => words.say("sheet-all-topics"),
        code => topic_name(facts, code, words),
    };
    let lines = [
        ("sheet-unit", unit),
        ("sheet-unit-id", question.unit.to_string()),
        ("sheet-from", words.day(question.from)),
        ("sheet-to", words.day(question.to)),
        ("sheet-topic", topic),
        ("sheet-structure", words.day(question.on_structure)),
        ("sheet-made", words.moment(now)),
        ("sheet-simulated", yes_or_no(words, facts.simulated)),
    ];
    lines.into_iter().map(|(key, value)| (words.say(key), value)).collect()
}

fn topic_name(facts: &Facts, code: &str, words: &Words) -> String {
    let topic = facts.topics.get(code);
    topic.map_or_else(
        || code.to_owned(),
        |topic| match words.language {
            Language::Vi => topic.vi.clone(),
            Language::En => topic.en.clone(),
        },
    )
}

/// The list behind a number. First words of cases that the reader may not open stay out, as on the page.
///
/// # Errors
/// As [`list_counted`].
pub async fn counted_sheet(house: &House, asker: &Asker, question: &Question, words: &Words) -> Done<Sheet> {
    let listed = list_counted(house, asker, (question, Part::Whole), (MOST_ROWS, 0)).await?;
    let facts = house.facts();
    let is_heard = question.measure == Counted::Heard;
    let mut about = asked(&facts, question, words, house.now());
    about.insert(0, (words.say("sheet-what"), words.of("counted", question.measure.word())));
    about.push((words.say("sheet-count"), words.count(listed.total)));
    about.push((words.say("sheet-partial"), yes_or_no(words, listed.is_partial)));
    if listed.total > MOST_ROWS {
        about.push((words.say("sheet-cut"), words.count(MOST_ROWS)));
    }
    let may_open = |office: UnitId| is_heard || house.ask(asker, Verb::ReadCase, office).is_ok();
    let mut rows = Vec::new();
    for act in &listed.acts {
        rows.push(act_line(&facts, act, words, is_heard, may_open(act.responsible)));
    }
    let keys = [
        "sheet-day",
        "sheet-title",
        "sheet-topic",
        "sheet-place",
        "sheet-office",
        if is_heard { "sheet-severity" } else { "sheet-stage" },
        "sheet-in-time",
        "sheet-id",
    ];
    let heading = keys.iter().map(|key| words.say(key)).collect();
    Ok(Sheet { title: words.of("counted", question.measure.word()), about, heading, rows })
}

fn act_line(facts: &Facts, act: &Act, words: &Words, is_heard: bool, may_open: bool) -> Vec<Cell> {
    let unit = |id: UnitId| Cell::text(facts.tree.get(id).map_or("", |unit| unit.name.as_str()));
    let in_time = act.on_time.map_or(Cell::Empty, |in_time| Cell::text(yes_or_no(words, in_time)));
    vec![
        Cell::Day(act.day),
        Cell::text(if may_open { act.title.as_str() } else { "" }),
        Cell::text(topic_name(facts, &act.topic, words)),
        unit(act.place),
        unit(act.responsible),
        Cell::text(words.of(if is_heard { "severity" } else { "stage" }, &act.state)),
        in_time,
        if may_open { Cell::text(act.thing.to_string()) } else { Cell::Empty },
    ]
}
