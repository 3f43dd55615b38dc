//! `/calendar`: which days are worked and why; for whoever may, saying what a day is, after seeing what that moves.

use super::{Answered, go, notes_of, shell, show, show_with, sorry};
use crate::{
    doors::{Doors, get},
    form::Form,
    guard::Reader,
    shell::{Choice, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Failure,
    calendar::{Preview, Said, authors, fingerprint, may_change, preview, said, set},
};
use danvan_domain::{
    calendar::{DayEdit, EditKind, Row},
    facts::Grade,
    refusals::{FieldNote, Note, Notes, Refusal},
    time::Day,
};
use danvan_words::{Language, Words, read_day};
use std::collections::BTreeMap;

/// The addresses of this room.
pub(super) fn routes() -> Doors {
    Doors::new().dangerous("/calendar", get(look).post(save))
}

/// The most days that one form may say something of.
const MOST_DAYS: i64 = 31;
/// The most lines of a preview.
const MOST_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "pages/calendar/calendar.html")]
struct Page {
    shell: Shell,
    year: i16,
    years: Vec<Turn>,
    rows: Vec<Line>,
    is_provisional: bool,
    may_change: bool,
    was_saved: bool,
    typed: Typed,
    kinds: Vec<Choice>,
    grades: Vec<Choice>,
}

/// Another year.
struct Turn {
    year: i16,
    is_current: bool,
}

/// A day that departs from the week.
struct Line {
    day: String,
    name: String,
    kind: String,
    source: String,
    grade: String,
    /// That its notice is still to come.
    provisional: bool,
    /// Who says so, when it is the installation itself.
    own: String,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    day: String,
    until: String,
    kind: String,
    vi: String,
    en: String,
    source: String,
    grade: String,
    provisional: bool,
}

impl Typed {
    fn of(form: &Form) -> Self {
        let text = |name: &str| form.get(name).trim().chars().take(300).collect::<String>();
        Self {
            day: text("day"),
            until: text("until"),
            kind: text("kind"),
            vi: text("vi"),
            en: text("en"),
            source: text("source"),
            grade: text("grade"),
            provisional: form.ticked("provisional"),
        }
    }

    /// What is to be said of which days.
    fn edits(&self) -> Result<Vec<DayEdit>, Refusal> {
        let mut notes = Notes::default();
        let mut day = |field: &str, text: &str| match read_day(text) {
            Ok(day) => Some(day),
            Err(note) => {
                notes.add(field, note);
                None
            }
        };
        let first = day("day", &self.day);
        let last = if self.until.is_empty() { first } else { day("until", &self.until) };
        let kind = self.kind.parse::<EditKind>().ok();
        if kind.is_none() {
            notes.add("kind", Note::new("note-choose"));
        }
        let departs = kind.and_then(EditKind::departs);
        let grade = self.grade.parse::<Grade>().ok();
        if departs.is_some() {
            let required = [("vi", &self.vi), ("en", &self.en), ("source", &self.source)];
            for (field, _) in required.into_iter().filter(|(_, text)| text.is_empty()) {
                notes.add(field, Note::new("note-required"));
            }
            if grade.is_none() {
                notes.add("grade", Note::new("note-choose"));
            }
        }
        if let (Some(first), Some(last)) = (first, last)
            && !(0..MOST_DAYS).contains(&last.days_since(first))
        {
            notes.add("until", Note::new("calendar-until").with("most", MOST_DAYS));
        }
        notes.check()?;
        let (Some(first), Some(last)) = (first, last) else { return Ok(Vec::new()) };
        let row = |day: Day| {
            let (kind, grade) = departs.zip(grade)?;
            let Self { vi, en, source, provisional, .. } = self;
            let (vi, en, source) = (vi.clone(), en.clone(), source.clone());
            Some(Row { day, kind, provisional: *provisional, vi, en, source, grade })
        };
        let days = (0..=last.days_since(first)).map(|add| first.plus_days(add));
        Ok(days.map(|day| DayEdit { day, row: row(day) }).collect())
    }
}

/// The days of a year, and the form.
async fn look(State(site): State<Site>, reader: Reader) -> Answered {
    let asked = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let page = page(&site, &reader, &asked, Typed::default(), Vec::new()).await.map_err(sorry(&reader))?;
    show(&reader, &page)
}

async fn page(
    site: &Site,
    reader: &Reader,
    asked: &Form,
    typed: Typed,
    notes: Vec<FieldNote>,
) -> Result<Page, Failure> {
    let (facts, words) = (site.house.facts(), reader.words());
    let this_year = site.house.today().0.year();
    let (first, last) = facts.calendar.years().unwrap_or((this_year, this_year));
    let (first, last) = (first.min(this_year), last.max(this_year));
    let year =
        asked.get("year").parse().ok().filter(|year| (first..=last).contains(year)).unwrap_or(this_year);
    let may_change = may_change(&site.house, &reader.visitor.asker);
    let said = said(&site.house).await?;
    let names = authors(&site.house, &reader.visitor.asker, &said).await?;
    let own: BTreeMap<Day, Said> = said.into_iter().map(|one| (one.edit.day, one)).collect();
    let rows: Vec<&Row> = facts.calendar.rows().filter(|row| row.day.0.year() == year).collect();
    let line = |row: &Row| {
        let written = own.get(&row.day).map(|one| match one.person.and_then(|person| names.get(&person)) {
            Some(who) => {
                let values = [("when", one.at.into()), ("who", who.as_str().into())];
                words.say_with("calendar-own-by", &values)
            }
            None => words.say_with("calendar-own", &[("when", one.at.into())]),
        });
        line(words, row, written.unwrap_or_default())
    };
    let kinds = EditKind::ALL.iter().map(|kind| kind.word());
    Ok(Page {
        year,
        years: (first..=last).map(|one| Turn { year: one, is_current: one == year }).collect(),
        is_provisional: rows.iter().any(|row| row.provisional),
        rows: rows.into_iter().map(line).collect(),
        may_change,
        was_saved: asked.ticked("saved"),
        kinds: kinds.map(|kind| Choice::new(kind, words.of("day-kind", kind), &typed.kind)).collect(),
        grades: Grade::ALL
            .iter()
            .map(|grade| Choice::new(grade.word(), grade.word(), &typed.grade))
            .collect(),
        typed,
        shell: shell(site, reader).with_notes(notes),
    })
}

fn line(words: &Words, row: &Row, own: String) -> Line {
    Line {
        day: words.day_long(row.day),
        name: if words.language == Language::Vi { row.vi.clone() } else { row.en.clone() },
        kind: words.of("day-kind", row.kind.word()),
        source: row.source.clone(),
        grade: row.grade.to_string(),
        provisional: row.provisional,
        own,
    }
}

#[derive(Template)]
#[template(path = "pages/calendar/preview.html")]
struct Seen {
    shell: Shell,
    days: Vec<String>,
    kind: String,
    turned: usize,
    moved: Vec<MovedLine>,
    count: usize,
    late: usize,
    has_more: bool,
    beyond: usize,
    /// What changed between seeing and saving, so that it is shown again.
    is_again: bool,
    fingerprint: String,
    typed: Typed,
}

/// Due days of one office that would move together. Whoever runs the house sees no case.
struct MovedLine {
    count: i64,
    unit: String,
    from: String,
    to: String,
}

/// Shows what would move; saves what was seen.
async fn save(State(site): State<Site>, reader: Reader, form: Form) -> Answered {
    let typed = Typed::of(&form);
    if form.ticked("back") {
        let page = page(&site, &reader, &form, typed, Vec::new()).await.map_err(sorry(&reader))?;
        return show(&reader, &page);
    }
    let tried = tried(&site, &reader, &form, &typed).await;
    match tried {
        Ok(None) => {
            let year = read_day(&typed.day).map_or(0, |day| day.0.year());
            go(&format!("/calendar?year={year}&saved=yes"))
        }
        Ok(Some((edits, preview))) => {
            let is_again = form.filled("seen").is_some();
            show(&reader, &seen(&site, &reader, typed, &edits, preview, is_again))
        }
        Err(failure) => {
            let notes = notes_of(&reader, failure)?;
            let page = page(&site, &reader, &form, typed, notes).await.map_err(sorry(&reader))?;
            show_with(&reader, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Saves what was seen and is still so; else gives what is to be seen first.
async fn tried(
    site: &Site,
    reader: &Reader,
    form: &Form,
    typed: &Typed,
) -> Result<Option<(Vec<DayEdit>, Preview)>, Failure> {
    let asker = &reader.visitor.asker;
    let edits = typed.edits().map_err(Failure::Refused)?;
    if form.filled("seen") != Some(fingerprint(&site.house, &edits).as_str()) {
        let found = preview(&site.house, asker, &edits).await?;
        return Ok(Some((edits, found)));
    }
    set(&site.house, asker, &edits).await?;
    Ok(None)
}

fn seen(
    site: &Site,
    reader: &Reader,
    typed: Typed,
    edits: &[DayEdit],
    found: Preview,
    is_again: bool,
) -> Seen {
    let (facts, words) = (site.house.facts(), reader.words());
    let mut groups = BTreeMap::new();
    for one in &found.moved {
        *groups.entry((one.from, one.to, one.unit)).or_insert(0) += 1;
    }
    let line = |((from, to, unit), count)| MovedLine {
        count,
        unit: facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default(),
        from: words.moment(from),
        to: words.moment(to),
    };
    Seen {
        shell: shell(site, reader),
        days: edits.iter().map(|edit| words.day_long(edit.day)).collect(),
        kind: words.of("day-kind", &typed.kind),
        turned: found.turned.len(),
        count: found.moved.len(),
        late: found.late,
        has_more: groups.len() > MOST_SHOWN,
        beyond: found.beyond,
        moved: groups.into_iter().take(MOST_SHOWN).map(line).collect(),
        is_again,
        fingerprint: found.fingerprint,
        typed,
    }
}
