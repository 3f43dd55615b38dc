//! Invented villages and residential groups below the real communes, for demonstration: true in number where the
//! number is known, and true in time, since each leads wholly into what came after it. All are marked as simulated.

use super::{Level, Link, Tree, Unit, UnitKind, WHOLE_PPM, fact_id, facts::VillageCount, rehome::apportion};
use crate::{facts::Grade, ids::UnitId, time::Day};
use std::collections::HashMap;

/// The realm of invented villages, for [`fact_id`].
const SIMULATED: &str = "simulated";

/// People per village where no count is known: what the counted communes have.
const PEOPLE_PER_VILLAGE: i64 = 3_100;

/// When the arrangement of villages changes, how many there were, and chance.
#[derive(Clone, Copy, Debug)]
pub struct Arrangement {
    /// The first day of the present communes.
    pub communes_from: Day,
    /// The first day of the merged villages.
    pub merged_from: Day,
    /// About how many villages there were before, one team each.
    pub before: i64,
    /// The same seed makes the same villages.
    pub seed: u64,
}

/// Invents the villages of every commune on every day of the tree, and what became of each.
pub fn villages(tree: &Tree, counts: &[VillageCount], arrangement: Arrangement) -> (Vec<Unit>, Vec<Link>) {
    let mut making = Making {
        tree,
        arrangement,
        chance: Chance(arrangement.seed),
        numbers: HashMap::new(),
        units: Vec::new(),
        links: Vec::new(),
    };
    let communes: Vec<&Unit> = tree.at_level(Level::Commune, arrangement.communes_from).collect();
    for (commune, (before, after)) in communes.iter().zip(sizes(&communes, counts, arrangement.before)) {
        making.commune(commune, before, after);
    }
    (making.units, making.links)
}

/// How many villages each commune had before and has after the mergers; what is not known follows what is.
fn sizes(communes: &[&Unit], counts: &[VillageCount], total_before: i64) -> Vec<(i64, i64)> {
    let known: HashMap<&str, &VillageCount> = counts.iter().map(|row| (row.commune.as_str(), row)).collect();
    let of = |unit: &Unit| unit.code.as_deref().and_then(|code| known.get(code)).copied();
    let after = |unit: &Unit| {
        let by_people =
            unit.population.as_ref().map_or(4, |count| (count.people / PEOPLE_PER_VILLAGE).max(2));
        of(unit).and_then(|row| row.villages).unwrap_or(by_people)
    };
    let fixed = |unit: &Unit| {
        let row = of(unit)?;
        row.villages_before.or_else(|| row.villages.filter(|_| row.arrangement == "before_2026_07"))
    };
    let rest = total_before - communes.iter().filter_map(|unit| fixed(unit)).sum::<i64>();
    let open: Vec<i64> =
        communes.iter().map(|unit| if fixed(unit).is_some() { 0 } else { after(unit) }).collect();
    let shares = apportion(rest.max(0), &open);
    communes
        .iter()
        .zip(shares)
        .map(|(unit, share)| (fixed(unit).unwrap_or(share).max(after(unit)), after(unit)))
        .collect()
}

struct Making<'a> {
    tree: &'a Tree,
    arrangement: Arrangement,
    chance: Chance,
    /// The last number given under a parent row from a day.
    numbers: HashMap<(UnitId, Day), usize>,
    units: Vec<Unit>,
    links: Vec<Link>,
}

impl Making<'_> {
    fn commune(&mut self, commune: &Unit, before: i64, after: i64) {
        let merging = after < before;
        let last = merging.then(|| self.arrangement.merged_from.previous());
        let origins = self.origins(commune, before);
        let present: Vec<UnitId> = origins
            .into_iter()
            .map(|origin| {
                let earlier = origin.map(|origin| self.earlier(origin));
                let village = self.village(commune, commune.valid_from, last);
                if let Some(earlier) = earlier {
                    self.link(earlier, village, None);
                }
                village
            })
            .collect();
        if merging {
            self.merge(commune, &present, usize::try_from(after).unwrap_or(1).max(1));
        }
    }

    /// For each village of a commune the older commune it lay in, neighbours together. What went over as a whole
    /// brings three times as many villages as what went over in part.
    fn origins(&self, commune: &Unit, villages: i64) -> Vec<Option<UnitId>> {
        let steps: Vec<_> = self.tree.predecessors(commune.id).collect();
        if steps.is_empty() {
            return (0..villages).map(|_| None).collect();
        }
        let weights: Vec<i64> = steps.iter().map(|step| if step.link.whole { 3 } else { 1 }).collect();
        let one_each = i64::try_from(steps.len()).unwrap_or(i64::MAX).min(villages);
        let more = apportion(villages - one_each, &weights);
        let origins = steps.iter().zip(more).zip(0..).flat_map(|((step, more), at)| {
            let count = more + i64::from(at < one_each);
            (0..count).map(|_| Some(step.from.id))
        });
        origins.collect()
    }

    /// A village in an older commune, with what it was before that commune itself began.
    fn earlier(&mut self, commune: UnitId) -> UnitId {
        let tree = self.tree;
        let Some(row) = tree.get(commune) else { return commune };
        let village = self.village(row, row.valid_from, row.valid_to);
        let steps: Vec<_> = tree.predecessors(commune).collect();
        let number = self.numbers.get(&(commune, row.valid_from)).copied().unwrap_or(0);
        if let Some(step) = steps.get(number % steps.len().max(1)) {
            let before = self.earlier(step.from.id);
            self.link(before, village, None);
        }
        village
    }

    fn merge(&mut self, commune: &Unit, present: &[UnitId], groups: usize) {
        let from = self.arrangement.merged_from;
        let merged: Vec<UnitId> =
            (0..groups).map(|_| self.village(commune, from, commune.valid_to)).collect();
        for (at, village) in present.iter().enumerate() {
            let group = at * groups / present.len();
            let last_of_group = (at + 1) * groups / present.len() > group;
            // Some villages on the border between two merged ones are divided between them by households.
            if last_of_group && group + 1 < groups && self.chance.one_in(12) {
                let households = 180 + self.chance.below(420);
                let near = households / 5 + self.chance.below(households * 3 / 5);
                self.link(*village, merged[group], Some(near));
                self.link(*village, merged[group + 1], Some(households - near));
            } else {
                self.link(*village, merged[group], None);
            }
        }
    }

    fn village(&mut self, commune: &Unit, from: Day, to: Option<Day>) -> UnitId {
        let number = self.numbers.entry((commune.id, from)).or_default();
        *number += 1;
        let urban = matches!(commune.kind, UnitKind::Ward | UnitKind::Township);
        let (kind, word) = if urban {
            (UnitKind::ResidentialGroup, "Tổ dân phố")
        } else {
            (UnitKind::Village, "Thôn")
        };
        let code = format!("{}.{number:02}", commune.code.as_deref().unwrap_or("?"));
        let id = fact_id(SIMULATED, Level::Village, &code, from);
        self.units.push(Unit {
            id,
            code: Some(code),
            name: format!("{word} {number}"),
            kind,
            parent: Some(commune.id),
            valid_from: from,
            valid_to: to,
            population: None,
            area_km2: None,
            centroid: None,
            simulated: true,
            source: "simulated".to_owned(),
            certainty: Grade::Open,
        });
        id
    }

    fn link(&mut self, from: UnitId, to: UnitId, households: Option<i64>) {
        let whole = households.is_none();
        self.links.push(Link {
            from,
            to,
            share: whole.then_some(WHOLE_PPM),
            households,
            whole,
            certainty: Grade::Open,
            source: "simulated".to_owned(),
        });
    }
}

/// A small reproducible sequence (SplitMix64); enough to invent villages, fit for nothing secret.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: i64) -> i64 {
        let limit = u64::try_from(limit).unwrap_or(1).max(1);
        i64::try_from(self.next() % limit).unwrap_or(0)
    }

    fn one_in(&mut self, many: i64) -> bool {
        self.below(many) == 0
    }
}
