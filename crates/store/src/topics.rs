//! Topics of the installation's own.

use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{time::Day, topics::Topic};
use sqlx_macros::FromRow;

statements! {
    ALL = "select code, parent, vi, en, promise, urgent, offered_first, icon, question_vi, question_en, keywords
        from topics order by code";
    ADD = "insert into topics (code, parent, vi, en, promise, urgent, offered_first, icon, question_vi, question_en,
        keywords) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (code) do nothing";
    DECIDED = "select topic, body from cases where received_on >= $1 and stage in ('answered', 'closed')
        and merged_into is null order by received_on desc, id limit $2";
}

#[derive(FromRow)]
struct Row {
    code: String,
    parent: Option<String>,
    vi: String,
    en: String,
    promise: i64,
    urgent: bool,
    offered_first: bool,
    icon: String,
    question_vi: String,
    question_en: String,
    keywords: String,
}

/// Every topic of the installation's own.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Vec<Topic>> {
    let rows: Vec<Row> = on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?;
    let topic = |row: Row| Topic {
        code: row.code,
        parent: row.parent,
        vi: row.vi,
        en: row.en,
        promise: u16::try_from(row.promise).unwrap_or(u16::MAX),
        urgent: row.urgent,
        first: row.offered_first,
        icon: row.icon,
        question_vi: row.question_vi,
        question_en: row.question_en,
        keywords: row.keywords,
    };
    Ok(rows.into_iter().map(topic).collect())
}

/// Adds topics; one that is there already is left alone.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, topics: &[Topic]) -> Stored<()> {
    for topic in topics {
        on_change!(change, db => sqlx::query(ADD).bind(&topic.code).bind(&topic.parent).bind(&topic.vi)
            .bind(&topic.en).bind(i64::from(topic.promise)).bind(topic.urgent).bind(topic.first).bind(&topic.icon)
            .bind(&topic.question_vi).bind(&topic.question_en).bind(&topic.keywords).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// The topics and words of cases that came in since a day and were answered, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn decided(store: &Store, since: Day, most: i64) -> Stored<Vec<(String, String)>> {
    Ok(
        on_engine!(store, db => sqlx::query_as(DECIDED).bind(since.to_string()).bind(most).fetch_all(db).await)?,
    )
}
