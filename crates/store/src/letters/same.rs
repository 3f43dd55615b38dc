//! Letters that say the same: marks by which candidates are found, groups, and pairs that differ.
//!
//! A group is its oldest letter and those whose `same_as` names it.

use super::{LetterRow, all};
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{
    ids::{LetterId, PersonId},
    letters::Letter,
    time::Moment,
};
use uuid::Uuid;

statements! {
    ADD_MARK = "insert into letter_marks (letter, mark, received_at) values ($1, $2, $3) on conflict do nothing";
    FORGET_MARKS = "delete from letter_marks where letter = $1";
    WITH_MARK = "select letter from letter_marks where mark = $1 order by received_at desc, letter limit $2";
    UNMARKED = concat!("select ", columns!(), " from letters where sealed = false and summary <> ''
        and not exists (select 1 from letter_marks where letter_marks.letter = letters.id) order by id limit $1");
    OF_TOPIC = concat!("select ", columns!(), " from letters where topic = $1 and unit = $2
        order by received_at desc, id limit $3");
    GROUP = concat!("select ", columns!(), " from letters where id = $1 or same_as = $1
        order by received_at, id limit 1000");
    GROUP_UNDER = "update letters set same_as = $2 where (id = $1 or same_as = $1) and id <> $2";
    HEAD = "update letters set same_as = null where id = $1";
    DIFFER = "insert into letter_differences (letter, other, at, person) values ($1, $2, $3, $4)
        on conflict (letter, other) do nothing";
    AGREE = "delete from letter_differences where letter = $1 and other = $2";
    DIFFERENT = "select other from letter_differences where letter = $1
        union select letter from letter_differences where other = $1";
    FORGET_DIFFERENCES = "delete from letter_differences where letter = $1 or other = $1";
    /// Letters of a group that were sent on, while they were classified or afterwards.
    TRANSFERRED = "select id from letters where (id = $1 or same_as = $1) and (disposal = 'transfer' or exists (
        select 1 from proceedings join proceeding_acts on proceeding_acts.proceeding = proceedings.id
        where proceedings.letter = letters.id and proceeding_acts.act = 'transfer'))";
}

/// Keeps the marks of a letter's words.
///
/// # Errors
/// When the store cannot write.
pub async fn add_marks(change: &mut Change, letter: &Letter, marks: &[i64]) -> Stored<()> {
    for mark in marks {
        on_change!(change, db => sqlx::query(ADD_MARK).bind(letter.id.0).bind(mark)
            .bind(letter.received_at.micros()).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// Takes a letter out of everything by which it could be found: it was found to be a denunciation.
///
/// # Errors
/// When the store cannot write.
pub async fn forget(change: &mut Change, letter: LetterId) -> Stored<()> {
    for sql in [FORGET_MARKS, FORGET_DIFFERENCES] {
        on_change!(change, db => sqlx::query(sql).bind(letter.0).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// The newest letters with a mark.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_mark(store: &Store, mark: i64, most: i64) -> Stored<Vec<LetterId>> {
    let ids: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(WITH_MARK).bind(mark).bind(most).fetch_all(db).await)?;
    Ok(ids.into_iter().map(LetterId).collect())
}

/// Letters that have words and no marks yet: those from before there were marks.
///
/// # Errors
/// When the store cannot be read.
pub async fn unmarked(store: &Store, most: i64) -> Stored<Vec<Letter>> {
    all(on_engine!(store, db => sqlx::query_as::<_, LetterRow>(UNMARKED).bind(most).fetch_all(db).await)?)
}

/// The newest letters about a topic at an office.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_topic(store: &Store, letter: &Letter, most: i64) -> Stored<Vec<Letter>> {
    all(
        on_engine!(store, db => sqlx::query_as::<_, LetterRow>(OF_TOPIC).bind(&letter.topic).bind(letter.unit.0)
        .bind(most).fetch_all(db).await)?,
    )
}

/// The letters of a group, oldest first, by its head.
///
/// # Errors
/// When the store cannot be read.
pub async fn group(store: &Store, head: LetterId) -> Stored<Vec<Letter>> {
    all(on_engine!(store, db => sqlx::query_as::<_, LetterRow>(GROUP).bind(head.0).fetch_all(db).await)?)
}

/// The letters of a group inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn group_within(change: &mut Change, head: LetterId) -> Stored<Vec<Letter>> {
    all(on_change!(change, db => sqlx::query_as::<_, LetterRow>(GROUP).bind(head.0).fetch_all(db).await)?)
}

/// Puts a group under another head.
///
/// # Errors
/// When the store cannot write.
pub async fn group_under(change: &mut Change, head: LetterId, under: LetterId) -> Stored<()> {
    on_change!(change, db => sqlx::query(GROUP_UNDER).bind(head.0).bind(under.0).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(HEAD).bind(under.0).execute(db).await.map(drop))?;
    Ok(())
}

/// Lets a letter stand alone.
///
/// # Errors
/// When the store cannot write.
pub async fn stand_alone(change: &mut Change, letter: LetterId) -> Stored<()> {
    on_change!(change, db => sqlx::query(HEAD).bind(letter.0).execute(db).await.map(drop))?;
    Ok(())
}

/// The two in the order in which a pair is kept.
fn pair(one: LetterId, other: LetterId) -> (Uuid, Uuid) {
    (one.0.min(other.0), one.0.max(other.0))
}

/// Keeps that two letters differ.
///
/// # Errors
/// When the store cannot write.
pub async fn differ(
    change: &mut Change,
    letters: (LetterId, LetterId),
    at: Moment,
    person: Option<PersonId>,
) -> Stored<()> {
    let (one, other) = pair(letters.0, letters.1);
    on_change!(change, db => sqlx::query(DIFFER).bind(one).bind(other).bind(at.micros()).bind(person.map(|id| id.0))
        .execute(db).await.map(drop))?;
    Ok(())
}

/// Takes back that two letters differ.
///
/// # Errors
/// When the store cannot write.
pub async fn agree(change: &mut Change, one: LetterId, other: LetterId) -> Stored<()> {
    let (one, other) = pair(one, other);
    on_change!(change, db => sqlx::query(AGREE).bind(one).bind(other).execute(db).await.map(drop))?;
    Ok(())
}

/// The letters that an officer found to differ from one.
///
/// # Errors
/// When the store cannot be read.
pub async fn different(store: &Store, letter: LetterId) -> Stored<Vec<LetterId>> {
    let ids: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(DIFFERENT).bind(letter.0).fetch_all(db).await)?;
    Ok(ids.into_iter().map(LetterId).collect())
}

/// Which letters of a group were sent on to another office.
///
/// # Errors
/// When the store cannot be read.
pub async fn transferred(store: &Store, head: LetterId) -> Stored<Vec<LetterId>> {
    let ids: Vec<Uuid> =
        on_engine!(store, db => sqlx::query_scalar(TRANSFERRED).bind(head.0).fetch_all(db).await)?;
    Ok(ids.into_iter().map(LetterId).collect())
}

/// Which letters of a group were sent on to another office, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn transferred_within(change: &mut Change, head: LetterId) -> Stored<Vec<LetterId>> {
    let ids: Vec<Uuid> =
        on_change!(change, db => sqlx::query_scalar(TRANSFERRED).bind(head.0).fetch_all(db).await)?;
    Ok(ids.into_iter().map(LetterId).collect())
}
