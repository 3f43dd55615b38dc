//! Units in time and what became of them. Rows are only added or ended, never moved or deleted.

pub mod boundaries;
pub mod care;

use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::{CaseId, PositionId, UnitId},
    time::{Day, Moment},
    units::{Link, Point, Population, Unit},
};
use sqlx::QueryBuilder;
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    UNITS = "select id, code, name, kind, parent, valid_from, valid_to, population, population_vintage, area_km2,
        lat, lon, simulated, source, certainty from units order by id";
    LINKS = "select from_unit, to_unit, share, households, whole, certainty, source from unit_links
        order by from_unit, to_unit";
    END = "update units set valid_to = $2 where id = $1";
    REMOVE = "delete from units where id = $1";
    RESPONSIBLE = "select distinct responsible from cases where stage in ('received', 'accepted', 'reopened')";
    CASE_AT = "select id from cases where place = $1 limit 1";
    OBSERVATION_AT = "select id from observations where place = $1 limit 1";
    RESPONSIBLE_FOR = "select id from cases where responsible = $1 order by id limit 100000";
    KEEP = "insert into reorganisations (id, on_day, done_at, record) values ($1, $2, $3, $4)";
    KEPT = "select id, on_day, done_at, undone_at, record from reorganisations where id = $1";
    ALL_KEPT = "select id, on_day, done_at, undone_at, record from reorganisations order by done_at";
    UNDONE = "update reorganisations set undone_at = $2 where id = $1 and undone_at is null";
    LET_POSITION_LAST = "update positions set valid_to = $2 where id = $1";
    REMOVE_POSITION = "delete from positions where id = $1";
    REMOVE_LINK = "delete from unit_links where from_unit = $1 and to_unit = $2";
}

#[derive(FromRow)]
struct UnitRow {
    id: Uuid,
    code: Option<String>,
    name: String,
    kind: String,
    parent: Option<Uuid>,
    valid_from: String,
    valid_to: Option<String>,
    population: Option<i64>,
    population_vintage: Option<String>,
    area_km2: Option<f64>,
    lat: Option<f64>,
    lon: Option<f64>,
    simulated: bool,
    source: String,
    certainty: String,
}

impl TryFrom<UnitRow> for Unit {
    type Error = crate::StoreError;
    fn try_from(row: UnitRow) -> Stored<Self> {
        let vintage = row.population_vintage.unwrap_or_default();
        Ok(Self {
            id: UnitId(row.id),
            code: row.code,
            name: row.name,
            kind: read(&row.kind)?,
            parent: row.parent.map(UnitId),
            valid_from: read(&row.valid_from)?,
            valid_to: row.valid_to.as_deref().map(read).transpose()?,
            population: row.population.map(|people| Population { people, vintage }),
            area_km2: row.area_km2,
            centroid: row.lat.zip(row.lon).map(|(lat, lon)| Point { lat, lon }),
            simulated: row.simulated,
            source: row.source,
            certainty: read(&row.certainty)?,
        })
    }
}

#[derive(FromRow)]
struct LinkRow {
    from_unit: Uuid,
    to_unit: Uuid,
    share: Option<i64>,
    households: Option<i64>,
    whole: bool,
    certainty: String,
    source: String,
}

/// Every unit and every link, for the tree.
///
/// # Errors
/// When the store cannot be read.
pub async fn load(store: &Store) -> Stored<(Vec<Unit>, Vec<Link>)> {
    let units: Vec<UnitRow> = on_engine!(store, db => sqlx::query_as(UNITS).fetch_all(db).await)?;
    let links: Vec<LinkRow> = on_engine!(store, db => sqlx::query_as(LINKS).fetch_all(db).await)?;
    let units = units.into_iter().map(Unit::try_from).collect::<Stored<Vec<_>>>()?;
    let links = links
        .into_iter()
        .map(|row| {
            Ok(Link {
                from: UnitId(row.from_unit),
                to: UnitId(row.to_unit),
                share: row.share,
                households: row.households,
                whole: row.whole,
                certainty: read(&row.certainty)?,
                source: row.source,
            })
        })
        .collect::<Stored<Vec<_>>>()?;
    Ok((units, links))
}

/// Adds units, many a statement.
///
/// # Errors
/// When the store cannot write, for example because an id is taken.
pub async fn add(change: &mut Change, units: &[Unit]) -> Stored<()> {
    const HEAD: &str = "insert into units (id, code, name, kind, parent, valid_from, valid_to, population,
        population_vintage, area_km2, lat, lon, simulated, source, certainty) ";
    for some in units.chunks(200) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(HEAD);
            query.push_values(some, |mut row, unit| {
                row.push_bind(unit.id.0)
                    .push_bind(&unit.code)
                    .push_bind(&unit.name)
                    .push_bind(unit.kind.word())
                    .push_bind(unit.parent.map(|id| id.0))
                    .push_bind(unit.valid_from.to_string())
                    .push_bind(unit.valid_to.map(|day| day.to_string()))
                    .push_bind(unit.population.as_ref().map(|population| population.people))
                    .push_bind(unit.population.as_ref().map(|population| &population.vintage))
                    .push_bind(unit.area_km2)
                    .push_bind(unit.centroid.map(|point| point.lat))
                    .push_bind(unit.centroid.map(|point| point.lon))
                    .push_bind(unit.simulated)
                    .push_bind(&unit.source)
                    .push_bind(unit.certainty.to_string());
            });
            query.build().execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

/// Adds links, many a statement.
///
/// # Errors
/// When the store cannot write.
pub async fn link(change: &mut Change, links: &[Link]) -> Stored<()> {
    const HEAD: &str =
        "insert into unit_links (from_unit, to_unit, share, households, whole, certainty, source) ";
    for some in links.chunks(300) {
        on_change!(change, db => {
            let mut query = QueryBuilder::new(HEAD);
            query.push_values(some, |mut row, link| {
                row.push_bind(link.from.0)
                    .push_bind(link.to.0)
                    .push_bind(link.share)
                    .push_bind(link.households)
                    .push_bind(link.whole)
                    .push_bind(link.certainty.to_string())
                    .push_bind(&link.source);
            });
            query.build().execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

/// Ends a unit after a day, or lets it go on when `last` is `None` (undoing).
///
/// # Errors
/// When the store cannot write.
pub async fn end(change: &mut Change, id: UnitId, last: Option<Day>) -> Stored<()> {
    on_change!(change, db => sqlx::query(END).bind(id.0).bind(last.map(|day| day.to_string()))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Removes a unit that a reorganisation made, while it is undone.
///
/// # Errors
/// When the store cannot write.
pub async fn remove(change: &mut Change, id: UnitId) -> Stored<()> {
    boundaries::remove(change, id).await?;
    on_change!(change, db => sqlx::query(REMOVE).bind(id.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Removes a link that a reorganisation made, while it is undone.
///
/// # Errors
/// When the store cannot write.
pub async fn unlink(change: &mut Change, from: UnitId, to: UnitId) -> Stored<()> {
    on_change!(change, db => sqlx::query(REMOVE_LINK).bind(from.0).bind(to.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Every office that has an open case.
///
/// # Errors
/// When the store cannot be read.
pub async fn responsible(store: &Store) -> Stored<Vec<UnitId>> {
    let rows: Vec<(Uuid,)> = on_engine!(store, db => sqlx::query_as(RESPONSIBLE).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(id,)| UnitId(id)).collect())
}

/// Whether any case was placed at a unit.
///
/// # Errors
/// When the store cannot be read.
pub async fn has_case(store: &Store, place: UnitId) -> Stored<bool> {
    let row: Option<(Uuid,)> =
        on_engine!(store, db => sqlx::query_as(CASE_AT).bind(place.0).fetch_optional(db).await)?;
    Ok(row.is_some())
}

/// Whether any observation was noted at a unit.
///
/// # Errors
/// When the store cannot be read.
pub async fn has_observation(store: &Store, place: UnitId) -> Stored<bool> {
    let row: Option<(Uuid,)> =
        on_engine!(store, db => sqlx::query_as(OBSERVATION_AT).bind(place.0).fetch_optional(db).await)?;
    Ok(row.is_some())
}

/// Every case, open or not, that an office is responsible for.
///
/// # Errors
/// When the store cannot be read.
pub async fn cases_of(store: &Store, responsible: UnitId) -> Stored<Vec<CaseId>> {
    let rows: Vec<(Uuid,)> =
        on_engine!(store, db => sqlx::query_as(RESPONSIBLE_FOR).bind(responsible.0).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(id,)| CaseId(id)).collect())
}

/// A reorganisation as it was done.
#[derive(FromRow)]
pub struct Kept {
    /// Own id.
    pub id: Uuid,
    /// The first day of the structure it made.
    pub on_day: String,
    /// When it was done, µs.
    pub done_at: i64,
    /// When it was undone, µs.
    pub undone_at: Option<i64>,
    /// What it changed, as JSON.
    pub record: String,
}

/// Keeps what a reorganisation changed.
///
/// # Errors
/// When the store cannot write.
pub async fn keep(change: &mut Change, id: Uuid, on: Day, at: Moment, record: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(KEEP).bind(id).bind(on.to_string()).bind(at.micros()).bind(record)
        .execute(db).await.map(drop))?;
    Ok(())
}

/// A reorganisation by its id.
///
/// # Errors
/// When the store cannot be read.
pub async fn kept(store: &Store, id: Uuid) -> Stored<Option<Kept>> {
    Ok(on_engine!(store, db => sqlx::query_as(KEPT).bind(id).fetch_optional(db).await)?)
}

/// Every reorganisation, in the order they were done.
///
/// # Errors
/// When the store cannot be read.
pub async fn all_kept(store: &Store) -> Stored<Vec<Kept>> {
    Ok(on_engine!(store, db => sqlx::query_as(ALL_KEPT).fetch_all(db).await)?)
}

/// Marks a reorganisation as undone; false when it was already.
///
/// # Errors
/// When the store cannot write.
pub async fn undone(change: &mut Change, id: Uuid, at: Moment) -> Stored<bool> {
    let marked = on_change!(change, db => sqlx::query(UNDONE).bind(id).bind(at.micros()).execute(db).await
        .map(|done| done.rows_affected()))?;
    Ok(marked > 0)
}

/// Sets a position's last day, or lets it go on.
///
/// # Errors
/// When the store cannot write.
pub async fn let_position_last(change: &mut Change, id: PositionId, last: Option<Day>) -> Stored<()> {
    on_change!(change, db => sqlx::query(LET_POSITION_LAST).bind(id.0).bind(last.map(|day| day.to_string()))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Removes a position that a reorganisation made, while it is undone.
///
/// # Errors
/// When the store cannot write.
pub async fn remove_position(change: &mut Change, id: PositionId) -> Stored<()> {
    on_change!(change, db => sqlx::query(REMOVE_POSITION).bind(id.0).execute(db).await.map(drop))?;
    Ok(())
}
