//! Meetings with their counts, surveys of wishes, and sheets that wait for a word.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    clearance::{Counts, Meeting, Survey},
    ids::{MeetingId, PersonId, ProjectId, SegmentId, UnitId},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use uuid::Uuid;

macro_rules! meetings {
    ($rest:literal) => {
        concat!(
            "select id, project, segment, unit, act, on_day, paper, present, women, agree, disagree, other, words, files, at,
            person from clearance_meetings ",
            $rest
        )
    };
}

macro_rules! surveys {
    ($rest:literal) => {
        concat!(
            "select id, project, unit, on_day, asked, answered, at, person from clearance_surveys ",
            $rest
        )
    };
}

statements! {
    /// The first of its changes writes it; each says of how many files it was.
    ADD_MEETING = "insert into clearance_meetings (id, project, segment, unit, act, on_day, paper, present, women, agree,
        disagree, other, words, files, at, person) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15)
        on conflict (id) do nothing";
    MORE_FILES = "update clearance_meetings set files = files + $2 where id = $1 and project = $3 and unit = $4";
    MEETING = meetings!("where id = $1");
    MEETINGS = meetings!("where project = $1 and on_day >= $2 and on_day <= $3 order by on_day desc, id desc limit $4");
    COUNT_MEETINGS = "select count(*) from clearance_meetings where project = $1 and on_day >= $2 and on_day <= $3";
    ADD_SURVEY = "insert into clearance_surveys (id, project, unit, on_day, asked, answered, at, person)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_WISH = "insert into clearance_wishes (survey, wish, households) values ($1, $2, $3)";
    SURVEY = surveys!("where id = $1");
    SURVEYS = surveys!("where project = $1 order by on_day desc, id desc limit $2");
    SURVEYS_OF_UNIT = surveys!("where project = $1 and unit = $3 order by on_day desc, id desc limit $2");
    WISHES_OF = "select wish, households from clearance_wishes where survey = $1 order by wish";
    /// What each commune asked. Sums of big integers grow on PostgreSQL, so they are made small again.
    SURVEYED = "select unit, count(*) as surveys, cast(sum(asked) as bigint) as asked, cast(sum(answered) as bigint) as answered
        from clearance_surveys where project = $1 group by unit order by unit";
    /// How many households named each topic, by commune.
    WISHED = "select s.unit, w.wish, cast(sum(w.households) as bigint) as households from clearance_surveys s
        join clearance_wishes w on w.survey = s.id where s.project = $1 group by s.unit, w.wish order by s.unit, w.wish";
    ADD_SHEET = "insert into clearance_sheets (id, project, unit, person, at, content) values ($1, $2, $3, $4, $5, $6)";
    /// Taken by one who says what becomes of it: nobody else gets it after.
    TAKE_SHEET = "delete from clearance_sheets where id = $1 and project = $2 and at >= $3 returning unit, person, content";
    DROP_OLD_SHEETS = "delete from clearance_sheets where at < $1";
}

#[derive(FromRow)]
struct MeetingRow {
    id: Uuid,
    project: Uuid,
    segment: Option<Uuid>,
    unit: Uuid,
    act: String,
    on_day: String,
    paper: String,
    present: i64,
    women: i64,
    agree: i64,
    disagree: i64,
    other: i64,
    words: String,
    files: i64,
    at: i64,
    person: Option<Uuid>,
}

impl TryFrom<MeetingRow> for Meeting {
    type Error = StoreError;
    fn try_from(row: MeetingRow) -> Stored<Self> {
        Ok(Self {
            id: MeetingId(row.id),
            project: ProjectId(row.project),
            segment: row.segment.map(SegmentId),
            unit: UnitId(row.unit),
            act: row.act,
            on: read(&row.on_day)?,
            paper: row.paper,
            counts: Counts {
                present: row.present,
                women: row.women,
                agree: row.agree,
                disagree: row.disagree,
                other: row.other,
            },
            words: row.words,
            files: row.files,
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
        })
    }
}

/// Writes a meeting down, unless it is there already, and that it was an act of so many more files. Returns whether it is new.
///
/// # Errors
/// [`StoreError::Taken`] when its id is that of a meeting elsewhere; when the store cannot write.
pub async fn hold(change: &mut Change, it: &Meeting, files: i64) -> Stored<bool> {
    let added = on_change!(change, db => sqlx::query(ADD_MEETING).bind(it.id.0).bind(it.project.0)
        .bind(it.segment.map(|id| id.0)).bind(it.unit.0).bind(&it.act).bind(it.on.to_string()).bind(&it.paper)
        .bind(it.counts.present).bind(it.counts.women).bind(it.counts.agree).bind(it.counts.disagree)
        .bind(it.counts.other).bind(&it.words).bind(it.at.micros()).bind(it.person.map(|id| id.0))
        .execute(db).await.map(|done| done.rows_affected()))?;
    let counted = on_change!(change, db => sqlx::query(MORE_FILES).bind(it.id.0).bind(files).bind(it.project.0)
        .bind(it.unit.0).execute(db).await.map(|done| done.rows_affected()))?;
    if counted == 0 { Err(StoreError::Taken) } else { Ok(added == 1) }
}

/// A meeting.
///
/// # Errors
/// When the store cannot be read.
pub async fn meeting(store: &Store, id: MeetingId) -> Stored<Option<Meeting>> {
    let row: Option<MeetingRow> =
        on_engine!(store, db => sqlx::query_as(MEETING).bind(id.0).fetch_optional(db).await)?;
    row.map(Meeting::try_from).transpose()
}

/// How many meetings a project had from a day to another.
///
/// # Errors
/// When the store cannot be read.
pub async fn count_meetings(store: &Store, project: ProjectId, (from, to): (Day, Day)) -> Stored<i64> {
    Ok(on_engine!(store, db => sqlx::query_scalar(COUNT_MEETINGS).bind(project.0).bind(from.to_string())
        .bind(to.to_string()).fetch_one(db).await)?)
}

/// The meetings of a project from a day to another, the last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn meetings(
    store: &Store,
    project: ProjectId,
    (from, to): (Day, Day),
    limit: i64,
) -> Stored<Vec<Meeting>> {
    let rows: Vec<MeetingRow> = on_engine!(store, db => sqlx::query_as(MEETINGS).bind(project.0)
        .bind(from.to_string()).bind(to.to_string()).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Meeting::try_from).collect()
}

#[derive(FromRow)]
struct SurveyRow {
    id: Uuid,
    project: Uuid,
    unit: Uuid,
    on_day: String,
    asked: i64,
    answered: i64,
    at: i64,
    person: Option<Uuid>,
}

/// Writes a survey down.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add_survey(change: &mut Change, it: &Survey) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_SURVEY).bind(it.id).bind(it.project.0).bind(it.unit.0)
        .bind(it.on.to_string()).bind(it.asked).bind(it.answered).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).execute(db).await.map(drop))?;
    for (wish, households) in &it.wishes {
        on_change!(change, db => sqlx::query(ADD_WISH).bind(it.id).bind(wish).bind(households).execute(db).await
            .map(drop))?;
    }
    Ok(())
}

impl SurveyRow {
    fn with(self, wishes: Vec<(String, i64)>) -> Stored<Survey> {
        Ok(Survey {
            id: self.id,
            project: ProjectId(self.project),
            unit: UnitId(self.unit),
            on: read(&self.on_day)?,
            asked: self.asked,
            answered: self.answered,
            wishes,
            at: Moment::from_micros(self.at),
            person: self.person.map(PersonId),
        })
    }
}

/// A survey with its topics in the order of their codes.
///
/// # Errors
/// When the store cannot be read.
pub async fn survey(store: &Store, id: Uuid) -> Stored<Option<Survey>> {
    let row: Option<SurveyRow> =
        on_engine!(store, db => sqlx::query_as(SURVEY).bind(id).fetch_optional(db).await)?;
    let Some(row) = row else { return Ok(None) };
    let wishes: Vec<(String, i64)> =
        on_engine!(store, db => sqlx::query_as(WISHES_OF).bind(id).fetch_all(db).await)?;
    row.with(wishes).map(Some)
}

/// The surveys of a project or of a commune in it, the last first, so many at most and without their topics.
///
/// # Errors
/// When the store cannot be read.
pub async fn surveys(
    store: &Store,
    project: ProjectId,
    unit: Option<UnitId>,
    limit: i64,
) -> Stored<Vec<Survey>> {
    let rows: Vec<SurveyRow> = match unit {
        None => {
            on_engine!(store, db => sqlx::query_as(SURVEYS).bind(project.0).bind(limit).fetch_all(db).await)?
        }
        Some(unit) => on_engine!(store, db => sqlx::query_as(SURVEYS_OF_UNIT).bind(project.0).bind(limit)
            .bind(unit.0).fetch_all(db).await)?,
    };
    rows.into_iter().map(|row| row.with(Vec::new())).collect()
}

/// What a commune asked in all its surveys of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surveyed {
    /// The commune.
    pub unit: UnitId,
    /// How many surveys.
    pub surveys: i64,
    /// How many households were asked.
    pub asked: i64,
    /// How many answered.
    pub answered: i64,
}

/// What each commune asked in a project.
///
/// # Errors
/// When the store cannot be read.
pub async fn surveyed(store: &Store, project: ProjectId) -> Stored<Vec<Surveyed>> {
    let rows: Vec<(Uuid, i64, i64, i64)> =
        on_engine!(store, db => sqlx::query_as(SURVEYED).bind(project.0).fetch_all(db).await)?;
    let one = |(unit, surveys, asked, answered)| Surveyed { unit: UnitId(unit), surveys, asked, answered };
    Ok(rows.into_iter().map(one).collect())
}

/// How many households of each commune named each topic in a project.
///
/// # Errors
/// When the store cannot be read.
pub async fn wished(store: &Store, project: ProjectId) -> Stored<Vec<(UnitId, String, i64)>> {
    let rows: Vec<(Uuid, String, i64)> =
        on_engine!(store, db => sqlx::query_as(WISHED).bind(project.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(unit, wish, households)| (UnitId(unit), wish, households)).collect())
}

/// A sheet that was read and waits for a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Own id.
    pub id: Uuid,
    /// Into which project.
    pub project: ProjectId,
    /// Of which commune.
    pub unit: UnitId,
    /// Who brought it.
    pub person: Option<PersonId>,
    /// The files that are in order, as JSON.
    pub content: String,
}

/// Lays a sheet aside, and drops those of before a moment.
///
/// # Errors
/// When the store cannot write.
pub async fn lay_aside(change: &mut Change, it: &Waiting, at: Moment, drop_before: Moment) -> Stored<()> {
    drop_sheets(change, drop_before).await?;
    on_change!(change, db => sqlx::query(ADD_SHEET).bind(it.id).bind(it.project.0).bind(it.unit.0)
        .bind(it.person.map(|id| id.0)).bind(at.micros()).bind(&it.content).execute(db).await.map(drop))?;
    Ok(())
}

/// Drops the sheets of before a moment: nobody said what becomes of them, and they name people.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_sheets(change: &mut Change, before: Moment) -> Stored<()> {
    on_change!(change, db => sqlx::query(DROP_OLD_SHEETS).bind(before.micros()).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a sheet that was laid aside since a moment out of those that wait.
///
/// # Errors
/// When the store cannot write.
pub async fn take_sheet(
    change: &mut Change,
    id: Uuid,
    project: ProjectId,
    since: Moment,
) -> Stored<Option<Waiting>> {
    let row: Option<(Uuid, Option<Uuid>, String)> = on_change!(change, db => sqlx::query_as(TAKE_SHEET).bind(id)
        .bind(project.0).bind(since.micros()).fetch_optional(db).await)?;
    Ok(row.map(|(unit, person, content)| Waiting {
        id,
        project,
        unit: UnitId(unit),
        person: person.map(PersonId),
        content,
    }))
}
