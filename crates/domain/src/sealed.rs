//! The sealed compartment of denunciations: who may open what, for how long, and what is inside.
//!
//! A seal opens for two of its handlers together, never for one. Nothing here draws chance or reads a clock.

pub mod by_passkey;
pub mod cipher;
pub mod contents;
pub mod pieces;
pub mod printed;
pub mod shares;

pub use contents::{Contents, Scan};

use crate::{
    ids::PersonId,
    refusals::{Note, Refusal},
    time::Moment,
    words_enum,
};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// So many handlers open a seal together.
pub const TOGETHER: u8 = 2;
/// How long a request waits for the second handler, in seconds: a day.
pub const ASKED_SECONDS: i64 = 24 * 3600;
/// How long an opening lasts once approved, in seconds: half a working day.
pub const OPEN_SECONDS: i64 = 4 * 3600;
/// Shortest passphrase, in characters. It alone guards a key for as long as a disk lives.
pub const PASSPHRASE_CHARACTERS: usize = 16;
/// Fewest different letters of a passphrase.
const DIFFERENT_LETTERS: usize = 8;
/// So many wrong passphrases are free before tries must wait.
pub const FREE_TRIES: i64 = 5;
/// How long wrong passphrases are remembered, in seconds.
pub const TRIES_SECONDS: i64 = 15 * 60;
/// Most officers who keep shares of a recovery key.
pub const MOST_KEEPERS: u8 = 15;

words_enum! {
    /// Why a seal is opened. Words of one's own could tell what is inside, so they are chosen.
    Reason {
        /// To check who the author is and whether it is theirs (Luật Tố cáo Điều 24).
        VerifyAuthor = "verify_author",
        /// To ask the author for more, or to tell them what was decided.
        ReachAuthor = "reach_author",
        /// To write the extract that investigators work with.
        WriteExtract = "write_extract",
        /// To examine the original.
        ExamineOriginal = "examine_original",
        /// To protect the author or those near them.
        ProtectAuthor = "protect_author",
        /// Because a court, a procuracy or an inspection asks by law.
        AskedByLaw = "asked_by_law",
        /// Because handlers of the unit come or go.
        ChangeHandlers = "change_handlers",
        /// Because the matter went to another office, whose handlers open it from then on.
        HandOver = "hand_over",
    }
}

impl Reason {
    /// Whether whoever asks to open a seal may choose it; the others belong to acts of their own.
    pub const fn is_chosen(self) -> bool {
        !matches!(self, Self::ChangeHandlers | Self::HandOver)
    }
}

words_enum! {
    /// How an opening ended.
    Outcome {
        /// The second handler said no.
        Declined = "declined",
        /// One of the two ended it.
        Ended = "ended",
        /// Its time was over.
        Lapsed = "lapsed",
        /// The handlers were changed, which is what it was for.
        Changed = "changed",
    }
}

/// A request to open, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Moment,
    /// Who agreed.
    pub approved_by: Option<PersonId>,
    /// Until when it waits, or is open.
    pub ends_at: Moment,
    /// How it ended, when somebody ended it.
    pub outcome: Option<Outcome>,
    /// Whoever is to be removed, when it is about that; they take no part.
    pub removes: Option<PersonId>,
}

/// Where an opening stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits for a second handler.
    Asked,
    /// It is open to the two.
    Open,
    /// It is over.
    Over(Outcome),
}

impl Opening {
    /// Where it stands.
    pub fn standing(&self, now: Moment) -> Standing {
        match self.outcome {
            Some(outcome) => Standing::Over(outcome),
            None if now >= self.ends_at => Standing::Over(Outcome::Lapsed),
            None if self.approved_by.is_some() => Standing::Open,
            None => Standing::Asked,
        }
    }

    /// Whether somebody may agree to it, or refuse it: any other handler while it waits.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when it does not wait, [`Refusal::NotAllowed`] for whoever asked or is to be removed.
    pub fn may_answer(&self, person: PersonId, now: Moment) -> Result<(), Refusal> {
        if self.standing(now) != Standing::Asked {
            return Err(Refusal::Conflict(Note::new("refusal-opening-over")));
        }
        if self.asked_by == person {
            return Err(Refusal::NotAllowed(Note::new("refusal-opening-own")));
        }
        if self.removes == Some(person) {
            return Err(Refusal::NotAllowed(Note::new("refusal-opening-removed")));
        }
        Ok(())
    }

    /// Whether somebody may read now: one of the two, while it is open.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when it is not open, [`Refusal::NotAllowed`] for anybody else.
    pub fn may_read(&self, person: PersonId, now: Moment) -> Result<(), Refusal> {
        match self.standing(now) {
            Standing::Asked => Err(Refusal::Conflict(Note::new("refusal-opening-waits"))),
            Standing::Over(_) => Err(Refusal::Conflict(Note::new("refusal-opening-over"))),
            Standing::Open if self.is_one_of_two(person) => Ok(()),
            Standing::Open => Err(Refusal::NotAllowed(Note::new("refusal-opening-others"))),
        }
    }

    /// Whether somebody is one of the two.
    pub fn is_one_of_two(&self, person: PersonId) -> bool {
        self.asked_by == person || self.approved_by == Some(person)
    }
}

/// A passphrase as it is stretched: the same letters typed on any keyboard are the same bytes.
pub fn passphrase_bytes(passphrase: &str) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(passphrase.len() * 3));
    let mut letter = [0; 4];
    for part in passphrase.nfc() {
        bytes.extend_from_slice(part.encode_utf8(&mut letter).as_bytes());
    }
    bytes
}

/// What is wrong with a new passphrase, if anything.
pub fn passphrase_fault(passphrase: &str) -> Option<Note> {
    let folded = Zeroizing::new(crate::fold::fold(passphrase).replace(' ', ""));
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if passphrase.chars().count() < PASSPHRASE_CHARACTERS {
        return Some(Note::new("note-passphrase-short").with("limit", PASSPHRASE_CHARACTERS));
    }
    // What is read as a passkey's secret would never open what it closed.
    let is_secret = by_passkey::secret(passphrase).is_some();
    (is_secret || letters.len() < DIFFERENT_LETTERS).then(|| Note::new("note-passphrase-simple"))
}

#[cfg(test)]
mod test {
    use super::*;
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn opening() -> Opening {
        Opening {
            asked_by: person(1),
            asked_at: Moment::from_micros(0),
            approved_by: None,
            ends_at: Moment::from_micros(100),
            outcome: None,
            removes: None,
        }
    }

    #[test]
    fn one_alone_never_opens() {
        let now = Moment::from_micros(50);
        let asked = opening();
        assert_eq!(asked.standing(now), Standing::Asked);
        assert!(asked.may_answer(person(1), now).is_err() && asked.may_answer(person(2), now).is_ok());
        assert!(asked.may_read(person(1), now).is_err() && asked.may_read(person(2), now).is_err());
        let open = Opening { approved_by: Some(person(2)), ..opening() };
        let reads = [1, 2, 3].map(|who| open.may_read(person(who), now).is_ok());
        assert_eq!(reads, [true, true, false]);
        assert!(open.may_answer(person(3), now).is_err(), "answered already");
    }

    #[test]
    fn an_opening_ends_at_its_moment_and_by_its_outcome() {
        let open = Opening { approved_by: Some(person(2)), ..opening() };
        for (micros, expected) in [
            (99, Standing::Open),
            (100, Standing::Over(Outcome::Lapsed)),
            (101, Standing::Over(Outcome::Lapsed)),
        ] {
            assert_eq!(open.standing(Moment::from_micros(micros)), expected, "{micros}");
        }
        for outcome in Outcome::ALL {
            let over = Opening { outcome: Some(*outcome), ..open.clone() };
            assert!(over.may_read(person(1), Moment::from_micros(1)).is_err(), "{outcome}");
        }
    }

    #[test]
    fn whoever_is_to_be_removed_takes_no_part() {
        let opening = Opening { removes: Some(person(2)), ..opening() };
        let now = Moment::from_micros(1);
        assert!(opening.may_answer(person(2), now).is_err() && opening.may_answer(person(3), now).is_ok());
    }

    #[test]
    fn passphrases() {
        for (passphrase, expected) in [
            ("", Some("note-passphrase-short")),
            ("mười lăm chữ cái", None),
            ("aaaaaaaaaaaaaaaaaaaaaaaa", Some("note-passphrase-simple")),
            ("1234567 1234567 1234567", Some("note-passphrase-simple")),
            ("con đường làng em có hàng tre", None),
        ] {
            assert_eq!(
                passphrase_fault(passphrase).map(|note| note.key).as_deref(),
                expected,
                "{passphrase}"
            );
        }
        // NFD and NFC are the same passphrase.
        assert_eq!(passphrase_bytes("e\u{302}\u{301}"), passphrase_bytes("\u{1ebf}"));
    }
}
