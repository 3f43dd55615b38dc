//! What a jury's points come to. Whole numbers of hundredths throughout: the same points give the same result on every
//! machine, in whatever order they came in.

use super::{Part, Rules};
use crate::ids::ContestTeamId;
use std::{cmp::Reverse, collections::BTreeMap};

/// What one part of one team came to, in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartScore {
    /// The judges' totals that count, the highest first.
    pub kept: Vec<i64>,
    /// Those that were left out.
    pub dropped: Vec<i64>,
    /// The mean of those that count, rounded to the nearest, half upwards.
    pub mean: i64,
    /// What overrunning cost.
    pub penalty: i64,
    /// The mean by the part's weight, less the penalty; never below zero.
    pub score: i64,
}

/// What overrunning costs: for each stretch that was begun.
fn penalty(part: &Part, seconds: Option<i64>) -> i64 {
    let rule = part.penalty;
    let over = seconds.unwrap_or(0) - part.seconds;
    if part.seconds == 0 || rule.every < 1 || over <= 0 {
        return 0;
    }
    let cost = (over + rule.every - 1) / rule.every * rule.hundredths;
    if rule.most > 0 { cost.min(rule.most) } else { cost }
}

/// What a part comes to, given each judge's total and how long it took; nothing while nobody has given points.
pub fn part_score(rules: &Rules, part: &Part, totals: &[i64], seconds: Option<i64>) -> Option<PartScore> {
    let mut all = totals.to_vec();
    all.sort_unstable_by_key(|total| Reverse(*total));
    let drop = rules.drop;
    let mut dropped = Vec::new();
    if drop.from <= all.len() && drop.highest + drop.lowest < all.len() {
        dropped.extend(all.drain(..drop.highest));
        dropped.extend(all.split_off(all.len() - drop.lowest));
    }
    let count = i64::try_from(all.len()).ok().filter(|count| *count > 0)?;
    let mean = (2 * all.iter().sum::<i64>() + count) / (2 * count);
    let penalty = penalty(part, seconds);
    let weighed = (2 * mean * part.weight + 100) / 200;
    Some(PartScore { kept: all, dropped, mean, penalty, score: (weighed - penalty).max(0) })
}

/// What a team came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamScore {
    /// Which team.
    pub team: ContestTeamId,
    /// Each part in the order of the rules; nothing where nobody gave points yet.
    pub parts: Vec<Option<PartScore>>,
    /// All parts together.
    pub total: i64,
}

impl TeamScore {
    fn of_part(&self, rules: &Rules, code: &str) -> i64 {
        let at = rules.parts.iter().position(|part| part.code == code);
        at.and_then(|at| self.parts.get(at)?.as_ref()).map_or(0, |part| part.score)
    }
}

/// What a team came to in all parts; `totals` are the judges' by part.
pub fn team_score(
    rules: &Rules,
    team: ContestTeamId,
    totals: &BTreeMap<String, Vec<i64>>,
    seconds: &BTreeMap<String, i64>,
) -> TeamScore {
    let none = Vec::new();
    let parts: Vec<Option<PartScore>> = rules
        .parts
        .iter()
        .map(|part| {
            let own = totals.get(&part.code).unwrap_or(&none);
            part_score(rules, part, own, seconds.get(&part.code).copied())
        })
        .collect();
    TeamScore { team, total: parts.iter().flatten().map(|part| part.score).sum(), parts }
}

/// Where a team stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Which team.
    pub team: ContestTeamId,
    /// Its place, from 1; teams that nothing tells apart share one.
    pub rank: usize,
    /// The part that told it apart from another team of the same total; `lot` for the lot.
    pub decided_by: Option<String>,
}

/// The word for a tie that the lot decided.
const LOT: &str = "lot";

/// Teams by their totals; those of the same total by the parts that break ties, in order, then by lot where one was drawn
/// (the lowest first); else they share a place.
pub fn rank(rules: &Rules, teams: &[TeamScore], lots: &BTreeMap<ContestTeamId, i64>) -> Vec<Ranked> {
    let key = |team: &TeamScore| {
        let broken: Vec<Reverse<i64>> =
            rules.tie_breaks.iter().map(|code| Reverse(team.of_part(rules, code))).collect();
        (Reverse(team.total), broken, lots.get(&team.team).copied().unwrap_or(i64::MAX))
    };
    let mut sorted: Vec<&TeamScore> = teams.iter().collect();
    sorted.sort_by_key(|team| (key(team), team.team));
    let ranked = |(at, team): (usize, &&TeamScore)| {
        let own = key(team);
        let before = sorted[..at].iter().filter(|other| key(other) != own).count();
        let tied = sorted.iter().filter(|other| other.team != team.team && other.total == team.total);
        // What told it apart from the nearest of the same total: the last rule that was needed.
        let decisive = tied.map(|other| decided(rules, &own.1, &key(other))).max();
        let decided_by = decisive.flatten().map(|at| match rules.tie_breaks.get(at) {
            Some(code) => code.clone(),
            None => LOT.to_owned(),
        });
        let decided_by = decided_by.filter(|word| word != LOT || lots.contains_key(&team.team));
        Ranked { team: team.team, rank: before + 1, decided_by }
    };
    sorted.iter().enumerate().map(ranked).collect()
}

/// Which rule told two teams apart, counted from 0; behind the last stands the lot.
fn decided(
    rules: &Rules,
    own: &[Reverse<i64>],
    other: &(Reverse<i64>, Vec<Reverse<i64>>, i64),
) -> Option<usize> {
    let at = own.iter().zip(&other.1).position(|(one, two)| one != two);
    Some(at.unwrap_or(rules.tie_breaks.len()))
}
