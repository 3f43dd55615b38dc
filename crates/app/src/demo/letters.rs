//! Made-up letters on the desk of the busiest commune, so that it can be seen at work. They live by the real actions.

use super::fill::Size;
use crate::{house::Stop, terminal::sentence};
use danvan_actions::{
    House,
    deadlines::{forecast, ladder},
    documents::{About, begin, issue_of},
    followers,
    letters::{Classified, Incoming, Received, classify, hand_out, receive},
    proceedings::{Doing, act, of_letter},
    registers,
};
use danvan_domain::{
    documents::Kind,
    ids::{LetterId, PersonId, UnitId},
    letters::{Axes, Branch, Competence, Content, Decided, Disposal, Eligibility, Signer},
    people::Role,
    rights::Asker,
    time::Day,
    units::Level,
};
use danvan_simulation::{Desk, Staff, Worked, worked};
use danvan_store::{bulk, people, proceedings};

/// A letter: how many days ago it came, how many signed, its topic, what it says.
struct Made {
    days: i64,
    signers: i64,
    topic: &'static str,
    summary: &'static str,
    content: Option<Content>,
}

const LETTERS: &[Made] = &[
    Made {
        days: 26,
        signers: 12,
        topic: "land.clearance",
        summary: "(Mô phỏng) Không đồng ý với quyết định thu hồi đất số 15; kiến nghị sửa đường ngõ 12.",
        content: Some(Content::Mixed),
    },
    Made {
        days: 40,
        signers: 1,
        topic: "building.illegal",
        summary: "(Mô phỏng) Khiếu nại quyết định xử phạt về xây dựng nhà ở ngõ 31.",
        content: Some(Content::Complaint),
    },
    Made {
        days: 12,
        signers: 3,
        topic: "water.drainage",
        summary: "(Mô phỏng) Kiến nghị nạo vét cống trước mùa mưa.",
        content: Some(Content::Petition),
    },
    Made {
        days: 16,
        signers: 1,
        topic: "office.procedure",
        summary: "(Mô phỏng) Đề nghị trả lời hồ sơ cấp giấy chứng nhận đã nộp từ tháng trước.",
        content: None,
    },
    Made {
        days: 3,
        signers: 1,
        topic: "environment.pollution",
        summary: "(Mô phỏng) Hộ số 3 phản ánh xe chở đất chạy đêm qua ngõ 31 làm rơi vãi, bụi và ồn, đề nghị phường cấm giờ.",
        content: None,
    },
    Made {
        days: 1,
        signers: 1,
        topic: "environment.pollution",
        summary: "(Mô phỏng) Hộ số 8 phản ánh xe chở đất chạy đêm qua ngõ 31 làm rơi vãi, bụi và ồn, đề nghị phường cấm giờ.",
        content: None,
    },
    Made {
        days: 2,
        signers: 7,
        topic: "environment.pollution",
        summary: "(Mô phỏng) Phản ánh khói bụi từ công trường cạnh trường học, đề nghị che chắn.",
        content: None,
    },
];

/// A commune with whoever works on its letters.
pub(super) struct Office {
    /// Which.
    pub(super) unit: UnitId,
    /// Whoever works on its letters.
    pub(super) officer: PersonId,
    leader: PersonId,
}

/// The communes of today whose letters are made up.
pub(super) fn desks(staff: &Staff, only: Option<&[UnitId]>, house: &House) -> Vec<Office> {
    let (facts, today) = (house.facts(), house.today());
    let leader = |unit: UnitId| {
        let mut held = staff.positions.iter();
        held.find(|one| one.unit == unit && one.role == Role::CommuneLeader && one.holds_on(today))
    };
    let communes = facts.tree.at_level(Level::Commune, today).map(|unit| unit.id);
    let chosen = communes.filter(|unit| only.is_none_or(|only| only.contains(unit)));
    let office = |unit: UnitId| {
        let officer = *staff.officers.get(&unit)?.first()?;
        Some(Office { unit, officer, leader: leader(unit)?.person })
    };
    chosen.filter_map(office).collect()
}

/// How many days of letters lie behind the present.
const DAYS: i64 = 270;
/// So many letters are written in one change.
const AT_ONCE: usize = 500;

/// Writes the letters of past months at each commune. `tell` hears how many.
pub(super) async fn past(
    house: &House,
    offices: &[Office],
    size: Size,
    tell: &impl Fn(&str),
) -> Result<(), Stop> {
    // So many a month; a few communes have more, so that each shows something.
    let mean = if size == Size::Small { 14.0 } else { 5.0 };
    let (facts, now) = (house.facts(), house.now());
    // The communes of today began in July 2025.
    let first = Day::new(2025, 7, 2).unwrap_or_else(|| now.day());
    let from = now.day().plus_days(-DAYS).max(first);
    let mut change = house.store.begin().await?;
    for procedure in facts.procedures.all() {
        proceedings::keep_edition(&mut change, procedure, now).await?;
    }
    change.commit().await?;
    let (mut waiting, mut count) = (Vec::new(), 0);
    for office in offices {
        let desk = Desk {
            procedures: &facts.procedures,
            calendar: &facts.calendar,
            hours: &facts.hours,
            answers: &facts.answers,
            unit: office.unit,
            city: facts.tree.at_or_above(office.unit, Level::City).map(|city| city.id),
            officer: office.officer,
            leader: office.leader,
            now,
        };
        waiting.extend(worked(desk, from, mean, 2026));
        if waiting.len() >= AT_ONCE {
            count += waiting.len();
            write(house, std::mem::take(&mut waiting)).await?;
        }
    }
    count += waiting.len();
    write(house, waiting).await?;
    registers::follow_from_here(house).await?;
    tell(&sentence("terminal-demo-letters", &[("letters", count.into())]));
    Ok(())
}

async fn write(house: &House, all: Vec<Worked>) -> Result<(), Stop> {
    let mut change = house.store.begin().await?;
    let (mut letters, mut runs, mut spells, mut events) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for one in all {
        letters.push(one.letter);
        runs.extend(one.proceedings);
        spells.extend(one.spells);
        events.extend(one.events);
    }
    bulk::letters(&mut change, &letters).await?;
    bulk::proceedings(&mut change, &runs).await?;
    danvan_store::registers::fill(&mut change, &spells).await?;
    for event in events {
        change.note(event);
    }
    change.commit().await?;
    Ok(())
}

/// What jobs would have said by now.
pub(super) async fn reckon(house: &House) -> Result<(), Stop> {
    followers::drain(house).await?;
    ladder::escalate(house).await?;
    forecast::reckon(house).await?;
    Ok(())
}

/// Puts the letters on the desk of an office. Returns the receipt of whoever speaks for those who signed the first.
pub(super) async fn bring(
    house: &House,
    unit: UnitId,
    officer: &str,
    leader: &str,
) -> Result<Option<String>, Stop> {
    let (Some(officer), Some(leader)) = (asker(house, officer).await?, asker(house, leader).await?) else {
        return Ok(None);
    };
    let mut signed = None;
    for made in LETTERS {
        let received = receive(house, &officer, incoming(house, unit, made)).await?;
        if signed.is_none() {
            signed = Some(hand_out(house, &officer, received.id, 0).await?);
        }
        if let Some(content) = made.content {
            classify(house, &officer, received.id, classified(content)).await?;
            accept(house, &leader, &received).await?;
            tell(house, &officer, &received).await?;
        }
    }
    let sealed = Incoming {
        id: Some(house.new_id()),
        unit: Some(unit),
        way: "post".into(),
        received_on: house.today().plus_days(-3).to_string(),
        is_denunciation: true,
        signers: "1".into(),
        ..Incoming::default()
    };
    receive(house, &officer, sealed).await?;
    Ok(signed)
}

pub(super) async fn asker(house: &House, sign_in: &str) -> Result<Option<Asker>, Stop> {
    let Some((person, _)) = people::by_sign_in(&house.store, sign_in).await? else { return Ok(None) };
    Ok(Some(asker_of(house, person.id).await?))
}

/// Somebody with what they may today.
pub(super) async fn asker_of(house: &House, person: PersonId) -> Result<Asker, Stop> {
    let positions = people::held(&house.store, person, house.today()).await?;
    Ok(Asker { person: Some(person), positions, house: false })
}

fn incoming(house: &House, unit: UnitId, made: &Made) -> Incoming {
    let speaks = Signer {
        name: "(Mô phỏng) Người đại diện".into(),
        is_representative: made.signers >= 5,
        ..Signer::default()
    };
    Incoming {
        id: Some(house.new_id()),
        unit: Some(unit),
        way: "handed_in".into(),
        received_on: house.today().plus_days(-made.days).to_string(),
        topic: made.topic.into(),
        place: unit.to_string(),
        summary: made.summary.into(),
        signers: made.signers.to_string(),
        people: vec![speaks],
        ..Incoming::default()
    }
}

fn classified(content: Content) -> Classified {
    let is_mixed = content == Content::Mixed;
    Classified {
        axes: Axes {
            content,
            parts: if is_mixed { vec![Content::Complaint, Content::Petition] } else { Vec::new() },
            eligibility: Eligibility::Eligible,
            competence: Competence::Own,
            has_originals: false,
            branch: Branch::State,
            is_sharp: false,
            has_facts: false,
        },
        decided: Decided {
            disposal: if is_mixed { Disposal::Split } else { Disposal::Open },
            ground: "(Mô phỏng) Theo nội dung đơn".into(),
            document: if is_mixed { "07/HD-UBND".into() } else { String::new() },
            office: String::new(),
        },
        late_reason: "overload".into(),
        may_erase: false,
    }
}

/// The chair accepts what is a complaint.
async fn accept(house: &House, leader: &Asker, received: &Received) -> Result<(), Stop> {
    let letter: LetterId = received.id;
    for it in of_letter(house, letter).await? {
        if it.procedure == "complaint" {
            let doing = Doing { act: "accept".into(), late_reason: "overload".into(), ..Doing::default() };
            act(house, leader, it.id, doing).await?;
        }
    }
    Ok(())
}

/// Whoever complained alone is sent the acceptance notice, under the first number of the register.
async fn tell(house: &House, officer: &Asker, received: &Received) -> Result<(), Stop> {
    let letter: LetterId = received.id;
    for it in of_letter(house, letter).await? {
        if it.procedure == "complaint" && it.signers == 1 {
            let about = About::Proceeding(it.id);
            let prepared = begin(house, officer, about, Kind::Acceptance, "accept").await?;
            issue_of(house, officer, house.new_id(), about, prepared.request).await?;
        }
    }
    Ok(())
}
