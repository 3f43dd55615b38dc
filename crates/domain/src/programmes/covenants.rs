//! A covenant: drafted, agreed article by article, signed by the head of each party, and sealed by the hash of its text.
//!
//! An agreement is to one *revision* of an article: a changed article must be agreed to again. A signature is to one
//! *version* of the programme and names the hash of the text that was read: from the first signature on that version is
//! as it is, and what is to be changed later is a new version, signed again.

use super::{Commitment, Content, Indicator, Party, nameless};
use crate::{
    ids::{ArticleId, PartyId, PersonId, ProgrammeId, UnitId},
    people::Role,
    refusals::{Note, Notes, Refusal},
    time::Moment,
};
use std::{collections::BTreeMap, fmt::Write as _};

/// How many articles a covenant may have.
pub const MOST_ARTICLES: usize = 60;

/// An article as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Own id, made by the sender.
    pub id: ArticleId,
    /// Of which covenant.
    pub programme: ProgrammeId,
    /// Its number among those that stand, from 1.
    pub number: i64,
    /// How often it was written, from 1.
    pub revision: i64,
    /// What it is about.
    pub title: String,
    /// What it says.
    pub body: String,
}

/// What a party said of one revision of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Of which article.
    pub article: ArticleId,
    /// Of which revision.
    pub revision: i64,
    /// Which party.
    pub party: PartyId,
    /// The how-manieth time it says something of this revision; the last one counts.
    pub number: i64,
    /// Whether it agrees.
    pub agrees: bool,
    /// Why not.
    pub why: String,
    /// When.
    pub at: Moment,
    /// Who said it.
    pub person: Option<PersonId>,
}

/// A signature under a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// For which party.
    pub party: PartyId,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// The hash of the text that was signed.
    pub hash: String,
    /// When.
    pub at: Moment,
}

/// The text of a version from its first signature on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Which version.
    pub version: i64,
    /// The text, to the byte.
    pub text: String,
    /// SHA-256 of it, in hexadecimal digits.
    pub hash: String,
    /// When the last party had signed.
    pub sealed_at: Option<Moment>,
}

/// An article as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedArticle {
    /// What it is about.
    pub title: String,
    /// What it says.
    pub body: String,
}

impl TypedArticle {
    /// What was typed, cleaned: title and body.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<(String, String), Refusal> {
        let mut notes = Notes::default();
        let title = nameless(&mut notes, "title", &self.title, 200);
        let title = super::line(&mut notes, "title", &title, 200);
        let body = nameless(&mut notes, "body", &self.body, 4000);
        for (field, typed) in [("title", &self.title), ("body", &self.body)] {
            if typed.trim().is_empty() {
                notes.add(field, Note::new("note-required"));
            }
        }
        notes.check()?;
        Ok((title, body))
    }
}

/// What was said last of each article as it stands now, by article and party.
pub fn said<'a>(articles: &[Article], answers: &'a [Answer]) -> BTreeMap<(ArticleId, PartyId), &'a Answer> {
    let mut last = BTreeMap::new();
    let mut in_order: Vec<&Answer> = answers.iter().collect();
    in_order.sort_by_key(|answer| (answer.revision, answer.number));
    for answer in in_order {
        let is_of_now = articles
            .iter()
            .any(|article| (article.id, article.revision) == (answer.article, answer.revision));
        if is_of_now {
            last.insert((answer.article, answer.party), answer);
        }
    }
    last
}

/// Whether a version may be signed: two parties or more, an article or more, and every party agrees to every article as
/// it stands now.
///
/// # Errors
/// A conflict that says what is missing.
pub fn may_be_signed(parties: &[Party], articles: &[Article], answers: &[Answer]) -> Result<(), Refusal> {
    if parties.len() < 2 {
        return Err(Refusal::Conflict(Note::new("covenant-needs-parties")));
    }
    if articles.is_empty() {
        return Err(Refusal::Conflict(Note::new("covenant-needs-articles")));
    }
    let said = said(articles, answers);
    let agreed = |article: &Article, party: &Party| {
        said.get(&(article.id, party.id)).is_some_and(|answer| answer.agrees)
    };
    let missing = articles
        .iter()
        .flat_map(|article| parties.iter().map(move |party| (article, party)))
        .filter(|(article, party)| !agreed(article, party))
        .count();
    if missing > 0 {
        return Err(Refusal::Conflict(Note::new("covenant-not-agreed").with("n", missing)));
    }
    Ok(())
}

/// Whether every party of a version signed it.
pub fn is_whole(parties: &[Party], signatures: &[Signature]) -> bool {
    parties.len() >= 2
        && parties.iter().all(|party| signatures.iter().any(|signature| signature.party == party.id))
}

/// The text that is signed and hashed: what the covenant says in one version, a line a fact, in an order that nothing but
/// its content decides. What somebody typed in several lines stands behind `| `, so that it can be taken for nothing else.
/// `commitments` are those of the covenant itself and their direct parts, in order; `name` says what a unit is called.
pub fn text(
    (id, version): (ProgrammeId, i64),
    content: &Content,
    (parties, articles): (&[Party], &[Article]),
    commitments: &[Commitment],
    name: &dyn Fn(UnitId) -> String,
) -> String {
    let mut text = String::new();
    let mut say = |line: std::fmt::Arguments<'_>| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
    };
    say(format_args!("danvan covenant 1"));
    say(format_args!("programme {id}"));
    say(format_args!("version {version}"));
    say(format_args!("title {}", content.title));
    say(format_args!("term {} {}", content.starts_on, content.ends_on));
    quote(&mut say, &content.aims);
    for (at, party) in parties.iter().enumerate() {
        let called = party.unit.map_or_else(|| party.name.clone(), name);
        let unit = party.unit.map_or_else(|| "-".to_owned(), |unit| unit.to_string());
        say(format_args!("party {} {} {} {unit} {called}", at + 1, party.id, party.place));
        quote(&mut say, &party.duty);
    }
    for article in articles {
        say(format_args!("article {} revision {} {}", article.number, article.revision, article.title));
        quote(&mut say, &article.body);
    }
    for (at, whole) in commitments.iter().filter(|it| it.parent.is_none()).enumerate() {
        say(format_args!("commitment {} {} {}", at + 1, whole.id, whole.what));
        say(format_args!("  by {} {}", whole.promised_by, name(whole.promised_by)));
        say(format_args!("  {}", measured(&whole.indicator)));
        say(format_args!("  due {} {} {}", whole.rhythm.word(), whole.from, whole.to));
        for part in commitments.iter().filter(|it| it.parent == Some(whole.id)) {
            let aimed = &part.indicator;
            let (unit, called) = (part.promised_by, name(part.promised_by));
            say(format_args!(
                "  part {} from {} to {} {unit} {called}",
                part.id, aimed.baseline, aimed.target
            ));
        }
    }
    text
}

fn quote(say: &mut impl FnMut(std::fmt::Arguments<'_>), words: &str) {
    for line in words.lines() {
        say(format_args!("| {line}"));
    }
}

fn measured(it: &Indicator) -> String {
    let source = it.source.map_or("-", super::Source::word);
    format!(
        "{} {} from {} to {} {} source {source} of {}",
        it.measure, it.direction, it.baseline, it.target, it.adds_up, it.counted
    )
}

#[cfg(test)]
mod tests;
