//! Search over what teams heard: the same words and marks as of cases, in documents of their own. Whoever noted something
//! finds it by a mark of theirs; what was taken back says nothing any more, and only the wording that stands is found.

use super::{READ, SHOWN, mark, marks, reads_everywhere, words, words_of};
use crate::{
    followers::Follows,
    house::{Done, Facts, House},
    observations::ask_to_read,
};
use danvan_domain::{
    fold::tidy,
    ids::{ObservationId, PersonId},
    observations::Observation,
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{
    events::Placed,
    observations as store,
    search::{self, Question},
};
use std::collections::BTreeSet;

/// Under which name this index follows events.
pub const SEARCH_HEARD: &str = "search_heard";
/// The events that change what is found.
pub(crate) const KINDS: &[&str] = &["observation."];

/// The mark of whoever noted something.
fn mark_of(person: PersonId) -> String {
    format!("p{}", person.0.simple())
}

/// What is kept of an observation: the words of its note as it stands, of its place and its topic; the marks of its place and
/// all above, and of whoever noted it. Nothing of one that was taken back.
pub fn document(facts: &Facts, noted: &Observation, today: Day) -> String {
    if noted.withdrawn_at.is_some() {
        return String::new();
    }
    let mut tokens: BTreeSet<String> = words(&noted.heard.note).into_iter().collect();
    tokens.extend(words_of(facts, noted.heard.place, &noted.heard.topic));
    tokens.extend(facts.care(noted.heard.place, today).into_iter().map(mark));
    tokens.insert(mark_of(noted.person));
    tokens.into_iter().collect::<Vec<_>>().join(" ")
}

/// The index follows what happened: each observation of a batch is written once, as it stands now.
pub(crate) async fn gather(house: &House, events: &[Placed]) -> Done<Follows> {
    let mut seen = BTreeSet::new();
    let ids = events.iter().map(|placed| ObservationId(placed.event.thing));
    let ids: Vec<ObservationId> = ids.filter(|id| seen.insert(*id)).collect();
    let (facts, today) = (house.facts(), house.today());
    let mut noted = store::some(&house.store, &ids).await?;
    noted.sort_by_key(|noted| (noted.noted_at, noted.id));
    let documents = noted.iter().map(|noted| (noted.id, document(&facts, noted, today)));
    Ok(Follows::Heard(documents.collect()))
}

/// What may be read of what was heard and says some words, those written letter for letter first, then the newest.
pub(super) async fn find(
    house: &House,
    asker: &Asker,
    (said, looked_for): (&str, &[String]),
) -> Done<Vec<Observation>> {
    let Some(person) = asker.person else { return Ok(Vec::new()) };
    let (facts, today) = (house.facts(), house.today());
    let mut marks = marks(&facts, asker, Verb::ReadObservations, today);
    marks.push(mark_of(person));
    let question = Question {
        words: looked_for.to_vec(),
        last_begins: looked_for.last().is_some_and(|last| last.len() > 1),
        marks,
        everywhere: reads_everywhere(&facts, asker, Verb::ReadObservations, today),
    };
    let mut found = search::find_observations(&house.store, &question, READ).await?;
    found.retain(|noted| noted.withdrawn_at.is_none() && ask_to_read(house, asker, noted).is_ok());
    let exact = said.to_lowercase();
    found.sort_by_key(|noted| !tidy(&noted.heard.note).to_lowercase().contains(&exact));
    found.truncate(SHOWN);
    Ok(found)
}
