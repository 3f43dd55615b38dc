//! A letter, followed by one who signed it: how far it has come, and who read what is kept of them. Of others who signed
//! nothing is told, nor of anything that is under seal.

use crate::{
    Failure,
    data::{Holder, holder_of},
    house::{Done, House},
};
use danvan_domain::{
    ids::ProceedingId, letters::Letter, proceedings::Proceeding, refusals::Refusal, time::Moment,
};
use danvan_store::{
    cases::Reading,
    deadlines,
    documents::{self, Document},
    letters::{self as store, people::Signed},
    proceedings,
};

/// A letter as one who signed it is told of it.
pub struct Followed {
    /// The letter.
    pub letter: Letter,
    /// The one who asks.
    pub signed: Signed,
    /// What runs on it, each with when the office must act next.
    pub proceedings: Vec<(Proceeding, Option<Moment>)>,
    /// What was issued on it and stands, without what it says.
    pub notices: Vec<Document>,
    /// Who read who signed, last first.
    pub readings: Vec<Reading>,
}

impl Followed {
    /// Whether nobody else signed: only then what the letter says is shown, since words may name others.
    pub const fn is_alone(&self) -> bool {
        self.letter.signers <= 1
    }
}

/// Most readings that are told at once.
const READINGS: i64 = 200;

/// The letter of a code. `from` is the network address whose wrong codes are counted.
///
/// # Errors
/// [`Refusal::NotFound`] when nobody who signed has this code; [`Refusal::TooMany`] after many wrong codes.
pub async fn follow(house: &House, code: &str, from: &str) -> Done<Followed> {
    match holder_of(house, code, from).await? {
        Holder::Signer(letter, signed) => told_of(house, *letter, *signed).await,
        Holder::Case(..) | Holder::Visit(..) => Err(Failure::Refused(Refusal::NotFound)),
    }
}

/// What one who signed is told of a letter.
pub(crate) async fn told_of(house: &House, letter: Letter, signed: Signed) -> Done<Followed> {
    let store = &house.store;
    let mut running = proceedings::of_letter(store, letter.id).await?;
    running.retain(|it| !it.is_sealed);
    let ids: Vec<ProceedingId> = running.iter().map(|it| it.id).collect();
    let clocks = deadlines::of_some(store, &ids).await?;
    let due = |id: ProceedingId| {
        let rows = clocks.get(&id).into_iter().flatten();
        rows.filter(|row| row.ended_at.is_none() && row.is_duty).map(|row| row.due_at).min()
    };
    let mut notices = documents::of_letter(store, letter.id).await?;
    notices.retain(|one| one.cancelled_at.is_none() && ids.contains(&ProceedingId(one.thing)));
    for one in &mut notices {
        one.about.clear();
        one.letter.clear();
    }
    Ok(Followed {
        proceedings: running.into_iter().map(|it| (due(it.id), it)).map(|(due, it)| (it, due)).collect(),
        notices,
        readings: store::readings_of(store, letter.id, signed.position, READINGS).await?,
        letter,
        signed,
    })
}
