//! Something is done in a proceeding, when the law allows it to whoever asks.

use super::{computed, procedure_of};
use crate::{
    cases::ask_office,
    clearance,
    house::{Done, Facts, House},
    letters::earlier,
};
use danvan_domain::{
    answers::ReasonList,
    events::Event,
    ids::{PersonId, ProceedingId, UnitId},
    letters::{Disposal, Letter, decide_after},
    people::Role,
    privacy,
    procedures::{self, Bound, ClockState, Done as Act, Party, Procedure, Stand},
    proceedings::{Kept, Proceeding, acting_as, is_of_classifying, parties_of},
    refusals::{FieldNote, Note, Refusal},
    rights::{Asker, Verb},
    text,
    time::{Day, Moment},
    units::Level,
};
use danvan_store::{
    Change,
    clearance::sums::{self, Adding},
    data::requests,
    deadlines, letters, people, proceedings as store,
};
use serde_json::json;
use std::collections::BTreeMap;

/// Longest ground, in characters.
const GROUND: usize = 2000;
/// Longest number of a paper, or name of an office.
const LINE: usize = 200;

/// An act as somebody fills it in.
#[derive(Clone, Debug, Default)]
pub struct Doing {
    /// Which act.
    pub act: String,
    /// The day on which it was done; today when it is left out.
    pub on: String,
    /// The written ground.
    pub ground: String,
    /// Grounds out of the law's list.
    pub grounds: Vec<String>,
    /// The number of the written decision, notice or minutes.
    pub document: String,
    /// The office that it goes to, by name.
    pub office: String,
    /// The procedures of the parts of a mixed letter.
    pub parts: Vec<String>,
    /// The forms in which it was made public.
    pub forms: Vec<String>,
    /// How much is granted, in the unit of the clock.
    pub amount: String,
    /// Why it is late, when it is: a code of the list, or `code: words`.
    pub late_reason: String,
}

/// Does an act. Returns the proceeding as it stands after.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right to handle it, or of the law with its article.
pub async fn act(house: &House, asker: &Asker, id: ProceedingId, doing: Doing) -> Done<Proceeding> {
    let mut change = house.store.begin().await?;
    let mut adding = Adding::new();
    let it = act_within(house, asker, &mut change, (id, &doing), &mut adding).await?;
    sums::add(&mut change, &adding).await?;
    change.commit().await?;
    Ok(it)
}

/// Does an act inside a change. What is refused has written nothing. What it moves on the boards of land clearance is added to
/// `adding`, to be written once at the end of the change, in one order.
///
/// # Errors
/// As for [`act`].
pub(crate) async fn act_within(
    house: &House,
    asker: &Asker,
    change: &mut Change,
    (id, doing): (ProceedingId, &Doing),
    adding: &mut Adding,
) -> Done<Proceeding> {
    let (facts, now) = (house.facts(), house.now());
    let before = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, before.unit)?;
    let letter = letter_of(house, &before).await?;
    not_by_classifying(&facts, &before, letter.as_ref(), &doing.act)?;
    // A letter is locked before its proceedings, wherever both are.
    let goes_on = matches!(doing.act.as_str(), "transfer" | "receive_transferred");
    let mut letter = match letter.filter(|_| goes_on) {
        Some(letter) => letters::lock(change, letter.id).await?,
        None => None,
    };
    let mut it = store::lock(change, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, it.unit)?;
    let acts = store::acts_within(change, id).await?;
    let procedure = procedure_of(house, &facts, &it, &acts, now).await?;
    let by = party(&facts, asker, it.unit, &procedure, &doing.act, now.day())?;
    let (done, to) = filled(&facts, (it.unit, it.is_sealed), &acts, doing, by, now)?;
    let before: Vec<Act> = acts.iter().map(|kept| kept.done.clone()).collect();
    let stand = procedures::check(&procedure, &before, &done, &facts.calendar, &facts.hours, now)?;
    let late_reason = late_reason(&facts, &procedure, &before, &done, &stand, &doing.late_reason)?;
    let owner = it.unit;
    if let Some(letter) = &mut letter {
        send_on(house, change, (letter, &it), &done.act, to).await?;
    }
    if let Some(to) = to.filter(|_| done.act == "transfer") {
        // It is the receiving office's from here on: its queue, its right to read.
        (it.unit, it.handler) = (to, None);
    } else if it.handler.is_none() {
        it.handler = asker.person.filter(|_| by == Party::CommuneOfficer);
    }
    let rows = computed(&facts, &mut it, &procedure, &stand, &done, now);
    let kept = Kept {
        proceeding: id,
        position: i64::try_from(acts.len()).unwrap_or(i64::MAX),
        done,
        late_reason,
        person: asker.person,
        unit: asker.unit_for(Verb::HandleLetter).unwrap_or(owner),
        recorded_at: now,
        edition: procedure.edition.clone(),
    };
    store::keep_edition(change, &procedure, now).await?;
    store::add_act(change, &kept).await?;
    store::save(change, &it).await?;
    deadlines::rewrite(change, id.0, &rows).await?;
    clearance::follow(change, &it, kept.done.at, adding).await?;
    change.note(it.event(&kept));
    Ok(it)
}

/// The letter on which a proceeding was opened.
async fn letter_of(house: &House, it: &Proceeding) -> Done<Option<Letter>> {
    let Some(id) = it.letter else { return Ok(None) };
    Ok(letters::get(&house.store, id).await?)
}

/// What belongs to classifying a letter is done there, so that whatever follows is opened with it.
fn not_by_classifying(
    facts: &Facts,
    it: &Proceeding,
    letter: Option<&Letter>,
    act: &str,
) -> Result<(), Refusal> {
    let is_intake = letter.is_some_and(|letter| letter.intake == Some(it.id));
    let row = facts.procedures.get(&it.procedure).and_then(|all| all.acts.iter().find(|row| row.code == act));
    let Some(row) = row.filter(|_| is_of_classifying(act, is_intake)) else { return Ok(()) };
    let key = match letter {
        Some(letter) if is_intake && !letter.is_sealed => {
            if letter.classified_at.is_some() {
                "proceeding-classified"
            } else {
                "proceeding-by-letter"
            }
        }
        _ => "proceeding-one-content",
    };
    let note = Note::new(key).with("act_vi", &row.name.vi).with("act_en", &row.name.en);
    Err(Refusal::Conflict(note))
}

/// A letter is sent on with its proceeding, once for the same content, also when that came in several letters that an
/// officer linked. The office that receives it reads it anew.
async fn send_on(
    house: &House,
    change: &mut Change,
    (letter, it): (&mut Letter, &Proceeding),
    act: &str,
    to: Option<UnitId>,
) -> Done<()> {
    let is_intake = letter.intake == Some(it.id);
    if act == "transfer" {
        let was_sent_on = was_sent_on(change, it).await?;
        let earlier = earlier(house, change, letter, was_sent_on).await?;
        decide_after(Disposal::Transfer, &earlier).map_err(Refusal::Conflict)?;
    }
    match to {
        Some(to) if act == "transfer" => {
            letter.unit = to;
            requests::give_of(change, letter.id.0, to).await?;
        }
        _ if act == "receive_transferred" && is_intake => {}
        _ => return Ok(()),
    }
    if is_intake {
        letter.is_anothers();
    }
    Ok(letters::save(change, letter).await?)
}

/// Whether what a proceeding is about was sent on before, in itself or in one that it came out of.
async fn was_sent_on(change: &mut Change, it: &Proceeding) -> Done<bool> {
    let mut next = Some((it.id, it.parent));
    while let Some((id, parent)) = next {
        if store::acts_within(change, id).await?.iter().any(|kept| kept.done.act == "transfer") {
            return Ok(true);
        }
        next = match parent {
            Some(parent) => store::within(change, parent).await?.map(|it| (it.id, it.parent)),
            None => None,
        };
    }
    Ok(false)
}

/// As what whoever asks does this at an office.
pub(super) fn party(
    facts: &Facts,
    asker: &Asker,
    unit: UnitId,
    procedure: &Procedure,
    act: &str,
    today: Day,
) -> Result<Party, Refusal> {
    let care = facts.care(unit, today);
    let level = |unit: UnitId| facts.tree.get(unit).map_or(Level::Commune, danvan_domain::units::Unit::level);
    let held = asker.positions.iter().map(|position| (position, level(position.unit)));
    let own = parties_of(held, &care);
    let refused = || Refusal::NotAllowed(Note::new("refusal-not-allowed").with("verb", Verb::HandleLetter));
    acting_as(procedure, act, &own).ok_or_else(refused)
}

/// What was filled in as the law reads it, and the office of this house that it goes to.
pub(super) fn filled(
    facts: &Facts,
    (own, is_sealed): (UnitId, bool),
    acts: &[Kept],
    doing: &Doing,
    by: Party,
    now: Moment,
) -> Result<(Act, Option<UnitId>), Refusal> {
    let clean = |field: &str, raw: &str, limit: usize| {
        let note = |_| Refusal::field(field, Note::new("note-too-long").with("limit", limit));
        text::clean_lines(raw, limit).map_err(note)
    };
    let ground = clean("ground", &doing.ground, GROUND)?;
    if is_sealed && let Some(found) = privacy::names_somebody(&ground) {
        let note = Note::new("note-names-somebody").with("words", &ground[found]);
        return Err(Refusal::field("ground", note));
    }
    let office = clean("office", &doing.office, LINE)?;
    let unit = office_here(facts, own, &office, now.day())?;
    let amount = match doing.amount.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| Refusal::field("amount", Note::new("note-number")))?),
    };
    let act = Act {
        ground: privacy::mask(&ground).text,
        grounds: doing.grounds.clone(),
        document: clean("document", &doing.document, LINE)?,
        office: unit.as_ref().map_or(office, |unit| unit.1.clone()),
        parts: doing.parts.clone(),
        forms: doing.forms.clone(),
        amount,
        ..Act::new(&doing.act, moment(acts, &doing.on, now)?, by)
    };
    Ok((act, unit.map(|unit| unit.0)))
}

/// The office of this house that somebody means, with its name; none when it is outside.
///
/// # Errors
/// A note under `office` when it is the office that has the matter already.
pub(crate) fn office_here(
    facts: &Facts,
    own: UnitId,
    office: &str,
    today: Day,
) -> Result<Option<(UnitId, String)>, Refusal> {
    let office = office.trim();
    let found = (!office.is_empty()).then(|| facts.tree.resolve(office, today).ok()).flatten();
    let unit = found.and_then(|id| facts.tree.get(id));
    let unit = unit.filter(|unit| matches!(unit.level(), Level::Commune | Level::Body | Level::City));
    if unit.is_some_and(|unit| unit.id == own) {
        return Err(Refusal::field("office", Note::new("letter-same-office")));
    }
    Ok(unit.map(|unit| (unit.id, unit.name.clone())))
}

/// When it was done: now, or on an earlier day, after whatever was done before on that day.
fn moment(acts: &[Kept], on: &str, now: Moment) -> Result<Moment, Refusal> {
    let on = on.trim();
    if on.is_empty() {
        return Ok(now);
    }
    let day = crate::letters::day(on).ok_or_else(|| Refusal::field("at", Note::new("note-day")))?;
    if day == now.day() {
        return Ok(now);
    }
    let at = Moment::at(day, 9, 0);
    let last = acts.last().map(|kept| kept.done.at).filter(|last| last.day() == day);
    Ok(last.map_or(at, |last| at.max(last)))
}

/// Why it is late, when it stops an office's clock that had lapsed: chosen from the list, as for a case.
///
/// # Errors
/// A note under `late_reason` when it is missing or no reason of the list.
pub(crate) fn late_reason(
    facts: &Facts,
    procedure: &Procedure,
    before: &[Act],
    done: &Act,
    after: &Stand,
    reason: &str,
) -> Result<Option<String>, Refusal> {
    let Ok(stood) = procedures::stand(procedure, before, &facts.calendar, &facts.hours, done.at) else {
        return Ok(None);
    };
    let outside = |word: &str| word.parse().is_ok_and(danvan_domain::proceedings::is_outside);
    let is_late = stood.clocks.iter().zip(&after.clocks).any(|(was, is)| {
        was.ended.is_none()
            && is.state == ClockState::Late
            && is.bound == Bound::AtMost
            && !outside(&is.due.reason.responsible)
    });
    if !is_late {
        return Ok(None);
    }
    let reason = reason.trim();
    let (code, words) = reason.split_once(':').unwrap_or((reason, ""));
    let renamed = |refusal| match refusal {
        Refusal::Invalid(_) => {
            Refusal::Invalid(vec![FieldNote::new("late_reason", Note::new("note-late-reason"))])
        }
        other => other,
    };
    facts.answers.chosen(ReasonList::Late, code.trim(), words).map_err(renamed)?;
    Ok(Some(text::clean_line(reason, LINE).unwrap_or_default()))
}

/// Gives a proceeding to a colleague of its office.
///
/// # Errors
/// [`Refusal::NotFound`], the refusal of the right, or a note under `to` when the colleague is none.
pub async fn assign(house: &House, asker: &Asker, id: ProceedingId, to: PersonId) -> Done<()> {
    let (facts, now) = (house.facts(), house.now());
    let mut change = house.store.begin().await?;
    let mut it = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    ask_office(house, asker, Verb::HandleLetter, it.unit)?;
    let mut colleagues = BTreeMap::new();
    for role in [Role::CommuneOfficer, Role::CommuneLeader] {
        for person in people::at_unit(&house.store, it.unit, role, now.day()).await? {
            colleagues.insert(person.id, person);
        }
    }
    if !colleagues.contains_key(&to) {
        return Err(Refusal::field("to", Note::new("note-unknown-colleague")).into());
    }
    it.handler = Some(to);
    let acts = store::acts_within(&mut change, id).await?;
    let procedure = procedure_of(house, &facts, &it, &acts, now).await?;
    let done: Vec<Act> = acts.into_iter().map(|kept| kept.done).collect();
    let stand = procedures::stand(&procedure, &done, &facts.calendar, &facts.hours, now)
        .map_err(|refused| refused.refusal)?;
    let last = done.last().ok_or(Refusal::NotFound)?;
    let rows = computed(&facts, &mut it, &procedure, &stand, last, now);
    store::save(&mut change, &it).await?;
    deadlines::rewrite(&mut change, id.0, &rows).await?;
    // It was computed anew, and may stand elsewhere by another edition of the law.
    let mut adding = Adding::new();
    clearance::follow(&mut change, &it, last.at, &mut adding).await?;
    sums::add(&mut change, &adding).await?;
    change.note(Event {
        at: now,
        actor: asker.person,
        kind: "proceeding.assigned".into(),
        thing: id.0,
        unit: Some(it.unit),
        payload: json!({"to": to}),
    });
    Ok(change.commit().await?)
}
