//! Reading letters: an office's log, one letter, and who signed it.

use super::same::{Likes, likes};
use crate::{
    cases::ask_office,
    house::{Done, House},
    proceedings, sealed,
};
use danvan_domain::{
    ids::{LetterId, ProceedingId, UnitId},
    letters::Letter,
    proceedings::Proceeding,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::{Day, Moment},
};
use danvan_store::{
    attachments::{self, Picture},
    cases::Reading,
    deadlines,
    letters::{self as store, Behind, Which, people},
    receptions, sealed as seals,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A page of an office's log.
pub struct List {
    /// The rows.
    pub rows: Vec<Letter>,
    /// How many nobody has classified.
    pub fresh: i64,
    /// How many there are.
    pub all: i64,
}

/// The office whose letters a reader sees first.
///
/// # Errors
/// The refusal of the right to handle letters anywhere.
pub fn own_office(asker: &Asker) -> Result<UnitId, Refusal> {
    if asker.person.is_none() {
        return Err(Refusal::SignInFirst);
    }
    let refused = || Refusal::NotAllowed(Note::new("refusal-not-an-office"));
    asker.unit_for(Verb::HandleLetter).ok_or_else(refused)
}

/// Lists the letters of an office, all of them or those that nobody has classified.
///
/// # Errors
/// The refusal of the right to read them.
pub async fn list(house: &House, asker: &Asker, unit: UnitId, all: bool, page: (i64, i64)) -> Done<List> {
    ask_office(house, asker, Verb::ReadLetter, unit)?;
    let which = if all { Which::All } else { Which::Fresh };
    Ok(List {
        rows: store::list(&house.store, unit, which, page).await?,
        fresh: store::count(&house.store, unit, Which::Fresh).await?,
        all: store::count(&house.store, unit, Which::All).await?,
    })
}

/// A letter with everything around it, but not who signed.
pub struct Opened {
    /// The letter.
    pub letter: Letter,
    /// What was opened on it.
    pub proceedings: Vec<Proceeding>,
    /// Scans and photographs.
    pub pictures: Vec<Picture>,
    /// How many who signed are named.
    pub named: i64,
    /// How many of them speak for the others.
    pub speakers: i64,
    /// Who read who signed, so many at a time.
    pub readings: Vec<Reading>,
    /// Behind which of them the next stand, when there are more.
    pub more_readings: Option<Behind>,
    /// Whether somebody who signed holds a code, which they may lose.
    pub has_codes: bool,
    /// Whether the reader may be told who signed, and give them codes.
    pub may_read_signers: bool,
    /// Letters linked with it as saying the same, and those that may say the same.
    pub likes: Likes,
    /// When the next duty of each running proceeding is due.
    pub due: BTreeMap<ProceedingId, Moment>,
    /// The seal that holds what a denunciation says: its id and number.
    pub seal: Option<(Uuid, i64)>,
    /// Whether the reader may ask for that seal to be opened.
    pub may_open_seal: bool,
    /// Whether the reader may seal what a denunciation says that has no seal yet.
    pub may_seal: bool,
    /// The number and day of the visit at which it was told, and its id.
    pub visit: Option<(Uuid, i64, Day)>,
    /// Whether the reader may act on it.
    pub may_handle: bool,
}

/// How many readings a letter's page shows at once.
const READINGS: usize = 50;

/// Opens a letter.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none, the refusal of the right to read it.
pub async fn open(house: &House, asker: &Asker, id: LetterId) -> Done<Opened> {
    open_before(house, asker, id, None).await
}

/// Opens a letter, with who read who signed behind a place in that list.
///
/// # Errors
/// As [`open`].
pub async fn open_before(house: &House, asker: &Asker, id: LetterId, behind: Option<Behind>) -> Done<Opened> {
    let letter = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::ReadLetter, letter.unit)?;
    let proceedings = proceedings::of_letter(house, id).await?;
    let ids: Vec<ProceedingId> = proceedings.iter().map(|it| it.id).collect();
    let clocks = deadlines::of_some(&house.store, &ids).await?;
    let due = clocks.iter().filter_map(|(id, rows)| {
        let running = rows.iter().filter(|row| row.ended_at.is_none() && row.is_duty);
        running.map(|row| row.due_at).min().map(|first| (*id, first))
    });
    let (readings, more_readings) = readings(house, id, behind).await?;
    let seal = if letter.is_sealed { seals::of_thing(&house.store, id.0).await? } else { None };
    let may_open_seal = match &seal {
        Some(seal) => sealed::may_handle(house, asker, UnitId(seal.unit)).await?,
        None => false,
    };
    let may_handle = house.ask(asker, Verb::HandleLetter, letter.unit).is_ok();
    let may_seal = letter.is_sealed
        && seal.is_none()
        && may_handle
        && super::can_seal(house, asker, letter.unit).await?;
    Ok(Opened {
        proceedings,
        due: due.collect(),
        seal: seal.map(|seal| (seal.id, seal.number)),
        may_open_seal,
        may_seal,
        visit: visit_of(house, id).await?,
        pictures: attachments::of_thing(&house.store, id.0).await?,
        named: store::count_signers(&house.store, id).await?,
        speakers: store::count_speakers(&house.store, id).await?,
        readings,
        more_readings,
        has_codes: !letter.is_sealed && people::count_codes(&house.store, id).await? > 0,
        may_read_signers: house.ask(asker, Verb::ReadContact, letter.unit).is_ok(),
        likes: likes(house, asker, &letter).await?,
        may_handle,
        letter,
    })
}

/// Who read who signed behind a place in that list, and behind which the next stand.
async fn readings(
    house: &House,
    id: LetterId,
    behind: Option<Behind>,
) -> Done<(Vec<Reading>, Option<Behind>)> {
    let limit = i64::try_from(READINGS + 1).unwrap_or(i64::MAX);
    let mut rows = store::readings(&house.store, id, behind, limit).await?;
    let has_more = rows.len() > READINGS;
    rows.truncate(READINGS);
    let next = rows.last().filter(|_| has_more).map(|last| (last.reading.at, last.id));
    Ok((rows.into_iter().map(|row| row.reading).collect(), next))
}

async fn visit_of(house: &House, letter: LetterId) -> Done<Option<(Uuid, i64, Day)>> {
    let Some(visit) = receptions::of_letter(&house.store, letter).await? else { return Ok(None) };
    let day = receptions::day(&house.store, visit.reception_day).await?;
    Ok(day.map(|day| (visit.id, visit.number, day.day)))
}
