//! What the teams of a day hear, each in its own village.

use crate::{
    chance::Chance,
    ground::{Commune, Spot},
    letters::{self, Letter, Subject},
    noise,
    staff::Staff,
};
use danvan_domain::{
    events::Event,
    ids::ObservationId,
    observations::{By, Heard, HowMany, Observation, Severity, Trend, note},
    time::Moment,
};

/// How many observations a team notes a day: about one every two weeks.
pub(crate) const OBSERVATIONS_PER_TEAM: f64 = 1.0 / 14.0;

/// How a matter stands where it is heard.
pub(crate) struct Mood {
    /// How much more it is spoken of than usual.
    pub(crate) more: f64,
    /// Whether that grows or falls, against a week before.
    pub(crate) growing: f64,
}

/// What the team of a village notes; nothing when the village has no team.
pub(crate) fn note_one(
    staff: &Staff,
    commune: &Commune,
    spot: &Spot,
    (subject, letter): (&Subject, &Letter),
    mood: &Mood,
    at: Moment,
    chance: &mut Chance,
) -> Option<(Observation, Event)> {
    let person = *staff.teams.get(&spot.unit)?;
    let by = By { person, unit: spot.unit, at };
    let heard = Heard {
        place: spot.unit,
        topic: subject.topic.clone(),
        severity: severity(mood, chance),
        how_many: how_many(mood, chance),
        trend: trend(mood, chance),
        note: words(commune, spot, letter, chance),
    };
    Some(note(ObservationId(chance.id(at)), heard, commune.unit, &[], &by))
}

fn words(commune: &Commune, spot: &Spot, letter: &Letter, chance: &mut Chance) -> String {
    if chance.happens(0.12) {
        return String::new();
    }
    let village = spot.village.as_deref().unwrap_or(&commune.name);
    let at = letters::team_spot(chance, commune.ground.urban, village);
    let text = letters::hearing(letter, &at, &commune.name);
    if chance.happens(0.3) { noise::typed(&text, chance) } else { text }
}

fn severity(mood: &Mood, chance: &mut Chance) -> Severity {
    let hotter = (mood.more.max(1.0).ln() * 0.12).min(0.3);
    match chance.unit() + hotter {
        share if share < 0.45 => Severity::Concern,
        share if share < 0.79 => Severity::Worry,
        share if share < 0.985 => Severity::Anger,
        _ if chance.happens(0.35) => Severity::Hotspot,
        _ => Severity::Anger,
    }
}

fn how_many(mood: &Mood, chance: &mut Chance) -> HowMany {
    match chance.unit() + (mood.more.max(1.0).ln() * 0.08).min(0.2) {
        share if share < 0.16 => HowMany::One,
        share if share < 0.52 => HowMany::Few,
        share if share < 0.80 => HowMany::About10,
        share if share < 0.96 => HowMany::About50,
        _ => HowMany::Over100,
    }
}

fn trend(mood: &Mood, chance: &mut Chance) -> Trend {
    let rising = if mood.growing > 1.15 { 0.6 } else { 0.2 };
    let easing = if mood.growing < 0.87 { 0.5 } else { 0.17 };
    match chance.unit() {
        share if share < rising => Trend::Rising,
        share if share < rising + easing * (1.0 - rising) => Trend::Easing,
        _ => Trend::Same,
    }
}
