//! The lists behind the register's numbers, and the book of letters itself, by index.

use super::{SpellRow, all, columns};
use crate::{Store, engine::Stored, letters, on_engine};
use danvan_domain::{
    ids::UnitId,
    letters::Letter,
    registers::{Kind, Measure, Spell},
    time::Day,
};
use sqlx::AssertSqlSafe;
use std::sync::LazyLock;

/// Lists of offices are padded to these lengths, so that few texts are ever prepared.
const SIZES: [usize; 4] = [1, 8, 64, 1_024];

/// Which spells.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What is counted.
    pub measure: Measure,
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
    /// Only at these offices; everywhere when `None`.
    pub offices: Option<Vec<UnitId>>,
    /// Only of these kinds.
    pub kinds: Vec<Kind>,
    /// Only of this branch; empty for those of which nobody has said.
    pub branch: Option<String>,
    /// Only those that ended so.
    pub outcome: Option<String>,
    /// Only those late for this reason.
    pub reason: Option<String>,
    /// Only those that stand so now.
    pub stage: Option<String>,
}

/// The condition of a measure over `$1` and `$2`, the first day and the day after the last, and its order.
fn condition(measure: Measure) -> (&'static str, &'static str) {
    match measure {
        Measure::Opening => (
            "begun_on < $1 and (ended_on is null or ended_on >= $1) and cast($2 as text) is not null",
            "begun_on",
        ),
        Measure::Received => ("begun_on >= $1 and begun_on < $2", "begun_on"),
        Measure::Settled => ("ended_on >= $1 and ended_on < $2", "ended_on"),
        Measure::Passed => ("ended_on >= $1 and ended_on < $2 and outcome = 'transferred'", "ended_on"),
        Measure::OnTime => ("ended_on >= $1 and ended_on < $2 and late_on is null", "ended_on"),
        Measure::Late => ("ended_on >= $1 and ended_on < $2 and late_on is not null", "ended_on"),
        Measure::Carried => (
            "begun_on < $2 and (ended_on is null or ended_on >= $2) and cast($1 as text) is not null",
            "begun_on",
        ),
        Measure::CarriedLate => (
            "late_on < $2 and (ended_on is null or ended_on >= $2) and cast($1 as text) is not null",
            "late_on",
        ),
        Measure::Appealed => ("appealed_on >= $1 and appealed_on < $2", "appealed_on"),
    }
}

/// Kinds are few: a list of all of them stands for no condition.
const KINDS: usize = Kind::ALL.len();

fn narrowed(measure: Measure, offices: usize, first: usize) -> String {
    let list = |start: usize, count: usize| {
        let numbers: Vec<String> = (start..start + count).map(|number| format!("${number}")).collect();
        numbers.join(", ")
    };
    let mut text = format!(
        "from register_spells where {} and kind in ({}) and branch = coalesce(${}, branch)
        and coalesce(outcome, '') = coalesce(${}, coalesce(outcome, '')) and late_reason = coalesce(${}, late_reason)
        and stage = coalesce(${}, stage)",
        condition(measure).0,
        list(first, KINDS),
        first + KINDS,
        first + KINDS + 1,
        first + KINDS + 2,
        first + KINDS + 3,
    );
    if offices > 0 {
        text.push_str(&format!(" and unit in ({})", list(first + KINDS + 4, offices)));
    }
    text
}

fn count_text(measure: Measure, offices: usize) -> String {
    format!("select count(*) {}", narrowed(measure, offices, 3))
}

fn list_text(measure: Measure, offices: usize) -> String {
    let order = condition(measure).1;
    format!(
        "select {} {} order by {order} desc, proceeding, position limit $3 offset $4",
        columns!(),
        narrowed(measure, offices, 5)
    )
}

fn book_text(what: &str, offices: usize, first: usize) -> String {
    let text = format!("select {what} from letters where received_on >= $1 and received_on < $2");
    if offices == 0 {
        return text;
    }
    let numbers: Vec<String> = (first..first + offices).map(|number| format!("${number}")).collect();
    format!("{text} and logged_at_unit in ({})", numbers.join(", "))
}

fn book_list_text(offices: usize) -> String {
    let order = "order by received_on desc, year desc, number desc, id limit $3 offset $4";
    format!("{} {order}", book_text(letters::columns!(), offices, 5))
}

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lists = Measure::ALL.iter().flat_map(|measure| [count_text(*measure, 0), list_text(*measure, 8)]);
    lists.chain([book_text("count(*)", 1, 3), book_list_text(0), book_list_text(8)]).collect()
});

/// Every statement of these lists, of each measure one of each kind.
pub fn texts() -> Vec<(&'static str, &'static str)> {
    TEXTS.iter().map(|sql| ("LISTED", sql.as_str())).collect()
}

fn padded<T: Clone>(mut list: Vec<T>, size: usize) -> Vec<T> {
    if let Some(last) = list.last().cloned() {
        list.resize(size.max(list.len()), last);
    }
    list
}

pub(super) fn sized(list: &[UnitId]) -> Vec<UnitId> {
    let size = SIZES.iter().copied().find(|size| *size >= list.len()).unwrap_or(list.len());
    padded(list.to_vec(), size)
}

fn is_nothing(filter: &Filter) -> bool {
    filter.kinds.is_empty() || filter.offices.as_ref().is_some_and(Vec::is_empty)
}

/// Binds what narrows a list, in the order of its numbers.
macro_rules! bind_filter {
    ($query:ident, $filter:ident, $offices:ident) => {
        for kind in padded($filter.kinds.clone(), KINDS) {
            $query = $query.bind(kind.word());
        }
        $query =
            $query.bind(&$filter.branch).bind(&$filter.outcome).bind(&$filter.reason).bind(&$filter.stage);
        for office in &$offices {
            $query = $query.bind(office.0);
        }
    };
}

/// How many spells there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, filter: &Filter) -> Stored<i64> {
    if is_nothing(filter) {
        return Ok(0);
    }
    let offices = filter.offices.as_deref().map(sized).unwrap_or_default();
    let sql = count_text(filter.measure, offices.len());
    Ok(on_engine!(store, db => {
        let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(filter.from.to_string())
            .bind(filter.until.to_string());
        bind_filter!(query, filter, offices);
        query.fetch_one(db).await
    })?)
}

/// The spells, newest first; `page` is how many and after how many.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(store: &Store, filter: &Filter, page: (i64, i64)) -> Stored<Vec<Spell>> {
    if is_nothing(filter) {
        return Ok(Vec::new());
    }
    let offices = filter.offices.as_deref().map(sized).unwrap_or_default();
    let sql = list_text(filter.measure, offices.len());
    let rows: Vec<SpellRow> = on_engine!(store, db => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(filter.from.to_string())
            .bind(filter.until.to_string()).bind(page.0).bind(page.1);
        bind_filter!(query, filter, offices);
        query.fetch_all(db).await
    })?;
    all(rows)
}

/// How many letters the books of some offices hold, of all when there is no list; `days` is the first and the day after the last.
///
/// # Errors
/// When the store cannot be read.
pub async fn book_count(store: &Store, offices: Option<&[UnitId]>, days: (Day, Day)) -> Stored<i64> {
    if offices.is_some_and(<[UnitId]>::is_empty) {
        return Ok(0);
    }
    let offices = offices.map(sized).unwrap_or_default();
    let sql = book_text("count(*)", offices.len(), 3);
    Ok(on_engine!(store, db => {
        let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(days.0.to_string()).bind(days.1.to_string());
        for office in &offices {
            query = query.bind(office.0);
        }
        query.fetch_one(db).await
    })?)
}

/// The letters in the books of some offices, newest first; of all when there is no list.
///
/// # Errors
/// When the store cannot be read.
pub async fn book(
    store: &Store,
    offices: Option<&[UnitId]>,
    days: (Day, Day),
    page: (i64, i64),
) -> Stored<Vec<Letter>> {
    if offices.is_some_and(<[UnitId]>::is_empty) {
        return Ok(Vec::new());
    }
    let offices = offices.map(sized).unwrap_or_default();
    let sql = book_list_text(offices.len());
    let rows: Vec<letters::LetterRow> = on_engine!(store, db => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(days.0.to_string()).bind(days.1.to_string())
            .bind(page.0).bind(page.1);
        for office in &offices {
            query = query.bind(office.0);
        }
        query.fetch_all(db).await
    })?;
    letters::all(rows)
}
