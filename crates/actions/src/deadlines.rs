//! What is late and what lapses, across procedures: for one person, one office, the whole city; who is told of it, and
//! what the pace says.

pub mod forecast;
pub mod ladder;
mod listed;
mod things;

use crate::{
    cases::ask_office,
    house::{Done, House},
};
use danvan_domain::{
    deadlines::Deadline,
    ids::UnitId,
    people::{Person, Role},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{cases, deadlines as store, people};
pub use listed::{Item, Key, Listed, Part, ROWS};
use std::collections::BTreeMap;
pub use store::{DayCount, Whose};
pub use things::Thing;

/// One deadline with what it is of.
pub struct Row {
    /// The deadline.
    pub deadline: Deadline,
    /// What falls due.
    pub thing: Thing,
    /// Whether the reader may open it.
    pub may_open: bool,
}

/// An office with what is due and late there.
pub struct Office {
    /// Which.
    pub unit: UnitId,
    /// How many duties are due until the end of the stretch, the late ones among them.
    pub due: i64,
    /// How many are late.
    pub late: i64,
}

/// What somebody wants to see.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Whose deadlines.
    pub whose: Whose,
    /// The office whose desk it is, or of which the person is.
    pub unit: UnitId,
    /// How many days after today the stretch lasts.
    pub days: i64,
    /// The one list to read, and the row behind which it goes on; without it what is late and what comes, from the first.
    pub list: Option<(Part, Option<Key>)>,
}

/// What lapses, seen from somebody's desk.
pub struct Lapsing {
    /// How many duties are late: of proceedings, visits, promises and requests about data.
    pub late_count: i64,
    /// How many are due from now on until the end of the stretch.
    pub coming_count: i64,
    /// The last day of the stretch.
    pub until: Day,
    /// Everything due on each day, in order: those and feedback cases.
    pub days: Vec<DayCount>,
    /// The lists that were asked for.
    pub lists: Vec<Listed>,
    /// The office's feedback cases late and due in the stretch, counted beside.
    pub cases: Option<(i64, i64)>,
    /// Every office of the house with something due, most late first; empty for one office or person.
    pub offices: Vec<Office>,
    /// Who may be on what the office has.
    pub colleagues: Vec<Person>,
}

/// How many days from today on or back the list of a day may lie.
const FARTHEST: i64 = 3_700;

/// What is late and what lapses in the coming days.
///
/// # Errors
/// The refusal of the right to read the letters of the unit; of everybody's only the city's leaders may; of another
/// person whoever handles letters where they work; a day in no reach.
pub async fn lapsing(house: &House, asker: &Asker, wanted: Wanted) -> Done<Lapsing> {
    let colleagues = may_see(house, asker, &wanted).await?;
    let Wanted { whose, unit, days, list } = wanted;
    let now = house.now();
    let until = now.day().plus_days(days.clamp(1, 62));
    let end = Moment::at(until.next(), 0, 0);
    // A day that is asked for by itself is counted also where it lies beyond the stretch.
    let last = match list {
        Some((Part::Day(day), _)) => until.max(day),
        _ => until,
    };
    let reads_cases = house.ask(asker, Verb::ReadCase, unit).is_ok();
    let beside = match whose {
        Whose::Unit(unit) => Some((unit, None)),
        Whose::Person(person) => Some((unit, Some(person))),
        // Of the whole city only their lists by office are shown elsewhere.
        Whose::Everybody => None,
    };
    let beside = beside.filter(|_| reads_cases);
    let case_days = match beside {
        Some(of) => cases::due_days(&house.store, of, last.next(), now).await?,
        None => Vec::new(),
    };
    let counted = store::counted(&house.store, whose, last.next(), now).await?;
    let days = sums(counted.days.iter().chain(&case_days).copied());
    let sources = listed::Sources { whose, cases: beside, rows: ROWS };
    let wanted = list.map_or_else(|| vec![(Part::Late, None), (Part::Coming, None)], |one| vec![one]);
    let mut lists = Vec::new();
    for (part, after) in wanted {
        let total = total(&days, part, until);
        lists.push(listed::read(house, asker, &sources, (part, after, total), (now, end)).await?);
    }
    let is_office = matches!(whose, Whose::Unit(_)) && reads_cases;
    let office = |(unit, due, late): (UnitId, i64, i64)| Office { unit, due, late };
    Ok(Lapsing {
        late_count: total(&counted.days, Part::Late, until),
        coming_count: total(&counted.days, Part::Coming, until),
        until,
        cases: is_office
            .then(|| (total(&case_days, Part::Late, until), total(&case_days, Part::Coming, until))),
        days,
        lists,
        offices: counted.offices.into_iter().map(office).collect(),
        colleagues,
    })
}

/// What is late of an office, or of the whole house for its uppermost: by day, and the rows due longest ago. Nothing for whoever may
/// not read its letters.
pub(crate) async fn late_of(
    house: &House,
    asker: &Asker,
    unit: UnitId,
    most: usize,
) -> Done<Option<(Vec<DayCount>, Vec<Row>)>> {
    if ask_office(house, asker, Verb::ReadLetter, unit).is_err() {
        return Ok(None);
    }
    let is_uppermost = house.facts().tree.ancestors(unit).next().is_none();
    let whose = if is_uppermost { Whose::Everybody } else { Whose::Unit(unit) };
    let now = house.now();
    let counted = store::counted(&house.store, whose, now.day().next(), now).await?;
    let late = total(&counted.days, Part::Late, now.day());
    let sources = listed::Sources { whose, cases: None, rows: most };
    let listed = listed::read(house, asker, &sources, (Part::Late, None, late), (now, now)).await?;
    let row = |item: Item| match item {
        Item::Deadline(row) => Some(*row),
        Item::Case(_) => None,
    };
    Ok(Some((counted.days, listed.rows.into_iter().filter_map(row).collect())))
}

/// Who handles the letters of the office, when whoever asks may see what they want to.
async fn may_see(house: &House, asker: &Asker, wanted: &Wanted) -> Done<Vec<Person>> {
    ask_office(house, asker, Verb::ReadLetter, wanted.unit)?;
    let colleagues = colleagues(house, wanted.unit).await?;
    match wanted.whose {
        Whose::Person(person) if asker.person != Some(person) => {
            ask_office(house, asker, Verb::HandleLetter, wanted.unit)?;
            if !colleagues.iter().any(|one| one.id == person) {
                return Err(Refusal::NotFound.into());
            }
        }
        Whose::Everybody if house.facts().tree.ancestors(wanted.unit).next().is_some() => {
            return Err(Refusal::NotFound.into());
        }
        _ => {}
    }
    if let Some((Part::Day(day), _)) = wanted.list {
        let (first, last) = (house.today().plus_days(-FARTHEST), house.today().plus_days(FARTHEST));
        if day < first {
            return Err(Refusal::field("day", Note::new("note-day-after").with("day", first)).into());
        }
        if last < day {
            return Err(Refusal::field("day", Note::new("note-day-before").with("day", last)).into());
        }
    }
    Ok(colleagues)
}

/// Who handles an office's letters.
async fn colleagues(house: &House, unit: UnitId) -> Done<Vec<Person>> {
    let today = house.today();
    let mut all = people::at_unit(&house.store, unit, Role::CommuneOfficer, today).await?;
    all.extend(people::at_unit(&house.store, unit, Role::CommuneLeader, today).await?);
    Ok(all)
}

/// The counts of several sorts of things, a day once and in order.
fn sums(all: impl Iterator<Item = DayCount>) -> Vec<DayCount> {
    let mut days: BTreeMap<Day, DayCount> = BTreeMap::new();
    for one in all {
        let sum = days.entry(one.day).or_insert(DayCount { day: one.day, due: 0, late: 0 });
        sum.due += one.due;
        sum.late += one.late;
    }
    days.into_values().collect()
}

/// How long a list is.
fn total(days: &[DayCount], part: Part, until: Day) -> i64 {
    let of = |one: &DayCount| match part {
        Part::Late => one.late,
        Part::Coming if one.day <= until => one.due - one.late,
        Part::Day(day) if one.day == day => one.due,
        Part::Coming | Part::Day(_) => 0,
    };
    days.iter().map(of).sum()
}
