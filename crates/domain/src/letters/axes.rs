//! The six axes of a letter, and which ends the law leaves open to it.

use super::{Branch, Competence, Content, Disposal, Eligibility, Signers};
use crate::refusals::{Note, Notes, Refusal};
use serde::{Deserialize, Serialize};

/// How an officer classified a letter. The fourth axis, how many signed, is the letter's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axes {
    /// What it is about in law.
    pub content: Content,
    /// The contents of a mixed letter, each once.
    pub parts: Vec<Content>,
    /// Whether it may be handled.
    pub eligibility: Eligibility,
    /// Whose matter it is.
    pub competence: Competence,
    /// Whether originals of papers came with it, which go back.
    pub has_originals: bool,
    /// Which branch.
    pub branch: Branch,
    /// Whether the officer finds the matter sharp.
    pub is_sharp: bool,
    /// Whether a letter that nobody signed brings concrete facts and evidence.
    pub has_facts: bool,
}

/// What an officer decided, with what the law asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What becomes of the letter.
    pub disposal: Disposal,
    /// Why.
    pub ground: String,
    /// The number of the paper that goes out.
    pub document: String,
    /// The office that it goes to, or to which the sender is guided.
    pub office: String,
}

/// The circular on the handling of letters, by article.
const LETTERS: &str = "TT 05/2021/TT-TTCP";
const ANONYMOUS: &str = "Luật Tố cáo 25/2018 Đ25";
const PARTY: &str = "TT 05/2021/TT-TTCP Đ15";

/// Whether the law leaves an end open to a letter classified so.
///
/// # Errors
/// Every field that does not fit, with the article.
pub fn decide(axes: &Axes, signers: Signers, decided: &Decided) -> Result<(), Refusal> {
    let mut notes = Notes::default();
    let lawful = |key: &str, source: &str| Note::new(key).with("source", source).with("certainty", "A");
    let (content, disposal) = (axes.content, decided.disposal);
    let mut parts = axes.parts.clone();
    parts.sort_unstable();
    parts.dedup();
    if content == Content::Mixed && (parts.len() < 2 || parts.contains(&Content::Mixed)) {
        notes.add("parts", lawful("letter-need-parts", LETTERS));
    }
    let anonymous = signers == Signers::Nobody;
    let eligible = axes.eligibility == Eligibility::Eligible;
    let wrong = match disposal {
        Disposal::Open | Disposal::Split if !eligible => Some(lawful("letter-not-eligible", LETTERS)),
        Disposal::Open | Disposal::Split if axes.competence == Competence::Other => {
            Some(lawful("letter-not-ours", LETTERS))
        }
        Disposal::Open if content == Content::Mixed => Some(lawful("letter-split-first", LETTERS)),
        Disposal::Open if anonymous && content == Content::Denunciation => {
            Some(lawful("letter-anonymous", ANONYMOUS))
        }
        Disposal::Split if content != Content::Mixed => Some(lawful("letter-only-mixed", LETTERS)),
        Disposal::Transfer if axes.competence == Competence::Own => Some(lawful("letter-is-ours", LETTERS)),
        Disposal::Archive if eligible => Some(lawful("letter-eligible", LETTERS)),
        Disposal::Inspection if content != Content::Denunciation || !anonymous || !axes.has_facts => {
            Some(lawful("letter-inspection", ANONYMOUS))
        }
        Disposal::PartyBody if content != Content::Denunciation => Some(lawful("letter-party", PARTY)),
        _ => None,
    };
    if let Some(note) = wrong {
        notes.add("disposal", note);
    }
    for (field, text, needed) in [
        ("ground", &decided.ground, true),
        (
            "document",
            &decided.document,
            !matches!(disposal, Disposal::Open | Disposal::Archive | Disposal::Inspection),
        ),
        (
            "office",
            &decided.office,
            matches!(
                disposal,
                Disposal::Transfer | Disposal::Guide | Disposal::Inspection | Disposal::PartyBody
            ),
        ),
    ] {
        if needed && text.trim().is_empty() {
            notes.add(field, Note::new("note-required"));
        }
    }
    notes.check()
}
