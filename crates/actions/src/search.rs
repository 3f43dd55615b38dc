//! Search over everything that was said in cases and noted by teams, and units by name. What is found never leaves a reader's rights:
//! every document bears the marks of its office and of all above it, and one of the reader's own must be among them.

pub mod filling;
pub mod heard;

use crate::{
    cases::case_of_code,
    data::unrestricted,
    followers::Follows,
    house::{Done, Facts, Failure, House},
};
use danvan_domain::{
    cases::{Case, Entry},
    fold::{fold, tidy},
    ids::{CaseId, UnitId},
    observations::Observation,
    people::Role,
    refusals::Refusal,
    rights::{Asker, Verb, grants},
    time::Day,
    units::Match,
};
use danvan_store::{
    Change, cases as store,
    events::{self, Placed},
    search::{self, Of, Question},
};
use futures_util::future::try_join;
use std::collections::BTreeSet;

/// Under which name the index follows events.
pub const SEARCH: &str = "search";
/// The events that change what is found.
pub(crate) const KINDS: &[&str] = &[
    "case.received",
    "case.answered",
    "case.refused",
    "case.note",
    "case.added",
    "case.reopened",
    "case.transferred",
    "case.erased",
];

/// Most words of one question; more narrow nothing.
const MOST_WORDS: usize = 12;
/// Longest word that is looked for, in letters.
const LONGEST_WORD: usize = 40;
/// How many cases are read to put those written letter for letter first.
const READ: i64 = 60;
/// How many cases are shown.
const SHOWN: usize = 20;

/// The folded words of a text, of ASCII letters and digits: what an index keeps and a question asks for.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(|word| word.chars().take(LONGEST_WORD).collect()).collect()
}

/// The mark of a unit in a document.
fn mark(unit: UnitId) -> String {
    format!("u{}", unit.0.simple())
}

/// What is kept of a case: the words of its title, letter, history, place and topic, each once; the marks of its
/// office and all above.
pub fn document(facts: &Facts, case: &Case, entries: &[Entry], today: Day) -> String {
    let mut tokens: BTreeSet<String> = words(&case.body).into_iter().collect();
    tokens.extend(words(&case.title));
    tokens.extend(entries.iter().flat_map(|entry| words(&entry.body)));
    tokens.extend(words_of(facts, case.place, &case.topic));
    tokens.extend(facts.care(case.responsible, today).into_iter().map(mark));
    tokens.into_iter().collect::<Vec<_>>().join(" ")
}

/// The words of a place, of all above it, and of a topic.
fn words_of(facts: &Facts, place: UnitId, topic: &str) -> Vec<String> {
    let units = facts.tree.get(place).into_iter().chain(facts.tree.ancestors(place));
    let mut found: Vec<String> = units.flat_map(|unit| words(&unit.name)).collect();
    if let Some(topic) = facts.topics.get(topic) {
        found.extend(words(&topic.vi).into_iter().chain(words(&topic.en)));
    }
    found
}

/// The documents of some cases as they stand.
pub(crate) async fn documents(house: &House, ids: &[CaseId]) -> Done<Vec<(CaseId, String)>> {
    let (facts, today) = (house.facts(), house.today());
    let cases = store::with_entries(&house.store, ids).await?;
    Ok(cases.iter().map(|(case, entries)| (case.id, document(&facts, case, entries, today))).collect())
}

/// The index follows what happened: each case of a batch is written once, as it stands now.
pub(crate) async fn gather(house: &House, events: &[Placed]) -> Done<Follows> {
    let mut seen = BTreeSet::new();
    let ids = events.iter().map(|placed| CaseId(placed.event.thing));
    let ids: Vec<CaseId> = ids.filter(|id| seen.insert(*id)).collect();
    Ok(Follows::Documents(documents(house, &ids).await?))
}

/// Sorts words in that wait for it, where an engine lets them wait; returns how many documents.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn sort_in(house: &House, of: Of) -> Done<usize> {
    Ok(search::sort_in(&house.store, of).await?)
}

/// Sends the indexes back to the beginning of the events, so that every document is written again: after a reorganisation
/// of units, whose marks the documents bear.
///
/// # Errors
/// When the store cannot write.
pub async fn reindex(house: &House) -> Done<()> {
    let mut change = house.store.begin().await?;
    begin_again(&mut change).await?;
    Ok(change.commit().await?)
}

/// The same within a change.
pub(crate) async fn begin_again(change: &mut Change) -> Done<()> {
    for follower in [SEARCH, heard::SEARCH_HEARD] {
        events::unfollow(change, follower).await?;
    }
    Ok(())
}

/// What was found.
#[derive(Default)]
pub struct Found {
    /// The folded words that were looked for.
    pub words: Vec<String>,
    /// Cases, those written letter for letter first, then the newest.
    pub cases: Vec<Case>,
    /// What teams heard, in the same order.
    pub heard: Vec<Observation>,
    /// Units standing today that bear or bore the name.
    pub units: Vec<Match>,
    /// The case whose receipt was typed.
    pub receipt: Option<CaseId>,
}

/// Looks for words in every case and everything heard that the reader may read, for units by name, and for a receipt by its code.
///
/// # Errors
/// [`Refusal::SignInFirst`] when nobody is signed in.
pub async fn find(house: &House, asker: &Asker, said: &str) -> Done<Found> {
    if asker.person.is_none() {
        return Err(Refusal::SignInFirst.into());
    }
    let said: String = tidy(said).chars().take(200).collect();
    let mut found = Found { words: words(&said), ..Found::default() };
    found.words.truncate(MOST_WORDS);
    if found.words.is_empty() {
        return Ok(found);
    }
    match case_of_code(house, asker, &said).await {
        Ok(id) => {
            found.receipt = Some(id);
            return Ok(found);
        }
        Err(Failure::Refused(_)) => {}
        Err(broken) => return Err(broken),
    }
    let (facts, today) = (house.facts(), house.today());
    found.units = facts.tree.find(&said, today).into_iter().take(6).collect();
    let question = Question {
        words: found.words.clone(),
        last_begins: found.words.last().is_some_and(|last| last.len() > 1),
        marks: marks(&facts, asker, Verb::ReadCase, today),
        everywhere: reads_everywhere(&facts, asker, Verb::ReadCase, today),
    };
    // Each walks an index of its own, side by side: words that seldom meet cost the walk of all who say them.
    let (mut cases, heard) = try_join(
        async { Ok(search::find(&house.store, &question, READ).await?) },
        heard::find(house, asker, (&said, &found.words)),
    )
    .await?;
    cases.retain(|case| house.ask(asker, Verb::ReadCase, case.responsible).is_ok());
    let mut cases = unrestricted(house, cases).await?;
    let exact = said.to_lowercase();
    let is_exact = |case: &Case| tidy(&case.body).to_lowercase().contains(&exact);
    cases.sort_by_key(|case| !is_exact(case));
    cases.truncate(SHOWN);
    found.cases = cases;
    found.heard = heard;
    Ok(found)
}

/// Whether somebody may read at the only unit that has all others below it. Its mark would be in every document, and
/// asking for it would walk through all of them.
fn reads_everywhere(facts: &Facts, asker: &Asker, verb: Verb, today: Day) -> bool {
    let mut roots = facts.tree.roots(today);
    let (Some(root), None) = (roots.next(), roots.next()) else { return false };
    let reads = |role: Role| grants(role).contains(&verb);
    asker.positions.iter().any(|position| position.unit == root.id && reads(position.role))
}

/// The marks of the units of which somebody may read: their own, and those that went wholly into them.
fn marks(facts: &Facts, asker: &Asker, verb: Verb, today: Day) -> Vec<String> {
    let own = asker.positions.iter().filter(|position| grants(position.role).contains(&verb));
    let mut units: BTreeSet<UnitId> = BTreeSet::new();
    for position in own {
        units.insert(position.unit);
        let before = facts.tree.lineage(position.unit).before;
        let whole = before.into_iter().map(|step| step.from.id);
        units.extend(whole.filter(|id| facts.tree.standing_for(*id, today) == [position.unit]));
    }
    units.into_iter().map(mark).collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn words_are_folded_and_hostile_signs_fall_away() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check("đường Vành đai 4", &["duong", "vanh", "dai", "4"]);
        check("\"a\" OR NEAR(b* c:d) -e", &["a", "or", "near", "b", "c", "d", "e"]);
        check("' | !x & :* ", &["x"]);
        check("…", &[]);
    }
}
