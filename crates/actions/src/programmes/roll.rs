//! Rolling up: what a report changes goes up the tree in the same change, one row a level.

use crate::house::Done;
use danvan_domain::{
    ids::CommitmentId,
    programmes::{Commitment, Figure, Report, Total, Value, stood},
    time::Day,
};
use danvan_store::{Change, programmes as store};

/// What the reports of a period come to for the commitment itself.
pub(crate) fn own(of: &Commitment, reports: &[Report]) -> Figure {
    let stood = stood(reports);
    let total = |told: Option<Value>| match told {
        Some((value, base, at)) => Total::of(&of.indicator, value, base.unwrap_or(of.base), at),
        None => Total::default(),
    };
    Figure { claimed: total(stood.claimed), proven: total(stood.proven) }
}

/// Adds up anew whatever stands above a commitment in a period. Each level is locked before its parts are read, from
/// below upwards, so that two who report at once both count.
pub(super) async fn up(change: &mut Change, from: &Commitment, period: Day) -> Done<()> {
    match from.parent {
        Some(parent) => self::from(change, parent, period).await,
        None => Ok(()),
    }
}

/// As [`up`], from a commitment on whose parts changed.
pub(super) async fn from(change: &mut Change, whole: CommitmentId, period: Day) -> Done<()> {
    let mut above = Some(whole);
    while let Some(id) = above {
        let Some(it) = store::lock_commitment(change, id).await? else { break };
        let parts = store::told_below(change, id, period).await?;
        let figure = parts.iter().fold(Figure::default(), |sum, (_, _, part)| sum.and(&it.indicator, *part));
        store::save_figure(change, id, period, &figure).await?;
        above = it.parent;
    }
    Ok(())
}

/// Counts anew how many reporting parts a commitment has whose parts changed, and everything above it.
pub(super) async fn count_parts(change: &mut Change, whole: Option<CommitmentId>) -> Done<()> {
    let mut above = whole;
    while let Some(id) = above {
        let Some(it) = store::lock_commitment(change, id).await? else { break };
        let parts = store::below_in(change, id).await?.iter().map(|part| part.parts).sum::<i64>();
        store::set_parts(change, id, parts.max(1)).await?;
        above = it.parent;
    }
    Ok(())
}
