//! Made-up initiatives: as many in a year as the city told publicly, some of this year in every stage. All of them say that they
//! are simulated.

use super::{fill::Size, letters::Office};
use crate::{house::Stop, terminal::sentence};
use danvan_actions::{
    House,
    initiatives::{Brought, bring},
};
use danvan_domain::{
    ids::{InitiativeId, UnitId},
    initiatives::total,
    time::Day,
    units::{Level, Tree},
};
use danvan_simulation::initiatives::{Deed, Year, adopt, deeds, kept};

const SEED: u64 = 2026;
/// So many are written in one change.
const AT_ONCE: usize = 1_000;
/// In a small city one of so many stands for the whole.
const FEWER: usize = 100;
/// What share of last year's is kept for this year.
const KEPT: f64 = 0.2;
/// What share follows another.
const FOLLOWING: f64 = 0.06;

/// Makes them and writes them down, the oldest first.
pub(super) async fn fill(
    house: &House,
    offices: &[Office],
    size: Size,
    tell: &impl Fn(&str),
) -> Result<(), Stop> {
    let facts = house.facts();
    let (tree, now) = (&facts.tree, house.now());
    let this_year = i64::from(now.day().0.year());
    let few = size == Size::Small;
    let (mut many, mut stories) = (0, 0);
    let mut to_follow: Vec<InitiativeId> = Vec::new();
    for (year, registered_on) in [("2021", "2021-03-01"), ("2023", "2023-03-01"), ("2025", "2025-08-01")] {
        let on: Day = registered_on.parse().map_err(|_| format!("{registered_on} is no day"))?;
        let all = usize::try_from(total(year).unwrap_or(0))?;
        // Of the other years nobody told how many were collective: the share of the year of which it was told.
        let told = total(&format!("{year}_collective")).map(usize::try_from).transpose()?;
        let share = (total("2025_collective").unwrap_or(0), total("2025").unwrap_or(1).max(1));
        let collective = told.unwrap_or(all * usize::try_from(share.0)? / usize::try_from(share.1)?);
        let (all, collective) = if few { (all / FEWER, collective / FEWER) } else { (all, collective) };
        let number: i64 = year.parse()?;
        let communes = communes(tree, on, offices, few);
        let of_year = Year { year: number, registered_on: on, all, collective };
        let mut made = deeds(tree, &communes, of_year, now, SEED);
        adopt(&mut made, &to_follow, FOLLOWING, SEED);
        to_follow.extend(made.iter().filter(|one| one.story.is_some()).map(|one| one.initiative.id));
        if number + 1 == this_year {
            let february = Day::new(i16::try_from(this_year)?, 2, 2).ok_or("no February")?;
            kept(&mut made, this_year, february, KEPT, SEED);
        }
        (many, stories) = (many + made.len(), stories + write(house, made).await?);
    }
    let begin = now.day().plus_days(-200);
    if i64::from(begin.0.year()) == this_year {
        let communes: Vec<UnitId> = offices.iter().map(|office| office.unit).collect();
        let all = communes.len() * 8;
        let of_year = Year { year: this_year, registered_on: begin, all, collective: all * 5 / 8 };
        let mut made = deeds(tree, &communes, of_year, now, SEED);
        adopt(&mut made, &to_follow, FOLLOWING, SEED);
        (many, stories) = (many + made.len(), stories + write(house, made).await?);
    }
    let counts = [("initiatives", many.into()), ("stories", stories.into())];
    tell(&sentence("terminal-demo-initiatives", &counts));
    Ok(())
}

/// The communes of a day, as far back as they are known; of a small city those that lead into its own.
fn communes(tree: &Tree, on: Day, offices: &[Office], few: bool) -> Vec<UnitId> {
    let first =
        tree.units().iter().filter(|unit| unit.level() == Level::Commune).map(|unit| unit.valid_from).min();
    let on = first.map_or(on, |first| first.max(on));
    let leads_in = |unit: UnitId| {
        offices.iter().any(|office| {
            let stands = tree.get(office.unit).map_or(on, |unit| unit.valid_from.max(on));
            tree.standing_for(unit, stands).contains(&office.unit)
        })
    };
    let all = tree.at_level(Level::Commune, on).map(|unit| unit.id);
    all.filter(|unit| !few || leads_in(*unit)).collect()
}

async fn write(house: &House, made: Vec<Deed>) -> Result<usize, Stop> {
    let stories = made.iter().filter(|one| one.story.is_some()).count();
    let mut waiting = Vec::with_capacity(AT_ONCE);
    for Deed { initiative, years, acts, owner, story } in made {
        waiting.push(Brought { initiative, years, acts, owner, story });
        if waiting.len() == AT_ONCE {
            bring(house, &waiting).await?;
            waiting.clear();
        }
    }
    bring(house, &waiting).await?;
    Ok(stories)
}
