//! What programmes come to, added up anew from reports.

use super::Difference;
use crate::{
    house::{Done, House},
    programmes::own_figure,
};
use danvan_domain::{
    ids::{CommitmentId, ProgrammeId},
    programmes::{Commitment, Figure, Report},
    time::Day,
};
use danvan_store::programmes as store;
use std::collections::BTreeMap;
use uuid::Uuid;

const PAGE: i64 = 100;
/// How often a programme is compared again when somebody reported meanwhile.
const TRIES: usize = 3;

/// What was reported on each commitment itself.
type Own = BTreeMap<CommitmentId, BTreeMap<Day, Figure>>;
type Figures = BTreeMap<(CommitmentId, Day), Figure>;

/// The first figure of a programme that is not what its reports add up to, and the first count of parts that is not
/// how many there are.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn compare(house: &House) -> Done<Option<Difference>> {
    let mut last = ProgrammeId(Uuid::nil());
    loop {
        let some = store::after(&house.store, last, PAGE).await?;
        let Some(end) = some.last() else { return Ok(None) };
        last = end.id;
        for programme in some {
            let mut found = None;
            for _ in 0..TRIES {
                found = first_wrong(house, programme.id).await?;
                if found.is_none() {
                    break;
                }
            }
            if found.is_some() {
                return Ok(found);
            }
        }
    }
}

async fn first_wrong(house: &House, id: ProgrammeId) -> Done<Option<Difference>> {
    let commitments = store::of_programme(&house.store, id).await?;
    let reports = store::all_of_programme(&house.store, id).await?;
    let mut kept: Figures = BTreeMap::new();
    for (commitment, period, figure) in store::all_figures(&house.store, id).await? {
        kept.insert((commitment, period), figure);
    }
    let tree = Tree::of(&commitments);
    let counted = tree.count(&reports);
    let wrong = |commitment: CommitmentId| Difference::Progress { commitment: commitment.to_string() };
    let of = |all: &Figures, key| all.get(key).copied().unwrap_or_default();
    let other = kept.keys().chain(counted.keys()).find(|key| of(&kept, key) != of(&counted, key));
    if let Some((commitment, _)) = other {
        return Ok(Some(wrong(*commitment)));
    }
    let miscounted = commitments.iter().find(|it| it.parts != tree.parts(it.id));
    Ok(miscounted.map(|it| wrong(it.id)))
}

/// The commitments of a programme, each with its parts that were not taken back.
struct Tree<'a> {
    all: BTreeMap<CommitmentId, &'a Commitment>,
    below: BTreeMap<CommitmentId, Vec<CommitmentId>>,
}

impl<'a> Tree<'a> {
    fn of(commitments: &'a [Commitment]) -> Self {
        let mut below = BTreeMap::<_, Vec<_>>::new();
        for it in commitments.iter().filter(|it| it.ended_at.is_none()) {
            if let Some(parent) = it.parent {
                below.entry(parent).or_default().push(it.id);
            }
        }
        Self { all: commitments.iter().map(|it| (it.id, it)).collect(), below }
    }

    /// How many reporting parts a commitment has.
    fn parts(&self, id: CommitmentId) -> i64 {
        self.below.get(&id).map_or(1, |parts| parts.iter().map(|part| self.parts(*part)).sum::<i64>())
    }

    fn count(&self, reports: &[Report]) -> Figures {
        let mut own = Own::new();
        let mut figures: Figures = BTreeMap::new();
        for some in reports.chunk_by(|a, b| (a.commitment, a.period) == (b.commitment, b.period)) {
            if let Some(of) = self.all.get(&some[0].commitment) {
                let figure = own_figure(of, some);
                own.entry(of.id).or_default().insert(some[0].period, figure);
                figures.insert((of.id, some[0].period), figure);
            }
        }
        let first = self.all.values().filter(|it| it.parent.is_none());
        for it in first {
            self.add_up(it.id, &own, &mut figures);
        }
        figures
    }

    /// Adds up what stands below a commitment, and gives its own figures.
    fn add_up(&self, id: CommitmentId, own: &Own, figures: &mut Figures) -> BTreeMap<Day, Figure> {
        let Some(parts) = self.below.get(&id) else {
            return own.get(&id).cloned().unwrap_or_default();
        };
        let mut sums = BTreeMap::<Day, Figure>::new();
        for part in parts {
            for (period, figure) in self.add_up(*part, own, figures) {
                let sum = sums.entry(period).or_default();
                *sum = sum.and(&self.all[&id].indicator, figure);
            }
        }
        for (period, figure) in &sums {
            figures.insert((id, *period), *figure);
        }
        sums
    }
}
