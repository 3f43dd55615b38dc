//! Meetings with their counts, surveys of wishes, and sheets that wait for a word.

use crate::{Change, Store, StoreError, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    clearance::{Counts, Meeting, Survey},
    ids::{MeetingId, PersonId, ProjectId, SegmentId, UnitId},
    time::{Day, Moment},
};
use sqlx::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

statements! {
    ADD_MEETING = "insert into clearance_meetings (id, project, segment, unit, act, on_day, paper, present, women, agree,
        disagree, other, words, files, at, person) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    MEETINGS = "select id, project, segment, unit, act, on_day, paper, present, women, agree, disagree, other, words, files, at,
        person from clearance_meetings where project = $1 and on_day >= $2 and on_day <= $3 order by on_day desc, id desc limit $4";
    ADD_SURVEY = "insert into clearance_surveys (id, project, unit, on_day, asked, answered, at, person)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_WISH = "insert into clearance_wishes (survey, wish, households) values ($1, $2, $3)";
    SURVEYS = "select id, project, unit, on_day, asked, answered, at, person from clearance_surveys
        where project = $1 order by on_day desc, id desc limit $2";
    WISHES = "select w.survey, w.wish, w.households from clearance_surveys s join clearance_wishes w on w.survey = s.id
        where s.project = $1 order by w.survey, w.wish";
    ADD_SHEET = "insert into clearance_sheets (id, project, unit, person, at, content) values ($1, $2, $3, $4, $5, $6)";
    /// Taken by one who says what becomes of it: nobody else gets it after.
    TAKE_SHEET = "delete from clearance_sheets where id = $1 and project = $2 returning unit, person, content";
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

/// Writes a meeting down.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add_meeting(change: &mut Change, it: &Meeting) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD_MEETING).bind(it.id.0).bind(it.project.0)
        .bind(it.segment.map(|id| id.0)).bind(it.unit.0).bind(&it.act).bind(it.on.to_string()).bind(&it.paper)
        .bind(it.counts.present).bind(it.counts.women).bind(it.counts.agree).bind(it.counts.disagree)
        .bind(it.counts.other).bind(&it.words).bind(it.files).bind(it.at.micros())
        .bind(it.person.map(|id| id.0)).execute(db).await.map(drop))?;
    Ok(())
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

/// The surveys of a project, the last first.
///
/// # Errors
/// When the store cannot be read.
pub async fn surveys(store: &Store, project: ProjectId, limit: i64) -> Stored<Vec<Survey>> {
    let rows: Vec<SurveyRow> =
        on_engine!(store, db => sqlx::query_as(SURVEYS).bind(project.0).bind(limit).fetch_all(db).await)?;
    let wishes: Vec<(Uuid, String, i64)> =
        on_engine!(store, db => sqlx::query_as(WISHES).bind(project.0).fetch_all(db).await)?;
    let mut by_survey: BTreeMap<Uuid, Vec<(String, i64)>> = BTreeMap::new();
    for (survey, wish, households) in wishes {
        by_survey.entry(survey).or_default().push((wish, households));
    }
    let one = |row: SurveyRow| {
        Ok(Survey {
            id: row.id,
            project: ProjectId(row.project),
            unit: UnitId(row.unit),
            on: read(&row.on_day)?,
            asked: row.asked,
            answered: row.answered,
            wishes: by_survey.remove(&row.id).unwrap_or_default(),
            at: Moment::from_micros(row.at),
            person: row.person.map(PersonId),
        })
    };
    rows.into_iter().map(one).collect()
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
    on_change!(change, db => sqlx::query(DROP_OLD_SHEETS).bind(drop_before.micros()).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(ADD_SHEET).bind(it.id).bind(it.project.0).bind(it.unit.0)
        .bind(it.person.map(|id| id.0)).bind(at.micros()).bind(&it.content).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes a sheet out of those that wait.
///
/// # Errors
/// When the store cannot write.
pub async fn take_sheet(change: &mut Change, id: Uuid, project: ProjectId) -> Stored<Option<Waiting>> {
    let row: Option<(Uuid, Option<Uuid>, String)> = on_change!(change, db => sqlx::query_as(TAKE_SHEET).bind(id)
        .bind(project.0).fetch_optional(db).await)?;
    Ok(row.map(|(unit, person, content)| Waiting {
        id,
        project,
        unit: UnitId(unit),
        person: person.map(PersonId),
        content,
    }))
}
