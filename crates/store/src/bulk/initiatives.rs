//! Initiatives of years before, many rows a statement.

use super::ROWS;
use crate::{Change, engine::Stored, initiatives::written, on_change};
use danvan_domain::{
    ids::InitiativeId,
    initiatives::{Done, InYear, Initiative},
    time::Moment,
};
use sqlx::QueryBuilder;

/// Adds initiatives as they stand.
///
/// # Errors
/// When the store cannot write, for example because an id is taken.
pub async fn initiatives(change: &mut Change, all: &[&Initiative]) -> Stored<()> {
    const HEAD: &str =
        "insert into initiatives (id, unit, commune, kind, keeper, field, level, name, content, stage, year,
        adopted_from, registered_at, registered_by, check_due_on, sheet, ended_at, request_hash) ";
    let mut rows = Vec::with_capacity(all.len());
    for it in all {
        rows.push((*it, written(&it.content)?, it.sheet.as_ref().map(written).transpose()?));
    }
    insert!(change, HEAD, rows, |row, item| {
        let (it, content, sheet) = item;
        row.push_bind(it.id.0)
            .push_bind(it.unit.0)
            .push_bind(it.commune.0)
            .push_bind(it.content.kind.word())
            .push_bind(it.content.keeper.word())
            .push_bind(&it.content.field)
            .push_bind(&it.content.level)
            .push_bind(&it.content.name)
            .push_bind(content)
            .push_bind(it.stage.word())
            .push_bind(it.year)
            .push_bind(it.adopted_from.map(|id| id.0))
            .push_bind(it.registered_at.micros())
            .push_bind(it.registered_by.map(|id| id.0))
            .push_bind(it.check_due_on.map(|day| day.to_string()))
            .push_bind(sheet)
            .push_bind(it.ended_at.map(Moment::micros))
            .push_bind(Vec::<u8>::new())
    });
    Ok(())
}

/// Adds years in which they ran.
///
/// # Errors
/// When the store cannot write.
pub async fn years(change: &mut Change, all: &[&InYear]) -> Stored<()> {
    const HEAD: &str =
        "insert into initiative_years (year, initiative, how, unit, commune, field, level, kind, outcome) ";
    insert!(change, HEAD, all, |row, it| row
        .push_bind(it.year)
        .push_bind(it.initiative.0)
        .push_bind(it.how.word())
        .push_bind(it.unit.0)
        .push_bind(it.commune.0)
        .push_bind(&it.field)
        .push_bind(&it.level)
        .push_bind(it.kind.word())
        .push_bind(it.outcome.word()));
    Ok(())
}

/// Adds what was done to them.
///
/// # Errors
/// When the store cannot write.
pub async fn acts(change: &mut Change, all: &[(InitiativeId, &Done)]) -> Stored<()> {
    const HEAD: &str =
        "insert into initiative_acts (id, initiative, position, act, year, at, person, unit, words, paper) ";
    insert!(change, HEAD, all, |row, item| {
        let (initiative, it) = item;
        row.push_bind(it.id)
            .push_bind(initiative.0)
            .push_bind(it.position)
            .push_bind(it.act.word())
            .push_bind(it.year)
            .push_bind(it.at.micros())
            .push_bind(it.person.map(|id| id.0))
            .push_bind(it.unit.0)
            .push_bind(&it.words)
            .push_bind(&it.paper)
    });
    Ok(())
}

/// Names who stands behind some of them.
///
/// # Errors
/// When the store cannot write.
pub async fn owners(change: &mut Change, all: &[(InitiativeId, &str)]) -> Stored<()> {
    const HEAD: &str =
        "insert into initiative_owners (initiative, name, agreed_at, agreed_way, agreed_version,
        withdrawn_at) ";
    insert!(change, HEAD, all, |row, item| {
        let (initiative, name) = item;
        row.push_bind(initiative.0)
            .push_bind(*name)
            .push_bind(None::<i64>)
            .push_bind("")
            .push_bind("")
            .push_bind(None::<i64>)
    });
    Ok(())
}
