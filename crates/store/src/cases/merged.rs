//! Cases that another one carries on for: where they lead, what leads to one, and how far each had come.

use super::{CaseRow, columns};
use crate::{Change, Store, engine::Stored, on_change, on_engine, statements};
use danvan_domain::{cases::Case, ids::CaseId};

/// A case that is over since before `$1`, with whichever carries on for it in the end when it was merged.
macro_rules! over {
    () => {
        "from cases k where k.stage in ('answered', 'refused', 'closed', 'merged')
        and coalesce(k.closed_at, k.answered_at, k.received_at) < $1
        and not exists (with recursive carrier (id, next, stage) as (
                select o.id, o.merged_into, o.stage from cases o where o.id = k.merged_into
                union select o.id, o.merged_into, o.stage from carrier c join cases o on o.id = c.next)
            select 1 from carrier where stage in ('received', 'accepted', 'reopened'))"
    };
}
pub(crate) use over;

statements! {
    MERGED = concat!(
        "with recursive below (case_id) as (select id from cases where merged_into = $1
            union select c.id from below b join cases c on c.merged_into = b.case_id)
        select ",
        columns!(),
        " from below join cases on cases.id = below.case_id order by received_at limit 200"
    );
    /// Merged cases never lead round in a circle; a chain is cut off all the same where nobody has gone yet.
    CARRIERS = concat!(
        "with recursive above (case_id, step) as (select merged_into, 1 from cases where id = $1
            union all select c.merged_into, a.step + 1 from above a join cases c on c.id = a.case_id where a.step < 100)
        select ",
        columns!(),
        " from above join cases on cases.id = above.case_id order by above.step"
    );
    MERGE_OF = "select detail from entries where case_id = $1 and kind = 'merged' order by at desc, id desc limit 1";
}

/// The cases that were merged into one, and those that were merged into them before.
///
/// # Errors
/// When the store cannot be read.
pub async fn merged(store: &Store, into: CaseId) -> Stored<Vec<Case>> {
    let rows: Vec<CaseRow> =
        on_engine!(store, db => sqlx::query_as(MERGED).bind(into.0).fetch_all(db).await)?;
    rows.into_iter().map(Case::try_from).collect()
}

/// The cases that carry on for one, each merged into the next; the last of them is on its own. None when it is so itself.
///
/// # Errors
/// When the store cannot be read.
pub async fn carriers(store: &Store, of: CaseId) -> Stored<Vec<Case>> {
    let rows: Vec<CaseRow> =
        on_engine!(store, db => sqlx::query_as(CARRIERS).bind(of.0).fetch_all(db).await)?;
    rows.into_iter().map(Case::try_from).collect()
}

/// The detail of the entry by which a case was last merged, as it stands inside a change.
///
/// # Errors
/// When the store cannot be read.
pub async fn merge_of(change: &mut Change, case: CaseId) -> Stored<Option<String>> {
    Ok(on_change!(change, db => sqlx::query_scalar(MERGE_OF).bind(case.0).fetch_optional(db).await)?)
}
