//! Reception of citizens: the days on which a head receives, who booked, and what was promised there.
//!
//! A visit runs under the procedure `reception`: its acts, who may do them and its clocks are rows of that file.

mod came;

pub use came::{Came, MOST_PEOPLE};

use crate::{
    ids::{LetterId, PersonId, UnitId},
    people::Role,
    privacy,
    procedures::Party,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    text::{clean_line, clean_lines},
    time::{Day, Moment},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The procedure that a visit runs under.
pub const PROCEDURE: &str = "reception";

/// Most places of one reception day.
pub const MOST_SEATS: i64 = 200;
/// Longest subject of a visit, in characters.
pub const SUBJECT_LIMIT: usize = 1000;
/// How far ahead a day may be published, in days.
const AHEAD: i64 = 366;

/// A day on which the head of an office receives citizens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceptionDay {
    /// Own id.
    pub id: Uuid,
    /// Whose.
    pub unit: UnitId,
    /// Which day.
    pub day: Day,
    /// When it begins, `HH:MM` in Hanoi.
    pub begins: String,
    /// How many are received.
    pub seats: i64,
    /// Where, in words.
    pub place: String,
    /// Who receives, by office: `Chủ tịch UBND phường`.
    pub host: String,
    /// Since when it is public.
    pub published_at: Moment,
    /// Since when it is called off.
    pub cancelled_at: Option<Moment>,
    /// Why it is called off.
    pub cancel_reason: String,
}

impl ReceptionDay {
    /// A day as it was typed, checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(typed: &TypedDay<'_>, today: Day) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let mut line = |field: &str, text: &str| match clean_line(text, 200) {
            Ok(text) if !text.is_empty() => text,
            _ => {
                notes.add(field, Note::new("note-required"));
                String::new()
            }
        };
        let (place, host) = (line("place", typed.place), line("host", typed.host));
        let begins = typed.begins.trim();
        if jiff::civil::Time::strptime("%H:%M", begins).is_err() || begins.len() != 5 {
            notes.add("begins", Note::new("reception-note-begins"));
        }
        if !(1..=MOST_SEATS).contains(&typed.seats.unwrap_or(0)) {
            notes.add("seats", Note::new("reception-note-seats").with("most", MOST_SEATS));
        }
        match typed.day {
            Some(day) if day < today || AHEAD < day.days_since(today) => {
                notes.add("day", Note::new("reception-note-day"));
            }
            Some(_) => {}
            None => notes.add("day", Note::new("note-day")),
        }
        notes.check()?;
        Ok(Self {
            id: Uuid::nil(),
            unit: UnitId(Uuid::nil()),
            day: typed.day.unwrap_or(today),
            begins: begins.to_owned(),
            seats: typed.seats.unwrap_or(1),
            place,
            host,
            published_at: Moment::from_micros(0),
            cancelled_at: None,
            cancel_reason: String::new(),
        })
    }
}

/// A reception day as somebody typed it.
pub struct TypedDay<'a> {
    /// Which day; none when it could not be read.
    pub day: Option<Day>,
    /// When it begins.
    pub begins: &'a str,
    /// How many; none when it could not be read.
    pub seats: Option<i64>,
    /// Where.
    pub place: &'a str,
    /// Who receives.
    pub host: &'a str,
}

/// Somebody who booked, or came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Own id, made by the sender.
    pub id: Uuid,
    /// The receipt's code.
    pub receipt: String,
    /// Hash of what was sent.
    pub request_hash: Vec<u8>,
    /// On which reception day.
    pub reception_day: Uuid,
    /// Of which office.
    pub unit: UnitId,
    /// The number in the queue of that day, from 1.
    pub number: i64,
    /// What it is about, identity numbers and the like masked.
    pub subject: String,
    /// Whether it was asked for online.
    pub online: bool,
    /// How far it has come: a stage of the procedure.
    pub stage: String,
    /// When it was booked.
    pub booked_at: Moment,
    /// The letter that it became.
    pub letter: Option<LetterId>,
    /// How many came together; none while nobody has counted.
    pub came: Option<Came>,
}

/// How to call somebody who booked. Personal data, kept apart: every reading is an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Visitor {
    /// What to call them.
    pub name: String,
    /// Where to call them, when they left it.
    pub phone: Option<String>,
}

/// A booking, cleaned and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Booking {
    /// Made by the sender, so that sending twice books once.
    pub id: Uuid,
    /// On which reception day.
    pub reception_day: Uuid,
    /// What it is about.
    pub subject: String,
    /// Whether online.
    pub online: bool,
    /// Who.
    pub visitor: Visitor,
}

impl Booking {
    /// A booking as it was typed, cleaned and checked.
    ///
    /// # Errors
    /// A note under each field that is wrong.
    pub fn check(
        id: Option<Uuid>,
        reception_day: Uuid,
        (name, phone, subject): (&str, &str, &str),
        online: bool,
    ) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let id = id.filter(|id| !id.is_nil());
        if id.is_none() {
            notes.add("id", Note::new("note-id"));
        }
        let name = clean_line(name, 120).unwrap_or_default();
        if name.chars().count() < 2 {
            notes.add("name", Note::new("note-required"));
        }
        let phone = clean_line(phone, 40).unwrap_or_default();
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let other = phone.chars().any(|letter| !letter.is_ascii_digit() && !" .-+()".contains(letter));
        if !phone.is_empty() && (other || !(8..=15).contains(&digits)) {
            notes.add("phone", Note::new("note-phone"));
        }
        let subject = match clean_lines(subject, SUBJECT_LIMIT) {
            Ok(text) if !text.is_empty() => privacy::mask(&text).text,
            Ok(_) => {
                notes.add("subject", Note::new("note-required"));
                String::new()
            }
            Err(_) => {
                notes.add("subject", Note::new("note-too-long").with("limit", SUBJECT_LIMIT));
                String::new()
            }
        };
        notes.check()?;
        let phone = (!phone.is_empty()).then_some(phone);
        Ok(Self {
            id: id.unwrap_or_default(),
            reception_day,
            subject,
            online,
            visitor: Visitor { name, phone },
        })
    }

    /// SHA-256 of everything that was sent.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(serde_json::to_vec(self).unwrap_or_default()).to_vec()
    }
}

/// What was promised at a reception: who does what until when, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Own id.
    pub id: Uuid,
    /// At which visit.
    pub visit: Uuid,
    /// Of which office.
    pub unit: UnitId,
    /// What is to be done.
    pub what: String,
    /// Who does it: an office or a position, never a resident.
    pub who: String,
    /// The last day.
    pub until: Day,
    /// When it was promised.
    pub made_at: Moment,
    /// By whom it was written down.
    pub person: Option<PersonId>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// What was answered.
    pub answer: String,
}

impl Commitment {
    /// Whether its day has passed without an answer.
    pub fn is_late(&self, today: Day) -> bool {
        self.answered_at.is_none() && self.until < today
    }
}

/// As what somebody acts in a procedure; nothing when they have no part in it.
pub fn party_of(asker: &Asker) -> Option<Party> {
    let leads = asker.is(Role::CommuneLeader);
    let handles = asker.unit_for(Verb::HandleCase).is_some() || asker.house;
    match (leads, handles) {
        (true, _) => Some(Party::CommuneLeader),
        (false, true) => Some(Party::CommuneOfficer),
        (false, false) => None,
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn fields<T: std::fmt::Debug>(checked: Result<T, Refusal>) -> Vec<String> {
        match checked {
            Err(Refusal::Invalid(notes)) => notes.into_iter().map(|note| note.field).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_reception_day_is_whole_or_every_fault_is_named() {
        let good = TypedDay {
            day: Some(day("2026-11-26")),
            begins: "08:30",
            seats: Some(12),
            place: " Trụ sở  UBND ",
            host: "Chủ tịch UBND phường",
        };
        let checked = ReceptionDay::check(&good, day("2026-11-26")).expect("a day");
        assert_eq!((checked.place.as_str(), checked.seats), ("Trụ sở UBND", 12));
        let bad = TypedDay { day: None, begins: "8h", seats: Some(0), place: " ", host: "" };
        assert_eq!(
            fields(ReceptionDay::check(&bad, day("2026-11-26"))),
            ["place", "host", "begins", "seats", "day"]
        );
        for wrong in ["2026-11-25", "2028-01-01"] {
            let past = TypedDay { day: Some(day(wrong)), ..good };
            assert_eq!(fields(ReceptionDay::check(&past, day("2026-11-26"))), ["day"], "{wrong}");
        }
        for begins in ["25:00", "8:30", "08:60", ""] {
            let odd = TypedDay { begins, ..good };
            assert_eq!(fields(ReceptionDay::check(&odd, day("2026-11-26"))), ["begins"], "{begins}");
        }
    }

    #[test]
    fn a_booking_is_cleaned_masked_and_hashed() {
        let id = Some(Uuid::from_u128(7));
        let booked = |typed| Booking::check(id, Uuid::from_u128(1), typed, false);
        let good =
            booked(("Nguyễn  Văn A", "0912 345 678", "Hỏi về sổ đỏ, CCCD 001088012345")).expect("good");
        assert_eq!(good.visitor.name, "Nguyễn Văn A");
        assert!(!good.subject.contains("001088012345"), "{}", good.subject);
        assert_eq!(good.hash(), good.clone().hash());
        assert_ne!(good.hash(), Booking { online: true, ..good.clone() }.hash());
        assert_eq!(fields(booked(("A", "12", " "))), ["name", "phone", "subject"]);
        assert_eq!(fields(Booking::check(None, Uuid::nil(), ("An Bình", "", "x"), false)), ["id"]);
        let long = "a".repeat(SUBJECT_LIMIT + 1);
        assert_eq!(fields(booked(("An Bình", "", &long))), ["subject"]);
    }
}
