//! What a visit says is taken away: it was found to be a denunciation, and all of it is under seal.

use super::{VISITOR, done};
use crate::{Change, engine::Stored, on_change, statements};
use danvan_domain::procedures::Done;
use uuid::Uuid;

statements! {
    SUBJECT = "select subject from visits where id = $1";
    ACTS_IN_ORDER = "select position, done from visit_acts where visit = $1 order by position";
    PROMISED = "select what, answer from commitments where visit = $1 order by made_at, id";
    ISSUED = "select about, letter, cancel_reason from documents where thing = $1 order by issued_at, id";
    HUSH_SUBJECT = "update visits set subject = '', request_hash = $2 where id = $1";
    PART_FROM_LETTER = "update visits set letter = null where id = $1";
    HUSH_VISITOR = "delete from visitors where visit = $1";
    HUSH_READINGS = "update visit_readings set reason = '' where visit = $1 and reason <> ''";
    HUSH_ACT = "update visit_acts set done = $3 where visit = $1 and position = $2";
    HUSH_PROMISES = "update commitments set what = case when what = '' then '' else $2 end,
        answer = case when answer = '' then '' else $2 end where visit = $1";
    HUSH_DOCUMENTS = "update documents set about = '', letter = '', cancel_reason = '' where thing = $1";
}

/// Everything that a visit says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What it was about.
    pub subject: String,
    /// What to call who came, and where.
    pub visitor: Option<(String, Option<String>)>,
    /// What was done, with its place in the order.
    pub acts: Vec<(i64, Done)>,
    /// What was promised, and what was answered.
    pub promises: Vec<(String, String)>,
    /// What each issued document is about, says as JSON, and why it was cancelled.
    pub documents: Vec<(String, String, String)>,
}

/// Everything that a visit says, inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn told(change: &mut Change, visit: Uuid) -> Stored<Told> {
    let subject: Option<String> =
        on_change!(change, db => sqlx::query_scalar(SUBJECT).bind(visit).fetch_optional(db).await)?;
    let visitor = on_change!(change, db => sqlx::query_as(VISITOR).bind(visit).fetch_optional(db).await)?;
    let acts: Vec<(i64, String)> =
        on_change!(change, db => sqlx::query_as(ACTS_IN_ORDER).bind(visit).fetch_all(db).await)?;
    let acts = acts.into_iter().map(|(position, text)| Ok((position, done(&text)?)));
    Ok(Told {
        subject: subject.unwrap_or_default(),
        visitor,
        acts: acts.collect::<Stored<_>>()?,
        promises: on_change!(change, db => sqlx::query_as(PROMISED).bind(visit).fetch_all(db).await)?,
        documents: on_change!(change, db => sqlx::query_as(ISSUED).bind(visit).fetch_all(db).await)?,
    })
}

/// Takes away what a visit was about, who came, and every word of its acts and promises. `acts` are as they stand
/// afterwards; `mark` stands where a promise said something.
///
/// # Errors
/// When the store cannot write.
pub async fn hush(change: &mut Change, visit: Uuid, acts: &[(i64, Done)], mark: &str) -> Stored<()> {
    on_change!(change, db => sqlx::query(HUSH_SUBJECT).bind(visit).bind(Vec::<u8>::new()).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(HUSH_VISITOR).bind(visit).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(HUSH_READINGS).bind(visit).execute(db).await.map(drop))?;
    for (position, done) in acts {
        let text = serde_json::to_string(done).unwrap_or_default();
        on_change!(change, db => sqlx::query(HUSH_ACT).bind(visit).bind(position).bind(&text)
            .execute(db).await.map(drop))?;
    }
    on_change!(change, db => sqlx::query(HUSH_PROMISES).bind(visit).bind(mark).execute(db).await.map(drop))?;
    Ok(())
}

/// Takes away which letter a visit became, and every word of its documents.
///
/// # Errors
/// When the store cannot write.
pub async fn hush_papers(change: &mut Change, visit: Uuid) -> Stored<()> {
    on_change!(change, db => sqlx::query(PART_FROM_LETTER).bind(visit).execute(db).await.map(drop))?;
    on_change!(change, db => sqlx::query(HUSH_DOCUMENTS).bind(visit).execute(db).await.map(drop))?;
    Ok(())
}
