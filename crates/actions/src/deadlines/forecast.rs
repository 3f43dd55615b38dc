//! What the pace of the last weeks says of the coming days, by unit, with its own record: what it would have said in each
//! of the last weeks, and what came.

use crate::house::{Done, House};
use danvan_analysis::pace::{Forecast, Lapses, forecast};
use danvan_domain::{
    calendar::Calendar,
    ids::UnitId,
    rights::{Asker, Verb},
    time::{Day, Moment},
    units::Level,
};
use danvan_store::deadlines::ladder as store;
use serde::{Deserialize, Serialize};

/// How many working days are foretold, and of how many each told week is.
pub const AHEAD: usize = 5;
/// How many working days the pace is taken from.
pub const HISTORY: usize = 20;
/// Of how many weeks the record tells.
pub const WEEKS: usize = 8;

/// A week of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Its first working day.
    pub from: Day,
    /// How many of what was open then fell due in it.
    pub due: u64,
    /// How many it would have said would lapse, with the interval; nothing when there was too little to go by.
    pub said: Option<(u64, u64, u64)>,
    /// How many lapsed.
    pub lapsed: u64,
}

impl Week {
    /// Whether what came lay in the interval.
    pub fn held(&self) -> bool {
        self.said.is_some_and(|(low, _, high)| (low..=high).contains(&self.lapsed))
    }
}

/// What is told of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foretold {
    /// The first day that is foretold.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// How many duties fall due.
    pub due: u64,
    /// How many were kept in time in the working days before.
    pub kept: u64,
    /// How many would lapse: low, likely, high; nothing when there is too little to go by.
    pub said: Option<(u64, u64, u64)>,
    /// The record, oldest week first.
    pub weeks: Vec<Week>,
}

impl Foretold {
    /// In how many of the weeks that it would have told what came lay in the interval, and of how many.
    pub fn record(&self) -> (usize, usize) {
        let told = self.weeks.iter().filter(|week| week.said.is_some());
        (self.weeks.iter().filter(|week| week.held()).count(), told.count())
    }
}

/// A duty: begun, due, ended.
pub type Duty = (Moment, Moment, Option<Moment>);

/// What duties count up to: kept in time by working day, and for each week what was open and due by working day, and how
/// much of that lapsed. Those of several units add up.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Counted {
    kept: Vec<u64>,
    due: Vec<Vec<u64>>,
    lapsed: Vec<u64>,
}

/// The working days looked at, oldest first: history before the first week, the weeks, and the days to come.
struct Stretch {
    days: Vec<Day>,
}

impl Stretch {
    fn of(calendar: &Calendar, today: Day) -> Self {
        let before = HISTORY + WEEKS * AHEAD;
        let mut days = Vec::with_capacity(before + AHEAD);
        let mut day = today;
        while days.len() < before {
            day = day.previous();
            if calendar.is_working_day(day) {
                days.push(day);
            }
        }
        days.reverse();
        let mut day = today;
        while days.len() < before + AHEAD {
            if calendar.is_working_day(day) {
                days.push(day);
            }
            day = day.next();
        }
        Self { days }
    }

    /// Where the week of a number begins; the last is the one to come.
    fn week(week: usize) -> usize {
        HISTORY + week * AHEAD
    }

    /// The place of a moment's day: a rest day counts to the working day after it.
    fn place(&self, at: Moment) -> usize {
        let day = at.day();
        self.days.partition_point(|one| *one < day)
    }

    fn count(&self, duties: &[Duty]) -> Counted {
        let mut counted = Counted {
            kept: vec![0; self.days.len()],
            due: vec![vec![0; AHEAD]; WEEKS + 1],
            lapsed: vec![0; WEEKS + 1],
        };
        for (starts, due, ended) in duties {
            if let Some(ended) = ended.filter(|ended| ended <= due)
                && let Some(kept) = counted.kept.get_mut(self.place(ended))
                && self.days.first().is_some_and(|first| *first <= ended.day())
            {
                *kept += 1;
            }
            for week in 0..=WEEKS {
                let (first, from) = (Self::week(week), Moment::at(self.days[Self::week(week)], 0, 0));
                let was_open = *starts < from && ended.is_none_or(|ended| from <= ended) && from <= *due;
                let place = self.place(*due);
                if was_open && (first..first + AHEAD).contains(&place) {
                    counted.due[week][place - first] += 1;
                    counted.lapsed[week] += u64::from(ended.is_none_or(|ended| *due < ended));
                }
            }
        }
        counted
    }

    fn told(&self, counted: &Counted) -> Foretold {
        let said = |week: usize| {
            let first = Self::week(week);
            match forecast(&counted.kept[first - HISTORY..first], &counted.due[week]) {
                Forecast::NothingDue => Some((0, 0, 0)),
                Forecast::TooLittle => None,
                Forecast::Lapses(Lapses { low, likely, high, .. }) => Some((low, likely, high)),
            }
        };
        let due = |week: usize| counted.due[week].iter().sum();
        let week = |week: usize| Week {
            from: self.days[Self::week(week)],
            due: due(week),
            said: said(week),
            lapsed: counted.lapsed[week],
        };
        let next = Self::week(WEEKS);
        Foretold {
            from: self.days[next],
            to: self.days[next + AHEAD - 1],
            due: due(WEEKS),
            kept: counted.kept[next - HISTORY..next].iter().sum(),
            said: said(WEEKS),
            // A week in which nothing fell due has nothing to be right about.
            weeks: (0..WEEKS).map(week).filter(|week| week.due > 0).collect(),
        }
    }
}

impl Counted {
    fn add(&mut self, other: &Self) {
        let pairs = self.kept.iter_mut().zip(&other.kept);
        let pairs = pairs.chain(self.lapsed.iter_mut().zip(&other.lapsed));
        pairs.for_each(|(own, more)| *own += more);
        for (own, more) in self.due.iter_mut().flatten().zip(other.due.iter().flatten()) {
            *own += more;
        }
    }
}

/// Reckons the pace of every office, and of each city with all of its offices. Returns of how many units.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn reckon(house: &House) -> Done<u64> {
    let facts = house.facts();
    let stretch = Stretch::of(&facts.calendar, house.today());
    let since = Moment::at(stretch.days[0], 0, 0);
    let mut all: Vec<(UnitId, Counted)> = Vec::new();
    for unit in store::dutiful(&house.store).await? {
        let counted = stretch.count(&store::duties(&house.store, unit, since).await?);
        let city = facts.tree.at_or_above(unit, Level::City).map(|city| city.id).filter(|city| *city != unit);
        // An office that ended goes on as what stands for it.
        let stands = facts.tree.today(unit, house.today()).unwrap_or(unit);
        for id in [Some(stands), city].into_iter().flatten() {
            match all.iter_mut().find(|(known, _)| *known == id) {
                Some((_, sum)) => sum.add(&counted),
                None => all.push((id, counted.clone())),
            }
        }
    }
    let mut change = house.store.begin().await?;
    for (unit, counted) in &all {
        let told = serde_json::to_string(&stretch.told(counted))
            .map_err(|error| danvan_store::StoreError::Engine(format!("a forecast: {error}")))?;
        store::foretell(&mut change, *unit, house.now(), &told).await?;
    }
    change.commit().await?;
    Ok(all.len() as u64)
}

/// What the pace of a unit says, as it was last reckoned; nothing before it was.
///
/// # Errors
/// The refusal of the right to read its letters.
pub async fn foretold(house: &House, asker: &Asker, unit: UnitId) -> Done<Option<Foretold>> {
    house.ask(asker, Verb::ReadLetter, unit)?;
    let found = store::foretold(&house.store, unit).await?;
    // What was said of days that are over is no forecast any more.
    let told = found.and_then(|(_, told)| serde_json::from_str::<Foretold>(&told).ok());
    Ok(told.filter(|told| house.today() <= told.to))
}

/// Offices of which even the lower end of what the pace says is that clocks lapse; cities, which are sums of offices, are left out.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn at_risk(house: &House) -> Done<Vec<(UnitId, Foretold)>> {
    let (facts, today) = (house.facts(), house.today());
    let mut found = Vec::new();
    for (unit, told) in store::all_foretold(&house.store).await? {
        let is_office = facts.tree.get(unit).is_some_and(|unit| unit.level() != Level::City);
        let Ok(told) = serde_json::from_str::<Foretold>(&told) else { continue };
        if is_office && today <= told.to && told.said.is_some_and(|(low, ..)| low > 0) {
            found.push((unit, told));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(day: &str, hour: i8) -> Moment {
        Moment::at(day.parse().expect("a day"), hour, 0)
    }

    #[test]
    fn a_stretch_holds_working_days_only_and_today_first_of_those_to_come() {
        let stretch = Stretch::of(Calendar::facts(), "2026-11-26".parse().expect("a day"));
        assert_eq!(stretch.days.len(), HISTORY + WEEKS * AHEAD + AHEAD);
        let next: Vec<String> = stretch.days[Stretch::week(WEEKS)..].iter().map(Day::to_string).collect();
        assert_eq!(next, ["2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"]);
        assert_eq!(
            stretch.days[Stretch::week(WEEKS) - 2].to_string(),
            "2026-11-23",
            "the 24th was a holiday"
        );
    }

    #[test]
    fn duties_are_counted_where_they_were_open_and_due() {
        let stretch = Stretch::of(Calendar::facts(), "2026-11-26".parse().expect("a day"));
        let duties = [
            // Kept in time on the 25th.
            (moment("2026-11-20", 9), moment("2026-12-01", 17), Some(moment("2026-11-25", 9))),
            // Runs and falls due in the coming days.
            (moment("2026-11-20", 9), moment("2026-12-01", 17), None),
            // Late already.
            (moment("2026-11-02", 9), moment("2026-11-20", 17), None),
            // Ended late last week.
            (moment("2026-11-02", 9), moment("2026-11-20", 17), Some(moment("2026-11-23", 9))),
            // Begun today: nobody could have told of it this morning.
            (moment("2026-11-26", 9), moment("2026-11-30", 17), None),
        ];
        let counted = stretch.count(&duties);
        assert_eq!(counted.kept.iter().sum::<u64>(), 1);
        assert_eq!(counted.due[WEEKS], [0, 0, 0, 1, 0]);
        // The week from 18 to 25 November.
        assert_eq!((counted.due[WEEKS - 1].iter().sum::<u64>(), counted.lapsed[WEEKS - 1]), (2, 2));
        let mut twice = counted.clone();
        twice.add(&counted);
        assert_eq!(twice.due[WEEKS], [0, 0, 0, 2, 0]);
        let told = stretch.told(&counted);
        assert_eq!((told.due, told.said, told.record()), (1, None, (0, 0)));
    }

    #[test]
    fn a_record_says_how_often_it_was_right() {
        let day: Day = "2026-11-02".parse().expect("a day");
        let week = |said, lapsed| Week { from: day, due: 9, said, lapsed };
        let weeks = vec![week(Some((0, 1, 3)), 3), week(Some((0, 1, 3)), 4), week(None, 0)];
        let told = Foretold { from: day, to: day, due: 1, kept: 20, said: None, weeks };
        assert_eq!(told.record(), (1, 2));
    }
}
