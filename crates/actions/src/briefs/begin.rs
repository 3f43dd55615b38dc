//! Beginning a brief: its kind, days, topic or project, and the first reading of its figures.

use super::{ask::Ask, ask_to_write, event, parts};
use crate::{
    clearance::project,
    house::{Done, House},
};
use danvan_domain::{
    briefs::{Brief, Content, Kind, Reach, Stage, Written, last_whole},
    documents::{Documents, System},
    ids::{BriefId, ProjectId},
    programmes::Period,
    refusals::{Note, Notes, Refusal},
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::{StoreError, briefs as store};
use danvan_words::read_day;
use serde_json::json;

/// The longest period of a brief, in days: a year and a day.
const LONGEST: i64 = 366;

/// A brief as somebody begins it; every field as it was typed.
#[derive(Clone, Debug, Default)]
pub struct TypedBrief {
    /// A word of [`Kind`].
    pub kind: String,
    /// First day; empty for the last whole period of the kind.
    pub from: String,
    /// Last day, likewise.
    pub to: String,
    /// The code of a topic, of a brief about one.
    pub topic: String,
    /// The id of a project, of a brief about one.
    pub project: String,
    /// On the structure of which day; empty for today's.
    pub on: String,
    /// A word of [`System`]; empty for the unit's own.
    pub system: String,
    /// A word of [`Reach`]; empty for whoever stands above.
    pub reach: String,
    /// The id of the brief that it corrects; empty for none.
    pub corrects: String,
}

/// The days a brief tells of: those that were typed, or else the last whole period of its kind.
///
/// # Errors
/// A note under `from` or `until`.
pub fn days_of(kind: Kind, typed: &TypedBrief, today: Day) -> Result<Period, Refusal> {
    let mut notes = Notes::default();
    let usual = last_whole(kind, today);
    let mut day = |field: &str, typed: &str, usual: Day| match typed.trim() {
        "" => usual,
        typed => read_day(typed).unwrap_or_else(|note| {
            notes.add(field, note);
            usual
        }),
    };
    let from = day("from", &typed.from, usual.from);
    let to = day("until", &typed.to, usual.to);
    notes.check()?;
    let mut notes = Notes::default();
    if today < to {
        notes.add("until", Note::new("brief-note-future").with("day", today));
    } else if to < from {
        notes.add("until", Note::new("note-days-reversed"));
    } else if LONGEST <= to.days_since(from) {
        notes.add("until", Note::new("note-day-before").with("day", from.plus_days(LONGEST - 1)));
    }
    notes.check()?;
    Ok(Period { from, to })
}

fn word<T: std::str::FromStr>(notes: &mut Notes, field: &str, typed: &str, usual: T) -> T {
    match typed.trim() {
        "" => usual,
        typed => typed.parse().unwrap_or_else(|_| {
            notes.add(field, Note::new("note-choose"));
            usual
        }),
    }
}

/// Begins a brief of one's own unit, with its figures as they are now. The same message twice is one brief.
///
/// # Errors
/// The refusal of the right to write briefs; a note under each field that is wrong; the same id with other words.
pub async fn begin(house: &House, asker: &Asker, id: BriefId, typed: &TypedBrief) -> Done<BriefId> {
    let unit = house.own_unit(asker, Verb::WriteBriefs)?;
    ask_to_write(house, asker, unit)?;
    let mut it = checked(house, asker, id, typed).await?;
    if let Some(before) = store::get(&house.store, id).await? {
        return same(&before, &it);
    }
    it.content = parts::content(&Ask::of(house, asker, &it)).await?;
    let mut change = house.store.begin().await?;
    match store::add(&mut change, &it).await {
        Err(StoreError::Taken) => {
            drop(change);
            let before = store::get(&house.store, id).await?.ok_or(StoreError::Taken)?;
            return same(&before, &it);
        }
        added => added?,
    }
    let payload =
        json!({"kind": it.kind, "from": it.period.from, "to": it.period.to, "corrects": it.corrects});
    change.note(event(house, asker, "brief.begun", &it, payload));
    change.commit().await?;
    Ok(id)
}

fn same(before: &Brief, it: &Brief) -> Done<BriefId> {
    let told = |it: &Brief| {
        (it.unit, it.kind, it.period, it.topic.clone(), it.project, it.on, it.reach, it.corrects)
    };
    if told(before) == told(it) {
        return Ok(it.id);
    }
    Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
}

async fn checked(house: &House, asker: &Asker, id: BriefId, typed: &TypedBrief) -> Done<Brief> {
    let unit = house.own_unit(asker, Verb::WriteBriefs)?;
    let (facts, today, mut notes) = (house.facts(), house.today(), Notes::default());
    if id.0.is_nil() {
        notes.add("id", Note::new("note-id"));
    }
    let kind =
        typed.kind.parse::<Kind>().map_err(|_| Refusal::field("brief_kind", Note::new("note-choose")))?;
    let on = if typed.on.trim().is_empty() { Ok(today) } else { read_day(&typed.on) };
    let on = on.unwrap_or_else(|note| {
        notes.add("structure", note);
        today
    });
    if facts.tree.get(unit).is_none_or(|unit| !unit.stands_on(on)) || today < on {
        notes.add("structure", Note::new("brief-note-structure"));
    }
    let own = facts.tree.get(unit).map_or(System::State, |unit| Documents::facts().system_of(unit));
    let system = word(&mut notes, "system", &typed.system, own);
    let reach = word(&mut notes, "reach", &typed.reach, Reach::Above);
    if reach == Reach::Inside && house.ask(asker, Verb::ReadOwnFigures, unit).is_err() {
        notes.add("reach", Note::new("brief-note-reach"));
    }
    let topic = if kind == Kind::Topic { typed.topic.trim().to_owned() } else { String::new() };
    if kind == Kind::Topic && facts.topics.get(&topic).is_none() {
        notes.add("topic", Note::new("note-unknown-topic"));
    }
    let project = chosen_project(house, asker, kind, &typed.project, &mut notes).await?;
    let period = days_of(kind, typed, today);
    if let Err(Refusal::Invalid(found)) = &period {
        for one in found {
            notes.add(&one.field, one.note.clone());
        }
    }
    let corrects = corrected(house, unit, &typed.corrects).await?;
    notes.check()?;
    let now = house.now();
    Ok(Brief {
        id,
        unit,
        kind,
        period: period?,
        topic,
        project,
        on,
        system,
        reach,
        author: asker.person,
        stage: Stage::Draft,
        corrects: corrects.as_ref().map(|it| it.id),
        document: None,
        made_at: now,
        read_at: now,
        changed_at: now,
        sent_at: None,
        content: Content::default(),
        written: corrects.map_or_else(Written::default, |it| it.written),
    })
}

/// The project that was chosen, of those that whoever asks may see.
async fn chosen_project(
    house: &House,
    asker: &Asker,
    kind: Kind,
    typed: &str,
    notes: &mut Notes,
) -> Done<Option<ProjectId>> {
    if kind != Kind::Project {
        return Ok(None);
    }
    if let Ok(id) = typed.trim().parse::<ProjectId>()
        && project(house, asker, id).await.is_ok()
    {
        return Ok(Some(id));
    }
    notes.add("project", Note::new("note-choose"));
    Ok(None)
}

/// The brief of the unit that was sent and is corrected.
async fn corrected(house: &House, unit: danvan_domain::ids::UnitId, typed: &str) -> Done<Option<Brief>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let id: BriefId = typed.trim().parse().map_err(|_| Refusal::NotFound)?;
    let it = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    if it.unit != unit || it.stage != Stage::Sent {
        return Err(Refusal::NotFound.into());
    }
    Ok(Some(it))
}
