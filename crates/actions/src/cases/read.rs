//! Reading cases: the queue, one case, what is near.

use super::contact::news_ways;
use crate::{
    data::{is_restricted, unrestricted},
    house::{Done, Facts, House},
};
use danvan_analysis::similarity::{Point, Said, near_duplicates};
use danvan_domain::{
    cases::{Case, Entry, EntryKind},
    fold::fold,
    ids::{CaseId, PersonId, UnitId},
    people::{Person, Role},
    receipt::ReceiptCode,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
    units::Level,
};
use danvan_store::{
    attachments::{self, Picture},
    cases::{self as store, Counts, Row, Tab},
    people,
};
use std::collections::{BTreeMap, BTreeSet};

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

/// Asks for the right to do something with an office's cases; the refusal names the office that has it.
pub(crate) fn ask_office(house: &House, asker: &Asker, verb: Verb, office: UnitId) -> Result<(), Refusal> {
    house.ask(asker, verb, office).map_err(|refusal| match (refusal, house.facts().tree.get(office)) {
        (Refusal::NotAllowed(_), Some(unit)) => {
            Refusal::NotAllowed(Note::new("refusal-not-allowed-office").with("office", &unit.name))
        }
        (refusal, _) => refusal,
    })
}

/// The office whose queue a reader sees first.
///
/// # Errors
/// The refusal of the right to handle cases anywhere.
pub fn own_office(asker: &Asker) -> Result<UnitId, Refusal> {
    if asker.person.is_none() {
        return Err(Refusal::SignInFirst);
    }
    let refused = || Refusal::NotAllowed(Note::new("refusal-not-an-office"));
    asker.unit_for(Verb::HandleCase).ok_or_else(refused)
}

/// Reads one tab of an office's queue.
///
/// # Errors
/// The refusal of the right to handle its cases.
pub async fn queue(house: &House, asker: &Asker, unit: UnitId, tab: Tab, page: (i64, i64)) -> Done<Queue> {
    ask_office(house, asker, Verb::HandleCase, unit)?;
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
    /// Cases merged into it, and those merged into them before.
    pub merged: Vec<Case>,
    /// Similar cases near by, most alike first.
    pub similar: Vec<Near>,
    /// How often the same matter was settled at the same place in the year before, and when last.
    pub settled_before: (i64, Option<Moment>),
    /// Which ways of reaching whoever asked there are: name, phone, e-mail.
    pub ways: Option<(bool, bool, bool)>,
    /// By which of them whoever asked agreed to be told news: phone, e-mail.
    pub news: (bool, bool),
    /// Whether whoever asked has restricted the use of their data: pictures, point and contact are then not shown.
    pub is_restricted: bool,
    /// Officers of the responsible office.
    pub colleagues: Vec<Person>,
    /// Names of everybody who acted on it.
    pub names: BTreeMap<PersonId, String>,
    /// The pictures sent with it.
    pub pictures: Vec<Picture>,
    /// Whether this reader may act on it.
    pub may_handle: bool,
}

impl Opened {
    /// On how many receipts a public answer is read: whoever asked, their supporters, and those of merged cases.
    pub fn receipts(&self) -> i64 {
        let merged = self.merged.iter().map(|case| 1 + case.supporters);
        1 + self.case.supporters + merged.sum::<i64>()
    }
}

/// Opens a case.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none, the refusal of the right to read it.
pub async fn open(house: &House, asker: &Asker, id: CaseId) -> Done<Opened> {
    let case = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadCase, case.responsible)?;
    let may_handle = house.ask(asker, Verb::HandleCase, case.responsible).is_ok();
    let entries = store::entries(&house.store, id).await?;
    let year_before = house.now().plus_seconds(-365 * 86_400);
    let is_restricted = is_restricted(house, &case).await?;
    let pictures = if is_restricted { Vec::new() } else { attachments::of_thing(&house.store, id.0).await? };
    Ok(Opened {
        news: news_ways(house, &case).await?,
        is_restricted,
        merged: store::merged(&house.store, id).await?,
        pictures,
        similar: alike(house, &case).await?,
        settled_before: store::settled_before(&house.store, &case, year_before).await?,
        ways: store::contact_ways(&house.store, id).await?,
        colleagues: people::at_unit(&house.store, case.responsible, Role::CommuneOfficer, house.today())
            .await?,
        names: names(house, &case, &entries).await?,
        may_handle,
        entries,
        case: if is_restricted { Case { point: None, ..case } } else { case },
    })
}

async fn names(house: &House, case: &Case, entries: &[Entry]) -> Done<BTreeMap<PersonId, String>> {
    // What else an entry's detail names is no person: an office, another case, a reason.
    let assigned = entries.iter().filter(|entry| entry.kind == EntryKind::Assigned);
    let assigned = assigned.filter_map(|entry| entry.detail.parse().ok());
    let acted = entries.iter().filter_map(|entry| entry.person);
    let people: BTreeSet<PersonId> = acted.chain(assigned).chain(case.assignee).collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    Ok(people::names(&house.store, &people).await?)
}

/// Thirty days: what is older is hardly the same matter.
const NEAR_SECONDS: i64 = 30 * 86_400;

/// At most so many cases of one topic and place are compared.
const MOST_COMPARED: i64 = 200;
/// At most so many similar cases are shown; more would not be read.
const MOST_SHOWN: usize = 5;

/// What is compared with cases near by.
struct Candidate<'a> {
    topic: &'a str,
    place: UnitId,
    point: Option<(f64, f64)>,
    body: &'a str,
    at: Moment,
}

async fn alike(house: &House, case: &Case) -> Done<Vec<Near>> {
    let candidate = Candidate {
        topic: &case.topic,
        place: case.place,
        point: case.point,
        body: &case.body,
        at: case.received_at,
    };
    let near = near_cases(house, &candidate).await?;
    let others: Vec<Case> = near.into_iter().filter(|other| other.id != case.id).collect();
    Ok(rank(&house.facts(), &candidate, others))
}

/// Recent cases of the topic at the place, and at the commune it lies in.
async fn near_cases(house: &House, candidate: &Candidate<'_>) -> Done<Vec<Case>> {
    let since = candidate.at.plus_seconds(-NEAR_SECONDS);
    let (topic, place) = (candidate.topic, candidate.place);
    let mut near = store::nearby(&house.store, topic, place, since, MOST_COMPARED).await?;
    let facts = house.facts();
    let commune = facts.tree.at_or_above(place, Level::Commune).map(|commune| commune.id);
    if let Some(commune) = commune.filter(|commune| *commune != place) {
        near.extend(store::nearby(&house.store, topic, commune, since, MOST_COMPARED).await?);
    }
    // What somebody restricted is not offered to others, nor compared.
    unrestricted(house, near).await
}

/// A case that may be the same matter.
pub struct Near {
    /// The case.
    pub case: Case,
    /// How alike, 0 to 1.
    pub score: f64,
    /// Metres between the two points, where both are known.
    pub metres: Option<f64>,
}

fn rank(facts: &Facts, candidate: &Candidate<'_>, others: Vec<Case>) -> Vec<Near> {
    let folded: Vec<String> = others.iter().map(|other| fold(&other.body)).collect();
    let own = fold(candidate.body);
    let above = |topic| facts.topics.ancestors(topic).first().copied().unwrap_or(topic);
    let on_map = |at: Option<(f64, f64)>| at.map(|(latitude, longitude)| Point { latitude, longitude });
    let said = |folded, topic, point, age_days| Said {
        folded,
        point: on_map(point),
        topic,
        topic_above: above(topic),
        age_days,
    };
    let list: Vec<Said<'_>> = others
        .iter()
        .zip(&folded)
        .map(|(other, folded)| {
            #[expect(clippy::cast_precision_loss, reason = "an age in days needs no more digits")]
            let age = candidate.at.seconds_since(other.received_at) as f64 / 86_400.0;
            said(folded.as_str(), other.topic.as_str(), other.point, age)
        })
        .collect();
    let similar = near_duplicates(&said(&own, candidate.topic, candidate.point, 0.0), &list);
    let mut others: Vec<Option<Case>> = others.into_iter().map(Some).collect();
    similar
        .into_iter()
        .take(MOST_SHOWN)
        .filter_map(|alike| {
            let case = others.get_mut(alike.index)?.take()?;
            Some(Near { case, score: alike.score, metres: alike.metres })
        })
        .collect()
}

/// Similar open cases near a place, most alike first, offered before somebody sends the same. Only first words are
/// shown outside.
///
/// # Errors
/// When the store cannot be read.
pub async fn nearby(
    house: &House,
    topic: &str,
    place: UnitId,
    point: Option<(f64, f64)>,
    body: &str,
) -> Done<Vec<Near>> {
    let candidate = Candidate { topic, place, point, body, at: house.now() };
    let near = near_cases(house, &candidate).await?;
    Ok(rank(&house.facts(), &candidate, near))
}

/// The case a receipt is for, as an officer names it; a supporter's receipt leads to the same case.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none, the refusal of the right to read it.
pub async fn case_of_code(house: &House, asker: &Asker, code: &str) -> Done<CaseId> {
    let code: ReceiptCode = code.parse().map_err(|_| Refusal::NotFound)?;
    let code = code.to_string();
    let own = store::by_receipt(&house.store, &code).await?.map(|case| case.id);
    let id = match own {
        Some(id) => id,
        None => store::supporter(&house.store, &code).await?.ok_or(Refusal::NotFound)?,
    };
    let case = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadCase, case.responsible)?;
    Ok(id)
}

/// More cases than this are not listed at the end of a day; they are still counted.
const MOST_OF_A_DAY: i64 = 1_000;

/// What an office did on a day, and what lapses on the next working day.
pub struct DayEnd {
    /// What was answered, refused or closed today.
    pub done: Vec<Row>,
    /// What is due until the end of the next working day and is not late yet.
    pub lapsing: Vec<Row>,
    /// How many they are.
    pub due: i64,
    /// What is late already.
    pub late: i64,
    /// The next working day.
    pub next_day: danvan_domain::time::Day,
}

/// The end of an office's day.
///
/// # Errors
/// The refusal of the right to handle its cases.
pub async fn day_end(house: &House, asker: &Asker, unit: UnitId) -> Done<DayEnd> {
    ask_office(house, asker, Verb::HandleCase, unit)?;
    let (now, facts) = (house.now(), house.facts());
    let next_day = facts.calendar.working_day_from(now.day().next());
    let end = Moment::at(next_day.next(), 0, 0);
    let reader = asker.person.unwrap_or(PersonId(uuid::Uuid::nil()));
    let lapsing = store::queue(&house.store, unit, Tab::Due, reader, (now, end), (MOST_OF_A_DAY, 0)).await?;
    let counts = store::counts(&house.store, unit, reader, now, end).await?;
    let done = store::answered_since(&house.store, unit, Moment::at(now.day(), 0, 0), MOST_OF_A_DAY).await?;
    Ok(DayEnd { done, lapsing, due: counts.due, late: counts.late, next_day })
}
