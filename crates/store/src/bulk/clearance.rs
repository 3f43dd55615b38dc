//! Many files of land clearance a statement.

use super::ROWS;
use crate::{Change, engine::Stored, on_change};
use danvan_domain::{
    clearance::{Call, Entry, File, People},
    ids::{ProceedingId, UnitId},
    proceedings::Proceeding,
    time::Moment,
};
use sqlx::QueryBuilder;

/// Adds files with who speaks for them; their proceedings must be there.
///
/// # Errors
/// When the store cannot write.
pub async fn files(change: &mut Change, all: &[(&File, &People)]) -> Stored<()> {
    const HEAD: &str = concat!("insert into clearance_files (", crate::clearance::file_columns!(), ") ");
    insert!(change, HEAD, all, |row, item| {
        let it = item.0;
        row.push_bind(it.id.0)
            .push_bind(it.project.0)
            .push_bind(it.segment.0)
            .push_bind(&it.number)
            .push_bind(it.kind.word())
            .push_bind(it.land.word())
            .push_bind(it.unit.0)
            .push_bind(it.place.0)
            .push_bind(&it.parcel)
            .push_bind(it.area_m2)
            .push_bind(it.households)
            .push_bind(it.graves)
            .push_bind(it.plots)
            .push_bind(it.plots_given)
            .push_bind(it.due)
            .push_bind(it.paid)
            .push_bind(&it.stage)
            .push_bind(&it.reason)
            .push_bind(it.blocked_on.map(|day| day.to_string()))
            .push_bind(it.cleared_on.map(|day| day.to_string()))
            .push_bind(it.waiting_since.micros())
            .push_bind(it.made_at.micros())
    });
    const HOLDERS: &str = "insert into clearance_holders (file, name, phone, address) ";
    insert!(change, HOLDERS, all, |row, item| row
        .push_bind(item.0.id.0)
        .push_bind(&item.1.name)
        .push_bind(&item.1.phone)
        .push_bind(&item.1.address));
    Ok(())
}

/// Adds entries of accounts; the sums of their files must hold them.
///
/// # Errors
/// When the store cannot write.
pub async fn entries(change: &mut Change, all: &[(&File, &Entry)]) -> Stored<()> {
    const HEAD: &str = "insert into clearance_entries (id, file, project, sort, amount, on_day, paper, at, person, struck_at) ";
    insert!(change, HEAD, all, |row, item| {
        let it = item.1;
        row.push_bind(it.id)
            .push_bind(it.file.0)
            .push_bind(item.0.project.0)
            .push_bind(it.sort.word())
            .push_bind(it.amount)
            .push_bind(it.on.to_string())
            .push_bind(&it.paper)
            .push_bind(it.at.micros())
            .push_bind(it.person.map(|id| id.0))
            .push_bind(it.struck_at.map(Moment::micros))
    });
    Ok(())
}

/// Adds calls with what falls due of them.
///
/// # Errors
/// When the store cannot write.
pub async fn calls(change: &mut Change, all: &[(&File, &Call)]) -> Stored<()> {
    for (file, it) in all {
        crate::clearance::calls::add_call(change, file.project, it).await?;
        if let Some(due) = it.deadline() {
            crate::deadlines::rewrite(change, it.id, &[due]).await?;
        }
    }
    Ok(())
}

/// Numbers what an office began in a year in which it began nothing else, from 1.
///
/// # Errors
/// When the store cannot write; when the office began something in that year.
pub async fn begun(change: &mut Change, (unit, year): (UnitId, i64), all: &[&Proceeding]) -> Stored<()> {
    const HEAD: &str = "insert into begun (proceeding, unit, year, number, begun_on) ";
    let numbered: Vec<(i64, ProceedingId, String)> =
        (1..).zip(all).map(|(number, it)| (number, it.id, it.opened_on.to_string())).collect();
    insert!(change, HEAD, numbered, |row, item| row
        .push_bind(item.1.0)
        .push_bind(unit.0)
        .push_bind(year)
        .push_bind(item.0)
        .push_bind(&item.2));
    let last = i64::try_from(all.len()).unwrap_or(i64::MAX);
    on_change!(change, db => sqlx::query("insert into begun_logs (unit, year, last) values ($1, $2, $3)")
        .bind(unit.0).bind(year).bind(last).execute(db).await.map(drop))?;
    Ok(())
}
