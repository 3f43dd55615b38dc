//! Statistics by year, field, level, kind and outcome, on the structure of any day. They read kept counts, never initiatives.

use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    initiatives::{InYear, Told, cells},
    refusals::Refusal,
    rights::{Asker, Verb},
    text::in_order,
    time::Day,
    units::{Level, Quality, Tree, Unit, rehome, rehome::apportion, worst},
};
use danvan_store::{
    Change,
    initiatives::counts::{self as store, Adding, BELOW, OWN},
};
use std::collections::BTreeMap;

/// Adds an initiative's year to the numbers of its commune and of everything above, or takes it off.
pub(super) async fn count(house: &House, change: &mut Change, row: &InYear, by: i64) -> Done<()> {
    let mut adding = BTreeMap::new();
    add_to(&mut adding, &house.facts().tree, row, by);
    Ok(store::add(change, &adding).await?)
}

/// What an initiative's year adds to which numbers.
pub(crate) fn add_to(adding: &mut BTreeMap<Adding, i64>, tree: &Tree, row: &InYear, by: i64) {
    let of = |reach, unit| cells(row).map(|cell| Adding { reach, year: row.year, unit, cell });
    let below = above(tree, row.commune).into_iter().flat_map(|unit| of(BELOW, unit));
    for one in of(OWN, row.commune).into_iter().chain(below) {
        *adding.entry(one).or_default() += by;
    }
}

/// Of what a commune's numbers are a part: what lies above it, and itself where nothing does.
fn above(tree: &Tree, commune: UnitId) -> Vec<UnitId> {
    let is_commune = tree.get(commune).is_some_and(|unit| unit.level() == Level::Commune);
    let own = (!is_commune).then_some(commune);
    own.into_iter().chain(tree.ancestors(commune).map(|unit| unit.id)).collect()
}

/// Numbers by family and word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<String, BTreeMap<String, i64>>);

impl Counts {
    /// The number of a word of a family; the family `all` has the empty word.
    pub fn number_of(&self, family: &str, word: &str) -> i64 {
        self.0.get(family).and_then(|words| words.get(word)).copied().unwrap_or(0)
    }

    /// All of them.
    pub fn all(&self) -> i64 {
        self.number_of("all", "")
    }

    /// The words of a family with their numbers.
    pub fn family(&self, family: &str) -> impl Iterator<Item = (&str, i64)> {
        self.0.get(family).into_iter().flatten().map(|(word, count)| (word.as_str(), *count))
    }

    /// Thousands are added for a page, nearly always to a word that is there already: only a new one is copied.
    fn add(&mut self, family: &str, word: &str, count: i64) {
        if !self.0.contains_key(family) {
            self.0.insert(family.to_owned(), BTreeMap::new());
        }
        let Some(words) = self.0.get_mut(family) else { return };
        match words.get_mut(word) {
            Some(number) => *number += count,
            None => drop(words.insert(word.to_owned(), count)),
        }
    }

    /// What a row tells of them.
    pub fn told(&self) -> Told {
        Told::of(|family, word| self.number_of(family, word))
    }
}

/// The numbers of a list: of some communes, or of a unit with everything below it.
pub(super) async fn of_list(
    house: &House,
    unit: UnitId,
    communes: Option<&[UnitId]>,
    year: i64,
) -> Done<Counts> {
    let counted = match communes {
        Some(communes) => store::own_of(&house.store, communes).await?,
        None => store::below(&house.store, unit).await?,
    };
    let mut counts = Counts::default();
    for one in counted.into_iter().filter(|one| one.year == year) {
        counts.add(&one.family, &one.word, one.count);
    }
    Ok(counts)
}

/// A row of the table: what lies in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The unit; nothing for what cannot be said to lie in one.
    pub unit: Option<UnitId>,
    /// How surely.
    pub quality: Quality,
    /// What it tells of its numbers.
    pub told: Told,
}

/// What is known of a unit.
pub struct Statistics {
    /// Whose.
    pub unit: UnitId,
    /// Of which year.
    pub year: i64,
    /// On the structure of which day.
    pub on: Day,
    /// The whole of that year.
    pub total: Counts,
    /// How surely.
    pub quality: Quality,
    /// By what lies below, in order; empty for a commune.
    pub rows: Vec<Row>,
    /// The whole of each year, the newest first.
    pub years: Vec<(i64, Counts)>,
}

/// The newest year in which any initiative ran; this year where none did.
///
/// # Errors
/// When the store cannot be read.
pub async fn newest_year(house: &House) -> Done<i64> {
    let found = store::newest_year(&house.store).await?;
    Ok(found.unwrap_or_else(|| i64::from(house.today().0.year())))
}

/// Where a part of a commune's numbers lies on a structure.
struct Home {
    unit: Option<UnitId>,
    share: i64,
    quality: Quality,
    /// Whether that is within the unit that is asked about.
    is_inside: bool,
}

/// Places counts on a structure, each commune only once.
struct Placing<'a> {
    tree: &'a Tree,
    on: Day,
    level: Level,
    /// What is asked about.
    within: &'a Unit,
    known: BTreeMap<UnitId, Vec<Home>>,
}

impl Placing<'_> {
    fn homes(&mut self, unit: UnitId) -> &[Home] {
        let (tree, on, level, within) = (self.tree, self.on, self.level, self.within);
        let is_inside = |home: Option<UnitId>| {
            let below = |home| home == within.id || tree.is_under(home, within.id, on);
            within.level() == Level::City || home.is_some_and(below)
        };
        let home = |unit, share, quality| Home { unit, share, quality, is_inside: is_inside(unit) };
        self.known.entry(unit).or_insert_with(|| {
            let own = tree.get(unit).map_or(level, Unit::level);
            // What the city or a district carries out itself lies in no commune.
            if own < level {
                return vec![home(None, danvan_domain::units::WHOLE_PPM, Quality::Exact)];
            }
            let parts = rehome(tree, unit, on, level);
            parts.into_iter().map(|part| home(part.unit, part.share_ppm, part.quality)).collect()
        })
    }

    /// The parts of a number that lie within what is asked about; all its parts add up to it.
    fn divide(&mut self, unit: UnitId, count: i64, mut part: impl FnMut(&Home, i64)) {
        match self.homes(unit) {
            [whole] if whole.is_inside => part(whole, count),
            homes if homes.iter().any(|home| home.is_inside) => {
                let shares: Vec<i64> = homes.iter().map(|home| home.share).collect();
                for (home, count) in homes.iter().zip(apportion(count, &shares)) {
                    if home.is_inside && count != 0 {
                        part(home, count);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The numbers of a unit in a year, on the structure of a day, with those of what lies below it and of every year.
///
/// # Errors
/// The refusal of the right to read them.
pub async fn statistics(
    house: &House,
    asker: &Asker,
    unit: Option<UnitId>,
    (year, on): (Option<i64>, Day),
) -> Done<Statistics> {
    let facts = house.facts();
    let unit = match unit {
        Some(unit) => unit,
        None => super::commune_of(&facts, house.own_unit(asker, Verb::ReadInitiatives)?),
    };
    // An initiative of one person is a count of one: whoever does not read them where they lie does not read their numbers.
    let commune = super::commune_of(&facts, unit);
    super::ask_to_read(house, asker, commune)?;
    // Above communes every commune is a row: that is for those who read from there.
    if facts.tree.get(commune).is_some_and(|it| it.level() < Level::Commune) {
        house.ask(asker, Verb::ReadInitiatives, commune)?;
    }
    let whole = facts.tree.get(unit).ok_or(Refusal::NotFound)?;
    let year = match year {
        Some(year) => year,
        None => newest_year(house).await?,
    };
    let own = store::own_of_year(&house.store, year).await?;
    let level = level_below(&facts.tree, whole, on);
    let mut placing = Placing { tree: &facts.tree, on, level, within: whole, known: BTreeMap::new() };
    let mut rows: BTreeMap<Option<UnitId>, Row> = BTreeMap::new();
    for (commune, told) in own {
        for (at, count) in told.0.into_iter().enumerate().filter(|(_, count)| *count != 0) {
            placing.divide(commune, count, |&Home { unit, quality, .. }, count| {
                let row = rows.entry(unit).or_insert_with(|| Row { unit, quality, told: Told::default() });
                row.quality = worst(row.quality, quality);
                row.told.0[at] += count;
            });
        }
    }
    let is_city = whole.level() == Level::City;
    let qualities = rows.values().map(|row| row.quality).filter(|_| !is_city);
    let quality = qualities.fold(Quality::Exact, worst);
    let years = years(house, whole, &mut placing).await?;
    let total =
        years.iter().find(|(own, _)| *own == year).map(|(_, counts)| counts.clone()).unwrap_or_default();
    let mut rows: Vec<Row> =
        if whole.level() == Level::Commune { Vec::new() } else { rows.into_values().collect() };
    rows.sort_by_cached_key(|row| {
        let unit = row.unit.and_then(|unit| facts.tree.get(unit));
        (unit.is_none(), unit.map(|unit| in_order(unit.bare_name())))
    });
    Ok(Statistics { unit, year, on, total, quality, rows, years })
}

/// The level of what lies below a unit on a day: communes, or districts while the city had them.
fn level_below(tree: &Tree, unit: &Unit, on: Day) -> Level {
    let below = tree.children(unit.id, on).map(Unit::level).min();
    match unit.level() {
        Level::City => below.filter(|level| *level < Level::Commune).unwrap_or(Level::Commune),
        _ => Level::Commune,
    }
}

/// The whole of each year, the newest first.
async fn years(house: &House, whole: &Unit, placing: &mut Placing<'_>) -> Done<Vec<(i64, Counts)>> {
    let mut years: BTreeMap<i64, Counts> = BTreeMap::new();
    if whole.level() == Level::City {
        for counted in store::below(&house.store, whole.id).await? {
            years.entry(counted.year).or_default().add(&counted.family, &counted.word, counted.count);
        }
        return Ok(years.into_iter().rev().collect());
    }
    let communes = placing.tree.units().iter().filter(|unit| unit.level() == Level::Commune);
    let mut from: Vec<UnitId> = communes.map(|commune| commune.id).collect();
    from.retain(|commune| placing.homes(*commune).iter().any(|home| home.is_inside));
    for counted in store::own_of(&house.store, &from).await? {
        placing.divide(UnitId(counted.unit), counted.count, |_, count| {
            years.entry(counted.year).or_default().add(&counted.family, &counted.word, count);
        });
    }
    Ok(years.into_iter().rev().collect())
}
