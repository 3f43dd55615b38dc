//! Inspections of units, their checklists and acts.

use crate::{
    Change, Store, StoreError,
    attachments::Picture,
    engine::{Stored, by_ids},
    on_change, on_engine,
    people::read,
    statements,
};
use danvan_domain::{
    ids::{ChecklistItemId, InspectionId, PersonId, ProgrammeId, UnitId},
    inspections::{Done, Inspection, Item, Outcome},
    time::{Day, Moment},
};
use sqlx_macros::FromRow;
use std::collections::BTreeMap;
use uuid::Uuid;

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "select id, unit, inspected, kind, subject, plan, stage, starts_on, ends_on, answer_due_on, ",
            "concluded_on, remedies, made_at, moved_at from inspections ",
            $rest
        )
    };
}

statements! {
    ADD = "insert into inspections (id, unit, inspected, planned_by, planned_of, kind, subject, plan, stage, starts_on, ends_on, made_at, moved_at)
        values ($1, $2, $3, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    GET = columns!("where id = $1");
    /// Locks the row on PostgreSQL, so that acts follow one another; on SQLite the writer is alone anyway.
    LOCK = "update inspections set stage = stage where id = $1
        returning id, unit, inspected, kind, subject, plan, stage, starts_on, ends_on, answer_due_on, concluded_on,
            remedies, made_at, moved_at";
    SET = "update inspections set stage = $2, answer_due_on = $3, concluded_on = $4, remedies = $5, moved_at = $6
        where id = $1";
    AFTER = columns!("where id > $1 order by id limit $2");
    /// Those of a unit, as whoever inspects or as whoever is inspected, last moved first, after a place in that order.
    OF_INSPECTING = columns!("where unit = $1 and (moved_at, id) < ($2, $3) order by moved_at desc, id desc limit $4");
    OF_INSPECTED = columns!("where inspected = $1 and (moved_at, id) < ($2, $3) order by moved_at desc, id desc limit $4");
    ADD_ITEM = "insert into inspection_items (id, inspection, number, field, question, answer, told)
        values ($1, $2, $3, $4, $5, '', '')";
    ITEMS = "select id, inspection, number, field, question, answer, outcome, told, looked_at, person
        from inspection_items where inspection = $1 order by number";
    ANSWER_ITEM = "update inspection_items set answer = $3 where id = $1 and inspection = $2";
    LOOK = "update inspection_items set outcome = $3, told = $4, looked_at = $5, person = $6
        where id = $1 and inspection = $2";
    ADD_ACT = "insert into inspection_acts (id, inspection, number, at, act, person, words, paper, paper_on)
        select $8, $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7 from inspection_acts where inspection = $1";
    ACTS = "select id, number, at, act, person, words, paper, paper_on from inspection_acts where inspection = $1
        order by number";
    /// The pictures of everything of an inspection: evidence of its questions, papers of its acts.
    PICTURES = "select a.thing, p.hash, p.width, p.height, p.bytes, p.kind from attachments a
        join pictures p on p.hash = a.hash where a.thing in (select id from inspection_items where inspection = $1
            union all select id from inspection_acts where inspection = $1) order by a.thing, a.position";
    /// The inspection of a question or an act.
    OF_PART = "select inspection from inspection_items where id = $1
        union all select inspection from inspection_acts where id = $1";
    /// What was found in what a unit concluded in a time: by field, unit, year and outcome.
    FOUND = "select i.field, n.inspected, substr(n.concluded_on, 1, 4) as year, i.outcome, count(*) as many
        from inspections n join inspection_items i on i.inspection = n.id
        where n.unit = $1 and n.concluded_on >= $2 and n.concluded_on <= $3 and i.outcome is not null
        group by i.field, n.inspected, substr(n.concluded_on, 1, 4), i.outcome";
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    unit: Uuid,
    inspected: Uuid,
    kind: String,
    subject: String,
    plan: String,
    stage: String,
    starts_on: String,
    ends_on: String,
    answer_due_on: Option<String>,
    concluded_on: Option<String>,
    remedies: Option<Uuid>,
    made_at: i64,
    moved_at: i64,
}

impl TryFrom<Row> for Inspection {
    type Error = StoreError;
    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: InspectionId(row.id),
            unit: UnitId(row.unit),
            inspected: UnitId(row.inspected),
            kind: read(&row.kind)?,
            subject: row.subject,
            plan: row.plan,
            stage: read(&row.stage)?,
            from: read(&row.starts_on)?,
            to: read(&row.ends_on)?,
            answer_due_on: row.answer_due_on.as_deref().map(read).transpose()?,
            concluded_on: row.concluded_on.as_deref().map(read).transpose()?,
            remedies: row.remedies.map(ProgrammeId),
            made_at: Moment::from_micros(row.made_at),
            moved_at: Moment::from_micros(row.moved_at),
        })
    }
}

/// Puts an inspection into the plan, with its checklist.
///
/// # Errors
/// [`StoreError::Taken`] when one of this id is there already; when the store cannot write.
pub async fn add(change: &mut Change, it: &Inspection, items: &[Item]) -> Stored<()> {
    on_change!(change, db => sqlx::query(ADD).bind(it.id.0).bind(it.unit.0).bind(it.inspected.0)
        .bind(it.kind.word()).bind(&it.subject).bind(&it.plan).bind(it.stage.word()).bind(it.from.to_string())
        .bind(it.to.to_string()).bind(it.made_at.micros()).execute(db).await.map(drop))?;
    for item in items {
        on_change!(change, db => sqlx::query(ADD_ITEM).bind(item.id.0).bind(it.id.0).bind(item.number)
            .bind(&item.field).bind(&item.question).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// One inspection.
///
/// # Errors
/// When the store cannot be read.
pub async fn get(store: &Store, id: InspectionId) -> Stored<Option<Inspection>> {
    let row: Option<Row> = on_engine!(store, db => sqlx::query_as(GET).bind(id.0).fetch_optional(db).await)?;
    row.map(Inspection::try_from).transpose()
}

/// One inspection, locked until the end of the change.
///
/// # Errors
/// When the store cannot be read.
pub async fn lock(change: &mut Change, id: InspectionId) -> Stored<Option<Inspection>> {
    let row: Option<Row> =
        on_change!(change, db => sqlx::query_as(LOCK).bind(id.0).fetch_optional(db).await)?;
    row.map(Inspection::try_from).transpose()
}

/// Writes how far an inspection has come, with the act that brought it there.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, it: &Inspection, act: &Done) -> Stored<()> {
    let (answer_due_on, concluded_on) =
        (it.answer_due_on.map(|on| on.to_string()), it.concluded_on.map(|on| on.to_string()));
    on_change!(change, db => sqlx::query(SET).bind(it.id.0).bind(it.stage.word()).bind(&answer_due_on)
        .bind(&concluded_on).bind(it.remedies.map(|id| id.0)).bind(it.moved_at.micros())
        .execute(db).await.map(drop))?;
    add_act(change, it.id, act).await
}

/// Keeps an act; its number follows from those that are there.
///
/// # Errors
/// When the store cannot write.
pub async fn add_act(change: &mut Change, id: InspectionId, act: &Done) -> Stored<()> {
    let paper_on = act.paper_on.map(|on| on.to_string());
    on_change!(change, db => sqlx::query(ADD_ACT).bind(id.0).bind(act.at.micros()).bind(act.act.word())
        .bind(act.person.map(|id| id.0)).bind(&act.words).bind(&act.paper).bind(&paper_on).bind(act.id)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Of which side a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Those that a unit leads.
    Inspecting,
    /// Those of which a unit is the object.
    Inspected,
}

/// The inspections of a unit on one side, last moved first, after a place in that order.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_unit(
    store: &Store,
    of: Of,
    unit: UnitId,
    (before, id): (Moment, InspectionId),
    limit: i64,
) -> Stored<Vec<Inspection>> {
    let sql = match of {
        Of::Inspecting => OF_INSPECTING,
        Of::Inspected => OF_INSPECTED,
    };
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(sql).bind(unit.0).bind(before.micros()).bind(id.0)
        .bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Inspection::try_from).collect()
}

#[derive(FromRow)]
struct ItemRow {
    id: Uuid,
    inspection: Uuid,
    number: i64,
    field: String,
    question: String,
    answer: String,
    outcome: Option<String>,
    told: String,
    looked_at: Option<i64>,
    person: Option<Uuid>,
}

impl TryFrom<ItemRow> for Item {
    type Error = StoreError;
    fn try_from(row: ItemRow) -> Stored<Self> {
        Ok(Self {
            id: ChecklistItemId(row.id),
            inspection: InspectionId(row.inspection),
            number: row.number,
            field: row.field,
            question: row.question,
            answer: row.answer,
            outcome: row.outcome.as_deref().map(read).transpose()?,
            told: row.told,
            looked_at: row.looked_at.map(Moment::from_micros),
            person: row.person.map(PersonId),
        })
    }
}

/// The checklist of an inspection, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn items(store: &Store, of: InspectionId) -> Stored<Vec<Item>> {
    let rows: Vec<ItemRow> = on_engine!(store, db => sqlx::query_as(ITEMS).bind(of.0).fetch_all(db).await)?;
    rows.into_iter().map(Item::try_from).collect()
}

/// The checklist inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn items_in(change: &mut Change, of: InspectionId) -> Stored<Vec<Item>> {
    let rows: Vec<ItemRow> = on_change!(change, db => sqlx::query_as(ITEMS).bind(of.0).fetch_all(db).await)?;
    rows.into_iter().map(Item::try_from).collect()
}

/// Keeps what the unit says of itself to one question.
///
/// # Errors
/// When the store cannot write.
pub async fn answer_item(
    change: &mut Change,
    of: InspectionId,
    id: ChecklistItemId,
    answer: &str,
) -> Stored<()> {
    on_change!(change, db => sqlx::query(ANSWER_ITEM).bind(id.0).bind(of.0).bind(answer).execute(db).await
        .map(drop))?;
    Ok(())
}

/// Keeps what was found of one question; false when there is no such question.
///
/// # Errors
/// When the store cannot write.
pub async fn look(
    change: &mut Change,
    of: InspectionId,
    id: ChecklistItemId,
    (outcome, told): (Outcome, &str),
    (at, person): (Moment, Option<PersonId>),
) -> Stored<bool> {
    let rows = on_change!(change, db => sqlx::query(LOOK).bind(id.0).bind(of.0).bind(outcome.word()).bind(told)
        .bind(at.micros()).bind(person.map(|id| id.0)).execute(db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(FromRow)]
struct ActRow {
    id: Uuid,
    number: i64,
    at: i64,
    act: String,
    person: Option<Uuid>,
    words: String,
    paper: String,
    paper_on: Option<String>,
}

/// The acts of an inspection, the first one first.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts(store: &Store, of: InspectionId) -> Stored<Vec<Done>> {
    let rows: Vec<ActRow> = on_engine!(store, db => sqlx::query_as(ACTS).bind(of.0).fetch_all(db).await)?;
    rows.into_iter().map(Done::try_from).collect()
}

/// The same inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn acts_in(change: &mut Change, of: InspectionId) -> Stored<Vec<Done>> {
    let rows: Vec<ActRow> = on_change!(change, db => sqlx::query_as(ACTS).bind(of.0).fetch_all(db).await)?;
    rows.into_iter().map(Done::try_from).collect()
}

impl TryFrom<ActRow> for Done {
    type Error = StoreError;

    fn try_from(row: ActRow) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            number: row.number,
            at: Moment::from_micros(row.at),
            act: read(&row.act)?,
            person: row.person.map(PersonId),
            words: row.words,
            paper: row.paper,
            paper_on: row.paper_on.as_deref().map(read).transpose()?,
        })
    }
}

/// Those behind an id, in the order of ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn after(store: &Store, last: Uuid, limit: i64) -> Stored<Vec<Inspection>> {
    let rows: Vec<Row> =
        on_engine!(store, db => sqlx::query_as(AFTER).bind(last).bind(limit).fetch_all(db).await)?;
    rows.into_iter().map(Inspection::try_from).collect()
}

/// Some inspections.
///
/// # Errors
/// When the store cannot be read.
pub async fn some(store: &Store, ids: &[InspectionId]) -> Stored<Vec<Inspection>> {
    let rows = by_ids!(store, Row, columns!("where id in ("), ids, ")");
    rows.into_iter().map(Inspection::try_from).collect()
}

#[derive(FromRow)]
struct Shown {
    thing: Uuid,
    #[sqlx(flatten)]
    picture: Picture,
}

/// The pictures of an inspection, by the question or the act they hang on.
///
/// # Errors
/// When the store cannot be read.
pub async fn pictures(store: &Store, of: InspectionId) -> Stored<BTreeMap<Uuid, Vec<Picture>>> {
    let rows: Vec<Shown> = on_engine!(store, db => sqlx::query_as(PICTURES).bind(of.0).fetch_all(db).await)?;
    let mut by_thing = BTreeMap::<Uuid, Vec<Picture>>::new();
    for row in rows {
        by_thing.entry(row.thing).or_default().push(row.picture);
    }
    Ok(by_thing)
}

/// The inspection that a question or an act belongs to.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_part(store: &Store, part: Uuid) -> Stored<Option<InspectionId>> {
    let found: Option<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(OF_PART).bind(part).fetch_optional(db).await)?;
    Ok(found.map(InspectionId))
}

/// How often something came out in one field, at one unit, in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The kind of thing that was asked about.
    pub field: String,
    /// The unit that was inspected.
    pub unit: UnitId,
    /// The year of the conclusion.
    pub year: String,
    /// What it came to.
    pub outcome: Outcome,
    /// How many questions.
    pub many: i64,
}

/// What was found in what a unit concluded from a day to another.
///
/// # Errors
/// When the store cannot be read.
pub async fn found(store: &Store, unit: UnitId, (from, to): (Day, Day)) -> Stored<Vec<Found>> {
    let rows: Vec<(String, Uuid, String, String, i64)> = on_engine!(store, db => sqlx::query_as(FOUND)
        .bind(unit.0).bind(from.to_string()).bind(to.to_string()).fetch_all(db).await)?;
    let one = |(field, unit, year, outcome, many): (String, Uuid, String, String, i64)| {
        Ok(Found { field, unit: UnitId(unit), year, outcome: read(&outcome)?, many })
    };
    rows.into_iter().map(one).collect()
}
