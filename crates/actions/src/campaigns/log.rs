//! A team says what it did on a day. What it heard becomes observations, and who needs something gets a case, in the same change and by
//! the same actions as everywhere.

use super::{ask_to_log, campaign, event, not_ended, other_words};
use crate::{
    cases::{Received, Where},
    house::{Done, Failure, House},
    observations::{Asks, Hearing, Said, refuse_other_words},
};
use danvan_domain::{
    campaigns::{Log, MOST_NEEDS, TypedLog},
    cases::Contact,
    ids::TeamId,
    refusals::{Note, Refusal},
    rights::Asker,
};
use danvan_store::{
    Change, StoreError,
    campaigns::{self as store, counts, logs},
    observations,
};
use serde_json::json;
use uuid::Uuid;

/// Something a team heard that somebody must look after, as it was sent.
#[derive(Clone, Debug, Default)]
pub struct TypedNeed {
    /// Id of the observation, made by the sender.
    pub id: Option<Uuid>,
    /// Id of the case, made by the sender.
    pub case: Option<Uuid>,
    /// Code of the topic.
    pub topic: String,
    /// Word of how many people.
    pub how_many: String,
    /// What is needed; it names nobody.
    pub what: String,
    /// Whether somebody wants an answer: then it is a case.
    pub wants_answer: bool,
    /// `vi` or `en`.
    pub language: String,
}

/// What became of a log.
pub struct Logged {
    /// The cases of whoever wants an answer, in the order of the needs; those that came before with the same message too.
    pub cases: Vec<Received>,
}

/// Keeps what a team did on a day; the same day again replaces its numbers and adds to its needs. The same message twice is one.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right; when the team was ended or the campaign is closed; a note under each field that is
/// wrong, those of the second need as `topic-2` and so on.
pub async fn log(
    house: &House,
    asker: &Asker,
    id: TeamId,
    typed: &TypedLog,
    needs: Vec<TypedNeed>,
) -> Done<Logged> {
    let team = store::get(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_to_log(house, asker, &team)?;
    let it = campaign(house, team.campaign).await?;
    if it.ended_at.is_some() {
        return Err(Refusal::Conflict(Note::new("campaign-over")).into());
    }
    let term = (it.content.starts_on, it.content.ends_on);
    let (told, heard) = checked(house, asker, &team, (typed, term), needs)?;
    let mut change = house.store.begin().await?;
    let team = store::lock(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    not_ended(&team)?;
    let (fresh, cases) = write_needs(house, &mut change, &heard).await?;
    let before = logs::get(&mut change, id, told.day).await?;
    let was = before.as_ref().map_or([0; 4], |log| [1, log.visited, log.helped, log.needs]);
    let log = Log {
        team: id,
        campaign: team.campaign,
        unit: before.map_or(team.unit, |log| log.unit),
        day: told.day,
        visited: told.visited,
        helped: told.helped,
        needs: was[3] + fresh,
        words: told.words,
        at: house.now(),
        person: asker.person,
    };
    logs::set(&mut change, &log).await?;
    store::logged(&mut change, id, log.day).await?;
    let by = [1 - was[0], log.visited - was[1], log.helped - was[2], fresh];
    counts::add_day(&mut change, (log.campaign, log.day, log.unit), by).await?;
    let payload =
        json!({"campaign": log.campaign, "day": log.day, "visited": log.visited, "needs": log.needs});
    change.note(event(house, asker, "campaign.logged", (id.0, log.unit), payload));
    match change.commit().await {
        // The id of a case stands for a message that came in without this log.
        Err(StoreError::Taken) => Err(other_words()),
        written => {
            written?;
            Ok(Logged { cases })
        }
    }
}

/// The numbers and what was heard, every fault told at once.
fn checked(
    house: &House,
    asker: &Asker,
    team: &danvan_domain::campaigns::Team,
    (typed, term): (&TypedLog, (danvan_domain::time::Day, danvan_domain::time::Day)),
    needs: Vec<TypedNeed>,
) -> Done<(danvan_domain::campaigns::Visited, Vec<Hearing>)> {
    let mut notes = Vec::new();
    let told = match typed.check(house.today(), term) {
        Err(Refusal::Invalid(more)) => {
            notes.extend(more);
            None
        }
        other => Some(other?),
    };
    let mut heard = Vec::new();
    for (at, need) in (1..).zip(needs.into_iter().take(MOST_NEEDS)) {
        match hear(house, asker, team, need) {
            Ok(hearing) => heard.push(hearing),
            Err(Failure::Refused(Refusal::Invalid(more))) => {
                notes.extend(more.into_iter().map(|mut note| {
                    // An observation calls its words `note`, a case `body`; here they are what is needed.
                    let field =
                        if matches!(note.field.as_str(), "note" | "body") { "need" } else { &note.field };
                    note.field = format!("{field}-{at}");
                    note
                }));
            }
            Err(other) => return Err(other),
        }
    }
    match told {
        Some(told) if notes.is_empty() => Ok((told, heard)),
        _ => Err(Refusal::Invalid(notes).into()),
    }
}

/// One need as an observation, and as a case when somebody wants an answer.
fn hear(
    house: &House,
    asker: &Asker,
    team: &danvan_domain::campaigns::Team,
    need: TypedNeed,
) -> Done<Hearing> {
    let said = Said {
        place: Where::Unit(team.place),
        topic: need.topic,
        severity: "concern".into(),
        how_many: need.how_many,
        trend: "same".into(),
        note: need.what.clone(),
    };
    let asks = need.wants_answer.then(|| Asks {
        id: need.case,
        body: need.what,
        language: need.language,
        urgent: false,
        contact: Contact::default(),
    });
    Hearing::check(house, asker, need.id, said, Vec::new(), asks)
}

/// Writes what was heard and the cases. Returns how many needs are new, and the cases of all of them.
async fn write_needs(house: &House, change: &mut Change, heard: &[Hearing]) -> Done<(i64, Vec<Received>)> {
    let (mut fresh, mut cases) = (0, Vec::new());
    for hearing in heard {
        let is_new = hearing.write(change).await?;
        if !is_new {
            let before = observations::get(&house.store, hearing.observation.id).await?;
            refuse_other_words(before.as_ref(), &hearing.observation)?;
        } else {
            fresh += 1;
        }
        if let Some(case) = &hearing.case {
            if !is_new && case.is_there(house).await? {
                cases.push(case.received_before(house).await?);
                continue;
            }
            // Whoever wants an answer may have been added to the same words since.
            match case.write(change).await {
                Err(Failure::Broken(StoreError::Taken)) => return Err(other_words()),
                written => cases.push(written?),
            }
        }
    }
    Ok((fresh, cases))
}
