//! Reading a covenant: how far it is agreed, who signed, and the text that is or was signed.

use super::{hash_of, is_covenant, speaks};
use crate::{
    house::{Done, House},
    programmes::read::readable,
};
use danvan_domain::{
    ids::{ArticleId, PartyId, ProgrammeId, UnitId},
    people::Role,
    programmes::{
        Party, Programme,
        covenants::{Answer, Article, Deed, may_be_signed, said, text},
    },
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::{
    people,
    programmes::{self as store, covenants, parties},
};

/// What a party said of an article as it stands: nothing yet, yes, or no with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It said nothing of these words.
    Silent,
    /// It agrees.
    Agrees,
    /// It objects, and why.
    Objects(String),
}

/// A signature as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBy {
    /// For which party.
    pub party: PartyId,
    /// Who.
    pub name: String,
    /// As what.
    pub role: Role,
    /// When.
    pub at: Moment,
}

/// A covenant with everything that is said about its present version.
pub struct Covenant {
    /// The programme.
    pub programme: Programme,
    /// Its parties in the present version, in the order in which they joined.
    pub parties: Vec<Party>,
    /// Its articles, each with what every party says of it, in the order of the parties.
    pub articles: Vec<(Article, Vec<Stand>)>,
    /// Who signed the present version.
    pub signatures: Vec<SignedBy>,
    /// The text of the present version, and its hash.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: String,
    /// What is missing before it may be signed.
    pub missing: Option<Note>,
    /// When the present version was sealed.
    pub sealed_at: Option<Moment>,
    /// Every text that was signed, the first version first.
    pub deeds: Vec<Deed>,
    /// Whether the reader leads it.
    pub may_lead: bool,
    /// For which parties the reader says what they agree to.
    pub speaks_for: Vec<PartyId>,
    /// Which parties' head the reader is.
    pub heads: Vec<PartyId>,
}

/// Reads a covenant.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn covenant(house: &House, asker: &Asker, id: ProgrammeId) -> Done<Covenant> {
    let programme = readable(house, asker, id).await?;
    is_covenant(&programme)?;
    let version = programme.version;
    let mut all = parties::of(&house.store, id).await?;
    all.retain(|party| party.is_in(version));
    let articles = covenants::articles(&house.store, id).await?;
    let answers = covenants::answers(&house.store, id).await?;
    let missing = match may_be_signed(&all, &articles, &answers) {
        Err(Refusal::Conflict(note)) => Some(note),
        Err(other) => return Err(other.into()),
        Ok(()) => None,
    };
    let deeds = covenants::deeds(&house.store, id).await?;
    let deed = deeds.iter().find(|deed| deed.version == version);
    let text = match deed {
        Some(deed) => deed.text.clone(),
        None => {
            let facts = house.facts();
            let name = |unit: UnitId| facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
            let commitments = store::signed(&house.store, id).await?;
            text((id, version), &programme.content, (&all, &articles), &commitments, &name)
        }
    };
    let mut signatures = Vec::new();
    for one in covenants::signatures(&house.store, id, version).await? {
        let name = people::by_id(&house.store, one.person).await?.map(|person| person.name);
        let name = name.unwrap_or_default();
        signatures.push(SignedBy { party: one.party, name, role: one.role, at: one.at });
    }
    let own = |verb| -> Vec<PartyId> {
        let speaks = |party: &&Party| party.unit.is_some_and(|unit| speaks(house, asker, verb, unit).is_ok());
        all.iter().filter(speaks).map(|party| party.id).collect()
    };
    let is_open = programme.ended_at.is_none();
    Ok(Covenant {
        speaks_for: if is_open { own(Verb::LeadProgrammes) } else { Vec::new() },
        heads: if is_open { own(Verb::SignCovenant) } else { Vec::new() },
        may_lead: is_open && house.ask(asker, Verb::LeadProgrammes, programme.unit).is_ok(),
        articles: with_stands(articles, &all, &answers),
        hash: hash_of(&text),
        sealed_at: deed.and_then(|deed| deed.sealed_at),
        text,
        signatures,
        missing,
        parties: all,
        programme,
        deeds,
    })
}

fn with_stands(articles: Vec<Article>, parties: &[Party], answers: &[Answer]) -> Vec<(Article, Vec<Stand>)> {
    let said = said(&articles, answers);
    let stand = |article: ArticleId, party: PartyId| match said.get(&(article, party)) {
        None => Stand::Silent,
        Some(answer) if answer.agrees => Stand::Agrees,
        Some(answer) => Stand::Objects(answer.why.clone()),
    };
    let stands: Vec<Vec<Stand>> = articles
        .iter()
        .map(|article| parties.iter().map(|party| stand(article.id, party.id)).collect())
        .collect();
    articles.into_iter().zip(stands).collect()
}

/// The text of a version, to the byte: that of a signed one, or of the present one as it stands.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read it.
pub async fn text_of(house: &House, asker: &Asker, id: ProgrammeId, version: Option<i64>) -> Done<String> {
    let it = covenant(house, asker, id).await?;
    match version.filter(|version| *version != it.programme.version) {
        None => Ok(it.text),
        Some(version) => {
            let deed = it.deeds.into_iter().find(|deed| deed.version == version);
            Ok(deed.ok_or(Refusal::NotFound)?.text)
        }
    }
}
