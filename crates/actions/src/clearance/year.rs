//! The yearly file of a project: what a lender's standard on land asks, each number with where it comes from.

use super::{Reach, reached};
use crate::house::{Done, House};
use danvan_domain::{
    clearance::{Meeting, Project, Segment, Tally, total},
    ids::ProjectId,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::clearance::{self as store, calls, calls::Entered, gatherings, holders};

/// Most meetings of a year that are listed.
const MOST: i64 = 1_000;
/// Counts of needs below this are not told.
const THRESHOLD: i64 = 5;

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
    /// The meetings of the year, the last first.
    pub meetings: Vec<Meeting>,
    /// How many calls were made in the year, and on how many files.
    pub calls: (i64, i64),
    /// Cases and letters that belong to files: sort, how many, of how many files.
    pub grievances: Vec<(String, i64, i64)>,
    /// What support is needed and for how many it is met; a need of fewer files than the threshold is not told.
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
    let (store_, sums) = (&house.store, store::sums::of_project(&house.store, id).await?);
    let needs = holders::count_needs(store_, id).await?;
    let told = |(need, files, met): (String, i64, i64)| {
        let is_told = THRESHOLD <= files;
        (need, is_told.then_some(files), is_told.then_some(met))
    };
    Ok(Year {
        segments: store::segments(store_, id).await?,
        days,
        tally: total(&sums),
        entered: calls::entered(store_, id, days).await?,
        meetings: gatherings::meetings(store_, id, days, MOST).await?,
        calls: calls::called(store_, id, days).await?,
        grievances: holders::count_links(store_, id).await?,
        needs: needs.into_iter().map(told).collect(),
        project,
    })
}
