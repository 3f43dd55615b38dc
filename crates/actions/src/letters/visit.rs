//! A visit becomes a letter: what was told at a reception is written down, and both know each other.

use super::beside::Beside;
use crate::{
    cases::ask_office,
    house::{Done, House},
};
use danvan_domain::{
    events::Event,
    letters::Letter,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{Change, receptions as store};
use serde_json::json;
use uuid::Uuid;

/// With what a letter from a visit begins.
#[derive(Clone, Debug)]
pub struct Told {
    /// The day of the reception.
    pub day: Day,
    /// What it was about.
    pub subject: String,
}

/// What a visit says for the form of a letter; never who came, which its office opens apart.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right to handle letters of its office, [`Refusal::Conflict`] when it is
/// refused or became a letter already.
pub async fn told(house: &House, asker: &Asker, visit: Uuid) -> Done<Told> {
    let visit = store::visit(&house.store, visit).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, visit.unit)?;
    free(&visit)?;
    let day = store::day(&house.store, visit.reception_day).await?.ok_or(Refusal::NotFound)?.day;
    Ok(Told { day: day.min(house.today()), subject: visit.subject })
}

fn free(visit: &danvan_domain::receptions::Visit) -> Result<(), Refusal> {
    if visit.letter.is_some() || visit.stage == "refused" {
        return Err(Refusal::Conflict(Note::new("reception-no-letter")));
    }
    Ok(())
}

/// Links a visit with the letter it became. Of a denunciation nothing is linked: what the visit said and who came is
/// taken away, since it is under seal.
pub(super) async fn link(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    letter: &Letter,
    id: Uuid,
) -> Done<()> {
    let visit = store::lock_visit(change, id).await?.ok_or(Refusal::NotFound)?;
    if visit.unit != letter.unit {
        return Err(Refusal::NotFound.into());
    }
    free(&visit)?;
    if letter.is_sealed {
        return Beside::of_visit(change, id).await?.take_away(house, change).await;
    }
    store::set_letter(change, id, letter.id).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "visit.became_letter".into(),
        thing: id,
        unit: Some(visit.unit),
        payload: json!({"letter": letter.id}),
    });
    Ok(())
}
