//! Boards: kept sums by stretch, commune or old district, and by what keeps files waiting. They never read files.

use super::{Reach, reached};
use crate::{
    house::{Done, House},
    units::home,
};
use danvan_domain::{
    clearance::{Cell, Part, Placed, Project, Segment, Sum, Tally, by_segment, by_unit, total},
    ids::{ProjectId, SegmentId, UnitId},
    rights::Asker,
    text::in_order,
    time::Day,
    units::{Level, Quality},
    words_enum,
};
use danvan_store::clearance as store;
use std::collections::BTreeMap;

words_enum! {
    /// By what a board is laid out.
    By {
        /// Stretches.
        Segment = "segment",
        /// Communes.
        Commune = "commune",
        /// Districts, which ended in 2025.
        District = "district",
    }
}

impl By {
    /// The level of its units.
    const fn level(self) -> Option<Level> {
        match self {
            Self::Segment => None,
            Self::Commune => Some(Level::Commune),
            Self::District => Some(Level::District),
        }
    }
}

/// A row of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The stretch, on a board by stretches.
    pub segment: Option<SegmentId>,
    /// The unit, on a board by units; nothing for what cannot be said to lie in one.
    pub unit: Option<UnitId>,
    /// How surely.
    pub quality: Quality,
    /// Its numbers.
    pub tally: Tally,
}

/// A board.
pub struct Board {
    /// The project.
    pub project: Project,
    /// Its stretches.
    pub segments: Vec<Segment>,
    /// How much of it whoever asks may see.
    pub reach: Reach,
    /// By what.
    pub by: By,
    /// On the structure of which day.
    pub on: Day,
    /// The rows.
    pub rows: Vec<Row>,
    /// The whole: the rows add up to it.
    pub total: Tally,
    /// How many files each reason keeps waiting, the most first.
    pub reasons: Vec<(String, Sum)>,
    /// How many files stand in each stage.
    pub stages: Vec<(String, Sum)>,
}

/// The last day on which the districts stood, or today where they still do.
fn last_day_of_districts(house: &House) -> Day {
    let (facts, today) = (house.facts(), house.today());
    if facts.tree.at_level(Level::District, today).next().is_some() {
        return today;
    }
    let ended = facts.tree.units().iter().filter(|unit| unit.level() == Level::District);
    ended.filter_map(|unit| unit.valid_to).filter(|last| *last < today).max().unwrap_or(today)
}

/// A board of a project; `on` is the day of the structure, and when it is left out today, or the last day of the districts.
///
/// # Errors
/// [`danvan_domain::refusals::Refusal::NotFound`]; the refusal of the right to read it.
pub async fn board(house: &House, asker: &Asker, id: ProjectId, by: By, on: Option<Day>) -> Done<Board> {
    let (project, reach) = reached(house, asker, id).await?;
    let segments = store::segments(&house.store, id).await?;
    let facts = house.facts();
    let on = on.unwrap_or_else(|| match by {
        By::District => last_day_of_districts(house),
        By::Segment | By::Commune => house.today(),
    });
    let Sums { parts, reasons, stages } = Sums::read(house, id, reach, by.level()).await?;
    let rows = match &parts {
        Parts::OfSegments(parts) => stretches(&segments, parts),
        Parts::OfPlaces(parts, level) => {
            let mut rows: Vec<Row> = by_unit(&facts.tree, parts, on, *level).into_iter().map(row).collect();
            rows.sort_by_cached_key(|row| {
                let unit = row.unit.and_then(|unit| facts.tree.get(unit));
                (unit.is_none(), unit.map(|unit| in_order(unit.bare_name())))
            });
            rows
        }
    };
    Ok(Board { project, segments, reach, by, on, rows, total: parts.total(), reasons, stages })
}

/// How a project stands, as far as somebody reaches.
pub(super) async fn tally(house: &House, id: ProjectId, reach: Reach) -> Done<Tally> {
    match reach {
        Reach::Whole => whole(house, id).await,
        Reach::Commune(_) => Ok(Sums::read(house, id, reach, None).await?.parts.total()),
    }
}

/// How a whole project stands.
pub(super) async fn whole(house: &House, id: ProjectId) -> Done<Tally> {
    Ok(total(&parts_by(&store::sums::of_segments(&house.store, id).await?, |segment| *segment)))
}

/// What rows are laid out from: stretches, or places that lie in units of a level. The total is of the same read, so that they add
/// up to it.
enum Parts {
    OfSegments(Vec<Part<SegmentId>>),
    OfPlaces(Vec<Part<UnitId>>, Level),
}

impl Parts {
    fn total(&self) -> Tally {
        match self {
            Self::OfSegments(parts) => total(parts),
            Self::OfPlaces(parts, _) => total(parts),
        }
    }
}

fn parts_by<C, K>(cells: &[(Cell<C>, Sum)], of: impl Fn(&C) -> K) -> Vec<Part<K>> {
    cells.iter().map(|one| Part::by(&of, one)).collect()
}

/// What a board tells. By place a whole project has thousands of sums, which the store adds up.
struct Sums {
    parts: Parts,
    reasons: Vec<(String, Sum)>,
    stages: Vec<(String, Sum)>,
}

impl Sums {
    async fn read(house: &House, id: ProjectId, reach: Reach, level: Option<Level>) -> Done<Self> {
        let kept = &house.store;
        match reach {
            Reach::Whole => {
                let cells = store::sums::of_segments(kept, id).await?;
                let parts = match level {
                    None => Parts::OfSegments(parts_by(&cells, |segment| *segment)),
                    Some(level) => Parts::OfPlaces(store::sums::by_place(kept, id).await?, level),
                };
                Ok(Self::of(parts, &cells))
            }
            Reach::Commune(unit) => {
                let places = of_commune(house, store::sums::places(kept, id).await?, unit);
                let cells = store::sums::at_places(kept, id, &places).await?;
                let parts = match level {
                    None => Parts::OfSegments(parts_by(&cells, |spot| spot.segment)),
                    Some(level) => Parts::OfPlaces(parts_by(&cells, |spot| spot.place), level),
                };
                Ok(Self::of(parts, &cells))
            }
        }
    }

    fn of<K>(parts: Parts, cells: &[(Cell<K>, Sum)]) -> Self {
        let reasons = gathered(cells, |cell| (!cell.reason.is_empty()).then_some(&cell.reason));
        Self { parts, reasons, stages: gathered(cells, |cell| Some(&cell.stage)) }
    }
}

fn row(placed: Placed) -> Row {
    Row { segment: None, unit: placed.unit, quality: placed.quality, tally: placed.tally }
}

fn stretches(segments: &[Segment], parts: &[Part<SegmentId>]) -> Vec<Row> {
    let by = by_segment(parts);
    let row = |segment: &Segment| Row {
        segment: Some(segment.id),
        unit: None,
        quality: Quality::Exact,
        tally: by.get(&segment.id).copied().unwrap_or_default(),
    };
    segments.iter().map(row).collect()
}

/// Which places are of a commune today: by the rule by which the files themselves go from one commune to another.
fn of_commune(house: &House, mut places: Vec<UnitId>, unit: UnitId) -> Vec<UnitId> {
    let (facts, today) = (house.facts(), house.today());
    let goes_to = |place: UnitId| {
        let office = facts.tree.at_or_above(place, Level::Commune)?;
        home(&facts.tree, Some(place), office.id, today).map(|home| home.unit)
    };
    places.retain(|place| goes_to(*place) == Some(unit));
    places
}

/// The sums by a word of their cells, the most files first.
fn gathered<K>(cells: &[(Cell<K>, Sum)], word: impl Fn(&Cell<K>) -> Option<&String>) -> Vec<(String, Sum)> {
    let mut by: BTreeMap<&String, Sum> = BTreeMap::new();
    for (cell, sum) in cells {
        if let Some(word) = word(cell) {
            by.entry(word).or_default().add(*sum);
        }
    }
    let mut all: Vec<(String, Sum)> = by.into_iter().map(|(word, sum)| (word.clone(), sum)).collect();
    all.sort_by(|(a, one), (b, other)| (other.files, a).cmp(&(one.files, b)));
    all
}
