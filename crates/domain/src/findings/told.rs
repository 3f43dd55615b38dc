//! A finding in one sentence.

use super::{Finding, Kind};
use crate::refusals::Note;

/// What stands in the sentence, in the reader's language. A number that this reader may not see is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The topic, or the first of those that rise together.
    pub topic: String,
    /// The place, or the first of them.
    pub place: String,
    /// How many places.
    pub places: usize,
    /// How many times as much, as the reader writes it.
    pub times: Option<String>,
    /// What was counted.
    pub observed: Option<i64>,
}

/// The sentence of a finding: a key and its values.
pub fn told(finding: &Finding, names: &Names) -> Note {
    let days = finding.days.1.days_since(finding.days.0) + 1;
    let topics = finding.topics().len();
    let ending = match (finding.kind, names.observed, &names.times) {
        // Many topics of one place are told as what rises there.
        (Kind::Warning, None, _) if topics > 0 => "-all-hidden",
        (Kind::Warning, Some(_), None) if topics > 0 => "-all-new",
        (Kind::Warning, ..) if topics > 0 => "-all",
        // Outside the places themselves few stay untold.
        (_, None, _) => "-hidden",
        (Kind::Warning | Kind::Cluster | Kind::Forecast, Some(_), None) => "-new",
        _ => "",
    };
    let kind = if finding.kind == Kind::Cluster { Kind::Warning } else { finding.kind };
    let key = format!("finding-told-{}{ending}", kind.word().replace('_', "-"));
    let mut note = Note::new(&key)
        .with("topic", &names.topic)
        .with("place", &names.place)
        .with("n", names.places)
        .with("topics", topics)
        .with("days", days)
        .with("until", finding.days.1)
        .with("expected", finding.expected.round() as i64);
    if let Some(observed) = names.observed {
        note = note.with("observed", observed);
    }
    if let Some(times) = &names.times {
        note = note.with("times", times);
    }
    note
}
