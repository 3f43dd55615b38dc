//! One resident asks: a letter, its place, its writer, and the life it leads.

use super::{City, World};
use crate::{
    chance::Chance,
    ground::moved,
    heard::{Mood, note_one},
    letters::{self, SUBJECTS, Subject},
    lives::{Life, Living, contact, receive},
    noise,
};
use danvan_domain::{
    cases::{Case, Channel, Intake},
    ids::{CaseId, UnitId},
    text,
    time::Moment,
    units::Point,
};

/// What was said lately at one place about one topic, and may be said again.
pub(super) struct Said {
    pub(super) case: Case,
    letter: usize,
    at: String,
}

impl City<'_> {
    pub(super) fn case(&mut self, at: Moment, commune: usize, subject: usize, pressed: bool) -> Option<Life> {
        // Long because a letter, its place, its writer and its life are drawn in one order from one chance.
        let subject_key = (self.communes[commune].unit, subject);
        let earlier = self.said.entry(subject_key).or_default();
        earlier.retain(|said| at.seconds_since(said.case.received_at) <= 7 * 86_400);
        let again =
            (!earlier.is_empty() && self.chance.happens(0.35)).then(|| self.chance.place(earlier.len()));
        let subject: &Subject = &SUBJECTS[subject];
        let chance = &mut self.chance;
        let commune = &self.communes[commune];
        let (letter, spot, place, near) = match again {
            Some(position) => {
                let said = &earlier[position];
                (said.letter, said.at.clone(), said.case.place, said.case.point)
            }
            None => {
                let home = &commune.spots[chance.place(commune.spots.len())];
                let spot = letters::spot(chance, commune.ground.urban, home.village.as_deref());
                let near = home.point.map(|point| moved(chance, point, 0.5)).map(|at| (at.lat, at.lon));
                (chance.place(subject.letters.len()), spot, home.unit, near)
            }
        };
        let same = again.map(|position| earlier[position].case.clone());
        let letter_text = &subject.letters[letter];
        let mut intake = intake(
            &self.world,
            chance,
            &subject.topic,
            (place, near, again.is_some()),
            at,
            letters::write,
            (letter_text, &spot, &commune.name),
        );
        let mut brought = None;
        let home = commune.spots.iter().find(|spot| spot.unit == place);
        match (intake.channel, home) {
            // A team that brings something in has noted it a little before.
            (Channel::Team, Some(home)) => {
                let mood = Mood { more: 1.0, growing: 1.0 };
                let before = at.plus_seconds(-chance.between(120, 5_400)).max(Moment::at(self.day, 0, 0));
                let noted =
                    note_one(self.staff, commune, home, (subject, letter_text), &mood, before, chance);
                brought = self.staff.teams.get(&home.unit).copied();
                if let Some((observation, event)) = noted {
                    intake.observation = Some(observation.id);
                    self.made += 1;
                    self.coming.insert((event.at, self.made), event);
                    self.raised.push(observation);
                }
            }
            (Channel::Desk, _) => {
                brought = self.staff.officers.get(&commune.unit).map(|list| *chance.pick(list));
            }
            _ => {}
        }
        let life = receive(&self.world, &intake, commune.unit, at, brought, chance)?;
        let others = if chance.happens(0.09) { 1 + chance.waiting(1.6) as i64 } else { 0 };
        let living = Living {
            world: &self.world,
            staff: self.staff,
            commune,
            letter: letter_text,
            at: &spot,
            now: self.plan.now,
            late: if pressed { 0.16 } else { commune.late },
            pressed,
            chance,
            life,
            last: at,
        };
        let life = living.live(same.as_ref(), others);
        if life.case.merged_into.is_none() {
            earlier.push(Said { case: life.case.clone(), letter, at: spot });
        }
        Some(life)
    }
}

/// Where, near which point, and whether somebody already spoke of it.
type Place = (UnitId, Option<(f64, f64)>, bool);
type Write = fn(&mut Chance, &letters::Letter, &str, &str) -> String;

fn intake(
    world: &World<'_>,
    chance: &mut Chance,
    topic: &str,
    (place, near, again): Place,
    at: Moment,
    write: Write,
    (letter, spot, commune): (&letters::Letter, &str, &str),
) -> Intake {
    let body = write(chance, letter, spot, commune);
    let body = noise::typed(&body, chance);
    let body = text::clean_lines(&body, 4000).unwrap_or(body);
    let with_point = again || chance.happens(0.62);
    // The same matter is told from within 300 m.
    let point = near.filter(|_| with_point).map(|(lat, lon)| {
        let point = moved(chance, Point { lat, lon }, if again { 0.14 } else { 0.02 });
        (point.lat, point.lon)
    });
    let may_be_urgent = world.topics.get(topic).is_some_and(|topic| topic.urgent);
    let channel = match chance.between(1, 100) {
        1..=76 => Channel::Web,
        77..=87 => Channel::Team,
        88..=96 => Channel::Desk,
        _ => Channel::Api,
    };
    Intake {
        id: CaseId(chance.id(at)),
        topic: topic.to_owned(),
        place,
        point,
        body,
        language: "vi".into(),
        urgent: may_be_urgent && chance.happens(0.1),
        contact: contact(chance, 0.48),
        channel,
        observation: None,
        photos: Vec::new(),
    }
}
