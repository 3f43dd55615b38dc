//! `/programmes/{id}`: the board, units in rows and periods in columns. Its address holds what is shown.

use super::{aim, asked, come, list::PromisedLine, list::promised_line, mark, number, period_name};
use crate::{
    answer::Sorry,
    guard::Reader,
    pages::{Answered, cases::names, shell, show, sorry},
    shell::Shell,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, State};
use danvan_actions::{
    Facts,
    programmes::{Board, Line, board},
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId},
    programmes::{Commitment, Kind, State as Standing},
    time::Day,
    units::{Quality, WHOLE_PPM},
};
use danvan_words::read_day;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "pages/programmes/board.html")]
struct BoardPage {
    shell: Shell,
    id: ProgrammeId,
    title: String,
    facts: String,
    closed: Option<String>,
    may_lead: bool,
    may_share: bool,
    is_covenant: bool,
    has_parties: bool,
    firsts: Vec<PromisedLine>,
    of: Option<Of>,
    headings: Vec<String>,
    earlier: String,
    later: String,
    total: Option<Row>,
    rows: Vec<Row>,
    left: Option<String>,
    counts: Vec<(String, usize)>,
    on: String,
    on_said: String,
    query: String,
    has_carried: bool,
    legend: Vec<(&'static str, &'static str, String)>,
}

/// What the rows are parts of.
struct Of {
    id: CommitmentId,
    what: String,
    aim: String,
    above: Vec<(String, String)>,
}

struct Row {
    name: String,
    href: String,
    target: String,
    quality: Option<String>,
    cells: Vec<CellShown>,
}

struct CellShown {
    sign: &'static str,
    word: String,
    class: &'static str,
    text: String,
}

/// What is asked of a board by its address.
pub(super) struct Asked {
    pub(super) of: Option<CommitmentId>,
    pub(super) on: Day,
    pub(super) until: Option<Day>,
}

impl Asked {
    pub(super) fn read(reader: &Reader, today: Day) -> Self {
        let asked = asked(reader);
        let day = |name: &str| asked.filled(name).and_then(|said| read_day(said).ok());
        Self {
            of: asked.filled("of").and_then(|said| said.parse().ok()),
            on: day("on").unwrap_or(today),
            until: day("until"),
        }
    }

    fn query(&self, of: Option<CommitmentId>, until: Option<Day>) -> String {
        let of = of.map(|of| format!("of={of}&")).unwrap_or_default();
        let until = until.map(|until| format!("&until={until}")).unwrap_or_default();
        format!("{of}on={}{until}", self.on)
    }
}

/// `GET /programmes/{id}`.
pub(super) async fn show_board(State(site): State<Site>, reader: Reader, Path(id): Path<Uuid>) -> Answered {
    let (house, asker) = (&site.house, &reader.visitor.asker);
    let asked = Asked::read(&reader, house.today());
    let found = board(house, asker, ProgrammeId(id), asked.of, (asked.on, asked.until)).await;
    let found = found.map_err(sorry(&reader))?;
    let page = page(&shell(&site, &reader), &house.facts(), &asked, &found);
    show(&reader, &page)
}

fn page(shell: &Shell, facts: &Facts, asked: &Asked, found: &Board) -> BoardPage {
    // Long because a board has many fields.
    let words = shell.words;
    let id = found.programme.id;
    let rhythm = found.of.as_ref().map(|of| of.rhythm);
    let of = found.of.as_ref();
    let row = |line: &Line| {
        row(shell, facts, of, line, |of| format!("/programmes/{id}?{}", asked.query(Some(of), asked.until)))
    };
    let turned = |until: Day| format!("/programmes/{id}?{}", asked.query(of.map(|of| of.id), Some(until)));
    let first = found.periods.first().filter(|_| found.has_more.0);
    let last = found.periods.last().filter(|_| found.has_more.1);
    BoardPage {
        id,
        title: found.programme.content.title.clone(),
        facts: super::list::line(shell, facts, &found.programme).facts,
        closed: found.programme.ended_at.map(|_| found.programme.end_reason.clone()),
        may_lead: found.may_lead && found.programme.ended_at.is_none(),
        may_share: found.may_share && found.programme.ended_at.is_none(),
        is_covenant: found.programme.content.kind == Kind::Covenant,
        has_parties: matches!(found.programme.content.kind, Kind::Covenant | Kind::Coordination),
        firsts: found
            .firsts
            .iter()
            .map(|one| PromisedLine {
                href: format!("/programmes/{id}?{}", asked.query(Some(one.commitment.id), None)),
                ..promised_line(shell, one)
            })
            .collect(),
        of: of.map(|of| Of {
            id: of.id,
            what: of.what.clone(),
            aim: aim(shell, &of.indicator, of.rhythm),
            above: found
                .above
                .iter()
                .map(|it| {
                    let href = format!("/programmes/{id}?{}", asked.query(Some(it.id), asked.until));
                    (href, names::unit(facts, it.unit))
                })
                .collect(),
        }),
        headings: found
            .periods
            .iter()
            .filter_map(|period| Some(period_name(words, rhythm?, *period)))
            .collect(),
        earlier: first.map(|period| turned(period.from.previous())).unwrap_or_default(),
        later: last.map(|period| turned(period.to.plus_days(170))).unwrap_or_default(),
        total: found.total.as_ref().map(row),
        rows: found.rows.iter().map(row).collect(),
        left: found.left.zip(of).map(|(left, of)| number(words, &of.indicator, left)),
        counts: counts(shell, found),
        on: words.day(asked.on),
        on_said: asked.on.to_string(),
        query: asked.query(of.map(|of| of.id), asked.until),
        has_carried: found.rows.iter().any(|line| line.quality != Quality::Exact),
        legend: Standing::ALL
            .iter()
            .map(|state| {
                let mark = mark(shell, *state);
                (mark.sign, mark.class, mark.word)
            })
            .collect(),
        shell: shell.clone(),
    }
}

/// How many rows stand how in the last column that has begun: what a leader reads first.
fn counts(shell: &Shell, found: &Board) -> Vec<(String, usize)> {
    let begun = |at: &usize| {
        found.rows.iter().any(|row| row.cells.get(*at).is_some_and(|cell| cell.state != Standing::Waiting))
    };
    let Some(at) = (0..found.periods.len()).rev().find(begun) else { return Vec::new() };
    let count = |state: Standing| {
        found.rows.iter().filter(|row| row.cells.get(at).is_some_and(|cell| cell.state == state)).count()
    };
    Standing::ALL
        .iter()
        .map(|state| (shell.of("progress-state", state.word()), count(*state)))
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn row(
    shell: &Shell,
    facts: &Facts,
    of: Option<&Commitment>,
    line: &Line,
    leads: impl Fn(CommitmentId) -> String,
) -> Row {
    let is_whole = line.commitment == of.map(|of| of.id);
    let name = match line.unit {
        Some(unit) => names::unit(facts, unit),
        None => shell.say("programme-nowhere"),
    };
    let href = match line.commitment {
        Some(id) if is_whole => format!("/programmes/commitments/{id}"),
        Some(id) if line.parts > WHOLE_PPM => leads(id),
        Some(id) => format!("/programmes/commitments/{id}"),
        None => String::new(),
    };
    let cell = |cell: &danvan_actions::programmes::Cell| {
        let mark = mark(shell, cell.state);
        let text = match cell.claimed {
            Some(_) => come(shell, &line.indicator, (cell.claimed, cell.proven)),
            None => String::new(),
        };
        CellShown { sign: mark.sign, word: mark.word, class: mark.class, text }
    };
    Row {
        name,
        href,
        target: number(shell.words, &line.indicator, line.indicator.target),
        quality: (line.quality != Quality::Exact).then(|| shell.of("quality", line.quality.word())),
        cells: line.cells.iter().map(cell).collect(),
    }
}

/// Says that a page is lost.
pub(super) fn lost(reader: &Reader) -> Sorry {
    Sorry::lost(reader.language)
}
