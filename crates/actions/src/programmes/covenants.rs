//! A covenant: its articles are written, agreed to or objected to by each party, signed by their heads and sealed.

mod read;

pub use read::{Covenant, SignedBy, Stand, covenant, text_of};

use super::{event, open_programme, still_open};
use crate::{
    house::{Done, House},
    people::Visitor,
    verify::hex,
};
use danvan_domain::{
    ids::{ArticleId, PartyId, PersonId, ProgrammeId, UnitId},
    people::Role,
    programmes::{
        Kind, Party, Programme,
        covenants::{
            Answer, Article, Deed, MOST_ARTICLES, Signature, TypedArticle, is_whole, may_be_signed, text,
        },
        reason,
    },
    refusals::{Note, Refusal},
    rights::{Asker, Verb, grants, may},
};
use danvan_store::{
    Change,
    programmes::{self as store, covenants, parties},
};
use serde_json::json;
use sha2::{Digest, Sha256};

/// What a text is known by: its SHA-256.
pub(crate) fn hash_of(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn is_covenant(it: &Programme) -> Result<(), Refusal> {
    if it.content.kind == Kind::Covenant { Ok(()) } else { Err(Refusal::NotFound) }
}

/// Nobody signed the present version of a covenant, so that its text may still change.
///
/// # Errors
/// A conflict that says to make a new version.
pub(super) async fn ask_unsigned(change: &mut Change, it: &Programme) -> Done<()> {
    if it.content.kind != Kind::Covenant {
        return Ok(());
    }
    if covenants::signatures_in(change, it.id, it.version).await?.is_empty() {
        return Ok(());
    }
    Err(Refusal::Conflict(Note::new("covenant-signed-already")).into())
}

/// A covenant that whoever asks leads, locked, with nobody's signature under the present version.
async fn to_write(house: &House, asker: &Asker, change: &mut Change, id: ProgrammeId) -> Done<Programme> {
    let it = still_open(change, id).await?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    is_covenant(&it)?;
    ask_unsigned(change, &it).await?;
    Ok(it)
}

/// Writes an article: a new one at the end, or the next revision of one, which every party must agree to again. `seen` is
/// the revision that somebody changed, 0 for a new one. Words that stand there already change nothing.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to lead the covenant; notes under `title` and `body`; a conflict when it is
/// signed, closed, or somebody else wrote it meanwhile.
pub async fn write_article(
    house: &House,
    asker: &Asker,
    (programme, id, seen): (ProgrammeId, ArticleId, i64),
    typed: &TypedArticle,
) -> Done<i64> {
    let it = open_programme(house, programme).await?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    is_covenant(&it)?;
    let (title, body) = typed.check()?;
    let mut change = house.store.begin().await?;
    let it = to_write(house, asker, &mut change, programme).await?;
    let articles = covenants::articles_in(&mut change, programme).await?;
    let by = (asker.person, house.now());
    let before = articles.iter().find(|article| article.id == id);
    if before.is_some_and(|before| (&before.title, &before.body) == (&title, &body)) {
        return Ok(before.map_or(1, |before| before.revision));
    }
    let revision = before.map_or(0, |before| before.revision) + 1;
    if seen + 1 != revision {
        return Err(Refusal::Conflict(Note::new("programme-changed-meanwhile")).into());
    }
    if before.is_none() && articles.len() >= MOST_ARTICLES {
        return Err(Refusal::Conflict(Note::new("covenant-many-articles").with("most", MOST_ARTICLES)).into());
    }
    let last = i64::try_from(articles.len()).unwrap_or(i64::MAX);
    let number = before.map_or(last + 1, |before| before.number);
    let article = Article { id, programme, number, revision, title, body };
    if before.is_some() {
        covenants::rewrite(&mut change, &article, by).await?;
    } else {
        if id.0.is_nil() || covenants::programme_of(&house.store, id).await?.is_some() {
            return Err(Refusal::field("id", Note::new("note-id")).into());
        }
        covenants::add(&mut change, &article, by).await?;
    }
    let payload =
        json!({"article": id, "number": number, "revision": revision, "hash": hash_of(&article.body)});
    change.note(event(house, asker, "covenant.article", (programme.0, it.unit), payload));
    change.commit().await?;
    Ok(revision)
}

/// Drops an article; those after it move up.
///
/// # Errors
/// As [`write_article`].
pub async fn drop_article(
    house: &House,
    asker: &Asker,
    programme: ProgrammeId,
    id: ArticleId,
    why: &str,
) -> Done<()> {
    let it = open_programme(house, programme).await?;
    house.ask(asker, Verb::LeadProgrammes, it.unit)?;
    let why = reason(why)?;
    let mut change = house.store.begin().await?;
    let it = to_write(house, asker, &mut change, programme).await?;
    let mut articles = covenants::articles_in(&mut change, programme).await?;
    let at = articles.iter().position(|article| article.id == id).ok_or(Refusal::NotFound)?;
    articles.remove(at);
    covenants::drop_one(&mut change, id, house.now()).await?;
    for (number, article) in (1_i64..).zip(articles).skip(at) {
        covenants::renumber(&mut change, &Article { number, ..article }).await?;
    }
    let payload = json!({"article": id, "why": why});
    change.note(event(house, asker, "covenant.dropped", (programme.0, it.unit), payload));
    Ok(change.commit().await?)
}

/// Whether somebody speaks for a party: they lead programmes at its unit itself, not from above it.
pub(super) fn speaks(house: &House, asker: &Asker, verb: Verb, unit: UnitId) -> Result<(), Refusal> {
    may(asker, verb, &house.facts().itself(asker, unit, house.today()))
}

/// The party of the present version for which somebody speaks.
fn own_party<'a>(
    house: &House,
    asker: &Asker,
    verb: Verb,
    (parties, version): (&'a [Party], i64),
    id: PartyId,
) -> Result<(&'a Party, UnitId), Refusal> {
    let party = parties.iter().find(|party| party.id == id && party.is_in(version));
    let (party, unit) =
        party.and_then(|party| party.unit.map(|unit| (party, unit))).ok_or(Refusal::NotFound)?;
    speaks(house, asker, verb, unit)?;
    Ok((party, unit))
}

/// What a party says of an article in the words it was shown: it agrees, or objects and says why.
#[derive(Clone, Debug, Default)]
pub struct TypedAnswer {
    /// `agree` or `object`.
    pub answer: String,
    /// Why it objects.
    pub reason: String,
    /// The revision that was read.
    pub revision: i64,
}

/// Keeps what a party says of an article. The last word counts.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to speak for the party; a note when nothing was chosen or an objection says
/// nothing; a conflict when the article was changed meanwhile, or the version is signed or closed.
pub async fn answer_article(
    house: &House,
    asker: &Asker,
    (programme, article, party): (ProgrammeId, ArticleId, PartyId),
    typed: &TypedAnswer,
) -> Done<()> {
    let it = open_programme(house, programme).await?;
    is_covenant(&it)?;
    let all = parties::of(&house.store, programme).await?;
    let (_, unit) = own_party(house, asker, Verb::LeadProgrammes, (&all, it.version), party)?;
    let agrees = match typed.answer.as_str() {
        "agree" => true,
        "object" => false,
        _ => return Err(Refusal::field("answer", Note::new("note-choose")).into()),
    };
    let why = if agrees { String::new() } else { reason(&typed.reason)? };
    let mut change = house.store.begin().await?;
    let locked = still_open(&mut change, programme).await?;
    ask_unsigned(&mut change, &locked).await?;
    let all = parties::of_in(&mut change, programme).await?;
    own_party(house, asker, Verb::LeadProgrammes, (&all, locked.version), party)?;
    let articles = covenants::articles_in(&mut change, programme).await?;
    let of = articles.iter().find(|one| one.id == article).ok_or(Refusal::NotFound)?;
    if of.revision != typed.revision {
        return Err(Refusal::Conflict(Note::new("covenant-article-changed")).into());
    }
    let answers = covenants::answers_in(&mut change, programme).await?;
    let own = answers.iter().filter(|one| (one.article, one.party) == (article, party));
    let before = own.max_by_key(|one| one.number);
    if before.is_some_and(|before| before.agrees == agrees && before.why == why) {
        return Ok(());
    }
    let number = before.map_or(0, |before| before.number) + 1;
    let (at, person) = (house.now(), asker.person);
    let answer = Answer { article, revision: of.revision, party, number, agrees, why, at, person };
    covenants::answer(&mut change, &answer).await?;
    let kind = if agrees { "covenant.agreed" } else { "covenant.objected" };
    let payload = json!({"article": article, "revision": of.revision, "party": party});
    change.note(event(house, asker, kind, (programme.0, unit), payload));
    Ok(change.commit().await?)
}

/// Everything a version of a covenant says, as it is read inside a change.
async fn drawn_up(house: &House, change: &mut Change, it: &Programme) -> Done<(Vec<Party>, String)> {
    let mut all = parties::of_in(change, it.id).await?;
    all.retain(|party| party.is_in(it.version));
    let articles = covenants::articles_in(change, it.id).await?;
    let answers = covenants::answers_in(change, it.id).await?;
    may_be_signed(&all, &articles, &answers)?;
    let commitments = store::signed_in(change, it.id).await?;
    let facts = house.facts();
    let name = |unit: UnitId| facts.tree.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
    let text = text((it.id, it.version), &it.content, (&all, &articles), &commitments, &name);
    Ok((all, text))
}

/// As what the head of a unit signs: the first of their positions there that gives the right to.
fn head_of(house: &House, asker: &Asker, unit: UnitId) -> Result<(PersonId, Role), Refusal> {
    speaks(house, asker, Verb::SignCovenant, unit)?;
    let own = house.facts().itself(asker, unit, house.today());
    let signs = |role: Role| grants(role).contains(&Verb::SignCovenant);
    let position = asker.positions.iter().find(|one| own.contains(&one.unit) && signs(one.role));
    match (asker.person, position) {
        (Some(person), Some(position)) => Ok((person, position.role)),
        _ => Err(Refusal::NotAllowed(Note::new("covenant-only-heads"))),
    }
}

/// Signs the present version for a party, and seals it when it was the last signature. `hash` is that of the text which was
/// shown: another text is not signed by it. Whoever signs has proved of late who they are.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right of a head; a conflict when not all parties agree to all articles, when the
/// text is another by now, or the covenant is closed.
pub async fn sign(
    house: &House,
    visitor: &Visitor,
    (programme, party): (ProgrammeId, PartyId),
    (version, hash): (i64, &str),
) -> Done<()> {
    // Long because signing and sealing are one act: everything is looked at again under one lock.
    let asker = &visitor.asker;
    let it = open_programme(house, programme).await?;
    is_covenant(&it)?;
    let all = parties::of(&house.store, programme).await?;
    let (_, unit) = own_party(house, asker, Verb::SignCovenant, (&all, it.version), party)?;
    if !visitor.is_proved {
        return Err(Refusal::NotAllowed(Note::new("covenant-prove-first")).into());
    }
    let (person, role) = head_of(house, asker, unit)?;
    let mut change = house.store.begin().await?;
    let locked = still_open(&mut change, programme).await?;
    if locked.version != version {
        return Err(Refusal::Conflict(Note::new("covenant-text-changed")).into());
    }
    let mut signatures = covenants::signatures_in(&mut change, programme, version).await?;
    if let Some(before) = signatures.iter().find(|before| before.party == party) {
        // The same button twice.
        if before.person == person && before.hash == hash {
            return Ok(());
        }
        return Err(Refusal::Conflict(Note::new("covenant-party-signed")).into());
    }
    let (in_it, text) = drawn_up(house, &mut change, &locked).await?;
    let own = hash_of(&text);
    if own != hash {
        return Err(Refusal::Conflict(Note::new("covenant-text-changed")).into());
    }
    let now = house.now();
    if signatures.is_empty() {
        let deed = Deed { version, text, hash: own.clone(), sealed_at: None };
        covenants::add_deed(&mut change, programme, &deed).await?;
    }
    let signature = Signature { party, person, role, hash: own.clone(), at: now };
    covenants::sign(&mut change, (programme, version), &signature).await?;
    let payload = json!({"version": version, "party": party, "hash": own});
    change.note(event(house, asker, "covenant.signed", (programme.0, unit), payload));
    signatures.push(signature);
    if is_whole(&in_it, &signatures) {
        covenants::seal(&mut change, programme, version, now).await?;
        let payload = json!({"version": version, "parties": in_it.len(), "hash": own});
        change.note(event(house, asker, "covenant.sealed", (programme.0, locked.unit), payload));
    }
    Ok(change.commit().await?)
}
