//! Made-up letters of past months on the desks of communes, each lived through its procedure as the law asks, some of them
//! late. Nobody in them is real, and each says so.

mod run;

use crate::chance::Chance;
use danvan_domain::{
    answers::Answers,
    calendar::Calendar,
    deadlines::Deadline,
    events::Event,
    ids::{LetterId, PersonId, ProceedingId, UnitId},
    letters::{Axes, Branch, Competence, Content, Disposal, Eligibility, Letter, Way},
    office_hours::OfficeHours,
    procedures::{Done, Party, Procedures},
    proceedings::{Kept, Proceeding},
    registers::Spell,
    time::{Day, Moment},
};
use serde_json::json;
use uuid::Uuid;

/// What an invented desk goes by.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The rows of the law.
    pub procedures: &'a Procedures,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Working hours.
    pub hours: &'a OfficeHours,
    /// Reasons of lateness.
    pub answers: &'a Answers,
    /// The office.
    pub unit: UnitId,
    /// The city above it.
    pub city: Option<UnitId>,
    /// Whoever works there.
    pub officer: PersonId,
    /// The chair.
    pub leader: PersonId,
    /// The present.
    pub now: Moment,
}

/// A letter with everything that was done on it.
pub struct Worked {
    /// The letter.
    pub letter: Letter,
    /// Its proceedings, each with acts and deadlines.
    pub proceedings: Vec<(Proceeding, Vec<Kept>, Vec<Deadline>)>,
    /// What the registers hold of them.
    pub spells: Vec<Spell>,
    /// What happened.
    pub events: Vec<Event>,
}

/// What letters say, with their topics.
const SAID: &[(&str, &str)] = &[
    ("land.clearance", "không đồng ý với phương án bồi thường, hỗ trợ tại dự án đường vành đai"),
    ("building.illegal", "về việc xây dựng lấn chiếm ngõ đi chung"),
    ("water.drainage", "đề nghị nạo vét cống thoát nước trước mùa mưa"),
    ("office.procedure", "đề nghị trả lời hồ sơ cấp giấy chứng nhận đã nộp"),
    ("environment.pollution", "về khói bụi từ công trường cạnh khu dân cư"),
];

/// The letters that came to a desk on some days, `mean` a month, oldest first. The same seed makes the same letters.
pub fn worked(desk: Desk<'_>, from: Day, mean: f64, seed: u64) -> Vec<Worked> {
    let mut chance =
        Chance::new(seed ^ u64::try_from(desk.unit.0.as_u128() & u128::from(u64::MAX)).unwrap_or(0));
    let mut made = Vec::new();
    let (mut day, mut number, mut year) = (from, 0, from.0.year());
    while day <= desk.now.day() {
        if year != day.0.year() {
            (year, number) = (day.0.year(), 0);
        }
        if desk.calendar.is_working_day(day) && chance.happens(mean / 21.0) {
            let at = Moment::at(day, 8, 0).plus_seconds(chance.between(0, 8 * 3600));
            if at < desk.now {
                number += 1;
                made.push(Making { desk, chance: &mut chance }.letter(at, number));
            }
        }
        day = day.next();
    }
    made
}

struct Making<'a, 'b> {
    desk: Desk<'a>,
    chance: &'b mut Chance,
}

impl Making<'_, '_> {
    fn id(&mut self, at: Moment) -> Uuid {
        let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
        let mut bytes = [0; 10];
        bytes.iter_mut().for_each(|byte| *byte = u8::try_from(self.chance.between(0, 255)).unwrap_or(0));
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    /// Some working days after a moment, in office hours.
    fn later(&mut self, at: Moment, low: i64, high: i64) -> Moment {
        let days = u16::try_from(self.chance.between(low, high)).unwrap_or(1);
        let day = self.desk.calendar.plus_working_days(at.day(), days);
        Moment::at(day, 8, 30).plus_seconds(self.chance.between(0, 7 * 3600))
    }

    fn letter(&mut self, at: Moment, number: i64) -> Worked {
        // Long because a letter has many fields.
        let (topic, said) = *self.chance.pick(SAID);
        let content = match self.chance.between(1, 100) {
            ..=58 => Content::Petition,
            59..=91 => Content::Complaint,
            92..=94 => Content::RuleFeedback,
            _ => Content::Denunciation,
        };
        let (kind, is_sealed) = match content {
            Content::Complaint => ("Khiếu nại", false),
            Content::Denunciation => ("", true),
            _ => ("Kiến nghị", false),
        };
        let signers =
            if self.chance.happens(0.06) { self.chance.between(5, 40) } else { self.chance.between(1, 3) };
        let classified_at =
            if self.chance.happens(0.06) { self.later(at, 11, 15) } else { self.later(at, 1, 4) };
        let (disposal, eligibility, competence) = match self.chance.between(1, 20) {
            1 if content == Content::Petition => (Disposal::Guide, Eligibility::Eligible, Competence::Other),
            2 if content == Content::Petition => {
                (Disposal::Archive, Eligibility::Incomplete, Competence::Own)
            }
            _ => (Disposal::Open, Eligibility::Eligible, Competence::Own),
        };
        let is_classified = classified_at < self.desk.now && !is_sealed;
        let branch = *self.chance.pick(&[Branch::State, Branch::State, Branch::State, Branch::PublicUnit]);
        let axes = Axes {
            content,
            parts: Vec::new(),
            eligibility,
            competence,
            has_originals: false,
            branch,
            is_sharp: false,
            has_facts: false,
        };
        let ground = "(Mô phỏng) Theo nội dung đơn".to_owned();
        let letter = Letter {
            id: LetterId(self.id(at)),
            request_hash: Vec::new(),
            unit: self.desk.unit,
            logged_at: self.desk.unit,
            year: i64::from(at.day().0.year()),
            number,
            way: *self.chance.pick(&[Way::HandedIn, Way::Post, Way::Visit]),
            forwarded_by: String::new(),
            received_on: at.day(),
            received_at: at,
            written_on: None,
            topic: if is_sealed { String::new() } else { topic.to_owned() },
            place: self.desk.unit,
            summary: if is_sealed { String::new() } else { format!("(Mô phỏng) {kind} {said}.") },
            signers: if is_sealed { 1 } else { signers },
            is_sealed,
            recorder: Some(self.desk.officer),
            recorded_at: at,
            axes: is_classified.then_some(axes),
            disposal: is_classified.then_some(disposal),
            ground: if is_classified { ground } else { String::new() },
            document: if is_classified && disposal == Disposal::Guide {
                "12/HD-UBND".into()
            } else {
                String::new()
            },
            classified_at: is_classified.then_some(classified_at),
            same_as: None,
            intake: Some(ProceedingId(self.id(at))),
        };
        self.work(letter, content, classified_at)
    }

    fn work(&mut self, letter: Letter, content: Content, classified_at: Moment) -> Worked {
        let mut events = vec![Event {
            at: letter.received_at,
            actor: Some(self.desk.officer),
            kind: "letter.received".into(),
            thing: letter.id.0,
            unit: Some(self.desk.unit),
            payload: json!({"number": letter.number, "year": letter.year, "way": letter.way, "sealed": letter.is_sealed}),
        }];
        let received = Done::new("receive", letter.received_at, Party::CommuneOfficer);
        let intake = letter.intake.unwrap_or(ProceedingId(Uuid::nil()));
        let mut parts = Vec::new();
        let is_moved = matches!(content, Content::Complaint | Content::RuleFeedback) && letter.axes.is_some();
        let procedure = if letter.is_sealed { "denunciation" } else { "petition" };
        let mut acts = vec![received.clone()];
        acts.extend(self.intake_acts(&letter, content, classified_at));
        parts.push((intake, None, procedure, acts));
        if is_moved {
            let acts = [vec![received], self.own_acts(content, letter.received_at, classified_at)].concat();
            let child = ProceedingId(self.id(classified_at));
            parts.push((child, Some(intake), content.procedure().unwrap_or_default(), acts));
        }
        let has_parts = parts.len() > 1;
        let (mut proceedings, mut all_spells) = (Vec::new(), Vec::new());
        for (id, parent, procedure, acts) in parts {
            let Some(run) = self.run(&letter, (id, parent, procedure), acts) else { continue };
            all_spells.extend(self.spells_of(&letter, has_parts && parent.is_none(), &run));
            events.extend(run.1.iter().map(|kept| run.0.event(kept)));
            proceedings.push(run);
        }
        events.sort_by_key(|event| event.at);
        Worked { letter, proceedings, spells: all_spells, events }
    }

    /// What is done on the proceeding that began with the reception.
    fn intake_acts(&mut self, letter: &Letter, content: Content, classified_at: Moment) -> Vec<Done> {
        let officer = |code: &str, at: Moment| Done {
            ground: "(Mô phỏng) Theo nội dung đơn".into(),
            document: "12/HD-UBND".into(),
            office: "(Mô phỏng) Cơ quan có thẩm quyền".into(),
            ..Done::new(code, at, Party::CommuneOfficer)
        };
        if letter.is_sealed {
            return self.denunciation(letter.received_at);
        }
        match (letter.disposal, content) {
            (Some(Disposal::Guide), _) => vec![officer("guide", classified_at)],
            (Some(Disposal::Archive), _) => vec![officer("archive", classified_at)],
            (Some(_), Content::Complaint | Content::RuleFeedback) => vec![officer("move", classified_at)],
            _ => {
                let answered = self.later(classified_at, 3, 22);
                vec![officer("classify", classified_at), officer("answer", answered)]
            }
        }
    }

    fn denunciation(&mut self, received_at: Moment) -> Vec<Done> {
        let accepted = self.later(received_at, 2, 6);
        let concluded = self.later(accepted, 12, 19);
        let leader = |code: &str, at: Moment| Done {
            document: "3/QĐ-UBND".into(),
            ..Done::new(code, at, Party::CommuneLeader)
        };
        let posting = vec!["posting".to_owned()];
        let published = Done { forms: posting, ..leader("publish", self.later(concluded, 2, 6)) };
        vec![leader("accept", accepted), leader("conclude", concluded), published]
    }

    /// What the city does on a second complaint.
    fn second_acts(&mut self, received_at: Moment) -> Vec<Done> {
        let act = |code: &str, at: Moment| Done {
            document: "21/QĐ-UBND".into(),
            forms: vec!["posting".into()],
            ..Done::new(code, at, Party::CityLeader)
        };
        let accepted = self.later(received_at, 3, 7);
        let announced = self.later(accepted, 1, 3);
        let talked = self.later(announced, 6, 9);
        let decided = self.later(talked, 8, 16);
        vec![
            act("accept_second", accepted),
            act("announce_dialogue", announced),
            act("second_dialogue", talked),
            act("decide_second", decided),
            act("send_second", self.later(decided, 1, 3)),
            act("publish_second", self.later(decided, 4, 8)),
        ]
    }

    fn own_acts(&mut self, content: Content, received_at: Moment, classified_at: Moment) -> Vec<Done> {
        let act = |code: &str, at: Moment, by: Party| Done {
            document: "15/QĐ-UBND".into(),
            ..Done::new(code, at, by)
        };
        if content == Content::RuleFeedback {
            return vec![act("settle", self.later(classified_at, 1, 2), Party::CommuneOfficer)];
        }
        let accepted = if self.chance.happens(0.12) {
            self.later(received_at, 8, 12).max(classified_at)
        } else {
            self.later(received_at, 5, 7).max(classified_at.plus_seconds(600))
        };
        let decided = if self.chance.happens(0.14) {
            self.later(accepted, 23, 32)
        } else {
            self.later(accepted, 12, 19)
        };
        let sent = self.later(decided, 1, 3);
        let mut acts = vec![
            act("accept", accepted, Party::CommuneLeader),
            act("decide_first", decided, Party::CommuneLeader),
            act("send_first", sent, Party::CommuneOfficer),
        ];
        if self.chance.happens(0.1) {
            let known = self.later(sent, 1, 2);
            acts.push(act("first_decision_received", known, Party::Complainant));
            let again = self.later(known, 4, 12);
            acts.push(act("complain_second", again, Party::Complainant));
            acts.extend(self.second_acts(again));
        }
        acts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use danvan_domain::registers::Kind;
    use std::collections::BTreeSet;

    fn made(seed: u64) -> Vec<Worked> {
        let now = Moment::at("2026-11-26".parse().expect("a day"), 10, 0);
        let desk = Desk {
            procedures: Procedures::facts(),
            calendar: Calendar::facts(),
            hours: OfficeHours::facts(),
            answers: Answers::facts(),
            unit: UnitId(Uuid::from_u128(5)),
            city: Some(UnitId(Uuid::from_u128(1))),
            officer: PersonId(Uuid::from_u128(2)),
            leader: PersonId(Uuid::from_u128(3)),
            now,
        };
        worked(desk, "2026-03-02".parse().expect("a day"), 14.0, seed)
    }

    #[test]
    fn a_desk_lives_lawfully_and_shows_something_of_everything() {
        let all = made(7);
        assert!((80..180).contains(&all.len()), "{}", all.len());
        let spells: Vec<&Spell> = all.iter().flat_map(|one| &one.spells).collect();
        let kinds: BTreeSet<Kind> = spells.iter().map(|spell| spell.kind).collect();
        for kind in [Kind::Petition, Kind::Complaint, Kind::SecondComplaint, Kind::Denunciation] {
            assert!(kinds.contains(&kind), "{kinds:?}");
        }
        assert!(spells.iter().any(|spell| spell.ended_on.is_none()), "something stays");
        let is_forgotten = |spell: &&&Spell| spell.kind == Kind::SecondComplaint && spell.ended_on.is_none();
        let open: Vec<Day> = spells.iter().filter(is_forgotten).map(|spell| spell.begun_on).collect();
        let long_ago: Day = "2026-07-01".parse().expect("a day");
        assert!(open.iter().all(|begun| *begun > long_ago), "the city settles what was sent on: {open:?}");
        let late = spells.iter().filter(|spell| spell.late_on.is_some()).count();
        assert!(late > 3 && late * 3 < spells.len(), "{late} of {}", spells.len());
        let decided = |kind: Kind| spells.iter().any(|spell| spell.kind == kind && spell.ended_on.is_some());
        assert!(decided(Kind::Complaint) && decided(Kind::Denunciation) && decided(Kind::SecondComplaint));
        for one in &all {
            assert!(one.letter.is_sealed || one.letter.summary.starts_with("(Mô phỏng)"));
            assert!(
                !one.letter.is_sealed || one.letter.summary.is_empty(),
                "a denunciation says nothing here"
            );
            for (it, kept, rows) in &one.proceedings {
                assert!(!kept.is_empty() && !rows.is_empty(), "{it:?}");
            }
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_letters() {
        let told = |all: &[Worked]| -> Vec<String> {
            all.iter().map(|one| format!("{:?} {:?}", one.letter, one.spells)).collect()
        };
        assert_eq!(told(&made(3)), told(&made(3)));
        assert_ne!(told(&made(3)), told(&made(4)));
    }
}
