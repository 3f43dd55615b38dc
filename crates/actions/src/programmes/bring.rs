//! Bringing in what was reported before: for a city that is just filled.

use super::roll;
use crate::house::{Done, House};
use danvan_domain::{events::Event, ids::CommitmentId, programmes::Report, refusals::Refusal, time::Day};
use danvan_store::programmes as store;
use serde_json::json;
use std::collections::BTreeSet;

/// Writes reports with their verdicts as they were on their days, each with its events, and adds them up.
///
/// # Errors
/// [`Refusal::NotFound`] for a report on nothing; when the store cannot write.
pub async fn bring(house: &House, reports: &[Report]) -> Done<()> {
    let mut change = house.store.begin().await?;
    let mut above: BTreeSet<(CommitmentId, Day)> = BTreeSet::new();
    let mut events = Vec::new();
    for some in reports.chunk_by(|a, b| (a.commitment, a.period) == (b.commitment, b.period)) {
        let of = store::commitment(&house.store, some[0].commitment).await?.ok_or(Refusal::NotFound)?;
        for it in some {
            store::add_report(&mut change, it).await?;
            let payload = json!({"report": it.id, "period": it.period, "value": it.value, "number": it.number,
                "evidence": it.evidence});
            let told = |at, actor, kind: &str| Event {
                at,
                actor,
                kind: kind.into(),
                thing: of.id.0,
                unit: Some(of.unit),
                payload: payload.clone(),
            };
            events.push(told(it.at, it.person, "progress.reported"));
            if let Some(verdict) = &it.verdict {
                store::settle(&mut change, it.id, verdict).await?;
                let kind = if verdict.is_accepted { "progress.accepted" } else { "progress.returned" };
                events.push(told(verdict.at, verdict.by, kind));
            }
        }
        store::save_figure(&mut change, of.id, some[0].period, &roll::own(&of, some)).await?;
        // Siblings share what stands above them: it is added up once.
        above.extend(of.parent.map(|parent| (parent, some[0].period)));
    }
    for (parent, period) in above {
        roll::from(&mut change, parent, period).await?;
    }
    events.sort_by_key(|event| event.at);
    events.into_iter().for_each(|event| change.note(event));
    Ok(change.commit().await?)
}
