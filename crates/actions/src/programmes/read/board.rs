//! The board: units in rows, periods in columns, on the structure of any day. It reads what was added up already, so
//! that its cost does not grow with the number of reports.

use super::{super::share::candidates, Promised, by_period, readable, standing};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    programmes::{
        AddsUp, Commitment, Figure, Indicator, Period, Programme, State,
        board::{Piece, Row, rows},
        left,
    },
    refusals::Refusal,
    rights::{Asker, Verb},
    text::in_order,
    time::Day,
    units::{Quality, WHOLE_PPM},
};
use danvan_store::programmes as store;

/// How many periods a board shows at once.
const COLUMNS: usize = 6;

/// What stands in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How it stands.
    pub state: State,
    /// How far it is said to have come.
    pub claimed: Option<i64>,
    /// How far it is proven.
    pub proven: Option<i64>,
    /// How many of its parts have told, in millionths.
    pub told: i64,
}

/// One row of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose; nothing for what cannot be said to lie in one unit.
    pub unit: Option<UnitId>,
    /// How surely it can be read on the structure's day.
    pub quality: Quality,
    /// By what it is measured, with this row's own target.
    pub indicator: Indicator,
    /// How many reporting parts it has, in millionths.
    pub parts: i64,
    /// The commitment, when the row is just one.
    pub commitment: Option<CommitmentId>,
    /// The periods.
    pub cells: Vec<Cell>,
}

/// A board.
pub struct Board {
    /// The programme.
    pub programme: Programme,
    /// Everything promised in it that is no part of something else, as it stands now.
    pub firsts: Vec<Promised>,
    /// What the rows are parts of; nothing while nothing is promised.
    pub of: Option<Commitment>,
    /// What that is a part of, from the top down.
    pub above: Vec<Commitment>,
    /// The columns.
    pub periods: Vec<Period>,
    /// Whether there are periods before and after these.
    pub has_more: (bool, bool),
    /// The whole.
    pub total: Option<Line>,
    /// Its parts.
    pub rows: Vec<Line>,
    /// How much of its target is not shared out; nothing where parts do not sum.
    pub left: Option<i64>,
    /// On the structure of which day.
    pub on: Day,
    /// Whether the reader leads the programme.
    pub may_lead: bool,
    /// Whether the reader may share this commitment out further.
    pub may_share: bool,
}

/// Reads the board of a programme: the parts of a commitment, or of the first one; `until` is a day of the last column.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read the programme.
pub async fn board(
    house: &House,
    asker: &Asker,
    id: ProgrammeId,
    of: Option<CommitmentId>,
    (on, until): (Day, Option<Day>),
) -> Done<Board> {
    let programme = readable(house, asker, id).await?;
    let today = house.today();
    let figures = by_period(store::first_figures(&house.store, id).await?);
    let firsts = store::first_of(&house.store, id).await?;
    let of = match of {
        Some(of) => {
            let found = store::commitment(&house.store, of).await?.filter(|it| it.programme == id);
            Some(found.ok_or(Refusal::NotFound)?)
        }
        None => firsts.iter().find(|it| it.ended_at.is_none()).cloned(),
    };
    let may_lead = house.ask(asker, Verb::LeadProgrammes, programme.unit).is_ok();
    let mut board = Board {
        firsts: firsts.into_iter().filter_map(|it| standing(it, &figures, today)).collect(),
        above: Vec::new(),
        periods: Vec::new(),
        has_more: (false, false),
        total: None,
        rows: Vec::new(),
        left: None,
        on,
        may_lead,
        may_share: false,
        of: None,
        programme,
    };
    if let Some(of) = of {
        fill(house, &mut board, of, until.unwrap_or(today)).await?;
        let may_share = |of: &Commitment| house.ask(asker, Verb::LeadProgrammes, of.unit).is_ok();
        board.may_share = board.of.as_ref().is_some_and(may_share);
    }
    Ok(board)
}

async fn fill(house: &House, board: &mut Board, of: Commitment, until: Day) -> Done<()> {
    // Long because every part of the board is read once, in one order.
    let mut above = of.parent;
    while let Some(id) = above {
        let Some(it) = store::commitment(&house.store, id).await? else { break };
        above = it.parent;
        board.above.insert(0, it);
    }
    let all = of.rhythm.periods(of.from, of.to);
    let last = all.iter().rposition(|period| period.from <= until).map_or(COLUMNS, |at| at + 1);
    let last = last.max(COLUMNS).min(all.len());
    let first = last.saturating_sub(COLUMNS);
    board.has_more = (0 < first, last < all.len());
    board.periods = all[first..last].to_vec();
    let (Some(from), Some(to)) = (board.periods.first(), board.periods.last()) else { return Ok(()) };
    let below = store::below(&house.store, of.id).await?;
    let span = (from.from, to.from);
    let mut figures = by_period(store::below_figures(&house.store, of.id, span).await?);
    for (id, period, figure) in store::figures_of(&house.store, of.id).await? {
        figures.insert((id, period), figure);
    }
    let figures_of = |it: &Commitment| -> Vec<Figure> {
        let figure = |period: &Period| figures.get(&(it.id, period.from)).copied().unwrap_or_default();
        board.periods.iter().map(figure).collect()
    };
    let pieces: Vec<Piece> = below
        .iter()
        .map(|it| Piece {
            promised_by: it.promised_by,
            target: it.indicator.target,
            baseline: it.indicator.baseline,
            parts: it.parts,
            figures: figures_of(it),
        })
        .collect();
    let (facts, today) = (house.facts(), house.today());
    let found = rows(&facts.tree, &of.indicator, &pieces, board.on);
    let line = |row: Row| {
        let only = |row: &Row| match row.pieces.as_slice() {
            [one] => Some(below[*one].id),
            _ => None,
        };
        line_of(&of.indicator, (&board.periods, today), only(&row), row)
    };
    let mut lines: Vec<Line> = found.into_iter().map(line).collect();
    lines.sort_by_cached_key(|line| {
        let unit = line.unit.and_then(|unit| facts.tree.get(unit));
        (unit.is_none(), unit.map(|unit| in_order(unit.bare_name())))
    });
    let total = Row {
        unit: Some(of.unit),
        quality: Quality::Exact,
        target: of.indicator.target,
        baseline: of.indicator.baseline,
        parts: of.parts.saturating_mul(WHOLE_PPM),
        figures: figures_of(&of),
        pieces: Vec::new(),
    };
    board.total = Some(line_of(&of.indicator, (&board.periods, today), Some(of.id), total));
    board.left = if below.is_empty() {
        None
    } else {
        let targets: Vec<i64> = below.iter().map(|it| it.indicator.target).collect();
        left(&of.indicator, &targets)
    };
    board.rows = lines;
    board.of = Some(of);
    Ok(())
}

fn line_of(
    indicator: &Indicator,
    (periods, today): (&[Period], Day),
    commitment: Option<CommitmentId>,
    row: Row,
) -> Line {
    let own = indicator.aimed(row.target, row.baseline);
    let parts = (row.parts + WHOLE_PPM - 1) / WHOLE_PPM;
    let cell = |(figure, period): (&Figure, &Period)| Cell {
        state: figure.state(&own, parts, *period, today),
        claimed: figure.claimed.value(&own),
        proven: figure.proven.value(&own),
        told: figure.claimed.count,
    };
    let cells = row.figures.iter().zip(periods).map(cell).collect();
    Line { unit: row.unit, quality: row.quality, indicator: own, parts: row.parts, commitment, cells }
}

/// Who may get a part of a commitment and has none yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn units_below(house: &House, of: &Commitment) -> Done<Vec<UnitId>> {
    let given = store::below(&house.store, of.id).await?;
    let mut units = candidates(&house.facts(), of.unit, house.today());
    units.retain(|unit| !given.iter().any(|part| part.unit == *unit));
    // What is measured for the whole unit has no part for itself beside those below it.
    if of.indicator.adds_up != AddsUp::Sum {
        units.retain(|unit| *unit != of.unit);
    }
    Ok(units)
}
