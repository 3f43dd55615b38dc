//! Letters that say the same: candidates by the marks of their words, the officer's word that they are one content or
//! differ, and what the law makes of a content that came before. A denunciation takes no part in any of it.

use crate::{
    cases::ask_office,
    house::{Done, House},
};
use danvan_analysis::similarity::{SAME_LETTER, agreeing, marks, words_in_common_with_each};
use danvan_domain::{
    events::Event,
    fold::fold,
    ids::{LetterId, UnitId},
    letters::{Earlier, Letter, is_comparable},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{
    Change,
    letters::{self as letters, same as store},
};
use serde_json::{Value, json};
use std::collections::HashSet;
use uuid::Uuid;

/// How many of the newest letters with one mark are looked at: many letters that begin alike must not slow a desk down.
const MOST_OF_MARK: i64 = 60;
/// How many of the newest letters about the same topic at the same office are looked at besides.
const MOST_OF_TOPIC: i64 = 60;
/// How many candidates are compared word by word: those that share most marks.
const MOST_COMPARED: i64 = 80;
/// How many are proposed.
const MOST_SHOWN: usize = 20;
/// How many runs of words that agree are shown of one.
const MOST_RUNS: usize = 5;

/// Another letter, as far as its reader may see it.
#[derive(Clone, Debug)]
pub struct Other {
    /// Its id.
    pub id: LetterId,
    /// The office that has it.
    pub unit: UnitId,
    /// Its number in the log.
    pub number: i64,
    /// The year of the log.
    pub year: i64,
    /// The day on which it was received.
    pub received_on: danvan_domain::time::Day,
    /// All of it, when the reader may read letters of that office.
    pub letter: Option<Letter>,
}

impl Other {
    fn seen(house: &House, asker: &Asker, letter: Letter) -> Self {
        let may_read = house.ask(asker, Verb::ReadLetter, letter.unit).is_ok();
        Self {
            id: letter.id,
            unit: letter.unit,
            number: letter.number,
            year: letter.year,
            received_on: letter.received_on,
            letter: Some(letter).filter(|_| may_read),
        }
    }
}

/// A letter that may say the same.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The letter.
    pub other: Other,
    /// The share of words and pairs of words that both have, 0 to 1.
    pub share: f64,
    /// Words on which both agree, as the letter at hand writes them; none of a letter that the reader may not read.
    pub words: Vec<String>,
}

/// What is known of a letter's likes.
#[derive(Clone, Debug, Default)]
pub struct Likes {
    /// The letters linked with it.
    pub linked: Vec<Other>,
    /// How many signed it and those linked with it at the same office.
    pub signers: i64,
    /// What the law looks at in those linked with it.
    pub earlier: Vec<Earlier>,
    /// Letters that may say the same and that nobody has judged, the likeliest first.
    pub proposed: Vec<Alike>,
}

/// Keeps by which marks a letter is found, once; what is or may be a denunciation is found by none.
pub(super) async fn mark(change: &mut Change, letter: &Letter) -> Done<()> {
    if is_comparable(letter) {
        store::add_marks(change, letter, &marks(&fold(&letter.summary))).await?;
    }
    Ok(())
}

/// Keeps the marks of letters that have none: those from before there were marks. Returns how many.
///
/// # Errors
/// When the store cannot be read or written; what was written stays.
pub async fn mark_all(house: &House) -> Done<u64> {
    const PAGE: i64 = 200;
    let (mut last, mut done) = (LetterId(Uuid::nil()), 0);
    loop {
        let some = store::unmarked(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(done) };
        last = end.id;
        let mut change = house.store.begin().await?;
        for letter in some.iter().filter(|letter| is_comparable(letter)) {
            // A letter that was sealed meanwhile gets none.
            if letters::lock(&mut change, letter.id).await?.is_some_and(|now| is_comparable(&now)) {
                mark(&mut change, letter).await?;
                done += 1;
            }
        }
        change.commit().await?;
    }
}

/// What is known of a letter's likes, for whoever handles it.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn likes(house: &House, asker: &Asker, letter: &Letter) -> Done<Likes> {
    if !is_comparable(letter) {
        return Ok(Likes::default());
    }
    let mut group = store::group(&house.store, letter.head()).await?;
    let signers = group.iter().filter(|one| one.unit == letter.unit).map(|one| one.signers).sum();
    let sent_on = store::transferred(&house.store, letter.head()).await?;
    let mut earlier = earlier_of(house, letter, &group, &sent_on);
    // Before it is classified only its intake can have been sent on.
    if letter.classified_at.is_none() && sent_on.contains(&letter.id) {
        earlier.push(of_itself(house, letter));
    }
    group.retain(|one| one.id != letter.id && !one.is_sealed);
    let known: HashSet<LetterId> = group.iter().map(|one| one.id).collect();
    let linked = group.into_iter().map(|one| Other::seen(house, asker, one)).collect();
    Ok(Likes { linked, signers, earlier, proposed: alike(house, asker, letter, known).await? })
}

/// Letters that may say the same as one, the likeliest first, without those that are `known`.
async fn alike(
    house: &House,
    asker: &Asker,
    letter: &Letter,
    mut known: HashSet<LetterId>,
) -> Done<Vec<Alike>> {
    known.insert(letter.id);
    known.extend(store::different(&house.store, letter.id).await?);
    let own = fold(&letter.summary);
    let mut others = store::with_marks(&house.store, &marks(&own), MOST_OF_MARK, MOST_COMPARED).await?;
    others.retain(|one| !known.contains(&one.id));
    // An officer retypes in their own words: those of the same topic are compared even when no mark is shared.
    let near = store::of_topic(&house.store, letter, MOST_OF_TOPIC).await?;
    let have: HashSet<LetterId> = others.iter().map(|one| one.id).chain(known).collect();
    others.extend(near.into_iter().filter(|one| !have.contains(&one.id)));
    others.retain(|one| is_comparable(one) && one.head() != letter.head());
    let folded: Vec<String> = others.iter().map(|one| fold(&one.summary)).collect();
    let shares = words_in_common_with_each(&own, &folded);
    let mut alike: Vec<(f64, Letter)> =
        shares.into_iter().zip(others).filter(|(share, _)| *share >= SAME_LETTER).collect();
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.received_at.cmp(&one.1.received_at)));
    // Of a group one letter is enough.
    let mut heads = HashSet::new();
    alike.retain(|(_, one)| heads.insert(one.head()));
    alike.truncate(MOST_SHOWN);
    let alike = alike.into_iter().map(|(share, one)| {
        let theirs = one.summary.clone();
        let other = Other::seen(house, asker, one);
        let words = if other.letter.is_some() { agreed(&letter.summary, &theirs) } else { Vec::new() };
        Alike { other, share, words }
    });
    Ok(alike.collect())
}

/// The words on which two texts agree, as the first one writes them.
fn agreed(own: &str, other: &str) -> Vec<String> {
    let split = |text: &str| -> Vec<(String, String)> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(|word| (word.to_owned(), fold(word))).collect()
    };
    let (own, other) = (split(own), split(other));
    let folded =
        |words: &[(String, String)]| -> Vec<String> { words.iter().map(|word| word.1.clone()).collect() };
    let (mine, theirs) = (folded(&own), folded(&other));
    let mine: Vec<&str> = mine.iter().map(String::as_str).collect();
    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
    let runs = agreeing(&mine, &theirs).into_iter().take(MOST_RUNS);
    let words =
        |run: std::ops::Range<usize>| -> Vec<&str> { own[run].iter().map(|word| word.0.as_str()).collect() };
    runs.map(|run| words(run).join(" ")).collect()
}

fn office(house: &House, unit: UnitId) -> String {
    house.facts().tree.get(unit).map_or_else(String::new, |unit| unit.name.clone())
}

fn earlier_of(house: &House, letter: &Letter, group: &[Letter], sent_on: &[LetterId]) -> Vec<Earlier> {
    let others = group.iter().filter(|one| one.id != letter.id && !one.is_sealed);
    others.map(|one| Earlier::of(letter, one, &office(house, one.unit), sent_on.contains(&one.id))).collect()
}

/// That a letter itself was sent on before.
fn of_itself(house: &House, letter: &Letter) -> Earlier {
    Earlier::of(letter, letter, &office(house, letter.unit), true)
}

/// What the law looks at in letters linked with one, inside a change; and in itself, when `was_sent_on`. Nothing of a
/// denunciation is compared with another letter.
pub(crate) async fn earlier(
    house: &House,
    change: &mut Change,
    letter: &Letter,
    was_sent_on: bool,
) -> Done<Vec<Earlier>> {
    let mut earlier = Vec::new();
    if !letter.is_sealed {
        let group = store::group_within(change, letter.head()).await?;
        let sent_on = store::transferred_within(change, letter.head()).await?;
        earlier = earlier_of(house, letter, &group, &sent_on);
    }
    if was_sent_on {
        earlier.push(of_itself(house, letter));
    }
    Ok(earlier)
}

/// Locks two letters that an officer compares, in an order that never waits for itself.
async fn both(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    id: LetterId,
    other: LetterId,
) -> Done<(Letter, Letter)> {
    if id == other {
        return Err(Refusal::NotFound.into());
    }
    let (first, second) = (id.min(other), id.max(other));
    let first = letters::lock(change, first).await?.ok_or(Refusal::NotFound)?;
    let second = letters::lock(change, second).await?.ok_or(Refusal::NotFound)?;
    let (own, other) = if first.id == id { (first, second) } else { (second, first) };
    ask_office(house, asker, Verb::HandleLetter, own.unit)?;
    if !is_comparable(&own) || !is_comparable(&other) {
        return Err(Refusal::Conflict(Note::new("letter-sealed-alone")).into());
    }
    Ok((own, other))
}

fn event(house: &House, asker: &Asker, kind: &str, letter: &Letter, payload: Value) -> Event {
    Event {
        at: house.now(),
        actor: asker.person,
        kind: kind.into(),
        thing: letter.id.0,
        unit: Some(letter.unit),
        payload,
    }
}

/// Links a letter with another as one content; whoever was linked with either is linked with both.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right to handle the first, [`Refusal::Conflict`] when one is a denunciation.
pub async fn link(house: &House, asker: &Asker, id: LetterId, other: LetterId) -> Done<()> {
    let mut change = house.store.begin().await?;
    let (own, other) = both(house, asker, &mut change, id, other).await?;
    if own.head() == other.head() {
        return Ok(());
    }
    let mut heads = Vec::new();
    for head in [own.head(), other.head()] {
        let group = store::group_within(&mut change, head).await?;
        heads.extend(group.first().map(|oldest| (oldest.received_at, oldest.id, head)));
    }
    heads.sort_unstable();
    if let [(_, _, older), (_, _, younger)] = heads[..] {
        store::group_under(&mut change, younger, older).await?;
    }
    store::agree(&mut change, own.id, other.id).await?;
    let payload = json!({"other": other.id, "other_unit": other.unit});
    change.note(event(house, asker, "letter.linked", &own, payload));
    Ok(change.commit().await?)
}

/// Takes a letter out of the group of those that say the same.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right to handle it.
pub async fn part(house: &House, asker: &Asker, id: LetterId) -> Done<()> {
    let mut change = house.store.begin().await?;
    let own = letters::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, own.unit)?;
    if leave(&mut change, &own).await? {
        change.note(event(house, asker, "letter.parted", &own, json!({"head": own.head()})));
    }
    Ok(change.commit().await?)
}

/// Takes a letter out of its group; the next oldest is its head then. Returns whether it was in one.
pub(super) async fn leave(change: &mut Change, letter: &Letter) -> Done<bool> {
    let group = store::group_within(change, letter.head()).await?;
    let next = group.iter().find(|one| one.id != letter.id);
    if letter.same_as.is_none()
        && let Some(next) = next
    {
        store::group_under(change, letter.id, next.id).await?;
    }
    store::stand_alone(change, letter.id).await?;
    Ok(next.is_some())
}

/// Keeps that two letters differ, so that they are not proposed again.
///
/// # Errors
/// As for [`link`]; [`Refusal::Conflict`] when they are linked.
pub async fn differ(house: &House, asker: &Asker, id: LetterId, other: LetterId) -> Done<()> {
    let mut change = house.store.begin().await?;
    let (own, other) = both(house, asker, &mut change, id, other).await?;
    if own.head() == other.head() {
        return Err(Refusal::Conflict(Note::new("letter-linked-already")).into());
    }
    store::differ(&mut change, (own.id, other.id), house.now(), asker.person).await?;
    change.note(event(house, asker, "letter.differs", &own, json!({"other": other.id})));
    Ok(change.commit().await?)
}
