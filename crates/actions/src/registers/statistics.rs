//! The statistics of a unit: what was carried over, what came, what was settled and what stays, by kind, branch, office,
//! outcome, reason of lateness and stage.

use super::protection;
use crate::{
    figures::{Target, check_period},
    house::{Done, Facts, House},
};
use danvan_domain::{
    ids::UnitId,
    refusals::Refusal,
    registers::{Aspect, Family, Figures, Kind, MEASURES, Measure},
    rights::{Asker, Verb},
    time::Day,
    units::{Level, Quality, Unit, WHOLE_PPM, rehome::apportion, worst},
};
use danvan_store::registers::{self as store, Sum};
use std::collections::BTreeMap;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Of which unit; it stands on the structure's day.
    pub unit: UnitId,
    /// First day.
    pub from: Day,
    /// Last day, included.
    pub to: Day,
    /// On the structure of which day.
    pub on: Day,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The kind, branch, outcome, reason or stage; of an office nothing.
    pub key: String,
    /// The office; `None` for what belongs to no row.
    pub unit: Option<UnitId>,
    /// Its numbers; `None` where one may not be told.
    pub figures: [Option<i64>; MEASURES],
    /// How surely they can be read on this structure.
    pub quality: Quality,
}

impl Row {
    fn of(key: &str, unit: Option<UnitId>, (figures, quality): (Figures, Quality)) -> Self {
        Self { key: key.to_owned(), unit, figures: figures.0.map(Some), quality }
    }

    /// A number, when it may be told.
    pub fn told(&self, measure: Measure) -> Option<i64> {
        self.figures[measure as usize]
    }
}

/// Rows with what they sum to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// What was asked.
    pub question: Question,
    /// All but denunciations.
    pub total: Row,
    /// By kind, denunciations left out.
    pub kinds: Table,
    /// By branch.
    pub branches: Table,
    /// By office, where the unit has any below it.
    pub offices: Option<Table>,
    /// Settled ones by how they ended: the number settled is their count.
    pub outcomes: Vec<(String, Option<i64>)>,
    /// Late settled ones by why.
    pub reasons: Vec<(String, Option<i64>)>,
    /// Open ones by stage, as they stand now; empty for a period that is over.
    pub stages: Vec<(String, Option<i64>)>,
    /// Denunciations, where they may be told: of one whole quarter, and none or at least the threshold of each number.
    pub denunciations: Option<Row>,
    /// Whether the numbers balance, and those that stay are as many as stand open; `None` where that cannot be seen.
    pub balances: Option<bool>,
    /// Days on which a head received citizens, and visits on those days.
    pub receptions: (Option<i64>, Option<i64>),
    /// Whether small counts were hidden from this reader.
    pub protected: bool,
    /// Whether some of it was estimated, so that no list can be it.
    pub is_partial: bool,
}

/// Whether somebody may read the list behind a unit's numbers.
pub fn may_list(house: &House, asker: &Asker, unit: UnitId) -> bool {
    house.ask(asker, Verb::ReadLetter, unit).is_ok()
}

/// Where what offices counted belongs, seen from the unit asked for.
pub(super) struct Ways<'a> {
    target: Target<'a>,
}

impl<'a> Ways<'a> {
    pub(super) fn of(facts: &'a Facts, question: &Question) -> Self {
        let row_level = Level::Commune;
        Self { target: Target { tree: &facts.tree, on: question.on, unit: question.unit, row_level } }
    }

    /// How much of an office lies in the unit asked for, in parts per million, and how surely.
    pub(super) fn share_of(&self, office: UnitId) -> (i64, Quality) {
        self.target.share_of(office)
    }

    /// The rows in which an office lies; the rest belongs to none of them.
    fn rows_of(&self, office: UnitId) -> Vec<(Option<UnitId>, i64, Quality)> {
        self.target.parts_of(office)
    }
}

/// Checks a question; gives the unit asked for.
pub(super) fn check<'a>(facts: &'a Facts, question: &Question) -> Result<&'a Unit, Refusal> {
    check_period(question.from, question.to)?;
    facts.tree.get(question.unit).filter(|unit| unit.stands_on(question.on)).ok_or(Refusal::NotFound)
}

/// Reads the statistics of a unit.
///
/// # Errors
/// The refusal of the right: to read figures of the whole, to read letters of anything below it;
/// [`Refusal::NotFound`] for a unit that does not stand on the structure's day; [`Refusal::Invalid`] for a period that is
/// reversed or too long.
pub async fn statistics(house: &House, asker: &Asker, question: Question) -> Done<Statistics> {
    let facts = house.facts();
    let unit = check(&facts, &question)?;
    let is_own = |unit: UnitId| house.ask(asker, Verb::ReadOwnFigures, unit).is_ok();
    let protected = !is_own(unit.id);
    if protected {
        let verb = if unit.parent.is_none() { Verb::ReadFigures } else { Verb::ReadLetter };
        house.ask(asker, verb, unit.id)?;
    }
    let ways = Ways::of(&facts, &question);
    let kinds = Counted::read(house, &ways, Family::Kind, &question).await?;
    let branches = Counted::read(house, &ways, Family::Branch, &question).await?;
    let is_told = |key: &str| key.parse().is_ok_and(|kind: Kind| !kind.is_denunciation());
    let standing = standing(house, &ways).await?;
    let total = kinds.whole(is_told);
    let reaches_today = question.to >= house.today();
    let is_partial = kinds.is_partial;
    let in_step = total.0.balances() && (!reaches_today || standing.0 == total.0[Measure::Carried]);
    let offices = (unit.level() < Level::Commune).then(|| kinds.offices(is_told));
    let (days, visits) = receptions(house, &ways, &question).await?;
    let reasons = Counted::read(house, &ways, Family::Reason, &question).await?;
    let outcomes = Counted::read(house, &ways, Family::Outcome, &question).await?;
    let denunciations = kinds.whole(|key| !is_told(key));
    let may_tell = (unit.parent.is_none() || !protected) && protection::is_quarter(&question);
    let mut found = Statistics {
        total: Row::of("", Some(unit.id), total),
        kinds: Table { rows: kinds.by_key(is_told) },
        branches: Table { rows: branches.by_key(|_| true) },
        offices: offices.map(|rows| Table { rows }),
        outcomes: outcomes.numbers(Measure::Settled),
        reasons: reasons.numbers(Measure::Late),
        stages: if reaches_today { standing.1 } else { Vec::new() },
        denunciations: may_tell.then(|| Row::of("denunciation", None, denunciations)),
        balances: (!is_partial).then_some(in_step),
        receptions: (Some(days), Some(visits)),
        protected,
        is_partial,
        question,
    };
    protection::protect(&mut found, is_own);
    Ok(found)
}

/// What was counted, carried to the unit asked for.
struct Counted {
    /// By office and key, in parts per million of the whole where only a part of it lies in the unit.
    cells: BTreeMap<(Option<UnitId>, String), ([i64; MEASURES], Quality)>,
    is_partial: bool,
}

impl Counted {
    async fn read(house: &House, ways: &Ways<'_>, family: Family, question: &Question) -> Done<Self> {
        let facts = house.facts();
        let is_one = facts.tree.get(question.unit).is_some_and(|unit| unit.level() >= Level::Commune);
        let mut offices: Vec<Option<UnitId>> = vec![None];
        if is_one {
            let all = store::offices(&house.store).await?;
            offices = all.into_iter().filter(|office| ways.share_of(*office).0 > 0).map(Some).collect();
        }
        let mut figures: BTreeMap<(UnitId, String), Figures> = BTreeMap::new();
        for office in offices {
            let before = store::sums(&house.store, family, question.from, office).await?;
            let after = store::sums(&house.store, family, question.to.next(), office).await?;
            gather(&mut figures, &before, &after);
        }
        let mut counted = Self { cells: BTreeMap::new(), is_partial: false };
        for ((office, key), figures) in figures {
            let (inside, quality) = ways.share_of(office);
            counted.is_partial |= inside > 0 && inside < WHOLE_PPM;
            let parts =
                if is_one { vec![(Some(question.unit), inside, quality)] } else { ways.rows_of(office) };
            for (row, share, quality) in parts.into_iter().filter(|(_, share, _)| *share > 0) {
                let cell = counted.cells.entry((row, key.clone())).or_insert(([0; MEASURES], Quality::Exact));
                for (own, count) in cell.0.iter_mut().zip(figures.0) {
                    *own += count * share;
                }
                cell.1 = worst(cell.1, quality);
            }
        }
        Ok(counted)
    }

    /// Some cells summed up and rounded. What stays follows, so that it balances.
    fn sum<'a>(cells: impl Iterator<Item = &'a ([i64; MEASURES], Quality)>) -> (Figures, Quality) {
        let (mut fine, mut quality) = ([0; MEASURES], Quality::Exact);
        for (cell, own) in cells {
            for (sum, part) in fine.iter_mut().zip(cell) {
                *sum += part;
            }
            quality = worst(quality, *own);
        }
        (rounded(fine), quality)
    }

    fn whole(&self, is_told: impl Fn(&str) -> bool) -> (Figures, Quality) {
        Self::sum(self.cells.iter().filter(|((_, key), _)| is_told(key)).map(|(_, cell)| cell))
    }

    fn by_key(&self, is_told: impl Fn(&str) -> bool) -> Vec<Row> {
        let mut keys: Vec<&str> =
            self.cells.keys().map(|(_, key)| key.as_str()).filter(|key| is_told(key)).collect();
        keys.sort_unstable();
        keys.dedup();
        let of = |key: &&str| {
            Self::sum(self.cells.iter().filter(|((_, own), _)| own == key).map(|(_, cell)| cell))
        };
        let sums: Vec<(Figures, Quality)> = keys.iter().map(of).collect();
        let sums = settle(sums, self.whole(is_told).0);
        let rows = keys.iter().zip(sums).filter(|(_, sum)| !sum.0.is_zero());
        rows.map(|(key, sum)| Row::of(key, None, sum)).collect()
    }

    fn offices(&self, is_told: impl Fn(&str) -> bool + Copy) -> Vec<Row> {
        let mut units: Vec<Option<UnitId>> = self.cells.keys().map(|(unit, _)| *unit).collect();
        units.dedup();
        let of = |unit: &Option<UnitId>| {
            let cells = self.cells.iter().filter(|((own, key), _)| own == unit && is_told(key));
            Self::sum(cells.map(|(_, cell)| cell))
        };
        let sums: Vec<(Figures, Quality)> = units.iter().map(of).collect();
        let sums = settle(sums, self.whole(is_told).0);
        let mut rows: Vec<Row> = units.iter().zip(sums).map(|(unit, sum)| Row::of("", *unit, sum)).collect();
        // What belongs to no commune stands last.
        rows.sort_by_key(|row| row.unit.is_none());
        rows
    }

    /// One number by key, most first: of families that count nothing else.
    fn numbers(&self, measure: Measure) -> Vec<(String, Option<i64>)> {
        let mut fine: BTreeMap<&str, i64> = BTreeMap::new();
        for ((_, key), (cell, _)) in &self.cells {
            *fine.entry(key).or_default() += cell[measure as usize];
        }
        let round = |(key, fine): (&str, i64)| (key.to_owned(), Some((fine + WHOLE_PPM / 2) / WHOLE_PPM));
        let mut found: Vec<_> = fine.into_iter().map(round).filter(|(_, count)| *count != Some(0)).collect();
        found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        found
    }
}

/// Whole numbers of parts per million; what stays and what was in time follow from the others.
fn rounded(fine: [i64; MEASURES]) -> Figures {
    balanced(Figures(fine.map(|count| (count + WHOLE_PPM / 2).div_euclid(WHOLE_PPM))))
}

fn balanced(mut figures: Figures) -> Figures {
    use Measure::{Carried, Late, OnTime, Opening, Received, Settled};
    figures[Settled] = figures[Settled].min(figures[Opening] + figures[Received]);
    figures[Late] = figures[Late].min(figures[Settled]);
    figures[Carried] = figures[Opening] + figures[Received] - figures[Settled];
    figures[OnTime] = figures[Settled] - figures[Late];
    figures
}

/// Rows rounded one by one made to sum to the whole, which was rounded by itself.
fn settle(mut rows: Vec<(Figures, Quality)>, whole: Figures) -> Vec<(Figures, Quality)> {
    use Measure::{Carried, OnTime};
    for measure in Measure::ALL.iter().filter(|measure| !matches!(measure, Carried | OnTime)) {
        let weights: Vec<i64> = rows.iter().map(|(row, _)| row[*measure].max(0)).collect();
        if weights.iter().sum::<i64>() == whole[*measure] {
            continue;
        }
        for ((row, _), part) in rows.iter_mut().zip(apportion(whole[*measure], &weights)) {
            row[*measure] = part;
        }
    }
    for (row, _) in &mut rows {
        row[Carried] = row[Measure::Opening] + row[Measure::Received] - row[Measure::Settled];
        row[OnTime] = row[Measure::Settled] - row[Measure::Late];
    }
    rows
}

fn gather(figures: &mut BTreeMap<(UnitId, String), Figures>, before: &[Sum], after: &[Sum]) {
    let mut sums: BTreeMap<(UnitId, &str, Aspect), (i64, i64)> = BTreeMap::new();
    for (unit, key, aspect, count) in before {
        sums.entry((*unit, key, *aspect)).or_default().0 = *count;
    }
    for (unit, key, aspect, count) in after {
        sums.entry((*unit, key, *aspect)).or_default().1 = *count;
    }
    for ((unit, key, aspect), (before, after)) in sums {
        figures.entry((unit, key.to_owned())).or_default().add(aspect, before, after - before);
    }
}

/// How many stand open now, and by which stage.
async fn standing(house: &House, ways: &Ways<'_>) -> Done<(i64, Vec<(String, Option<i64>)>)> {
    let mut stages: BTreeMap<String, i64> = BTreeMap::new();
    for (office, key, count) in store::standing(&house.store).await? {
        *stages.entry(key).or_default() += count * ways.share_of(office).0;
    }
    let round = |fine: i64| (fine + WHOLE_PPM / 2) / WHOLE_PPM;
    let all = round(stages.values().sum());
    let told =
        stages.into_iter().map(|(key, fine)| (key, Some(round(fine)))).filter(|(_, count)| *count != Some(0));
    Ok((all, told.collect()))
}

async fn receptions(house: &House, ways: &Ways<'_>, question: &Question) -> Done<(i64, i64)> {
    let all = store::receptions(&house.store, question.from, question.to.next()).await?;
    let (mut days, mut visits) = (0, 0);
    for (office, own_days, own_visits) in all {
        let share = ways.share_of(office).0;
        days += own_days * share;
        visits += own_visits * share;
    }
    Ok(((days + WHOLE_PPM / 2) / WHOLE_PPM, (visits + WHOLE_PPM / 2) / WHOLE_PPM))
}
