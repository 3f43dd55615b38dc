//! An installation's own days, each with when and by whom it was said.

use crate::{Change, Store, engine::Stored, on_change, on_engine, people::read, statements};
use danvan_domain::{
    calendar::{DayEdit, EditKind, Row},
    ids::PersonId,
    time::Moment,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

statements! {
    ALL = "select day, kind, provisional, vi, en, source, grade, set_at, person from calendar_days
        order by set_at, id";
    ADD = "insert into calendar_days (id, day, kind, provisional, vi, en, source, grade, set_at, person)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}

/// What was said of a day, when and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What was said.
    pub edit: DayEdit,
    /// When.
    pub at: Moment,
    /// By whom; nobody when the machine's operator did it at the command line.
    pub person: Option<PersonId>,
}

#[derive(FromRow)]
struct SaidRow {
    day: String,
    kind: String,
    provisional: bool,
    vi: String,
    en: String,
    source: String,
    grade: String,
    set_at: i64,
    person: Option<Uuid>,
}

impl TryFrom<SaidRow> for Said {
    type Error = crate::StoreError;
    fn try_from(row: SaidRow) -> Stored<Self> {
        let day = read(&row.day)?;
        let kind: EditKind = read(&row.kind)?;
        let edit = match kind.departs() {
            None => DayEdit::usual(day),
            Some(kind) => DayEdit::marked(Row {
                day,
                kind,
                provisional: row.provisional,
                vi: row.vi,
                en: row.en,
                source: row.source,
                grade: read(&row.grade)?,
            }),
        };
        Ok(Self { edit, at: Moment::from_micros(row.set_at), person: row.person.map(PersonId) })
    }
}

/// Everything that was ever said, in order.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(store: &Store) -> Stored<Vec<Said>> {
    let rows: Vec<SaidRow> = on_engine!(store, db => sqlx::query_as(ALL).fetch_all(db).await)?;
    rows.into_iter().map(Said::try_from).collect()
}

/// Says what a day is from now on.
///
/// # Errors
/// When the store cannot write.
pub async fn add(change: &mut Change, id: Uuid, said: &Said) -> Stored<()> {
    let row = said.edit.row.as_ref();
    let text = |pick: fn(&Row) -> &str| row.map(pick).unwrap_or_default();
    let kind = row.map_or(EditKind::Usual.word(), |row| row.kind.word());
    let grade = row.map(|row| row.grade.word()).unwrap_or_default();
    on_change!(change, db => sqlx::query(ADD).bind(id).bind(said.edit.day.to_string()).bind(kind)
        .bind(row.is_some_and(|row| row.provisional)).bind(text(|row| &row.vi)).bind(text(|row| &row.en))
        .bind(text(|row| &row.source)).bind(grade).bind(said.at.micros()).bind(said.person.map(|id| id.0))
        .execute(db).await.map(drop))?;
    Ok(())
}
