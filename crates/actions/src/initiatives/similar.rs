//! Initiatives of the same commune that are alike, on whatever list they stand, with the sentences that say the same.

use super::{commune_of, with_predecessors};
use crate::house::{Done, House};
use danvan_analysis::similarity::{Sentences, sentences, words_in_common};
use danvan_domain::{
    fold::fold,
    ids::{InitiativeId, UnitId},
    initiatives::{Initiative, Registration, Stage},
    rights::{Asker, Verb},
};
use danvan_store::initiatives::lists;

/// How many of the newest initiatives of a commune are looked through.
const MOST_COMPARED: i64 = 400;
/// How many are shown.
const MOST_SHOWN: usize = 8;
/// How many pairs of sentences are shown of each.
const MOST_PAIRS: usize = 5;
/// From this share of a text in sentences that another has as well on, two are called alike.
const ALIKE: f64 = 0.3;
/// From this share of words in common on, two names are called alike.
const SAME_NAME: f64 = 0.6;

/// An initiative that is like the one at hand.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The other.
    pub other: Initiative,
    /// How much of the one at hand lies in sentences that the other has as well, 0 to 1.
    pub share: f64,
    /// Whether their names are alike.
    pub has_same_name: bool,
    /// Sentences that say the same: the one at hand, the other.
    pub pairs: Vec<(String, String)>,
}

/// What is like an initiative that somebody is about to register for a unit, the likest first.
///
/// # Errors
/// The refusal of the right to register there.
pub async fn similar(
    house: &House,
    asker: &Asker,
    unit: UnitId,
    content: &Registration,
    but: Option<InitiativeId>,
) -> Done<Vec<Alike>> {
    house.ask(asker, Verb::RegisterInitiative, unit)?;
    found(house, commune_of(&house.facts(), unit), content, but).await
}

/// As [`similar`], in a commune, whoever asks.
pub(super) async fn found(
    house: &House,
    commune: UnitId,
    content: &Registration,
    but: Option<InitiativeId>,
) -> Done<Vec<Alike>> {
    let communes = with_predecessors(&house.facts(), commune, house.today());
    let others = lists::newest_in(&house.store, &communes, MOST_COMPARED).await?;
    let own = Text::of(content);
    let (own_sentences, name) = (Sentences::of(&own.folded), fold(&content.name));
    let mut alike: Vec<Alike> = Vec::new();
    // What was withdrawn or not recognised stands in nobody's way.
    let stands = |other: &Initiative| !matches!(other.stage, Stage::Withdrawn | Stage::Declined);
    for other in others.into_iter().filter(|other| Some(other.id) != but && stands(other)) {
        let text = Text::of(&other.content);
        let pairs = own_sentences.matching(&Sentences::of(&text.folded));
        let share = own_sentences.covered(&pairs);
        let has_same_name = words_in_common(&name, &fold(&other.content.name)) >= SAME_NAME;
        if share < ALIKE && !has_same_name {
            continue;
        }
        let shown = pairs.iter().take(MOST_PAIRS);
        let pairs = shown.map(|pair| (own.said[pair.own].clone(), text.said[pair.other].clone())).collect();
        alike.push(Alike { other, share, has_same_name, pairs });
    }
    alike.sort_by(|one, two| two.share.total_cmp(&one.share).then(two.has_same_name.cmp(&one.has_same_name)));
    alike.truncate(MOST_SHOWN);
    Ok(alike)
}

/// What is compared of an initiative: its sentences as they stand, and folded.
struct Text {
    said: Vec<String>,
    folded: Vec<String>,
}

impl Text {
    fn of(content: &Registration) -> Self {
        let said: Vec<String> =
            content.compared().into_iter().flat_map(sentences).map(str::to_owned).collect();
        let folded = said.iter().map(|sentence| fold(sentence)).collect();
        Self { said, folded }
    }
}

/// What is like an initiative that is registered, for whoever appraises it.
pub(super) async fn like_this(house: &House, asker: &Asker, it: &Initiative) -> Done<Vec<Alike>> {
    let may_appraise = super::ask_above(house, asker, it, Verb::AppraiseInitiative).is_ok();
    if it.stage != Stage::Registered || !may_appraise {
        return Ok(Vec::new());
    }
    let all = found(house, it.commune, &it.content, it.adopted_from).await?;
    Ok(all.into_iter().filter(|alike| alike.other.id != it.id).collect())
}
