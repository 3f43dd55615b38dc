//! The list behind a number: what came in, was answered, late, refused, reopened, solved or heard in a unit and period. The
//! address says the same as the overview's.

use super::names;
use crate::{
    answer::Sorry,
    form::Form,
    guard::Reader,
    pages::{
        Answered,
        overview::{
            self,
            bar::{Bar, Click, period},
            view::View,
        },
        sheets::{self, Ending},
        shell, show_with, sorry,
    },
    shell::{Pages, Shell},
    site::Site,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use danvan_actions::{
    Facts,
    figures::{self, Part},
};
use danvan_domain::{ids::UnitId, refusals::Refusal, rights::Verb, tallies::Counted};
use danvan_store::cases::counted::Act;

/// How many acts stand on a page.
const SIZE: u64 = 50;

#[derive(Template)]
#[template(path = "pages/cases/counted.html")]
struct Page {
    shell: Shell,
    title: String,
    /// Where, when, about what, on which structure.
    about: String,
    /// The word of the part that is listed.
    part: &'static str,
    /// What the part is called; empty for the whole.
    remainder: String,
    /// How many there are.
    count: String,
    is_partial: bool,
    measures: Vec<Click>,
    bar: Bar,
    rows: Vec<Line>,
    pages: Pages,
    overview: String,
    xlsx: String,
    csv: String,
}

/// One act.
struct Line {
    /// Empty for what the reader may not open.
    href: String,
    title: String,
    /// When, how far it has come, about what, where.
    facts: String,
}

/// `/cases/list`.
pub(super) async fn show(State(site): State<Site>, reader: Reader) -> Answered {
    let (facts, today) = (site.house.facts(), site.house.today());
    let asked =
        View::read(&facts, &reader, today).ok_or_else(|| crate::answer::Sorry::lost(reader.language))?;
    let status = if asked.notes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shell = shell(&site, &reader).with_notes(asked.notes);
    // A unit that does not stand that day is meant as what alone stands for it.
    let stands = facts.tree.today(asked.view.unit, asked.view.on);
    let view = stands.map_or_else(|| asked.view.clone(), |unit| asked.view.of(&facts.tree, unit));
    let query = Form::read(reader.path.split_once('?').map_or("", |(_, query)| query));
    let number: u64 = query.get("page").parse().unwrap_or(1).clamp(1, 100_000);
    let asker = &reader.visitor.asker;
    let page = (SIZE.cast_signed(), ((number - 1) * SIZE).cast_signed());
    let part: Part = query.get("part").parse().unwrap_or(Part::Whole);
    let question = view.question();
    let listed =
        figures::list_counted(&site.house, asker, (&question, part), page).await.map_err(sorry(&reader))?;
    let words = shell.words;
    let may_open = |office: UnitId| match view.measure {
        Counted::Heard => true,
        _ => site.house.ask(asker, Verb::ReadCase, office).is_ok(),
    };
    let rows = listed.acts.iter().map(|act| line(&facts, &shell, &view, act, may_open(act.responsible)));
    let bar = Bar::of(&facts, words, &view, today);
    let total = u64::try_from(listed.total).unwrap_or(0);
    let page = Page {
        title: words.of("counted", view.measure.word()),
        part: part.word(),
        remainder: if part == Part::Remainder { words.say("overview-remainder") } else { String::new() },
        about: format!(
            "{} · {} · {} · {} {}",
            bar.unit,
            period(words, view.from, view.to),
            bar.topic,
            words.say("overview-structure"),
            words.day(view.on)
        ),
        count: words.count(listed.total),
        is_partial: listed.is_partial,
        measures: measures(&facts, &shell, (&view, part), asker_reads(&site, &reader, view.unit)),
        rows: rows.collect(),
        pages: Pages {
            page: number,
            size: SIZE,
            total,
            address: list_href(&facts, (&view, part), view.measure),
        },
        overview: view.href(),
        xlsx: download(&facts, (&view, part), "xlsx"),
        csv: download(&facts, (&view, part), "csv"),
        bar,
        shell,
    };
    show_with(&reader, status, &page)
}

/// The list for a spreadsheet, its query in the file.
pub(super) async fn xlsx(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Xlsx).await
}

/// The list as CSV, its query in the file.
pub(super) async fn csv(State(site): State<Site>, reader: Reader) -> Answered {
    sheet(&site, &reader, Ending::Csv).await
}

async fn sheet(site: &Site, reader: &Reader, ending: Ending) -> Answered {
    let facts = site.house.facts();
    let asked = View::read(&facts, reader, site.house.today()).ok_or_else(|| Sorry::lost(reader.language))?;
    if !asked.notes.is_empty() {
        return Err(Sorry::refused(reader.language, &Refusal::Invalid(asked.notes)));
    }
    let stands = facts.tree.today(asked.view.unit, asked.view.on);
    let view = stands.map_or_else(|| asked.view.clone(), |unit| asked.view.of(&facts.tree, unit));
    let asker = &reader.visitor.asker;
    let sheet = figures::counted_sheet(&site.house, asker, &view.question(), reader.words()).await;
    let sheet = sheet.map_err(sorry(reader))?;
    sheets::give(site, reader, (&overview::file_name(&facts, &view), ending), &sheet)
}

/// Which lists of a unit a reader may read.
fn asker_reads(site: &Site, reader: &Reader, unit: UnitId) -> impl Fn(Counted) -> bool {
    let asker = &reader.visitor.asker;
    let cases = figures::may_list(&site.house, asker, unit, Counted::Received);
    let heard = figures::may_list(&site.house, asker, unit, Counted::Heard);
    move |measure| if measure == Counted::Heard { heard } else { cases }
}

fn list_href(facts: &Facts, (view, part): (&View, Part), measure: Counted) -> String {
    let href = view.list_href(&facts.tree, view.unit, measure);
    if part == Part::Whole { href } else { format!("{href}&part={part}") }
}

/// The list's address with the ending of a file.
fn download(facts: &Facts, of: (&View, Part), ending: &str) -> String {
    list_href(facts, of, of.0.measure).replacen("/cases/list", &format!("/cases/list.{ending}"), 1)
}

fn measures(facts: &Facts, shell: &Shell, of: (&View, Part), reads: impl Fn(Counted) -> bool) -> Vec<Click> {
    let click = |measure: &Counted| Click {
        href: list_href(facts, of, *measure),
        label: shell.of("counted", measure.word()),
        is_current: *measure == of.0.measure,
    };
    Counted::ALL.iter().filter(|measure| reads(**measure)).map(click).collect()
}

fn line(facts: &Facts, shell: &Shell, view: &View, act: &Act, may_open: bool) -> Line {
    let words = shell.words;
    let is_heard = view.measure == Counted::Heard;
    let room = if is_heard { "severity" } else { "stage" };
    let mut about = vec![
        words.day(act.day),
        words.of(room, &act.state),
        names::topic(facts, &act.topic, shell.language),
        names::place(facts, act.place, view.on),
    ];
    if let (Counted::Settled, Some(on_time)) = (view.measure, act.on_time) {
        about.push(words.of("counted", if on_time { "on_time" } else { "late" }));
    }
    let title = match (may_open, act.title.is_empty()) {
        (false, _) => words.say("counted-elsewhere"),
        (true, true) => names::topic(facts, &act.topic, shell.language),
        (true, false) => act.title.clone(),
    };
    let things = if is_heard { "observations" } else { "cases" };
    Line {
        href: if may_open { format!("/{things}/{}", act.thing) } else { String::new() },
        title,
        facts: about.join(" · "),
    }
}
