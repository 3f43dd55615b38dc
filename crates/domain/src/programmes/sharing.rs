//! Sharing out: how a commitment's target becomes those of its parts, and what is left.

use super::{AddsUp, Direction, Indicator};
use crate::{
    ids::UnitId,
    refusals::{Note, Refusal},
    units::rehome::apportion,
    words_enum,
};

words_enum! {
    /// By what a target is shared out.
    Sharing {
        /// The same to each.
        Equal = "equal",
        /// By how many people live there.
        Population = "population",
        /// By how many teams work there.
        Teams = "teams",
        /// As it is typed.
        ByHand = "by_hand",
    }
}

/// Somebody who gets a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Who.
    pub unit: UnitId,
    /// What it weighs: people, teams, or one.
    pub base: i64,
    /// The target that was typed for it.
    pub typed: Option<i64>,
}

/// A part that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// To whom.
    pub unit: UnitId,
    /// The target.
    pub target: i64,
    /// The baseline.
    pub baseline: i64,
    /// What it weighs in a mean.
    pub base: i64,
}

/// How much of a sum is not shared out yet, when its parts have these targets; nothing where parts do not sum.
pub fn left(indicator: &Indicator, targets: &[i64]) -> Option<i64> {
    (indicator.adds_up == AddsUp::Sum).then(|| indicator.target - targets.iter().sum::<i64>())
}

/// Shares out what is left of a commitment among some, `given` being the targets it was shared out to before.
///
/// # Errors
/// A note under `sharing`, `portion` or `targets` when the targets could not add up to the whole.
pub fn share_out(
    indicator: &Indicator,
    given: &[(i64, i64)],
    (sharing, amount): (Sharing, Option<i64>),
    parts: &[Part],
) -> Result<Vec<Shared>, Refusal> {
    if parts.is_empty() {
        return Err(Refusal::field("units", Note::new("programme-note-nobody")));
    }
    if parts.iter().any(|part| part.base <= 0) {
        return Err(Refusal::field("sharing", Note::new("programme-note-no-base")));
    }
    let targets = match (sharing, indicator.adds_up) {
        (Sharing::ByHand, _) => by_hand(parts)?,
        (_, AddsUp::Sum) => {
            let before: Vec<i64> = given.iter().map(|(target, _)| *target).collect();
            let rest = left(indicator, &before).unwrap_or(0);
            let amount = amount.unwrap_or(rest);
            if amount <= 0 || rest < amount {
                return Err(Refusal::field("portion", over(rest)));
            }
            apportion(amount, &weights(sharing, parts))
        }
        _ => vec![indicator.target; parts.len()],
    };
    may_add_up(indicator, given, parts, &targets)?;
    let baselines = match indicator.adds_up {
        AddsUp::Sum if indicator.target > 0 && indicator.baseline > 0 => targets
            .iter()
            .map(|target| i128::from(indicator.baseline) * i128::from(*target) / i128::from(indicator.target))
            .map(|baseline| i64::try_from(baseline).unwrap_or(0))
            .collect(),
        AddsUp::Sum => vec![0; parts.len()],
        _ => vec![indicator.baseline; parts.len()],
    };
    let shared = parts.iter().zip(targets).zip(baselines);
    Ok(shared
        .map(|((part, target), baseline)| Shared { unit: part.unit, target, baseline, base: part.base })
        .collect())
}

fn over(rest: i64) -> Note {
    Note::new("programme-note-over").with("left", rest.max(0))
}

fn weights(sharing: Sharing, parts: &[Part]) -> Vec<i64> {
    let weight = |part: &Part| if sharing == Sharing::Equal { 1 } else { part.base };
    parts.iter().map(weight).collect()
}

fn by_hand(parts: &[Part]) -> Result<Vec<i64>, Refusal> {
    let typed: Option<Vec<i64>> = parts.iter().map(|part| part.typed).collect();
    typed.ok_or_else(|| Refusal::field("targets", Note::new("programme-note-targets")))
}

/// Whether the whole can reach its target when every part reaches its own.
fn may_add_up(
    indicator: &Indicator,
    given: &[(i64, i64)],
    parts: &[Part],
    targets: &[i64],
) -> Result<(), Refusal> {
    let cannot = || Refusal::field("targets", Note::new("programme-note-cannot-add-up"));
    let all = || given.iter().copied().chain(targets.iter().copied().zip(parts.iter().map(|part| part.base)));
    let is_as_good = |target: i64| indicator.is_reached(target);
    let fits = match indicator.adds_up {
        AddsUp::Sum => {
            let sum: i64 = all().map(|(target, _)| target).sum();
            if indicator.target < sum {
                let before: i64 = given.iter().map(|(target, _)| target).sum();
                return Err(Refusal::field("targets", over(indicator.target - before)));
            }
            // Of a limit no part may be left to nobody: it would be used up unseen, which is what `left` shows.
            true
        }
        AddsUp::Mean => {
            let (sum, bases) = all().fold((0_i128, 0_i128), |(sum, bases), (target, base)| {
                (sum + i128::from(target) * i128::from(base), bases + i128::from(base))
            });
            let whole = i128::from(indicator.target) * bases;
            match indicator.direction {
                Direction::AtLeast => whole <= sum,
                Direction::AtMost => sum <= whole,
            }
        }
        AddsUp::Minimum | AddsUp::Last => all().all(|(target, _)| is_as_good(target)),
    };
    if fits { Ok(()) } else { Err(cannot()) }
}
