//! One case from its first words to the present, through the same steps that officers and residents take.

use crate::{chance::Chance, city::World, ground::Commune, letters, staff::Staff};
use danvan_domain::{
    answers::ReasonList,
    cases::{
        Case, Contact, Entry, Intake, Stage, Supporter, reason_text,
        steps::{By, Step},
    },
    events::Event,
    ids::{EntryId, PersonId, UnitId},
    office_hours::WorkingTime,
    receipt::ReceiptCode,
    refusals::Refusal,
    time::Moment,
    units::{Level, rehome},
};
use uuid::Uuid;

/// A case with everything that happened to it until the present.
#[derive(Clone, Debug)]
pub struct Life {
    /// As it stands now.
    pub case: Case,
    /// How to reach whoever asked.
    pub contact: Contact,
    /// Who else has the same matter.
    pub supporters: Vec<Supporter>,
    /// Its history, oldest first.
    pub entries: Vec<Entry>,
    /// The events of its history, oldest first.
    pub events: Vec<Event>,
    /// How many steps the rules refused; a true city has none.
    pub refused: usize,
}

/// Shares of what becomes of cases, by which a city is measured (FACTS of comparable systems).
const REFUSED: f64 = 0.067;
const NOT_SOLVED: f64 = 0.068;
const SOLVED: f64 = 0.108;
const CLOSED_AT_ONCE: f64 = 0.3;

const PAUSE_WORDS: &[&str] = &[
    "Đã gọi điện cho người phản ánh, hẹn kiểm tra hiện trường.",
    "Chờ đơn vị quản lý trả lời công văn.",
    "Tổ dân phố xác nhận có việc này.",
    "Đã chụp ảnh hiện trạng, đưa vào lịch tuần.",
    "Trùng kế hoạch ra quân tuần sau.",
];
const MORE_WORDS: &[&str] = &[
    "Hôm nay tình trạng vẫn như cũ.",
    "Xin bổ sung: chỗ này gần cổng trường.",
    "Tôi đã hỏi tổ trưởng, bác ấy cũng xác nhận.",
    "Có thêm mấy nhà bên cạnh cũng bị.",
];
pub const AGAIN_WORDS: &[&str] = &[
    "Việc chưa được giải quyết, vẫn như cũ.",
    "Làm được hai hôm lại bị lại.",
    "Trả lời chung chung, chưa thấy ai xuống.",
    "Mới xử lý một phần, đề nghị làm nốt.",
];
const ELSEWHERE_WORDS: &[&str] =
    &["Điểm phản ánh thuộc địa bàn bên cạnh.", "Tuyến này do đơn vị bên quản lý, xin chuyển đúng nơi."];
const REORGANISED: &str = "Chuyển theo sắp xếp đơn vị hành chính, chính quyền địa phương hai cấp.";

/// Everything one life needs.
pub(crate) struct Living<'a> {
    pub(crate) world: &'a World<'a>,
    pub(crate) staff: &'a Staff,
    pub(crate) commune: &'a Commune,
    pub(crate) letter: &'a letters::Letter,
    pub(crate) at: &'a str,
    pub(crate) now: Moment,
    /// Chance of a late answer, and how far towards its due moment an answer in time tends to come.
    pub(crate) late: f64,
    pub(crate) pressed: bool,
    pub(crate) chance: &'a mut Chance,
    pub(crate) life: Life,
    pub(crate) last: Moment,
}

/// Takes an intake and makes it a case that waits, as the action does.
pub(crate) fn receive(
    world: &World<'_>,
    intake: &Intake,
    responsible: UnitId,
    at: Moment,
    by: Option<PersonId>,
    chance: &mut Chance,
) -> Option<Life> {
    let due = (&world.receive_due(intake.urgent, at)?, &world.answer_due(&intake.topic, at)?);
    let receipt = ReceiptCode::from_chance(chance.bytes());
    let case = Case::from_intake(intake, &receipt, responsible, due, at);
    let first = case.received(&By { person: by, unit: None, at, entry: EntryId(Uuid::nil()) });
    Some(Life {
        case,
        contact: intake.contact.clone(),
        supporters: Vec::new(),
        entries: Vec::new(),
        events: vec![first.event],
        refused: 0,
    })
}

impl Living<'_> {
    /// Lives the case to the present; `same` is an earlier case of the same matter into which it may be merged.
    pub(crate) fn live(mut self, same: Option<&Case>, others: i64) -> Life {
        let received = self.life.case.received_at;
        let wait = self.chance.waiting(if self.life.case.urgent { 45.0 } else { 130.0 }) * self.commune.slow;
        let taken = self.working(received, wait);
        if self.take(taken)
            && !same.is_some_and(|same| self.merge(same))
            && self.between(others)
            && self.settle(received, 0.0)
        {
            self.afterwards(1);
        }
        self.life
    }

    /// A moment so many working minutes later.
    fn working(&self, from: Moment, minutes: f64) -> Moment {
        let time = WorkingTime::of_minutes(minutes.clamp(1.0, 200_000.0) as u32);
        self.world.hours.plus(self.world.calendar, from, time)
    }

    /// Takes a step, unless it lies in the future; then the life is told as far as it goes.
    fn act(
        &mut self,
        at: Moment,
        by: (Option<PersonId>, Option<UnitId>),
        step: impl FnOnce(&mut Case, &By) -> Result<Step, Refusal>,
    ) -> bool {
        let at = at.max(self.last.plus_seconds(1));
        if at > self.now {
            return false;
        }
        let by = By { person: by.0, unit: by.1, at, entry: EntryId(self.chance.id(at)) };
        match step(&mut self.life.case, &by) {
            Ok(step) => {
                self.life.entries.push(step.entry);
                self.life.events.push(step.event);
                self.last = at;
                true
            }
            Err(_) => {
                self.life.refused += 1;
                false
            }
        }
    }

    /// The office that acts at a moment and one of its officers. An open case of an office that has ended goes to
    /// whoever stands for it first.
    fn office(&mut self, at: Moment) -> (Option<PersonId>, Option<UnitId>) {
        let responsible = self.life.case.responsible;
        let tree = self.world.tree;
        let ended = tree.get(responsible).and_then(|unit| unit.valid_to).filter(|last| *last < at.day());
        let Some(ended) = ended else { return (self.officer(responsible), Some(responsible)) };
        // The place decides where it is known, else whoever stands for the office or for a part of it.
        let by_place = match rehome(tree, self.life.case.place, at.day(), Level::Commune).as_slice() {
            [part] => part.unit,
            _ => None,
        };
        let parts = || tree.standing_for(responsible, at.day()).first().copied();
        let Some(next) = by_place.or_else(|| tree.today(responsible, at.day())).or_else(parts) else {
            return (None, Some(responsible));
        };
        let by = (self.officer(next), Some(next));
        if self.life.case.stage.is_open() {
            let minutes = self.chance.between(10, 400) as f64;
            let moving = self.working(Moment::at(ended.next(), 8, 0), minutes).min(at);
            self.act(moving, by, |case, by| case.transfer(next, REORGANISED, by));
        }
        by
    }

    fn officer(&mut self, unit: UnitId) -> Option<PersonId> {
        let officers = self.staff.officers.get(&unit)?;
        // Most of an office's cases are with whoever already has them.
        let own = self.life.case.assignee.filter(|person| officers.contains(person));
        own.filter(|_| self.chance.happens(0.9)).or_else(|| Some(*self.chance.pick(officers)))
    }

    /// An officer takes it, or gives it to a colleague; now and then it turns out to belong next door.
    fn take(&mut self, at: Moment) -> bool {
        let by = self.office(at);
        let colleagues = by.1.and_then(|unit| self.staff.officers.get(&unit));
        let colleague = colleagues.map(|list| *self.chance.pick(list)).filter(|to| Some(*to) != by.0);
        let done = match colleague.filter(|_| self.chance.happens(0.18)) {
            Some(to) => self.act(at, by, |case, by| case.assign(to, by)),
            None => self.act(at, by, Case::accept),
        };
        let Some(next) = self.commune.neighbour.filter(|next| Some(*next) != by.1) else { return done };
        if !done || !self.chance.happens(0.035) || by.1 != Some(self.commune.unit) {
            return done;
        }
        let why = *self.chance.pick(ELSEWHERE_WORDS);
        let (early, late) = (self.chance.waiting(60.0), self.chance.waiting(120.0));
        let moving = self.working(self.last, 10.0 + early);
        self.act(moving, by, |case, by| case.transfer(next, why, by)) && {
            let taking = self.working(self.last, 15.0 + late);
            let by = self.office(taking);
            self.act(taking, by, Case::accept)
        }
    }

    fn merge(&mut self, same: &Case) -> bool {
        let waits = same.answered_at.is_none_or(|answered| answered > self.last);
        if !waits || !self.chance.happens(0.65) {
            return false;
        }
        let minutes = self.chance.waiting(90.0);
        let at = self.working(self.last, 5.0 + minutes);
        let by = self.office(at);
        self.act(at, by, |case, by| case.merge(same, by))
    }

    /// What happens before the answer: notes, more words, supporters.
    fn between(&mut self, others: i64) -> bool {
        if self.chance.happens(0.22) {
            let words = *self.chance.pick(PAUSE_WORDS);
            let minutes = self.chance.waiting(200.0);
            let at = self.working(self.last, minutes);
            let by = self.office(at);
            self.act(at, by, |case, by| case.note(words, by));
        }
        if self.life.case.urgent && self.chance.happens(0.3) {
            let at = self.working(self.last, 5.0);
            let by = self.office(at);
            self.act(at, by, |case, by| case.rank(true, 1, None, by));
        }
        for _ in 0..others {
            let seconds = self.chance.waiting(6.0 * 3600.0) as i64;
            self.support(self.last.plus_seconds(60 + seconds));
        }
        if self.chance.happens(0.05) {
            let words = *self.chance.pick(MORE_WORDS);
            let seconds = self.chance.waiting(20.0 * 3600.0) as i64;
            self.act(self.last.plus_seconds(seconds), (None, None), |case, by| case.add(words, by));
        }
        self.last <= self.now
    }

    fn support(&mut self, at: Moment) {
        if self.act(at, (None, None), |case, by| Ok(case.support(by))) {
            let contact = contact(self.chance, 0.4);
            self.life.supporters.push(Supporter {
                receipt: ReceiptCode::from_chance(self.chance.bytes()).to_string(),
                case: self.life.case.id,
                at: self.last,
                contact: Contact { name: None, ..contact },
                request: self.chance.id(self.last),
            });
        }
    }

    /// The answer or refusal, in time or late.
    fn settle(&mut self, from: Moment, worse: f64) -> bool {
        let due = self.life.case.due_at;
        let whole = self.world.hours.working_time_between(self.world.calendar, from, due).minutes() as f64;
        let at = if self.chance.happens(self.late + worse) {
            let long = if self.chance.happens(0.07) { 9_000.0 } else { 1_300.0 };
            let minutes = self.chance.waiting(long);
            self.working(due, 20.0 + minutes)
        } else {
            let part = self.chance.unit().powf(if self.pressed { 0.15 } else { 0.34 });
            self.working(from, whole * (0.12 + 0.86 * part)).min(due).max(self.last.plus_seconds(60))
        };
        let by = self.office(at);
        let at = at.max(self.last.plus_seconds(1));
        let reasons: Vec<&str> =
            self.world.answers.choices(ReasonList::Late).map(|choice| choice.code.as_str()).collect();
        let why = (at > due && !reasons.is_empty()).then(|| *self.chance.pick(&reasons));
        if self.life.case.reopened == 0 && self.chance.happens(REFUSED) {
            return self.refuse(at, by, why);
        }
        let day = at.day().0;
        let day = format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
        let number = self.chance.between(2, 14).to_string();
        let words = letters::filled(
            &self.letter.done,
            &[("at", self.at), ("day", &day), ("n", &number), ("commune", &self.commune.name)],
        );
        let close = self.chance.happens(CLOSED_AT_ONCE);
        self.act(at, by, |case, by| case.answer(&words, why, close, by))
    }

    fn refuse(&mut self, at: Moment, by: (Option<PersonId>, Option<UnitId>), late: Option<&str>) -> bool {
        let list: Vec<_> = self.world.answers.choices(ReasonList::Refusal).collect();
        if list.is_empty() {
            return false;
        }
        // Most often another office's business; seldom what belongs under another law.
        let reason = if self.chance.happens(0.45) {
            list.iter().find(|choice| choice.code == "not_competent").unwrap_or(&list[0])
        } else {
            *self.chance.pick(&[&list[0], &list[list.len() - 1], &list[list.len() / 2]])
        };
        let words = format!("{}. Mời ông/bà liên hệ bộ phận tiếp công dân để được hướng dẫn.", reason.vi);
        self.act(at, by, |case, by| case.refuse(&reason.code, &words, late, by))
    }

    /// After the answer: solved, not solved, closed by the office, or silence.
    fn afterwards(&mut self, round: u8) {
        let answered = self.last;
        let later = |chance: &mut Chance, days: f64| {
            answered.plus_seconds(1800 + (chance.waiting(days * 86_400.0) as i64))
        };
        let again =
            NOT_SOLVED * (1.0 + self.late) * if self.life.case.on_time == Some(false) { 1.8 } else { 1.0 };
        let says = self.chance.unit();
        if says < again && round < 3 {
            let at = later(self.chance, 1.6);
            let words = *self.chance.pick(AGAIN_WORDS);
            let due = self.world.answer_due(&self.life.case.topic, at.max(self.last.plus_seconds(1)));
            let Some(due) = due else { return };
            let reason = reason_text(&due);
            if !self.act(at, (None, None), |case, by| case.reopen(words, due.at, reason, by)) {
                return;
            }
            let reopened = self.last;
            let minutes = self.chance.waiting(240.0) * self.commune.slow;
            let taken = self.working(reopened, minutes);
            let by = self.office(taken);
            if self.act(taken, by, Case::accept) && self.settle(reopened, 0.08) {
                self.afterwards(round + 1);
            }
        } else if says < again + SOLVED {
            let at = later(self.chance, 1.9);
            self.act(at, (None, None), Case::confirm);
        } else if self.chance.happens(0.8) && self.life.case.stage == Stage::Answered {
            let at = self.working(answered, 3_000.0);
            let by = self.office(at);
            self.act(at, by, Case::close);
        }
    }
}

/// How to reach somebody, when they leave it. The numbers belong to no exchange.
pub(crate) fn contact(chance: &mut Chance, probability: f64) -> Contact {
    if !chance.happens(probability) {
        return Contact::default();
    }
    Contact {
        name: chance.happens(0.8).then(|| letters::name(chance)),
        phone: Some(format!("024 0000 {:04}", chance.between(0, 9999))),
        email: None,
    }
}
