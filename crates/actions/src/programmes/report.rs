//! Reporting how far a commitment has come, with what shows it; and the verdict of the level above.

use super::{ask_above, ask_own, event, open_programme, roll, still_open};
use crate::{
    attachments::attach,
    house::{Done, House},
    observations::ask_to_read,
};
use danvan_domain::{
    ids::{CaseId, CommitmentId, ObservationId, ReportId},
    programmes::{Commitment, Evidence, Report, TypedReport, Verdict, reason},
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
};
use danvan_store::{Change, StoreError, cases, observations, programmes as store};
use serde_json::json;
use uuid::Uuid;

/// Keeps what a unit reports. The same message twice is one report; a correction is another one.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to report for the unit; a note under each field that is wrong; when
/// danvan fills it in by itself, when it was shared out or is over; the same id with other words.
pub async fn report(house: &House, asker: &Asker, id: CommitmentId, typed: &TypedReport) -> Done<ReportId> {
    let of = store::commitment(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    ask_own(house, asker, of.unit)?;
    open_programme(house, of.programme).await?;
    let (mut report, links) = typed.check(&of, house.now())?;
    if let Some(before) = reported_before(house, &report).await? {
        return Ok(before);
    }
    let mut evidence = Vec::with_capacity(links.len());
    for link in links {
        evidence.push((link, known(house, asker, link).await?));
    }
    let mut change = house.store.begin().await?;
    still_open(&mut change, of.programme).await?;
    let of = store::lock_commitment(&mut change, id).await?.ok_or(Refusal::NotFound)?;
    if of.ended_at.is_some() {
        return Err(Refusal::Conflict(Note::new("programme-commitment-over")).into());
    }
    if !store::below_in(&mut change, id).await?.is_empty() {
        return Err(Refusal::Conflict(Note::new("programme-shared-out")).into());
    }
    let mut reports = store::of_period(&mut change, id, report.period).await?;
    report.number = 1 + reports.last().map_or(0, |last| last.number);
    report.person = asker.person;
    report.unit = of.unit;
    report.evidence = i64::try_from(typed.photos.len() + evidence.len()).unwrap_or(i64::MAX);
    let written = store::add_report(&mut change, &report).await;
    if matches!(written, Err(StoreError::Taken)) {
        drop(change);
        return reported_before(house, &report).await?.ok_or(StoreError::Taken.into());
    }
    written?;
    attach(&mut change, report.id.0, &typed.photos, house.now()).await?;
    for (thing, kind) in &evidence {
        store::add_evidence(&mut change, report.id, *thing, *kind).await?;
    }
    reports.push(report.clone());
    save(&mut change, &of, &reports).await?;
    let payload = json!({"report": report.id, "period": report.period, "value": report.value,
        "number": report.number, "evidence": report.evidence});
    change.note(event(house, asker, "progress.reported", (id.0, of.unit), payload));
    change.commit().await?;
    Ok(report.id)
}

/// Keeps what the reports of one period come to, up the whole tree.
pub(super) async fn save(change: &mut Change, of: &Commitment, reports: &[Report]) -> Done<()> {
    let Some(period) = reports.first().map(|report| report.period) else { return Ok(()) };
    store::save_figure(change, of.id, period, &roll::own(of, reports)).await?;
    roll::up(change, of, period).await
}

async fn reported_before(house: &House, report: &Report) -> Done<Option<ReportId>> {
    let Some(before) = store::report(&house.store, report.id).await? else { return Ok(None) };
    if before.request_hash == report.request_hash {
        return Ok(Some(before.id));
    }
    Err(Refusal::Conflict(Note::new("refusal-same-id-other-words")).into())
}

/// What a link points to, when it is a case or an observation that whoever reports may read.
async fn known(house: &House, asker: &Asker, link: Uuid) -> Done<Evidence> {
    let unknown = || Refusal::field("links", Note::new("programme-note-link-unknown"));
    if let Some(case) = cases::get(&house.store, CaseId(link)).await? {
        house.ask(asker, Verb::ReadCase, case.responsible).map_err(|_| unknown())?;
        return Ok(Evidence::Case);
    }
    let noted = observations::get(&house.store, ObservationId(link)).await?.ok_or_else(unknown)?;
    ask_to_read(house, asker, &noted).map_err(|_| unknown())?;
    Ok(Evidence::Observation)
}

/// Accepts a report or returns it with a reason. Nobody verifies their own, nor their own unit's.
///
/// # Errors
/// [`Refusal::NotFound`]; the refusal of the right to verify it; when it has its verdict already; when nothing shows what
/// must be shown; a return without a reason.
pub async fn judge(house: &House, asker: &Asker, id: ReportId, is_accepted: bool, why: &str) -> Done<()> {
    let report = store::report(&house.store, id).await?.ok_or(Refusal::NotFound)?;
    let of = store::commitment(&house.store, report.commitment).await?.ok_or(Refusal::NotFound)?;
    ask_above(house, asker, &of)?;
    if asker.person.is_some() && asker.person == report.person {
        return Err(Refusal::NotAllowed(Note::new("programme-own-report")).into());
    }
    let why = if is_accepted && why.trim().is_empty() { String::new() } else { reason(why)? };
    if is_accepted && of.needs_evidence && report.evidence == 0 {
        return Err(Refusal::field("verdict", Note::new("programme-note-no-evidence")).into());
    }
    let verdict = Verdict { is_accepted, at: house.now(), by: asker.person, reason: why };
    let mut change = house.store.begin().await?;
    let of = store::lock_commitment(&mut change, of.id).await?.ok_or(Refusal::NotFound)?;
    if !store::settle(&mut change, id, &verdict).await? {
        return Err(Refusal::Conflict(Note::new("programme-judged-already")).into());
    }
    let reports = store::of_period(&mut change, of.id, report.period).await?;
    save(&mut change, &of, &reports).await?;
    let kind = if is_accepted { "progress.accepted" } else { "progress.returned" };
    let payload = json!({"report": id, "period": report.period, "value": report.value});
    change.note(event(house, asker, kind, (of.id.0, of.unit), payload));
    Ok(change.commit().await?)
}
