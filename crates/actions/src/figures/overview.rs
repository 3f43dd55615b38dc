//! Answering a question about figures.
//!
//! A city or district is added up from what every unit counted itself, day by day, which is kept in memory; a commune from its
//! own tallies and those of its villages, unless something is led into it. What was counted at communes that do not stand on the structure's day is carried
//! over, village by village where villages are known.

use super::{
    Figures, Overview, Question, Row, Told,
    carrying::{Arrived, Carried, Target},
    pieces::{Pieces, epoch},
    protection,
    sums::{Days, Reader},
    trend,
};
use crate::house::{Done, Facts, House};
use danvan_domain::{
    ids::UnitId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    tallies::Counts,
    time::Day,
    topics::ALL,
    units::{Level, Quality, Tree, Unit},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// The longest period, in days: ten years.
pub const LONGEST: i64 = 3_660;

/// Reads the figures of a unit.
///
/// # Errors
/// Below communes the refusal of the right to read figures; [`Refusal::NotFound`] for an unknown unit or one that does not stand on
/// the structure's day; [`Refusal::Invalid`] for an unknown topic or a period that is reversed or too long.
pub async fn overview(house: &House, asker: &Asker, question: Question) -> Done<Overview> {
    let facts = house.facts();
    let unit = check(&facts, &question)?;
    // Figures of communes and of what lies above them are public, protected as for any outsider.
    if unit.level() > Level::Commune {
        house.ask(asker, Verb::ReadFigures, unit.id)?;
    }
    let days = (question.from, question.to.next());
    let length = days.1.days_since(days.0);
    let compared = question.compare.unwrap_or_else(|| question.from.plus_days(-length));
    let compared = (compared, compared.plus_days(length));
    let (tree, on) = (&facts.tree, question.on_structure);
    let row_level = if unit.level() < Level::Commune { Level::Commune } else { Level::Village };
    let target = Target { tree, on, unit: unit.id, row_level };
    let reader = Reader { store: &house.store, topics: &facts.topics, topic: &question.topic };

    let pieces = laid_out(house, &facts, &target, (days.0.min(compared.0), days.1.max(compared.1)));
    let from = (house, pieces.as_deref());
    let arrived = arrived(from, &reader, &target, days).await?;
    let now = trend::daily(from, &reader, &target, days).await?;
    let then = trend::daily(from, &reader, &target, compared).await?;
    let (step, mut points) = trend::points((days, compared), (&now, &then), question.measure);
    let population = unit.population.as_ref();
    let mut total = Row {
        unit: Some(unit.id),
        figures: Figures::of(&arrived.total, population),
        quality: arrived.quality,
        hidden: false,
    };
    let mut before = Figures::of(&trend::sum(&then), population);
    let (mut rows, mut remainder) = rows(&target, &arrived);

    let is_own = |unit: UnitId| house.ask(asker, Verb::ReadOwnFigures, unit).is_ok();
    let protected = !is_own(unit.id);
    if protected {
        let mut table: Vec<&mut Row> = rows.iter_mut().chain(remainder.as_mut()).collect();
        let own: Vec<bool> = table.iter().map(|row| row.unit.is_some_and(is_own)).collect();
        protection::protect(&mut total.figures, &mut table, &own);
        protection::protect_alone(&mut before);
        protection::protect_trend(&mut points, question.measure);
        total.hidden = total.figures.received == Told::Hidden;
    }
    Ok(Overview {
        question,
        compared: (compared.0, compared.1.previous()),
        total,
        before,
        step,
        trend: points.into_iter().map(|(point, _)| point).collect(),
        row_level,
        rows,
        remainder,
        protected,
    })
}

/// Where what units counted belongs; nothing for what has no rows, and for a commune into which nothing is led: that is read
/// quickly from its own villages.
fn laid_out(house: &House, facts: &Arc<Facts>, target: &Target<'_>, days: Days) -> Option<Arc<Pieces>> {
    let level = facts.tree.get(target.unit).map(Unit::level)?;
    if level > Level::Commune || level == Level::Commune && foreign(target, days).is_empty() {
        return None;
    }
    Some(house.kept.pieces(facts, (epoch(target), target.unit), || Pieces::lay_out(target)))
}

/// Checks a period, first and last day.
pub(crate) fn check_period(from: Day, to: Day) -> Result<(), Refusal> {
    let days = to.days_since(from) + 1;
    if days < 1 {
        return Err(Refusal::field("to", Note::new("note-days-reversed")));
    }
    if days > LONGEST {
        let last = from.plus_days(LONGEST - 1);
        return Err(Refusal::field("to", Note::new("note-day-before").with("day", last)));
    }
    Ok(())
}

pub(super) fn check<'a>(facts: &'a Facts, question: &Question) -> Result<&'a Unit, Refusal> {
    check_period(question.from, question.to)?;
    if question.topic != ALL && facts.topics.get(&question.topic).is_none() {
        return Err(Refusal::field("topic", Note::new("note-unknown-topic")));
    }
    facts
        .tree
        .get(question.unit)
        .filter(|unit| unit.stands_on(question.on_structure))
        .ok_or(Refusal::NotFound)
}

/// Whether a row of the tree stood on any of the days.
pub(super) fn stood_in(unit: &Unit, (from, until): Days) -> bool {
    unit.valid_from < until && unit.valid_to.is_none_or(|last| from <= last)
}

/// Communes that stood in the days but not on the structure's, and whose counts lead into the unit asked for.
pub(super) fn foreign(target: &Target<'_>, days: Days) -> Vec<UnitId> {
    let others =
        target.tree.units().iter().filter(|unit| {
            unit.level() == Level::Commune && stood_in(unit, days) && !unit.stands_on(target.on)
        });
    others.filter(|unit| leads_in(target, unit.id)).map(|unit| unit.id).collect()
}

pub(super) fn leads_in(target: &Target<'_>, commune: UnitId) -> bool {
    let Some(level) = target.tree.get(target.unit).map(Unit::level) else { return false };
    if target.is_top() {
        return target.tree.ancestors(commune).any(|above| above.id == target.unit);
    }
    let stands = target.tree.standing_for(commune, target.on);
    stands.into_iter().any(|id| target.tree.at_or_above(id, level).is_some_and(|unit| unit.id == target.unit))
}

/// The villages that lay in communes on any of the days.
pub(super) fn villages_of(tree: &Tree, communes: &[UnitId], days: Days) -> Vec<(UnitId, UnitId)> {
    if communes.is_empty() {
        return Vec::new();
    }
    let communes: HashSet<UnitId> = communes.iter().copied().collect();
    let villages = tree.units().iter().filter(|unit| unit.level() == Level::Village && stood_in(unit, days));
    villages
        .filter_map(|unit| Some((unit.parent.filter(|parent| communes.contains(parent))?, unit.id)))
        .collect()
}

/// Carries communes over, each village by itself and what no village holds as a whole.
async fn carry(
    reader: &Reader<'_>,
    target: &Target<'_>,
    carried: &mut Carried,
    communes: &HashMap<UnitId, Counts>,
    days: Days,
) -> Done<()> {
    let list: Vec<UnitId> = communes.keys().copied().collect();
    let villages = villages_of(target.tree, &list, days);
    let ids: Vec<UnitId> = villages.iter().map(|(_, village)| *village).collect();
    let sums = reader.small(&ids, days).await?;
    let mut left = communes.clone();
    for (commune, village) in villages {
        let Some(counts) = sums.get(&village) else { continue };
        carried.carry(target, village, counts);
        if let Some(left) = left.get_mut(&commune) {
            *left -= *counts;
        }
    }
    for (commune, counts) in &left {
        carried.carry(target, *commune, counts);
    }
    Ok(())
}

/// What arrived at a unit and its rows: from what units counted by day, and where that is not brought in yet, from cells.
async fn arrived(
    (house, pieces): (&House, Option<&Pieces>),
    reader: &Reader<'_>,
    target: &Target<'_>,
    days: Days,
) -> Done<Arrived> {
    if let Some(pieces) = pieces
        && let Some(carried) = pieces.carried(house, reader, days).await?
    {
        return Ok(carried.arrive());
    }
    match target.row_level {
        Level::Commune => communes(reader, target, days).await,
        _ => villages(reader, target, days).await,
    }
}

/// A city or district by its communes, from their cells.
async fn communes(reader: &Reader<'_>, target: &Target<'_>, days: Days) -> Done<Arrived> {
    let tree = target.tree;
    let standing = tree.at_level(Level::Commune, target.on).map(|unit| unit.id);
    let standing: Vec<UnitId> = standing.filter(|id| tree.is_under(*id, target.unit, target.on)).collect();
    // Within a district, what ended there or came later counts for the district's own sum too.
    let others = tree.units().iter().filter(|unit| {
        unit.level() == Level::Commune
            && stood_in(unit, days)
            && !unit.stands_on(target.on)
            && tree.ancestors(unit.id).any(|above| above.id == target.unit)
    });
    let mut read: Vec<UnitId> = foreign(target, days);
    read.extend(others.map(|unit| unit.id));
    read.sort_unstable();
    read.dedup();
    let foreign = read.clone();
    read.extend(&standing);
    read.push(target.unit);
    let mut sums = reader.large(&read, days).await?;

    let mut own = sums.remove(&target.unit).unwrap_or_default();
    let mut carried = Carried::new();
    for row in &standing {
        if let Some(counts) = sums.get(row) {
            carried.stand(*row, counts);
            own -= *counts;
        }
    }
    let foreign: HashMap<UnitId, Counts> =
        foreign.into_iter().filter_map(|id| Some((id, sums.remove(&id)?))).collect();
    for (commune, counts) in &foreign {
        if tree.ancestors(*commune).any(|above| above.id == target.unit) {
            own -= *counts;
        }
    }
    carried.keep(&own);
    carry(reader, target, &mut carried, &foreign, days).await?;
    Ok(carried.arrive())
}

/// A commune by its villages.
async fn villages(reader: &Reader<'_>, target: &Target<'_>, days: Days) -> Done<Arrived> {
    let mut communes = foreign(target, days);
    if target.tree.get(target.unit).is_some_and(|unit| unit.level() == Level::Commune) {
        communes.push(target.unit);
        let sums = reader.large(&communes, days).await?;
        let mut carried = Carried::new();
        carry(reader, target, &mut carried, &sums, days).await?;
        return Ok(carried.arrive());
    }
    // A village, body or team has no rows of its own.
    let sums = reader.small(&[target.unit], days).await?;
    let mut carried = Carried::new();
    carried.keep(&sums.get(&target.unit).copied().unwrap_or_default());
    Ok(carried.arrive())
}

/// A row for every unit that stands, also where nothing was counted, and what is left over.
fn rows(target: &Target<'_>, arrived: &Arrived) -> (Vec<Row>, Option<Row>) {
    let tree = target.tree;
    let row = |unit: &Unit| {
        let (counts, quality) =
            arrived.rows.get(&unit.id).copied().unwrap_or((Counts::default(), Quality::Exact));
        let figures = Figures::of(&counts, unit.population.as_ref());
        Row { unit: Some(unit.id), figures, quality, hidden: false }
    };
    let units = tree.at_level(target.row_level, target.on);
    let under = units.filter(|unit| unit.id != target.unit && tree.is_under(unit.id, target.unit, target.on));
    let rows = under.map(row).collect();
    let rest = (!arrived.rest.is_zero()).then(|| Row {
        unit: None,
        figures: Figures::of(&arrived.rest, None),
        quality: arrived.rest_quality,
        hidden: false,
    });
    (rows, rest)
}
