//! Signed-in browsers: one's own list, and signing them out.

use super::{Visitor, sign_in::event};
use crate::house::{Done, House};
use danvan_domain::{ids::SessionId, refusals::Refusal};
use danvan_store::people::{self as store, devices};

/// Signs one of somebody's browsers out.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs.
pub async fn sign_out(house: &House, visitor: &Visitor, session: SessionId) -> Done<()> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let mut change = house.store.begin().await?;
    if !store::close_session(&mut change, session, person).await? {
        return Err(Refusal::NotFound.into());
    }
    change.note(event(house, person, "person.signed_out"));
    change.commit().await?;
    Ok(())
}

/// Signs out every browser of somebody but the one they sit at; says how many there were.
///
/// # Errors
/// When nobody is signed in or the store cannot write.
pub async fn sign_out_others(house: &House, visitor: &Visitor) -> Done<u64> {
    let (Some(person), Some(session)) = (visitor.asker.person, visitor.session) else {
        return Err(Refusal::SignInFirst.into());
    };
    let mut change = house.store.begin().await?;
    let closed = devices::close_others(&mut change, person, session).await?;
    change.note(event(house, person, "person.signed_out_elsewhere"));
    change.commit().await?;
    Ok(closed)
}

/// Somebody's signed-in browsers.
///
/// # Errors
/// When nobody is signed in or the store cannot be read.
pub async fn devices(house: &House, visitor: &Visitor) -> Done<Vec<store::Device>> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    Ok(store::sessions(&house.store, person, house.now()).await?)
}
