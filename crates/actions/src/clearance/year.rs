//! The yearly file of a project: what a lender's standard on land asks, each number with where it comes from. It goes out of the
//! house: nothing small that people said or need is told in it, whoever reads it.

use super::{Reach, board, gatherings::is_few, reached};
use crate::house::{Done, House};
use danvan_domain::{
    clearance::{Counts, Meeting, Project, Segment, Tally},
    ids::ProjectId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::clearance::{self as store, calls, calls::Entered, gatherings, holders};

/// Most meetings of a year that are listed.
const MOST: i64 = 1_000;

/// What was counted at a meeting, as it may be told: nothing in place of few, nor of what would give few away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many came.
    pub present: Option<i64>,
    /// How many of them were women.
    pub women: Option<i64>,
    /// How many agreed, disagreed, and thought otherwise.
    pub opinions: Option<[i64; 3]>,
}

impl Counted {
    fn of(it: &Counts) -> Self {
        let opinions = [it.agree, it.disagree, it.other];
        // Whoever knows all but one knows that one too.
        let silent = it.present - opinions.iter().sum::<i64>();
        let is_told = |counts: &[i64]| !counts.iter().copied().any(is_few);
        Self {
            present: is_told(&[it.present]).then_some(it.present),
            women: is_told(&[it.present, it.women, it.present - it.women]).then_some(it.women),
            opinions: (is_told(&opinions) && !is_few(silent)).then_some(opinions),
        }
    }
}

/// A year of a project.
pub struct Year {
    /// The project, with its cut-off day.
    pub project: Project,
    /// Its stretches.
    pub segments: Vec<Segment>,
    /// The first and last day.
    pub days: (Day, Day),
    /// How it stands today.
    pub tally: Tally,
    /// What was found due, paid and given in the year, by sort.
    pub entered: Vec<Entered>,
    /// The last meetings of the year, and what may be told of each.
    pub meetings: Vec<(Meeting, Counted)>,
    /// How many meetings the year had.
    pub met: i64,
    /// How many calls were made in the year, and on how many files.
    pub calls: (i64, i64),
    /// Cases and letters that belong to files today: sort, how many, of how many files.
    pub grievances: Vec<(String, i64, i64)>,
    /// What support is needed until today, and for how many it is met; nothing in place of few.
    pub needs: Vec<(String, Option<i64>, Option<i64>)>,
}

/// The yearly file, for the office that leads the project.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; a note under `year` for one that is no year.
pub async fn year(house: &House, asker: &Asker, id: ProjectId, year: i16) -> Done<Year> {
    let (project, reach) = reached(house, asker, id).await?;
    if reach != Reach::Whole {
        house.ask(asker, Verb::ReadClearance, project.unit)?;
    }
    let days = Day::new(year, 1, 1).zip(Day::new(year, 12, 31));
    let days = days.ok_or_else(|| Refusal::field("year", Note::new("note-number")))?;
    let store_ = &house.store;
    let needs = holders::count_needs(store_, id).await?;
    let told = |(need, files, met): (String, i64, i64)| {
        let may_met = ![files, met, files - met].into_iter().any(is_few);
        (need, (!is_few(files)).then_some(files), may_met.then_some(met))
    };
    let with_counted = |one: Meeting| {
        let told = Counted::of(&one.counts);
        (one, told)
    };
    let meetings = gatherings::meetings(store_, id, days, MOST).await?;
    Ok(Year {
        segments: store::segments(store_, id).await?,
        days,
        tally: board::whole(house, id).await?,
        entered: calls::entered(store_, id, days).await?,
        meetings: meetings.into_iter().map(with_counted).collect(),
        met: gatherings::count_meetings(store_, id, days).await?,
        calls: calls::called(store_, id, days).await?,
        grievances: holders::count_links(store_, id).await?,
        needs: needs.into_iter().map(told).collect(),
        project,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_small_is_told_of_a_meeting_nor_what_gives_it_away() {
        let check = |counts: [i64; 5], expected: (Option<i64>, Option<i64>, Option<[i64; 3]>)| {
            let [present, women, agree, disagree, other] = counts;
            let told = Counted::of(&Counts { present, women, agree, disagree, other });
            assert_eq!((told.present, told.women, told.opinions), expected, "{counts:?}");
        };
        check([40, 20, 30, 10, 0], (Some(40), Some(20), Some([30, 10, 0])));
        check([40, 3, 30, 10, 0], (Some(40), None, Some([30, 10, 0])));
        check([40, 37, 30, 10, 0], (Some(40), None, Some([30, 10, 0])));
        check([40, 40, 36, 4, 0], (Some(40), Some(40), None));
        check([40, 20, 30, 6, 0], (Some(40), Some(20), None));
        check([40, 20, 20, 10, 5], (Some(40), Some(20), Some([20, 10, 5])));
        check([4, 0, 4, 0, 0], (None, None, None));
        check([0, 0, 0, 0, 0], (Some(0), Some(0), Some([0, 0, 0])));
    }
}
