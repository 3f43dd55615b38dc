//! By which rules this house goes, from when on: kept when they become others, followed by what is due, and read again for
//! what was said then.

use crate::{
    calendar::{self, queue_recount},
    house::{Done, Facts, House},
};
use danvan_domain::{
    calendar::{Calendar, Days},
    events::Event,
    office_hours::OfficeHours,
    procedures::{self, Done as Act, Procedure},
    time::Moment,
};
use danvan_store::{
    calendar as days, proceedings,
    rules::{self as store, Rules},
    upkeep,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// The kind of job that looks whether the law of running cases turned by itself today.
pub const LOOK: &str = "rules.look";

/// The rules that this program goes by.
fn present(house: &House) -> Rules {
    let facts = house.facts();
    let editions = facts.procedures.all().iter().map(|one| (one.code.clone(), one.edition.clone()));
    let mut rules = Rules {
        at: house.now(),
        digest: String::new(),
        editions: editions.collect(),
        days: facts.embedded.clone(),
        hours: facts.hours.clone(),
    };
    let mut digest = Sha256::new();
    for part in [
        serde_json::to_vec(&rules.editions),
        serde_json::to_vec(&Days::from(&rules.days)),
        serde_json::to_vec(&rules.hours),
    ] {
        digest.update(part.unwrap_or_default());
        digest.update([0]);
    }
    rules.digest = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    rules
}

/// What stands for the rules that this program goes by.
pub fn digest(house: &House) -> String {
    present(house).digest
}

/// Follows the rules that this program goes by, when the house went by others until now: they are kept, with every edition,
/// and a job moves what is due. Returns whether there was anything to follow. Asked whenever a program begins to serve.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn follow(house: &House) -> Done<bool> {
    let rules = present(house);
    if store::newest(&house.store).await?.is_some_and(|(_, digest)| digest == rules.digest) {
        return Ok(false);
    }
    let (facts, id) = (house.facts(), house.new_id());
    let mut change = house.store.begin().await?;
    for procedure in facts.procedures.all() {
        proceedings::keep_edition(&mut change, procedure, rules.at).await?;
    }
    store::add(&mut change, id, &rules).await?;
    queue_recount(house, &mut change, id, Some(&rules.digest)).await?;
    change.note(Event {
        at: rules.at,
        actor: None,
        kind: "rules.taken".into(),
        thing: id,
        unit: None,
        payload: json!({"digest": rules.digest, "editions": rules.editions}),
    });
    change.commit().await?;
    Ok(true)
}

/// Looks whether a row of law began or ended, or a change of law took hold, since it was last looked; then a job moves what
/// is due. Returns whether one did.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn look(house: &House) -> Done<bool> {
    let now = house.now();
    let since = match upkeep::last(&house.store, upkeep::RULES).await? {
        Some(at) => Some(at),
        None => store::newest(&house.store).await?.map(|(at, _)| at),
    };
    let turned = since.is_some_and(|since| house.facts().procedures.turned_between(since.day(), now.day()));
    if turned {
        let mut change = house.store.begin().await?;
        queue_recount(house, &mut change, house.new_id(), None).await?;
        change.commit().await?;
    }
    upkeep::done(&house.store, upkeep::RULES, now).await?;
    Ok(turned)
}

/// Rules by which cases are reckoned: those of this program, those that the house followed last, or those of a moment.
pub(crate) struct Law {
    /// The edition of each procedure; nothing where it is not known which was in force.
    editions: Option<BTreeMap<String, String>>,
    /// The working days, with those of the installation.
    pub(crate) calendar: Calendar,
    /// The office hours.
    pub(crate) hours: OfficeHours,
    facts: Arc<Facts>,
    read: HashMap<(String, String), Option<Arc<Procedure>>>,
}

impl Law {
    fn of(facts: Arc<Facts>, rules: Option<Rules>) -> Self {
        let (editions, calendar, hours) = match rules {
            Some(rules) => (Some(rules.editions), rules.days, rules.hours),
            None => (None, facts.calendar.clone(), facts.hours.clone()),
        };
        Self { editions, calendar, hours, facts, read: HashMap::new() }
    }

    /// The rules that this program goes by.
    pub(crate) fn present(house: &House) -> Self {
        let facts = house.facts();
        let rules = Rules { days: facts.calendar.clone(), ..present(house) };
        Self::of(facts, Some(rules))
    }

    /// The rules that the house followed last, and what stands for them. Before any were kept, each case goes by the edition
    /// that is written with it.
    pub(crate) async fn followed(house: &House) -> Done<(Self, Option<String>)> {
        let facts = house.facts();
        let Some(rules) = store::as_of(&house.store, Moment::from_micros(i64::MAX)).await? else {
            return Ok((Self::of(facts, None), None));
        };
        let said = days::all(&house.store).await?;
        let calendar = calendar::over(&rules.days, &said, Moment::from_micros(i64::MAX));
        let digest = rules.digest.clone();
        Ok((Self::of(facts, Some(Rules { days: calendar, ..rules })), Some(digest)))
    }

    /// The rules of the house at a moment, with what it had said of days by then. Before any were kept, the days are those
    /// that were kept first.
    pub(crate) async fn then(house: &House, at: Moment) -> Done<Self> {
        let facts = house.facts();
        let said = days::all(&house.store).await?;
        let rules = store::as_of(&house.store, at).await?;
        let is_known = rules.is_some();
        let nearest = if is_known { rules } else { store::first(&house.store).await? };
        let base = nearest.as_ref().map_or(&facts.embedded, |rules| &rules.days);
        let calendar = calendar::over(base, &said, at);
        let hours = nearest.as_ref().map_or(&facts.hours, |rules| &rules.hours).clone();
        let editions = nearest.filter(|_| is_known).map(|rules| rules.editions);
        Ok(Self { editions, calendar, hours, facts, read: HashMap::new() })
    }

    /// The procedure in force, by its word.
    pub(crate) async fn in_force(&mut self, house: &House, code: &str) -> Done<Option<Arc<Procedure>>> {
        match self.editions.as_ref().map(|editions| editions.get(code).cloned()) {
            Some(Some(edition)) => self.edition(house, code, &edition).await,
            Some(None) => Ok(None),
            None => Ok(self.facts.procedures.get(code).cloned().map(Arc::new)),
        }
    }

    /// The rows of a procedure as an edition has them.
    pub(crate) async fn edition(
        &mut self,
        house: &House,
        code: &str,
        edition: &str,
    ) -> Done<Option<Arc<Procedure>>> {
        let key = (code.to_owned(), edition.to_owned());
        if let Some(found) = self.read.get(&key) {
            return Ok(found.clone());
        }
        let own = self.facts.procedures.get(code).filter(|one| one.edition == edition);
        let found = match own {
            Some(own) => Some(Arc::new(own.clone())),
            None => proceedings::edition(&house.store, code, edition).await?.map(Arc::new),
        };
        self.read.insert(key, found.clone());
        Ok(found)
    }

    /// The rows that a case goes by: those in force. The edition that is written with it stays only while those in force
    /// would not have allowed what was done.
    pub(crate) async fn procedure(
        &mut self,
        house: &House,
        (code, written): (&str, &str),
        done: &[Act],
        at: Moment,
    ) -> Done<Option<Arc<Procedure>>> {
        let wanted = self.editions.as_ref().and_then(|editions| editions.get(code)).cloned();
        if let Some(wanted) = wanted.filter(|wanted| wanted != written)
            && let Some(found) = self.edition(house, code, &wanted).await?
            && procedures::moments(&found, done, &self.calendar, &self.hours, at).is_ok()
        {
            return Ok(Some(found));
        }
        self.edition(house, code, written).await
    }
}
