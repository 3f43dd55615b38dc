//! Whoever holds the code of a receipt, and of what: a case, one signature under a letter, or a visit. There is one way in
//! for all of them, and wrong codes are counted there.

use crate::{
    house::{Done, House},
    people::take_try,
};
use danvan_domain::{
    cases::Case,
    data::requests::Subject,
    ids::UnitId,
    letters::Letter,
    receipt::ReceiptCode,
    receptions::{Visit, Visitor},
    refusals::Refusal,
};
use danvan_store::{
    Change, cases,
    letters::{self, people::Signed},
    people, receptions,
};
use uuid::Uuid;

/// Who holds a code, with what it opens.
pub enum Holder {
    /// Whoever asked a case first, or said "me too".
    Case(Box<Case>, bool),
    /// One who signed a letter that is no denunciation.
    Signer(Box<Letter>, Box<Signed>),
    /// Whoever booked a visit; what to call them is gone once it was erased.
    Visit(Box<Visit>, Option<Visitor>),
}

impl Holder {
    /// What the code opens.
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Case(..) => Subject::Case,
            Self::Signer(..) => Subject::Signer,
            Self::Visit(..) => Subject::Visit,
        }
    }

    /// The case, letter or visit.
    pub(super) fn thing(&self) -> Uuid {
        match self {
            Self::Case(case, _) => case.id.0,
            Self::Signer(letter, _) => letter.id.0,
            Self::Visit(visit, _) => visit.id,
        }
    }

    /// The office that answers for it.
    pub(super) fn unit(&self) -> UnitId {
        match self {
            Self::Case(case, _) => case.responsible,
            Self::Signer(letter, _) => letter.unit,
            Self::Visit(visit, _) => visit.unit,
        }
    }

    /// Whether nothing of whoever holds the code is kept any more.
    pub(super) fn is_forgotten(&self) -> bool {
        match self {
            Self::Case(..) => false,
            Self::Signer(_, signed) => signed.signer.name.is_empty(),
            Self::Visit(visit, visitor) => visitor.is_none() && visit.subject.is_empty(),
        }
    }
}

/// After so many wrong codes from one address within the window, it must wait. A code cannot be guessed anyway;
/// this keeps the guessing from costing anything.
const FREE_GUESSES: i64 = 30;
/// How long wrong codes are remembered.
const WINDOW_SECONDS: i64 = 15 * 60;

/// Who holds a code. `from` is the network address whose wrong codes are counted; nothing is counted for an empty one. Whatever one
/// address asks at once is looked up one after the other, so that of each the outcome is counted before the next is begun:
/// no more are looked up than are free, as if each were counted first. Reading by a right code writes nothing and costs no
/// try, because many stand behind one address.
///
/// # Errors
/// [`Refusal::NotFound`] when the code opens nothing; [`Refusal::TooMany`] after many wrong codes.
pub async fn holder_of(house: &House, code: &str, from: &str) -> Done<Holder> {
    counting_guesses(house, from, find(house, code)).await
}

/// What a code opens, as somebody looks it up; wrong ones are counted as for [`holder_of`].
///
/// # Errors
/// [`Refusal::NotFound`] when the code opens nothing; [`Refusal::TooMany`] after many wrong codes.
pub(crate) async fn counting_guesses<T>(
    house: &House,
    from: &str,
    find: impl Future<Output = Done<Option<T>>>,
) -> Done<T> {
    if from.is_empty() {
        return Ok(find.await?.ok_or(Refusal::NotFound)?);
    }
    let _turn = house.turns.take(from).await;
    let (subject, now) = (format!("receipt:{from}"), house.now());
    if let Some((guesses, first)) = people::tries(&house.store, &subject).await? {
        let open_again = first.plus_seconds(WINDOW_SECONDS);
        if guesses >= FREE_GUESSES && now < open_again {
            return Err(Refusal::TooMany { seconds: open_again.seconds_since(now).max(1) }.into());
        }
    }
    match find.await? {
        Some(found) => Ok(found),
        None => {
            count_guess(house, &subject).await?;
            Err(Refusal::NotFound.into())
        }
    }
}

/// Counts a wrong code. Other servers over the same store have turns of their own, so that the store has the last word.
async fn count_guess(house: &House, subject: &str) -> Done<()> {
    let mut change = house.store.begin().await?;
    take_try(house, &mut change, subject, (FREE_GUESSES, WINDOW_SECONDS)).await?;
    Ok(change.commit().await?)
}

async fn find(house: &House, code: &str) -> Done<Option<Holder>> {
    let Ok(code) = code.parse::<ReceiptCode>() else { return Ok(None) };
    let (store, code) = (&house.store, code.to_string());
    if let Some(case) = cases::by_receipt(store, &code).await? {
        return Ok(Some(Holder::Case(Box::new(case), false)));
    }
    if let Some(id) = cases::supporter(store, &code).await? {
        return Ok(cases::get(store, id).await?.map(|case| Holder::Case(Box::new(case), true)));
    }
    if let Some(signed) = letters::people::by_receipt(store, &code).await? {
        // A denunciation has no signer here; should one be left by a fault, its code opens nothing all the same.
        let letter = letters::get(store, signed.letter).await?.filter(|letter| !letter.is_sealed);
        return Ok(letter.map(|letter| Holder::Signer(Box::new(letter), Box::new(signed))));
    }
    let Some(visit) = receptions::by_receipt(store, &code).await? else { return Ok(None) };
    let visitor = receptions::visitor(store, visit.id).await?;
    Ok(Some(Holder::Visit(Box::new(visit), visitor)))
}

/// That a code still opens what it did, inside a change: what was sealed meanwhile takes nothing more.
pub(super) async fn still_opens(change: &mut Change, holder: &Holder, receipt: &str) -> Done<()> {
    let opens = match holder {
        Holder::Case(..) => true,
        Holder::Signer(letter, _) => {
            let letter = letters::lock(change, letter.id).await?;
            let signed = letters::people::by_receipt_within(change, receipt).await?;
            letter.is_some_and(|letter| !letter.is_sealed) && signed.is_some()
        }
        Holder::Visit(visit, _) => {
            let now = receptions::lock_visit(change, visit.id).await?;
            now.is_some_and(|now| {
                now.receipt == receipt && now.subject.is_empty() == visit.subject.is_empty()
            })
        }
    };
    if opens { Ok(()) } else { Err(Refusal::NotFound.into()) }
}
