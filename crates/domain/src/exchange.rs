//! A joint programme between installations: the signed file by which it travels, what may stand in it, and in which order
//! files are taken. `docs/exchange.md` describes the format.
//!
//! Only what was promised and what it adds up to crosses: there is no field for a person, and words that name one, or a
//! number by which one is reached, are refused on both sides.

use crate::{
    ids::{CommitmentId, PartyId, ProgrammeId},
    privacy,
    programmes::{Indicator, LARGEST, MOST_PARTIES, Place, Rhythm, Sort, Total},
    refusals::{Note, Refusal},
    signatures::{PublicKey, Scheme, public_half, sign},
    text::{clean_line, clean_lines},
    time::{Day, Moment},
};
use serde::{Deserialize, Serialize};

/// What a file of ours calls itself.
pub const FORMAT: &str = "danvan-exchange";
/// Which edition of the format this is.
pub const EDITION: u32 = 1;
/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;
/// How many commitments one programme may carry.
pub const MOST_COMMITMENTS: usize = 200;
/// How many figures one file may carry.
const MOST_FIGURES: usize = 20_000;
/// What is signed begins with this, so that a signature is good for nothing else.
const SIGNED: &str = "danvan-exchange 1\n";

/// A file as it lies on a disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// [`FORMAT`].
    pub format: String,
    /// [`EDITION`].
    pub edition: u32,
    /// The public half of the key that signed, 64 hexadecimal digits.
    pub key: String,
    /// The signature, 128 hexadecimal digits.
    pub signature: String,
    /// What was signed, to the byte: a [`Payload`] as JSON in a string.
    pub payload: String,
}

/// What one installation says to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payload {
    /// The key of the installation that writes.
    pub from: String,
    /// The key of the one it writes to.
    pub to: String,
    /// The how-manieth file it is between the two, in this direction, from 1.
    pub number: i64,
    /// SHA-256 of the payload before it, in hexadecimal digits; empty for the first.
    pub previous: String,
    /// When it was written.
    pub written_at: String,
    /// Which joint programme it is about.
    pub programme: ProgrammeId,
    /// What the programme says, where the one who began it writes.
    pub joint: Option<Joint>,
    /// What commitments have come to.
    pub figures: Vec<JointFigure>,
}

/// A joint programme as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joint {
    /// Which version of it.
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// What it is to bring about.
    pub aims: String,
    /// First day.
    pub starts_on: Day,
    /// Last day.
    pub ends_on: Day,
    /// Who takes part.
    pub parties: Vec<JointParty>,
    /// What they promised.
    pub commitments: Vec<JointCommitment>,
}

/// A party as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointParty {
    /// Its id.
    pub id: PartyId,
    /// What it is called.
    pub name: String,
    /// What sort of body.
    pub sort: Sort,
    /// Whether it leads.
    pub place: Place,
    /// What it does.
    pub duty: String,
    /// The key of its installation, where it has one.
    pub key: Option<String>,
}

/// A commitment as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointCommitment {
    /// Its id.
    pub id: CommitmentId,
    /// Which party keeps it.
    pub keeper: PartyId,
    /// What is promised.
    pub what: String,
    /// By what it is measured.
    pub indicator: Indicator,
    /// How often it falls due.
    pub rhythm: Rhythm,
    /// First day.
    pub starts_on: Day,
    /// Last day.
    pub ends_on: Day,
}

/// What a commitment has come to in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointFigure {
    /// Which commitment.
    pub commitment: CommitmentId,
    /// First day of the period.
    pub period: Day,
    /// What was said and not returned.
    pub claimed: JointTotal,
    /// What was verified.
    pub proven: JointTotal,
}

/// A total as it travels; see [`Total`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointTotal {
    /// The sum, the sum of value times base, the worst value, or the last one.
    pub amount: i64,
    /// The sum of bases.
    pub base: i64,
    /// How many parts are in it, in millionths.
    pub count: i64,
    /// When the last of them was told, in microseconds since 1970.
    pub at: i64,
}

impl From<Total> for JointTotal {
    fn from(total: Total) -> Self {
        let Total { amount, base, count, at } = total;
        Self { amount, base, count, at }
    }
}

impl From<JointTotal> for Total {
    fn from(total: JointTotal) -> Self {
        let JointTotal { amount, base, count, at } = total;
        Self { amount, base, count, at }
    }
}

/// A file that was read and whose signature is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// What it says.
    pub payload: Payload,
    /// What was signed, to the byte; its SHA-256 is what the next file names.
    pub text: String,
}

/// The bytes of 64 hexadecimal digits; nothing otherwise.
pub fn key_bytes(said: &str) -> Option<[u8; 32]> {
    bytes(said).and_then(|bytes| bytes.try_into().ok())
}

fn bytes(said: &str) -> Option<Vec<u8>> {
    if !said.len().is_multiple_of(2) || !said.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..said.len()).step_by(2).map(|at| u8::from_str_radix(&said[at..at + 2], 16).ok()).collect()
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A key as somebody typed it: spaces and capitals make no difference.
///
/// # Errors
/// A note under `key`.
pub fn read_key(typed: &str) -> Result<String, Refusal> {
    let key: String = typed.chars().filter(|one| !one.is_whitespace()).collect::<String>().to_lowercase();
    match key_bytes(&key) {
        Some(_) => Ok(key),
        None => Err(Refusal::field("key", Note::new("exchange-note-key"))),
    }
}

/// Writes a file and signs it with the private half of a key.
///
/// # Errors
/// A conflict when what is to be said may not cross.
pub fn write(payload: &Payload, seed: &[u8; 32]) -> Result<(String, String), Refusal> {
    payload.check()?;
    let unwritable = |_| Refusal::Conflict(Note::new("exchange-unreadable"));
    let text = serde_json::to_string(payload).map_err(unwritable)?;
    let envelope = Envelope {
        format: FORMAT.into(),
        edition: EDITION,
        key: hex(&public_half(seed)),
        signature: hex(&sign(seed, format!("{SIGNED}{text}").as_bytes())),
        payload: text.clone(),
    };
    let file = serde_json::to_string_pretty(&envelope).map_err(unwritable)?;
    Ok((format!("{file}\n"), text))
}

/// Reads a file: it must be whole, of this format, signed by the key that it names as its writer, and say only what may
/// cross. Whether that key is trusted is the reader's to ask.
///
/// # Errors
/// A conflict that says what is wrong.
pub fn read(file: &[u8]) -> Result<Read, Refusal> {
    let refused = |key: &str| Refusal::Conflict(Note::new(key));
    if file.len() > LARGEST_FILE {
        return Err(refused("exchange-large"));
    }
    let envelope: Envelope = serde_json::from_slice(file).map_err(|_| refused("exchange-unreadable"))?;
    if envelope.format != FORMAT {
        return Err(refused("exchange-unreadable"));
    }
    if envelope.edition != EDITION {
        return Err(Refusal::Conflict(Note::new("exchange-edition").with("edition", envelope.edition)));
    }
    let key = key_bytes(&envelope.key).and_then(|key| PublicKey::ed25519(&key));
    let signature = bytes(&envelope.signature);
    let message = format!("{SIGNED}{}", envelope.payload);
    let is_signed = key
        .zip(signature)
        .is_some_and(|(key, signature)| key.signed(Scheme::EdDsa, message.as_bytes(), &signature));
    if !is_signed {
        return Err(refused("exchange-forged"));
    }
    let payload: Payload =
        serde_json::from_str(&envelope.payload).map_err(|_| refused("exchange-unreadable"))?;
    if payload.from != envelope.key {
        return Err(refused("exchange-forged"));
    }
    payload.check()?;
    Ok(Read { payload, text: envelope.payload })
}

/// One text as it may cross: as it would have been cleaned here, with nothing in it to be masked, and nobody named.
fn may_cross(text: &str, limit: usize, is_line: bool) -> bool {
    let cleaned = if is_line { clean_line(text, limit) } else { clean_lines(text, limit) };
    cleaned.is_ok_and(|cleaned| cleaned == text)
        && privacy::mask(text).text == text
        && privacy::names_somebody(text).is_none()
}

impl Payload {
    /// Whether all of it may cross.
    ///
    /// # Errors
    /// A conflict that says what may not.
    pub fn check(&self) -> Result<(), Refusal> {
        let wrong = |what: &str| Refusal::Conflict(Note::new("exchange-wrong").with("what", what));
        let is_key = |key: &str| key_bytes(key).is_some();
        if !is_key(&self.from) || !is_key(&self.to) || self.number < 1 {
            return Err(wrong("from, to, number"));
        }
        if self.written_at.parse::<Moment>().is_err() {
            return Err(wrong("written_at"));
        }
        if let Some(joint) = &self.joint {
            joint.check()?;
        }
        let totals = self.figures.iter().flat_map(|figure| [figure.claimed, figure.proven]);
        let most = i64::MAX / 4;
        let is_total = |total: JointTotal| {
            [total.amount, total.base, total.count, total.at].iter().all(|number| (0..most).contains(number))
        };
        if self.figures.len() > MOST_FIGURES || !totals.into_iter().all(is_total) {
            return Err(wrong("figures"));
        }
        Ok(())
    }
}

impl Joint {
    fn check(&self) -> Result<(), Refusal> {
        let wrong = |what: &str| Refusal::Conflict(Note::new("exchange-wrong").with("what", what));
        let person = |text: &str| Refusal::Conflict(Note::new("exchange-person").with("words", text));
        let lines =
            |text: &str, limit| may_cross(text, limit, false).then_some(()).ok_or_else(|| person(text));
        let line = |text: &str, limit| may_cross(text, limit, true).then_some(()).ok_or_else(|| person(text));
        if self.version < 1 || self.ends_on < self.starts_on || self.title.is_empty() {
            return Err(wrong("version, title, starts_on, ends_on"));
        }
        line(&self.title, 200)?;
        lines(&self.aims, 4000)?;
        let mut parties: Vec<PartyId> = self.parties.iter().map(|party| party.id).collect();
        parties.sort_unstable();
        parties.dedup();
        if self.parties.len() > MOST_PARTIES || parties.len() != self.parties.len() {
            return Err(wrong("parties"));
        }
        for party in &self.parties {
            line(&party.name, 200)?;
            lines(&party.duty, 1000)?;
            if party.name.is_empty() || party.key.as_ref().is_some_and(|key| key_bytes(key).is_none()) {
                return Err(wrong("parties"));
            }
        }
        let mut ids: Vec<CommitmentId> = self.commitments.iter().map(|one| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        if self.commitments.len() > MOST_COMMITMENTS || ids.len() != self.commitments.len() {
            return Err(wrong("commitments"));
        }
        for it in &self.commitments {
            line(&it.what, 300)?;
            line(&it.indicator.counted, 40)?;
            let numbers = [it.indicator.baseline, it.indicator.target];
            let is_inside = self.starts_on <= it.starts_on && it.ends_on <= self.ends_on;
            // What one installation counts by itself another cannot: it is reported there.
            let is_sound = is_inside
                && it.indicator.source.is_none()
                && it.starts_on <= it.ends_on
                && numbers.iter().all(|number| (0..=LARGEST).contains(number))
                && parties.binary_search(&it.keeper).is_ok();
            if !is_sound || it.what.is_empty() {
                return Err(wrong("commitments"));
            }
        }
        Ok(())
    }
}

/// What is known of the files of one installation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The number of the last one that was taken; 0 before the first.
    pub last: i64,
    /// The hash of that one; empty before the first.
    pub hash: String,
    /// The hash of the one that was taken under the number of the file at hand.
    pub same_number: Option<String>,
}

/// Whether a file is the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// It is.
    Next,
    /// It was taken already: nothing is to be done.
    Already,
}

/// Whether a file is the one that comes next, by its number, its hash and the hash it follows.
///
/// # Errors
/// A conflict that says plainly what is the matter: files before it are missing, another one was taken under its number, or
/// it does not follow the last one.
pub fn order(known: &Known, payload: &Payload, hash: &str) -> Result<Order, Refusal> {
    let number = payload.number;
    if number <= known.last {
        if known.same_number.as_deref() == Some(hash) {
            return Ok(Order::Already);
        }
        return Err(Refusal::Conflict(Note::new("exchange-other").with("number", number)));
    }
    let next = known.last + 1;
    if number > next {
        let note = Note::new("exchange-missing").with("number", number);
        return Err(Refusal::Conflict(note.with("from", next).with("to", number - 1)));
    }
    if payload.previous != known.hash {
        return Err(Refusal::Conflict(Note::new("exchange-broken").with("number", number)));
    }
    Ok(Order::Next)
}

#[cfg(test)]
mod tests;
