//! The acts behind a number: what came in, was answered, refused, reopened or solved at some places in some days. The same
//! rows are counted when tallies are verified.

use crate::{Store, engine::Stored, on_engine, people::read};
use danvan_domain::{ids::UnitId, tallies::Counted, time::Day};
use sqlx::AssertSqlSafe;
use sqlx_macros::FromRow;
use std::sync::LazyLock;
use uuid::Uuid;

/// Lists of places and topics are padded to these lengths, so that few texts are ever prepared. Both engines take more than
/// 30,000 values.
const SIZES: [usize; 6] = [1, 8, 64, 512, 4_096, 24_576];

/// Which acts.
#[derive(Clone, Debug)]
pub struct Acts {
    /// What is counted.
    pub counted: Counted,
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
    /// Only at these places; everywhere when `None`.
    pub places: Option<Vec<UnitId>>,
    /// Only of these topics; of all when `None`.
    pub topics: Option<Vec<String>>,
}

/// One act on a case, or one observation.
#[derive(Clone, Debug)]
pub struct Act {
    /// Which case or observation.
    pub thing: Uuid,
    /// The case's first words, or what was noted.
    pub title: String,
    /// Code of its topic.
    pub topic: String,
    /// Where.
    pub place: UnitId,
    /// The office that answers, or the team that listened.
    pub responsible: UnitId,
    /// The word of how far the case has come today, or of the observation's severity.
    pub state: String,
    /// Whether its first answer kept the promise.
    pub on_time: Option<bool>,
    /// The day of the act.
    pub day: Day,
}

#[derive(FromRow)]
struct ActRow {
    id: Uuid,
    title: String,
    topic: String,
    place: Uuid,
    responsible: Uuid,
    state: String,
    on_time: Option<bool>,
    day: String,
}

impl TryFrom<ActRow> for Act {
    type Error = crate::StoreError;
    fn try_from(row: ActRow) -> Stored<Self> {
        Ok(Self {
            thing: row.id,
            title: row.title,
            topic: row.topic,
            place: UnitId(row.place),
            responsible: UnitId(row.responsible),
            state: row.state,
            on_time: row.on_time,
            day: read(&row.day)?,
        })
    }
}

const HEARD: &str =
    "from observations c where c.noted_on >= $1 and c.noted_on < $2 and c.withdrawn_at is null";
const RECEIVED: &str = "from cases c where c.received_on >= $1 and c.received_on < $2";
const FIRST: &str =
    "not exists (select 1 from entries f where f.case_id = e.case_id and f.kind in ('answered', 'refused')
    and (f.at < e.at or (f.at = e.at and f.id < e.id)))";

/// From where acts come, the column of their day, and their order, newest first.
fn source(counted: Counted) -> (String, &'static str, &'static str) {
    let kinds = match counted {
        Counted::Heard => return (HEARD.to_owned(), "c.noted_on", "c.noted_on desc, c.noted_at desc, c.id"),
        Counted::Received => {
            return (RECEIVED.to_owned(), "c.received_on", "c.received_on desc, c.received_at desc, c.id");
        }
        Counted::Answered => "('answered')",
        Counted::Refused => "('refused')",
        Counted::Reopened => "('reopened')",
        Counted::Solved => "('solved')",
        Counted::Said => "('solved', 'reopened')",
        Counted::Settled | Counted::OnTime | Counted::Late => "('answered', 'refused')",
    };
    let mut from = format!(
        "from entries e join cases c on c.id = e.case_id where e.on_day >= $1 and e.on_day < $2 and e.kind in {kinds}"
    );
    match counted {
        Counted::OnTime => from.push_str(&format!(" and c.on_time = true and {FIRST}")),
        Counted::Late => from.push_str(&format!(" and c.on_time = false and {FIRST}")),
        _ => {}
    }
    (from, "e.on_day", "e.on_day desc, e.at desc, e.id")
}

fn narrowed(from: String, first: usize, places: usize, topics: usize) -> String {
    let list = |start: usize, count: usize| {
        let numbers: Vec<String> = (start..start + count).map(|number| format!("${number}")).collect();
        numbers.join(", ")
    };
    let mut text = from;
    if places > 0 {
        text.push_str(&format!(" and c.place in ({})", list(first, places)));
    }
    if topics > 0 {
        text.push_str(&format!(" and c.topic in ({})", list(first + places, topics)));
    }
    text
}

fn count_text(counted: Counted, places: usize, topics: usize) -> String {
    format!("select count(*) {}", narrowed(source(counted).0, 3, places, topics))
}

fn list_text(counted: Counted, places: usize, topics: usize) -> String {
    let (from, day, order) = source(counted);
    let columns = match counted {
        Counted::Heard => {
            "c.note as title, c.unit as responsible, c.severity as state, cast(null as boolean) as on_time"
        }
        _ => "c.title, c.responsible, c.stage as state, c.on_time",
    };
    format!(
        "select c.id, c.topic, c.place, {columns}, {day} as day {}
        order by {order} limit $3 offset $4",
        narrowed(from, 5, places, topics)
    )
}

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let measures = Counted::ALL.iter();
    measures.flat_map(|counted| [count_text(*counted, 1, 0), list_text(*counted, 8, 8)]).collect()
});

/// Every statement of this list, of each measure one of each kind.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    TEXTS.iter().map(|sql| ("COUNTED", sql.as_str())).collect()
}

fn padded<T: Clone>(list: Option<&Vec<T>>) -> Vec<T> {
    let mut list = list.cloned().unwrap_or_default();
    let size = SIZES.iter().copied().find(|size| *size >= list.len()).unwrap_or(list.len());
    if let Some(last) = list.last().cloned() {
        list.resize(size, last);
    }
    list
}

fn is_nothing(acts: &Acts) -> bool {
    acts.from >= acts.until
        || acts.places.as_ref().is_some_and(Vec::is_empty)
        || acts.topics.as_ref().is_some_and(Vec::is_empty)
}

/// How many acts there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn count(store: &Store, acts: &Acts) -> Stored<i64> {
    if is_nothing(acts) {
        return Ok(0);
    }
    let (places, topics) = (padded(acts.places.as_ref()), padded(acts.topics.as_ref()));
    let sql = count_text(acts.counted, places.len(), topics.len());
    Ok(on_engine!(store, db => {
        let mut query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(acts.from.to_string())
            .bind(acts.until.to_string());
        for place in &places {
            query = query.bind(place.0);
        }
        for topic in &topics {
            query = query.bind(topic);
        }
        query.fetch_one(db).await
    })?)
}

/// The acts, newest first; `page` is how many and after how many.
///
/// # Errors
/// When the store cannot be read or a row not be understood.
pub async fn list(store: &Store, acts: &Acts, page: (i64, i64)) -> Stored<Vec<Act>> {
    if is_nothing(acts) {
        return Ok(Vec::new());
    }
    let (places, topics) = (padded(acts.places.as_ref()), padded(acts.topics.as_ref()));
    let sql = list_text(acts.counted, places.len(), topics.len());
    let rows: Vec<ActRow> = on_engine!(store, db => {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(acts.from.to_string())
            .bind(acts.until.to_string()).bind(page.0).bind(page.1);
        for place in &places {
            query = query.bind(place.0);
        }
        for topic in &topics {
            query = query.bind(topic);
        }
        query.fetch_all(db).await
    })?;
    rows.into_iter().map(Act::try_from).collect()
}
