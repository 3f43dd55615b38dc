//! Standing in for the holder of a position, and giving a position up.

use super::Visitor;
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::{DelegationId, PersonId, PositionId},
    people::{Delegation, Person, Position, Role, check_delegation},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::people::{self as store, delegations};
use serde_json::json;

/// A position somebody lends or is lent, with both people.
pub struct Lent {
    /// The act.
    pub delegation: Delegation,
    /// The position.
    pub position: Position,
    /// Whose it is.
    pub holder: Person,
    /// Who stands in.
    pub stand_in: Person,
    /// Who decided it.
    pub given_by: String,
}

/// Own positions as held today and what is lent from and to somebody.
pub struct Positions {
    /// Held by oneself.
    pub own: Vec<Position>,
    /// Lent today or later.
    pub lent: Vec<Lent>,
}

/// What somebody holds, lends and is lent.
///
/// # Errors
/// When nobody is signed in or the store cannot be read.
pub async fn positions(house: &House, visitor: &Visitor) -> Done<Positions> {
    let person = visitor.asker.person.ok_or(Refusal::SignInFirst)?;
    let own = store::own(&house.store, person, house.today()).await?;
    let mut lent = Vec::new();
    for delegation in delegations::about(&house.store, person, house.today()).await? {
        let position = delegations::position(&house.store, delegation.position).await?;
        let position = position.ok_or(Refusal::NotFound)?;
        let holder = somebody(house, position.person).await?;
        let stand_in = somebody(house, delegation.person).await?;
        let given_by = somebody(house, delegation.given_by).await?.name;
        lent.push(Lent { delegation, position, holder, stand_in, given_by });
    }
    Ok(Positions { own, lent })
}

async fn somebody(house: &House, id: PersonId) -> Done<Person> {
    Ok(store::by_id(&house.store, id).await?.ok_or(Refusal::NotFound)?)
}

/// A position, for its holder or whoever manages people at its unit; to anybody else it is not there.
async fn ours(house: &House, asker: &Asker, id: PositionId) -> Done<Position> {
    if asker.person.is_none() && !asker.house {
        return Err(Refusal::SignInFirst.into());
    }
    let position = delegations::position(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let is_own = asker.person == Some(position.person);
    if !is_own && house.ask(asker, Verb::ManagePeople, position.unit).is_err() {
        return Err(Refusal::NotFound.into());
    }
    Ok(position)
}

/// Lets somebody stand in for the holder of a position, by the name they sign in with. Only a position held oneself, or
/// one whose unit's people one manages, can be lent; what was lent to somebody they cannot lend on.
///
/// # Errors
/// Notes at `person`, `first_day`, `last_day`; [`Refusal::NotFound`] for a position that is not theirs to lend.
pub async fn delegate(
    house: &House,
    asker: &Asker,
    position: PositionId,
    to: &str,
    (from, until): (Day, Day),
) -> Done<DelegationId> {
    let position = ours(house, asker, position).await?;
    let found = store::by_sign_in(&house.store, &to.trim().to_lowercase()).await?;
    let person = found.map(|(person, _)| person).filter(|person| person.active);
    let person = person.ok_or_else(|| Refusal::field("person", Note::new("note-unknown-person")))?;
    check_delegation(&position, person.id, from, until, house.today())?;
    let given_by = asker.person.unwrap_or(position.person);
    let delegation = Delegation {
        id: DelegationId(house.new_id()),
        position: position.id,
        person: person.id,
        from,
        to: until,
        given_by,
        given_at: house.now(),
        revoked_at: None,
    };
    let mut change = house.store.begin().await?;
    delegations::add(&mut change, &delegation).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "position.lent".into(),
        thing: delegation.id.0,
        unit: Some(position.unit),
        payload: json!({"role": position.role, "from": from, "to": until}),
    });
    change.commit().await?;
    Ok(delegation.id)
}

/// Takes back what was lent, at once; whoever stands in may lay it down too.
///
/// # Errors
/// [`Refusal::NotFound`] for what is not theirs, [`Refusal::Conflict`] when it was taken back before.
pub async fn revoke(house: &House, asker: &Asker, id: DelegationId) -> Done<()> {
    let person = asker.person.ok_or(Refusal::SignInFirst)?;
    let delegation = delegations::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let position = if delegation.person == person {
        delegations::position(&house.store, delegation.position).await?.ok_or(Refusal::NotFound)?
    } else {
        ours(house, asker, delegation.position).await?
    };
    let mut change = house.store.begin().await?;
    if !delegations::revoke(&mut change, id, house.now()).await? {
        return Err(Refusal::Conflict(Note::new("refusal-taken-back")).into());
    }
    change.note(Event {
        at: house.now(),
        actor: Some(person),
        kind: "position.taken_back".into(),
        thing: id.0,
        unit: Some(position.unit),
        payload: json!({}),
    });
    Ok(change.commit().await?)
}

/// Ends a position: from this moment on it gives no right, and what was lent from it ends with it.
///
/// # Errors
/// [`Refusal::NotFound`] for what is not theirs to end, [`Refusal::Conflict`] when it has ended, or when nobody else could
/// run the installation.
pub async fn end_position(house: &House, asker: &Asker, id: PositionId) -> Done<()> {
    let position = ours(house, asker, id).await?;
    let today = house.today();
    if position.to.is_some_and(|last| last < today) {
        return Err(Refusal::Conflict(Note::new("refusal-position-ended")).into());
    }
    let is_last = position.role == Role::Operator
        && position.holds_on(today)
        && store::holders(&house.store, Role::Operator, today).await? <= 1;
    if is_last {
        return Err(Refusal::Conflict(Note::new("refusal-last-operator")).into());
    }
    let last = today.previous();
    let mut change = house.store.begin().await?;
    store::end_position(&mut change, id, last).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "position.ended".into(),
        thing: id.0,
        unit: Some(position.unit),
        payload: json!({"role": position.role, "last": last}),
    });
    Ok(change.commit().await?)
}
