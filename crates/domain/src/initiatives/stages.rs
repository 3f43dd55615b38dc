//! Which acts may follow at which stage, by whom, and what each needs.

use crate::{
    ids::{PersonId, UnitId},
    privacy,
    programmes::{line, nameless},
    refusals::{Note, Notes, Refusal},
    time::Moment,
    words_enum,
};
use uuid::Uuid;

words_enum! {
    /// How far an initiative has come.
    Stage {
        /// It waits to be appraised.
        Registered = "registered",
        /// It was not recognised.
        Declined = "declined",
        /// It was recognised and may begin.
        Recognised = "recognised",
        /// It is being carried out.
        Underway = "underway",
        /// It was checked while it was carried out.
        Checked = "checked",
        /// Those who carry it out have assessed it.
        Assessed = "assessed",
        /// Several give points.
        Judging = "judging",
        /// It was recognised as effective.
        Effective = "effective",
        /// It was found not to be effective.
        Ineffective = "ineffective",
        /// It was rewarded.
        Rewarded = "rewarded",
        /// It is to be spread.
        Spread = "spread",
        /// It was stopped after it began.
        Stopped = "stopped",
        /// It was withdrawn before it began.
        Withdrawn = "withdrawn",
    }
}

words_enum! {
    /// What may be done to an initiative.
    Act {
        /// Recognise what was registered.
        Recognise = "recognise",
        /// Not recognise it, with a reason.
        Decline = "decline",
        /// Begin to carry it out.
        Begin = "begin",
        /// Check how it is carried out.
        Check = "check",
        /// Assess one's own.
        Assess = "assess",
        /// Let several give points.
        Open = "open",
        /// Recognise it as effective.
        Confirm = "confirm",
        /// Find it not effective, with a reason.
        Refuse = "refuse",
        /// Reward it, by a paper.
        Reward = "reward",
        /// Have it spread.
        Spread = "spread",
        /// Keep it for another year.
        Keep = "keep",
        /// Stop it, with a reason.
        Stop = "stop",
        /// Withdraw it before it began, with a reason.
        Withdraw = "withdraw",
    }
}

words_enum! {
    /// Whose act it is.
    By {
        /// Of those who carry it out.
        Owner = "owner",
        /// Of the level above them, and never of whoever registered it.
        Above = "above",
        /// Of either.
        Either = "either",
    }
}

impl Act {
    /// After which stages it may be done.
    pub const fn after(self) -> &'static [Stage] {
        use Stage::{
            Assessed, Checked, Effective, Ineffective, Judging, Recognised, Registered, Rewarded, Spread,
            Underway,
        };
        match self {
            Self::Recognise | Self::Decline => &[Registered],
            Self::Begin => &[Recognised],
            Self::Check => &[Underway],
            Self::Assess => &[Checked],
            Self::Open => &[Assessed],
            Self::Confirm | Self::Refuse => &[Judging],
            Self::Reward => &[Effective],
            Self::Spread => &[Effective, Rewarded],
            Self::Keep => &[Effective, Rewarded, Spread],
            Self::Stop => &[Underway, Checked, Assessed, Judging, Effective, Ineffective, Rewarded, Spread],
            Self::Withdraw => &[Registered, Recognised],
        }
    }

    /// Where it leads.
    pub const fn leads_to(self) -> Stage {
        match self {
            Self::Recognise => Stage::Recognised,
            Self::Decline => Stage::Declined,
            Self::Begin | Self::Keep => Stage::Underway,
            Self::Check => Stage::Checked,
            Self::Assess => Stage::Assessed,
            Self::Open => Stage::Judging,
            Self::Confirm => Stage::Effective,
            Self::Refuse => Stage::Ineffective,
            Self::Reward => Stage::Rewarded,
            Self::Spread => Stage::Spread,
            Self::Stop => Stage::Stopped,
            Self::Withdraw => Stage::Withdrawn,
        }
    }

    /// Whose it is.
    pub const fn by(self) -> By {
        match self {
            Self::Begin | Self::Assess | Self::Keep | Self::Withdraw => By::Owner,
            Self::Stop => By::Either,
            _ => By::Above,
        }
    }

    /// Whether it says nothing without words: a reason, what was found, what came of it.
    pub const fn needs_words(self) -> bool {
        matches!(
            self,
            Self::Decline | Self::Check | Self::Assess | Self::Refuse | Self::Stop | Self::Withdraw
        )
    }

    /// Whether it is done by a paper that must be named.
    pub const fn needs_paper(self) -> bool {
        matches!(self, Self::Confirm | Self::Reward)
    }

    /// Whether a paper may be named.
    pub const fn takes_paper(self) -> bool {
        matches!(
            self,
            Self::Recognise | Self::Decline | Self::Confirm | Self::Refuse | Self::Reward | Self::Spread
        )
    }

    /// The acts that may follow at a stage, in order.
    pub fn following(stage: Stage) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |act| act.after().contains(&stage))
    }
}

impl Stage {
    /// Whether nothing more follows.
    pub fn is_over(self) -> bool {
        Act::following(self).next().is_none()
    }

    /// Whether others may adopt it.
    pub const fn may_be_adopted(self) -> bool {
        matches!(self, Self::Effective | Self::Rewarded | Self::Spread)
    }
}

/// Whether an act may be done at a stage.
///
/// # Errors
/// A conflict that names the stage.
pub fn may_follow(act: Act, stage: Stage) -> Result<(), Refusal> {
    if act.after().contains(&stage) {
        return Ok(());
    }
    Err(Refusal::Conflict(Note::new("initiative-cannot-now").with("initiative-stage", stage)))
}

/// An act as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedAct {
    /// What was found, what came of it, or why.
    pub words: String,
    /// Number and day of the paper.
    pub paper: String,
}

/// Longest words of an act, in characters.
const WORDS_LIMIT: usize = 4000;

impl TypedAct {
    /// What was typed for an act, cleaned and checked: words, and the paper.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self, act: Act) -> Result<(String, String), Refusal> {
        let mut notes = Notes::default();
        let words = nameless(&mut notes, "remark", &self.words, WORDS_LIMIT);
        let paper = line(&mut notes, "paper", &self.paper, 120);
        if let Some(found) = privacy::names_somebody(&paper) {
            notes.add("paper", Note::new("note-names-somebody").with("words", &paper[found]));
        }
        if act.needs_words() && self.words.trim().is_empty() {
            notes.add("remark", Note::new("note-say-why"));
        }
        if act.needs_paper() && self.paper.trim().is_empty() {
            notes.add("paper", Note::new("initiative-note-paper"));
        }
        notes.check()?;
        Ok((words, paper))
    }
}

/// An act that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Own id; pictures belong to it.
    pub id: Uuid,
    /// Its place in the story, from 1.
    pub position: i64,
    /// What was done.
    pub act: Act,
    /// For which year.
    pub year: i64,
    /// When.
    pub at: Moment,
    /// By whom.
    pub person: Option<PersonId>,
    /// Who carried the initiative out then.
    pub unit: UnitId,
    /// What was said.
    pub words: String,
    /// The paper.
    pub paper: String,
}
