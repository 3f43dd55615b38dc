//! Units in time and what became of them. Rows are only added or ended, never moved or deleted.

use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    ids::UnitId,
    time::Day,
    units::{Link, Point, Population, Unit},
};
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

statements! {
    UNITS = "select id, code, name, kind, parent, valid_from, valid_to, population, population_vintage, area_km2,
        lat, lon, simulated, source, certainty from units order by id";
    LINKS = "select from_unit, to_unit, share, households, whole, certainty, source from unit_links
        order by from_unit, to_unit";
    END = "update units set valid_to = $2 where id = $1";
    REMOVE = "delete from units where id = $1";
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
