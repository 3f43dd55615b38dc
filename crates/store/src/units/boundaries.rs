//! Where units' borders run. A unit has one border; its days are those of the unit.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::ids::UnitId;
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ALL = "select unit, geojson, source, simulated from boundaries order by unit";
    SET = "insert into boundaries (unit, geojson, source, simulated) values ($1, $2, $3, $4) on conflict (unit)
        do update set geojson = excluded.geojson, source = excluded.source, simulated = excluded.simulated";
    REMOVE = "delete from boundaries where unit = $1";
}

/// A unit's border.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Boundary {
    /// The unit's own id.
    pub unit: Uuid,
    /// GeoJSON geometry: a Polygon or MultiPolygon in WGS 84.
    pub geojson: String,
    /// Who says so.
    pub source: String,
    /// Whether it is made up.
    pub simulated: bool,
}

/// Every border, in the order of the units' ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Vec<Boundary>> {
    Ok(on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?)
}

/// Sets a unit's border in the place of the one it had.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, boundary: &Boundary) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET).bind(boundary.unit).bind(&boundary.geojson).bind(&boundary.source)
        .bind(boundary.simulated).execute(db).await.map(drop))?;
    Ok(())
}

/// Removes a unit's border, if it has one.
///
/// # Errors
/// When the store cannot write.
pub async fn remove(change: &mut Change, unit: UnitId) -> Stored<()> {
    on_change!(change, db => sqlx::query(REMOVE).bind(unit.0).execute(db).await.map(drop))?;
    Ok(())
}
