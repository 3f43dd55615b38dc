//! A return as a paper and as a table for a spreadsheet, and the names it goes by.

use super::{Board, Line, Opened, Shown};
use crate::{
    documents::{File, Format, marked, written},
    house::{Done, Facts},
};
use danvan_domain::{
    documents::{Documents, Signing, day_in_words},
    procedures::Name,
    programmes::Period,
    refusals::Refusal,
    returns::{Figure, Rhythm, Said},
    time::{Day, Moment},
    units::Level,
};
use danvan_reports::{Block, Cell, Letter, Sheet};
use danvan_words::{Language, Words};

/// A name in a reader's language.
pub fn name_of(words: &Words, name: &Name) -> String {
    match words.language {
        Language::Vi => name.vi.clone(),
        Language::En => name.en.clone(),
    }
}

/// What a period is called: "tháng 10/2026", "quý IV/2026".
pub fn period_name(words: &Words, rhythm: Rhythm, period: Period) -> String {
    let (year, month) = (period.from.0.year().to_string(), i64::from(period.from.0.month()));
    let number = match rhythm {
        Rhythm::Month => month,
        Rhythm::Quarter => (month - 1) / 3 + 1,
        Rhythm::HalfYear => (month - 1) / 6 + 1,
        Rhythm::Year | Rhythm::Quick => 1,
    };
    if rhythm == Rhythm::Quick {
        return words.day(period.from);
    }
    let key = match rhythm {
        Rhythm::Month => "return-period-month",
        Rhythm::Quarter => "return-period-quarter",
        Rhythm::HalfYear => "return-period-half_year",
        Rhythm::Year | Rhythm::Quick => "return-period-year",
    };
    words.say_with(key, &[("number", number.into()), ("year", year.into())])
}

/// A figure in words, for somebody who may see small counts or not.
pub fn figure_text(words: &Words, said: &Said, reads_small: bool) -> String {
    match Shown::of(said, reads_small) {
        Shown::Unknown => "–".to_owned(),
        Shown::Kept => words.say("return-figure-kept"),
        Shown::Count(count) => words.count(count),
        Shown::Share(part, whole) => format!(
            "{} ({}/{})",
            words.percent(part as f64 / whole.max(1) as f64, 1),
            words.count(part),
            words.count(whole)
        ),
    }
}

/// The figures of a return as a table, with what was asked for each.
pub fn sheet(facts: &Facts, opened: &Opened, words: &Words, now: Moment) -> Sheet {
    let (it, form) = (&opened.it, &opened.form);
    let unit = facts.tree.get(it.about).map(|unit| unit.name.clone()).unwrap_or_default();
    let about = [
        ("return-unit", unit),
        ("return-period", period_name(words, form.rhythm, it.period)),
        ("return-counted", format!("{} – {}", words.day(it.counted.0), words.day(it.counted.1))),
        (
            "return-version",
            opened.shown.map_or_else(|| words.say("return-draft"), |number| number.to_string()),
        ),
        ("return-made", words.moment(now)),
    ];
    let heading = [
        "return-section",
        "return-figure",
        "return-value",
        "return-whole",
        "return-asked",
        "return-on",
        "return-remark",
    ];
    let row = |figure: &Figure| {
        let said = opened.content.figure(&figure.code)?;
        let section = form.sections.iter().find(|one| one.code == figure.section)?;
        let (value, of) = match Shown::of(said, opened.reads_small) {
            Shown::Unknown => (Cell::Empty, Cell::Empty),
            Shown::Kept => (Cell::text(words.say("return-figure-kept")), Cell::Empty),
            Shown::Count(count) => (Cell::Count(count), Cell::Empty),
            Shown::Share(part, whole) => (Cell::Count(part), Cell::Count(whole)),
        };
        Some(vec![
            Cell::text(name_of(words, &section.name)),
            Cell::text(name_of(words, &figure.name)),
            value,
            of,
            Cell::text(words.of("return-query", said.query.word())),
            Cell::Day(said.on),
            Cell::text(said.remark.clone()),
        ])
    };
    Sheet {
        title: name_of(words, &form.name),
        about: about.into_iter().map(|(key, value)| (words.say(key), value)).collect(),
        heading: heading.iter().map(|key| words.say(key)).collect(),
        rows: form.figures.iter().filter_map(row).collect(),
    }
}

/// A board as a table.
pub fn board_sheet(facts: &Facts, board: &Board, words: &Words, now: Moment) -> Sheet {
    let day = |day: Option<Day>| day.map_or(Cell::Empty, Cell::Day);
    let cells = |line: &Line| {
        let it = &line.it;
        vec![
            Cell::text(facts.tree.get(it.about).map(|unit| unit.name.clone()).unwrap_or_default()),
            Cell::text(words.of("return-stage", it.stage.word())),
            Cell::text(words.of("return-timing", line.timing.word())),
            Cell::Count(i64::try_from(line.filled).unwrap_or(i64::MAX)),
            Cell::Count(i64::try_from(line.needed).unwrap_or(i64::MAX)),
            day(it.due_on),
            day(it.sent_at.map(Moment::day)),
        ]
    };
    let heading = [
        "return-unit",
        "return-state",
        "return-time",
        "return-filled",
        "return-needed",
        "return-due",
        "return-sent",
    ];
    let mut about = vec![
        (words.say("return-form"), name_of(words, &board.form.name)),
        (words.say("return-period"), period_name(words, board.form.rhythm, board.period)),
        (words.say("return-made"), words.moment(now)),
    ];
    about.extend(board.newest_of.map(|newest| {
        (words.say("return-remark"), words.say_with("returns-newest", &[("n", newest.into())]))
    }));
    Sheet {
        title: words.say("returns-board"),
        about,
        heading: heading.iter().map(|key| words.say(key)).collect(),
        rows: board.lines.iter().map(cells).collect(),
    }
}

/// A return as a paper, in Vietnamese as offices write it.
///
/// # Errors
/// [`Refusal::NotFound`] for a unit nobody knows; when the file cannot be written.
pub fn letter(facts: &Facts, opened: &Opened, format: Format) -> Done<File> {
    let words = Words::for_language(Language::Vi);
    let (it, form) = (&opened.it, &opened.form);
    let unit = facts.tree.get(it.about).ok_or(Refusal::NotFound)?;
    let documents = Documents::facts();
    let system = documents.system_of(unit);
    let page = documents.form(system);
    let parent = unit.parent.and_then(|id| facts.tree.get(id));
    let top = facts.tree.ancestors(unit.id).last().unwrap_or(unit);
    let (superior, organisation) = page.head_of(unit, parent, &top.name);
    let territory = facts.tree.at_or_above(unit.id, Level::Commune).unwrap_or(unit);
    let submitted = opened.versions.iter().find(|one| Some(one.number) == opened.shown);
    let on = submitted.map_or(opened.read_at, |version| version.at).day();
    let signing = match submitted {
        Some(version) if version.acting_for.is_some() => Signing::ForHead,
        _ => Signing::OnBehalf,
    };
    let is_simulated = facts.simulated;
    let simulated = if is_simulated { words.say("document-simulated") } else { String::new() };
    let remark = if submitted.is_some() { simulated } else { marked(&simulated, "return-draft") };
    let name = if it.title.is_empty() {
        period_name(words, form.rhythm, it.period)
    } else {
        format!("{} ({})", it.title, period_name(words, form.rhythm, it.period))
    };
    let letter = Letter {
        system,
        superior,
        organisation,
        number: words.say("return-letter-number"),
        place_and_day: format!("{}, {}", territory.bare_name(), day_in_words(on)),
        title: form.name.vi.to_uppercase(),
        about: name.clone(),
        addressees: parent.map(|parent| page.office(parent)).into_iter().collect(),
        blocks: blocks(words, opened),
        signature: page.signature(signing),
        signer: String::new(),
        recipients: Vec::new(),
        remark,
        notes: Vec::new(),
    };
    written(&letter, [form.name.vi.as_str(), unit.bare_name(), name.as_str()], format)
}

fn blocks(words: &Words, opened: &Opened) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (number, section) in (1..).zip(&opened.form.sections) {
        blocks.push(Block::Article(format!("{number}. {}", section.name.vi), String::new()));
        let mut rows = Vec::new();
        for figure in opened.form.figures_of(&section.code) {
            if let Some(said) = opened.content.figure(&figure.code) {
                let text = figure_text(words, said, opened.reads_small);
                rows.push(vec![figure.name.vi.clone(), text, said.remark.clone()]);
            }
        }
        if !rows.is_empty() {
            let heading = ["return-figure", "return-value", "return-remark"].map(|key| words.say(key));
            rows.insert(0, heading.to_vec());
            blocks.push(Block::Table(rows));
        }
        let told = opened.content.section(&section.code);
        blocks.extend(
            told.lines().filter(|line| !line.trim().is_empty()).map(|line| Block::Paragraph(line.into())),
        );
    }
    blocks
}
