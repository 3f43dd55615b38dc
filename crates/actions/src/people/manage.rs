//! Adding people and giving positions.

use super::passwords::{given_until, hash_password, judge};
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    ids::{PersonId, PositionId, UnitId},
    people::{Person, Position, Role},
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    text,
    time::Day,
};
use danvan_store::{
    Change, StoreError,
    people::{self as store, secrets},
};
use serde_json::json;

/// Adds a person who signs in with a name and a password of their own.
///
/// # Errors
/// Field notes for a short password or a sign-in name in use, the refusal of the right to manage people.
pub async fn add_person(
    house: &House,
    asker: &Asker,
    sign_in: &str,
    name: &str,
    password: &str,
) -> Done<PersonId> {
    let (person, hash) = new_person(house, asker, sign_in, name, password).await?;
    let mut change = house.store.begin().await?;
    write_person(house, asker, &mut change, &person, &hash).await?;
    change.commit().await?;
    Ok(person.id)
}

/// Adds a person together with a first position: both are written, or neither. Whoever adds them chose the password, so it is
/// good for some days, and they choose their own when they first sign in.
///
/// # Errors
/// As for [`add_person`] and [`give_position`].
pub async fn add_person_at(
    house: &House,
    asker: &Asker,
    (sign_in, name, password): (&str, &str, &str),
    (role, unit, from): (Role, UnitId, Day),
) -> Done<PersonId> {
    house.ask(asker, Verb::ManagePeople, unit)?;
    if house.facts().tree.get(unit).is_none() {
        return Err(Refusal::NotFound.into());
    }
    let (person, hash) = new_person(house, asker, sign_in, name, password).await?;
    let id = PositionId(house.new_id());
    let position = Position { id, person: person.id, role, unit, from, to: None };
    let mut change = house.store.begin().await?;
    write_person(house, asker, &mut change, &person, &hash).await?;
    secrets::set(&mut change, person.id, &hash, Some(given_until(house))).await?;
    write_position(house, asker, &mut change, &position).await?;
    change.commit().await?;
    Ok(person.id)
}

/// Checks what was said of somebody new and hashes their password.
async fn new_person(
    house: &House,
    asker: &Asker,
    sign_in: &str,
    name: &str,
    password: &str,
) -> Done<(Person, String)> {
    let roots: Vec<UnitId> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    danvan_domain::rights::may(asker, Verb::ManagePeople, &roots)?;
    let mut notes = Notes::default();
    let sign_in = text::clean_line(sign_in, 80).unwrap_or_default().to_lowercase();
    if sign_in.is_empty() || sign_in.contains(' ') {
        notes.add("sign_in", Note::new("note-sign-in-name"));
    }
    let name = text::clean_line(name, 120).unwrap_or_default();
    if name.is_empty() {
        notes.add("name", Note::new("note-required"));
    }
    judge(house, &mut notes, "password", password, &[sign_in.as_str(), name.as_str()]);
    notes.check()?;
    let person = Person { id: PersonId(house.new_id()), sign_in, name, active: true };
    let hash = hash_password(house, password).await?;
    Ok((person, hash))
}

async fn write_person(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    person: &Person,
    hash: &str,
) -> Done<()> {
    match store::add(change, person, Some(hash)).await {
        Err(StoreError::Taken) => {
            return Err(Refusal::field("sign_in", Note::new("note-sign-in-taken")).into());
        }
        other => other?,
    }
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "person.added".into(),
        thing: person.id.0,
        unit: None,
        payload: json!({}),
    });
    Ok(())
}

/// Gives a person a role at a unit, from a day on.
///
/// # Errors
/// [`Refusal::NotFound`] when the person or unit is unknown, the refusal of the right to manage people.
pub async fn give_position(
    house: &House,
    asker: &Asker,
    person: PersonId,
    role: Role,
    unit: UnitId,
    from: Day,
) -> Done<PositionId> {
    house.ask(asker, Verb::ManagePeople, unit)?;
    if house.facts().tree.get(unit).is_none() || store::by_id(&house.store, person).await?.is_none() {
        return Err(Refusal::NotFound.into());
    }
    let position = Position { id: PositionId(house.new_id()), person, role, unit, from, to: None };
    let mut change = house.store.begin().await?;
    write_position(house, asker, &mut change, &position).await?;
    change.commit().await?;
    Ok(position.id)
}

async fn write_position(house: &House, asker: &Asker, change: &mut Change, position: &Position) -> Done<()> {
    store::give(change, position).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "position.given".into(),
        thing: position.id.0,
        unit: Some(position.unit),
        payload: json!({"role": position.role, "from": position.from}),
    });
    Ok(())
}

/// Most people one page lists.
pub const MOST_LISTED: i64 = 50;

/// People whose name holds a text, each with the positions of today.
///
/// # Errors
/// The refusal of the right to manage people.
pub async fn find_people(house: &House, asker: &Asker, text: &str) -> Done<Vec<(Person, Vec<Position>)>> {
    let roots: Vec<UnitId> = house.facts().tree.roots(house.today()).map(|unit| unit.id).collect();
    danvan_domain::rights::may(asker, Verb::ManagePeople, &roots)?;
    let mut found = Vec::new();
    for person in store::find(&house.store, text.trim(), MOST_LISTED).await? {
        let positions = store::held(&house.store, person.id, house.today()).await?;
        found.push((person, positions));
    }
    Ok(found)
}
