//! What may be done about a finding, and what becomes of it.

use crate::{
    programmes::nameless_text,
    refusals::{Note, Notes, Refusal},
    words_enum,
};

words_enum! {
    /// What became of a finding.
    State {
        /// Nobody has done anything yet, and it goes on.
        Open = "open",
        /// Somebody did something about it: it was real.
        Acted = "acted",
        /// Somebody looked and put it aside, with a reason.
        Dismissed = "dismissed",
        /// It went by before anybody did anything.
        Passed = "passed",
    }
}

words_enum! {
    /// What may be done about a finding.
    Act {
        /// Ask the places what is going on.
        Ask = "ask",
        /// Promise that it is mended by a day.
        Promise = "promise",
        /// Say that it is real and dealt with elsewhere.
        Confirm = "confirm",
        /// Put it aside.
        Dismiss = "dismiss",
        /// Take it up again.
        Reopen = "reopen",
    }
}

words_enum! {
    /// Why a finding is put aside.
    Reason {
        /// Chance, as far as anybody can tell.
        Chance = "chance",
        /// A holiday, a campaign, a market day: everybody knew.
        Expected = "expected",
        /// What was counted was entered wrongly, or late and all at once.
        Entry = "entry",
        /// True, and too small to do anything about.
        Small = "small",
        /// Something else, which the words say.
        Other = "other",
    }
}

impl State {
    /// The state after an act; nothing when the act may not be done now.
    pub const fn after(self, act: Act) -> Option<Self> {
        match (self, act) {
            (Self::Open | Self::Acted | Self::Passed, Act::Ask | Act::Promise | Act::Confirm) => {
                Some(Self::Acted)
            }
            (Self::Open | Self::Acted | Self::Passed, Act::Dismiss) => Some(Self::Dismissed),
            (Self::Dismissed, Act::Reopen) => Some(Self::Open),
            _ => None,
        }
    }

    /// The acts that may be done now.
    pub fn acts(self) -> impl Iterator<Item = Act> {
        Act::ALL.iter().copied().filter(move |act| self.after(*act).is_some())
    }

    /// [`State::after`], as a refusal.
    ///
    /// # Errors
    /// When the act may not be done now.
    pub fn take(self, act: Act) -> Result<Self, Refusal> {
        self.after(act).ok_or_else(|| Refusal::Conflict(Note::new("finding-not-now")))
    }

    /// Whether it was real, as far as anybody has said.
    pub const fn was_real(self) -> Option<bool> {
        match self {
            Self::Acted => Some(true),
            Self::Dismissed => Some(false),
            Self::Open | Self::Passed => None,
        }
    }
}

/// How long words about a finding may be.
const WORDS_LIMIT: usize = 500;

/// A plain act as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedAct {
    /// Word of the act.
    pub act: String,
    /// Word of the reason.
    pub why: String,
    /// In their own words.
    pub words: String,
}

impl TypedAct {
    /// What was typed, checked. Asking and promising have forms of their own. The words name nobody.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self) -> Result<(Act, Option<Reason>, String), Refusal> {
        let mut notes = Notes::default();
        let words = nameless_text(&mut notes, "words", &self.words, WORDS_LIMIT);
        let act = self.act.parse::<Act>().ok().filter(|act| !matches!(act, Act::Ask | Act::Promise));
        let Some(act) = act else {
            return Err(Refusal::field("act", Note::new("note-choose")));
        };
        let mut reason = None;
        if act == Act::Dismiss {
            reason = self.why.parse::<Reason>().ok();
            if reason.is_none() {
                notes.add("why", Note::new("note-choose"));
            }
            if reason == Some(Reason::Other) && words.is_empty() {
                notes.add("words", Note::new("note-say-why"));
            }
        }
        if act == Act::Confirm && words.is_empty() {
            notes.add("words", Note::new("note-say-why"));
        }
        notes.check()?;
        Ok((act, reason, words))
    }
}
