//! Briefs: what a unit tells those above it and its own leaders, drafted from figures in a prescribed outline. Every number keeps
//! what was asked for it, so that it can be asked again; what was sent never changes.

mod content;
mod outlines;
mod periods;

pub use content::{
    Arg, Bar, Change, Chart, Content, Known, Line, Measure, Query, Quoted, Section, Sentence, Table,
};
pub use outlines::{Outline, Outlines, Part, SectionFact};
pub use periods::{last_whole, whole_weeks};

use crate::{
    documents::System,
    ids::{BriefId, PersonId, ProjectId, UnitId},
    people::Role,
    programmes::{Period, nameless},
    refusals::{Notes, Refusal},
    time::{Day, Moment},
    words_enum,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Longest narrative of a section, in characters.
const NARRATIVE_LIMIT: usize = 8000;

words_enum! {
    /// What kind of brief it is.
    Kind {
        /// At once, when something happens.
        Quick = "quick",
        /// Of a week.
        Week = "week",
        /// Of a month.
        Month = "month",
        /// Of a quarter.
        Quarter = "quarter",
        /// About one topic.
        Topic = "topic",
        /// About a project for which land is cleared.
        Project = "project",
    }
}

words_enum! {
    /// How far a brief has come.
    Stage {
        /// It is being written.
        Draft = "draft",
        /// It was sent under its number, and nothing in it changes.
        Sent = "sent",
    }
}

words_enum! {
    /// Who may read it, and so which figures it holds.
    Reach {
        /// The unit's own people: small counts are in it.
        Inside = "inside",
        /// Whoever stands above as well: small counts of residents' matters are not in it.
        Above = "above",
    }
}

/// A brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Own id, made by the sender.
    pub id: BriefId,
    /// Whose brief it is.
    pub unit: UnitId,
    /// Of which kind.
    pub kind: Kind,
    /// The days it tells of.
    pub period: Period,
    /// Its topic with everything below it; empty for all.
    pub topic: String,
    /// Its project, of a brief about one.
    pub project: Option<ProjectId>,
    /// On the structure of which day it counts.
    pub on: Day,
    /// On whose letterhead it goes out.
    pub system: System,
    /// Who may read it.
    pub reach: Reach,
    /// Who began it.
    pub author: Option<PersonId>,
    /// How far it has come.
    pub stage: Stage,
    /// The brief that it corrects.
    pub corrects: Option<BriefId>,
    /// The document under whose number it was sent.
    pub document: Option<Uuid>,
    /// When it was begun.
    pub made_at: Moment,
    /// When its figures were read.
    pub read_at: Moment,
    /// When somebody last wrote in it.
    pub changed_at: Moment,
    /// When it was sent.
    pub sent_at: Option<Moment>,
    /// The figures, as they were read.
    pub content: Content,
    /// What was written and left out.
    pub written: Written,
}

/// What somebody wrote in a brief.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The narratives, by the word of their section.
    pub words: BTreeMap<String, String>,
    /// The sentences that are left out, by their words.
    pub left_out: BTreeSet<String>,
}

impl Written {
    /// What was typed in a brief: a narrative in `words-SECTION`, a sentence that stays in `say-SENTENCE`. `said` gives the value of
    /// a field, nothing when it was not sent.
    ///
    /// # Errors
    /// A note under each narrative that cannot be read, is too long or names somebody.
    pub fn read<'a>(
        content: &Content,
        outline: &Outline,
        said: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self, Refusal> {
        let (mut notes, mut written) = (Notes::default(), Self::default());
        for section in &outline.sections {
            let field = format!("words-{}", section.code);
            let words = nameless(&mut notes, &field, said(&field).unwrap_or_default(), NARRATIVE_LIMIT);
            if !words.trim().is_empty() {
                written.words.insert(section.code.clone(), words);
            }
        }
        notes.check()?;
        let sentences = content.sections.iter().flat_map(|section| &section.sentences);
        let gone = sentences.filter(|sentence| said(&format!("say-{}", sentence.code)).is_none());
        written.left_out = gone.map(|sentence| sentence.code.clone()).collect();
        Ok(written)
    }

    /// What was written in a section; empty for nothing.
    pub fn section(&self, code: &str) -> &str {
        self.words.get(code).map_or("", String::as_str)
    }
}

/// That somebody opened a brief for the first time: by what they are and where, as offices write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Of which unit they were.
    pub unit: UnitId,
    /// What they were there.
    pub role: Role,
    /// When.
    pub at: Moment,
}

#[cfg(test)]
mod tests;
