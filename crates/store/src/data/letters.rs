//! Letters whose time of keeping is over, and what they lose then.

use super::NO_DIGEST;
use crate::{Change, engine::Stored, on_change, statements};
use danvan_domain::{ids::LetterId, time::Moment};

/// A proceeding `p` that has not rested since before `$1`: it ended since, or is not decided, or leaves an office a duty, or
/// a clock of an appeal or of legal effect ended since, or something was done since.
macro_rules! restless {
    () => {
        "(p.ended_at >= $1
            or (p.ended_at is null and p.stage not in ('decided', 'second_decided'))
            or (p.ended_at is null and exists (select 1 from deadlines d
                where d.thing = p.id and d.ended_at is null and d.duty))
            or exists (select 1 from deadlines d
                where d.thing = p.id and d.ended_at is null and d.due_at >= $1)
            or exists (select 1 from proceeding_acts a where a.proceeding = p.id and a.at >= $1))"
    };
}
pub(super) use restless;

/// What an office began on its own, that ended and rests since before `$1`, and was not erased yet.
macro_rules! due_begun {
    () => {
        concat!(
            "from proceedings p join begun b on b.proceeding = p.id where p.letter is null and p.ended_at < $1 and not ",
            $crate::data::letters::restless!(),
            " and not exists (select 1 from erased e where e.thing = p.id and e.rule = 'begun')"
        )
    };
}
pub(super) use due_begun;

/// A letter on which nothing runs since before `$1`, and that was not erased yet: each of its proceedings rests.
macro_rules! rests {
    ($which:literal) => {
        concat!(
            "from letters k where k.sealed = false
            and exists (select 1 from proceedings p where p.letter = k.id)
            and not exists (select 1 from proceedings p where p.letter = k.id",
            $which,
            " and ",
            restless!(),
            ") and not exists (select 1 from erased e where e.thing = k.id and e.rule in ('letter', 'letter_archived'))"
        )
    };
}

/// Kept because it could not be accepted, since before `$1`: until it is destroyed its proceeding waits.
macro_rules! due_archived {
    () => {
        concat!(
            rests!(" and p.stage <> 'archived'"),
            " and exists (select 1 from proceedings p join proceeding_acts a on a.proceeding = p.id
                where p.letter = k.id and p.stage = 'archived' and a.act = 'archive' and a.at < $1)"
        )
    };
}

/// Settled, sent on or guided since before `$1`.
macro_rules! due_letter {
    () => {
        concat!(
            rests!(""),
            " and not exists (select 1 from proceedings p where p.letter = k.id and p.stage = 'archived')"
        )
    };
}

statements! {
    COUNT_LETTER = concat!("select count(*) ", due_letter!());
    DUE_LETTER = concat!("select k.id ", due_letter!(), " order by k.id limit $2");
    COUNT_ARCHIVED = concat!("select count(*) ", due_archived!());
    DUE_ARCHIVED = concat!("select k.id ", due_archived!(), " order by k.id limit $2");
    /// Whoever holds a code still reads under it what became of the letter; nothing of them is left in the row.
    EMPTY_SIGNERS = "update letter_people set name = '', address = '', phone = '' where letter = $1 and receipt is not null
        and (name <> '' or address <> '' or phone <> '')";
    DROP_SIGNERS = "delete from letter_people where letter = $1 and receipt is null";
    RUNS = concat!("select 1 from letters k where k.id = $2 and exists (select 1 from proceedings p where p.letter = k.id and ",
        restless!(), ") limit 1");
    DROP_WORDS = "update letters set summary = '', forwarded_by = '', ground = '', request_hash = $2 where id = $1";
    DROP_REASONS_OF_LETTER = "update letter_readings set reason = '' where letter = $1 and reason <> ''";
}

/// The statements that count and list what is due: of those that could not be accepted, or of the others.
pub(super) const fn due(archived: bool) -> (&'static str, &'static str) {
    if archived { (COUNT_ARCHIVED, DUE_ARCHIVED) } else { (COUNT_LETTER, DUE_LETTER) }
}

/// Erases what a letter says and every digest of it. Who signed, and why that was read, goes too: returns how many of each.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_letter(change: &mut Change, letter: LetterId) -> Stored<(u64, u64)> {
    on_change!(change, db => sqlx::query(DROP_WORDS).bind(letter.0).bind(NO_DIGEST.as_slice())
        .execute(db).await.map(drop))?;
    crate::letters::same::forget(change, letter).await?;
    super::requests::forget_words_of(change, letter.0).await?;
    let mut counts = [0; 3];
    let all = [EMPTY_SIGNERS, DROP_SIGNERS, DROP_REASONS_OF_LETTER];
    for (sql, count) in all.into_iter().zip(&mut counts) {
        *count = on_change!(change, db => sqlx::query(sql).bind(letter.0).execute(db).await
            .map(|done| done.rows_affected()))?;
    }
    Ok((counts[0] + counts[1], counts[2]))
}

/// Whether a letter's matter still runs at a moment: something is to be decided or done on it, or an appeal is open.
///
/// # Errors
/// When the store cannot be read.
pub async fn runs(change: &mut Change, letter: LetterId, now: Moment) -> Stored<bool> {
    let found: Option<i32> = on_change!(change, db => sqlx::query_scalar(RUNS).bind(now.micros()).bind(letter.0).fetch_optional(db).await)?;
    Ok(found.is_some())
}

/// Erases why who signed was read, where all who read are told to just one.
///
/// # Errors
/// When the store cannot write.
pub async fn drop_reasons(change: &mut Change, letter: LetterId) -> Stored<u64> {
    Ok(on_change!(change, db => sqlx::query(DROP_REASONS_OF_LETTER).bind(letter.0).execute(db).await
        .map(|done| done.rows_affected()))?)
}
