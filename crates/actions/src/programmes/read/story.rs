//! One commitment's whole story: what it is a part of, what its parts are, what was reported, shown and said to it.

use super::super::{Foretold, ask_above, ask_own, ask_to_read_it, forecast::foretell, with_programme};
use super::{Promised, by_period, standing};
use crate::{
    attachments,
    house::{Done, House},
};
use danvan_domain::{
    ids::{CommitmentId, PersonId, ReportId},
    programmes::{Commitment, Evidence, Programme, Report},
    refusals::Refusal,
    rights::{Asker, Verb},
};
use danvan_store::{attachments::Picture, people, programmes as store};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A report with what shows it.
pub struct Shown {
    /// The report.
    pub report: Report,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// The cases and observations it points to.
    pub links: Vec<(Uuid, Evidence)>,
    /// Whether the reader may give a verdict on it.
    pub may_judge: bool,
}

/// A commitment with its story.
pub struct Seen {
    /// Its programme.
    pub programme: Programme,
    /// What it is a part of, from the top down.
    pub above: Vec<Commitment>,
    /// How it stands.
    pub now: Promised,
    /// What its pace says, where that can be asked.
    pub foretold: Option<Foretold>,
    /// Its parts.
    pub below: Vec<Commitment>,
    /// Everything that was reported, the newest first.
    pub reports: Vec<Shown>,
    /// The names of those who reported and verified.
    pub names: BTreeMap<PersonId, String>,
    /// Whether the reader reports on it.
    pub may_report: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// Whether the reader may share it out.
    pub may_share: bool,
}

/// The commitment a report is on, for whoever may read it.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read its programme.
pub async fn report_of(house: &House, asker: &Asker, id: ReportId) -> Done<CommitmentId> {
    let report = store::report(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let (of, programme) = with_programme(house, report.commitment).await?;
    ask_to_read_it(house, asker, &programme).await?;
    Ok(of.id)
}

/// Most reports of one story.
const MOST: usize = 60;

/// Reads one commitment's story.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to read its programme.
pub async fn one(house: &House, asker: &Asker, id: CommitmentId) -> Done<Seen> {
    let (of, programme) = with_programme(house, id).await?;
    ask_to_read_it(house, asker, &programme).await?;
    let mut above: Vec<Commitment> = Vec::new();
    let mut at = of.parent;
    while let Some(id) = at {
        let Some(it) = store::commitment(&house.store, id).await? else { break };
        at = it.parent;
        above.insert(0, it);
    }
    let below = store::below(&house.store, id).await?;
    let is_open = of.ended_at.is_none() && programme.ended_at.is_none();
    let may_judge = is_open && ask_above(house, asker, &of).is_ok();
    let mut reports = Vec::new();
    let mut names = BTreeMap::new();
    for report in store::of_commitment(&house.store, id).await?.into_iter().rev().take(MOST) {
        let verdict_by = report.verdict.as_ref().and_then(|verdict| verdict.by);
        for person in report.person.iter().chain(&verdict_by) {
            if !names.contains_key(person)
                && let Some(found) = people::by_id(&house.store, *person).await?
            {
                names.insert(*person, found.name);
            }
        }
        let is_own = asker.person.is_some() && asker.person == report.person;
        reports.push(Shown {
            pictures: attachments::of_thing(house, report.id.0).await?,
            links: store::evidence_of(&house.store, report.id).await?,
            may_judge: may_judge && !is_own && report.verdict.is_none(),
            report,
        });
    }
    let leads = |unit| house.ask(asker, Verb::LeadProgrammes, unit).is_ok();
    let from = above.last().map_or(programme.unit, |it| it.unit);
    let figures = by_period(store::figures_of(&house.store, id).await?);
    let is_leaf = below.is_empty();
    let now = standing(of.clone(), &figures, house.today()).ok_or(Refusal::NotFound)?;
    Ok(Seen {
        foretold: foretell(house, &of, (now.period, now.claimed)).await?,
        may_report: is_open
            && is_leaf
            && of.indicator.source.is_none()
            && of.from <= house.today()
            && ask_own(house, asker, of.unit).is_ok(),
        may_withdraw: is_open && leads(from),
        may_share: is_open && leads(of.unit) && (!is_leaf || reports.is_empty()),
        now,
        programme,
        above,
        below,
        reports,
        names,
    })
}

/// Most reports that wait on one page.
const MOST_WAITING: i64 = 50;

/// What waits for a verdict of whoever asks: reports on parts of what their unit promised, on what others promised in
/// its programmes, and on what they were named to check; the oldest first.
///
/// # Errors
/// The refusal of the right to verify.
pub async fn to_verify(house: &House, asker: &Asker) -> Done<Vec<(Report, Commitment)>> {
    let unit = house.own_unit(asker, Verb::VerifyProgress)?;
    let mut found = Vec::new();
    let mut waiting = store::waiting(&house.store, unit, MOST_WAITING).await?;
    waiting.extend(store::waiting_first(&house.store, unit, MOST_WAITING).await?);
    if let Some(person) = asker.person {
        waiting.extend(store::waiting_for(&house.store, person, MOST_WAITING).await?);
    }
    waiting.sort_by_key(|report| (report.at, report.id));
    waiting.dedup_by_key(|report| report.id);
    let ids: Vec<CommitmentId> = waiting.iter().map(|report| report.commitment).collect();
    let promised = store::some_commitments(&house.store, &ids).await?;
    for report in waiting {
        let Some(of) = promised.get(&report.commitment).cloned() else { continue };
        let is_own = asker.person.is_some() && asker.person == report.person;
        if !is_own && ask_above(house, asker, &of).is_ok() {
            found.push((report, of));
        }
    }
    Ok(found)
}
