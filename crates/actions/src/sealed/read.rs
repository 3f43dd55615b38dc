//! What is shown of seals without opening them: a number, where an opening stands, and who read when.

use super::{Destination, destination, handler, may_handle, office_of, open::seal_for};
use crate::house::{Done, House};
use danvan_domain::{
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    refusals::Refusal,
    rights::{Asker, Verb, may},
    sealed::{Reason, Standing},
    time::Moment,
};
use danvan_store::{
    letters, people, proceedings,
    sealed::{
        self as store, Seal,
        openings::{self, Kept},
        people as handling,
    },
};
use uuid::Uuid;

/// Most seals one list shows.
const MOST: i64 = 200;

/// A seal in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The seal.
    pub seal: Seal,
    /// Where its last opening stands, when it had one.
    pub standing: Option<Standing>,
}

/// An opening as a page shows it.
#[derive(Clone, Debug)]
pub struct OpeningLine {
    /// Own id.
    pub id: Uuid,
    /// Why.
    pub reason: Reason,
    /// Where it stands.
    pub standing: Standing,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Moment,
    /// Who agreed.
    pub approved_by: Option<String>,
    /// Until when it waits or is open.
    pub ends_at: Moment,
    /// Whoever is to be removed.
    pub removes: Option<String>,
    /// Whether the reader may answer it.
    pub may_answer: bool,
    /// Whether the reader may read now.
    pub may_read: bool,
    /// Whether the reader may end it.
    pub may_end: bool,
}

/// A reading as a page shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Moment,
    /// Who.
    pub name: String,
    /// `original` or `extract`.
    pub part: String,
}

/// A seal's page.
#[derive(Clone, Debug)]
pub struct View {
    /// The seal.
    pub seal: Seal,
    /// Its openings, latest first.
    pub openings: Vec<OpeningLine>,
    /// Who read, latest first.
    pub readings: Vec<Line>,
    /// The letter it belongs to, with its number and year; none for what was sealed without one.
    pub letter: Option<(LetterId, i64, i64)>,
    /// The proceeding of the denunciation.
    pub proceeding: Option<ProceedingId>,
    /// The other office that has the letter by now.
    pub goes_to: Option<Destination>,
}

/// The unit whose seals somebody handles.
///
/// # Errors
/// [`Refusal::SignInFirst`], or the refusal of the right to open seals.
pub fn unit_of(house: &House, asker: &Asker) -> Done<UnitId> {
    match asker.unit_for(Verb::OpenSeal) {
        Some(unit) => Ok(house.facts().tree.today(unit, house.today()).unwrap_or(unit)),
        None => {
            may(asker, Verb::OpenSeal, &[])?;
            Err(Refusal::NotFound.into())
        }
    }
}

/// The seals of a unit and of those it stands for, as far as the reader handles them; the latest first.
///
/// # Errors
/// The refusal of the right.
pub async fn list(house: &House, asker: &Asker, unit: UnitId) -> Done<Vec<Listed>> {
    let now = house.now();
    let (mut rows, mut is_handler) = (Vec::new(), false);
    for of in handling::units(&house.store).await? {
        if office_of(house, of) != unit || !may_handle(house, asker, of).await? {
            continue;
        }
        is_handler = true;
        for seal in store::at_unit(&house.store, of, MOST).await? {
            let last = openings::of_seal(&house.store, seal.id).await?.into_iter().next();
            rows.push(Listed { seal, standing: last.map(|kept| kept.opening.standing(now)) });
        }
    }
    if !is_handler {
        // Says why not.
        handler(house, asker, unit).await?;
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.seal.sealed_at, row.seal.number)));
    Ok(rows)
}

async fn name(house: &House, person: PersonId) -> Done<String> {
    Ok(people::by_id(&house.store, person).await?.map_or_else(String::new, |person| person.name))
}

async fn lines(house: &House, reader: PersonId, kept: Vec<Kept>) -> Done<Vec<OpeningLine>> {
    let now = house.now();
    let mut lines = Vec::new();
    for Kept { id, reason, opening, .. } in kept {
        let standing = opening.standing(now);
        let approved_by = match opening.approved_by {
            Some(person) => Some(name(house, person).await?),
            None => None,
        };
        let removes = match opening.removes {
            Some(person) => Some(name(house, person).await?),
            None => None,
        };
        lines.push(OpeningLine {
            id,
            reason,
            standing,
            asked_by: name(house, opening.asked_by).await?,
            asked_at: opening.asked_at,
            approved_by,
            ends_at: opening.ends_at,
            removes,
            may_answer: opening.may_answer(reader, now).is_ok(),
            may_read: opening.may_read(reader, now).is_ok(),
            may_end: opening.is_one_of_two(reader) && !matches!(standing, Standing::Over(_)),
        });
    }
    Ok(lines)
}

/// A seal's page, for a handler.
///
/// # Errors
/// [`Refusal::NotFound`], or the refusal of the right.
pub async fn view(house: &House, asker: &Asker, seal: Uuid) -> Done<View> {
    let (seal, person) = seal_for(house, asker, seal).await?;
    let openings = lines(house, person, openings::of_seal(&house.store, seal.id).await?).await?;
    let mut readings = Vec::new();
    for reading in store::readings(&house.store, seal.id).await? {
        let name = name(house, PersonId(reading.person)).await?;
        readings.push(Line { at: Moment::from_micros(reading.at), name, part: reading.part });
    }
    let letter = letters::get(&house.store, LetterId(seal.thing)).await?;
    let mut proceeding = None;
    if letter.is_some() {
        let of_letter = proceedings::of_letter(&house.store, LetterId(seal.thing)).await?;
        let denunciation = of_letter.iter().rfind(|it| it.procedure == "denunciation");
        proceeding = denunciation.or_else(|| of_letter.last()).map(|it| it.id);
    }
    let letter = letter.map(|letter| (letter.id, letter.number, letter.year));
    let goes_to = destination(house, &seal).await?;
    Ok(View { seal, openings, readings, letter, proceeding, goes_to })
}

/// The requests to change a unit's handlers, for its handlers.
///
/// # Errors
/// The refusal of the right.
pub async fn changes(house: &House, asker: &Asker, unit: UnitId) -> Done<Vec<OpeningLine>> {
    let person = handler(house, asker, unit).await?;
    lines(house, person, openings::of_unit(&house.store, unit).await?).await
}
