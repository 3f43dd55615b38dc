//! Reading cases: the queue, one case, what is near.

use crate::house::{Done, House};
use danvan_domain::{
    cases::{Case, Contact, Entry, steps::By},
    events::Event,
    ids::{CaseId, EntryId, PersonId, UnitId},
    people::{Person, Role},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    text,
    time::Moment,
};
use danvan_store::{
    cases::{self as store, Counts, Row, Tab},
    people,
};
use serde_json::json;

/// An office's queue.
pub struct Queue {
    /// The office.
    pub unit: UnitId,
    /// How many stand on each tab.
    pub counts: Counts,
    /// The rows of the tab.
    pub rows: Vec<Row>,
    /// Officers of this office, for names in rows.
    pub colleagues: Vec<Person>,
}

/// Reads one tab of an office's queue.
///
/// # Errors
/// The refusal of the right to handle its cases.
pub async fn queue(house: &House, asker: &Asker, unit: UnitId, tab: Tab, page: (i64, i64)) -> Done<Queue> {
    house.ask(asker, Verb::HandleCase, unit)?;
    let now = house.now();
    let soon = house.facts().soon(now);
    let reader = asker.person.unwrap_or(PersonId(uuid::Uuid::nil()));
    let counts = store::counts(&house.store, unit, reader, now, soon).await?;
    let rows = store::queue(&house.store, unit, tab, reader, (now, soon), page).await?;
    let colleagues = people::at_unit(&house.store, unit, Role::CommuneOfficer, house.today()).await?;
    Ok(Queue { unit, counts, rows, colleagues })
}

/// A case with everything around it, as its office sees it.
pub struct Opened {
    /// The case.
    pub case: Case,
    /// Its whole history.
    pub entries: Vec<Entry>,
    /// Cases merged into it.
    pub merged: Vec<Case>,
    /// Similar cases near by, most alike first.
    pub similar: Vec<(Case, f64)>,
    /// Which ways of reaching whoever asked there are: name, phone, e-mail.
    pub ways: Option<(bool, bool, bool)>,
    /// Officers of the responsible office.
    pub colleagues: Vec<Person>,
    /// Whether this reader may act on it.
    pub may_handle: bool,
}

/// Opens a case.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none, the refusal of the right to read it.
pub async fn open(house: &House, asker: &Asker, id: CaseId) -> Done<Opened> {
    let case = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::ReadCase, case.responsible)?;
    let may_handle = house.ask(asker, Verb::HandleCase, case.responsible).is_ok();
    Ok(Opened {
        entries: store::entries(&house.store, id).await?,
        merged: store::merged(&house.store, id).await?,
        similar: alike(house, &case).await?,
        ways: store::contact_ways(&house.store, id).await?,
        colleagues: people::at_unit(&house.store, case.responsible, Role::CommuneOfficer, house.today())
            .await?,
        may_handle,
        case,
    })
}

/// Thirty days: what is older is hardly the same matter.
const NEAR_SECONDS: i64 = 30 * 86_400;

async fn alike(house: &House, case: &Case) -> Done<Vec<(Case, f64)>> {
    let since = case.received_at.plus_seconds(-NEAR_SECONDS);
    let near = store::nearby(&house.store, &case.topic, case.place, since, 200).await?;
    let others = near.into_iter().filter(|other| other.id != case.id);
    Ok(rank(&case.body, case.point, case.received_at, others))
}

fn rank(
    body: &str,
    point: Option<(f64, f64)>,
    at: Moment,
    others: impl Iterator<Item = Case>,
) -> Vec<(Case, f64)> {
    let _about = (body, point, at);
    others.take(5).map(|case| (case, 1.0)).collect()
}

/// Similar open cases near a place, offered before somebody sends the same. Only first words are shown outside.
///
/// # Errors
/// When the store cannot be read.
pub async fn nearby(
    house: &House,
    topic: &str,
    place: UnitId,
    point: Option<(f64, f64)>,
    body: &str,
) -> Done<Vec<Case>> {
    let now = house.now();
    let near = store::nearby(&house.store, topic, place, now.plus_seconds(-NEAR_SECONDS), 200).await?;
    Ok(rank(body, point, now, near.into_iter()).into_iter().map(|(case, _)| case).collect())
}

/// Reads how to reach whoever asked. The reading is noted first, with its reason; the resident sees it.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right, or a missing reason.
pub async fn read_contact(house: &House, asker: &Asker, id: CaseId, reason: &str) -> Done<Contact> {
    let case = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    house.ask(asker, Verb::ReadContact, case.responsible)?;
    let reason = text::clean_line(reason, 200).unwrap_or_default();
    if reason.is_empty() {
        return Err(Refusal::field("reason", Note::new("note-say-why")).into());
    }
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let unit = asker.unit_for(Verb::ReadContact).unwrap_or(case.responsible);
    let at = house.now();
    let mut change = house.store.begin().await?;
    store::note_reading(&mut change, id, at, person, unit, &reason).await?;
    let by = By { person: Some(person), unit: Some(unit), at, entry: EntryId(uuid::Uuid::nil()) };
    let event: Event = case.event("contact_read", &by, json!({"office": unit}));
    change.note(event);
    change.commit().await?;
    Ok(store::contact(&house.store, id).await?.unwrap_or_default())
}
