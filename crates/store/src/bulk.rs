//! Many rows a statement, for imports and the simulated city: the same rows that the rooms write one by one.

pub mod indexes;

use crate::{Change, engine::Stored, on_change};
use danvan_domain::{
    cases::{Case, Contact, Entry, Supporter},
    deadlines::Deadline,
    ids::CaseId,
    letters::Letter,
    observations::{Observation, Version},
    people::{Person, Position},
    proceedings::{Kept, Proceeding},
    time::Moment,
};
use sqlx::QueryBuilder;

/// Rows a statement; small enough for the parameters that each engine takes (SQLite 32,766, PostgreSQL 65,535).
const ROWS: usize = 250;

/// Pushes rows through one statement after another; full statements are prepared once.
macro_rules! insert {
    ($change:expr, $head:expr, $rows:expr, |$row:ident, $item:ident| $bind:expr) => {
        for some in $rows.chunks(ROWS) {
            on_change!($change, db => {
                let mut query = QueryBuilder::new($head);
                query.push_values(some, |mut $row, $item| {
                    $bind;
                });
                query.build().persistent(some.len() == ROWS).execute(db).await.map(drop)
            })?;
        }
    };
}

pub mod clearance;
pub mod initiatives;

/// Adds cases as they stand.
///
/// # Errors
/// When the store cannot write, for example because an id is taken.
pub async fn cases(change: &mut Change, cases: &[Case]) -> Stored<()> {
    const HEAD: &str = concat!("insert into cases (", crate::cases::columns!(), ") ");
    insert!(change, HEAD, cases, |row, case| row
        .push_bind(case.id.0)
        .push_bind(&case.receipt)
        .push_bind(&case.request_hash)
        .push_bind(&case.procedure)
        .push_bind(case.channel.word())
        .push_bind(&case.topic)
        .push_bind(case.place.0)
        .push_bind(case.point.map(|at| at.0))
        .push_bind(case.point.map(|at| at.1))
        .push_bind(&case.title)
        .push_bind(&case.body)
        .push_bind(&case.language)
        .push_bind(case.stage.word())
        .push_bind(case.urgent)
        .push_bind(case.priority)
        .push_bind(case.responsible.0)
        .push_bind(case.assignee.map(|id| id.0))
        .push_bind(case.received_at.micros())
        .push_bind(case.received_on.to_string())
        .push_bind(case.receive_due_at.micros())
        .push_bind(case.due_at.micros())
        .push_bind(&case.due_reason)
        .push_bind(case.accepted_at.map(Moment::micros))
        .push_bind(case.answered_at.map(Moment::micros))
        .push_bind(case.on_time)
        .push_bind(&case.late_reason)
        .push_bind(case.closed_at.map(Moment::micros))
        .push_bind(case.reopened)
        .push_bind(case.solved)
        .push_bind(case.supporters)
        .push_bind(case.merged_into.map(|id| id.0))
        .push_bind(case.observation.map(|id| id.0))
        .push_bind(&case.source));
    Ok(())
}

/// Adds observations as they stand.
///
/// # Errors
/// When the store cannot write, for example because an id is taken.
pub async fn observations(change: &mut Change, observations: &[Observation]) -> Stored<()> {
    const HEAD: &str = concat!("insert into observations (", crate::observations::columns!(), ") ");
    insert!(change, HEAD, observations, |row, it| row
        .push_bind(it.id.0)
        .push_bind(&it.request_hash)
        .push_bind(it.person.0)
        .push_bind(it.unit.0)
        .push_bind(it.commune.0)
        .push_bind(it.heard.place.0)
        .push_bind(&it.heard.topic)
        .push_bind(it.heard.severity.word())
        .push_bind(it.heard.how_many.word())
        .push_bind(it.heard.trend.word())
        .push_bind(&it.heard.note)
        .push_bind(it.noted_at.micros())
        .push_bind(it.noted_on.to_string())
        .push_bind(it.edits)
        .push_bind(it.withdrawn_at.map(Moment::micros)));
    Ok(())
}

/// Adds wordings of observations; their observations must be there.
///
/// # Errors
/// When the store cannot write.
pub async fn observation_versions(change: &mut Change, versions: &[Version]) -> Stored<()> {
    const HEAD: &str = "insert into observation_versions
        (observation, number, at, person, place, topic, severity, how_many, trend, note) ";
    insert!(change, HEAD, versions, |row, version| row
        .push_bind(version.observation.0)
        .push_bind(version.number)
        .push_bind(version.at.micros())
        .push_bind(version.person.0)
        .push_bind(version.heard.place.0)
        .push_bind(&version.heard.topic)
        .push_bind(version.heard.severity.word())
        .push_bind(version.heard.how_many.word())
        .push_bind(version.heard.trend.word())
        .push_bind(&version.heard.note));
    Ok(())
}

/// Adds lines of histories; their cases must be there.
///
/// # Errors
/// When the store cannot write.
pub async fn entries(change: &mut Change, entries: &[Entry]) -> Stored<()> {
    const HEAD: &str =
        "insert into entries (id, case_id, at, on_day, kind, public, body, person, unit, detail) ";
    insert!(change, HEAD, entries, |row, entry| row
        .push_bind(entry.id.0)
        .push_bind(entry.case.0)
        .push_bind(entry.at.micros())
        .push_bind(entry.at.day().to_string())
        .push_bind(entry.kind.word())
        .push_bind(entry.public)
        .push_bind(&entry.body)
        .push_bind(entry.person.map(|id| id.0))
        .push_bind(entry.unit.map(|id| id.0))
        .push_bind(&entry.detail));
    Ok(())
}

/// Keeps how to reach those who asked; their cases must be there.
///
/// # Errors
/// When the store cannot write.
pub async fn contacts(change: &mut Change, contacts: &[(CaseId, Contact)]) -> Stored<()> {
    const HEAD: &str = "insert into contacts (case_id, name, phone, email) ";
    insert!(change, HEAD, contacts, |row, contact| row
        .push_bind(contact.0.0)
        .push_bind(&contact.1.name)
        .push_bind(&contact.1.phone)
        .push_bind(&contact.1.email));
    Ok(())
}

/// Adds supporters; their cases must be there.
///
/// # Errors
/// When the store cannot write.
pub async fn supporters(change: &mut Change, supporters: &[Supporter]) -> Stored<()> {
    const HEAD: &str = "insert into supporters (receipt, case_id, at, phone, email, request_id) ";
    insert!(change, HEAD, supporters, |row, supporter| row
        .push_bind(&supporter.receipt)
        .push_bind(supporter.case.0)
        .push_bind(supporter.at.micros())
        .push_bind(&supporter.contact.phone)
        .push_bind(&supporter.contact.email)
        .push_bind(supporter.request));
    Ok(())
}

/// Adds people, each with the hash of their password if they have one.
///
/// # Errors
/// When the store cannot write, for example because a sign-in name is in use.
pub async fn people(change: &mut Change, people: &[(Person, Option<String>)]) -> Stored<()> {
    const HEAD: &str = "insert into people (id, sign_in, name, password_hash, active) ";
    insert!(change, HEAD, people, |row, person| row
        .push_bind(person.0.id.0)
        .push_bind(&person.0.sign_in)
        .push_bind(&person.0.name)
        .push_bind(&person.1)
        .push_bind(person.0.active));
    Ok(())
}

/// Gives positions; the people must be there.
///
/// # Errors
/// When the store cannot write.
pub async fn positions(change: &mut Change, positions: &[Position]) -> Stored<()> {
    const HEAD: &str = "insert into positions (id, person, role, unit, valid_from, valid_to) ";
    insert!(change, HEAD, positions, |row, position| row
        .push_bind(position.id.0)
        .push_bind(position.person.0)
        .push_bind(position.role.word())
        .push_bind(position.unit.0)
        .push_bind(position.from.to_string())
        .push_bind(position.to.map(|day| day.to_string())));
    Ok(())
}

/// Adds letters as they stand, with the last number of each log.
///
/// # Errors
/// When the store cannot write, for example because an id is taken.
pub async fn letters(change: &mut Change, letters: &[Letter]) -> Stored<()> {
    for it in letters {
        crate::letters::add(change, it).await?;
    }
    let mut last: std::collections::BTreeMap<_, i64> = std::collections::BTreeMap::new();
    for it in letters {
        let number = last.entry((it.logged_at, it.year)).or_default();
        *number = (*number).max(it.number);
    }
    for ((unit, year), number) in last {
        crate::letters::numbered(change, unit, year, number).await?;
    }
    Ok(())
}

/// Adds proceedings as they stand, with what was done and their deadlines.
///
/// # Errors
/// When the store cannot write, for example because an id is taken.
pub async fn proceedings(change: &mut Change, all: &[(Proceeding, Vec<Kept>, Vec<Deadline>)]) -> Stored<()> {
    const HEAD: &str = concat!("insert into proceedings (", crate::proceedings::columns!(), ") ");
    insert!(change, HEAD, all, |row, one| row
        .push_bind(one.0.id.0)
        .push_bind(one.0.letter.map(|id| id.0))
        .push_bind(one.0.parent.map(|id| id.0))
        .push_bind(&one.0.procedure)
        .push_bind(&one.0.edition)
        .push_bind(one.0.unit.0)
        .push_bind(one.0.handler.map(|id| id.0))
        .push_bind(one.0.place.0)
        .push_bind(&one.0.topic)
        .push_bind(&one.0.title)
        .push_bind(one.0.signers)
        .push_bind(one.0.is_sealed)
        .push_bind(one.0.opened_at.micros())
        .push_bind(one.0.opened_on.to_string())
        .push_bind(&one.0.stage)
        .push_bind(one.0.ended_at.map(Moment::micros))
        .push_bind(one.0.seen_at.micros()));
    const ACTS: &str = concat!("insert into proceeding_acts (", crate::proceedings::act_columns!(), ") ");
    let acts: Vec<(&Kept, String)> = all
        .iter()
        .flat_map(|one| &one.1)
        .map(|kept| Ok((kept, crate::proceedings::written(kept)?)))
        .collect::<Stored<_>>()?;
    insert!(change, ACTS, acts, |row, one| row
        .push_bind(one.0.proceeding.0)
        .push_bind(one.0.position)
        .push_bind(&one.0.done.act)
        .push_bind(one.0.done.at.micros())
        .push_bind(&one.1)
        .push_bind(&one.0.late_reason)
        .push_bind(one.0.person.map(|id| id.0))
        .push_bind(one.0.unit.0)
        .push_bind(one.0.recorded_at.micros())
        .push_bind(&one.0.edition));
    const CLOCKS: &str = concat!("insert into deadlines (", crate::deadlines::columns!(), ") ");
    let clocks: Vec<&Deadline> = all.iter().flat_map(|one| &one.2).collect();
    for clock in &clocks {
        crate::deadlines::days::count(change, clock, 1);
    }
    insert!(change, CLOCKS, clocks, |row, one| row
        .push_bind(one.thing)
        .push_bind(one.position)
        .push_bind(one.sort.word())
        .push_bind(&one.procedure)
        .push_bind(&one.step)
        .push_bind(one.unit.0)
        .push_bind(one.handler.map(|id| id.0))
        .push_bind(&one.party)
        .push_bind(one.is_duty)
        .push_bind(one.is_paused)
        .push_bind(one.starts_at.micros())
        .push_bind(one.due_at.micros())
        .push_bind(one.ended_at.map(Moment::micros)));
    Ok(())
}
