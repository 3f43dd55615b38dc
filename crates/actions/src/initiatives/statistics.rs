//! Statistics by year, field, level, kind and outcome, on the structure of any day. They read kept counts, never initiatives.

use crate::house::{Done, House};
use danvan_domain::{
    ids::UnitId,
    initiatives::{InYear, cells},
    refusals::Refusal,
    rights::{Asker, Verb},
    text::in_order,
    time::Day,
    units::{Level, Quality, Tree, Unit, rehome, rehome::apportion, worst},
};
use danvan_store::{
    Change,
    initiatives::counts::{self as store, Adding, BELOW, Counted, OWN},
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
pub struct Counts(BTreeMap<(String, String), i64>);

impl Counts {
    /// The number of a word of a family; the family `all` has the empty word.
    pub fn number_of(&self, family: &str, word: &str) -> i64 {
        self.0.get(&(family.to_owned(), word.to_owned())).copied().unwrap_or(0)
    }

    /// All of them.
    pub fn all(&self) -> i64 {
        self.number_of("all", "")
    }

    /// The words of a family with their numbers.
    pub fn family<'a>(&'a self, family: &'a str) -> impl Iterator<Item = (&'a str, i64)> {
        let of = self.0.iter().filter(move |((own, _), _)| own == family);
        of.map(|((_, word), count)| (word.as_str(), *count))
    }

    fn add(&mut self, family: &str, word: &str, count: i64) {
        *self.0.entry((family.to_owned(), word.to_owned())).or_default() += count;
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
    /// Its numbers.
    pub counts: Counts,
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

/// Where the numbers of a commune lie on a structure, with their shares.
type Homes = Vec<(Option<UnitId>, i64, Quality)>;

/// Places counts on a structure, each commune only once.
struct Placing<'a> {
    tree: &'a Tree,
    on: Day,
    level: Level,
    known: BTreeMap<UnitId, Homes>,
}

impl Placing<'_> {
    fn homes(&mut self, unit: UnitId) -> &Homes {
        let (tree, on, level) = (self.tree, self.on, self.level);
        self.known.entry(unit).or_insert_with(|| {
            let own = tree.get(unit).map_or(level, Unit::level);
            // What the city or a district carries out itself lies in no commune.
            if own < level {
                return vec![(None, danvan_domain::units::WHOLE_PPM, Quality::Exact)];
            }
            let parts = rehome(tree, unit, on, level);
            parts.into_iter().map(|part| (part.unit, part.share_ppm, part.quality)).collect()
        })
    }

    /// A number as its parts in units; they add up to it.
    fn divide(&mut self, counted: &Counted) -> Vec<(Option<UnitId>, i64, Quality)> {
        let homes = self.homes(UnitId(counted.unit)).clone();
        let shares: Vec<i64> = homes.iter().map(|(_, share, _)| *share).collect();
        let parts = apportion(counted.count, &shares);
        homes.into_iter().zip(parts).map(|((unit, _, quality), count)| (unit, count, quality)).collect()
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
    let is_city = whole.level() == Level::City;
    let own = store::own_of_year(&house.store, year).await?;
    let mut placing =
        Placing { tree: &facts.tree, on, level: level_below(&facts.tree, whole, on), known: BTreeMap::new() };
    let mut rows: BTreeMap<Option<UnitId>, Row> = BTreeMap::new();
    for counted in &own {
        for (home, count, quality) in placing.divide(counted) {
            let is_inside =
                is_city || home.is_some_and(|home| home == unit || facts.tree.is_under(home, unit, on));
            if !is_inside || count == 0 {
                continue;
            }
            let row =
                rows.entry(home).or_insert_with(|| Row { unit: home, quality, counts: Counts::default() });
            row.quality = worst(row.quality, quality);
            row.counts.add(&counted.family, &counted.word, count);
        }
    }
    let (mut total, mut quality) = (Counts::default(), Quality::Exact);
    for row in rows.values() {
        quality = if is_city { quality } else { worst(quality, row.quality) };
        row.counts.0.iter().for_each(|((family, word), count)| total.add(family, word, *count));
    }
    let years = years(house, unit, is_city, &mut placing).await?;
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
async fn years(
    house: &House,
    unit: UnitId,
    is_city: bool,
    placing: &mut Placing<'_>,
) -> Done<Vec<(i64, Counts)>> {
    let mut years: BTreeMap<i64, Counts> = BTreeMap::new();
    if is_city {
        for counted in store::below(&house.store, unit).await? {
            years.entry(counted.year).or_default().add(&counted.family, &counted.word, counted.count);
        }
    } else {
        let (tree, on) = (placing.tree, placing.on);
        let inside =
            |home: Option<UnitId>| home.is_some_and(|home| home == unit || tree.is_under(home, unit, on));
        let communes = tree.units().iter().filter(|unit| unit.level() == Level::Commune);
        let mut from: Vec<UnitId> = Vec::new();
        for commune in communes {
            if placing.homes(commune.id).iter().any(|(home, ..)| inside(*home)) {
                from.push(commune.id);
            }
        }
        for counted in store::own_of(&house.store, &from).await? {
            for (home, count, _) in placing.divide(&counted) {
                if inside(home) && count != 0 {
                    years.entry(counted.year).or_default().add(&counted.family, &counted.word, count);
                }
            }
        }
    }
    Ok(years.into_iter().rev().collect())
}
