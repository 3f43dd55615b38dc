//! What some words are probably about, learnt from what was decided here. It suggests and never decides, and it tells how
//! sure it is; it learns words that several cases have, never who wrote them.

use crate::house::{Done, House};
use danvan_analysis::suggest::{Decided, Suggester, Tried};
use danvan_domain::{fold::fold, topics::Topics};
use danvan_store::topics as store;
use std::sync::{Arc, PoisonError};

/// Of how many decided cases it learns at most, the newest: enough for every topic that comes up, and little memory.
const MOST_TEXTS: i64 = 8_000;
/// How old they may be, in days.
const OLDEST: i64 = 730;
/// Of fewer it cannot be told how far it may be believed: a fifth is kept aside for that.
const LEAST_TEXTS: usize = 400;
/// What is less likely than this is not worth a place on a page.
const LEAST_CHANCE: f64 = 0.15;
/// From this chance on a topic may be chosen beforehand.
pub const SURE: f64 = 0.6;
/// How many topics are suggested.
const MOST: usize = 3;

/// What a house has learnt.
pub struct Learnt {
    codes: Vec<String>,
    suggester: Suggester,
}

/// A topic for some words.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Its code.
    pub topic: String,
    /// The share of such suggestions that were right among decided cases that were kept aside.
    pub chance: f64,
}

impl Learnt {
    /// Learns of topics and words; nothing when they are too few.
    fn of(topics: &Topics, decided: &[(String, String)]) -> Option<Self> {
        let codes: Vec<String> = topics.iter().map(|topic| topic.code.clone()).collect();
        let place = |topic: &String| codes.iter().position(|code| code == topic);
        let folded: Vec<(usize, String)> =
            decided.iter().filter_map(|(topic, words)| Some((place(topic)?, fold(words)))).collect();
        if folded.len() < LEAST_TEXTS {
            return None;
        }
        let examples: Vec<Decided<'_>> =
            folded.iter().map(|(topic, words)| Decided { folded: words, topic: *topic }).collect();
        let suggester = Suggester::learn(&examples, codes.len());
        Some(Self { codes, suggester })
    }

    fn suggest(&self, words: &str) -> Vec<Suggestion> {
        let all = self.suggester.suggest(&fold(words)).into_iter().take(MOST);
        let likely = all.filter(|one| one.chance >= LEAST_CHANCE);
        let named = likely.filter_map(|one| Some((self.codes.get(one.topic)?.clone(), one.chance)));
        named.map(|(topic, chance)| Suggestion { topic, chance }).collect()
    }
}

/// Learns anew from the cases decided here, and says how well that suggests; nothing where too few were decided.
///
/// # Errors
/// When the store cannot be read.
pub async fn learn(house: &House) -> Done<Option<Tried>> {
    let decided = store::decided(&house.store, house.today().plus_days(-OLDEST), MOST_TEXTS).await?;
    let facts = house.facts();
    // Half a second of work, beside those who are answered meanwhile.
    let learnt = tokio::task::spawn_blocking(move || Learnt::of(&facts.topics, &decided)).await;
    let learnt = learnt.unwrap_or_else(|error| {
        tracing::error!(%error, "topics could not be learnt");
        None
    });
    let tried = learnt.as_ref().map(|learnt| learnt.suggester.tried());
    *house.learnt.write().unwrap_or_else(PoisonError::into_inner) = learnt.map(Arc::new);
    Ok(tried)
}

/// Topics for some words, the likeliest first; none while nothing is learnt.
pub fn suggest(house: &House, words: &str) -> Vec<Suggestion> {
    let learnt = house.learnt.read().unwrap_or_else(PoisonError::into_inner).clone();
    learnt.map_or_else(Vec::new, |learnt| learnt.suggest(words))
}
