//! The settings kept in the database: each with its default and what it may be. What each means is the sentence
//! `setting-meaning-…` of its name, with dashes for its dots.

use super::may_operate;
use crate::house::{Done, House};
use danvan_domain::{
    events::Event,
    refusals::{Note, Refusal},
    rights::{Asker, Verb},
    time::Moment,
};
use danvan_store::settings as store;
use serde::Serialize;
use serde_json::json;

/// A setting.
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What holds when it was never set.
    pub default: &'static str,
    /// What it may be: the sentence `accepts-…`.
    pub accepts: &'static str,
    /// Whether the program keeps it itself; people do not set it.
    pub kept: bool,
    fits: fn(&str) -> bool,
}

/// After how many days without a back-up the doctor says so.
pub const BACKUP_DAYS: &str = "backup.days";
/// After how many days without a restore drill the doctor says so.
pub const DRILL_DAYS: &str = "backup.drill_days";
/// How many megabytes of disk must be free.
pub const DISK_MEGABYTES: &str = "disk.least_megabytes";
/// Whether the topics the program comes with are offered beside the installation's own.
pub const BUILT_IN_TOPICS: &str = "topics.built_in";

fn is_truth(text: &str) -> bool {
    matches!(text, "true" | "false")
}

fn is_days(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|days| (1..=3650).contains(&days))
}

fn is_moment(text: &str) -> bool {
    text.is_empty() || text.parse::<Moment>().is_ok()
}

fn is_megabytes(text: &str) -> bool {
    text.parse::<u32>().is_ok()
}

fn is_code(text: &str) -> bool {
    text.len() <= 40 && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
}

/// How many days a back-up is kept before it is destroyed: until when erased data may still stand in one.
pub const BACKUP_KEEP_DAYS: &str = "backup.keep_days";

/// Whether what is past its retention is erased every day without anybody asking.
pub const RETENTION_AUTOMATIC: &str = "retention.automatic";

/// The installation's own number of days of a rule of retention, a century at most; without it, the rule's.
fn is_own_days(text: &str) -> bool {
    text.is_empty() || text.parse().is_ok_and(|days: u16| (1..=36_525).contains(&days))
}

/// How many hours of shifts within seven days are the most of which one member of a campaign is asked.
pub const CAMPAIGN_WEEK_HOURS: &str = "campaign.week_hours";

fn is_week_hours(text: &str) -> bool {
    text.parse::<u8>().is_ok_and(|hours| (1..=84).contains(&hours))
}

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    Setting { name: BACKUP_DAYS, default: "7", accepts: "days", kept: false, fits: is_days },
    Setting { name: DRILL_DAYS, default: "92", accepts: "days", kept: false, fits: is_days },
    Setting { name: BACKUP_KEEP_DAYS, default: "35", accepts: "days", kept: false, fits: is_days },
    Setting {
        name: CAMPAIGN_WEEK_HOURS,
        default: "24",
        accepts: "week_hours",
        kept: false,
        fits: is_week_hours,
    },
    Setting { name: "city", default: "", accepts: "code", kept: false, fits: is_code },
    Setting { name: "demo.begun", default: "", accepts: "instant", kept: true, fits: is_moment },
    Setting { name: "demo.ready", default: "", accepts: "instant", kept: true, fits: is_moment },
    Setting { name: "demo.receipts", default: "", accepts: "text", kept: true, fits: |_| true },
    Setting { name: DISK_MEGABYTES, default: "1024", accepts: "megabytes", kept: false, fits: is_megabytes },
    Setting { name: crate::routes::FACTS_VERSION, default: "", accepts: "id", kept: true, fits: |_| true },
    Setting { name: RETENTION_AUTOMATIC, default: "false", accepts: "truth", kept: false, fits: is_truth },
    Setting { name: "retention.begun", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting { name: "retention.case", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting { name: "retention.contact", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting { name: "retention.document", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting { name: "retention.letter", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting {
        name: "retention.letter_archived",
        default: "",
        accepts: "long_days",
        kept: false,
        fits: is_own_days,
    },
    Setting {
        name: "retention.observation",
        default: "",
        accepts: "long_days",
        kept: false,
        fits: is_own_days,
    },
    Setting { name: "retention.reading", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting { name: "retention.roster", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting { name: "retention.visit", default: "", accepts: "long_days", kept: false, fits: is_own_days },
    Setting {
        name: crate::people::IDLE_FREE_ROLES,
        default: crate::people::IDLE_FREE_DEFAULT,
        accepts: "roles",
        kept: false,
        fits: crate::people::are_roles,
    },
    Setting {
        name: crate::people::IDLE_MINUTES,
        default: crate::people::IDLE_MINUTES_DEFAULT,
        accepts: "idle_minutes",
        kept: false,
        fits: crate::people::are_idle_minutes,
    },
    Setting {
        name: crate::people::FACTOR_ROLES,
        default: "",
        accepts: "roles",
        kept: false,
        fits: crate::people::are_roles,
    },
    Setting { name: "simulated", default: "false", accepts: "truth", kept: true, fits: is_truth },
    Setting { name: BUILT_IN_TOPICS, default: "true", accepts: "truth", kept: false, fits: is_truth },
    Setting { name: crate::units::TURN, default: "", accepts: "id", kept: true, fits: |_| true },
];

/// A setting as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// What holds.
    pub value: String,
    /// What holds when it was never set; nothing for a name nobody knows.
    pub default: Option<&'static str>,
    /// What it may be: the sentence `accepts-…`; nothing for a name nobody knows.
    pub accepts: &'static str,
    /// Whether it was set.
    pub set: bool,
    /// Whether it is known and what it may be.
    pub good: bool,
}

fn known(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// Every setting with what holds, names nobody knows included.
///
/// # Errors
/// The refusal of the right; a failure of the store.
pub async fn list(house: &House, asker: &Asker) -> Done<Vec<Standing>> {
    may_operate(house, asker)?;
    let stored = store::all(&house.store).await?;
    let of = |name: &str| stored.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
    let mut standing: Vec<Standing> = SETTINGS
        .iter()
        .map(|setting| {
            let value = of(setting.name);
            Standing {
                name: setting.name.to_owned(),
                set: value.is_some(),
                good: value.as_deref().is_none_or(setting.fits),
                value: value.unwrap_or_else(|| setting.default.to_owned()),
                default: Some(setting.default),
                accepts: setting.accepts,
            }
        })
        .collect();
    let strange = stored.into_iter().filter(|(name, _)| known(name).is_none());
    standing.extend(strange.map(|(name, value)| Standing {
        name,
        value,
        default: None,
        accepts: "",
        set: true,
        good: false,
    }));
    Ok(standing)
}

/// What a setting says, or its default.
///
/// # Errors
/// A failure of the store.
pub async fn value(house: &House, name: &str) -> Done<String> {
    let stored = store::get(&house.store, name).await?;
    Ok(stored.or_else(|| known(name).map(|setting| setting.default.to_owned())).unwrap_or_default())
}

/// Sets a setting.
///
/// # Errors
/// The refusal of the right; a name nobody knows, one the program keeps itself, or a value it may not have.
pub async fn set(house: &House, asker: &Asker, name: &str, value: &str) -> Done<()> {
    may_operate(house, asker)?;
    let Some(setting) = known(name) else {
        return Err(Refusal::field(name, Note::new("setting-unknown")).into());
    };
    if setting.kept {
        return Err(Refusal::field(name, Note::new("setting-kept")).into());
    }
    if !(setting.fits)(value) {
        return Err(Refusal::field(name, Note::new("setting-bad").with("accepts", setting.accepts)).into());
    }
    let before = store::get(&house.store, name).await?;
    let mut change = house.store.begin().await?;
    store::set(&mut change, name, value).await?;
    change.note(Event {
        at: house.now(),
        actor: asker.person,
        kind: "house.set".into(),
        thing: house.new_id(),
        unit: asker.unit_for(Verb::Operate),
        payload: json!({"name": name, "value": value, "before": before}),
    });
    change.commit().await?;
    Ok(())
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn every_default_fits_its_own_setting() {
        for setting in SETTINGS {
            assert!(setting.default.is_empty() || (setting.fits)(setting.default), "{}", setting.name);
        }
        assert!(SETTINGS.is_sorted_by(|a, b| a.name <= b.name), "the table is in order");
    }
}
