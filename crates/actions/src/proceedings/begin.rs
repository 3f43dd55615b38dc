//! An office begins a proceeding on its own, without a letter: of a procedure whose file says that offices do.

use super::{
    act::{filled, party},
    open::{Opening, open_within},
};
use crate::{
    cases::{Where, ask_office, clean, place_of},
    house::{Done, Facts, Failure, House},
    proceedings::Doing,
};
use danvan_domain::{
    ids::{ProceedingId, UnitId},
    privacy,
    procedures::{self, Act as Row, Party, Procedure},
    proceedings::Proceeding,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    time::Day,
    units::{Level, Unit},
};
use danvan_store::{StoreError, proceedings as store, registers::begun as register};
use uuid::Uuid;

/// Longest words for what it is about, in characters.
const SUBJECT: usize = 200;
/// How far back an office may have begun.
const OLDEST_DAYS: i64 = 3 * 366;

/// What an office begins, as somebody fills it in.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    /// Made by the page that sends it.
    pub id: Option<Uuid>,
    /// The office.
    pub unit: Option<UnitId>,
    /// The procedure.
    pub procedure: String,
    /// What it is about, in words that name nobody.
    pub subject: String,
    /// The topic; empty when none fits.
    pub topic: String,
    /// Where: a village or group of the office, or all of it.
    pub place: String,
    /// The act that it begins with, its day and its paper.
    pub doing: Doing,
}

/// A procedure that an office may begin, and the acts with which it does.
pub struct Beginnable<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The acts, each with whether whoever asks may do or record it.
    pub acts: Vec<(&'a Row, bool)>,
}

/// Every procedure that offices begin on their own, with the acts of today that begin one.
pub fn beginnable<'a>(facts: &'a Facts, asker: &Asker, unit: UnitId, today: Day) -> Vec<Beginnable<'a>> {
    let of = |procedure: &'a Procedure| {
        let may = |act: &Row| {
            let by = party(facts, asker, unit, procedure, &act.code, today);
            by.is_ok_and(|by| act.who.contains(&by))
        };
        let acts = procedure.beginnings(today).into_iter().map(|act| (act, may(act))).collect();
        Beginnable { procedure, acts }
    };
    facts.procedures.all().iter().filter(|one| one.is_offices()).map(of).collect()
}

/// The places that an office may name: itself where it is no city, and what lies right below it.
pub fn places(facts: &Facts, unit: UnitId, today: Day) -> Vec<&Unit> {
    let tree = &facts.tree;
    let base = tree.get(unit).filter(|unit| unit.level() != Level::Body);
    let base = base.or_else(|| tree.ancestors(unit).find(|above| above.level() != Level::Body));
    let Some(base) = base else { return Vec::new() };
    let own = Some(base).filter(|base| base.level() != Level::City);
    let below =
        tree.children(base.id, today).filter(|one| matches!(one.level(), Level::Commune | Level::Village));
    own.into_iter().chain(below).collect()
}

/// Begins a proceeding. The same form twice begins one.
///
/// # Errors
/// [`Refusal::Invalid`] naming every field to mend; the refusal of the right, or of the law with its article;
/// [`Refusal::Conflict`] when the id was used for something else.
pub async fn begin(house: &House, asker: &Asker, it: Beginning) -> Done<ProceedingId> {
    let unit = it.unit.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, unit)?;
    let opening = check(house, asker, &it, unit)?;
    let (id, again) = (opening.id, Again::of(&opening));
    if let Some(before) = store::get(&house.store, id).await? {
        return again.of_before(house, &before).await;
    }
    let mut change = house.store.begin().await?;
    match open_within(house, asker, &mut change, opening).await {
        Ok(begun) => {
            let year = i64::from(house.today().0.year());
            register::enter(&mut change, &begun, year).await?;
            change.commit().await?;
        }
        // The same form was sent twice at once.
        Err(Failure::Broken(StoreError::Taken)) => {
            drop(change);
            let before = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
            return again.of_before(house, &before).await;
        }
        Err(failure) => return Err(failure),
    }
    Ok(id)
}

/// What the same form says when it comes again.
struct Again {
    procedure: String,
    title: String,
    place: UnitId,
    act: String,
    document: String,
    on: Option<Day>,
}

impl Again {
    fn of(opening: &Opening) -> Self {
        let first = opening.acts.first();
        Self {
            procedure: opening.procedure.clone(),
            title: opening.title.clone(),
            place: opening.place,
            act: first.map(|act| act.act.clone()).unwrap_or_default(),
            document: first.map(|act| act.document.clone()).unwrap_or_default(),
            on: first.map(|act| act.at.day()),
        }
    }

    async fn of_before(&self, house: &House, before: &Proceeding) -> Done<ProceedingId> {
        let acts = store::acts(&house.store, before.id).await?;
        let is_same = acts.first().is_some_and(|first| {
            let done = &first.done;
            before.letter.is_none()
                && (&before.procedure, &before.title, before.place)
                    == (&self.procedure, &self.title, self.place)
                && (&done.act, &done.document, Some(done.at.day())) == (&self.act, &self.document, self.on)
        });
        if is_same {
            return Ok(before.id);
        }
        Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
    }
}

/// What was filled in, as a proceeding begins with it.
fn check(house: &House, asker: &Asker, it: &Beginning, unit: UnitId) -> Done<Opening> {
    let (facts, now) = (house.facts(), house.now());
    let mut notes = Notes::default();
    let id = it.id.filter(|id| !id.is_nil());
    if id.is_none() {
        notes.add("id", Note::new("note-id"));
    }
    let procedure = facts.procedures.get(&it.procedure).filter(|one| one.is_offices());
    let begins = |procedure: &&Procedure| {
        procedure.acts.iter().any(|act| act.code == it.doing.act && act.from.is_empty())
    };
    let procedure = procedure.filter(begins);
    if procedure.is_none() {
        notes.add("start", Note::new("note-choose"));
    }
    // Who may comes before what is wrong.
    if let Some(procedure) = procedure {
        let by = party(&facts, asker, unit, procedure, &it.doing.act, now.day())?;
        let done = procedures::Done::new(&it.doing.act, now, by);
        let said = procedures::check(procedure, &[], &done, &facts.calendar, &facts.hours, now);
        if let Err(refusal @ Refusal::NotAllowed(_)) = said {
            return Err(refusal.into());
        }
    }
    let subject = clean(&mut notes, "subject", &it.subject, SUBJECT, true).replace('\n', " ");
    if let Some(found) = privacy::names_somebody(&subject) {
        notes.add("subject", Note::new("note-names-somebody").with("words", &subject[found]));
    }
    if !it.topic.is_empty() && facts.topics.get(&it.topic).is_none() {
        notes.add("topic", Note::new("note-unknown-topic"));
    }
    let place = place(&facts, unit, &it.place, now.day()).map_err(|note| notes.add("place", note)).ok();
    notes.check()?;
    let (Some(id), Some(procedure), Some(place)) = (id, procedure, place) else {
        return Err(Refusal::NotFound.into());
    };
    let by = party(&facts, asker, unit, procedure, &it.doing.act, now.day())?;
    let (done, _) = filled(&facts, (unit, false), &[], &it.doing, by, now)?;
    let first = now.day().plus_days(-OLDEST_DAYS);
    if done.at.day() < first {
        return Err(Refusal::field("at", Note::new("note-day-after").with("day", first)).into());
    }
    Ok(Opening {
        id: ProceedingId(id),
        letter: None,
        parent: None,
        procedure: procedure.code.clone(),
        unit,
        handler: asker.person.filter(|_| by != Party::CommuneLeader),
        place,
        topic: it.topic.clone(),
        title: privacy::mask(&subject).text,
        signers: 0,
        is_sealed: false,
        acts: vec![done],
    })
}

/// Where it is: the office's own area or a part of it.
fn place(facts: &Facts, unit: UnitId, said: &str, today: Day) -> Result<UnitId, Note> {
    let said = said.trim();
    if said.is_empty() {
        return Err(Note::new("note-choose-place"));
    }
    let place = match said.parse().map(Where::Unit) {
        Ok(place) => place_of(facts, &place, today)?,
        Err(_) => facts.tree.resolve(said, today)?,
    };
    if places(facts, unit, today).iter().any(|one| one.id == place) {
        return Ok(place);
    }
    Err(Note::new("proceeding-place-elsewhere"))
}
