//! Reports: what a unit says it has done, what shows it, and what came of it.

use super::{Commitment, Period, nameless, read_value};
use crate::{
    ids::{CommitmentId, PersonId, ReportId, UnitId},
    refusals::{Note, Notes, Refusal},
    time::{Day, Moment},
    words_enum,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

words_enum! {
    /// What a report points to beside its pictures.
    Evidence {
        /// A case.
        Case = "case",
        /// An observation.
        Observation = "observation",
    }
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it was accepted; otherwise it was returned.
    pub is_accepted: bool,
    /// When.
    pub at: Moment,
    /// By whom; nobody where danvan knows the value itself.
    pub by: Option<PersonId>,
    /// Why it was returned, or what was seen.
    pub reason: String,
}

/// A report. It never changes; a correction is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Own id, made by the sender.
    pub id: ReportId,
    /// On which commitment.
    pub commitment: CommitmentId,
    /// The first day of its period.
    pub period: Day,
    /// Its place among the reports of that period, from 1.
    pub number: i64,
    /// How far it has come in the period, all told.
    pub value: i64,
    /// Of how many a share is, where danvan counted it: what it weighs in a mean.
    pub base: Option<i64>,
    /// In words.
    pub words: String,
    /// When.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
    /// The unit that reported.
    pub unit: UnitId,
    /// How many pictures and links show it.
    pub evidence: i64,
    /// What became of it.
    pub verdict: Option<Verdict>,
    /// Hash of what was sent.
    pub request_hash: Vec<u8>,
}

/// A value, what it weighs where that was counted, and when it was said.
pub type Value = (i64, Option<i64>, Moment);

/// What the reports of a period come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stood {
    /// The last value that was not returned, and when it was said.
    pub claimed: Option<Value>,
    /// The last value that was accepted, and when it was said.
    pub proven: Option<Value>,
}

/// What reports of one period come to, in the order of their numbers.
pub fn stood(reports: &[Report]) -> Stood {
    let mut stood = Stood::default();
    for report in reports {
        let told = Some((report.value, report.base, report.at));
        match &report.verdict {
            None => stood.claimed = told,
            Some(verdict) if verdict.is_accepted => stood = Stood { claimed: told, proven: told },
            Some(_) => {}
        }
    }
    stood
}

/// A report as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedReport {
    /// Made by the sender.
    pub id: Option<Uuid>,
    /// The first day of the period; empty for the one that runs.
    pub period: String,
    /// How far it has come.
    pub value: String,
    /// In words.
    pub words: String,
    /// Pictures, kept before.
    pub photos: Vec<String>,
    /// Addresses or ids of cases and observations.
    pub links: String,
}

/// Most links of one report.
const MOST_LINKS: usize = 20;

impl TypedReport {
    /// The report on a commitment, checked; its number, person and unit are still to be given, and its links looked up.
    ///
    /// # Errors
    /// A note under each field that is wrong; what danvan fills in by itself, what is over, and what was shared out.
    pub fn check(&self, of: &Commitment, now: Moment) -> Result<(Report, Vec<Uuid>), Refusal> {
        if of.ended_at.is_some() {
            return Err(Refusal::Conflict(Note::new("programme-commitment-over")));
        }
        if of.indicator.source.is_some() {
            return Err(Refusal::Conflict(Note::new("programme-fills-itself")));
        }
        let mut notes = Notes::default();
        let id = self.id.filter(|id| !id.is_nil());
        if id.is_none() {
            notes.add("id", Note::new("note-id"));
        }
        let period = self.period(of, now.day());
        if let Err(note) = &period {
            notes.add("period", note.clone());
        }
        let value = read_value(of.indicator.measure, &self.value);
        if let Err(note) = &value {
            notes.add("value", note.clone());
        }
        let words = nameless(&mut notes, "told", &self.words, 2000);
        let links = links_in(&self.links);
        if MOST_LINKS < links.len() || links.is_empty() && !self.links.trim().is_empty() {
            notes.add("links", Note::new("programme-note-links").with("most", MOST_LINKS));
        }
        notes.check()?;
        let (Some(id), Ok(period), Ok(value)) = (id, period, value) else {
            return Err(Refusal::field("value", Note::new("note-required")));
        };
        let report = Report {
            id: ReportId(id),
            commitment: of.id,
            period: period.from,
            number: 0,
            value,
            base: None,
            request_hash: self.hash(of.id, period, value, &words),
            words,
            at: now,
            person: None,
            unit: of.unit,
            evidence: 0,
            verdict: None,
        };
        Ok((report, links))
    }

    fn period(&self, of: &Commitment, today: Day) -> Result<Period, Note> {
        let periods = of.rhythm.periods(of.from, of.to);
        let said = self.period.trim();
        let found = if said.is_empty() {
            periods.iter().rev().find(|period| period.from <= today)
        } else {
            let from = said.parse::<Day>().map_err(|_| Note::new("note-choose"))?;
            periods.iter().find(|period| period.from == from)
        };
        match found {
            Some(period) if period.from <= today => Ok(*period),
            _ => Err(Note::new("programme-note-period")),
        }
    }

    fn hash(&self, of: CommitmentId, period: Period, value: i64, words: &str) -> Vec<u8> {
        let mut hasher = Sha256::new();
        let said =
            format!("{of}\n{}\n{value}\n{words}\n{}\n{}", period.from, self.photos.join(","), self.links);
        hasher.update(said);
        hasher.finalize().to_vec()
    }
}

/// The ids in a text of addresses, each once.
fn links_in(text: &str) -> Vec<Uuid> {
    let parts = text.split(|letter: char| letter.is_whitespace() || "/,;?#".contains(letter));
    let mut found = Vec::new();
    for id in parts.filter_map(|part| Uuid::parse_str(part).ok()) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}
