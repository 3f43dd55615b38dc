//! Who is responsible for which topic where.

use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{ids::UnitId, routes::Route};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ALL = "select topic, place, responsible, valid_from, valid_to from routes order by topic, place, valid_from";
    SET = "insert into routes (topic, place, responsible, valid_from, valid_to) values ($1, $2, $3, $4, $5)
        on conflict (topic, place, valid_from) do update set responsible = excluded.responsible,
        valid_to = excluded.valid_to";
}

#[derive(FromRow)]
struct Row {
    topic: String,
    place: Uuid,
    responsible: Uuid,
    valid_from: String,
    valid_to: Option<String>,
}

/// Every route.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Vec<Route>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?;
    rows.into_iter()
        .map(|row| {
            Ok(Route {
                topic: row.topic,
                place: UnitId(row.place),
                responsible: UnitId(row.responsible),
                valid_from: read(&row.valid_from)?,
                valid_to: row.valid_to.as_deref().map(read).transpose()?,
            })
        })
        .collect()
}

/// Adds a route, or replaces the one of the same topic, place and first day.
///
/// # Errors
/// When the store cannot write.
pub async fn set(change: &mut Change, route: &Route) -> Stored<()> {
    on_change!(change, db => sqlx::query(SET).bind(&route.topic).bind(route.place.0).bind(route.responsible.0)
        .bind(route.valid_from.to_string()).bind(route.valid_to.map(|day| day.to_string()))
        .execute(db).await.map(drop))?;
    Ok(())
}
