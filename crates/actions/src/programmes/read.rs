//! Reading programmes: a unit's list, a board of units against periods, what a unit promised, one commitment's story.

mod board;
mod story;

pub use board::{Board, Cell, Line, board, units_below};
pub use story::{Seen, Shown, one, report_of, to_verify};

use super::{ask_to_read, ask_to_read_it};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId, UnitId},
    programmes::{Commitment, Figure, Period, Programme, State, Version},
    refusals::Refusal,
    rights::{Asker, Verb, may},
    time::Day,
};
use danvan_store::programmes::{self as store, Placed};
use std::collections::HashMap;

/// Most programmes of one list.
const MOST: i64 = 200;

/// The programmes a unit reads: its own, those of whatever stands above it, and those in which one of them takes part; not ended before today, or all of the
/// last years.
///
/// # Errors
/// The refusal of the right to read programmes.
pub async fn list(house: &House, asker: &Asker, with_past: bool) -> Done<Vec<Programme>> {
    let unit = house.own_unit(asker, Verb::ReadProgrammes)?;
    let (facts, today) = (house.facts(), house.today());
    let from = if with_past { today.plus_days(-5 * 366) } else { today };
    let mut units = vec![unit];
    units.extend(facts.tree.ancestors(unit).map(|above| above.id));
    // A programme stays with who made it; what that unit was before is read too.
    units.extend(asker.positions.iter().map(|position| position.unit));
    units.sort_unstable();
    units.dedup();
    let mut found = Vec::new();
    let mut taking_part = Vec::new();
    for unit in units {
        if ask_to_read(house, asker, unit).is_ok() {
            found.extend(store::of(&house.store, unit, from, MOST).await?);
        }
        taking_part.extend(store::parties::at(&house.store, unit, from).await?);
    }
    taking_part.retain(|id| !found.iter().any(|it: &Programme| it.id == *id));
    taking_part.sort_unstable();
    taking_part.dedup();
    found.extend(store::some(&house.store, &taking_part).await?);
    found.retain(|it| with_past || it.ended_at.is_none());
    found.sort_by(|a, b| (a.content.ends_on, &a.content.title).cmp(&(b.content.ends_on, &b.content.title)));
    Ok(found)
}

/// A programme with what was said of it before, and what follows from it.
pub struct Opened {
    /// The programme.
    pub programme: Programme,
    /// Its versions, the first one first.
    pub versions: Vec<Version>,
    /// The programme above it, when the reader may read that one.
    pub parent: Option<Programme>,
    /// The programmes that follow from it and that the reader may read.
    pub following: Vec<Programme>,
    /// Scans of its paper.
    pub pictures: Vec<danvan_store::attachments::Picture>,
    /// Whether the reader leads it.
    pub may_lead: bool,
}

/// Opens a programme.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn versions(house: &House, asker: &Asker, id: ProgrammeId) -> Done<Opened> {
    let programme = readable(house, asker, id).await?;
    let parent = match programme.content.parent {
        Some(parent) => store::get(&house.store, parent).await?,
        None => None,
    };
    let is_readable = |it: &Programme| ask_to_read(house, asker, it.unit).is_ok();
    let mut following = store::following(&house.store, id, MOST).await?;
    following.retain(is_readable);
    Ok(Opened {
        versions: store::versions(&house.store, id).await?,
        parent: parent.filter(is_readable),
        following,
        pictures: crate::attachments::of_thing(house, id.0).await?,
        may_lead: house.ask(asker, Verb::LeadProgrammes, programme.unit).is_ok(),
        programme,
    })
}

pub(super) async fn readable(house: &House, asker: &Asker, id: ProgrammeId) -> Done<Programme> {
    let programme = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_read_it(house, asker, &programme).await?;
    Ok(programme)
}

/// Something a unit promised, as it stands in the period that counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The commitment.
    pub commitment: Commitment,
    /// The period: the one that runs, or the last one when its days are over, or the first before they begin.
    pub period: Period,
    /// How it stands.
    pub state: State,
    /// How far it is said to have come.
    pub claimed: Option<i64>,
    /// How far it is proven.
    pub proven: Option<i64>,
    /// Periods before this one that were not kept.
    pub missed: usize,
}

/// The figures of some commitments, by commitment and period.
pub(super) type Figures = HashMap<(CommitmentId, Day), Figure>;

pub(super) fn by_period(placed: Vec<Placed>) -> Figures {
    placed.into_iter().map(|(id, period, figure)| ((id, period), figure)).collect()
}

/// How a commitment stands now.
pub(super) fn standing(commitment: Commitment, figures: &Figures, today: Day) -> Option<Promised> {
    let periods = commitment.rhythm.periods(commitment.from, commitment.to);
    let at = periods.iter().rposition(|period| period.from <= today).unwrap_or(0);
    let period = *periods.get(at)?;
    let figure = |period: &Period| figures.get(&(commitment.id, period.from)).copied().unwrap_or_default();
    let state = |period: &Period| state_of(&commitment, *period, figures, today);
    let missed = periods[..at].iter().filter(|period| state(period) != State::Kept).count();
    let now = figure(&period);
    Some(Promised {
        state: state(&period),
        claimed: now.claimed.value(&commitment.indicator),
        proven: now.proven.value(&commitment.indicator),
        period,
        missed,
        commitment,
    })
}

/// How everything promised in a programme stands now, soonest due first; for whoever was asked already whether they may.
pub(crate) async fn standing_of(house: &House, programme: ProgrammeId) -> Done<Vec<Promised>> {
    let figures = by_period(store::all_figures(&house.store, programme).await?);
    let all = store::of_programme(&house.store, programme).await?;
    let running = all.into_iter().filter(|commitment| commitment.ended_at.is_none());
    let mut found: Vec<Promised> =
        running.filter_map(|commitment| standing(commitment, &figures, house.today())).collect();
    found.sort_by_key(|one| (one.period.to, one.commitment.id));
    Ok(found)
}

/// How a commitment stands in a period.
pub(super) fn state_of(of: &Commitment, period: Period, figures: &Figures, today: Day) -> State {
    let figure = figures.get(&(of.id, period.from)).copied().unwrap_or_default();
    figure.state(&of.indicator, of.parts, period, today)
}

/// How long after its last day a commitment is still shown among what was promised, in days.
const SHOWN_AFTER: i64 = 92;

/// What a unit promised and is to keep: what is late first, then what is due soonest.
///
/// # Errors
/// The refusal of the right to read programmes there.
pub async fn promised(house: &House, asker: &Asker, unit: UnitId) -> Done<Vec<Promised>> {
    house.ask(asker, Verb::ReadProgrammes, unit)?;
    of_unit(house, unit).await
}

async fn of_unit(house: &House, unit: UnitId) -> Done<Vec<Promised>> {
    let today = house.today();
    let from = today.plus_days(-SHOWN_AFTER);
    let figures = by_period(store::unit_figures(&house.store, unit, from).await?);
    let all = store::of_unit(&house.store, unit, from, MOST).await?;
    let mut found: Vec<Promised> =
        all.into_iter().filter_map(|commitment| standing(commitment, &figures, today)).collect();
    found.sort_by_key(|one| (std::cmp::Reverse(one.state == State::Late), one.period.to, one.commitment.id));
    Ok(found)
}

/// How some commitments stand now.
pub(crate) async fn standing_of_some(
    house: &House,
    all: Vec<Commitment>,
) -> Done<HashMap<CommitmentId, Promised>> {
    let ids: Vec<CommitmentId> = all.iter().map(|it| it.id).collect();
    let figures = by_period(store::figures_of_some(&house.store, &ids).await?);
    let standing = all.into_iter().filter_map(|it| standing(it, &figures, house.today()));
    Ok(standing.map(|one| (one.commitment.id, one)).collect())
}

/// What some units promised, whose last day is over, and did not keep: a part instead of its whole, the oldest first. Units where
/// the reader may not read it are left out.
pub(crate) async fn ended_late(house: &House, asker: &Asker, units: &[UnitId]) -> Done<Vec<Promised>> {
    let today = house.today();
    let readable = |unit: &&UnitId| house.ask(asker, Verb::ReadProgrammes, **unit).is_ok();
    let units: Vec<UnitId> = units.iter().filter(readable).copied().collect();
    let days = (today.plus_days(-SHOWN_AFTER), today);
    let all = store::ended(&house.store, &units, days, MOST_KEPT).await?;
    let wholes: Vec<CommitmentId> = all.iter().filter_map(|it| it.parent).collect();
    let parts = all.into_iter().filter(|it| !wholes.contains(&it.id)).collect();
    let mut late: Vec<Promised> = standing_of_some(house, parts).await?.into_values().collect();
    late.retain(|one| one.state == State::Late);
    late.sort_by_key(|one| (one.period.to, one.commitment.id));
    Ok(late)
}

/// Of the periods of what a unit promised that ended from a day to another, how many were kept, and how many there were.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn kept_in(house: &House, unit: UnitId, (from, to): (Day, Day)) -> Done<(i64, i64)> {
    let figures = by_period(store::unit_figures(&house.store, unit, from).await?);
    let (mut kept, mut all) = (0, 0);
    for it in store::of_unit(&house.store, unit, from, MOST_KEPT).await? {
        for period in it.rhythm.periods(it.from, it.to) {
            if period.to < from || to < period.to {
                continue;
            }
            let figure = figures.get(&(it.id, period.from)).copied().unwrap_or_default();
            all += 1;
            let is_kept = figure.state(&it.indicator, it.parts, period, to.next()) == State::Kept;
            kept += i64::from(is_kept);
        }
    }
    Ok((kept, all))
}

/// Most commitments of a unit that are counted.
const MOST_KEPT: i64 = 2000;

/// What whoever asks has to report on: the open commitments of their own units that nobody fills in for them and that
/// are not shared out further; the ones to do first.
///
/// # Errors
/// The refusal of the right to report.
pub async fn mine(house: &House, asker: &Asker) -> Done<Vec<Promised>> {
    let (facts, today) = (house.facts(), house.today());
    let mut units = Vec::new();
    for position in &asker.positions {
        let stands = facts.tree.today(position.unit, today).unwrap_or(position.unit);
        let is_own = may(asker, Verb::ReportProgress, &facts.itself(asker, stands, today)).is_ok();
        if is_own && !units.contains(&stands) {
            units.push(stands);
        }
    }
    if units.is_empty() {
        house.own_unit(asker, Verb::ReportProgress)?;
    }
    let mut found = Vec::new();
    for unit in units {
        found.extend(of_unit(house, unit).await?);
    }
    found.retain(|one| one.commitment.indicator.source.is_none() && one.commitment.parts == 1);
    let ids: Vec<CommitmentId> = found.iter().map(|one| one.commitment.id).collect();
    let shared = store::shared(&house.store, &ids).await?;
    found.retain(|one| !shared.contains(&one.commitment.id));
    let is_done = |one: &Promised| matches!(one.state, State::Kept | State::Unproven);
    found.sort_by_key(|one| (is_done(one), one.period.to, one.commitment.id));
    Ok(found)
}
