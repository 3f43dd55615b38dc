//! Members of teams. What is kept of one is what a team needs to call them: name, telephone, what they can do, when they have
//! time. Never what they think or are.

use super::skill;
use crate::{
    fold::fold,
    ids::{MemberId, PersonId, ProgrammeId, TeamId, UnitId},
    refusals::{Note, Notes, Refusal},
    text::clean_line,
    time::{Day, Moment},
    words_enum,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

words_enum! {
    /// When somebody usually has time.
    Time {
        /// In the morning.
        Morning = "morning",
        /// In the afternoon.
        Afternoon = "afternoon",
        /// In the evening.
        Evening = "evening",
        /// At night.
        Night = "night",
        /// On Saturdays and Sundays.
        Weekend = "weekend",
    }
}

words_enum! {
    /// How somebody became a member.
    Way {
        /// An officer wrote them in.
        Officer = "officer",
        /// They stood in a file.
        File = "file",
        /// They came by themselves and agreed.
        Own = "own",
    }
}

/// Longest name, in characters.
const NAME_LIMIT: usize = 80;
/// Longest telephone number as typed, in characters.
const PHONE_LIMIT: usize = 30;

/// A member of a campaign: of a team, or waiting for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Own id, made by the sender.
    pub id: MemberId,
    /// Of which campaign.
    pub campaign: ProgrammeId,
    /// In whose care: a commune.
    pub unit: UnitId,
    /// The commune at which they were enrolled, before any reorganisation.
    pub enrolled_of: UnitId,
    /// Their team; nothing while they wait for one.
    pub team: Option<TeamId>,
    /// What to call them.
    pub name: String,
    /// Where to reach them; may be empty unless they came by themselves.
    pub phone: String,
    /// Whether they lead their team.
    pub leads: bool,
    /// Codes of what they can do.
    pub skills: Vec<String>,
    /// When they usually have time.
    pub times: Vec<Time>,
    /// How they came.
    pub way: Way,
    /// When.
    pub enrolled_at: Moment,
    /// Who wrote them in.
    pub enrolled_by: Option<PersonId>,
    /// The code of whoever came by themselves.
    pub receipt: Option<String>,
    /// By which the same person is known when they come twice.
    pub same: Vec<u8>,
}

/// A member as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct TypedMember {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Whether they lead.
    pub leads: bool,
    /// Codes of skills.
    pub skills: Vec<String>,
    /// Words of [`Time`].
    pub times: Vec<String>,
}

/// What was typed of a member, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Whether they lead.
    pub leads: bool,
    /// Codes of skills, each once, in order of the list.
    pub skills: Vec<String>,
    /// Times, each once, in order.
    pub times: Vec<Time>,
}

impl TypedMember {
    /// What was typed, cleaned and checked. Who comes by themselves must say how to reach them.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(&self, way: Way) -> Result<Checked, Refusal> {
        let mut notes = Notes::default();
        let name = clean(&mut notes, "name", &self.name, NAME_LIMIT);
        match name.as_deref() {
            Some("") => notes.add("name", Note::new("note-required")),
            Some(name) if !name.chars().any(char::is_alphabetic) => {
                notes.add("name", Note::new("campaign-note-name"));
            }
            _ => {}
        }
        let phone = clean(&mut notes, "phone", &self.phone, PHONE_LIMIT);
        match phone.as_deref() {
            Some("") if way == Way::Own => notes.add("phone", Note::new("note-required")),
            Some(phone) if !phone.is_empty() && !is_phone(phone) => {
                notes.add("phone", Note::new("note-phone"));
            }
            _ => {}
        }
        for said in &self.skills {
            if skill(said).is_none() {
                notes.add("skills", Note::new("note-choose"));
            }
        }
        let times: Result<Vec<Time>, _> = self.times.iter().map(|word| word.parse()).collect();
        let mut times = times.unwrap_or_else(|_: String| {
            notes.add("times", Note::new("note-choose"));
            Vec::new()
        });
        notes.check()?;
        times.sort_unstable();
        times.dedup();
        let known = super::skills().iter().map(|skill| &skill.code);
        let skills = known.filter(|code| self.skills.contains(code)).cloned().collect();
        let (name, phone) = (name.unwrap_or_default(), phone.unwrap_or_default());
        Ok(Checked { name, phone, leads: self.leads, skills, times })
    }
}

/// A cleaned line; nothing, with a note, when it cannot be one.
fn clean(notes: &mut Notes, field: &str, typed: &str, limit: usize) -> Option<String> {
    clean_line(typed, limit).map_err(|fault| notes.add(field, fault.into())).ok()
}

/// Whether something can be a telephone number.
fn is_phone(phone: &str) -> bool {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    (8..=15).contains(&digits)
        && phone.chars().all(|letter| letter.is_ascii_digit() || " .-+()".contains(letter))
}

/// The digits of a telephone number as they are dialled at home: `+84 912…` is `0912…`.
pub fn digits_of(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("84") {
        Some(rest) if 9 <= rest.len() => format!("0{rest}"),
        _ => digits,
    }
}

/// From when until when somebody took part in a campaign of some days, as it is known on a day: not before they came, and not after it
/// was closed.
pub fn took_part((starts, ends): (Day, Day), closed: Option<Day>, came: Day, today: Day) -> (Day, Day) {
    let from = starts.max(came);
    let to = ends.min(closed.unwrap_or(ends)).min(today);
    (from, to.max(from))
}

/// By which the same person is known within one campaign: name and telephone; without a telephone, the name within one team or, while
/// there is none, within one commune.
pub fn sameness(campaign: ProgrammeId, name: &str, phone: &str, near: Uuid) -> Vec<u8> {
    let digits = digits_of(phone);
    let mut digest = Sha256::new();
    digest.update(campaign.0.as_bytes());
    digest.update(fold(name).as_bytes());
    digest.update([0]);
    digest.update(digits.as_bytes());
    if digits.is_empty() {
        digest.update(near.as_bytes());
    }
    digest.finalize().iter().take(16).copied().collect()
}
