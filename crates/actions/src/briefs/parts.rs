//! The parts of an outline, each made of sentences, tables and charts.

use super::{
    ask::{Ask, Days, count, figure},
    compare::change,
    tables,
};
use crate::{
    clearance::{self, By},
    findings::{self, Wanted},
    house::Done,
    programmes::kept_in,
    registers::{self, statistics},
};
use danvan_domain::{
    briefs::{
        Arg, Change, Content, Known, Line, Measure, Outlines, Part, Query, Quoted, Section, Sentence, Table,
    },
    findings::State,
    registers::Measure as Letters,
};

/// How many findings are told one by one.
const FINDINGS: usize = 5;
/// How many places of a finding are named.
const NAMED: usize = 3;
/// How many topics that rose or fell get a sentence of their own.
const TOPICS: usize = 3;
/// Out of how many periods the range of the next one is told.
const RANGE: i64 = 4;

/// Reads everything a brief says in figures.
pub(super) async fn content(ask: &Ask<'_>) -> Done<Content> {
    let outline = Outlines::facts().of(ask.it.kind);
    let topics = if outline.sections.iter().any(|section| needs_topics(&section.holds)) {
        tables::topics(ask).await?
    } else {
        None
    };
    let mut content = Content::default();
    for fact in &outline.sections {
        let mut section = Section {
            code: fact.code.clone(),
            sentences: Vec::new(),
            tables: Vec::new(),
            charts: Vec::new(),
        };
        for part in &fact.holds {
            fill(ask, &mut section, *part, topics.as_ref()).await?;
        }
        content.sections.push(section);
    }
    Ok(content)
}

fn needs_topics(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part, Part::Topics | Part::OnTimeBars))
}

async fn fill(ask: &Ask<'_>, section: &mut Section, part: Part, topics: Option<&Table>) -> Done<()> {
    match part {
        Part::Received => {
            section.sentences.extend(against(ask, Measure::Received, "brief-say-received").await?);
        }
        Part::Heard => section.sentences.extend(against(ask, Measure::Heard, "brief-say-heard").await?),
        Part::OnTime => section.sentences.extend(against(ask, Measure::OnTime, "brief-say-on_time").await?),
        Part::Solved => section.sentences.extend(against(ask, Measure::Solved, "brief-say-solved").await?),
        Part::Weeks => section.charts.push(tables::weeks(ask).await?),
        Part::Topics => {
            section.sentences.extend(topics.into_iter().flat_map(moved));
            section.tables.extend(topics.cloned());
        }
        Part::OnTimeBars => section.charts.extend(topics.and_then(|table| tables::on_time(ask, table))),
        Part::Places => section.tables.extend(tables::places(ask).await?),
        Part::Findings => section.sentences.extend(found(ask).await?),
        Part::Letters => section.sentences.extend(letters(ask).await?),
        Part::Receptions => section.sentences.extend(receptions(ask).await?),
        Part::Promises => section.sentences.extend(promises(ask).await?),
        Part::Range => section.sentences.extend(range(ask).await?),
        Part::Clearance | Part::Waiting => cleared(ask, section, part).await?,
    }
    Ok(())
}

/// A number against the same of equally many days just before; nothing where there is none, or none that may be told.
async fn against(ask: &Ask<'_>, measure: Measure, key: &str) -> Done<Option<Sentence>> {
    let found = ask.whole().await?;
    let (now, before) = (figure(&found.total.figures, measure), figure(&found.before, measure));
    if matches!(now, Known::Nothing | Known::Hidden) {
        return Ok(None);
    }
    let sentence = Sentence::new(measure.word(), key)
        .number("now", ask.quoted(now, measure, ask.topic(), ask.days()))
        .with("change", Arg::Change(change(now, before)))
        .number("before", ask.quoted(before, measure, ask.topic(), ask.days_before()));
    Ok(Some(sentence))
}

/// The topics that rose or fell, those with most first.
fn moved(table: &Table) -> Vec<Sentence> {
    let is_moved = |line: &&Line| matches!(line.change, Some(Change::Rise | Change::Fall));
    let sentence = |line: &Line| {
        let Arg::Topic(code) = &line.of else { return None };
        Some(
            Sentence::new(format!("topic-{code}"), "brief-say-topic")
                .with("topic", line.of.clone())
                .with("change", Arg::Change(line.change?))
                .number("now", line.cells.first()?.clone())
                .number("before", line.cells.get(1)?.clone()),
        )
    };
    table.lines.iter().filter(is_moved).take(TOPICS).filter_map(sentence).collect()
}

/// What stands out, as whoever may read the brief may know it: how many, and the first of them.
async fn found(ask: &Ask<'_>) -> Done<Vec<Sentence>> {
    let wanted = Wanted {
        state: State::Open,
        topic: ask.topic().map(str::to_owned),
        unit: Some(ask.it.unit).filter(|unit| stands(ask, *unit)),
    };
    let (from, to) = ask.days();
    let mut rows = findings::list(ask.house, &ask.reader, &wanted).await?.rows;
    rows.retain(|row| {
        let it = &row.finding;
        it.kind.is_of_voices() && it.first_seen <= to && from <= it.last_seen
    });
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let many = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let quoted = ask.quoted(Known::Count(many), Measure::Findings, ask.topic(), ask.days());
    let mut sentences = vec![Sentence::new("findings", "brief-say-findings").number("many", quoted)];
    for row in rows.iter().take(FINDINGS) {
        let it = &row.finding;
        let known = if row.is_told { Known::Count(it.observed) } else { Known::Hidden };
        let query = ask.query(Measure::FindingSeen, Some(it.topic.as_str()), it.days);
        let units = row.places.iter().take(NAMED).map(|place| place.place).collect();
        sentences.push(
            Sentence::new(format!("finding-{}", it.id), "brief-say-finding")
                .with("topic", Arg::Topic(it.topic.clone()))
                .with("places", Arg::Units(units))
                .number("now", Quoted { known, query: Query { thing: Some(it.id.0), ..query } }),
        );
    }
    Ok(sentences)
}

/// Whether a unit stands today: the places of findings do.
fn stands(ask: &Ask<'_>, unit: danvan_domain::ids::UnitId) -> bool {
    ask.house.facts().tree.get(unit).is_some_and(|unit| unit.stands_on(ask.house.today()))
}

async fn registered(ask: &Ask<'_>) -> Done<registers::Statistics> {
    let (from, to) = ask.days();
    let question = registers::Question { unit: ask.it.unit, from, to, on: ask.it.on };
    statistics(ask.house, &ask.reader, question).await
}

fn told(value: Option<i64>) -> Known {
    value.map_or(Known::Hidden, Known::Count)
}

async fn letters(ask: &Ask<'_>) -> Done<Option<Sentence>> {
    let total = registered(ask).await?.total;
    let (came, settled) = (told(total.told(Letters::Received)), total.told(Letters::Settled));
    let on_time = match (total.told(Letters::OnTime), settled) {
        (Some(part), Some(whole)) => Known::share(part, whole),
        _ => Known::Hidden,
    };
    let days = ask.days();
    let says_share = matches!(on_time, Known::Share(..));
    let key = if says_share { "brief-say-letters" } else { "brief-say-letters_only" };
    let mut sentence =
        Sentence::new("letters", key).number("now", ask.quoted(came, Measure::LettersReceived, None, days));
    if says_share {
        sentence = sentence.number("on_time", ask.quoted(on_time, Measure::LettersOnTime, None, days));
    }
    // Where the number is not told there is nothing to say.
    Ok((says_share || came.count().is_some_and(|count| 0 < count)).then_some(sentence))
}

async fn receptions(ask: &Ask<'_>) -> Done<Option<Sentence>> {
    let (days, visits) = registered(ask).await?.receptions;
    let (days, visits, period) = (told(days), told(visits), ask.days());
    let sentence = Sentence::new("receptions", "brief-say-receptions")
        .number("days", ask.quoted(days, Measure::ReceptionDays, None, period))
        .number("visits", ask.quoted(visits, Measure::ReceptionVisits, None, period));
    Ok(days.count().is_some_and(|count| 0 < count).then_some(sentence))
}

async fn promises(ask: &Ask<'_>) -> Done<Option<Sentence>> {
    let (kept, all) = kept_in(ask.house, ask.it.unit, ask.days()).await?;
    let days = ask.days();
    let sentence = Sentence::new("promises", "brief-say-promises")
        .number("kept", ask.quoted(Known::share(kept, all), Measure::PromisesKept, None, days))
        .number("late", ask.quoted(Known::Count(all - kept), Measure::PromisesLate, None, days));
    Ok((0 < all).then_some(sentence))
}

/// Between which numbers the last four periods lay; nothing where one of them may not be told.
async fn range(ask: &Ask<'_>) -> Done<Option<Sentence>> {
    let (from, to) = ask.days();
    let length = to.days_since(from) + 1;
    let mut all: Vec<(i64, Days)> = Vec::new();
    for back in 0..RANGE {
        let days = (from.plus_days(-back * length), to.plus_days(-back * length));
        let found = ask.overview(ask.topic(), days).await?;
        let Some(came) = count(&found.total.figures.received).count() else { return Ok(None) };
        all.push((came, days));
    }
    let least = all.iter().min_by_key(|(came, _)| *came).copied();
    let most = all.iter().max_by_key(|(came, _)| *came).copied();
    let quoted =
        |(came, days): (i64, Days)| ask.quoted(Known::Count(came), Measure::Received, ask.topic(), days);
    let some = least.zip(most).filter(|(_, (most, _))| 0 < *most);
    Ok(some.map(|(least, most)| {
        Sentence::new("range", "brief-say-range").number("least", quoted(least)).number("most", quoted(most))
    }))
}

/// How far the project of a brief has come, or what keeps its files waiting, as far as its author may see it.
async fn cleared(ask: &Ask<'_>, section: &mut Section, part: Part) -> Done<()> {
    let Some(project) = ask.it.project else { return Ok(()) };
    let board = clearance::board(ask.house, ask.author, project, By::Segment, None).await?;
    let day = ask.house.today();
    let query = |measure| Query { thing: Some(project.0), ..ask.query(measure, None, (day, day)) };
    let quoted = |known, measure| Quoted { known, query: query(measure) };
    let (all, done) = (board.total.all, board.total.cleared);
    if part == Part::Clearance {
        let name = Arg::Name(board.project.name.clone());
        section.sentences.push(
            Sentence::new("clearance", "brief-say-clearance")
                .with("project", name)
                .number("files", quoted(Known::share(done.files, all.files), Measure::FilesCleared))
                .number("land", quoted(Known::share(done.area_m2, all.area_m2), Measure::LandCleared))
                .number("households", quoted(Known::Count(all.households), Measure::Households)),
        );
        return Ok(());
    }
    let line = |(reason, sum): &(String, danvan_domain::clearance::Sum)| Line {
        of: Arg::Reason(reason.clone()),
        cells: vec![Quoted {
            known: Known::Count(sum.files),
            query: Query { reason: Some(reason.clone()), ..query(Measure::FilesWaiting) },
        }],
        change: None,
    };
    let lines: Vec<Line> = board.reasons.iter().filter(|(reason, _)| !reason.is_empty()).map(line).collect();
    let waiting = quoted(Known::Count(board.total.blocked.files), Measure::FilesWaiting);
    section.sentences.push(Sentence::new("waiting", "brief-say-waiting").number("now", waiting));
    if !lines.is_empty() {
        let columns = vec![query(Measure::FilesWaiting)];
        section.tables.push(Table { code: "waiting".into(), columns, lines });
    }
    Ok(())
}
