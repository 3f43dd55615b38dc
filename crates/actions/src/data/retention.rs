//! Retention: which rules stand here, what they find due today, and the run that erases it.

use super::{
    erase::{self, Basis},
    may_register,
};
use crate::{
    house::{Done, House},
    operations::settings::{self, RETENTION_AUTOMATIC},
};
use danvan_domain::{
    data::retention::{After, Rule},
    facts::Grade,
    rights::{Asker, Verb},
    time::Day,
};
use danvan_store::data::{self as store, Erasing};
use serde::Serialize;
use uuid::Uuid;

/// A rule as it stands in this installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Its code.
    pub rule: String,
    /// What it says, in Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// From what the days are counted.
    pub after: After,
    /// How many days.
    pub days: Option<u16>,
    /// Whether this installation set the days itself.
    pub own: bool,
    /// Whether the retention run erases by it.
    pub runs: bool,
    /// Where the rule is written.
    pub source: String,
    /// How sure it is.
    pub grade: Grade,
}

/// What a rule finds due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The rule.
    #[serde(flatten)]
    pub rule: Standing,
    /// Everything before this day is due.
    pub before: Day,
    /// How many cases, observations, documents, letters, visits or proceedings lose something.
    pub things: i64,
}

/// So many things share a change and a certificate.
const BATCH: i64 = 500;

/// The setting by which an installation changes the days of a rule.
fn setting(rule: &str) -> String {
    format!("retention.{rule}")
}

/// Every rule as it stands here.
///
/// # Errors
/// A failure of the store.
pub(super) async fn standing(house: &House) -> Done<Vec<Standing>> {
    let mut all = Vec::new();
    for rule in Rule::facts() {
        let own: Option<u16> =
            if rule.runs { settings::value(house, &setting(&rule.rule)).await?.parse().ok() } else { None };
        let rule = rule.with_days(own);
        all.push(Standing {
            rule: rule.rule,
            vi: rule.vi,
            en: rule.en,
            after: rule.after,
            days: rule.days,
            own: own.is_some(),
            runs: rule.runs,
            source: rule.source,
            grade: rule.grade,
        });
    }
    Ok(all)
}

/// For how many days something is kept by a rule as it stands here; none by a rule without days.
pub(crate) async fn days(house: &House, rule: &str) -> Done<u16> {
    let own: Option<u16> = settings::value(house, &setting(rule)).await?.parse().ok();
    Ok(Rule::get(rule).and_then(|rule| rule.with_days(own).days).unwrap_or(0))
}

fn erasing(rule: &str) -> Option<Erasing> {
    match rule {
        "contact" => Some(Erasing::Contact),
        "case" => Some(Erasing::Case),
        "observation" => Some(Erasing::Observation),
        "reading" => Some(Erasing::Reading),
        "document" => Some(Erasing::Document),
        "letter" => Some(Erasing::Letter),
        "letter_archived" => Some(Erasing::Archived),
        "visit" => Some(Erasing::Visit),
        "exemplar" => Some(Erasing::Exemplar),
        "begun" => Some(Erasing::Begun),
        "roster" => Some(Erasing::Roster),
        _ => None,
    }
}

/// The rules by which something may be erased, each with what it erases and the day before which all is due.
async fn running(house: &House) -> Done<Vec<(Standing, Erasing, Day)>> {
    let today = house.today();
    let all = standing(house).await?;
    let dated = all.into_iter().filter_map(|rule| {
        let before = Rule::get(&rule.rule)?.with_days(rule.days).before(today)?;
        Some((erasing(&rule.rule)?, before.day(), rule))
    });
    Ok(dated.map(|(erasing, before, rule)| (rule, erasing, before)).collect())
}

/// What a run would erase today.
///
/// # Errors
/// The refusal of the right to see the register; a failure of the store.
pub async fn preview(house: &House, asker: &Asker) -> Done<Vec<Due>> {
    may_register(asker, Verb::ReadDataRegister)?;
    let mut due = Vec::new();
    for (rule, erasing, before) in running(house).await? {
        let things = store::count_due(&house.store, erasing, erase::begin_of(before)).await?;
        due.push(Due { rule, before, things });
    }
    Ok(due)
}

/// The daily run: erases what is due where the installation has turned that on.
///
/// # Errors
/// A failure of the store.
pub async fn run_by_itself(house: &House) -> Done<()> {
    if settings::value(house, RETENTION_AUTOMATIC).await? == "true" {
        run(house, &Asker::house()).await?;
    }
    Ok(())
}

/// Erases what is due, rule by rule, in changes of their own; each gives a certificate. Returns their ids.
///
/// # Errors
/// The refusal of the right to keep the register; a failure of the store. What was erased stays erased.
pub async fn run(house: &House, asker: &Asker) -> Done<Vec<Uuid>> {
    may_register(asker, Verb::KeepDataRegister)?;
    let mut certificates = Vec::new();
    for (rule, erasing, before) in running(house).await? {
        let basis = Basis { rule: rule.rule.clone(), basis: rule.source.clone(), erasing, before };
        while let Some(certificate) = erase::by_rule(house, asker, &basis, BATCH).await? {
            certificates.push(certificate);
        }
    }
    Ok(certificates)
}
