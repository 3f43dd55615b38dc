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

/// How many marks a letter has.
const MARKS: usize = 20;

/// A piece of a statement for each of the twenty marks, which are its first values.
macro_rules! each_mark {
    ($before:literal, $after:literal, $between:literal) => {
        concat!(
            $before, 1, $after, $between, $before, 2, $after, $between, $before, 3, $after, $between,
            $before, 4, $after, $between, $before, 5, $after, $between, $before, 6, $after, $between,
            $before, 7, $after, $between, $before, 8, $after, $between, $before, 9, $after, $between,
            $before, 10, $after, $between, $before, 11, $after, $between, $before, 12, $after, $between,
            $before, 13, $after, $between, $before, 14, $after, $between, $before, 15, $after, $between,
            $before, 16, $after, $between, $before, 17, $after, $between, $before, 18, $after, $between,
            $before, 19, $after, $between, $before, 20, $after,
        )
    };
}

statements! {
    ADD_MARKS = concat!("insert into letter_marks (mark, letter, received_at) values ",
        each_mark!("($", ", $21, $22)", ", "), " on conflict do nothing");
    FORGET_MARKS = "delete from letter_marks where letter = $1";
    /// Of the newest letters with each mark, those that share most: many that begin alike make no list long.
    WITH_MARKS = concat!("select ", columns!(), " from letters join (select letter, count(*) as shared from (",
        each_mark!("select letter from (select letter from letter_marks where mark = $",
            " order by received_at desc, letter limit $21) as newest", " union all "),
        ") as found group by letter order by shared desc, letter desc limit $22) as best on best.letter = letters.id
        order by shared desc, id desc");
    UNMARKED = concat!("select ", columns!(), " from letters where sealed = false and summary <> ''
        and not exists (select 1 from letter_marks where letter_marks.letter = letters.id) 
        and id > $1 order by id limit $2");
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

/// Keeps the marks of a letter's words; nothing when there are none.
///
/// # Errors
/// When the store cannot write.
pub async fn add_marks(change: &mut Change, letter: &Letter, marks: &[i64]) -> Stored<()> {
    if marks.is_empty() {
        return Ok(());
    }
    on_change!(change, db => {
        let mut statement = sqlx::query(ADD_MARKS);
        // Fewer marks than twenty stand there again, which changes nothing.
        for mark in marks.iter().cycle().take(MARKS) {
            statement = statement.bind(mark);
        }
        statement.bind(letter.id.0).bind(letter.received_at.micros()).execute(db).await.map(drop)
    })?;
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

/// The letters that share most of some marks, out of the newest `newest` of each mark, `most` of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_marks(store: &Store, marks: &[i64], newest: i64, most: i64) -> Stored<Vec<Letter>> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    all(on_engine!(store, db => {
        let mut statement = sqlx::query_as::<_, LetterRow>(WITH_MARKS);
        for mark in marks.iter().cycle().take(MARKS) {
            statement = statement.bind(mark);
        }
        statement.bind(newest).bind(most).fetch_all(db).await
    })?)
}

/// Letters after an id that have words and no marks: those from before there were marks.
///
/// # Errors
/// When the store cannot be read.
pub async fn unmarked(store: &Store, last: LetterId, most: i64) -> Stored<Vec<Letter>> {
    all(
        on_engine!(store, db => sqlx::query_as::<_, LetterRow>(UNMARKED).bind(last.0).bind(most).fetch_all(db).await)?,
    )
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
