//! How quickly boards of programmes and lists of what is promised answer when a city keeps 100,000 commitments.

use crate::{
    Stop,
    engines::Engine,
    reading::{Page, boards},
    server::command,
};
use danvan_domain::{
    ids::{CommitmentId, PersonId, ProgrammeId, UnitId},
    programmes::{
        AddsUp, Change as VersionChange, Commitment, Content, Direction, Figure, Indicator, Kind, Measure,
        Programme, Rhythm, Total, Version,
    },
    time::{Day, Moment},
    units::{Level, Tree},
};
use danvan_store::{Change, Store, bulk, programmes as store, settings, units};
use std::collections::BTreeMap;
use uuid::Uuid;

/// At least so many commitments are kept.
const COMMITMENTS: usize = 100_000;
/// Months that lie behind the present, each with its figures down to the communes.
const MONTHS: usize = 5;
/// What a team promises a month.
const TARGET: i64 = 20;
/// Stands in the settings of a database that was filled to its end: the id of its first programme.
const FILLED: &str = "bench.programmes";

/// Fills a city, unless it was kept, and times its boards.
pub(crate) async fn measure(engine: &Engine) -> Result<(), Stop> {
    let database = engine.database("programmes")?;
    command(&["demo", "--cases", "5000", "--database", &database])?;
    let Filled { programme, city, commune, kept } = fill(&database).await?;
    let title = format!("{} with {kept} commitments", engine.name);
    let pages = [
        Page::one("programmes, city", "lanhdao", "/programmes"),
        Page::one("board of a programme", "lanhdao", format!("/programmes/{programme}")),
        Page::one(
            "board of a programme, older structure",
            "lanhdao",
            format!("/programmes/{programme}?on=2025-06-30"),
        ),
        Page::one("board of a commune's part", "lanhdao", format!("/programmes/{programme}?of={commune}")),
        Page::one("story of the whole", "lanhdao", format!("/programmes/commitments/{city}")),
        Page::one("story of a commune's part", "lanhdao", format!("/programmes/commitments/{commune}")),
        Page::one("what a commune promised", "canbo.ngocha", "/programmes/promised"),
        Page::one("a team's tasks", "to.ngocha", "/programmes/mine"),
    ];
    boards(engine, &database, &title, &pages).await
}

/// What a filled database holds.
struct Filled {
    programme: ProgrammeId,
    /// The city's commitment of that programme.
    city: CommitmentId,
    /// The part of the commune in which the demo's officer works.
    commune: CommitmentId,
    kept: usize,
}

/// The units that promise: the city, its communes, and the villages of each.
struct Units {
    city: UnitId,
    villages: BTreeMap<UnitId, Vec<UnitId>>,
    /// Where the demo's officer works.
    shown: UnitId,
}

impl Units {
    async fn read(store: &Store, on: Day) -> Result<Self, Stop> {
        let (rows, links) = units::load(store).await?;
        let tree =
            Tree::build(rows, links).map_err(|problems| format!("the units do not fit: {problems:?}"))?;
        let villages: BTreeMap<UnitId, Vec<UnitId>> = tree
            .at_level(Level::Commune, on)
            .map(|commune| (commune.id, tree.children(commune.id, on).map(|unit| unit.id).collect()))
            .collect();
        let shown = tree.at_level(Level::Commune, on).find(|unit| unit.bare_name() == "Ngọc Hà");
        let shown = shown.ok_or("the city has no Ngọc Hà")?.id;
        let city = tree.at_or_above(shown, Level::City).ok_or("a commune without a city")?.id;
        Ok(Self { city, villages, shown })
    }

    /// How many commitments one programme has: the city's, the communes', the villages'.
    fn many(&self) -> usize {
        1 + self.villages.len() + self.villages.values().map(Vec::len).sum::<usize>()
    }
}

/// The present moment.
#[expect(
    clippy::disallowed_methods,
    reason = "what is late is late by the server's clock, which is the real one"
)]
fn now() -> Moment {
    Moment::from_micros(jiff::Timestamp::now().as_microsecond())
}

/// Adds as many programmes as it takes, each shared out to every village, with some months of figures.
async fn fill(database: &str) -> Result<Filled, Stop> {
    let store = Store::open(database).await?;
    let now = now();
    let units = Units::read(&store, now.day()).await?;
    let programmes = COMMITMENTS.div_ceil(units.many());
    let filled = Filled {
        programme: ProgrammeId(id(0, 0)),
        city: CommitmentId(id(0, 1)),
        commune: CommitmentId(id(0, 2 + units.villages.keys().take_while(|it| **it != units.shown).count())),
        kept: programmes * units.many(),
    };
    if settings::get(&store, FILLED).await?.is_some() {
        return Ok(filled);
    }
    for number in 0..programmes {
        let mut change = store.begin().await?;
        add(&mut change, &units, number, now).await?;
        change.commit().await?;
    }
    let mut change = store.begin().await?;
    settings::set(&mut change, FILLED, &filled.kept.to_string()).await?;
    change.commit().await?;
    bulk::indexes::settle(&store).await?;
    Ok(filled)
}

/// Ids that the next run finds again: of a programme's number, and of what it is within it; zero for itself.
fn id(programme: usize, within: usize) -> Uuid {
    let own = ((programme as u128) << 32) | within as u128;
    Uuid::from_u128(0x0c0d_e11e_0000_4000_8000_0000_0000_0000 | own)
}

async fn add(change: &mut Change, units: &Units, number: usize, now: Moment) -> Result<(), Stop> {
    let months = (0..MONTHS).fold(vec![now.day().first_of_month()], |mut days, _| {
        let before = days[0].previous().first_of_month();
        days.insert(0, before);
        days
    });
    let programme = programme(number, units.city, months[0], now);
    let first = Version {
        number: 1,
        at: now,
        person: None::<PersonId>,
        change: VersionChange::Made,
        why: String::new(),
        content: programme.content.clone(),
    };
    store::add(change, &programme, &first).await?;
    let teams = units.villages.values().map(Vec::len).sum::<usize>();
    let city = commitment(&programme, 1, None, (units.city, teams));
    promise(change, &city, &months).await?;
    let mut within = 2 + units.villages.len();
    for (at, (commune, villages)) in units.villages.iter().enumerate() {
        let whole = commitment(&programme, 2 + at, Some(city.id), (*commune, villages.len()));
        promise(change, &whole, &months).await?;
        for village in villages {
            let part = commitment(&programme, within, Some(whole.id), (*village, 1));
            within += 1;
            // A village tells of the present month only, so that the fill stays short; boards read no older ones of it.
            promise(change, &part, &months[MONTHS..]).await?;
        }
    }
    Ok(())
}

fn programme(number: usize, unit: UnitId, starts_on: Day, now: Moment) -> Programme {
    let content = Content {
        kind: if number == 0 { Kind::Directive } else { Kind::Plan },
        title: format!("(Mô phỏng) Kế hoạch {}/KH-TU về công tác dân vận", number + 1),
        aims: String::new(),
        number: format!("{}/KH-TU", number + 1),
        issued_on: None,
        issued_by: "Thành ủy Hà Nội".into(),
        link: String::new(),
        starts_on,
        ends_on: starts_on.plus_days(364),
        parties: String::new(),
        parent: None,
    };
    Programme {
        id: ProgrammeId(id(number, 0)),
        unit,
        content,
        version: 1,
        made_at: now,
        ended_at: None,
        end_reason: String::new(),
    }
}

/// A commitment of so many teams, a count each month.
fn commitment(
    of: &Programme,
    within: usize,
    parent: Option<CommitmentId>,
    (unit, teams): (UnitId, usize),
) -> Commitment {
    let parts = i64::try_from(teams.max(1)).unwrap_or(1);
    let number = of.id.0.as_u128() >> 32 & 0xffff;
    Commitment {
        id: CommitmentId(id(number as usize, within)),
        programme: of.id,
        parent,
        unit,
        promised_by: unit,
        what: "(Mô phỏng) Hộ được vận động phân loại rác".into(),
        indicator: Indicator {
            measure: Measure::Count,
            counted: "hộ".into(),
            baseline: 0,
            target: TARGET * parts,
            direction: Direction::AtLeast,
            adds_up: AddsUp::Sum,
            source: None,
        },
        rhythm: Rhythm::Monthly,
        from: of.content.starts_on,
        to: of.content.ends_on,
        needs_evidence: false,
        weight: 1,
        base: 1,
        checker: None,
        parts,
        made_at: of.made_at,
        ended_at: None,
        end_reason: String::new(),
    }
}

/// Keeps a commitment with its figures of some months: some keep up, some do not.
async fn promise(change: &mut Change, it: &Commitment, months: &[Day]) -> Result<(), Stop> {
    store::add_commitment(change, it).await?;
    for (at, month) in months.iter().enumerate() {
        let zeal = 60 + (it.id.0.as_u128() as i64 + at as i64) % 60;
        let value = it.indicator.target * zeal / 100;
        let told =
            Total { count: it.parts * 1_000_000, ..Total::of(&it.indicator, value, it.parts, it.made_at) };
        let figure = Figure { claimed: told, proven: if at < MONTHS { told } else { Total::default() } };
        store::save_figure(change, it.id, *month, &figure).await?;
    }
    Ok(())
}
